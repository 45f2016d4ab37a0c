"""In which form something is given: by the suffix of its address, or by what a client accepts."""

from __future__ import annotations

import re

#: Suffix of each form to its media type; the first is given where all are as welcome.
FORMS = {
    "html": "text/html; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
    "json": "application/json",
}
_SUFFIX = re.compile(r"(.+)\.(html|ttl|jsonld|json)")
_WEIGHT = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?", re.ASCII)


def split(name: str) -> tuple[str, str]:
    """Part a name from the suffix that asks for a form.

    Args:
        name: the last part of an address.

    Returns:
        The name, and the form or nothing.

    Example:
        >>> split("mk-7.ttl"), split("mk-7"), split("v1.2")
        (('mk-7', 'ttl'), ('mk-7', ''), ('v1.2', ''))
    """
    found = _SUFFIX.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")


def accepted(header: str | None) -> str:
    """Choose the form that a client likes best.

    Args:
        header: what it sent as ``Accept``, or None.

    Returns:
        One of ``FORMS``, or nothing where it takes none of them.

    Example:
        >>> accepted("text/turtle;q=0.5, application/json"), accepted("*/*"), accepted("image/png")
        ('json', 'html', '')
    """
    if not header or not header.strip():
        return next(iter(FORMS))
    ranges = [_range(each) for each in header.split(",") if each.strip()]
    best, chosen = 0.0, ""
    for form, media in FORMS.items():
        weight = _weight(media.partition(";")[0], ranges)
        if weight > best:
            best, chosen = weight, form
    return chosen


def _range(text: str) -> tuple[str, float]:
    media, *parameters = [each.strip().lower() for each in text.split(";")]
    weight = next((each[2:].strip() for each in parameters if each.startswith("q=")), "1")
    return media, float(weight) if _WEIGHT.fullmatch(weight) else 0.0


def _weight(media: str, ranges: list[tuple[str, float]]) -> float:
    """What the most specific range that fits says of a media type."""
    for wanted in (media, f"{media.partition('/')[0]}/*", "*/*"):
        for name, weight in ranges:
            if name == wanted:
                return weight
    return 0.0
