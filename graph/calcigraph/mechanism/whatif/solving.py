"""Solving one strongly connected part after the other, in all members of the ensemble at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from calcigraph.mechanism.whatif.influence import AMPLE, sources_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from calcigraph.mechanism.whatif.influence import Influence

    Numbers: TypeAlias = "NDArray[np.float64]"
    Truths: TypeAlias = "NDArray[np.bool_]"

_NOTHING = 1e-12  # below it a response is rounding, not a response
_TURNS = 25  # steps of Newton's method, far more than it takes where it ends


@dataclass
class Run:
    """What one solution collects on its way, part by part, one number or truth a member."""

    samples: int
    responses: dict[str, Numbers]
    strengths: dict[str, Numbers] = field(default_factory=dict)
    limited: dict[str, dict[str, Truths]] = field(default_factory=dict)
    acting: dict[str, Truths] = field(default_factory=dict)
    drawn: list[set[str]] = field(default_factory=list)


def matrix_of(
    inside: Iterable[Influence], place: Mapping[str, int], strengths: Mapping[str, Numbers], samples: int
) -> Numbers:
    """Give W of a part for each member.

    Args:
        inside: its influences.
        place: factor to its row and column.
        strengths: claim to strengths, one a member.
        samples: how many members.

    Returns:
        Of shape (members, factors, factors): row is the object, column the subject.
    """
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

    # Most are settled without an eigenvalue: W + W' below 2 says that no push can grow even for a moment.
    stable = _contracting(matrix)
    open_ = np.flatnonzero(~stable)
    if len(open_):
        stable[open_] = np.linalg.eigvals(matrix[open_]).real.max(axis=1) < 1
    return stable


def _contracting(matrix: Numbers) -> Truths:
    """Whether the symmetric part of I - W is positive definite, for each member: enough for rest, not needed for it.

    Cholesky's elimination, which is positive definite as long as every pivot is above 0. It goes through the few entries that
    are not 0, each in all members at once, the factor with the fewest neighbours first.
    """
    import numpy as np

    size = matrix.shape[1]
    there = (matrix != 0).any(axis=0)
    pivots = [1 - matrix[:, each, each] for each in range(size)]
    beside: list[dict[int, Numbers]] = [{} for _ in range(size)]
    for one, two in zip(*np.nonzero(np.triu(there | there.T, 1)), strict=True):
        beside[one][two] = beside[two][one] = (matrix[:, one, two] + matrix[:, two, one]) / -2
    positive = np.ones(len(matrix), dtype=bool)
    left = set(range(size))
    while left:
        here = min(left, key=lambda each: (len(beside[each]), each))
        left.remove(here)
        above = pivots[here] > _NOTHING
        positive &= above
        near = list(beside[here].items())
        shares = [values / np.where(above, pivots[here], 1.0) for _, values in near]
        for number, (one, values) in enumerate(near):
            del beside[one][here]
            pivots[one] = pivots[one] - values * shares[number]
            for other, share in zip(near[number + 1 :], shares[number + 1 :], strict=True):
                now = beside[one].get(other[0], 0.0) - values * share
                beside[one][other[0]] = beside[other[0]][one] = now
    return positive


def _acts(each: Influence, run: Run, values: Mapping[str, Numbers]) -> Truths | None:
    """In which members an influence acts; None where it acts in all."""
    import numpy as np

    if not each.range and each.when is None:
        return None
    acts = np.ones(run.samples, dtype=bool)
    if each.range:
        moved = values[each.subject]
        acts &= moved < 0 if each.range == AMPLE else moved > 0
    if each.when is not None:
        factor, sign = each.when
        acts &= values[factor] * sign > 0 if factor in values else False
    return acts


def _inputs(
    factor: str, into: Mapping[str, list[Influence]], part: set[str], run: Run
) -> tuple[Numbers, Numbers, Truths]:
    """What comes into a factor from outside its part: the sum, the least of the limiting inputs, and whether that fell.

    A limiting input that falls decides its object whatever the others do (Liebig's law of the minimum). Inside a part
    it acts as an ordinary input, or a loop that lowers its own enzyme would freeze itself.
    """
    import numpy as np

    total = np.zeros(run.samples)
    least = np.zeros(run.samples)
    which = np.full(run.samples, -1)
    outside = [each for each in into[factor] if each.subject in run.responses and part.isdisjoint(sources_of(each))]
    for index, each in enumerate(outside):
        term = each.sign * run.strengths[each.claim] * run.responses[each.subject]
        acts = _acts(each, run, run.responses)
        if acts is not None:
            run.acting[each.claim] = acts
            term = np.where(acts, term, 0.0)
        total += term
        if each.limiting:
            lower = term < least
            least[lower] = term[lower]
            which[lower] = index
    fell = which >= 0
    if fell.any():
        run.limited[factor] = {each.claim: which == index for index, each in enumerate(outside) if each.limiting}
    return total, least, fell


def single(factor: str, into: Mapping[str, list[Influence]], run: Run) -> None:
    """Solve a factor that is in no loop.

    Args:
        factor: the factor.
        into: factor to the influences on it.
        run: what is known so far; the response is added.
    """
    import numpy as np

    total, least, fell = _inputs(factor, into, {factor}, run)
    run.responses[factor] = np.where(fell, least, total)


def core(part: list[str], into: Mapping[str, list[Influence]], run: Run) -> Truths:
    """Solve a part with feedback.

    Args:
        part: its factors, sorted.
        into: factor to the influences on it.
        run: what is known so far; the responses are added.

    Returns:
        Whether each member comes to rest.
    """
    import numpy as np

    members = set(part)
    place = {factor: index for index, factor in enumerate(part)}
    inside = [each for factor in part for each in into[factor] if not members.isdisjoint(sources_of(each))]
    always = [each for each in inside if not each.range and each.when is None]
    pieces = [each for each in inside if each.range or each.when is not None]
    matrix = matrix_of(always, place, run.strengths, run.samples)
    given = np.zeros((run.samples, len(part)))
    # A core that nothing cuts is one of those drawn, which are stable.
    changed = np.full(run.samples, members not in run.drawn)
    decided = np.zeros((run.samples, len(part)), dtype=bool)
    for factor, index in place.items():
        total, least, fell = _inputs(factor, into, members, run)
        given[:, index] = np.where(fell, least, total)
        decided[:, index] = fell  # decided from outside: the part has no say in it
        changed |= fell
    matrix[decided] = 0.0
    if pieces:
        solved, stable, matrix, cut = _piecewise(pieces, place, matrix, given, decided, run)
        changed |= cut
    else:
        solved, stable = _linear(matrix, given), np.ones(run.samples, dtype=bool)
    check = changed & stable
    stable[check] = is_stable(matrix[check])
    solved[np.abs(solved) < _NOTHING] = 0.0
    solved[~stable] = 0.0
    for factor, index in place.items():
        run.responses[factor] = solved[:, index]
    return stable


def _linear(matrix: Numbers, given: Numbers) -> Numbers:
    import numpy as np

    system = np.eye(matrix.shape[1]) - matrix
    try:
        return np.asarray(np.linalg.solve(system, given[:, :, None])[:, :, 0], dtype=np.float64)
    except np.linalg.LinAlgError:  # a member at the very edge of stability; it is left out later
        return np.asarray((np.linalg.pinv(system) @ given[:, :, None])[:, :, 0], dtype=np.float64)


def _piecewise(  # noqa: PLR0917 - what a step of Newton's method needs
    pieces: Sequence[Influence],
    place: Mapping[str, int],
    matrix: Numbers,
    given: Numbers,
    decided: Truths,
    run: Run,
) -> tuple[Numbers, Truths, Numbers, Truths]:
    """Solve x = W f(x) + b where some influences of the part act in one direction or context only.

    Newton's method for piecewise linear systems, which ends after finitely many steps where it ends at all: solve the
    linear system of the influences that act, see which act then, and go on until none changes (Brugnano and Casulli,
    *Iterative solution of piecewise linear systems*; Griewank and others 2015, Linear Algebra Appl 471:500). It begins
    with the influences that act on what comes from outside alone. A member that comes to no end has no single rest and is left out.

    Returns:
        The responses, whether each member came to an end, the matrix of what acts, and where not all act.
    """
    import numpy as np

    rows = np.arange(run.samples)
    solved = np.zeros_like(given)
    whole = matrix.copy()
    cut = np.zeros(run.samples, dtype=bool)
    done = np.zeros(run.samples, dtype=bool)
    acts = np.zeros((len(pieces), run.samples), dtype=bool)
    for _ in range(_TURNS):
        open_ = rows[~done]
        if not len(open_):
            break
        system, come = matrix[open_].copy(), given[open_].copy()
        for number, each in enumerate(pieces):
            weight = each.sign * run.strengths[each.claim][open_] * acts[number, open_]
            weight[decided[open_, place[each.object]]] = 0.0
            if each.subject in place:
                system[:, place[each.object], place[each.subject]] += weight
            else:
                come[:, place[each.object]] += weight * run.responses.get(each.subject, np.zeros(run.samples))[open_]
        found = _linear(system, come)
        solved[open_], whole[open_] = found, system
        values = {**run.responses, **{factor: solved[:, index] for factor, index in place.items()}}
        before = acts[:, open_].copy()
        for number, each in enumerate(pieces):
            now = _acts(each, run, values)
            acts[number, open_] = True if now is None else now[open_]
        same = (before == acts[:, open_]).all(axis=0)
        done[open_[same]] = True
    for number, each in enumerate(pieces):
        run.acting[each.claim] = acts[number]
        cut |= ~acts[number]
    return solved, done, whole, cut
