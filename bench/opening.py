"""Opening the full graph, rules included, against parsing the same bytes; and how that grows with the data."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
from calcigraph.store import derivation, files
from calcigraph.store.memory import MemoryEngine, load_ontology_and_data

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATS = 15


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _grown(copies: int) -> tuple[derivation.Sources, derivation.Sources]:
    """A graph of the same shape, many times the size: entities, claims and findings copied under new names."""
    ontology, instances, _ = derivation.sources()
    found = list(instances)
    for copy in range(1, copies):
        for name, content in instances:
            text = content
            for folder in (b"id/", b"claim/", b"finding/", b"source/", b"statement/", b"amount/", b"cohort/"):
                text = text.replace(b"calcigraph/" + folder, b"calcigraph/" + folder + b"x%d-" % copy)
            found.append((f"{name}-{copy}", text))
    return ontology, found


def run() -> list[tuple[str, float, float, float, str]]:
    ontology, instances, rules = derivation.sources()
    everything = b"\n".join(content for _, content in [*ontology, *instances])
    kept = files.read(derivation.DERIVED_FILE)

    def parse() -> None:
        store = ox.Store()
        store.load(input=everything + b"\n" + kept, format=ox.RdfFormat.TURTLE)

    def parse_asserted() -> None:
        ox.Store().load(input=everything, format=ox.RdfFormat.TURTLE)

    def live() -> None:
        engine = MemoryEngine()
        load_ontology_and_data(engine, ontology, instances)
        engine.derive(text.decode() for _, text in rules)

    times: dict[str, list[float]] = {"parse": [], "asserted": [], "open": [], "live": []}
    for _ in range(REPEATS):
        times["parse"].append(_timed(parse))
        times["asserted"].append(_timed(parse_asserted))
        times["open"].append(_timed(derivation.open_engine))
        times["live"].append(_timed(live))
    middle = {name: statistics.median(values) for name, values in times.items()}
    rows = [
        (
            "opening the graph, derived file kept, s",
            middle["open"],
            middle["parse"],
            middle["open"] / middle["parse"],
            "<= 2",
        ),
        (
            "opening with the rules run live, s",
            middle["live"],
            middle["asserted"],
            middle["live"] / middle["asserted"],
            "(none)",
        ),
    ]
    base = 0.0
    for copies in (1, 10, 100):
        bigger = _grown(copies)

        def open_bigger(parts: tuple[derivation.Sources, derivation.Sources] = bigger) -> None:
            engine = MemoryEngine()
            load_ontology_and_data(engine, *parts)
            engine.derive(text.decode() for _, text in rules)

        seconds = _timed(open_bigger)
        base = base or seconds
        rows.append(
            (
                f"opening {copies}x the data with rules, s per copy",
                seconds / copies,
                base,
                seconds / copies / base,
                "about 1",
            )
        )
    return rows


if __name__ == "__main__":
    for row in run():
        print(*row)
