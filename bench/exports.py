"""Each export of the full graph against what rdflib or networkx take to serialise the same triples or edges.

The peers have the graph in their memory; ours reads it from the store. Formats that no library here writes have no peer.
"""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING

import networkx as nx
import rdflib
from calcigraph import KnowledgeGraph, Unavailable
from calcigraph.exports.writing import export, formats
from measuring import Row, by_turns, main, named, skip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REPEATS = 3
TARGET = 2
RDF = {"turtle": "turtle", "ntriples": "nt", "rdfxml": "xml", "jsonld": "json-ld", "trig": "trig", "nquads": "nquads"}


def _peers(graph: KnowledgeGraph) -> dict[str, tuple[str, Callable[[], object]]]:
    union = rdflib.Graph().parse(data=export(graph.store, "ntriples"), format="nt")
    dataset = rdflib.Dataset()
    dataset.parse(data=export(graph.store, "nquads"), format="nquads")
    network = nx.read_graphml(io.BytesIO(export(graph.store, "graphml")), force_multigraph=True)
    found: dict[str, tuple[str, Callable[[], object]]] = {
        name: (named("rdflib"), partial(data.serialize, format=form))
        for name, form in RDF.items()
        for data in [dataset if name in ("trig", "nquads") else union]
    }
    found["graphml"] = (named("networkx"), lambda: nx.write_graphml(network, io.BytesIO()))
    found["gexf"] = (named("networkx"), lambda: nx.write_gexf(network, io.BytesIO()))
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
        by, peer = peers.get(name, ("", None))
        middle = by_turns({"ours": ours} | ({"peer": peer} if peer else {}), REPEATS)
        limit = TARGET if peer else None
        yield Row(
            f"export of the full graph as {name}, {size:.2g} MB", "s", middle["ours"], by, middle.get("peer"), limit
        )


if __name__ == "__main__":
    main(run)
