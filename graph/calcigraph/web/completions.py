"""The names that a field of a form completes, so that a form is as easy to fill without a script."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph.store.store import Store

_NAMED = "SELECT DISTINCT ?l { ?m a %s ; skos:prefLabel|dcterms:title ?l } ORDER BY LCASE(STR(?l)) ?l"
_CLAIMS = "SELECT DISTINCT ?l { ?m a cg:Claim ; rdfs:label ?l } ORDER BY LCASE(STR(?l)) ?l"
_READERS: dict[str, Callable[[Store], list[str]]] = {}


def choices(store: Store, type_: str) -> list[str]:
    """List what a parameter of a question can be.

    Args:
        store: the graph.
        type_: CURIE of a class of the ontology, or of a datatype.

    Returns:
        Labels in alphabetical order; empty for numbers and text.

    Example:
        >>> choices(store, "cg:Mineral")[:2], choices(store, "xsd:decimal")
        (['calcium', 'calcium from food'], [])
    """
    if type_.startswith("xsd:"):
        return []
    reader = _READERS.setdefault(type_, partial(_read, type_))
    return store.once(reader)


def _read(type_: str, store: Store) -> list[str]:
    query = _CLAIMS if type_ == "cg:Claim" else _NAMED % type_
    return [str(label) for (label,) in store.engine.values(query)]
