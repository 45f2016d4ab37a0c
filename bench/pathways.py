"""Pathways on a generated network and on the shipped one, against networkx, rustworkx and igraph.

The generated network has 50,000 factors and 500,000 influences in the in-memory store. All sides look for the same signed
paths between the same pairs at the same cut-off, and have to find the same ones. The libraries work on a graph that is
loaded already, and give nodes, claims and sign; ours reads the store as it goes. What loading costs the libraries, and the
verdicts, sentences and tissues cost us, are rows of their own. Memory is what is added to the loaded store at its peak.
"""

from __future__ import annotations

import os
import random
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
from calcigraph import KnowledgeGraph
from calcigraph.mechanism.pathways.finding import COUNTED
from calcigraph.mechanism.pathways.held import HeldSteps, held
from calcigraph.mechanism.pathways.routes import Search, product
from calcigraph.mechanism.pathways.steps import Steps
from calcigraph.mechanism.pathways.sweeping import sweep
from calcigraph.namespaces import ASSERTED, CG, CLAIM, ID, ONTOLOGY, PREFIXES
from calcigraph.store import derivation
from calcigraph.store.memory import MemoryEngine
from measuring import Row, by_turns, main, named, timed
from simple_paths import LIBRARIES, Influence, Library, Networkx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from calcigraph.mechanism.pathways.routes import Route
    from simple_paths import Signed

    Pairs = list[tuple[str, str]]

FACTORS, INFLUENCES, UNRELATED = 50_000, 500_000, 1_000_000
#: At 6 steps each library's own function is still tried: at 7 the compiled ones take ten times as long, networkx minutes.
WHOLE_CUTOFF, CUTOFF = 6, 7
PAIRS = 5
REPEATS = 7
#: Ends of the mechanism as people ask for them, with the longest path of ``kg.pathways``.
SHIPPED = (
    ("warfarin", "arterial-calcification"),
    ("vitamin-d", "bone-mineralization"),
    ("vitamin-d", "arterial-calcification"),
)
SHIPPED_CUTOFF = 8
_PREDICATES = ("increases", "decreases", "activates", "inhibits", "produces", "prevents", "contributesTo")
_STATUSES = ("established", "supported", "contested", "untested")
_CERTAINTIES = ("highCertainty", "moderateCertainty", "lowCertainty", "veryLowCertainty")
_STATUS_FILE, _CLEAR_FILE = Path("/proc/self/status"), Path("/proc/self/clear_refs")
_READ = """
SELECT ?claim ?subject ?object ?predicate {
  ?claim cg:subject ?subject ; cg:object ?object ; cg:directness cg:direct ; cg:predicate ?predicate .
  FILTER NOT EXISTS { ?claim cg:negated true }
}
"""


def _lines() -> Iterator[str]:
    """The network as N-Quads: the engine's parser takes them four times as fast as quads made in Python."""
    chooser = random.Random(1)  # noqa: S311 - a network that is the same on every run
    kind, end = f"<{PREFIXES['rdf']}type>", f"<{ASSERTED}> ."
    label, name = f"<{PREFIXES['rdfs']}label>", f"<{PREFIXES['skos']}prefLabel>"
    for number in range(FACTORS):
        factor = f"<{ID}f{number}>"
        yield f"{factor} {kind} <{CG}Factor> {end}"
        yield f"{factor} {kind} <{CG}Entity> {end}"
        yield f'{factor} {name} "factor {number}" {end}'
    for number in range(INFLUENCES):
        claim = f"<{CLAIM}c{number}>"
        subject, object_ = chooser.sample(range(FACTORS), 2)
        yield f"{claim} {kind} <{CG}Claim> {end}"
        yield f'{claim} {label} "claim {number}" {end}'
        yield f"{claim} <{CG}subject> <{ID}f{subject}> {end}"
        yield f"{claim} <{CG}object> <{ID}f{object_}> {end}"
        for predicate, value in (
            ("predicate", chooser.choice(_PREDICATES)),
            ("directness", "direct"),
            ("status", chooser.choice(_STATUSES)),
            ("certainty", chooser.choice(_CERTAINTIES)),
        ):
            yield f"{claim} <{CG}{predicate}> <{CG}{value}> {end}"


