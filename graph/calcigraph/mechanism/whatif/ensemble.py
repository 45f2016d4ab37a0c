"""Press perturbation over an ensemble: the sign of every response, whatever the strengths within their classes.

Factors live in log space, x = W x + b, around a steady state. Every influence has the sign of its predicate and an
unknown strength within its class; the ensemble draws it. Intervened factors are clamped. Only what lies between the
interventions and the factors asked for is solved, one strongly connected part after the other.

The method is loop analysis (Puccia and Levins 1985, ISBN 0-674-74110-2), sampled as reviewed by Kristensen et al. 2019
(doi:10.1111/2041-210X.13179); docs/what-if.md says what it cannot do.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from calcigraph.store import judgements

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Numbers: TypeAlias = "NDArray[np.float64]"
    Truths: TypeAlias = "NDArray[np.bool_]"

_CHOSEN = judgements.values("mechanism/whatif/strengths.yaml")
CLASSES: dict[str, tuple[float, float]] = {each: tuple(_CHOSEN[each]) for each in ("minor", "ordinary", "dominant")}
ABSENT = (0.0, 0.0)
SIZES: tuple[float, float] = tuple(_CHOSEN["sizes"])
ROUNDS: int = _CHOSEN["rounds"]


class Influence(NamedTuple):
    """One signed influence: its claim, its ends, 1 or -1, its strength class, and whether its lack blocks the object."""

    claim: str
    subject: str
    object: str
    sign: int
    strength: str
    limiting: bool


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
    """

    size: int
    drawn: int
    responses: Mapping[str, Numbers]
    strengths: Mapping[str, Numbers]
    limited: Mapping[str, Mapping[str, float]]

    def share(self, factor: str, sign: int) -> float:
        """In what share of the members a factor goes one way.

        Args:
            factor: the factor.
            sign: 1 or -1.

        Returns:
            0 to 1; 0 for a factor that does not respond.
        """
        found = self.responses.get(factor)
        if found is None or not self.size:
            return 0.0
        return float((found * sign > 0).mean())


@dataclass
class _Run:
    """What one solution collects on its way, part by part."""

    samples: int
    responses: dict[str, Numbers]
    strengths: dict[str, Numbers] = field(default_factory=dict)
    limited: dict[str, dict[str, Truths]] = field(default_factory=dict)
    drawn: list[set[str]] = field(default_factory=list)


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

    free = sorted(influences)
    bounds = {each.claim: CLASSES[each.strength] for each in free} | dict(fixed or {})
    clamped = [each for each in free if each.object not in clamps]
    between = _between(clamped, [factor for factor, sign in clamps.items() if sign], clamps, targets)
    used = [
        each for each in clamped if each.object in between and (each.subject in between or clamps.get(each.subject))
    ]
    run = _Run(samples, {f: sign * _draws(f, seed, samples, SIZES) for f, sign in sorted(clamps.items()) if sign})
    loops = {each.subject for each in free if each.subject == each.object}
    cores = [core for core in _parts(free) if (len(core) > 1 or core <= loops) and not core.isdisjoint(between)]
    stable = np.ones(samples, dtype=bool)
    for core in cores:
        inside = tuple(each for each in free if each.subject in core and each.object in core)
        drawn, steady = _steady(inside, tuple(bounds[each.claim] for each in inside), seed, samples)
        run.strengths.update(drawn)
        run.drawn.append(core)
        stable &= steady
    for each in used:
        if each.claim not in run.strengths:
            run.strengths[each.claim] = _draws(each.claim, seed, samples, bounds[each.claim])
    into: dict[str, list[Influence]] = defaultdict(list)
    for each in used:
        into[each.object].append(each)
    for part in _parts(used):
        if part.isdisjoint(between):
            continue
        if len(part) == 1 and part.isdisjoint(loops):
            _single(next(iter(part)), into, run)
        else:
            stable &= _core(sorted(part), into, run)
    for factor in between - run.responses.keys():
        run.responses[factor] = np.zeros(samples)
    keep = {factor: values[stable] for factor, values in run.responses.items()}
    weights = {each.claim: run.strengths[each.claim][stable] for each in used}
    limited = {
        factor: {claim: float(decided[stable].mean()) for claim, decided in claims.items() if decided[stable].any()}
        for factor, claims in run.limited.items()
    }
    return Ensemble(
        int(stable.sum()), samples, keep, weights, {each: those for each, those in limited.items() if those}
    )


def _draws(key: str, seed: int, samples: int, bounds: tuple[float, float], draw: int = 0) -> Numbers:
    """Uniform numbers from a stream that belongs to the key alone."""
    from hashlib import blake2b

    import numpy as np

    low, high = bounds
    own = int.from_bytes(blake2b(key.encode(), digest_size=8).digest(), "big")
    uniform = np.random.default_rng([seed, own, draw]).random(samples)
    return low + (high - low) * uniform


