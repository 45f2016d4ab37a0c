"""The package is a house in which everything has one name, and the tests stand beside it room by room."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PACKAGE = ROOT / "graph" / "calcigraph"
TESTS = ROOT / "tests"
#: What stands at the top of the package and in no room: the front door and what is imported from the package itself.
FRONT = "front"
#: Tests of what is no module: the shipped data, the pages of docs/ and examples/, the page in a browser, and everything
#: at once under attack.
OUTSIDE = {"attack", "browser", "checking", "data", "project"}


def modules(room: Path) -> set[str]:
    """Name the modules of a room and of the rooms in it, and those rooms, and the room itself."""
    inside = {each.stem if each.suffix else each.name for each in room.rglob("*") if each.suffix in ("", ".py")}
    return {room.name, *inside} - {"__init__", "__main__", "__pycache__"}


def test_no_module_name_occurs_twice() -> None:
    """Nor is a module called as a room is, unless it is the first one of that room."""
    named = [each for each in PACKAGE.rglob("*.py") if not each.stem.startswith("__")]
    names = Counter(each.stem for each in named if each.stem != each.parent.name)
    names.update(each.parent.name for each in PACKAGE.rglob("__init__.py"))
    assert [name for name, times in names.items() if times > 1] == []


def test_tests_mirror_the_rooms() -> None:
    """``tests/<room>/test_<module>.py``, or with an aspect after it; the room, or a helper beside, may stand for it."""
    rooms = {each.name: modules(each) for each in PACKAGE.iterdir() if (each / "__init__.py").exists()}
    rooms[FRONT] = {PACKAGE.name, *(each.stem for each in PACKAGE.glob("*.py"))}
    places = [each.relative_to(TESTS) for each in TESTS.rglob("test_*.py")]
    assert {each.parts[0] for each in places} - OUTSIDE <= rooms.keys()
    for place in places:
        room = place.parts[0]
        if room not in OUTSIDE:
            helpers = {each.stem for each in (TESTS / room).rglob("*") if not each.stem.startswith("test_")}
            subject = place.stem.removeprefix("test_")
            assert any(f"{subject}_".startswith(f"{each}_") for each in rooms[room] | helpers), (
                f"{place} is of no module"
            )
