"""The mechanism as a networkx graph, for algorithms that SPARQL has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.claims import read_claims
from calcigraph.errors import BadArgument
from calcigraph.namespaces import shorten

if TYPE_CHECKING:
    import networkx as nx

    from calcigraph.graph import KnowledgeGraph


def network(graph: KnowledgeGraph) -> nx.MultiDiGraph[str]:
    """Turn the direct influences into a networkx graph; see ``KnowledgeGraph.to_networkx``.

    Args:
        graph: the graph.

    Returns:
        One node per factor, one edge per direct claim that is not negated.

    Example:
        >>> from calcigraph import KnowledgeGraph
        >>> signs = {sign for *_, sign in network(KnowledgeGraph.open()).edges(data="sign")}
        >>> sorted(signs)
        [-1, 1]
    """
    import networkx as nx

    built: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    claims = [
        claim
        for claim in read_claims(graph, "?claim cg:directness cg:direct . ?predicate cg:sign ?any .")
        if claim.sign is not None
    ]
    for iri in sorted({end for claim in claims for end in (claim.subject, claim.object)}):
        built.add_node(iri, label=graph.entities.label(iri))
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


def network_factors(graph: KnowledgeGraph, name: str) -> list[str]:
    """Find the factors of the mechanism network that a name stands for.

    Args:
        graph: the graph.
        name: a factor of the network; or an entity that acts through others (a protein through its synthesis or
            signalling, a transporter through the transport); or a group, which stands for its members.

    Returns:
        IRIs, sorted. An entity that no step of mechanism knows stands for itself.

    Raises:
        UnknownName: the name is not known.
        BadArgument: it is of something that is no factor and stands for none.

    Example:
        >>> from calcigraph import KnowledgeGraph
        >>> kg = KnowledgeGraph.open()
        >>> [kg.entities.label(iri) for iri in network_factors(kg, "MGP")]
        ['MGP synthesis']
        >>> len(network_factors(kg, "coagulation factors"))
        4
    """
    iri = graph.entities.iri(name)
    step = "?claim cg:directness cg:direct ; cg:predicate/cg:sign ?sign"
    if graph.engine.ask(f"ASK {{ {step} ; cg:subject|cg:object <{iri}> }}"):
        return [iri]
    for link in (f"<{iri}> cg:actsThrough ?factor", f"?factor cg:kindOf|cg:formOf <{iri}>"):
        query = f"SELECT DISTINCT ?factor {{ {link} . {step} ; cg:subject|cg:object ?factor }} ORDER BY ?factor"
        if rows := graph.engine.values(query):
            return [str(factor) for (factor,) in rows]
    if not graph.engine.ask(f"ASK {{ <{iri}> a cg:Factor }}"):
        label = graph.entities.label(iri)
        raise BadArgument(f"'{label}' is no factor: its amount or activity cannot go up or down, so no path has it")
    return [iri]
