"""The mechanism as a networkx graph, for algorithms that SPARQL has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.knowledge.claims import read_claims
from calcigraph.namespaces import shorten

if TYPE_CHECKING:
    import networkx as nx

    from calcigraph.store.store import Store


def network(store: Store) -> nx.MultiDiGraph[str]:
    """Turn the direct influences into a networkx graph; see ``kg.to_networkx``.

    Args:
        store: the graph.

    Returns:
        One node per factor (``label``), one edge per direct claim that is not negated, keyed by its IRI, with
        ``predicate``, ``sign`` (1 or -1), ``limiting``, ``status`` and ``certainty``.

    Example:
        >>> signs = {sign for *_, sign in network(store).edges(data="sign")}
        >>> sorted(signs)
        [-1, 1]
    """
    import networkx as nx

    built: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    claims = [
        claim
        for claim in read_claims(store, "?claim cg:directness cg:direct . ?predicate cg:sign ?any .")
        if claim.sign is not None
    ]
    for iri in sorted({end for claim in claims for end in (claim.subject, claim.object)}):
        built.add_node(iri, label=store.entities.label(iri))
    for claim in claims:
        built.add_edge(
            claim.subject,
            claim.object,
            key=claim.iri,
            predicate=shorten(claim.predicate),
            sign=claim.sign,
            limiting=claim.limiting,
            status=claim.status,
            certainty=claim.certainty,
        )
    return built
