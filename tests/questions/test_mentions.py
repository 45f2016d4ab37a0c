"""The names in a question: the same trie as for texts, but in any case and with the names that are only for search."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from calcigraph.namespaces import CG
from calcigraph.questions.mentions import Vocabulary

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph


def named(kg: KnowledgeGraph, text: str) -> list[tuple[str, str]]:
    return [(each.text, each.name) for each in Vocabulary(kg.store, kg.annotator, text).entities]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("does rank need rankl?", [("rank", "RANK"), ("rankl", "RANKL")]),
        ("is oc a marker?", [("oc", "osteocalcin")]),
        ("does alendronate help?", [("alendronate", "bisphosphonates")]),
        ("menaquinone 7 or K₂", [("menaquinone 7", "MK-7"), ("K₂", "vitamin K2")]),
        ("3 mg of Mg", [("Mg", "magnesium")]),
        ("what does vitamin D's lack do", [("vitamin D", "vitamin D")]),
        ("why does it do so", []),
    ],
)
def test_names_in_questions(kg: KnowledgeGraph, text: str, expected: list[tuple[str, str]]) -> None:
    assert named(kg, text) == expected


def test_a_plural_is_not_read_as_a_name_that_is_spelled_alike(kg: KnowledgeGraph) -> None:
    """ "Which proteins" was read as protein S, whose folded name is the same."""
    assert named(kg, "which proteins does vitamin K2 activate?") == [("vitamin K2", "vitamin K2")]
    assert named(kg, "protein S and proteins") == [("protein S", "protein S")]


def test_punctuation_is_no_part_of_a_name(kg: KnowledgeGraph) -> None:
    """A name used to reach across quotes and brackets: "vitamin-k2 } ?s" was vitamin K2 in the plural."""
    assert named(kg, "id:vitamin-k2 } ?s ?p ?o") == [("vitamin-k2", "vitamin K2")]
    assert named(kg, "the 'calcium paradox'") == [("calcium paradox", "calcium paradox")]


def test_kinds_come_along(kg: KnowledgeGraph) -> None:
    (natto,) = Vocabulary(kg.store, kg.annotator, "natto").entities
    assert f"{CG}Food" in natto.kinds
    assert Vocabulary(kg.store, kg.annotator, "what does article 2 say")._members(f"{CG}Article")[0].text == "article 2"
