"""CX2 for Cytoscape and NDEx, drawn in the style of the pictures."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from calcigraph.exports import records
from calcigraph.exports.network_files import edge_attributes, node_attributes
from calcigraph.exports.one_format import NO_EVIDENCE, Format
from calcigraph.store.serialising import json_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calcigraph.diagrams.style import Style
    from calcigraph.mechanism.slices import Slice
    from calcigraph.store.store import Store

_LISTS = frozenset(
    (
        "classes",
        "synonyms",
        *records.MATCHES,
        "doubts",
        "tissues",
        "cited",
        "supported_by",
        "refuted_by",
        "no_effect_in",
    )
)
# The style speaks of shapes as Graphviz does; CX2 has fewer.
_SHAPES = {"octagon": "octagon", "box": "rectangle", "component": "hexagon", "cds": "parallelogram"}
_ARROWS = {"tee": "tee", "odiamond": "diamond", "dot": "circle", "odot": "circle", "none": "none"}
_DEFAULT_SHAPE, _DEFAULT_ARROW = "rectangle", "triangle"


def _cx2(store: Store, part: Slice | None) -> bytes:
    from calcigraph.diagrams.style import Style

    style = Style()
    found = records.read(store, part)
    numbers = {node.iri: number for number, node in enumerate(found.nodes)}
    nodes, edges = [], []
    for node in found.nodes:
        kind = style.kind(frozenset(node.kinds))["name"]
        nodes.append(
            {"id": numbers[node.iri], "v": _values({"name": node.label, **node_attributes(node), "kind": kind})}
        )
    for number, edge in enumerate(found.edges):
        look = "negated" if edge.negated else style.relation(edge.predicate_name, edge.sign)["name"]
        drawn = {"look": look, "weight": edge.certainty or "none", "interaction": edge.predicate_name}
        values = _values({**edge_attributes(edge, found), **drawn})
        edges.append({"id": number, "s": numbers[edge.subject], "t": numbers[edge.object], "v": values})
    network = {"name": found.title, "description": "From calcigraph; not medical advice."}
    aspects: list[tuple[str, list[Any]]] = [
        ("attributeDeclarations", [{"networkAttributes": _types([network]), **_declared(nodes, edges)}]),
        ("networkAttributes", [network]),
        ("nodes", nodes),
        ("edges", edges),
        ("visualProperties", [_look(style)]),
        ("visualEditorProperties", [{"properties": {"nodeSizeLocked": False, "arrowColorMatchesEdge": True}}]),
    ]
    counted = [{"name": name, "elementCount": len(content)} for name, content in aspects]
    whole: list[tuple[str, list[Any]]] = [
        ("metaData", counted),
        *aspects,
        ("status", [{"error": "", "success": True}]),
    ]
    head = json.dumps({"CXVersion": "2.0", "hasFragments": False})
    lines = [head, *(f'{{"{name}": {json_lines(content)}}}' for name, content in whole)]
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


def _values(attributes: Mapping[str, str | int | bool]) -> dict[str, Any]:
    """What there is: an attribute without a value is left out, and lists are lists."""
    return {
        name: str(value).split("|") if name in _LISTS else value for name, value in attributes.items() if value != ""
    }


def _declared(nodes: list[dict[str, Any]], edges: list[dict[str, Any]]) -> dict[str, Any]:
    return {"nodes": _types([each["v"] for each in nodes]), "edges": _types([each["v"] for each in edges])}


def _types(rows: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    words = {bool: "boolean", int: "integer", str: "string", list: "list_of_string"}
    return {name: {"d": words[type(value)]} for row in rows for name, value in row.items()}


def _look(style: Style) -> dict[str, Any]:
    kinds = {each["name"]: each for each in style.data["kinds"]}
    relations = {
        **{name: style.data["signs"][name] for name in style.data["signs"]},
        **style.data["predicates"],
        "negated": style.data["signs"]["none"],
    }
    levels = style.data["certainty"]
    return {
        "default": {
            "network": {"NETWORK_BACKGROUND_COLOR": style.colour("ground")},
            "node": {
                "NODE_BORDER_COLOR": style.colour("outline"),
                "NODE_BORDER_WIDTH": 1,
                "NODE_HEIGHT": 35,
                "NODE_LABEL_COLOR": style.colour("text"),
                "NODE_LABEL_FONT_SIZE": int(style.size),
                "NODE_LABEL_MAX_WIDTH": 120,
                "NODE_WIDTH": 130,
            },
            "edge": {"EDGE_CURVED": True, "EDGE_SOURCE_ARROW_SHAPE": "none"},
        },
        "nodeMapping": {
            "NODE_LABEL": _passed("label"),
            "NODE_BACKGROUND_COLOR": _mapped("kind", {name: style.pick(each["fill"]) for name, each in kinds.items()}),
            "NODE_SHAPE": _mapped("kind", {name: _shape(each) for name, each in kinds.items()}),
            "NODE_BORDER_WIDTH": _mapped("kind", {name: 2 if each.get("heavy") else 1 for name, each in kinds.items()}),
        },
        "edgeMapping": {
            "EDGE_LINE_COLOR": _mapped(
                "look", {name: style.colour(each["colour"]) for name, each in relations.items()}
            ),
            "EDGE_TARGET_ARROW_COLOR": _mapped(
                "look", {name: style.colour(each["colour"]) for name, each in relations.items()}
            ),
            "EDGE_TARGET_ARROW_SHAPE": _mapped(
                "look", {name: _ARROWS.get(each["arrow"], _DEFAULT_ARROW) for name, each in relations.items()}
            ),
            "EDGE_LABEL": _mapped("look", {"negated": style.data["marks"]["negated"]["text"]}),
            "EDGE_WIDTH": _mapped("weight", {name: each["width"] for name, each in levels.items()}),
            "EDGE_LINE_STYLE": _mapped("weight", {name: _line(each["dash"]) for name, each in levels.items()}),
        },
    }


def _shape(kind: Mapping[str, Any]) -> str:
    return "round-rectangle" if kind.get("rounded") else _SHAPES.get(kind["shape"], _DEFAULT_SHAPE)


def _line(dash: str) -> str:
    first = dash.partition(" ")[0]
    return "solid" if not first else "dashed" if float(first) > 2 else "dotted"


def _mapped(attribute: str, values: Mapping[str, str | float]) -> dict[str, Any]:
    found = [{"v": name, "vp": value} for name, value in sorted(values.items())]
    return {"type": "DISCRETE", "definition": {"attribute": attribute, "type": "string", "map": found}}


def _passed(attribute: str) -> dict[str, Any]:
    return {"type": "PASSTHROUGH", "definition": {"attribute": attribute, "type": "string"}}


FORMATS = (
    Format(
        "cx2",
        "Cytoscape CX2",
        (".cx2",),
        "Entities and claims with all their attributes, lists as lists, drawn in the style of the pictures.",
        (
            "there are no positions: the reader lays the network out",
            "CX2 has fewer shapes and arrows than the pictures; which is which can be read from kind and look",
            NO_EVIDENCE,
        ),
        _cx2,
    ),
)
