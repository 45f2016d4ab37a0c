"""How the collection of questions takes what users type: ids, parameters, hostile text, search; and how files are read."""

from __future__ import annotations

import re
from functools import cache

import pytest
from calcigraph import KnowledgeGraph
from calcigraph.errors import AmbiguousName, BadParameter, UnknownName, UnknownQuestion
from calcigraph.questions import Questions, parse
from hypothesis import given, settings
from hypothesis import strategies as st


def test_unknown_question_offers_the_nearest(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownQuestion, match=r"'food-that-supplies'; nearest: 'foods-that-supply'"):
        kg.ask("food-that-supplies")
    with pytest.raises(UnknownQuestion) as caught:
        kg.ask("which drug is a risk")
    assert "who-should-be-careful" in caught.value.nearest
    with pytest.raises(UnknownQuestion):
        kg.ask("")


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


HOSTILE = [
    '"',
    "'",
    "}",
    "{",
    "} UNION { ?a ?b ?c",
    "id:vitamin-k2 } ?s ?p ?o . VALUES ?nutrient { id:vitamin-k2",
    "id:vitamin-k2\n}\n?s ?p ?o",
    "<https://w3id.org/calcigraph/id/vitamin-k2> <https://w3id.org/calcigraph/id/mk-7>",
    "https://w3id.org/calcigraph/id/vitamin-k2> } #",
    "\\",
    "\\u003e",
    '"""',
    "\x00",
    "\ud800",
    "https://x.example/\ud800",
    "",
    "   ",
    "#",
    "UNDEF",
    "?nutrient",
    "$1\\g<0>",
]


@pytest.mark.parametrize("text", HOSTILE, ids=repr)
@pytest.mark.parametrize(("name", "parameter"), [("foods-that-supply", "nutrient"), ("evidence-for", "claim")])
def test_hostile_text_never_reaches_the_query(kg: KnowledgeGraph, name: str, parameter: str, text: str) -> None:
    with pytest.raises((UnknownName, BadParameter)) as caught:
        kg.ask(name, **{parameter: text})
    assert "SELECT" not in str(caught.value)


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=40))
def test_any_text_is_a_name_or_a_clear_error(text: str) -> None:
    graph = opened()
    try:
        term = graph.questions._term(graph.questions["foods-that-supply"], "nutrient", text)
    except (UnknownName, AmbiguousName, BadParameter):
        return
    assert re.fullmatch(r"<https://w3id\.org/calcigraph/id/[a-z0-9-]+>", term)


@cache
def opened() -> KnowledgeGraph:
    return KnowledgeGraph.open()


HEADER = "#+ title: T\n#+ question: Q?\n#+ description: D\n#+ tags: [x]\n#+ parameters:\n"
TEXT_QUESTION = parse(
    "queries/x/echo.rq",
    HEADER + '#+   text: {type: xsd:string, default: \'"a"\'}\nSELECT ?text WHERE {\n  VALUES ?text { "a" }\n}\n',
)


@settings(max_examples=150, deadline=None)
@given(text=st.text())
def test_any_text_parameter_is_one_literal(text: str) -> None:
    term = Questions(opened())._term(TEXT_QUESTION, "text", text)
    rows = opened().engine.select(TEXT_QUESTION.query({"text": term}))[1]
    assert [row[0].value for row in rows] == [text]  # type: ignore[union-attr]


def test_text_that_is_no_unicode_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadParameter, match="parameter 'text' takes text"):
        Questions(kg)._term(TEXT_QUESTION, "text", "a\ud800")


@pytest.mark.parametrize("value", ["90", 90, "-1", "+3"])
def test_numbers_are_taken_as_they_are(kg: KnowledgeGraph, value: object) -> None:
    asked = parse(
        "queries/x/n.rq", HEADER + "#+   n: {type: xsd:integer, default: 1}\nSELECT ?n {\n  VALUES ?n { 1 }\n}\n"
    )
    assert Questions(kg)._term(asked, "n", value) == str(value)


@pytest.mark.parametrize("value", ["1 } UNION {", "1e5", "", "1.5", "\u0663", "0x1", "1\n"])
def test_what_is_no_integer_is_refused(kg: KnowledgeGraph, value: str) -> None:
    asked = parse(
        "queries/x/n.rq", HEADER + "#+   n: {type: xsd:integer, default: 1}\nSELECT ?n {\n  VALUES ?n { 1 }\n}\n"
    )
    with pytest.raises(BadParameter, match="is no integer, which parameter 'n' takes, such as 1"):
        Questions(kg)._term(asked, "n", value)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("#+ title: T\nASK {}", "header lacks"),
        (HEADER.replace("parameters", "params") + "#+   n: 1\nASK {}", r"unknown \['params'\]"),
        (HEADER + "#+   n: {type: xsd:integer, default: 1}\nASK {}", "exactly one line 'VALUES .n .*found 0"),
        (
            HEADER + "#+   n: {type: xsd:integer, default: 1}\nASK {\nVALUES ?n { 1 }\nVALUES ?n { 1 }\n}",
            "exactly one line 'VALUES .n .*found 2",
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
