"""Names in running text: a trie over words that finds the longest name at every place, in one pass.

A word is cut where letters, digits and Greek letters meet, so that ``MK7``, ``MK-7``, ``K₂`` and ``25(OH)D`` fall into
the same pieces however they are typeset. What stands between two pieces counts too: a name may be written with a
hyphen, a space or nothing in the same place, but never across the end of a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Generic, TypeVar

from calcigraph.store.judgements import values
from calcigraph.store.names import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Value = TypeVar("Value")

_SUPERSCRIPT = "\N{SUPERSCRIPT ZERO}\N{SUPERSCRIPT ONE}\N{SUPERSCRIPT TWO}\N{SUPERSCRIPT THREE}\u2074-\u2079"
_PLAIN = "0-9\u2080-\u2089"  # digits on the line and below it
_DIGIT = f"{_PLAIN}{_SUPERSCRIPT}"
_GREEK = "\u0370-\u03ff\N{MICRO SIGN}"
# Accents that stand apart, soft hyphens and zero-width spaces belong to the word they stand in.
_INSIDE = "\u0300-\u036f\N{SOFT HYPHEN}\N{ZERO WIDTH SPACE}\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
_LETTER = rf"(?![{_DIGIT}{_GREEK}])[^\W_]"
_PIECE = re.compile(rf"[{_PLAIN}]+|[{_SUPERSCRIPT}]+|[{_GREEK}][{_INSIDE}]*|{_LETTER}(?:{_LETTER}|[{_INSIDE}])*")
_WORD_CHARACTER = re.compile(rf"[^\W_]|[{_INSIDE}]")
_REFERENCE_MARK = re.compile(rf"[{_SUPERSCRIPT}]+(?![^\W_])")

_TIGHT = re.compile(r"[-\u2010-\u2013\u2212/()\[\]'\u2019_]+\n?|[-\u2010]\s*\n\s*")
_COMMA = re.compile(r"\s*,\s*")
# How a name may be written: by what stands in the text, what may stand in the name at the same place.
_NOTHING, _HYPHEN, _SPACE, _LIST = "", "-", " ", ","
_FITS = {
    _NOTHING: (_NOTHING, _HYPHEN, _SPACE),
    _HYPHEN: (_NOTHING, _HYPHEN, _SPACE),
    _SPACE: (_HYPHEN, _SPACE, _LIST),
    _LIST: (_LIST,),
}
_AND = frozenset(values("text/names_in_text.yaml")["and_words"].split())


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of letters or of digits.

    Attributes:
        start: where it starts in the text.
        end: where it ends.
        key: how it is compared.
        gap: what stands before it: nothing, ``-``, a space, ``,`` or other signs.
    """

    start: int
    end: int
    key: str
    gap: str


@dataclass(frozen=True, slots=True)
class Match(Generic[Value]):
    """A name in a text.

    Attributes:
        first: number of its first piece.
        stop: number of the piece after its last one.
        start: where it starts in the text.
        end: where it ends.
        values: what the name stands for.
    """

    first: int
    stop: int
    start: int
    end: int
    values: tuple[Value, ...]


def pieces(text: str) -> list[Piece]:
    """Cut a text into stretches of letters and of digits.

    Args:
        text: any text.

    Returns:
        The pieces in order.

    Example:
        >>> [(piece.key, piece.gap) for piece in pieces("γ-Carboxylation of K₂")]
        [('gamma', ''), ('carboxylation', '-'), ('of', ' '), ('k', ' '), ('2', '')]
    """
    found: list[Piece] = []
    end = 0
    for match in _PIECE.finditer(text):
        key = _key(match[0])
        if key:
            found.append(Piece(match.start(), match.end(), key, _gap(text[end : match.start()])))
            end = match.end()
    return found


@lru_cache(maxsize=65536)
def _key(piece: str) -> str:
    return name_key(piece)


@lru_cache(maxsize=4096)
def _gap(between: str) -> str:
    if not between:
        return _NOTHING
    if between.count("\n") > 1:
        return "\n\n"  # an empty line ends a paragraph
    if between.isspace():
        return _SPACE
    if _TIGHT.fullmatch(between):
        return _HYPHEN
    if _COMMA.fullmatch(between):
        return _LIST
    return "".join(between.split())


class _Node(Generic[Value]):
    __slots__ = ("next", "values")

    def __init__(self) -> None:
        self.next: dict[tuple[str, str], _Node[Value]] = {}
        self.values: list[Value] = []


