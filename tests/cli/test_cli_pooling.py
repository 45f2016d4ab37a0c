"""``pool``, ``summary`` and ``draw funnel`` on the command line: their text, their forms, their exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Finished

    Run = Callable[..., Finished]

FRACTURES = "vitamin D with calcium decreases fracture risk"


def test_a_pool_is_told_with_its_studies_and_what_is_left_out(run: Run) -> None:
    done = run("pool", FRACTURES)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("A pooled estimate sums up what these studies report;")
    for text in (
        "Verdict, which no pool changes [contested (moderate certainty)]",
        "  Porthouse J 2005       3,314  29.1 %  1.01 (0.71 to 1.43)",
        "Pooled: OR 0.81 (0.51 to 1.29); 4 studies, 7,076 people.",
        "95 %\n    prediction interval",
        "I² 38 %",
        "  Dawson-Hughes B 1997  0.85 (0.52 to 1.41)",
        "Left out (12)",
    ):
        assert text in done.out
    assert max(map(len, done.out.splitlines())) <= 80


def test_a_pool_as_json_has_every_number(run: Run) -> None:
    done = run("pool", FRACTURES, "--format", "json")
    found = json.loads(done.out)
    assert done.code == 0
    (pool,) = found["pools"]
    assert {"effect", "low", "high", "prediction_low", "prediction_high", "tau2", "i2", "studies"} <= pool.keys()
    assert all({"weight", "without_it"} <= each.keys() for each in pool["studies"])
    assert len(found["left_out"]) == 12


@pytest.mark.parametrize("claim", [("K2", "decreases", "falls"), ("vitamin K2 does not increase serum calcium",)])
def test_where_nothing_can_be_pooled_that_is_said(run: Run, claim: tuple[str, ...]) -> None:
    done = run("pool", *claim)
    assert done.code == 1
    assert done.err.startswith("Nothing can be pooled: ")
    assert done.err.count("\n") == 1
    assert json.loads(run("pool", *claim, "-f", "json").out)["pools"] == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("pool",),
        ("pool", "vitamin Q"),
        ("pool", "K2", "decreases"),
        ("pool", FRACTURES, "--format", "csv"),
        ("summary",),
        ("summary", "vitamin Q"),
        ("summary", "vitamin K2", "--format", "pdf"),
        ("draw", "funnel", "vitamin Q", "-o", "x.svg"),
    ],
)
def test_wrong_use_is_one_line(run: Run, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("calcigraph: ")
    assert done.err.count("\n") == 1


def test_a_funnel_of_too_few_is_an_honest_no(run: Run, tmp_path: Path) -> None:
    done = run("draw", "funnel", "vitamin D decreases falls", "-o", str(tmp_path / "f.svg"))
    assert done.code == 1
    assert "2 results on it can be put together, and a funnel takes 10" in done.err
    assert "a funnel takes 10" in (tmp_path / "f.svg").read_text(encoding="utf-8")


def test_a_summary_reads_well_in_80_columns(run: Run) -> None:
    done = run("summary", "vitamin K2")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith("Cautions are recorded with: ")
    assert "  Coronary heart disease [low certainty]" in lines
    assert "    Vitamin K2 may go with less coronary heart disease (dietary intake)." in lines


@pytest.mark.parametrize(
    ("form", "begins"),
    [("markdown", "## Summary of findings: MK-7"), ("html", "<!DOCTYPE html>"), ("csv", "outcome,"), ("json", "{")],
)
def test_a_summary_has_other_forms(run: Run, form: str, begins: str) -> None:
    done = run("summary", "MK-7", "--format", form)
    assert done.code == 0
    assert done.out.startswith(begins)
    assert "dp-ucMGP" in done.out


def test_nothing_to_summarise_is_said(run: Run) -> None:
    done = run("summary", "Gas6")
    assert done.code == 1
    assert "Nothing is claimed of what Gas6 does to people." in done.err
