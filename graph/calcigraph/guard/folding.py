"""Text as the guard reads it: lower case, no accents, the same length, so that places stay places."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:'s\b)?")
_OTHERS = {"\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{MODIFIER LETTER APOSTROPHE}": "'", "`": "'", "ß": "s", "μ": "µ"}
# What inflection adds, the longest first; what is left has to be a word still.
_ENDINGS = ("es", "en", "s", "n", "e")
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text.

    Attributes:
        text: folded, without a possessive ending.
        start: where it starts.
        end: where it ends.
    """

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Take case and accents away, one character for each.

    Args:
        text: any text.

    Returns:
        A text of the same length.

    Example:
        >>> fold("Gélules µg K₂")
        'gelules µg k2'
    """
    return "".join(_folded(character) for character in text)


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    if character in _OTHERS:
        return _OTHERS[character]
    if character == "µ":
        return character
    plain = [each for each in unicodedata.normalize("NFKD", character).lower() if not unicodedata.combining(each)]
    return plain[0] if plain else " "


def split(folded: str) -> list[Word]:
    """Cut a folded text into its words.

    Args:
        folded: as ``fold`` gives it.

    Returns:
        The words in their order.

    Example:
        >>> [word.text for word in split("st john's wort, mk-7")]
        ['st', 'john', 'wort', 'mk', '7']
    """
    return [Word(match[0].removesuffix("'s"), match.start(), match.end()) for match in _WORD.finditer(folded)]


@lru_cache(maxsize=16384)
def forms(word: str) -> tuple[str, ...]:
    """Give the forms a word may stand for: itself, and itself without an ending.

    Args:
        word: a folded word.

    Returns:
        The word first.

    Example:
        >>> forms("stones")
        ('stones', 'ston', 'stone')
    """
    cut = [word.removesuffix(each) for each in _ENDINGS if word.endswith(each) and len(word) - len(each) >= _SHORTEST]
    return (word, *dict.fromkeys(cut))
