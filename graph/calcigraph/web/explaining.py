"""Pages that explain: how sure, limits, licence, downloads, about; and what stands where something cannot be computed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calcigraph.exports.citation import citation
from calcigraph.exports.description import ABOUT, LICENCE
from calcigraph.exports.formats import find_format, formats
from calcigraph.knowledge.counts import count
from calcigraph.knowledge.evidence import read_rows
from calcigraph.knowledge.sources import sources
from calcigraph.knowledge.statuses import certainties, statuses
from calcigraph.web import asking_page, claim_table, mechanism_page, schema_org
from calcigraph.web.indexes import counts
from calcigraph.web.templating import Place, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph.knowledge.pages import Row
    from calcigraph.store.store import Store

_REASONS = """
SELECT DISTINCT ?label ?meaning { ?r a cg:Reason ; rdfs:label ?label ; skos:definition ?meaning } ORDER BY ?label"""
#: Files offered for download: format to the name of the file and what is in it.
FILES = {
    "turtle": (
        "calcigraph.ttl",
        "Everything as RDF: entities, claims, verdicts, results, bearings, sources, statements.",
    ),
    "nquads": ("calcigraph.nq", "The same, one triple to a line with its named graph: asserted, derived or ontology."),
    "claims-csv": ("calcigraph-claims.csv", "One row for each claim, with the verdict that follows."),
    "results-csv": (
        "calcigraph-results.csv",
        "One row for each result: contrast, effect with interval, dose, people, study.",
    ),
    "sources-csv": ("calcigraph-sources.csv", "One row for each source: title, year, design, PMID and DOI."),
    "graphml": ("calcigraph.graphml", "Entities and claims as a network, for Cytoscape, Gephi or networkx."),
    "sssom": ("calcigraph.sssom.tsv", "Identifiers in other vocabularies, and how closely each matches."),
}
#: What needs a computer behind the page: its heading, what it does, and commands that do it.
COMPUTED = {
    "what-if": (
        "What if?",
        "Press factors of the mechanism up or down, and see which way the others move and why.",
        ('calcigraph what-if VKORC1=low --observe "arterial calcification"',),
    ),
    "check": (
        "Check a text",
        "Which sentences of a text make a claim, what the evidence allows, and how to say it fairly.",
        ("calcigraph check article.md -o checked.html",),
    ),
    "query": (
        "SPARQL",
        "Ask the graph anything that SPARQL 1.1 can ask.",
        ('calcigraph sparql "SELECT ?c { ?c a cg:Claim } LIMIT 5"',),
    ),
}


def page(store: Store, name: str, place: Place) -> str:
    """Write one of the pages that explain.

    Args:
        store: the graph.
        name: of ``PAGES``.
        place: of the page.

    Returns:
        The page.

    Example:
        >>> "Inconsistency" in page(store, "how-sure", Place("how-sure"))
        True
    """
    if name in COMPUTED:
        title, summary, commands = COMPUTED[name]
        return render("computed.html", place, title=title, summary=summary, commands=commands)
    if name in LIVING:
        return LIVING[name](store, place)
    return render(f"{name}.html", place, **_CONTEXTS[name](store))


def _how_sure(store: Store) -> Row:
    return {
        "title": "How sure",
        "summary": "What the words of a verdict mean, and what lowers how sure one can be.",
        "statuses": list(statuses(store).values()),
        "counts": counts(store),
        "certainties": list(certainties(store).values()),
        "reasons": read_rows(store, _REASONS),
    }


def _limits(store: Store) -> Row:
    known = sources(store).values()
    counted = counts(store)
    return {
        "title": "Limits",
        "summary": "What this graph does not know, and what it is not for.",
        "total": sum(counted.values()),
        "unstudied": sum(counted[label] for label, status in statuses(store).items() if not status.studied),
        "sources": len(known),
        "partly": sum(source.verification not in (None, "verified") for source in known),
        "unused": sum(source.unused is not None for source in known),
        "warned": sum(source.warning is not None for source in known),
    }


def _licence(_store: Store) -> Row:
    return {
        "title": "Licence",
        "summary": "Free to use, share and change, with credit.",
        "licence": LICENCE,
        "citation": citation("text"),
        "bibtex": citation("bibtex"),
    }


def _downloads(_store: Store) -> Row:
    return {
        "title": "Downloads",
        "summary": "The whole graph as files, and a command for every other form.",
        "files": [
            {"name": file, "about": about, "title": find_format(name).title} for name, (file, about) in FILES.items()
        ],
        "formats": list(formats().values()),
    }


def _about(store: Store) -> Row:
    return {"title": "About", "summary": ABOUT, "counted": count(store), "data": schema_org.dataset()}


#: Pages of modules of their own that a file can show too, with their defaults.
LIVING: dict[str, Callable[[Store, Place], str]] = {
    "": asking_page.front,
    "explore": claim_table.explore,
    "mechanism": mechanism_page.mechanism,
}
_CONTEXTS: dict[str, Callable[[Store], dict[str, Any]]] = {
    "how-sure": _how_sure,
    "limits": _limits,
    "licence": _licence,
    "downloads": _downloads,
    "about": _about,
}
#: The paths of all of them.
PAGES = (*LIVING, *_CONTEXTS, *COMPUTED)


def download(store: Store, name: str) -> bytes | None:
    """Give a file for download.

    Args:
        store: the graph.
        name: of the file.

    Returns:
        Its content, or None where there is no such file.

    Example:
        >>> download(store, "calcigraph-claims.csv")[:5], download(store, "other.csv")
        (b'claim', None)
    """
    form = next((form for form, (file, _) in FILES.items() if file == name), None)
    if form is None:
        return None
    made = find_format(form).write(store, None)
    return made if isinstance(made, bytes) else None
