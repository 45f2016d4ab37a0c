"""The legend: what of the style occurs in a picture, set in lines under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from calcigraph.diagrams.dot import edge_look, look
from calcigraph.diagrams.lettering import width
from calcigraph.store.markup import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from calcigraph.diagrams.model import Edge, Model
    from calcigraph.diagrams.style import Style

_LINE = 34.0  # length of a sample line
_BOX = (24.0, 13.0)
_SPACE = 7.0  # between sample and words
_BETWEEN = 20.0  # between entries
_ROW = 19.0


class Entry(NamedTuple):
    """One entry: a sample as SVG around the origin, left aligned, its width, and its words."""

    sample: str
    width: float
    text: str


def entries(models: Sequence[Model], style: Style) -> list[Entry]:
    """Collect what a picture shows.

    Args:
        models: all that is drawn in it.
        style: the style.

    Returns:
        Signs, certainties, marks, kinds and answers, in the order of the style.

    Example:
        >>> from calcigraph.diagrams.model import Edge, Model
        >>> from calcigraph.diagrams.style import Style
        >>> model = Model("", "", (), (Edge("urn:c", "urn:a", "urn:b", "", "increases", 1, "established", "high"),))
        >>> [entry.text for entry in entries([model], Style())]
        ['raises', 'high certainty']
    """
    edges = [edge for model in models for edge in model.edges]
    nodes = [node for model in models for node in model.nodes]
    found = _relations(edges, style)
    claims = [edge for edge in edges if edge.status]
    muted = style.colour("text")
    for level, line in style.data["certainty"].items():
        if any((edge.certainty or "none") == level for edge in claims):
            found.append(Entry(line_sample(muted, "none", line), _LINE, line["legend"]))
    for name, mark in style.data["marks"].items():
        marked = sorted({edge.status for edge in edges if edge.mark == name})
        found += [_mark(mark["text"], mark.get("legend", ", ".join(marked)), style)] if marked else []
    if any(edge.limiting for edge in edges):
        plain = {"width": 1.4, "dash": ""}
        sample = line_sample(muted, "none", plain) + _head("dot", 7, muted, -1)
        found.append(Entry(sample, _LINE, style.data["limiting"]["legend"]))
    shown = {look(node, style)["name"]: look(node, style) for node in nodes if not node.response}
    outline = style.colour("outline")
    lines = {edge.evidence for edge in edges}
    for kind in (*style.data["kinds"], *({"name": name, **each} for name, each in style.data["evidence"].items())):
        if kind["name"] in shown and kind["name"] not in lines:
            drawn = shown[kind["name"]]
            sample = shape(drawn["shape"], _BOX, drawn["fill"], outline, drawn)
            found.append(Entry(sample, _BOX[0], kind.get("legend", kind["name"])))
    answers = {node.response for node in nodes if node.response}
    for name, answer in style.data["responses"].items():
        if name in answers:
            found.append(_answer(answer, style))
    return found


def _relations(edges: Iterable[Edge], style: Style) -> list[Entry]:
    looks = {look_["name"]: look_ for look_ in (edge_look(edge, style) for edge in edges)}
    order = [*style.data["signs"], *style.data["predicates"], *style.data["evidence"]]
    known = [looks[name] for name in order if name in looks]
    line = {"width": 1.8, "dash": ""}
    return [
        Entry(line_sample(style.colour(each["colour"]), each["arrow"], line), _LINE, each["legend"]) for each in known
    ]


def _mark(sign: str, words: str, style: Style) -> Entry:
    line = line_sample(style.colour("text"), "none", {"width": 1.4, "dash": ""})
    return Entry(line + mark_sign(_LINE / 2, 0, sign, style.colour("text"), style), _LINE, words)


def mark_sign(x: float, y: float, text: str, colour: str, style: Style) -> str:
    """Draw the mark of a line: a sign in a circle.

    Args:
        x: of its centre.
        y: of its centre.
        text: the sign.
        colour: of the line.
        style: the style.

    Returns:
        SVG.
    """
    size = style.size
    return (
        f'<circle cx="{x:.2f}" cy="{y:.2f}" r="7.5" fill="{style.colour("ground")}" stroke="{colour}" '
        f'stroke-width="1.2"/><text x="{x:.2f}" y="{y + 0.36 * size:.2f}" text-anchor="middle" font-weight="bold" '
        f'fill="{style.colour("text")}">{escape(text)}</text>'
    )


def _answer(answer: dict[str, Any], style: Style) -> Entry:
    ink = style.colour("ground") if answer.get("invert") else style.colour("text")
    size = (width(answer["text"], style.size) + 12, 17.0)
    sample = shape("box", size, style.pick(answer["fill"]), style.colour("outline"), answer)
    sample += (
        f'<text x="{size[0] / 2:.2f}" y="{0.36 * style.size:.2f}" text-anchor="middle" fill="{ink}">'
        f"{escape(answer['text'])}</text>"
    )
    return Entry(sample, size[0], answer["legend"])


def line_sample(colour: str, arrow: str, line: dict[str, Any]) -> str:
    """Draw a sample of a line.

    Args:
        colour: of it.
        arrow: name of its head, as Graphviz calls it.
        line: ``width`` and ``dash``.

    Returns:
        SVG, from the origin to the right.
    """
    dash = f' stroke-dasharray="{line["dash"]}"' if line["dash"] else ""
    end = _LINE if arrow == "none" else _LINE - 7
    return (
        f'<path d="M0,0H{end:g}" fill="none" stroke="{colour}" stroke-width="{line["width"]}"{dash}/>'
        f"{_head(arrow, _LINE, colour, 1)}"
    )


def _head(arrow: str, x: float, colour: str, way: int) -> str:
    """Draw the head of a line at ``x``, pointing right (1) or left (-1)."""
    back, filled = x - 8 * way, f'fill="{colour}" stroke="{colour}"'
    open_ = f'fill="none" stroke="{colour}" stroke-width="1.2"'
    heads = {
        "normal": f'<path d="M{x:g},0L{back:g},-3.6V3.6Z" {filled}/>',
        "onormal": f'<path d="M{x:g},0L{back:g},-3.6V3.6Z" {open_}/>',
        "vee": f'<path d="M{x:g},0L{back:g},-4L{back + 3 * way:g},0L{back:g},4Z" {filled}/>',
        "tee": f'<path d="M{x - 2 * way:g},-5.5V5.5M{back:g},0H{x - 2 * way:g}" fill="none" stroke="{colour}" stroke-width="2.4"/>',
        "dot": f'<circle cx="{x - 3.5 * way:g}" cy="0" r="3.5" {filled}/>',
        "odot": f'<circle cx="{x - 3.5 * way:g}" cy="0" r="3.5" {open_}/>',
        "odiamond": f'<path d="M{x:g},0L{x - 4 * way:g},-3.6L{back:g},0L{x - 4 * way:g},3.6Z" {open_}/>',
    }
    return heads.get(arrow, "")


def shape(
    name: str, size: tuple[float, float], fill: str, line: str, drawn: dict[str, Any], *, heavy: bool = False
) -> str:
    """Draw a box in the shape of a kind.

    Args:
        name: of the shape, as Graphviz calls it.
        size: across and down, in points.
        fill: its colour.
        line: colour of its outline.
        drawn: what else the style says: ``rounded``, ``heavy``, ``dash``.
        heavy: a thick outline, for what the picture is about.

    Returns:
        SVG, its left edge at the origin and centred on it vertically.
    """
    w, h = size
    t = -h / 2
    style = f'fill="{fill}" stroke="{line}" stroke-width="{2.6 if heavy else 1.8 if drawn.get("heavy") else 1}"' + (
        f' stroke-dasharray="{drawn["dash"]}"' if drawn.get("dash") else ""
    )
    radius = ' rx="5"' if drawn.get("rounded") else ""
    body = f'<rect x="0" y="{t:g}" width="{w:g}" height="{h:g}"{radius} {style}/>'
    c = 4.0
    paths = {
        "octagon": f"M{c},{t:g}H{w - c:g}L{w:g},{t + c:g}V{-t - c:g}L{w - c:g},{-t:g}H{c}L0,{-t - c:g}V{t + c:g}Z",
        "note": f"M0,{t:g}H{w - c:g}L{w:g},{t + c:g}V{-t:g}H0ZM{w - c:g},{t:g}V{t + c:g}H{w:g}",
        "parallelogram": f"M7,{t:g}H{w:g}L{w - 7:g},{-t:g}H0Z",
        "tab": f"M0,{t:g}H9V{t + 3:g}H{w:g}V{-t:g}H0ZM0,{t + 3:g}H9",
        "folder": f"M0,{t + 3:g}H{w - 10:g}L{w - 8:g},{t:g}H{w - 2:g}L{w:g},{t + 3:g}V{-t:g}H0Z",
        "component": f"M3,{t:g}H{w:g}V{-t:g}H3ZM0,{t + 2.5:g}H6V{t + 5:g}H0ZM0,{-t - 5:g}H6V{-t - 2.5:g}H0Z",
    }
    return f'<path d="{paths[name]}" {style}/>' if name in paths else body


def set_lines(found: Sequence[Entry], across: float, style: Style) -> tuple[str, float]:
    """Set a legend.

    Args:
        found: the entries.
        across: how wide it may be, in points.
        style: the style.

    Returns:
        SVG with its upper left corner at the origin, and its height.
    """
    x, y, parts = 0.0, _ROW / 2, []
    for entry in found:
        needed = entry.width + _SPACE + width(entry.text, style.size)
        if x and x + needed > across:
            x, y = 0.0, y + _ROW
        parts.append(
            f'<g transform="translate({x:.2f},{y:.2f})">{entry.sample}<text x="{entry.width + _SPACE:.2f}" '
            f'y="{0.36 * style.size:.2f}">{escape(entry.text)}</text></g>'
        )
        x += needed + _BETWEEN
    return "".join(parts), (y + _ROW / 2 if found else 0.0)
