"""What speaks against reading a text as a question, doubt by doubt, and what the weights are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from calcigraph.questions.asked_text import AskedText
from calcigraph.questions.understanding import Reader
from calcigraph.questions.weighing import Weighing

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph import KnowledgeGraph


@pytest.fixture(scope="module")
def weigh(kg: KnowledgeGraph) -> Callable[[str, str], Weighing]:
    """Hold a text against one question: the best of the ways to read it so."""
    reader = Reader(kg.store, kg.questions, kg.annotator)

    def best(text: str, question: str) -> Weighing:
        asked = AskedText(kg.store, kg.annotator, kg.questions.values(), text)
        return max(
            (each for each in reader._weighings(asked) if each.question.id == question), key=lambda each: each.score
        )

    return best


@pytest.mark.parametrize(
    ("doubt", "question", "doubtful", "sound"),
    [
        (
            Weighing.says_too_little,
            "forms-of",
            "vitamin K2",
            "forms of vitamin K2",
        ),
        (
            Weighing.is_denied,
            "foods-that-supply",
            "which foods do not contain vitamin K2?",
            "which foods contain vitamin K2?",
        ),
        (
            Weighing.guesses_a_unit,
            "above-upper-limit",
            "is 4000 of vitamin D above an upper limit?",
            "is 4000 IU of vitamin D above an upper limit?",
        ),
        (
            Weighing.leaves_open,
            "above-upper-limit",
            "is a day of vitamin D above an upper limit?",
            "is 4000 IU of vitamin D above an upper limit?",
        ),
        (
            Weighing.leaves_open,
            "above-upper-limit",
            "is 4000 IU of vitamin D above an upper limit for my postman?",
            "is 4000 IU of vitamin D above an upper limit for children?",
        ),
        (
            Weighing.is_turned_round,
            "proteins-activated-by",
            "which proteins activate vitamin K2?",
            "which proteins does vitamin K2 activate?",
        ),
        (
            Weighing.says_only_names,
            "foods-with-k2-and-calcium",
            "can I take vitamin K2 and calcium?",
            "which foods supply both vitamin K2 and calcium?",
        ),
        (
            Weighing.guesses_a_claim,
            "evidence-for",
            "what about vitamin K2 and fracture risk?",
            "does vitamin K2 decrease fracture risk?",
        ),
        (
            Weighing.fits_too_little_for_its_rest,
            "foods-that-supply",
            "purple foods of vitamin K2 tonight",
            "which foods supply vitamin K2?",
        ),
        (
            Weighing.goes_the_other_way,
            "does-it-raise-calcium",
            "does vitamin K2 lower calcium?",
            "does vitamin K2 raise calcium?",
        ),
    ],
    ids=lambda each: each.__name__ if callable(each) else "",
)
def test_each_doubt(
    weigh: Callable[[str, str], Weighing], doubt: Callable[[Weighing], bool], question: str, doubtful: str, sound: str
) -> None:
    assert doubt(weigh(doubtful, question))
    assert not weigh(doubtful, question).is_sure
    assert not doubt(weigh(sound, question))


def test_what_stays_at_its_default_or_is_lost_is_told(weigh: Callable[[str, str], Weighing]) -> None:
    found = weigh("which foods supply it?", "foods-that-supply")
    assert ([each.name for each in found.missing], found.is_sure) == (["nutrient"], False)
    found = weigh("which foods supply vitamin K2 with warfarin and osteoporosis?", "foods-that-supply")
    assert [each.text for each in found.lost] == ["warfarin", "osteoporosis"]
    assert not found.is_sure
    assert "purpl" in weigh("purple foods with vitamin K2", "foods-that-supply").unknown


def test_what_is_taken_speaks_for_a_question(weigh: Callable[[str, str], Weighing]) -> None:
    named, open_ = (
        weigh("which foods supply vitamin K2?", "foods-that-supply"),
        weigh("which foods", "foods-that-supply"),
    )
    assert named.parameters == {"nutrient": "vitamin K2"}
    assert named.score > open_.score
    assert weigh("warfarin inhibits VKORC1", "evidence-for").says_a_claim