class Lexicon(Generic[Value]):
    """Names and what they stand for.

    Args:
        names: names with what they stand for; one name may come several times.

    Example:
        >>> found = Lexicon([("soft tissue", 1), ("MK-7", 2)])
        >>> text = "soft-tissue, MK7, MK-70"
        >>> [(text[match.start : match.end], match.values) for match in found.find(text)]
        [('soft-tissue', (1,)), ('MK7', (2,))]
    """

    def __init__(self, names: Iterable[tuple[str, Value]]) -> None:
        self._root: _Node[Value] = _Node()
        for name, value in names:
            self._add(name, value)

    def _add(self, name: str, value: Value) -> None:
        node, first = self._root, True
        for piece in pieces(name):
            node = node.next.setdefault((_NOTHING if first else piece.gap, piece.key), _Node())
            first = False
        if not first and value not in node.values:
            node.values.append(value)

    def at(self, text: str, found: Sequence[Piece], first: int) -> Iterator[Match[Value]]:
        """Find the names that start at a piece of a text, the longest first.

        Args:
            text: the text.
            found: its pieces.
            first: number of the piece.

        Yields:
            The names; none starts or ends inside a word.
        """
        if _inside(text, found[first].start):
            return
        ends: list[tuple[int, list[Value]]] = []
        nodes = [self._root]
        for place in range(first, len(found)):
            piece = found[place]
            gaps = (_NOTHING,) if place == first else _FITS.get(piece.gap, (piece.gap,))
            if piece.gap == _LIST and piece.key in _AND:
                gaps = (_LIST, _SPACE)  # "A, B, and C" is "A, B and C"
            nodes = [after for node in nodes for gap in gaps if (after := node.next.get((gap, piece.key)))]
            if not nodes:
                break
            values = [value for node in nodes for value in node.values]
            if values and not _goes_on(text, piece.end):
                ends.append((place + 1, values))
        for stop, values in reversed(ends):
            yield Match(first, stop, found[first].start, found[stop - 1].end, tuple(dict.fromkeys(values)))

    def find(self, text: str, found: Sequence[Piece] | None = None) -> Iterator[Match[Value]]:
        """Find the names in a text, from left to right, the longest wherever several start.

        Args:
            text: the text.
            found: its pieces, if they are known.

        Yields:
            The names; no two overlap.
        """
        cut = pieces(text) if found is None else found
        place = 0
        while place < len(cut):
            match = next(self.at(text, cut, place), None)
            if match:
                yield match
            place = match.stop if match else place + 1

    def exact(self, name: str) -> tuple[Value, ...]:
        """Look up one name.

        Args:
            name: the name.

        Returns:
            What it stands for; empty where it is unknown.

        Example:
            >>> Lexicon([("soft tissue", 1)]).exact("Soft Tissue")
            (1,)
        """
        cut = pieces(name)
        match = next(self.at(name, cut, 0), None) if cut else None
        return match.values if match and match.stop == len(cut) else ()


def _inside(text: str, start: int) -> bool:
    return start > 0 and bool(_WORD_CHARACTER.match(text, start - 1))


def _goes_on(text: str, end: int) -> bool:
    # A raised number behind a word is a reference, not a part of it.
    return bool(_WORD_CHARACTER.match(text, end)) and not _REFERENCE_MARK.match(text, end)


def plural(word: str) -> str:
    """Form the plural of an English noun.

    Args:
        word: the noun in the singular.

    Returns:
        The regular plural.

    Example:
        >>> plural("artery"), plural("valve"), plural("diagnosis"), plural("VKA")
        ('arteries', 'valves', 'diagnoses', 'VKAs')
    """
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    if word.endswith("sis"):
        return word[:-2] + "es"
    return word + ("es" if re.search(r"(s|x|z|ch|sh)$", word) else "s")


def singular(word: str) -> str:
    """Form the singular of an English noun.

    Args:
        word: the noun, perhaps in the plural.

    Returns:
        The regular singular, or the word itself.

    Example:
        >>> singular("arteries"), singular("valves"), singular("mass"), singular("pancreas")
        ('artery', 'valve', 'mass', 'pancreas')
    """
    if len(word) < 4 or re.search(r"(ss|us|is|as)$", word) or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[: -2 if re.search(r"(x|ch|sh|ss)es$", word) else -1]
