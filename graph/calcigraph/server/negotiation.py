"""Which of several media types a client wants, by its Accept header."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_Q = re.compile(r"(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
#: What clients also call a media type.
ALSO = {
    "application/sparql-results+json": ("application/json",),
    "application/sparql-results+xml": ("application/xml", "text/xml"),
    "application/n-triples": ("text/plain",),
    "application/ld+json": ("application/json",),
    "application/rdf+xml": ("application/xml", "text/xml"),
    "text/turtle": ("application/x-turtle", "text/n3"),
}


def best(accept: str, offered: Iterable[str]) -> str | None:
    """Choose what a client likes best; of equals the one that is offered first.

    Args:
        accept: the Accept header; empty for one that takes anything.
        offered: media types, the usual one first.

    Returns:
        One of them, None where none will do.

    Example:
        >>> best("text/csv;q=0.5, application/json", ["application/sparql-results+json", "text/csv"])
        'application/sparql-results+json'
        >>> best("image/png", ["text/csv"]) is None
        True
    """
    liked = [(quality(accept, each), each) for each in offered]
    most = max((value for value, _ in liked), default=0.0)
    return next(each for value, each in liked if value == most) if most else None


def quality(accept: str, media: str) -> float:
    """Tell how much a client likes a media type, or another name of it.

    Args:
        accept: the Accept header.
        media: the media type.

    Returns:
        0 for not at all, to 1.

    Example:
        >>> quality("text/*;q=0.3, */*;q=0.1", "text/csv")
        0.3
    """
    if not accept.strip():
        return 1.0
    ranges = [_range(each) for each in accept.split(",")]
    found = []
    for name in (media, *ALSO.get(media, ())):
        # The most telling range counts: a type, any of its group, anything.
        for which in (name, f"{name.partition('/')[0]}/*", "*/*"):
            if fitting := [value for kind, value in ranges if kind == which]:
                # Another name is what a client means only where it says that name.
                if name in (media, which):
                    found.append(fitting[0])
                break
    return max(found, default=0.0)


def _range(text: str) -> tuple[str, float]:
    kind, *parameters = (each.strip().lower() for each in text.split(";"))
    for each in parameters:
        name, _, value = each.partition("=")
        if name.strip() == "q":
            return kind, float(value) if _Q.fullmatch(value.strip()) else 0.0
    return kind, 1.0
