"""The peers of ``pathways.py``: the same simple paths of the same influences from three libraries of graphs.

Each library holds a plain directed graph (parallel influences are one edge), finds the paths as nodes, and a table of
ends to influences turns them into claims with a sign. ``whole`` is the library's own function on the whole graph.
``near`` is what a user who minds the time would write: breadth first from both ends, half the steps each, as ours does,
and only what that meets is searched.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise, product
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

import igraph
import networkx as nx
import rustworkx as rx

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

#: The claims of a path, and the product of their signs.
Signed = tuple[tuple[str, ...], int]


class Influence(NamedTuple):
    """One edge: its claim, its ends, 1 or -1."""

    claim: str
    subject: str
    object: str
    sign: int


class Library:
    """A network as one library holds it.

    Args:
        influences: the edges.
    """

    name = ""

    def __init__(self, influences: Iterable[Influence]) -> None:
        self._between: dict[tuple[str, str], list[Influence]] = defaultdict(list)
        for each in influences:
            self._between[each.subject, each.object].append(each)
        self._build(list(self._between))

    def whole(self, source: str, target: str, cutoff: int) -> set[Signed]:
        """Find the paths with the library's own function."""
        return self._signed(self._whole(source, target, cutoff))

    def near(self, source: str, target: str, cutoff: int) -> set[Signed]:
        """Find the same paths in what lies near enough to either end."""
        return self._signed(self._near(source, target, cutoff))

    def _build(self, ends: list[tuple[str, str]]) -> None:
        raise NotImplementedError

    def _whole(self, source: str, target: str, cutoff: int) -> Iterable[Sequence[str]]:
        raise NotImplementedError

    def _near(self, source: str, target: str, cutoff: int) -> Iterable[Sequence[str]]:
        raise NotImplementedError

    def _signed(self, paths: Iterable[Sequence[str]]) -> set[Signed]:
        return {
            (tuple(each.claim for each in steps), prod(each.sign for each in steps))
            for path in paths
            for steps in product(*(self._between[pair] for pair in pairwise(path)))
        }


class Networkx(Library):
    """The network in networkx."""

    name = "networkx"

    def _build(self, ends: list[tuple[str, str]]) -> None:
        self._graph: Any = nx.DiGraph(ends)

    def _whole(self, source: str, target: str, cutoff: int) -> Iterable[Sequence[str]]:
        found: Iterable[Sequence[str]] = nx.all_simple_paths(self._graph, source, target, cutoff=cutoff)
        return found

    def _near(self, source: str, target: str, cutoff: int) -> Iterator[Sequence[str]]:
        # No sub-graph here: its views are slow. A step is taken only if the target can be met in what is left.
        half = cutoff // 2
        to_target = dict(nx.single_target_shortest_path_length(self._graph, target, cutoff=half))
        stack: list[tuple[str, ...]] = [(source,)]
        while stack:
            path = stack.pop()
            left = cutoff - len(path)
            for node in self._graph[path[-1]]:
                if node == target:
                    yield (*path, node)
                elif to_target.get(node, half + 1) <= left and node not in path:
                    stack.append((*path, node))


class Rustworkx(Library):
    """The network in rustworkx."""

    name = "rustworkx"

    def _build(self, ends: list[tuple[str, str]]) -> None:
        self._graph = rx.PyDiGraph(multigraph=False)
        names = list(dict.fromkeys(end for pair in ends for end in pair))
        self._index = dict(zip(names, self._graph.add_nodes_from(names), strict=True))
        self._graph.add_edges_from_no_data([(self._index[one], self._index[other]) for one, other in ends])

    def _whole(self, source: str, target: str, cutoff: int) -> Iterator[Sequence[str]]:
        return self._named(self._graph, self._index[source], self._index[target], cutoff)

    def _near(self, source: str, target: str, cutoff: int) -> Iterator[Sequence[str]]:
        one, other = self._index[source], self._index[target]
        nodes = {one, other}
        for start, steps, step in (
            (one, cutoff - cutoff // 2, self._graph.successor_indices),
            (other, cutoff // 2, self._graph.predecessor_indices),
        ):
            frontier = {start}
            for _ in range(steps):
                frontier = {after for node in frontier for after in step(node)}
                nodes |= frontier
        part, old = self._graph.subgraph_with_nodemap(list(nodes))
        new = {index: node for node, index in old.items()}
        return self._named(part, new[one], new[other], cutoff)

    @staticmethod
    def _named(graph: Any, source: int, target: int, cutoff: int) -> Iterator[Sequence[str]]:
        # Its cut-off counts nodes, ours steps.
        for path in rx.all_simple_paths(graph, source, target, cutoff=cutoff + 1):
            yield [graph[node] for node in path]


class Igraph(Library):
    """The network in igraph."""

    name = "igraph"

    def _build(self, ends: list[tuple[str, str]]) -> None:
        self._names = list(dict.fromkeys(end for pair in ends for end in pair))
        self._index = {name: index for index, name in enumerate(self._names)}
        self._graph = igraph.Graph(
            n=len(self._names),
            edges=[(self._index[one], self._index[other]) for one, other in ends],
            directed=True,
        )

    def _whole(self, source: str, target: str, cutoff: int) -> Iterator[Sequence[str]]:
        for path in self._graph.get_all_simple_paths(self._index[source], self._index[target], maxlen=cutoff):
            yield [self._names[node] for node in path]

    def _near(self, source: str, target: str, cutoff: int) -> Iterator[Sequence[str]]:
        one, other = self._index[source], self._index[target]
        ahead = self._graph.neighborhood(one, order=cutoff - cutoff // 2, mode="out")
        behind = self._graph.neighborhood(other, order=cutoff // 2, mode="in")
        nodes = sorted({*ahead, *behind})
        new = {node: index for index, node in enumerate(nodes)}
        part = self._graph.induced_subgraph(nodes)  # numbers its nodes in the order of the old numbers
        for path in part.get_all_simple_paths(new[one], new[other], maxlen=cutoff):
            yield [self._names[nodes[node]] for node in path]


LIBRARIES: tuple[type[Library], ...] = (Networkx, Rustworkx, Igraph)
