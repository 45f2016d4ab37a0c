"""RDF as text: Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD, the same bytes for the same graph."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from calcigraph.errors import BadArgument, shown
from calcigraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_XSD = PREFIXES["xsd"]
_RDF = PREFIXES["rdf"]
_TYPE = _RDF + "type"
#: Prefixes that a whole graph needs: the header of the ontology uses the one, mappings to others' identifiers the other.
BOUND = PREFIXES | {"vann": "http://purl.org/vocab/vann/", "obo": "http://purl.obolibrary.org/obo/"}
# Of the characters that a text can have.
_NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SAFE = re.compile(r"[A-Za-z0-9_][\w-]*")
_BY_LENGTH = sorted(BOUND.items(), key=lambda item: -len(item[1]))


def canonical(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Give blank nodes labels that follow from what is said of them.

    Args:
        quads: in any order.

    Returns:
        The same quads, in no particular order.

    Example:
        >>> a = ox.NamedNode("http://a.example/")
        >>> [one] = canonical([ox.Quad(a, a, ox.BlankNode())])
        >>> one.object.value
        'c14n0'
    """
    plain: list[ox.Quad] = []
    nameless: list[ox.Quad] = []
    for quad in quads:
        blank = isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode)
        (nameless if blank else plain).append(quad)
    if nameless:
        # Labels follow from the quads with blank nodes alone, which are few; the others need not be hashed.
        few = ox.Dataset(nameless)
        few.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        plain += few
    return plain


def ordered_quads(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Put quads into an order that does not change, blank nodes under canonical labels.

    Args:
        quads: in any order.

    Returns:
        Quads sorted by graph, subject, predicate and object.

    Example:
        >>> len(ordered_quads(store.engine.quads())) == len(store.engine)
        True
    """
    return sorted(canonical(quads), key=lambda quad: (str(quad.graph_name), *_order(quad.triple)))


def union(quads: Iterable[ox.Quad]) -> list[ox.Triple]:
    """Merge the named graphs: what is asserted and derived is one triple.

    Args:
        quads: in any order.

    Returns:
        The triples, each once, in an order that does not change.

    Example:
        >>> a, g = ox.NamedNode("http://a.example/a"), ox.NamedNode("http://a.example/g")
        >>> len(union([ox.Quad(a, a, a, a), ox.Quad(a, a, a, g)]))
        1
    """
    return sorted({quad.triple for quad in canonical(quads)}, key=_order)


def settled(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Put triples into an order that does not change, blank nodes under canonical labels.

    Args:
        triples: in any order.

    Returns:
        The triples, each once.

    Example:
        >>> [triple.subject.value for triple in settled(parse_turtle("[] <x:b> 3 ."))]
        ['c14n0']
    """
    return union(ox.Quad(each.subject, each.predicate, each.object, ox.DefaultGraph()) for each in triples)


def _order(triple: ox.Triple) -> tuple[str, bool, str]:
    """By subject, and what it is before what is said of it."""
    return str(triple.subject), triple.predicate.value != _TYPE, str(triple)


def header_first(content: bytes) -> list[bytes]:
    """Sort the prefixes of Turtle or TriG, which the serializer declares in no fixed order.

    Args:
        content: the document.

    Returns:
        The lines of the sorted header, and what follows it as one last element.

    Example:
        >>> header_first(b"@prefix b: <b> .\\n@prefix a: <a> .\\n<x> <y> <z> .\\n")
        [b'@prefix a: <a> .', b'@prefix b: <b> .', b'<x> <y> <z> .\\n']
    """
    lines = content.split(b"\n")
    header = sorted(line for line in lines if line.startswith(b"@prefix"))
    return [*header, b"\n".join(line for line in lines if not line.startswith(b"@prefix"))]


def _readable(content: bytes) -> bytes:
    """Sort the prefixes, and set subjects apart."""
    *header, body = header_first(content)
    # Line breaks in literals are escaped, so that a full stop at the end of a line ends a subject.
    return b"\n".join([*header, b"", re.sub(rb" \.\n(?=[^\s}])", b" .\n\n", body)])


def compact_turtle(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> list[bytes]:
    """Write triples as Turtle without empty lines.

    Args:
        triples: in the order in which they shall stand.
        prefixes: prefixes to declare.

    Returns:
        As ``header_first``.

    Example:
        >>> a = ox.NamedNode("http://a.example/a")
        >>> compact_turtle([ox.Triple(a, a, a)], {"n": "http://a.example/"})
        [b'@prefix n: <http://a.example/> .', b'n:a n:a n:a .\\n']
    """
    return header_first(ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes)) or b"")


