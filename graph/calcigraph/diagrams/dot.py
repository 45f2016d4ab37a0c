"""A model as DOT, the one source of every laid out picture.

Every box has a fixed size, measured with the font that the package brings, so that no layout engine has to guess.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from calcigraph.diagrams.lettering import width, wrap
from calcigraph.diagrams.model import Edge, Model, Node, element_id
from calcigraph.errors import visible
from calcigraph.namespaces import shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calcigraph.diagrams.style import Style

WRAP = 130.0  # points, where the style says nothing else
WIDE = 230.0  # for results and statements
_INCH = 72.0
_WIDEST = "▲"
_PLAIN: dict[str, Any] = {"width": 1.2, "dash": ""}


class Box(NamedTuple):
    """A box before it has a place: its lines and its size in points."""

    lines: tuple[str, ...]
    width: float
    height: float


class Place(NamedTuple):
    """Where a box or a region is: its centre from the lower left corner, and its size, in points."""

    x: float
    y: float
    width: float
    height: float


def look(node: Node, style: Style) -> dict[str, Any]:
    """Find out how a box is drawn.

    Args:
        node: the box.
        style: the style.

    Returns:
        ``name``, ``shape``, ``fill``, ``text`` (colour), ``prefix`` and what else the style says.

    Example:
        >>> from calcigraph.diagrams.style import Style
        >>> look(Node("urn:a", "a", frozenset({"Drug"})), Style())["shape"]
        'octagon'
    """
    kind: dict[str, Any]
    if node.evidence:
        kind = {"name": node.evidence, "shape": "box", **style.data["evidence"][node.evidence]}
    else:
        kind = style.kind(node.classes)
    found = {**kind, "fill": style.pick(kind["fill"]), "text": style.colour("text"), "prefix": ""}
    if node.response:
        answer = style.response(node.response)
        found |= {"fill": style.pick(answer["fill"]), "prefix": answer["text"], "dash": answer.get("dash", "")}
        if answer.get("invert"):
            found["text"] = style.colour("ground")
    return found


def box(node: Node, style: Style, limit: float = 0.0, *, room: bool = False) -> Box:
    """Measure a box.

    Args:
        node: the box.
        style: the style.
        limit: widest line in points; 0 for what is usual.
        room: leave room for the widest sign of an answer, so that the box is the same whatever the answer.

    Returns:
        Its lines and size.

    Example:
        >>> from calcigraph.diagrams.style import Style
        >>> box(Node("urn:a", "vascular smooth muscle calcification"), Style(), 110).lines
        ('vascular smooth', 'muscle calcification')
    """
    drawn = look(node, style)
    limit = limit or (WIDE if node.evidence else WRAP)
    bold = node.focus
    sign = _WIDEST if room and node.response else drawn["prefix"]
    text = f"{sign} {node.label}".strip()
    lines = [line for part in text.split("\n") for line in wrap(part, limit, style.size, bold=bold)]
    wide = max(width(line, style.size, bold=bold) for line in lines)
    lines[0] = f"{drawn['prefix']} {lines[0].removeprefix(sign).strip()}".strip()
    across, down = drawn.get("pad", style.data["pad"])
    if node.focus:  # its outline is thicker
        across, down = across + 3, down + 3
    return Box(tuple(lines), round(wide + 2 * across, 1), round(len(lines) * style.leading + 2 * down, 1))


def quote(text: str) -> str:
    """Put text into a DOT string that Graphviz takes literally.

    Args:
        text: any text.

    Returns:
        It, in quotes; no escape sequence and no entity is left to interpret.

    Example:
        >>> print(quote('a "b" & c'))
        "a \\"b\\" &amp; c"
    """
    return '"' + visible(text).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") + '"'


def _attributes(values: Mapping[str, object]) -> str:
    return " ".join(f"{name}={value}" for name, value in values.items())


def node_line(node: Node, style: Style, size: Box, place: Place | None = None) -> str:
    """Write a box in DOT.

    Args:
        node: the box.
        style: the style.
        size: its measure.
        place: where it is, if that is fixed.

    Returns:
        One line.
    """
    drawn = look(node, style)
    styles = ["filled"] + (["rounded"] if drawn.get("rounded") else []) + (["dashed"] if drawn.get("dash") else [])
    label = "\\n".join(quote(line)[1:-1] for line in size.lines)
    classes = f"kind-{drawn['name']} response-{node.response}" if node.response else f"kind-{drawn['name']}"
    values: dict[str, object] = {
        "id": quote(element_id("node", node.curie)),
        "class": quote(classes.replace(" ", "_").replace("_response", " response")),
        "label": f'"{label}"',
        "shape": drawn["shape"],
        "style": f'"{",".join(styles)}"',
        "fillcolor": f'"{drawn["fill"]}"',
        "color": f'"{style.colour("focus" if node.focus else "outline")}"',
        "fontcolor": f'"{drawn["text"]}"',
        "penwidth": 2.4 if node.focus else 1.8 if drawn.get("heavy") else 1,
        "width": round(size.width / _INCH, 4),
        "height": round(size.height / _INCH, 4),
    }
    if node.focus:
        values["fontname"] = '"Arial bold"'
    if place:
        values["pos"] = f'"{place.x:.2f},{place.y:.2f}"'
        if drawn["shape"] == "octagon":
            values["shape"] = "box"  # Graphviz cuts more off than the picture does, and would draw lines over the rest
    return f"{quote(node.curie)} [{_attributes(values)}];"


def edge_line(edge: Edge, style: Style, *, labelled: bool = True) -> str:
    """Write a line of the picture in DOT.

    Args:
        edge: the line.
        style: the style.
        labelled: write the predicate beside it where the legend cannot tell.

    Returns:
        One line.
    """
    relation = edge_look(edge, style)
    level = style.certainty(edge.certainty) if not edge.evidence else _PLAIN
    dash = {"": "solid"}.get(level["dash"], "dotted" if level["dash"].startswith("1 ") else "dashed")
    values: dict[str, object] = {
        "id": quote(element_id("edge", edge.curie)),
        "class": quote(" ".join(edge_classes(edge, relation["name"]))),
        "color": f'"{style.colour(relation["colour"])}"',
        "arrowhead": relation["arrow"],
        "penwidth": level["width"],
        "style": dash,
    }
    if edge.limiting:
        values |= {"dir": "both", "arrowtail": style.data["limiting"]["tail"]}
    if edge.back:
        values |= {"dir": "back", "arrowtail": relation["arrow"], "arrowhead": "none"}
    if edge.span > 1:
        values["minlen"] = edge.span
    if labelled and relation["name"] in ("none", "negated") and edge.predicate:
        values |= {"label": quote(words(edge.predicate)), "fontcolor": f'"{style.colour("muted")}"'}
    return f"{quote(shorten(edge.source))} -> {quote(shorten(edge.target))} [{_attributes(values)}];"


def edge_look(edge: Edge, style: Style) -> dict[str, Any]:
    """Find out how a line is drawn.

    Args:
        edge: the line.
        style: the style.

    Returns:
        ``name``, ``colour``, ``arrow`` and ``legend``.

    Example:
        >>> from calcigraph.diagrams.style import Style
        >>> edge_look(Edge("urn:c", "urn:a", "urn:b", "a lowers b", "decreases", -1), Style())["arrow"]
        'tee'
    """
    if edge.evidence:
        return {"name": edge.evidence, **style.data["evidence"][edge.evidence]}
    if edge.negated:
        return {"name": "negated", **style.data["signs"]["none"]}
    return style.relation(edge.predicate, edge.sign)


def edge_classes(edge: Edge, name: str) -> list[str]:
    """List the CSS classes of a line.

    Args:
        edge: the line.
        name: of its look.

    Returns:
        Classes for sign, certainty and status.

    Example:
        >>> edge_classes(Edge("urn:c", "urn:a", "urn:b", "", "decreases", -1, "contested", "very low"), "negative")
        ['sign-negative', 'certainty-very-low', 'status-contested']
    """
    found = [f"sign-{name}"]
    if edge.status:
        found += [f"certainty-{edge.certainty or 'none'}", f"status-{edge.status}"]
    return [each.replace(" ", "-") for each in found]


def words(name: str) -> str:
    """Turn a local name into words.

    Args:
        name: in camel case.

    Returns:
        The words.

    Example:
        >>> words("cautionFor")
        'caution for'
    """
    return "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name).strip()


def head(style: Style, **graph: object) -> str:
    """Write the beginning of a graph in DOT.

    Args:
        style: the style.
        graph: further attributes of the graph.

    Returns:
        Its opening lines.
    """
    size = style.size
    attributes = {
        "bgcolor": '"transparent"',
        "fontname": '"Arial"',
        "fontsize": size,
        "outputorder": "edgesfirst",
        "pad": 0.03,
    }
    return (
        f"digraph calcigraph {{\ngraph [{_attributes(attributes | graph)}];\n"
        f'node [fontname="Arial" fontsize={size} fixedsize=true margin=0];\n'
        f'edge [fontname="Arial" fontsize={size} arrowsize=0.7];'
    )


def plain(model: Model, style: Style) -> str:
    """Write a model in DOT, places left to the engine.

    Args:
        model: the model.
        style: the style.

    Returns:
        DOT for the engine ``dot``.

    Example:
        >>> from calcigraph.diagrams.style import Style
        >>> plain(Model("none", "", (), ()), Style()).endswith("}")
        True
    """
    apart = {"ranksep": 0.35, "nodesep": 0.1} if model.tight else {"ranksep": 0.55, "nodesep": 0.22}
    lines = [head(style, rankdir=model.rank, **apart)]
    size = {node.iri: box(node, style, 0.0 if node.evidence else model.wrap, room=model.tight) for node in model.nodes}
    grouped = {iri: name for name, iris in model.groups.items() for iri in iris}
    for number, name in enumerate(model.groups):
        lines.append(f"subgraph cluster_{number} {{ {_cluster(name, style)}")
        lines += [node_line(node, style, size[node.iri]) for node in model.nodes if grouped.get(node.iri) == name]
        lines.append("}")
    lines += [node_line(node, style, size[node.iri]) for node in model.nodes if node.iri not in grouped]
    lines += [edge_line(edge, style) for edge in model.edges]
    return "\n".join([*lines, "}"])


def _cluster(label: str, style: Style) -> str:
    return _attributes(
        {
            "label": quote(label),
            "style": '"filled"',
            "fillcolor": f'"{style.colour("region")}"',
            "color": f'"{style.colour("region_line")}"',
            "fontcolor": f'"{style.colour("text")}"',
            # Graphviz takes a heading for regular text; the size makes it leave room for bold.
            "fontsize": 1.2 * style.data["font"]["heading"],
            "labeljust": '"l"',
            "margin": 10,
        }
    )


# A little lower than letters: the engine draws all lines straight where two boxes, with a margin of a point each, touch.
_SPARED = 0.0


def _kept_free(name: str, label: str, left: float, top: float, style: Style) -> str:
    """A box that nobody sees, where the heading of a region stands: lines are led around it."""
    size = style.data["font"]["heading"]
    wide = width(label, size, bold=True) + 4
    values = {
        "label": '""',
        "style": "invis",
        "shape": "box",
        "width": round(wide / _INCH, 4),
        "height": round((size - 2 * _SPARED) / _INCH, 4),
        "pos": f'"{left + 6 + wide / 2:.2f},{top - 4 - size / 2:.2f}"',
    }
    return f'"heading {name}" [{_attributes(values)}];'


def placed(
    model: Model,
    style: Style,
    boxes: Mapping[str, Box],
    places: Mapping[str, Place],
    regions: Mapping[str, tuple[str, Place]],
) -> str:
    """Write a model in DOT with the places of boxes and regions.

    Args:
        model: the model.
        style: the style.
        boxes: IRI to measure.
        places: IRI to place.
        regions: name of a region to its label and place.

    Returns:
        DOT for the engine ``nop`` (``neato -n``), which only routes the lines.
    """
    wide = max(place.x + place.width / 2 for _, place in regions.values())
    high = max(place.y + place.height / 2 for _, place in regions.values())
    lines = [head(style, splines="true", esep='"+1"', bb=f'"0,0,{wide:.2f},{high:.2f}"')]
    for name, (label, (x, y, w, h)) in regions.items():
        corners = f'bb="{x - w / 2:.2f},{y - h / 2:.2f},{x + w / 2:.2f},{y + h / 2:.2f}"'
        lines.append(
            f'subgraph "cluster_{name}" {{ {_cluster(label, style)} {corners} lp="{x:.2f},{y + h / 2 - 9:.2f}"'
        )
        lines += [
            node_line(node, style, boxes[node.iri], places[node.iri]) for node in model.nodes if node.region == name
        ]
        lines += ["}", _kept_free(name, label, x - w / 2, y + h / 2, style)]
    lines += [edge_line(edge, style, labelled=False) for edge in model.edges]
    return "\n".join([*lines, "}"])
