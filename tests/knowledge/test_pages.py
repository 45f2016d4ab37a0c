"""Pages: what the graph knows about an entity and about a claim."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from calcigraph.answers.page_words import numbers
from calcigraph.cli.page_text import print_entity, print_evidence
from calcigraph.errors import UnknownName
from calcigraph.knowledge.pages import NO_ADVICE, entity_page, evidence_page

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph


def test_a_page_on_a_protein(kg: KnowledgeGraph) -> None:
    page = entity_page(kg.store, "MGP")
    assert page["entity"]["label"] == "matrix Gla protein"
    assert [form["label"] for form in page["forms"]] == ["carboxylated MGP", "dp-ucMGP"]
    assert [form["label"] for form in page["kinds"]] == ["carboxylated MGP", "uncarboxylated MGP"]
    assert {claim["claim"] for claim in page["other_claims"]} >= {
        "claim:carboxylated-mgp-form-of-mgp",
        "claim:dp-ucmgp-form-of-mgp",
    }
    assert all(claim["claim"] != "claim:dp-ucmgp-form-of-mgp" for claim in page["acts_on"] + page["acted_on_by"])


def test_a_page_on_a_drug(kg: KnowledgeGraph) -> None:
    page = entity_page(kg.store, "Coumadin")
    assert {claim["label"] for claim in page["acts_on"]} == {
        "warfarin inhibits VKORC1",
        "warfarin increases arterial calcification",
        "warfarin increases aortic valve calcification",
        "warfarin increases serum calcium",
    }
    assert page["acts_on"][0]["label"] == "warfarin inhibits VKORC1"  # the mechanism comes first
    assert (page["acted_on_by"], page["forms"], page["amounts"], page["note"]) == ([], [], [], "")


def test_a_page_on_a_vitamer_has_its_amounts_once_and_its_cautions(kg: KnowledgeGraph) -> None:
    page = entity_page(kg.store, "MK7")
    assert [claim["label"] for claim in page["acted_on_by"]] == ["vitamin K2 increases MK-7"]
    assert {claim["claim"] for claim in page["cautions"]} == {
        "claim:mk-7-interacts-with-acenocoumarol",
        "claim:mk-7-contraindicated-with-vitamin-k-antagonists",
    }
    (counted,) = kg.engine.values("SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a cg:amountOf|cg:nutrient id:mk-7 }")
    assert len(page["amounts"]) == int(counted[0] or 0) > 20
    assert page["note"] == NO_ADVICE


def test_a_page_says_that_none_is_set(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    page = entity_page(kg.store, "vitamin K")
    page["amounts"] = [row for row in page["amounts"] if row["quantity"] == "upper limit" and row["noneSet"]]
    assert page["amounts"]
    assert all(row["low"] is None for row in page["amounts"])
    print_entity(page)
    assert "upper limit: vitamin K none set" in capsys.readouterr().out


def test_a_value_that_nobody_has_seen_is_not_invented(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    (row, *_) = kg.engine.values(
        "SELECT ?of { ?a cg:verification cg:notSeen ; cg:amountOf ?of FILTER NOT EXISTS { ?a cg:lowValue ?low } }"
    )
    page = entity_page(kg.store, str(row[0]))
    page["amounts"] = [row for row in page["amounts"] if row["low"] is None and not row["noneSet"]]
    print_entity(page)
    assert "value not seen" in capsys.readouterr().out


def test_a_page_on_a_contested_claim(kg: KnowledgeGraph) -> None:
    page = evidence_page(kg.store, "claim:vitamin-k2-increases-bone-mineral-density")
    assert page["claim"]["verdict"].startswith("contested (")
    (verdict,) = page["verdicts"]
    assert (verdict["endpoint"], verdict["status"]) == ("surrogate endpoint", "contested")
    assert verdict["null"] > 0
    assert "inconsistency" in {reason["reason"] for reason in verdict["reasons"]}
    assert len(page["results"]) == len({row["result"] for row in page["results"]}) == 31
    # What counts comes first, and among it what speaks against the claim.
    order = {"refutes": 0, "null": 1, "supports": 2}
    keys = [(not row["counted"], order[row["direction"]]) for row in page["results"]]
    assert keys == sorted(keys)
    trial = next(row for row in page["results"] if row["result"] == "result:bartstra2020-bmd")
    assert (trial["direction"], trial["form"], trial["duration"]) == ("null", "MK-7", 6.0)
    assert trial["doi"] == "10.1007/s00394-020-02412-z"
    assert len(page["statements"]) == 6
    assert {row["hedge"] for row in page["statements"]} <= {"asserted", "may", "associated"}
    assert {row["boldness"] for row in page["statements"]} <= {"overstated", "fair", "understated"}
    assert all(row["anchor"].startswith("#:~:text=") for row in page["statements"])


def test_a_page_on_a_step_of_mechanism_cites_its_source(kg: KnowledgeGraph) -> None:
    page = evidence_page(kg.store, "claim:warfarin-inhibits-vkorc1")
    (source,) = page["mechanism"]
    assert (source["source"], source["pmid"], source["verification"]) == ("Rost S 2004", "14765194", "verified")
    assert [row["result"] for row in page["results"]] == ["result:stafford2005-warfarin"]
    assert page["results"][0]["kind"] == "mechanism"


def test_a_finding_with_several_forms_is_one_row(kg: KnowledgeGraph) -> None:
    page = evidence_page(kg.store, "claim:vitamin-k-with-calcium-increases-bone-mineral-density")
    (row,) = [row for row in page["results"] if row["result"] == "result:hu2021-bmd"]
    assert row["form"] == "calcium, vitamin K"


def test_a_partly_verified_source_is_flagged_where_it_is_shown(
    kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]
) -> None:
    page = evidence_page(kg.store, "claim:warfarin-inhibits-vkorc1")
    assert page["results"][0]["verification"] == "partly verified"
    print_evidence(page)
    assert "<https://pubmed.ncbi.nlm.nih.gov/16102054/> (partly verified)" in capsys.readouterr().out
    print_evidence(evidence_page(kg.store, "claim:casr-signalling-increases-calcitonin"))
    assert "(partly verified)" in " ".join(capsys.readouterr().out.split())
    print_entity(entity_page(kg.store, "MK7"))
    assert "natto (MK-7) 850 ug [NIH Office of Dietary Supplements," in capsys.readouterr().out


def test_every_partly_verified_finding_is_printed_with_its_flag(
    kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]
) -> None:
    for claim in kg.claims()[::9]:
        page = evidence_page(kg.store, claim.curie)
        print_evidence(page)
        shown = " ".join(capsys.readouterr().out.split())
        flagged = [row for row in page["results"] + page["mechanism"] if row["verification"] == "partly verified"]
        assert shown.count("(partly verified)") == len(flagged)


def test_doses_and_cautions_carry_the_note(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("claim:mk-7-interacts-with-acenocoumarol", "claim:mk-7-decreases-arterial-stiffness"):
        page = evidence_page(kg.store, name)
        assert page["note"] == NO_ADVICE
        print_evidence(page)
        assert capsys.readouterr().out.splitlines()[-1].strip() == NO_ADVICE
    assert evidence_page(kg.store, "claim:warfarin-inhibits-vkorc1")["note"] == ""
    print_entity(entity_page(kg.store, "MK7"))
    assert capsys.readouterr().out.splitlines()[-1].strip() == NO_ADVICE


def test_a_claim_that_nobody_studied_says_so(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    page = evidence_page(kg.store, "claim:calcium-alone-is-not-sufficient-for-bone-strength")
    assert (page["results"], page["mechanism"], page["claim"]["verdict"]) == ([], [], "asserted only")
    print_evidence(page)
    assert "None. Nothing in the graph has studied this." in capsys.readouterr().out


def test_a_warning_on_a_source_is_printed(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    print_evidence(evidence_page(kg.store, "claim:vitamin-k2-decreases-hip-fracture"))
    assert "Integrity warning: pools trials of doubtful integrity" in capsys.readouterr().out


def test_every_page_can_be_printed_and_is_json(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    for (iri,) in kg.engine.values("SELECT ?e { ?e a cg:Entity } ORDER BY ?e")[::5]:
        page = entity_page(kg.store, str(iri))
        assert json.loads(json.dumps(page)) == page
        assert "note" in page
        print_entity(page)
    for claim in kg.claims()[::5]:
        page = evidence_page(kg.store, claim.iri)
        assert json.loads(json.dumps(page)) == page
        assert page["verdicts"]
        print_evidence(page)
    assert "None, " not in capsys.readouterr().out


def test_numbers_of_a_finding() -> None:
    names = "measure effect low high unit p form dose doseUnit duration durationUnit n"
    empty: dict[str, object] = dict.fromkeys(names.split())
    assert numbers(empty) == ""
    assert numbers(empty | {"measure": "percent-change", "effect": -65.2, "unit": "%"}) == "change -65.2 %"
    full = {"measure": "HR", "effect": 0.5, "low": 0.4, "high": 0.6, "unit": "1", "p": "<0.001", "n": 12}
    dosed = {"form": "MK-7", "dose": 180.0, "doseUnit": "ug/d", "duration": 1.0, "durationUnit": "a"}
    assert numbers(empty | full | dosed) == "HR 0.5 [0.4-0.6]; P<0.001; MK-7 180 ug/d; 1 year; n=12"
    assert numbers(empty | {"form": "MK-4", "duration": 24.0, "durationUnit": "mo"}) == "MK-4; 24 months"


@pytest.mark.parametrize("page", [entity_page, evidence_page])
def test_a_page_on_nothing(kg: KnowledgeGraph, page: type) -> None:
    with pytest.raises(UnknownName):
        page(kg.store, "nothing of the kind")
