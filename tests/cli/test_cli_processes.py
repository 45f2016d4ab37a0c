"""The installed command in processes that start from nothing: the same outcome as forked, closed pipes, full disks."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from calcigraph.cli.commands import cli

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Finished

    Run = Callable[..., Finished]

K2 = ("vitamin K2", "arterial calcification")
# A run of each command. The demonstration, which validates the whole graph, runs afresh in .ci/run and for `make demo`,
# and so does the validation in tests/project/test_docs.py.
RUNS = (
    ("add", "--template", "rct"),
    ("ask", "foods-that-supply", "MK-7"),
    ("build", "-o", "/nowhere/release"),
    ("check", "/nowhere/article.txt"),
    ("cite",),
    ("compare", "K2=high", "warfarin=high", "--observe", "dp-ucMGP"),
    ("completion", "bash"),
    ("coverage",),
    ("demo", "--help"),
    ("draw", "neighbourhood", "natto", "-o", "-"),
    ("entities", "Natto holds MK-7."),
    ("evidence", *K2[:1], "prevents", *K2[1:]),
    ("explain", "warfarin inhibits VKORC1"),
    ("export", "sif", "--claim", "warfarin-inhibits-vkorc1"),
    ("import", "/nowhere/claims.csv"),
    ("info",),
    ("list", "vitamers"),
    ("operations",),
    ("mcp",),
    ("pathways", *K2),
    ("pool", "K2", "decreases", "falls"),
    ("probe", "/nowhere"),
    ("questions", "foods"),
    ("serve", "--data", "/nowhere/measurements.nq"),
    ("show", "MK-7"),
    ("site", "-o", "/nowhere/pages"),
    ("sparql", "DESCRIBE id:mk-7"),
    ("summary", "MK-7"),
    ("validate", "/nowhere/claims.ttl"),
    ("what-if", "K2=high"),
)


@pytest.mark.parametrize("arguments", RUNS, ids=lambda arguments: arguments[0])
def test_a_run_from_nothing_is_as_one_that_was_forked(fresh: Run, run: Run, arguments: tuple[str, ...]) -> None:
    assert fresh(*arguments) == run(*arguments)


def test_every_command_runs_from_nothing() -> None:
    assert {arguments[0] for arguments in RUNS} == set(cli.commands)


@pytest.mark.parametrize(
    "arguments",
    [
        ("sparql", "SELECT * { ?s ?p ?o }"),
        ("sparql", "SELECT * { ?s ?p ?o }", "--format", "csv"),
        ("show", "vitamin K2"),
        ("pathways", "vitamin D", "bone mineralization", "-n", "500"),
    ],
    ids=lambda arguments: f"{arguments[0]} {len(arguments)}",
)
@pytest.mark.parametrize("reader", ["head -1", "true"])
def test_a_closed_pipe_ends_quietly(command: str, arguments: tuple[str, ...], reader: str) -> None:
    quoted = " ".join(f"'{each}'" for each in (command, *arguments))
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {quoted} | {reader}"], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")  # noqa: PTH110 - a device
@pytest.mark.parametrize("arguments", [("info",), ("show", "K2"), ("pathways", "K2", "calcium")])
def test_an_output_that_cannot_be_written(command: str, arguments: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run([command, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (3, "calcigraph: the system refused: No space left on device\n")


def test_an_output_without_greek(fresh: Run) -> None:
    done = fresh("sparql", "SELECT ('γ' AS ?x) {}", PYTHONIOENCODING="ascii")
    assert (done.code, done.out, done.err) == (0, "x\n\\u03b3\n", "")
