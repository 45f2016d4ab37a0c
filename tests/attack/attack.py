"""The long run: ``make attack``. Attacks everything, counts what came of it, and exits with 1 when something gave way.

python tests/attack/attack.py [PART...] [--queries 2000] [--commands 1000] [--kills 300] [--mutations 500] [--seed 1]

The parts are queries, callers, commands, payloads, kills and mutations; all where none is named.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calcigraph import CalcigraphError, KnowledgeGraph

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.attack import commanding, killing
from tests.attack.hostile import DEEP, ENDLESS, OVERFLOWING, SLOW, generate
from tests.attack.mutating import mutated, verdicts
from tests.attack.wrong_types import calls, fault
from tests.served import Server

if TYPE_CHECKING:
    from collections.abc import Callable

    Outcome = tuple[Counter[str], list[str]]

LATEST = 1.0  # seconds after the limit
PATIENCE = 60.0  # seconds for a command without a limit of its own


def attack(graph: KnowledgeGraph, hostile: list[str], timeout: float) -> Outcome:
    """Send queries, one after another.

    Args:
        graph: what is asked.
        hostile: the queries.
        timeout: seconds for each.

    Returns:
        How many ended in which way, and what went wrong.
    """
    ends: Counter[str] = Counter()
    faults = []
    for number, query in enumerate(hostile):
        started = time.monotonic()
        try:
            graph.sparql(query, timeout=timeout, memory="300MB")
            end = "answered"
        except CalcigraphError as error:
            message = str(error)
            end = f"{type(error).__name__}: {' '.join(message.split()[:4])}"
            if len(message) > 300 or not message.isprintable():
                faults.append(f"{number}: not one clean line: {message!r}")
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            end = f"raw {type(error).__name__}"
            faults.append(f"{number}: {end}: {error}: {query[:200]!r}")
        took = time.monotonic() - started
        if took > timeout + LATEST:
            faults.append(f"{number}: took {took:.2f} s: {query[:200]!r}")
        ends[end] += 1
    if graph.sparql("ASK { id:mk-7 a cg:Nutrient }") is not True:
        faults.append("no answer after the attack")
    return ends, faults


def queries(given: argparse.Namespace) -> Outcome:
    """Send hostile queries, each with a limit of half a second."""
    graph = KnowledgeGraph.open()
    graph.store.forks = given.fork
    known = (OVERFLOWING, SLOW, DEEP, ENDLESS)
    every = [*(query for named in known for query in named.values()), *generate(given.seed, given.queries)]
    return attack(graph, every, 0.5)


def callers(_given: argparse.Namespace) -> Outcome:
    """Call every method with what is no name, no number and no file."""
    graph = KnowledgeGraph.open()
    faults = []
    made = 0
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, method, positional, options in calls(graph):
            if name.startswith("validate"):
                continue  # seconds each; the commands have it
            made += 1
            if said := fault(method, positional, options):
                faults.append(f"{name}: {said}")
        os.chdir("/")
    return Counter({"calls": made}), faults


def commands(given: argparse.Namespace) -> Outcome:
    """Run hostile command lines on hostile files."""
    ends: Counter[str] = Counter()
    faults = []
    with tempfile.TemporaryDirectory() as memory:
        server = Server(Path(memory))
        for number in range(given.commands):
            draw = random.Random(given.seed * 10**6 + number)  # noqa: S311 - no secret
            with (
                tempfile.TemporaryDirectory() as made,
                tempfile.TemporaryFile() as out,
                tempfile.TemporaryFile() as err,
            ):
                folder = Path(made)
                commanding.fill(folder, draw)
                line = commanding.command_line(draw, folder, slow=number % 20 == 0)
                nothing = os.open(os.devnull, os.O_RDONLY)
                started = time.monotonic()
                environment = {**os.environ, "COLUMNS": draw.choice(("80", "²", "0", "99999999999"))}
                pid = server.start(
                    [each.encode("utf-8", "surrogateescape") for each in line],
                    environment,
                    (nothing, out.fileno(), err.fileno()),
                )
                try:
                    code = server.wait(pid, PATIENCE + LATEST)
                except TimeoutError:
                    faults.append(f"seed {number}: did not end: {line!r:.300}")
                    server.close()
                    server = Server(Path(memory))
                    continue
                finally:
                    os.close(nothing)
                texts = []
                for stream in (out, err):
                    stream.seek(0)
                    texts.append(stream.read().decode(errors="replace"))
                done: Any = argparse.Namespace(code=code, out=texts[0], err=texts[1])
                faults += [f"seed {number}: {each}" for each in commanding.faults(line, done)]
                faults += [f"seed {number}: a part is left" for each in folder.rglob(".calcigraph-*")]
                ends[f"exit code {code}"] += 1
                ends["over 5 s"] += time.monotonic() - started > 5
        server.close()
    return ends, faults


def payloads(_given: argparse.Namespace) -> Outcome:
    """Send every payload through every writer into real readers: the tests, over all of them."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", str(Path(__file__).parent / "test_payloads.py")],
        env={**os.environ, "CALCIGRAPH_ATTACK": "long"},
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    last = done.stdout.strip().rpartition("\n")[2]
    return Counter({f"pytest: {last}": 1}), [] if done.returncode == 0 else [done.stdout[-2000:]]


def kills(given: argparse.Namespace) -> Outcome:
    """End commands while they write."""
    faults: list[str] = []
    for number in range(given.kills):
        with tempfile.TemporaryDirectory() as folder:
            draw = random.Random(given.seed * 10**6 + number)  # noqa: S311 - no secret
            faults += [f"seed {number}: {each}" for each in killing.kill(Path(folder), draw)]
    return Counter({"kills": given.kills}), faults


def mutations(given: argparse.Namespace) -> Outcome:
    """Change the excerpt of the graph, and now and then the whole one: the verdict is that of a look at everything."""
    from calcigraph.store.derivation import open_engine

    from tests.curation.test_validation import small

    ends: Counter[str] = Counter()
    faults = []
    excerpt, whole = small(), open_engine()
    for number in range(given.mutations):
        draw = random.Random(given.seed * 10**6 + number)  # noqa: S311 - no secret
        base = whole if number % 25 == 0 else excerpt
        focused, everything = verdicts(base, mutated(base, draw))
        ends["violations"] += len(everything.violations)
        ends["conforming"] += everything.conforms
        ends["mutations"] += 1
        if focused.lines() != everything.lines():
            faults.append(f"seed {number}: {set(focused.lines()) ^ set(everything.lines())}")
    return ends, faults


PARTS: dict[str, Callable[[argparse.Namespace], Outcome]] = {
    each.__name__: each for each in (queries, callers, commands, payloads, kills, mutations)
}


def main() -> None:
    """Run the attack and print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--queries", type=int, default=2000)
    parser.add_argument("--commands", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--mutations", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--fork", action="store_true", help="fork the worker, as the command line does")
    given = parser.parse_args()
    failed = False
    for name in given.parts or PARTS:
        started = time.monotonic()
        ends, faults = PARTS[name](given)
        failed = failed or bool(faults)
        for end, count in ends.most_common():
            print(f"{count:6}  {end}")  # noqa: T201
        print(f"{name}: {time.monotonic() - started:.0f} s, {len(faults)} gave way", flush=True)  # noqa: T201
        for each in faults:
            print(each, flush=True)  # noqa: T201
    sys.exit(failed)


if __name__ == "__main__":
    main()