def turtle(triples: Iterable[ox.Triple], prefixes: Mapping[str, str] = BOUND) -> bytes:
    """Write triples as Turtle.

    Args:
        triples: in the order in which they shall stand.
        prefixes: prefixes to declare.

    Returns:
        The document.

    Example:
        >>> a = ox.NamedNode("https://w3id.org/calcigraph/id/a")
        >>> turtle([ox.Triple(a, a, a)]).splitlines()[-1]
        b'id:a id:a id:a .'
    """
    return _readable(ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes)) or b"")


def trig(quads: Iterable[ox.Quad], prefixes: Mapping[str, str] = BOUND) -> bytes:
    """Write quads as TriG.

    Args:
        quads: in the order in which they shall stand.
        prefixes: prefixes to declare.

    Returns:
        The document.

    Example:
        >>> a = ox.NamedNode("http://a.example/a")
        >>> trig([ox.Quad(a, a, a, a)], {"n": "http://a.example/"}).splitlines()[-2]
        b'\\tn:a n:a n:a .'
    """
    return _readable(ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=dict(prefixes)) or b"")


def n_triples(triples: Iterable[ox.Triple]) -> bytes:
    """Write triples as N-Triples.

    Args:
        triples: in any order.

    Returns:
        One line for each triple, sorted.

    Example:
        >>> a = ox.NamedNode("http://a.example/a")
        >>> n_triples([ox.Triple(a, a, a), ox.Triple(a, a, a)])
        b'<http://a.example/a> <http://a.example/a> <http://a.example/a> .\\n'
    """
    return _sorted_lines(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"")


def n_quads(quads: Iterable[ox.Quad]) -> bytes:
    """Write quads as N-Quads.

    Args:
        quads: in any order.

    Returns:
        One line for each quad, sorted.

    Example:
        >>> n_quads([])
        b''
    """
    return _sorted_lines(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"")


def _sorted_lines(content: bytes) -> bytes:
    return b"".join(sorted(set(content.splitlines(keepends=True))))


def rdf_xml(triples: Iterable[ox.Triple]) -> bytes:
    """Write triples as RDF/XML.

    Args:
        triples: in the order in which they shall stand.

    Returns:
        The document.

    Raises:
        BadArgument: a text holds a character that XML cannot hold.

    Example:
        >>> rdf_xml([])[:5]
        b'<?xml'
    """
    triples = list(triples)
    check_for_xml((str(triple.subject), getattr(triple.object, "value", "")) for triple in triples)
    content = ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=BOUND) or b""
    start, end = content.index(b"<rdf:RDF") + len(b"<rdf:RDF"), content.index(b">", content.index(b"<rdf:RDF"))
    declared = sorted(re.findall(rb'xmlns:[\w.-]+="[^"]*"', content[start:end]))
    return content[:start] + b"".join(b"\n\t" + each for each in declared) + content[end:]


def check_for_xml(texts: Iterable[tuple[str, str]]) -> None:
    """Refuse what RDF/XML cannot hold.

    Args:
        texts: subject and object of triples.

    Raises:
        BadArgument: an object holds a control character.

    Example:
        >>> check_for_xml([("a", "plain")])
    """
    for subject, text in texts:
        if found := _NOT_IN_XML.search(text):
            raise BadArgument(
                f"RDF/XML cannot hold the character U+{ord(found[0]):04X}, which a text of {shown(subject)} has; "
                "choose Turtle or N-Triples"
            )


