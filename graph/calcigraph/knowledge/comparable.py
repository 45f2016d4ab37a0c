"""Which results on a claim can be put together, and why the others cannot. What may be is data, in ``pooling.yaml``."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from calcigraph.errors import BadArgument
from calcigraph.knowledge.combining import HALF_WIDTH
from calcigraph.knowledge.evidence import Row, read_rows
from calcigraph.namespaces import shorten
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calcigraph.store.store import Store

_CHOSEN = "knowledge/pooling.yaml"
_RESULTS = """
SELECT ?result ?study ?label ?people ?outcome ?allocation ?measure ?scale ?unit ?site ?condition ?effect ?low ?high ?p
       ?reversed ?analysis ?design ?human ?warning ?n ?year ?direct ?own ?exposure ?background {
  VALUES ?claim { <%s> }
  ?bearing cg:about ?claim ; cg:ofResult ?result ; cg:relevance ?relevance .
  ?claim cg:subject ?subject .
  ?result cg:study ?study ; cg:outcome/skos:prefLabel ?outcome ; cg:allocation/rdfs:label ?allocation ;
          cg:analysis/rdfs:label ?analysis .
  ?study skos:prefLabel ?label .
  BIND(?relevance = cg:directRelevance AS ?direct)
  BIND(EXISTS { ?result cg:exposure ?subject } AS ?own)
  OPTIONAL { ?study cg:people ?people } OPTIONAL { ?study cg:year ?year }
  OPTIONAL { ?study cg:integrityWarning ?warning }
  OPTIONAL { ?study cg:design ?kind . ?kind rdfs:label ?design OPTIONAL { ?kind cg:human ?human } }
  OPTIONAL { ?result cg:measure ?measure } OPTIONAL { ?result cg:scale/rdfs:label ?scale }
  OPTIONAL { ?result cg:effectUnit ?unit } OPTIONAL { ?result cg:site ?site }
  OPTIONAL { ?result cg:condition ?condition } OPTIONAL { ?result cg:effect ?effect }
  OPTIONAL { ?result cg:ciLow ?low } OPTIONAL { ?result cg:ciHigh ?high } OPTIONAL { ?result cg:pValue ?p }
  OPTIONAL { ?result cg:reversed ?reversed }
  OPTIONAL { ?result cg:sampleSize ?some } OPTIONAL { ?study cg:sampleSize ?all } BIND(COALESCE(?some, ?all) AS ?n)
  OPTIONAL { ?result cg:exposure/skos:prefLabel ?exposure }
  OPTIONAL { ?result cg:background/skos:prefLabel ?background }
} ORDER BY ?result ?exposure ?background"""


class Contrast(NamedTuple):
    """What results have to share to be put together.

    Attributes:
        outcome: what was measured.
        allocation: ``assigned`` or ``observed``.
        measure: such as ``HR``.
        scale: such as ``ratio``.
        unit: of a difference; empty where there is none.
        site: where in the body; empty where nothing is said.
        condition: what the exposure was bound to; empty where to nothing.
        background: what both sides had; empty where nothing is said.
    """

    outcome: str
    allocation: str
    measure: str
    scale: str
    unit: str
    site: str
    condition: str
    background: str

    @property
    def log(self) -> bool:
        """Whether it is reckoned with on the logarithmic scale."""
        return bool(values(_CHOSEN)["scales"][self.scale] == "log")

    @property
    def words(self) -> str:
        """It in words, such as ``all-cause mortality, hazard ratio, observed``."""
        shown = values(_CHOSEN)["measures"][self.measure]
        measure = f"{shown} ({self.unit})" if self.unit and self.unit != "1" else shown
        both = f"with {self.background} on both sides" if self.background else ""
        return ", ".join(filter(None, (self.outcome, self.site, measure, self.allocation, self.condition, both)))


@dataclass(frozen=True, slots=True)
class Study:
    """One result that can be put together with others.

    Attributes:
        result: CURIE of the result.
        label: of its study.
        contrast: what it has to share with those that it is put together with.
        people: who was studied: the cohort that several reports may share.
        exposure: what was given or taken, in words.
        n: people, if known.
        effect, low, high: the numbers, with more of the exposure against less.
        turned: whether the record compares less with more, so that its numbers were turned over.
        own: whether the exposure is the subject of the claim itself, and no form of it.
        year: of the report.
    """

    result: str
    label: str
    contrast: Contrast
    people: str
    exposure: str
    n: int | None
    effect: float
    low: float
    high: float
    turned: bool
    own: bool
    year: int

    def numbers(self) -> tuple[float, float]:
        """Give the effect and its standard error, which the recorded interval tells.

        Returns:
            Both, on the scale that they are put together on: logarithms where they are ratios.

        Raises:
            BadArgument: a ratio is not above 0.
        """
        if self.contrast.log:
            if self.low <= 0:
                raise BadArgument(f"a ratio is above 0, and the interval of {self.result} begins at {self.low:g}")
            return math.log(self.effect), (math.log(self.high) - math.log(self.low)) / (2 * HALF_WIDTH)
        return self.effect, (self.high - self.low) / (2 * HALF_WIDTH)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A result that is in no pool.

    Attributes:
        result: CURIE.
        study: label of its study.
        reason: why it is left out, half a sentence.
        silent: whether nothing but the lack of an interval stands against it.
    """

    result: str
    study: str
    reason: str
    silent: bool = False


