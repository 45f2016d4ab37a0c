"""Names for completion: those of the graph, each one that every command takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from calcigraph.cli.completing import NAMED, names_like
from calcigraph.knowledge.claims import claim_iri
from calcigraph.namespaces import expand

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph


def test_every_entity_and_claim_is_offered(kg: KnowledgeGraph) -> None:
    entities, claims = names_like("entity", ""), names_like("claim", "")
    assert len(entities) == kg.info()["entities"]
    listed = {each.iri: each.curie.removeprefix("claim:") for each in kg.claims()}
    assert {name for name in claims if expand(f"claim:{name}") in listed} == set(listed.values())
    assert set(entities) <= set(claims)  # the three names of a claim


def test_what_is_offered_is_taken(kg: KnowledgeGraph) -> None:
    for name in names_like("entity", ""):
        assert kg.entity(f"id:{name}").iri.endswith(f"/{name}")
        assert " " not in name
    claims = {each.curie for each in kg.claims()}
    for name in names_like("claim", "vitamin-k2-p"):
        if f"claim:{name}" in claims:
            assert claim_iri(kg.store, name).endswith(f"/{name}")


def test_factors_are_what_can_be_pressed(kg: KnowledgeGraph) -> None:
    factors = {str(iri).rpartition("/")[2] for (iri,) in kg.engine.values("SELECT ?f { ?f a cg:Factor }")}
    offered = set(names_like("factor", ""))
    assert "warfarin" in offered <= factors
    assert set(names_like("name=level", "warfarin")) == {"warfarin=high", "warfarin=low", "warfarin=normal"}
    assert names_like("name=level", "warfarin=lo") == ["warfarin=low"]


@pytest.mark.parametrize("kind", sorted(NAMED))
def test_what_nobody_is_called_has_no_completion(kind: str) -> None:
    assert names_like(kind, "qqq") == []
