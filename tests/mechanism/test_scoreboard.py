"""The scoreboard is current, complete, and no worse than it says it aims to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.mechanism.scoreboard import board
from tests.mechanism.scoreboard.sensitivity import SHIPPED, Trial

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph

    from tests.mechanism.scoreboard.board import Pair


@pytest.fixture(scope="module")
def judged(kg: KnowledgeGraph) -> list[tuple[Pair, dict[str, str]]]:
    """Every pair with the answers of all methods."""
    return [(pair, board.judge(kg, pair)) for pair in board.pairs(kg)]


def test_the_page_is_current(kg: KnowledgeGraph) -> None:
    page = board.PAGE.read_text(encoding="utf-8")
    assert page.startswith(board.render(kg)), "run: make scoreboard"


def test_the_aim_is_met_on_the_solid_published_outcomes(judged: list[tuple[Pair, dict[str, str]]]) -> None:
    those = board.groups(judged)["Published outcomes, solid"]
    assert len(those) >= 40
    made = board.score(those, "what-if")
    assert made.correct >= 0.97
    assert made.determined >= 0.92


@pytest.mark.parametrize(
    ("group", "right", "wrong"),
    [
        ("Published outcomes, solid", 162, 0),
        ("Published outcomes, all", 179, 2),
        ("DrugMechDB paths that stand", 41, 3),
        ("WikiPathways edges, none cited", 20, 0),
    ],
)
def test_nothing_drops(judged: list[tuple[Pair, dict[str, str]]], group: str, right: int, wrong: int) -> None:
    made = board.score(board.groups(judged)[group], "what-if")
    assert made.right >= right
    assert made.wrong <= wrong


@pytest.mark.parametrize("group", ["Published outcomes, solid", "Published outcomes, all"])
def test_what_if_is_better_than_the_two_others(judged: list[tuple[Pair, dict[str, str]]], group: str) -> None:
    """On pathway databases, whose pairs are few steps apart, the shortest path is as good: the page says so."""
    ours, path, exact = (board.score(board.groups(judged)[group], method) for method in board.METHODS)
    assert ours.correct > path.correct
    assert ours.right > path.right > exact.right


def test_exact_sign_solvability_is_never_contradicted(judged: list[tuple[Pair, dict[str, str]]]) -> None:
    for pair, words in judged:
        if words["sign-solvability"] != "undetermined":
            assert words["what-if"] == words["sign-solvability"], pair


def test_every_disagreement_has_a_comment(judged: list[tuple[Pair, dict[str, str]]]) -> None:
    comments = {row["id"] for row in board.read("comments.tsv") if row["comment"]}
    unlike = {pair.id for pair, words in judged if board.mark(pair, words["what-if"]) != "right"}
    assert unlike == comments


def test_the_variant_as_shipped_answers_as_the_board_does(
    kg: KnowledgeGraph, judged: list[tuple[Pair, dict[str, str]]]
) -> None:
    trial = Trial(kg, SHIPPED)
    assert [trial.word(pair) for pair, _ in judged] == [words["what-if"] for _, words in judged]