def _unrelated() -> Iterator[str]:
    chooser = random.Random(2)  # noqa: S311 - see above
    for number in range(UNRELATED):
        other = f"<http://other.example/n{chooser.randrange(UNRELATED)}>"
        yield f"<http://other.example/n{number}> <http://other.example/p{number % 20}> {other} <{ASSERTED}> ."


def _graph(lines: bytes, *more: bytes) -> KnowledgeGraph:
    engine = MemoryEngine()
    ontology, _, _ = derivation.sources()
    engine.load(b"\n".join(content for _, content in ontology), ONTOLOGY)
    for part in (lines, *more):
        engine.store.bulk_load(input=part, format=ox.RdfFormat.N_QUADS)
    return KnowledgeGraph(engine)


def _influences(kg: KnowledgeGraph) -> Iterator[Influence]:
    """What a library needs for the same answer, read as a stream."""
    signs = {str(p): int(s or 0) for p, s in kg.engine.values("SELECT ?p ?s { ?p cg:sign ?s }")}
    rows = kg.engine.store.query(_READ, use_default_graph_as_union=True, prefixes=PREFIXES)
    one: dict[str, str] = {}
    for claim, subject, object_, predicate in rows:  # type: ignore[union-attr] # a SELECT gives solutions; the stub allows a truth value too
        if sign := signs.get(predicate.value):
            source, target = (one.setdefault(end, end) for end in (subject.value, object_.value))
            yield Influence(claim.value, source, target, sign)


def _full(kg: KnowledgeGraph, pairs: Pairs, cutoff: int) -> set[Signed]:
    """Everything that the user gets: verdicts, sentences, tissues and all."""
    return {
        (tuple(claim.iri for claim in path.claims), path.sign)
        for source, target in pairs
        for path in kg.pathways(source, target, max_length=cutoff)
    }


def _routes(kg: KnowledgeGraph, pairs: Pairs, cutoff: int) -> set[Signed]:
    """What the libraries give, and no more."""
    found: set[Signed] = set()
    network = held(kg.store)
    for source, target in pairs:
        if network:
            steps = HeldSteps(network)
            swept = sweep(steps.at, frozenset({source}), frozenset({target}), cutoff, most=COUNTED)
            if swept:
                for length in range(1, cutoff + 1):
                    found.update(_signed(route) for route in swept.of_length(length))
                continue
        search = Search(Steps(kg.store).read, frozenset({source}), frozenset({target}))
        for length in range(1, cutoff + 1):
            found.update(_signed(route) for route in search.of_length(length))
    return found


def _signed(route: Route) -> Signed:
    return tuple(edge.claim for edge in route), product(route)


def _peer(find: Callable[[str, str, int], set[Signed]], pairs: Pairs, cutoff: int) -> set[Signed]:
    return {path for source, target in pairs for path in find(source, target, cutoff)}


def _compared(kg: KnowledgeGraph, libraries: list[Library], pairs: Pairs, cutoff: int, what: str) -> Iterator[Row]:
    """Ours beside each library that looks near both ends only."""
    ours: dict[str, Callable[[], set[Signed]]] = {
        "full": partial(_full, kg, pairs, cutoff),
        "routes": partial(_routes, kg, pairs, cutoff),
    }
    peers: dict[str, Callable[[], set[Signed]]] = {
        each.name: partial(_peer, each.near, pairs, cutoff) for each in libraries
    }
    found = {name: action() for name, action in (ours | peers).items()}
    for name, paths in found.items():
        if paths != found["full"]:
            sys.exit(f"{what}: the paths of {name} differ from ours")
    middle = by_turns(ours | peers, REPEATS)
    count = f"{len(found['full']):,} paths of <= {cutoff} steps, {what} network"
    for library in libraries:
        by = f"{named(library.name)}, pruned"
        yield Row(f"{count}, verdicts and sentences too", "s", middle["full"], by, middle[library.name])
        yield Row(f"{count}, claims and sign alone", "s", middle["routes"], by, middle[library.name])


