"""Validation of the whole graph, against pySHACL with the same shapes and triples on two other stores.

One peer is what anyone would do, pySHACL on rdflib's memory store. The other is pySHACL on the same Oxigraph store
through oxrdflib as it comes, to see what our view of it, which knows its length, is worth. Parsing is no part of any side.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from calcigraph import KnowledgeGraph
from calcigraph.curation import validation
from measuring import Row, by_turns, main, named, timed
from oxrdflib import OxigraphStore
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

REPEATS = 3


def run() -> Iterator[Row]:
    engine = KnowledgeGraph.open().engine
    triples = {quad.triple for quad in engine.quads()}
    memory = rdflib.Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    one = ox.Store()
    one.bulk_extend(ox.Quad(each.subject, each.predicate, each.object) for each in triples)
    bare = rdflib.Graph(store=OxigraphStore(store=one), identifier=DATASET_DEFAULT_GRAPH_ID)
    expected = validation.report(validation.check(engine), [], engine)
    ours = by_turns({"ours": partial(validation.check, engine)}, REPEATS)["ours"]
    what = f"validation of {len(triples):,} triples against {len(validation.shape_names())} shapes"
    peers = ((f"{named('pyshacl')} on rdflib in memory", memory, 0.2), (f"{named('pyshacl')} on oxrdflib", bare, None))
    for by, data, limit in peers:
        # Once: it takes far longer than its spread.
        seconds, found = timed(partial(validation.run_shapes, data))
        if validation.report(found, [], engine) != expected:
            sys.exit(f"the report of {by} differs from ours")
        yield Row(what, "s", ours, by, seconds, limit)


if __name__ == "__main__":
    main(run)
