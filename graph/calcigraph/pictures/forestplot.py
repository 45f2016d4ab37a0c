"""Draws a forest plot: columns for study, people, axis, numbers and weight, one axis for each scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.diagrams.lettering import MINUS, width, wrap
from calcigraph.diagrams.model import element_id
from calcigraph.namespaces import expand
from calcigraph.pictures.forestnumbers import Columns, pooled_number, pooled_numbers, row_numbers, within
from calcigraph.pictures.legend import Entry
from calcigraph.pictures.svg import Body, finish
from calcigraph.store.markup import escape

if TYPE_CHECKING:
    from calcigraph.diagrams.style import Style
    from calcigraph.knowledge.pooling import Pool
    from calcigraph.pictures.forest import Forest, Row, Scale

_STUDY, _PEOPLE, _AXIS, _NUMBERS, _WEIGHT, _RESULT = 280.0, 56.0, 300.0, 196.0, 46.0, 104.0
_GUTTER = 18.0
_LEFT = _STUDY + _PEOPLE + _GUTTER
_EFFECT = _LEFT + _AXIS + _GUTTER
_SHARE = _EFFECT + _NUMBERS + _WEIGHT
_SAID = _SHARE + _GUTTER
_WIDTH = _SAID + _RESULT
_ROW_PAD = 7.0
_WORDS = {"supports": "supports", "refutes": "refutes", "null": "saw no effect"}


def forest_plot(forest: Forest, style: Style) -> str:
    """Draw a forest plot.

    Args:
        forest: its data.
        style: the style.

    Returns:
        A whole SVG file.

    Example:
        >>> from calcigraph.pictures.forest import Forest
        >>> from calcigraph.diagrams.style import Style
        >>> "No result" in forest_plot(Forest("a lowers b", "untested", (), (), ""), Style())
        True
    """
    page = _Page(style)
    page.text(0, f"Verdict: {forest.verdict}", colour="muted")
    page.text(0, forest.counts, colour="muted")
    page.gap(10)
    for scale in forest.scales:
        page.scale(scale)
    if forest.missing:
        page.text(0, forest.missing, colour="muted")
        page.gap(8)
    if not forest.scales:
        page.text(0, "No result on this claim has an effect with an interval.")
        page.gap(8)
    page.listing(forest.without)
    rows = [row for scale in forest.scales for row in scale.rows]
    body = Body("".join(page.parts), _WIDTH, page.y)
    entries = _legend(rows, forest.without, style)
    if any(scale.pools for scale in forest.scales):
        mark = _pooled_glyph((6, 15, 24), (0, 30), 0, style)
        entries.append(Entry(mark, 30, "pooled here; the line is the prediction interval"))
    return finish(body, entries, style, title=forest.claim, description=forest.description, note=forest.note)


class _Page:
    """Writes from top to bottom."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.parts: list[str] = []
        self.y = 0.0
        self.ink, self.muted = style.colour("text"), style.colour("muted")

    def gap(self, points: float) -> None:
        self.y += points

    def text(self, x: float, line: str, *, bold: bool = False, colour: str = "text", anchor: str = "start") -> None:
        self.put(x, self.y + 0.85 * self.style.size, line, bold=bold, colour=colour, anchor=anchor)
        self.y += self.style.leading

    def put(
        self, x: float, y: float, line: str, *, bold: bool = False, colour: str = "text", anchor: str = "start"
    ) -> None:
        weight = ' font-weight="bold"' if bold else ""
        where = f' text-anchor="{anchor}"' if anchor != "start" else ""
        fill = f' fill="{self.style.colour(colour)}"' if colour != "text" else ""
        self.parts.append(f'<text x="{x:.2f}" y="{y:.2f}"{where}{weight}{fill}>{escape(line)}</text>')

    def rule(self, weight: float = 0.8) -> None:
        self.parts.append(
            f'<path d="M0,{self.y:.2f}H{_WIDTH:.2f}" stroke="{self.style.colour("outline")}" stroke-width="{weight}"/>'
        )

    def scale(self, scale: Scale) -> None:
        self.rule(1.4)
        self.gap(5)
        top = self.y
        self.put(0, top + 11, "Study", bold=True)
        for number, line in enumerate(wrap(scale.name, _AXIS, self.style.size, bold=True)):
            self.put(_LEFT + _AXIS / 2, top + 11 + number * self.style.leading, line, bold=True, anchor="middle")
            self.y = top + (number + 1) * self.style.leading
        self.put(_STUDY + _PEOPLE - 4, top + 11, "People", bold=True, anchor="end")
        self.put(_EFFECT, top + 11, "Effect (95 % interval)", bold=True)
        if scale.pools:
            self.put(_SHARE, top + 11, "Weight", bold=True, anchor="end")
        self.put(_SAID, top + 11, "Result", bold=True)
        self.gap(5)
        self.rule()
        self.gap(6)
        start, number = self.y, len(self.parts)
        columns = Columns(scale, self.style.size)
        endpoint = design = None
        for row in scale.rows:
            if row.endpoint != endpoint:
                self.pools(endpoint, scale, columns)
                self.gap(4 if endpoint is not None else 0)
                self.text(0, row.endpoint[0].upper() + row.endpoint[1:], bold=True)
                endpoint, design = row.endpoint, None
            if row.design != design:
                self.gap(2)
                self.text(10, row.design[0].upper() + row.design[1:], colour="muted")
                self.gap(2)
                design = row.design
            self.row(row, scale, columns)
        self.pools(endpoint, scale, columns)
        self.axis(scale, start, number)

    def pools(self, endpoint: str | None, scale: Scale, columns: Columns) -> None:
        for pool in scale.pools:
            if pool.contrast.outcome == endpoint:
                self.pool(pool, scale, columns)

    def numbers(self, placed: list[tuple[float, str]]) -> None:
        for x, text in placed:
            self.put(_EFFECT + x, self.y + 0.85 * self.style.size, text)

    def pool(self, pool: Pool, scale: Scale, columns: Columns) -> None:
        found, words = pool.pooled, pool.contrast.words.removeprefix(f"{pool.contrast.outcome}, ")
        log, (from_, to) = pool.contrast.log, (pooled_number(each, log=pool.contrast.log) for each in within(pool))
        about = f"{words}; {len(pool.studies)} studies, I² {found.i2:.0f} %; one more such study: {from_} to {to}"
        lines = wrap(about, _STUDY - 20, self.style.size, even=False)
        shown = pooled_numbers(pool)
        sentence = f"Pooled here, {words}: {shown[0]} ({shown[1]} to {shown[2]}), prediction interval {from_} to {to}"
        self.gap(4)
        self.parts.append(f'<g class="pooled"><title>{escape(sentence)}</title>')
        self.put(20, self.y + 0.85 * self.style.size, "Pooled here", bold=True)
        if pool.people:
            self.put(_STUDY + _PEOPLE - 4, self.y + 0.85 * self.style.size, f"{pool.people:,}", anchor="end")
        self.numbers(columns.placed(pool.contrast.measure if log else "", shown))
        self.put(_SHARE, self.y + 0.85 * self.style.size, "100.0 %", anchor="end")
        for number, line in enumerate(lines, 1):
            self.put(20, self.y + 0.85 * self.style.size + number * self.style.leading, line, colour="muted")
        xs = (_LEFT + _AXIS * scale.share(each) for each in (found.low, found.effect, found.high))
        ends = [_LEFT + _AXIS * min(max(scale.share(each), 0.0), 1.0) for each in within(pool)]
        self.parts.append(_pooled_glyph((*xs,), (ends[0], ends[1]), self.y + self.style.leading / 2, self.style))
        self.parts.append("</g>")
        self.y += self.style.leading * (1 + len(lines)) + _ROW_PAD

    def row(self, row: Row, scale: Scale, columns: Columns) -> None:
        lines = wrap(row.about, _STUDY - 20, self.style.size, even=False) if row.about else []
        tall = self.style.leading * (1 + len(lines))
        middle = self.y + self.style.leading / 2
        effect, low, high = row.effect or 0.0, row.low or 0.0, row.high or 0.0
        shown = row_numbers(row)
        sentence = f"{row.study}: {row.measure} {shown[0]} ({shown[1]} to {shown[2]}); {row.text}"
        iri = expand(row.iri) or row.iri
        self.parts.append(
            f'<g class="result direction-{row.direction}" id="{element_id("node", row.iri)}" '
            f'data-iri="{escape(iri)}" data-direction="{row.direction}"><title>{escape(sentence)}</title>'
        )
        self.put(20, self.y + 0.85 * self.style.size, row.study)
        for number, line in enumerate(lines, 1):
            self.put(20, self.y + 0.85 * self.style.size + number * self.style.leading, line, colour="muted")
        x0, x1, x = (_LEFT + _AXIS * scale.share(value) for value in (low, high, effect))
        self.parts.append(_glyph(row, (x0, x, x1), middle, self.style))
        base = self.y + 0.85 * self.style.size
        if row.n:
            self.put(_STUDY + _PEOPLE - 4, base, f"{row.n:,}", anchor="end")
        self.numbers(columns.placed(row.measure if scale.log else "", shown))
        if row.weight is not None:
            self.put(_SHARE, base, f"{row.weight:.1f} %", anchor="end")
        self.put(_SAID, base, _WORDS[row.direction])
        if not row.counted:
            where = base + self.style.leading
            self.put(_SAID, where, "does not count", colour="muted")
            tall = max(tall, 2 * self.style.leading)
        self.parts.append("</g>")
        self.y += tall + _ROW_PAD

    def axis(self, scale: Scale, start: float, number: int) -> None:
        self.gap(2)
        null = _LEFT + _AXIS * scale.share(scale.null)
        line = (
            f'<path class="null" d="M{null:.2f},{start:.2f}V{self.y:.2f}" stroke="{self.muted}" stroke-width="1.2" '
            f'stroke-dasharray="4 3"><title>no effect: {scale.null:g}</title></path>'
        )
        self.parts.insert(number, line)
        self.parts.append(
            f'<path d="M{_LEFT:.2f},{self.y:.2f}H{_LEFT + _AXIS:.2f}" stroke="{self.ink}" stroke-width="1" fill="none"/>'
        )
        for value in sorted(scale.ticks(), key=lambda each: (each != scale.null, each)):
            x = _LEFT + _AXIS * scale.share(value)
            self.parts.append(f'<path d="M{x:.2f},{self.y:.2f}v4" stroke="{self.ink}" stroke-width="1"/>')
        shown: list[tuple[float, float]] = []
        for value in sorted(scale.ticks(), key=lambda each: (each != scale.null, each)):
            x, label = _LEFT + _AXIS * scale.share(value), _number(value)
            half = width(label, self.style.size) / 2 + 4
            if all(x + half < left or x - half > right for left, right in shown):
                self.put(x, self.y + 16, label, anchor="middle")
                shown.append((x - half, x + half))
        self.gap(18)
        self.put(_LEFT, self.y + 11, "← lower", colour="muted")
        self.put(_LEFT + _AXIS, self.y + 11, "higher →", colour="muted", anchor="end")
        if _LEFT + 66 < null < _LEFT + _AXIS - 76:
            self.put(null, self.y + 11, "no effect", colour="muted", anchor="middle")
        self.gap(30)

    def listing(self, rows: tuple[Row, ...]) -> None:
        if not rows:
            return
        self.rule(1.4)
        self.gap(5)
        self.text(0, f"Results without effect and interval ({len(rows)})", bold=True)
        self.gap(3)
        endpoint = design = None
        for row in rows:
            if row.endpoint != endpoint:
                self.gap(4)
                self.text(0, row.endpoint[0].upper() + row.endpoint[1:], bold=True)
                endpoint, design = row.endpoint, None
            if row.design != design:
                self.gap(2)
                self.text(10, row.design[0].upper() + row.design[1:], colour="muted")
                self.gap(2)
                design = row.design
            self.listed(row)

    def listed(self, row: Row) -> None:
        iri = expand(row.iri) or row.iri
        self.parts.append(
            f'<g class="result direction-{row.direction}" id="{element_id("node", row.iri)}" '
            f'data-iri="{escape(iri)}" data-direction="{row.direction}"><title>{escape(f"{row.study}: {row.text}")}</title>'
        )
        names = wrap(row.study, 170, self.style.size)
        lines = wrap(row.text, 510, self.style.size, even=False)
        about = wrap(row.about, 510, self.style.size, even=False) if row.about else []
        base = self.y + 0.85 * self.style.size
        self.parts.append(_square(row, 26, self.y + self.style.leading / 2, 4, self.style))
        for x, column in ((38, names), (220, lines)):
            for number, line in enumerate(column):
                self.put(x, base + number * self.style.leading, line)
        for number, line in enumerate(about, len(lines)):
            self.put(220, base + number * self.style.leading, line, colour="muted")
        self.put(_SAID, base, _WORDS[row.direction])
        if not row.counted:
            where = base + self.style.leading
            self.put(_SAID, where, "does not count", colour="muted")
        self.parts.append("</g>")
        self.y += self.style.leading * max(len(names), len(lines) + len(about), 1 if row.counted else 2) + _ROW_PAD


