"""The trie over words: what may stand between them, the longest name, no names inside words, plurals."""

from __future__ import annotations

import pytest
from calcigraph.text.lexicon import Lexicon, pieces, plural, singular
from hypothesis import given
from hypothesis import strategies as st


def found(names: list[str], text: str) -> list[str]:
    return [text[match.start : match.end] for match in Lexicon((name, name) for name in names).find(text)]


def test_pieces_are_cut_where_letters_digits_and_greek_letters_meet() -> None:
    assert [piece.key for piece in pieces("1α,25(OH)₂D₃")] == ["1", "alpha", "25", "oh", "2", "d", "3"]
    assert [piece.gap for piece in pieces("1α,25(OH)₂D₃")] == ["", "", ",", "-", "-", "", ""]
    assert [piece.key for piece in pieces("K2²")] == ["k", "2", "2"]
    assert pieces("") == pieces(" .,") == []


def test_the_longest_name_wins_and_a_shorter_one_is_the_way_back() -> None:
    names = ["bone", "bone matrix formation", "matrix"]
    assert found(names, "bone matrix formation") == ["bone matrix formation"]
    assert found(names, "bone matrix form") == ["bone", "matrix"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("soft tissue", "soft-tissue", True),
        ("soft tissue", "soft\u2011tissue", True),
        ("soft tissue", "soft-\n tissue", True),
        ("soft tissue", "soft\ntissue", True),
        ("soft tissue", "soft\n\ntissue", False),
        ("soft tissue", "soft, tissue", False),
        ("soft tissue", "soft. tissue", False),
        ("soft tissue", "soft \N{EM DASH} tissue", False),
        ("MK-7", "MK7", True),
        ("MK7", "MK-7", True),
        ("MK7", "MK 7", False),
        ("MK-7", "MK 7", True),
        ("broccoli, raw", "broccoli, raw", True),
        ("broccoli, raw", "broccoli raw", True),
        ("broccoli raw", "broccoli, raw", False),
        ("A1, B and C", "A1, B, and C", True),
        ("D3 + K2", "D3 + K2", True),
        ("D3 + K2", "D3+K2", True),
        ("D3 + K2", "D3 K2", False),
    ],
)
def test_what_may_stand_between_words(name: str, text: str, *, expected: bool) -> None:
    assert found([name], text) == ([text] if expected else [])


def test_no_name_starts_or_ends_inside_a_word() -> None:
    assert found(["MK7", "bone", "7"], "MK70 aMK7 bones boneyard backbone 7th") == []
    assert found(["bone"], "bone\u00b2 and bone") == ["bone", "bone"]


def test_names_that_fall_together_keep_all_meanings() -> None:
    lexicon = Lexicon([("liver", 1), ("Liver", 2), ("liver", 1)])
    assert lexicon.exact("LIVER") == (1, 2)
    assert lexicon.exact("liver oil") == lexicon.exact("") == lexicon.exact("?") == ()


@given(st.text(alphabet="ab1-, \n.αé₂", max_size=40), st.lists(st.text(alphabet="ab1- α", min_size=1), max_size=6))
def test_matches_are_in_order_and_read_like_their_names(text: str, names: list[str]) -> None:
    end = 0
    for match in Lexicon((name, name) for name in names).find(text):
        assert end <= match.start < match.end
        said = "".join(piece.key for piece in pieces(text[match.start : match.end]))
        assert said in {"".join(piece.key for piece in pieces(name)) for name in match.values}
        end = match.end


@pytest.mark.parametrize(
    ("one", "many"),
    [("artery", "arteries"), ("assay", "assays"), ("enzyme", "enzymes"), ("mass", "masses"), ("tax", "taxes")],
)
def test_plurals(one: str, many: str) -> None:
    assert plural(one) == many
    assert singular(one) == one
    assert singular(many) == one
