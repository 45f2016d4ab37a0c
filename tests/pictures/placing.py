"""``make places``: look for places of the boxes on the map at which the fewest lines cross, and keep them as data.

Some thirty searches from different seeds; each is drawn, so that what is counted is the lines as they are led around boxes.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from unittest import mock

from calcigraph import KnowledgeGraph
from calcigraph.pictures import layout, places
from calcigraph.store.outputs import write_whole

from tests.pictures.crossings import crossings, over_titles
from tests.pictures.untangling import untangle

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from calcigraph.diagrams.dot import Place

    Places = dict[str, Place]

KEPT = Path(__file__).parents[2] / "graph/calcigraph/pictures/mechanism_places.json"
TRIES = 160_000
#: Crossings that a change may cost at the beginning of a search; tried from 1.5 to 16, these found the fewest.
WARM = (5.0, 6.0, 8.0)
SEEDS, POLISHED = 8, 400
#: Points: A3.
PAGE = (1190, 841)


class Placing:
    """The map of a graph, drawn with places of our choice.

    Args:
        kg: the graph.
    """

    def __init__(self, kg: KnowledgeGraph) -> None:
        self._kg = kg
        self.ends = [(edge.source, edge.target) for edge in kg.draw("mechanism").models[0].edges]
        self.before: Places = {}
        self.rooms: Places = {}
        self._drawn_by(self._noted)

    def _noted(self, here: Mapping[str, Place], rooms: Mapping[str, Place]) -> Places:
        self.before, self.rooms = dict(here), dict(rooms)
        return self.before

    def judged(self, found: Places) -> tuple[int, int, int]:
        """Count the lines over titles, the points by which a line leaves the page, and the crossings."""
        svg = self.drawn(found)
        return (
            len(over_titles(svg)),
            max(0, *(there - most for there, most in zip(sizes(svg), PAGE, strict=True))),
            crossings(svg),
        )

    def drawn(self, found: Places) -> str:
        """Draw the map with these places."""
        return self._drawn_by(lambda _here, _rooms: found)

    def _drawn_by(self, chosen: Callable[[Mapping[str, Place], Mapping[str, Place]], Places]) -> str:
        with mock.patch.object(layout, "kept", chosen):
            return str(self._kg.draw("mechanism").svg())


def sizes(svg: str) -> tuple[int, int]:
    """Read width and height of a picture, in points."""
    found = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', svg)
    assert found
    return int(float(found[1])), int(float(found[2]))


def told(what: str, count: tuple[int, int, int]) -> None:
    """Say how good places are."""
    sys.stdout.write(f"{what}: {count[2]} crossings, {count[0]} over titles, {count[1]} points off the page\n")
    sys.stdout.flush()


def main() -> None:
    """Search from each seed, polish the best, and keep it."""
    placing = Placing(KnowledgeGraph.open())
    best, count = placing.before, placing.judged(placing.before)
    told("before", count)
    for seed in range(SEEDS):
        for warm in WARM:
            found = untangle(placing.before, placing.rooms, placing.ends, tries=TRIES, seed=seed, warm=warm)
            new = placing.judged(found)
            told(f"seed {seed}, warm {warm}", new)
            if best is placing.before or new < count:
                best, count = found, new
                write_whole(KEPT, places.as_json(best).encode())
    for step in range(POLISHED):
        # So few changes that most of it stays; what the lines do then is seen, not guessed.
        found = untangle(best, placing.rooms, placing.ends, tries=120, seed=step, warm=0.2)
        new = placing.judged(found)
        if new < count:
            best, count = found, new
            told(f"polished {step}", new)
            write_whole(KEPT, places.as_json(best).encode())


if __name__ == "__main__":
    main()
