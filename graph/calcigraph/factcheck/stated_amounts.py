"""Amounts in a sentence: recommended above a limit, in a unit that does not exist, a limit that nobody set, a wrong sum."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from calcigraph.factcheck.checked import Finding
from calcigraph.guard.doses import find_doses
from calcigraph.guard.folding import fold
from calcigraph.guard.wordings import mass
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.guard.doses import Dose
    from calcigraph.guard.guarding import Guard
    from calcigraph.guard.lexica import Hit
    from calcigraph.store.store import Store

_CHOSEN = values("factcheck/dangers.yaml")
_RECOMMENDS, _NOT_RECOMMENDS, _LIMITS, _NOT_LIMITS, _EQUALS = (
    re.compile(_CHOSEN[name]) for name in ("recommends", "recommends_not", "limits", "limits_not", "equals")
)
_IN = {"ug": Decimal(1), "mg": Decimal(1000), "g": Decimal(1_000_000), "iu": Decimal(1) / Decimal(40)}
_SUM_OFF = Decimal("0.05")  # share by which a converted amount may be off, for it is rounded
_NEAR = 60


@dataclass(frozen=True, slots=True)
class _Stated:
    """An amount with the one nutrient that it is of."""

    dose: Dose
    nutrient: str
    name: str
    root: str


def amounts(store: Store, guard: Guard, sentence: str, hits: list[Hit]) -> list[Finding]:
    """Judge the amounts of a sentence.

    Args:
        store: the graph.
        guard: what knows limits and units.
        sentence: the sentence.
        hits: what the guard hears in it.

    Returns:
        Findings on amounts, with places in the sentence; none where it is not sure what an amount is of.

    Example:
        >>> from calcigraph.guard.guarding import Guard
        >>> guard = Guard(store)
        >>> text = "Take 5000 IU of vitamin K2 a day."
        >>> [each.outcome for each in amounts(store, guard, text, guard.lexicon.find(text))]
        ['wrong unit or amount']
    """
    if not any(each.isdigit() for each in sentence):
        return []
    doses = [each for each in find_doses(sentence) if each.unit in _IN]
    named = [each for each in hits if each.named.kind == "nutrient"]
    if not doses or not named or any(each.named.kind in ("drug", "outside") for each in hits):
        return []
    roots = {guard.root(each.named.iris[0]) for each in named}
    stated = [one for each in doses if (one := _of(each, named, guard))]
    found = [*_units(stated, roots), *_sums(fold(sentence), stated), *_limits(store, guard, sentence, stated)]
    if not found and len(roots) == 1:
        found += _too_much(guard, sentence)
    return found[:2]


def _of(dose: Dose, named: list[Hit], guard: Guard) -> _Stated | None:
    nearest = min(named, key=lambda hit: hit.start - dose.end if hit.start >= dose.end else 2 * (dose.start - hit.end))
    if abs(nearest.start - dose.end) > _NEAR and abs(dose.start - nearest.end) > _NEAR:
        return None
    iri = nearest.named.iris[0]
    return _Stated(dose, iri, nearest.named.name, guard.root(iri))


def _units(stated: list[_Stated], roots: set[str]) -> list[Finding]:
    """International units of what has none; where vitamin D is named too, it may be its amount."""
    if "vitamin D" in roots:
        return []
    return [
        Finding(
            "wrong unit or amount",
            (each.dose.said,),
            f"{each.root or each.name} has no international unit; it is measured in {'µg' if 'K' in each.root else 'mg'}.",
            rewrite=f"Give the amount of {each.name} in {'µg' if 'K' in each.root else 'mg'}, as the package has it.",
            start=each.dose.start,
            end=each.dose.end,
        )
        for each in stated
        if each.dose.unit == "iu" and each.root and each.root != "vitamin D"
    ]


def _sums(folded: str, stated: list[_Stated]) -> list[Finding]:
    """Two amounts of vitamin D that are said to be one and are not: 1 µg is 40 international units."""
    found = []
    for one, other in pairwise(stated):
        if {one.root, other.root} != {"vitamin D"} or (one.dose.unit == "iu") == (other.dose.unit == "iu"):
            continue
        if not _EQUALS.match(folded[one.dose.end : other.dose.start]):
            continue
        first, second = (each.dose.value * _IN[each.dose.unit] for each in (one, other))
        if first and abs(first - second) / max(first, second) > _SUM_OFF:
            right = mass(first, vitamin_d=True, units_first=one.dose.unit == "iu")
            found.append(
                Finding(
                    "wrong unit or amount",
                    (folded[one.dose.start : other.dose.end],),
                    "1 µg of vitamin D is 40 IU.",
                    rewrite=f"{right}.",
                    start=one.dose.start,
                    end=other.dose.end,
                )
            )
    return found


def _limits(store: Store, guard: Guard, sentence: str, stated: list[_Stated]) -> list[Finding]:
    """An upper limit that nobody set, or one above every limit that was set."""
    folded = fold(sentence)
    limit = _LIMITS.search(folded)
    if not limit or not stated or len({each.root for each in stated}) != 1:
        return []
    near = min(stated, key=lambda each: abs(each.dose.start - limit.end()))
    family = guard.risks.family(near.nutrient)
    known = guard.limits.of([iri for iri, rank in family.items() if rank < 2], "upperLimit")
    numbers = {each.low for each in known if each.low is not None}
    told = re.search(r"\b(?:no|not|none|never)\b (?:\w+ ){0,3}(?:set|upper|limit)|\bif\b", folded)
    between = folded[min(limit.end(), near.dose.start) : max(limit.start(), near.dose.end)]
    other = _NOT_LIMITS.search(between) or _NOT_LIMITS.search(folded[max(0, limit.start() - 12) : limit.start()])
    if told or (numbers and other):
        return []
    said = near.dose.value * _IN[near.dose.unit]
    name = store.entities.label(near.nutrient)
    start, end = min(limit.start(), near.dose.start), max(limit.end(), near.dose.end)
    if known and not numbers:
        source = next((each.source for each in known if each.none_set and each.source), "")
        reason = f"Nobody has set an upper limit for {name}" + (f" ({source})." if source else ".")
        line = f"No upper limit is set for {name}, which is no proof of safety."
        return [Finding("wrong unit or amount", (limit[0], near.dose.said), reason, rewrite=line, start=start, end=end)]
    if numbers and said > max(numbers):
        adult = [each for each in guard.limits.upper(near.nutrient) if each.low]
        low = min((each.low for each in adult if each.low), default=max(numbers))
        line = f"The upper limit of {name} for adults is {mass(low, vitamin_d=near.root == 'vitamin D')} a day."
        return [
            Finding(
                "wrong unit or amount",
                (limit[0], near.dose.said),
                f"No authority in the graph has set a limit as high as that. {line}",
                rewrite=line,
                start=start,
                end=end,
            )
        ]
    return []


def _too_much(guard: Guard, sentence: str) -> list[Finding]:
    """An amount above the limit of the people it is for, recommended or called safe."""
    folded = fold(sentence)
    words = _RECOMMENDS.search(folded)
    if not words or _NOT_RECOMMENDS.search(folded):
        return []
    for dose, _, judged in guard.read(sentence).doses:
        if judged.state != "known risk" or dose.per_kg:
            continue
        slip = judged.sentence.startswith("Surely a slip")
        return [
            Finding(
                "wrong unit or amount" if slip else "unsafe",
                (words[0], dose.said),
                judged.sentence,
                rewrite=next(iter(judged.reasons), "") if slip else _within(judged.sentence, judged.reasons),
                start=dose.start,
                end=dose.end,
            )
        ]
    return []


def _within(sentence: str, reasons: tuple[str, ...]) -> str:
    limit = re.search(r"the upper limit of .* for [^.]*", sentence)
    if limit is None:
        return next(iter(reasons), "")
    return f"{limit[0][0].upper()}{limit[0][1:]}; more only as a doctor prescribes it."
