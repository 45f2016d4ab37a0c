"""What stands behind a payload: the sources of its claims with their identifiers, and how boldly each claim may be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calcigraph.knowledge.claims import read_claims
from calcigraph.knowledge.evidence import evidence_pages
from calcigraph.knowledge.sources import link
from calcigraph.knowledge.verdict_words import sentence
from calcigraph.namespaces import expand

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calcigraph.store.store import Store

_KEPT = ("source", "year", "design", "n", "pmid", "doi")


def cited(row: dict[str, Any]) -> dict[str, Any]:
    """Give the source of a result with what identifies it.

    Args:
        row: a result, as ``evidence_pages`` gives it.

    Returns:
        Label, year, design, people, PMID, DOI and address; what is not known is left out.

    Example:
        >>> cited({"source": "Knapen MHJ 2013", "pmid": "23525894"})["link"]
        'https://pubmed.ncbi.nlm.nih.gov/23525894/'
    """
    found = {name: row[name] for name in _KEPT if row.get(name) is not None}
    address = link(row.get("pmid"), row.get("doi"))
    return {**found, "link": address} if address else found


def sources_of(store: Store, claims: Iterable[str]) -> list[dict[str, Any]]:
    """List the sources whose results bear on claims.

    Args:
        store: the graph.
        claims: CURIEs of claims; others are passed over.

    Returns:
        Each source once, those that count first.

    Example:
        >>> sources_of(store, ["claim:mk-7-lowers-undercarboxylated-osteocalcin"])[0]["year"] > 2000
        True
    """
    pages = evidence_pages(store, _iris(claims))
    rows = [row for page in pages.values() for row in page["results"]]
    found: dict[str, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda each: not each["counted"]):
        found.setdefault(row["source"], cited(row))
    for page in pages.values():
        for row in page["mechanism"]:
            found.setdefault(row["source"], cited(row))
    return list(found.values())


def words_of(store: Store, claims: Iterable[str]) -> dict[str, str]:
    """Say claims as boldly as their evidence allows, and no bolder.

    Args:
        store: the graph.
        claims: CURIEs of claims; others are passed over.

    Returns:
        CURIE to sentence.

    Example:
        >>> words_of(store, ["claim:warfarin-inhibits-vkorc1"])
        {'claim:warfarin-inhibits-vkorc1': 'Warfarin inhibits VKORC1.'}
    """
    iris = _iris(claims)
    if not iris:
        return {}
    chosen = f"VALUES ?claim {{ {' '.join(f'<{iri}>' for iri in iris)} }}"
    return {each.curie: sentence(store, each) for each in read_claims(store, chosen)}


def _iris(claims: Iterable[str]) -> list[str]:
    return sorted({iri for each in claims if (iri := expand(each))})
