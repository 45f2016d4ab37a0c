"""Entities in text, against two automata of Aho and Corasick that look for the same names in the same prose.

The prose is what the graph itself says in sentences: definitions, notes, descriptions of findings, caveats. The automata
find names as they are spelled, whole words, in any case, the longest where several start; ours takes the usual other
spellings too (MK7, MK-7, K₂), so it finds more: how many of ours they find is said. On a text of nothing but the names as
they are spelled, one a paragraph, all have to find the same. ``find_entities`` does more than find: it tells senses apart,
shares words in lists, leaves addresses alone.
"""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import ahocorasick
import ahocorasick_rs
from calcigraph import KnowledgeGraph
from calcigraph.namespaces import CG, PREFIXES
from calcigraph.store.terms import Literal
from calcigraph.text.annotation import Annotator
from calcigraph.text.variants import class_words, spellings
from measuring import Row, by_turns, main, named, timed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Spans = list[tuple[int, int]]
    Find = Callable[[str], Spans]

REPEATS = 11
_PROSE = (
    PREFIXES["skos"] + "definition",
    PREFIXES["skos"] + "note",
    PREFIXES["dcterms"] + "description",
    CG + "caveat",
)
_NAMES = (
    """SELECT ?e ?n ?p { VALUES ?p { skos:prefLabel skos:altLabel } ?e ?p ?n . ?e a cg:Entity } ORDER BY ?e ?n ?p"""
)


def _names(kg: KnowledgeGraph) -> list[str]:
    """Every spelling that ours knows, plurals and all."""
    rows = ((str(entity), str(name), str(predicate)) for entity, name, predicate in kg.engine.values(_NAMES))
    return sorted({name for name, _ in spellings(rows, kg.annotator.kinds, class_words(kg.store))})


def _prose(kg: KnowledgeGraph) -> str:
    texts = {
        quad.object.value
        for predicate in _PROSE
        for quad in kg.engine.quads(predicate=predicate)
        if isinstance(quad.object, Literal)
    }
    return "\n\n".join(sorted(texts))


def _chosen(text: str, found: Iterable[tuple[int, int]]) -> Spans:
    """Whole words only, from left to right, the longest wherever several start."""
    kept: Spans = []
    last = 0
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        inside = (start and text[start - 1].isalnum()) or text[end : end + 1].isalnum()
        if start >= last and not inside:
            kept.append((start, end))
            last = end
    return kept


def _rust(names: list[str]) -> Find:
    automaton = ahocorasick_rs.AhoCorasick([name.lower() for name in names])

    def find(text: str) -> Spans:
        matches = automaton.find_matches_as_indexes(text.lower(), overlapping=True)
        return _chosen(text, ((start, end) for _, start, end in matches))

    return find


def _c(names: list[str]) -> Find:
    automaton = ahocorasick.Automaton()
    for name in names:
        automaton.add_word(name.lower(), len(name))
    automaton.make_automaton()

    def find(text: str) -> Spans:
        return _chosen(text, ((last + 1 - length, last + 1) for last, length in automaton.iter(text.lower())))

    return find


def run() -> Iterator[Row]:
    kg = KnowledgeGraph.open()
    names, prose = _names(kg), _prose(kg)
    making, lexicon = timed(lambda: Annotator(kg.store).lexicon)

    def ours(text: str) -> Spans:
        return [(match.start, match.end) for match in lexicon.find(text)]

    peers: dict[str, Find] = {}
    for by, build in ((named("ahocorasick_rs"), _rust), (named("pyahocorasick"), _c)):
        seconds, peers[by] = timed(partial(build, names))
        yield Row(f"making {len(names):,} names ready, from the store", "s", making, f"{by}, from a list", seconds)
    # A name that ends in a sign, such as Ca2+, ends before it for ours; its sense asks for the sign.
    plain = "\n\n".join(name for name in names if name[0].isalnum() and name[-1].isalnum())
    expected = ours(prose)
    for by, find in peers.items():
        if find(plain) != ours(plain):
            sys.exit(f"{by} finds other names than ours where they stand alone")
    actions: dict[str, Callable[[], object]] = {by: partial(find, prose) for by, find in peers.items()}
    middle = by_turns({"raw": partial(ours, prose), "all": partial(kg.find_entities, prose), **actions}, REPEATS)
    size = f"{len(prose) / 1000:.0f} kB of prose"
    for by, find in peers.items():
        shared = len(set(expected) & set(find(prose))) / len(expected)
        who = f"{by} ({shared:.1%} of ours)"
        yield Row(f"finding names in {size}, {len(expected):,} found", "s", middle["raw"], who, middle[by])
        yield Row(f"find_entities in {size}: senses and lists too", "s", middle["all"], who, middle[by])


if __name__ == "__main__":
    main(run)
