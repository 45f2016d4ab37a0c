"""No way out names a medicine or an illness without a caution: all of them, in every format."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from calcigraph.answers.page_leads import cautions

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph.graph import KnowledgeGraph

    from tests.conftest import Finished

CLASSES = ("drugs", "conditions")
LISTED = "This lists medicines or illnesses and advises none"
FORMATS = ("table", "csv", "json", "markdown")


def names(kg: KnowledgeGraph) -> list[str]:
    return [str(row["name"]) for each in CLASSES for row in kg.members(each)]


def test_every_medicine_and_illness_warns(kg: KnowledgeGraph) -> None:
    for name in names(kg):
        assert cautions(kg.store, [name]), name


def test_what_a_medicine_interacts_with_warns_in_every_format(kg: KnowledgeGraph) -> None:
    for row in list(kg.members("drugs"))[::10]:  # the rest by the test above
        answer = kg.ask("interactions-of-a-drug", drug=row["name"])
        assert answer.cautions, row["name"]
        assert LISTED not in answer.cautions[0], row["name"]
        read = list(csv.DictReader(io.StringIO(answer.csv())))
        assert all(each["caution"] == " ".join(answer.cautions) for each in read)
        assert json.loads(answer.json())["cautions"] == list(answer.cautions)
        assert answer._repr_html_().startswith("<p><strong>")
        assert answer.markdown().split("|")[0].strip()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", CLASSES)
def test_a_list_of_them_warns_in_every_format(run: Callable[..., Finished], name: str, form: str) -> None:
    done = run("list", name, "-f", form)
    flat = " ".join(done.out.split())
    assert (done.code, done.err) == (0, "")
    assert LISTED in flat
    if form == "csv":
        assert all(LISTED in row["caution"] for row in csv.DictReader(io.StringIO(done.out)))
    elif form != "json":
        assert flat.startswith(LISTED)


@pytest.mark.parametrize("form", ["table", "json", "turtle"])
def test_a_page_warns_in_every_format(run: Callable[..., Finished], form: str) -> None:
    assert "Warfarin: a known risk" in " ".join(run("show", "warfarin", "-f", form).out[:300].split())


def test_lists_of_foods_warn_of_nothing(kg: KnowledgeGraph) -> None:
    assert not kg.members("foods").cautions
    assert "caution" not in kg.members("foods").csv().splitlines()[0]
    assert not kg.ask("foods-that-supply").cautions
