"""What no payload may lack: a caution for what it names, sources that can be looked up, and whole sentences when it is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from calcigraph.assistant.answering_tools import answer
from calcigraph.knowledge.evidence import NO_ADVICE

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph

_NONE = "No caution was found"
K2: dict[str, dict[str, Any]] = {
    "find": {"name": "K2"},
    "page": {"name": "K2"},
    "summary": {"name": "K2"},
    "evidence": {"claim": "vitamin K2 prevents arterial calcification"},
    "ask": {"question": "Does vitamin K2 prevent arterial calcification?"},
    "pathways": {"source": "K2", "target": "arterial calcification"},
    "what_if": {"interventions": {"K2": "high"}, "observe": ["dp-ucMGP"]},
    "check_text": {"text": "Vitamin K2 prevents arterial calcification."},
}


@pytest.mark.parametrize("tool", K2)
def test_a_nutrient_with_known_risks_is_never_told_without_them(kg: KnowledgeGraph, tool: str) -> None:
    made, failed = answer(kg, tool, K2[tool])
    assert not failed
    assert _NONE not in made["safety"]
    assert "vitamin K antagonist" in made["safety"] or "Cautions are recorded" in made["safety"]
    assert made["safety"].endswith(NO_ADVICE)
    if tool != "find":
        assert any("pmid" in each or "doi" in each for each in made["sources"])


@pytest.mark.parametrize("question", ["How much vitamin D is too much?", "What is the upper limit of calcium?"])
def test_a_known_risk_is_not_told_as_no_caution(kg: KnowledgeGraph, question: str) -> None:
    made, _ = answer(kg, "ask", {"question": question})
    assert made["state"] == "known risk"
    assert _NONE not in made["safety"]


def test_a_claim_is_told_in_the_same_words_by_page_summary_and_check(kg: KnowledgeGraph) -> None:
    page = answer(kg, "page", {"name": "K2"})[0]["result"]["effects"]
    rows = answer(kg, "summary", {"name": "K2"})[0]["result"]["rows"]
    words = {each["claim"]: each["words"] for each in rows}
    shared = [each for each in page if each["claim"] in words]
    assert shared
    assert all(each["words"] == words[each["claim"]] for each in shared)


def test_nothing_found_still_says_what_may_be_said(kg: KnowledgeGraph) -> None:
    made, failed = answer(kg, "page", {"name": "vitamn K2"})
    assert failed
    assert made["nearest"][0] == "vitamin K2"
    assert made["boldest_wording"].startswith("Nothing may be said: ")


def test_what_an_assistant_cannot_give_is_not_advised(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("calcigraph.assistant.answering_tools.SECONDS", 0.3)
    made, _ = answer(kg, "sparql", {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"})
    assert made["reasons"] == ["the query took longer than 0.3 s"]
