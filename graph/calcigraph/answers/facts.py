"""Answers on facts: what something is, how it works, what supplies it, how long it stays, how two forms differ, what lack does."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from calcigraph.answers import effects
from calcigraph.guard.wordings import capital, figure, listed, unit_for_people
from calcigraph.knowledge.claims import read_claims
from calcigraph.knowledge.wording import sentence
from calcigraph.questions.things import Thing

if TYPE_CHECKING:
    from calcigraph.answers.answer import Answer
    from calcigraph.answers.context import Context
    from calcigraph.store.tables import Table


def what_is(context: Context) -> Answer:
    """Answer what something is, by its definition.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    thing = context.frame.slots.get("s") or context.frame.things[0]
    if not thing.iris or not thing.iris[0]:
        return context.made(f"{capital(thing.name)} is not in this graph.", "outside this graph", state="outside this graph")
    from calcigraph.knowledge.pages import entity_page

    del entity_page
    rows = context.store.engine.values(f"SELECT ?d {{ <{thing.iris[0]}> skos:definition ?d }}")
    name = context.label(thing.iris[0])
    also = context.store.engine.values(f"SELECT ?a {{ <{thing.iris[0]}> skos:altLabel ?a }} ORDER BY ?a")
    definition = str(rows[0][0]) if rows else "not defined here."
    reasons = [f"Also called {listed([str(each[0]) for each in also[:5]])}."] if also else []
    reasons += [sentence(context.store, each) for each in effects.strongest(context, thing)[:3]]
    return context.made(f"{capital(name)}: {definition[:1].lower() if not definition[:2].isupper() else definition[:1]}{definition[1:]}", "", reasons, whom=effects.careful_line(context, thing))


def work(context: Context) -> Answer:
    """Answer how something works: the steps of mechanism it takes.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    thing = context.frame.slots.get("s") or next((each for each in context.frame.things if each.letter in "NDPO"), context.frame.things[0])
    outcomes = [each for each in context.frame.of("OC") if each is not thing]
    if outcomes and thing.letter in "NDPF":
        return effects.effect(context, thing, outcomes[0])
    found = effects.strongest(context, thing)
    chosen = " ".join(f"<{iri}>" for iri in thing.iris if iri)
    own = read_claims(context.store, f"VALUES ?subject {{ {chosen} }} ?claim cg:subject ?subject ; cg:predicate ?predicate . ?predicate cg:sign ?any .") if chosen else []
    steps = [each for each in own if each.directness == "direct" and each.status in ("established", "supported")]
    steps = sorted(steps, key=lambda each: -each.rank) or [each for each in found if each.status in ("established", "supported")]
    activates = [each for each in found if each.predicate.endswith("activates") and each.status in ("established", "supported")]
    if not steps and not activates:
        return what_is(context)
    first = [*activates[:1], *steps]
    family = {iri for iri in context.guard.risks.family(thing.iris[0])} if thing.iris else set()
    vitamin_k = any(iri.endswith("/vitamin-k") for iri in family)
    lead = ""
    if vitamin_k and thing.letter == "N":
        lead = "It is the cofactor of gamma-carboxylation, the step that makes osteocalcin, matrix Gla protein and the clotting factors work. "
    proteins = [each for each in found if context.label(each.object) in ("osteocalcin", "matrix Gla protein")]
    reasons = [sentence(context.store, each) for each in [*proteins, *first[1:4]]]
    return context.made(lead + sentence(context.store, first[0]), effects.level_of(first[0]), reasons, whom=[*effects.careful_line(context, thing), *effects.not_taken(context)], rows=_effects_rows(context, thing))


def _effects_rows(context: Context, thing: Thing) -> tuple[str, dict[str, str]] | None:
    return ("effects-of", {"nutrient": context.label(thing.iris[0])}) if thing.letter == "N" and thing.iris else None


def foods(context: Context) -> Answer:
    """Answer which foods supply something, the richest first.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    nutrient = context.nutrients()[0]
    rows = ("foods-that-supply", {"nutrient": context.label(nutrient.iris[0])})
    table = context.ask(rows[0], **rows[1])
    best = _richest(table)
    if not best:
        said = [str(row["food"]) for row in table]
        told = f"Said to supply {nutrient.name}: {listed(list(dict.fromkeys(said))[:6])}; no amount is in this graph." if said else f"No food that supplies {nutrient.name} is in this graph."
        return context.made(told, "", whom=effects.careful_line(context, nutrient), rows=rows)
    shown = [f"{food} {figure(value)} {unit_for_people(unit)}" for food, value, unit in best[:5]]
    told = f"Most {nutrient.name} is in {listed([food for food, _, _ in best[:3]])}."
    return context.made(told, "", [f"{each}." for each in map(capital, shown)], whom=[*effects.careful_line(context, nutrient), *effects.not_taken(context)], rows=rows)


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
    family = {context.label(iri) for iri in context.guard.risks.family(nutrient.iris[0])} if nutrient.iris else {nutrient.name}
    kept = [row for row in table if str(row["nutrient"]) in family and row["low"] is not None]
    if not kept:
        supplied = list(dict.fromkeys(str(row["nutrient"]) for row in table))
        told = f"This graph has no amount of {nutrient.name} in {food.name}."
        return context.made(told, "nothing studied", [f"It has {listed(supplied)} of it."] if supplied else [], rows=rows)
    own = [row for row in kept if str(row["nutrient"]) == nutrient.name] or kept
    per = [row for row in own if "100" in str(row["unit"])] or own
    numbers = sorted({Decimal(str(row[key])) for row in per for key in ("low", "high") if row[key] is not None})
    unit = unit_for_people(str(per[0]["unit"]))
    span = figure(numbers[0]) if len(numbers) == 1 else f"{figure(numbers[0])} to {figure(numbers[-1])}"
    apart = "; the sources do not agree" if len(numbers) > 1 and numbers[0] and numbers[-1] / numbers[0] > Decimal("1.5") else ""
    told = f"{capital(food.name)} has {span} {unit} of {per[0]['nutrient']}{apart}."
    reasons = [
        f"{row['food_or_kind']}: {figure(Decimal(str(row['low'])))} {unit_for_people(str(row['unit']))} of {row['nutrient']}"
        + (f" (a serving of {row['serving_g']} g)" if row["serving_g"] else "") + f" ({row['source']}, {row['amount_seen']})."
        for row in kept[:5]
    ]
    return context.made(capital(told), "", reasons, whom=effects.careful_line(context, nutrient), rows=rows)


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
    told = f"{capital(food.name)} supplies {listed(names)}." if names else f"This graph has nothing on what {food.name} supplies."
    reasons = [f"{figure(Decimal(str(row['low'])))} {unit_for_people(str(row['unit']))} of {row['nutrient']} ({row['source']})." for row in table if row["low"] is not None]
    return context.made(told, "", reasons, whom=effects.careful_line(context, food), rows=rows)


