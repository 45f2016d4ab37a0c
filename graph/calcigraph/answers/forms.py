"""Answers on forms: how two of them differ, which there are, and which proteins depend on a vitamin."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from calcigraph.answers import facts, known_risks, studies
from calcigraph.guard.wordings import capital, figure, listed
from calcigraph.knowledge.claims import read_claims
from calcigraph.knowledge.statuses import status_of
from calcigraph.knowledge.verdict_words import sentence

if TYPE_CHECKING:
    from calcigraph.answers.answer import Answer
    from calcigraph.answers.context import Context


def compare(context: Context) -> Answer:
    """Answer how two forms differ, and whether one is better.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    nutrients = context.nutrients()
    if len(nutrients) < 2 and len(context.frame.things) > 1:
        pair = [each for each in context.frame.things if each.iris][:2]
        defined = [
            (each, context.store.engine.values(f"SELECT ?d {{ <{each.iris[0]}> skos:definition ?d }}")) for each in pair
        ]
        told = [f"{capital(each.name)}: {found[0][0]}" for each, found in defined if found]
        return context.made(f"{capital(listed([each.name for each in pair]))} are different things.", "", told)
    if len(nutrients) < 2:
        return facts.what_is(context)
    first, second = nutrients[0], nutrients[1]
    chosen = [f"<{each.iris[0]}>" for each in (first, second)]
    exceeds = [
        each
        for a, b in ((0, 1), (1, 0))
        for each in read_claims(
            context.store,
            f"VALUES ?subject {{ {chosen[a]} }} VALUES ?object {{ {chosen[b]} }} ?claim cg:subject ?subject ; cg:object ?object .",
        )
    ]
    exceeds = [each for each in exceeds if not each.sign and "form of" not in each.label]
    exceeds.sort(key=lambda each: (not status_of(context.store, each).studied, -each.rank, each.label))
    same = re.search(r"\b(?:same|identical)\b", context.frame.lettered)
    near = [context.guard.risks.family(each.iris[0]) for each in (first, second)]
    parents = [{iri for iri, rank in family.items() if rank == 1} for family in near]
    shared = [context.label(iri) for iri in sorted(parents[0] & parents[1])]
    part = second.iris[0] in parents[0] or first.iris[0] in parents[1]
    if same:
        kin = (
            f"both are forms of {shared[-1]}"
            if shared
            else "one is a form of the other"
            if part
            else "they are different substances"
        )
        lead = f"No: {first.name} and {second.name} are not the same; {kin}."
    elif exceeds and any(status_of(context.store, each).sure for each in exceeds):
        lead = f"For health neither is shown to be better. {sentence(context.store, exceeds[0])}"
    elif exceeds:
        lead = f"Not shown that either is better. {sentence(context.store, exceeds[0])}"
    else:
        kin = f" Both are forms of {shared[-1]}." if shared else ""
        lead = f"This graph holds no study that compares {first.name} with {second.name}.{kin}"
    halves = []
    for each in (first, second):
        rows = context.store.engine.values(
            f"SELECT ?low ?high {{ ?a cg:amountOf <{each.iris[0]}> ; cg:quantityKind cg:timeToHalf ; cg:lowValue ?low ; cg:highValue ?high }}"
        )
        halves += [
            f"{each.name} {figure(Decimal(str(low)))} to {figure(Decimal(str(high)))} hours"
            if low != high
            else f"{each.name} {figure(Decimal(str(low)))} hours"
            for low, high in rows[:1]
        ]
    definitions = []
    for each in (first, second):
        rows = context.store.engine.values(f"SELECT ?d {{ <{each.iris[0]}> skos:definition ?d }}")
        definitions += [f"{capital(each.name)}: {rows[0][0]}"] if rows else []
    reasons = [
        *definitions,
        *(
            [
                f"Half-life: {listed(halves)}, so the first stays longer."
                if len(halves) > 1
                else f"Half-life: {halves[0]}."
            ]
            if halves
            else []
        ),
        *(sentence(context.store, each) for each in exceeds[1:4]),
    ]
    reasons = [each.replace(", so the first stays longer", "") for each in reasons]
    careful = list(dict.fromkeys(line for each in (first, second) for line in known_risks.careful_line(context, each)))
    rows_ = ("two-forms-compared", {"first": context.label(first.iris[0]), "second": context.label(second.iris[0])})
    return context.made(
        lead,
        studies.level_of(exceeds[0]) if exceeds and not same else "",
        reasons,
        whom=[*careful[:1], *studies.not_taken(context)],
        rows=rows_,
    )


def forms(context: Context) -> Answer:
    """Answer which forms something has.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    nutrient = context.nutrients()[0]
    rows = ("forms-of", {"vitamin": context.label(nutrient.iris[0])})
    table = context.ask(rows[0], **rows[1])
    names = list(dict.fromkeys(str(row["form"]) for row in table))
    told = (
        f"Forms of {nutrient.name} in this graph: {listed(names)}."
        if names
        else f"This graph has no forms of {nutrient.name}."
    )
    return context.made(
        told,
        "",
        list(dict.fromkeys(f"{row['form']}: {row['definition']}" for row in table))[:4],
        whom=known_risks.careful_line(context, nutrient),
        rows=rows,
    )


def proteins(context: Context) -> Answer:
    """Answer which proteins depend on a vitamin.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    nutrient = context.nutrients()[0]
    vitamin_k = nutrient.hit is not None and nutrient.hit.named.group == "vitamin K"
    rows = (
        ("vitamin-k-dependent-proteins", {})
        if vitamin_k
        else ("proteins-activated-by", {"nutrient": context.label(nutrient.iris[0])})
    )
    table = context.ask(rows[0], **rows[1])
    column = "protein" if "protein" in table.columns else table.columns[0]
    names = sorted(
        dict.fromkeys(str(row[column]) for row in table),
        key=lambda each: ("osteocalcin" not in each, "matrix" not in each, each),
    )
    told = (
        f"{capital(listed(names))} depend on {nutrient.name}."
        if names
        else f"This graph has no protein that depends on {nutrient.name}."
    )
    return context.made(told, "", [], whom=known_risks.careful_line(context, nutrient), rows=rows)
