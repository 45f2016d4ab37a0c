"""Answers on facts: what something is, how it works, how long it stays, when to take it, what lack of it does."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from calcigraph.answers import effects, known_risks, studies
from calcigraph.guard.wordings import capital, figure, listed, unit_for_people
from calcigraph.knowledge.claims import read_claims
from calcigraph.knowledge.statuses import labels_by_results, status_of
from calcigraph.knowledge.verdict_words import sentence
from calcigraph.questions.question_frames import verb_of, verbs_in
from calcigraph.questions.things import Thing
from calcigraph.store.judgements import values

_CHOSEN = values("answers/facts.yaml")

if TYPE_CHECKING:
    from calcigraph.answers.answer import Answer
    from calcigraph.answers.context import Context
    from calcigraph.knowledge.claims import Claim


def what_is(context: Context) -> Answer:
    """Answer what something is, by its definition.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    thing = context.frame.slots.get("s") or context.frame.things[0]
    if not thing.iris or not thing.iris[0]:
        return context.made(
            f"{capital(thing.name)} is not in this graph.", "outside this graph", state="outside this graph"
        )
    rows = context.store.engine.values(f"SELECT ?d {{ <{thing.iris[0]}> skos:definition ?d }}")
    name = context.label(thing.iris[0])
    also = context.store.engine.values(f"SELECT ?a {{ <{thing.iris[0]}> skos:altLabel ?a }} ORDER BY ?a")
    definition = str(rows[0][0]) if rows else "not defined here."
    reasons = [f"Also called {listed([str(each[0]) for each in also[:5]])}."] if also else []
    reasons += [sentence(context.store, each) for each in effects.strongest(context, thing)[:3]]
    return context.made(
        f"{capital(name)}: {definition[:1].lower() if not definition[:2].isupper() else definition[:1]}{definition[1:]}",
        "",
        reasons,
        whom=known_risks.careful_line(context, thing),
    )


