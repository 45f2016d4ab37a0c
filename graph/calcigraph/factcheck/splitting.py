"""Sentences: where each begins and ends in its passage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph.factcheck.passages import Passage

_CHOSEN = values("factcheck/splitting.yaml")
_SHORTENED = frozenset(_CHOSEN["abbreviations"])
#: Characters of a sentence that is judged; nothing longer is a sentence of a person.
LONGEST: int = _CHOSEN["longest"]
_END = re.compile(
    r"(?:[.!?\u2026]+[\"')\]\u201d\u2019*_]*(?:\[\d+(?:[,\u2013-]\s?\d+)*\])*)(?=\s)|\n(?=[^\S\n]*\n)|\s[|]\s"
)
_NEXT = re.compile(r"\s+[\"'(\[\u201c\u2018*_]*[A-Z0-9\u0391-\u03a9]|\s*$")
_LAST_WORD = re.compile(r"([^\s(\[\"\u201c]{1,20})\.[\"')\]\u201d\u2019*_]*$")
_INITIAL = re.compile(r"[A-Z]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage.

    Attributes:
        text: its words.
        start: its offset in the text of the passage.
        passage: the passage.
        first: whether it is the first of its passage.
    """

    text: str
    start: int
    passage: Passage
    first: bool

    @property
    def place(self) -> tuple[int, int]:
        """Where it begins and ends in the original."""
        last = self.start + len(self.text) - 1
        return self.passage.original(self.start), self.passage.original(last) + 1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Find a stretch of it in the original.

        Args:
            start: offset of its first character in the sentence.
            end: offset behind its last one.

        Returns:
            Begin and end in the original.
        """
        return self.passage.original(self.start + start), self.passage.original(self.start + end - 1) + 1


def sentences(passage: Passage) -> Iterator[Sentence]:
    """Cut a passage into sentences.

    Args:
        passage: the passage.

    Yields:
        Its sentences in order.

    Example:
        >>> from calcigraph.factcheck.passages import Passage
        >>> [each.text for each in sentences(Passage("K2, e.g. MK-7, is one. Dr. X took 2.5 µg.", "paragraph", ((0, 0),)))]
        ['K2, e.g. MK-7, is one.', 'Dr. X took 2.5 µg.']
    """
    text = passage.text
    start = 0
    first = True
    for match in _END.finditer(text):
        if not _ends(text, match):
            continue
        yield from _made(text, start, match.end(), passage, first=first)
        start, first = match.end(), False
    yield from _made(text, start, len(text), passage, first=first)


def _ends(text: str, match: re.Match[str]) -> bool:
    if not match[0].strip().startswith("."):
        return True
    if not _NEXT.match(text, match.end()):
        return False
    word = _LAST_WORD.search(text, max(0, match.start() - 21), match.end())
    if word is None:
        return True
    said = word[1]
    vitamin = re.search(r"\bvit(?:amins?|\.)?[\s(]*$", text[max(0, match.start() - 25) : word.start(1)], re.IGNORECASE)
    return not (said.casefold().strip(".,") in _SHORTENED or (_INITIAL.fullmatch(said) and not vitamin))


def _made(text: str, start: int, stop: int, passage: Passage, *, first: bool) -> Iterator[Sentence]:
    words = text[start:stop]
    lead = len(words) - len(words.lstrip())
    words = words.strip()
    if words:
        yield Sentence(words, start + lead, passage, first)