def _number(value: float) -> str:
    return f"{value:g}".replace("-", MINUS)


def _colours(row: Row, style: Style) -> tuple[str, str]:
    colour = style.colour({"supports": "positive", "refutes": "negative", "null": "muted"}[row.direction])
    return colour, colour if row.counted else style.colour("ground")


def _square(row: Row, x: float, y: float, half: float, style: Style) -> str:
    """The mark of a result: square for supports, diamond on its tip for refutes, circle for no effect."""
    line, fill = _colours(row, style)
    paint = f'fill="{fill}" stroke="{line}" stroke-width="1.4"'
    if row.direction == "null":
        return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{half:.2f}" {paint}/>'
    if row.direction == "refutes":
        h = half * 1.25
        return f'<path d="M{x - h:.2f},{y - h * 0.8:.2f}H{x + h:.2f}L{x:.2f},{y + h:.2f}Z" {paint}/>'
    return f'<rect x="{x - half:.2f}" y="{y - half:.2f}" width="{2 * half:.2f}" height="{2 * half:.2f}" {paint}/>'


def _glyph(row: Row, xs: tuple[float, float, float], y: float, style: Style) -> str:
    line, fill = _colours(row, style)
    left, middle, right = xs
    if row.pooled:
        points = f"M{left:.2f},{y:.2f}L{middle:.2f},{y - 6:.2f}L{right:.2f},{y:.2f}L{middle:.2f},{y + 6:.2f}Z"
        return f'<path d="{points}" fill="{fill}" stroke="{line}" stroke-width="1.4"/>'
    ends = f"M{left:.2f},{y:.2f}H{right:.2f}M{left:.2f},{y - 3:.2f}v6M{right:.2f},{y - 3:.2f}v6"
    whisker = f'<path d="{ends}" stroke="{line}" stroke-width="1.6" fill="none"/>'
    half = 3.5 + min(4.0, (row.n or 0) ** 0.25 / 3)
    return whisker + _square(row, middle, y, half, style)


