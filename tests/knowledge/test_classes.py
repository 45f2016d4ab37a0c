"""The classes of entities and what is of them, by the words that people type."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from calcigraph.errors import BadArgument, UnknownName
from calcigraph.knowledge.classes import classes, members

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph import KnowledgeGraph

    from tests.conftest import Finished


def test_every_class_is_found_by_each_of_its_names(kg: KnowledgeGraph) -> None:
    listed = list(classes(kg.store))
    assert {"vitamer", "food", "drug", "process", "activity"} <= {row["class"] for row in listed}
    for row in listed:
        found = [len(members(kg.store, str(row[name]))) for name in ("class", "term")]
        assert found == [row["entities"]] * 2


@pytest.mark.parametrize("name", ["foods", "Food", " FOODS ", "cg:food", "https://w3id.org/calcigraph/ontology#Food"])
def test_spellings_of_one_class_are_one(kg: KnowledgeGraph, name: str) -> None:
    assert members(kg.store, name).rows == members(kg.store, "food").rows
    assert "natto" in [row["name"] for row in members(kg.store, name)]


@pytest.mark.parametrize(("plural", "singular"), [("activities", "activity"), ("processes", "process")])
def test_plurals_are_understood(kg: KnowledgeGraph, plural: str, singular: str) -> None:
    assert members(kg.store, plural).rows == members(kg.store, singular).rows


def test_an_entity_stands_in_its_class_and_the_wider_ones(kg: KnowledgeGraph) -> None:
    for name in ("vitamers", "nutrients", "substances", "entities"):
        assert "MK-7" in [row["name"] for row in members(kg.store, name)], name
    assert "MK-7" not in [row["name"] for row in members(kg.store, "foods")]


def test_what_is_no_class_is_refused_with_the_nearest(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownName, match=r"no class is called 'vitamre'; nearest: 'vitamer'"):
        members(kg.store, "vitamre")
    with pytest.raises(UnknownName, match=r"no class is called 'MK-7'$"):
        members(kg.store, "MK-7")
    with pytest.raises(BadArgument):
        members(kg.store, None)  # type: ignore[arg-type]


def test_the_command(run: Callable[..., Finished]) -> None:
    done = run("list", "minerals")
    assert (done.code, done.err) == (0, "")
    first = [line.split("  ")[0] for line in done.out.splitlines() if line[:1] not in ("", " ")]
    assert first == ["name", "calcium", "calcium from food", "magnesium", "phosphorus", "sodium"]
    assert "https://" not in done.out
    assert run("list", "cg:Mineral", "-f", "csv").out.splitlines()[1].endswith("/id/calcium")
    assert run("list").out.split()[:3] == ["class", "entities", "definition"]
    wrong = run("list", "mineralz")
    assert (wrong.code, wrong.out, wrong.err) == (
        2,
        "",
        "calcigraph: no class is called 'mineralz'; nearest: 'mineral'\n",
    )
