"""Sources: what a study, review, database or article is called, when it appeared, and where it can be found."""

from __future__ import annotations

import re

from calcigraph.store.tables import python_value

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from typing import Any

    from calcigraph.store.store import Store

#: Where the identifiers of publications lead, the identifier in the place of the braces.
ADDRESSES = {"pmid": "https://pubmed.ncbi.nlm.nih.gov/{}/", "doi": "https://doi.org/{}"}
# Signs that stand in an address as they are; a DOI may have any other sign too.
_PLAIN = re.compile(r"[\w.~/:;()-]+", re.ASCII)
_SOURCES = """
SELECT ?iri ?label ?title ?year ?design ?pmid ?doi ?uri ?identifier ?verification ?warning ?unused {
  ?iri a cg:Source ; skos:prefLabel ?label .
  OPTIONAL { ?iri dcterms:title ?title } OPTIONAL { ?iri cg:year ?year }
  OPTIONAL { ?iri cg:design/rdfs:label ?design } OPTIONAL { ?iri bibo:pmid ?pmid }
  OPTIONAL { ?iri bibo:doi ?doi } OPTIONAL { ?iri bibo:uri ?uri } OPTIONAL { ?iri dcterms:identifier ?identifier }
  OPTIONAL { ?iri cg:verification/rdfs:label ?verification } OPTIONAL { ?iri cg:integrityWarning ?warning }
  OPTIONAL { ?iri cg:notUsedBecause ?unused }
} ORDER BY ?iri ?uri"""


class Source:
    """One source.

    Args:
        iri: its IRI.
        label: what it is called, such as ``Knapen MHJ 2013``.
        title: its title, where it was displayed.
        year: the year in which it appeared, where it was displayed.
        design: label of the design of the study.
        pmid: its number in PubMed.
        doi: its DOI.
        uri: an address of its own.
        identifier: any other identifier.
        verification: how much of it was seen, in words.
        warning: what has been said against its integrity.
        unused: why nothing of it is used.
    """

    __slots__ = (
        *("iri", "label", "title", "year", "design", "pmid", "doi", "uri", "identifier", "verification", "warning"),
        "unused",
    )

    def __init__(
        self,
        iri: str,
        label: str,
        *,
        title: str | None = None,
        year: int | None = None,
        design: str | None = None,
        pmid: str | None = None,
        doi: str | None = None,
        uri: str | None = None,
        identifier: str | None = None,
        verification: str | None = None,
        warning: str | None = None,
        unused: str | None = None,
    ) -> None:
        self.iri, self.label, self.title, self.year, self.design = iri, label, title, year, design
        self.pmid, self.doi, self.uri, self.identifier = pmid, doi, uri, identifier
        self.verification, self.warning, self.unused = verification, warning, unused

    @property
    def publication(self) -> str:
        """What it is cited by: its PMID, else its DOI, its address or its own IRI."""
        return f"PMID:{self.pmid}" if self.pmid else f"doi:{self.doi}" if self.doi else self.uri or self.iri

    @property
    def link(self) -> str:
        """Where it can be found by those who do not have this graph; empty where that is not known."""
        return link(self.pmid, self.doi, self.uri)


def sources(store: Store) -> dict[str, Source]:
    """Read every source.

    Args:
        store: the graph.

    Returns:
        IRI to source, sorted.

    Example:
        >>> found = sources(store)["https://w3id.org/calcigraph/source/knapen2015"]
        >>> found.year, found.publication
        (2015, 'PMID:25694037')
    """
    return store.once(_read)


def _read(store: Store) -> dict[str, Source]:
    found: dict[str, Source] = {}
    names, rows = store.engine.select(_SOURCES)
    for row in rows:
        values: dict[str, Any] = {name: python_value(term) for name, term in zip(names, row, strict=True)}
        # One with several addresses, which the shapes refuse, is cited by the first of them.
        found.setdefault(values["iri"], Source(**values))
    return found


def link(pmid: str | None = None, doi: str | None = None, other: str | None = None) -> str:
    """Make the address of a publication.

    Args:
        pmid: its number in PubMed.
        doi: its DOI.
        other: an address of its own.

    Returns:
        The address by the first identifier that there is and that can be one; empty where none is.

    Example:
        >>> link("25694037"), link(doi="10.1160/TH14-08-0675"), link(other="no address")
        ('https://pubmed.ncbi.nlm.nih.gov/25694037/', 'https://doi.org/10.1160/TH14-08-0675', '')
    """
    if pmid and pmid.isascii() and pmid.isdigit():
        return ADDRESSES["pmid"].format(pmid)
    if doi and doi.startswith("10."):
        return ADDRESSES["doi"].format(doi if _PLAIN.fullmatch(doi) else _quoted(doi))
    return other if other and other.startswith(("https://", "http://")) and len(other.split()) == 1 else ""


def _quoted(doi: str) -> str:
    from urllib.parse import quote

    return quote(doi, safe="/:;().")
