"""Entities in running text: which words name which entity of the graph, and where they stand."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from calcigraph.namespaces import CG, shorten
from calcigraph.ranges import a_name
from calcigraph.store.judgements import values
from calcigraph.text import enumerations
from calcigraph.text.lexicon import Lexicon, pieces
from calcigraph.text.variants import Sense, class_words, in_questions, spellings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calcigraph.store.store import Store
    from calcigraph.store.tables import Table
    from calcigraph.text.lexicon import Match, Piece

_CHOSEN = values("text/names_in_text.yaml")
_AND, _FILLERS = ("|".join(_CHOSEN[each].split()) for each in ("and_words", "list_fillers"))
_RUN = re.compile(r"\S+")
_ADDRESS = re.compile(r"\W*(?:[a-z]+://|www\.)\S|[^@]*\w@\w[^@]*\.\w")
_LISTED = re.compile(rf"\s*(?:,|;|/|\b(?:{_AND})\b|,\s*(?:{_AND})\b|\(e\.g\.,?)\s*(?:(?:{_FILLERS}) )?", re.IGNORECASE)
_CHARGE = re.compile(r"[+\N{SUPERSCRIPT PLUS SIGN}]")
_NEIGHBOURS: int = _CHOSEN["list_neighbours"]
_SENTENCE_END = re.compile(r"[.!?\n]")
_HYPHENS = "-\u2010\u2011"
_OTHER_THING = frozenset(_CHOSEN["other_thing_prefixes"].split())
_PROPERTY = frozenset(_CHOSEN["property_suffixes"].split())
_ELSEWHERE = {word: frozenset(followers.split()) for word, followers in _CHOSEN["something_else_before"].items()}
_EATEN_BEHIND, _EATEN_BEFORE = (frozenset(_CHOSEN[each].split()) for each in ("eaten_behind", "eaten_before"))
_COUNTED_BEHIND = frozenset(_CHOSEN["counted_behind"].split())
_NEAR: int = _CHOSEN["capitals_nearby"]
_HEADLINE: int = _CHOSEN["capitals_of_a_headline"]
_SHORT: int = _CHOSEN["short_acronym"]


@dataclass(frozen=True, slots=True)
class Annotation:
    """A stretch of text that names an entity.

    Attributes:
        start: offset of its first character in the text.
        end: offset behind its last character.
        text: the words as they stand there.
        iri: the entity; empty where the words have several meanings and the text does not tell which.
        label: preferred name of the entity; empty where ``iri`` is.
        candidates: every meaning of the words as IRI, sorted: of entities, and of a class that is called so too.

    Example:
        >>> Annotation(0, 2, "K2", "https://w3id.org/calcigraph/id/vitamin-k2", "vitamin K2").ambiguous
        False
    """

    start: int
    end: int
    text: str
    iri: str
    label: str
    candidates: tuple[str, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Whether the text leaves it open which entity is meant."""
        return not self.iri

    def as_dict(self) -> dict[str, object]:
        """Give the annotation as plain values, ready for JSON.

        Returns:
            The attributes by name.

        Example:
            >>> Annotation(0, 2, "K2", "https://w3id.org/calcigraph/id/vitamin-k2", "vitamin K2").as_dict()["end"]
            2
        """
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "iri": self.iri,
            "label": self.label,
            "candidates": list(self.candidates),
        }


