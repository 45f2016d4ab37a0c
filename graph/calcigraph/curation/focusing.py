"""What of a graph the shapes have to look at: the nodes that a change can have made wrong, and no others.

A shape of the core of SHACL looks at a node, along its paths, and at what is said of the nodes there. So a change of triples
matters to their subjects and objects, and to the nodes from which a path leads to such a subject. Shapes with a query about
each node are asked once for all nodes that break them. What is left to pySHACL are these nodes, named as targets; it alone
gives the verdict.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calcigraph.namespaces import PREFIXES
from calcigraph.store.terms import BlankNode, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    import rdflib

    from calcigraph.store.engine import Engine
    from calcigraph.store.terms import Triple

_SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
_TYPE = PREFIXES["rdf"] + "type"
_MEMBERS = {
    "targetClass": "?node a/rdfs:subClassOf* <{}> .",
    "targetSubjectsOf": "?node <{}> ?any .",
    "targetObjectsOf": "?any <{}> ?node .",
}


def touched(before: Iterable[Triple], after: Iterable[Triple], reach: int) -> frozenset[Any] | None:
    """Find the nodes that a change can have made wrong.

    Args:
        before: the triples as they were.
        after: the triples as they are.
        reach: how many steps shapes look away from a node; see ``reach_of``.

    Returns:
        The nodes; None for all of them, where the classes themselves have changed.

    Example:
        >>> a, b, c = (NamedNode(f"http://a.example/{each}") for each in "abc")
        >>> from calcigraph.store.terms import Triple
        >>> sorted(map(str, touched([], [Triple(a, b, c)], 1)))
        ['<http://a.example/a>', '<http://a.example/c>']
    """
    now = set(after)
    changed = now.symmetric_difference(before)
    if any(triple.predicate.value == _SUBCLASS for triple in changed):
        return None
    found = {triple.subject for triple in changed}
    frontier = set(found)
    found |= {
        triple.object
        for triple in changed
        if triple.predicate.value != _TYPE and isinstance(triple.object, NamedNode | BlankNode)
    }
    for _ in range(reach):
        frontier = {triple.subject for triple in now if triple.object in frontier} - frontier
        found |= frontier
    return frozenset(found)


def reach_of(shapes: rdflib.Graph) -> int:
    """Count how many steps the shapes look away from a node, queries apart.

    Args:
        shapes: the graph of all shapes.

    Returns:
        The number of paths one in another.

    Raises:
        ValueError: a path is none that leads from a node to the values of one property.

    Example:
        >>> from calcigraph.curation.validation import shapes
        >>> reach_of(shapes())
        1
    """
    import rdflib

    sh = rdflib.Namespace(PREFIXES["sh"])
    inner = (sh["or"], sh["and"], sh["not"], sh.xone, sh.node, sh.property, sh.qualifiedValueShape)

    def depth(node: rdflib.term.Node) -> int:
        path = shapes.value(node, sh.path)
        if path is not None and not isinstance(path, rdflib.URIRef):
            raise ValueError(f"{node} has a path that is no property")
        parts = [part for name in inner for part in shapes.objects(node, name)]
        nested = [
            each
            for part in parts
            for each in (shapes.items(part) if (part, rdflib.RDF.first, None) in shapes else [part])
        ]
        return (path is not None) + max(map(depth, nested), default=0)

    return max((depth(node) for node in set(shapes.subjects(sh.message))), default=0)


def focused(shapes: rdflib.Graph, engine: Engine, nodes: frozenset[Any] | None) -> rdflib.Graph:
    """Name the nodes that shapes have to look at as their targets.

    Args:
        shapes: the graph of all shapes.
        engine: what holds the graph.
        nodes: those that can be wrong; None for all.

    Returns:
        The same shapes with fewer targets.

    Example:
        >>> from calcigraph.curation.validation import shapes
        >>> len(focused(shapes(), store.engine, frozenset())) < len(shapes())
        True
    """
    import rdflib

    sh = rdflib.Namespace(PREFIXES["sh"])
    result = rdflib.Graph(bind_namespaces="none")
    for triple in shapes:
        result.add(triple)
    known: dict[str, frozenset[Any]] = {}
    for name, pattern in _MEMBERS.items():
        for shape, target in list(shapes.subject_objects(sh[name])):
            query = shapes.value(shapes.value(shape, sh.sparql), sh.select)
            if nodes is None and query is None:
                continue
            members = pattern.format(target)
            if members not in known:
                known[members] = _first_column(engine, f"SELECT DISTINCT ?node {{ {members} }}")
            # Asked with no node given, a query gives the nodes that break the shape.
            chosen = known[members] & (_first_column(engine, str(query)) if query is not None else nodes or frozenset())
            result.remove((shape, sh[name], target))
            for node in chosen:
                term = rdflib.URIRef(node.value) if isinstance(node, NamedNode) else rdflib.BNode(node.value)
                result.add((shape, sh.targetNode, term))
    return result


def _first_column(engine: Engine, query: str) -> frozenset[Any]:
    return frozenset(row[0] for row in engine.select(query)[1] if isinstance(row[0], NamedNode | BlankNode))
