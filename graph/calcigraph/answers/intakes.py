"""Answers on taking something: is it safe, how much, too much, with what, instead of what, who and which drugs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from calcigraph.answers import effects
from calcigraph.guard.wordings import capital, listed, mass
from calcigraph.knowledge import amounts
from calcigraph.knowledge.wording import sentence
from calcigraph.namespaces import CG
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.answers.answer import Answer
    from calcigraph.answers.context import Context
    from calcigraph.guard.limits import Amount
    from calcigraph.questions.things import Thing

_LINES = values("guard/lines.yaml")
_REFERENCE = ("recommendedDietaryAllowance", "adequateIntake", "populationReferenceIntake")


def safe(context: Context) -> Answer:
    """Answer whether something may be taken, with a drug, an illness, by somebody.

    Args:
        context: the question.

    Returns:
        The gravest caution as the answer; where nothing in the question calls for one, the known risks in general.
    """
    cautions = context.found.cautions
    nutrients = context.nutrients()
    first = nutrients[0] if nutrients else None
    lacking = next((each for each in context.frame.of("O") if re.search(r" deficiency$|^lack of ", each.name)), None)
    if first and not cautions and (lacking or re.search(r"\b(?:deficien|lack|low in|low on|short of)", context.frame.lettered)):
        return for_lack(context, first)
    if not cautions:
        return in_general(context, first)
    best, *others = cautions
    reasons = [*best.reasons]
    for group in context.found.named("group"):
        if first and group.named.key in ("pregnant", "breastfeeding"):
            word = "pregnan" if group.named.key == "pregnant" else "lactat"
            reasons += [_reference(context, each) for each in _references(context, first) if word in each.who][:2]
    reasons += [f"{each.sentence} {each.advice}".strip() for each in others]
    reasons += [each.sentence for each in context.found.grave_doses]
    claim = best.claims[0].replace("https://w3id.org/calcigraph/claim/", "claim:") if best.claims else ""
    whom = [best.advice] if best.advice else []
    if not re.search(r"doctor|pharmacist|prescri", f"{best.sentence} {best.advice}"):
        whom.append(_LINES["ask"])
    rows = ("who-should-be-careful", {"nutrient": context.label(first.iris[0])}) if first and first.iris else None
    answer = context.made(best.sentence, best.state, reasons, whom=whom, rows=rows, claim=claim, state=best.state)
    said = {best.sentence, *whom, *reasons, *(each.sentence for each in others), *(each.advice for each in others)}
    answer.cautions = tuple(line for line in answer.cautions if line not in said)
    return answer


def for_lack(context: Context, nutrient: Thing) -> Answer:
    """Answer whether something may be taken by somebody who lacks it.

    Args:
        context: the question.
        nutrient: what is lacking.

    Returns:
        The answer; the dose is for a doctor to set.
    """
    told = f"Against a deficiency {nutrient.name} is what there is to take, but how much is for your doctor to set: doses that treat one are not in this graph."
    return context.made(told, "", _limit_line(context, nutrient), whom=[*effects.careful_line(context, nutrient), _LINES["ask"]], rows=("what-lack-does", {"nutrient": context.label(nutrient.iris[0])}))


def in_general(context: Context, nutrient: Thing | None) -> Answer:
    """Answer whether something is safe where the question says nothing of who takes it, how much and with what.

    Args:
        context: the question.
        nutrient: what it is about.

    Returns:
        The upper limit, and who has to be careful.
    """
    if nutrient is None or not nutrient.iris:
        return context.made("Not in this graph: ask your doctor or pharmacist.", "outside this graph", state="outside this graph")
    careful = effects.careful_line(context, nutrient)
    limit = _limit_line(context, nutrient)
    name = capital(nutrient.name)
    told = f"{name} is not for everybody: {careful[0][:1].lower()}{careful[0][1:]}" if careful else f"This graph holds no warning about {nutrient.name}, which does not show that it is safe for everyone."
    state = "known risk" if careful else "nothing studied"
    return context.made(told, state, limit, whom=[_LINES["ask"]], rows=("who-should-be-careful", {"nutrient": context.label(nutrient.iris[0])}), state=state)


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
        whom += effects.careful_line(context, subject)
    whom.append(_LINES["ask"])
    answer = context.made(first.sentence, level, reasons, whom=whom, rows=("reference-intakes", {"nutrient": context.label(nutrient)}), state=state)
    cautions = [line for each in context.found.cautions for line in (each.sentence, each.advice) if line]
    answer.cautions = tuple(cautions)
    if any(each.state == "known risk" for each in context.found.cautions):
        answer.level, answer.state = "known risk", _state("known risk")
    return answer


def _state(text: str):  # noqa: ANN202
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
        upper = context.guard.limits.upper(nutrient.iris[0], age=_age(context), group=_pregnant(context))
        numbers = [each for each in upper if each.low]
        if numbers:
            told.append(_limit_line(context, nutrient)[0])
            state = "known risk"
        else:
            told += _limit_line(context, nutrient)
        reasons += _harms(context, nutrient)
    if _age(context) is not None and not told:
        told = [_LINES["adults_only"].format(nutrient=listed([each.name for each in context.nutrients()]), what="children")]
    sentence_ = " ".join(told) or "This graph has no upper limit for it, which is no proof of safety."
    lead = "Yes, too much can harm. " if state == "known risk" and re.search(r"\b(?:is|can|does|could|are|will)\b", context.frame.lettered) else ""
    first = context.nutrients()[0]
    careful = [line for each in context.nutrients() for line in effects.careful_line(context, each)]
    return context.made(
        lead + sentence_, state, reasons, whom=[*careful[:2], _LINES["ask"]], rows=("reference-intakes", {"nutrient": context.label(first.iris[0])}), state=state
    )


def _age(context: Context) -> float | None:
    from calcigraph.guard.guarding import person_age

    return person_age(context.found)


def _pregnant(context: Context) -> str:
    keys = {each.named.key for each in context.found.named("group")}
    return "pregnan" if "pregnant" in keys else "lactat" if "breastfeeding" in keys else ""


def _limit_line(context: Context, nutrient: Thing) -> list[str]:
    """The upper limit for the person who asks, in a sentence; that none is set is another thing than that none is known."""
    iri = nutrient.iris[0]
    vitamin_d = iri in amounts.vitamin_d(context.store)
    age = _age(context)
    upper = context.guard.limits.upper(iri, age=age, group=_pregnant(context))
    numbers = [each for each in upper if each.low]
    if numbers:
        least = min(numbers, key=lambda each: each.low or 0)
        sources = listed(sorted({each.source for each in numbers if each.low == least.low}))
        people = least.who or "adults"
        return [f"The upper limit of {context.label(least.nutrient)} is {mass(least.low or 0, vitamin_d=vitamin_d)} a day for {people} ({sources})."]
    if age is not None and age < 18:  # noqa: PLR2004
        from calcigraph.guard.guarding import people as people_of

        return [_LINES["adults_only"].format(nutrient=nutrient.name, what=people_of(context.found))]
    none = next((each for each in upper if each.none_set), None)
    if none:
        return [f"No upper limit is set for {context.label(none.nutrient)} ({none.source}), which is no proof of safety."]
    return [f"This graph has no upper limit for {nutrient.name}."]


def _harms(context: Context, nutrient: Thing) -> list[str]:
    """What too much brings: the harm the limit is set by, and what claims say the nutrient brings."""
    family = context.guard.risks.family(nutrient.iris[0])
    vitamin_d = nutrient.iris[0] in amounts.vitamin_d(context.store)
    found = []
    for each in context.guard.limits.of([iri for iri, rank in family.items() if rank < 2], "noael"):  # noqa: PLR2004
        if each.low:
            effect = re.sub(r"^critical effect: ", "", each.basis)
            found.append(f"{mass(each.low, vitamin_d=vitamin_d)} a day is the most at which no harm was seen; the harm to fear is {effect}, too much calcium in the blood ({each.source})." if "hypercalc" in effect else f"{mass(each.low)} a day is the most at which no harm was seen ({each.source}): {effect}.")
    from calcigraph.knowledge.claims import read_claims

    chosen = " ".join(f"<{iri}>" for iri in family)
    harms = read_claims(
        context.store,
        f"VALUES ?subject {{ {chosen} }} ?claim cg:subject ?subject ; cg:predicate ?predicate ; cg:object ?object . ?predicate cg:sign 1 . ?object a cg:HealthEffect .",
    )
    good = frozenset(values("answers/effects.yaml")["good_outcomes"])
    for claim in sorted(harms, key=lambda each: (-each.rank, each.label)):
        if not claim.negated and claim.status in ("established", "supported", "contested") and context.label(claim.object) not in good and context.label(claim.object) not in values("answers/intakes.yaml")["no_harm"]:
            found.append(sentence(context.store, claim))
    if any("hypercalcaemia" in each for each in found):
        after = read_claims(context.store, "VALUES ?subject { id:hypercalcaemia } ?claim cg:subject ?subject .")
        found += [sentence(context.store, each) for each in after if each.status in ("established", "supported") and each.rank > 0][:1]
    return found[:4]


def side_effects(context: Context) -> Answer:
    """Answer what harm something does: the known risk first, then limits, then what was looked for and not seen.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    nutrient = context.nutrients()[0]
    careful = effects.careful_line(context, nutrient)
    limit = _limit_line(context, nutrient)
    from calcigraph.knowledge.claims import read_claims

    chosen = " ".join(f"<{iri}>" for iri in context.guard.risks.family(nutrient.iris[0]))
    none = read_claims(context.store, f"VALUES ?subject {{ {chosen} }} VALUES ?object {{ id:adverse-events }} ?claim cg:subject ?subject ; cg:object ?object .")
    looked = [sentence(context.store, each) for each in sorted(none, key=lambda each: -each.rank) if each.status in ("established", "supported", "contested")]
    told = careful[0] if careful else f"This graph holds no warning about {nutrient.name}; {limit[0][:1].lower()}{limit[0][1:]}"
    state = "known risk" if careful else "nothing studied"
    return context.made(told, state, [*limit, *_harms(context, nutrient)[:2], *looked[:2]], whom=[_LINES["ask"]], rows=("who-should-be-careful", {"nutrient": context.label(nutrient.iris[0])}), state=state)


