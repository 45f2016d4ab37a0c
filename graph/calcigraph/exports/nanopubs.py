"""Nanopublications: one per claim, with assertion, provenance and publication info, as TriG."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from calcigraph import __version__
from calcigraph.exports import records
from calcigraph.exports.formats import Format
from calcigraph.exports.rdf import trig_of
from calcigraph.namespaces import BASE, CG, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calcigraph.exports.records import Edge, Records
    from calcigraph.graph import KnowledgeGraph
    from calcigraph.slices import Slice

_NANOPUB = BASE + "nanopub/"
_VOCABULARIES = {
    "np": "http://www.nanopub.org/nschema#",
    "prov": "http://www.w3.org/ns/prov#",
    "pav": "http://purl.org/pav/",
    "dataset": BASE + "dataset/",
}
_DATASET = BASE + "dataset"
_DEVELOPERS = BASE + "dataset/developers"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_PREFIXES = PREFIXES | _VOCABULARIES
# What of a claim is asserted: its parts, and the verdict on it. What it is called goes with the publication.
_PARTS = frozenset(
    CG + name
    for name in (
        *("subject", "predicate", "object", "negated", "directness", "inTissue", "limiting", "strength", "doubt"),
        *("dimension", "population", "qualifier", "endpointKind", "status", "certainty"),
    )
)
_SIDES = {"supports": "cito:isSupportedBy", "refutes": "cito:isDisputedBy"}


def _iri(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    return ox.NamedNode(_PREFIXES[prefix] + local if prefix in _PREFIXES else name)


def _nanopubs(graph: KnowledgeGraph, part: Slice | None) -> bytes:
    found = records.read(graph, part)
    described: list[ox.Quad] = []
    for edge in found.edges:
        described += _one(graph, edge, found)
    return trig_of(described, _PREFIXES)


def _one(graph: KnowledgeGraph, edge: Edge, found: Records) -> Iterator[ox.Quad]:
    """The four graphs of one claim, each sorted."""
    this = ox.NamedNode(_NANOPUB + edge.curie.removeprefix("claim:"))
    head, assertion, provenance, info = (
        ox.NamedNode(f"{this.value}#{name}") for name in ("Head", "assertion", "provenance", "pubinfo")
    )
    graphs: Iterable[tuple[ox.NamedNode, Iterable[ox.Triple]]] = (
        (
            head,
            [
                ox.Triple(this, _iri("rdf:type"), _iri("np:Nanopublication")),
                ox.Triple(this, _iri("np:hasAssertion"), assertion),
                ox.Triple(this, _iri("np:hasProvenance"), provenance),
                ox.Triple(this, _iri("np:hasPublicationInfo"), info),
            ],
        ),
        (assertion, _assertion(graph, edge)),
        (provenance, _provenance(assertion, edge, found)),
        (
            info,
            [
                ox.Triple(this, _iri("rdfs:label"), ox.Literal(edge.label, language="en")),
                ox.Triple(this, _iri("dcterms:creator"), ox.NamedNode(_DEVELOPERS)),
                ox.Triple(this, _iri("dcterms:license"), ox.NamedNode(_LICENCE)),
                ox.Triple(this, _iri("dcterms:isPartOf"), ox.NamedNode(_DATASET)),
                ox.Triple(this, _iri("pav:version"), ox.Literal(__version__)),
            ],
        ),
    )
    for name, triples in graphs:
        yield from (ox.Quad(each.subject, each.predicate, each.object, name) for each in sorted(triples, key=str))


def _assertion(graph: KnowledgeGraph, edge: Edge) -> Iterator[ox.Triple]:
    claim = ox.NamedNode(edge.iri)
    yield ox.Triple(claim, _iri("rdf:type"), _iri("cg:Claim"))
    for triple in {quad.triple for quad in graph.engine.store.quads_for_pattern(claim, None, None)}:
        if triple.predicate.value in _PARTS:
            yield triple
    if edge.in_force:
        # The relation itself is asserted only where the graph stands by it; else the assertion is the verdict.
        yield ox.Triple(*(ox.NamedNode(iri) for iri in (edge.subject, edge.predicate, edge.object)))


def _provenance(assertion: ox.NamedNode, edge: Edge, found: Records) -> Iterator[ox.Triple]:
    yield ox.Triple(assertion, _iri("prov:wasAttributedTo"), ox.NamedNode(_DEVELOPERS))
    yield ox.Triple(assertion, _iri("prov:wasDerivedFrom"), ox.NamedNode(edge.iri))
    for word, link in _SIDES.items():
        for source in edge.results.get(word, ()):
            yield ox.Triple(assertion, _iri(link), ox.NamedNode(source))
    for source in edge.cited:
        yield ox.Triple(assertion, _iri("cito:citesAsEvidence"), ox.NamedNode(source))
    for source in {*edge.cited, *(each for studies in edge.results.values() for each in studies)}:
        yield ox.Triple(assertion, _iri("prov:wasDerivedFrom"), ox.NamedNode(source))
        yield from _published(source, found.publications[source])


def _published(source: str, publication: str) -> Iterator[ox.Triple]:
    """Where a source can be found by those who do not have this graph."""
    links = {"PMID": "https://pubmed.ncbi.nlm.nih.gov/", "doi": "https://doi.org/"}
    prefix, _, local = publication.partition(":")
    address = links[prefix] + local if prefix in links else publication
    if address != source:
        yield ox.Triple(ox.NamedNode(source), _iri("rdfs:seeAlso"), ox.NamedNode(address))


_UNDATED = (
    "nothing is dated and nobody is named by ORCID, so that the same graph gives the same bytes; sign with a tool for "
    "nanopublications before you publish"
)
FORMATS = (
    Format(
        "nanopubs",
        "nanopublications (TriG)",
        (".trig",),
        "One nanopublication per claim: what it says, the verdict on it, the sources on either side, licence and version.",
        (_UNDATED, "single findings, statements of articles, amounts and entities are named, not described"),
        _nanopubs,
    ),
)
