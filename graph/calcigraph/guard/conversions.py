"""Exact conversions as an answer of their own: vitamin D between units, its form in blood, and that vitamin K has none."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from calcigraph.guard.doses import find_doses, unit_asked
from calcigraph.guard.folding import fold
from calcigraph.guard.wordings import figure
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.guard.doses import Dose
    from calcigraph.guard.guarding import Guarded

_IN = {"ug": Decimal(1), "mg": Decimal(1000), "g": Decimal(1_000_000)}
_UNITS_OF_D = Decimal(40)
_BLOOD = Decimal(values("guard/units.yaml")["blood"]["ng/mL in nmol/L"])
_SHOWN = {"iu": "IU", "ug": "µg"}
_ASKED = re.compile(
    r"=|\bthe same as\b|\bconver|\bequal|\bhow (?:much|many) (?:is|are)\b|\bin (?:the )?(?:other|another) unit|\btranslate|\bequivalent|\bwhat is that in|\bwieviel (?:sind|ist)|\bumrechn"
)
_NOT_ASKED = re.compile(
    r"\b(?:safe|too much|too high|dangerous|toxic|overdose|limit|should|can i|may i|food|ok|okay|harm)\b"
)
_IN_BLOOD = re.compile(
    r"25[ -]?\(?oh\)?|25[ -]?hydroxy|calcifediol|calcidiol|level|blood|serum|plasma|vitamin d\b|vit d\b|\bd\b"
)


def conversion(found: Guarded) -> tuple[str, str] | None:
    """Convert the amount that a text asks to have in another unit.

    Args:
        found: what the guard found in it.

    Returns:
        The sentence and how it is reckoned; None where the text asks for no conversion.

    Example:
        >>> from calcigraph.guard.guarding import Guard
        >>> conversion(Guard(store).read("2000 iu vitamin d3 in mcg"))[0]
        '2000 IU of vitamin D3 are 50 µg.'
    """
    text = fold(found.text)
    doses = [each for each in find_doses(found.text) if each.unit and each.unit != "piece"]
    to = unit_asked(found.text)
    if _NOT_ASKED.search(text):
        return None
    if not doses:
        return _factor(found, text)
    dose = doses[0]
    if not (to and to != dose.unit) and not _ASKED.search(text):
        return None
    return _in_blood(dose, text) if dose.in_blood else _mass(found, dose, to)


def _in_blood(dose: Dose, text: str) -> tuple[str, str] | None:
    if not _IN_BLOOD.search(text) or dose.unit not in ("ng/mL", "nmol/L"):
        return None
    other = "nmol/L" if dose.unit == "ng/mL" else "ng/mL"
    value = dose.value * _BLOOD if other == "nmol/L" else dose.value / _BLOOD
    return (
        f"{figure(dose.value)} {dose.unit} of 25-hydroxyvitamin D are {figure(value)} {other}.",
        f"1 ng/mL is {_BLOOD} nmol/L. This is a level in blood, no dose; ask your doctor what yours means.",
    )


def _mass(found: Guarded, dose: Dose, to: str) -> tuple[str, str] | None:
    hits = [hit for hit in found.named("nutrient") if hit.named.group]
    hit = min(hits, key=lambda each: abs(each.start - dose.start), default=None)
    given = f"{figure(dose.value)} {_SHOWN.get(dose.unit, dose.unit)}"
    if hit is None or hit.named.group != "vitamin D":
        name = hit.named.name if hit else ""
        if "iu" in (dose.unit, to):
            if not name:
                return _if_vitamin_d(dose, to, given)
            return (
                f"{name[:1].upper()}{name[1:]} has no international unit: it is measured in µg and mg.",
                "International units stand for a mass only for vitamin D in this graph: 40 IU are 1 µg.",
            )
        if dose.unit in _IN and to in _IN:
            value = dose.value * _IN[dose.unit] / _IN[to]
            return (
                f"{given}{f' of {name}' if name else ''} are {figure(value)} {_SHOWN.get(to, to)}.",
                "1 g is 1000 mg, 1 mg is 1000 µg.",
            )
        return None
    target = to or ("ug" if dose.unit == "iu" else "iu")
    micrograms = dose.value / _UNITS_OF_D if dose.unit == "iu" else dose.value * _IN.get(dose.unit, Decimal(0))
    if target not in ("iu", *_IN) or not micrograms:
        return None
    value = micrograms * _UNITS_OF_D if target == "iu" else micrograms / _IN[target]
    return (
        f"{given} of {hit.named.name} are {figure(value)} {_SHOWN.get(target, target)}.",
        "Of vitamin D, 40 IU are 1 µg (Institute of Medicine 2011).",
    )


def _if_vitamin_d(dose: Dose, to: str, given: str) -> tuple[str, str] | None:
    """An amount of nobody knows what: international units of vitamin D are what people ask about most."""
    target = to or ("ug" if dose.unit == "iu" else "iu")
    micrograms = dose.value / _UNITS_OF_D if dose.unit == "iu" else dose.value * _IN.get(dose.unit, Decimal(0))
    if not micrograms or target not in ("iu", *_IN):
        return None
    value = micrograms * _UNITS_OF_D if target == "iu" else micrograms / _IN[target]
    return (
        f"Of vitamin D, {given} are {figure(value)} {_SHOWN.get(target, target)}; of other substances an IU is something else.",
        "Of vitamin D, 40 IU are 1 µg (Institute of Medicine 2011).",
    )


def _factor(found: Guarded, text: str) -> tuple[str, str] | None:
    """The factor itself, where somebody asks how units go together and gives no number."""
    if re.search(r"\b(?:daily|a day|per day|each day|need|should|adults?|recommended|take)\b", text):
        return None
    if not re.search(
        r"\b(?:convert|conversion|measured in|units? for|have units|have iu|in iu|how many (?:iu|mcg|ug|µg|micrograms?|units))\b",
        text,
    ) or not re.search(r"\b(?:iu|units?|international)\b", text):
        return None
    roots = {hit.named.group for hit in found.named("nutrient")}
    if roots & {"vitamin K"}:
        return (
            "Vitamin K has no international unit: it is measured in µg and mg.",
            "International units stand for a mass only for vitamin D in this graph.",
        )
    if roots == {"vitamin D"}:
        return "Of vitamin D, 40 IU are 1 µg (and 1 IU is 0.025 µg).", "Institute of Medicine 2011."
    return None
