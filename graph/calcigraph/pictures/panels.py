"""Scenarios side by side: the same part of the mechanism, once for each of them, coloured by its answers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from calcigraph.diagrams.lettering import width
from calcigraph.diagrams.model import with_responses
from calcigraph.pictures import layout, legend
from calcigraph.pictures.svg import Body, body, finish

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calcigraph.diagrams.model import Model
    from calcigraph.diagrams.style import Style
    from calcigraph.mechanism.whatif.responses import WhatIf
    from calcigraph.store.store import Store

_HEAD = 24.0
_GAP = 22.0
_PAD = 8.0


def answers_of(found: WhatIf) -> dict[str, str]:
    """Tell for every factor what is drawn: the level it was set to, else its answer.

    Args:
        found: the answer to a scenario.

    Returns:
        IRI to level or answer.
    """
    return {**found.answers, **found.interventions}


def of_comparison(store: Store, scenarios: Mapping[str, WhatIf]) -> list[Model]:
    """Turn scenarios into models with the same nodes and edges.

    Args:
        store: the graph.
        scenarios: name to answer.

    Returns:
        One model for each, with the factors that were set or asked for and the strongest routes between them.
    """
    from calcigraph.diagrams.model import of_slice
    from calcigraph.mechanism import slices

    claims, factors = set(), set()
    for found in scenarios.values():
        factors |= set(found.interventions) | {response.factor for response in found.responses}
        for response in found.responses:
            claims |= {claim.iri for route in response.routes[:1] for claim in route.claims}
    part = slices.of_claims(store, claims, "")
    part = replace(part, entities=tuple(sorted({*part.entities, *factors})))
    base = replace(of_slice(store, part), rank="TB", wrap=92.0, tight=True)
    return [
        replace(with_responses(base, answers_of(found)), title=name, description=_answers(found))
        for name, found in scenarios.items()
    ]


def _answers(found: WhatIf) -> str:
    return "; ".join(f"{response.label}: {response.answer}" for response in found.responses)


def panels(models: Sequence[Model], title: str, note: str, style: Style) -> str:
    """Draw models side by side.

    Args:
        models: of the same nodes and edges.
        title: of the whole.
        note: a line below.
        style: the style.

    Returns:
        A whole SVG file; two panels in a row where there are four or fewer, three else.
    """
    drawn = [
        body(layout.engine(*layout.draw(model, style)), model, style, f"p{number}-")
        for number, model in enumerate(models)
    ]
    across = max(each.width for each in drawn) + 2 * _PAD
    down = max(each.height for each in drawn) + _HEAD + 2 * _PAD
    wide = _in_a_row(len(models), across, down)
    parts = []
    for number, (model, each) in enumerate(zip(models, drawn, strict=True)):
        x, y = (number % wide) * (across + _GAP), (number // wide) * (down + _GAP)
        parts.append(
            f'<g class="panel" transform="translate({x:.2f},{y:.2f})">{_panel(model, each, across, down, style)}</g>'
        )
    rows = -(-len(models) // wide)
    whole = Body("".join(parts), wide * across + (wide - 1) * _GAP, rows * down + (rows - 1) * _GAP)
    text = ". ".join(f"{model.title}: {model.description}" for model in models)
    return finish(whole, legend.entries(models, style), style, title=title, description=text, note=note)


def _in_a_row(count: int, across: float, down: float) -> int:
    """How many panels in a row bring the page nearest to the shape of a sheet of paper lying down."""

    def shape(wide: int) -> float:
        ratio = wide * across / (-(-count // wide) * down)
        return max(ratio / 1.414, 1.414 / ratio)

    return min(range(1, count + 1), key=shape)


def _panel(model: Model, drawn: Body, across: float, down: float, style: Style) -> str:
    from calcigraph.store.markup import escape

    size = style.data["font"]["heading"]
    heading = model.title
    while width(heading, size, bold=True) > across - 2 * _PAD and len(heading) > 1:
        heading = heading[:-2].rstrip() + "…"
    return (
        f"<title>{escape(model.title)}</title>"
        f'<rect width="{across:.2f}" height="{down:.2f}" rx="4" fill="{style.colour("region")}" '
        f'stroke="{style.colour("region_line")}"/>'
        f'<text x="{_PAD + 2:g}" y="{size + 7:g}" font-size="{size}" font-weight="bold">{escape(heading)}</text>'
        f'<g transform="translate({(across - drawn.width) / 2:.2f},{_HEAD + _PAD:g})">{drawn.svg}</g>'
    )
