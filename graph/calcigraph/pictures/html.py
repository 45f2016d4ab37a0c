"""A picture as one page that needs nothing else: the drawing, what stands behind it, and a script to explore it.

The page asks nothing of the network: a policy in it forbids that, and lets only its own script and style run, by their
digests. Colours are variables, so that one drawing serves the light and the dark theme.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from string import Template
from typing import TYPE_CHECKING, Any

from calcigraph.diagrams.lettering import width
from calcigraph.diagrams.style import Style, read_style
from calcigraph.knowledge.evidence import NO_ADVICE
from calcigraph.namespaces import shorten
from calcigraph.pictures.legend import entries
from calcigraph.pictures.packing import packed
from calcigraph.pictures.pagedata import page_data
from calcigraph.store.markup import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph.pictures.sheet import Sheet

SCRIPTS = ("network.js", "view.js", "panel.js", "controls.js", "explorer.js")
_SHIFT = re.compile(r"-?\d+(?:\.\d+)?")
_FINE = re.compile(r"-?\d+\.\d+")
_ABOVE, _BELOW = 12.0, 24.0  # points around the body; buttons stand at the lower edge
_SVG = "{http://www.w3.org/2000/svg}"
_CODE = re.compile(r'(?<==")#c0([0-9a-f]{4})(?=")')


class Coded(Style):
    """The style with a code in the place of every colour, for both themes at once.

    Example:
        >>> Coded().colour("ground")
        '#c00000'
    """

    def pick(self, pair: list[str]) -> str:
        """Choose the code of a pair of colours.

        Args:
            pair: light and dark.

        Returns:
            A code that a layout engine takes for a colour.
        """
        return f"#c0{colour_pairs()[pair[0], pair[1]]:04x}"


@lru_cache(maxsize=1)
def colour_pairs() -> dict[tuple[str, str], int]:
    """Number every pair of colours of the style.

    Returns:
        Light and dark colour to the number that ``Coded`` draws for it.

    Example:
        >>> colour_pairs()["#FFFFFF", "#14171C"]
        0
    """
    found: dict[tuple[str, str], int] = {}
    for light, dark in _walk(read_style()):
        found.setdefault((light, dark), len(found))
    return found


def _walk(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return
    if len(value) == 2 and all(isinstance(each, str) and each.startswith("#") for each in value):
        yield value[0], value[1]
        return
    for each in value:
        yield from _walk(each)


def page(picture: Sheet) -> str:
    """Write a picture as a page.

    Args:
        picture: the picture. One in the dark theme opens dark; else the page follows the reader's choice.

    Returns:
        A whole file.

    Raises:
        Unavailable: the layout library is not installed.

    Example:
        >>> page(kg.draw("neighbourhood", "MGP synthesis")).splitlines()[0]
        '<!doctype html>'
    """
    from dataclasses import replace

    coded = Coded()
    own = bool(picture.forest or picture.funnel or picture.story)  # with heading, key and note of its own
    drawing = inline(replace(picture, style=coded).svg(), whole=own)
    data = page_data(picture)
    evidence = data.pop("evidence")
    script = "(() => {\n" + '"use strict";\n' + "\n".join(_asset(name) for name in SCRIPTS) + "})();\n"
    css = _colours() + _asset("explorer.css")
    policy = (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(css)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return Template(_asset("page.html")).substitute(
        theme=' data-theme="dark"' if picture.style.theme == "dark" else "",
        kind=picture.kind,
        policy=policy,
        title=escape(picture.title),
        css=css,
        svg=drawing,
        network=" hidden" if own or not any(edge.status for model in picture.models for edge in model.edges) else "",
        legend="" if own else _legend(picture, coded),
        advice=escape(NO_ADVICE),
        data=as_json(data),
        script=script,
        evidence=packed(evidence),
    )


def inline(svg: str, *, whole: bool = True) -> str:
    """Prepare a drawing in codes for the page.

    Args:
        svg: as ``Coded`` draws it.
        whole: keep heading, legend and note, which the page says elsewhere.

    Returns:
        The drawing with variables for colours, ``data-id`` on what can be selected, ``data-of`` on its marks, and the
        width that each line of text was measured to have, so that it fits its box in any font.

    Example:
        >>> inline('<svg xmlns="http://www.w3.org/2000/svg"><path fill="#c00001"/></svg>')
        '<svg xmlns="http://www.w3.org/2000/svg" role="group"><path fill="var(--c1)" /></svg>'
    """
    ET.register_namespace("", _SVG[1:-1])
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    size = float(root.get("font-size", 12))
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.set("role", "group")
    if not whole:
        _crop(root)
    for part in root.iter():
        part.tail = None
        for name in ("d", "points"):
            if name in part.attrib:  # a tenth of a point is finer than any screen
                part.set(name, _FINE.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), part.attrib[name]))
        for name in ("fill", "stroke"):
            if part.get(name, "").startswith("#c0"):
                part.set(name, f"var(--c{int(part.get(name, '')[3:], 16)})")
        if part.tag == f"{_SVG}text" and part.text:
            bold = part.get("font-weight") == "bold"
            measured = width(part.text, float(part.get("font-size", size)), bold=bold)
            part.attrib |= {"textLength": f"{measured:.1f}", "lengthAdjust": "spacingAndGlyphs"}
        elif part.tag == f"{_SVG}g":
            _mark(part)
    _inherit(root)
    return ET.tostring(root, encoding="unicode")


def _mark(group: ET.Element) -> None:
    """Say of a group only what the script needs: what it stands for, and that it can be selected."""
    if mark := group.attrib.pop("data-edge", None):
        group.set("data-of", shorten(mark))
    iri = group.get("data-iri")
    if not iri:
        return
    for name in [name for name in group.attrib if name == "id" or name.startswith("data-")]:
        del group.attrib[name]
    group.set("data-id", shorten(iri))
    classes = group.get("class", "").split()
    if "edge" not in classes or any(name.startswith("status-") for name in classes):
        group.set("role", "button")  # the script makes it one


def _inherit(root: ET.Element) -> None:
    """Say once of a line and its arrow what both are drawn with, when every shape has its colour."""
    for group in root.iter(f"{_SVG}g"):
        shapes = [part for part in group if part.tag != f"{_SVG}title"]
        for name in ("stroke", "stroke-width"):
            values = {part.get(name) for part in shapes}
            if len(shapes) > 1 and len(values) == 1 and (value := values.pop()):
                group.set(name, value)
                for part in shapes:
                    del part.attrib[name]


def _crop(root: ET.Element) -> None:
    """Keep the body of a drawing, and as much of the page as it takes."""
    sheet = next(part for part in root if part.tag == f"{_SVG}g")
    parts = {part.get("class"): part for part in sheet}
    shift, top, bottom = (
        float(_SHIFT.findall(part.get("transform", ""))[-1]) for part in (sheet, parts["body"], parts["legend"])
    )
    for part in (*(parts[name] for name in ("heading", "legend", "note")), *root.findall(f"{_SVG}rect")):
        (root if part.tag == f"{_SVG}rect" else sheet).remove(part)
    across = root.get("viewBox", "").split()[2]
    root.set("viewBox", f"0 {shift + top - _ABOVE:.2f} {across} {bottom - top + _ABOVE + _BELOW:.2f}")


def as_json(data: object) -> str:
    """Write data so that no markup in it can end the element that holds it.

    Args:
        data: plain values.

    Returns:
        JSON without angle brackets and ampersands.

    Example:
        >>> as_json({"label": "</script>"})
        '{"label":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _asset(name: str) -> str:
    from importlib.resources import files

    return files("calcigraph").joinpath("pictures", "explorer", name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _colours() -> str:
    """The colours of the style as variables, for both themes."""
    named = {name.replace("_", "-"): tuple(pair) for name, pair in read_style()["colours"].items()}
    pairs = {**{f"c{number}": pair for pair, number in colour_pairs().items()}, **named}
    light, dark = ("".join(f"--{name}:{pair[theme]};" for name, pair in pairs.items()) for theme in (0, 1))
    return (
        f":root{{color-scheme:light;{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{color-scheme:dark;{dark}}}}}\n"
        f":root[data-theme=dark]{{color-scheme:dark;{dark}}}\n"
    )


def _legend(picture: Sheet, coded: Style) -> str:
    """The legend as a list; a forest plot keeps its own in the drawing."""
    rows = "".join(
        f'<li><svg viewBox="-1 -10 38 20" width="38" height="20" aria-hidden="true">{entry.sample}</svg>'
        f"<span>{escape(entry.text)}</span></li>"
        for entry in (entries(picture.models, coded) if picture.models else ())
    )
    drawn = _CODE.sub(lambda found: f"var(--c{int(found[1], 16)})", rows)
    return f'<ul class="legend-list">{drawn}</ul>' if drawn else ""
