"""The house: the page on it is current, and each place that CONTRIBUTING names is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def _places() -> list[str]:
    table = PAGE.partition("## Where do I change")[2]
    return [place for line in table.splitlines() if line.startswith("| ") for place in re.findall(r"`([^`]+)`", line)]


def test_every_place_where_something_is_changed_can_be_opened() -> None:
    places = _places()
    assert len(places) >= 20
    for place in places:
        found = ROOT / place
        content = any(found.iterdir()) if found.is_dir() else found.read_text(encoding="utf-8")
        assert content, place


def test_no_row_sends_a_reader_to_more_than_three_places() -> None:
    rows = [line for line in PAGE.partition("## Where do I change")[2].splitlines() if line.startswith("| ")]
    assert len(rows) - 1 >= 20
    assert all(line.count("`") <= 6 for line in rows)


def test_every_room_of_the_package_is_in_the_ten_lines() -> None:
    lines = PAGE.partition("## How the code is laid out")[2].partition("## Where do I change")[0]
    rooms = {each.name for each in (ROOT / "graph" / "calcigraph").iterdir() if (each / "__init__.py").exists()}
    assert {room for room in rooms if f"{room}/" not in lines} == set()
    assert sum(line.startswith("- ") for line in lines.splitlines()) == 10


def test_few_modules_name_the_front_door() -> None:
    """Below the ways in nobody needs it: they are given the store, or what they read of it."""
    package = ROOT / "graph" / "calcigraph"
    ways_in = {"assistant", "cli", "server", "web"}
    naming = [
        path.relative_to(package)
        for path in package.rglob("*.py")
        if "KnowledgeGraph" in path.read_text(encoding="utf-8")
    ]
    assert len([path for path in naming if path.parts[0] not in ways_in]) <= 5, naming
    assert all(sum(path.parts[0] == way for path in naming) <= 3 for way in ways_in), naming
