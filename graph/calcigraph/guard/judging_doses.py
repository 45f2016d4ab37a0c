"""What a dose means: against the limits for the person, over the time it is spread over, or as a slip."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from calcigraph.guard.wordings import capital, figure, listed, mass
from calcigraph.knowledge import amounts
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.guard.doses import Dose
    from calcigraph.guard.upper_limits import Amount, Limits
    from calcigraph.store.store import Store

_UNITS = values("guard/units.yaml")
_LINES = values("guard/lines.yaml")
_IN = {"ug": Decimal(1), "mg": Decimal(1000), "g": Decimal(1_000_000)}
_PERIOD = {
    "week": "a week",
    "fortnight": "every two weeks",
    "month": "a month",
    "quarter": "every three months",
    "year": "a year",
    "other day": "every other day",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """A dose, judged.

    Attributes:
        state: a state of safety, or ``no limit set``; empty where it is asked back.
        sentence: what it means.
        reasons: what stands behind it.
        asks: what has to be said before it can be judged; empty where nothing is missing.
        daily: micrograms a day, where a dose that adults take every day to every month was held against their limits.
    """

    state: str
    sentence: str
    reasons: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    daily: Decimal | None = None


class Judge:
    """Judges doses by the limits of one graph.

    Args:
        store: the graph.
        limits: its limits.
    """

    def __init__(self, store: Store, limits: Limits) -> None:
        self._store, self._limits = store, limits
        self._vitamin_d = amounts.vitamin_d(store)

    def judge(self, dose: Dose, nutrient: str, root: str, *, age: float | None, people: str, pregnant: str) -> Judged:
        """Judge a dose.

        Args:
            dose: the dose.
            nutrient: IRI of what it is of.
            root: the vitamin or mineral that is a form of, by name, such as ``vitamin D``.
            age: years of the person, None for an adult or unknown.
            people: name of the group the person belongs to, empty for adults.
            pregnant: ``pregnan`` or ``lactat`` where she is, else empty.

        Returns:
            What it means; known risk where it is over the limit of the person.
        """
        name = self._store.entities.label(nutrient)
        vitamin_d = nutrient in self._vitamin_d
        asked = self._missing(dose, name, root, vitamin_d=vitamin_d)
        if asked:
            return asked
        micrograms = dose.value * dose.times * (_IN[dose.unit] if dose.unit in _IN else 1 / Decimal(40))
        said = mass(micrograms / dose.times, vitamin_d=vitamin_d, units_first=dose.unit == "iu")
        each = said
        often = f"{'twice' if dose.times == 2 else f'{dose.times} times'} " if dose.times > 1 else ""
        if dose.per_kg:
            return Judged(
                "",
                f"{said} per kg of body weight: what is the weight?",
                asks=(f"{figure(dose.value)} {_shown(dose.unit)} per kg: say the whole dose instead",),
            )
        days = _UNITS["days"].get(dose.period or "day")
        daily = micrograms / Decimal(days or 1)
        if daily >= _UNITS["absurd"].get(root, Decimal("Infinity")) or (
            not days and micrograms >= _UNITS["most_single"].get(root, 10**9)
        ):
            return self._slip(dose, name, micrograms, vitamin_d=vitamin_d)
        child = age is not None and age < 18
        limits = self._limits.upper(nutrient, age=age, group=pregnant)
        if child and not [each for each in limits if each.low or each.none_set]:
            adult = self._adult(nutrient, vitamin_d=vitamin_d)
            return Judged(
                "nothing studied",
                f"{capital(each)} of {name}: no. " + _LINES["adults_only"].format(nutrient=name, what=people),
                adult,
            )
        if pregnant and not limits:
            judged = self._against(
                self._limits.upper(nutrient), dose, daily, (each, name, "adults", often), vitamin_d=vitamin_d
            )
            return Judged(
                judged.state if judged.state == "known risk" else "nothing studied",
                judged.sentence,
                (_LINES["not_for_group"].format(nutrient=name, what=people), *judged.reasons),
            )
        judged = self._against(limits, dose, daily, (each, name, people or "adults", often), vitamin_d=vitamin_d)
        # What is taken at once, or a few times a year, is no daily dose.
        seldom = dose.period in ("once", "quarter", "year")
        return judged if people or age is not None or seldom else replace(judged, daily=daily)

    def _missing(self, dose: Dose, name: str, root: str, *, vitamin_d: bool) -> Judged | None:
        number = figure(dose.value)
        choices = _UNITS["meant"].get(root, ["µg", "mg"])
        if dose.unit == "piece":
            return Judged(
                "",
                f"How much {name} is in each of them? The package says it in {listed(choices, 'or')}.",
                asks=tuple(f"{number} x … {unit} of {name}" for unit in choices),
            )
        if not dose.unit:
            told = [f"{number} {unit}" + (f" = {_other(dose.value, unit)}" if vitamin_d else "") for unit in choices]
            return Judged(
                "", f"{number} of what? A dose of {name} needs its unit: {listed(choices, 'or')}.", asks=tuple(told)
            )
        if dose.unit == "iu" and not vitamin_d:
            return Judged(
                "",
                f"{name} has no international unit; how many µg or mg is it?"
                if "K" in root
                else f"{name} is not measured in international units; how many mg is it?",
                asks=tuple(f"… {unit} of {name}" for unit in choices),
            )
        return None

    def _slip(self, dose: Dose, name: str, micrograms: Decimal, *, vitamin_d: bool) -> Judged:
        units = f" would be {figure(micrograms * 40)} IU;" if vitamin_d else " is far beyond any dose ever given;"
        meant = "IU or µg" if vitamin_d else "µg" if dose.unit == "mg" else "mg"
        return Judged(
            "known risk",
            f"Surely a slip: {figure(dose.value)} {_shown(dose.unit)} of {name}{units} {meant} may be meant. Do not take it; look at the package and ask a pharmacist.",
            self._adult_limit(micrograms, name, vitamin_d=vitamin_d),
        )

    def _adult_limit(self, micrograms: Decimal, name: str, *, vitamin_d: bool) -> tuple[str, ...]:
        del micrograms
        iri = self._store.entities.iri(name)
        return self._adult(iri, vitamin_d=vitamin_d)

    def _adult(self, nutrient: str, *, vitamin_d: bool) -> tuple[str, ...]:
        found = [each for each in self._limits.upper(nutrient) if each.low]
        if not found:
            return ()
        low = min(each.low for each in found if each.low)
        return (
            f"For adults, and for adults only, the upper limit is {mass(low, vitamin_d=vitamin_d)} a day ({listed(sorted({each.source for each in found}))}).",
        )

    def _against(
        self, limits: list[Amount], dose: Dose, daily: Decimal, words: tuple[str, str, str, str], *, vitamin_d: bool
    ) -> Judged:
        """Hold a dose against limits; ``words`` are the dose, the nutrient, the people, and how often a day."""
        each, name, people, often = words
        numbers = [limit for limit in limits if limit.low is not None]
        spread = ""
        when = f"{often}a day"
        if dose.period not in ("", "day"):
            when = often + _PERIOD.get(dose.period, "at once")
            spread = (
                f"Spread over its days it is about {mass(daily, vitamin_d=vitamin_d, units_first=True)} a day, but a dose {when} is not the same as a daily one; limits are for every day."
                if dose.period in _PERIOD
                else "A dose at once is not a daily one: limits are for every day, and this graph has none for a single dose."
            )
        if not numbers:
            return self._unlimited(limits, daily, f"{each} {when}", name, spread)
        least = min(numbers, key=lambda limit: limit.low or 0)
        limit = least.low or Decimal(0)
        sources = listed(sorted({each.source for each in numbers if each.low == limit and each.source}))
        told = f"the upper limit of {mass(limit, vitamin_d=vitamin_d)} a day for {people}"
        reasons = [spread] if spread else []
        times = daily / limit
        if dose.period == "once":
            return Judged(
                "nothing studied",
                f"{capital(each)} of {name} at once: only as a doctor prescribes it. {spread}",
                (f"For comparison, {told} ({sources}).",),
            )
        if daily > limit:
            sentence = (
                f"Too much: {each} of {name} {when} is {_times(times)} {told}."
                if not spread
                else f"Too much without a doctor: {each} of {name} {when} is, spread over its days, {_times(times)} {told}."
            )
            reasons += [*self._harm(least.nutrient, vitamin_d=vitamin_d), f"Limit: {sources}."]
            if vitamin_d and dose.unit in ("mg", "g"):
                reasons.insert(0, f"Is it {_shown(dose.unit)}? Vitamin D is measured in IU or µg; look at the package.")
            return Judged(
                "known risk",
                sentence,
                (
                    *reasons,
                    "If you take it already: ask your doctor. A doctor may prescribe more for a time, and then watches the blood.",
                ),
            )
        if dose.period in ("quarter", "year"):
            return Judged(
                "nothing studied",
                f"{capital(each)} of {name} {when}: only as a doctor prescribes it.",
                (*reasons, f"For comparison, {told} ({sources})."),
            )
        sentence = f"{capital(each)} of {name} {when} is {'the upper limit itself' if daily == limit else 'below'} {told if daily != limit else f'({mass(limit, vitamin_d=vitamin_d)} a day for {people})'}."
        if spread:
            sentence = f"{capital(each)} of {name} {when} is, spread over its days, below {told}; a dose so large at once is for a doctor to prescribe."
        reasons.append(f"Limit: {sources}. It counts food and every supplement together.")
        return Judged("no known problem" if not spread else "nothing studied", sentence, tuple(reasons))

    def _unlimited(self, limits: list[Amount], daily: Decimal, told: str, name: str, spread: str) -> Judged:
        trials = [each for each in self._limits.of(self._forms(limits, name), "trialDose") if each.high]
        most = max(trials, key=lambda each: each.high or 0, default=None)
        none_set = next((each for each in limits if each.none_set), None)
        sources = f" ({none_set.source})" if none_set else ""
        start = (
            f"No upper limit is set for {self._store.entities.label(none_set.nutrient)}{sources}"
            if none_set
            else f"This graph has no upper limit for {name}"
        )
        own = [each for each in trials if each.nutrient == self._store.entities.iri(name)]
        highest = max(own, key=lambda each: each.high or 0, default=most)
        if highest is None or not highest.high:
            return Judged(
                "nothing studied",
                f"{start}, which is no proof of safety; no trial of such a dose is in this graph.",
                (spread,) if spread else (),
            )
        what = self._store.entities.label(highest.nutrient)
        largest = f"The largest dose of {what} in a trial here is {mass(highest.high)} a day ({highest.source})"
        if daily > highest.high:
            return Judged(
                "nothing studied",
                f"Nobody has studied it: {told} of {name} is {_times(daily / highest.high)} the largest dose of {what} in a trial here.",
                (f"{start}, which is no proof of safety.", f"{largest}.", *((spread,) if spread else ())),
            )
        return Judged(
            "no limit set",
            f"{start}, which is no proof of safety; {told} of {name} is within what trials gave.",
            (f"{largest}.", *((spread,) if spread else ())),
        )

    def _forms(self, limits: list[Amount], name: str) -> set[str]:
        from calcigraph.guard.risks import Risks

        del limits
        iri = self._store.entities.iri(name)
        return {each for each, near in Risks(self._store).family(iri).items() if near != 1}

    def _harm(self, nutrient: str, *, vitamin_d: bool) -> list[str]:
        """What too much does, as the graph has it with the highest dose without harm."""
        found = []
        for each in self._limits.of([nutrient], "noael"):
            if each.low:
                effect = re.sub(r"^critical effect: ", "", each.basis)
                found.append(
                    f"{mass(each.low, vitamin_d=vitamin_d)} a day is the most at which no harm was seen; the harm to fear is {effect} ({each.source})."
                )
        return found


def _times(ratio: Decimal) -> str:
    return f"{figure(ratio)} times" if ratio < 1000 else f"more than {figure(Decimal(int(ratio) // 1000 * 1000))} times"


def _shown(unit: str) -> str:
    return {"ug": "µg", "iu": "IU"}.get(unit, unit)


def _other(value: Decimal, unit: str) -> str:
    return f"{figure(value / 40)} µg" if unit == "IU" else f"{figure(value * 40)} IU"