def how_long(context: Context) -> Answer:
    """Answer how long something stays in the body.

    Args:
        context: the question.

    Returns:
        The half-lives of the graph, or the question on how long effects take.
    """
    thing = next((each for each in context.frame.things if each.letter in "ND"), context.frame.things[0])
    family = context.guard.risks.family(thing.iris[0]) if thing.iris else {}
    chosen = " ".join(f"<{iri}>" for iri, rank in family.items() if rank != 1)
    rows = context.store.engine.values(
        f"SELECT ?l ?low ?high ?unit ?s ?basis {{ VALUES ?n {{ {chosen} }} ?a cg:amountOf ?n ; cg:quantityKind cg:timeToHalf ; cg:lowValue ?low ; cg:highValue ?high ; cg:unit ?unit . ?n skos:prefLabel ?l . OPTIONAL {{ ?a dcterms:source/skos:prefLabel ?s }} OPTIONAL {{ ?a cg:basis ?basis }} }} ORDER BY DESC(?low)"
    )
    asks_effect = re.search(r"\bhow (?:long|quickly|fast|soon)\b.*\b(?:work|effect|until|before|see|notice|improve|take to|does it take|should|take)\b", context.frame.lettered) and not re.search(r"half.life|stay|remain|last in|in (?:the|your|my) (?:body|blood|system)", context.frame.lettered)
    nutrient = thing if thing.letter == "N" else None
    if rows and not asks_effect:
        parts = []
        for label, low, high, unit, *_ in rows:
            span = figure(Decimal(str(low))) if low == high else f"{figure(Decimal(str(low)))} to {figure(Decimal(str(high)))}"
            parts.append(f"{label} {span} {'hours' if unit == 'h' else unit_for_people(str(unit))}")
        told = f"Half-life in blood: {listed(parts)}."
        return context.made(told, "", [f"{label}: {basis or 'plasma'}{f' ({source})' if source else ''}." for label, _, _, _, source, basis in rows[:4]], whom=effects.careful_line(context, thing), rows=("forms-of", {"vitamin": thing.name}) if nutrient else None)
    if nutrient:
        query = ("how-long-until", {"nutrient": context.label(thing.iris[0])})
        table = context.ask(query[0], **query[1])
        days = sorted(Decimal(str(row["days"])) for row in table if row["days"] is not None)
        told = f"Trials of {thing.name} in this graph ran {figure(days[0])} to {figure(days[-1])} days; how long it takes is not shown." if days else f"This graph does not say how long {thing.name} takes."
        saying = [f"{row['claim_says']}: {row['time']} ({row['source']} says so)." for row in table if row["days"] is None and row["time"]]
        return context.made(told, "not shown", [capital(each) for each in saying[:3]], whom=effects.careful_line(context, thing), rows=query)
    return context.made(f"This graph does not say how long {thing.name} takes or stays.", "outside this graph", state="outside this graph")


