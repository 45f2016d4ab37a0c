"""Press perturbation over an ensemble: the sign of every response, whatever the strengths within their classes.

Factors live in log space, x = W f(x) + b, around a steady state. Every influence has the sign of its predicate and an
unknown strength within its class; the ensemble draws it. An influence may act in one direction only, or only where another
factor is high or low, so that f is piecewise linear and a rise and a fall are two questions. Intervened factors are clamped.
Only what lies between the interventions and the factors asked for is solved, one strongly connected part after the other.

The method is loop analysis (Puccia and Levins 1985, ISBN 0-674-74110-2), sampled as reviewed by Kristensen et al. 2019
(doi:10.1111/2041-210X.13179); docs/what-if.md says what it cannot do.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from calcigraph.mechanism.whatif.elimination import is_stable, weights_of
from calcigraph.mechanism.whatif.influence import ABSENT, CLASSES, Influence, between, parts_of
from calcigraph.mechanism.whatif.solving import Run, core, single
from calcigraph.store import judgements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calcigraph.mechanism.whatif.elimination import Numbers, Truths

_CHOSEN = judgements.values("mechanism/whatif/strengths.yaml")
SIZES: tuple[float, float] = tuple(_CHOSEN["sizes"])
ROUNDS: int = _CHOSEN["rounds"]


@dataclass(frozen=True)
class Ensemble:
    """The responses of all members.

    Attributes:
        size: how many members have a steady state with and without the intervention.
        drawn: how many members were drawn.
        responses: response of each solved factor, one number a member, in log space and no unit; a factor that is
            not here does not respond.
        strengths: strength of each influence that was used, by claim, one number a member.
        limited: for a factor the claims of its limiting inputs, with the share of members in which each decided it.
        acting: for the claim of an influence that does not hold everywhere the share of members in which it acts.
    """

    size: int
    drawn: int
    responses: Mapping[str, Numbers]
    strengths: Mapping[str, Numbers]
    limited: Mapping[str, Mapping[str, float]]
    acting: Mapping[str, float] = field(default_factory=dict)

    def share(self, factor: str, sign: int) -> float:
        """In what share of the members a factor goes one way.

        Args:
            factor: the factor.
            sign: 1 or -1, or 0 for the share in which it stays as it is.

        Returns:
            0 to 1; 0 for a factor that no route reaches.
        """
        found = self.responses.get(factor)
        if found is None or not self.size:
            return 0.0
        return float((found * sign > 0).mean() if sign else (found == 0).mean())

    @cached_property
    def upper(self) -> tuple[tuple[str, ...], Numbers]:
        """The claims, and for each and every member 1 where its strength is above the middle one, else 0."""
        import numpy as np

        drawn = np.array([*self.strengths.values()]).reshape(len(self.strengths), self.size)
        middle = np.median(drawn, axis=1, keepdims=True) if self.size else 0.0
        return tuple(self.strengths), (drawn > middle).astype(float)


def solve(
    influences: Iterable[Influence],
    clamps: Mapping[str, int],
    targets: Iterable[str] | None = None,
    *,
    samples: int,
    seed: int,
    fixed: Mapping[str, tuple[float, float]] | None = None,
) -> Ensemble:
    """Press some factors, and draw how the others respond.

    Args:
        influences: all influences of the network, or at least those on routes from the clamped factors and in the
            feedback cores that such routes meet.
        clamps: factor to 1 (kept high), -1 (kept low) or 0 (kept as it is).
        targets: the factors asked for; all if None.
        samples: size of the ensemble.
        seed: of the pseudo-random strengths. Each influence has a stream of its own, so that a part of the network
            that plays no role changes nothing.
        fixed: claim to the range (lowest, highest) its strength is drawn from instead of its class.

    Returns:
        The responses.

    Example:
        >>> chain = [Influence("ab", "a", "b", -1, "ordinary", False), Influence("bc", "b", "c", -1, "minor", False)]
        >>> found = solve(chain, {"a": 1}, samples=100, seed=1)
        >>> found.share("b", -1), found.share("c", 1)
        (1.0, 1.0)
    """
    import numpy as np

    gone = {claim for claim, bounds in (fixed or {}).items() if bounds == ABSENT}
    free = sorted(each for each in influences if each.claim not in gone)
    bounds = {each.claim: CLASSES[each.strength] for each in free} | dict(fixed or {})
    clamped = [each for each in free if each.object not in clamps]
    reached = between(clamped, [factor for factor, sign in clamps.items() if sign], clamps, targets)
    used = [
        each for each in clamped if each.object in reached and (each.subject in reached or clamps.get(each.subject))
    ]
    run = Run(samples, {f: sign * _draws(f, seed, samples, SIZES) for f, sign in sorted(clamps.items()) if sign})
    loops = {each.subject for each in free if each.subject == each.object}
    cores = [part for part in parts_of(free) if (len(part) > 1 or part <= loops) and not part.isdisjoint(reached)]
    stable = np.ones(samples, dtype=bool)
    for loop in cores:
        inside = tuple(each for each in free if each.subject in loop and each.object in loop)
        drawn, steady = _steady(inside, tuple(bounds[each.claim] for each in inside), seed, samples)
        run.strengths.update(drawn)
        run.drawn.append(loop)
        stable &= steady
    for each in used:
        if each.claim not in run.strengths:
            run.strengths[each.claim] = _draws(each.claim, seed, samples, bounds[each.claim])
    into: dict[str, list[Influence]] = defaultdict(list)
    for each in used:
        into[each.object].append(each)
    for part in parts_of(used):
        if part.isdisjoint(reached):
            continue
        if len(part) == 1 and part.isdisjoint(loops):
            single(next(iter(part)), into, run)
        else:
            stable &= core(sorted(part), into, run)
    for factor in reached - run.responses.keys():
        run.responses[factor] = np.zeros(samples)
    keep = {factor: values[stable] for factor, values in run.responses.items()}
    weights = {each.claim: run.strengths[each.claim][stable] for each in used}
    limited = {
        factor: {claim: float(decided[stable].mean()) for claim, decided in claims.items() if decided[stable].any()}
        for factor, claims in run.limited.items()
    }
    acting = {claim: float(acts[stable].mean()) if stable.any() else 0.0 for claim, acts in run.acting.items()}
    decided = {each: those for each, those in limited.items() if those}
    return Ensemble(int(stable.sum()), samples, keep, weights, decided, acting)


def _draws(key: str, seed: int, samples: int, bounds: tuple[float, float], draw: int = 0) -> Numbers:
    """Uniform numbers from a stream that belongs to the key alone."""
    from hashlib import blake2b

    import numpy as np

    low, high = bounds
    own = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")
    uniform = np.random.default_rng([seed, own, draw]).random(samples)
    return low + (high - low) * uniform


@lru_cache(maxsize=32)
def _steady(
    inside: tuple[Influence, ...], ranges: tuple[tuple[float, float], ...], seed: int, samples: int
) -> tuple[dict[str, Numbers], Truths]:
    """Draw the strengths of a feedback core until enough members are stable; unstable ones do not exist in life.

    Kept, because scenarios that are compared, and answers that are checked, share their cores.
    """
    import numpy as np

    # A factor may be in a loop only by what it switches on: no influence inside leads to it.
    place = {factor: index for index, factor in enumerate(sorted({end for each in inside for end in each[1:3]}))}
    kept: dict[str, list[Numbers]] = {each.claim: [] for each in inside}
    missing = samples
    for attempt in range(ROUNDS):
        drawn = {
            each.claim: _draws(each.claim, seed, samples, bounds, attempt)
            for each, bounds in zip(inside, ranges, strict=True)
        }
        stable = np.flatnonzero(is_stable(weights_of(inside, place, drawn), len(place), samples))[:missing]
        for claim, values in drawn.items():
            kept[claim].append(values[stable])
        missing -= len(stable)
        if not missing:
            break
    filler = np.zeros(missing)
    steady = np.arange(samples) < samples - missing
    strengths = {claim: np.concatenate([*parts, filler]) for claim, parts in kept.items()}
    for values in (steady, *strengths.values()):
        values.flags.writeable = False
    return strengths, steady
