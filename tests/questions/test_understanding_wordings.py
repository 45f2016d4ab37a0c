"""Questions as people ask them, many of each: answered as meant or asked back with the right choice first, never wrong."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph
    from calcigraph.questions.interpretation import Understanding

WORDINGS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[1] / "fixtures" / "wordings.yaml").read_text(encoding="utf-8")
)
#: Share that has to be answered as meant, or asked back with what was meant as the first choice; and answered at once.
SERVED, ANSWERED = 0.95, 0.5


def meant(wording: dict[str, Any], found: Understanding) -> bool:
    return found.question in wording["ids"] and set(wording.get("values", ())) <= set(found.parameters.values())


def served(kg: KnowledgeGraph, wording: dict[str, Any]) -> str:
    found = kg.questions.understand(wording["text"])
    if found.sure:
        return "answered" if meant(wording, found) else "wrong"
    return "first choice" if found.choices and meant(wording, found.choices[0]) else "missed"


@pytest.fixture(scope="module")
def outcomes(kg: KnowledgeGraph) -> dict[str, str]:
    return {wording["text"]: served(kg, wording) for wording in WORDINGS}


def test_none_is_answered_as_something_else(outcomes: dict[str, str]) -> None:
    assert [text for text, outcome in outcomes.items() if outcome == "wrong"] == []


def test_nearly_all_are_served(outcomes: dict[str, str]) -> None:
    missed = [text for text, outcome in outcomes.items() if outcome == "missed"]
    assert len(missed) <= (1 - SERVED) * len(outcomes), missed
    assert sum(outcome == "answered" for outcome in outcomes.values()) >= ANSWERED * len(outcomes)


def test_nine_in_ten_of_those_that_made_no_rule_are_served(outcomes: dict[str, str]) -> None:
    unseen = [outcomes[wording["text"]] for wording in WORDINGS if wording.get("unseen")]
    assert len(unseen) >= 25
    assert unseen.count("missed") <= 0.1 * len(unseen)


def test_every_question_on_evidence_provenance_and_joins_is_asked_for(kg: KnowledgeGraph) -> None:
    asked = {name for wording in WORDINGS for name in wording["ids"]}
    folders = ("evidence", "provenance", "joins", "federated")
    wanted = {name for name in kg.questions if kg.questions[name].path.split("/")[1] in folders}
    rest = {"negated-claims", "contested-claims", "sources-not-used"}  # in test_understanding_plain
    assert wanted - rest <= asked
    assert {"what-is-known-for-a-population"} <= asked <= set(kg.questions)
    assert len(WORDINGS) >= 210
