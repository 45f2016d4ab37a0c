"""What studies saw end to end, to be put beside what the mechanism says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calcigraph.knowledge.claims import Claim, read_claims
from calcigraph.knowledge.statuses import statuses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calcigraph.knowledge.statuses import Status
    from calcigraph.store.store import Store

_TELLING = 1  # rank of the certainty, low, from which on a verdict speaks against a mechanism
FITS = ("the same", "a part of it", "a form of it", "the opposite", "the opposite, a form of it")
_SUBJECTS = """
SELECT ?subject ?given ?how {
  { VALUES ?given { %(given)s } BIND(?given AS ?subject) BIND("itself" AS ?how) }
  UNION { VALUES ?given { %(given)s } ?subject cg:lackOf ?given BIND("lack" AS ?how) }
  UNION { VALUES ?given { %(given)s } ?subject cg:kindOf|cg:formOf ?given BIND("form" AS ?how) }
}
ORDER BY ?subject ?given ?how
"""
_COMBINATIONS = (
    "SELECT ?subject ?part { VALUES ?known { %s } ?subject cg:combines ?known, ?part } ORDER BY ?subject ?part"
)
_OBJECTS = """
SELECT ?object ?factor {
  { VALUES ?factor { %(factor)s } BIND(?factor AS ?object) }
  UNION { VALUES ?factor { %(factor)s } ?object cg:actsThrough ?factor }
}
"""


@dataclass(frozen=True, slots=True)
class Observed:
    """An end-to-end claim that answers the same question as the mechanism.

    Attributes:
        claim: the claim with its verdict.
        fit: how its subject fits the interventions: ``the same``, ``a part of it``, ``a form of it``, ``the
            opposite`` (a claim about more of what is low here), or ``the opposite, a form of it``.
        studied: whether any study in people bears on it.
        expected: 1, -1 or 0: which way the factor goes by what studies found of exactly this; None where they leave it
            open, or where the claim is about something else.
    """

    claim: Claim
    fit: str
    studied: bool
    expected: int | None = None

    @property
    def text(self) -> str:
        """The verdict and what it is on, in words."""
        note = "" if self.fit == "the same" else f" [{self.fit}]"
        lead = "" if self.studied else "nothing studied, "
        return f"{lead}{self.claim.verdict}: {self.claim.label}{note}"


def observed(store: Store, interventions: Mapping[str, int], factors: Iterable[str]) -> dict[str, tuple[Observed, ...]]:
    """Find the end-to-end claims from what is pressed to what is asked for.

    Args:
        store: the graph.
        interventions: entity to 1 (high), -1 (low) or 0 (kept).
        factors: the factors asked for.

    Returns:
        Factor to claims: the studied ones first; among them those about all that is pressed, then those about a part or
        a form of it, last those about its opposite.

    Example:
        >>> k2, arteries = kg.entity("K2").iri, kg.entity("arterial calcification").iri
        >>> print(observed(store, {k2: 1}, [arteries])[arteries][0].text)
        not shown (low certainty): vitamin K2 prevents arterial calcification
    """
    fits = _fits(store, {iri: level for iri, level in interventions.items() if level})
    wanted = _terms(factors)
    if not fits or not wanted:
        return {}
    stands_for: dict[str, list[str]] = defaultdict(list)
    for object_, factor in store.engine.values(_OBJECTS % {"factor": wanted}):
        stands_for[str(object_)].append(str(factor))
    pattern = (
        f"VALUES ?subject {{ {_terms(fits)} }} ?claim cg:directness cg:indirect ; cg:subject ?subject ; cg:object ?object ."
        f" VALUES ?object {{ {_terms(stands_for)} }} ?predicate cg:sign ?any ."
    )
    found: dict[str, list[Observed]] = defaultdict(list)
    known = statuses(store)
    for claim in read_claims(store, pattern):
        for factor in stands_for[claim.object]:
            fit = fits[claim.subject]
            found[factor].append(
                Observed(claim, fit, known[claim.status].studied, _expected(claim, fit, known[claim.status]))
            )
    return {
        factor: tuple(
            sorted(claims, key=lambda each: (not each.studied, FITS.index(each.fit), -each.claim.rank, each.claim.iri))
        )
        for factor, claims in found.items()
    }


def _expected(claim: Claim, fit: str, status: Status) -> int | None:
    """Which way the object goes by the verdict, if the subject is pressed as the claim has it."""
    if fit != "the same" or claim.rank < _TELLING:
        return None
    if status.results == "positive":
        return 0 if claim.negated else claim.sign
    return 0 if status.results == "contrary" and not claim.negated else None


def _fits(store: Store, interventions: Mapping[str, int]) -> dict[str, str]:
    """The subjects whose claims speak of these interventions, and how well each fits."""
    if not interventions:
        return {}
    fits: dict[str, str] = {}
    stands_for: dict[str, tuple[str, int]] = {}
    for cells in store.engine.values(_SUBJECTS % {"given": _terms(interventions)}):
        subject, given, how = map(str, cells)
        level = -1 if how == "lack" else 1
        if how != "form":
            stands_for[subject] = given, level
        if level != interventions[given]:
            fit = "the opposite" if how != "form" else "the opposite, a form of it"
        elif how == "form":
            fit = "a form of it"
        else:
            fit = "the same" if len(interventions) == 1 else "a part of it"
        fits[subject] = min(fit, fits.get(subject, fit), key=FITS.index)
    parts: dict[str, set[str]] = defaultdict(set)
    for cells in store.engine.values(_COMBINATIONS % _terms(stands_for)):
        subject, part = map(str, cells)
        parts[subject].add(part)
    for subject, members in parts.items():
        pressed = dict(stands_for[part] for part in members if part in stands_for)
        if len(pressed) == len(members) and all(interventions[given] == level for given, level in pressed.items()):
            fits[subject] = "the same" if len(pressed) == len(interventions) else "a part of it"
    return fits


def _terms(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in sorted(set(iris)))
