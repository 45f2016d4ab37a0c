"""``calcigraph what-if`` and ``calcigraph compare`` as a user meets them."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Finished

FOUR = ("vitamin D=high", "vitamin K2=high", "vitamin D=high + vitamin K2=high", "vitamin D=high + vitamin K2=low")


def test_mechanism_and_trials_in_one_line(run: Callable[..., Finished]) -> None:
    done = run("what-if", "K2=high", "-o", "arterial calcification", "--all", COLUMNS="200")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0].startswith(
        "With vitamin K2 high, mechanism says of arterial calcification: falls; studies end to end: not"
    )
    assert "With vitamin K2 high: 1 fall." in lines
    assert (
        "  - arterial calcification: mechanism says falls; trials: vitamin K2 prevents arterial calcification "
        "[not shown (low certainty)]"
    ) in lines
    assert lines[-1].endswith("This is no medical advice.")


def test_an_undetermined_answer_names_both_routes_and_what_settles_it(run: Callable[..., Finished]) -> None:
    done = run("what-if", "RANKL=low", "-o", "serum alkaline phosphatase", "--all", COLUMNS="300")
    assert "? serum alkaline phosphatase: mechanism says undetermined" in done.out
    assert (
        "lowers it: RANKL > osteoclast formation > bone resorption > bone formation > serum alkaline phosphatase"
        in done.out
    )
    assert "raises it: RANKL > osteoclast formation > bone resorption > serum phosphate > rickets" in done.out
    assert (
        "would be settled by the strength of: bone resorption increases bone formation: rises if minor, "
        "falls if dominant"
    ) in done.out
    settled = run(
        "what-if",
        "RANKL=low",
        "-o",
        "serum alkaline phosphatase",
        "--assume",
        "bone resorption increases bone formation=dominant",
        "--all",
    )
    assert "- serum alkaline phosphatase: mechanism says falls" in settled.out


def test_reasons_on_request(run: Callable[..., Finished]) -> None:
    plain = run("what-if", "warfarin=high", "-o", "carboxylated MGP", "--all", COLUMNS="200").out
    why = run("what-if", "warfarin=high", "-o", "carboxylated MGP", "--why", COLUMNS="200").out
    assert "decided by a limiting input: protein gamma-carboxylation increases carboxylated MGP" in plain
    assert "weakest link" not in plain
    assert (
        "lowers it: warfarin > VKORC1 > vitamin K hydroquinone > protein gamma-carboxylation > carboxylated MGP" in why
    )
    assert "weakest link" in why


def test_nothing_that_changes_is_an_honest_no(run: Callable[..., Finished]) -> None:
    done = run("what-if", "K2=high", "-o", "serum calcium", "--all")
    assert done.code == 1
    assert ". serum calcium: mechanism says no route" in done.out


def test_json(run: Callable[..., Finished]) -> None:
    done = run("what-if", "VKORC1=low", "-o", "arterial calcification", "-f", "json")
    answer = json.loads(done.out)
    assert answer["interventions"] == {"id:vkorc1": "low"}
    assert answer["responses"][0]["answer"] == "increase"
    assert "no medical advice" in answer["note"]


def test_four_scenarios_side_by_side(run: Callable[..., Finished]) -> None:
    done = run("compare", *FOUR, "-o", "arterial calcification", "-o", "serum calcium", "--all", COLUMNS="200")
    assert (done.code, done.err) == (0, "")
    assert "A  vitamin D=high" in done.out.splitlines()
    assert "  arterial calcification  A +  B -  C ?  D +" in done.out.splitlines()
    assert "  serum calcium.........  A +  B .  C +  D +" in done.out.splitlines()
    assert "B: falls by vitamin K2 > MK-7" in done.out


def test_only_the_rows_that_differ(run: Callable[..., Finished]) -> None:
    done = run("compare", "K2=high", "menaquinone=high", "--differing")
    assert done.code == 0
    assert "The scenarios agree in every factor." in done.out


def test_a_comparison_as_csv_and_json(run: Callable[..., Finished]) -> None:
    rows = list(csv.DictReader(io.StringIO(run("compare", *FOUR[:2], "-o", "dp-ucMGP", "-f", "csv").out)))
    assert [(row["factor"], row["vitamin D=high"], row["vitamin K2=high"]) for row in rows] == [
        ("dp-ucMGP", "increase", "decrease")
    ]
    assert rows[0]["vitamin K2=high: trials"] == "established (high certainty): vitamin K2 decreases dp-ucMGP"
    answer = json.loads(run("compare", *FOUR[:2], "-o", "dp-ucMGP", "-f", "json").out)
    assert answer["vitamin D=high"]["responses"][0]["answer"] == "increase"


def test_a_comparison_in_which_nothing_changes(run: Callable[..., Finished]) -> None:
    assert run("compare", "fracture risk=high", "-o", "serum calcium").code == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("what-if", "K2"), "'K2' is no intervention; write a name and a level, such as 'vitamin D=high'"),
        (("what-if", "=high"), "'=high' is no intervention"),
        (("what-if", "K2=high", "K2=low"), "'K2' cannot be both high and low"),
        (("what-if", "K2=hi"), "the level of 'K2' is 'high', 'low' or 'normal', not 'hi'; nearest: 'high'"),
        (("what-if", "Kx2=high"), "no entity is called 'Kx2'"),
        (("what-if", "K2=high", "--samples", "1"), "samples is a whole number from 10 to 100000, not 1"),
        (("what-if", "K2=high", "--assume", "nothing"), "'nothing' is no strength; write a claim and a class"),
        (("compare", "K2=high + D"), "'D' is no intervention"),
        (("compare", "K2=high+D=low"), "'K2=high+D=low' holds two levels; write ' + ', with blanks, between them"),
    ],
)
def test_wrong_use(run: Callable[..., Finished], arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize(
    "asked",
    [
        ("what-if", "warfarin=high", "-o", "arterial calcification"),
        ("compare", "warfarin=high", "K2=high", "-o", "arterial calcification"),
        ("pathways", "warfarin", "arterial calcification", "--limit", "1"),
    ],
)
def test_what_a_drug_calls_for_stands_before_the_mechanism(
    run: Callable[..., Finished], asked: tuple[str, ...]
) -> None:
    told = run(*asked, COLUMNS="80").out.splitlines()
    assert "known risk" in " ".join(told[:2])
    assert "%" not in told[0]
    found = json.loads(run(*asked, "--format", "json").out)
    assert "known risk" in found["warnings"][0]