def work(context: Context) -> Answer:
    """Answer how something works: the steps of mechanism it takes.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    thing = context.frame.slots.get("s") or next(
        (each for each in context.frame.things if each.letter in "NDPO"), context.frame.things[0]
    )
    outcomes = [each for each in context.frame.of("OC") if each is not thing]
    if outcomes and thing.letter in "NDPF":
        return effects.effect(context, thing, outcomes[0])
    if thing.letter == "N" and context.frame.lettered.startswith("what"):
        return effects.on_one_thing(context, thing)
    found = effects.strongest(context, thing)
    chosen = " ".join(f"<{iri}>" for iri in thing.iris if iri)
    own = (
        read_claims(
            context.store,
            f"VALUES ?subject {{ {chosen} }} ?claim cg:subject ?subject ; cg:predicate ?predicate . ?predicate cg:sign ?any .",
        )
        if chosen
        else []
    )
    kin = set(context.guard.risks.family(thing.iris[0])) if thing.iris else set()
    steps = [
        each
        for each in own
        if each.directness == "direct" and status_of(context.store, each).sure and each.object not in kin
    ]
    steps = sorted(steps, key=lambda each: -each.rank) or [
        each for each in found if status_of(context.store, each).sure
    ]
    activates = [each for each in found if each.predicate.endswith("activates") and status_of(context.store, each).sure]
    if not steps and not activates:
        return what_is(context)
    first = [*activates[:1], *steps]
    root = thing.hit.named.group if thing.hit else ""
    lead = "".join(f"{sentence(context.store, each)} " for each in _by_which(context, root))
    proteins = [each for each in found if context.label(each.object) in ("osteocalcin", "matrix Gla protein")]
    reasons = [sentence(context.store, each) for each in [*proteins, *first[1:4]]]
    return context.made(
        lead + sentence(context.store, first[0]),
        studies.level_of(first[0]),
        reasons,
        whom=[*known_risks.careful_line(context, thing), *studies.not_taken(context)],
        rows=_effects_rows(context, thing),
    )


def _effects_rows(context: Context, thing: Thing) -> tuple[str, dict[str, str]] | None:
    return ("effects-of", {"nutrient": context.label(thing.iris[0])}) if thing.letter == "N" and thing.iris else None


def how_long(context: Context) -> Answer:
    """Answer how long something stays in the body.

    Args:
        context: the question.

    Returns:
        The half-lives of the graph, or the question on how long effects take.
    """
    thing = next((each for each in context.frame.things if each.letter in "ND"), context.frame.things[0])
    asked = [each for each in context.frame.of("ND") if each.iris] or [thing]
    families = [context.guard.risks.family(each.iris[0]) for each in asked if each.iris]
    chosen = " ".join(f"<{iri}>" for family in families for iri, rank in family.items() if rank != 1)
    peak = bool(re.search(r"\bpeak", context.frame.lettered))
    kind = "cg:tmax" if peak else "cg:timeToHalf"
    rows = context.store.engine.values(
        f"SELECT ?l ?low ?high ?unit ?s ?basis {{ VALUES ?n {{ {chosen} }} ?a cg:amountOf ?n ; cg:quantityKind {kind} ; cg:lowValue ?low ; cg:highValue ?high ; cg:unit ?unit . ?n skos:prefLabel ?l . OPTIONAL {{ ?a dcterms:source/skos:prefLabel ?s }} OPTIONAL {{ ?a cg:basis ?basis }} }} ORDER BY DESC(?low)"
    )
    asks_effect = re.search(
        r"\bhow (?:long|quickly|fast|soon)\b.*\b(?:work|effect|until|before|see|notice|improve|take to|does it take|should|take)\b",
        context.frame.lettered,
    ) and not re.search(
        r"half.life|stay|remain|last in|in (?:the|your|my) (?:body|blood|system)", context.frame.lettered
    )
    nutrient = thing if thing.letter == "N" else None
    if rows and not asks_effect:
        parts = []
        for label, low, high, unit, *_ in rows:
            span = (
                figure(Decimal(str(low)))
                if low == high
                else f"{figure(Decimal(str(low)))} to {figure(Decimal(str(high)))}"
            )
            parts.append(f"{label} {span} {'hours' if unit == 'h' else unit_for_people(str(unit))}")
        parts = list(dict.fromkeys(parts))
        told = f"{'Highest in blood after' if peak else 'Half-life in blood'}: {listed(parts)}."
        return context.made(
            told,
            "",
            [
                f"{label}: {basis or 'plasma'}{f' ({source})' if source else ''}."
                for label, _, _, _, source, basis in rows[:4]
            ],
            whom=known_risks.careful_line(context, thing),
            rows=("forms-of", {"vitamin": thing.name}) if nutrient else None,
        )
    if nutrient:
        query = ("how-long-until", {"nutrient": context.label(thing.iris[0])})
        table = context.ask(query[0], **query[1])
        days = sorted(Decimal(str(row["days"])) for row in table if row["days"] is not None)
        told = (
            f"Trials of {thing.name} in this graph ran {figure(days[0])} to {figure(days[-1])} days; they do not show how long it takes."
            if days
            else f"This graph does not say how long {thing.name} takes."
        )
        saying = [
            f"{row['claim_says']}: {row['time']} ({row['source']} says so)."
            for row in table
            if row["days"] is None and row["time"]
        ]
        return context.made(
            told,
            labels_by_results(context.store, "null")[-1],
            [capital(each) for each in saying[:3]],
            whom=known_risks.careful_line(context, thing),
            rows=query,
        )
    return context.made(
        f"This graph does not say how long {thing.name} takes or stays.",
        "outside this graph",
        state="outside this graph",
    )


def when(context: Context) -> Answer:
    """Answer when and with what to take something.

    Args:
        context: the question.

    Returns:
        The answer: what raises its uptake; that the time of day was not studied.
    """
    nutrient = context.nutrients()[0]
    table_name = ("what-to-take-it-with", {"nutrient": context.label(nutrient.iris[0])})
    soluble = read_claims(
        context.store,
        "VALUES ?object { id:fat-soluble-vitamin-absorption } ?claim cg:object ?object ; cg:subject ?subject .",
    )
    root = nutrient.hit.named.group if nutrient.hit else ""
    if root in ("vitamin D", "vitamin K"):
        up = [each for each in soluble if each.sign == 1 and status_of(context.store, each).sure]
        told = "With a meal that has fat in it; no study of the time of day is in this graph."
        return context.made(
            told,
            studies.level_of(up[0]) if up else "",
            [
                *(sentence(context.store, each) for each in up[:2]),
                *(sentence(context.store, each) for each in soluble if each.sign == -1),
            ][:4],
            whom=known_risks.careful_line(context, nutrient),
            rows=table_name,
        )
    return context.made(
        f"This graph has no study of when to take {nutrient.name}.",
        "nothing studied",
        whom=known_risks.careful_line(context, nutrient),
        rows=table_name,
        state="nothing studied",
    )


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
    listed_names = ", ".join(f'"{each}"' for each in sorted(wanted))
    rows = context.store.engine.values(
        f"SELECT DISTINCT ?e {{ ?e skos:prefLabel|skos:altLabel ?l . ?e a cg:Entity . FILTER(LCASE(STR(?l)) IN ({listed_names})) }}"
    )
    chosen = " ".join(f"<{iri}>" for (iri,) in rows)
    claims = (
        read_claims(
            context.store,
            f"VALUES ?subject {{ {chosen} }} ?claim cg:subject ?subject ; cg:predicate ?predicate . ?predicate cg:sign ?any .",
        )
        if chosen
        else []
    )
    claims.sort(key=lambda each: (not status_of(context.store, each).studied, -each.rank, each.label))
    nutrient = Thing("N", 0, 0, name, name, (context.store.entities.iri(name),))
    needs = [
        each for each in effects.strongest(context, nutrient) if status_of(context.store, each).sure and each.rank > 0
    ]
    sure = [each for each in claims if status_of(context.store, each).sure]
    ways = {} if sure else _ways(context, nutrient)
    if sure:
        lead = " ".join(sentence(context.store, each) for each in sure[:2])
    elif ways:
        lead = f"By the steps of mechanism, too little {name} brings {listed(list(ways))}."
    else:
        lead = (
            sentence(context.store, claims[0]) if claims else f"This graph holds no claim on what lack of {name} does."
        )
    reasons = [
        *ways.values(),
        *(sentence(context.store, each) for each in claims[:4]),
        *(f"Because: {sentence(context.store, each)}" for each in needs[:2]),
    ]
    return context.made(
        lead,
        "mechanism only" if ways else studies.level_of(claims[0]) if claims else "",
        [each for each in reasons if each not in lead],
        whom=[
            *known_risks.careful_line(context, nutrient),
            "A doctor can measure it; do not treat a lack by yourself.",
        ],
        rows=("what-lack-does", {"nutrient": context.label(nutrient.iris[0])}),
    )


def influences(context: Context) -> Answer:
    """Answer what acts on something: what raises it, lowers it, or activates it.

    Args:
        context: the question.

    Returns:
        The answer: the surest influences, each in a sentence.
    """
    thing = context.frame.slots["s"]
    chosen = " ".join(f"<{iri}>" for iri in thing.iris[:1] if iri)
    verbs = [verb_of(name)["sign"] for name in verbs_in(context.frame.lettered)]
    sign = next((each for each in verbs if each), 0)
    claims = (
        read_claims(
            context.store,
            f"VALUES ?object {{ {chosen} }} ?claim cg:object ?object ; cg:predicate ?predicate . ?predicate cg:sign ?any .",
        )
        if chosen
        else []
    )
    claims = [
        each
        for each in claims
        if each.sign and (not sign or each.sign == sign) and status_of(context.store, each).has_support
    ]
    claims.sort(key=lambda each: (not status_of(context.store, each).sure, -each.rank, each.label))
    if not claims:
        return context.made(
            f"This graph knows nothing that acts on {thing.name} in that way.",
            "outside this graph",
            state="outside this graph",
        )
    names = list(dict.fromkeys(context.label(each.subject) for each in claims))
    told = f"{capital(listed(names[:6]))}{' and more' if len(names) > 6 else ''}."
    return context.made(
        told, "", [sentence(context.store, each) for each in claims[:5]], whom=studies.not_taken(context)
    )


def _by_which(context: Context, root: str) -> list[Claim]:
    """The claim on the step by which a vitamin acts."""
    ends = _CHOSEN["how_it_works"].get(root)
    if not ends:
        return []
    found = read_claims(
        context.store,
        f"VALUES ?subject {{ id:{ends[0]} }} VALUES ?object {{ id:{ends[1]} }} ?claim cg:subject ?subject ; cg:object ?object .",
    )
    return [each for each in found if status_of(context.store, each).sure][:1]


def _ways(context: Context, nutrient: Thing) -> dict[str, str]:
    """The outcomes that steps of mechanism lead to where a nutrient is short, each with the way there."""
    from calcigraph.errors import CalcigraphError
    from calcigraph.mechanism.pathways.finding import Filters, find_pathways

    near = context.guard.risks.family(nutrient.iris[0])
    root = next((each for each in _CHOSEN["lack_brings"] if context.store.entities.iri(each) in near), "")
    found: dict[str, str] = {}
    for outcome in _CHOSEN["lack_brings"].get(root, []):
        try:
            paths = find_pathways(context.store, nutrient.name, outcome, Filters(-1), max_length=8, limit=1).paths
        except CalcigraphError:
            continue
        if paths:
            found[outcome] = f"{outcome}: {paths[0].sentence}"
    return found
