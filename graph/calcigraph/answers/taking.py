"""Answers on taking something: is it safe, with what, instead of what, who should not, and which drugs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from calcigraph.answers import amounts_told, known_risks
from calcigraph.guard.wordings import capital, listed
from calcigraph.knowledge.statuses import labels_by_results, status_of
from calcigraph.knowledge.verdict_words import sentence
from calcigraph.questions.things import Thing
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.answers.answer import Answer
    from calcigraph.answers.context import Context

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
    if (
        first
        and not cautions
        and (lacking or re.search(r"\b(?:deficien|lack|low in|low on|short of)", context.frame.lettered))
    ):
        return for_lack(context, first)
    others = context.frame.of("X")
    if first and others and not cautions:
        line = _LINES["unknown_drug"].format(nutrient=first.name, what=listed([each.said for each in others]))
        return context.made(
            capital(line),
            "outside this graph",
            amounts_told.limit_line(context, first),
            whom=known_risks.careful_line(context, first),
            state="outside this graph",
        )
    if not cautions:
        return in_general(context, first)
    best, *further = cautions
    reasons = [*best.reasons]
    for group in context.found.named("group"):
        if first and group.named.key in ("pregnant", "breastfeeding"):
            word = "pregnan" if group.named.key == "pregnant" else "lactat"
            reasons += [
                amounts_told.reference(context, each)
                for each in amounts_told.references(context, first)
                if word in each.who
            ][:2]
    reasons += [f"{each.sentence} {each.advice}".strip() for each in further]
    reasons += [each.sentence for each in context.found.grave_doses]
    claim = best.claims[0].replace("https://w3id.org/calcigraph/claim/", "claim:") if best.claims else ""
    whom = [best.advice] if best.advice else []
    if not re.search(r"doctor|pharmacist|prescri", f"{best.sentence} {best.advice}"):
        whom.append(_LINES["ask"])
    rows = ("who-should-be-careful", {"nutrient": context.label(first.iris[0])}) if first and first.iris else None
    answer = context.made(best.sentence, best.state, reasons, whom=whom, rows=rows, claim=claim, state=best.state)
    said = {best.sentence, *whom, *reasons, *(each.sentence for each in further), *(each.advice for each in further)}
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
    return context.made(
        told,
        "",
        amounts_told.limit_line(context, nutrient),
        whom=[*known_risks.careful_line(context, nutrient), _LINES["ask"]],
        rows=("what-lack-does", {"nutrient": context.label(nutrient.iris[0])}),
    )


def in_general(context: Context, nutrient: Thing | None) -> Answer:
    """Answer whether something is safe where the question says nothing of who takes it, how much and with what.

    Args:
        context: the question.
        nutrient: what it is about.

    Returns:
        The upper limit, and who has to be careful.
    """
    if nutrient is None or not nutrient.iris:
        return context.made(
            "Not in this graph: ask your doctor or pharmacist.", "outside this graph", state="outside this graph"
        )
    careful = known_risks.careful_line(context, nutrient)
    limit = [line for each in context.nutrients() or [nutrient] for line in amounts_told.limit_line(context, each)]
    careful = list(
        dict.fromkeys(
            [*careful, *(line for each in context.nutrients() for line in known_risks.careful_line(context, each))]
        )
    )
    name = capital(listed([each.name for each in context.nutrients()]) or nutrient.name)
    told = (
        f"{name} is not for everybody: {careful[0][:1].lower()}{careful[0][1:]}"
        if careful
        else f"This graph holds no warning about {nutrient.name}, which does not show that it is safe for everyone."
    )
    state = "known risk" if careful else "nothing studied"
    return context.made(
        told,
        state,
        limit,
        whom=[_LINES["ask"]],
        rows=("who-should-be-careful", {"nutrient": context.label(nutrient.iris[0])}),
        state=state,
    )


def side_effects(context: Context) -> Answer:
    """Answer what harm something does: the known risk first, then limits, then what was looked for and not seen.

    Args:
        context: the question.

    Returns:
        The answer.
    """
    nutrient = context.nutrients()[0]
    careful = known_risks.careful_line(context, nutrient)
    limit = amounts_told.limit_line(context, nutrient)
    from calcigraph.knowledge.claims import read_claims

    chosen = " ".join(f"<{iri}>" for iri in context.guard.risks.family(nutrient.iris[0]))
    none = read_claims(
        context.store,
        f"VALUES ?subject {{ {chosen} }} VALUES ?object {{ id:adverse-events }} ?claim cg:subject ?subject ; cg:object ?object .",
    )
    looked = [
        sentence(context.store, each)
        for each in sorted(none, key=lambda each: -each.rank)
        if status_of(context.store, each).has_support
    ]
    told = (
        careful[0]
        if careful
        else f"This graph holds no warning about {nutrient.name}; {limit[0][:1].lower()}{limit[0][1:]}"
    )
    state = "known risk" if careful else "nothing studied"
    return context.made(
        told,
        state,
        [*limit, *amounts_told.harms(context, nutrient)[:2], *looked[:2]],
        whom=[_LINES["ask"]],
        rows=("who-should-be-careful", {"nutrient": context.label(nutrient.iris[0])}),
        state=state,
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
        claims = read_claims(
            context.store,
            f"VALUES ?subject {{ {chosen} }} ?claim cg:subject ?subject ; cg:predicate ?predicate . "
            "FILTER(CONTAINS(LCASE(STR(?predicate)), 'replac') || CONTAINS(LCASE(STR(?predicate)), 'substitut'))",
        )
    grave = next(
        (
            each
            for each in context.found.cautions
            if each.about == (drug.hit.told if drug.hit else drug.name) and each.state == "known risk"
        ),
        None,
    )
    told = f"No: do not stop or change {drug.hit.told if drug.hit else drug.name} by yourself. Nothing in this graph shows that {name} can replace it."
    reasons = [
        *(each.sentence for each in [grave] if each),
        *(grave.reasons[:2] if grave else ()),
        *(sentence(context.store, each) for each in claims[:1]),
    ]
    state = "known risk" if grave else "nothing studied"
    answer = context.made(
        told,
        state,
        reasons,
        whom=["Ask whoever prescribes it, at once if you have stopped it already."],
        claim=claims[0].curie if claims else "",
        state=state,
        rows=("relation-to-conventional-treatment", {}),
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
    needs = (
        re.search(
            r"\bwho (?:needs|benefits|lacks|might need|could need|should take|has to take)\b", context.frame.lettered
        )
        and not context.frame.negated
    )
    if context.found.cautions and not needs:
        return safe(context)
    rows = ("who-might-need-more" if needs else "who-should-be-careful", {"nutrient": context.label(nutrient.iris[0])})
    careful = known_risks.careful_line(context, nutrient)
    if needs:
        table = context.ask(*rows[:1], **rows[1])
        names = list(dict.fromkeys(str(row[0]) for row in table.rows))[:5]
        told = (
            f"Only articles say who needs more {nutrient.name} ({listed(names)}); no study in this graph shows it."
            if names
            else f"Nothing in this graph says who needs more {nutrient.name}."
        )
        return context.made(
            told,
            labels_by_results(context.store, "absent")[-1] if names else "nothing studied",
            [],
            whom=careful,
            rows=rows,
        )
    state = "known risk" if careful else "nothing studied"
    told = (
        careful[0]
        if careful
        else f"This graph holds no warning about {nutrient.name}, which does not show that it is safe for everyone."
    )
    family = set(context.guard.risks.family(nutrient.iris[0]))
    claims = sorted(
        (each for each in context.guard.risks.careful if each.subject in family or each.object in family),
        key=lambda each: -each.rank,
    )
    reasons = [*(sentence(context.store, each) for each in claims[:4]), *amounts_told.limit_line(context, nutrient)]
    return context.made(told, state, reasons, whom=[_LINES["ask"]], rows=rows, state=state)


def drugs(context: Context) -> Answer:
    """Answer which drugs go badly with something.

    Args:
        context: the question.

    Returns:
        The drugs that claims of the graph warn of, or that act on what takes it up or breaks it down.
    """
    from calcigraph.knowledge.claims import read_claims

    lacking = next((each for each in context.frame.things if re.search(r" deficiency$|^lack of ", each.name)), None)
    nutrient = next(iter(context.nutrients()), None) or _of_name(
        context, re.sub(r"^lack of | deficiency$", "", lacking.name if lacking else "")
    )
    family = set(context.guard.risks.family(nutrient.iris[0]))
    found: dict[str, tuple[int, str]] = {}
    for claim in context.guard.risks.careful:
        if claim.subject in family or claim.object in family:
            other = claim.object if claim.subject in family else claim.subject
            drug = (
                context.store.engine.ask(f"ASK {{ <{other}> a cg:Drug }}")
                or "user" in context.label(other)
                or "who take" in context.label(other)
            )
            if drug:
                found.setdefault(context.label(other), (claim.rank, sentence(context.store, claim)))
    indirect = []
    steps = read_claims(
        context.store,
        "?subject a cg:Drug . ?claim cg:subject ?subject ; cg:predicate ?predicate ; cg:object ?object . ?predicate cg:sign ?any .",
    )
    near: frozenset[str] = frozenset(
        values("answers/intakes.yaml")["acts_on"].get(nutrient.hit.named.group if nutrient.hit else "", [])
    )
    for claim in steps:
        name = context.label(claim.subject)
        if context.label(claim.object) in near and name not in found and status_of(context.store, claim).sure:
            indirect.append((name, sentence(context.store, claim)))
    names = sorted(found, key=lambda each: -found[each][0])
    shown = [each for each in names if "user" not in each and "who take" not in each and "people" not in each] or names
    more = list(dict.fromkeys(name for name, _ in indirect))
    if not shown and not more:
        return context.made(
            f"This graph holds no drug that interacts with {nutrient.name}, which does not show that there is none. Ask your doctor or pharmacist.",
            "nothing studied",
            whom=[_LINES["ask"]],
            state="nothing studied",
        )
    lead = (
        f"Known to interact with {nutrient.name}: {listed(shown[:10])}."
        if shown
        else f"No drug is known in this graph to interact with {nutrient.name} itself."
    )
    tail = f" {capital(listed(more[:6]))} act on how it is taken up or broken down." if more else ""
    reasons = [*(found[each][1] for each in shown[:3]), *(text for _, text in indirect[:2])]
    return context.made(
        lead + tail,
        "known risk",
        reasons,
        whom=["Other drugs are not in this graph: ask your doctor or pharmacist about every one you take."],
        rows=("what-to-take-it-with", {"nutrient": context.label(nutrient.iris[0])}),
        state="known risk",
    )


def _of_name(context: Context, name: str) -> Thing:
    hit = next(iter(context.guard.lexicon.find(name)), None)
    return Thing("N", 0, 0, name, name, (context.store.entities.iri(name),), hit)
