"""The front door: queries of every form, claims left out, the same store under rdflib, and the network of mechanism."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from calcigraph import KnowledgeGraph, Table
from calcigraph.errors import BadQuery, UnknownName
from calcigraph.namespaces import ASSERTED, BASE, DERIVED, ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

WARFARIN = "claim:warfarin-inhibits-vkorc1"


def cg(name: str) -> rdflib.URIRef:
    return rdflib.URIRef(PREFIXES["cg"] + name)


def quads(graph: KnowledgeGraph) -> set[str]:
    """Give the quads; those of blank nodes, which the ontology has, under names that are the same for the same graph."""
    dataset = ox.Dataset(graph.engine.store)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


def test_select(kg: KnowledgeGraph) -> None:
    found = kg.sparql("SELECT ?label ?n { id:mk-7 skos:prefLabel ?label BIND(1 + 1 AS ?n) }")
    assert isinstance(found, Table)
    assert (found.columns, found.rows) == (("label", "n"), [("MK-7", 2)])


def test_ask(kg: KnowledgeGraph) -> None:
    assert kg.sparql("ASK { id:mk-7 a cg:Vitamer }") is True
    assert kg.sparql("ASK { id:mk-7 a cg:Drug }") is False


def test_construct(kg: KnowledgeGraph) -> None:
    found = kg.sparql(f"CONSTRUCT {{ ?s cg:acts ?o }} WHERE {{ {WARFARIN} cg:subject ?s ; cg:object ?o }}")
    assert isinstance(found, rdflib.Graph)
    assert set(found) == {(rdflib.URIRef(BASE + "id/warfarin"), cg("acts"), rdflib.URIRef(BASE + "id/vkorc1"))}
    assert "@prefix id: <https://w3id.org/calcigraph/id/> ." in found.serialize()


def test_describe(kg: KnowledgeGraph) -> None:
    found = kg.sparql("DESCRIBE id:mk-7")
    assert isinstance(found, rdflib.Graph)
    mk7 = rdflib.URIRef(BASE + "id/mk-7")
    assert (mk7, rdflib.SKOS.prefLabel, rdflib.Literal("MK-7", lang="en")) in found
    assert set(found.subjects()) == {mk7}
    nothing = kg.sparql("DESCRIBE id:nothing")
    assert isinstance(nothing, rdflib.Graph)
    assert len(nothing) == 0


@pytest.mark.parametrize("term", ["<<( id:a id:b id:c )>>", "?text"])
def test_terms_of_rdf_1_2_do_not_fit_an_rdflib_graph(
    kg: KnowledgeGraph, capfd: pytest.CaptureFixture[str], term: str
) -> None:
    query = f"CONSTRUCT {{ id:a id:b {term} }} WHERE {{ BIND(STRLANGDIR('a', 'en', 'ltr') AS ?text) }}"
    with pytest.raises(BadQuery, match=r"terms of RDF 1\.2, which rdflib does not know; ask with SELECT"):
        kg.sparql(query)
    assert capfd.readouterr() == ("", "")


def test_info_counts_what_is_there(kg: KnowledgeGraph) -> None:
    found = kg.info()
    assert list(found) == [
        "entities",
        "factors",
        "claims",
        "direct claims",
        "indirect claims",
        "statements",
        "results",
        "sources",
        "articles",
        "amounts",
        "triples",
    ]
    assert found["claims"] == found["direct claims"] + found["indirect claims"] == len(kg.claims())
    assert found["statements"] == 283
    assert found["articles"] == 3
    assert found["amounts"] == 253
    assert found["triples"] == len(quads(kg))
    assert found["factors"] < found["entities"]


def test_opening_twice_gives_the_same_graph(kg: KnowledgeGraph) -> None:
    assert quads(KnowledgeGraph.open()) == quads(kg)


def test_leaving_nothing_out_gives_what_the_kept_file_gives(kg: KnowledgeGraph) -> None:
    # The rules run live as soon as a claim is left out, so this compares them with the file.
    without = KnowledgeGraph.open(without=[WARFARIN])
    gone = quads(kg) - quads(without)
    assert gone
    assert all("warfarin" in quad for quad in gone)
    assert quads(without) < quads(kg)


@pytest.mark.parametrize(
    "without", [WARFARIN, [WARFARIN], (BASE + "claim/warfarin-inhibits-vkorc1",), ["warfarin-inhibits-vkorc1"]]
)
def test_a_claim_can_be_left_out(kg: KnowledgeGraph, without: Iterable[str]) -> None:
    graph = KnowledgeGraph.open(without=without)
    assert graph.info()["claims"] == kg.info()["claims"] - 1
    assert graph.claims("warfarin", "inhibits", "VKORC1") == []
    assert graph.sparql("ASK { id:warfarin cg:inhibits id:vkorc1 }") is False
    assert kg.sparql("ASK { id:warfarin cg:inhibits id:vkorc1 }") is True


def test_a_claim_to_leave_out_must_be_there() -> None:
    with pytest.raises(UnknownName, match="no claim is called 'claim:nothing'"):
        KnowledgeGraph.open(without=["claim:nothing"])
    with pytest.raises(UnknownName, match="nearest: 'claim:warfarin-inhibits-vkorc1'"):
        KnowledgeGraph.open(without=["claim:warfarin-inhibits-vkor1"])


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")  # rdflib calls what it deprecates
def test_the_dataset_is_the_same_store(kg: KnowledgeGraph) -> None:
    assert len(set(kg.dataset.subjects(rdflib.RDF.type, cg("Claim")))) == kg.info()["claims"]
    rows = list(kg.dataset.query("SELECT ?l { id:mk-7 skos:prefLabel ?l }"))
    assert [str(row[0]) for row in rows if isinstance(row, rdflib.query.ResultRow)] == ["MK-7"]
    rows = list(kg.dataset.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"))
    assert [str(row[0]) for row in rows if isinstance(row, rdflib.query.ResultRow)] == [ASSERTED, DERIVED, ONTOLOGY]
    own = KnowledgeGraph.open()
    own.engine.forget(BASE + "id/mk-7")
    assert (rdflib.URIRef(BASE + "id/mk-7"), None, None) not in own.dataset


def test_the_network_holds_every_direct_influence(kg: KnowledgeGraph) -> None:
    network = kg.to_networkx()
    claims = {claim.iri: claim for claim in kg.claims(directness="direct") if claim.sign is not None}
    assert len(claims) == 255
    assert {key for *_, key in network.edges(keys=True)} == set(claims)
    for subject, object_, key, edge in network.edges(keys=True, data=True):
        claim = claims[key]
        assert (subject, object_) == (claim.subject, claim.object)
        assert edge == {
            "predicate": f"cg:{claim.predicate.partition('#')[2]}",
            "sign": claim.sign,
            "limiting": claim.limiting,
            "status": claim.status,
            "certainty": claim.certainty,
        }
    assert network.nodes[BASE + "id/vdr-signalling"] == {"label": "VDR signalling"}
    assert all(kg.sparql(f"ASK {{ <{node}> a cg:Factor }}") for node in network)


def test_the_sign_of_an_edge_is_that_of_its_predicate(kg: KnowledgeGraph) -> None:
    network = kg.to_networkx()
    signs = {
        edge["predicate"]: edge["sign"] for *_, edge in network.edges(data=True)
    }  # one sign per predicate, or the next line fails
    assert all(edge["sign"] == signs[edge["predicate"]] for *_, edge in network.edges(data=True))
    assert signs["cg:inhibits"] == signs["cg:decreases"] == -1
    assert signs["cg:activates"] == signs["cg:increases"] == signs["cg:produces"] == 1


def test_questions_are_asked_through_the_graph(kg: KnowledgeGraph) -> None:
    table = kg.ask("foods-that-supply", nutrient="MK7")
    assert table.rows[0][0] == "natto"
    assert len(kg.questions) >= 12
