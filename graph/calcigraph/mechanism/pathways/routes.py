"""Routes through a signed network that is read bit by bit: simple paths, shortest first, and smallest cuts.

Nothing here knows of a graph or of SPARQL. A network is a function that gives the edges that leave a set of nodes, or
that enter it; only what lies near both ends is ever asked for.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    #: Gives the edges that leave ("subject") or enter ("object") the nodes.
    Read = Callable[[str, Collection[str]], list["Edge"]]


# What can follow a claim on the routes: a rest that raises, one that lowers, or either.
_RAISES, _LOWERS, _EITHER = 1, 2, 3


class Edge(NamedTuple):
    """One influence.

    Attributes:
        claim: what says so; its key.
        subject, object: where it starts and ends.
        sign: 1 or -1.
        rank: certainty, 3 to 0, and -1 where nothing counts.
        status: rank of the status of the verdict.
        marks: bits of the places that the edge passes, for ``Wanted.marks``.
    """

    claim: str
    subject: str
    object: str
    sign: int
    rank: int
    status: int
    marks: int = 0


Route = tuple[Edge, ...]


class Wanted(NamedTuple):
    """What a route has to be like.

    Attributes:
        sign: product of its signs, or None for either.
        nodes: bits that a route gets at a node.
        marks: the bits it has to have in the end, from nodes and edges.
    """

    sign: int | None = None
    nodes: Mapping[str, int] = {}
    marks: int = 0


def product(route: Route) -> int:
    """Multiply the signs of a route.

    Args:
        route: its edges.

    Returns:
        1 or -1.

    Example:
        >>> product((Edge("c", "a", "b", -1, 3, 0), Edge("d", "b", "c", -1, 3, 0)))
        1
    """
    return -1 if sum(edge.sign < 0 for edge in route) % 2 else 1


def order(route: Route) -> tuple[int, int, int, Route]:
    """Give the key that sorts routes: the shorter first, then those with the more certain weakest edge.

    Args:
        route: its edges.

    Returns:
        A key; ties are broken by the sum of ranks and by the names of the claims.

    Example:
        >>> order((Edge("c", "a", "b", 1, 3, 0), Edge("d", "b", "c", 1, 2, 0)))[:3]
        (2, -2, -5)
    """
    ranks = [edge.rank for edge in route]
    return len(route), -min(ranks), -sum(ranks), route


class Search:
    """Looks for the simple routes between two sets of nodes, from both ends, a step at a time.

    A route meets the two sets at its ends only, as in Menger's theorem. What lies further from both ends than the
    length in hand is not read.

    Args:
        read: the network.
        starts: where routes start.
        goals: where they end; no start is among them.
        wanted: what they have to be like.
    """

    def __init__(self, read: Read, starts: frozenset[str], goals: frozenset[str], wanted: Wanted | None = None) -> None:
        self._read = read
        self._starts, self._goals = starts, goals
        self._wanted = wanted or Wanted()
        self._ahead, self._behind = set(starts), set(goals)
        self._from_start = dict.fromkeys(starts, 0)
        self._to_goal = dict.fromkeys(goals, 0)
        self._steps_ahead = self._grown = 0
        self._known: set[str] = set()
        self._out: dict[str, list[Edge]] = defaultdict(list)
        self._into: dict[str, list[Edge]] = defaultdict(list)
        self._distance: int | None = None

    def distance(self, limit: int | None = None) -> int | None:
        """Measure the shortest way from a start to a goal, whatever it is like.

        Args:
            limit: steps after which to give up, or None to go on until one side is exhausted.

        Returns:
            Its length, or None when there is none within the limit.
        """
        while self._distance is None and self._ahead and self._behind and (limit is None or self._grown < limit):
            self._grow()
        return self._distance if limit is None or (self._distance or 0) <= limit else None

    def of_length(self, length: int) -> Iterator[Route]:
        """Find the routes of one length.

        Args:
            length: in edges.

        Yields:
            Each route once. Steps from which nothing that is wanted can be reached in time are never taken.
        """
        if self.distance(length) is None:
            return
        while self._ahead and self._behind and self._grown < length:
            self._grow()
        rest = self._rest(length)
        signed, nodes, full = self._wanted.sign is not None, self._wanted.nodes, self._wanted.marks
        goal_sign = self._wanted.sign == -1
        starts, out = self._starts, self._out
        for start in sorted(starts & rest[length].keys()):
            stack: list[tuple[str, Route, frozenset[str], int]] = [(start, (), starts, nodes.get(start, 0) << 1)]
            while stack:
                here, route, visited, so_far = stack.pop()
                left = length - len(route) - 1
                endings = rest[left]
                for edge in out[here]:
                    there = edge.object
                    ending = endings.get(there)
                    if ending is None or there in visited:
                        continue
                    passed = (so_far | edge.marks << 1) ^ (signed and edge.sign < 0)
                    if (signed or full) and not any(
                        (passed ^ each) & 1 == goal_sign and (passed | each) >> 1 & full == full for each in ending
                    ):
                        continue
                    longer = (*route, edge)
                    if left:
                        stack.append((there, longer, visited | {there}, passed | nodes.get(there, 0) << 1))
                    else:
                        yield longer

    def _rest(self, length: int) -> list[dict[str, set[int]]]:
        """What walks of k steps from a node to a goal are like, for every k and node that routes can come by.

        A kind of walk is a number: bit 0 for a negative product (only where a sign is wanted), the marks above it.
        """
        signed, nodes = self._wanted.sign is not None, self._wanted.nodes
        rest: list[dict[str, set[int]]] = [{goal: {nodes.get(goal, 0) << 1} for goal in self._goals}]
        for steps in range(1, length + 1):
            found: dict[str, set[int]] = defaultdict(set)
            spent = length - steps
            for node, kinds in rest[-1].items():
                for edge in self._into[node]:
                    source = edge.subject
                    if (source in self._starts) is not (spent == 0) or source in self._goals:
                        continue
                    if self._from_start.get(source, self._steps_ahead + 1) > spent:
                        continue
                    flip, marks = signed and edge.sign < 0, (edge.marks | nodes.get(source, 0)) << 1
                    found[source].update((kind | marks) ^ flip for kind in kinds)
            rest.append(dict(found))
        return rest

    def _grow(self) -> None:
        """Take one more step from the end that has the smaller frontier."""
        self._grown += 1
        ahead = len(self._ahead) <= len(self._behind)
        self._steps_ahead += ahead
        if ahead:
            frontier, own, other, steps = self._ahead, self._from_start, self._to_goal, self._steps_ahead
        else:
            frontier, own, other, steps = self._behind, self._to_goal, self._from_start, self._grown - self._steps_ahead
        found = self._read("subject" if ahead else "object", frontier)
        for edge in sorted(each for each in found if each.claim not in self._known):
            self._known.add(edge.claim)
            self._out[edge.subject].append(edge)
            self._into[edge.object].append(edge)
        new = {edge.object if ahead else edge.subject for edge in found} - own.keys()
        own.update(dict.fromkeys(new, steps))
        if self._distance is None and not new.isdisjoint(other):
            self._distance = self._grown
        if ahead:
            self._ahead = new - self._goals
        else:
            self._behind = new - self._starts


class Tally:
    """Counts routes as they come, and keeps what they have in common and where they part.

    Attributes:
        total, raising: how many routes, and how many of them with a positive product.
        nodes, claims: those that every route has; None before the first.
        leaving, entering: node to the claims by which routes leave and enter it.
        depth: node to the fewest steps after which a route comes to it.

    Example:
        >>> tally = Tally()
        >>> tally.add((Edge("c", "a", "b", -1, 3, 0),))
        >>> tally.total, tally.raising, sorted(tally.nodes)
        (1, 0, ['a', 'b'])
    """

    def __init__(self) -> None:
        self.total = self.raising = 0
        self.nodes: set[str] = set()
        self.claims: set[str] = set()
        self.leaving: dict[str, dict[str, int]] = defaultdict(dict)
        self.entering: dict[str, set[str]] = defaultdict(set)
        self.depth: dict[str, int] = {}

    def add(self, route: Route) -> None:
        """Count one route.

        Args:
            route: its edges.
        """
        nodes = {route[0].subject, *(edge.object for edge in route)}
        claims = {edge.claim for edge in route}
        self.nodes = self.nodes & nodes if self.total else nodes
        self.claims = self.claims & claims if self.total else claims
        self.total += 1
        sign = 1
        for position in range(len(route) - 1, -1, -1):
            edge = route[position]
            sign *= edge.sign
            steps = self.leaving[edge.subject]
            steps[edge.claim] = steps.get(edge.claim, 0) | (_RAISES if sign > 0 else _LOWERS)
            self.entering[edge.object].add(edge.claim)
            self.depth[edge.subject] = min(position, self.depth.get(edge.subject, position))
            self.depth[edge.object] = min(position + 1, self.depth.get(edge.object, position + 1))
        self.raising += sign > 0

    def _sorted(self, nodes: Iterable[str]) -> list[str]:
        return sorted(nodes, key=lambda node: (self.depth[node], node))

    @property
    def diverging(self) -> list[str]:
        """Nodes that routes leave by more than one claim, the nearest to the start first."""
        return self._sorted(node for node, claims in self.leaving.items() if len(claims) > 1)

    @property
    def converging(self) -> list[str]:
        """Nodes that routes enter by more than one claim, the nearest to the start first."""
        return self._sorted(node for node, claims in self.entering.items() if len(claims) > 1)

    @property
    def parting(self) -> list[str]:
        """Nodes after which the rest can raise or lower, and where a claim settles which."""
        return self._sorted(
            node for node, claims in self.leaving.items() if _both(claims.values()) and min(claims.values()) < _EITHER
        )


def _both(kinds: Iterable[int]) -> bool:
    return set(kinds) >= {_RAISES, _LOWERS} or _EITHER in kinds


def smallest_cut(read: Read, starts: frozenset[str], goals: frozenset[str]) -> list[str]:
    """Find a smallest set of edges without which no goal can be reached from any start.

    By the theorem of Menger it has as many edges as there are routes of any length that share no edge; those are
    found by augmenting paths (Ford and Fulkerson 1956, the shortest first after Edmonds and Karp 1972), every edge
    with capacity one.

    Args:
        read: the network.
        starts: where routes start.
        goals: where they end.

    Returns:
        The claims of the edges, sorted. Of several smallest sets it is the one nearest to the starts, which does not
        depend on the order of anything.

    Example:
        >>> edges = [Edge("c", "a", "b", 1, 3, 0), Edge("d", "a", "b", 1, 3, 0), Edge("e", "b", "z", 1, 3, 0)]
        >>> smallest_cut(lambda end, nodes: [x for x in edges if getattr(x, end) in nodes], {"a"}, {"z"})
        ['e']
    """
    out: dict[str, list[Edge]] = {}
    used: dict[str, Edge] = {}
    back: dict[str, dict[str, Edge]] = defaultdict(dict)
    while True:
        came: dict[str, tuple[Edge, bool] | None] = dict.fromkeys(sorted(starts))
        layer, reached = list(came), None
        while layer and reached is None:
            _read_out(read, out, layer)
            following = []
            for node in layer:
                steps = [(edge, edge.object) for edge in out[node] if edge.claim not in used]
                steps += [(edge, edge.subject) for edge in back[node].values()]
                for edge, there in steps:
                    if there not in came:
                        came[there] = (edge, there == edge.object)
                        following.append(there)
            layer = following
            reached = next((node for node in layer if node in goals), None)
        if reached is None:
            return sorted(claim for claim, edge in used.items() if edge.subject in came and edge.object not in came)
        while (step := came[reached]) is not None:
            edge, forward = step
            if forward:
                used[edge.claim] = back[edge.object][edge.claim] = edge
                reached = edge.subject
            else:
                del used[edge.claim], back[edge.object][edge.claim]
                reached = edge.object


def _read_out(read: Read, out: dict[str, list[Edge]], nodes: list[str]) -> None:
    unread = [node for node in nodes if node not in out]
    if unread:
        out.update((node, []) for node in unread)
        for edge in sorted(read("subject", unread)):
            out[edge.subject].append(edge)
