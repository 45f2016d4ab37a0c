"""Validation of the graph, against pySHACL with the same shapes and triples on two other stores.

One peer is what anyone would do, pySHACL on rdflib's memory store. The other is pySHACL on the same triples in Oxigraph
through oxrdflib as it comes, to see what our view of the store, which knows its length, is worth. Parsing is no part of any
side. Times are processor time. A peer is stopped where it has shown what there is to show; its ratio is then the most that
it can be, and its report is not compared. The shapes of amounts alone are few enough for a whole comparison.
"""

from __future__ import annotations

import resource
import sys
from functools import partial
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pyshacl
import rdflib
from calcigraph import KnowledgeGraph
from calcigraph.curation import validation
from calcigraph.store import files
from calcigraph.store.rdflib_views import merged_view
from measuring import Row, in_child, main, named
from oxrdflib import OxigraphStore
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from calcigraph.curation.report import Report
    from calcigraph.store.memory import MemoryEngine

    Run = Callable[[rdflib.Graph], rdflib.Graph]

TARGET = 0.2
#: A peer is stopped after so many times what ours took: a little more than the target asks for.
PATIENCE = 1.1 / TARGET
PART = "ontology/shapes/amounts.ttl"


def _measured(action: Callable[[], rdflib.Graph], same: Callable[[rdflib.Graph], bool], limit: int) -> float | None:
    """Seconds that an action takes in a child, or None where it was stopped at the limit."""

    def run() -> str:
        found = action()
        used = resource.getrusage(resource.RUSAGE_SELF)
        if not same(found):
            raise ValueError("the report of a peer differs from ours")
        return str(used.ru_utime + used.ru_stime)

    told = in_child(run, limit)
    return None if told is None else float(told)


def _part(data: rdflib.Graph) -> rdflib.Graph:
    """Run the shapes of amounts alone."""
    shapes = rdflib.Graph(bind_namespaces="none")
    for name in (PART, "ontology/shapes/prefixes.ttl"):
        shapes.parse(data=files.read(name), format="turtle")
    _, found, text = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    if not isinstance(found, rdflib.Graph):
        raise TypeError(text)
    return found


def _rows(engine: MemoryEngine, peers: dict[str, rdflib.Graph], what: str, run: Run) -> Iterator[Row]:
    def ours() -> rdflib.Graph:
        return run(merged_view(engine.quads()))

    def report(found: rdflib.Graph) -> Report:
        return validation.report(found, [], engine)

    expected = report(ours())
    mine = _measured(ours, lambda found: report(found) == expected, resource.RLIM_INFINITY)
    if mine is None:
        sys.exit("our own validation was stopped")
    for by, data in peers.items():
        limit = round(mine * PATIENCE) + 1
        seconds = _measured(partial(run, data), lambda found: report(found) == expected, limit)
        who = by if seconds else f"{by}, stopped: at most this ratio"
        yield Row(what, "s", mine, who, seconds or limit, TARGET if "memory" in by else None)


def run() -> Iterator[Row]:
    engine = KnowledgeGraph.open().engine
    validation.shapes()
    triples = {quad.triple for quad in engine.quads()}
    memory = rdflib.Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"", format="nt")
    one = ox.Store()
    one.bulk_extend(ox.Quad(each.subject, each.predicate, each.object) for each in triples)
    bare = rdflib.Graph(store=OxigraphStore(store=one), identifier=DATASET_DEFAULT_GRAPH_ID)
    plain = {f"{named('pyshacl')} on rdflib in memory": memory}
    both = plain | {f"{named('pyshacl')} on {named('oxrdflib')}": bare}
    what = f"validation of {len(triples):,} triples"
    yield from _rows(engine, plain, f"{what}, all {len(validation.shape_names())} shapes", validation.run_shapes)
    yield from _rows(engine, both, f"{what}, the shapes of amounts alone", _part)


if __name__ == "__main__":
    main(run)
