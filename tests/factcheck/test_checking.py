"""Checking: outcomes of sentences, and what must never happen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from calcigraph.factcheck.hedges import LEVELS, SURVEY, hedge_of
from calcigraph.factcheck.rewording import reworded
from calcigraph.guard.folding import fold
from calcigraph.knowledge.statuses import status_of
from calcigraph.store.judgements import values
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.opened import opened

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph


@pytest.mark.parametrize(
    ("sentence", "outcomes"),
    [
        ("Vitamin K2 prevents arterial calcification.", ["overstated"]),
        ("Vitamin K2 may reduce fracture risk.", ["fair"]),
        ("K2 activates osteocalcin.", ["fair"]),
        ("K2 may activate osteocalcin.", ["understated"]),
        ("Vitamin D prevents fractures.", ["contradicted"]),
        ("Vitamin D may prevent fractures.", ["overstated"]),
        ("K2 does not activate osteocalcin.", ["contradicted"]),
        ("There is no evidence that K2 reduces fractures.", ["fair"]),
        ("Vitamin K2 is perfectly safe with warfarin.", ["unsafe"]),
        ("Stop your warfarin and take K2 instead.", ["unsafe"]),
        ("Take 20,000 IU of vitamin D a day.", ["unsafe"]),
        ("Do not take K2 with warfarin without asking your doctor.", []),
        ("Take 5000 IU of vitamin K2 a day.", ["wrong unit or amount"]),
        ("The upper limit for vitamin K2 is 500 mcg.", ["wrong unit or amount"]),
        ("A capsule holds 10 mcg (4000 IU) of vitamin D.", ["wrong unit or amount"]),
        ("Natto is rich in vitamin K2.", ["fair"]),
        ("MK-7 is a form of vitamin K2.", ["fair"]),
        ("Calcium supplements increase the risk of heart attacks.", ["fair"]),
        ("Does vitamin K2 prevent fractures?", []),
        ("Some people claim that K2 prevents fractures.", []),
        ("I took K2 and my bones felt better.", []),
        ("Participants were randomly assigned to vitamin D or placebo.", []),
        ("Arterial calcification is prevented by vitamin K2.", ["overstated"]),
    ],
)
def test_a_sentence_has_its_outcome(kg: KnowledgeGraph, sentence: str, outcomes: list[str]) -> None:
    """One sentence of each kind."""
    assert [each.outcome for each in kg.check(sentence).findings if each.outcome != "not covered here"] == outcomes


def test_a_sentence_may_make_several_claims(kg: KnowledgeGraph) -> None:
    """Each is judged alone, and the sentence has the gravest outcome."""
    found = kg.check("Vitamin K2 activates osteocalcin and prevents arterial calcification.").sentences[0]
    assert [each.outcome for each in found.findings] == ["fair", "overstated"]
    assert found.outcome == "overstated"


def test_places_are_those_of_the_original(kg: KnowledgeGraph) -> None:
    """A sentence is found again at its place, and its findings within it."""
    text = "# Title\n\nNothing here.  K2 activates\nosteocalcin.\n\n- K2 prevents fractures."
    for sentence in kg.checker.check(text, markdown=True).sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert all(sentence.start <= each.start < each.end <= sentence.end for each in sentence.findings)


def test_a_text_in_another_language_is_said_at_once(kg: KnowledgeGraph) -> None:
    """Nothing is judged in a language that is not understood."""
    found = kg.check("Vitamin K2 ist wichtig für die Knochen und wird mit der Nahrung nicht immer aufgenommen.")
    assert (found.language, found.findings, found.read) == ("German", [], 0)
    assert "German" in found.summary


def test_an_endless_sentence_is_not_judged(kg: KnowledgeGraph) -> None:
    """A megabyte without a full stop is read and told, and costs no more than it is long."""
    found = kg.check("vitamin K2 prevents fractures and " * 30_000)
    assert found.findings == []
    assert found.no_claim["long"] == found.read


def test_the_levels_keep_the_order_of_the_survey() -> None:
    """A word that readers took for surer is at no lower level."""
    asked = sorted(values("factcheck/hedges.yaml")["survey"].items(), key=lambda each: each[1])
    ranks = [LEVELS[SURVEY[word]] for word, _ in asked]
    assert ranks == sorted(ranks, reverse=True)
    for word in ("seems to", "appears to", "may", "might", "might possibly"):
        level = SURVEY[word.removesuffix(" to")]
        text = f"k2 {word} reduce fractures"
        assert hedge_of(text, 0, len(text) - 10, len(text)).level == level


@given(number=st.integers(0, 10_000), outcome=st.sampled_from(["overstated", "understated", "contradicted", "unsafe"]))
@settings(max_examples=60, deadline=None)
def test_a_rewrite_is_never_bolder_than_its_certainty(number: int, outcome: str) -> None:
    """Whatever the claim, what is said in its place is within what the status allows, and is not accused itself."""
    graph = opened()
    claims = graph.claims()
    claim = claims[number % len(claims)]
    said = reworded(graph.store, claim, outcome)
    allowed = status_of(graph.store, claim).hedge
    tail = fold(said).rpartition("marker in the blood")[2]
    hedge = hedge_of(tail, 0, len(tail), len(tail))
    unsure = hedge.unsure or hedge.unshown or hedge.denied
    assert hedge.rank <= allowed or unsure or claim.negated
    assert not any(each.outcome in ("unsafe", "contradicted") for each in graph.check(said).findings)


_PIECES = [
    "vitamin K2",
    "vitamin D",
    "warfarin",
    "prevents",
    "may",
    "does not",
    "fractures",
    "is safe with",
    "5000 IU",
    "take",
    "and",
    ",",
    "osteocalcin",
    "activates",
    "?",
    ".",
    "(",
    "bones",
    "\n\n",
    "- ",
    "upper limit",
    "mg",
]


@given(st.lists(st.sampled_from(_PIECES), max_size=25))
@settings(max_examples=40, deadline=None)
def test_any_text_is_checked(pieces: list[str]) -> None:
    """Whatever the words, findings have known outcomes and places in the text."""
    text = " ".join(pieces)
    for sentence in opened().check(text).sentences:
        assert 0 <= sentence.start < sentence.end <= len(text)
        assert all(each.words and each.reason for each in sentence.findings)