def _unpruned(kg: KnowledgeGraph, libraries: list[Library], pairs: Pairs) -> Iterator[Row]:
    """Ours beside the libraries' own functions, which go through all that the start reaches; these are timed once."""
    ours = partial(_full, kg, pairs, WHOLE_CUTOFF)
    expected = ours()
    middle = by_turns({"ours": ours}, REPEATS)["ours"]
    for library in libraries:
        peer, found = timed(partial(_peer, library.whole, pairs, WHOLE_CUTOFF))
        if found != expected:
            sys.exit(f"the paths of {library.name} differ from ours")
        limit = 0.1 if isinstance(library, Networkx) else None
        what = f"{len(expected):,} paths of <= {WHOLE_CUTOFF} steps, generated network, verdicts and sentences too"
        yield Row(what, "s", middle, f"{named(library.name)}, its own function", peer, limit)


def _added(action: Callable[[], object]) -> float:
    """MiB that an action adds at its peak, in a child that shares the loaded store."""
    into, out = os.pipe()
    child = os.fork()
    if not child:
        before = _memory("VmRSS")
        _CLEAR_FILE.write_text("5", encoding="ascii")
        kept = action()
        os.write(out, str(_memory("VmHWM") - before).encode())
        del kept
        os._exit(0)
    os.close(out)
    with os.fdopen(into, "rb") as pipe:
        added = float(pipe.read())
    os.waitpid(child, 0)
    return added


def _memory(pattern: str) -> float:
    return int(_STATUS_FILE.read_text(encoding="ascii").partition(f"{pattern}:")[2].split()[0]) / 1024


def _memory_rows(kg: KnowledgeGraph, pairs: Pairs) -> Iterator[Row]:
    if not _CLEAR_FILE.exists():
        return
    ours = _added(lambda: [kg.pathways(*pair, max_length=CUTOFF) for pair in pairs])
    for kind in LIBRARIES:
        peer = _added(partial(kind, _influences(kg)))
        limit = 0.1 if kind is Networkx else None
        yield Row(
            "memory added by pathways to the loaded store", "MiB", ours, f"{named(kind.name)}, loaded", peer, limit
        )


def run() -> Iterator[Row]:
    lines = "\n".join(_lines()).encode()
    pairs = [(f"{ID}f{2 * number + 1}", f"{ID}f{2 * number + 2}") for number in range(PAIRS)]
    kg = _graph(lines)
    # Before any thread of numpy or of a library is there: a child shares what its parent has loaded.
    yield from _memory_rows(kg, pairs)
    cold, _ = timed(partial(kg.pathways, *pairs[0], max_length=WHOLE_CUTOFF))
    reading, influences = timed(lambda: list(_influences(kg)))
    libraries = []
    for kind in LIBRARIES:
        building, library = timed(partial(kind, influences))
        libraries.append(library)
        what = "first pathway of a process, against loading the network"
        yield Row(what, "s", cold, named(kind.name), reading + building)
    yield from _compared(kg, libraries, pairs, CUTOFF, "generated")
    yield from _unpruned(kg, libraries, pairs)
    beside = _graph(lines, "\n".join(_unrelated()).encode())
    graphs = {"alone": kg, "beside": beside}
    middle = by_turns({name: partial(_full, each, pairs, CUTOFF) for name, each in graphs.items()}, REPEATS)
    yield Row(
        f"pathways beside {UNRELATED:,} unrelated triples", "s", middle["beside"], "without them", middle["alone"], 1.1
    )
    shipped = KnowledgeGraph.open()
    libraries = [kind(_influences(shipped)) for kind in LIBRARIES]
    named_pairs = [(ID + source, ID + target) for source, target in SHIPPED]
    yield from _compared(shipped, libraries, named_pairs, SHIPPED_CUTOFF, "shipped")


if __name__ == "__main__":
    main(run)
