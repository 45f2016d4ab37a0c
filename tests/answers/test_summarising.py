"""A summary of findings says of each outcome what the verdict rests on, and no more boldly than it allows."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from calcigraph.answers.summarising import COLUMNS, Summary
from calcigraph.errors import UnknownName
from calcigraph.knowledge.statuses import certainties

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph


@pytest.fixture(scope="module")
def summary(kg: KnowledgeGraph) -> Summary:
    return kg.summary("vitamin K2")


def test_every_row_is_what_its_claim_says(kg: KnowledgeGraph, summary: Summary) -> None:
    claims = {claim.curie: claim for claim in kg.claims("vitamin K2")}
    assert len(summary.rows) > 20
    for row in summary.rows:
        claim = claims[row.claim]
        assert (row.status, row.certainty) == (claim.status, claim.certainty or "")
        assert row.certainty in ("", *certainties(kg.store))
        assert row.outcome == kg.entities.label(claim.object)


def test_people_studies_and_effect_are_those_that_count(kg: KnowledgeGraph, summary: Summary) -> None:
    (row,) = [each for each in summary.rows if each.claim == "claim:vitamin-k2-prevents-arterial-calcification"]
    counted = [each for each in kg.evidence(row.claim)["results"] if each["counted"]]
    counted = [each for each in counted if each["kind"] == row.endpoint]
    assert row.studies == "5 randomised trials"
    assert {each["source"] for each in counted if each["design"] == "randomised trial"} == {
        each["source"] for each in counted
    }
    most: dict[str, int] = {}
    for each in counted:
        most[each["source"]] = max(most.get(each["source"], 0), each["n"] or 0)
    assert row.people == sum(most.values())
    assert row.effect.startswith("ratio 0.85 (0.55 to 1.31) for coronary artery calcification; 5 more: ")


def test_the_numbers_of_an_effect_have_like_decimals(summary: Summary) -> None:
    effects = {row.claim: row.effect for row in summary.rows}
    found = effects["claim:vitamin-k2-inversely-correlates-with-coronary-heart-disease"]
    assert found == "HR 0.70 (0.53 to 0.93); 2 more: 2 for it"


def test_what_disagrees_is_counted_beside_the_effect(summary: Summary) -> None:
    """The effect of the one weightiest result would speak for its side alone."""
    for row in summary.rows:
        if row.status == "contested" and "(" in row.effect:
            assert "no effect" in row.effect or "against it" in row.effect


def test_words_are_no_bolder_than_the_verdict(summary: Summary) -> None:
    for row in summary.rows:
        if row.status == "untested":
            assert row.words.startswith("Nobody has studied whether")
            assert (row.counted, row.studies, row.effect) == ("", "", "")
        if row.status == "contested":
            assert row.words.startswith("Studies disagree whether")


def test_what_matters_most_comes_first_and_what_is_no_outcome_not_at_all(summary: Summary) -> None:
    kinds = list(dict.fromkeys(row.endpoint for row in summary.rows))
    assert kinds == ["clinical outcome", "surrogate endpoint", "biomarker"]
    assert "vitamin K1" not in {row.outcome for row in summary.rows}


def test_cautions_stand_first_in_every_form(kg: KnowledgeGraph) -> None:
    found = kg.summary("warfarin")
    assert found.cautions[0].startswith("Warfarin: a known risk")
    assert "no medical advice" in found.cautions[-1]
    for text in (found.markdown(), found.html(), found.json()):
        assert all(text.find(line) < text.find("arterial calcification") for line in found.cautions)
        assert all(line in text for line in found.cautions)


def test_all_forms_have_all_rows(summary: Summary) -> None:
    rows = list(csv.reader(io.StringIO(summary.csv())))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len(summary.rows) + 1
    assert len(json.loads(summary.json())["rows"]) == len(summary.rows)
    assert summary.markdown().count("\n|") == len(summary.rows) + 2
    assert summary.html().count("<tr>") == len(summary.rows) + 1


def test_what_nobody_knows_is_refused_and_what_has_no_outcome_is_empty(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownName):
        kg.summary("vitamin Q")
    assert kg.summary("Gas6").rows == ()
