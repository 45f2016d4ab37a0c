"""Claims explained by the steps of mechanism between their ends."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from calcigraph.errors import BadArgument, UnknownName

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph

CODES = {"same sign", "opposite sign", "both signs", "no mechanism", "no sign", "direct"}


def test_pathways_of_the_same_sign(kg: KnowledgeGraph) -> None:
    found = kg.explain("vitamin K2 prevents arterial calcification")
    assert (found.code, found.same_total, found.opposite_total, len(found.same)) == ("same sign", 6, 0, 3)
    assert all(path.sign == -1 for path in found.same)
    assert found.text.startswith(
        "Vitamin K2 prevents arterial calcification. Verdict: not shown (low certainty). 6 pathways of up to 8 steps "
        "bring about what it says, and none the opposite. The shortest for it: Vitamin K2 increases MK-7,"
    )


def test_pathways_of_the_opposite_sign_only(kg: KnowledgeGraph) -> None:
    found = kg.explain("osteocalcin", "increases", "bone mineral density", max_length=3)
    assert (found.code, found.same, found.opposite_total) == ("opposite sign", (), 1)
    assert {path.sign for path in found.opposite} == {-1}
    assert "No pathway of up to 3 steps brings about what it says; 1 brings about the opposite." in found.text
    assert "The shortest against it: Osteocalcin synthesis decreases bone formation (contested);" in found.text


def test_no_mechanism_is_known(kg: KnowledgeGraph) -> None:
    found = kg.explain("vitamin K2", "contributesTo", "dental health")
    assert (found.code, found.same, found.opposite) == ("no mechanism", (), ())
    assert found.text.endswith("No mechanism is known: no pathway of direct steps joins its ends.")


def test_both_signs_settle_nothing(kg: KnowledgeGraph) -> None:
    found = kg.explain("vitamin D", "decreases", "fracture risk", limit=None)
    assert found.code == "both signs"
    assert (len(found.same), len(found.opposite)) == (found.same_total, found.opposite_total)
    assert "signs alone do not settle it" in found.text


def test_a_longer_mechanism_only(kg: KnowledgeGraph) -> None:
    found = kg.explain("vitamin K2 prevents arterial calcification", max_length=3)
    assert (found.code, found.shortest) == ("no mechanism", 6)
    assert found.text.endswith("joins its ends in up to 3 steps; the shortest has 6.")


def test_a_claim_that_denies_an_effect(kg: KnowledgeGraph) -> None:
    denied = kg.explain("vitamin K2", "increases", "clotting and thrombosis")
    assert denied.claim.negated
    assert {path.sign for path in denied.opposite} == {1}
    assert {path.sign for path in denied.same} == {-1}
    assert "8 pathways of up to 8 steps bring about what it denies, and 4 the contrary" in denied.text
    nothing = kg.explain("vitamin K2 does not increase serum calcium")
    assert nothing.code == "no mechanism"
    assert nothing.text.endswith("which fits a claim that there is no effect but does not prove it.")


def test_a_claim_without_sign(kg: KnowledgeGraph) -> None:
    found = kg.explain("calcium goes with more arterial calcification (dietary intake)")
    assert (found.code, found.same_total, found.opposite_total) == ("no sign", 2, 3)
    assert {path.sign for path in found.same} == {1}
    assert "2 raise and 3 lower its object" in found.text
    compared = kg.explain("vitamin K2 exceeds vitamin K1 in half-life")
    assert compared.code == "no sign"


def test_a_combination_acts_through_its_parts_and_a_lack_the_other_way_round(kg: KnowledgeGraph) -> None:
    together = kg.explain("vitamin D with vitamin K2 decreases dp-ucMGP")
    assert together.through == ("vitamin D", "vitamin K2")
    parts = [kg.pathways(each, "dp-ucMGP") for each in together.through]
    assert together.same_total == sum(each.lowering for each in parts)
    assert together.opposite_total == sum(each.raising for each in parts)
    lack = kg.explain("lack of vitamin K2 increases arterial calcification")
    assert (lack.code, lack.through, lack.same_total) == ("same sign", ("less vitamin K2",), 6)
    assert {path.sign for path in lack.same} == {-1}


def test_a_direct_claim_and_one_without_factors(kg: KnowledgeGraph) -> None:
    assert kg.explain("warfarin inhibits VKORC1").code == "direct"
    assert "one direct step" in kg.explain("warfarin inhibits VKORC1").text
    assert kg.explain("Brie supplies vitamin K2").code == "no sign"


def test_every_indirect_claim_has_an_explanation_that_holds(kg: KnowledgeGraph) -> None:
    seen = set()
    for claim in kg.claims(directness="indirect"):
        found = kg.explain(claim.iri, limit=1)
        seen.add(found.code)
        assert found.code in CODES - {"direct"}
        assert (found.code == "no sign") or bool(found.same) == (found.code in ("same sign", "both signs"))
        assert found.text.count("  ") == 0
        assert found.text.endswith(".")
        json.dumps(found.as_dict())
    assert seen == CODES - {"direct"}


def test_a_claim_that_the_known_steps_only_oppose(kg: KnowledgeGraph) -> None:
    """Trials asked it, and no step of mechanism leads there: those that are known go by the arteries."""
    opposed = {
        claim.label
        for claim in kg.claims(directness="indirect")
        if kg.explain(claim.iri, limit=1).code == "opposite sign"
    }
    assert opposed == {
        "vitamin D decreases all-cause mortality",
        "vitamin D decreases arterial stiffness",
        "vitamin D with calcium decreases all-cause mortality",
    }
    found = kg.explain("vitamin D decreases all-cause mortality", limit=None)
    assert (found.same, found.opposite_total) == ((), 4)
    assert all(
        {"vascular smooth muscle calcification", "cardiovascular events"} <= set(path.nodes) for path in found.opposite
    )


def test_wrong_use(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownName):
        kg.explain("vitamin K2 cures everything")
    with pytest.raises(BadArgument, match="max_length is a whole number from 1 to 12, not 99"):
        kg.explain("vitamin K2 prevents arterial calcification", max_length=99)
    with pytest.raises(BadArgument, match="limit is a whole number from 1, not 0"):
        kg.explain("vitamin K2 prevents arterial calcification", limit=0)