def when(context: Context) -> Answer:
    """Answer when and with what to take something.

    Args:
        context: the question.

    Returns:
        The answer: what raises its uptake; that the time of day was not studied.
    """
    nutrient = context.nutrients()[0]
    table_name = ("what-to-take-it-with", {"nutrient": context.label(nutrient.iris[0])})
    soluble = read_claims(context.store, "VALUES ?object { id:fat-soluble-vitamin-absorption } ?claim cg:object ?object ; cg:subject ?subject .")
    root = nutrient.hit.named.group if nutrient.hit else ""
    if root in ("vitamin D", "vitamin K"):
        up = [each for each in soluble if each.sign == 1 and each.status in ("established", "supported")]
        told = "With a meal that has fat in it; no study of the time of day is in this graph."
        return context.made(told, effects.level_of(up[0]) if up else "", [*(sentence(context.store, each) for each in up[:2]), *(sentence(context.store, each) for each in soluble if each.sign == -1)][:4], whom=effects.careful_line(context, nutrient), rows=table_name)
    return context.made(f"This graph has no study of when to take {nutrient.name}.", "nothing studied", whom=effects.careful_line(context, nutrient), rows=table_name, state="nothing studied")


def compare(context: Context) -> Answer:
    """Answer how two forms differ, and whether one is better.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    nutrients = context.nutrients()
    if len(nutrients) < 2:  # noqa: PLR2004
        return what_is(context)
    first, second = nutrients[0], nutrients[1]
    chosen = [f"<{each.iris[0]}>" for each in (first, second)]
    exceeds = [
        each
        for a, b in ((0, 1), (1, 0))
        for each in read_claims(context.store, f"VALUES ?subject {{ {chosen[a]} }} VALUES ?object {{ {chosen[b]} }} ?claim cg:subject ?subject ; cg:object ?object .")
    ]
    exceeds.sort(key=lambda each: (each.status in ("asserted only",), -each.rank, each.label))
    same = re.search(r"\b(?:same|identical)\b", context.frame.lettered)
    near = [context.guard.risks.family(each.iris[0]) for each in (first, second)]
    parents = [{iri for iri, rank in family.items() if rank == 1} for family in near]
    shared = [context.label(iri) for iri in sorted(parents[0] & parents[1])]
    part = second.iris[0] in parents[0] or first.iris[0] in parents[1]
    if same:
        kin = f"both are forms of {shared[-1]}" if shared else "one is a form of the other" if part else "they are different substances"
        lead = f"No: {first.name} and {second.name} are not the same; {kin}."
    elif exceeds and any(each.status in ("established", "supported") for each in exceeds):
        lead = f"Better is not shown for health. {sentence(context.store, exceeds[0])}"
    elif exceeds:
        lead = f"Not shown that either is better. {sentence(context.store, exceeds[0])}"
    else:
        kin = f" Both are forms of {shared[-1]}." if shared else ""
        lead = f"This graph holds no study that compares {first.name} with {second.name}.{kin}"
    halves = []
    for each in (first, second):
        rows = context.store.engine.values(f"SELECT ?low ?high {{ ?a cg:amountOf <{each.iris[0]}> ; cg:quantityKind cg:timeToHalf ; cg:lowValue ?low ; cg:highValue ?high }}")
        halves += [f"{each.name} {figure(Decimal(str(low)))} to {figure(Decimal(str(high)))} hours" if low != high else f"{each.name} {figure(Decimal(str(low)))} hours" for low, high in rows[:1]]
    definitions = []
    for each in (first, second):
        rows = context.store.engine.values(f"SELECT ?d {{ <{each.iris[0]}> skos:definition ?d }}")
        definitions += [f"{capital(each.name)}: {rows[0][0]}"] if rows else []
    reasons = [*definitions, *([f"Half-life: {listed(halves)}, so the first stays longer." if len(halves) > 1 else f"Half-life: {halves[0]}."] if halves else []), *(sentence(context.store, each) for each in exceeds[1:4])]
    reasons = [each.replace(", so the first stays longer", "") for each in reasons]
    careful = list(dict.fromkeys(line for each in (first, second) for line in effects.careful_line(context, each)))
    rows_ = ("two-forms-compared", {"first": context.label(first.iris[0]), "second": context.label(second.iris[0])})
    return context.made(lead, effects.level_of(exceeds[0]) if exceeds and not same else "", reasons, whom=[*careful[:1], *effects.not_taken(context)], rows=rows_)


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
    told = f"Forms of {nutrient.name} in this graph: {listed(names)}." if names else f"This graph has no forms of {nutrient.name}."
    return context.made(told, "", list(dict.fromkeys(f"{row['form']}: {row['definition']}" for row in table))[:4], whom=effects.careful_line(context, nutrient), rows=rows)


def proteins(context: Context) -> Answer:
    """Answer which proteins depend on a vitamin.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    nutrient = context.nutrients()[0]
    vitamin_k = nutrient.hit is not None and nutrient.hit.named.group == "vitamin K"
    rows = ("vitamin-k-dependent-proteins", {}) if vitamin_k else ("proteins-activated-by", {"nutrient": context.label(nutrient.iris[0])})
    table = context.ask(rows[0], **rows[1])
    column = "protein" if "protein" in table.columns else table.columns[0]
    names = sorted(dict.fromkeys(str(row[column]) for row in table), key=lambda each: ("osteocalcin" not in each, "matrix" not in each, each))
    told = f"{capital(listed(names))} depend on {nutrient.name}." if names else f"This graph has no protein that depends on {nutrient.name}."
    return context.made(told, "", [], whom=effects.careful_line(context, nutrient), rows=rows)


