"""Passages of a text: paragraphs, headings and items of lists, each with the places of its words in the original."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Characters of a passage that are read at once; a longer one is cut, so that memory stays bounded.
LONGEST = 100_000

_EMPTY = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_ITEM = re.compile(
    r"^[^\S\n]*(?:[-*+\u2022\u2013\u2023\u25aa\u25cf\u2713\u2714]|\(?\d{1,2}[.)])[^\S\n]+(?=\S)", re.MULTILINE
)
_HEADING = re.compile(r"^[^\S\n]{0,3}#{1,6}[^\S\n]+(?=\S)")
_SETEXT = re.compile(r"\n[^\S\n]*(?:=+|-{3,})[^\S\n]*$")
_FENCE = re.compile(r"^[^\S\n]*(?:```|~~~)")
_TERMINAL = re.compile(r"[.!?:;,][\"')\]\u201d\u2019*_]*\s*$")
_LONE = 0.7  # share of the widest line below which a line was not wrapped
_SHORT = 90  # characters of a line that can be a heading


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that is read as one.

    Attributes:
        text: its words.
        kind: ``paragraph``, ``heading``, ``item``, or ``cell`` of a table.
        places: pairs of an offset in ``text`` and its offset in the original, in order, the first for offset 0.
        page: number of the page it stands on, 0 where there are none.
    """

    text: str
    kind: str
    places: tuple[tuple[int, int], ...]
    page: int = 0

    def original(self, offset: int) -> int:
        """Find where a character stands in the original.

        Args:
            offset: of the character in ``text``, 0 to its length.

        Returns:
            Its offset in the original.

        Example:
            >>> Passage("ab cd", "paragraph", ((0, 10), (3, 20))).original(4)
            21
        """
        at = bisect_right(self.places, (offset, 1 << 62)) - 1
        mine, theirs = self.places[at]
        return theirs + offset - mine


def plain_passages(text: str, *, markdown: bool = False) -> Iterator[Passage]:
    """Cut plain text or Markdown into passages: at empty lines, before items of lists, and around headings.

    Args:
        text: the text.
        markdown: whether ``#`` begins a heading and fences keep code out.

    Yields:
        The passages in order.

    Example:
        >>> [(each.kind, each.text) for each in plain_passages("Title\\n\\nK2 is a vitamin.\\n- one\\n- two")]
        [('heading', 'Title'), ('paragraph', 'K2 is a vitamin.'), ('item', 'one'), ('item', 'two')]
    """
    start = 0
    fenced = False
    while start < len(text):
        gap = _EMPTY.search(text, start)
        stop = gap.start() if gap else len(text)
        block = text[start:stop]
        if markdown:
            fences = (
                sum(bool(_FENCE.match(line)) for line in block.split("\n")) if "```" in block or "~~~" in block else 0
            )
            if fences or fenced:
                fenced ^= bool(fences % 2)
                start = gap.end() if gap else len(text)
                continue
        yield from _of_block(block, start, markdown=markdown)
        start = gap.end() if gap else len(text)


def _of_block(block: str, start: int, *, markdown: bool) -> Iterator[Passage]:
    cuts = sorted({*(match.start() for match in _ITEM.finditer(block)), *_lone_lines(block)})
    for begin, stop in zip([0, *cuts], [*cuts, len(block)], strict=True):
        if begin == stop:
            continue
        yield from _of_part(
            block[begin:stop], start + begin, markdown=markdown, listed=bool(_ITEM.match(block[begin:stop]))
        )


def _lone_lines(block: str) -> list[int]:
    """Where a line begins that goes on nothing: the one before is short and ends no sentence."""
    if "\n" not in block:
        return []
    lines = block.split("\n")
    widest = max(map(len, lines))
    found = []
    at = 0
    for line, following in pairwise(lines):
        at += len(line) + 1
        short = len(line) < _LONE * widest and len(line) <= _SHORT
        if short and not _TERMINAL.search(line) and following[:1].isupper():
            found.append(at)
    return found


def _of_part(part: str, start: int, *, markdown: bool, listed: bool) -> Iterator[Passage]:
    item = _ITEM.match(part) if listed else None
    kind = "item" if item else "paragraph"
    begin = item.end() if item else 0
    if markdown and not item:
        mark = _HEADING.match(part)
        first_line = part.find("\n")
        if mark and first_line > 0:
            yield from _of_part(part[:first_line], start, markdown=True, listed=False)
            yield from _of_part(part[first_line + 1 :], start + first_line + 1, markdown=True, listed=False)
            return
        if mark:
            kind, begin = "heading", mark.end()
        elif under := _SETEXT.search(part):
            kind, part = "heading", part[: under.start()]
    if kind == "paragraph" and _looks_like_heading(part):
        kind = "heading"
    for cut in range(begin, len(part), LONGEST):
        piece = part[cut : cut + LONGEST]
        lead = len(piece) - len(piece.lstrip())
        words = piece.strip()
        if words:
            yield Passage(words, kind, ((0, start + cut + lead),))


def _looks_like_heading(part: str) -> bool:
    line = part.strip()
    return bool(line) and "\n" not in line and len(line) <= _SHORT and not _TERMINAL.search(line)
