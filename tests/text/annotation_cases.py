"""The two marked samples that ``kg.find_entities`` is measured on, and how it is measured.

``fixtures/mentions/articles.tsv`` marks every sentence of the three articles that has a statement in the graph, without
a word of them: article, statement, offsets in its sentence, entity. ``fixtures/mentions/own-words.txt`` holds sentences
of our own. Both were marked by hand before the matcher was run on them. What counts as a mention:

- The complete words that name an entity of the graph, and the longest where names nest; a noun before another one
  ("bone proteins") counts, an adjective made of it ("arterial") or a verb phrase ("strengthening bones" is *bones*) does
  not. Intake and supplementation of a nutrient are part of its name.
- Where two names share a word, each is marked on its own: "bone and heart health" is *bone health* and *heart health*.
- The meaning decides, not the spelling: liver among foods is the food, "people" and "individuals" are the same. Where
  the sentence alone does not tell, the claim that the graph holds of it does.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from calcigraph.knowledge import fragments
from calcigraph.namespaces import ID

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from calcigraph import KnowledgeGraph

FIXTURES = ROOT / "tests" / "fixtures" / "mentions"
_MARK = re.compile(r"\[([^\[\]]+)\]\(([a-z0-9 -]+)\)")


class Mention(NamedTuple):
    """Where an entity is named; several entities where the words have several meanings."""

    start: int
    end: int
    entities: tuple[str, ...]


@dataclass(frozen=True)
class Sentence:
    """A sentence with its mentions."""

    name: str
    text: str
    mentions: tuple[Mention, ...]


@dataclass(frozen=True)
class Score:
    """How well a sample was marked."""

    marked: int
    found: int
    right: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def precision(self) -> float:
        return self.right / self.found

    @property
    def recall(self) -> float:
        return self.right / self.marked

    def __str__(self) -> str:
        head = f"precision {self.precision:.3f} ({self.right}/{self.found}), recall {self.recall:.3f} ({self.right}/{self.marked})"
        return "\n".join(
            [head, *(f"missed {each}" for each in self.missed), *(f"wrong  {each}" for each in self.wrong)]
        )


def own_words() -> list[Sentence]:
    """Read the sample in words of our own."""
    lines = (FIXTURES / "own-words.txt").read_text(encoding="utf-8").splitlines()
    return [read_marked(f"line {number}", line) for number, line in enumerate(lines, 1) if not line.startswith("#")]


def read_marked(name: str, line: str) -> Sentence:
    """Take the marks ``[words](entity)`` out of a line."""
    text, mentions, end = "", [], 0
    for match in _MARK.finditer(line):
        text += line[end : match.start()]
        mentions.append(Mention(len(text), len(text) + len(match[1]), tuple(sorted(match[2].split()))))
        text += match[1]
        end = match.end()
    return Sentence(name, text + line[end:], tuple(mentions))


def of_articles(graph: KnowledgeGraph, folder: Path) -> list[Sentence]:
    """Put the marks of the articles back into their sentences."""
    rows = graph.engine.values(
        """SELECT ?s ?f ?n ?d { ?s a cg:Statement ; dcterms:isPartOf/dcterms:identifier ?f ; cg:anchor ?n ; cg:digest ?d }
           ORDER BY ?s"""
    )
    where = {str(s).rpartition("/")[2]: (str(f), str(n), str(d)) for s, f, n, d in rows}
    texts = {f: fragments.normalise((folder / f).read_text(encoding="utf-8")) for f, _, _ in where.values()}
    marks: dict[str, list[Mention]] = {}
    with (FIXTURES / "articles.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            found = marks.setdefault(row["statement"].removeprefix("statement:"), [])
            if row["start"]:
                found.append(Mention(int(row["start"]), int(row["end"]), (row["entity"].removeprefix("id:"),)))
    sentences = []
    for name, found in marks.items():
        file, anchor, digest = where[name]
        ((start, end),) = fragments.resolve(texts[file], anchor)
        text = texts[file][start:end]
        assert fragments.digest(text) == digest, name
        sentences.append(Sentence(name, text, tuple(found)))
    return sentences


def score(graph: KnowledgeGraph, sentences: Iterable[Sentence]) -> Score:
    """Compare what is found with what is marked: the same place and the same entity, or it counts as wrong."""
    marked = found = right = 0
    missed, wrong = [], []
    for sentence in sentences:
        expected = set(sentence.mentions)
        got = {
            Mention(
                each.start,
                each.end,
                tuple(iri.removeprefix(ID) for iri in ((each.iri,) if each.iri else each.candidates)),
            )
            for each in graph.find_entities(sentence.text)
        }
        marked, found, right = marked + len(expected), found + len(got), right + len(expected & got)
        missed += [_line(sentence, each) for each in sorted(expected - got)]
        wrong += [_line(sentence, each) for each in sorted(got - expected)]
    return Score(marked, found, right, tuple(missed), tuple(wrong))


def _line(sentence: Sentence, mention: Mention) -> str:
    # Places and entities only: the words of an article are not ours to print.
    return f"{sentence.name} {mention.start}-{mention.end} {' '.join(mention.entities)}"
