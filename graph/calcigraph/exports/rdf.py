"""RDF: Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD, the same bytes for the same graph."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from calcigraph.exports.formats import Format
from calcigraph.exports.networks import json_lines
from calcigraph.exports.selection import quads_of
from calcigraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calcigraph.graph import KnowledgeGraph
    from calcigraph.slices import Slice

_XSD = PREFIXES["xsd"]
_TYPE = PREFIXES["rdf"] + "type"
# The header of the ontology uses the one, mappings to the identifiers of others use the other.
_BOUND = PREFIXES | {"vann": "http://purl.org/vocab/vann/", "obo": "http://purl.obolibrary.org/obo/"}
_SAFE = re.compile(r"[A-Za-z0-9_][\w-]*")


def ordered_quads(graph: KnowledgeGraph, part: Slice | None) -> list[ox.Quad]:
    """List the quads of a slice in an order that does not change, blank nodes under canonical labels.

    Args:
        graph: the graph.
        part: the slice, or None for the whole graph.

    Returns:
        Quads sorted by graph, subject, predicate and object.

    Example:
        >>> from calcigraph import KnowledgeGraph
        >>> len(ordered_quads(KnowledgeGraph.open(), None)) > 30000
        True
    """
    return sorted(_quads(graph, part), key=lambda quad: (str(quad.graph_name), *_order(quad.triple)))


def _quads(graph: KnowledgeGraph, part: Slice | None) -> list[ox.Quad]:
    plain: list[ox.Quad] = []
    nameless: list[ox.Quad] = []
    for quad in quads_of(graph, part):
        blank = isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
        (nameless if blank else plain).append(quad)
    if nameless:
        # Labels follow from the quads with blank nodes alone, which are few; the others need not be hashed.
        few = ox.Dataset(nameless)
        few.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        plain += few
    return plain


def _triples(graph: KnowledgeGraph, part: Slice | None) -> list[ox.Triple]:
    # A triple can be asserted and derived; the union has it once.
    return sorted({quad.triple for quad in _quads(graph, part)}, key=_order)


def _order(triple: ox.Triple) -> tuple[str, bool, str]:
    """By subject, and what it is before what is said of it."""
    return str(triple.subject), triple.predicate.value != _TYPE, str(triple)


def _readable(content: bytes) -> bytes:
    """Sort the prefixes, which the serializer declares in no fixed order, and set subjects apart."""
    lines = content.split(b"\n")
    header = sorted(line for line in lines if line.startswith(b"@prefix"))
    body = b"\n".join(line for line in lines if not line.startswith(b"@prefix"))
    # Line breaks in literals are escaped, so that a full stop at the end of a line ends a subject.
    return b"\n".join([*header, b"", re.sub(rb" \.\n(?=[^\s}])", b" .\n\n", body)])


def turtle(graph: KnowledgeGraph, part: Slice | None) -> bytes:
    """Write the union of the named graphs as Turtle.

    Args:
        graph: the graph.
        part: the slice, or None for the whole graph.

    Returns:
        The document.

    Example:
        >>> from calcigraph import KnowledgeGraph
        >>> turtle(KnowledgeGraph.open(), None)[:10]
        b'@prefix am'
    """
    return turtle_of(_triples(graph, part))


def turtle_of(triples: Iterable[ox.Triple]) -> bytes:
    """Write triples as Turtle under the prefixes of the graph.

    Args:
        triples: in the order in which they shall stand.

    Returns:
        The document.

    Example:
        >>> a = ox.NamedNode("https://w3id.org/calcigraph/id/a")
        >>> turtle_of([ox.Triple(a, a, a)]).splitlines()[-1]
        b'id:a id:a id:a .'
    """
    return _readable(ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=_BOUND) or b"")


def trig_of(quads: Iterable[ox.Quad], prefixes: dict[str, str]) -> bytes:
    """Write quads as TriG.

    Args:
        quads: in the order in which they shall stand.
        prefixes: prefixes to declare.

    Returns:
        The document.

    Example:
        >>> a = ox.NamedNode("http://a.example/a")
        >>> trig_of([ox.Quad(a, a, a, a)], {"n": "http://a.example/"}).splitlines()[-2]
        b'\\tn:a n:a n:a .'
    """
    return _readable(ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=prefixes) or b"")


def _trig(graph: KnowledgeGraph, part: Slice | None) -> bytes:
    return trig_of(ordered_quads(graph, part), _BOUND)


def _n_triples(graph: KnowledgeGraph, part: Slice | None) -> bytes:
    triples = (quad.triple for quad in _quads(graph, part))
    return _sorted_lines(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")


def _n_quads(graph: KnowledgeGraph, part: Slice | None) -> bytes:
    return _sorted_lines(ox.serialize(_quads(graph, part), format=ox.RdfFormat.N_QUADS) or b"")


def _sorted_lines(content: bytes) -> bytes:
    """Each line once: what is asserted and derived is one triple of the union."""
    return b"".join(sorted(set(content.splitlines(keepends=True))))


def _rdf_xml(graph: KnowledgeGraph, part: Slice | None) -> bytes:
    content = ox.serialize(_triples(graph, part), format=ox.RdfFormat.RDF_XML, prefixes=_BOUND) or b""
    start, end = content.index(b"<rdf:RDF") + len(b"<rdf:RDF"), content.index(b">", content.index(b"<rdf:RDF"))
    declared = sorted(re.findall(rb'xmlns:[\w.-]+="[^"]*"', content[start:end]))
    return content[:start] + b"".join(b"\n\t" + each for each in declared) + content[end:]


def _json_ld(graph: KnowledgeGraph, part: Slice | None) -> bytes:
    values: defaultdict[str, defaultdict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for triple in _triples(graph, part):
        values[_compact(triple.subject)][triple.predicate.value].append(triple.object)
        kinds[triple.predicate.value].add(_kind(triple.object))
    context: dict[str, Any] = dict(_BOUND)
    coerced: dict[str, str] = {}
    for iri, found in sorted(kinds.items()):
        kind = next(iter(found)) if len(found) == 1 else ""
        if rule := _coercion(kind):
            # Where every value is of one kind the context says so once, and the values stand alone.
            context[_compact(ox.NamedNode(iri))] = {"@id": iri, **rule}
            coerced[iri] = kind
    nodes = []
    for subject, properties in sorted(values.items()):
        node: dict[str, Any] = {"@id": subject}
        for iri, objects in sorted(properties.items()):
            if iri == _TYPE:
                node["@type"] = [_compact(each) for each in objects]
                continue
            shown = [_value(each, coerced.get(iri)) for each in objects]
            node[_compact(ox.NamedNode(iri))] = shown[0] if len(shown) == 1 else shown
        nodes.append(node)
    head = json.dumps(dict(sorted(context.items())), ensure_ascii=False, indent=1)
    return f'{{"@context": {head},\n"@graph": {json_lines(nodes)}}}\n'.encode()


def _kind(term: Any) -> str:
    if isinstance(term, ox.Literal):
        return str(term.language or term.datatype.value)
    return "@id"


def _coercion(kind: str) -> dict[str, str] | None:
    if kind == "@id":
        return {"@type": "@id"}
    if "://" not in kind:
        return {"@language": kind} if kind else None
    # Text, truth values and whole numbers are native in JSON.
    native = kind in {_XSD + name for name in ("string", "boolean", "integer")}
    return None if native else {"@type": kind}


def _value(term: Any, coerced: str | None) -> Any:
    if not isinstance(term, ox.Literal):
        return _compact(term) if coerced else {"@id": _compact(term)}
    if coerced:
        return term.value
    if term.language:
        return {"@value": term.value, "@language": term.language}
    native: dict[str, Any] = {_XSD + "string": term.value, _XSD + "boolean": term.value == "true"}
    if term.datatype.value == _XSD + "integer":
        native[_XSD + "integer"] = int(term.value)
    # The store keeps truth values and whole numbers in their one canonical form, so that JSON's own lose nothing.
    return native.get(term.datatype.value, {"@value": term.value, "@type": term.datatype.value})


def _compact(term: Any) -> str:
    """The short form where it means the same in JSON-LD, else the whole IRI."""
    if isinstance(term, ox.BlankNode):
        return str(term)
    for prefix, base in _BY_LENGTH:
        if term.value.startswith(base):
            local = term.value[len(base) :]
            return f"{prefix}:{local}" if _SAFE.fullmatch(local) else str(term.value)
    return str(term.value)


_BY_LENGTH = sorted(_BOUND.items(), key=lambda item: -len(item[1]))
_UNION = "the named graphs asserted, derived and ontology are merged into one"
_ABOUT = "Every triple of the slice: entities, claims, verdicts, findings, sources, statements"

FORMATS = (
    Format("turtle", "Turtle", (".ttl",), f"{_ABOUT}; readable.", (_UNION,), turtle),
    Format("trig", "TriG", (".trig",), f"{_ABOUT}, in their named graphs; readable.", (), _trig),
    Format("ntriples", "N-Triples", (".nt",), f"{_ABOUT}, one to a line.", (_UNION,), _n_triples),
    Format("nquads", "N-Quads", (".nq",), f"{_ABOUT}, one to a line with its named graph.", (), _n_quads),
    Format("jsonld", "JSON-LD", (".jsonld", ".json"), f"{_ABOUT}, compact, with its context.", (_UNION,), _json_ld),
    Format("rdfxml", "RDF/XML", (".rdf", ".xml", ".owl"), f"{_ABOUT}.", (_UNION,), _rdf_xml),
)
