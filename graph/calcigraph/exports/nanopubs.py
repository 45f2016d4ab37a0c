"""Nanopublications: one per claim, with assertion, provenance and publication info, as TriG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph._version import __version__
from calcigraph.exports import records
from calcigraph.exports.one_format import Format
from calcigraph.knowledge.sources import sources
from calcigraph.namespaces import BASE, CG, PREFIXES
from calcigraph.store.serialising import trig
from calcigraph.store.terms import Literal, NamedNode, Quad, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from calcigraph.exports.records import Edge
    from calcigraph.knowledge.sources import Source
    from calcigraph.mechanism.slices import Slice
    from calcigraph.store.store import Store

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
        *("ample", "toxic", "activeWhenHigh", "activeWhenLow", "contextEvidence", "judgedByRise", "judgedByFall"),
        *("fromDays", "withinDays"),
        *("dimension", "population", "qualifier", "endpointKind", "status", "certainty"),
    )
)
_SIDES = {"supports": "cito:isSupportedBy", "refutes": "cito:isDisputedBy"}


def _iri(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(_PREFIXES[prefix] + local if prefix in _PREFIXES else name)


def _nanopubs(store: Store, part: Slice | None) -> bytes:
    found = records.read(store, part)
    described: list[Quad] = []
    for edge in found.edges:
        described += _one(store, edge)
    return trig(described, _PREFIXES)


def _one(store: Store, edge: Edge) -> Iterator[Quad]:
    """The four graphs of one claim, each sorted."""
    this = NamedNode(_NANOPUB + edge.curie.removeprefix("claim:"))
    head, assertion, provenance, info = (
        NamedNode(f"{this.value}#{name}") for name in ("Head", "assertion", "provenance", "pubinfo")
    )
    graphs: Iterable[tuple[NamedNode, Iterable[Triple]]] = (
        (
            head,
            [
                Triple(this, _iri("rdf:type"), _iri("np:Nanopublication")),
                Triple(this, _iri("np:hasAssertion"), assertion),
                Triple(this, _iri("np:hasProvenance"), provenance),
                Triple(this, _iri("np:hasPublicationInfo"), info),
            ],
        ),
        (assertion, _assertion(store, edge)),
        (provenance, _provenance(assertion, edge, sources(store))),
        (
            info,
            [
                Triple(this, _iri("rdfs:label"), Literal(edge.label, language="en")),
                Triple(this, _iri("dcterms:creator"), NamedNode(_DEVELOPERS)),
                Triple(this, _iri("dcterms:license"), NamedNode(_LICENCE)),
                Triple(this, _iri("dcterms:isPartOf"), NamedNode(_DATASET)),
                Triple(this, _iri("pav:version"), Literal(__version__)),
            ],
        ),
    )
    for name, triples in graphs:
        yield from (Quad(each.subject, each.predicate, each.object, name) for each in sorted(triples, key=str))


def _assertion(store: Store, edge: Edge) -> Iterator[Triple]:
    claim = NamedNode(edge.iri)
    yield Triple(claim, _iri("rdf:type"), _iri("cg:Claim"))
    for triple in {quad.triple for quad in store.engine.quads(edge.iri)}:
        if triple.predicate.value in _PARTS:
            yield triple
    if edge.in_force:
        # The relation itself is asserted only where the graph stands by it; else the assertion is the verdict.
        yield Triple(*(NamedNode(iri) for iri in (edge.subject, edge.predicate, edge.object)))


def _provenance(assertion: NamedNode, edge: Edge, known: Mapping[str, Source]) -> Iterator[Triple]:
    yield Triple(assertion, _iri("prov:wasAttributedTo"), NamedNode(_DEVELOPERS))
    yield Triple(assertion, _iri("prov:wasDerivedFrom"), NamedNode(edge.iri))
    for word, link in _SIDES.items():
        for source in edge.results.get(word, ()):
            yield Triple(assertion, _iri(link), NamedNode(source))
    for source in edge.cited:
        yield Triple(assertion, _iri("cito:citesAsEvidence"), NamedNode(source))
    for source in {*edge.cited, *(each for studies in edge.results.values() for each in studies)}:
        yield Triple(assertion, _iri("prov:wasDerivedFrom"), NamedNode(source))
        if address := known[source].link:
            yield Triple(NamedNode(source), _iri("rdfs:seeAlso"), NamedNode(address))


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
        (_UNDATED, "single results, statements of articles, amounts and entities are named, not described"),
        _nanopubs,
    ),
)
