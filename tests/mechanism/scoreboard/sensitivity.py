"""How much the board depends on the choices of the method: strengths, agreement, limiting inputs, seed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from calcigraph.mechanism.whatif.answering import sure_influences
from calcigraph.mechanism.whatif.ensemble import Ensemble, solve
from calcigraph.mechanism.whatif.influence import CLASSES, Influence, starting_from
from calcigraph.mechanism.whatif.settling import answer
from calcigraph.namespaces import ID
from calcigraph.operations import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calcigraph import KnowledgeGraph

    from tests.mechanism.scoreboard.board import Pair


_ASKED = find("what-if")


@dataclass(frozen=True)
class Variant:
    """The method with one choice changed."""

    name: str
    agreement: float = _ASKED["agreement"].default
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=lambda: CLASSES)
    limiting: bool = True
    samples: int = _ASKED["samples"].default
    seed: int = _ASKED["seed"].default


SHIPPED = Variant("as shipped")
VARIANTS = (
    SHIPPED,
    replace(SHIPPED, name="agreement 70 %", agreement=0.7),
    replace(SHIPPED, name="agreement 90 %", agreement=0.9),
    replace(SHIPPED, name="agreement 95 %", agreement=0.95),
    replace(SHIPPED, name="seed 2", seed=2),
    replace(SHIPPED, name="seed 3", seed=3),
    replace(
        SHIPPED,
        name="classes nearer: 0.05-0.25, 0.1-0.5, 0.4-0.8",
        ranges={"minor": (0.05, 0.25), "ordinary": (0.1, 0.5), "dominant": (0.4, 0.8)},
    ),
    replace(
        SHIPPED,
        name="ordinary wider: 0.05-0.6",
        ranges={"minor": (0.01, 0.2), "ordinary": (0.05, 0.6), "dominant": (0.6, 1.0)},
    ),
    replace(SHIPPED, name="no classes: all 0.1-0.5", ranges=dict.fromkeys(CLASSES, (0.1, 0.5))),
    replace(SHIPPED, name="no limiting inputs", limiting=False),
)


class Trial:
    """A variant while it answers pairs; the pairs of one intervention share a solution.

    Args:
        graph: the graph.
        variant: the method.
        solved: solutions so far, which variants that differ by the agreement alone may share.
    """

    def __init__(
        self, graph: KnowledgeGraph, variant: Variant, solved: dict[tuple[str, ...], Ensemble] | None = None
    ) -> None:
        self.graph, self.variant = graph, variant
        self._solved = {} if solved is None else solved

    def word(self, pair: Pair) -> str:
        """Answer a pair."""
        key = (
            pair.pressed,
            pair.level,
            str(pair.short),
            repr(replace(self.variant, name="", agreement=SHIPPED.agreement)),
        )
        if key not in self._solved:
            clamps = {pair.pressed.replace("id:", ID): 1 if pair.level == "high" else -1}
            influences: list[Influence] = [
                each._replace(limiting=each.limiting and self.variant.limiting)
                for each in sure_influences(self.graph.store, clamps)
            ]
            if pair.short:
                influences = list(starting_from(influences, clamps))
            ranges = {each.claim: self.variant.ranges[each.strength] for each in influences}
            self._solved[key] = solve(
                influences, clamps, samples=self.variant.samples, seed=self.variant.seed, fixed=ranges
            )
        return answer(self._solved[key], pair.observed.replace("id:", ID), self.variant.agreement)
