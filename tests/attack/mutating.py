"""Random changes of a graph: whether what is looked at after a change gives the verdict of a look at everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
from calcigraph.curation import validation
from calcigraph.curation.focusing import focused, reach_of, touched
from calcigraph.namespaces import ASSERTED, BASE, CG, DERIVED
from calcigraph.store import derivation
from calcigraph.store.memory import MemoryEngine
from calcigraph.store.rdflib_views import merged_view

if TYPE_CHECKING:
    import random

    from calcigraph.curation.report import Report

_ASSERTED, _DERIVED = ox.NamedNode(ASSERTED), ox.NamedNode(DERIVED)


def mutated(base: MemoryEngine, draw: random.Random) -> MemoryEngine:
    """Change up to eight triples of what is asserted, and derive anew what follows.

    Args:
        base: the graph.
        draw: decides.

    Returns:
        Another graph.
    """
    asserted = sorted(base.quads(graph=ASSERTED), key=str)
    triples = [quad.triple for quad in asserted]
    out, new = set(), []
    for _ in range(draw.randrange(1, 9)):
        one, other = draw.choice(triples), draw.choice(triples)
        kind = draw.randrange(7)
        if kind in (0, 1, 2):
            out.add(one)
        subject, predicate, value = one.subject, one.predicate, one.object
        if kind == 1:
            value = other.object
        elif kind == 2:
            predicate = other.predicate
        elif kind == 3:
            subject = other.subject
        elif kind == 4:
            subject = ox.NamedNode(f"{BASE}id/made-up-{draw.randrange(3)}")
        elif kind == 5:
            value = draw.choice((ox.Literal("x"), ox.Literal(-1), ox.Literal("x", language="en"), ox.BlankNode("b")))
        elif kind == 6:
            value = ox.NamedNode(
                CG + draw.choice(("Claim", "Entity", "Factor", "Tissue", "Nothing", "direct", "increases"))
            )
        if kind:
            new.append(ox.Triple(subject, predicate, value))
    engine = MemoryEngine()
    kept = (quad for quad in base.quads() if quad.graph_name != _DERIVED)
    engine.extend(quad for quad in kept if quad.graph_name != _ASSERTED or quad.triple not in out)
    engine.extend(ox.Quad(each.subject, each.predicate, each.object, _ASSERTED) for each in new)
    engine.derive(text.decode() for _, text in derivation.sources()[2])
    return engine


def verdicts(base: MemoryEngine, changed: MemoryEngine) -> tuple[Report, Report]:
    """Give the report on what a change can have made wrong, and the one on everything.

    Args:
        base: a graph that conforms.
        changed: the same after a change.

    Returns:
        Both reports.
    """
    shapes = validation.shapes()
    before, after = ([quad.triple for quad in engine.quads()] for engine in (base, changed))
    nodes = touched(before, after, reach_of(shapes))
    reports: list[Any] = []
    for chosen in (focused(shapes, changed, nodes), None):
        found = validation.run_shapes(merged_view(changed.quads()), chosen)
        reports.append(validation.report(found, [], changed))
    return reports[0], reports[1]
