"""The mechanism network as steps that are read from the graph when a search needs them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from calcigraph.knowledge.statuses import certainties, statuses
from calcigraph.mechanism.pathways.routes import Edge
from calcigraph.namespaces import shorten

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from calcigraph.store.store import Store

# Signs and ranks are few and read once; a join with them for every step would double the time of this query.
_STEPS = """
SELECT ?claim ?subject ?object ?predicate ?status ?certainty {
  VALUES ?%s { %s }
  ?claim cg:subject ?subject ; cg:object ?object ; cg:directness cg:direct ; cg:predicate ?predicate ;
         cg:status ?status .
  FILTER NOT EXISTS { ?claim cg:negated true }
  OPTIONAL { ?claim cg:certainty ?certainty }
}
"""
# With many more terms than this in one VALUES, the engine turns from looking them up to reading every claim there is.
_AT_ONCE = 100


def batches(iris: Iterable[str]) -> Iterator[str]:
    """Write IRIs as terms of SPARQL, as many at a time as one VALUES should have.

    Args:
        iris: in any order.

    Yields:
        The terms of one batch, sorted and separated by blanks.

    Example:
        >>> list(batches(["http://b.example/", "http://a.example/"]))
        ['<http://a.example/> <http://b.example/>']
    """
    listed = sorted(iris)
    for start in range(0, len(listed), _AT_ONCE):
        yield " ".join(f"<{iri}>" for iri in listed[start : start + _AT_ONCE])


class Steps:
    """Reads the steps of mechanism around some factors: direct claims with a sign, not negated.

    Args:
        store: the graph.
        avoid: factors that no step may touch.
        floor: lowest rank of certainty that a step may have, or None for any.
        marked: claims to give bit 0 of ``Edge.marks``.

    Example:
        >>> steps = Steps(store)
        >>> [edge.sign for edge in steps.read("subject", ["https://w3id.org/calcigraph/id/warfarin"])]
        [-1]
    """

    def __init__(
        self,
        store: Store,
        *,
        avoid: Collection[str] = (),
        floor: int | None = None,
        marked: Collection[str] = (),
    ) -> None:
        self._engine = store.engine
        self._avoid, self._floor, self._marked = avoid, floor, marked
        self._signs = {
            predicate: int(sign or 0) for predicate, sign in self._engine.values("SELECT ?p ?s { ?p cg:sign ?s }")
        }
        self._ranks = {level.iri: level.rank for level in certainties(store).values()}
        self._places = {status.iri: status.rank for status in statuses(store).values()}
        self._names: dict[str, str] = {}

    def read(self, end: str, nodes: Collection[str]) -> list[Edge]:
        """Read the steps that leave some factors, or that end in them.

        Args:
            end: ``subject`` for those that leave, ``object`` for those that end there.
            nodes: IRIs of factors.

        Returns:
            The steps that pass the filters, in no order.
        """
        found = []
        one = self._names.setdefault  # many steps share a factor: one text for each
        for terms in batches(nodes):
            for cells in self._engine.values(_STEPS % (end, terms)):
                claim, subject, object_, predicate, status, certainty = map(str, cells)
                sign = self._signs.get(predicate)
                rank = self._ranks.get(certainty, -1)
                if sign is None or (self._floor is not None and rank < self._floor):
                    continue
                if subject in self._avoid or object_ in self._avoid:
                    continue
                mark = int(claim in self._marked)
                edge = (claim, one(subject, subject), one(object_, object_), sign, rank, self._places[status], mark)
                found.append(Edge(*edge))
        return found


def labels_of(store: Store, entities: Iterable[str]) -> dict[str, str]:
    """Find what entities are called, without reading the whole vocabulary as ``Entities`` does.

    Args:
        store: the graph.
        entities: their IRIs.

    Returns:
        IRI to label, or to the CURIE where there is none.

    Example:
        >>> list(labels_of(store, ["https://w3id.org/calcigraph/id/mk-7"]).values())
        ['MK-7']
    """
    found = {iri: shorten(iri) for iri in entities}
    for terms in batches(found):
        for entity, label in store.engine.values(f"SELECT ?e ?l {{ VALUES ?e {{ {terms} }} ?e skos:prefLabel ?l }}"):
            found[str(entity)] = str(label)
    return found


def tissues_of(store: Store, claims: Iterable[str]) -> dict[str, str]:
    """Find where steps take place.

    Args:
        store: the graph.
        claims: their IRIs.

    Returns:
        Claim to the labels of its tissues, joined by commas; claims without tissue are left out.

    Example:
        >>> claim = "https://w3id.org/calcigraph/claim/warfarin-inhibits-vkorc1"
        >>> tissues_of(store, [claim])[claim]
        'endoplasmic reticulum'
    """
    found: dict[str, list[str]] = defaultdict(list)
    for terms in batches(claims):
        query = f"SELECT ?c ?l {{ VALUES ?c {{ {terms} }} ?c cg:inTissue ?t . ?t skos:prefLabel ?l }} ORDER BY ?c ?l"
        for claim, label in store.engine.values(query):
            found[str(claim)].append(str(label))
    return {claim: ", ".join(labels) for claim, labels in found.items()}


def steps_in(store: Store, tissue: str) -> frozenset[str]:
    """Find the steps that take place in a tissue or in a part or kind of it.

    Args:
        store: the graph.
        tissue: IRI of a tissue or a cell.

    Returns:
        IRIs of direct claims.

    Example:
        >>> len(steps_in(store, "https://w3id.org/calcigraph/id/ovary"))
        1
    """
    query = (
        f"SELECT DISTINCT ?claim {{ ?tissue (cg:partOf|cg:kindOf)* <{tissue}> . ?claim cg:inTissue ?tissue ; "
        "cg:directness cg:direct }"
    )
    return frozenset(str(claim) for (claim,) in store.engine.values(query))
