"""Answers on how much: what a dose means, too much, a day's intake, what goes with what."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from calcigraph.answers import amounts_told, effects, known_risks, studies
from calcigraph.guard.wordings import listed, mass
from calcigraph.knowledge import amounts
from calcigraph.knowledge.statuses import status_of
from calcigraph.knowledge.verdict_words import sentence
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.answers.answer import Answer
    from calcigraph.answers.context import Context
    from calcigraph.guard.upper_limits import Amount
    from calcigraph.questions.states import State
    from calcigraph.questions.things import Thing

_LINES = values("guard/lines.yaml")
_REFERENCE = ("recommendedDietaryAllowance", "adequateIntake", "populationReferenceIntake")


def dose(context: Context) -> Answer:
    """Answer what a dose means.

    Args:
        context: the question.

    Returns:
        The dose judged, after what drugs, conditions and groups call for.
    """
    judged = [each for _, _, each in context.found.doses]
    first = next((each for each in judged if each.state == "known risk"), judged[0])
    nutrient = next(iri for _, iri, each in context.found.doses if each is first)
    reasons = [*first.reasons, *(each.sentence for each in judged if each is not first and each.sentence)]
    level = first.state
    state = "no known problem" if level == "no limit set" else level
    whom = []
    subject = next((each for each in context.nutrients() if nutrient in each.iris), None)
    if level != "known risk" and subject:
        whom += known_risks.careful_line(context, subject)
    whom.append(_LINES["ask"])
    asked = {"nutrient": context.label(nutrient)}
    answer = context.made(
        first.sentence,
        level,
        reasons,
        whom=whom,
        rows=("reference-intakes", asked)
        if first.daily is None
        else ("above-upper-limit", asked | {"dose": f"{round(first.daily, 3).normalize():f}"}),
        state=state,
    )
    cautions = [line for each in context.found.cautions for line in (each.sentence, each.advice) if line]
    answer.cautions = tuple(cautions)
    # The graver of what the dose means and what the person calls for.
    gravest = next(
        (
            each
            for each in ("known risk", "nothing studied")
            if each in {caution.state for caution in context.found.cautions}
        ),
        "",
    )
    if gravest and first.state != "known risk":
        answer.level, answer.state = gravest, _state(gravest)
    return answer


def _state(text: str) -> State:
    from calcigraph.questions.states import State

    return State(text)


def excess(context: Context) -> Answer:
    """Answer what too much of something is and does: its upper limits, and the harm.

    Args:
        context: the question.

    Returns:
        The answer; never a list of foods.
    """
    told: list[str] = []
    reasons: list[str] = []
    state = "nothing studied"
    for nutrient in context.nutrients():
        upper = context.guard.limits.upper(
            nutrient.iris[0], age=amounts_told.age_of(context), group=amounts_told.pregnant(context)
        )
        numbers = [each for each in upper if each.low]
        if numbers:
            told.append(amounts_told.limit_line(context, nutrient)[0])
            state = "known risk"
        else:
            told += amounts_told.limit_line(context, nutrient)
        reasons += amounts_told.harms(context, nutrient)
    if amounts_told.age_of(context) is not None and not told:
        told = [
            _LINES["adults_only"].format(nutrient=listed([each.name for each in context.nutrients()]), what="children")
        ]
    sentence_ = " ".join(told) or "This graph has no upper limit for it, which is no proof of safety."
    lead = (
        "Yes, too much can harm. "
        if state == "known risk" and re.search(r"\b(?:is|can|does|could|are|will)\b", context.frame.lettered)
        else ""
    )
    first = context.nutrients()[0]
    careful = [line for each in context.nutrients() for line in known_risks.careful_line(context, each)]
    return context.made(
        lead + sentence_,
        state,
        reasons,
        whom=[*careful[:2], _LINES["ask"]],
        rows=("reference-intakes", {"nutrient": context.label(first.iris[0])}),
        state=state,
    )


def per_day(context: Context) -> Answer:
    """Answer how much of something a day: what authorities set, for the person who asks, and what trials gave.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    nutrient = context.nutrients()[0]
    iri = nutrient.iris[0]
    age = amounts_told.age_of(context)
    pregnant = amounts_told.pregnant(context)
    every = amounts_told.references(context, nutrient)
    numbers = [each for each in every if each.low is not None]
    if age is not None:
        numbers = [
            each for each in numbers if each.ages[0] <= age < each.ages[1] and not amounts_told.for_mothers(each)
        ]
        numbers.sort(key=lambda each: each.ages[1] - each.ages[0])
    elif pregnant:
        numbers = [each for each in numbers if pregnant in each.who or (pregnant == "lactat" and "breast" in each.who)]
    else:
        numbers = amounts_told.for_adults(numbers)
    sex = (
        "women"
        if re.search(r"\b(?:woman|women|female|lady|mum|mother|girl|wife)\b", context.found.text.casefold())
        else "men"
        if re.search(r"\b(?:man|men|male|husband|father)\b", context.found.text.casefold())
        else ""
    )
    if sex:
        other = "women" if sex == "men" else "men"
        chosen = [each for each in numbers if not re.search(rf"\b{other}\b", each.who)]
        numbers = chosen or numbers
    numbers = amounts_told.once(numbers)
    none = next((each for each in every if each.none_set), None)
    vitamin_d = iri in amounts.vitamin_d(context.store)
    own = [each for each in numbers if each.nutrient == iri]
    shown = own or numbers
    values_ = list(
        dict.fromkeys(
            f"{mass(each.low or Decimal(0), vitamin_d=vitamin_d)} for {each.who}"
            + (f" ({_short(each.region)})" if each.region else "")
            for each in shown[:6]
        )
    )
    name = context.label(shown[0].nutrient) if shown else nutrient.name
    if not shown:
        who = " for them" if age is not None or pregnant else ""
        told = f"This graph has no recommended intake of {nutrient.name}{who}; ask a doctor or pharmacist."
    elif none and none.nutrient == iri and not own:
        roots = listed(list(dict.fromkeys(context.label(each.nutrient) for each in shown)))
        told = f"No separate intake is set for {nutrient.name}. For {roots} it is, a day: {listed(values_)}."
    else:
        lead = "" if name == nutrient.name else f"None is set for {nutrient.name} itself. "
        told = f"{lead}Of {name}, a day: {listed(values_)}."
    reasons = [f"By {listed(list(dict.fromkeys(each.source for each in shown)))}."] if shown else []
    if none and none.nutrient == iri:
        reasons.append(amounts_told.reference(context, none))
    # Age, sex and pregnancy are what the numbers were chosen by.
    not_taken = [] if age is not None or pregnant or sex else studies.not_taken(context)
    reasons += _trial_doses(context, nutrient)
    reasons += amounts_told.limit_line(context, nutrient)
    return context.made(
        told,
        "",
        reasons,
        whom=[*known_risks.careful_line(context, nutrient), *not_taken],
        rows=("reference-intakes", {"nutrient": context.label(iri)}),
    )


