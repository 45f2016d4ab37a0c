"""All simple routes up to a length in one sweep over a network in memory, beginnings shared and dead ends left early."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.mechanism.pathways.routes import Wanted, product

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from calcigraph.mechanism.pathways.routes import Edge, Route


class Swept:
    """The routes that a sweep found, by length.

    Args:
        routes: at each place the routes of so many steps.
    """

    def __init__(self, routes: list[list[Route]]) -> None:
        self._routes = routes

    def of_length(self, length: int) -> Iterator[Route]:
        """Give the routes of one length.

        Args:
            length: in edges, up to the longest of the sweep.

        Yields:
            Each route once.
        """
        yield from self._routes[length]


def sweep(
    at: Callable[[str, str], Collection[Edge]],
    starts: frozenset[str],
    goals: frozenset[str],
    longest: int,
    wanted: Wanted | None = None,
    *,
    most: int,
) -> Swept | None:
    """Find the simple routes between two sets of nodes, which they meet at their ends only.

    A depth-first search from the starts that never goes where no goal is near enough, by the distances of one
    breadth-first search from the goals; as Johnson's and rustworkx's searches for simple paths, with that cut.

    Args:
        at: gives the edges that leave (``subject``) or enter (``object``) a node.
        starts: where routes start.
        goals: where they end; no start is among them.
        longest: steps of the longest route, 1 or more.
        wanted: what routes have to be like, or None for any; it is looked at in the end.
        most: how many turns to take at most.

    Returns:
        The routes, or None when it takes more turns: then a search that shares no memory of all routes is for it.

    Example:
        >>> from calcigraph.mechanism.pathways.routes import Edge
        >>> edges = [Edge("c", "a", "b", -1, 3, 0), Edge("d", "b", "z", -1, 3, 0), Edge("e", "a", "z", 1, 3, 0)]
        >>> found = sweep(lambda end, node: [x for x in edges if getattr(x, end) == node], {"a"}, {"z"}, 2, most=9)
        >>> [[edge.claim for edge in route] for length in (1, 2) for route in found.of_length(length)]
        [['e'], ['c', 'd']]
    """
    sweeping = _Sweep(at, starts, _near(at, starts, goals, longest), longest, most)
    for start in starts:
        sweeping.go(start, longest)
    if sweeping.turns > most:
        return None
    found = sweeping.found
    if wanted and (wanted.sign is not None or wanted.marks):
        found = [[each for each in routes if _fits(each, wanted)] for routes in found]
    return Swept(found)


class _Sweep:
    """A sweep on its way.

    Attributes:
        found: at each place the routes of so many steps.
        turns: how many it took.
    """

    def __init__(
        self,
        at: Callable[[str, str], Collection[Edge]],
        starts: frozenset[str],
        near: dict[str, int],
        longest: int,
        most: int,
    ) -> None:
        self._at, self._near, self._most = at, near, most
        self._visited = set(starts)
        self._route: list[Edge] = []
        self._ways: dict[str, list[tuple[int, str, Edge]]] = {}
        self.found: list[list[Route]] = [[] for _ in range(longest + 1)]
        self.turns = 0

    def go(self, node: str, left: int) -> None:
        """Find the routes that go on from a node, with so many steps left."""
        self.turns += 1
        if self.turns > self._most:
            return
        visited, route = self._visited, self._route
        for distance, there, edge in self._ways.get(node) or self._onward(node):
            if distance >= left:
                return
            if there in visited:
                continue
            route.append(edge)
            if distance:
                visited.add(there)
                self.go(there, left - 1)
                visited.discard(there)
            else:
                self.turns += 1
                self.found[len(route)].append(tuple(route))
            route.pop()

    def _onward(self, node: str) -> list[tuple[int, str, Edge]]:
        """The steps that leave a node towards a goal, the nearest to it first."""
        near = self._near
        steps = [(near[edge.object], edge.object, edge) for edge in self._at("subject", node) if edge.object in near]
        self._ways[node] = sorted(steps)
        return self._ways[node]


def _near(
    at: Callable[[str, str], Collection[Edge]], starts: frozenset[str], goals: frozenset[str], longest: int
) -> dict[str, int]:
    """Node to the fewest steps from it to a goal, for those that have any within the length."""
    near = dict.fromkeys(goals, 0)
    layer = list(goals)
    for distance in range(1, longest + 1):
        following = []
        for node in layer:
            for edge in at("object", node):
                source = edge.subject
                if source not in near:
                    near[source] = distance
                    if source not in starts:
                        following.append(source)
        layer = following
    return near


def _fits(route: Route, wanted: Wanted) -> bool:
    if wanted.sign is not None and product(route) != wanted.sign:
        return False
    marks = wanted.nodes.get(route[0].subject, 0)
    for edge in route:
        marks |= edge.marks | wanted.nodes.get(edge.object, 0)
    return not wanted.marks & ~marks
