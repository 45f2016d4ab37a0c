"""Random signed networks for the tests on routes and pathways: as edges, as a graph of networkx, and in a store."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import networkx as nx
from calcigraph import KnowledgeGraph
from calcigraph.mechanism.pathways.routes import Edge
from calcigraph.namespaces import ASSERTED, ONTOLOGY, PREFIXES
from calcigraph.store import derivation
from calcigraph.store.memory import MemoryEngine
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

NODES = tuple(f"n{number}" for number in range(7))
RANKS = {3: "high", 2: "moderate", 1: "low", 0: "veryLow", -1: None}


@st.composite
def networks(draw: st.DrawFn) -> list[Edge]:
    """Draw a network of up to seven nodes, parallel edges and loops among them."""
    ends = draw(st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), min_size=1, max_size=20))
    return [
        Edge(
            f"c{number:02}",
            subject,
            object_,
            draw(st.sampled_from((1, -1))),
            draw(st.integers(-1, 3)),
            draw(st.integers(0, 1)),
            draw(st.integers(0, 1)),
        )
        for number, (subject, object_) in enumerate(ends)
    ]


def reader(edges: Sequence[Edge]) -> Any:
    """Read a network that lies in a list."""

    def read(end: str, nodes: Collection[str]) -> list[Edge]:
        return [edge for edge in edges if getattr(edge, end) in nodes]

    return read


def as_networkx(edges: Sequence[Edge]) -> nx.MultiDiGraph[str]:
    """The same network for networkx."""
    network: Any = nx.MultiDiGraph()
    network.add_nodes_from(NODES)
    network.add_edges_from((edge.subject, edge.object, edge.claim) for edge in edges)
    return network  # type: ignore[no-any-return]


def expected(
    edges: Sequence[Edge], starts: frozenset[str], goals: frozenset[str], longest: int
) -> set[tuple[Edge, ...]]:
    """The simple paths between two sets that networkx finds and that meet the sets at their ends only."""
    by_claim = {edge.claim: edge for edge in edges}
    network = as_networkx(edges)
    found = set()
    for source in starts:
        for target in goals:
            paths: Any = nx.all_simple_edge_paths(network, source, target, cutoff=longest)
            for path in paths:
                if all(node not in starts | goals for _, node, _ in path[:-1]):
                    found.add(tuple(by_claim[key] for _, _, key in path))
    return found


def joined(edges: Sequence[Edge], starts: frozenset[str], goals: frozenset[str]) -> bool:
    """Whether any goal can be reached."""
    network = as_networkx(edges)
    return any(nx.has_path(network, source, target) for source in starts for target in goals)


def chain(route: Sequence[Edge]) -> bool:
    """Whether each edge starts where the one before it ends."""
    return all(one.object == two.subject for one, two in pairwise(route))


_SOURCES = derivation.sources()[0]


def stored(edges: Sequence[Edge]) -> KnowledgeGraph:
    """A knowledge graph of the ontology and the network."""
    lines = [f"@prefix {prefix}: <{iri}> ." for prefix, iri in PREFIXES.items()]
    lines += [f'id:{node} a cg:Entity, cg:Factor ; skos:prefLabel "{node}" .' for node in NODES]
    lines += ['id:here a cg:Entity, cg:Tissue ; skos:prefLabel "here" .']
    for edge in edges:
        verb = "increases" if edge.sign > 0 else "decreases"
        level = RANKS[edge.rank]
        lines.append(
            f"claim:{edge.claim} a cg:Claim ; cg:subject id:{edge.subject} ; cg:predicate cg:{verb} ; "
            f'cg:object id:{edge.object} ; cg:directness cg:direct ; rdfs:label "{edge.claim}" ; '
            f"cg:status {'cg:established' if edge.status else 'cg:untested'}"
            + (f" ; cg:certainty cg:{level}Certainty" if level else "")
            + (" ; cg:inTissue id:here ." if edge.marks else " .")
        )
    engine = MemoryEngine()
    engine.load(b"\n".join(content for _, content in _SOURCES), ONTOLOGY)
    engine.load("\n".join(lines).encode(), ASSERTED)
    return KnowledgeGraph(engine)
