"""Sources: read once for everything that names one, and the addresses that identifiers lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from calcigraph.knowledge.sources import Source, link, sources

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph


def test_every_source_is_read_with_what_the_graph_says(kg: KnowledgeGraph) -> None:
    found = sources(kg.store)
    assert list(found) == [iri for (iri,) in kg.engine.values("SELECT ?s { ?s a cg:Source } ORDER BY ?s")]
    terms = {
        "title": "dcterms:title",
        "year": "cg:year",
        "design": "cg:design/rdfs:label",
        "pmid": "bibo:pmid",
        "doi": "bibo:doi",
        "identifier": "dcterms:identifier",
        "verification": "cg:verification/rdfs:label",
        "warning": "cg:integrityWarning",
        "unused": "cg:notUsedBecause",
    }
    for name, term in terms.items():
        rows = kg.engine.values(f"SELECT ?s ?v {{ ?s a cg:Source ; {term} ?v }}")
        stated = {str(iri): str(value) for iri, value in rows}
        held = {iri: str(getattr(each, name)) for iri, each in found.items() if getattr(each, name) is not None}
        assert held == stated, name
    assert sources(kg.store) is found


def test_every_identifier_of_the_graph_leads_somewhere(kg: KnowledgeGraph) -> None:
    for source in sources(kg.store).values():
        assert bool(source.link) == bool(source.pmid or source.doi or source.uri), source.iri


@pytest.mark.parametrize(
    ("given", "address", "publication"),
    [
        ({"pmid": "7", "doi": "10.1/b"}, "https://pubmed.ncbi.nlm.nih.gov/7/", "PMID:7"),
        ({"doi": "10.1/b", "uri": "https://a.example/"}, "https://doi.org/10.1/b", "doi:10.1/b"),
        ({"uri": "https://a.example/"}, "https://a.example/", "https://a.example/"),
        ({}, "", "urn:a"),
    ],
)
def test_a_source_is_cited_by_its_first_identifier(given: dict[str, str], address: str, publication: str) -> None:
    source = Source("urn:a", "A", **given)  # type: ignore[arg-type] # none of these is the year
    assert (source.link, source.publication) == (address, publication)


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({"pmid": "x7"}, ""),
        ({"pmid": "\u0667"}, ""),
        ({"doi": "javascript:alert(1)"}, ""),
        ({"doi": '10.1/a"b<c'}, "https://doi.org/10.1/a%22b%3Cc"),
        ({"doi": "10.1/(sici)1:2;3"}, "https://doi.org/10.1/(sici)1:2;3"),
        ({"other": "https://a.example/ b"}, ""),
        ({"other": "ftp://a.example/"}, ""),
        ({"pmid": "", "doi": "10.1/b"}, "https://doi.org/10.1/b"),
    ],
)
def test_only_what_can_be_an_identifier_becomes_an_address(given: dict[str, str], address: str) -> None:
    assert link(**given) == address
