"""Validation of the whole graph, against pySHACL over rdflib's default store with the same shapes and triples."""

from __future__ import annotations

import statistics
import sys
import time
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from calcigraph import KnowledgeGraph
from calcigraph.curation import validation

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATS = 3


def _timed(work: Callable[[], rdflib.Graph]) -> tuple[float, rdflib.Graph]:
    start = time.perf_counter()
    found = work()
    return time.perf_counter() - start, found


def run() -> list[tuple[str, float, float, float, str]]:
    engine = KnowledgeGraph.open().engine
    plain = rdflib.Graph()
    # Parsing is no part of either side: both start from a loaded graph.
    triples = ox.serialize({quad.triple for quad in engine.quads()}, format=ox.RdfFormat.N_TRIPLES)
    plain.parse(data=triples or b"", format="nt")
    validation.shapes()
    ours: list[float] = []
    peers: list[float] = []
    for _ in range(REPEATS):
        seconds, found = _timed(lambda: validation.check(engine))
        ours.append(seconds)
        seconds, expected = _timed(lambda: validation.run_shapes(plain))
        peers.append(seconds)
        if validation.report(found, [], engine) != validation.report(expected, [], engine):
            sys.exit("the two reports differ")
    mine, peer = statistics.median(ours), statistics.median(peers)
    return [("validation of the graph, s (peer / ours)", mine, peer, peer / mine, ">= 5")]


if __name__ == "__main__":
    for row in run():
        print(*row)
