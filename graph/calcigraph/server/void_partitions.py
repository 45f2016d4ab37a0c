"""Which classes have which properties that lead to which classes and datatypes, counted and written as VoID partitions.

Editors complete names with it: the vocabulary is VoID (https://www.w3.org/TR/void/), with the extension for datatypes
that void-generator uses.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from calcigraph.exports.description import DATASET
from calcigraph.namespaces import COMMON, PREFIXES, shorten
from calcigraph.store.terms import Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calcigraph.store.terms import Term

_VOID = COMMON["void"]
_EXTENSION = "http://ldf.fi/void-ext#"
_TYPE = PREFIXES["rdf"] + "type"
_LANGUAGE = PREFIXES["rdf"] + "langString"
_PLAIN = re.compile(r"[\w.-]+:[\w.-]+", re.ASCII)


def partitions(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Count the partitions of a graph.

    Args:
        triples: each once.

    Yields:
        The description: a class partition for each class, in it a property partition for each property that its members
        have, and in that one partition for each class, or datatype, that the property leads to.

    Example:
        >>> a, b = NamedNode("http://a.example/a"), NamedNode(PREFIXES["rdf"] + "type")
        >>> [each.object.value for each in partitions([Triple(a, b, a)]) if each.predicate.value.endswith("property")]
        ['http://www.w3.org/1999/02/22-rdf-syntax-ns#type']
    """
    listed = list(triples)
    classes: defaultdict[Term, list[str]] = defaultdict(list)
    for triple in listed:
        if triple.predicate.value == _TYPE and isinstance(triple.object, NamedNode):
            classes[triple.subject].append(triple.object.value)
    members = Counter(each for found in classes.values() for each in found)
    used: Counter[tuple[str, str]] = Counter()
    reached: Counter[tuple[str, str, str, str]] = Counter()
    for triple in listed:
        kinds = _kinds(triple.object, classes)
        for each in classes.get(triple.subject, ()):
            used[each, triple.predicate.value] += 1
            for what, kind in kinds:
                reached[each, triple.predicate.value, what, kind] += 1
    for each, count in members.items():
        node = f"{DATASET}/class/{_name(each)}"
        yield _link(DATASET, _VOID + "classPartition", node)
        yield _link(node, _VOID + "class", each)
        yield _number(node, _VOID + "entities", count)
    for (each, predicate), count in used.items():
        node = f"{DATASET}/class/{_name(each)}/property/{_name(predicate)}"
        yield _link(f"{DATASET}/class/{_name(each)}", _VOID + "propertyPartition", node)
        yield _link(node, _VOID + "property", predicate)
        yield _number(node, _VOID + "triples", count)
    for (each, predicate, what, kind), count in reached.items():
        outer = f"{DATASET}/class/{_name(each)}/property/{_name(predicate)}"
        node = f"{outer}/{what}/{_name(kind)}"
        vocabulary = _VOID if what == "class" else _EXTENSION
        yield _link(outer, f"{vocabulary}{what}Partition", node)
        yield _link(node, vocabulary + what, kind)
        yield _number(node, _VOID + "triples", count)


def _kinds(term: Term, classes: dict[Term, list[str]]) -> list[tuple[str, str]]:
    if isinstance(term, Literal):
        return [("datatype", _LANGUAGE if term.language else term.datatype.value)]
    return [("class", each) for each in classes.get(term, ())]


def _name(iri: str) -> str:
    """A class or property in an IRI: the terms of the graph by their local names, as in the release."""
    short = shorten(iri)
    if short.startswith("cg:"):
        return short[3:]
    return short.replace(":", "-") if _PLAIN.fullmatch(short) else hashlib.sha256(iri.encode()).hexdigest()[:16]


def _link(subject: str, predicate: str, target: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(target))


def _number(subject: str, predicate: str, value: int) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), Literal(value))