def json_lines(values: Iterable[Any]) -> str:
    """Write a JSON list with one element to a line: readable in a diff, and fast.

    Args:
        values: the elements.

    Returns:
        JSON.

    Example:
        >>> json_lines([{"a": 1}, 2])
        '[\\n{"a": 1},\\n2\\n]'
    """
    return "[\n" + ",\n".join(json.dumps(value, ensure_ascii=False) for value in values) + "\n]"


def json_ld(triples: Iterable[ox.Triple]) -> bytes:
    """Write triples as compact JSON-LD with its context.

    Args:
        triples: in the order in which they shall stand.

    Returns:
        One node to a line; a list of RDF is a list.

    Example:
        >>> a = ox.NamedNode("https://w3id.org/calcigraph/id/a")
        >>> json_ld([ox.Triple(a, a, ox.Literal(3))]).splitlines()[-2]
        b'{"@id": "id:a", "id:a": 3}'
    """
    triples, lists = _without_lists(list(triples))
    values: defaultdict[str, defaultdict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for triple in triples:
        values[_compact(triple.subject)][triple.predicate.value].append(triple.object)
        kinds[triple.predicate.value].add("@list" if _listed(triple.object, lists) else _kind(triple.object))
    context: dict[str, Any] = dict(BOUND)
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
            shown = [
                {"@list": [_value(member, None) for member in lists[str(each)]]}
                if _listed(each, lists)
                else _value(each, coerced.get(iri))
                for each in objects
            ]
            node[_compact(ox.NamedNode(iri))] = shown[0] if len(shown) == 1 else shown
        nodes.append(node)
    head = json.dumps(dict(sorted(context.items())), ensure_ascii=False, indent=1)
    return f'{{"@context": {head},\n"@graph": {json_lines(nodes)}}}\n'.encode()


def _without_lists(triples: list[ox.Triple]) -> tuple[list[ox.Triple], dict[str, list[Any]]]:
    """Take the lists out: the other triples, and blank node that is the head of a list to its members."""
    first: dict[str, Any] = {}
    rest: dict[str, Any] = {}
    other: list[ox.Triple] = []
    used: defaultdict[str, int] = defaultdict(int)
    for triple in triples:
        name = triple.predicate.value.removeprefix(_RDF)
        if isinstance(triple.subject, ox.BlankNode) and name in ("first", "rest"):
            (first if name == "first" else rest)[str(triple.subject)] = triple.object
        else:
            other.append(triple)
        if isinstance(triple.object, ox.BlankNode):
            used[str(triple.object)] += 1
    lists: dict[str, list[Any]] = {}
    for head in {str(triple.object) for triple in other if isinstance(triple.object, ox.BlankNode)} & first.keys():
        members, place = [], head
        while place in first and used[place] == 1:
            members.append(first[place])
            place = str(rest.get(place, ""))
        if place == f"<{_RDF}nil>":
            lists[head] = members
    if lists and sum(map(len, lists.values())) == len(first):
        return other, lists
    return triples, {}  # something points into a list, or one is broken: it stays as it is


def _listed(term: Any, lists: Mapping[str, list[Any]]) -> bool:
    return isinstance(term, ox.BlankNode) and str(term) in lists


def _kind(term: Any) -> str:
    if isinstance(term, ox.Literal):
        return str(term.language or term.datatype.value)
    return "@id"


def _coercion(kind: str) -> dict[str, str] | None:
    if kind == "@list":
        return None
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


def parse_turtle(content: bytes | str, *, base: str | None = None) -> Iterator[ox.Triple]:
    """Read Turtle.

    Args:
        content: the document.
        base: what relative IRIs are resolved against; None refuses them.

    Yields:
        Its triples.

    Raises:
        SyntaxError: the document is malformed; ``lineno`` and ``offset`` say where.

    Example:
        >>> [triple.object.value for triple in parse_turtle("<x:a> <x:b> 3 .")]
        ['3']
    """
    for quad in ox.parse(content, format=ox.RdfFormat.TURTLE, base_iri=base):
        yield quad.triple
