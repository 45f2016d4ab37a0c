"""Routes on random signed networks: the set that networkx finds, what they share, and smallest cuts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx
import pytest
from calcigraph.mechanism.pathways.routes import Edge, Search, Tally, Wanted, order, product, smallest_cut
from hypothesis import given
from hypothesis import strategies as st

from tests.mechanism.networks_cases import NODES, as_networkx, chain, expected, joined, networks, reader

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

ENDS = st.permutations(NODES).flatmap(
    lambda nodes: st.tuples(st.integers(1, 3), st.integers(1, 3)).map(
        lambda sizes: (frozenset(nodes[: sizes[0]]), frozenset(nodes[-sizes[1] :]))
    )
)
Ends = tuple[frozenset[str], frozenset[str]]


def routes(edges: Sequence[Edge], ends: Ends, longest: int, wanted: Wanted | None = None) -> list[tuple[Edge, ...]]:
    search = Search(reader(edges), *ends, wanted)
    return [route for length in range(1, longest + 1) for route in search.of_length(length)]


@given(networks(), ENDS, st.integers(1, 7))
def test_the_routes_are_those_of_networkx_each_once_and_shortest_first(
    edges: list[Edge], ends: Ends, longest: int
) -> None:
    found = routes(edges, ends, longest)
    assert set(found) == expected(edges, *ends, longest)
    assert len(set(found)) == len(found)
    assert [len(route) for route in found] == sorted(len(route) for route in found)
    assert all(map(chain, found))


@given(networks(), ENDS, st.sampled_from((None, 1, -1)), st.integers(0, 7))
def test_what_is_wanted_takes_away_exactly_the_rest(
    edges: list[Edge], ends: Ends, sign: int | None, marks: int
) -> None:
    nodes = {"n1": 2, "n2": 4, "n3": 4}
    found = routes(edges, ends, 7, Wanted(sign, nodes, marks))

    def fits(route: tuple[Edge, ...]) -> bool:
        has = 0
        for edge in route:
            has |= edge.marks
        for node in (route[0].subject, *(edge.object for edge in route)):
            has |= nodes.get(node, 0)
        return has & marks == marks and sign in (None, product(route))

    assert set(found) == {route for route in expected(edges, *ends, 7) if fits(route)}


@given(networks(), ENDS)
def test_both_signs_together_are_all(edges: list[Edge], ends: Ends) -> None:
    raising, lowering = (set(routes(edges, ends, 7, Wanted(sign))) for sign in (1, -1))
    assert raising | lowering == set(routes(edges, ends, 7))
    assert not raising & lowering


@given(networks(), ENDS)
def test_the_distance_is_that_of_networkx(edges: list[Edge], ends: Ends) -> None:
    network = as_networkx(edges)
    lengths = [
        nx.shortest_path_length(network, source, target)
        for source in ends[0]
        for target in ends[1]
        if nx.has_path(network, source, target)
    ]
    assert Search(reader(edges), *ends).distance() == min(lengths, default=None)


@given(networks(), ENDS)
def test_a_cut_disconnects_and_none_is_smaller(edges: list[Edge], ends: Ends) -> None:
    cut = smallest_cut(reader(edges), *ends)
    assert not joined([edge for edge in edges if edge.claim not in cut], *ends)
    for claim in cut:
        assert joined([edge for edge in edges if edge.claim not in cut or edge.claim == claim], *ends)
    flow: nx.DiGraph[str] = nx.DiGraph()
    flow.add_nodes_from(("start", "goal"))
    for edge in edges:
        known = flow.get_edge_data(edge.subject, edge.object, {"capacity": 0})
        flow.add_edge(edge.subject, edge.object, capacity=known["capacity"] + 1)
    flow.add_edges_from(("start", source) for source in ends[0])
    flow.add_edges_from((target, "goal") for target in ends[1])
    assert len(cut) == nx.maximum_flow_value(flow, "start", "goal")
    assert smallest_cut(reader(edges[::-1]), *ends) == cut


def test_of_two_smallest_cuts_the_one_nearest_to_the_start_is_given() -> None:
    edges = [Edge(f"c{number}", f"n{number}", f"n{number + 1}", 1, 3, 0) for number in range(4)]
    assert smallest_cut(reader(edges), frozenset({"n0"}), frozenset({"n4"})) == ["c0"]


@given(networks(), ENDS)
def test_a_tally_says_what_all_routes_share_and_where_they_part(edges: list[Edge], ends: Ends) -> None:
    found = routes(edges, ends, 7)
    tally = Tally()
    for route in found:
        tally.add(route)
    assert tally.total == len(found)
    assert tally.raising == sum(product(route) > 0 for route in found)
    every = [({route[0].subject, *(edge.object for edge in route)}, {edge.claim for edge in route}) for route in found]
    assert tally.nodes == (set.intersection(*(nodes for nodes, _ in every)) if every else set())
    assert tally.claims == (set.intersection(*(claims for _, claims in every)) if every else set())
    for node in NODES:
        leaving = {edge.claim for route in found for edge in route if edge.subject == node}
        entering = {edge.claim for route in found for edge in route if edge.object == node}
        assert (node in tally.diverging) == (len(leaving) > 1)
        assert (node in tally.converging) == (len(entering) > 1)
        rests = {
            (edge.claim, product(route[position:]))
            for route in found
            for position, edge in enumerate(route)
            if edge.subject == node
        }
        both = {sign for _, sign in rests} == {1, -1}
        settled = any(sum(claim == other for other, _ in rests) == 1 for claim, _ in rests)
        assert (node in tally.parting) == (both and settled)
    if found and len({product(route) for route in found}) == 2 and len(ends[0]) == 1:
        assert tally.parting, "routes of both signs from one start must part somewhere"


@pytest.mark.parametrize("backwards", [False, True])
def test_routes_of_equal_length_come_by_their_weakest_edge(*, backwards: bool) -> None:
    weak = (Edge("a", "n0", "n1", 1, 3, 0), Edge("b", "n1", "n2", 1, 0, 0))
    sound = (Edge("c", "n0", "n1", 1, 2, 0), Edge("d", "n1", "n2", 1, 2, 0))
    assert sorted([weak, sound][:: -1 if backwards else 1], key=order) == [sound, weak]


def test_what_lies_far_from_both_ends_is_never_read() -> None:
    edges = [Edge(f"c{number:03}", f"n{number}", f"n{number + 1}", 1, 3, 0) for number in range(100)]
    edges += [Edge("x", "n0", "z", 1, 3, 0)]
    read: set[str] = set()

    def watched(end: str, nodes: Collection[str]) -> list[Edge]:
        read.update(nodes)
        return list(reader(edges)(end, nodes))

    search = Search(watched, frozenset({"n0"}), frozenset({"z"}))
    assert [len(route) for route in search.of_length(1)] == [1]
    assert read <= {"n0", "z"}
