"""What a sentence says against what the evidence allows: the outcome, and why, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.factcheck.hedges import LEVELS
from calcigraph.knowledge.statuses import status_of

if TYPE_CHECKING:
    from calcigraph.factcheck.hedges import Hedge
    from calcigraph.factcheck.matching import Match
    from calcigraph.factcheck.relations import Relation
    from calcigraph.knowledge.statuses import Status
    from calcigraph.store.store import Store

_MODERATE = 2  # rank of a certainty
_HIGH = 3
_ASSERTED = LEVELS["plain"]
# What a thing is or holds is looked up, not tried out: a source or two are enough to say it plainly.
_FACTS = frozenset({"supplies", "formOf"})


def judge(  # noqa: C901, PLR0911 - a table of cases, one return each
    store: Store, relation: Relation, match: Match, hedge: Hedge
) -> tuple[str, str]:
    """Judge a relation by the claim that it is.

    Args:
        store: the graph.
        relation: what the sentence says.
        match: the claim that it is.
        hedge: how boldly the sentence says it.

    Returns:
        The outcome, and why; ``not covered here`` where the claim does not settle it.
    """
    claim = match.claim
    status = status_of(store, claim)
    verdict = f"the verdict is {claim.verdict}"
    if relation.kind == "warns":
        return "fair", f"It warns, and so does the graph ({claim.verdict})."
    agrees = relation.kind == "harmless" or hedge.denied == claim.negated
    if match.same_way < 0:
        if hedge.denied or hedge.unshown or hedge.unsure or claim.negated:
            return "not covered here", "It is about the other direction than the claim of the graph."
        if _settled(match, hedge, status.sure) and claim.rank >= _MODERATE and hedge.rank >= LEVELS["probably"]:
            return "contradicted", f"It says the other direction; {verdict}."
        return "not covered here", f"It says the other direction than a claim of which {verdict}; that settles nothing."
    if hedge.unsure:
        if status.assertable and claim.rank >= _HIGH and match.how == "same":
            return "understated", f"It calls unsure what is not: {verdict}."
        return "fair", f"It says that nobody can be sure, and {verdict}."
    if hedge.unshown and not claim.negated:
        if status.assertable and match.how == "same" and not hedge.restricted:
            if claim.rank >= _HIGH:
                return "contradicted", f"It says that nothing has been shown, and {verdict}."
            return "understated", f"It says that nothing has been shown, and {verdict}."
        if status.sure:
            return "not covered here", f"It says that nothing has been shown; {verdict}, which settles nothing."
        return "fair", f"It says that nothing has been shown, and {verdict}."
    if not agrees:
        return _denied(match, hedge, status.results, verdict, sure=status.sure)
    return _asserted(relation, match, hedge, status, verdict)


def _settled(match: Match, hedge: Hedge, sure: object) -> bool:
    """Whether a claim is so near and a sentence so unrestricted that they can contradict each other."""
    return match.how == "same" and bool(sure) and not hedge.restricted and match.cost < 2


def _denied(  # noqa: C901, PLR0911 - as above
    match: Match, hedge: Hedge, results: str, verdict: str, *, sure: bool
) -> tuple[str, str]:
    """A sentence that denies what the claim says."""
    claim = match.claim
    if hedge.rank < LEVELS["probably"]:
        return "fair" if not sure or claim.rank < _HIGH else "understated", f"It doubts, and {verdict}."
    if results == "contrary" or (results == "null" and hedge.rank < _ASSERTED):
        return "fair", f"It says that there is no such effect, and {verdict}."
    if claim.negated and results == "positive":
        if _settled(match, hedge, sure) and claim.rank >= _MODERATE:
            return "contradicted", f"It says that there is one; {verdict} that there is none."
        return "overstated", f"It says that there is one; {verdict} that there is none."
    if sure:
        if _settled(match, hedge, sure) and claim.rank >= _MODERATE and hedge.rank >= _ASSERTED:
            return "contradicted", f"It denies what studies found: {verdict}."
        return "overstated", f"It denies outright, and {verdict}."
    if results == "null":
        return "overstated", f"It rules out what studies did not rule out: {verdict}."
    if results == "mixed" and hedge.rank < _ASSERTED:
        return "fair", f"It doubts, and {verdict}."
    if results == "mixed":
        return "overstated", f"It denies outright what studies disagree on: {verdict}."
    if claim.negated:
        return "overstated", f"It says that there is one, and {verdict} that there is none."
    return "overstated", f"It denies outright what nobody has studied: {verdict}."


def _asserted(relation: Relation, match: Match, hedge: Hedge, status: Status, verdict: str) -> tuple[str, str]:
    """A sentence that says what the claim says."""
    claim = match.claim
    allowed = status.hedge + 1 if status.assertable and claim.rank >= _HIGH else status.hedge
    if match.how == "association" and not relation.association and hedge.rank >= _ASSERTED:
        return "overstated", f"It says that one does the other, and all there is, is an association: {verdict}."
    if relation.kind in _FACTS and status.sure and hedge.rank <= _ASSERTED:
        return "fair", f"It says what tables and textbooks say: {verdict}."
    if hedge.rank <= allowed:
        if hedge.level == "may" and status.assertable and match.how in ("same", "more general"):
            return "understated", f"It hedges what is not in doubt: {verdict}."
        return "fair", f"It says no more than the evidence: {verdict}."
    if (
        status.results == "contrary"
        and claim.rank >= _MODERATE
        and hedge.rank >= _ASSERTED
        and match.how == "same"
        and not hedge.restricted
        and match.cost < 1
        and relation.good is None
    ):
        return "contradicted", f"Studies went against it: {verdict}."
    return "overstated", f"It is bolder than the evidence: {verdict}."
