"""A forest plot: every result on a claim that has an effect and an interval, what they come to together, and those without."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from calcigraph.errors import Unavailable
from calcigraph.knowledge.claims import claim_iri, read_claims
from calcigraph.knowledge.evidence import NO_ADVICE
from calcigraph.knowledge.pages import evidence_page
from calcigraph.knowledge.pooling import NO_VERDICT, pool_results
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.knowledge.pooling import Pool
    from calcigraph.store.store import Store

RATIOS = ("HR", "RR", "OR", "ratio")
_MEASURES = {
    "HR": "hazard ratio",
    "RR": "relative risk",
    "OR": "odds ratio",
    "ratio": "ratio",
    "SMD": "standardised mean difference",
    "MD": "mean difference",
    "WMD": "weighted mean difference",
    "percent-change": "percent change",
    "percent-change-in-arm": "percent change within the arm",
    "pooled-effect": "pooled effect, measure not displayed",
}
_UNITS = {"1": "", "{AU}": "AU"}
_NO_NUMBERS = "no effect size displayed"
#: Up to this ratio of its ends an axis of ratios is as good as linear, and has linear ticks: 0.9 to 1.24 holds no round ratio but 1.
_NARROW = 1.5


@dataclass(frozen=True, slots=True)
class Row:
    """One result in a forest plot.

    Attributes:
        iri: of the result, short.
        study: label of the study.
        about: design, population and size in words.
        direction: ``supports``, ``refutes`` or ``null``.
        counted: whether the verdict counts it.
        pooled: whether it is a meta-analysis.
        n: people, if known.
        measure: such as ``HR``.
        effect, low, high: the result and its interval; None in the list of those without numbers.
        endpoint: what was measured.
        design: how it was studied.
        text: what was found, in words.
        weight: in the pooled estimate below, in percent; None where it is in none.
    """

    iri: str
    study: str
    about: str
    direction: str
    counted: bool
    pooled: bool
    n: int | None
    measure: str
    effect: float | None
    low: float | None
    high: float | None
    endpoint: str
    design: str
    text: str
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """The results that share an axis.

    Attributes:
        name: of the scale, with unit.
        log: a logarithmic axis, for ratios.
        rows: its results, by endpoint and design.
        pools: what those of one kind come to together.
    """

    name: str
    log: bool
    rows: tuple[Row, ...]
    pools: tuple[Pool, ...] = ()

    @property
    def null(self) -> float:
        """Where no effect is: 1 for ratios, 0 for differences."""
        return 1.0 if self.log else 0.0

    @property
    def span(self) -> tuple[float, float]:
        """Ends of the axis: all intervals and the null line, with some room."""
        ends = [value for row in self.rows for value in (row.low, row.high, row.effect) if value is not None]
        ends += [value for pool in self.pools for value in (pool.pooled.low, pool.pooled.high)]
        low, high = min([*ends, self.null]), max([*ends, self.null])
        if self.log:
            low, high = math.log(low), math.log(high)
        room = 0.06 * (high - low) or 0.5
        low, high = low - room, high + room
        return (math.exp(low), math.exp(high)) if self.log else (low, high)

    def share(self, value: float) -> float:
        """Find the place of a value on the axis.

        Args:
            value: on the scale.

        Returns:
            0 at the left end, 1 at the right end.

        Example:
            >>> row = Row("f", "s", "", "null", True, False, None, "HR", 1, 0.5, 2, "e", "d", "")
            >>> round(Scale("ratio", True, (row,)).share(1), 6)
            0.5
        """
        low, high = self.span
        if self.log:
            low, high, value = math.log(low), math.log(high), math.log(value)
        return (value - low) / (high - low)

    def ticks(self) -> list[float]:
        """Choose round values for the axis.

        Returns:
            Three to nine values in order, the null among them.
        """
        return self.between(*self.span)

    def between(self, low: float, high: float) -> list[float]:
        """Choose round values between two ends, as for the axis.

        Args:
            low: the left end.
            high: the right end, with the null between them.

        Returns:
            Three to nine values in order, the null among them.
        """
        if self.log and high / low > _NARROW:
            steps = (1, 2, 5) if high / low > 6 else (1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9)
            round_ones = {base * 10.0**power for power in range(-4, 5) for base in steps}
            found = sorted(round(value, 6) for value in round_ones | {1.0} if low <= value <= high)
        else:
            rough = (high - low) / 5
            unit = 10.0 ** math.floor(math.log10(rough))
            step = next(unit * factor for factor in (1, 2, 2.5, 5, 10) if unit * factor >= rough)
            found = [round(number * step, 10) for number in range(math.ceil(low / step), math.floor(high / step) + 1)]
        while len(found) > 9:
            found = [value for place, value in enumerate(found) if place % 2 == found.index(self.null) % 2]
        return found


@dataclass(frozen=True, slots=True)
class Forest:
    """The data of a forest plot.

    Attributes:
        claim: the claim as a sentence.
        verdict: its verdict in words.
        scales: axes with their results, ratios first.
        without: results that have no effect with interval.
        note: that it is no advice.
        iri: IRI of the claim.
        missing: why nothing is pooled though it could be; empty otherwise.
    """

    claim: str
    verdict: str
    scales: tuple[Scale, ...]
    without: tuple[Row, ...]
    note: str
    iri: str = ""
    missing: str = ""

    @property
    def counts(self) -> str:
        """How many results there are, of how many studies, and how many of them the verdict counts."""
        rows = [*(row for scale in self.scales for row in scale.rows), *self.without]
        if not rows:
            return "No study in the graph has looked at it; that says nothing of an effect."
        studies, counted = {row.study for row in rows}, sum(row.counted for row in rows)
        results = f"{len(rows)} result{'s' if len(rows) != 1 else ''}"
        return f"{results} of {len(studies)} stud{'ies' if len(studies) != 1 else 'y'}; the verdict counts {counted or 'none'}."

    @property
    def description(self) -> str:
        """The plot in words."""
        drawn = [
            f"{row.study}: {row.measure} {row.effect:g} ({row.low:g} to {row.high:g}), {row.endpoint}, {row.direction}"
            for scale in self.scales
            for row in scale.rows
        ]
        drawn += [
            f"pooled here, {pool.contrast.words}: {pool.pooled.effect:.3g} ({pool.pooled.low:.3g} to {pool.pooled.high:.3g})"
            for scale in self.scales
            for pool in scale.pools
        ]
        listed = f"{len(self.without)} results without effect and interval are listed below."
        return f"Verdict: {self.verdict}. {self.counts} {'; '.join(drawn) or 'No result has an effect with interval'}. {listed}"


def read_forest(store: Store, name: str) -> Forest:
    """Collect the results on a claim for a forest plot.

    Args:
        store: the graph.
        name: IRI, CURIE or sentence of the claim.

    Returns:
        The data; results sorted by endpoint, design (best first, as the verdicts rank them) and study.

    Raises:
        UnknownName: no claim has the name.

    Example:
        >>> found = read_forest(store, "vitamin K2 decreases fracture risk")
        >>> [scale.log for scale in found.scales]
        [True]
    """
    iri = claim_iri(store, name)
    claim = read_claims(store, f"VALUES ?claim {{ <{iri}> }}")[0]
    page = evidence_page(store, iri)
    rank = {str(label): -int(value or 0) for label, value in store.engine.values(_DESIGNS)}
    rows = sorted(
        (_row(each) for each in page["results"]),
        key=lambda row: (row.endpoint, rank.get(row.design, 0), row.design, row.study, row.iri),
    )
    # Two results of a study on one endpoint are told apart by what was found.
    twins = Counter((row.study, row.endpoint, row.about) for row in rows)
    rows = [
        replace(row, about=". ".join(filter(None, (row.about, row.text))))
        if twins[row.study, row.endpoint, row.about] > 1 and row.low is not None
        else row
        for row in rows
    ]
    axes: dict[tuple[bool, str], list[Row]] = {}
    units = {str(each["result"]): each["unit"] for each in page["results"]}
    without = []
    for row in rows:
        ratio = row.measure in RATIOS
        if row.effect is None or row.low is None or row.high is None or (ratio and row.low <= 0):
            without.append(row)
            continue
        axes.setdefault((not ratio, "" if ratio else _scale_name(row.measure, units[row.iri])), []).append(row)
    pools, missing = _pools(store, iri, page["results"])
    weights = {study.result: weight for pool in pools for study, weight in zip(pool.studies, pool.weights, strict=True)}
    scales = tuple(
        Scale(
            name or f"{_ratios(rows_)}, logarithmic scale",
            not other,
            tuple(replace(row, weight=weights.get(row.iri)) for row in rows_),
            tuple(pool for pool in pools if {row.iri for row in rows_} >= {study.result for study in pool.studies}),
        )
        for (other, name), rows_ in sorted(axes.items(), key=lambda item: item[0])
    )
    title = claim.label[0].upper() + claim.label[1:]
    note = f"{NO_VERDICT} {NO_ADVICE}" if pools else NO_ADVICE
    return Forest(title, claim.verdict, scales, tuple(without), note, claim.iri, missing)


def _pools(store: Store, claim: str, results: list[dict[str, Any]]) -> tuple[tuple[Pool, ...], str]:
    """What the results come to together, and why that is not told though it could be."""
    chosen = values("knowledge/pooling.yaml")
    likely = [
        each
        for each in results
        if each["low"] is not None
        and each["analysis"] == "main"
        and each["relevance"] == "direct relevance"
        and each["design"] not in chosen["summing_designs"]
    ]
    if len(likely) < chosen["least_results"]:
        return (), ""
    try:
        return pool_results(store, claim).pools, ""
    except Unavailable as error:
        return (), f"Three or more of these could be put together: {error}"


_DESIGNS = "SELECT ?label ?rank { ?d a cg:Design ; rdfs:label ?label OPTIONAL { ?d cg:rank ?rank } }"


def _scale_name(measure: str, unit: str | None) -> str:
    shown = "unit not displayed" if unit is None else _UNITS.get(unit, unit)
    if measure == "SMD":
        shown = "in standard deviations"
    return f"{_MEASURES.get(measure, measure).capitalize()}{f' ({shown})' if shown else ''}, linear scale"


def _ratios(rows: list[Row]) -> str:
    named = [_MEASURES[name] for name in RATIOS if any(row.measure == name for row in rows)]
    text = " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))
    return text[0].upper() + text[1:]


def _row(found: dict[str, Any]) -> Row:
    people = f"n = {found['n']:,}" if found["n"] else ""
    baseline = found["baseline"] or ""
    flags = [
        "" if found["relevance"] == "direct relevance" else "related only",
        "" if found["analysis"] == "main" else found["analysis"],
        found["site"] or "",
    ]
    # A row on an axis has its people in a column.
    people = "" if found["low"] is not None and found["effect"] is not None else people
    about = ", ".join(filter(None, (found["form"], found["population"], baseline, people, *flags)))
    p_value = f"P{found['p']}" if found["p"] else ""
    parts = [found["description"].rstrip("."), "" if p_value in found["description"] else p_value]
    if found["effect"] is not None and found["low"] is None:
        unit = "" if found["unit"] in (None, "1") else f" {found['unit']}"
        parts.insert(1, f"{_MEASURES.get(found['measure'], found['measure'] or 'effect')} {found['effect']:g}{unit}")
    elif found["effect"] is None:
        parts.append(_NO_NUMBERS)
    return Row(
        iri=found["result"],
        study=found["source"],
        about=about,
        direction=found["direction"],
        counted=found["counted"],
        pooled=found["design"] == "meta-analysis",
        n=found["n"],
        measure=found["measure"] or "",
        effect=found["effect"],
        low=found["low"],
        high=found["high"],
        endpoint=found["endpoint"],
        design=found["design"],
        text="; ".join(filter(None, parts)),
    )
