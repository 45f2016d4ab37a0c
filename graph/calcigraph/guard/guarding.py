"""The guard: reads a question for what is dangerous in it, before anybody asks what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from calcigraph.guard.advising import Adviser, names
from calcigraph.guard.doses import find_age, find_doses
from calcigraph.guard.folding import fold
from calcigraph.guard.judging_doses import Judge
from calcigraph.guard.languages import language
from calcigraph.guard.lexica import Lexicon, Named, words
from calcigraph.guard.risks import Risks
from calcigraph.guard.upper_limits import Limits
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph.guard.advising import Caution
    from calcigraph.guard.doses import Dose
    from calcigraph.guard.judging_doses import Judged
    from calcigraph.guard.lexica import Hit
    from calcigraph.store.store import Store

_ALARMS = values("guard/alarms.yaml")
_PATTERNS = [re.compile(each) for each in _ALARMS["patterns"]]
_EXCEPT = [re.compile(each) for each in _ALARMS["except"]]
_LINES = values("guard/lines.yaml")
_NUTRIENTS = values("guard/nutrients.yaml")
_ROOTS = tuple(values("guard/units.yaml")["meant"])
_SUPPLIED = """
SELECT ?food ?name ?nutrient {
  ?claim cg:predicate cg:supplies ; cg:subject ?food ; cg:object ?nutrient . ?food skos:prefLabel|skos:altLabel ?name
} ORDER BY ?food ?name ?nutrient"""
_CHILD = 18.0
_ADDED = re.compile(r"[^.?!]{0,25}?(?:\+|\bplus\b|\band\b|&)[^.?!]{0,12}?")
_ORDER = ("known risk", "nothing studied", "outside this graph", "no known problem")


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the guard found in a question.

    Attributes:
        text: the question.
        language: its language where that is not English.
        hits: drugs, conditions, groups, nutrients, and what is outside, in the order of the text.
        doses: the amounts, with the nutrient of each and what it means.
        age: years of the person, where the text says it.
        alarm: whether somebody may be in danger.
        cautions: what drugs, conditions and groups call for, the gravest first.
    """

    text: str
    language: str = ""
    hits: tuple[Hit, ...] = ()
    doses: tuple[tuple[Dose, str, Judged], ...] = ()
    age: float | None = None
    alarm: bool = False
    cautions: tuple[Caution, ...] = field(default=())

    def named(self, *kinds: str) -> list[Hit]:
        """Give the hits of some kinds.

        Args:
            kinds: kinds of ``lexica.Named``.

        Returns:
            The hits in the order of the text.
        """
        return [hit for hit in self.hits if hit.named.kind in kinds]

    @property
    def nutrients(self) -> list[str]:
        """IRIs of the nutrients that the text names, foods counted for what they supply."""
        return list(dict.fromkeys(iri for hit in self.named("nutrient", "food") for iri in hit.named.iris))

    @property
    def grave_doses(self) -> list[Judged]:
        """The doses that call for a word before anything else."""
        return [judged for dose, _, judged in self.doses if judged.state in ("known risk", "nothing studied")]

    @property
    def lines(self) -> list[str]:
        """What stands before every answer and every refusal, a sentence each; empty where nothing calls for it."""
        if self.alarm:
            return [_ALARMS["line"], _ALARMS["behind"]]
        found = [_LINES["other_language"].format(language=self.language)] if self.language else []
        for caution in self.cautions:
            found += [caution.sentence, *([caution.advice] if caution.advice else [])]
        found += [judged.sentence for judged in self.grave_doses]
        if self.grave_doses and not self.cautions:
            found.append(_LINES["ask"])
        return list(dict.fromkeys(found))

    @property
    def state(self) -> str:
        """The gravest state of safety that was found; empty where nothing was."""
        if self.alarm:
            return "known risk"
        states = [each.state for each in self.cautions] + [each.state for _, _, each in self.doses]
        return next((each for each in _ORDER if each in states), "")


