"""What several test modules share: the opened graph, the installed command, and the folders of reference."""

from __future__ import annotations

import contextlib
import csv
import fcntl
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.served import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

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
def fresh(command: str) -> Callable[..., Finished]:
    """Run the installed command in a process that starts from nothing, its output into pipes."""

    def runner(*arguments: str | bytes, stdin: bytes = b"", **environment: str) -> Finished:
        done = subprocess.run(
            [command, *arguments],
            input=stdin,
            capture_output=True,
            check=False,
            env=surroundings(environment),
            timeout=120,
        )
        return Finished(done.returncode, done.stdout.decode(), done.stderr.decode())

    return runner


@pytest.fixture(scope="session")
def server(shapes_memory: Path) -> Iterator[Server]:
    """Start the process that has the graph opened and forks for every run of the command."""
    started = Server(shapes_memory)
    yield started
    started.close()


@pytest.fixture(scope="session")
def run(server: Server, fresh: Callable[..., Finished]) -> Callable[..., Finished]:
    """Run the command in a process of its own that was forked with the graph opened, its output into pipes."""

    def runner(*arguments: str | bytes, stdin: bytes = b"", **environment: str) -> Finished:
        if any(name.startswith("PYTHON") for name in environment):  # read when Python starts
            return fresh(*arguments, stdin=stdin, **environment)
        with tempfile.TemporaryFile() as given, ThreadPoolExecutor(2) as readers:
            given.write(stdin)
            given.seek(0)
            (out, into_out), (err, into_err) = os.pipe(), os.pipe()
            pid = server.start(arguments, surroundings(environment), (given.fileno(), into_out, into_err))
            os.close(into_out)
            os.close(into_err)
            texts = [readers.submit(read_all, each) for each in (out, err)]
            code = server.wait(pid)
            return Finished(code, *(each.result().decode() for each in texts))

    return runner


@pytest.fixture(scope="session")
def on_terminal(server: Server) -> Callable[..., tuple[int, str]]:
    """Run the command on a pseudo-terminal, forked as above; gives its exit code and everything it wrote."""

    def runner(*arguments: str, columns: int = 80, **environment: str) -> tuple[int, str]:
        master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        terminal = surroundings({"TERM": "xterm-256color"} | environment)
        with ThreadPoolExecutor(1) as reader:
            pid = server.start(arguments, terminal, (slave, slave, slave))
            os.close(slave)
            text = reader.submit(read_all, master)
            return server.wait(pid), text.result().decode().replace("\r\n", "\n")

    return runner


def other_hashes() -> dict[str, str]:
    """Give an environment in which Python orders sets of text otherwise than in this process."""
    return {**os.environ, "PYTHONHASHSEED": "1" if os.environ.get("PYTHONHASHSEED") != "1" else "2"}


def surroundings(more: Mapping[str, str]) -> dict[str, str]:
    """Give the environment of this process, without what would settle the width and the colours of an output."""
    settled = ("COLUMNS", "NO_COLOR", "FORCE_COLOR")
    return {name: value for name, value in os.environ.items() if name not in settled} | dict(more)


def read_all(descriptor: int) -> bytes:
    """Read until the other side is closed, and close this one."""
    chunks = []
    # Reading from a terminal fails as soon as the other side is closed.
    with open(descriptor, "rb", buffering=0) as file, contextlib.suppress(OSError):
        while chunk := file.read(65536):
            chunks.append(chunk)
    return b"".join(chunks)


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
