"""A funnel: results by effect and standard error, where there are enough to see whether small studies differ from large ones."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calcigraph.diagrams.lettering import MINUS, wrap
from calcigraph.diagrams.model import element_id
from calcigraph.knowledge.claims import read_claims
from calcigraph.knowledge.combining import HALF_WIDTH
from calcigraph.knowledge.comparable import comparable
from calcigraph.knowledge.evidence import NO_ADVICE
from calcigraph.knowledge.pooling import NO_VERDICT, pool_studies
from calcigraph.pictures.forest import Scale
from calcigraph.pictures.legend import Entry
from calcigraph.pictures.svg import Body, finish
from calcigraph.store.judgements import values
from calcigraph.store.markup import escape

if TYPE_CHECKING:
    from calcigraph.diagrams.style import Style
    from calcigraph.knowledge.pooling import Pool
    from calcigraph.store.store import Store

_WIDTH, _HEIGHT, _LEFT = 620.0, 380.0, 60.0
_AXIS = _WIDTH - _LEFT


@dataclass(frozen=True, slots=True)
class Funnel:
    """The data of a funnel.

    Attributes:
        claim: the claim as a sentence.
        pool: its results; None where there are too few.
        most: how many results of one kind there are at most.
        iri: IRI of the claim.
    """

    claim: str
    pool: Pool | None
    most: int
    iri: str

    @property
    def said(self) -> str:
        """What it shows, or why it shows nothing."""
        if self.pool is None:
            least = values("knowledge/pooling.yaml")["least_for_funnel"]
            return f"{self.most} results on it can be put together, and a funnel takes {least}: with fewer, chance alone can bend it."
        return f"{len(self.pool.studies)} results: {self.pool.contrast.words}."

    @property
    def description(self) -> str:
        """The picture in words."""
        if self.pool is None:
            return self.said
        rows = (
            f"{study.label}: {study.effect:.3g}, standard error {study.numbers()[1]:.3g}" for study in self.pool.studies
        )
        return f"{self.said} {'; '.join(rows)}. Pooled: {self.pool.pooled.effect:.3g}."


def read_funnel(store: Store, iri: str) -> Funnel:
    """Collect the results on a claim for a funnel.

    Args:
        store: the graph.
        iri: IRI of the claim.

    Returns:
        The data; those of the contrast with the most results.

    Raises:
        Unavailable: there are enough, and PyMARE is not installed.

    Example:
        >>> read_funnel(store, "https://w3id.org/calcigraph/claim/vitamin-d-decreases-falls").most
        2
    """
    claim = read_claims(store, f"VALUES ?claim {{ <{iri}> }}")[0]
    groups, _ = comparable(store, iri)
    best = max(groups.values(), key=len, default=[])
    pool = pool_studies(best) if len(best) >= values("knowledge/pooling.yaml")["least_for_funnel"] else None
    return Funnel(claim.label[0].upper() + claim.label[1:], pool, len(best), iri)


def funnel_plot(funnel: Funnel, style: Style) -> str:
    """Draw a funnel.

    Args:
        funnel: its data.
        style: the style.

    Returns:
        A whole SVG file; one without results says why.
    """
    note = f"{NO_VERDICT} {NO_ADVICE}" if funnel.pool else NO_ADVICE
    muted = style.colour("muted")
    lines = wrap(funnel.said, _WIDTH, style.size, even=False)
    parts = [
        f'<text x="0" y="{style.size + number * style.leading:.2f}" fill="{muted}">{escape(line)}</text>'
        for number, line in enumerate(lines)
    ]
    entries, high = [], (len(lines) + 1) * style.leading
    if funnel.pool:
        parts.append(f'<g transform="translate(0,{high:.2f})">{_drawn(funnel.pool, style)}</g>')
        high += _HEIGHT + 44
        dot = f'<circle cx="6" cy="0" r="4" fill="{style.colour("positive")}"/>'
        line = f'<path d="M0,0H24" stroke="{muted}" stroke-width="1.2" stroke-dasharray="4 3"/>'
        whole = f'<path d="M6,-8V8" stroke="{style.colour("text")}" stroke-width="1.2"/>'
        entries = [
            Entry(dot, 12, "one study"),
            Entry(whole, 12, "pooled estimate"),
            Entry(line, 24, "within: 95 % of the studies, if they differed by chance alone"),
        ]
    body = Body("".join(parts), _WIDTH, high)
    return finish(body, entries, style, title=funnel.claim, description=funnel.description, note=note)


def _drawn(pool: Pool, style: Style) -> str:
    """Axes, the funnel around the pooled estimate, and the studies; the most exact stand highest."""
    log, ink, muted = pool.contrast.log, style.colour("text"), style.colour("muted")
    points = [(study, *study.numbers()) for study in pool.studies]
    most = max(error for _, _, error in points) * 1.08
    centre = math.log(pool.pooled.effect) if log else pool.pooled.effect
    ends = [centre - HALF_WIDTH * most, centre + HALF_WIDTH * most, *(effect for _, effect, _ in points), 0.0]
    low, high = min(ends), max(ends)
    room = 0.04 * (high - low)
    low, high = low - room, high + room

    def across(value: float) -> float:
        return _LEFT + _AXIS * (value - low) / (high - low)

    def down(error: float) -> float:
        return _HEIGHT * error / most

    top, foot = across(centre), (across(centre - HALF_WIDTH * most), across(centre + HALF_WIDTH * most))
    null = across(0.0)
    sides = f"M{foot[0]:.2f},{_HEIGHT}L{top:.2f},0L{foot[1]:.2f},{_HEIGHT}"
    parts = [
        f'<path d="M{_LEFT},0V{_HEIGHT}H{_WIDTH}" stroke="{ink}" fill="none"/>',
        f'<path class="null" d="M{null:.2f},0V{_HEIGHT}" stroke="{muted}" stroke-dasharray="1 3"><title>no effect</title></path>',
        f'<path class="funnel" d="{sides}" stroke="{muted}" stroke-width="1.2" stroke-dasharray="4 3" fill="none"/>',
        f'<path d="M{top:.2f},0V{_HEIGHT}" stroke="{ink}" stroke-width="1.2"/>',
    ]
    for value in _ticks(low, high, log=log):
        x = across(math.log(value) if log else value)
        text = f"{value:g}".replace("-", MINUS)
        parts.append(f'<path d="M{x:.2f},{_HEIGHT}v4" stroke="{ink}"/>')
        parts.append(f'<text x="{x:.2f}" y="{_HEIGHT + 17}" text-anchor="middle">{text}</text>')
    for error in Scale("", log=False, rows=()).between(0.0, most):
        y = down(error)
        parts.append(f'<path d="M{_LEFT},{y:.2f}h-4" stroke="{ink}"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4:.2f}" text-anchor="end">{error:g}</text>')
    scale = ", logarithmic scale" if log else ""
    error_of = "Standard error of the logarithm" if log else "Standard error"
    parts.append(
        f'<text x="{_LEFT + _AXIS / 2}" y="{_HEIGHT + 36}" text-anchor="middle" font-weight="bold">'
        f"{escape(pool.contrast.measure)}{scale}</text>"
        f'<text transform="translate(11,{_HEIGHT / 2}) rotate(-90)" text-anchor="middle" font-weight="bold">{error_of}</text>'
    )
    for study, effect, error in points:
        parts.append(
            f'<circle id="{element_id("node", study.result)}" cx="{across(effect):.2f}" cy="{down(error):.2f}" r="4" '
            f'fill="{style.colour("positive")}"><title>{escape(f"{study.label}: {study.effect:g}")}</title></circle>'
        )
    return "".join(parts)


def _ticks(low: float, high: float, *, log: bool) -> list[float]:
    ends = (math.exp(low), math.exp(high)) if log else (low, high)
    scale = Scale("", log, ())
    return [value for value in scale.between(*ends) if ends[0] <= value <= ends[1]]