class Annotator:
    """Finds the entities of one graph in texts; ``kg.find_entities`` keeps one.

    Args:
        store: the graph whose names count.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def kinds(self) -> dict[str, frozenset[str]]:
        """The classes of every entity."""
        found: dict[str, set[str]] = defaultdict(set)
        for entity, kind in self._store.engine.values("SELECT ?e ?c { ?e a cg:Entity ; a ?c }"):
            found[str(entity)].add(str(kind))
        return {entity: frozenset(kinds) for entity, kinds in found.items()}

    @cached_property
    def lexicon(self) -> Lexicon[Sense]:
        """Labels and synonyms with their spellings; names that are only there for search are left out."""
        rows = self._store.engine.values(
            """SELECT ?e ?n ?p { VALUES ?p { skos:prefLabel skos:altLabel } ?e ?p ?n . ?e a cg:Entity }
               ORDER BY ?e ?p ?n"""
        )
        return Lexicon(spellings(((str(e), str(n), str(p)) for e, n, p in rows), self.kinds, class_words(self._store)))

    @cached_property
    def spoken(self) -> Lexicon[str]:
        """All names, those for search too, as people type them into a question, where case says nothing."""
        rows = self._store.engine.values(
            "SELECT ?e ?n { ?e skos:prefLabel|skos:altLabel|skos:hiddenLabel ?n . ?e a cg:Entity } ORDER BY ?e ?n"
        )
        return Lexicon(in_questions((str(entity), str(name)) for entity, name in rows))

    def find(self, text: str) -> list[Annotation]:
        """Mark the entities that a text names.

        Args:
            text: plain text of any length.

        Returns:
            The annotations in the order of the text; no two overlap.

        Raises:
            BadArgument: the text is no text.
        """
        a_name("what find_entities marks", text, longest=None)
        cut = pieces(text)
        marks = enumerations.shared(text, cut, list(self._marks(text, cut)), self.lexicon)
        found: list[Annotation] = []
        for mark in marks:
            iris = sorted({iri for sense in mark.values for iri in (sense.iri, sense.kind) if iri})
            iri = iris[0] if len(iris) == 1 else ""
            label = self._store.entities.label(iri) if iri else ""
            found.append(Annotation(mark.start, mark.end, text[mark.start : mark.end], iri, label, tuple(iris)))
        for place, mark in enumerate(marks):
            if not found[place].iri and (iri := self._meant(text, found, place, mark)):
                found[place] = replace(found[place], iri=iri, label=self._store.entities.label(iri))
        return found

    def _marks(self, text: str, cut: list[Piece]) -> Iterable[Match[Sense]]:
        # No word of a web or mail address names anything.
        runs = [match.span() for match in _RUN.finditer(text) if _ADDRESS.match(match[0])]
        starts = [start for start, _ in runs]
        place = 0
        while place < len(cut):
            for match in self.lexicon.at(text, cut, place):
                run = bisect_right(starts, match.end - 1) - 1
                if run >= 0 and match.start < runs[run][1]:
                    continue
                senses = tuple(sense for sense in match.values if _holds(text, cut, match, sense))
                if senses:
                    yield replace(match, end=_closed(text, match), values=senses)
                    place = match.stop
                    break
            else:
                place += 1

    def _meant(self, text: str, found: list[Annotation], place: int, mark: Match[Sense]) -> str:
        """Tell the meaning of a name that has several: by what it is listed with, or the one that is called so outright."""
        if any(sense.kind for sense in mark.values):
            return mark.values[0].iri if _is_mass(text, mark) else ""
        near: set[str] = set()
        for step in (-1, 1):
            other = place + step
            while 0 <= other < len(found) and abs(other - place) <= _NEIGHBOURS:
                left, right = sorted((found[other - step], found[other]), key=lambda each: each.start)
                between = text[left.end : right.start]
                if not _LISTED.fullmatch(between) or between.count("\n") > 1:
                    break
                if found[other].iri:
                    near |= self.kinds[found[other].iri] - _WIDE
                    break
                other += step
        fitting = [iri for iri in found[place].candidates if self.kinds[iri] & near]
        if len(fitting) == 1:
            return fitting[0]
        plain = {sense.iri for sense in mark.values if not sense.qualified}
        return next(iter(plain)) if len(plain) == 1 else ""


_WIDE = frozenset({f"{CG}Entity", f"{CG}Factor"})


def _holds(text: str, cut: list[Piece], match: Match[Sense], sense: Sense) -> bool:
    """Whether a name stands where it means what it means elsewhere."""
    said = text[match.start : match.end]
    if sense.charged and not _CHARGE.match(text, match.end):
        return False
    left = re.search(rf"(\w+)[{_HYPHENS}]$", text[max(0, match.start - 20) : match.start])
    right = re.match(rf"[{_HYPHENS}](\w+)", text[match.end : match.end + 20])
    if (left and left[1].casefold() in _OTHER_THING) or (right and right[1].casefold() in _PROPERTY):
        return False
    if sense.exact:
        # "RANK" is a protein and "rank" is none; in a headline of capitals nobody can tell.
        if _letters(said) != _letters(sense.exact) or _shouted(text, match):
            return False
        if len(sense.exact) <= _SHORT and (left or right):
            return False
    follower = cut[match.stop].key if match.stop < len(cut) and cut[match.stop].gap == " " else ""
    if follower in _ELSEWHERE.get(said.casefold(), ()):
        return False
    return not (sense.kind and _before(text, match.start) in _COUNTED_BEHIND)


def _closed(text: str, match: Match[Sense]) -> int:
    """Where a name ends that goes on with signs: the charge of an ion, the bracket that it opened."""
    end = match.end
    if any(sense.charged for sense in match.values) and _CHARGE.match(text, end):
        end += 1
    opened = text.count("(", match.start, end) - text.count(")", match.start, end)
    return end + 1 if opened > 0 and text[end : end + 1] == ")" else end


def _letters(name: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKD", name) if each.isalnum())


def _shouted(text: str, match: Match[Sense]) -> bool:
    start = max(match.start - _NEAR, 0)
    start = max((each.end() for each in _SENTENCE_END.finditer(text, start, match.start)), default=start)
    stop = _SENTENCE_END.search(text, match.end, match.end + _NEAR)
    around = text[start : match.start] + " " + text[match.end : stop.start() if stop else match.end + _NEAR]
    return sum(map(str.isupper, around)) >= _HEADLINE and around.upper() == around


def _before(text: str, start: int) -> str:
    match = re.search(r"(\w+)(?:[^\S\n]|\n(?!\s*\n))+$", text[max(0, start - 40) : start])
    return match[1].casefold() if match else ""


def _is_mass(text: str, mark: Match[Sense]) -> bool:
    before = _before(text, mark.start)
    after = re.match(r"(?!\s*\n\s*\n)\s+(\w+)", text[mark.end : mark.end + 40])
    return (not before or before in _EATEN_BEHIND) and (not after or after[1].casefold() in _EATEN_BEFORE)


def as_table(found: Iterable[Annotation]) -> Table:
    """Turn annotations into a table.

    Args:
        found: the annotations.

    Returns:
        One row each: start, end, text, entity, label, and the candidates where the text leaves it open.

    Example:
        >>> as_table([Annotation(0, 2, "K2", "https://w3id.org/calcigraph/id/vitamin-k2", "vitamin K2")]).rows[0][:3]
        (0, 2, 'K2')
    """
    from calcigraph.store.tables import Table
    from calcigraph.store.terms import Literal, NamedNode

    rows = [
        (
            Literal(each.start),
            Literal(each.end),
            Literal(each.text),
            NamedNode(each.iri) if each.iri else None,
            Literal(each.label),
            Literal("" if len(each.candidates) < 2 and each.iri else ", ".join(map(shorten, each.candidates))),
        )
        for each in found
    ]
    return Table(("start", "end", "text", "entity", "label", "candidates"), rows, title="Entities in the text")
