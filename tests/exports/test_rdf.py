"""Exports as RDF: read back they are the same graph, whole and in slices."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from calcigraph.exports.slice_quads import quads_of
from calcigraph.mechanism import slices
from calcigraph.namespaces import ASSERTED, CG, DERIVED, ONTOLOGY
from rdflib.compare import isomorphic

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph

FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
}
WITH_GRAPHS = ("trig", "nquads")


def canonical(quads: object) -> set[str]:
    found = ox.Dataset(quads)  # type: ignore[arg-type]
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in found}


@pytest.mark.parametrize("name", FORMATS)
def test_the_whole_graph_reads_back_isomorphic(kg: KnowledgeGraph, name: str) -> None:
    read = canonical(ox.parse(kg.export(name), format=FORMATS[name]))
    quads = list(kg.engine.store)
    if name not in WITH_GRAPHS:
        quads = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads]
    assert read == canonical(quads)


@pytest.mark.data
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader of JSON-LD uses it
@pytest.mark.parametrize(("name", "form"), [("turtle", "turtle"), ("rdfxml", "xml"), ("jsonld", "json-ld")])
def test_rdflib_reads_a_slice_back_isomorphic(kg: KnowledgeGraph, name: str, form: str) -> None:
    part = slices.neighbourhood(kg.store, "vitamin K hydroquinone", 1)
    read = rdflib.Graph().parse(data=kg.export(name, part), format=form)
    expected = rdflib.Graph().parse(data=kg.export("ntriples", part), format="nt")
    assert len(expected) > 300
    assert isomorphic(read, expected)


def test_named_graphs_are_kept(kg: KnowledgeGraph) -> None:
    read = ox.parse(kg.export("nquads"), format=ox.RdfFormat.N_QUADS)
    assert {quad.graph_name.value for quad in read} == {ASSERTED, DERIVED, ONTOLOGY}


def test_turtle_is_readable(kg: KnowledgeGraph) -> None:
    lines = kg.export("turtle", slices.neighbourhood(kg.store, "warfarin", 1)).decode().splitlines()
    assert "claim:warfarin-inhibits-vkorc1 a cg:Claim ;" in lines
    prefixes = [line for line in lines if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)
    assert lines[len(prefixes)] == ""


def test_json_ld_is_compact(kg: KnowledgeGraph) -> None:
    document = json.loads(kg.export("jsonld", slices.neighbourhood(kg.store, "warfarin", 1)))
    assert document["@context"]["cg:subject"] == {"@id": f"{CG}subject", "@type": "@id"}
    node = next(each for each in document["@graph"] if each["@id"] == "claim:warfarin-inhibits-vkorc1")
    assert node["cg:subject"] == "id:warfarin"
    assert node["@type"] == ["cg:Claim"]
    assert [node["skos:note"], node["rdfs:label"]] == ["Target of coumarins.", "warfarin inhibits VKORC1"]


def test_a_slice_has_the_evidence_on_its_claims_and_no_other_claim(kg: KnowledgeGraph) -> None:
    claim = "https://w3id.org/calcigraph/claim/vitamin-k2-prevents-arterial-calcification"
    quads = list(quads_of(kg.store, slices.of_claims(kg.store, [claim], "one")))
    about = {quad.subject.value for quad in quads if quad.predicate.value == f"{CG}about"}  # type: ignore[union-attr]
    assert about == {str(iri) for (iri,) in kg.engine.values(f"SELECT ?f {{ ?f cg:about <{claim}> }}")}
    assert {quad.subject.value for quad in quads if quad.object == ox.NamedNode(f"{CG}Claim")} == {claim}  # type: ignore[union-attr]
    described = {quad.subject.value for quad in quads}  # type: ignore[union-attr]
    assert {quad.object.value for quad in quads if quad.predicate.value == f"{CG}study"} <= described  # type: ignore[union-attr]


def test_a_slice_has_the_plain_edges_of_its_own_claims_alone(kg: KnowledgeGraph) -> None:
    part = slices.neighbourhood(kg.store, "VKORC1", 1)
    ends = set()
    for claim in part.claims:
        ((subject, object_),) = kg.engine.values(f"SELECT ?s ?o {{ <{claim}> cg:subject ?s ; cg:object ?o }}")
        ends |= {(subject, object_), (object_, subject)}
    influences = ox.NamedNode(f"{CG}influences")
    edges = [quad for quad in quads_of(kg.store, part) if quad.predicate == influences]
    assert edges
    assert {(quad.subject.value, quad.object.value) for quad in edges} <= ends  # type: ignore[union-attr]


def test_the_mechanism_slice_stays_inside_the_graph(kg: KnowledgeGraph) -> None:
    everything = set(kg.engine.store)
    assert set(quads_of(kg.store, slices.mechanism(kg.store))) <= everything
