"""Numbers and words that are judgements: each with its reason and measurement, each used, and each read once."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from calcigraph.store import judgements

PACKAGE = Path(judgements.__file__).parents[1]
#: Data files of the package that are no judgements: the look of pictures.
OTHERS = {"diagrams/style.yaml"}
FILES = sorted(
    {path.relative_to(PACKAGE).as_posix() for kind in ("*.yaml", "*.json") for path in PACKAGE.rglob(kind)} - OTHERS,
)


def entries(file: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load((PACKAGE / file).read_text(encoding="utf-8"))
    return found


@cache
def names_in_code() -> set[str]:
    """The names that modules which read judgements look up, and the weights that any module reads."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "WEIGHTS":
                found.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "judgements" in text:
                found.add(node.value)
    return found


def test_there_are_judgements_in_every_room_that_judges() -> None:
    assert {file.split("/")[0] for file in FILES} == {"mechanism", "questions", "store", "text"}


@pytest.mark.parametrize("file", FILES)
def test_every_entry_has_a_reason_and_a_measurement(file: str) -> None:
    for name, entry in entries(file).items():
        assert entry.keys() == {"value", "reason", "measured"}, name
        assert entry["reason"].endswith("."), name
        assert len(entry["reason"].split()) >= 6, name
        # A figure, or that the change was tried and did nothing.
        assert any(map(str.isdigit, entry["measured"])) or "nothing changes" in entry["measured"], name


@pytest.mark.parametrize("file", FILES)
def test_every_entry_is_used(file: str) -> None:
    assert sorted(set(entries(file)) - names_in_code()) == []


@pytest.mark.parametrize("file", FILES)
def test_values_are_what_the_file_says(file: str) -> None:
    assert judgements.values(file) == {name: entry["value"] for name, entry in entries(file).items()}
    assert judgements.values(file) is judgements.values(file)


def test_no_such_file() -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.yaml"):
        judgements.values("store/nothing.yaml")
