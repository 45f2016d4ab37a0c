"""How much the graph holds."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from calcigraph.store.store import Store

_COUNTED = {
    "entities": "?x a cg:Entity",
    "factors": "?x a cg:Factor",
    "claims": "?x a cg:Claim",
    "direct claims": "?x cg:directness cg:direct",
    "indirect claims": "?x cg:directness cg:indirect",
    "statements": "?x a cg:Statement",
    "results": "?x a cg:Result",
    "sources": "?x a cg:Source",
    "articles": "?x a cg:Article",
    "amounts": "?x a cg:Amount",
}


def count(store: Store) -> dict[str, int]:
    """Count what the graph holds; see ``kg.info``.

    Args:
        store: the graph.

    Returns:
        What is counted, to its number.

    Example:
        >>> count(store)["articles"]
        3
    """
    found = {
        name: int(store.engine.values(f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}")[0][0] or 0)
        for name, pattern in _COUNTED.items()
    }
    return {**found, "triples": len(store.engine)}
