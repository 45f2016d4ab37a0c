"""Words that share a part: "bone and heart health" names bone health, "bone density and strength" bone strength."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING

from calcigraph.store.judgements import values
from calcigraph.text import words
from calcigraph.text.lexicon import Match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calcigraph.text.lexicon import Lexicon, Piece
    from calcigraph.text.variants import Sense

_CHOSEN = values("text/names_in_text.yaml")
_AND = frozenset(_CHOSEN["and_words"].split())
_VITAMINS = re.compile(r"\b([Vv]itamins) [A-Z][0-9]*(?:, [A-Z][0-9]*)*,? (?:and|or|&) [A-Z][0-9]*\b")
_VITAMIN = re.compile(r"\b[A-Z][0-9]*\b")
_PLACES = frozenset(_CHOSEN["places"].split())
_BEHIND = words.STOP | _AND | frozenset(_CHOSEN["clause_prepositions"].split())
_SHORTEST: int = _CHOSEN["shortest_shared_word"]


def shared(
    text: str, cut: Sequence[Piece], marks: Sequence[Match[Sense]], lexicon: Lexicon[Sense]
) -> list[Match[Sense]]:
    """Complete the names that lean on a neighbour in an enumeration.

    Args:
        text: the text.
        cut: its pieces.
        marks: the names found in it, in order.
        lexicon: the names there are.

    Returns:
        The names in order, those added or changed for which the enumeration tells more than the word alone.

    Example:
        >>> found = kg.find_entities("for bone and heart health")
        >>> [(each.text, each.label) for each in found]
        [('bone', 'bone health'), ('heart health', 'cardiovascular health')]
    """
    return _Sentence(text, cut, marks, lexicon).read()


class _Sentence:
    def __init__(self, text: str, cut: Sequence[Piece], marks: Sequence[Match[Sense]], lexicon: Lexicon[Sense]) -> None:
        self.text, self.cut, self.lexicon = text, cut, lexicon
        self.marks = {mark.first: mark for mark in marks}
        self.by_stop = {mark.stop: mark for mark in marks}
        self.taken = {place for mark in marks for place in range(mark.first, mark.stop)}
        self.long = [mark for mark in marks if mark.stop - mark.first > 1]

    def read(self) -> list[Match[Sense]]:
        for mark in self.long:
            self.left_of(mark)
            self.right_of(mark)
        for listed in _VITAMINS.finditer(self.text):
            for letter in _VITAMIN.finditer(self.text, listed.end(1), listed.end()):
                first = bisect_left(self.cut, letter.start(), key=lambda piece: piece.start)
                stop = bisect_left(self.cut, letter.end(), key=lambda piece: piece.start)
                if self.taken.isdisjoint(range(first, stop)):
                    self.put(f"vitamin {letter[0]}", first, stop, None)
        return sorted(self.marks.values(), key=lambda mark: mark.start)

    def left_of(self, mark: Match[Sense]) -> None:
        """What stands before takes the end of the name: "bone and heart health"."""
        place = mark.first
        while (stop := self.before(place)) is not None:
            other = self.by_stop.get(stop)
            first = other.first if other else stop - 1
            start, end = self.cut[first].start, self.cut[stop - 1].end
            if not other and (first in self.taken or not self.is_word(first)):
                return
            if stop < place and self.cut[stop].gap == "," and not (first and self.cut[first].gap == ","):
                return  # a comma before the one "and" ends a clause
            for cut in range(mark.first + 1, mark.stop):
                # What two names share is made of words: no number, and no half of "Gla-protein".
                if not self.is_word(cut) or any(self.cut[at].gap != " " for at in range(cut + 1, mark.stop)):
                    continue
                tail = self.text[self.cut[cut].start : mark.end]
                if self.put(f"{self.text[start:end]} {tail}", first, stop, other):
                    break
            else:
                return
            place = first

    def right_of(self, mark: Match[Sense]) -> None:
        """What stands behind takes the beginning of the name: "bone density and strength"."""
        stop = mark.stop
        while (place := self.after(stop)) is not None:
            other = self.marks.get(place)
            start, end = self.cut[place].start, self.cut[place].end
            if other:
                # "Calcium in bones and arteries" shares what stands before the preposition; a name that can stand
                # alone shares nothing else.
                end = other.end
                heads = [at + 1 for at in range(mark.first, mark.stop - 1) if self.cut[at].key in _PLACES]
            elif place in self.taken or not (self.is_word(place) or self.is_letter(place)) or not self.ends(place):
                return
            else:
                heads = list(range(mark.stop - 1, mark.first, -1))
            after = other.stop if other else place + 1
            for cut in heads:
                lead = self.text[mark.start : self.cut[cut - 1].end]
                if self.put(f"{lead} {self.text[start:end]}", place, after, other):
                    break
            else:
                return
            stop = after

    def is_word(self, place: int) -> bool:
        return len(self.cut[place].key) >= _SHORTEST and self.cut[place].key.isalpha()

    def is_letter(self, place: int) -> bool:
        """Whether a piece is a letter that stands for a vitamin or a factor, as in "vitamins K2, D"."""
        said = self.text[self.cut[place].start : self.cut[place].end]
        return len(said) == 1 and said.isupper()

    def before(self, place: int) -> int | None:
        """Number of the piece behind what is enumerated before a piece, if there is an enumeration."""
        gap = self.cut[place].gap
        if place > 1 and gap == " " and self.cut[place - 1].key in _AND and self.cut[place - 1].gap in (" ", ","):
            return place - 1
        return place if place and gap == "," else None

    def after(self, stop: int) -> int | None:
        """Number of the piece that is enumerated behind a piece, if there is an enumeration."""
        if stop >= len(self.cut):
            return None
        piece = self.cut[stop]
        if piece.key in _AND and piece.gap in (" ", ","):
            return stop + 1 if stop + 1 < len(self.cut) and self.cut[stop + 1].gap == " " else None
        return stop if piece.gap == "," else None

    def ends(self, place: int) -> bool:
        """Whether a word is not the beginning of something longer."""
        if place + 1 >= len(self.cut):
            return True
        follower = self.cut[place + 1]
        return follower.gap not in (" ", "-", "") or follower.key in _BEHIND

    def put(self, name: str, first: int, stop: int, old: Match[Sense] | None) -> bool:
        senses = tuple(sense for sense in self.lexicon.exact(name) if not sense.exact and not sense.kind)
        if len({sense.iri for sense in senses}) != 1:
            return False
        start, end = self.cut[first].start, self.cut[stop - 1].end
        new = replace(old, values=senses) if old else Match(first, stop, start, end, senses)
        self.marks[first] = self.by_stop[stop] = new
        self.taken |= set(range(first, stop))
        return True
