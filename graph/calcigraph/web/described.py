"""What the graph says of one thing, as triples: its own, those of what belongs to it, and the names of what it mentions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.namespaces import ASSERTED, BASE, CG, DERIVED, ID, ONTOLOGY, PREFIXES
from calcigraph.store import serialising
from calcigraph.store.terms import NamedNode, Quad

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph.store.store import Store
    from calcigraph.store.terms import Triple

_GRAPHS = frozenset((ASSERTED, DERIVED, ONTOLOGY))
#: By which properties something belongs to what is described: those that point at it from parts of its own.
_PARTS = {
    "id": ("amountOf", "nutrient"),
    "claim": ("verdictOn", "about", "states"),
    "source": ("study",),
    "result": ("ofResult",),
}
_ENDS = ("subject", "object")
_NAMES = frozenset((PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "prefLabel"))
_OF_A_CLAIM = frozenset(
    CG + name for name in ("subject", "predicate", "object", "negated", "status", "certainty", "directness")
)


def described(store: Store, kind: str, iri: str) -> list[Triple]:
    """Describe one thing.

    Args:
        store: the graph.
        kind: ``id``, ``claim``, ``source`` or ``result``; of anything else its own triples alone.
        iri: its IRI.

    Returns:
        Triples, each once, in an order that does not change: what is said of it; of a claim also its verdicts, bearings and
        statements, of a source its results, of a result its bearings, of an entity its amounts and, in short, the claims
        about it; and the label of everything mentioned.

    Example:
        >>> found = described(store, "id", "https://w3id.org/calcigraph/id/warfarin")
        >>> len({str(triple.subject) for triple in found}) > 5
        True
    """
    quads = list(_about(store, kind, iri))
    mentioned = {
        quad.object.value for quad in quads if isinstance(quad.object, NamedNode) and quad.object.value.startswith(BASE)
    } | {str(quad.predicate.value) for quad in quads if quad.predicate.value.startswith(CG)}
    subjects = {getattr(quad.subject, "value", "") for quad in quads}
    for each in sorted(mentioned - subjects):
        quads += [quad for quad in store.engine.quads(each) if quad.predicate.value in _NAMES]
    return serialising.union(quad for quad in quads if _graph(quad) in _GRAPHS)


def ontology(store: Store) -> list[Triple]:
    """Give the ontology.

    Args:
        store: the graph.

    Returns:
        Triples, each once, in an order that does not change.

    Example:
        >>> len(ontology(store)) > 500
        True
    """
    return serialising.union(store.engine.quads(graph=ONTOLOGY))


def _about(store: Store, kind: str, iri: str) -> Iterator[Quad]:
    engine = store.engine
    yield from engine.quads(iri)
    for link in _PARTS.get(kind, ()):
        for part in {quad.subject.value for quad in engine.quads(None, CG + link, iri)}:  # type: ignore[union-attr]
            yield from engine.quads(part)
    if iri.startswith(ID):
        for link in _ENDS:
            for claim in {quad.subject.value for quad in engine.quads(None, CG + link, iri)}:  # type: ignore[union-attr]
                yield from (quad for quad in engine.quads(claim) if quad.predicate.value in _OF_A_CLAIM | _NAMES)


def _graph(quad: Quad) -> str:
    return str(getattr(quad.graph_name, "value", ""))
