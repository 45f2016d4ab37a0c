"""Finding pathways: filters, sets, codes, what paths share; on the graph, and on random networks against networkx."""

from __future__ import annotations

import json
from typing import Any

import pytest
from calcigraph import KnowledgeGraph
from calcigraph.errors import BadArgument, UnknownName
from calcigraph.mechanism.pathways import finding
from calcigraph.mechanism.pathways.routes import Edge, product
from calcigraph.namespaces import CLAIM
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mechanism.networks_cases import RANKS, expected, joined, networks, stored

K2 = ("vitamin K2", "arterial calcification")
D = ("vitamin D", "arterial calcification")
FILTERS: dict[str, dict[str, Any]] = {
    "via": {"via": ["n1", "n2"]},
    "avoid": {"avoid": "n3"},
    "tissue": {"tissue": "here"},
    "min_certainty": {"min_certainty": "low"},
    "sign": {"sign": -1},
}


def passes(route: tuple[Edge, ...], names: set[str]) -> bool:
    nodes = {route[0].subject, *(edge.object for edge in route)}
    return (
        ("via" not in names or {"n1", "n2"} <= nodes)
        and ("avoid" not in names or "n3" not in nodes)
        and ("tissue" not in names or any(edge.marks for edge in route))
        and ("min_certainty" not in names or all(edge.rank >= 1 for edge in route))
        and ("sign" not in names or product(route) == -1)
    )


@settings(max_examples=60, deadline=None)
@given(networks(), st.sets(st.sampled_from(sorted(FILTERS))), st.integers(1, 7))
def test_on_random_networks_the_paths_are_those_of_networkx_that_pass(
    edges: list[Edge], names: set[str], longest: int
) -> None:
    kg = stored(edges)
    options: dict[str, Any] = {key: value for name in sorted(names) for key, value in FILTERS[name].items()}
    ends = frozenset({"n0"}), frozenset({"n6"})
    found = kg.pathways("id:n0", "id:n6", max_length=longest, **options)
    every = expected(edges, *ends, longest)
    right = {tuple(CLAIM + edge.claim for edge in route) for route in every if passes(route, names)}
    assert {tuple(claim.iri for claim in path.claims) for path in found} == right
    assert found.total == len(found) == len(right) == found.raising + found.lowering
    if right:
        assert found.code == "found"
        assert {claim.iri for claim in found.core.claims} == set.intersection(*map(set, right))
        assert all(set(found.core.nodes) <= set(path.nodes) for path in found)
    elif not joined(edges, *ends):
        assert found.code == "no path"
    elif not every:
        assert (found.code, found.shortest is not None and found.shortest > longest) == ("longer", True)
    else:
        assert found.code == ("other sign" if names == {"sign"} else "filtered")
        freed = {name for name in names if any(passes(route, names - {name}) for route in every)}
        assert set(found.removed_by) == freed
    cut = {claim.iri.removeprefix(CLAIM) for claim in found.cut}
    network = [edge for edge in edges if passes((edge,), names & {"avoid", "min_certainty"})]
    assert not joined([edge for edge in network if edge.claim not in cut], *ends)


@settings(max_examples=30, deadline=None)
@given(networks(), st.integers(1, 5))
def test_a_limit_keeps_the_first_of_all(edges: list[Edge], limit: int) -> None:
    kg = stored(edges)
    every, few = (kg.pathways("id:n0", "id:n6", limit=each) for each in (None, limit))
    assert few.paths == every.paths[:limit]
    assert (few.total, few.raising, few.core, few.parting) == (every.total, every.raising, every.core, every.parting)
    assert not few.capped


def test_ranks_of_the_cases_are_those_of_the_ontology(kg: KnowledgeGraph) -> None:
    assert {claim.rank: claim.certainty for claim in kg.claims()} == {
        rank: name and name.replace("veryL", "very l") for rank, name in RANKS.items()
    }


