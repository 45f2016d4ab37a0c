"""Other answers to the same question, to hold the ensemble against: exact sign-solvability and the shortest path."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calcigraph.mechanism.whatif.influence import Influence


def network(influences: Iterable[Influence], clamps: Mapping[str, int]) -> nx.DiGraph[str]:
    """Draw the influences on factors that are free to move; two on the same pair must not disagree."""
    drawn: nx.DiGraph[str] = nx.DiGraph()
    for each in influences:
        if each.object not in clamps and clamps.get(each.subject) != 0:
            known = drawn.get_edge_data(each.subject, each.object, {"sign": each.sign})
            assert known["sign"] == each.sign, f"two signs between {each.subject} and {each.object}"
            drawn.add_edge(each.subject, each.object, sign=each.sign)
    return drawn


def solvable(drawn: nx.DiGraph[str], clamps: Mapping[str, int], target: str) -> int | None:
    """Decide a response by signs alone: 1, -1, 0 (no route), or None where strengths decide.

    A response is a sum over paths, each times the determinant of what the path leaves out. In a stable system that
    determinant is positive over every part (strongly connected component) that the path does not enter, because the
    part is stable by itself; over the rest of a part that it enters, if it leaves no positive cycle there; and over any
    rest of a part without a negative cycle, which is an M-matrix up to signs of its rows and columns. So the sign is
    certain where all paths have one sign and none leaves a positive cycle in a part that also has a negative one. Only
    factors between the pressed ones and the target take part. ``tests/test_solvability.py`` looks for strengths that
    turn what is left undecided.
    """
    sources = [factor for factor, level in clamps.items() if level and factor in drawn]
    if target not in drawn or not sources:
        return 0
    ahead = set(sources).union(*(nx.descendants(drawn, source) for source in sources))
    between = drawn.subgraph(ahead & {target, *nx.ancestors(drawn, target)})
    signs: set[int] = set()
    mixed = [found for part in nx.strongly_connected_components(between) if (found := _mixed(between.subgraph(part)))]
    for source in (each for each in sources if each in between):
        for path in nx.all_simple_paths(between, source, target):
            signs.add(clamps[source] * product(drawn, path))
            left_out = any(
                not part.isdisjoint(path) and any(cycle.isdisjoint(path) for cycle in positive)
                for part, positive in mixed
            )
            if len(signs) > 1 or left_out:
                return None
    return signs.pop() if signs else 0


def _mixed(part: nx.DiGraph[str]) -> tuple[frozenset[str], list[frozenset[str]]] | None:
    """The factors and the positive cycles of a part that has a negative cycle too."""
    cycles = [(frozenset(cycle), product(part, [*cycle, cycle[0]])) for cycle in nx.simple_cycles(part)]
    positive = [cycle for cycle, sign in cycles if sign > 0]
    return (frozenset(part), positive) if 0 < len(positive) < len(cycles) else None


def shortest(drawn: nx.DiGraph[str], clamps: Mapping[str, int], target: str) -> int | None:
    """Take the sign of the shortest paths: 1, -1, 0 (no route), or None where shortest ones disagree."""
    lengths: dict[int, set[int]] = {}
    for source, level in clamps.items():
        if not level or source not in drawn or target not in drawn or not nx.has_path(drawn, source, target):
            continue
        for path in nx.all_shortest_paths(drawn, source, target):
            lengths.setdefault(len(path), set()).add(level * product(drawn, path))
    if not lengths:
        return 0
    signs = lengths[min(lengths)]
    return signs.pop() if len(signs) == 1 else None


def product(drawn: nx.DiGraph[str], path: list[str]) -> int:
    """Multiply the signs along a path."""
    sign = 1
    for subject, object_ in pairwise(path):
        sign *= drawn.edges[subject, object_]["sign"]
    return sign
