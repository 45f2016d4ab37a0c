"""All shipped questions in one process: against pyoxigraph with the same texts, and against rdflib's own engine."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from calcigraph import KnowledgeGraph
from calcigraph.answers.asking import Questions

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATS = 15


def _timed(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _medians(actions: dict[str, Callable[[], None]], repeats: int) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(repeats):
        for name, action in actions.items():
            times[name].append(_timed(action))
    return {name: statistics.median(values) for name, values in times.items()}


def _ask_all(questions: Questions) -> None:
    for name in questions:
        if "needs-network" not in questions[name].tags:
            questions.ask(name)


def run() -> list[tuple[str, float, float, float, str]]:
    kg = KnowledgeGraph.open()
    # The federated examples wait for other machines.
    texts = [each.text for each in kg.questions.values() if "needs-network" not in each.tags]
    memory = rdflib.Graph()
    triples = {quad.triple for quad in kg.engine.store}
    memory.parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")

    def bare() -> None:
        for text in texts:
            found = kg.engine.store.query(text, use_default_graph_as_union=True)
            list(found)  # type: ignore[arg-type] # a SELECT gives solutions; the stub allows a truth value too

    def in_memory() -> None:
        for text in texts:
            list(memory.query(text))

    middle = _medians(
        {
            "warm": lambda: _ask_all(kg.questions),
            # A new collection each time: headers are read again, as in a process that has just started.
            "cold": lambda: _ask_all(Questions(kg.store)),
            "bare": bare,
        },
        REPEATS,
    )
    slow = _medians({"rdflib": in_memory}, 3)["rdflib"]
    what = f"all {len(texts)} local questions"
    return [
        (f"{what} against pyoxigraph, s", middle["warm"], middle["bare"], middle["warm"] / middle["bare"], "<= 1.5"),
        (f"{what}, headers read anew, s", middle["cold"], middle["bare"], middle["cold"] / middle["bare"], "<= 1.5"),
        (f"{what}, rdflib in memory over ours, s", middle["cold"], slow, slow / middle["cold"], ">= 20"),
    ]


if __name__ == "__main__":
    for row in run():
        print(*row)