def test_counting_stops_where_there_are_very_many_and_says_so(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = kg.pathways(*D, max_length=12)
    monkeypatch.setattr(finding, "COUNTED", 5)
    few = kg.pathways(*D, max_length=12, limit=2)
    assert (few.capped, few.total) == (True, 5)
    assert few.paths == every.paths[:2]
    assert few.summary.startswith("At least 5 paths from vitamin D")
    # Without a limit all are wanted, however many.
    assert kg.pathways(*D, max_length=12) == every


def test_via_avoid_and_tissue(kg: KnowledgeGraph) -> None:
    every = kg.pathways(*K2)
    through = kg.pathways(*K2, via="Gas6")
    around = kg.pathways(*K2, avoid=["Gas6"])
    assert all("Gas6" in path.nodes for path in through)
    assert all("Gas6" not in path.nodes for path in around)
    assert through.total + around.total == every.total
    both = kg.pathways(*K2, via=["MK-7", "carboxylated MGP"])
    assert both.total == 2
    assert all({"MK-7", "carboxylated MGP"} <= set(path.nodes) for path in both)
    liver = kg.pathways(*K2, tissue="liver")
    assert 0 < liver.total < every.total
    assert all(any("liver" in each for each in path.tissues) for path in liver)
    # A part of the artery wall is in the artery.
    assert kg.pathways(*K2, tissue="artery").total == every.total


def test_min_certainty_holds_for_every_step(kg: KnowledgeGraph) -> None:
    sure = kg.pathways(*K2, min_certainty="low")
    assert sure.total == sum(all(claim.rank >= 1 for claim in path.claims) for path in kg.pathways(*K2)) > 0
    nothing = kg.pathways(*K2, min_certainty="high")
    assert (nothing.code, nothing.removed_by) == ("filtered", ("min_certainty",))
    assert nothing.summary.endswith("of up to 8 steps has at least high certainty at every step, though others exist.")


def test_several_filters_say_which_is_to_blame(kg: KnowledgeGraph) -> None:
    found = kg.pathways(*K2, avoid=["Gas6", "carboxylated MGP"], tissue="liver")
    assert (found.code, found.removed_by) == ("filtered", ("avoid",))
    assert found.summary == (
        "No path from vitamin K2 to arterial calcification of up to 8 steps keeps clear of Gas6 and carboxylated MGP "
        "and has a step in liver; without the filter on avoid there are some."
    )
    several = kg.pathways(*K2, via="klotho", min_certainty="high")
    assert several.removed_by == ()
    assert several.summary.endswith("; no one filter alone is to blame.")
    either = kg.pathways(*K2, via="MK-7", avoid="MK-7")
    assert set(either.removed_by) == {"via", "avoid"}
    assert either.summary.endswith("; without the filter on via or avoid there are some.")


def test_sets_of_sources_and_targets(kg: KnowledgeGraph) -> None:
    found = kg.pathways("any form of vitamin K", "any clinical outcome")
    assert (found.source, found.target) == ("any form of vitamin K", "any clinical outcome")
    forms = {"vitamin K", "vitamin K1", "vitamin K2", "MK-4", "MK-7", "menaquinones made by gut bacteria"}
    for path in found:
        assert path.nodes[0] in forms
        assert not forms & set(path.nodes[1:]), "a path meets the sets at its ends only"
        assert kg.entity(path.nodes[-1]).endpoint == "clinical outcome"
    assert [claim.label for claim in found.cut] == ["vitamin K hydroquinone activates protein gamma-carboxylation"]
    assert found.core.nodes == ("vitamin K hydroquinone", "protein gamma-carboxylation")
    assert found.parting == ("protein gamma-carboxylation",)
    two = kg.pathways(["MK-4", "MK7"], K2[1])
    assert two.source == "MK-4 or MK-7"
    assert two.total == sum(kg.pathways(each, K2[1]).total for each in ("MK-4", "MK-7"))
    nutrients = kg.pathways("any Nutrient", "any clinical outcome", limit=5)
    assert (nutrients.code, len(nutrients)) == ("found", 5)


def test_names_before_sets(kg: KnowledgeGraph) -> None:
    assert kg.pathways("any vitamin K", K2[1]).paths == kg.pathways("vitamin K", K2[1]).paths


def test_where_raising_and_lowering_part_and_what_is_shared(kg: KnowledgeGraph) -> None:
    found = kg.pathways(*D)
    assert found.parting == ("VDR signalling",)
    assert found.summary.endswith("6 raise it, 2 lower it; they part at VDR signalling.")
    assert found.diverging == ("vitamin D", "VDR signalling")
    assert found.converging == ("calcifediol", "vascular smooth muscle calcification")
    assert found.core.nodes[0] == "vitamin D"
    assert found.core.nodes[-1] == "arterial calcification"
    assert [claim.label for claim in found.cut] == ["calcifediol gives rise to calcitriol"]
    without = KnowledgeGraph.open(without=[claim.curie for claim in found.cut])
    assert without.pathways(*D).code == "no path"
    nothing = kg.pathways("vitamin K2", "calcium")
    assert (nothing.cut, nothing.parting, nothing.core.nodes) == ((), (), ())


def test_a_cut_counts_paths_of_any_length(kg: KnowledgeGraph) -> None:
    short = kg.pathways("glucocorticoids", "fracture risk", max_length=4)
    assert len({path.claims[0] for path in short}) < 3
    assert len(short.cut) == 3
    assert short.cut == kg.pathways("glucocorticoids", "fracture risk", max_length=12).cut


@pytest.mark.parametrize(
    ("ends", "options", "failure", "message"),
    [
        (K2, {"via": "calcum"}, UnknownName, "no entity is called 'calcum'"),
        (K2, {"avoid": "K2"}, BadArgument, "avoid leaves nothing of 'vitamin K2', so no path is left"),
        (K2, {"tissue": "K2"}, BadArgument, "'vitamin K2' is no tissue or cell, so no step takes place in it"),
        (K2, {"tissue": "livre"}, UnknownName, "nearest: 'liver'"),
        (K2, {"min_certainty": "sure"}, BadArgument, "is one of 'high', 'moderate', 'low', 'very low', not 'sure'"),
        (("any nutrent", K2[1]), {}, UnknownName, "no set of factors is called 'any nutrent'; nearest: 'any nutrient'"),
        (("any food", K2[1]), {}, BadArgument, "'any food' has no member in the mechanism network"),
        (("any form of calcum", K2[1]), {}, UnknownName, "no entity is called 'calcum'"),
        (([], K2[1]), {}, BadArgument, "expected the name of a factor, got none"),
        (("any biomarker", "any metabolite"), {}, BadArgument, "'any biomarker' and 'any metabolite' share 'calcifediol'"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked(
    kg: KnowledgeGraph, ends: tuple[Any, str], options: dict[str, Any], failure: type[Exception], message: str
) -> None:
    with pytest.raises(failure) as caught:
        kg.pathways(*ends, **options)
    assert message in str(caught.value)


def test_a_shared_member_can_be_left_out(kg: KnowledgeGraph) -> None:
    found = kg.pathways("any biomarker", "any metabolite", avoid=["calcifediol"], limit=3)
    assert found.code == "found"
    assert all("calcifediol" not in path.nodes for path in found)


def test_the_answer_as_plain_values_has_what_is_shared(kg: KnowledgeGraph) -> None:
    plain = json.loads(json.dumps(kg.pathways(*D, tissue="liver", limit=1).as_dict()))
    assert plain["filters"] == {"tissue": "liver"}
    assert plain["cut"] == ["claim:calcifediol-produces-calcitriol"]
    assert plain["parting"] == ["VDR signalling"]
    assert plain["core"]["nodes"][0] == "vitamin D"
    assert (plain["capped"], plain["removed_by"], plain["code"]) == (False, [], "found")
