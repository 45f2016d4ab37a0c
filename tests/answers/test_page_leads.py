"""Pages begin with their caution and their sentence, never bolder than the evidence, on one screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from calcigraph.answers.page_leads import _reasons, cautions, effects, told_entity, told_evidence
from calcigraph.cli.lead_text import print_entity_lead, print_evidence_lead
from calcigraph.knowledge.evidence import evidence_pages
from calcigraph.knowledge.statuses import statuses
from calcigraph.knowledge.verdict_words import sentence

if TYPE_CHECKING:
    import pytest
    from calcigraph import KnowledgeGraph

# Words one of which has to stand in what is less sure than moderate, or not shown.
_HEDGES = re.compile(
    r"\b(may|perhaps|probably|uncertain|disagree|not shown|nobody|only articles|not so|went against)\b", re.IGNORECASE
)


def test_no_sentence_is_bolder_than_its_certainty_allows(kg: KnowledgeGraph) -> None:
    known = statuses(kg.store)
    bold = [
        claim.label
        for claim in kg.claims()
        if not (known[claim.status].assertable and claim.certainty == "high")
        and not _HEDGES.search(sentence(kg.store, claim))
    ]
    assert bold == []


def test_the_first_screen_of_an_entity_is_the_whole_answer(
    kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]
) -> None:
    every = [str(iri) for (iri,) in kg.engine.values("SELECT ?e { ?e a cg:Entity } ORDER BY ?e")]
    nutrients = [str(iri) for (iri,) in kg.engine.values("SELECT ?e { ?e a cg:Nutrient } ORDER BY ?e")]
    for iri in [*every[::40], *nutrients[::4], kg.entities.iri("vitamin D"), kg.entities.iri("warfarin")]:
        page = told_entity(kg.store, iri)
        print_entity_lead(page, whole=False)
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) <= 20, iri
        assert all(len(line) <= 80 and "http" not in line for line in lines), iri
        assert lines[0].startswith((page["warnings"] or [page["sentence"]])[0][:20])


def test_the_first_screen_of_a_claim_is_the_whole_answer(
    kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]
) -> None:
    for claim in kg.claims()[::40]:
        page = told_evidence(kg.store, claim.curie)
        print_evidence_lead(page, whole=False)
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) <= 20, claim.curie
        assert all(len(line) <= 80 and "http" not in line for line in lines), claim.curie
        assert page["sentence"] == sentence(kg.store, claim)


def test_what_a_drug_calls_for_stands_first(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    print_evidence_lead(told_evidence(kg.store, "warfarin inhibits VKORC1"), whole=False)
    assert capsys.readouterr().out.startswith("Warfarin: a known risk")
    assert told_entity(kg.store, "vitamin K2")["careful"][0].startswith("Known risk with vitamin K antagonists")


def test_a_reason_says_how_far_its_source_was_checked(kg: KnowledgeGraph) -> None:
    for claim in kg.claims()[::40]:
        page = told_evidence(kg.store, claim.curie)
        first: dict[str, str] = {}
        for row in page["results"]:
            if row["counted"]:
                first.setdefault(row["source"], row["verification"])
        for verification, reason in zip(list(first.values())[:3], page["reasons"], strict=False):
            assert reason.endswith(" [partly verified]") == (verification == "partly verified"), claim.curie


def test_a_warning_of_integrity_is_on_the_first_screen(kg: KnowledgeGraph, capsys: pytest.CaptureFixture[str]) -> None:
    pages = evidence_pages(kg.store, [claim.iri for claim in kg.claims()])
    warned = [iri for iri, page in pages.items() if any(row["warning"] for row in page["results"])]
    assert warned
    for iri in warned:
        print_evidence_lead(told_evidence(kg.store, iri), whole=False)
        out = capsys.readouterr().out
        assert len(out.splitlines()) <= 20, iri
        said = " ".join(out.split())
        for row in pages[iri]["results"]:
            if row["warning"]:
                assert "integrity warning" in said.casefold(), iri
                assert row["source"] in said, iri
                assert row["warning"] in said, iri


def test_a_warned_result_that_counts_says_so_itself() -> None:
    row = {
        "source": "Doe 2020",
        "design": "cohort study",
        "description": "No difference.",
        "n": None,
        "counted": True,
        "verification": "verified",
        "warning": "expression of concern",
    }
    page = {"claim": {"status": "", "certainty": ""}, "verdicts": [], "results": [row]}
    assert _reasons(page) == ["No difference (Doe 2020, cohort study). Integrity warning: expression of concern"]


def test_names_call_for_caution_by_what_they_mean(kg: KnowledgeGraph) -> None:
    (first, *_) = cautions(kg.store, ["VKORC1", "Coumadin"])
    assert first == "Warfarin: a known risk, for vitamin K calls for caution in users of vitamin K antagonists."
    assert cautions(kg.store, ["hypercalcaemia"])[0].startswith("Hypercalcaemia: a known risk")
    assert cautions(kg.store, ["any form of vitamin K", "vitamin D", "arterial calcification", "replete"]) == []


def test_effects_are_the_claims_from_end_to_end_with_their_verdicts(kg: KnowledgeGraph) -> None:
    found = effects(kg.store, kg.entities.iri("K2"))
    claims = {claim.curie: claim for claim in kg.claims("K2", directness="indirect") if claim.sign}
    assert {row["claim"] for row in found} == set(claims)
    assert all((row["status"], row["certainty"]) == _verdict(claims[row["claim"]]) for row in found)
    fracture = next(row for row in found if row["outcome"] == "vertebral fracture")
    assert (fracture["direction"], fracture["studies"], fracture["largest"]) == ("lowers", 1, 4378)


def _verdict(claim: object) -> tuple[object, object]:
    return getattr(claim, "status", None), getattr(claim, "certainty", None)
