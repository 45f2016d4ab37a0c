"""What several test modules share: the opened graph, the installed command, and the folders of reference."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True)
class Finished:
    """How a run of the command ended."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def command() -> str:
    """Find the installed command beside the running Python."""
    return str(Path(sys.executable).parent / "calcigraph")


@pytest.fixture(scope="session")
def run(command: str) -> Callable[..., Finished]:
    """Run the installed command in a process of its own, its output into pipes."""

    def runner(*arguments: str | bytes, stdin: bytes = b"", **environment: str) -> Finished:
        plain = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
        done = subprocess.run(
            [command, *arguments], input=stdin, capture_output=True, check=False, env=plain | environment, timeout=120
        )
        return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())

    return runner


def folder(variable: str, name: str) -> Path:
    """Find a folder of reference beside the repository, or skip the test."""
    place = Path(os.environ.get(variable, SHARED / name))
    if not place.is_dir():
        pytest.skip(f"needs the folder of reference '{name}': set {variable}")
    return place


@pytest.fixture(scope="session")
def reference() -> Callable[[str], list[dict[str, str]]]:
    """Read a table of the reference folder."""
    place = folder("CALCIGRAPH_REFERENCE", "reference")

    def table(name: str) -> list[dict[str, str]]:
        with (place / name).open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))

    return table


@pytest.fixture(scope="session")
def articles() -> Path:
    """Find the folder of the articles."""
    return folder("CALCIGRAPH_ARTICLES", "seeds")
