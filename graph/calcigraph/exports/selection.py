"""Which triples belong to a slice: what describes its claims and entities, and the evidence on the claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from calcigraph.namespaces import ASSERTED, BASE, CG, DERIVED, ID, ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calcigraph.graph import KnowledgeGraph
    from calcigraph.slices import Slice

_GRAPHS = (ASSERTED, DERIVED, ONTOLOGY)
_NAMES = {PREFIXES["rdf"] + "type", PREFIXES["skos"] + "prefLabel"}
_TOWARDS_CLAIM = tuple(ox.NamedNode(CG + name) for name in ("about", "states", "verdictOn"))


def quads_of(graph: KnowledgeGraph, part: Slice | None) -> Iterable[ox.Quad]:
    """List the quads of a slice.

    Args:
        graph: the graph.
        part: the slice, or None for everything, the ontology included.

    Returns:
        In no particular order: what is said of the claims, their verdicts, findings and statements, of the sources
        behind these, and of the entities. Another entity that one of them mentions has its classes and label.
        Plain edges are those of the slice's own claims.

    Example:
        >>> from calcigraph import KnowledgeGraph, slices
        >>> kg = KnowledgeGraph.open()
        >>> part = slices.of_claims(kg, ["https://w3id.org/calcigraph/claim/warfarin-inhibits-vkorc1"], "one")
        >>> 50 < len(list(quads_of(kg, part))) < 500
        True
    """
    store = graph.engine.store
    if part is None:
        # What else was loaded, such as the questions, is no part of what the graph says.
        return (quad for name in _GRAPHS for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(name)))
    found = dict.fromkeys(_of_entities(graph, part))
    found |= dict.fromkeys(_of_claims(store, part))
    return found


def _of_entities(graph: KnowledgeGraph, part: Slice) -> Iterator[ox.Quad]:
    """What is said of the entities, without links to those outside and without edges of claims left out."""
    store = graph.engine.store
    pairs, entities = _ends(store, part), set(part.entities)
    rows = graph.engine.values("SELECT ?p { ?p rdfs:subPropertyOf* cg:relatesTo }")
    edges = {str(iri) for (iri,) in rows} - {CG + name for name in ("formOf", "partOf", "locatedIn")}
    for iri in part.entities:
        for quad in _about(store, ox.NamedNode(iri)):
            target = quad.object.value if isinstance(quad.object, ox.NamedNode) else ""
            inside = target in entities and (quad.predicate.value not in edges or (iri, target) in pairs)
            if inside or not target.startswith(ID):
                yield quad


def _of_claims(store: ox.Store, part: Slice) -> Iterator[ox.Quad]:
    """What is said of the claims and of all that bears on them, and the names of entities that come up."""
    claims, entities = set(part.claims), set(part.entities)
    queue = [ox.NamedNode(iri) for iri in claims]
    seen = {node.value for node in queue}
    for node in queue:
        if node.value.startswith(ID):
            if node.value not in entities:
                yield from (quad for quad in _about(store, node) if quad.predicate.value in _NAMES)
            continue
        described = list(_about(store, node))
        yield from described
        near = [quad.object for quad in described]
        if node.value in claims:
            near += [quad.subject for link in _TOWARDS_CLAIM for quad in store.quads_for_pattern(None, link, node)]
        for other in near:
            if isinstance(other, ox.NamedNode) and other.value not in seen and _instance(other.value, claims):
                seen.add(other.value)
                queue.append(other)


def _about(store: ox.Store, node: ox.NamedNode) -> Iterable[ox.Quad]:
    return store.quads_for_pattern(node, None, None)


def _instance(iri: str, claims: set[str]) -> bool:
    """Whether an IRI is of the data, and no claim that the slice leaves out."""
    if not iri.startswith(BASE) or iri.startswith(BASE + "ontology"):
        return False
    return not iri.startswith(BASE + "claim/") or iri in claims


def _ends(store: ox.Store, part: Slice) -> set[tuple[str, str]]:
    subject, object_ = ox.NamedNode(CG + "subject"), ox.NamedNode(CG + "object")
    pairs = set()
    for iri in part.claims:
        node = ox.NamedNode(iri)
        start = next(store.quads_for_pattern(node, subject, None)).object
        end = next(store.quads_for_pattern(node, object_, None)).object
        # A limiting input gives an edge the other way round: the object requires it.
        pairs |= {(start.value, end.value), (end.value, start.value)}  # type: ignore[union-attr]
    return pairs
