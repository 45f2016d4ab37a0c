"""The mechanism as a networkx graph, for algorithms that SPARQL has not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from calcigraph.claims import read_claims
from calcigraph.entities import name_key
from calcigraph.errors import BadArgument, UnknownName
from calcigraph.namespaces import ID, expand, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx

    from calcigraph.graph import KnowledgeGraph

_STEP = "cg:directness cg:direct ; cg:predicate/cg:sign ?sign"
_ANY, _ANY_FORM = "any ", "any form of "


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
    iri, label = _resolve(graph, name)
    for member in (f"VALUES ?factor {{ <{iri}> }}", f"<{iri}> cg:actsThrough ?factor ."):
        if factors := _in_network(graph, member):
            return factors
    if factors := _in_network(graph, f"?factor cg:kindOf|cg:formOf <{iri}> ."):
        return factors
    if not graph.engine.ask(f"ASK {{ <{iri}> a cg:Factor }}"):
        raise BadArgument(f"'{label}' is no factor: its amount or activity cannot go up or down, so no path has it")
    return [iri]


def choose_factors(graph: KnowledgeGraph, names: str | Iterable[str]) -> tuple[str, frozenset[str]]:
    """Find the factors that a name, a phrase for a set, or several of them stand for.

    Args:
        graph: the graph.
        names: a name as for ``network_factors``; ``any form of X`` for X with all its forms and kinds; ``any C`` for
            the members of a class or of a kind of endpoint, such as ``any nutrient`` or ``any clinical outcome``; or
            several of these.

    Returns:
        How to call them, and their IRIs. A set has those of its members that the mechanism network knows.

    Raises:
        UnknownName: a name is not known.
        BadArgument: a name is of something that is no factor, a set has no member in the network, or there is none.

    Example:
        >>> from calcigraph import KnowledgeGraph
        >>> kg = KnowledgeGraph.open()
        >>> label, factors = choose_factors(kg, "any form of vitamin K")
        >>> label, len(factors)
        ('any form of vitamin K', 6)
    """
    listed = [names] if isinstance(names, str) else list(names)
    if not listed:
        raise BadArgument("expected the name of a factor, got none")
    found = dict(_choose(graph, name) for name in listed)
    return " or ".join(found), frozenset().union(*found.values())


def _choose(graph: KnowledgeGraph, name: str) -> tuple[str, frozenset[str]]:
    text = " ".join(name.split())
    if text.casefold().startswith(_ANY_FORM):
        iri = graph.entities.iri(text[len(_ANY_FORM) :])
        label = f"{_ANY_FORM}{graph.entities.label(iri)}"
        members = f"?factor (cg:kindOf|cg:formOf)* <{iri}> ."
        return label, frozenset(_in_network(graph, members) or network_factors(graph, iri))
    if text.casefold().startswith(_ANY):
        sets = _sets(graph)
        key = name_key(text[len(_ANY) :])
        if key in sets:
            label, kinds = sets[key]
            either = [f"{{ ?factor {kind} }} UNION {{ ?m {kind} ; cg:actsThrough ?factor }}" for kind in kinds]
            factors = _in_network(graph, f"{{ {' UNION '.join(either)} }}")
            if not factors:
                raise BadArgument(f"'{_ANY}{label}' has no member in the mechanism network, so no path has one")
            return f"{_ANY}{label}", frozenset(factors)
        try:
            iri = graph.entities.iri(name)
        except UnknownName:
            from difflib import get_close_matches

            near = [_ANY + sets[each][0] for each in get_close_matches(key, sorted(sets), n=3, cutoff=0.5)]
            raise UnknownName(name, near, what="set of factors") from None
        return graph.entities.label(iri), frozenset(network_factors(graph, iri))
    return _resolve(graph, name)[1], frozenset(network_factors(graph, name))


def _resolve(graph: KnowledgeGraph, name: str) -> tuple[str, str]:
    """IRI and label of an entity; the IRI of one, or its CURIE, is not looked up in the whole vocabulary."""
    iri = expand(name.strip()) or name.strip()
    if re.fullmatch(rf"{re.escape(ID)}[\w-]+", iri, re.ASCII):
        rows = graph.engine.values(f"SELECT ?label {{ <{iri}> a cg:Entity ; skos:prefLabel ?label }}")
        if rows:
            return iri, str(rows[0][0])
    iri = graph.entities.iri(name)
    return iri, graph.entities.label(iri)


def _sets(graph: KnowledgeGraph) -> dict[str, tuple[str, list[str]]]:
    """Folded name of every class of entities and kind of endpoint, with its label and what its members have."""
    query = """SELECT ?label ?term ?link {
        { ?term rdfs:subClassOf+ cg:Entity BIND("a" AS ?link) }
        UNION { ?term a cg:EndpointKind BIND("cg:endpointKind" AS ?link) } ?term rdfs:label ?label } ORDER BY ?term"""
    found: dict[str, tuple[str, list[str]]] = {}
    for label, term, link in graph.engine.values(query):
        found.setdefault(name_key(str(label)), (str(label), []))[1].append(f"{link} <{term}>")
    return found


def _in_network(graph: KnowledgeGraph, members: str) -> list[str]:
    """The factors that a pattern gives and that a step of mechanism starts from or ends in, sorted."""
    # The members stand in both branches: joined to a union, the engine would first read every step there is.
    either = " UNION ".join(f"{{ {members} ?claim cg:{end} ?factor ; {_STEP} }}" for end in ("subject", "object"))
    query = f"SELECT DISTINCT ?factor {{ {either} }} ORDER BY ?factor"
    return [str(factor) for (factor,) in graph.engine.values(query)]
