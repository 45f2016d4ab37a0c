"""Answers on foods: which supply something, how much one has, and what it supplies."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from calcigraph.answers import known_risks, studies
from calcigraph.guard.wordings import capital, figure, listed, unit_for_people

if TYPE_CHECKING:
    from calcigraph.answers.answer import Answer
    from calcigraph.answers.context import Context
    from calcigraph.store.tables import Table


def foods(context: Context) -> Answer:
    """Answer which foods supply something, the richest first.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    nutrient = context.nutrients()[0]
    both = {each.name for each in context.nutrients()}
    if both == {"vitamin K2", "calcium"}:
        table = context.ask("foods-with-k2-and-calcium")
        names = list(dict.fromkeys(str(row["k2_food"]) for row in table))
        return context.made(
            f"Both are in {listed(names[:8])}.",
            "",
            whom=known_risks.careful_line(context, nutrient),
            rows=("foods-with-k2-and-calcium", {}),
        )
    rows = ("foods-that-supply", {"nutrient": context.label(nutrient.iris[0])})
    table = context.ask(rows[0], **rows[1])
    best = _richest(table)
    if not best:
        said = [str(row["food"]) for row in table]
        told = (
            f"Said to supply {nutrient.name}: {listed(list(dict.fromkeys(said))[:6])}; no amount is in this graph."
            if said
            else f"No food that supplies {nutrient.name} is in this graph."
        )
        return context.made(told, "", whom=known_risks.careful_line(context, nutrient), rows=rows)
    shown = [f"{food} {figure(value)} {unit_for_people(unit)}" for food, value, unit in best[:5]]
    told = f"Most {nutrient.name} is in {listed([food for food, _, _ in best[:3]])}."
    return context.made(
        told,
        "",
        [f"{each}." for each in map(capital, shown)],
        whom=[*known_risks.careful_line(context, nutrient), *studies.not_taken(context)],
        rows=rows,
    )


def _richest(table: Table) -> list[tuple[str, Decimal, str]]:
    found: dict[str, tuple[str, Decimal, str]] = {}
    for row in table:
        if row["low"] is None or "100" not in str(row["unit"]):
            continue
        value = Decimal(str(row["low"]))
        weight = value * 1000 if str(row["unit"]).startswith("mg") else value
        known = found.get(str(row["food"]))
        if known is None or weight > (known[1] * 1000 if known[2].startswith("mg") else known[1]):
            found[str(row["food"])] = (str(row["food"]), value, str(row["unit"]))
    return sorted(found.values(), key=lambda each: -(each[1] * 1000 if each[2].startswith("mg") else each[1]))


def amount_in_food(context: Context) -> Answer:
    """Answer how much of something a food has, and whether the sources agree.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    nutrient = context.frame.slots.get("n") or context.nutrients()[0]
    food = context.frame.slots.get("f") or context.frame.of("F")[0]
    rows = ("what-a-food-supplies", {"food": context.label(food.iris[0])})
    table = context.ask(rows[0], **rows[1])
    family = (
        {context.label(iri) for iri in context.guard.risks.family(nutrient.iris[0])}
        if nutrient.iris
        else {nutrient.name}
    )
    kept = [
        row for row in table if str(row["nutrient"]) in family and row["low"] is not None and "g" in str(row["unit"])
    ]
    if not kept:
        supplied = list(dict.fromkeys(str(row["nutrient"]) for row in table))
        told = f"This graph has no amount of {nutrient.name} in {food.name}."
        return context.made(
            told, "nothing studied", [f"It has {listed(supplied)} of it."] if supplied else [], rows=rows
        )
    own = [row for row in kept if str(row["nutrient"]) == nutrient.name] or kept
    per = [row for row in own if "100" in str(row["unit"])] or own
    numbers = sorted({Decimal(str(row[key])) for row in per for key in ("low", "high") if row[key] is not None})
    unit = unit_for_people(str(per[0]["unit"]))
    span = figure(numbers[0]) if len(numbers) == 1 else f"{figure(numbers[0])} to {figure(numbers[-1])}"
    apart = (
        "; the sources do not agree"
        if len(numbers) > 1 and numbers[0] and numbers[-1] / numbers[0] > Decimal("1.5")
        else ""
    )
    told = f"{capital(food.name)} has {span} {unit} of {per[0]['nutrient']}{apart}."
    if re.search(r"\b(?:which|most|best|highest|richest)\b", context.frame.lettered):
        kept = sorted(per, key=lambda row: -Decimal(str(row["low"])))
        told = f"Most {per[0]['nutrient']}, of what is in this graph, is in {kept[0]['food_or_kind']}: {figure(Decimal(str(kept[0]['low'])))} {unit}."
    reasons = [
        f"{row['food_or_kind']}: {figure(Decimal(str(row['low'])))} {unit_for_people(str(row['unit']))} of {row['nutrient']}"
        + (f" (a serving of {figure(Decimal(str(row['serving_g'])))} g)" if row["serving_g"] else "")
        + f" ({row['source']}, {row['amount_seen']})."
        for row in kept[:5]
    ]
    return context.made(capital(told), "", reasons, whom=known_risks.careful_line(context, nutrient), rows=rows)


def food_supplies(context: Context) -> Answer:
    """Answer what a food supplies.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    food = context.frame.of("F")[0]
    rows = ("what-a-food-supplies", {"food": context.label(food.iris[0])})
    table = context.ask(rows[0], **rows[1])
    names = list(dict.fromkeys(str(row["nutrient"]) for row in table))
    told = (
        f"{capital(food.name)} supplies {listed(names)}."
        if names
        else f"This graph has nothing on what {food.name} supplies."
    )
    reasons = [
        f"{figure(Decimal(str(row['low'])))} {unit_for_people(str(row['unit']))} of {row['nutrient']} ({row['source']})."
        for row in table
        if row["low"] is not None
    ]
    return context.made(told, "", reasons, whom=known_risks.careful_line(context, food), rows=rows)
