"""What search engines and reference managers read in a page: schema.org, as JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calcigraph._version import RELEASED, __version__
from calcigraph.exports.description import ABOUT, CREATOR, DATASET, KEYWORDS, LICENCE, TITLE
from calcigraph.knowledge.statuses import statuses
from calcigraph.namespaces import BASE

if TYPE_CHECKING:
    from calcigraph.knowledge.pages import Row
    from calcigraph.store.store import Store

_CONTEXT = "https://schema.org"
_ORGANISATION = {"@type": "Organization", "name": CREATOR}


def dataset() -> dict[str, Any]:
    """Describe the graph as a data set.

    Returns:
        JSON-LD; with the day of the release where there is one.

    Example:
        >>> dataset()["@type"], dataset()["license"]
        ('Dataset', 'https://creativecommons.org/licenses/by/4.0/')
    """
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": DATASET,
        "name": TITLE,
        "description": ABOUT,
        "url": BASE,
        "license": LICENCE,
        "creator": _ORGANISATION,
        "keywords": list(KEYWORDS),
        "version": __version__,
        "isAccessibleForFree": True,
        **({"datePublished": RELEASED} if RELEASED else {}),
    }


def claim_review(store: Store, page: Row) -> dict[str, Any] | None:
    """Describe a claim that somebody makes, and what the evidence says of it.

    Args:
        store: the graph.
        page: as ``readings.reading`` gives it for a claim.

    Returns:
        JSON-LD; None where nobody is known to make the claim, or nothing has been studied, so that nothing was reviewed.

    Example:
        >>> from calcigraph.web.readings import reading
        >>> page = reading(store, "claim", "https://w3id.org/calcigraph/claim/vitamin-k2-prevents-arterial-calcification")
        >>> claim_review(store, page)["reviewRating"]["alternateName"]
        'Not shown, low certainty'
    """
    status = statuses(store)[page["claim"]["status"]]
    if not page["statements"] or not status.studied:
        return None
    ranks = [each.rank for each in statuses(store).values() if each.studied]
    articles = list(dict.fromkeys(row["article"] for row in page["statements"]))
    return {
        "@context": _CONTEXT,
        "@type": "ClaimReview",
        "url": page["iri"],
        "claimReviewed": page["claim"]["label"],
        "author": _ORGANISATION,
        "reviewBody": page["sentence"],
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": status.rank,
            "worstRating": min(ranks),
            "bestRating": max(ranks),
            "alternateName": page["level"][:1].upper() + page["level"][1:],
        },
        "itemReviewed": {
            "@type": "Claim",
            "name": page["claim"]["label"],
            "appearance": [{"@type": "CreativeWork", "name": each} for each in articles],
        },
        **({"datePublished": RELEASED} if RELEASED else {}),
    }


def publication(page: Row) -> dict[str, Any]:
    """Describe a source.

    Args:
        page: as ``readings.reading`` gives it for a source.

    Returns:
        JSON-LD with what was displayed of it.

    Example:
        >>> publication({"iri": "x:a", "title": None, "label": "A 2020", "year": 2020, "link": ""})["name"]
        'A 2020'
    """
    found = {
        "@context": _CONTEXT,
        "@type": "ScholarlyArticle" if page.get("pmid") or page.get("doi") else "CreativeWork",
        "@id": page["iri"],
        "name": page["title"] or page["label"],
        "datePublished": str(page["year"]) if page["year"] else None,
        "sameAs": page["link"] or None,
    }
    return {name: value for name, value in found.items() if value}