def _references(context: Context, nutrient: Thing) -> list[Amount]:
    near = context.guard.risks.family(nutrient.iris[0])
    found = context.guard.limits.of([iri for iri, rank in near.items()], *_REFERENCE)
    return [each for each in found if each.low is not None or each.none_set]


def _reference(context: Context, each: Amount) -> str:
    vitamin_d = each.nutrient in amounts.vitamin_d(context.store)
    name = context.label(each.nutrient)
    if each.none_set:
        return f"No intake is set for {name} as such: {each.basis} ({each.source}, {each.region})."
    return f"{mass(each.low or 0, vitamin_d=vitamin_d)} a day of {name} for {each.who} ({each.source}, {each.region})."


def per_day(context: Context) -> Answer:
    """Answer how much of something a day: what authorities set, for the person who asks, and what trials gave.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    nutrient = context.nutrients()[0]
    iri = nutrient.iris[0]
    age = _age(context)
    pregnant = _pregnant(context)
    every = _references(context, nutrient)
    numbers = [each for each in every if each.low is not None]
    if age is not None:
        numbers = [each for each in numbers if each.ages[0] <= age < each.ages[1]]
    elif pregnant:
        numbers = [each for each in numbers if pregnant in each.who]
    else:
        numbers = [each for each in numbers if each.ages[1] > 18]  # noqa: PLR2004
    sex = "women" if re.search(r"\b(?:woman|women|female|lady|mum|mother|girl|wife)\b", context.found.text.casefold()) else "men" if re.search(r"\b(?:man|men|male|husband|father)\b", context.found.text.casefold()) else ""
    if sex:
        other = "women" if sex == "men" else "men"
        chosen = [each for each in numbers if not re.search(rf"\b{other}\b", each.who)]
        numbers = chosen or numbers
    numbers = _once(numbers)
    none = next((each for each in every if each.none_set), None)
    vitamin_d = iri in amounts.vitamin_d(context.store)
    own = [each for each in numbers if each.nutrient == iri]
    shown = own or numbers
    values_ = list(dict.fromkeys(f"{mass(each.low or 0, vitamin_d=vitamin_d)} for {each.who}" + (f" ({_short(each.region)})" if each.region else "") for each in shown[:4]))
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
        reasons.append(_reference(context, none))
    reasons += _trial_doses(context, nutrient)
    reasons += _limit_line(context, nutrient)
    return context.made(
        told, "", reasons, whom=[*effects.careful_line(context, nutrient), *effects.not_taken(context)], rows=("reference-intakes", {"nutrient": context.label(iri)})
    )


def _short(region: str) -> str:
    return {"US and Canada": "US", "European Union": "EU"}.get(region, region)


def _once(found: list[Amount]) -> list[Amount]:
    """The same amount for the same people from one authority in two units is one."""
    seen: dict[tuple[str, str, str], Amount] = {}
    for each in found:
        seen.setdefault((each.who, each.source, str(each.low)), each)
    return list(seen.values())


def _trial_doses(context: Context, nutrient: Thing) -> list[str]:
    family = [iri for iri, rank in context.guard.risks.family(nutrient.iris[0]).items() if rank != 1]
    doses = [each for each in context.guard.limits.of(family, "trialDose") if each.high]
    by_form: dict[str, list[Amount]] = {}
    for each in doses:
        by_form.setdefault(each.nutrient, []).append(each)
    parts = []
    for iri, some in sorted(by_form.items(), key=lambda pair: -len(pair[1]))[:2]:
        low, high = min(each.low or 0 for each in some), max(each.high or 0 for each in some)
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
    reasons += [*doses, *(line for each in context.nutrients() for line in _limit_line(context, each))]
    careful = [line for each in context.nutrients() for line in effects.careful_line(context, each)]
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
        for each in read_claims(context.store, f"VALUES ?subject {{ {chosen[a]} }} VALUES ?object {{ {chosen[b]} }} ?claim cg:subject ?subject ; cg:predicate cg:worksWith ; cg:object ?object .")
    ]
    works.sort(key=lambda each: (families[0].get(each.subject, 3) + families[1].get(each.object, 3), -each.rank))
    both = [each for iri in pairs for each in read_claims(context.store, f"VALUES ?subject {{ <{iri}> }} ?claim cg:subject ?subject .") if each.sign]
    weights: dict[str, float] = values("answers/effects.yaml")["weight_of_outcomes"]
    both = [each for each in both if each.status not in ("asserted only", "untested")]
    both.sort(key=lambda each: (-weights.get(context.label(each.object), 0), -each.rank))
    names = f"{first.name} and {second.name}"
    shown = [each for each in works if each.status != "asserted only"] or works
    verdict = sentence(context.store, shown[0]) if shown else f"Nothing in this graph asks whether {names} belong together."
    told = f"Not shown to be needed. {verdict}" if not shown or shown[0].status not in ("established",) else verdict
    reasons = [*(sentence(context.store, each) for each in both[:3]), *(line for each in shown[:1] for line in effects.behind(context, each)[:1])]
    careful = [line for each in nutrients[:2] for line in effects.careful_line(context, each)]
    return context.made(
        told, effects.level_of(shown[0]) if shown else "nothing studied", reasons,
        whom=[*dict.fromkeys(careful), *effects.not_taken(context), _LINES["ask"]],
        rows=("what-works-together", {}), claim=shown[0].curie if shown else "",
    )


def should(context: Context) -> Answer:
    """Answer whether somebody should take something: what is set, what is shown, and that this is for a doctor to say.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    nutrient = context.nutrients()[0]
    every = [each for each in _once(_references(context, nutrient)) if each.low is not None and each.ages[1] > 18]  # noqa: PLR2004
    shown = [_reference(context, each) for each in every[:4]]
    lead = f"This graph knows no authority that advises {nutrient.name} as a supplement for everybody; meet the intake from food first."
    open_ = [each for each in effects.strongest(context, nutrient) if each.status in ("contested", "not shown", "refuted")]
    benefit = [sentence(context.store, each) for each in open_[:2]]
    return context.made(
        lead, "", [*shown, *benefit], whom=[*effects.careful_line(context, nutrient), *effects.not_taken(context), _LINES["ask"]],
        rows=("who-might-need-more", {"nutrient": context.label(nutrient.iris[0])}),
    )