def lack(context: Context) -> Answer:
    """Answer what too little of something does.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    thing = context.frame.slots.get("s") or (context.nutrients() or list(context.frame.things))[0]
    name = re.sub(r"^lack of | deficiency$", "", thing.name)
    wanted = {f"lack of {name}".casefold(), f"{name} deficiency".casefold()}
    rows = context.store.engine.values("SELECT DISTINCT ?e { ?e skos:prefLabel|skos:altLabel ?l . ?e a cg:Entity . FILTER(LCASE(STR(?l)) IN (%s)) }" % ", ".join(f'"{each}"' for each in sorted(wanted)))
    chosen = " ".join(f"<{iri}>" for (iri,) in rows)
    claims = read_claims(context.store, f"VALUES ?subject {{ {chosen} }} ?claim cg:subject ?subject ; cg:predicate ?predicate . ?predicate cg:sign ?any .") if chosen else []
    claims.sort(key=lambda each: (each.status in ("asserted only", "untested"), -each.rank, each.label))
    nutrient = Thing("N", 0, 0, name, name, (context.store.entities.iri(name),))
    needs = [each for each in effects.strongest(context, nutrient) if each.status in ("established", "supported") and each.rank > 0]
    told = ""
    known = {"vitamin D": "Too little vitamin D leaves bone soft: rickets in children, osteomalacia in adults.", "vitamin K": "Too little vitamin K lets blood clot less: bleeding."}
    for root, line in known.items():
        if nutrient.iris and root in {context.label(iri) for iri, rank in context.guard.risks.family(nutrient.iris[0]).items() if rank < 2} and name != "vitamin K2":  # noqa: PLR2004
            told = line
    lead = told or (sentence(context.store, claims[0]) if claims else f"This graph holds no claim on what lack of {name} does.")
    reasons = [*(sentence(context.store, each) for each in claims[:4]), *(f"Because: {sentence(context.store, each)}" for each in needs[:2])]
    return context.made(lead, effects.level_of(claims[0]) if claims else "", [each for each in reasons if each != lead], whom=[*effects.careful_line(context, nutrient), "A doctor can measure it; do not treat a lack by yourself."], rows=("what-lack-does", {"nutrient": context.label(nutrient.iris[0])}))
