"""The story of the calcium as a walk: the drawing with a number at each stop, and what each number opens."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

from calcigraph.pictures.draw import draw
from calcigraph.pictures.story import read_story
from calcigraph.web.addresses import path_of
from calcigraph.web.drawings import inline_drawing

if TYPE_CHECKING:
    from markupsafe import Markup

    from calcigraph.knowledge.pages import Row
    from calcigraph.pictures.story import Said, Story
    from calcigraph.store.store import Store
    from calcigraph.web.templating import Place

_SVG = "{http://www.w3.org/2000/svg}"
_ABOVE = 12.0  # points that stay free above the first word
_BADGE = 9.0  # radius of a number


def walk(store: Store) -> Row:
    """Tell the story stop by stop.

    Args:
        store: the graph.

    Returns:
        ``title``, ``lead``, ``start``, ``caution`` and ``key`` as words; ``stops``, each with its name, its gate, and its
        parts: words, the claim's path, status and certainty.

    Example:
        >>> [stop["name"] for stop in walk(store)["stops"]]
        ['Gut', 'Blood', 'Bone', 'Artery wall', 'Kidney']
        >>> walk(store)["stops"][3]["question"]["status"]
        'not shown'
    """
    return store.once(_read)


def drawing(store: Store, place: Place) -> Markup:
    """Draw the story for a page that says its title and its key itself.

    Args:
        store: the graph.
        place: of the page.

    Returns:
        The drawing, with a number at each stop that leads to ``#stop-1`` and so on.

    Example:
        >>> from calcigraph.web.templating import Place
        >>> 'href="#stop-5"' in drawing(store, Place())
        True
    """
    from markupsafe import Markup

    picture = draw(store, "story", theme="light", makers={}, defaults={"story": {}})
    root = ET.fromstring(inline_drawing(picture, place))  # noqa: S314 - our own drawing
    body = next(part for part in root.iter(f"{_SVG}g") if part.get("class") == "body")
    wide, _ = (float(each) for each in root.attrib["viewBox"].split()[2:])
    shift = float(re.findall(r"[\d.]+", body.get("transform", "translate(0,0)"))[-1])
    legend = next(part for part in body if part.get("class") == "legend")
    top = _without_head(body) + shift - _ABOVE
    bottom = float(re.findall(r"[\d.]+", next(iter(legend)).get("d", ""))[1]) + shift
    for part in [part for part in body if part.get("class") in ("legend", "note") or _is_caution(part)]:
        body.remove(part)
    for ground in [part for part in root if part.get("class") == "ground"]:
        root.remove(ground)
    _number(body)
    root.set("viewBox", f"0 {top:.1f} {wide:g} {bottom - top:.1f}")
    root.set("width", f"{wide:g}")
    return Markup(ET.tostring(root, encoding="unicode").replace("ns0:", ""))  # noqa: S704 - a tree of elements, whose text is escaped


def _read(store: Store) -> Row:
    story = read_story(store)
    return {
        "title": story.title,
        "lead": story.lead,
        "start": story.start,
        "caution": _part(story.caution) if story.caution else None,
        "key": story.key,
        "words": [{"label": each.label, "meaning": each.meaning} for each in story.words],
        "stops": _stops(story),
    }


def _stops(story: Story) -> list[Row]:
    return [
        {
            "name": stop.name[:1].upper() + stop.name[1:],
            "path": path_of(stop.place),
            "stream": _part(stop.stream),
            "gate": stop.gate and {"name": stop.gate.name, "lines": [_part(line) for line in stop.gate.lines]},
            "question": _part(stop.question),
        }
        for stop in story.stops
    ]


def _part(said: Said) -> Row:
    claim = said.claim
    return {
        "words": said.words,
        "path": path_of(claim.iri),
        "status": claim.status,
        "verdict": claim.verdict,
        "certainty": claim.certainty,
    }


def _without_head(body: ET.Element) -> float:
    """Take away title and lead, which the page says, and give where the rest begins."""
    first = next(
        number for number, part in enumerate(body) if part.tag == f"{_SVG}text" and float(part.get("x", "0")) > 0
    )
    top = float(body[first].get("y", "0")) - float(body[first].get("font-size", "12"))
    for part in [part for part in body[:first] if part.tag == f"{_SVG}text"]:
        body.remove(part)
    return top


def _is_caution(part: ET.Element) -> bool:
    return any(inner.get("class") == "caution" for inner in part.iter())


def _number(body: ET.Element) -> None:
    """Put a number at the icon of each stop, as a link to its step."""
    places = [part for part in body.iter(f"{_SVG}g") if part.get("class") == "place"]
    for number, place in enumerate(places, 1):
        icon = place.find(f"{_SVG}circle")
        if icon is None:
            continue
        x, y = (float(icon.get(name, "0")) + side * 15.0 for name, side in (("cx", 1), ("cy", -1)))
        link = ET.SubElement(
            body, f"{_SVG}a", {"href": f"#stop-{number}", "class": "number", "aria-label": f"Step {number}"}
        )
        ET.SubElement(link, f"{_SVG}circle", {"cx": f"{x:g}", "cy": f"{y:g}", "r": f"{_BADGE:g}"})
        words = {"x": f"{x:g}", "y": f"{y + 4:g}", "text-anchor": "middle", "font-size": "11.5", "font-weight": "bold"}
        ET.SubElement(link, f"{_SVG}text", words).text = str(number)
