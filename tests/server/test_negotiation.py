"""Media types by the Accept header."""

from __future__ import annotations

import pytest
from calcigraph.server.negotiation import best, quality
from hypothesis import given, settings
from hypothesis import strategies as st

OFFERED = ["application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"]


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("", OFFERED[0]),
        ("text/csv", "text/csv"),
        ("TEXT/CSV; Q=1.0", "text/csv"),
        ("text/*", "text/csv"),
        ("text/*, text/csv;q=0", "text/tab-separated-values"),
        ("*/*;q=0.1, text/tab-separated-values;q=0.2", "text/tab-separated-values"),
        ("application/json, text/csv;q=0.9", OFFERED[0]),
        ("text/csv;q=2", None),
        ("text/csv;q=0", None),
        ("*/*, application/sparql-results+json;q=0", OFFERED[1]),
        ("image/png", None),
        ("nonsense", None),
    ],
)
def test_the_best_is_found(accept: str, found: str | None) -> None:
    assert best(accept, OFFERED) == found


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_any_header_has_an_answer(accept: str) -> None:
    found = best(accept, OFFERED)
    assert found is None or found in OFFERED


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from([*OFFERED, "image/png"]), st.integers(0, 1000)), min_size=1, max_size=6))
def test_what_is_liked_most_is_given(liked: list[tuple[str, int]]) -> None:
    accept = ", ".join(f"{media};q={value / 1000:.3f}" for media, value in liked)
    found = best(accept, OFFERED)
    values = [quality(accept, media) for media in OFFERED]
    assert (found is None) == (max(values) == 0)
    if found:
        assert quality(accept, found) == max(values)
