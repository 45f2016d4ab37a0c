"""Claims: filters with exact answers, names of claims and predicates, and what is refused."""

from __future__ import annotations

from collections import Counter

import pytest
from calcigraph import KnowledgeGraph
from calcigraph.errors import AmbiguousName, BadArgument, UnknownName
from calcigraph.knowledge.claims import claim_iri, predicate_iri
from calcigraph.knowledge.statuses import statuses
from calcigraph.namespaces import ASSERTED, BASE, shorten
from calcigraph.store import derivation


def test_a_claim_with_its_verdict(kg: KnowledgeGraph) -> None:
    (claim,) = kg.claims("warfarin", "inhibits", "VKORC1")
    assert claim.curie == "claim:warfarin-inhibits-vkorc1"
    assert claim.label == "warfarin inhibits VKORC1"
    assert [shorten(end) for end in (claim.subject, claim.predicate, claim.object)] == [
        "id:warfarin",
        "cg:inhibits",
        "id:vkorc1",
    ]
    assert (claim.negated, claim.directness, claim.sign, claim.limiting) == (False, "direct", -1, False)
    assert claim.status == "established"
    assert (claim.certainty, claim.rank) in (("high", 3), ("moderate", 2))
    assert claim.verdict == f"established ({claim.certainty} certainty)"


def test_k2_does_not_raise_calcium(kg: KnowledgeGraph) -> None:
    (claim,) = kg.claims("K2", "increases", "serum calcium")
    assert claim.label == "vitamin K2 does not increase serum calcium"
    assert claim.negated
    assert claim.sign is None
    assert claim.verdict == claim.status


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (
            ("warfarin", None, None),
            {
                "warfarin-increases-aortic-valve-calcification",
                "warfarin-increases-arterial-calcification",
                "warfarin-increases-serum-calcium",
                "warfarin-inhibits-vkorc1",
            },
        ),
        (("CHEBI:10033", "increases", "arterial calcification"), {"warfarin-increases-arterial-calcification"}),
        (
            (None, "requires", None),
            {"bone-strength-requires-calcium-utilization", "vitamin-k-dependent-proteins-require-vitamin-k2"},
        ),
        ((None, "cg:produces", "MK-4"), {"vitamin-k1-produces-mk-4"}),
        (("warfarin", "supplies", None), set()),
    ],
)
def test_filters(kg: KnowledgeGraph, parts: tuple[str | None, ...], expected: set[str]) -> None:
    found = kg.claims(*parts)
    assert {claim.curie for claim in found} == {f"claim:{name}" for name in expected}
    assert found == sorted(found, key=lambda claim: claim.iri)


def test_directness_and_status_divide_the_claims(kg: KnowledgeGraph) -> None:
    everything = {claim.iri for claim in kg.claims()}
    for parts in (
        [kg.claims(directness=each) for each in ("direct", "indirect")],
        [kg.claims(status=each) for each in statuses(kg.store)],
    ):
        assert sum(len(part) for part in parts) == len(everything)
        assert {claim.iri for part in parts for claim in part} == everything
    assert {claim.status for claim in kg.claims()} <= statuses(kg.store).keys()
    labels = kg.engine.values("SELECT ?l { ?s a cg:Status ; rdfs:label ?l }")
    assert {label for (label,) in labels} == statuses(kg.store).keys()
    both = kg.claims("K2", directness="indirect", status="contested")
    assert "claim:vitamin-k2-increases-bone-mineral-density" in {claim.curie for claim in both}
    assert {(claim.directness, claim.status) for claim in both} == {("indirect", "contested")}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"directness": "both"}, "^directness is 'direct' or 'indirect', not 'both'$"),
        ({"status": "true"}, "^status is one of 'established', 'supported', 'contested', .*, not 'true'$"),
        ({"predicate": "increase"}, "no predicate is called 'increase'; nearest: '.*increases'"),
        ({"predicate": "x> ?p ?o }"}, "no predicate is called 'x> \\?p \\?o }'$"),
        ({"predicate": ""}, "no predicate is called ''"),
    ],
)
def test_what_is_no_filter_is_refused(kg: KnowledgeGraph, arguments: dict[str, str], message: str) -> None:
    with pytest.raises(BadArgument, match=message) as caught:
        kg.claims(**arguments)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("name", ["contributesTo", "cg:contributesTo", "contributes to", "CONTRIBUTES TO"])
def test_names_of_predicates(kg: KnowledgeGraph, name: str) -> None:
    assert shorten(predicate_iri(kg.store, name)) == "cg:contributesTo"
    assert predicate_iri(kg.store, predicate_iri(kg.store, name)) == predicate_iri(kg.store, name)


@pytest.mark.parametrize(
    "name",
    [
        "claim:vitamin-k2-prevents-arterial-calcification",
        "CLAIM:vitamin-k2-prevents-arterial-calcification",
        BASE + "claim/vitamin-k2-prevents-arterial-calcification",
        "vitamin-k2-prevents-arterial-calcification",
        "vitamin K2 prevents arterial calcification",
        " Vitamin  K2 PREVENTS arterial calcification\n",
    ],
)
def test_names_of_claims(kg: KnowledgeGraph, name: str) -> None:
    assert shorten(claim_iri(kg.store, name)) == "claim:vitamin-k2-prevents-arterial-calcification"


def test_every_claim_is_found_by_its_local_name_and_its_sentence(kg: KnowledgeGraph) -> None:
    claims = kg.claims()
    times = Counter(claim.label for claim in claims)
    for claim in claims[::20]:
        assert claim_iri(kg.store, claim.curie.partition(":")[2].upper()) == claim.iri
        if times[claim.label] == 1:
            assert claim_iri(kg.store, claim.label) == claim.iri


def test_a_sentence_of_two_claims_lists_both() -> None:
    engine = derivation.open_engine()
    engine.load(
        b"""@prefix cg: <https://w3id.org/calcigraph/ontology#> . @prefix claim: <https://w3id.org/calcigraph/claim/> .
            @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
            claim:other a cg:Claim ; rdfs:label "warfarin inhibits VKORC1"@en .""",
        ASSERTED,
    )
    graph = KnowledgeGraph(engine)
    with pytest.raises(AmbiguousName, match="can be claim:other or claim:warfarin-inhibits-vkorc1; say which"):
        claim_iri(graph.store, "Warfarin inhibits VKOR C1")
    assert shorten(claim_iri(graph.store, "claim:warfarin-inhibits-vkorc1")) == "claim:warfarin-inhibits-vkorc1"


@pytest.mark.parametrize("name", ["", "nothing of the kind", 'x" } UNION {', "claim:", "\ud800", "<>", "x" * 1000])
def test_an_unknown_claim_is_one_line(kg: KnowledgeGraph, name: str) -> None:
    with pytest.raises(UnknownName, match=r"^no claim is called '") as caught:
        claim_iri(kg.store, name)
    assert str(caught.value).isprintable()


def test_an_endless_name_of_a_claim_is_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadArgument, match=r"^the name of a claim has at most 1,000 characters, not 5,000$"):
        claim_iri(kg.store, "x" * 5000)


def test_an_unknown_claim_offers_the_nearest(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownName, match="nearest: 'claim:warfarin-inhibits-vkorc1'"):
        claim_iri(kg.store, "warfarin inhibts VKORC1")
