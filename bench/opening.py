"""Opening the full graph, rules included, against pyoxigraph that parses the same bytes; ``growth.py`` has it at ten times."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from calcigraph.store import derivation, files
from calcigraph.store.memory import MemoryEngine, load_ontology_and_data
from measuring import Row, by_turns, main, named

if TYPE_CHECKING:
    from collections.abc import Iterator

REPEATS = 9


def run() -> Iterator[Row]:
    ontology, instances, rules = derivation.sources()
    everything = b"\n".join(content for _, content in [*ontology, *instances])
    kept = files.read(derivation.DERIVED_FILE)

    def live() -> None:
        engine = MemoryEngine()
        load_ontology_and_data(engine, ontology, instances)
        engine.derive(text.decode() for _, text in rules)

    middle = by_turns(
        {
            "open": derivation.open_engine,
            "parse": lambda: ox.Store().load(input=everything + b"\n" + kept, format=ox.RdfFormat.TURTLE),
            "live": live,
            "asserted": lambda: ox.Store().load(input=everything, format=ox.RdfFormat.TURTLE),
        },
        REPEATS,
    )
    by = f"{named('pyoxigraph')}, parsing alone"
    yield Row("opening the graph, derived file kept", "s", middle["open"], by, middle["parse"], 2)
    yield Row("opening with the rules run live", "s", middle["live"], by, middle["asserted"])


if __name__ == "__main__":
    main(run)
