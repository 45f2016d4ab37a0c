"""Which triples belong to a slice: what describes its claims and entities, and the evidence on the claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.namespaces import ASSERTED, BASE, CG, DERIVED, ID, ONTOLOGY, PREFIXES
from calcigraph.store.terms import NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calcigraph.mechanism.slices import Slice
    from calcigraph.store.engine import Engine
    from calcigraph.store.store import Store

_GRAPHS = (ASSERTED, DERIVED, ONTOLOGY)
_NAMES = {PREFIXES["rdf"] + "type", PREFIXES["skos"] + "prefLabel"}
_TOWARDS_CLAIM = tuple(CG + name for name in ("about", "states", "verdictOn"))


def quads_of(store: Store, part: Slice | None) -> Iterable[Quad]:
    """List the quads of a slice.

    Args:
        store: the graph.
        part: the slice, or None for everything, the ontology included.

    Returns:
        In no particular order: what is said of the claims, their verdicts, results and statements, of the sources
        behind these, and of the entities. Another entity that one of them mentions has its classes and label.
        Plain edges are those of the slice's own claims.

    Example:
        >>> from calcigraph.mechanism import slices
        >>> part = slices.of_claims(store, ["https://w3id.org/calcigraph/claim/warfarin-inhibits-vkorc1"], "one")
        >>> 50 < len(list(quads_of(store, part))) < 500
        True
    """
    if part is None:
        # What else was loaded, such as the questions, is no part of what the graph says.
        return (quad for name in _GRAPHS for quad in store.engine.quads(graph=name))
    found = dict.fromkeys(_of_entities(store, part))
    found |= dict.fromkeys(_of_claims(store.engine, part))
    return found


def _of_entities(store: Store, part: Slice) -> Iterator[Quad]:
    """What is said of the entities, without links to those outside and without edges of claims left out."""
    pairs, entities = _ends(store.engine, part), set(part.entities)
    rows = store.engine.values("SELECT ?p { ?p rdfs:subPropertyOf* cg:relatesTo }")
    edges = {str(iri) for (iri,) in rows} - {CG + name for name in ("formOf", "partOf", "locatedIn")}
    for iri in part.entities:
        for quad in store.engine.quads(iri):
            target = quad.object.value if isinstance(quad.object, NamedNode) else ""
            inside = target in entities and (quad.predicate.value not in edges or (iri, target) in pairs)
            if inside or not target.startswith(ID):
                yield quad


def _of_claims(engine: Engine, part: Slice) -> Iterator[Quad]:
    """What is said of the claims and of all that bears on them, and the names of entities that come up."""
    claims, entities = set(part.claims), set(part.entities)
    queue = list(claims)
    seen = set(queue)
    for node in queue:
        if node.startswith(ID):
            if node not in entities:
                yield from (quad for quad in engine.quads(node) if quad.predicate.value in _NAMES)
            continue
        described = list(engine.quads(node))
        yield from described
        near = [quad.object for quad in described]
        if node in claims:
            near += [quad.subject for link in _TOWARDS_CLAIM for quad in engine.quads(None, link, node)]
        for other in near:
            if isinstance(other, NamedNode) and other.value not in seen and _instance(other.value, claims):
                seen.add(other.value)
                queue.append(other.value)


def _instance(iri: str, claims: set[str]) -> bool:
    """Whether an IRI is of the data, and no claim that the slice leaves out."""
    if not iri.startswith(BASE) or iri.startswith(BASE + "ontology"):
        return False
    return not iri.startswith(BASE + "claim/") or iri in claims


def _ends(engine: Engine, part: Slice) -> set[tuple[str, str]]:
    pairs = set()
    for iri in part.claims:
        start = next(engine.quads(iri, CG + "subject")).object
        end = next(engine.quads(iri, CG + "object")).object
        # A limiting input gives an edge the other way round: the object requires it.
        pairs |= {(start.value, end.value), (end.value, start.value)}  # type: ignore[union-attr]
    return pairs