def _pooled_glyph(xs: tuple[float, ...], ends: tuple[float, float], y: float, style: Style) -> str:
    """What studies come to together: a diamond as wide as the interval, on a line as wide as the prediction interval."""
    ink = style.colour("text")
    left, middle, right = xs
    line = f'<path class="prediction" d="M{ends[0]:.2f},{y:.2f}H{ends[1]:.2f}" stroke="{ink}" stroke-width="1" stroke-dasharray="2 2"/>'
    points = f"M{left:.2f},{y:.2f}L{middle:.2f},{y - 6:.2f}L{right:.2f},{y:.2f}L{middle:.2f},{y + 6:.2f}Z"
    return f'{line}<path d="{points}" fill="{ink}" stroke="{ink}" stroke-width="1"/>'


def _legend(rows: list[Row], without: tuple[Row, ...], style: Style) -> list[Entry]:
    from dataclasses import replace

    every = [*rows, *without]
    found = []
    for direction, words in _WORDS.items():
        if one := next((row for row in every if row.direction == direction), None):
            found.append(Entry(_square(replace(one, counted=True), 6, 0, 5, style), 12, words))
    if one := next((row for row in every if not row.counted), None):
        found.append(Entry(_square(replace(one, direction="supports"), 6, 0, 5, style), 12, "hollow: does not count"))
    if any(row.pooled for row in rows):
        pooled = replace(next(row for row in rows if row.pooled), counted=True, direction="supports")
        found.append(Entry(_glyph(pooled, (0, 15, 30), 0, style), 30, "pooled analysis, as wide as its interval"))
    if any(not row.pooled for row in rows):
        one = replace(next(row for row in rows if not row.pooled), counted=True, direction="supports")
        marks = _square(one, 4, 0, 3.5, style) + _square(one, 18, 0, 7, style)
        found.append(Entry(marks, 25, "single study, larger with more people"))
    if rows:
        dashed = f'<path d="M8,-8V8" stroke="{style.colour("muted")}" stroke-width="1.2" stroke-dasharray="4 3"/>'
        found.append(Entry(dashed, 14, "no effect"))
    return found
