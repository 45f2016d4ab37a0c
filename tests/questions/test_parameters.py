"""What users give for parameters: names, numbers, hostile text; each becomes one term or one clear error."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from calcigraph.errors import AmbiguousName, BadParameter, UnknownName
from calcigraph.questions.headers import parse
from calcigraph.questions.parameters import term
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.opened import opened

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph

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
        found = term(graph.store, graph.questions["foods-that-supply"], "nutrient", text)
    except (UnknownName, AmbiguousName, BadParameter):
        return
    assert re.fullmatch(r"<https://w3id\.org/calcigraph/id/[a-z0-9-]+>", found)


HEADER = "#+ title: T\n#+ question: Q?\n#+ description: D\n#+ tags: [x]\n#+ parameters:\n"
TEXT_QUESTION = parse(
    "queries/x/echo.rq",
    HEADER + '#+   text: {type: xsd:string, default: \'"a"\'}\nSELECT ?text WHERE {\n  VALUES ?text { "a" }\n}\n',
)


@settings(max_examples=150, deadline=None)
@given(text=st.text())
def test_any_text_parameter_is_one_literal(text: str) -> None:
    found = term(opened().store, TEXT_QUESTION, "text", text)
    rows = opened().engine.select(TEXT_QUESTION.query({"text": found}))[1]
    assert [row[0].value for row in rows] == [text]  # type: ignore[union-attr]


def test_text_that_is_no_unicode_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadParameter, match="parameter 'text' takes text"):
        term(kg.store, TEXT_QUESTION, "text", "a\ud800")


@pytest.mark.parametrize("value", ["90", 90, "-1", "+3"])
def test_numbers_are_taken_as_they_are(kg: KnowledgeGraph, value: object) -> None:
    asked = parse(
        "queries/x/n.rq", HEADER + "#+   n: {type: xsd:integer, default: 1}\nSELECT ?n {\n  VALUES ?n { 1 }\n}\n"
    )
    assert term(kg.store, asked, "n", value) == str(value)


def test_less_than_nothing_is_no_amount(kg: KnowledgeGraph) -> None:
    """A dose of -5 was said to be below the limit: no known problem."""
    with pytest.raises(BadParameter, match="'-5' is no amount, which parameter 'dose' takes, such as 125"):
        kg.ask("above-upper-limit", dose=-5)


@pytest.mark.parametrize("value", ["1 } UNION {", "1e5", "", "1.5", "\u0663", "0x1", "1\n"])
def test_what_is_no_integer_is_refused(kg: KnowledgeGraph, value: str) -> None:
    asked = parse(
        "queries/x/n.rq", HEADER + "#+   n: {type: xsd:integer, default: 1}\nSELECT ?n {\n  VALUES ?n { 1 }\n}\n"
    )
    with pytest.raises(BadParameter, match="is no integer, which parameter 'n' takes, such as 1"):
        term(kg.store, asked, "n", value)