def _short(region: str) -> str:
    return {"US and Canada": "US", "European Union": "EU"}.get(region, region)


def _trial_doses(context: Context, nutrient: Thing) -> list[str]:
    family = [iri for iri, rank in context.guard.risks.family(nutrient.iris[0]).items() if rank != 1]
    doses = [each for each in context.guard.limits.of(family, "trialDose") if each.high]
    by_form: dict[str, list[Amount]] = {}
    for each in doses:
        by_form.setdefault(each.nutrient, []).append(each)
    parts = []
    for iri, some in sorted(by_form.items(), key=lambda pair: -len(pair[1]))[:2]:
        low, high = min(each.low or Decimal(0) for each in some), max(each.high or Decimal(0) for each in some)
        span = mass(high) if low == high else f"{mass(low)} to {mass(high)}"
        parts.append(f"{span} of {context.label(iri)}")
    return [f"Trials gave {listed(parts)} a day; that is no advice to take it."] if parts else []


def ratio(context: Context) -> Answer:
    """Answer how much of one goes with so much of the other: no authority sets a ratio.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    names = listed([each.name for each in context.nutrients()])
    doses = [each.sentence for _, _, each in context.found.doses if each.sentence and each.state != "no limit set"]
    reasons = [line for each in context.nutrients()[:1] for line in _trial_doses(context, each)]
    reasons += [*doses, *(line for each in context.nutrients() for line in amounts_told.limit_line(context, each))]
    careful = [line for each in context.nutrients() for line in known_risks.careful_line(context, each)]
    return context.made(
        f"No authority sets a ratio of {names}, and this graph has no study of one.",
        "nothing studied",
        reasons,
        whom=careful[:2],
        rows=("reference-intakes", {"nutrient": context.label(context.nutrients()[0].iris[0])}),
    )


def together(context: Context) -> Answer:
    """Answer whether two nutrients belong together: what studies of both saw, and who must not.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    from calcigraph.knowledge.claims import read_claims

    nutrients = context.nutrients()
    first, second = nutrients[0], nutrients[1]
    pairs = effects.combinations(context, [first.name, second.name], "with")
    roots = [hit.named.group for each in (first, second) if (hit := each.hit) and hit.named.group]
    if len(roots) > 1:
        pairs += [each for each in effects.combinations(context, roots, "with") if each not in pairs]
    families = [context.guard.risks.family(each.iris[0]) for each in (first, second)]
    chosen = [" ".join(f"<{iri}>" for iri in family) for family in families]
    works = [
        each
        for a, b in ((0, 1), (1, 0))
        for each in read_claims(
            context.store,
            f"VALUES ?subject {{ {chosen[a]} }} VALUES ?object {{ {chosen[b]} }} ?claim cg:subject ?subject ; cg:predicate cg:worksWith ; cg:object ?object .",
        )
    ]
    works.sort(key=lambda each: (families[0].get(each.subject, 3) + families[1].get(each.object, 3), -each.rank))
    both = [
        each
        for iri in pairs
        for each in read_claims(context.store, f"VALUES ?subject {{ <{iri}> }} ?claim cg:subject ?subject .")
        if each.sign
    ]
    weights: dict[str, float] = values("answers/effects.yaml")["weight_of_outcomes"]
    both = [each for each in both if status_of(context.store, each).studied]
    both.sort(key=lambda each: (-weights.get(context.label(each.object), 0), -each.rank))
    names = f"{first.name} and {second.name}"
    shown = [each for each in works if status_of(context.store, each).studied] or works
    verdict = (
        sentence(context.store, shown[0]) if shown else f"Nothing in this graph asks whether {names} belong together."
    )
    told = (
        f"Not shown to be needed. {verdict}"
        if not shown or not status_of(context.store, shown[0]).assertable
        else verdict
    )
    reasons = [
        *(sentence(context.store, each) for each in both[:3]),
        *(line for each in shown[:1] for line in studies.behind(context, each)[:1]),
    ]
    careful = [line for each in nutrients[:2] for line in known_risks.careful_line(context, each)]
    return context.made(
        told,
        studies.level_of(shown[0]) if shown else "nothing studied",
        reasons,
        whom=[*dict.fromkeys(careful), *studies.not_taken(context), _LINES["ask"]],
        rows=("what-works-together", {}),
        claim=shown[0].curie if shown else "",
    )


def should(context: Context) -> Answer:
    """Answer whether somebody should take something: what is set, what is shown, and that this is for a doctor to say.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    nutrient = context.nutrients()[0]
    set_ = [each for each in amounts_told.references(context, nutrient) if each.low is not None]
    shown = [amounts_told.reference(context, each) for each in amounts_told.for_adults(amounts_told.once(set_))[:4]]
    lead = f"This graph knows no authority that advises {nutrient.name} as a supplement for everybody; meet the intake from food first."
    open_ = [each for each in effects.strongest(context, nutrient) if status_of(context.store, each).is_open]
    benefit = [sentence(context.store, each) for each in open_[:2]]
    return context.made(
        lead,
        "",
        [*shown, *benefit],
        whom=[*known_risks.careful_line(context, nutrient), *studies.not_taken(context), _LINES["ask"]],
        rows=("who-might-need-more", {"nutrient": context.label(nutrient.iris[0])}),
    )
