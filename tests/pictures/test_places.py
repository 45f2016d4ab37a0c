"""The map of the mechanism: kept places fit, lines cross seldom, and none runs over the title of a region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from calcigraph.diagrams.dot import Place
from calcigraph.pictures import layout, places

from tests.pictures.crossings import crossings, lines_of, over_titles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calcigraph import KnowledgeGraph

#: Where lines crossed before places were kept: 253 lines, led around boxes.
BEFORE = 3354


@pytest.fixture(scope="module")
def svg(kg: KnowledgeGraph) -> str:
    return str(kg.draw("mechanism").svg())


def test_lines_cross_half_as_often_as_they_did(svg: str) -> None:
    assert len(lines_of(svg)) >= 253
    assert crossings(svg) <= BEFORE / 2


def test_no_line_runs_over_a_title(svg: str) -> None:
    assert over_titles(svg) == []


def test_lines_are_led_around_boxes(svg: str) -> None:
    """Where two boxes touch the engine says so to nobody and draws every line straight, through boxes."""
    curved = [points for points in lines_of(svg).values() if len(points) > 9]
    assert len(curved) > 60


def test_kept_places_fit_the_shipped_graph(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """If this fails, the mechanism has other boxes than when the places were looked for: run make places."""
    asked: list[tuple[dict[str, Place], dict[str, Place]]] = []

    def noted(here: Mapping[str, Place], rooms: Mapping[str, Place]) -> dict[str, Place]:
        asked.append((dict(here), places.kept(here, rooms)))
        return asked[-1][1]

    monkeypatch.setattr(layout, "kept", noted)
    kg.draw("mechanism").svg()
    given, used = asked[0]
    assert given.keys() == used.keys()
    assert sum(given[iri] != used[iri] for iri in given) > len(given) / 2, "run: make places"


def test_places_that_do_not_fit_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"a": Place(10, 10, 10, 10), "b": Place(40, 10, 10, 10)}
    room = dict.fromkeys(given, Place(50, 50, 100, 100))

    def with_kept(**kept: tuple[float, float]) -> bool:
        monkeypatch.setattr(places, "_known", lambda: kept)
        return places.kept(given, room) != given

    assert with_kept(a=(20, 20), b=(60, 60))
    assert not with_kept(a=(20, 20))  # a box without a place
    assert not with_kept(a=(20, 20), b=(97, 60))  # outside of the room
    assert not with_kept(a=(20, 20), b=(32, 22))  # too close
