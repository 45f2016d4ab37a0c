"""Other answers to the same question, to hold the ensemble against: exact sign-solvability and the shortest path."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calcigraph.whatif.ensemble import Influence


def network(influences: Iterable[Influence], clamps: Mapping[str, int]) -> nx.DiGraph[str]:
    """Draw the influences on factors that are free to move; two on the same pair must not disagree."""
    drawn: nx.DiGraph[str] = nx.DiGraph()
    for each in influences:
        if each.object not in clamps and clamps.get(each.subject) != 0:
            drawn.add_edge(each.subject, each.object, sign=each.sign)
    return drawn


def solvable(drawn: nx.DiGraph[str], clamps: Mapping[str, int], target: str, cutoff: int | None = None) -> int | None:
    """Decide a response by signs alone: 1, -1, 0 (no route), or None where strengths decide.

    A response is a sum over paths, each times the determinant of what the path leaves out; every term of that sum
    is a path with disjoint cycles off it. With a stable system the sign is certain if and only if all terms agree: all
    paths have one sign, and off every path there are negative cycles only.
    """
    signs: set[int] = set()
    positive = [frozenset(cycle) for cycle in nx.simple_cycles(drawn) if product(drawn, [*cycle, cycle[0]]) > 0]
    for source, level in clamps.items():
        if not level or source not in drawn or target not in drawn:
            continue
        for path in nx.all_simple_paths(drawn, source, target, cutoff=cutoff):
            signs.add(level * product(drawn, path))
            if len(signs) > 1 or any(cycle.isdisjoint(path) for cycle in positive):
                return None
    return signs.pop() if signs else 0


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
