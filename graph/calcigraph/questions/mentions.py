"""What a text names: entities by the vocabulary, claims by their parts, numbers, and the other things one can ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from calcigraph.knowledge import amounts as units
from calcigraph.namespaces import CG, expand, shorten
from calcigraph.questions.weights import WEIGHTS
from calcigraph.store.judgements import values
from calcigraph.text import words
from calcigraph.text.lexicon import Lexicon, pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calcigraph.questions.headers import Parameter
    from calcigraph.store.store import Store
    from calcigraph.text.annotation import Annotator
    from calcigraph.text.lexicon import Match, Piece

_TOKEN = re.compile(r"[^\W_]+")
_CHOSEN = values("questions/phrases.yaml")
_UNITS = {written.casefold(): unit for written, unit in _CHOSEN["unit_words"].items()}
_UNIT_WORDS = "|".join(re.escape(each) for each in sorted({*_UNITS, *_CHOSEN["unit_words"]}))
_NUMBER = re.compile(rf"(?<![\w.,-])([0-9]+(?:[.,][0-9]{{3}})*(?:\.[0-9]+)?)\s*({_UNIT_WORDS})?(?![\w])", re.IGNORECASE)
_PASSIVE = re.compile(rf"\b(?:{'|'.join(_CHOSEN['passive'].split())})\b")
# Verbs of readers that go with a sign.
_SIGNED = {"1": frozenset(words.stems(_CHOSEN["raises"])), "-1": frozenset(words.stems(_CHOSEN["lowers"]))}


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that a text names.

    Attributes:
        start: where it starts in the text.
        end: where it ends.
        text: how the text names it.
        iri: what it is; empty for a number.
        name: what to ask with: label, CURIE or number.
        kinds: its classes.
        stems: for a claim, all words of the text that are part of it.
        fit: for a claim, how exactly the text says it.
        partial: for a claim, whether the text names only a part of what it is about, as "bones" of "calcium in bone".
    """

    start: int
    end: int
    text: str
    iri: str
    name: str
    kinds: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    fit: float = 1.0
    partial: bool = False


