"""The commands on pathways and explanations; the progress bar, and how Ctrl-C ends a command."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from calcigraph.cli import progress as common
from calcigraph.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Finished

    Run = Callable[..., Finished]

K2 = ("vitamin K2", "arterial calcification")
# A command that works until it is stopped, with the start and the end that every command has.
ENDLESS = """
import itertools
import click
from calcigraph.cli import progress as common
from calcigraph.cli.entry import Group, run

common.PATIENCE = 0

@click.group(cls=Group)
def cli(): pass

@cli.command()
def work():
    with common.progress("counting endlessly") as bar:
        for number in itertools.count():
            bar.tick(number, 1_000_000_000)

run(cli)
"""


def test_a_page_of_pathways(run: Run) -> None:
    done = run("pathways", *K2, "--limit", "1", "--all")
    assert (done.code, done.err) == (0, "")
    text = " ".join(done.out.split())
    assert "Vitamin K2 increases MK-7, which gives rise to vitamin K hydroquinone;" in text
    assert "They converge at: vitamin K hydroquinone, vascular smooth muscle calcification" in text
    assert (
        "One claim holds the ends together; without it no path of any length is left: vitamin K hydroquinone activates "
        "protein gamma-carboxylation [supported (low certainty)] 5 more; see --limit."
    ) in text


def test_the_options_are_those_of_the_api(run: Run) -> None:
    done = run("pathways", *K2, "--via", "MK-7", "--via", "carboxylated MGP", "--avoid", "BMP2", "--tissue", "liver",
               "--min-certainty", "very low", "--sign", "-", "--json")  # fmt: skip
    assert done.code == 0
    found = json.loads(done.out)
    assert found["filters"] == {
        "via": "MK-7 and carboxylated MGP",
        "avoid": "BMP2",
        "tissue": "liver",
        "min_certainty": "very low",
        "sign": "lowers",
    }
    assert found["total"] == 2
    assert all({"MK-7", "carboxylated MGP"} <= set(path["nodes"]) for path in found["paths"])


def test_filters_that_leave_nothing_are_a_no(run: Run) -> None:
    done = run("pathways", *K2, "--min-certainty", "high")
    assert (done.code, done.err) == (1, "")
    text = " ".join(done.out.split())
    assert "has at least high certainty at every step, though others exist; in studies end to end: not shown" in text


def test_sets_on_the_command_line(run: Run) -> None:
    done = run("pathways", "any form of vitamin K", "any clinical outcome", "-f", "json", "-n", "1")
    assert (done.code, json.loads(done.out)["source"]) == (0, "any form of vitamin K")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--min-certainty", "sure"), "'sure' is not one of 'high', 'moderate', 'low', 'very low'"),
        (("--via", "calcum"), "no entity is called 'calcum'"),
        (("--tissue", "K2"), "'vitamin K2' is no tissue or cell"),
        (("--avoid", "K2"), "avoid leaves nothing of 'vitamin K2'"),
    ],
)
def test_wrong_use_is_one_line(run: Run, arguments: tuple[str, ...], message: str) -> None:
    done = run("pathways", *K2, *arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert message in done.err


def test_explain(run: Run) -> None:
    done = run("explain", "vitamin K2 prevents arterial calcification", "-n", "1", "--all")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Not shown that vitamin K2 prevents arterial calcification: studies saw no\n")
    assert "\nVitamin K2 prevents arterial calcification. Verdict: not shown (low certainty).\n" in done.out
    assert "\nFor it\n" in done.out
    assert done.out.endswith("  5 more; see --limit.\n")
    found = json.loads(
        run("explain", "osteocalcin", "increases", "bone mineral density", "--max-length", "3", "-f", "json").out
    )
    assert (found["code"], found["opposite_total"]) == ("opposite sign", 1)


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ("warfarin inhibits VKORC1", 0),
        ("calcium contributes to bone mineralization", 0),
        ("calcium goes with more arterial calcification (dietary intake)", 0),
        ("osteocalcin increases bone mineral density", 0),
        ("vitamin K2 contributes to dental health", 1),
        ("Brie supplies vitamin K2", 1),
        ("Brie cures everything at once", 2),
    ],
)
def test_the_exit_code_of_explain(run: Run, claim: str, code: int) -> None:
    assert run("explain", claim).code == code


def test_no_bar_where_nobody_watches(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(common, "PATIENCE", 0)
    with progress("counting") as bar:
        bar.tick(1, 2)
    assert capsys.readouterr() == ("", "")


def test_a_job_that_is_over_shows_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    bar = common.Progress("counting")
    bar.close()
    bar.show()
    bar.tick(1)
    assert capsys.readouterr() == ("", "")


def test_a_bar_shows_on_the_terminal_and_ctrl_c_ends_cleanly() -> None:
    """Its process is not measured: an interrupt inside the tracer of coverage leaves the tracer's lock taken for ever."""
    master, slave = pty.openpty()
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    process = subprocess.Popen(
        [sys.executable, "-c", ENDLESS, "work"],
        stdout=subprocess.PIPE,
        stderr=slave,
        env=unmeasured | {"TERM": "xterm"},
    )
    os.close(slave)
    watchdog = threading.Timer(60, process.kill)  # a process that hangs fails the test, and does not hold it up
    watchdog.start()
    seen = b""
    while b"counting endlessly" not in seen:
        seen += os.read(master, 4096)
    process.send_signal(signal.SIGINT)
    try:
        while more := os.read(master, 4096):
            seen += more
    except OSError:  # the other side of the terminal is closed
        pass
    out, _ = process.communicate(timeout=60)
    watchdog.cancel()
    os.close(master)
    assert process.returncode == 130
    assert out == b""
    assert b"Traceback" not in seen
    assert seen.replace(b"\r", b"").endswith(b"calcigraph: interrupted\n")
    assert seen.count(b"interrupted") == 1
