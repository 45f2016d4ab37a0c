"""What a status and a certainty mean, as the ontology says it: read once for each graph, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from calcigraph.store.store import Store

_STATUSES = """
SELECT ?iri ?label ?meaning ?rank ?mark ?direct ?indirect ?sure ?results ?hedge ?drawn {
  ?iri a cg:Status ; rdfs:label ?label ; skos:definition ?meaning ; cg:rank ?rank ; cg:mark ?mark ;
       cg:inForceIfDirect ?direct ; cg:inForceIfIndirect ?indirect ; cg:sure ?sure ; cg:results ?results ;
       cg:allowsHedge ?hedge ; cg:drawnAs ?drawn .
}"""
_CERTAINTIES = """
SELECT ?iri ?label ?meaning ?rank {
  ?iri a cg:Certainty ; rdfs:label ?label ; skos:definition ?meaning ; cg:rank ?rank
}"""
_TERMINAL_STYLES = "SELECT ?label ?style { ?value cg:terminalStyle ?style ; rdfs:label ?label } ORDER BY ?label ?style"
_ABSENT = "absent"
_SUPPORTING = ("positive", "mixed")
_DENYING = ("null", "contrary")
# The hedge of a wording without "may" or "is associated with".
_ASSERTED = 2


@dataclass(frozen=True, slots=True)
class Status:
    """What the results say of a claim together.

    Attributes:
        iri: its IRI.
        label: the word for it.
        meaning: the word explained, in a sentence.
        rank: its place among the others, more support higher.
        mark: one or two plain signs that stand for it.
        in_force_if_direct, in_force_if_indirect: whether the graph stands by a claim of this status.
        sure: whether a step of this status is sure enough to build on.
        results: what the results that count say: ``positive``, ``mixed``, ``null``, ``contrary`` or ``absent``.
        hedge: the boldest wording that is fair, from 2 (asserted) to 0 (may), and -1 for none.
        drawn: key of its look in the style of the pictures.
    """

    iri: str
    label: str
    meaning: str
    rank: int
    mark: str
    in_force_if_direct: bool
    in_force_if_indirect: bool
    sure: bool
    results: str
    hedge: int
    drawn: str

    @property
    def studied(self) -> bool:
        """Whether any result counts; for an effect in people, whether any study in people does."""
        return self.results != _ABSENT

    @property
    def has_support(self) -> bool:
        """Whether results support a claim of this status, all of them or some."""
        return self.results in _SUPPORTING

    @property
    def denied(self) -> bool:
        """Whether those who looked saw nothing of it, or the contrary."""
        return self.results in _DENYING

    @property
    def is_open(self) -> bool:
        """Whether results count that do not make it sure."""
        return self.studied and not self.sure

    @property
    def assertable(self) -> bool:
        """Whether a claim of this status may be said without a hedge."""
        return self.hedge == _ASSERTED

    def in_force(self, directness: str) -> bool:
        """Tell whether the graph stands by what a claim of this status says, its negation included.

        Args:
            directness: ``direct`` or ``indirect``.

        Returns:
            Whether it does.

        Example:
            >>> doubtful = statuses(store)["contested"]
            >>> doubtful.in_force("direct"), doubtful.in_force("indirect")
            (True, False)
        """
        return self.in_force_if_direct if directness == "direct" else self.in_force_if_indirect


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure one can be of a verdict.

    Attributes:
        iri: its IRI.
        label: the word for it.
        meaning: the word explained, in a sentence.
        rank: 3 for the highest to 0.
    """

    iri: str
    label: str
    meaning: str
    rank: int


def statuses(store: Store) -> dict[str, Status]:
    """Read what each status means.

    Args:
        store: the graph.

    Returns:
        Label to status, more support first.

    Example:
        >>> [status.label for status in statuses(store).values() if status.sure]
        ['established', 'supported']
    """
    return store.once(_read_statuses)


class Judged(Protocol):
    """Something that has a status, as a claim has."""

    @property
    def status(self) -> str:
        """The word for it."""


def status_of(store: Store, claim: Judged) -> Status:
    """Tell what the status of a claim means.

    Args:
        store: the graph.
        claim: the claim.

    Returns:
        Its status.

    Example:
        >>> from calcigraph.knowledge.claims import read_claims
        >>> claim, = read_claims(store, "VALUES ?claim { claim:warfarin-inhibits-vkorc1 }")
        >>> status_of(store, claim).sure
        True
    """
    return statuses(store)[claim.status]


def labels_by_results(store: Store, results: str) -> list[str]:
    """Find the words for what results say together.

    Args:
        store: the graph.
        results: ``positive``, ``mixed``, ``null``, ``contrary`` or ``absent``.

    Returns:
        Labels of statuses, more support first.

    Example:
        >>> labels_by_results(store, "absent")
        ['untested', 'asserted only']
    """
    return [status.label for status in statuses(store).values() if status.results == results]


def certainties(store: Store) -> dict[str, Certainty]:
    """Read the levels of certainty.

    Args:
        store: the graph.

    Returns:
        Label to level, the highest first.

    Example:
        >>> {label: level.rank for label, level in certainties(store).items()}
        {'high': 3, 'moderate': 2, 'low': 1, 'very low': 0}
    """
    return store.once(_read_certainties)


def terminal_styles(store: Store) -> dict[str, str]:
    """Read how verdicts and what stands beside them look on a terminal.

    Args:
        store: the graph.

    Returns:
        Label of a value to its colour, with the weight of the letters before it.

    Example:
        >>> terminal_styles(store)["refuted"]
        'bold red'
    """
    return store.once(_read_terminal_styles)


def _read_statuses(store: Store) -> dict[str, Status]:
    found = [
        Status(
            iri=iri,
            label=label,
            meaning=meaning,
            rank=int(rank),
            mark=mark,
            in_force_if_direct=direct == "true",
            in_force_if_indirect=indirect == "true",
            sure=sure == "true",
            results=results,
            hedge=int(hedge),
            drawn=drawn,
        )
        for iri, label, meaning, rank, mark, direct, indirect, sure, results, hedge, drawn in _rows(store, _STATUSES)
    ]
    return {each.label: each for each in sorted(found, key=lambda each: (-each.rank, each.label))}


def _read_certainties(store: Store) -> dict[str, Certainty]:
    found = [Certainty(iri, label, meaning, int(rank)) for iri, label, meaning, rank in _rows(store, _CERTAINTIES)]
    return {each.label: each for each in sorted(found, key=lambda each: -each.rank)}


def _read_terminal_styles(store: Store) -> dict[str, str]:
    return {label: style for label, style in _rows(store, _TERMINAL_STYLES)}  # noqa: C416 - rows have any width to mypy


def _rows(store: Store, query: str) -> list[tuple[str, ...]]:
    return [tuple(map(str, row)) for row in store.engine.values(query)]
