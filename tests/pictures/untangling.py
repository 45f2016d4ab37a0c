"""Moves boxes inside their regions until fewer lines cross: swaps and moves that are kept where they help (annealing).

The lines are taken for straight ones between the middles of boxes; the engine that routes them afterwards bends them around boxes.
The search is the same each time: its random numbers begin with a fixed seed.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calcigraph.diagrams.dot import Place
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

#: Points between boxes, so that lines find their way; more than the engine needs.
APART = 5.0
_THROUGH = 1.5  # what a box in the way of a line counts, in crossings
_LENGTH = 500.0  # points of a line that count as much as a crossing: of two equal places the nearer one
_WARM = 8.0  # crossings that a change may cost at the beginning


def untangle(
    places: Mapping[str, Place],
    rooms: Mapping[str, Place],
    edges: Sequence[tuple[str, str]],
    *,
    tries: int,
    seed: int = 0,
    warm: float = _WARM,
) -> dict[str, Place]:
    """Find places at which fewer lines cross.

    Args:
        places: name of a box to where it is.
        rooms: name of a box to the part of the page in which it has to stay.
        edges: names of the boxes at both ends of each line.
        tries: how many changes are tried.
        seed: of the random numbers.
        warm: crossings that a change may cost at the beginning.

    Returns:
        Name to place: sizes are kept, no two boxes overlap that did not before, and none leaves its room.
    """
    names = sorted(places)
    number = {name: place for place, name in enumerate(names)}
    pairs = np.array([(number[one], number[two]) for one, two in edges if one != two], dtype=int).reshape(-1, 2)
    middle = np.array([places[name][:2] for name in names], dtype=float).reshape(-1, 2)
    size = np.array([places[name][2:] for name in names], dtype=float).reshape(-1, 2)
    if not len(pairs):
        return dict(places)
    search = _Search(middle, size, pairs)
    rooms_of = [rooms[name] for name in names]
    mates = [[other for other in range(len(names)) if rooms_of[other] == rooms_of[one]] for one in range(len(names))]
    chance = random.Random(seed)  # noqa: S311 - the same picture each time
    for step in range(tries):
        one = chance.randrange(len(names))
        other = chance.choice(mates[one])
        if other != one and chance.random() < 0.5:
            moved = {one: middle[other].copy(), other: middle[one].copy()}
        else:
            room, (wide, high) = rooms_of[one], size[one]
            if chance.random() < 0.3:
                spot = middle[one] + [chance.uniform(-25, 25), chance.uniform(-25, 25)]
            else:
                spot = np.array(
                    [
                        room.x + (chance.random() - 0.5) * (room.width - wide),
                        room.y + (chance.random() - 0.5) * (room.height - high),
                    ]
                )
            moved = {one: spot}
        if all(_inside(spot, size[each], rooms_of[each]) for each, spot in moved.items()):
            search.attempt(moved, warm * (1 - step / tries) ** 2, chance)
    found = np.round(search.middle, 2)
    return {name: places[name]._replace(x=float(x), y=float(y)) for name, (x, y) in zip(names, found, strict=True)}


def _inside(spot: Numbers, size: Numbers, room: Place) -> bool:
    return bool(
        abs(spot[0] - room.x) <= (room.width - size[0]) / 2 and abs(spot[1] - room.y) <= (room.height - size[1]) / 2
    )


class _Search:
    """Where the boxes are now, and whether a change is kept."""

    def __init__(self, middle: Numbers, size: Numbers, pairs: NDArray[np.int_]) -> None:
        self.middle, self._size, self._pairs = middle, size, pairs
        self._of = [np.flatnonzero((pairs == each).any(axis=1)) for each in range(len(middle))]

    def attempt(self, moved: dict[int, Numbers], warm: float, chance: random.Random) -> None:
        """Try a change; keep it where it helps, or costs little while it is warm."""
        trial = self.middle.copy()
        for each, spot in moved.items():
            trial[each] = spot
        for each in moved:
            gap = np.abs(trial - trial[each]) - (self._size + self._size[each]) / 2
            gap[each] = APART
            if (gap.max(axis=1) < APART - 1e-9).any():
                return
        lines = np.unique(np.concatenate([self._of[each] for each in moved]))
        if not len(lines):
            return
        boxes = np.array(list(moved))
        more = self._cost(trial, lines, boxes) - self._cost(self.middle, lines, boxes)
        if more < 0 or (warm > 0 and chance.random() < np.exp(-more / warm)):
            self.middle = trial

    def _cost(self, at: Numbers, lines: NDArray[np.int_], boxes: NDArray[np.int_]) -> float:
        start, end = at[self._pairs[:, 0]], at[self._pairs[:, 1]]
        a, b = start[lines], end[lines]
        cross = _crossing(a[:, None], b[:, None], start[None], end[None])
        shared = (self._pairs[lines][:, None, :, None] == self._pairs[None, :, None, :]).any(axis=(2, 3))
        cross &= ~shared
        both = cross[:, lines].sum() / 2  # seen from both sides
        total = float(cross.sum() - both)
        ends = self._pairs[lines]
        through = _through(a[:, None], b[:, None], at[None], self._size[None] / 2)
        through[np.arange(len(lines)), ends[:, 0]] = through[np.arange(len(lines)), ends[:, 1]] = False
        total += _THROUGH * float(through.sum())
        others = np.setdiff1d(np.arange(len(self._pairs)), lines)
        under = _through(start[others][:, None], end[others][:, None], at[boxes][None], self._size[boxes][None] / 2)
        total += _THROUGH * float(under.sum())
        return total + float(np.abs(a - b).sum()) / _LENGTH


def _crossing(a: Numbers, b: Numbers, c: Numbers, d: Numbers) -> NDArray[np.bool_]:
    def side(p: Numbers, q: Numbers, r: Numbers) -> Numbers:
        found: Numbers = (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1]) - (q[..., 1] - p[..., 1]) * (
            r[..., 0] - p[..., 0]
        )
        return found

    return np.asarray((side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0))


def _through(a: Numbers, b: Numbers, middle: Numbers, half: Numbers) -> NDArray[np.bool_]:
    """Whether lines run through boxes (by the method of slabs)."""
    along = b - a
    along = np.where(np.abs(along) < 1e-9, 1e-9, along)
    one, two = (middle - half - a) / along, (middle + half - a) / along
    enter, leave = np.minimum(one, two).max(axis=-1), np.maximum(one, two).min(axis=-1)
    return np.asarray((enter < leave) & (leave > 0) & (enter < 1))
