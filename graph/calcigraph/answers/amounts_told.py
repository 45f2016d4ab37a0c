"""Limits, intakes and harms of a nutrient as sentences for the person who asks."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from calcigraph.guard.wordings import listed, mass
from calcigraph.knowledge import amounts
from calcigraph.knowledge.statuses import status_of
from calcigraph.knowledge.verdict_words import sentence
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.answers.context import Context
    from calcigraph.guard.upper_limits import Amount
    from calcigraph.questions.things import Thing

_LINES = values("guard/lines.yaml")
_REFERENCE = ("recommendedDietaryAllowance", "adequateIntake", "populationReferenceIntake")


def age_of(context: Context) -> float | None:
    """Give the age that a question is about.

    Args:
        context: the question.

    Returns:
        Years, None for adults.
    """
    from calcigraph.guard.guarding import person_age

    return person_age(context.found)


def pregnant(context: Context) -> str:
    """Give the word that populations have in their name where a question is about pregnancy or breastfeeding.

    Args:
        context: the question.

    Returns:
        The beginning of the word, empty for everybody else.
    """
    keys = {each.named.key for each in context.found.named("group")}
    return "pregnan" if "pregnant" in keys else "lactat" if "breastfeeding" in keys else ""


def limit_line(context: Context, nutrient: Thing) -> list[str]:
    """The upper limit for the person who asks, in a sentence; that none is set is another thing than that none is known."""
    iri = nutrient.iris[0]
    vitamin_d = iri in amounts.vitamin_d(context.store)
    age = age_of(context)
    upper = context.guard.limits.upper(iri, age=age, group=pregnant(context))
    numbers = [each for each in upper if each.low]
    if numbers:
        least = min(numbers, key=lambda each: each.low or 0)
        sources = listed(sorted({each.source for each in numbers if each.low == least.low}))
        people = least.who or "adults"
        return [
            f"The upper limit of {context.label(least.nutrient)} is {mass(least.low or Decimal(0), vitamin_d=vitamin_d)} a day for {people} ({sources})."
        ]
    if age is not None and age < 18:
        from calcigraph.guard.guarding import people as people_of

        return [_LINES["adults_only"].format(nutrient=nutrient.name, what=people_of(context.found))]
    none = next((each for each in upper if each.none_set), None)
    if none:
        return [
            f"No upper limit is set for {context.label(none.nutrient)} ({none.source}), which is no proof of safety."
        ]
    return [f"This graph has no upper limit for {nutrient.name}."]


def harms(context: Context, nutrient: Thing) -> list[str]:
    """What too much brings: the harm the limit is set by, and what claims say the nutrient brings."""
    family = context.guard.risks.family(nutrient.iris[0])
    vitamin_d = nutrient.iris[0] in amounts.vitamin_d(context.store)
    found = []
    for each in context.guard.limits.of([iri for iri, rank in family.items() if rank < 2], "noael"):
        if each.low:
            effect = re.sub(r"^critical effect: ", "", each.basis)
            found.append(
                f"{mass(each.low, vitamin_d=vitamin_d)} a day is the most at which no harm was seen; the harm to fear is {effect}, too much calcium in the blood ({each.source})."
                if "hypercalc" in effect
                else f"{mass(each.low)} a day is the most at which no harm was seen ({each.source}): {effect}."
            )
    from calcigraph.knowledge.claims import read_claims

    chosen = " ".join(f"<{iri}>" for iri in family)
    brought = read_claims(
        context.store,
        f"VALUES ?subject {{ {chosen} }} ?claim cg:subject ?subject ; cg:predicate ?predicate ; cg:object ?object . ?predicate cg:sign 1 . ?object a cg:HealthEffect .",
    )
    good = frozenset(values("knowledge/outcomes.yaml")["good_outcomes"])
    no_harm = good | frozenset(values("answers/intakes.yaml")["no_harm"])
    found += [
        sentence(context.store, claim)
        for claim in sorted(brought, key=lambda each: (-each.rank, each.label))
        if not claim.negated
        and status_of(context.store, claim).has_support
        and context.label(claim.object) not in no_harm
    ]
    if any("hypercalcaemia" in each for each in found):
        after = read_claims(context.store, "VALUES ?subject { id:hypercalcaemia } ?claim cg:subject ?subject .")
        found += [
            sentence(context.store, each) for each in after if status_of(context.store, each).sure and each.rank > 0
        ][:1]
    return found[:4]


def references(context: Context, nutrient: Thing) -> list[Amount]:
    """Find the recommended intakes of a nutrient and its kin.

    Args:
        context: the question.
        nutrient: the nutrient.

    Returns:
        Those with a number, and those that say that none is set.
    """
    near = context.guard.risks.family(nutrient.iris[0])
    found = context.guard.limits.of([iri for iri, rank in near.items()], *_REFERENCE)
    return [each for each in found if each.low is not None or each.none_set]


def reference(context: Context, each: Amount) -> str:
    """Say a recommended intake.

    Args:
        context: the question.
        each: the intake.

    Returns:
        A sentence with its source.
    """
    vitamin_d = each.nutrient in amounts.vitamin_d(context.store)
    name = context.label(each.nutrient)
    if each.none_set:
        return f"No intake is set for {name} as such: {each.basis} ({each.source}, {each.region})."
    return f"{mass(each.low or Decimal(0), vitamin_d=vitamin_d)} a day of {name} for {each.who} ({each.source}, {each.region})."


def once(found: list[Amount]) -> list[Amount]:
    """The same amount for the same people from one authority in two units is one."""
    seen: dict[tuple[str, str, str], Amount] = {}
    for each in found:
        seen.setdefault((each.who, each.source, str(each.low)), each)
    return list(seen.values())


def for_mothers(each: Amount) -> bool:
    """Tell whether an amount is for pregnant or breastfeeding women alone.

    Args:
        each: the amount.

    Returns:
        False where they are among others.
    """
    return bool(re.search(r"pregnan|lactat|breast", each.who)) and "including" not in each.who


def for_adults(found: list[Amount]) -> list[Amount]:
    """Choose the amounts for adults, where a question says nothing of who takes it.

    Args:
        found: amounts.

    Returns:
        Those for adults of any age, the widest groups first.
    """
    chosen = [each for each in found if each.ages[0] >= 18 and not for_mothers(each)]
    return sorted(chosen, key=lambda each: each.ages[0] - each.ages[1])
