"""The network in memory: the same answers as the search that reads only what lies near the ends, and never an old one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from calcigraph import KnowledgeGraph
from calcigraph.mechanism import factors
from calcigraph.mechanism.naming import network_factors
from calcigraph.mechanism.pathways import finding
from calcigraph.mechanism.pathways.held import HeldSteps, held
from calcigraph.mechanism.pathways.steps import Steps, steps_in
from calcigraph.namespaces import ID
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mechanism.networks_cases import networks, stored
from tests.mechanism.test_finding import FILTERS

if TYPE_CHECKING:
    from calcigraph.mechanism.pathways.routes import Edge

PAIRS = [
    ("warfarin", "arterial calcification", {}),
    ("vitamin K2", "arterial calcification", {"via": "Gas6"}),
    ("any form of vitamin D", "any clinical outcome", {"max_length": 7}),
    ("vitamin D deficiency", "serum calcium", {"sign": -1}),
    ("vitamin K2", "arterial calcification", {"min_certainty": "low", "max_length": 10}),
    ("vitamin D", "serum calcium", {"tissue": "kidney", "limit": 2}),
    ("MGP", "vitamin K2", {}),
]
CLAIMS = ["vitamin K2 prevents arterial calcification", "vitamin D increases bone mineral density"]


@pytest.fixture(scope="module")
def frontier(kg: KnowledgeGraph) -> Any:
    """Give the same graph, whose network counts as too large to be held."""
    other = KnowledgeGraph(kg.engine)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(factors, "MOST", 0)
        assert held(other.store) is None
    return other


@pytest.mark.parametrize(("source", "target", "options"), PAIRS)
def test_both_searches_agree_on_the_shipped_graph(
    kg: KnowledgeGraph, frontier: KnowledgeGraph, source: str, target: str, options: dict[str, Any]
) -> None:
    assert held(kg.store)
    assert held(frontier.store) is None
    ours, theirs = (each.pathways(source, target, **options) for each in (kg, frontier))
    assert ours.as_dict() == theirs.as_dict()
    assert ours == theirs


@pytest.mark.parametrize("claim", CLAIMS)
def test_both_explain_alike(kg: KnowledgeGraph, frontier: KnowledgeGraph, claim: str) -> None:
    assert kg.explain(claim).as_dict() == frontier.explain(claim).as_dict()


@settings(max_examples=40, deadline=None)
@given(networks(), st.sets(st.sampled_from(sorted(FILTERS))), st.integers(1, 7), st.sampled_from([None, 1, 4]))
def test_both_searches_agree_on_random_networks(
    edges: list[Edge], names: set[str], longest: int, limit: int | None
) -> None:
    kg = stored(edges)
    options: dict[str, Any] = {key: value for name in sorted(names) for key, value in FILTERS[name].items()}
    ours = kg.pathways("id:n0", "id:n6", max_length=longest, limit=limit, **options)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(factors, "MOST", 0)
        other = KnowledgeGraph(kg.engine)
        theirs = other.pathways("id:n0", "id:n6", max_length=longest, limit=limit, **options)
        assert held(other.store) is None
    assert ours == theirs
    assert ours.cut == theirs.cut


def test_a_sweep_that_takes_too_many_turns_leaves_it_to_the_search(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = "vitamin D", "arterial calcification"
    every = kg.pathways(*pair, max_length=12)
    monkeypatch.setattr(finding, "COUNTED", 5)
    assert kg.pathways(*pair, max_length=12) == every


def test_steps_are_those_that_are_read(kg: KnowledgeGraph) -> None:
    network = held(kg.store)
    assert network
    marked = steps_in(kg.store, ID + "endoplasmic-reticulum")
    for options in ({}, {"floor": 2}, {"avoid": [ID + "vkorc1"]}, {"marked": marked}):
        ours, theirs = HeldSteps(network, **options), Steps(kg.store, **options)
        for end in ("subject", "object"):
            assert sorted(ours.read(end, network.labels)) == sorted(theirs.read(end, network.labels))


def test_a_change_of_the_graph_is_seen() -> None:
    kg = KnowledgeGraph.open()
    assert kg.pathways("warfarin", "VKORC1").total == 1
    kg.engine.forget("https://w3id.org/calcigraph/claim/warfarin-inhibits-vkorc1")
    assert kg.pathways("warfarin", "VKORC1").code == "no path"


def test_a_factor_that_is_in_the_network_stands_for_itself(kg: KnowledgeGraph, frontier: KnowledgeGraph) -> None:
    for name in ("warfarin", "MGP", "coagulation factors", "vitamin K"):
        assert network_factors(kg.store, name) == network_factors(frontier.store, name)
