"""Answers to plain words: cautions first, one sentence, never a wrong comfort."""

from __future__ import annotations

import pytest
from calcigraph.answers.screen import screen
from calcigraph.errors import UnclearQuestion
from calcigraph.knowledge.claims import read_claims
from calcigraph.knowledge.verdict_words import answered
from calcigraph.questions.states import State
from calcigraph.store import files, yaml_text

from tests.asking import grade
from tests.opened import opened


def asked(text: str) -> str:
    return screen(opened().ask(text))


def test_the_first_line_of_an_emergency_is_the_number() -> None:
    assert asked("my son ate a whole jar of vitamin D gummies").startswith("Call the emergency number")


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("does vitamin K2 prevent vertebral fractures", "claim:vitamin-k2-decreases-vertebral-fracture"),
        ("can k2 dissolve arterial plaque", "claim:vitamin-k2-reverses-vascular-calcification"),
        ("does K2 prevent arterial calcification", "claim:vitamin-k2-prevents-arterial-calcification"),
        ("does denosumab block RANKL", "claim:denosumab-inhibits-rankl"),
        ("vitamin K1 for bone density", "claim:vitamin-k1-increases-bone-mineral-density"),
        # Two nutrients together are asked of together, whichever word joins them; either is asked of alone.
        ("does vitamin d and calcium prevent fractures", "claim:vitamin-d-with-calcium-decreases-fracture-risk"),
        ("does calcium plus vitamin d reduce hip fractures", "claim:vitamin-d-with-calcium-decreases-hip-fracture"),
        (
            "do k2 and d3 prevent arterial calcification",
            "claim:vitamin-d-with-vitamin-k2-decreases-arterial-calcification",
        ),
        ("does vitamin d or calcium prevent fractures", "claim:vitamin-d-decreases-fracture-risk"),
    ],
)
def test_the_sentence_is_the_verdict_on_the_claim_that_is_meant(text: str, claim: str) -> None:
    answer = opened().ask(text)
    assert answer.claim == claim
    (found,) = read_claims(opened().store, f"VALUES ?claim {{ {claim} }}")
    assert answer.sentence == answered(opened().store, found)
    assert found.status in answer.level


def test_the_time_of_day_is_told_as_not_studied() -> None:
    sentence = "With a meal that has fat in it; no study of the time of day is in this graph."
    assert opened().ask("when should I take vitamin D").sentence == sentence


def test_a_refusal_has_its_caution_too() -> None:
    with pytest.raises(UnclearQuestion) as caught:
        opened().ask("is 600 a day of vitamin D ok for me")
    assert "pharmacist" in str(caught.value)
    assert caught.value.says == ("600 IU = 15 µg", "600 µg = 24,000 IU")


@pytest.mark.parametrize(
    "text", ["does vitamin C lower blood pressure", "who won the world cup", "will vitamin D help me lose weight"]
)
def test_outside_is_told_as_outside(text: str) -> None:
    answer = opened().ask(text)
    assert (answer.state, answer.frame) == (State.OUTSIDE, "outside")
    assert len(answer) == 0


def test_a_screen_has_twenty_lines_at_most() -> None:
    for mark in grade.rows("second set"):
        try:
            text = asked(mark["q"])
        except UnclearQuestion:
            continue
        assert len(text.splitlines()) <= 20, mark["q"]
        assert max(map(len, text.splitlines())) <= 80, mark["q"]


@pytest.mark.parametrize("name", ["asked.tsv", *grade.OWN])
def test_no_question_is_answered_wrongly_and_none_lacks_its_caution(name: str) -> None:
    if name == "asked.tsv" and not grade.SHARED.exists():
        pytest.skip("the questions that were asked are not beside this checkout")
    found = grade.graded(name, opened())
    assert [each.question for each in found if each.outcome == "wrong"] == []
    assert [each.question for each in found if each.caution_missing] == []
    right = sum(each.outcome in ("right", "asked back rightly") for each in found)
    assert right >= 0.85 * len(found)


def test_the_states_have_one_list() -> None:
    listed = yaml_text.parse(files.beside("questions/states.yaml"))
    assert [str(each) for each in State if each != State.NOT_ASKED] == list(listed)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("is 5000 IU of vitamin D a day ok", "above-upper-limit"),
        ("D3 20000 IU weekly safe?", "above-upper-limit"),
        # No daily dose, and no dose of adults: the rows of the limits of adults would speak of something else.
        ("can I take 100000 IU of vitamin D at once", "reference-intakes"),
        ("300000 IU vitamin D once a year", "reference-intakes"),
        ("is 5000 IU of vitamin D a day ok for my 6 year old?", "reference-intakes"),
        ("is 5000 IU of vitamin D a day ok in pregnancy?", "reference-intakes"),
    ],
)
def test_a_daily_dose_of_adults_brings_the_rows_that_it_is_held_against(text: str, rows: str) -> None:
    assert opened().ask(text).understood.split(" ")[0] == rows
