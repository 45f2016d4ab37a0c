"""Reading steps of mechanism from the graph: filters, batches, places and labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from calcigraph.mechanism.pathways.steps import Steps, batches, labels_of, steps_in, tissues_of
from calcigraph.namespaces import ID

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph


@pytest.mark.parametrize("count", [0, 1, 99, 100, 101, 250])
def test_batches_hold_each_term_once_and_never_too_many(count: int) -> None:
    names = [f"http://a.example/{number:03}" for number in range(count)]
    found = [batch.split() for batch in batches(reversed(names))]
    assert [term for batch in found for term in batch] == [f"<{name}>" for name in names]
    assert all(0 < len(batch) <= 100 for batch in found)


def test_steps_are_the_direct_signed_claims_whichever_end_they_are_read_from(kg: KnowledgeGraph) -> None:
    expected = {claim.iri: claim for claim in kg.claims(directness="direct") if claim.sign is not None}
    steps = Steps(kg.store)
    for end in ("subject", "object"):
        found = steps.read(end, {getattr(claim, end) for claim in expected.values()})
        assert {edge.claim: (edge.sign, edge.rank) for edge in found} == {
            iri: (claim.sign, claim.rank) for iri, claim in expected.items()
        }
        assert len(found) == len(expected)


def test_filters_and_marks(kg: KnowledgeGraph) -> None:
    warfarin, vkorc1 = ID + "warfarin", ID + "vkorc1"
    assert [edge.rank for edge in Steps(kg.store, floor=3).read("subject", [warfarin])] == [3]
    assert Steps(kg.store, avoid=[vkorc1]).read("subject", [warfarin]) == []
    (edge,) = Steps(kg.store, marked=steps_in(kg.store, ID + "endoplasmic-reticulum")).read("subject", [warfarin])
    assert edge.marks == 1
    assert tissues_of(kg.store, [edge.claim]) == {edge.claim: "endoplasmic reticulum"}


def test_labels_of_what_has_none_is_the_curie(kg: KnowledgeGraph) -> None:
    assert labels_of(kg.store, [ID + "mk-7", ID + "nameless"]) == {ID + "mk-7": "MK-7", ID + "nameless": "id:nameless"}
