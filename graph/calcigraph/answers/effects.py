"""Does it do that? The claim that a question asks about, and its verdict as a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calcigraph.answers import amounts_told, foods, known_risks, studies
from calcigraph.guard.wordings import capital
from calcigraph.knowledge.claims import read_claims
from calcigraph.knowledge.evidence import NO_ADVICE
from calcigraph.knowledge.statuses import labels_by_results, status_of
from calcigraph.knowledge.verdict_words import answered, sentence
from calcigraph.namespaces import CG, shorten
from calcigraph.questions.question_frames import verb_of
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.answers.answer import Answer
    from calcigraph.answers.context import Context
    from calcigraph.knowledge.claims import Claim
    from calcigraph.questions.things import Thing

_CHOSEN = values("answers/effects.yaml")
_STANDS_FOR: dict[str, list[str]] = _CHOSEN["stands_for"]
_GOOD = frozenset(values("knowledge/outcomes.yaml")["good_outcomes"])
_ASSOCIATED = re.compile(r"goes with (?:more|less)")
_TREAT = "Do not treat an illness by yourself; ask your doctor."


@dataclass(frozen=True, slots=True)
class _Fit:
    """A claim with how well it answers."""

    claim: Claim
    cost: float
    opposite: bool


def effect(context: Context, subject: Thing, outcome: Thing) -> Answer:
    """Answer whether one thing does something to another.

    Args:
        context: the question.
        subject: what does it.
        outcome: to what.

    Returns:
        The answer: by a claim, by steps of mechanism where there is no claim, or that the graph has nothing on it.
    """
    verb: dict[str, Any] = verb_of(context.frame.verb) if context.frame.verb else {"sign": 0}
    fits = _fits(context, subject, outcome, verb)
    if fits and verb.get("about") == "treatment":
        return _other_sense(context, subject, outcome, fits)
    if fits:
        return _by_claim(context, fits, subject, outcome)
    return _without_claim(context, subject, outcome)


def _fits(context: Context, subject: Thing, outcome: Thing, verb: dict[str, Any]) -> list[_Fit]:
    objects = _objects(context, outcome, verb)
    near = _subjects(context, subject)
    if not objects or not near:
        return []
    subjects = " ".join(f"<{iri}>" for iri in near)
    chosen = " ".join(f"<{iri}>" for iri in objects)
    claims = read_claims(
        context.store,
        f"VALUES ?subject {{ {subjects} }} VALUES ?object {{ {chosen} }} ?claim cg:subject ?subject ; cg:object ?object .",
    )
    skipped = {"recommendedFor", "formOf", "supplies", "cautionFor", "contraindicatedIn", "partOf", "locatedIn"}
    claims = [each for each in claims if each.predicate.removeprefix(CG) not in skipped]
    fits = [_fit(context, each, near[each.subject], objects.index(each.object), verb) for each in claims]
    return sorted(fits, key=lambda each: (each.cost, each.claim.label))


def _subjects(context: Context, subject: Thing) -> dict[str, float]:
    """What may speak for the subject, with what it costs: itself, what it is a kind of, its kinds."""
    own = subject.iris
    found: dict[str, float] = {}
    together = re.search(r"without|lack of|with|\bN\d+ ?(?:and|plus|[+&,])? ?N\d", context.frame.lettered)
    nutrients = [each.name for each in context.nutrients()]
    for place, iri in enumerate(own):
        for each, rank in context.guard.risks.family(iri).items():
            found[each] = min(found.get(each, 9.0), (0.0, 2.0, 2.5)[rank] + place)
    lacking = _lacking(context, subject)
    if lacking:
        return lacking
    if together and len(nutrients) > 1:
        joint = "without" if "without" in context.frame.lettered else "with"
        found |= dict.fromkeys(combinations(context, nutrients, joint), -2.0)
        if joint == "with":
            for iri, rank in combined(context).items():
                found[iri] = min(found.get(iri, 9.0), 0.3 * rank - 2)
    return found


def combined(context: Context) -> dict[str, int]:
    """Find the combinations whose parts are what the question names together, or what those are kinds of.

    Args:
        context: the question.

    Returns:
        IRI to how far its parts are from what was named, 0 for exactly that; the parts of a combination are as many as the
        nutrients named.
    """
    parts: dict[str, list[str]] = {}
    for iri, part in context.store.engine.values("SELECT ?e ?p { ?e cg:combines ?p } ORDER BY ?e ?p"):
        parts.setdefault(str(iri), []).append(str(part))
    near = [
        {kin: rank for iri in each.iris for kin, rank in context.guard.risks.family(iri).items() if rank < 2}
        for each in context.nutrients()
    ]
    found = {}
    for iri, those in parts.items():
        fits = [next((ranks[part] for ranks in near if part in ranks), None) for part in those]
        covered = all(any(part in ranks for part in those) for ranks in near)
        if covered and len(those) == len(near) and None not in fits:
            found[iri] = sum(rank for rank in fits if rank)
    return found


def _lacking(context: Context, subject: Thing) -> dict[str, float]:
    """The entities that are the lack of a nutrient, where the question asks about low or too little of it."""
    if not re.search(
        r"\b(?:low|lack of|lacking|too little|not enough|insufficient|deficient|deficiency of|shortage of)\b (?:in )?[NO]\d",
        context.frame.lettered,
    ):
        return {}
    rows = context.store.engine.values(
        "SELECT ?e ?l { ?e skos:prefLabel|skos:altLabel ?l . ?e a cg:Entity } ORDER BY ?e ?l"
    )
    wanted = {
        f"lack of {subject.name}".casefold(),
        f"{subject.name} deficiency".casefold(),
        f"low {subject.name}".casefold(),
    }
    return {str(iri): 0.0 for iri, label in rows if str(label).casefold() in wanted}


def combinations(context: Context, nutrients: list[str], joint: str) -> list[str]:
    """Find the combinations of several nutrients in the graph.

    Args:
        context: the question.
        nutrients: their names.
        joint: ``with`` or ``without``.

    Returns:
        IRIs of the entities whose name has them all and the joint.
    """
    words = " ".join(nutrients).casefold().split()
    rows = context.store.engine.values("SELECT ?e ?l { ?e skos:prefLabel ?l ; a cg:Entity } ORDER BY STRLEN(?l) ?e")
    found = []
    for iri, label in rows:
        said = re.findall(r"[\w-]+", str(label).casefold())
        if joint in said and all(
            any(word == one or (len(word) == 2 and one.startswith(word)) for one in said) for word in words
        ):
            found.append(str(iri))
    return found


def _objects(context: Context, outcome: Thing, verb: dict[str, Any]) -> list[str]:
    """The outcomes a word may mean, for reversal what is gone, each with what stands for it."""
    iris = [iri for iri in outcome.iris if iri]
    labels = [context.label(iri) for iri in iris]
    if verb.get("about") == "reversal" and any("calcification" in label for label in labels):
        return [context.store.entities.iri(_CHOSEN["reversal"])]
    for label in [*labels]:
        for other in _STANDS_FOR.get(label, []):
            iri = context.store.entities.iri(other)
            if iri not in iris:
                iris.append(iri)
    return iris


def _fit(context: Context, claim: Claim, near: float, place: int, verb: dict[str, Any]) -> _Fit:
    cost = near + 1.2 * place
    sign = verb.get("sign")
    own = _sign_of(claim)
    good = context.label(claim.object) in _GOOD
    if "good" in verb:
        sign = (1 if good else -1) * (1 if verb["good"] else -1)
    opposite = bool(sign and own and own != sign)
    if opposite and not claim.negated:
        cost += 2.5
    if claim.predicate.endswith("prevents") and verb.get("about") == "prevention":
        cost -= 0.5
    if _ASSOCIATED.search(claim.label):
        cost += 3
    if "(" in claim.label:
        cost += 0.4
    if not status_of(context.store, claim).studied:
        cost += 1.2
    return _Fit(claim, cost, opposite and not claim.negated)


def _sign_of(claim: Claim) -> int:
    """The direction a claim speaks of, also where it denies it."""
    if claim.sign:
        return claim.sign
    if re.search(r"(?:not|n't) (?:increase|contribute|activate|improve)", claim.label):
        return 1
    if re.search(r"not (?:decrease|prevent|inhibit|lower)", claim.label):
        return -1
    if "goes with more" in claim.label or "go with more" in claim.label:
        return 1
    return -1 if "goes with less" in claim.label or "go with less" in claim.label else 0


def _by_claim(context: Context, fits: list[_Fit], subject: Thing, outcome: Thing) -> Answer:
    best = fits[0].claim
    said = answered(context.store, best, opposite=fits[0].opposite)
    reasons = [*_why(context, subject, best), *studies.behind(context, best)]
    others = [each.claim for each in fits[1:] if each.claim.iri != best.iri]
    merely_said = labels_by_results(context.store, "absent")[-1]
    associated = [each for each in others if _ASSOCIATED.search(each.label) and each.status != merely_said]
    others = [each for each in others if each not in associated and status_of(context.store, each).studied]
    reasons += [f"An association, not an effect: {each.label} ({each.verdict})." for each in associated[:1]]
    reasons += [sentence(context.store, each) for each in others[:2]]
    if subject.letter == "N" and re.search(
        r"\b(?:too much|excess|high[- ]doses?|overdos|megados)", context.frame.lettered
    ):
        reasons = [*amounts_told.limit_line(context, subject), *reasons]
    return context.made(
        said,
        studies.level_of(best),
        reasons,
        whom=[*_general(context, best, subject, outcome), *studies.not_taken(context, best)],
        rows=("evidence-for", {"claim": best.curie}),
        claim=best.curie,
    )


def _why(context: Context, subject: Thing, claim: Claim) -> list[str]:
    """Why it is thought to work, where the question asks for that: the step that is sure."""
    protein = next((name for part, name in _CHOSEN["why_by"].items() if part in context.label(claim.object)), "")
    if context.frame.kind != "why" or subject.letter != "N" or not protein:
        return []
    steps = [
        each
        for each in strongest(context, subject)
        if each.predicate.endswith("activates") and status_of(context.store, each).sure
    ]
    steps = [each for each in steps if context.label(each.object) == protein]
    return [f"Why it might: {sentence(context.store, each)}" for each in steps[:1]]


def _general(context: Context, claim: Claim, subject: Thing, outcome: Thing) -> list[str]:
    """Say where the claim is about more, or less, or something else than what was asked."""
    found = []
    if claim.subject not in subject.iris and combined(context).get(claim.subject) != 0:
        asked_of = (
            " with ".join(each.name for each in context.nutrients())
            if claim.subject in combined(context)
            else subject.name
        )
        found.append(f"You asked of {asked_of}; the graph has it of {context.label(claim.subject)}.")
    asked = [context.label(iri) for iri in outcome.iris if iri]
    if asked and claim.object not in outcome.iris:
        found.append(
            f"You asked of {asked[0] if len(asked) == 1 else outcome.said}; the nearest outcome studied is {context.label(claim.object)}."
        )
    return found


def _other_sense(context: Context, subject: Thing, outcome: Thing, fits: list[_Fit]) -> Answer:
    """To treat is not to prevent: say that the graph has nothing on the one, and what it has on the other."""
    said = f"Not shown: no study in this graph asks whether {subject.name} cures or treats {outcome.name}."
    reasons = [sentence(context.store, fits[0].claim), *studies.behind(context, fits[0].claim)[:2]]
    return context.made(
        said,
        "nothing studied",
        [f"What was studied is something else. {reasons[0]}", *reasons[1:]],
        whom=[*studies.not_taken(context), _TREAT],
        rows=("evidence-for", {"claim": fits[0].claim.curie}),
        claim=fits[0].claim.curie,
    )


def _without_claim(context: Context, subject: Thing, outcome: Thing) -> Answer:
    """No claim has both: steps of mechanism may lead from one to the other, which says what is plausible, no more."""
    steps = None if "X" in (subject.letter, outcome.letter) else _mechanism(context, subject, outcome)
    names = f"{subject.name} and {outcome.name}"
    treat = [_TREAT] if context.frame.verb == "cure" else [NO_ADVICE] if context.frame.verb == "harm" else []
    if not steps:
        return context.made(
            f"Not in this graph: it holds no claim on {names}, which says nothing of an effect.",
            "outside this graph",
            [],
            whom=[*treat, *studies.not_taken(context)],
            state="outside this graph",
        )
    return context.made(
        f"Nobody has studied it from end to end in this graph; the steps of mechanism let {steps[0]}.",
        "mechanism only",
        [steps[1], "That a mechanism leads there does not show that it happens in people."],
        whom=studies.not_taken(context),
    )


def _mechanism(context: Context, subject: Thing, outcome: Thing) -> tuple[str, str] | None:
    from calcigraph.errors import CalcigraphError
    from calcigraph.mechanism.pathways.finding import Filters, find_pathways

    low = bool(re.search(r"\b(?:low|lack of|too little|less|without|no|not enough) [NOPD]\d", context.frame.lettered))
    for iri in outcome.iris:
        if not iri or not subject.iris:
            continue
        ends = (shorten(subject.iris[0]), shorten(iri))
        try:
            ways = {
                sign: find_pathways(context.store, *ends, Filters(sign), max_length=8, limit=1).paths
                for sign in (1, -1)
            }
        except CalcigraphError:
            continue
        if bool(ways[1]) == bool(ways[-1]):  # no way, or ways in both directions, which settle nothing
            continue
        sign = 1 if ways[1] else -1
        up = (sign > 0) != low
        moved = f"{'less' if low else 'more'} {context.label(subject.iris[0])} {'raise' if up else 'lower'} {context.label(iri)}"
        return moved, f"By the shortest way: {ways[sign][0].sentence.rstrip('.')}."
    return None


def on_one_thing(context: Context, subject: Thing) -> Answer:
    """Answer what something does, or is good for: its effects, the surest and the weightiest first.

    Args:
        context: the question.
        subject: the thing.

    Returns:
        The answer.
    """
    found = strongest(context, subject)
    if not found and subject.letter == "F":
        return foods.food_supplies(context)
    if not found:
        return context.made(
            f"Not in this graph: it holds no effect of {subject.name}.",
            "outside this graph",
            state="outside this graph",
        )
    sure = [each for each in found if status_of(context.store, each).sure and each.rank > 0 and not each.negated]
    open_ = [each for each in found if status_of(context.store, each).is_open]
    first = sentence(context.store, sure[0]) if sure else f"Nothing is sure of what {subject.name} does."
    told = (
        f"{capital(first)} What it does for people's bones and vessels is less sure."
        if sure and open_
        else capital(first)
    )
    reasons = [sentence(context.store, each) for each in [*sure[1:3], *open_[:3]]]
    nutrient = subject.letter == "N"
    rows = ("effects-of", {"nutrient": context.label(subject.iris[0])}) if nutrient else None
    return context.made(
        told,
        studies.level_of(sure[0]) if sure else "",
        reasons,
        whom=[*known_risks.careful_line(context, subject), *studies.not_taken(context)],
        rows=rows,
    )


def strongest(context: Context, subject: Thing) -> list[Claim]:
    """Find the effects of something, the weightiest first.

    Args:
        context: the question.
        subject: the thing.

    Returns:
        One claim for each outcome.
    """
    near = _subjects(context, subject)
    if not near:
        return []
    chosen = " ".join(f"<{iri}>" for iri in near)
    claims = read_claims(
        context.store,
        f"VALUES ?subject {{ {chosen} }} ?claim cg:subject ?subject ; cg:predicate ?predicate . ?predicate cg:sign ?any .",
    )
    weights: dict[str, float] = _CHOSEN["weight_of_outcomes"]
    claims = [each for each in claims if status_of(context.store, each).studied and each.object not in near]
    claims.sort(
        key=lambda each: (-weights.get(context.label(each.object), 0), near[each.subject], -each.rank, each.label)
    )
    seen: dict[str, Claim] = {}
    for each in claims:
        seen.setdefault(each.object, each)
    return list(seen.values())
