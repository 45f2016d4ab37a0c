"""Widths of text as the font tables say, and wrapping that loses nothing."""

from __future__ import annotations

import pytest
from calcigraph.diagrams.lettering import width, wrap
from hypothesis import given
from hypothesis import strategies as st

WORDS = st.lists(st.text(alphabet="abcdefghij-,24αγ", min_size=1, max_size=18), min_size=1, max_size=12)


@pytest.mark.parametrize(("text", "thousandths"), [("i", 222), ("M", 833), ("a", 556), (" ", 278), ("W", 944)])
def test_widths_are_those_of_arial(text: str, thousandths: int) -> None:
    # The metrics of Helvetica and Arial, as every Adobe font metrics file gives them.
    assert width(text, 1000) == pytest.approx(thousandths, abs=1)


def test_bold_is_wider() -> None:
    assert width("calcium", 12, bold=True) > width("calcium", 12)


@given(words=WORDS, limit=st.floats(min_value=20, max_value=300), even=st.booleans())
def test_wrapping_loses_nothing(words: list[str], limit: float, *, even: bool) -> None:
    text = " ".join(words)
    lines = wrap(text, limit, 12, even=even)
    assert "".join("".join(lines).split()) == "".join(words)
    assert all(lines)


@given(WORDS, st.floats(min_value=20, max_value=300))
def test_even_lines_are_as_few_as_full_ones(words: list[str], limit: float) -> None:
    text = " ".join(words)
    assert len(wrap(text, limit, 12)) == len(wrap(text, limit, 12, even=False))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("coagulation factor X", ["coagulation", "factor X"]),
        ("24,25-dihydroxyvitamin D", ["24,25-", "dihydroxyvitamin D"]),
        ("↑ vascular smooth muscle", ["↑ vascular", "smooth muscle"]),
        ("dp-ucMGP", ["dp-ucMGP"]),
    ],
)
def test_lines_break_where_a_reader_expects(text: str, lines: list[str]) -> None:
    assert wrap(text, 84, 12) == lines
