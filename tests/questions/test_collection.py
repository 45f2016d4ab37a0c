"""How the collection of questions takes what users type: ids, parameters, hostile text, search; and how files are read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from calcigraph.errors import BadParameter, UnclearQuestion, UnknownName, UnknownQuestion
from calcigraph.questions.headers import parse

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph


def test_unknown_question_offers_the_nearest(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownQuestion, match=r"'food-that-supplies'; nearest: 'foods-that-supply'"):
        kg.ask("food-that-supplies")
    with pytest.raises(UnknownQuestion):
        kg.ask("")
    with pytest.raises(UnknownQuestion, match="no question is called 'foods'"):
        kg.ask("foods")  # one word is an id, and no question of its own


def test_plain_text_is_answered_where_it_is_sure(kg: KnowledgeGraph) -> None:
    """In Python too, plain text is asked as on the command line; it used to be an unknown question."""
    answer = kg.ask("which foods supply menaquinone-7?")
    assert answer.csv() == kg.ask("foods-that-supply", nutrient="MK-7").csv()
    assert answer.understood == (
        "foods-that-supply (Which foods supply {nutrient}, and how much?) with nutrient = MK-7"
    )
    assert kg.ask("foods-that-supply", nutrient="MK-7").understood == ""


def test_unsure_plain_text_raises_the_choices(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnclearQuestion) as caught:
        kg.ask("which drug is a risk")
    assert "who-should-be-careful" in [each.question for each in caught.value.choices]
    assert caught.value.exit_code == 2
    message = str(caught.value)
    assert message.startswith("not sure what 'which drug is a risk' asks; choose one: ")
    assert "\n" not in message
    for each in caught.value.choices:
        assert each.asked in message
        assert len(kg.ask(each.question, **each.parameters).columns) > 1


def test_plain_text_on_nothing_of_the_subject_is_outside(kg: KnowledgeGraph) -> None:
    """It used to be refused with a list of commands; whoever asks is told what the graph is about."""
    answer = kg.ask("zzzz zzzz")
    assert (answer.state, len(answer)) == ("outside this graph", 0)
    assert answer.sentence.startswith("Outside this graph")


def test_what_is_given_beside_plain_text_counts(kg: KnowledgeGraph) -> None:
    answer = kg.ask("which foods supply menaquinone-7?", nutrient=kg.entity("MK-4"))
    assert answer.csv() == kg.ask("foods-that-supply", nutrient="MK-4").csv()
    assert answer.understood.endswith("with nutrient = MK-4")
    with pytest.raises(BadParameter, match="has no parameter 'food'"):
        kg.ask("which foods supply menaquinone-7?", food="natto")


def test_questions_can_be_called_and_looked_up(kg: KnowledgeGraph) -> None:
    assert [each.id for each in kg.questions()] == sorted(kg.questions)
    assert kg.questions("foods") == kg.questions.search("foods")
    assert {each.path.split("/")[1] for each in kg.questions("foods")[:4]} == {"foods"}
    assert kg.questions["forms-of"].title == "Forms of a vitamin"


def test_unknown_parameter_lists_those_there_are(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadParameter, match="'foods-that-supply' has no parameter 'food'; it has: 'nutrient'"):
        kg.ask("foods-that-supply", food="natto")
    with pytest.raises(BadParameter, match="'overview' has no parameter 'food'; it has: none"):
        kg.ask("overview", food="natto")


def test_wrong_class_says_what_it_is_and_what_is_wanted(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadParameter) as caught:
        kg.ask("foods-that-supply", nutrient="warfarin")
    assert re.match(r"'warfarin' is a drug, but parameter 'nutrient' takes a nutrient, such as '.+'", str(caught.value))
    with pytest.raises(BadParameter, match=r"is a food, but parameter 'protein' takes a protein, such as '.+'"):
        kg.ask("what-a-protein-needs", protein="natto")


def test_unknown_claim_offers_the_nearest(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownName, match=r"no claim is called .+ nearest: 'claim:vitamin-k2-prevents-arterial"):
        kg.ask("evidence-for", claim="vitamin-k2-prevents-arterial-calcifications")


def test_entities_and_claims_can_be_passed_on(kg: KnowledgeGraph) -> None:
    assert kg.ask("forms-of", vitamin=kg.entity("vitamin D")).csv() == kg.ask("forms-of", vitamin="vitamin D").csv()
    claim = kg.claims("warfarin", "inhibits", "VKORC1")[0]
    assert len(kg.ask("evidence-for", claim=claim)) > 0


HEADER = "#+ title: T\n#+ question: Q?\n#+ description: D\n#+ tags: [x]\n#+ parameters:\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("#+ title: T\nASK {}", "header lacks"),
        (HEADER.replace("parameters", "params") + "#+   n: 1\nASK {}", r"unknown \['params'\]"),
        (HEADER + "#+   n: {type: xsd:integer, default: 1}\nASK {}", "expected a line 'VALUES .n .*found none"),
        (
            HEADER + "#+   n: {type: xsd:integer, default: 1}\nASK {\nVALUES ?n { 1 }\nVALUES ?n { 2 }\n}",
            "the header says 1, the query 2",
        ),
        (
            HEADER + "#+   n: {type: xsd:integer, default: 2}\nASK {\nVALUES ?n { 1 }\n}",
            "the header says 2, the query 1",
        ),
    ],
)
def test_a_faulty_question_is_told(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=f"^queries/x/y.rq: .*{fault}"):
        parse("queries/x/y.rq", text)


def test_a_parameter_is_replaced_in_every_branch_that_begins_with_it() -> None:
    text = (
        HEADER
        + "#+   n: {type: xsd:integer, default: 1}\nASK {\n{\nVALUES ?n { 1 }\n}\nUNION\n{\nVALUES ?n { 1 }\n}\n}"
    )
    assert parse("queries/x/y.rq", text).query({"n": "2"}) == text.replace("{ 1 }", "{ 2 }")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("foods", "foods-that-supply"),
        ("what food contains it", "foods-that-supply"),
        ("half-life of forms", "forms-of"),
        ("warfarin interaction", "who-should-be-careful"),
        ("who needs it", "who-might-need-more"),
        ("studies on a claim", "evidence-for"),
        ("does it raise calcium", "negated-claims"),
        ("how big is it: counts", "overview"),
    ],
)
def test_search_by_words(kg: KnowledgeGraph, words: str, name: str) -> None:
    assert name in [found.id for found in kg.questions.search(words)][:6]


def test_search_for_nothing_lists_all_and_for_nonsense_none(kg: KnowledgeGraph) -> None:
    assert [found.id for found in kg.questions.search("")] == sorted(kg.questions)
    assert kg.questions.search("zzzz") == []
