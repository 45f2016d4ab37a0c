"""RDF: the slice as Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.exports.one_format import Format
from calcigraph.exports.slice_quads import quads_of
from calcigraph.store import serialising

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from calcigraph.mechanism.slices import Slice
    from calcigraph.store.store import Store
    from calcigraph.store.terms import Quad, Triple

_UNION = "the named graphs asserted, derived and ontology are merged into one"
_ABOUT = "Every triple of the slice: entities, claims, verdicts, results, bearings, sources, statements"


def _of_union(write: Callable[[list[Triple]], bytes]) -> Callable[[Store, Slice | None], bytes]:
    return lambda store, part: write(serialising.union(quads_of(store, part)))


def _of_quads(write: Callable[[Iterable[Quad]], bytes]) -> Callable[[Store, Slice | None], bytes]:
    return lambda store, part: write(serialising.ordered_quads(quads_of(store, part)))


def _n_triples(store: Store, part: Slice | None) -> bytes:
    return serialising.n_triples(quad.triple for quad in serialising.canonical(quads_of(store, part)))


def _n_quads(store: Store, part: Slice | None) -> bytes:
    return serialising.n_quads(serialising.canonical(quads_of(store, part)))


FORMATS = (
    Format("turtle", "Turtle", (".ttl",), f"{_ABOUT}; readable.", (_UNION,), _of_union(serialising.turtle)),
    Format("trig", "TriG", (".trig",), f"{_ABOUT}, in their named graphs; readable.", (), _of_quads(serialising.trig)),
    Format("ntriples", "N-Triples", (".nt",), f"{_ABOUT}, one to a line.", (_UNION,), _n_triples),
    Format("nquads", "N-Quads", (".nq",), f"{_ABOUT}, one to a line with its named graph.", (), _n_quads),
    Format(
        "jsonld",
        "JSON-LD",
        (".jsonld", ".json"),
        f"{_ABOUT}, compact, with its context.",
        (_UNION,),
        _of_union(serialising.json_ld),
    ),
    Format("rdfxml", "RDF/XML", (".rdf", ".xml", ".owl"), f"{_ABOUT}.", (_UNION,), _of_union(serialising.rdf_xml)),
)
