"""Drawings inside pages: in the colours of the reader's theme, and every box and line leads to its page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING

from calcigraph.knowledge.claims import read_claims
from calcigraph.operations import find
from calcigraph.pictures.draw import draw
from calcigraph.pictures.html import Coded, colour_pairs, inline
from calcigraph.web.addresses import path_of

if TYPE_CHECKING:
    from markupsafe import Markup

    from calcigraph.pictures.picture import Picture
    from calcigraph.store.store import Store
    from calcigraph.web.templating import Place

_SVG = "{http://www.w3.org/2000/svg}"
_WIDTH = re.compile(r"\S+ \S+ (\S+)")
_DEFAULTS = {each.name.removeprefix("draw "): each.defaults for each in find("draw").operations}


def neighbourhood(store: Store, iri: str, place: Place) -> Markup | None:
    """Draw what an entity acts on and what acts on it, one step around it.

    Args:
        store: the graph.
        iri: of the entity.
        place: of the page.

    Returns:
        The drawing, or None where no step of mechanism touches the entity.

    Example:
        >>> from calcigraph.web.templating import Place
        >>> "claim/warfarin-inhibits-vkorc1" in neighbourhood(store, kg.entity("VKORC1").iri, Place("id/vkorc1"))
        True
    """
    around = f"{{ ?claim cg:subject <{iri}> }} UNION {{ ?claim cg:object <{iri}> }}"
    if not any(claim.sign and claim.directness == "direct" for claim in read_claims(store, around)):
        return None
    return inline_drawing(_drawn(store, "neighbourhood", iri), place)


def forest(store: Store, iri: str, place: Place) -> Markup | None:
    """Draw the results on a claim as a forest plot.

    Args:
        store: the graph.
        iri: of the claim.
        place: of the page.

    Returns:
        The drawing, or None where no result has an effect with its interval.

    Example:
        >>> from calcigraph.web.templating import Place
        >>> forest(store, kg.claims("warfarin", "inhibits")[0].iri, Place()) is None
        True
    """
    picture = _drawn(store, "forest", iri)
    return inline_drawing(picture, place) if picture.forest and picture.forest.scales else None


def inline_drawing(picture: Picture, place: Place) -> Markup:
    """Write a picture as a part of a page.

    Args:
        picture: any picture of this package.
        place: of the page, from which the links in it lead.

    Returns:
        SVG in variables for colours, with links on everything that has a page; no style and no script is in it.

    Example:
        >>> from calcigraph.web.templating import Place
        >>> 'href="id/vitamin-k-epoxide"' in inline_drawing(kg.draw("neighbourhood", "VKORC1"), Place())
        True
    """
    from markupsafe import Markup

    root = ET.fromstring(inline(replace(picture, style=Coded()).svg()))  # noqa: S314 - our own drawing
    for parent in list(root.iter()):
        for number, part in enumerate(list(parent)):
            name = part.attrib.pop("data-id", "")
            part.attrib.pop("data-of", None)
            if not name:
                continue
            part.attrib.pop("role", None)
            path = path_of(name)
            if path and path != place.path:
                wrapped = ET.Element(f"{_SVG}a", {"href": place.link(path)})
                title = part.find(f"{_SVG}title")
                # Words in a box are its name; a line has none but what its title says.
                if title is not None and title.text and part.find(f".//{_SVG}text") is None:
                    wrapped.set("aria-label", title.text)
                parent.remove(part)
                wrapped.append(part)
                parent.insert(number, wrapped)
    wide = _WIDTH.match(root.get("viewBox", ""))
    if wide:
        root.set("class", f"drawing {'broad' if float(wide[1]) > 560 else 'slim'}")
        root.set("width", wide[1])
    text = ET.tostring(root, encoding="unicode").replace("<ns0:", "<").replace("</ns0:", "</")
    return Markup(text)  # noqa: S704 - a tree of elements, whose text is escaped


def colours() -> str:
    """Write the colours of drawings as variables, for both themes.

    Returns:
        CSS.

    Example:
        >>> colours().startswith(".drawing{--c0:")
        True
    """
    light, dark = (
        "".join(f"--c{number}:{pair[theme]};" for pair, number in colour_pairs().items()) for theme in (0, 1)
    )
    return f".drawing{{{light}}}\n@media (prefers-color-scheme:dark){{.drawing{{{dark}}}}}\n@media print{{.drawing{{{light}}}}}\n"


def _drawn(store: Store, what: str, name: str) -> Picture:
    return draw(store, what, name, theme="light", makers={}, defaults=_DEFAULTS)
