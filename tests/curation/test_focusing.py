"""What a change can have made wrong: the verdict on it is that on everything; the long run changes more, see tests/attack."""

from __future__ import annotations

import random
from functools import cache
from typing import TYPE_CHECKING

import pytest
import rdflib
from calcigraph.curation import validation
from calcigraph.curation.focusing import focused, reach_of, touched
from calcigraph.namespaces import PREFIXES
from calcigraph.store.rdflib_views import merged_view
from calcigraph.store.terms import Literal, NamedNode, Triple

from tests.attack.mutating import mutated, verdicts
from tests.curation.test_validation import SHAPES, broken, small

if TYPE_CHECKING:
    from calcigraph.store.memory import MemoryEngine

A, B, C, P = (NamedNode(f"http://a.example/{each}") for each in "abcp")
SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
#: One fixture for each kind of target and of constraint.
NAMES = (
    *("ClaimSubject", "ClaimTissue", "ClaimSource", "ClaimLocation", "InfluenceObject", "ClaimEvidenceNotArticle"),
    *("EntityClass", "Note", "SampleSize", "AmountOrder", "AmountUnit", "StudyYear", "LabelShared", "Dangling"),
    *("StatementContent", "BlankNode", "ClaimDuplicate"),
)


@cache
def excerpt() -> MemoryEngine:
    return small()


@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_breaks_a_shape_breaks_it_here_too(name: str) -> None:
    changed = small(SHAPES / f"{name}Shape.ttl")
    before, after = ([quad.triple for quad in engine.quads()] for engine in (excerpt(), changed))
    nodes = touched(before, after, reach_of(validation.shapes()))
    chosen = focused(validation.shapes(), changed, nodes)
    found = validation.run_shapes(merged_view(changed.quads()), chosen)
    assert broken(validation.report(found, [], changed)) == {f"cg:{name}Shape"}


def test_a_few_random_changes_have_the_verdict_of_the_whole() -> None:
    for seed in range(5):
        one, other = verdicts(excerpt(), mutated(excerpt(), random.Random(seed)))  # noqa: S311 - no secret
        assert one.lines() == other.lines(), seed


def test_what_is_touched() -> None:
    links = [Triple(A, P, B), Triple(B, P, C)]
    assert touched(links, links, 1) == frozenset()
    assert touched(links, [*links, Triple(C, P, Literal(1))], 0) == frozenset({C})
    assert touched(links, [*links, Triple(C, P, Literal(1))], 1) == frozenset({C, B})
    assert touched(links, [*links, Triple(C, P, Literal(1))], 2) == frozenset({C, B, A})
    assert touched(links, links[:1], 0) == frozenset({B, C})
    assert touched(links, [*links, Triple(A, SUBCLASS, B)], 1) is None


def test_shapes_look_one_step_away() -> None:
    assert reach_of(validation.shapes()) == 1
    other = rdflib.Graph().parse(
        data="""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://a.example/> .
            :a sh:message "a" ; sh:path :p ; sh:or ( [ sh:path :q ; sh:not [ sh:path :r ] ] ) .
            :b sh:message "b" ; sh:property [ sh:path :p ; sh:node [ sh:property [ sh:path :q ] ] ] .""",
        format="turtle",
    )
    assert reach_of(other) == 3
    other.parse(
        data="""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://a.example/> .
            :c sh:message "c" ; sh:path [ sh:inversePath :p ] .""",
        format="turtle",
    )
    with pytest.raises(ValueError, match="has a path that is no property"):
        reach_of(other)