class Guard:
    """The guard over one graph.

    Args:
        store: the graph.

    Example:
        >>> print(Guard(store).read("I take Coumadin, may I take MK-7?").lines[0])
        Not without your doctor: MK-7 with warfarin (Coumadin) is a known risk.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self.risks = Risks(store)
        self.limits = Limits(store)
        self._adviser = Adviser(store, self.risks)
        self._judge = Judge(store, self.limits)

    @cached_property
    def lexicon(self) -> Lexicon:
        """All that the guard listens for, the names of the graph's nutrients and of the foods that supply them too."""
        return Lexicon(self._entries())

    def _entries(self) -> Iterator[tuple[str, Named]]:
        yield from words()
        for label, spoken in _NUTRIENTS["own"].items():
            named = self._nutrient(self._store.entities.iri(label), label)
            yield from ((word, named) for word in (label, *spoken))
        for root in _ROOTS:
            for iri in self.risks.family(self._store.entities.iri(root)):
                rows = self._store.engine.values(
                    f"SELECT ?n {{ <{iri}> skos:prefLabel|skos:altLabel|skos:hiddenLabel ?n }} ORDER BY ?n"
                )
                yield from (
                    (str(name), self._nutrient(iri, self._store.entities.label(iri)))
                    for (name,) in rows
                    if len(str(name)) > 2 or str(name)[1:].isdigit()
                )
        foods: dict[str, set[str]] = {}
        spoken_foods: dict[str, set[str]] = {}
        for food, name, nutrient in self._store.engine.values(_SUPPLIED):
            foods.setdefault(str(food), set()).add(str(nutrient))
            spoken_foods.setdefault(str(food), set()).add(str(name))
        for food, supplied in foods.items():
            named = Named("food", self._store.entities.label(food), "", food, iris=tuple(sorted(supplied)))
            yield from ((name, named) for name in sorted(spoken_foods[food]))

    def _nutrient(self, iri: str, label: str) -> Named:
        return Named("nutrient", label, self.root(iri), iri, iris=(iri,))

    def root(self, nutrient: str) -> str:
        """Name the vitamin or mineral that a nutrient is a form of.

        Args:
            nutrient: IRI.

        Returns:
            A name of ``units.yaml``, empty for any other substance.
        """
        near = {self._store.entities.label(each) for each, rank in self.risks.family(nutrient).items() if rank < 2}
        return next((each for each in _ROOTS if each in near), "")

    def read(self, text: str) -> Guarded:
        """Read a question.

        Args:
            text: plain words in any language.

        Returns:
            What calls for caution in it.
        """
        folded = fold(text)
        doses = self._summed(find_doses(text), folded)
        hits = [
            hit
            for hit in self.lexicon.find(text)
            if not any(dose.unit and dose.start <= hit.start < dose.end for dose in doses)
        ]
        alarm = any(each.search(folded) for each in _PATTERNS) and not any(each.search(folded) for each in _EXCEPT)
        found = Guarded(text, language(text), tuple(hits), (), find_age(text), alarm)
        judged = tuple((dose, iri, self._judged(dose, hit, found)) for dose, hit, iri in self._doses_of(doses, found))
        cautions = sorted(
            (each for each in self._cautions(found) if each.state), key=lambda each: _ORDER.index(each.state)
        )
        return Guarded(text, found.language, found.hits, judged, found.age, alarm, tuple(cautions))

    def _cautions(self, found: Guarded) -> Iterator[Caution]:
        taken = found.named("nutrient", "food", "outside")
        told = names([hit.named.name if hit.named.kind != "food" else hit.said for hit in taken])
        seen: set[object] = set()
        for hit in [*found.named("drug"), *found.named("condition"), *found.named("group")]:
            caution = self._adviser.caution(hit, tuple(found.nutrients), told)
            # A drug and the test that watches it are one warning.
            same = {hit.named.name, caution.claims or hit.named.name}
            if not same & seen:
                seen |= same
                yield caution
        if found.age is not None and found.age < _CHILD and not found.named("group"):
            child = Named(
                "group", people(found), "children", "child", ("children", "infants") if found.age < 1 else ("children",)
            )
            from calcigraph.guard.lexica import Hit

            yield self._adviser.caution(Hit(child, 0, 0, child.name), tuple(found.nutrients), told)

    def _doses_of(self, doses: list[Dose], found: Guarded) -> Iterator[tuple[Dose, Hit, str]]:
        """Each dose with the nutrient that stands nearest to it, what stands behind it first."""
        # A drug has doses of its own: "warfarin 5 mg daily" is no dose of the vitamin beside it.
        nutrients = found.named("nutrient", "outside", "drug")
        for dose in doses:
            if dose.in_blood or not nutrients:
                continue
            nearest = min(
                nutrients, key=lambda hit: hit.start - dose.end if hit.start >= dose.end else 2 * (dose.start - hit.end)
            )
            if nearest.named.kind == "nutrient":
                yield dose, nearest, nearest.named.iris[0]

    @staticmethod
    def _summed(doses: list[Dose], text: str) -> list[Dose]:
        """Doses that the text adds up ("4000 IU + 2000 IU") as one."""
        found: list[Dose] = []
        for dose in doses:
            last = found[-1] if found else None
            if last and dose.unit and last.unit == dose.unit and _ADDED.fullmatch(text[last.end : dose.start]):
                said = text[last.start : dose.end]
                found[-1] = replace(
                    last, value=last.value * last.times + dose.value * dose.times, times=1, end=dose.end, said=said
                )
            else:
                found.append(dose)
        return found

    def _judged(self, dose: Dose, hit: Hit, found: Guarded) -> Judged:
        group = next(
            (each.named for each in found.named("group") if each.named.key in ("pregnant", "breastfeeding")), None
        )
        return self._judge.judge(
            dose,
            hit.named.iris[0],
            hit.named.group,
            age=person_age(found),
            people=people(found),
            pregnant={"pregnant": "pregnan", "breastfeeding": "lactat"}[group.key] if group else "",
        )


def person_age(found: Guarded) -> float | None:
    """Give the age that a question is about, by a number or by a group.

    Args:
        found: what was found.

    Returns:
        Years, None for adults.
    """
    if found.age is not None:
        return found.age
    groups = [each.named.ages for each in found.named("group") if each.named.ages]
    return min((low + (high - low) / 2 if low < _CHILD else low for low, high in groups), default=None)


def people(found: Guarded) -> str:
    """Name the people that a question is about.

    Args:
        found: what was found.

    Returns:
        Their name, empty for adults.
    """
    age = found.age
    if age is not None and age < _CHILD:
        if age < 1:
            return f"a baby of {round(age * 12)} months"
        return f"a child of {age:g} year{'s' if age != 1 else ''}"
    groups = [each.named.name for each in found.named("group")]
    return groups[0] if groups else ""
