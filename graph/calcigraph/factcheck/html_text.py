"""The words of an HTML page, passage by passage, each with its place; menus, scripts and what else is no text left out.

One pass from left to right, so that a page that never closes anything costs no more than one that does.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from calcigraph.factcheck.passages import LONGEST, Passage
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHOSEN = values("factcheck/html_text.yaml")
_RAW = frozenset(_CHOSEN["raw"])
_ASIDE = frozenset(_CHOSEN["aside"])
_BLOCKS: dict[str, str] = {tag: kind for kind, tags in _CHOSEN["blocks"].items() for tag in tags}
_NAMED = re.compile(_CHOSEN["aside_names"])
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,30})")
_MARK = re.compile(r"<(?=/?[a-zA-Z]|[!?])")
_ATTRIBUTE = re.compile(r"\b(?:class|id|role)\s*=\s*(?:\"([^\"]{0,200})|'([^']{0,200})|([^\s>]{1,200}))", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});?")
_HEARTS = ("main", "article")
_LINKED = 0.8  # share of a passage that is links, above which it is a menu


class _Page:
    """A page that is read once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lower = text.lower()
        self._none_behind: dict[str, int] = {}
        self._ends: dict[str, dict[int, int]] = {}
        self._letters: list[str] = []
        self._places: list[tuple[int, int]] = []
        self._size = 0
        self._linked = 0
        self._in_link = False

    def _find(self, what: str, start: int) -> int:
        """Find text, remembering what comes no more, so that nobody searches for it again and again."""
        if start >= self._none_behind.get(what, len(self._text) + 1):
            return -1
        found = self._lower.find(what, start)
        if found < 0:
            self._none_behind[what] = start
        return found

    def passages(self, heart: str) -> Iterator[Passage]:  # noqa: C901 - one pass over the page
        """Give the passages, within one element where it is named."""
        kind = "paragraph"
        place = 0
        depth = 0
        text, end = self._text, len(self._text)
        while place < end:
            mark = _MARK.search(text, place)
            opened = mark.start() if mark else end
            if opened > place and (not heart or depth):
                self._add(place, opened)
            if opened >= end:
                break
            if text.startswith("<!--", opened):
                closed = self._find("-->", opened + 4)
                place = end if closed < 0 else closed + 3
                continue
            tag = _TAG.match(text, opened)
            if tag is None:
                closed = self._find(">", opened)
                place = end if closed < 0 else closed + 1
                continue
            closed = self._find(">", tag.end())
            place = end if closed < 0 else closed + 1
            closing, name = bool(tag[1]), tag[2].lower()
            if name == heart:
                depth = max(0, depth + (-1 if closing else 1))
            if name == "a":
                self._in_link = not closing
            if not closing:
                place = self._behind_aside(name, text[tag.end() : min(place, tag.end() + 600)], place)
            if name in _BLOCKS:
                yield from self._flush(kind)
                if name != "br":
                    kind = "paragraph" if closing else _BLOCKS[name]
        yield from self._flush(kind)

    def _behind_aside(self, name: str, attributes: str, place: int) -> int:
        """Where to go on behind a tag: behind its element, where that is no text."""
        if name in _RAW:
            closed = self._find(f"</{name}", place)
            return len(self._text) if closed < 0 else closed
        aside = name in _ASIDE or (
            name in ("div", "section", "ul", "ol", "header")
            and any(_NAMED.search(self._value(each)) for each in _ATTRIBUTE.finditer(attributes))
        )
        return self._closed(name, place) if aside else place

    @staticmethod
    def _value(match: re.Match[str]) -> str:
        return (match[1] or match[2] or match[3] or "").lower()

    def _closed(self, name: str, place: int) -> int:
        """Where an element ends; where it never does, it is read as if it were text."""
        if name not in self._ends:
            opened: list[int] = []
            ends = self._ends[name] = {}
            for match in re.finditer(rf"<(/?){re.escape(name)}\b[^>]{{0,2000}}>?", self._lower):
                if not match[1]:
                    opened.append(match.end())
                elif opened:
                    ends[opened.pop()] = match.end()
        return self._ends[name].get(place, place)

    def _add(self, start: int, end: int) -> None:
        at = start
        for entity in _ENTITY.finditer(self._text, start, end):
            self._put(self._text[at : entity.start()], at)
            self._put(html.unescape(entity[0]), entity.start())
            at = entity.end()
        self._put(self._text[at:end], at)

    def _put(self, words: str, place: int) -> None:
        if not words:
            return
        self._places.append((self._size, place))
        self._letters.append(words.translate({10: " ", 13: " ", 9: " ", 160: " "}))
        self._size += len(words)
        self._linked += len(words.strip()) if self._in_link else 0

    def _flush(self, kind: str) -> Iterator[Passage]:
        if not self._letters:
            return
        words, places, linked = "".join(self._letters), tuple(self._places), self._linked
        self._letters, self._places, self._size, self._linked = [], [], 0, 0
        said = len(words.strip())
        if not said or (kind in ("item", "cell") and linked > _LINKED * said):
            return
        for start in range(0, len(words), LONGEST):
            piece = words[start : start + LONGEST]
            lead = len(piece) - len(piece.lstrip())
            if piece.strip():
                yield _cut(piece.strip(), kind, places, start + lead)


def _cut(piece: str, kind: str, places: tuple[tuple[int, int], ...], start: int) -> Passage:
    """A part of a run of words, with the places that lie in it."""
    from bisect import bisect_right

    first = bisect_right(places, (start, 1 << 62)) - 1
    mine, theirs = places[first]
    kept = [(0, theirs + start - mine)]
    kept += [(at - start, place) for at, place in places[first + 1 :] if at < start + len(piece)]
    return Passage(piece, kind, tuple(kept))


def html_passages(text: str) -> Iterator[Passage]:
    """Cut an HTML page into passages.

    Args:
        text: of the page.

    Yields:
        Its passages in order, within ``main`` or ``article`` where the page has one.

    Example:
        >>> [(each.kind, each.text) for each in html_passages("<nav>Home</nav><h1>K&#50;</h1><p>It is a <b>vitamin</b>.")]
        [('heading', 'K2'), ('paragraph', 'It is a vitamin.')]
    """
    lower = text.lower()
    heart = next((name for name in _HEARTS if f"<{name}" in lower and f"</{name}" in lower), "")
    yield from _Page(text).passages(heart)