def replace(context: Context) -> Answer:
    """Answer whether something can take the place of a drug: by the sense of the claim that it cannot.

    Args:
        context: the question.

    Returns:
        The answer; never that a drug may be stopped.
    """
    from calcigraph.knowledge.claims import read_claims

    drug = context.frame.of("D")[0]
    taken = [*context.nutrients(), *context.frame.of("F")]
    name = taken[0].name if taken else "a supplement"
    claims = []
    if taken and taken[0].iris and drug.iris:
        chosen = " ".join(f"<{iri}>" for iri in context.guard.risks.family(taken[0].iris[0]))
        claims = [each for each in read_claims(context.store, f"VALUES ?subject {{ {chosen} }} ?claim cg:subject ?subject ; cg:predicate ?predicate . FILTER(CONTAINS(LCASE(STR(?predicate)), 'replac') || CONTAINS(LCASE(STR(?predicate)), 'substitut'))")]
    grave = next((each for each in context.found.cautions if each.about == (drug.hit.told if drug.hit else drug.name) and each.state == "known risk"), None)
    told = f"No: do not stop or change {drug.hit.told if drug.hit else drug.name} by yourself. Nothing in this graph shows that {name} can replace it."
    reasons = [*(each.sentence for each in [grave] if each), *(grave.reasons[:2] if grave else ()), *(sentence(context.store, each) for each in claims[:1])]
    state = "known risk" if grave else "nothing studied"
    answer = context.made(
        told, state, reasons, whom=["Ask whoever prescribes it, at once if you have stopped it already."],
        claim=claims[0].curie if claims else "", state=state, rows=("relation-to-conventional-treatment", {}),
    )
    answer.cautions = ()
    return answer


