"""Counts in an SVG what makes a picture hard to read: places where lines cross, and lines over the title of a region."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
from calcigraph.diagrams.lettering import width

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Lines = NDArray[np.float64]

_SVG = "{http://www.w3.org/2000/svg}"
_PIECES = 8  # of each Bezier curve
_NEAR = 3.0  # points: two lines that meet at a box do not cross there


def lines_of(svg: str) -> dict[str, Lines]:
    """Read the lines, as points along them.

    Args:
        svg: the picture.

    Returns:
        Id of a line to its points.
    """
    found = {}
    for group in ET.fromstring(svg).iter(f"{_SVG}g"):  # noqa: S314 - our own
        if group.get("id", "").startswith("edge-"):
            paths = [each.attrib["d"] for each in group.iter(f"{_SVG}path") if "C" in each.attrib["d"]]
            numbers = np.array([float(each) for each in re.findall(r"-?[\d.]+", paths[0])]).reshape(-1, 2)
            found[group.attrib["id"]] = _flat(numbers)
    return found


def _flat(points: Lines) -> Lines:
    t = np.linspace(0, 1, _PIECES + 1)[1:, None]
    pieces = [points[:1]]
    for start in range(0, len(points) - 1, 3):
        a, b, c, d = points[start : start + 4]
        pieces.append((1 - t) ** 3 * a + 3 * (1 - t) ** 2 * t * b + 3 * (1 - t) * t**2 * c + t**3 * d)
    return np.concatenate(pieces)


def crossings(svg: str) -> int:
    """Count the places where two lines cross, but those where they leave or reach the same box.

    Args:
        svg: the picture.

    Returns:
        The number.
    """
    lines = list(lines_of(svg).values())
    starts = np.concatenate([each[:-1] for each in lines])
    ends = np.concatenate([each[1:] for each in lines])
    owner = np.concatenate([np.full(len(each) - 1, place) for place, each in enumerate(lines)])
    tips = np.array([[each[0], each[-1]] for each in lines])
    total = 0
    for place in range(len(starts)):
        later = owner > owner[place]
        p, r = starts[place], ends[place] - starts[place]
        q, s = starts[later], ends[later] - starts[later]
        cross = r[0] * s[:, 1] - r[1] * s[:, 0]
        away = q - p
        with np.errstate(divide="ignore", invalid="ignore"):
            t = (away[:, 0] * s[:, 1] - away[:, 1] * s[:, 0]) / cross
            u = (away[:, 0] * r[1] - away[:, 1] * r[0]) / cross
        hit = (t >= 0) & (t < 1) & (u >= 0) & (u < 1)
        where, others = p + t[hit, None] * r, owner[later][hit]
        for point, other in zip(where, others, strict=True):
            mine = np.abs(tips[owner[place]] - point).max(axis=1).min()
            its = np.abs(tips[other] - point).max(axis=1).min()
            total += not (mine < _NEAR and its < _NEAR)
    return total


def titles(svg: str) -> dict[str, tuple[float, float, float, float]]:
    """Read where the titles of regions are.

    Args:
        svg: the picture.

    Returns:
        Title to left, top, right and bottom of its letters.
    """
    found = {}
    for text in ET.fromstring(svg).iter(f"{_SVG}text"):  # noqa: S314 - our own
        if text.get("class") == "region-heading":
            size = float(text.attrib["font-size"])
            x, y = float(text.attrib["x"]), float(text.attrib["y"])
            label = "".join(text.itertext())
            found[label] = (x, y - 0.75 * size, x + width(label, size, bold=True), y + 0.2 * size)
    return found


def over_titles(svg: str) -> list[tuple[str, str]]:
    """List the lines that run over the title of a region.

    Args:
        svg: the picture.

    Returns:
        Title and id of a line.
    """
    found = []
    for name, line in lines_of(svg).items():
        share = np.linspace(0, 1, 9)[:, None, None]
        points = (line[None, :-1] * (1 - share) + line[None, 1:] * share).reshape(-1, 2)
        for label, (left, top, right, bottom) in titles(svg).items():
            inside = (points[:, 0] > left) & (points[:, 0] < right) & (points[:, 1] > top) & (points[:, 1] < bottom)
            found += [(label, name)] if inside.any() else []
    return found
