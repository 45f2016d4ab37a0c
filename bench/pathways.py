"""Pathways on a generated network, against networkx: time, memory, and what unrelated triples cost.

The network has 50,000 factors and 500,000 influences in the in-memory store. Both sides look for the same paths between
the same pairs at the same cut-off, in one process; networkx works on a graph that is loaded already, and what that
loading costs is a row of its own. Memory is measured in a process for each side, as what is added to the loaded store.
"""

from __future__ import annotations

import gc
import random
import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx as nx
import pyoxigraph as ox
from calcigraph import KnowledgeGraph
from calcigraph.namespaces import ASSERTED, CG, CLAIM, ID, ONTOLOGY, PREFIXES
from calcigraph.store import derivation
from calcigraph.store.memory import MemoryEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FACTORS, INFLUENCES, UNRELATED = 50_000, 500_000, 1_000_000
CUTOFFS = (6, 7)
PAIRS = 5
REPEATS = 9
_PREDICATES = ("increases", "decreases", "activates", "inhibits", "produces", "prevents", "contributesTo")
_STATUSES = ("established", "supported", "contested", "untested")
_CERTAINTIES = ("highCertainty", "moderateCertainty", "lowCertainty", "veryLowCertainty")
_STATUS_FILE, _CLEAR_FILE = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def _quads() -> Iterator[ox.Quad]:
    chooser = random.Random(1)  # noqa: S311 - a network that is the same on every run
    node, graph = ox.NamedNode, ox.NamedNode(ASSERTED)
    kind, label = node(PREFIXES["rdf"] + "type"), node(PREFIXES["rdfs"] + "label")
    name = node(PREFIXES["skos"] + "prefLabel")
    for number in range(FACTORS):
        factor = node(f"{ID}f{number}")
        yield ox.Quad(factor, kind, node(CG + "Factor"), graph)
        yield ox.Quad(factor, kind, node(CG + "Entity"), graph)
        yield ox.Quad(factor, name, ox.Literal(f"factor {number}"), graph)
    for number in range(INFLUENCES):
        claim = node(f"{CLAIM}c{number}")
        subject, object_ = chooser.sample(range(FACTORS), 2)
        yield ox.Quad(claim, kind, node(CG + "Claim"), graph)
        yield ox.Quad(claim, label, ox.Literal(f"claim {number}"), graph)
        for predicate, value in (
            ("subject", f"{ID}f{subject}"),
            ("object", f"{ID}f{object_}"),
            ("predicate", CG + chooser.choice(_PREDICATES)),
            ("directness", CG + "direct"),
            ("status", CG + chooser.choice(_STATUSES)),
            ("certainty", CG + chooser.choice(_CERTAINTIES)),
        ):
            yield ox.Quad(claim, node(CG + predicate), node(value), graph)


def _unrelated() -> Iterator[ox.Quad]:
    chooser = random.Random(2)  # noqa: S311 - see above
    graph = ox.NamedNode(ASSERTED)
    for number in range(UNRELATED):
        other = ox.NamedNode(f"http://other.example/n{chooser.randrange(UNRELATED)}")
        predicate = ox.NamedNode(f"http://other.example/p{number % 20}")
        yield ox.Quad(ox.NamedNode(f"http://other.example/n{number}"), predicate, other, graph)


def _graph() -> KnowledgeGraph:
    engine = MemoryEngine()
    ontology, _, _ = derivation.sources()
    engine.load(b"\n".join(content for _, content in ontology), ONTOLOGY)
    engine.store.bulk_extend(_quads())
    return KnowledgeGraph(engine)


def _networkx(kg: KnowledgeGraph) -> Any:
    """What networkx needs for the same answer: factors, claims and signs; read as a stream."""
    signs = {str(p): int(s or 0) for p, s in kg.engine.values("SELECT ?p ?s { ?p cg:sign ?s }")}
    built: Any = nx.MultiDiGraph()
    rows = kg.engine.store.query(
        "SELECT ?c ?s ?o ?p { ?c cg:subject ?s ; cg:object ?o ; cg:directness cg:direct ; cg:predicate ?p }",
        use_default_graph_as_union=True,
        prefixes=PREFIXES,
    )
    one: dict[str, str] = {}
    for claim, subject, object_, predicate in rows:  # type: ignore[union-attr] # a SELECT gives solutions; the stub allows a truth value too
        source, target = (one.setdefault(end, end) for end in (subject.value, object_.value))
        built.add_edge(source, target, claim.value, sign=signs[predicate.value])
    return built


