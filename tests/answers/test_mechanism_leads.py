"""Answers from the mechanism begin with their caution and one sentence that is no bolder than what studies found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph.graph import KnowledgeGraph

    from tests.conftest import Finished

ASKED = [
    ("pathways", "warfarin", "arterial calcification"),
    ("what-if", "warfarin=high", "--samples", "50"),
    ("compare", "warfarin=high", "warfarin=high + vitamin K=high", "--samples", "50"),
    ("explain", "warfarin increases arterial calcification"),
]


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked[0])
def test_caution_sentence_and_level_on_one_screen_and_in_json(
    run: Callable[..., Finished], asked: tuple[str, ...]
) -> None:
    text = run(*asked).out
    assert len(text.splitlines()) <= 20
    read = json.loads(run(*asked, "-f", "json").out)
    assert list(read)[:4] == ["warnings", "sentence", "level", "reasons"]
    flat = " ".join(text.split())
    assert "known risk" in read["warnings"][0]
    assert flat.startswith(read["warnings"][0])
    assert all(line in flat for line in read["warnings"])
    # The level stands in capitals at the end of the sentence's last line.
    assert read["sentence"] in flat
    assert flat.index(read["warnings"][-1]) < flat.index(read["sentence"])
    assert read["level"].upper() in flat


def test_nothing_without_a_drug_or_a_condition_warns(kg: KnowledgeGraph) -> None:
    found = kg.pathways("vitamin K hydroquinone", "carboxylated MGP")
    assert (found.warnings, found.level) == ((), "mechanism only, weakest link supported (low certainty)")
    assert found.sentence == (
        "By its mechanism vitamin K hydroquinone may raise carboxylated MGP; no claim in this graph says what studies end to end saw."
    )


def test_what_does_not_fit_stands_first(kg: KnowledgeGraph) -> None:
    found = kg.what_if({"vitamin K": "high"}, samples=200)
    assert found.sentence.startswith("Does not fit what studies found of clotting and thrombosis: with vitamin K high,")
    assert found.reasons[0].startswith("does not fit what studies found")
    one = kg.compare({"more": {"vitamin K": "high"}, "less": {"vitamin K": "low"}}, samples=200)
    assert one.sentence.startswith("Does not fit what studies found of clotting and thrombosis")
    assert one.scenarios["more"].sentence == found.sentence


def test_signs_that_part_settle_nothing(kg: KnowledgeGraph) -> None:
    said = kg.pathways("warfarin", "arterial calcification").sentence
    assert said.startswith(
        "By its mechanism warfarin could raise or lower arterial calcification, which signs alone do not"
    )


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (
            ("vitamin K2 prevents arterial calcification",),
            (
                "Not shown that vitamin K2 prevents arterial calcification: studies saw no effect, but a small one is possible; "
                "the mechanism can bring it about."
            ),
        ),
        (("warfarin inhibits VKORC1",), "Warfarin inhibits VKORC1; it is one direct step of the mechanism."),
    ],
)
def test_an_explanation_says_first_what_studies_found(kg: KnowledgeGraph, claim: tuple[str, ...], said: str) -> None:
    assert kg.explain(*claim).sentence == said