def _between(
    influences: Sequence[Influence], starts: Iterable[str], clamps: Mapping[str, int], targets: Iterable[str] | None
) -> set[str]:
    """The factors that a change of the starts reaches and that can reach a target."""

    def reach(frontier: Iterable[str], links: Mapping[str, list[str]]) -> set[str]:
        seen = set(frontier)
        stack = sorted(seen)
        while stack:
            for other in links.get(stack.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    stack.append(other)
        return seen

    ahead: dict[str, list[str]] = defaultdict(list)
    behind: dict[str, list[str]] = defaultdict(list)
    for each in influences:
        if clamps.get(each.subject) != 0:  # a factor kept as it is passes nothing on
            ahead[each.subject].append(each.object)
            behind[each.object].append(each.subject)
    found = reach(starts, ahead) - set(clamps)
    return found if targets is None else found & reach(targets, behind)


def _parts(influences: Iterable[Influence]) -> list[set[str]]:
    """The strongly connected parts, causes before effects."""
    import networkx as nx

    network: nx.DiGraph[str] = nx.DiGraph()
    network.add_edges_from((each.subject, each.object) for each in influences)
    # Tarjan's algorithm, as networkx has it, ends with the parts that nothing else leads to.
    return list(nx.strongly_connected_components(network))[::-1]


@lru_cache(maxsize=32)
def _steady(
    inside: tuple[Influence, ...], ranges: tuple[tuple[float, float], ...], seed: int, samples: int
) -> tuple[dict[str, Numbers], Truths]:
    """Draw the strengths of a feedback core until enough members are stable; unstable ones do not exist in life.

    Kept, because scenarios that are compared, and answers that are checked, share their cores.
    """
    import numpy as np

    place = {factor: index for index, factor in enumerate(sorted({each.object for each in inside}))}
    kept: dict[str, list[Numbers]] = {each.claim: [] for each in inside}
    missing = samples
    for attempt in range(ROUNDS):
        drawn = {
            each.claim: _draws(each.claim, seed, samples, bounds, attempt)
            for each, bounds in zip(inside, ranges, strict=True)
        }
        stable = np.flatnonzero(is_stable(_matrix(inside, place, drawn, samples)))[:missing]
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


def _matrix(
    inside: Iterable[Influence], place: Mapping[str, int], strengths: Mapping[str, Numbers], samples: int
) -> Numbers:
    """W of a part for each member, (members, factors, factors): row is the object, column the subject."""
    import numpy as np

    matrix = np.zeros((samples, len(place), len(place)))
    for each in inside:
        matrix[:, place[each.object], place[each.subject]] += each.sign * strengths[each.claim]
    return matrix


def is_stable(matrix: Numbers) -> Truths:
    """Whether x' = (W - I) x returns to rest, for each member.

    Args:
        matrix: W, of shape (members, factors, factors).

    Returns:
        One truth a member: every eigenvalue of W has a real part below 1.

    Example:
        >>> import numpy as np
        >>> is_stable(np.array([[[0.5]], [[1.5]]])).tolist()
        [True, False]
    """
    import numpy as np

    # Where all loops together gain less than 1 whatever their sign, no eigenvalue needs to be computed.
    power = np.abs(matrix)
    for _ in range(5):
        power = np.minimum(power @ power, 1e30)
    stable: Truths = power.sum(axis=2).max(axis=1) < 1
    open_ = np.flatnonzero(~stable)
    if len(open_):
        stable[open_] = np.linalg.eigvals(matrix[open_]).real.max(axis=1) < 1
    return stable


def _inputs(
    factor: str, into: Mapping[str, list[Influence]], part: set[str], run: _Run
) -> tuple[Numbers, Numbers, Truths]:
    """What comes into a factor from outside its part: the sum, the least of the limiting inputs, and whether that fell.

    A limiting input that falls decides its object whatever the others do (Liebig's law of the minimum). Inside a part
    it acts as an ordinary input, or a loop that lowers its own enzyme would freeze itself.
    """
    import numpy as np

    total = np.zeros(run.samples)
    least = np.zeros(run.samples)
    which = np.full(run.samples, -1)
    outside = [each for each in into[factor] if each.subject not in part and each.subject in run.responses]
    for index, each in enumerate(outside):
        term = each.sign * run.strengths[each.claim] * run.responses[each.subject]
        total += term
        if each.limiting:
            lower = term < least
            least[lower] = term[lower]
            which[lower] = index
    fell = which >= 0
    if fell.any():
        run.limited[factor] = {each.claim: which == index for index, each in enumerate(outside) if each.limiting}
    return total, least, fell


def _single(factor: str, into: Mapping[str, list[Influence]], run: _Run) -> None:
    import numpy as np

    total, least, fell = _inputs(factor, into, {factor}, run)
    run.responses[factor] = np.where(fell, least, total)


def _core(part: list[str], into: Mapping[str, list[Influence]], run: _Run) -> Truths:
    """Solve a part with feedback in all members at once; say in which of them it comes to rest."""
    import numpy as np

    members = set(part)
    place = {factor: index for index, factor in enumerate(part)}
    inside = [each for factor in part for each in into[factor] if each.subject in members]
    matrix = _matrix(inside, place, run.strengths, run.samples)
    given = np.zeros((run.samples, len(part)))
    # A core that nothing cuts is one of those drawn, which are stable.
    changed = np.full(run.samples, members not in run.drawn)
    for factor, index in place.items():
        total, least, fell = _inputs(factor, into, members, run)
        given[:, index] = np.where(fell, least, total)
        matrix[fell, index, :] = 0.0  # decided from outside: the part has no say in it
        changed |= fell
    stable = np.ones(run.samples, dtype=bool)
    stable[changed] = is_stable(matrix[changed])
    system = np.eye(len(part)) - matrix
    system[~stable] = np.eye(len(part))
    solved = np.asarray(np.linalg.solve(system, given[:, :, None])[:, :, 0], dtype=np.float64)
    for factor, index in place.items():
        run.responses[factor] = solved[:, index]
    return stable
