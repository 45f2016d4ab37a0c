"""Limits of intake as the graph has them, for the person who asks: an adult's limit is no child's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from calcigraph.guard.folding import fold
from calcigraph.knowledge import amounts
from calcigraph.knowledge.sources import sources

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calcigraph.store.store import Store

_AMOUNTS = """
SELECT ?nutrient ?kind ?low ?high ?unit ?none ?who ?basis ?region ?source ?seen {
  ?amount cg:quantityKind ?k ; cg:amountOf ?nutrient ; cg:unit ?unit .
  VALUES ?k { %s }
  BIND(STRAFTER(STR(?k), "#") AS ?kind)
  OPTIONAL { ?amount cg:lowValue ?low } OPTIONAL { ?amount cg:highValue ?high }
  OPTIONAL { ?amount cg:noneSet ?none } OPTIONAL { ?amount cg:population/skos:prefLabel ?who }
  OPTIONAL { ?amount cg:basis ?basis } OPTIONAL { ?amount cg:region ?region }
  OPTIONAL { ?amount dcterms:source ?source } OPTIONAL { ?amount cg:verification/rdfs:label ?seen }
} ORDER BY ?nutrient ?k ?who ?low"""
_UNITS = {"ug/d": "ug", "mg/d": "mg", "[iU]/d": "iu"}
_RANGE = re.compile(r"(\d+)\s?(?:to|-|\u2013)\s?(\d+)\s?(years|months)?")
_FROM = re.compile(r"(?:over|from|above|aged|than)\s(\d+)")
_YOUNG = re.compile(r"\b(infant|baby|babies|newborn|child|children|adolescent|toddler|boy|girl|months)")
_ADULT = 18.0
# Words for people of an age, with years from and below.
_NAMED_AGES = (
    (r"\ball ages\b", 0.0, 120.0),
    (r"\b(?:infant|baby|babies|newborn)", 0.0, 1.0),
    (r"\badolescent", 11.0, _ADULT),
    (r"\btoddler", 1.0, 4.0),
    (r"\b(?:child|children|boys|girls)", 1.0, _ADULT),
)


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of intake that an authority gives.

    Attributes:
        nutrient: IRI of what it is for.
        kind: local name of the kind of quantity, such as ``upperLimit``.
        low, high: micrograms a day; None where no number is given.
        unit: the unit it is given in: ``ug``, ``mg`` or ``iu``.
        none_set: whether the authority set none.
        who: for whom, in words.
        basis: what it rests on, in words.
        region: where it holds.
        source: label of the source, empty where none is named.
        seen: whether the curators saw the number.
    """

    nutrient: str
    kind: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    none_set: bool
    who: str
    basis: str
    region: str
    source: str
    seen: bool

    @property
    def ages(self) -> tuple[float, float]:
        """Years, from and below, that the words for its people mean."""
        return ages(self.who)


def ages(who: str) -> tuple[float, float]:
    """Read the ages that a population's name means.

    Args:
        who: its name.

    Returns:
        Years, from and below; adults where the name says nothing of age.

    Example:
        >>> ages("women aged 51 to 70"), ages("infants to 6 months"), ages("general population of adults")
        ((51.0, 71.0), (0.0, 0.5), (18.0, 120.0))
    """
    text = fold(who)
    months = "month" in text
    span = _RANGE.search(text)
    if span:
        low, high = float(span[1]), float(span[2])
        return (low / 12, high / 12) if months else (low, high + 1)
    upto = re.search(r"(?:up to|under|below|to) (\d+)", text)
    if upto and _YOUNG.search(text):
        return 0.0, float(upto[1]) / 12 if months else float(upto[1])
    start = _FROM.search(text)
    if start:
        return float(start[1]), 120.0
    for pattern, low, high in _NAMED_AGES:
        if re.search(pattern, text):
            return low, high
    return _ADULT, 120.0


class Limits:
    """The amounts of intake in one graph.

    Args:
        store: the graph.

    Example:
        >>> found = Limits(store).upper("https://w3id.org/calcigraph/id/vitamin-d3", age=40.0)
        >>> str(min(each.low for each in found if each.low))
        '100'
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def _all(self) -> list[Amount]:
        kinds = (
            "cg:upperLimit cg:noael cg:adequateIntake cg:recommendedDietaryAllowance cg:populationReferenceIntake "
            "cg:adequateIntakePerKg cg:trialDose"
        )
        known = sources(self._store)
        vitamin_d = amounts.vitamin_d(self._store)
        found = []
        for nutrient, kind, low, high, unit, none, who, basis, region, source, seen in self._store.engine.values(
            _AMOUNTS % kinds
        ):
            plain = _UNITS.get(str(unit))
            if plain is None and kind != "adequateIntakePerKg":
                continue
            numbers = [
                amounts.convert(Decimal(str(each)), plain, "ug", vitamin_d=str(nutrient) in vitamin_d)
                if each and plain
                else None
                for each in (low, high)
            ]
            found.append(
                Amount(
                    str(nutrient),
                    str(kind),
                    numbers[0],
                    numbers[1],
                    plain or str(unit),
                    str(none) == "true",
                    str(who or ""),
                    str(basis or ""),
                    str(region or ""),
                    known[str(source)].label if source else "",
                    "not seen" not in str(seen or ""),
                )
            )
        return found

    def of(self, nutrients: Iterable[str], *kinds: str) -> list[Amount]:
        """Find amounts of nutrients.

        Args:
            nutrients: IRIs.
            kinds: local names of kinds of quantity.

        Returns:
            The amounts.
        """
        wanted = set(nutrients)
        return [each for each in self._all if each.nutrient in wanted and each.kind in kinds]

    def upper(self, nutrient: str, *, age: float | None = None, group: str = "") -> list[Amount]:
        """Find the upper limits for a person.

        Args:
            nutrient: IRI; what it is a kind of speaks for it where it has no limit of its own.
            age: years, None for an adult.
            group: a word that the people of the limit must have in their name, such as ``pregnant``.

        Returns:
            The limits that hold for the person, those of the nutrient itself first; empty where the graph has none.
        """
        from calcigraph.guard.risks import Risks

        years = _ADULT + 12 if age is None else age
        near = Risks(self._store).family(nutrient)
        for wanted in ([nutrient], [each for each, rank in near.items() if rank == 1]):
            found = [each for each in self.of(wanted, "upperLimit") if each.ages[0] <= years < each.ages[1]]
            special = [each for each in found if re.search(r"pregnan|lactat|breast", fold(each.who))]
            if group:
                found = [each for each in special if group in fold(each.who)]
            elif found != special:
                found = [each for each in found if each not in special]
            if found:
                return found
        return []