def who(context: Context) -> Answer:
    """Answer who should be careful with something, or who might need it.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    nutrient = context.nutrients()[0]
    needs = re.search(r"\bwho (?:needs|benefits|lacks|might need|could need|should take|has to take)\b", context.frame.lettered) and not context.frame.negated
    if context.found.cautions and not needs:
        return safe(context)
    rows = ("who-might-need-more" if needs else "who-should-be-careful", {"nutrient": context.label(nutrient.iris[0])})
    careful = effects.careful_line(context, nutrient)
    if needs:
        table = context.ask(*rows[:1], **rows[1])
        names = list(dict.fromkeys(str(row[0]) for row in table.rows))[:5]
        told = f"Only articles say who needs more {nutrient.name} ({listed(names)}); no study in this graph shows it." if names else f"Nothing in this graph says who needs more {nutrient.name}."
        return context.made(told, "asserted only" if names else "nothing studied", [], whom=careful, rows=rows)
    state = "known risk" if careful else "nothing studied"
    told = careful[0] if careful else f"This graph holds no warning about {nutrient.name}, which does not show that it is safe for everyone."
    family = set(context.guard.risks.family(nutrient.iris[0]))
    claims = sorted((each for each in context.guard.risks.careful if each.subject in family or each.object in family), key=lambda each: -each.rank)
    reasons = [*(sentence(context.store, each) for each in claims[:4]), *_limit_line(context, nutrient)]
    return context.made(told, state, reasons, whom=[_LINES["ask"]], rows=rows, state=state)


def drugs(context: Context) -> Answer:
    """Answer which drugs go badly with something.

    Args:
        context: the question.

    Returns:
        The drugs that claims of the graph warn of, or that act on what takes it up or breaks it down.
    """
    from calcigraph.knowledge.claims import read_claims

    nutrient = context.nutrients()[0]
    family = set(context.guard.risks.family(nutrient.iris[0]))
    found: dict[str, tuple[int, str]] = {}
    for claim in context.guard.risks.careful:
        if claim.subject in family or claim.object in family:
            other = claim.object if claim.subject in family else claim.subject
            drug = context.store.engine.ask(f"ASK {{ <{other}> a cg:Drug }}") or "user" in context.label(other) or "who take" in context.label(other)
            if drug:
                found.setdefault(context.label(other), (claim.rank, sentence(context.store, claim)))
    indirect = []
    steps = read_claims(context.store, "?subject a cg:Drug . ?claim cg:subject ?subject ; cg:predicate ?predicate ; cg:object ?object . ?predicate cg:sign ?any .")
    near: frozenset[str] = frozenset(values("answers/intakes.yaml")["acts_on"].get(nutrient.hit.named.group if nutrient.hit else "", []))
    for claim in steps:
        name = context.label(claim.subject)
        if context.label(claim.object) in near and name not in found and claim.status in ("established", "supported"):
            indirect.append((name, sentence(context.store, claim)))
    names = sorted(found, key=lambda each: -found[each][0])
    shown = [each for each in names if "user" not in each and "who take" not in each and "people" not in each] or names
    more = list(dict.fromkeys(name for name, _ in indirect))
    if not shown and not more:
        return context.made(f"This graph holds no drug that interacts with {nutrient.name}, which does not show that there is none. Ask your doctor or pharmacist.", "nothing studied", whom=[_LINES["ask"]], state="nothing studied")
    lead = f"Known to interact with {nutrient.name}: {listed(shown[:10])}." if shown else f"No drug is known in this graph to interact with {nutrient.name} itself."
    tail = f" {capital(listed(more[:6]))} act on how it is taken up or broken down." if more else ""
    reasons = [*(found[each][1] for each in shown[:3]), *(text for _, text in indirect[:2])]
    return context.made(
        lead + tail, "known risk", reasons, whom=["Other drugs are not in this graph: ask your doctor or pharmacist about every one you take."],
        rows=("what-to-take-it-with", {"nutrient": context.label(nutrient.iris[0])}), state="known risk",
    )


__all__ = ["dose", "drugs", "excess", "in_general", "per_day", "ratio", "replace", "safe", "should", "side_effects", "together", "who"]
_ = CG
