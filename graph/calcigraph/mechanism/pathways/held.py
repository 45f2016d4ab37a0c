"""The mechanism network held in memory: read once for each version of a graph, as long as it is small enough for that."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from calcigraph.knowledge.claims import read_claims
from calcigraph.knowledge.statuses import statuses
from calcigraph.mechanism.factors import held_factors
from calcigraph.mechanism.pathways.routes import Edge
from calcigraph.mechanism.pathways.sentences import Grammar

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from calcigraph.knowledge.claims import Claim
    from calcigraph.store.store import Store

_TISSUES = "SELECT ?c ?l { ?c cg:directness cg:direct ; cg:inTissue ?t . ?t skos:prefLabel ?l } ORDER BY ?c ?l"


class Held:
    """The steps of mechanism with all that is told of them.

    Args:
        store: the graph.
        labels: what its factors are called.

    Attributes:
        claims: the claims that are steps, by IRI.
        steps: ``subject`` and ``object`` to factor to the steps that leave it, or end in it, sorted.
        tissues: claim to the labels of its tissues, joined by commas; claims without tissue are left out.
        labels: the same.
        grammar: how steps are put into sentences.

    Example:
        >>> [edge.sign for edge in Held(store, held_factors(store)).steps["subject"]["https://w3id.org/calcigraph/id/warfarin"]]
        [-1]
    """

    def __init__(self, store: Store, labels: Mapping[str, str]) -> None:
        read = read_claims(store, "?claim cg:directness cg:direct . ?predicate cg:sign ?any .")
        self.claims: dict[str, Claim] = {claim.iri: claim for claim in read if claim.sign is not None}
        places = {status.label: status.rank for status in statuses(store).values()}
        self.steps: dict[str, dict[str, list[Edge]]] = {"subject": defaultdict(list), "object": defaultdict(list)}
        for claim in self.claims.values():
            place = places[claim.status]
            edge = Edge(claim.iri, claim.subject, claim.object, claim.sign or 0, claim.rank, place)
            self.steps["subject"][edge.subject].append(edge)
            self.steps["object"][edge.object].append(edge)
        tissues: dict[str, list[str]] = defaultdict(list)
        for iri, label in store.engine.values(_TISSUES):
            tissues[str(iri)].append(str(label))
        self.tissues = {iri: ", ".join(labels) for iri, labels in tissues.items()}
        self.labels = labels
        self.grammar = Grammar(store, labels)


class HeldSteps:
    """Gives the steps around some factors from the network in memory, as ``Steps`` reads them from the graph.

    Args:
        held: the network.
        avoid: factors that no step may touch.
        floor: lowest rank of certainty that a step may have, or None for any.
        marked: claims to give bit 0 of ``Edge.marks``.

    Example:
        >>> steps = HeldSteps(held(store), floor=3)
        >>> [edge.rank for edge in steps.read("subject", ["https://w3id.org/calcigraph/id/warfarin"])]
        [3]
    """

    def __init__(
        self, held: Held, *, avoid: Collection[str] = (), floor: int | None = None, marked: Collection[str] = ()
    ) -> None:
        self._steps = held.steps
        self._avoid, self._floor, self._marked = avoid, floor, marked
        self._all = not avoid and floor is None and not marked

    def at(self, end: str, factor: str) -> list[Edge]:
        """Give the steps that leave a factor, or that end in it.

        Args:
            end: ``subject`` for those that leave, ``object`` for those that end there.
            factor: its IRI.

        Returns:
            The steps that pass the filters, in no order.
        """
        found = self._steps[end].get(factor, [])
        if self._all:
            return found
        return [
            edge._replace(marks=1) if edge.claim in self._marked else edge
            for edge in found
            if (self._floor is None or edge.rank >= self._floor)
            and edge.subject not in self._avoid
            and edge.object not in self._avoid
        ]

    def read(self, end: str, nodes: Collection[str]) -> list[Edge]:
        """Give the steps that leave some factors, or that end in them.

        Args:
            end: ``subject`` for those that leave, ``object`` for those that end there.
            nodes: IRIs of factors.

        Returns:
            The steps that pass the filters, in no order.
        """
        return [edge for node in nodes for edge in self.at(end, node)]


def held(store: Store) -> Held | None:
    """Give the network of a graph, read when it is first asked for and anew after a change of the graph.

    Args:
        store: the graph.

    Returns:
        The network, or None where it has more steps than are held: what searches it then reads what lies near its ends.

    Example:
        >>> held(store).labels["https://w3id.org/calcigraph/id/mk-7"]
        'MK-7'
    """
    return store.latest(_read)


def _read(store: Store) -> Held | None:
    factors = held_factors(store)
    return None if factors is None else Held(store, factors)
