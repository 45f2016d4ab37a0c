"""The width of text and where it wraps, from the tables of the font that the package brings.

Widths are those of Arimo, which has the metrics of Arial and Liberation Sans, so that a picture keeps its shape with
any of them. The tables read are ``head``, ``hhea``, ``hmtx`` and ``cmap`` (format 4), as the OpenType specification
describes them.
"""

from __future__ import annotations

import struct
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

MINUS = "\u2212"
_UNKNOWN = 0.6  # of the size, for a sign that the font does not have


def font_file(*, bold: bool = False) -> Traversable:
    """Find the font.

    Args:
        bold: the bold face.

    Returns:
        The TrueType file.

    Example:
        >>> font_file().name
        'Arimo-Regular.ttf'
    """
    from importlib.resources import files

    return files("calcigraph").joinpath("diagrams", "fonts", f"Arimo-{'Bold' if bold else 'Regular'}.ttf")


@lru_cache(maxsize=2)
def _advances(*, bold: bool) -> dict[int, float]:
    """Character to its width, as a share of the size."""
    data = font_file(bold=bold).read_bytes()
    count = struct.unpack_from(">H", data, 4)[0]
    tables = {}
    for number in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * number)
        tables[tag] = offset
    units = struct.unpack_from(">H", data, tables[b"head"] + 18)[0]
    long = struct.unpack_from(">H", data, tables[b"hhea"] + 34)[0]
    widths = struct.unpack_from(f">{2 * long}H", data, tables[b"hmtx"])[::2]
    return {
        code: widths[min(glyph, long - 1)] / units for code, glyph in _glyphs(data, tables[b"cmap"]).items() if glyph
    }


def _glyphs(data: bytes, start: int) -> dict[int, int]:
    found: dict[int, int] = {}
    for number in range(struct.unpack_from(">H", data, start + 2)[0]):
        offset = start + struct.unpack_from(">L", data, start + 4 + 8 * number + 4)[0]
        if struct.unpack_from(">H", data, offset)[0] != 4:
            continue
        size = struct.unpack_from(">H", data, offset + 6)[0] // 2
        ends, starts, deltas, ranges = (
            struct.unpack_from(f">{size}H", data, offset + 14 + shift)
            for shift in (0, 2 * size + 2, 4 * size + 2, 6 * size + 2)
        )
        for place in range(size):
            for code in range(starts[place], min(ends[place], 0xFFFE) + 1):
                if ranges[place]:
                    at = offset + 16 + 6 * size + 2 * place + ranges[place] + 2 * (code - starts[place])
                    glyph = struct.unpack_from(">H", data, at)[0]
                    glyph = (glyph + deltas[place]) & 0xFFFF if glyph else 0
                else:
                    glyph = (code + deltas[place]) & 0xFFFF
                found[code] = glyph
        break
    return found


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Measure a line of text.

    Args:
        text: the line.
        size: of the font, in points.
        bold: the bold face.

    Returns:
        Its width in points, without kerning.

    Example:
        >>> round(width("calcium", 12), 1)
        40.7
    """
    table = _advances(bold=bold)
    return size * sum(table.get(ord(sign), _UNKNOWN) for sign in text)


def wrap(text: str, limit: float, size: float, *, bold: bool = False, even: bool = True) -> list[str]:
    """Break text into lines.

    Args:
        text: the text.
        limit: widest line in points; a word without a place to break may be wider.
        size: of the font, in points.
        bold: the bold face.
        even: make them of like length, for a box; else fill each line, for a column.

    Returns:
        The fewest lines that fit.

    Example:
        >>> wrap("vascular smooth muscle calcification", 110, 12)
        ['vascular smooth', 'muscle calcification']
    """
    pieces = _pieces(text)
    lines = _fill(pieces, limit, size, bold=bold)
    if not even:
        return lines
    narrow, wide = 0.0, limit
    while wide - narrow > 1:  # the narrowest limit that needs no further line
        middle = (narrow + wide) / 2
        tried = _fill(pieces, middle, size, bold=bold)
        if len(tried) <= len(lines) and all(width(line, size, bold=bold) <= limit for line in tried):
            wide = middle
        else:
            narrow = middle
    return _fill(pieces, wide, size, bold=bold)


def _pieces(text: str) -> list[str]:
    """Words with the space or hyphen behind them; no break after a short prefix, nor before a last letter or two."""
    found: list[str] = []
    sign, space, rest = text.partition(" ")
    lead = (
        sign + space if rest.strip() and len(sign) == 1 and not sign.isalnum() else ""
    )  # the sign of an answer stays with its label
    for word in (rest if lead else text).split():
        if len(word) <= 2 and found:  # factor X, vitamin D
            found[-1] += word + " "
            continue
        parts = word.split("-")
        here = ""
        for number, part in enumerate(parts):
            here += part + ("-" if number < len(parts) - 1 else "")
            if number < len(parts) - 1 and len(here) > 4 and len(parts[number + 1]) > 4:
                found.append(here)
                here = ""
        found.append(here + " ")
    return [lead + found[0], *found[1:]] if lead and found else found


def _fill(pieces: list[str], limit: float, size: float, *, bold: bool) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and width((lines[-1] + piece).rstrip(), size, bold=bold) > limit:
            lines.append(piece)
        else:
            lines[-1] += piece
    return [line.rstrip() for line in lines]
