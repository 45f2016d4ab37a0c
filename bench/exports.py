"""Each export of the full graph against what rdflib or networkx take to serialise the same triples or edges."""

from __future__ import annotations

import io
import statistics
import time
from functools import partial
from typing import TYPE_CHECKING

import networkx as nx
import rdflib
from calcigraph import KnowledgeGraph, Unavailable
from calcigraph.exports.formats import formats
from calcigraph.exports.writing import export

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATS = 5
TARGET = "<= 2"
RDF = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld", "trig": "trig", "nquads": "nquads"}


def _median(action: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _rdflib(graph: KnowledgeGraph) -> tuple[rdflib.Graph, rdflib.Dataset]:
    union = rdflib.Graph().parse(data=export(graph.store, "ntriples"), format="nt")
    dataset = rdflib.Dataset()
    dataset.parse(data=export(graph.store, "nquads"), format="nquads")
    return union, dataset


def run() -> list[tuple[str, float, float, float, str]]:
    graph = KnowledgeGraph.open()
    union, dataset = _rdflib(graph)
    network = nx.read_graphml(io.BytesIO(export(graph.store, "graphml")), force_multigraph=True)
    peers: dict[str, tuple[str, Callable[[], object], int]] = {
        name: ("rdflib", partial(data.serialize, format=form), 1)
        for name, form in RDF.items()
        for data in [dataset if name in ("trig", "nquads") else union]
    }
    peers["graphml"] = ("networkx", lambda: nx.write_graphml(network, io.BytesIO()), REPEATS)
    peers["gexf"] = ("networkx", lambda: nx.write_gexf(network, io.BytesIO()), REPEATS)
    rows = []
    for name in formats():
        try:
            export(graph.store, name)
        except Unavailable:
            continue
        ours = _median(partial(export, graph.store, name), REPEATS)
        if name not in peers:
            rows.append((f"export of the full graph as {name}, s", ours, float("nan"), float("nan"), "(no peer)"))
            continue
        what, action, repeats = peers[name]
        peer = _median(action, repeats)
        rows.append((f"export of the full graph as {name}, s; {what}", ours, peer, ours / peer, TARGET))
    return rows


if __name__ == "__main__":
    for row in run():
        print(*row)
