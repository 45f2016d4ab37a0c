"""An accessible SVG from what Graphviz drew: titles, roles, data about every group, legend, marks."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, NamedTuple

from calcigraph.diagrams.dot import edge_look, look
from calcigraph.diagrams.lettering import wrap
from calcigraph.diagrams.model import element_id
from calcigraph.errors import visible
from calcigraph.namespaces import shorten
from calcigraph.pictures import layout, legend
from calcigraph.store.markup import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calcigraph.diagrams.model import Edge, Model, Node
    from calcigraph.diagrams.style import Style

_SVG = "{http://www.w3.org/2000/svg}"
_NARROWEST = 520.0  # points, so that legend and heading have room
_SHAPES = tuple(f"{_SVG}{name}" for name in ("polygon", "polyline", "path", "ellipse"))
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_PLACES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8)


class Body(NamedTuple):
    """The drawn part of a picture: SVG with its upper left corner at the origin, and its size in points."""

    svg: str
    width: float
    height: float


def picture(model: Model, style: Style) -> str:
    """Draw a model.

    Args:
        model: the model.
        style: the style.

    Returns:
        A whole SVG file.

    Raises:
        Unavailable: the layout library is not installed.

    Example:
        >>> from calcigraph.diagrams.model import Model, Node
        >>> from calcigraph.diagrams.style import Style
        >>> "<title id=" in picture(Model("one", "", (Node("urn:a", "a"),), ()), Style())
        True
    """
    drawn = body(layout.engine(*drawing(model, style)), model, style)
    return finish(
        drawn,
        legend.entries([model], style),
        style,
        title=model.title,
        description=model.description,
        note=model.note,
    )


def drawing(model: Model, style: Style) -> layout.Drawing:
    """Lay a model out on its page.

    Args:
        model: the model.
        style: the style.

    Returns:
        DOT and its engine; a map gets the height that heading, legend and note leave on the page.

    Raises:
        Unavailable: the layout library is not installed.

    Example:
        >>> from calcigraph.diagrams.model import Model
        >>> from calcigraph.diagrams.style import Style
        >>> drawing(Model("none", "", (), ()), Style()).engine
        'dot'
    """
    page = style.data["page"]
    inner = page["width"] - 2 * page["margin"]
    _, high = legend.set_lines(legend.entries([model], style), inner, style)
    notes = wrap(model.note, inner, style.size) if model.note else []
    around = _heading_height(model.title, inner, style) + 10 + high + (6 + style.leading * len(notes) if notes else 0)
    return layout.draw(model, style, page["height"] - 2 * page["margin"] - around)


def finish(
    drawn: Body, entries: Sequence[legend.Entry], style: Style, *, title: str, description: str, note: str
) -> str:
    """Put a drawing on a page, with heading, entries of a legend and note.

    Args:
        drawn: the drawing.
        entries: of the legend.
        style: the style.
        title: the heading.
        description: for those who cannot see it.
        note: a line below.

    Returns:
        A whole SVG file.
    """
    margin = style.data["page"]["margin"]
    inner = max(drawn.width, _NARROWEST)
    big = style.data["font"]["title"]
    headings = wrap(title, inner, big, bold=True)
    above = _heading_height(title, inner, style)
    key, high = legend.set_lines(entries, inner, style)
    notes = wrap(note, inner, style.size) if note else []
    lower = above + drawn.height + 10
    down = lower + high + (6 + style.leading * len(notes) if notes else 0)
    across = inner + 2 * margin
    if across > style.data["page"]["width"] >= inner + margin:
        across = style.data["page"]["width"]  # a line that swings out of the map may use half of the margin
    side = (across - inner) / 2
    head = "".join(
        f'<text x="0" y="{big * 0.9 + number * big * 1.2:.2f}" font-size="{big}" font-weight="bold">{escape(line)}</text>'
        for number, line in enumerate(headings)
    )
    foot = "".join(
        f'<text x="0" y="{lower + high + 6 + style.leading * number + 11:.2f}" fill="{style.colour("muted")}">'
        f"{escape(line)}</text>"
        for number, line in enumerate(notes)
    )
    return root(
        (across, down + 2 * margin),
        style,
        title=title,
        description=description,
        inside=f'<g transform="translate({side:g},{margin})">\n<g class="heading">{head}</g>\n'
        f'<g class="body" transform="translate({(inner - drawn.width) / 2:.2f},{above:.2f})">\n{drawn.svg}\n</g>\n'
        f'<g class="legend" transform="translate(0,{lower:.2f})">{key}</g>\n<g class="note">{foot}</g>\n</g>\n',
    )


def root(page: tuple[float, float], style: Style, *, title: str, description: str, inside: str) -> str:
    """Write the file around a page: its size, the font, the ground, and what is read out instead of it.

    Args:
        page: its width and height, in points.
        style: the style.
        title: the heading.
        description: for those who cannot see it.
        inside: SVG of the page.

    Returns:
        A whole SVG file.
    """
    size = f"{page[0]:.2f}", f"{page[1]:.2f}"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}pt" height="{size[1]}pt" '
        f'viewBox="0 0 {size[0]} {size[1]}" role="img" aria-labelledby="picture-title picture-description" '
        f'class="calcigraph theme-{style.theme}" font-family="{escape(style.data["font"]["family"])}" '
        f'font-size="{style.size:g}" fill="{style.colour("text")}">\n'
        f'<title id="picture-title">{escape(title)}</title>\n'
        f'<desc id="picture-description">{escape(description)}</desc>\n'
        f'<rect class="ground" width="{size[0]}" height="{size[1]}" fill="{style.colour("ground")}"/>\n{inside}</svg>\n'
    )


def _heading_height(title: str, inner: float, style: Style) -> float:
    big: float = style.data["font"]["title"]
    return len(wrap(title, inner, big, bold=True)) * big * 1.2 + 6


def body(drawn: str, model: Model, style: Style, prefix: str = "") -> Body:
    """Turn the SVG of Graphviz into the body of a picture.

    Args:
        drawn: what Graphviz wrote.
        model: what was drawn.
        style: the style.
        prefix: for the ids, where a picture has several bodies.

    Returns:
        The body.
    """
    ET.register_namespace("", "http://www.w3.org/2000/svg")
    root = ET.fromstring(drawn)  # noqa: S314 - from our own engine, not from outside
    left, top, across, down = (float(value) for value in root.attrib["viewBox"].split())
    nodes = {element_id("node", node.curie): node for node in model.nodes}
    edges = {element_id("edge", edge.curie): edge for edge in model.edges}
    graph = root[0]
    shift = [float(value) for value in _NUMBER.findall(graph.attrib["transform"].partition("translate")[2])]
    parts, headings, marked = [], [], []
    boxes: list[tuple[float, float, float, float]] = []
    for group in graph:
        if group.tag != f"{_SVG}g":
            continue
        key = group.get("id", "")
        if key in nodes:
            boxes.append(_bounds(group))
            _node(group, nodes[key], style, prefix, boxes[-1])
        elif key in edges:
            _edge(group, edges[key], style, prefix)
            marked += [(group, edges[key])] if edges[key].mark else []
        else:
            headings.append(_region(group, style))
        parts.append(group)
    signs = _signs(marked, boxes, style)
    inside = "".join(ET.tostring(part, encoding="unicode") for part in parts).replace(
        ' xmlns="http://www.w3.org/2000/svg"', ""
    )
    move = f"translate({shift[0] - left:.2f},{shift[1] - top:.2f})"
    return Body(f'<g transform="{move}">{inside}{"".join(headings)}{signs}</g>', across, down)


def _set_title(group: ET.Element, text: str) -> None:
    title = group.find(f"{_SVG}title")
    if title is None:
        title = ET.Element(f"{_SVG}title")
        group.insert(0, title)
    title.text = visible(text)


def _node(group: ET.Element, node: Node, style: Style, prefix: str, bounds: tuple[float, float, float, float]) -> None:
    drawn = look(node, style)
    group.set("id", prefix + group.get("id", ""))
    answer = f" ({style.response(node.response)['legend']})" if node.response else ""
    _set_title(group, f"{node.label}: {drawn['name']}{answer}{f'. {node.detail}' if node.detail else ''}")
    _data(group, iri=node.iri, curie=node.curie, label=node.label, kind=drawn["name"], region=node.region)
    if node.response:
        _data(group, response=node.response)
    left, top, right, bottom = bounds
    for part in list(group):
        _plain_text(part)
        if node.focus and part.tag == f"{_SVG}text":
            part.set("font-weight", "bold")
        if part.tag in _SHAPES:  # Graphviz cuts the corners of a large box more than those of a small one
            group.remove(part)
    line = style.colour("focus" if node.focus else "outline")
    own = legend.shape(drawn["shape"], (right - left, bottom - top), drawn["fill"], line, drawn, heavy=node.focus)
    frame = ET.Element(f"{_SVG}g", transform=f"translate({left:.2f},{(top + bottom) / 2:.2f})")
    frame.append(ET.fromstring(own))  # noqa: S314 - our own text
    frame[0].tag = _SVG + frame[0].tag
    group.insert(1, frame)


def _edge(group: ET.Element, edge: Edge, style: Style, prefix: str) -> None:
    group.set("id", prefix + group.get("id", ""))
    verdict = f": {edge.verdict}" if edge.status else ""
    where = f"; in {', '.join(edge.tissues)}" if edge.tissues else ""
    _set_title(group, f"{edge.label}{verdict}{where}")
    _data(group, iri=edge.iri, curie=edge.curie, source=shorten(edge.source), target=shorten(edge.target))
    _data(group, sign=edge_look(edge, style)["name"], predicate=edge.predicate, label=edge.label)
    if edge.status:
        _data(group, status=edge.status, certainty=edge.certainty or "none", directness=edge.directness)
        _data(group, tissues="|".join(edge.tissues), sources="|".join(edge.sources))
    dash = style.certainty(edge.certainty)["dash"] if edge.status else ""
    for part in group.iter():
        _plain_text(part)
        if part.tag == f"{_SVG}path":
            part.attrib.pop("stroke-dasharray", None)
            if dash:
                part.set("stroke-dasharray", dash)
        elif "stroke-dasharray" in part.attrib:
            del part.attrib["stroke-dasharray"]


def _plain_text(part: ET.Element) -> None:
    if part.tag == f"{_SVG}text":  # the font stands once, at the root
        for name in ("font-family", "font-size", "{http://www.w3.org/XML/1998/namespace}space"):
            part.attrib.pop(name, None)


def _region(group: ET.Element, style: Style) -> str:
    """Take the heading of a region off, to be drawn over the lines, on the left."""
    polygon, text = group.find(f"{_SVG}polygon"), group.find(f"{_SVG}text")
    if polygon is None or text is None:
        return ""
    group.remove(text)
    group.set("class", "region")
    _set_title(group, text.text or "")
    values = [float(value) for value in _NUMBER.findall(polygon.get("points", ""))]
    x, y = min(values[::2]), min(values[1::2])
    size = style.data["font"]["heading"]
    return (
        f'<text class="region-heading" x="{x + 8:.2f}" y="{y + size + 3:.2f}" font-size="{size}" font-weight="bold" '
        f'stroke="{style.colour("region")}" stroke-width="3" stroke-linejoin="round" paint-order="stroke">'
        f"{escape(text.text or '')}</text>"
    )


def _data(group: ET.Element, **values: str) -> None:
    for name, value in values.items():
        group.set(f"data-{name}", visible(value))


def _bounds(group: ET.Element) -> tuple[float, float, float, float]:
    values: list[float] = []
    for part in group.iter():
        values += [float(value) for value in _NUMBER.findall(part.get("points", "") + " " + part.get("d", ""))]
    return min(values[::2]), min(values[1::2]), max(values[::2]), max(values[1::2])


def _signs(
    marked: Sequence[tuple[ET.Element, Edge]], boxes: Sequence[tuple[float, float, float, float]], style: Style
) -> str:
    """Draw the marks of disputed and negated claims on their lines, where no box and no other mark is."""
    found: list[tuple[float, float]] = []
    parts = []
    for group, edge in marked:
        path = group.find(f"{_SVG}path")
        if path is None:
            continue
        points = [_on_path(path.get("d", ""), share) for share in _PLACES]

        def room(point: tuple[float, float]) -> float:
            around = [_distance(point, box) for box in boxes]
            around += [abs(point[0] - x) + abs(point[1] - y) - 8 for x, y in found]
            return min([12.0, *around])

        x, y = max(points, key=room)
        found.append((x, y))
        colour = style.colour(edge_look(edge, style)["colour"])
        mark = style.data["marks"][edge.mark]
        sign = legend.mark_sign(x, y, mark["text"], colour, style)
        parts.append(f'<g class="mark" data-edge="{escape(edge.iri)}">{sign}</g>')
    return "".join(parts)


def _distance(point: tuple[float, float], box: tuple[float, float, float, float]) -> float:
    across = max(box[0] - point[0], 0, point[0] - box[2])
    down = max(box[1] - point[1], 0, point[1] - box[3])
    return float((across * across + down * down) ** 0.5)


def _on_path(path: str, share: float) -> tuple[float, float]:
    """A point of a chain of cubic curves, by number of the curve."""
    values = [float(value) for value in _NUMBER.findall(path)]
    points = list(zip(values[::2], values[1::2], strict=False))
    curves = max(1, (len(points) - 1) // 3)
    place = share * curves
    number = min(int(place), curves - 1)
    t = place - number
    a, b, c, d = points[3 * number : 3 * number + 4]
    mix = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3]
    x, y = (sum(weight * point[axis] for weight, point in zip(mix, (a, b, c, d), strict=True)) for axis in (0, 1))
    return x, y
