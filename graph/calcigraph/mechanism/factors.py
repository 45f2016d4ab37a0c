"""The factors of the mechanism network, held in memory as long as the network is small enough for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.namespaces import shorten
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.store.store import Store

#: Steps of mechanism up to which the network is held.
MOST: int = values("mechanism/limits.json")["held_steps"]
_FACTORS = """SELECT DISTINCT ?factor ?label {
  ?claim cg:directness cg:direct ; cg:predicate/cg:sign ?sign ; cg:%s ?factor .
  OPTIONAL { ?factor skos:prefLabel ?label }
}"""


def held_factors(store: Store) -> dict[str, str] | None:
    """Give the factors that a direct claim with a sign has at an end, negated ones too.

    Args:
        store: the graph.

    Returns:
        IRI to label, or to the CURIE where there is no label; None where the network has more steps than are held. Read
        when it is first asked for, and anew after a change of the graph.

    Example:
        >>> held_factors(store)["https://w3id.org/calcigraph/id/mk-7"]
        'MK-7'
    """
    return store.latest(_read)


def _read(store: Store) -> dict[str, str] | None:
    # No more is counted than is needed to know that it is too many.
    if len(store.engine.values(f"SELECT ?c {{ ?c cg:directness cg:direct }} LIMIT {MOST + 1}")) > MOST:
        return None
    rows = [row for end in ("subject", "object") for row in store.engine.values(_FACTORS % end)]
    return {str(factor): label or shorten(str(factor)) for factor, label in rows}
