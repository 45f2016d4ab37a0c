"""What-if on the full graph, against plain numpy: dense over all factors, and by strongly connected components.

All three draw 2,000 members of the same network and have to come to the same answers. The whole answer, with the routes
that carry it, what limits and what would settle it, is a row of its own: no peer gives that.
"""

from __future__ import annotations

import statistics
from functools import partial
from typing import TYPE_CHECKING

from calcigraph import KnowledgeGraph
from calcigraph.mechanism.whatif.answering import read_influences
from calcigraph.mechanism.whatif.ensemble import Ensemble, _steady, solve
from calcigraph.mechanism.whatif.settling import answer
from calcigraph.namespaces import ID
from ensembles import by_components, dense
from measuring import Row, main, named, timed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from calcigraph.mechanism.whatif.influence import Influence

SAMPLES = 2000
CASES = ({"vitamin-d": 1}, {"vitamin-d": 1, "vitamin-k2": -1}, {"rankl": -1})
REPEATS = 5
#: Two ensembles may part at the very limit of agreement, never in direction: three standard errors of 0.8 in 2,000.
LIMIT, NEAR = 0.8, 0.03


def _check(found: Ensemble, words: Mapping[str, str], who: str) -> None:
    for name, word in words.items():
        if answer(found, name) != word and name in found.responses:
            share = max(found.share(name, 1), found.share(name, -1))
            if abs(share - LIMIT) > NEAR:
                raise SystemExit(f"ours and {who} disagree on {name}: {answer(found, name)} and {word}")


def run() -> Iterator[Row]:
    graph = KnowledgeGraph.open()
    every = [str(iri) for iri in graph.to_networkx()]
    # Liebig's law and one-sided influences are no linear system: no peer has them, so that neither uses them here.
    network: list[Influence] = [
        each._replace(limiting=False, range="", when=None) for each in read_influences(graph.store, every)
    ]
    peers = {"dense": dense, "by components": by_components}
    times: dict[str, list[float]] = {name: [] for name in ("ours", "whole", "settled", *peers)}
    for turn in range(REPEATS):
        took = dict.fromkeys(times, 0.0)
        for case in CASES:
            clamps = {ID + name: level for name, level in case.items()}
            _steady.cache_clear()
            seconds, found = timed(partial(solve, network, clamps, samples=SAMPLES, seed=1))
            took["ours"] += seconds
            for name, peer in peers.items():
                if name == "dense" and turn:
                    continue  # once: it takes a hundred times as long as its spread
                seconds, words = timed(partial(peer, network, clamps, SAMPLES))
                took[name] += seconds
                _check(found, words, name)
            _steady.cache_clear()
            levels = {name: "high" if level > 0 else "low" for name, level in clamps.items()}
            seconds, answered = timed(partial(graph.what_if, levels, samples=SAMPLES))
            took["whole"] += seconds
            took["settled"] += seconds + timed(answered.as_dict)[0]
        for name, seconds in took.items():
            if seconds:
                times[name].append(seconds)
    middle = {name: statistics.median(values) for name, values in times.items()}
    what = f"what-if, {len(CASES)} cases, {SAMPLES:,} samples, {len(every)} factors, {len(network)} influences"
    numpy = named("numpy")
    yield Row(what, "s", middle["ours"], f"{numpy}, dense", middle["dense"], 0.2)
    yield Row(what, "s", middle["ours"], f"{numpy}, by components", middle["by components"])
    by = f"{numpy}, by components, the signs alone"
    yield Row("the answers with the routes that carry them", "s", middle["whole"], by, middle["by components"])
    yield Row("the same with what settles each, as told in full", "s", middle["settled"], by, middle["by components"])


if __name__ == "__main__":
    main(run)
