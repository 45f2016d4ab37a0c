"""What carries a response, and which influence would settle one that is undetermined."""

from __future__ import annotations

from collections import defaultdict
from heapq import heappop, heappush
from math import log
from typing import TYPE_CHECKING, NamedTuple

from calcigraph.mechanism.whatif.ensemble import Ensemble, solve
from calcigraph.mechanism.whatif.influence import CLASSES, Influence
from calcigraph.mechanism.whatif.said import DECREASE, INCREASE, NO_EFFECT, NO_ROUTE, UNDETERMINED
from calcigraph.mechanism.whatif.threshold import AGREEMENT
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_CHOSEN = values("mechanism/whatif/strengths.yaml")
SCREENED: int = _CHOSEN["screened"]
_SMALL: int = _CHOSEN["screening_members"]
_STEPS: int = _CHOSEN["route_steps"]


class Settler(NamedTuple):
    """An influence whose strength would settle an undetermined answer.

    Attributes:
        claim: the claim.
        answers: strength class to the answer if the influence were of that class.
    """

    claim: str
    answers: Mapping[str, str]


def answer(ensemble: Ensemble, factor: str, agreement: float = AGREEMENT) -> str:
    """Put the responses of a factor into one word.

    Args:
        ensemble: the ensemble.
        factor: the factor.
        agreement: share of the members that has to agree, above 0.5 and up to 1.

    Returns:
        ``increase``, ``decrease``; ``no effect`` where routes lead there and carry nothing, since what they go through is
        full or below what harms; ``no route`` where none leads there; else ``undetermined``.

    Example:
        >>> link = Influence("ab", "a", "b", -1, "minor", False)
        >>> answer(solve([link], {"a": 1}, samples=10, seed=1), "b")
        'decrease'
    """
    found = ensemble.responses.get(factor)
    if found is None:
        return NO_ROUTE
    if not ensemble.size:
        return UNDETERMINED
    up, down = ensemble.share(factor, 1), ensemble.share(factor, -1)
    if up >= agreement:
        return INCREASE
    if down >= agreement:
        return DECREASE
    return NO_EFFECT if ensemble.share(factor, 0) >= agreement else UNDETERMINED


def carriers(
    influences: Sequence[Influence],
    ensemble: Ensemble,
    clamps: Mapping[str, int],
    target: str,
    wanted: int = 1,
    *,
    agreement: float = AGREEMENT,
) -> dict[int, list[tuple[Influence, ...]]]:
    """Find the strongest routes that raise and that lower a factor.

    A route's strength is the product of the mean strengths of its influences. Where a limiting input decides a factor in
    as many members as have to agree, no other influence on it carries anything.

    Args:
        influences: the network.
        ensemble: its solution.
        clamps: the pressed factors, 1, -1 or 0.
        target: the factor.
        wanted: how many routes of each sign.
        agreement: as for ``answer``.

    Returns:
        1 and -1 to routes from a pressed factor, the strongest first.

    Example:
        >>> link = Influence("ab", "a", "b", -1, "minor", False)
        >>> found = carriers([link], solve([link], {"a": 1}, samples=10, seed=1), {"a": 1}, "b")
        >>> [step.claim for step in found[-1][0]], found[1]
        (['ab'], [])
    """
    into = _carrying(influences, ensemble, clamps, agreement)
    cost = {each.claim: -log(sum(CLASSES[each.strength]) / 2) for links in into.values() for each in links}
    found: dict[int, list[tuple[Influence, ...]]] = {1: [], -1: []}
    heap: list[tuple[float, tuple[str, ...], tuple[Influence, ...]]] = [(0.0, (), ())]
    steps = 0
    while heap and steps < _STEPS and any(len(routes) < wanted for routes in found.values()):
        steps += 1
        so_far, _, route = heappop(heap)
        here = route[0].subject if route else target
        if pressed := clamps.get(here):
            sign = pressed
            for each in route:
                sign *= each.sign
            if route and len(found[sign]) < wanted:
                found[sign].append(route)
            continue
        visited = {each.object for each in route}
        for each in into[here]:
            if each.subject != target and each.subject not in visited:
                longer = (each, *route)
                heappush(heap, (so_far + cost[each.claim], tuple(step.claim for step in longer), longer))
    return found


def _carrying(
    influences: Sequence[Influence], ensemble: Ensemble, clamps: Mapping[str, int], agreement: float
) -> dict[str, list[Influence]]:
    """Factor to the influences that have a say in it."""
    into: dict[str, list[Influence]] = defaultdict(list)
    for each in influences:
        if each.claim in ensemble.strengths and each.object not in clamps and ensemble.acting.get(each.claim, 1.0):
            into[each.object].append(each)
    for factor, shares in ensemble.limited.items():
        if sum(shares.values()) >= agreement:
            into[factor] = [each for each in into[factor] if each.claim in shares]
    return into


def settler(
    influences: Sequence[Influence],
    ensemble: Ensemble,
    clamps: Mapping[str, int],
    factor: str,
    *,
    seed: int,
    fixed: Mapping[str, tuple[float, float]],
    known: dict[tuple[str, str, int], Ensemble],
    agreement: float = AGREEMENT,
) -> Settler | None:
    """Find the one influence whose strength would settle an undetermined answer.

    The ensemble itself names the candidates: those whose strength goes with the sign of the response. Each is then
    fixed in another strength class and the network solved again.

    Args:
        influences: the network.
        ensemble: its solution.
        clamps: the pressed factors, 1, -1 or 0.
        factor: the one that is undetermined.
        seed: as for ``solve``.
        fixed: as for ``solve``; these influences are not asked again.
        known: solutions with one influence fixed, filled on the way, so that factors share them.
        agreement: as for ``answer``.

    Returns:
        The influence with what the answer would be, or None if no single one settles it.
    """
    by_claim = {each.claim: each for each in influences}

    def fix(claim: str, strength: str, samples: int) -> str:
        key = (claim, strength, samples)
        if key not in known:
            bounds = {**fixed, claim: CLASSES[strength]}
            known[key] = solve(influences, clamps, samples=samples, seed=seed, fixed=bounds)
        return answer(known[key], factor, agreement)

    best: Settler | None = None
    for claim in _telling(ensemble, factor):
        if claim in fixed:
            continue
        others = [strength for strength in CLASSES if strength != by_claim[claim].strength]
        answers = {}
        for strength in others:
            small = min(_SMALL, ensemble.drawn)
            if fix(claim, strength, small) != UNDETERMINED:
                settled = fix(claim, strength, ensemble.drawn)
                if settled != UNDETERMINED:
                    answers[strength] = settled
        if len(set(answers.values())) > 1:
            return Settler(claim, answers)
        if answers and best is None:
            best = Settler(claim, answers)
    return best


def _telling(ensemble: Ensemble, factor: str) -> list[str]:
    """The influences whose strength tells most about the sign of a response."""
    import numpy as np

    raised = (ensemble.responses[factor] > 0).astype(float)
    claims, upper = ensemble.upper
    counts = upper.sum(axis=1)
    there = (counts > 0) & (counts < ensemble.size)
    above = upper @ raised
    difference = np.zeros(len(claims))
    difference[there] = np.abs(
        above[there] / counts[there] - (raised.sum() - above[there]) / (ensemble.size - counts[there])
    )
    scored = sorted(zip(-difference, claims, strict=True))
    return [claim for score, claim in scored[:SCREENED] if score]
