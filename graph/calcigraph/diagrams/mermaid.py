"""A model as Mermaid, for pages that draw it themselves, such as those of GitHub."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calcigraph.diagrams.dot import edge_look, look, words
from calcigraph.errors import visible
from calcigraph.namespaces import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calcigraph.diagrams.model import Edge, Model, Node
    from calcigraph.diagrams.style import Style

_BOXES = {
    "octagon": ("{{", "}}"),
    "note": ("[/", "/]"),
    "component": ("[[", "]]"),
    "parallelogram": ("[/", "/]"),
    "tab": (">", "]"),
    "folder": ("[(", ")]"),
}
_LINES = {"": ("--", "--"), "thick": ("==", "=="), "dash": ("-.", ".-")}


def mermaid(models: Sequence[Model], title: str, style: Style) -> str:
    """Write models in Mermaid, each in a box of its own where there are several.

    Args:
        models: one or more.
        title: of the chart.
        style: the style.

    Returns:
        A flow chart. The sign stands in the head (arrow or cross) and in the colour of the line, the certainty in its
        stroke; Mermaid has no further stroke, so low and very low look the same.

    Example:
        >>> from calcigraph.diagrams.model import Model, Node
        >>> from calcigraph.diagrams.style import Style
        >>> print(mermaid([Model("one", "", (Node("urn:a", "a <b>"),), ())], "one", Style()).splitlines()[-2])
          n0["a #lt;b#gt;"]:::other
    """
    way = "TD" if models[0].rank == "TB" else "LR"
    lines = ["---", f"title: {_yaml(title)}", "---", f"flowchart {way}"]
    looks: dict[str, str] = {}
    colours: dict[str, list[str]] = {}
    count = 0
    for panel, model in enumerate(models):
        several = len(models) > 1
        prefix = f"p{panel}n" if several else "n"
        if several:
            lines += [f'  subgraph p{panel}["{text(model.title)}"]', f"  direction {way}"]
        names = {node.iri: f"{prefix}{number}" for number, node in enumerate(model.nodes)}
        for node in model.nodes:
            name, look_, box = _box(node, style)
            looks[name] = look_
            lines.append(f"  {names[node.iri]}{box}:::{name}")
        for edge in model.edges:
            lines.append(f"  {names[edge.source]} {_arrow(edge, style)} {names[edge.target]}")
            colours.setdefault(style.colour(edge_look(edge, style)["colour"]), []).append(str(count))
            count += 1
        if several:
            lines.append("  end")
    lines += [f"  classDef {name} {value}" for name, value in sorted(looks.items())]
    lines += [f"  linkStyle {','.join(numbers)} stroke:{colour}" for colour, numbers in sorted(colours.items())]
    # The claims by line, for those who read the source.
    lines += [f"  %% {shorten(edge.iri)}: {edge.verdict}" for model in models for edge in model.edges if edge.status]
    return "\n".join(lines) + "\n"


def _box(node: Node, style: Style) -> tuple[str, str, str]:
    """Class of a box, the look of that class, and the box."""
    drawn = look(node, style)
    name = (f"answer_{node.response}" if node.response else drawn["name"]).replace(" ", "_")
    opening, closing = ("([", "])") if drawn.get("rounded") else _BOXES.get(drawn["shape"], ("[", "]"))
    label = text(f"{drawn['prefix']} {node.label}".strip())
    colours = f"fill:{drawn['fill']},color:{drawn['text']},stroke:{style.colour('outline')}"
    return name, colours, f'{opening}"{label}"{closing}'


def text(label: str) -> str:
    """Make a label that Mermaid takes literally.

    Args:
        label: any text.

    Returns:
        It, with what Mermaid would interpret as entities.

    Example:
        >>> text('a "b"')
        'a #quot;b#quot;'
    """
    found = visible(label).replace("&", "&amp;").replace("#", "#35;").replace("&amp;", "#amp;")
    for sign, name in (('"', "quot"), ("<", "lt"), (">", "gt"), ("`", "96"), ("\n", "")):
        found = found.replace(sign, f"#{name};" if name else "<br/>")
    return found


def _yaml(title: str) -> str:
    import json

    return json.dumps(visible(title), ensure_ascii=False)


def _arrow(edge: Edge, style: Style) -> str:
    head = {"tee": "x", "none": "-", "odot": "o", "dot": "o", "odiamond": "x"}.get(edge_look(edge, style)["arrow"], ">")
    level: dict[str, Any] = style.certainty(edge.certainty) if edge.status else {"width": 1.4, "dash": ""}
    start, end = _LINES["dash" if level["dash"] else "thick" if level["width"] > 2 else ""]
    label = "" if edge.sign or not edge.predicate else f'"{text(words(edge.predicate))}"'
    if edge.negated:
        label = f'"{text("not: " + words(edge.predicate))}"'
    elif edge.mark:
        label = f'"{text(style.data["marks"][edge.mark]["text"])}"'
    if not label:
        return {"--": f"--{head}" if head != "-" else "---", "==": f"=={head}", "-.": f"-.-{head}"}[start].replace(
            "==-", "==="
        )
    return f"{start} {label} {end}{head}"