def comparable(store: Store, claim: str) -> tuple[dict[Contrast, list[Study]], list[LeftOut]]:
    """Sort the results on a claim by what can be put together.

    Args:
        store: the graph.
        claim: IRI of the claim.

    Returns:
        Contrast to its results, each study and each group of people once, the most people first; and what is left out.
        Groups of one and two are among them: whether there are enough is not said here.

    Example:
        >>> groups, left_out = comparable(store, "https://w3id.org/calcigraph/claim/vitamin-d-decreases-falls")
        >>> [(each.measure, len(studies)) for each, studies in groups.items()]
        [('HR', 2), ('OR', 1), ('RR', 1)]
    """
    groups: defaultdict[Contrast, list[Study]] = defaultdict(list)
    left_out: list[LeftOut] = []
    for row in _read(store, claim):
        if reason := _unfit(row):
            silent = row["low"] is None and reason.startswith(("no effect", "no interval"))
            left_out.append(LeftOut(row["result"], row["label"], reason, silent))
        else:
            study = _study(row)
            groups[study.contrast].append(study)
    kept: dict[Contrast, list[Study]] = {}
    for contrast in sorted(groups):
        kept[contrast], repeated = once(groups[contrast])
        left_out += repeated
    return kept, sorted(left_out, key=lambda each: (each.study, each.result))


def once(studies: Sequence[Study]) -> tuple[list[Study], list[LeftOut]]:
    """Take every group of people once.

    Args:
        studies: of one contrast, in any order.

    Returns:
        Of each group of people the result on the subject itself, then that of the most people, then of the newest report;
        and the others.

    Example:
        >>> same = Contrast("falls", "assigned", "RR", "ratio", "", "", "", "")
        >>> one = Study("result:a", "A 2001", same, "x", "K1", 10, 1, 0.5, 2, False, False, 2001)
        >>> two = Study("result:b", "B 2002", same, "x", "K1", 90, 1, 0.5, 2, False, False, 2002)
        >>> once([one, two])[1][0].reason
        'the same people as in B 2002, which is taken'
    """
    kept: dict[str, Study] = {}
    left_out = []
    for study in sorted(studies, key=lambda each: (not each.own, -(each.n or 0), -each.year, each.result)):
        taken = kept.setdefault(study.people, study)
        if taken is not study:
            other = f"{taken.result} of the same study" if taken.label == study.label else taken.label
            left_out.append(LeftOut(study.result, study.label, f"the same people as in {other}, which is taken"))
    return sorted(kept.values(), key=lambda each: (-(each.n or 0), each.label, each.result)), left_out


def _read(store: Store, claim: str) -> list[Row]:
    """One row for each result; what was given together, and what both sides had, joined."""
    merged: dict[str, Row] = {}
    for row in read_rows(store, _RESULTS % claim):
        row["result"] = shorten(row["result"])
        known = merged.setdefault(row["result"], row)
        for given in ("exposure", "background"):
            if known is not row and row[given] is not None and row[given] not in (known[given] or "").split(" + "):
                known[given] = f"{known[given]} + {row[given]}"
    return list(merged.values())


def _unfit(row: Row) -> str:
    """Why a result cannot be put together with any other; nothing where it can."""
    chosen = values(_CHOSEN)
    design = row["design"] or "no design is recorded"
    if not row["direct"]:
        return "fits the claim only loosely: exposure, outcome or condition differs"
    if row["analysis"] != "main":
        return f"{row['analysis']} analysis, beside the main one"
    if design in chosen["summing_designs"]:
        return f"{design}: sums up studies that may be among these"
    if design in chosen["weak_designs"] or not row["human"]:
        return f"{design}: not pooled"
    return "doubts about its data are recorded" if row["warning"] else _unfit_numbers(row)


def _unfit_numbers(row: Row) -> str:
    """Why its numbers do not serve; a standard error comes from an interval, and from nothing else."""
    chosen = values(_CHOSEN)
    low, effect, high = row["low"], row["effect"], row["high"]
    only = f", only P{row['p']}" if row["p"] else ""
    if effect is None:
        return f"no effect is recorded{only}"
    if low is None or high is None:
        return f"no interval is recorded{only}: its standard error is not known"
    if row["scale"] not in chosen["scales"]:
        return f"{row['scale'] or 'no'} scale: no comparison to be pooled"
    if row["measure"] not in chosen["measures"]:
        return f"its measure, {row['measure'] or 'not displayed'}, is not one that is pooled"
    usable = low < high and low <= effect <= high and (low > 0 or chosen["scales"][row["scale"]] != "log")
    return "" if usable else "its interval is none to reckon with"


def _study(row: Row) -> Study:
    contrast = Contrast(*(row[name] or "" for name in Contrast._fields))
    effect, low, high = row["effect"], row["low"], row["high"]
    if row["reversed"]:
        effect, low, high = (1 / effect, 1 / high, 1 / low) if contrast.log else (-effect, -high, -low)
    return Study(
        result=row["result"],
        label=row["label"],
        contrast=contrast,
        people=str(row["people"] or row["study"]),
        exposure=row["exposure"] or "",
        n=row["n"],
        effect=effect,
        low=low,
        high=high,
        turned=bool(row["reversed"]),
        own=bool(row["own"]),
        year=int(row["year"] or 0),
    )
