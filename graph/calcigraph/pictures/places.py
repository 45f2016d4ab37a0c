"""Where boxes of the map were put so that few lines cross: data, written by ``make places``, used where it fits."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from calcigraph.namespaces import expand, shorten
from calcigraph.store import files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calcigraph.diagrams.dot import Place

#: Points between two boxes that the engine needs: with a margin of a point each they must not touch, or it draws all lines straight.
APART = 2.1
_FILE = "pictures/mechanism_places.json"


def kept(places: Mapping[str, Place], rooms: Mapping[str, Place]) -> dict[str, Place]:
    """Give the kept places of boxes.

    Args:
        places: IRI of a box to where it would stand otherwise, and its size.
        rooms: IRI of a box to the part of the page in which it has to stay.

    Returns:
        IRI to place: the kept ones where there is one for each box, each is in its room, and no two are close; else those given.

    Example:
        >>> from calcigraph.diagrams.dot import Place
        >>> kept({"a": Place(1, 1, 2, 2)}, {"a": Place(1, 1, 2, 2)})
        {'a': Place(x=1, y=1, width=2, height=2)}
    """
    known = _known()
    if not places.keys() <= known.keys():
        return dict(places)
    found = {iri: place._replace(x=known[iri][0], y=known[iri][1]) for iri, place in places.items()}
    fits = all(_inside(place, rooms[iri]) for iri, place in found.items()) and not _touching(list(found.values()))
    return found if fits else dict(places)


def as_json(places: Mapping[str, Place]) -> str:
    """Write places as they are kept.

    Args:
        places: IRI of a box to where it stands.

    Returns:
        JSON, sorted by CURIE.

    Example:
        >>> from calcigraph.diagrams.dot import Place
        >>> print(as_json({"https://w3id.org/calcigraph/id/mk-7": Place(1.234, 2, 9, 9)}), end="")
        {
        "id:mk-7": [1.23, 2.0]
        }
    """
    rows = sorted((shorten(iri), round(float(place.x), 2), round(float(place.y), 2)) for iri, place in places.items())
    return "{\n" + ",\n".join(f"{json.dumps(name)}: [{x}, {y}]" for name, x, y in rows) + "\n}\n"


@cache
def _known() -> dict[str, tuple[float, float]]:
    return {expand(name) or name: (x, y) for name, (x, y) in json.loads(files.beside(_FILE)).items()}


def _inside(place: Place, room: Place) -> bool:
    return (
        abs(place.x - room.x) <= (room.width - place.width) / 2 + 0.01
        and abs(place.y - room.y) <= (room.height - place.height) / 2 + 0.01
    )


def _touching(places: list[Place]) -> bool:
    return any(
        abs(one.x - other.x) < (one.width + other.width) / 2 + APART
        and abs(one.y - other.y) < (one.height + other.height) / 2 + APART
        for number, one in enumerate(places)
        for other in places[:number]
    )
