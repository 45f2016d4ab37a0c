"""What the strengths and limits of the mechanism matter, on the pairs of the scoreboard."""

from __future__ import annotations

import sys
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import networkx as nx
from calcigraph import KnowledgeGraph
from calcigraph.mechanism.whatif import ensemble, influence, settling
from calcigraph.mechanism.whatif.answering import sure_influences
from calcigraph.namespaces import ID
from calcigraph.operations import find
from calcigraph.ranges import LENGTH
from calcigraph.store import judgements

from tests.mechanism.scoreboard.board import PAIRS, Pair, pairs
from tests.sensitivity.entries import moved, write

if TYPE_CHECKING:
    from calcigraph.mechanism.whatif.influence import Influence

#: As a question without numbers of its own is answered.
DRAWS: dict[str, Any] = {
    each.name: each.default for each in find("what-if").parameters if each.name in ("samples", "seed")
}
STRENGTHS, LIMITS = "mechanism/whatif/strengths.yaml", "mechanism/limits.json"
#: Where a value stands in the modules, to be moved there.
PLACES: dict[str, tuple[Any, str]] = {
    "sizes": (ensemble, "SIZES"),
    "rounds": (ensemble, "ROUNDS"),
    "screened": (settling, "SCREENED"),
    "screening_members": (settling, "_SMALL"),
    "route_steps": (settling, "_STEPS"),
}


