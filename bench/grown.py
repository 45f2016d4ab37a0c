"""Graphs of our shape and many times the size: the shipped graph, and beside it claims that have nothing to do with it.

Each further copy has every entity, claim, result, source, statement and amount under a new name, with labels of made-up
words, so that no name of the shipped graph becomes ambiguous. What a claim of a copy ends in is drawn from all copies:
together they are one connected network in which every node has the kind and the number of influences that it has here,
and not many small ones. Nothing leads from them to the shipped graph or back, so a question about it keeps its answer.
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
from calcigraph import KnowledgeGraph
from calcigraph.namespaces import ASSERTED, BASE, CG, ONTOLOGY, PREFIXES
from calcigraph.store import derivation
from calcigraph.store.memory import MemoryEngine

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 1
_OWN = re.compile(rf"<{re.escape(BASE)}(id|claim|result|source|statement|amount|cohort)/")
_NAMES = tuple(f"> <{PREFIXES['skos']}{name}Label> " for name in ("pref", "alt", "hidden"))
_OBJECT = f"> <{CG}object> "
#: Shorter runs of letters are codes, such as the MK of MK-7, and stay; so do digits.
_WORD = re.compile(r"[^\W\d_]{4,}")


def grown(copies: int) -> KnowledgeGraph:
    """Make a graph of so many times the size, its rules run.

    Args:
        copies: 1 for the shipped graph, 10 for nine more of unrelated claims.

    Returns:
        The graph.
    """
    ontology, instances, rules = derivation.sources()
    engine = MemoryEngine()
    engine.load(b"\n".join(content for _, content in ontology), ONTOLOGY)
    engine.load(b"\n".join(content for _, content in instances), ASSERTED)
    triples = ox.serialize((quad.triple for quad in engine.quads(graph=ASSERTED)), format=ox.RdfFormat.N_TRIPLES) or b""
    lines = sorted(triples.decode().splitlines())  # the store gives them in no order; the draws need one
    for copy in range(1, copies):
        text = "\n".join(_copied(lines, copy, copies)).encode()
        engine.store.bulk_load(input=text, format=ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(ASSERTED))
    engine.derive(text.decode() for _, text in rules)
    return KnowledgeGraph(engine)


def _copied(lines: list[str], copy: int, copies: int) -> Iterator[str]:
    chooser = random.Random(f"{SEED} {copy}")  # noqa: S311 - a graph that is the same on every run
    words: dict[str, str] = {}
    for line in lines:
        head, link, tail = line.partition(_OBJECT)
        if link:
            other = chooser.randrange(1, copies)
            yield f"{_renamed(head, copy)}{link}{_renamed(tail, other)}"
            continue
        named = next((name for name in _NAMES if name in line), None)
        if named:
            head, link, tail = line.partition(named)
            name, quote, rest = tail[1:].rpartition('"')
            yield f'{_renamed(head, copy)}{link}"{_relabelled(name, words, chooser)}{quote}{rest}'
        else:
            yield _renamed(line, copy)


def _renamed(text: str, copy: int) -> str:
    return _OWN.sub(rf"<{BASE}\1/x{copy}-", text)


def _relabelled(name: str, words: dict[str, str], chooser: random.Random) -> str:
    """Put made-up words of the same length into a name, the same for the same, so that names share words as ours do."""

    def made_up(match: re.Match[str]) -> str:
        word = match[0]
        if word.casefold() not in words:
            words[word.casefold()] = _word(len(word), chooser)
        found = words[word.casefold()]
        return found.capitalize() if word[0].isupper() else found

    found = _WORD.sub(made_up, name)
    return found if found != name else f"{name} {_word(6, chooser)}"


def _word(length: int, chooser: random.Random) -> str:
    # No English word has a q before such a letter.
    return "q" + "".join(chooser.choice("bdfgklmnprstvz" if place % 2 else "aeio") for place in range(1, length))
