"""Doses in a sentence: number, unit and the time it is spread over; ages; and numbers that lack their unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from calcigraph.guard.folding import fold
from calcigraph.store.judgements import values

_CHOSEN = values("guard/units.yaml")
_UNITS = {word: unit for unit, words in _CHOSEN["units"].items() for word in words}
_UNIT = "|".join(re.escape(word) for word in sorted(_UNITS, key=len, reverse=True))
_WORDS = {word: Decimal(number) for word, number in _CHOSEN["number_words"].items()}
_WORD = "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True))
_FIGURE = r"[0-9]{1,3}(?:[ ,.'][0-9]{3})+(?![0-9])|[0-9]+(?:[.,][0-9]+)?"
_NUMBER = re.compile(
    rf"(?<![\w.,-])(?:(?P<figure>{_FIGURE})\s?(?P<kilo>k\b(?!\s?[0-9])|thousand\b|million\b|m(?=\s?iu\b))?|(?P<words>{_WORD})\b)"
    rf"(?:\s*[-]?\s*(?P<unit>{_UNIT})(?![\w]))?",
)
_PERIODS = [
    (
        name,
        re.compile("|".join(rf"(?<!\w)(?:{each})(?!\w)" if each[0].isalnum() else f"(?:{each})" for each in patterns)),
    )
    for name, patterns in _CHOSEN["periods"].items()
]
_TIMES = {word: int(number) for word, number in _CHOSEN["times"].items()}
_TIME = re.compile(
    r"\b("
    + "|".join(re.escape(each) for each in sorted(_TIMES, key=len, reverse=True))
    + r")\b(?= (?:a|per|each|every|daily|weekly|monthly|pro|par|al))"
)
_PER_KG = re.compile(r"(?:per|/|je|par|por)\s?(?:kg|kilo|kilogram)\b")
_AGE = re.compile(
    r"\b(?P<number>[0-9]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s?-?\s?"
    r"(?P<unit>years?|yrs?|yo|y/o|y\.o\.?|months?|mo|weeks?|wks?|days?|jahre?|monate?|ans|mois|anos|meses|anni|mesi)\b\s?-?\s?"
    r"(?P<old>old|of age|alte?n?|baby|infant|girl|boy|child|son|daughter|woman|man|lady|male|female)?"
)
_AGED = re.compile(
    r"\b(?:(?:daughter|son|child|kid|boy|girl|he|she|grandson|granddaughter|toddler|niece|nephew|mother|father|mum|mom|dad|grandmother|grandfather|who) (?:is|just turned|turned)|aged?|over|above|older than|i am|i'm|im|turning|under|age of|aged over)\s(?:the age of )?(?P<number>[0-9]{1,3})\b(?!\s?(?:[a-z]*g\b|iu|ie|%|[.,][0-9]|units?))"
)
_SMALL = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_IN_YEARS = {"y": 1.0, "j": 1.0, "a": 1.0, "m": 1 / 12, "w": 1 / 52, "d": 1 / 365}
_NO_DOSE_BEHIND = re.compile(
    r"\s?-?\s?(?:%|per ?cent|years?|yrs?|yo\b|months?|weeks?|days?|hours?|h\b|hrs?\b|kg|lbs?|pounds?|percent|times|x\b|st\b|nd\b|rd\b|th\b|foods?|ways|reasons|oh|\(oh|hydroxy|people|studies|trials|women|men|best|minutes|min\b|:)"
)
_NO_DOSE_BEFORE = re.compile(
    r"(?:mk|vitamin [a-z]|factor|article|stage|type|omega|top|over|above|aged?|older than|under|than the age of|i am|i'm|im|turning|covid|age of|[bdk]|year|in|since|of the|is a|grade|section|statement)[ -]?$"
)
_ASKED_FOR = re.compile(
    r"\b(?:take|taking|takes|taken|dose|dosage|daily|a day|per day|day|safe|too much|too high|too many|dangerous|ok|okay|enough|supplement|give|giving|week|month|once|mal|nehmen)\b"
)
_FAR = 40
_PIECES = "|".join(re.escape(word) for word in _CHOSEN["units"]["piece"])
_COUNTED = re.compile(rf"\b(?P<number>[0-9]{{1,2}}|two|three|four|five|six|ten)\s(?:[\w-]+\s){{1,3}}(?:{_PIECES})\b")


@dataclass(frozen=True, slots=True)
class Dose:
    """An amount that a text names.

    Attributes:
        value: the number.
        unit: ``iu``, ``ug``, ``mg``, ``g``, a unit of blood, ``piece``, or empty where the text gives none.
        period: ``day``, ``week``, ``once`` …, or empty where the text does not say.
        times: how often within the period.
        per_kg: whether it is per kilogram of body weight.
        start: where it starts in the text.
        end: where it ends.
        said: how the text says it.
    """

    value: Decimal
    unit: str
    period: str
    times: int
    per_kg: bool
    start: int
    end: int
    said: str

    @property
    def in_blood(self) -> bool:
        """Whether it is a concentration, which is no dose."""
        return "/" in self.unit


def find_doses(text: str) -> list[Dose]:
    """Find the amounts in a text.

    Args:
        text: any text.

    Returns:
        The amounts in their order, those without a unit too where the text treats a number as a dose.

    Example:
        >>> [(str(each.value), each.unit, each.period) for each in find_doses("50,000 IU once a week")]
        [('50000', 'iu', 'week')]
        >>> [(str(each.value), each.unit) for each in find_doses("is 600 a day ok")]
        [('600', '')]
    """
    folded = fold(text)
    ages = [match.span() for pattern in (_AGE, _AGED) for match in pattern.finditer(folded) if _is_age(match, folded)]
    found = []
    # What is asked of the whole text is asked once: a long list of doses would otherwise take time with its square.
    whole, taken = _period(folded), bool(_ASKED_FOR.search(folded))
    for match in _NUMBER.finditer(folded):
        unit = _UNITS.get(match["unit"] or "", "")
        if any(start <= match.start() < end for start, end in ages) or not (
            unit or (taken and _is_dose(folded, match))
        ):
            continue
        behind = folded[match.end() : match.end() + _FAR]
        before = folded[max(0, match.start() - _FAR) : match.start()]
        period = _period(behind) or _period(before) or whole
        often = _TIME.search(behind) or _TIME.search(before)
        found.append(
            Dose(
                value=_value(match),
                unit=unit,
                period=period,
                times=_TIMES[often[1]] if often and period in _CHOSEN["days"] else 1,
                per_kg=bool(_PER_KG.search(folded[match.end() : match.end() + 25])),
                start=match.start(),
                end=match.end(),
                said=text[match.start() : match.end()].strip(),
            )
        )
    return found or _pieces(text, folded)


def _pieces(text: str, folded: str) -> list[Dose]:
    """Tablets and drops that are counted before the nutrient: "2 vitamin D tablets"."""
    match = _COUNTED.search(folded)
    if match is None or not _ASKED_FOR.search(folded):
        return []
    number = match["number"]
    value = Decimal(_SMALL.get(number, 0) or number)
    start, end = match.span("number")
    return [Dose(value, "piece", _period(folded), 1, per_kg=False, start=start, end=end, said=text[start:end])]


def _value(match: re.Match[str]) -> Decimal:
    if match["words"]:
        return _WORDS[match["words"]]
    figure = match["figure"]
    grouped = re.fullmatch(r"[1-9][0-9]{0,2}(?:[ ,.'][0-9]{3})+", figure)
    number = Decimal(
        re.sub(r"[ ,.']", "", figure) if grouped else figure.replace(",", ".").replace(" ", "").replace("'", "")
    )
    kilo = match["kilo"] or ""
    return number * (1000 if kilo in ("k", "thousand") else 1_000_000 if kilo in ("million", "m") else 1)


def _is_dose(folded: str, match: re.Match[str]) -> bool:
    """Whether a number without a unit is meant as a dose in a text that speaks of taking: it is not another count."""
    behind, before = folded[match.end() : match.end() + _FAR], folded[max(0, match.start() - _FAR) : match.start()]
    return not (_NO_DOSE_BEHIND.match(behind) or _NO_DOSE_BEFORE.search(before) or _value(match) < 5)


def _period(text: str) -> str:
    found = [(match.start(), name) for name, pattern in _PERIODS if (match := pattern.search(text))]
    return min(found)[1] if found else ""


def find_age(text: str) -> float | None:
    """Find the age of a person that a text speaks of.

    Args:
        text: any text.

    Returns:
        Years, None where it names none.

    Example:
        >>> find_age("can a 3 year old take it"), find_age("how much over 70"), find_age("for 3 years")
        (3.0, 70.0, None)
    """
    folded = fold(text)
    for match in _AGE.finditer(folded):
        if _is_age(match, folded):
            number = float(_SMALL.get(match["number"], 0) or match["number"])
            return number * _IN_YEARS[match["unit"][0]] if match["unit"] != "mo" else number / 12
    aged = _AGED.search(folded)
    return float(aged["number"]) if aged and float(aged["number"]) <= 120 else None


def _is_age(match: re.Match[str], folded: str) -> bool:
    if "old" not in match.re.groupindex:
        return True
    unit = match["unit"]
    before = folded[: match.start()]
    return (
        bool(match["old"])
        or unit in ("yo", "y/o", "y.o", "y.o.")
        or bool(
            re.search(
                r"\b(?:i am|i'm|im|aged?|he is|she is|he's|she's|is now|my son is|my daughter is|baby is|of)\s$", before
            )
            and not re.search(r"\b(?:period|course|duration|for|lasting) (?:of )?$", before)
        )
    )


def unit_asked(text: str) -> str:
    """Find the unit that a text asks a conversion to.

    Args:
        text: any text.

    Returns:
        The unit that stands without a number, empty where none does.

    Example:
        >>> unit_asked("how many IU is 25 micrograms of vitamin D"), unit_asked("25 ug")
        ('iu', '')
    """
    folded = fold(text)
    spans = [match.span() for match in _NUMBER.finditer(folded) if match["unit"]]
    for match in re.finditer(
        rf"(?:\b(?:in|to|into|many|much|equals?|as|of|is|en|zu)|=)\s+(?:the\s+)?({_UNIT})(?![\w])", folded
    ):
        if not any(start <= match.start(1) < end for start, end in spans) and _UNITS[match[1]] != "piece":
            return str(_UNITS[match[1]])
    return ""
