"""The property graph for other tools: GraphML, GEXF, Cytoscape.js, SIF, and the attributes they share."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from calcigraph.errors import visible
from calcigraph.exports import records
from calcigraph.exports.one_format import NO_EVIDENCE, Format
from calcigraph.namespaces import shorten
from calcigraph.store.markup import attribute, content
from calcigraph.store.serialising import json_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calcigraph.exports.records import Edge, Node, Records
    from calcigraph.mechanism.slices import Slice
    from calcigraph.store.store import Store

    Attributes = dict[str, str | int | bool]

_BAR = "lists are one text, their values joined by '|'"


def node_attributes(node: Node) -> Attributes:
    """Flatten an entity.

    Args:
        node: the entity.

    Returns:
        Attributes by name; lists are joined by a bar, and all names are there for each entity.

    Example:
        >>> node_attributes(records.Node("https://w3id.org/calcigraph/id/mk-7", "MK-7"))["curie"]
        'id:mk-7'
    """
    return {
        "iri": node.iri,
        "curie": node.curie,
        "label": node.label,
        "classes": "|".join(node.classes),
        "definition": node.definition,
        "synonyms": "|".join(node.synonyms),
        "endpoint": node.endpoint,
        **{kind: "|".join(map(shorten, node.matches.get(kind, ()))) for kind in records.MATCHES[:3]},
    }


def edge_attributes(edge: Edge, found: Records) -> Attributes:
    """Flatten a claim.

    Args:
        edge: the claim.
        found: the records it is of.

    Returns:
        Attributes by name, all names for each claim; ``sign`` is 1 or -1, and 0 for a claim without a sign.
    """
    labels, cited = found.labels, found.publications
    studies = {word: "|".join(sorted(cited[each] for each in each_side)) for word, each_side in edge.results.items()}
    return {
        "iri": edge.iri,
        "claim": edge.curie,
        "label": edge.label,
        "predicate": edge.predicate_name,
        "sign": edge.sign or 0,
        "negated": edge.negated,
        "directness": edge.directness,
        "status": edge.status,
        "certainty": edge.certainty,
        "in_force": edge.in_force,
        "limiting": edge.limiting,
        "holds": edge.holds,
        "strength": edge.strength,
        "dimension": edge.dimension,
        "doubts": "|".join(edge.doubts),
        "tissues": "|".join(labels[each] for each in edge.tissues),
        "population": labels.get(edge.population, ""),
        "endpoint": edge.endpoint,
        "qualifier": edge.qualifier,
        "note": edge.note,
        "supporting": edge.supporting,
        "refuting": edge.refuting,
        "no_effect": edge.null,
        "cited": "|".join(sorted(cited[each] for each in edge.cited)),
        "supported_by": studies.get("supports", ""),
        "refuted_by": studies.get("refutes", ""),
        "no_effect_in": studies.get("null", ""),
    }


def _graphml(store: Store, part: Slice | None) -> bytes:
    found = records.read(store, part)
    nodes, edges = _attributes(found)
    kinds = [(scope, each) for scope, rows in (("node", nodes), ("edge", edges)) for each in _kinds(rows, "long")]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        *(
            f'<key id="{scope}-{name}" for="{scope}" attr.name="{name}" attr.type="{kind}"/>'
            for scope, (name, kind) in kinds
        ),
        '<graph edgedefault="directed">',
    ]
    for curie, data in nodes.items():
        lines += [f"<node id={attribute(curie)}>", *_data("node", data), "</node>"]
    for edge in found.edges:
        ends = f"source={attribute(shorten(edge.subject))} target={attribute(shorten(edge.object))}"
        lines += [f"<edge id={attribute(edge.curie)} {ends}>", *_data("edge", edges[edge.curie]), "</edge>"]
    return "\n".join([*lines, "</graph>", "</graphml>", ""]).encode()


def _data(scope: str, values: Mapping[str, str | int | bool]) -> list[str]:
    return [f'<data key="{scope}-{name}">{content(_lexical(value))}</data>' for name, value in values.items()]


def _gexf(store: Store, part: Slice | None) -> bytes:
    found = records.read(store, part)
    nodes, edges = _attributes(found)
    # A label is a part of GEXF itself.
    names = {row["curie"]: str(row.pop("label")) for row in nodes.values()}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">',
        f"<meta><creator>calcigraph</creator><description>{content(found.title)}</description></meta>",
        '<graph defaultedgetype="directed" mode="static">',
    ]
    sentences = {name: str(row.pop("label")) for name, row in edges.items()}
    for scope, rows in (("node", nodes), ("edge", edges)):
        lines.append(f'<attributes class="{scope}" mode="static">')
        lines += [
            f'<attribute id="{scope}-{name}" title="{name}" type="{kind}"/>' for name, kind in _kinds(rows, "integer")
        ]
        lines.append("</attributes>")
    lines.append("<nodes>")
    for curie, data in nodes.items():
        lines += [f"<node id={attribute(curie)} label={attribute(names[curie])}>", *_values("node", data), "</node>"]
    lines += ["</nodes>", "<edges>"]
    for edge in found.edges:
        ends = f"source={attribute(shorten(edge.subject))} target={attribute(shorten(edge.object))}"
        label = attribute(sentences[edge.curie])
        lines.append(f"<edge id={attribute(edge.curie)} {ends} label={label}>")
        lines += [*_values("edge", edges[edge.curie]), "</edge>"]
    return "\n".join([*lines, "</edges>", "</graph>", "</gexf>", ""]).encode()


def _values(scope: str, values: Mapping[str, str | int | bool]) -> list[str]:
    written = [f'<attvalue for="{scope}-{name}" value={attribute(_lexical(value))}/>' for name, value in values.items()]
    return ["<attvalues>", *written, "</attvalues>"]


def _attributes(found: Records) -> tuple[dict[str, Attributes], dict[str, Attributes]]:
    nodes = {node.curie: node_attributes(node) for node in found.nodes}
    return nodes, {edge.curie: edge_attributes(edge, found) for edge in found.edges}


def _kinds(rows: Mapping[str, Attributes], number: str) -> list[tuple[str, str]]:
    first = next(iter(rows.values()), {})
    words = {bool: "boolean", int: number, str: "string"}
    return [(name, words[type(value)]) for name, value in first.items()]


def _lexical(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cytoscape_js(store: Store, part: Slice | None) -> bytes:
    found = records.read(store, part)
    nodes = [{"data": {"id": node.curie, "name": node.label, **node_attributes(node)}} for node in found.nodes]
    edges: list[dict[str, Any]] = []
    for edge in found.edges:
        ends = {"id": edge.curie, "source": shorten(edge.subject), "target": shorten(edge.object)}
        edges.append({"data": {**ends, "interaction": edge.predicate_name, **edge_attributes(edge, found)}})
    head = json.dumps({"name": found.title}, ensure_ascii=False)
    text = f'{{"data": {head},\n"elements": {{\n"nodes": {json_lines(nodes)},\n"edges": {json_lines(edges)}}}}}\n'
    return text.encode()


def _sif(store: Store, part: Slice | None) -> bytes:
    found = records.read(store, part)
    lines = []
    for edge in found.edges:
        relation = f"not {edge.predicate_name}" if edge.negated else edge.predicate_name
        lines.append("\t".join(map(_cell, (found.labels[edge.subject], relation, found.labels[edge.object]))))
    ends = {end for edge in found.edges for end in (edge.subject, edge.object)}
    lines += [_cell(node.label) for node in found.nodes if node.iri not in ends]
    return "".join(f"{line}\n" for line in sorted(lines)).encode()


def _cell(text: str) -> str:
    return visible(" ".join(text.split()))


_CARRIES = (
    "Entities with names, classes and identifiers; claims with sign, verdict, tissue and the sources on each side."
)
FORMATS = (
    Format("graphml", "GraphML", (".graphml",), _CARRIES, (NO_EVIDENCE, _BAR), _graphml),
    Format("gexf", "GEXF 1.2", (".gexf",), _CARRIES, (NO_EVIDENCE, _BAR), _gexf),
    Format("cyjs", "Cytoscape.js JSON", (".cyjs", ".json"), _CARRIES, (NO_EVIDENCE, _BAR), _cytoscape_js),
    Format(
        "sif",
        "SIF",
        (".sif",),
        "The label of the subject, the predicate and the label of the object of each claim; lone entities by label.",
        (
            "verdicts, tissues and sources are left out, and so is which claims are in force",
            "two claims with the same ends and predicate become two equal lines",
            "negation is kept in the name of the relation alone, such as 'not increases'",
            NO_EVIDENCE,
        ),
        _sif,
    ),
)
