"""Terms of ours that a query uses and that the graph does not have: most often a slip, which otherwise looks like a no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.errors import one_line, shown
from calcigraph.namespaces import BASE, PREFIXES, shorten
from calcigraph.store.judgements import values
from calcigraph.store.scanning import used_terms

if TYPE_CHECKING:
    from calcigraph.store.store import Store

#: How many terms are named at most.
MOST = 3

_OURS = {prefix: base for prefix, base in PREFIXES.items() if base.startswith(BASE)}


def absent_terms(store: Store, query: str) -> dict[str, list[str]]:
    """Find the terms of this graph's own namespaces that a query uses and that occur nowhere in the graph.

    Args:
        store: the graph.
        query: SPARQL that the engine has taken.

    Returns:
        CURIEs, at most ``MOST``, each with at most three CURIEs that look like it; none where the text cannot be read
        surely.

    Example:
        >>> absent_terms(store, "SELECT ?x { ?x a cg:Vitamr }")["cg:Vitamr"][0]
        'cg:Vitamer'
    """
    found: dict[str, list[str]] = {}
    for iri in used_terms(query):
        base = next((each for each in _OURS.values() if iri.startswith(each) and len(iri) > len(each)), None)
        if base and not _occurs(store, iri):
            found[shorten(iri)] = _nearest(store, iri, base)
            if len(found) == MOST:
                break
    return found


def notes(store: Store, query: str) -> list[str]:
    """Say which terms of a query the graph does not have.

    Args:
        store: the graph.
        query: SPARQL that the engine has taken.

    Returns:
        A clean line for each.

    Example:
        >>> notes(store, "ASK { id:zzzz ?p ?o }")
        ["Note: the query uses 'id:zzzz', which does not occur in this graph"]
    """
    return [
        one_line(
            f"Note: the query uses '{shown(term)}', which does not occur in this graph"
            + (f"; nearest: {', '.join(near)}" if near else "")
        )
        for term, near in absent_terms(store, query).items()
    ]


def _occurs(store: Store, iri: str) -> bool:
    places = ("subject", "predicate", "object", "graph")
    try:
        return any(next(iter(store.engine.quads(**{place: iri})), None) is not None for place in places)
    except ValueError:  # no IRI at all, of which the engine has said what there is to say
        return True


def _nearest(store: Store, iri: str, base: str) -> list[str]:
    from difflib import get_close_matches

    query = f'SELECT DISTINCT ?s {{ ?s a ?t FILTER(STRSTARTS(STR(?s), "{base}")) }}'
    known = {str(each)[len(base) :].casefold(): str(each) for (each,) in store.engine.values(query)}
    cutoff = values("store/nearness.yaml")["entity_name"]
    near = get_close_matches(iri[len(base) :][:100].casefold(), sorted(known), n=3, cutoff=cutoff)
    return [shorten(known[each]) for each in near]
