"""Each export of the full graph against what a library takes to serialise the same triples or edges.

The RDF has two peers: rdflib, which groups and sorts as we do, and pyoxigraph, which writes as things come and in Rust.
They and networkx have the triples or edges at hand; ours reads the store. Formats that no library here writes have no peer.
"""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING

import networkx as nx
import pyoxigraph as ox
import rdflib
from calcigraph import KnowledgeGraph, Unavailable
from calcigraph.exports.formats import formats
from calcigraph.exports.writing import export
from calcigraph.namespaces import PREFIXES
from measuring import Row, by_turns, main, named, skip, timed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REPEATS = 3
TARGET = 2
#: Our formats as rdflib and pyoxigraph call them.
RDF = {
    "turtle": ("turtle", ox.RdfFormat.TURTLE),
    "ntriples": ("nt", ox.RdfFormat.N_TRIPLES),
    "rdfxml": ("xml", ox.RdfFormat.RDF_XML),
    "jsonld": ("json-ld", ox.RdfFormat.JSON_LD),
    "trig": ("trig", ox.RdfFormat.TRIG),
    "nquads": ("nquads", ox.RdfFormat.N_QUADS),
}


def _peers(graph: KnowledgeGraph) -> dict[str, dict[str, Callable[[], object]]]:
    union = rdflib.Graph().parse(data=export(graph.store, "ntriples"), format="nt")
    dataset = rdflib.Dataset()
    dataset.parse(data=export(graph.store, "nquads"), format="nquads")
    quads = list(graph.engine.quads())
    triples = list({quad.triple for quad in quads})
    network = nx.read_graphml(io.BytesIO(export(graph.store, "graphml")), force_multigraph=True)
    found: dict[str, dict[str, Callable[[], object]]] = {}
    for name, (form, other) in RDF.items():
        data, items = (dataset, quads) if name in ("trig", "nquads") else (union, triples)
        found[name] = {
            "rdflib": partial(data.serialize, format=form),
            "pyoxigraph": partial(ox.serialize, items, format=other, prefixes=PREFIXES),
        }
    found["graphml"] = {"networkx": lambda: nx.write_graphml(network, io.BytesIO())}
    found["gexf"] = {"networkx": lambda: nx.write_gexf(network, io.BytesIO())}
    return found


def run() -> Iterator[Row]:
    graph = KnowledgeGraph.open()
    peers = _peers(graph)
    for name in formats():
        ours = partial(export, graph.store, name)
        try:
            size = len(ours()) / 1e6
        except Unavailable as reason:
            skip(f"export as {name}", str(reason))
            continue
        quick = peers.get(name, {})
        slow = quick.pop("rdflib", None)
        middle = by_turns({"ours": ours, **quick}, REPEATS)
        if slow:
            middle["rdflib"] = timed(slow)[0]  # once: it takes far longer than its spread
        what = f"export of the full graph as {name}, {size:.2g} MB"
        if name not in peers:
            yield Row(what, "s", middle["ours"])
        for by, seconds in middle.items():
            if by != "ours":
                limit = None if by == "pyoxigraph" else TARGET
                yield Row(what, "s", middle["ours"], named(by), seconds, limit)


if __name__ == "__main__":
    main(run)
