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
    #: What a walk is like: the product of its signs, which is 1 throughout where any sign will do, and its marks.
    Kind = tuple[int, int]


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


class _Side:
    """One of the two ends that a search grows from.

    Attributes:
        end: what of an edge is at this side: ``subject`` for the starts, ``object`` for the goals.
        frontier: the nodes to read from next.
        steps: how many steps it has grown.
        distance: node to its distance from this side.
    """

    def __init__(self, end: str, nodes: Iterable[str]) -> None:
        self.end = end
        self.distance = dict.fromkeys(nodes, 0)
        self.frontier = set(self.distance)
        self.steps = 0

    def take(self, edges: Iterable[Edge], closed: Collection[str]) -> set[str]:
        """Go one step further, but not on from the nodes where the search ends."""
        leads_on = "object" if self.end == "subject" else "subject"
        new = {getattr(edge, leads_on) for edge in edges} - self.distance.keys()
        self.steps += 1
        self.distance.update(dict.fromkeys(new, self.steps))
        self.frontier = new.difference(closed)
        return new


class Search:
    """Looks for the simple routes between two sets of nodes, from both ends, a step at a time.

    A route meets the two sets at its ends only, as in Menger's theorem. What lies further from both ends than the
    length in hand is not read.

    Args:
        read: the network.
        starts: where routes start.
        goals: where they end; no start is among them.
        wanted: what they have to be like.

    Attributes:
        wanted: the same.
    """

    def __init__(self, read: Read, starts: frozenset[str], goals: frozenset[str], wanted: Wanted | None = None) -> None:
        self._read = read
        self._starts, self._goals = starts, goals
        self.wanted = wanted or Wanted()
        self._any_will_do = self.wanted.sign is None and not self.wanted.marks
        self._ahead, self._behind = _Side("subject", starts), _Side("object", goals)
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
        while self._distance is None and self._can_grow(limit):
            self._grow()
        return self._distance if limit is None or (self._distance or 0) <= limit else None

    def _can_grow(self, limit: int | None) -> bool:
        exhausted = not self._ahead.frontier or not self._behind.frontier
        return not exhausted and (limit is None or self._ahead.steps + self._behind.steps < limit)

    def of_length(self, length: int) -> Iterator[Route]:
        """Find the routes of one length.

        Args:
            length: in edges.

        Yields:
            Each route once. Steps from which nothing that is wanted can be reached in time are never taken.
        """
        if self.distance(length) is None:
            return
        while self._can_grow(length):
            self._grow()
        rest = self._rest(length)
        for start in sorted(self._starts & rest[length].keys()):
            yield from self._from(start, length, rest)

    def _from(self, start: str, length: int, rest: list[dict[str, set[Kind]]]) -> Iterator[Route]:
        """The routes of one length from one start; ``rest`` as ``_rest`` gives it."""
        out, like = self._out, (1, self.wanted.nodes.get(start, 0))
        stack: list[tuple[str, Route, frozenset[str], Kind]] = [(start, (), self._starts, like)]
        while stack:
            here, route, visited, like = stack.pop()
            left = length - len(route) - 1
            endings = rest[left]
            for edge in out[here]:
                there = edge.object
                if there in visited or there not in endings:
                    continue
                if self._any_will_do:
                    longer_like = like
                else:
                    longer_like = self._with(like, edge, there)
                    if not any(self._complete(longer_like, ending) for ending in endings[there]):
                        continue
                longer = (*route, edge)
                if left:
                    stack.append((there, longer, visited | {there}, longer_like))
                else:
                    yield longer

    def _with(self, like: Kind, edge: Edge, node: str) -> Kind:
        """What a walk is like when it is longer by an edge and the node at its end."""
        sign, marks = like
        if self.wanted.sign is not None:
            sign *= edge.sign
        return sign, marks | edge.marks | self.wanted.nodes.get(node, 0)

    def _complete(self, walk: Kind, ending: Kind) -> bool:
        """Whether a walk and an ending make a route that is wanted."""
        has_sign = self.wanted.sign in (None, walk[0] * ending[0])
        missing = self.wanted.marks & ~(walk[1] | ending[1])
        return has_sign and not missing

    def _rest(self, length: int) -> list[dict[str, set[Kind]]]:
        """What walks of k steps from a node to a goal are like, for every k and node that routes can come by."""
        nearest, unreached = self._ahead.distance, self._ahead.steps + 1
        rest: list[dict[str, set[Kind]]] = [{goal: {(1, self.wanted.nodes.get(goal, 0))} for goal in self._goals}]
        for steps in range(1, length + 1):
            found: dict[str, set[Kind]] = defaultdict(set)
            spent = length - steps
            for node, kinds in rest[-1].items():
                for edge in self._into[node]:
                    source = edge.subject
                    # A route is at a start with its first node alone, and at a goal with its last.
                    if (source in self._starts) != (spent == 0) or source in self._goals:
                        continue
                    if nearest.get(source, unreached) <= spent:
                        found[source].update(self._with(kind, edge, source) for kind in kinds)
            rest.append(dict(found))
        return rest

    def _grow(self) -> None:
        """Take one more step from the end that has the smaller frontier."""
        side, other, closed = self._ahead, self._behind, self._goals
        if len(other.frontier) < len(side.frontier):
            side, other, closed = other, side, self._starts
        found = self._read(side.end, side.frontier)
        for edge in sorted(each for each in found if each.claim not in self._known):
            self._known.add(edge.claim)
            self._out[edge.subject].append(edge)
            self._into[edge.object].append(edge)
        new = side.take(found, closed)
        if self._distance is None and not new.isdisjoint(other.distance):
            self._distance = side.steps + other.steps


