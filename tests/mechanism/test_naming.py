"""Names of genes, transporters and groups stand for factors of the mechanism network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from calcigraph.errors import BadArgument
from calcigraph.mechanism.naming import choose_factors, network_factors

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph


@pytest.mark.parametrize(
    ("name", "factors"),
    [
        ("VDR", ["VDR signalling"]),
        ("vitamin D receptor", ["VDR signalling"]),
        ("CASR", ["CASR signalling"]),
        ("KL", ["klotho"]),
        ("TRPV6", ["intestinal calcium absorption"]),
        ("MGP", ["MGP synthesis"]),
        ("BGLAP", ["osteocalcin synthesis"]),
        ("TNFSF11", ["RANKL"]),
        ("GGCX", ["GGCX"]),
        ("VKORC1", ["VKORC1"]),
        ("any vitamin K", ["vitamin K"]),
        (
            "coagulation factors",
            ["coagulation factor II", "coagulation factor IX", "coagulation factor VII", "coagulation factor X"],
        ),
    ],
)
def test_names_stand_for_factors_of_the_network(kg: KnowledgeGraph, name: str, factors: list[str]) -> None:
    assert [kg.entities.label(iri) for iri in network_factors(kg.store, name)] == factors


def test_alkaline_phosphatase_gene_is_a_node_of_the_network(kg: KnowledgeGraph) -> None:
    (iri,) = network_factors(kg.store, "ALPL")
    assert iri.endswith("/tnap")


def test_a_factor_outside_the_network_stands_for_itself(kg: KnowledgeGraph) -> None:
    assert network_factors(kg.store, "natto") == [kg.entities.iri("natto")]


def test_what_is_no_factor_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadArgument, match="'kidney' is no factor"):
        network_factors(kg.store, "kidney")


def test_a_group_as_target_is_reached_through_any_member(kg: KnowledgeGraph) -> None:
    found = kg.pathways("vitamin K hydroquinone", "coagulation factors")
    assert {path.nodes[-1] for path in found} == {
        "coagulation factor II",
        "coagulation factor VII",
        "coagulation factor IX",
        "coagulation factor X",
    }
    assert (found.target, found.total, found.lowering) == ("vitamin K-dependent clotting factors", 4, 0)


def test_a_gene_as_source_acts_through_its_synthesis(kg: KnowledgeGraph) -> None:
    found = kg.pathways("MGP", "arterial calcification")
    assert (found.source, found.raising) == ("matrix Gla protein", 0)
    assert {path.nodes[0] for path in found} == {"MGP synthesis"}


@pytest.mark.parametrize(
    ("phrase", "label", "members"),
    [
        ("any mineral", "any mineral", {"calcium", "magnesium", "phosphorus", "sodium"}),
        ("ANY  form of vitamin D", "any form of vitamin D", {"vitamin D", "vitamin D2", "vitamin D3"}),
        (["id:mk-7", "warfarin"], "MK-7 or warfarin", {"MK-7", "warfarin"}),
        ("any vitamin K", "vitamin K", {"vitamin K"}),
    ],
)
def test_phrases_stand_for_sets_of_factors(
    kg: KnowledgeGraph, phrase: str | list[str], label: str, members: set[str]
) -> None:
    called, factors = choose_factors(kg.store, phrase)
    assert (called, {kg.entities.label(iri) for iri in factors}) == (label, members)


def test_every_clinical_outcome_of_the_network_is_in_its_set(kg: KnowledgeGraph) -> None:
    ends = {end for claim in kg.claims(directness="direct") if claim.sign for end in (claim.subject, claim.object)}
    outcomes = {iri for iri in ends if kg.entities.describe(iri).endpoint == "clinical outcome"}
    assert choose_factors(kg.store, "any clinical outcome")[1] == outcomes
