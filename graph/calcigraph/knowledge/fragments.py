"""W3C text fragments: where in an article a statement stands.

A directive ``#:~:text=[prefix-,]start[,end][,-suffix]`` names a stretch of text by its first and last words. All
functions work on text whose white space is normalised.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How a text directive begins in the fragment of a URL.
PREFIX = "#:~:text="

Span = tuple[int, int]


def normalise(text: str) -> str:
    """Collapse every run of white space to one space and strip the ends.

    Args:
        text: any text.

    Returns:
        The text on one line.

    Example:
        >>> normalise(" Vitamin  K2\\n guides calcium. ")
        'Vitamin K2 guides calcium.'
    """
    return " ".join(text.split())


def digest(sentence: str) -> str:
    """Digest a sentence, however its white space is laid out.

    Args:
        sentence: the sentence.

    Returns:
        SHA-256 of the normalised sentence in UTF-8, in hexadecimal.

    Example:
        >>> digest("Vitamin\\nK2") == digest(" Vitamin K2")
        True
    """
    return hashlib.sha256(normalise(sentence).encode()).hexdigest()


def parse(directive: str) -> tuple[str, str, str, str]:
    """Split a text directive into its parts.

    Args:
        directive: the directive, percent-encoded, with or without ``#:~:text=``.

    Returns:
        Prefix, start, end and suffix, decoded; empty where a part is absent.

    Raises:
        ValueError: it is no text directive.

    Example:
        >>> parse("#:~:text=of-,calcium,the%20bones,-and")
        ('of', 'calcium', 'the bones', 'and')
    """
    parts = directive.removeprefix(PREFIX).split(",")
    prefix = parts.pop(0)[:-1] if parts[0].endswith("-") else ""
    suffix = parts.pop()[1:] if parts and parts[-1].startswith("-") else ""
    if not 1 <= len(parts) <= 2 or not all(parts):
        raise ValueError(f"'{directive}' is no text directive; expected {PREFIX}first%20words,last%20words")
    start, end = (*parts, "")[:2]
    return unquote(prefix), unquote(start), unquote(end), unquote(suffix)


def word_count(directive: str) -> int:
    """Count the words that a directive quotes.

    Args:
        directive: the directive.

    Returns:
        Words of all parts; a hyphen, dash or apostrophe separates two, so that the count errs high.

    Raises:
        ValueError: it is no text directive.

    Example:
        >>> word_count("#:~:text=vitamin%20K2,well%2Dknown%20bones")
        5
    """
    return sum(max(len(part.split()), len(re.findall(r"\w+", part))) for part in parse(directive))


def resolve(text: str, directive: str) -> list[Span]:
    """Find the stretches of text that a directive names; an unambiguous one names exactly one.

    Each match of the start, after the prefix if there is one, reaches to the nearest end that the suffix follows.

    Args:
        text: normalised text.
        directive: the directive.

    Returns:
        Begin and stop of each stretch, in order.

    Raises:
        ValueError: it is no text directive.

    Example:
        >>> text = "K2 guides calcium. K2 is a vitamin."
        >>> [text[begin:stop] for begin, stop in resolve(text, "#:~:text=K2%20is,vitamin.")]
        ['K2 is a vitamin.']
        >>> len(resolve(text, "#:~:text=K2"))
        2
    """
    prefix, start, end, suffix = parse(directive)
    before = {stop for _, stop in _matches(text, prefix)} if prefix else None
    after = {begin for begin, _ in _matches(text, suffix)} if suffix else None
    ends = list(_matches(text, end)) if end else []
    spans = []
    for begin, stop in _matches(text, start):
        # One space may stand between the context and what it frames.
        if before is not None and before.isdisjoint({begin, begin - (text[begin - 1 : begin] == " ")}):
            continue
        stops = [last for first, last in ends if first >= stop] if end else [stop]
        for last in stops:
            if after is None or not after.isdisjoint({last, last + (text[last : last + 1] == " ")}):
                spans.append((begin, last))
                break
    return spans


def _matches(text: str, phrase: str) -> Iterator[Span]:
    """Find a phrase at word boundaries, in any case, overlapping occurrences too."""
    left = r"(?<!\w)" if re.match(r"\w", phrase) else ""
    right = r"(?!\w)" if re.search(r"\w$", phrase) else ""
    for match in re.finditer(f"(?={left}({re.escape(phrase)}){right})", text, re.IGNORECASE):
        yield match.span(1)