class Vocabulary:
    """The names in one text.

    Args:
        store: the graph whose names count.
        annotator: the same names, made ready to be found.
        text: the text.
    """

    def __init__(self, store: Store, annotator: Annotator, text: str) -> None:
        self._store = store
        self._annotator = annotator
        self.text = text
        self._by_type: dict[str, list[Mention]] = {}
        # "3 mg" is an amount, though Mg is magnesium.
        self._amounts = [(match.start(2), match.end(2)) for match in _NUMBER.finditer(text) if match[2]]

    @cached_property
    def _pieces(self) -> list[Piece]:
        return pieces(self.text)

    @cached_property
    def entities(self) -> list[Mention]:
        """The entities named, the longest name first wherever names overlap, in the order of the text."""
        return self._find(self._annotator.spoken, self._annotator.kinds)

    def _find(self, names: Lexicon[str], kinds: Mapping[str, frozenset[str]]) -> list[Mention]:
        found: list[Mention] = []
        place = 0
        while place < len(self._pieces):
            match = next((each for each in names.at(self.text, self._pieces, place) if self._is_name(each)), None)
            if match:
                said = self.text[match.start : match.end]
                found += [
                    Mention(match.start, match.end, said, iri, self._name(iri), kinds.get(iri, frozenset()))
                    for iri in sorted(match.values)
                ]
            place = match.stop if match else place + 1
        return found

    def _is_name(self, match: Match[str]) -> bool:
        if any(first <= match.start and match.end <= last for first, last in self._amounts):
            return False
        said = self.text[match.start : match.end]
        return len(said) > 1 and said.casefold() not in words.STOP

    def _name(self, iri: str) -> str:
        return self._store.entities.label(iri)

    def label(self, default: str) -> str:
        """Name the default of a parameter.

        Args:
            default: the term in the file.

        Returns:
            Label, or the term itself.
        """
        iri = expand(default)
        if iri is None:
            return default.strip('"')
        rows = self._store.engine.values(f"SELECT ?l {{ <{iri}> skos:prefLabel|rdfs:label ?l }} ORDER BY ?l")
        return str(rows[0][0]) if rows else default

    def of(self, parameter: Parameter) -> list[Mention]:
        """Find what a parameter can take.

        Args:
            parameter: a parameter of a question.

        Returns:
            The mentions of its class in the order of the text, for claims the best ones.
        """
        if parameter.type not in self._by_type:
            self._by_type[parameter.type] = self._of(parameter.type)
        return self._by_type[parameter.type]

    def _of(self, type_: str) -> list[Mention]:
        if type_ in ("xsd:integer", "xsd:decimal"):
            return self.numbers
        if type_ == "cg:Claim":
            return self.claims
        kind = expand(type_) or type_
        if self._store.engine.ask(f"ASK {{ <{kind}> rdfs:subClassOf* cg:Entity }}"):
            # "foods" in "which foods" asks for foods and names none.
            general = words.stems(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", kind.removeprefix(CG)))
            return [each for each in self.entities if kind in each.kinds and words.stems(each.text) != general]
        return self._members(kind)

    def _members(self, kind: str) -> list[Mention]:
        """What is no entity, such as an article, by its names."""
        rows = [
            (str(iri), str(name))
            for iri, name in self._store.engine.values(
                f"SELECT ?m ?n {{ ?m a <{kind}> ; skos:prefLabel|rdfs:label|dcterms:title ?n }} ORDER BY ?m ?n"
            )
        ]
        shortest: dict[str, str] = {}
        for iri, name in rows:
            shortest[iri] = min(shortest.get(iri, name), name, key=len)
        names = Lexicon((name, iri) for iri, name in rows)
        return [replace(each, name=shortest[each.iri]) for each in self._find(names, {})]

    @cached_property
    def numbers(self) -> list[Mention]:
        """Numbers that are part of no name; an amount becomes micrograms, of vitamin D from international units too."""
        found = []
        for match in _NUMBER.finditer(self.text):
            if any(each.start < match.end(1) and match.start() < each.end for each in self.entities):
                continue
            number = Decimal(re.sub(r",(?=[0-9]{3})", "", match[1]).replace(",", "."))
            unit = _UNITS[(match[2] or "ug").casefold()]
            about = {each.iri for each in self.entities}
            amount = units.convert(number, unit, "ug", vitamin_d=bool(about & units.vitamin_d(self._store)))
            if amount is not None:
                found.append(Mention(match.start(), match.end(), match[0].strip(), "", units.plain(amount)))
        return found

    @cached_property
    def claims(self) -> list[Mention]:
        """The claims that the text says or asks about, those it says most exactly; several where it cannot be told."""
        direct = []
        for match in re.finditer(r"claim:[a-z0-9]+(?:-[a-z0-9]+)*", self.text):
            iri = str(expand(match[0]))
            if self._store.engine.ask(f"ASK {{ <{iri}> a cg:Claim }}"):
                stems = frozenset(words.stems(match[0]))
                direct.append(Mention(match.start(), match.end(), match[0], iri, match[0], stems=stems))
        found = direct or [each for each in (self._claim(row) for row in self._claim_rows) if each]
        best = max((each.fit for each in found), default=0.0)
        return [each for each in found if each.fit >= best]

    @cached_property
    def _claim_rows(self) -> list[tuple[str | None, ...]]:
        if len(self.entities) < 2:
            return []
        return self._store.engine.values(
            """SELECT ?c ?l ?s ?p ?o ?sign { ?c a cg:Claim ; rdfs:label ?l ; cg:subject ?s ; cg:predicate ?p ; cg:object ?o .
               OPTIONAL { ?p cg:sign ?sign } } ORDER BY ?c"""
        )

    def _claim(self, row: tuple[str | None, ...]) -> Mention | None:
        claim, label, subject, predicate, object_, sign = row
        starts = [each for each in self.entities if each.iri == subject]
        if not starts:
            return None
        first = starts[0]
        others = [each for each in self.entities if (each.start, each.end) != (first.start, first.end)]
        fits = [(self._object_fit(each, str(object_)), each) for each in others]
        near, last = max(fits, key=lambda pair: pair[0], default=(0.0, first))
        how = self._predicate_fit(str(predicate).removeprefix(CG), sign)
        if not near or not how:
            return None
        spoken = words.stems(self.text)
        said = words.stems(str(label))
        extra = len(said - spoken) * WEIGHTS.claim_extra_word
        order = WEIGHTS.claim_in_order if first.start < last.start or _PASSIVE.search(self.text) else 0.0
        start, end = min(first.start, last.start), max(first.end, last.end)
        stems = frozenset(words.stems(self.text[start:end]) | (said & spoken) | _SIGNED.get(sign or "", frozenset()))
        return Mention(
            start,
            end,
            self.text[start:end],
            str(claim),
            shorten(str(claim)),
            stems=stems,
            fit=near + how + order - extra,
            partial=near < 1,
        )

    def _object_fit(self, mention: Mention, iri: str) -> float:
        if mention.iri == iri:
            return 1.0
        # "calcium" asked of "serum calcium"
        label, said = self._name(iri), words.stems(mention.text)
        if not said < words.stems(label):
            return 0.0
        is_noun = said == words.stems(label.split()[-1])
        return WEIGHTS.object_by_noun if is_noun else WEIGHTS.object_by_part

    def _predicate_fit(self, predicate: str, sign: str | None) -> float:
        spoken = words.stems(self.text)
        own = words.stems(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", predicate))
        if own <= spoken:
            return 1.0
        return WEIGHTS.claim_by_sign if spoken & _SIGNED.get(sign or "", frozenset()) else 0.0

    def stems(self, used: Iterable[Mention]) -> set[str]:
        """Find the words of the text that are part of nothing it was read as.

        Args:
            used: what the words are part of.

        Returns:
            Their stems.
        """
        rest = list(self.text)
        for each in used:
            if not each.stems:  # the words of a claim stand apart; they are taken one by one
                rest[each.start : each.end] = " " * (each.end - each.start)
        return words.stems("".join(rest))

    def spelled(self, stems: set[str], used: Iterable[Mention], lost: Iterable[Mention]) -> tuple[str, ...]:
        """Give words back as the text spells them.

        Args:
            stems: stems of words.
            used: names to leave out.
            lost: more names to leave out.

        Returns:
            The words in the order of the text.
        """
        names = [*used, *lost]
        found = [
            self.text[start:end]
            for start, end in (match.span() for match in _TOKEN.finditer(self.text))
            if words.stem(self.text[start:end].casefold()) in stems
            and not any(each.start <= start < each.end for each in names)
        ]
        return tuple(dict.fromkeys(found))
