"""Pathways: golden paths, result codes, bounds, and agreement with networkx."""

from __future__ import annotations

import json
import random
from math import prod
from typing import Any

import networkx as nx
import pytest
from calcigraph import KnowledgeGraph
from calcigraph.errors import BadArgument, UnknownName

from tests.opened import opened

K2_TO_ARTERIES = ("vitamin K2", "arterial calcification")
MGP_STEP = "claim:carboxylated-mgp-inhibits-vascular-smooth-muscle-calcification"


def test_warfarin_lowers_carboxylated_mgp(kg: KnowledgeGraph) -> None:
    found = kg.pathways("warfarin", "carboxylated MGP", sign=-1)
    assert (found.code, found.total, found.raising, found.lowering) == ("found", 1, 0, 1)
    (path,) = found
    assert path.nodes == (
        "warfarin",
        "VKORC1",
        "vitamin K hydroquinone",
        "protein gamma-carboxylation",
        "carboxylated MGP",
    )
    assert [claim.sign for claim in path.claims] == [-1, 1, 1, 1]
    assert (path.sign, path.effect, len(path)) == (-1, "lowers", 4)
    assert path.crossings == ("endoplasmic reticulum", "cartilage, vascular smooth muscle cell")
    assert path.arrows == (
        "warfarin -(-)-> VKORC1 -(+)-> vitamin K hydroquinone -(+)-> protein gamma-carboxylation "
        "-(+)-> carboxylated MGP"
    )
    assert path.sentence == (
        "Warfarin inhibits VKORC1; VKORC1 increases vitamin K hydroquinone, which activates protein "
        "gamma-carboxylation; protein gamma-carboxylation increases carboxylated MGP; by this route warfarin lowers "
        "carboxylated MGP."
    )
    assert path.weakest in path.claims


def test_a_single_step_needs_no_conclusion(kg: KnowledgeGraph) -> None:
    (path,) = kg.pathways("warfarin", "VKORC1")
    assert path.sentence == "Warfarin inhibits VKORC1."


def test_vitamin_d_raises_serum_calcium_through_the_gut(kg: KnowledgeGraph) -> None:
    found = kg.pathways("vitamin D", "serum calcium", max_length=7)
    assert (found.raising, found.lowering) == (4, 2), "phosphate that is absorbed with it lowers calcium"
    through_bone = [path for path in found if path.nodes[-2] == "bone formation"]
    assert [path.sign for path in through_bone] == [1, 1], "bone that is not formed takes up no calcium"
    assert {path.sign for path in found if path.nodes[-2] == "serum phosphate"} == {-1}
    path = next(path for path in found if "vitamin D3" in path.nodes)
    assert path.nodes == (
        "vitamin D",
        "vitamin D3",
        "calcifediol",
        "calcitriol",
        "VDR signalling",
        "intestinal calcium absorption",
        "serum calcium",
    )
    assert path.sign == 1
    assert "small intestine" in path.crossings
    assert "kidney proximal tubule" in path.crossings


def test_k2_lowers_arterial_calcification_by_steps_in_doubt(kg: KnowledgeGraph) -> None:
    found = kg.pathways(*K2_TO_ARTERIES)
    assert found.total == found.lowering == len(found)
    assert found.summary == (
        f"{found.total} paths from vitamin K2 to arterial calcification of up to 8 steps: "
        f"0 raise it, {found.total} lower it."
    )
    through_mgp = [path for path in found if MGP_STEP in {claim.curie for claim in path.claims}]
    assert len(through_mgp) == 2
    assert {path.weakest.curie for path in through_mgp} == {MGP_STEP}
    assert {path.weakest.status for path in through_mgp} == {"contested"}
    # Among paths of the same length, those through the contested step come last.
    shortest = [path for path in found if len(path) == 6]
    assert [path in through_mgp for path in shortest] == [False, False, True, True]
    assert all("Gas6" in path.nodes for path in shortest[:2])


def test_without_the_key_claims_the_paths_are_gone(kg: KnowledgeGraph) -> None:
    assert kg.pathways("warfarin", "carboxylated MGP").code == "found"
    cut = KnowledgeGraph.open(without=["claim:warfarin-inhibits-vkorc1"])
    assert cut.pathways("warfarin", "carboxylated MGP").code == "no path"
    cut = KnowledgeGraph.open(without=[MGP_STEP])
    left = cut.pathways(*K2_TO_ARTERIES)
    assert left.total == kg.pathways(*K2_TO_ARTERIES).total - 2
    last = {claim.curie for path in left for claim in path.claims if claim.label.startswith("protein gamma")}
    assert KnowledgeGraph.open(without=last).pathways(*K2_TO_ARTERIES).code == "no path"


def test_no_path_of_any_length(kg: KnowledgeGraph) -> None:
    found = kg.pathways("vitamin K2", "calcium", max_length=3)
    assert (found.code, found.paths, found.total, found.shortest) == ("no path", (), 0, None)
    assert found.summary == (
        "No path from vitamin K2 to calcium of any length in the mechanism network (looked up to 3 steps first)."
    )


def test_a_path_that_is_longer_than_allowed(kg: KnowledgeGraph) -> None:
    found = kg.pathways("vitamin D", "arterial calcification", max_length=3)
    assert (found.code, len(found), found.shortest) == ("longer", 0, 6)
    assert found.summary == ("No path from vitamin D to arterial calcification of up to 3 steps; the shortest has 6.")
    assert kg.pathways("vitamin D", "arterial calcification", max_length=5).code == "longer"
    assert min(len(path) for path in kg.pathways("vitamin D", "arterial calcification", max_length=6)) == 6


