"""Slices: what a picture shows and an export writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from calcigraph.errors import BadArgument, UnknownName
from calcigraph.mechanism import slices
from calcigraph.namespaces import CLAIM, ID
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph


def names(iris: tuple[str, ...], base: str = CLAIM) -> set[str]:
    return {iri.removeprefix(base) for iri in iris}


def test_the_whole_graph_has_everything_there_is(kg: KnowledgeGraph) -> None:
    part = slices.whole(kg.store)
    counted = kg.info()
    assert (len(part.claims), len(part.entities)) == (counted["claims"], counted["entities"])
    assert list(part.claims) == sorted(set(part.claims))
    assert list(part.entities) == sorted(set(part.entities))


def test_the_mechanism_is_all_signed_direct_claims(kg: KnowledgeGraph) -> None:
    expected = {claim.iri for claim in kg.claims(directness="direct") if claim.sign}
    part = slices.mechanism(kg.store)
    assert set(part.claims) == expected
    left_out = expected - set(slices.in_force(kg.store, part).claims)
    assert {claim.status for claim in kg.claims(directness="direct") if claim.iri in left_out} >= {"untested"}


def test_a_neighbourhood_of_one_step_is_what_touches(kg: KnowledgeGraph) -> None:
    part = slices.neighbourhood(kg.store, "VKORC1", 1)
    vkorc1 = kg.entities.iri("VKORC1")
    touching = {claim.iri for claim in kg.claims(directness="direct") if vkorc1 in (claim.subject, claim.object)}
    assert set(part.claims) == touching
    assert part.title == "Up to 1 step around VKORC1"


def test_a_protein_that_acts_through_a_factor_starts_from_it_too(kg: KnowledgeGraph) -> None:
    assert "vdr-signalling-increases-mgp-synthesis" in names(slices.neighbourhood(kg.store, "MGP", 1).claims)


def test_a_tissue_shows_what_happens_in_it(kg: KnowledgeGraph) -> None:
    inside = {iri for (iri,) in kg.engine.values("SELECT ?c { ?c cg:inTissue id:osteoblast }")}
    assert inside <= set(slices.neighbourhood(kg.store, "osteoblast", 1).claims)


def test_a_food_shows_its_claims_from_end_to_end(kg: KnowledgeGraph) -> None:
    assert "natto-supplies-mk-7" in names(slices.neighbourhood(kg.store, "natto", 1).claims)


def test_end_to_end_claims_come_on_request(kg: KnowledgeGraph) -> None:
    few = set(slices.neighbourhood(kg.store, "vitamin K2", 1).claims)
    many = slices.neighbourhood(kg.store, "vitamin K2", 1, indirect=True).claims
    assert few < set(many)
    assert "vitamin-k2-prevents-arterial-calcification" in names(many)


@pytest.mark.parametrize("steps", [0, 13, True, "2"])
def test_steps_outside_what_is_possible(kg: KnowledgeGraph, steps: int) -> None:
    with pytest.raises(BadArgument, match="steps is a whole number from 1 to 12"):
        slices.neighbourhood(kg.store, "K2", steps)


def test_a_neighbourhood_of_nobody(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownName, match="osteocalcin"):
        slices.neighbourhood(kg.store, "ostecalcin", 1)


@given(name=st.sampled_from(["vitamin K2", "PTH", "bone", "warfarin"]), steps=st.integers(1, 4))
def test_more_steps_show_no_less(kg: KnowledgeGraph, name: str, steps: int) -> None:
    near, far = (slices.neighbourhood(kg.store, name, number) for number in (steps, steps + 1))
    assert set(near.claims) <= set(far.claims)
    assert set(near.entities) <= set(far.entities)


def test_the_ends_of_claims_are_among_the_entities(kg: KnowledgeGraph) -> None:
    found = kg.pathways("vitamin K2", "arterial calcification", limit=3)
    part = slices.of_pathways(kg.store, found)
    assert set(part.claims) == {claim.iri for path in found for claim in path.claims}
    assert {kg.entities.label(iri) for iri in part.entities} == {node for path in found for node in path.nodes}


def test_what_if_shows_what_responds(kg: KnowledgeGraph) -> None:
    found = kg.what_if({"warfarin": "high"}, samples=50)
    part = slices.of_what_if(kg.store, found)
    assert part.title == "What if: warfarin high"
    assert "warfarin-inhibits-vkorc1" in names(part.claims)
    reached = {iri for iri, answer in found.answers.items() if answer != "no route"} | {f"{ID}warfarin"}
    assert set(part.entities) == reached
    assert set(part.claims) <= set(slices.mechanism(kg.store).claims)


def test_in_force_leaves_out_what_the_graph_does_not_stand_by(kg: KnowledgeGraph) -> None:
    part = slices.in_force(kg.store, slices.whole(kg.store))
    edges = "SELECT DISTINCT ?c { ?c cg:subject ?s ; cg:predicate ?p ; cg:object ?o . ?s ?p ?o }"
    assert set(part.claims) < {iri for (iri,) in kg.engine.values(edges)} | set(part.claims)
    assert "vitamin-k2-prevents-arterial-calcification" not in names(part.claims)
    assert "ageing-decreases-7-dehydrocholesterol" in names(part.claims)  # a contested step of mechanism


def test_a_slice_of_each_kind_of_answer(kg: KnowledgeGraph) -> None:
    part = slices.mechanism(kg.store)
    assert slices.of(kg.store, part) is part
    assert slices.of(kg.store, kg.claims("warfarin", "inhibits")).claims == (f"{CLAIM}warfarin-inhibits-vkorc1",)
    assert slices.of(kg.store, kg.pathways("vitamin K2", "natto")).claims == ()
    explained = slices.of(kg.store, kg.explain("vitamin K2 prevents arterial calcification"))
    assert f"{CLAIM}vitamin-k2-prevents-arterial-calcification" in explained.claims
    assert len(explained.claims) > 6
    compared = slices.of(kg.store, kg.compare({"a": {"warfarin": "high"}, "b": {"vitamin D": "high"}}, samples=50))
    alone = slices.of(kg.store, kg.what_if({"vitamin D": "high"}, samples=50))
    assert compared.title == "What if: a; b"
    assert set(alone.claims) < set(compared.claims)
    assert slices.of(kg.store, kg.what_if({"warfarin": "high"}, samples=50)).title.startswith("What if")


def test_what_is_no_part_of_the_graph(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadArgument, match="str is no part of the graph; expected a slice, or what"):
        slices.of(kg, "vitamin K2")  # type: ignore[arg-type]
