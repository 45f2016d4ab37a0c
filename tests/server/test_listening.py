"""Listening at an address: which are refused, and what a signal does to what runs."""

from __future__ import annotations

import asyncio
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import pytest
from calcigraph.errors import Unavailable
from calcigraph.server.listening import Quiet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Finished

    Run = Callable[..., Finished]


@pytest.fixture
def data(tmp_path: Path) -> str:
    place = tmp_path / "data.ttl"
    place.write_text(
        "".join(f"<http://a.example/{n}> <http://a.example/p> {n} .\n" for n in range(80)), encoding="utf-8"
    )
    return str(place)


def test_a_port_in_use_is_one_line(run: Run, data: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", "--data", data, "--port", str(port))
    assert (done.code, done.out) == (3, "")
    assert done.err == (
        f"calcigraph: port {port} of 127.0.0.1 is in use; choose another with --port, or 0 for one that is free\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--host", "203.0.113.7", "--port", "0"), 3, "use an address of this machine"),
        (("--host", "nowhere.invalid"), 3, "'nowhere.invalid' is no address of a machine"),
        (("--port", "70000"), 2, "port is a whole number from 0 to 65535, not 70000"),
        (("--workers", "0"), 2, "workers is a whole number from 1 to 64, not 0"),
        (("--root-path", "x"), 2, "root_path is a path such as /calcigraph, not 'x'"),
        (("--allow-host", "http://a.example/"), 2, "allow_host is the name of a host such as graph.example.org"),
        (("--memory", "lots"), 2, "memory is a number of bytes or such as '2GB'"),
    ],
)
def test_wrong_use_is_one_line(run: Run, data: str, arguments: tuple[str, ...], code: int, said: str) -> None:
    done = run("serve", "--data", data, *arguments)
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith("calcigraph: ")
    assert said in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_what_runs_finish(command: str, data: str, number: signal.Signals) -> None:
    process = subprocess.Popen(
        [command, "serve", "--data", data, "--port", "0", "--workers", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line.startswith(f"Serving {data} at http://127.0.0.1:")
    address = line.split()[3]
    found: list[bytes] = []
    # Long enough to be running when the signal comes.
    query = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?p ?d . ?e ?p ?f FILTER(STRLEN(STR(?b)) < 9) }"

    def ask() -> None:
        place = urlsplit(address)
        connection = http.client.HTTPConnection(place.netloc, timeout=60)
        connection.request("GET", f"/sparql?query={quote(query)}")
        found.append(connection.getresponse().read())
        connection.close()

    asking = threading.Thread(target=ask)
    asking.start()
    while not found and not _busy(process.pid):
        pass
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    asking.join()
    assert b'"value":"512000"' in found[0]
    assert (process.returncode, out) == (0, "")
    # Route, status and time are noted, and nothing that was asked.
    assert re.fullmatch(r"[0-9TZ:-]{20} /sparql 200 [0-9.]+\n", err)


def _busy(pid: int) -> bool:
    """Whether a client has connected: the process has an established connection."""
    with open(f"/proc/{pid}/net/tcp", encoding="ascii") as file:  # noqa: PTH123 - no file of a folder
        inodes = {line.split()[9] for line in file if line.split()[3] == "01"}
    for each in os.listdir(f"/proc/{pid}/fd"):  # noqa: PTH208 - as above
        try:
            if os.readlink(f"/proc/{pid}/fd/{each}").strip("socket:[]") in inodes:  # noqa: PTH115 - as above
                return True
        except OSError:
            continue
    return False


def test_without_the_libraries_one_line_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    from calcigraph.cli.serve_commands import serve

    monkeypatch.setitem(sys.modules, "uvicorn", None)
    monkeypatch.delitem(sys.modules, "calcigraph.server.listening", raising=False)
    with pytest.raises(
        Unavailable, match=r"needs the package uvicorn; install it with: pip install 'calcigraph\[server\]'"
    ):
        serve(None, "1GB")


def test_an_error_of_ours_is_told_without_what_was_asked(capsys: pytest.CaptureFixture[str]) -> None:
    async def broken(*_: object) -> None:
        raise ValueError("what somebody asked")

    with pytest.raises(ValueError, match="asked"):
        asyncio.run(Quiet(broken)({"type": "http"}, None, None))  # type: ignore[arg-type]
    said = capsys.readouterr().err
    assert said.startswith("calcigraph: internal error: ValueError at test_listening.py:")
    assert "asked" not in said