class Board:
    """The published outcomes that have a direction, as the scoreboard asks them."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.graph = graph
        self.pairs = [
            pair
            for pair in pairs(graph)
            if pair.table == PAIRS and pair.grade != "dependent" and pair.expected != "unchanged"
        ]
        self.influences: dict[tuple[str, str], list[Influence]] = {}

    def solve(self, pair: Pair) -> tuple[list[Influence], dict[str, int], ensemble.Ensemble]:
        """Solve the network for what a pair presses."""
        clamps = {pair.pressed.replace("id:", ID): 1 if pair.level == "high" else -1}
        key = pair.pressed, pair.level
        if key not in self.influences:
            self.influences[key] = list(sure_influences(self.graph.store, clamps))
        return self.influences[key], clamps, ensemble.solve(self.influences[key], clamps, **DRAWS)

    def answers(self) -> list[str]:
        """Answer every pair."""
        ensemble._steady.cache_clear()
        solved: dict[tuple[str, str], ensemble.Ensemble] = {}
        for pair in self.pairs:
            if (key := (pair.pressed, pair.level)) not in solved:
                solved[key] = self.solve(pair)[2]
        return [
            settling.answer(solved[pair.pressed, pair.level], pair.observed.replace("id:", ID)) for pair in self.pairs
        ]

    def doubles(self) -> list[str]:
        """Answer pairs on the same factor by twos, pressing what both press; every tenth two of them."""
        ensemble._steady.cache_clear()
        twos = [
            (one, two)
            for one, two in combinations(self.pairs, 2)
            if one.observed == two.observed and one.pressed != two.pressed
        ]
        answers = []
        for one, two in twos[::10]:
            clamps = {each.pressed.replace("id:", ID): 1 if each.level == "high" else -1 for each in (one, two)}
            target = one.observed.replace("id:", ID)
            found = ensemble.solve(sure_influences(self.graph.store, clamps), clamps, [target], **DRAWS)
            answers.append(settling.answer(found, target))
        return answers

    def settled(self) -> list[str]:
        """Say of every undetermined pair which routes carry it and what would settle it."""
        ensemble._steady.cache_clear()
        told = []
        for pair, word in zip(self.pairs, self.answers(), strict=True):
            if word == "undetermined":
                influences, clamps, found = self.solve(pair)
                target = pair.observed.replace("id:", ID)
                carried = settling.carriers(influences, found, clamps, target)
                one = settling.settler(influences, found, clamps, target, seed=1, fixed={}, known={})
                told.append(repr(([[step.claim for step in each] for each in carried[1] + carried[-1]], one)))
        return told

    def told(self, shipped: list[str], now: list[str]) -> str:
        """Say how many answers differ, and what that does to those that are right and wrong."""
        changed = sum(one != two for one, two in zip(shipped, now, strict=True))
        if not changed:
            return "nothing changes"
        before, after = self._judged(shipped), self._judged(now)
        kinds = [f"{kind} {after[kind] - before[kind]:+}" for kind in sorted(before | after)]
        balance = ", ".join(each for each in kinds if each[-2:] != "+0")
        return f"{changed} of {len(now)} answers ({balance or 'right and wrong as before'})"

    def _judged(self, answers: list[str]) -> Counter[str]:
        kinds = {"undetermined": "undetermined", "no route": "no route"}
        return Counter(
            "right" if word == pair.expected else kinds.get(word, "wrong")
            for pair, word in zip(self.pairs, answers, strict=True)
        )


def strengths(board: Board) -> dict[str, str]:
    """Move each strength and each limit of the search for what settles an answer."""
    answers, doubles, settled = board.answers(), board.doubles(), board.settled()
    found = {}
    for name, value in judgements.values(STRENGTHS).items():
        parts = []
        changes = {"a fifth narrower": [0.6, 1.4], "a fifth wider": [0.4, 1.6]} if name == "sizes" else moved(value)
        for how, other in changes.items():
            if name in influence.CLASSES:
                influence.CLASSES[name] = tuple(other)
            else:
                setattr(*PLACES[name], tuple(other) if isinstance(other, list) else other)
            if name == "sizes":
                changed = sum(one != two for one, two in zip(doubles, board.doubles(), strict=True))
                parts.append(f"{how}: {changed} of {len(doubles)} answers to two presses")
            elif isinstance(value, list) or name == "rounds":
                parts.append(f"{how}: {board.told(answers, board.answers())}")
            else:
                changed = sum(one != two for one, two in zip(settled, board.settled(), strict=True))
                parts.append(f"{how}: {changed} of {len(settled)} undetermined answers are explained otherwise")
        if name in influence.CLASSES:
            influence.CLASSES[name] = tuple(value)
        else:
            setattr(*PLACES[name], tuple(value) if isinstance(value, list) else value)
        found[name] = ". ".join(parts)
    return found


def limits(board: Board) -> dict[str, str]:
    """Count what the limits cut off: among the pairs of the board, and among all factors that are joined."""
    network: nx.DiGraph[str] = nx.DiGraph()
    rows = board.graph.engine.values(
        """SELECT ?s ?o { ?c cg:directness cg:direct ; cg:predicate/cg:sign ?sign ; cg:subject ?s ; cg:object ?o
           FILTER NOT EXISTS { ?c cg:negated true } }"""
    )
    network.add_edges_from((str(subject), str(object_)) for subject, object_ in rows)
    chosen = judgements.values(LIMITS)
    asked = sorted({(pair.pressed, pair.observed) for pair in board.pairs if pair.pressed != pair.observed})
    found = [board.graph.pathways(source, target, limit=1) for source, target in asked]
    paths = [each for each in found if each.code == "found"]
    widest = board.graph.pathways(
        "any form of vitamin D", "any clinical outcome", max_length=int(LENGTH.most or 0), limit=1
    )
    partings = sum(len(each.parting) > chosen["named_partings"] for each in paths)
    capped = sum(each.capped for each in paths)
    return {
        "counted_paths": (
            f"{capped} of {len(paths)} pairs of the scoreboard with a path of up to 8 steps have more; "
            f"the most that was counted is {max(each.total for each in paths)}, and from any form of vitamin D to any "
            f"clinical outcome in up to {LENGTH.most} steps {widest.total}"
        ),
        "named_partings": f"{partings} of {len(paths)} pairs of the scoreboard with a path have more",
    }


if __name__ == "__main__":
    BOARD = Board(KnowledgeGraph.open())
    write(STRENGTHS, strengths(BOARD))
    write(LIMITS, limits(BOARD))
