"""The long run: ``make attack``. Sends hostile queries and counts what came of them; exits with 1 when one brought it down.

python tests/attack/attack.py [--count 2000] [--seed 1] [--timeout 0.5] [--fork]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from calcigraph import CalcigraphError, KnowledgeGraph

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.attack.hostile import DEEP, ENDLESS, OVERFLOWING, SLOW, generate

LATEST = 1.0  # seconds after the limit


def attack(graph: KnowledgeGraph, queries: list[str], timeout: float) -> tuple[Counter[str], list[str]]:
    """Send queries, one after another.

    Args:
        graph: what is asked.
        queries: hostile ones.
        timeout: seconds for each.

    Returns:
        How many ended in which way, and what went wrong.
    """
    ends: Counter[str] = Counter()
    faults = []
    for number, query in enumerate(queries):
        started = time.monotonic()
        try:
            graph.sparql(query, timeout=timeout, memory="300MB")
            end = "answered"
        except CalcigraphError as error:
            message = str(error)
            end = f"{type(error).__name__}: {' '.join(message.split()[:4])}"
            if "\n" in message or not message.isprintable():
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


def main() -> None:
    """Run the attack and print what came of it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--timeout", type=float, default=0.5)
    parser.add_argument("--fork", action="store_true", help="fork the worker, as the command line does")
    given = parser.parse_args()
    graph = KnowledgeGraph.open()
    graph.store.forks = given.fork
    known = (OVERFLOWING, SLOW, DEEP, ENDLESS)
    queries = [*(query for named in known for query in named.values()), *generate(given.seed, given.count)]
    started = time.monotonic()
    ends, faults = attack(graph, queries, given.timeout)
    for end, count in ends.most_common():
        print(f"{count:6}  {end}")  # noqa: T201
    print(f"{len(queries)} queries in {time.monotonic() - started:.0f} s, {len(faults)} brought it down or came late")  # noqa: T201
    for fault in faults:
        print(fault)  # noqa: T201
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
