"""Questions asked by their id begin with one sentence, made from their rows by one of a few shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph.graph import KnowledgeGraph

    from tests.conftest import Finished

SHAPES = {
    "list": {"shape", "of", "noun", "says"},
    "best": {"shape", "of", "noun", "says", "claim"},
    "amount": {"shape", "of", "noun", "says", "low", "high", "unit"},
    "cases": {"shape", "of", "noun", "cases", "none"},
}


def test_every_question_declares_one_of_the_shapes(kg: KnowledgeGraph) -> None:
    for name, question in kg.questions.items():
        if question.path.startswith("queries/federated/"):
            continue
        spec = question.sentence
        assert spec, name
        assert SHAPES[spec["shape"]] <= spec.keys() <= SHAPES[spec["shape"]] | {"item", "where", "none"}, name
        assert ("where" in spec) <= ("none" in spec), name
        for template in [spec.get("says", ""), spec.get("none", ""), *(each["says"] for each in spec.get("cases", ()))]:
            assert not template or template.endswith("."), name
        assert question.empty or not question.parameters, f"{name}: an empty answer needs its sentence"


@pytest.mark.parametrize(
    ("question", "parameters", "sentence", "level"),
    [
        (
            "foods-that-supply",
            {"nutrient": "MK-7"},
            "Of MK-7 this graph has 1 food that supplies it; the richest by a table's value: natto.",
            "",
        ),
        (
            "dental-effects",
            {},
            "This graph has 4 effects on teeth of vitamin K2 or its forms; the surest: only articles say that vitamin K2",
            "asserted only",
        ),
        (
            "above-upper-limit",
            {"dose": 50},
            "50 µg a day of vitamin D is not above the limit for adults, by 3 authorities: 100 µg a day (EFSA NDA Panel 2023), ",
            "",
        ),
        (
            "above-upper-limit",
            {"nutrient": "MK-7"},
            "No authority in this graph set a limit for MK-7 that could be held against 125 µg a day for adults: nothing studied",
            "",
        ),
        ("foods-that-supply", {"nutrient": "phosphorus"}, "Nothing studied: no food table", ""),
    ],
)
def test_sentences(kg: KnowledgeGraph, question: str, parameters: dict[str, object], sentence: str, level: str) -> None:
    answer = kg.ask(question, **parameters)
    assert answer.sentence.startswith(sentence)
    assert answer.level == level
    assert answer.members()["sentence"] == answer.sentence


@pytest.mark.parametrize("asked", [("effects-of", "K1"), ("who-should-be-careful", "K2"), ("overview",)], ids=" ".join)
def test_one_screen_by_id(run: Callable[..., Finished], asked: tuple[str, ...]) -> None:
    out = run("ask", *asked).out
    assert len(out.splitlines()) <= 20
    assert "More: --all (" in out
    assert len(run("ask", *asked, "--all").out.splitlines()) > len(out.splitlines())
