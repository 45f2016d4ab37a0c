"""Linear systems with few entries, in all members of the ensemble at once.

A part of the network has some twenty factors and two influences for each, so that most of W is nothing. Elimination goes
through the entries that are there, each an array with one number a member, the factor with the fewest neighbours first
(minimum degree), so that few entries are added.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from calcigraph.mechanism.whatif.influence import Influence

    Numbers: TypeAlias = "NDArray[np.float64]"
    Truths: TypeAlias = "NDArray[np.bool_]"
    #: Entries of W by row (the object) and column (the subject), one number a member; what is not there is 0.
    Weights: TypeAlias = "dict[tuple[int, int], Numbers]"

_Entry = TypeVar("_Entry")
_PIVOT = (
    0.05  # entries are about 1 and below: a smaller pivot loses digits, and LAPACK, which may choose another, is asked
)


def weights_of(inside: Iterable[Influence], place: Mapping[str, int], strengths: Mapping[str, Numbers]) -> Weights:
    """Give W of a part.

    Args:
        inside: its influences.
        place: factor to its row and column.
        strengths: claim to strengths, one a member.

    Returns:
        The entries that are there.

    Example:
        >>> import numpy as np
        >>> from calcigraph.mechanism.whatif.influence import Influence
        >>> link = Influence("ab", "a", "b", -1, "minor", False)
        >>> weights_of([link], {"a": 0, "b": 1}, {"ab": np.array([0.1, 0.2])})[1, 0].tolist()
        [-0.1, -0.2]
    """
    weights: Weights = {}
    for each in inside:
        put(weights, (place[each.object], place[each.subject]), each.sign * strengths[each.claim])
    return weights


def put(weights: dict[_Entry, Numbers], entry: _Entry, more: Numbers) -> None:
    """Add to an entry, which may not be there yet.

    Args:
        weights: the entries; changed.
        entry: row and column, or column alone.
        more: what to add, one number a member.
    """
    weights[entry] = weights[entry] + more if entry in weights else more


def is_stable(weights: Weights, size: int, members: int) -> Truths:
    """Whether x' = (W - I) x returns to rest, for each member.

    Args:
        weights: W.
        size: how many factors.
        members: how many members.

    Returns:
        One truth a member: every eigenvalue of W has a real part below 1.

    Example:
        >>> import numpy as np
        >>> is_stable({(0, 0): np.array([0.5, 1.5])}, 1, 2).tolist()
        [True, False]
    """
    import numpy as np

    # Where W + W' stays below 2, no push grows even for a moment, and no eigenvalue needs to be computed.
    stable = _contracts(weights, size, members)
    open_ = np.flatnonzero(~stable)
    if len(open_):
        stable[open_] = np.linalg.eigvals(_dense(weights, size, open_)).real.max(axis=1) < 1
    return stable


def solved(weights: Weights, given: Numbers) -> Numbers:
    """Solve x = W x + b, for each member.

    Args:
        weights: W.
        given: b, of shape (members, factors).

    Returns:
        x, of the same shape.

    Example:
        >>> import numpy as np
        >>> solved({(1, 0): np.array([0.5])}, np.array([[2.0, 1.0]])).tolist()
        [[2.0, 2.0]]
    """
    import numpy as np

    members, size = given.shape
    rows: list[dict[int, Numbers]] = [{} for _ in range(size)]  # of I - W, without the diagonal
    above: list[set[int]] = [set() for _ in range(size)]  # column to the rows that have an entry there
    pivots = [np.ones(members) for _ in range(size)]
    for (row, column), values in weights.items():
        if row == column:
            pivots[row] = 1 - values
        else:
            rows[row][column] = -values
            above[column].add(row)
    come = [given[:, each] for each in range(size)]
    small = np.zeros(members, dtype=bool)
    order = []
    left = set(range(size))
    while left:
        here = min(left, key=lambda each: (len(rows[each].keys() & left) * len(above[each] & left), each))
        left.remove(here)
        order.append(here)
        tiny = np.abs(pivots[here]) < _PIVOT
        small |= tiny
        pivots[here] = np.where(tiny, 1.0, pivots[here])
        ahead = [(column, values) for column, values in rows[here].items() if column in left]
        for row in sorted(above[here] & left):
            share = rows[row].pop(here) / pivots[here]
            come[row] = come[row] - share * come[here]
            for column, values in ahead:
                if column == row:
                    pivots[row] = pivots[row] - share * values
                else:
                    put(rows[row], column, -share * values)
                    above[column].add(row)
    found = np.empty_like(given)
    for here in reversed(order):
        total = come[here]
        for column, values in rows[here].items():
            total = total - values * found[:, column]
        found[:, here] = total / pivots[here]
    open_ = np.flatnonzero(small)
    if len(open_):
        found[open_] = _pivoted(np.eye(size) - _dense(weights, size, open_), given[open_])
    return found


def _pivoted(system: Numbers, given: Numbers) -> Numbers:
    import numpy as np

    try:
        return np.asarray(np.linalg.solve(system, given[:, :, None])[:, :, 0], dtype=np.float64)
    except np.linalg.LinAlgError:  # a member at the very edge of stability; it is left out later
        return np.asarray((np.linalg.pinv(system) @ given[:, :, None])[:, :, 0], dtype=np.float64)


def _dense(weights: Weights, size: int, members: NDArray[np.intp]) -> Numbers:
    """W of some members, of shape (members, factors, factors)."""
    import numpy as np

    matrix = np.zeros((len(members), size, size))
    for (row, column), values in weights.items():
        matrix[:, row, column] = values[members]
    return matrix


def _contracts(weights: Weights, size: int, members: int) -> Truths:
    """Whether the symmetric part of I - W is positive definite, for each member: enough for rest, not needed for it.

    Cholesky's elimination: it is, as long as every pivot is above 0.
    """
    import numpy as np

    pivots = [np.ones(members) for _ in range(size)]
    beside: list[dict[int, Numbers]] = [{} for _ in range(size)]
    for (row, column), values in weights.items():
        if row == column:
            pivots[row] = 1 - values
        else:
            put(beside[row], column, values / -2)
            put(beside[column], row, values / -2)
    positive = np.ones(members, dtype=bool)
    left = set(range(size))
    while left:
        here = min(left, key=lambda each: (len(beside[each]), each))
        left.remove(here)
        above = pivots[here] > _PIVOT / 100
        positive &= above
        near = list(beside[here].items())
        shares = [values / np.where(above, pivots[here], 1.0) for _, values in near]
        for number, (one, values) in enumerate(near):
            del beside[one][here]
            pivots[one] = pivots[one] - values * shares[number]
            for (two, _), share in zip(near[number + 1 :], shares[number + 1 :], strict=True):
                put(beside[one], two, -values * share)
                beside[two][one] = beside[one][two]
    return positive