@pytest.mark.parametrize(("sign", "verb"), [(1, "raises"), (-1, "lowers")])
def test_paths_of_the_other_sign_only(kg: KnowledgeGraph, sign: int, verb: str) -> None:
    source = "vitamin K2"
    target = "arterial calcification" if sign == 1 else "carboxylated osteocalcin"
    found = kg.pathways(source, target, sign=sign)
    assert (found.code, len(found)) == ("other sign", 0)
    assert found.summary == f"No path from {source} to {target} of up to 8 steps {verb} it, though others exist."


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"max_length": 0}, "max_length is a whole number from 1 to 12, not 0"),
        ({"max_length": 13}, "max_length is a whole number from 1 to 12, not 13"),
        ({"max_length": 2.5}, "not 2.5"),
        ({"max_length": "8"}, "not '8'"),
        ({"max_length": True}, "not True"),
        ({"sign": 0}, "sign is one of 1, -1, None, not 0"),
        ({"sign": "+"}, "sign is one of 1, -1, None, not '\\+'"),
        ({"limit": 0}, "limit is a whole number from 1, not 0"),
        ({"limit": 1.5}, "limit is a whole number from 1, not 1.5"),
    ],
)
def test_bounds(kg: KnowledgeGraph, options: dict[str, Any], message: str) -> None:
    with pytest.raises(BadArgument, match=message):
        kg.pathways(*K2_TO_ARTERIES, **options)


def test_the_longest_length_that_is_allowed(kg: KnowledgeGraph) -> None:
    assert kg.pathways("warfarin", "VKORC1", max_length=12).code == "found"


def test_two_factors_that_are_one(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadArgument, match="'MK7' and 'menaquinone-7' are the same factor; a path needs two"):
        kg.pathways("MK7", "menaquinone-7")


def test_what_cannot_go_up_or_down_is_on_no_path(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadArgument, match="'postmenopausal women' is no factor"):
        kg.pathways("postmenopausal women", "serum calcium")
    with pytest.raises(UnknownName, match="no entity is called 'calcum'; nearest: 'calcium'"):
        kg.pathways("vitamin D", "calcum")


def test_limit_keeps_the_first_and_counts_all(kg: KnowledgeGraph) -> None:
    every = kg.pathways("vitamin D", "bone mineralization")
    few = kg.pathways("vitamin D", "bone mineralization", limit=3)
    assert every.total == len(every) > 3
    assert few.paths == every.paths[:3]
    assert (few.total, few.raising, few.lowering) == (every.total, every.raising, every.lowering)


def test_shortest_first_and_weaker_evidence_last(kg: KnowledgeGraph) -> None:
    found = kg.pathways("vitamin D", "bone mineralization")
    keys = [(len(path), -min(claim.rank for claim in path.claims)) for path in found]
    assert keys == sorted(keys)
    assert len({len(path) for path in found}) > 1


def test_the_answer_as_plain_values(kg: KnowledgeGraph) -> None:
    found = kg.pathways("warfarin", "carboxylated MGP", sign=-1)
    plain = json.loads(json.dumps(found.as_dict()))
    assert plain["paths"][0]["signs"] == [-1, 1, 1, 1]
    assert plain["paths"][0]["claims"][0] == "claim:warfarin-inhibits-vkorc1"
    assert plain["paths"][0]["weakest"]["verdict"] == found.paths[0].weakest.verdict
    assert (plain["code"], plain["total"], plain["shortest"], plain["sign"]) == ("found", 1, None, -1)


def pairs() -> list[tuple[str, str]]:
    """Choose pairs of factors, the same ones on every run."""
    network = opened().to_networkx()
    chooser = random.Random(20240)  # noqa: S311 - a fixed sample of pairs
    joined = [(a, b) for a in sorted(network) for b in sorted(nx.descendants(network, a))]
    return chooser.sample(joined, 8)


@pytest.mark.parametrize(("source", "target"), pairs())
def test_the_paths_are_those_that_networkx_finds(kg: KnowledgeGraph, source: str, target: str) -> None:
    network = kg.to_networkx()
    paths: Any = nx.all_simple_edge_paths(network, source, target, cutoff=6)
    expected = {tuple(key for _, _, key in path) for path in paths}
    found = kg.pathways(source, target, max_length=6)
    assert {tuple(claim.iri for claim in path.claims) for path in found} == expected
    assert len(found) == len(expected)
    if not expected:
        assert (found.code, found.shortest) == ("longer", nx.shortest_path_length(network, source, target))


@pytest.mark.parametrize(("source", "target"), pairs())
def test_every_path_is_a_simple_chain_with_the_sign_of_its_steps(kg: KnowledgeGraph, source: str, target: str) -> None:
    found = kg.pathways(source, target, max_length=7)
    assert found.raising + found.lowering == found.total == len(found)
    for path in found:
        ends = [path.claims[0].subject, *(claim.object for claim in path.claims)]
        assert (ends[0], ends[-1]) == (source, target)
        assert len(set(ends)) == len(ends) == len(path.nodes) == len(path) + 1
        assert all(one.object == two.subject for one, two in zip(path.claims, path.claims[1:], strict=False))
        assert path.sign == prod(claim.sign or 0 for claim in path.claims)
        assert path.weakest.rank == min(claim.rank for claim in path.claims)
        assert len(path.tissues) == len(path)
        assert all(path.tissues)
        assert path.nodes[0].casefold() == path.sentence[: len(path.nodes[0])].casefold()
