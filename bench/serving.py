"""The SPARQL endpoint under load, beside Oxigraph's own server, and under attack.

Fifty clients ask the shipped questions over and over, first ours and then the peer, on the same triples, both in memory and
without a cache of answers. Every answer is held against what the engine itself gives. Then the thirty hostile queries of
the tests come one by one, while a simple query is asked all the time: how long after its limit each is dead, how long the
simple one takes, and what memory is left taken. ``--rounds 100`` asks for longer.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import hashlib
import http.client
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from calcigraph import KnowledgeGraph
from calcigraph.server.service_description import described_graph
from measuring import Row, main, skip

if TYPE_CHECKING:
    from collections.abc import Iterator

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.server.shapes import SHAPES

BIN = Path(sys.executable).parent
CLIENTS = 50
LIMIT = 1.0  # seconds that a hostile query may take
SIMPLE = "SELECT ?label { id:mk-7 skos:prefLabel ?label }"
_HEADERS = "Host: 127.0.0.1\r\nAccept: application/sparql-results+json\r\n\r\n"


class Load(NamedTuple):
    """What the clients saw: answers, wrong or lost ones, seconds of each and of all, and what the server used of processors."""

    answers: int
    wrong: int
    seconds: list[float]
    took: float
    processor: float

    @property
    def p95(self) -> float:
        """Seconds that all but the slowest twentieth took."""
        return statistics.quantiles(self.seconds, n=20)[-1]


def request(query: str, path: str) -> bytes:
    body = query.encode()  # not in the address: Oxigraph's server takes no long ones
    kind = f"Content-Type: application/sparql-query\r\nContent-Length: {len(body)}\r\n"
    return f"POST {path} HTTP/1.1\r\n{kind}{_HEADERS}".encode() + body


async def answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Read one answer: its status and its body."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split()[1])
    if "chunked" not in head:
        return status, await reader.readexactly(int(head.partition("content-length:")[2].split()[0]))
    parts = []
    while size := int((await reader.readline()).strip() or b"0", 16):
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
    await reader.readexactly(2)
    return status, b"".join(parts)


def rows(body: bytes) -> str:
    """What an answer says, whatever the order of names and spaces; the order of rows counts."""
    found = json.loads(body)
    return json.dumps(
        [sorted((name, cell["value"]) for name, cell in row.items()) for row in found["results"]["bindings"]]
    )


async def load(process: int, port: int, path: str, expected: dict[str, str], rounds: int) -> Load:
    """Let the clients ask each question so many times, all in the same mixed order."""
    asked = [(request(text, path), right) for text, right in expected.items()]
    known: set[tuple[int, bytes]] = set()
    times: list[float] = []
    wrong = 0
    order = [place for _ in range(rounds) for place in range(len(asked))]
    random.Random(1).shuffle(order)  # noqa: S311 - an order, no secret
    jobs = iter(order)

    async def client() -> None:
        nonlocal wrong
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
        for place in jobs:
            start = time.monotonic()
            writer.write(asked[place][0])
            try:
                status, body = await answer(reader)
            except (EOFError, ConnectionError, ValueError):
                wrong += 1
                reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
                continue
            times.append(time.monotonic() - start)
            print_ = (place, hashlib.sha1(body, usedforsecurity=False).digest())
            if print_ not in known:  # the same bytes are right once they were
                if status == 200 and rows(body) == asked[place][1]:
                    known.add(print_)
                else:
                    wrong += 1
        writer.close()

    start, used = time.monotonic(), processor(process)
    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    return Load(len(times), wrong, times, time.monotonic() - start, processor(process) - used)


def wait_for(process: subprocess.Popen[str], port: int, path: str) -> None:
    """Wait until a server answers; it may listen before."""
    for _ in range(600):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", f"{path}?query=ASK%7B%7D")
            connection.getresponse().read()
            connection.close()
        except OSError:
            time.sleep(0.05)
            if process.poll() is not None:
                sys.exit("a server did not start")
        else:
            return


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def memory(process: int) -> int:
    """Bytes that a process and its descendants have for themselves."""
    total = 0
    for each in [process, *descendants(process)]:
        try:
            text = Path(f"/proc/{each}/smaps_rollup").read_text("ascii")
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Private_")) * 1024
    return total


def processor(process: int) -> float:
    """Seconds of processor time that a process and its descendants have used, those that have ended too."""
    ticks = 0
    for each in [process, *descendants(process)]:
        with contextlib.suppress(OSError):  # it has ended meanwhile, and its parent has its time
            fields = Path(f"/proc/{each}/stat").read_text("ascii").rpartition(")")[2].split()
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def descendants(process: int) -> list[int]:
    found = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{process}/task").iterdir():
            for each in (task / "children").read_text("ascii").split():
                found += [int(each), *descendants(int(each))]
    return found


async def attack(port: int, process: int) -> tuple[dict[str, float], list[float], int]:
    """Send the hostile queries one by one; give seconds beyond the limit, those of simple ones, and memory left taken."""
    beyond: dict[str, float] = {}
    simple: list[float] = []
    over = False

    async def ask(query: str) -> float:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
        body = f"query={quote(query)}"
        start = time.monotonic()
        writer.write(
            f"POST /sparql HTTP/1.0\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
            f"{_HEADERS}{body}".encode()
        )
        while await reader.read(1 << 20):
            pass
        writer.close()
        return time.monotonic() - start

    async def keep_asking() -> None:
        while not over:
            simple.append(await ask(SIMPLE))
            await asyncio.sleep(0.02)

    await ask(SIMPLE)
    before = memory(process)
    meanwhile = asyncio.create_task(keep_asking())
    for name, query in SHAPES.items():
        beyond[name] = await ask(query) - LIMIT
    over = True
    await meanwhile
    await asyncio.sleep(0.5)
    return beyond, simple, memory(process) - before


@contextlib.contextmanager
def ours(port: int, *more: str) -> Iterator[int]:
    """Serve, and give the process."""
    options = ["--port", str(port), "--budget", "0", "--queue", "1000", *more]
    with ended(
        subprocess.Popen([BIN / "calcigraph", "serve", *options], stdout=subprocess.DEVNULL, text=True)
    ) as process:
        wait_for(process, port, "/sparql")
        yield process.pid


@contextlib.contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """Let a process end, whatever becomes of this one."""
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def peer(port: int, data: Path) -> Iterator[int]:
    """Let Oxigraph's server have the same quads, and give its process."""
    bind = ["--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with ended(subprocess.Popen([BIN / "oxigraph", "serve", *bind], stderr=subprocess.DEVNULL, text=True)) as process:
        wait_for(process, port, "/query")
        fill = ["curl", "-sS", "-f", "-X", "POST", "-H", "Content-Type: application/n-quads", "-T", str(data)]
        subprocess.run([*fill, f"http://127.0.0.1:{port}/store"], check=True)
        yield process.pid


def run() -> Iterator[Row]:
    given = argparse.ArgumentParser()
    given.add_argument("--rounds", type=int, default=4)
    rounds = given.parse_known_args()[0].rounds
    kg = KnowledgeGraph.open()
    texts = [each.text for each in kg.questions.values() if "SERVICE" not in each.text]
    expected = {}
    for text in texts:
        names, found = kg.engine.select(text)
        cells = [[(n, getattr(cell, "value", "")) for n, cell in zip(names, row, strict=True) if cell] for row in found]
        expected[text] = json.dumps([sorted(row) for row in cells])
    what = f"{CLIENTS} clients, {len(texts)} questions"
    with ours(port := free_port()) as process:
        mine = asyncio.run(load(process, port, "/sparql", expected, rounds))
    if (BIN / "oxigraph").exists():
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "all.nq"
            with data.open("wb") as out:
                kg.store.once(described_graph).dump(out)
            with peer(port := free_port(), data) as process:
                theirs = asyncio.run(load(process, port, "/query", expected, rounds))
        name = "Oxigraph's server, in memory"
        each = 1000 * mine.took / mine.answers, 1000 * theirs.took / theirs.answers
        yield Row(f"{what}: time per answer", "ms", each[0], name, each[1], 1 / 0.7)
        used = 1000 * mine.processor / mine.answers, 1000 * theirs.processor / theirs.answers
        yield Row(f"{what}: processor time per answer", "ms", used[0], name, used[1], 1 / 0.7)
        yield Row(f"{what}: 95th percentile", "ms", 1000 * mine.p95, name, 1000 * theirs.p95)
        yield Row(f"wrong or lost of {mine.answers} answers", "", mine.wrong)
        yield Row(f"wrong or lost of {theirs.answers} answers of {name}", "", theirs.wrong)
    else:
        skip("Oxigraph's server", "pip install oxigraph")
    with ours(port := free_port(), "--timeout", str(LIMIT), "--memory", "1GB") as process:
        beyond, simple, left = asyncio.run(attack(port, process))
    worst = max(beyond, key=lambda name: beyond[name])
    yield Row(f"30 hostile queries: longest beyond the limit ({worst}; at most 300)", "ms", 1000 * beyond[worst])
    yield Row("meanwhile a simple query: median", "ms", 1000 * statistics.median(simple))
    yield Row(
        "meanwhile a simple query: 95th percentile (at most 100)", "ms", 1000 * statistics.quantiles(simple, n=20)[-1]
    )
    yield Row("memory afterwards, beyond that before", "MB", left / 1e6)


if __name__ == "__main__":
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    main(run)
