"""A pooled estimate as an answer: what the claim calls for by way of caution stands with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from calcigraph.guard.guarding import Guard
from calcigraph.knowledge.pooling import Pooling, pool_results

if TYPE_CHECKING:
    from calcigraph.store.store import Store


def pooled(store: Store, *names: str) -> Pooling:
    """Pool the results on a claim; see ``kg.pool``.

    Args:
        store: the graph.
        names: IRI, CURIE or sentence of the claim; or subject, predicate and object.

    Returns:
        The pools with what the guard says of the claim.

    Raises:
        UnknownName: no claim has the name.
        AmbiguousName: several claims fit the three names.
        BadArgument: neither one name nor three.
        Unavailable: something could be pooled, and PyMARE is not installed.

    Example:
        >>> len(pooled(store, "thiazides go with less fracture risk").cautions) > 0
        True
    """
    found = pool_results(store, *names)
    return replace(found, cautions=tuple(Guard(store).read(found.claim.label).lines))
