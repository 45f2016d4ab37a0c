"""Pages on entities and claims, by name and by three names; the SPARQL behind an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from calcigraph.errors import AmbiguousName, BadArgument, UnknownName
from calcigraph.knowledge.claims import one_claim

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph

    from tests.cli.test_cli import Run


def test_three_names_find_the_claim(kg: KnowledgeGraph) -> None:
    page = kg.evidence("K2", "prevents", "vascular calcification")
    assert page["claim"]["claim"] == "claim:vitamin-k2-prevents-arterial-calcification"
    assert (page["claim"]["status"], page["claim"]["certainty"]) == ("not shown", "low")


def test_three_names_without_a_claim_offer_what_there_is(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownName, match="vitamin K2 does not increase serum calcium"):
        kg.evidence("K2", "prevents", "serum calcium")


def test_three_names_of_two_claims_list_both(kg: KnowledgeGraph) -> None:
    with pytest.raises(AmbiguousName, match="within-years"):
        kg.evidence("vitamin K2", "increases", "bone mineral density")


def test_two_names_are_no_claim(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadArgument, match="not by 2"):
        one_claim(kg.store, "K2", "prevents")


def test_page_and_evidence_are_plain_values(kg: KnowledgeGraph) -> None:
    import json

    assert json.loads(json.dumps(kg.page("MK7")))["entity"]["label"] == "MK-7"
    found = json.loads(json.dumps(kg.evidence("vitamin-d-decreases-fracture-risk")))
    assert [row["source"] for row in found["results"] if row["counted"]] == [
        "LeBoff MS 2022",
        "Bischoff-Ferrari HA 2020",
        "Yao P 2019",
        "Bolland MJ 2018",
    ]


def test_sparql_of_an_answer_runs_as_printed(kg: KnowledgeGraph, run: Run) -> None:
    done = run("ask", "forms-of", "vitamin D", "--sparql")
    assert (done.code, done.err) == (0, "")
    assert "#+" not in done.out
    table = kg.sparql(done.out)
    assert not isinstance(table, bool)
    assert [row[0] for row in table.rows] == [row[0] for row in kg.ask("forms-of", vitamin="vitamin D").rows]  # type: ignore[union-attr]


def test_explain_says_what_is_asked_and_answers(run: Run) -> None:
    done = run("ask", "forms-of", "vitamin D", "--explain")
    assert done.out.startswith("Forms of a vitamin: Which forms of {vitamin}")
    assert "VALUES ?vitamin { <https://w3id.org/calcigraph/id/vitamin-d> }" in done.out
    assert "\nvitamin D2 " in done.out