class Tally:
    """Counts routes as they come, and keeps what they have in common and where they part.

    Attributes:
        total, raising: how many routes, and how many of them with a positive product.
        nodes, claims: those that every route has; None before the first.
        leaving: node to the claims by which routes leave it, each with the products of the signs from there to the end.
        entering: node to the claims by which routes enter it.
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
        self.leaving: dict[str, dict[str, set[int]]] = defaultdict(dict)
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
            self.leaving[edge.subject].setdefault(edge.claim, set()).add(sign)
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
        return self._sorted(node for node, claims in self.leaving.items() if _part(claims.values()))


def _part(signs: Collection[set[int]]) -> bool:
    """Whether the rest can have both signs, and some claim settles which; ``signs`` are those behind each claim."""
    return len(set().union(*signs)) > 1 and any(len(each) == 1 for each in signs)


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
    flow = _Flow(read, starts, goals)
    while (reached := flow.augmenting()) is not None:
        flow.turn(reached)
    came = flow.came
    return sorted(claim for claim, edge in flow.used.items() if edge.subject in came and edge.object not in came)


class _Flow:
    """A flow from starts to goals of which every edge carries one unit at most.

    Attributes:
        used: the edges that carry something, by claim.
        came: node to the edge by which the last search reached it, None for a start.
    """

    def __init__(self, read: Read, starts: frozenset[str], goals: frozenset[str]) -> None:
        self._read = read
        self._starts, self._goals = sorted(starts), goals
        self._out: dict[str, list[Edge]] = {}
        self._used_into: dict[str, dict[str, Edge]] = defaultdict(dict)
        self.used: dict[str, Edge] = {}
        self.came: dict[str, Edge | None] = {}

    def augmenting(self) -> str | None:
        """Look for a shortest path over unused edges forwards and used ones backwards; give the goal it ends in."""
        self.came = came = dict.fromkeys(self._starts)
        layer, reached = list(came), None
        while layer and reached is None:
            self._read_out(layer)
            following = []
            for node in layer:
                forwards = [(edge, edge.object) for edge in self._out[node] if edge.claim not in self.used]
                backwards = [(edge, edge.subject) for edge in self._used_into[node].values()]
                for edge, there in forwards + backwards:
                    if there not in came:
                        came[there] = edge
                        following.append(there)
            layer = following
            reached = next((node for node in layer if node in self._goals), None)
        return reached

    def turn(self, node: str) -> None:
        """Send a unit along the path by which a node was reached; an edge taken backwards carries nothing any more."""
        while (edge := self.came[node]) is not None:
            if edge.claim in self.used:
                del self.used[edge.claim], self._used_into[edge.object][edge.claim]
                node = edge.object
            else:
                self.used[edge.claim] = self._used_into[edge.object][edge.claim] = edge
                node = edge.subject

    def _read_out(self, nodes: list[str]) -> None:
        unread = [node for node in nodes if node not in self._out]
        if unread:
            self._out.update((node, []) for node in unread)
            for edge in sorted(self._read("subject", unread)):
                self._out[edge.subject].append(edge)