def _pairs() -> list[tuple[str, str]]:
    return [(f"{ID}f{2 * number + 1}", f"{ID}f{2 * number + 2}") for number in range(PAIRS)]


def _timed(action: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = action()
    return time.perf_counter() - start, found


def _ours(kg: KnowledgeGraph, cutoff: int) -> set[tuple[str, ...]]:
    """Everything that the user gets: verdicts, sentences, tissues and all."""
    return {
        tuple(claim.iri for claim in path.claims)
        for source, target in _pairs()
        for path in kg.pathways(source, target, max_length=cutoff)
    }


def _peer(network: Any, cutoff: int) -> set[tuple[str, ...]]:
    """The paths of networkx; its ``all_simple_paths`` is this on a multigraph, less the claims."""
    found: set[tuple[str, ...]] = set()
    for source, target in _pairs():
        paths: Any = nx.all_simple_edge_paths(network, source, target, cutoff=cutoff)
        found.update(tuple(key for _, _, key in path) for path in paths)
    return found


def _memory(name: str, pattern: str = "VmRSS") -> float:
    text = _STATUS_FILE.read_text(encoding="ascii")
    if pattern not in text:
        sys.exit(f"no {pattern} for {name}")
    return int(text.partition(f"{pattern}:")[2].split()[0]) / 1024


def _added(side: str) -> float:
    """MiB that one side adds to a process with the loaded store, at its peak."""
    kg = _graph()
    gc.collect()
    before = _memory(side)
    _CLEAR_FILE.write_text("5", encoding="ascii")
    kept = _networkx(kg) if side == "networkx" else [kg.pathways(*pair, max_length=CUTOFFS[-1]) for pair in _pairs()]
    after = _memory(side, "VmHWM")
    del kept
    return after - before


def _measured(side: str) -> float:
    done = subprocess.run([sys.executable, __file__, side], capture_output=True, text=True, check=True)
    return float(done.stdout)


def run() -> list[tuple[str, float, float, float, str]]:
    rows = []
    kg = _graph()
    cold, _ = _timed(lambda: kg.pathways(*_pairs()[0], max_length=CUTOFFS[0]))
    beside = _graph()
    beside.engine.store.bulk_extend(_unrelated())
    alone: dict[int, list[float]] = {cutoff: [] for cutoff in CUTOFFS}
    crowded: list[float] = []
    for _ in range(REPEATS):
        # By turns, so that whatever else the machine does falls on both.
        for cutoff in CUTOFFS:
            alone[cutoff].append(_timed(partial(_ours, kg, cutoff))[0])
        crowded.append(_timed(lambda: _ours(beside, CUTOFFS[-1]))[0])
    beside.engine.store.clear()
    loading, network = _timed(lambda: _networkx(kg))
    for cutoff in CUTOFFS:
        peer, expected = _timed(partial(_peer, network, cutoff))
        if _ours(kg, cutoff) != expected:
            sys.exit("the paths differ from those of networkx")
        mine = statistics.median(alone[cutoff])
        what = f"{len(expected)} paths of up to {cutoff} steps, s (peer / ours)"
        rows.append((what, mine, peer, peer / mine, ">= 10"))
    rows.append(("first pathway of a process, against loading networkx, s", cold, loading, loading / cold, "(none)"))
    before, after = statistics.median(alone[CUTOFFS[-1]]), statistics.median(crowded)
    rows.append(("pathways beside 1,000,000 unrelated triples, s", after, before, after / before, "<= 1.1"))
    if _CLEAR_FILE.exists():
        mine, peer = _measured("ours"), _measured("networkx")
        rows.append(("memory added by pathways, against networkx, MiB", mine, peer, mine / peer, "<= 0.1"))
    return rows


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(_added(sys.argv[1]))
    else:
        for row in run():
            print(*row)
