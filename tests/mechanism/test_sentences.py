"""Sentences on paths: verbs, plurals, doubts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from calcigraph.mechanism.pathways.sentences import capital

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("oestrogen falls.", "Oestrogen falls."),
        ("dp-ucMGP rises.", "dp-ucMGP rises."),
        ("24,25-dihydroxyvitamin D rises.", "24,25-dihydroxyvitamin D rises."),
        ("MK-7 rises.", "MK-7 rises."),
        ("", ""),
    ],
)
def test_the_first_letter(text: str, shown: str) -> None:
    assert capital(text) == shown


def test_a_plural_subject_has_a_plural_verb_at_both_ends(kg: KnowledgeGraph) -> None:
    path = kg.pathways("broad-spectrum antibiotics", "vitamin K2").paths[1]
    assert path.sentence == (
        "Broad-spectrum antibiotics decrease menaquinones made by gut bacteria; menaquinones made by gut bacteria "
        "increase vitamin K2 (contested); by this route broad-spectrum antibiotics lower vitamin K2."
    )


def test_which_stands_only_after_a_step_that_raises(kg: KnowledgeGraph) -> None:
    found = kg.pathways("any drug", "any clinical outcome")
    assert found.total > 100
    labels = {
        kg.entities.label(end) for claim in kg.claims(directness="direct") for end in (claim.subject, claim.object)
    }
    for path in found:
        text = path.sentence
        assert re.fullmatch(r"[^a-z].*\.", text)
        assert text.count("; by this route ") == (len(path) > 1)
        assert not re.search(r"(inhibits?|decreases?|prevents?) [^;,]*, which", text)
        assert not re.search(r"which [^;]*, which", text)
        assert all(node in labels for node in path.nodes)
        # Every factor is named, in the order of the path.
        position = 0
        for node in path.nodes:
            position = text.casefold().index(node.casefold(), position)
        assert f" {path.nodes[-1]}." in text
        for claim in path.claims:
            doubted = claim.status not in ("established", "supported")
            assert (f"({claim.status})" in text) or not doubted
