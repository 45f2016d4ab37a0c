"""Does it do that? The claim that a question asks about, its verdict as a sentence, and the studies behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calcigraph.guard.wordings import capital, figure, listed, people_units
from calcigraph.knowledge.claims import read_claims
from calcigraph.knowledge.evidence import evidence_pages
from calcigraph.knowledge.wording import answered, sentence
from calcigraph.namespaces import CG, shorten
from calcigraph.questions.frames import verb_of
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.answers.answer import Answer
    from calcigraph.answers.context import Context
    from calcigraph.knowledge.claims import Claim
    from calcigraph.questions.things import Thing

_CHOSEN = values("answers/effects.yaml")
_STANDS_FOR: dict[str, list[str]] = _CHOSEN["stands_for"]
_GOOD = frozenset(_CHOSEN["good_outcomes"])
_ASSOCIATED = re.compile(r"goes with (?:more|less)")
_MOST = 3


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
    verb = verb_of(context.frame.verb) if context.frame.verb else {"sign": 0}
    fits = _fits(context, subject, outcome, verb)
    if fits and verb.get("about") == "treatment":
        return _other_sense(context, subject, outcome, fits)
    if fits:
        return _by_claim(context, fits, subject, outcome)
    return _without_claim(context, subject, outcome)


def _fits(context: Context, subject: Thing, outcome: Thing, verb: dict[str, object]) -> list[_Fit]:
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
    together = re.search(r"without|lack of|with", context.frame.lettered)
    nutrients = [each.name for each in context.nutrients()]
    for place, iri in enumerate(own):
        for each, rank in context.guard.risks.family(iri).items():
            found[each] = min(found.get(each, 9.0), (0.0, 2.0, 2.5)[rank] + place)
    lacking = _lacking(context, subject)
    if lacking:
        return lacking
    if together and len(nutrients) > 1:
        joint = "without" if "without" in context.frame.lettered else "with"
        found |= {iri: -2.0 for iri in combinations(context, nutrients, joint)}
    return found


def _lacking(context: Context, subject: Thing) -> dict[str, float]:
    """The entities that are the lack of a nutrient, where the question asks about low or too little of it."""
    if not re.search(r"\b(?:low|lack of|lacking|too little|not enough|insufficient|deficient|deficiency of|shortage of)\b (?:in )?[NO]\d", context.frame.lettered):
        return {}
    rows = context.store.engine.values("SELECT ?e ?l { ?e skos:prefLabel|skos:altLabel ?l . ?e a cg:Entity } ORDER BY ?e ?l")
    wanted = {f"lack of {subject.name}".casefold(), f"{subject.name} deficiency".casefold(), f"low {subject.name}".casefold()}
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
        if joint in said and all(any(word == one or (len(word) == 2 and one.startswith(word)) for one in said) for word in words):  # noqa: PLR2004
            found.append(str(iri))
    return found


def _objects(context: Context, outcome: Thing, verb: dict[str, object]) -> list[str]:
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


def _fit(context: Context, claim: Claim, near: float, place: int, verb: dict[str, object]) -> _Fit:
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
    if claim.status in ("asserted only", "untested"):
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
    reasons = [*_why(context, subject), *behind(context, best)]
    others = [each.claim for each in fits[1:] if each.claim.iri != best.iri]
    associated = [each for each in others if _ASSOCIATED.search(each.label) and each.status != "asserted only"]
    others = [each for each in others if each not in associated and each.status not in ("asserted only", "untested")]
    reasons += [f"An association, not an effect: {each.label} ({each.verdict})." for each in associated[:1]]
    reasons += [sentence(context.store, each) for each in others[:2]]
    return context.made(
        said,
        level_of(best),
        reasons,
        whom=[*_general(context, best, subject, outcome), *not_taken(context, best)],
        rows=("evidence-for", {"claim": best.curie}),
        claim=best.curie,
    )


def _why(context: Context, subject: Thing) -> list[str]:
    """Why it is thought to work, where the question asks for that: the step that is sure."""
    if context.frame.kind != "why" or subject.letter != "N":
        return []
    steps = [each for each in strongest(context, subject) if each.predicate.endswith("activates") and each.status in ("established", "supported")]
    steps.sort(key=lambda each: ("osteocalcin" not in each.label, -each.rank))
    return [f"Why it might: {sentence(context.store, each)}" for each in steps[:1]]


def _general(context: Context, claim: Claim, subject: Thing, outcome: Thing) -> list[str]:
    """Say where the claim is about more, or less, or something else than what was asked."""
    found = []
    if claim.subject not in subject.iris:
        found.append(f"You asked of {subject.name}; the graph has it of {context.label(claim.subject)}.")
    asked = [context.label(iri) for iri in outcome.iris if iri]
    if asked and claim.object not in outcome.iris:
        found.append(f"You asked of {asked[0] if len(asked) == 1 else outcome.said}; the nearest outcome studied is {context.label(claim.object)}.")
    return found


def not_taken(context: Context, claim: Claim | None = None) -> list[str]:
    """Say what of a question an answer takes no account of.

    Args:
        context: the question.
        claim: the claim that answers it.

    Returns:
        A line, or none.
    """
    label = claim.label.casefold() if claim else ""
    left = [each for each in context.frame.qualifiers if each not in label]
    left += [each.name for each in context.frame.of("G") if each.name.casefold() not in label]
    left += [each.said for each in context.frame.of("X")]
    left = [each for each in dict.fromkeys(left) if not any(each != other and each in other for other in left)]
    return [f"Not taken into account: {listed(left)}."] if left else []


def level_of(claim: Claim) -> str:
    """Give the level of a claim's verdict.

    Args:
        claim: the claim.

    Returns:
        Status and certainty in words.
    """
    return f"{claim.status}, {claim.certainty} certainty" if claim.certainty else claim.status


def behind(context: Context, claim: Claim) -> list[str]:
    """Tell the studies behind a claim: how they divide, and the weightiest of them, each once.

    Args:
        context: the question.
        claim: the claim.

    Returns:
        Up to four sentences.
    """
    page = evidence_pages(context.store, [claim.iri]).get(claim.iri, {})
    counted = [row for row in page.get("findings", []) if row.get("counted")] or page.get("findings", [])
    by_study: dict[str, dict[str, object]] = {}
    for row in counted:
        by_study.setdefault(str(row["source"]), row)
    rows = list(by_study.values())
    if not rows:
        sources = list(dict.fromkeys(str(row["source"]) for row in page.get("mechanism", [])))
        return [f"By {listed(sources[:_MOST])}."] if sources else []
    split = [f"{count} {word}" for word, count in _divided(rows)]
    found = [f"Studies that count: {listed(split)}."] if len(rows) > 1 else []
    shown: list[dict[str, object]] = []
    for direction in ("refutes", "null", "supports"):
        shown += sorted((row for row in rows if row["direction"] == direction), key=lambda row: -_size(row))[:2 if len(rows) < 4 else 1]  # noqa: PLR2004
    return found + [_told(row) for row in shown[:_MOST]]


def _divided(rows: list[dict[str, object]]) -> list[tuple[str, int]]:
    words = {"supports": "for it", "null": "saw no effect", "refutes": "against it"}
    return [(word, count) for key, word in words.items() if (count := sum(row["direction"] == key for row in rows))]


def _size(row: dict[str, object]) -> float:
    return float(str(row.get("n") or 0))


def _told(row: dict[str, object]) -> str:
    people = f", {figure(_decimal(row['n']))} people" if row.get("n") else ""
    design = f", {row['design']}" if row.get("design") else ""
    return f"{people_units(str(row['description']).rstrip('.'))} ({row['source']}{design}{people})."


def _decimal(value: object):  # noqa: ANN202
    from decimal import Decimal

    return Decimal(str(value))


def _other_sense(context: Context, subject: Thing, outcome: Thing, fits: list[_Fit]) -> Answer:
    """To treat is not to prevent: say that the graph has nothing on the one, and what it has on the other."""
    said = f"Not shown: no study in this graph asks whether {subject.name} cures or treats {outcome.name}."
    reasons = [sentence(context.store, fits[0].claim), *behind(context, fits[0].claim)[:2]]
    return context.made(
        said,
        "nothing studied",
        [f"What was studied is something else. {reasons[0]}", *reasons[1:]],
        whom=[*not_taken(context), "Do not stop or change a treatment for it; ask your doctor."],
        rows=("evidence-for", {"claim": fits[0].claim.curie}),
        claim=fits[0].claim.curie,
    )


def _without_claim(context: Context, subject: Thing, outcome: Thing) -> Answer:
    """No claim has both: steps of mechanism may lead from one to the other, which says what is plausible, no more."""
    if "X" in (subject.letter, outcome.letter):
        steps = None
    else:
        steps = _mechanism(context, subject, outcome)
    names = f"{subject.name} and {outcome.name}"
    if not steps:
        return context.made(
            f"Not in this graph: it holds no claim on {names}, which says nothing of an effect.",
            "outside this graph",
            [],
            whom=not_taken(context),
            state="outside this graph",
        )
    return context.made(
        f"Nobody has studied it from end to end in this graph; the steps of mechanism let {steps[0]}.",
        "mechanism only",
        [steps[1], "That a mechanism leads there does not show that it happens in people."],
        whom=not_taken(context),
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
            ways = {sign: find_pathways(context.store, *ends, Filters(sign), max_length=8, limit=1).paths for sign in (1, -1)}
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
    if not found:
        return context.made(f"Not in this graph: it holds no effect of {subject.name}.", "outside this graph", state="outside this graph")
    sure = [each for each in found if each.status in ("established", "supported") and each.rank > 0 and not each.negated]
    open_ = [each for each in found if each.status in ("contested", "not shown", "refuted")]
    first = sentence(context.store, sure[0]) if sure else f"Nothing is sure of what {subject.name} does."
    told = f"{capital(first)} What it does for people's bones and vessels is less sure." if sure and open_ else capital(first)
    reasons = [sentence(context.store, each) for each in [*sure[1:3], *open_[:3]]]
    nutrient = subject.letter == "N"
    rows = ("effects-of", {"nutrient": context.label(subject.iris[0])}) if nutrient else None
    return context.made(told, level_of(found[0]), reasons, whom=[*careful_line(context, subject), *not_taken(context)], rows=rows)


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
    claims = read_claims(context.store, f"VALUES ?subject {{ {chosen} }} ?claim cg:subject ?subject ; cg:predicate ?predicate . ?predicate cg:sign ?any .")
    weights: dict[str, float] = _CHOSEN["weight_of_outcomes"]
    claims = [each for each in claims if each.status not in ("asserted only", "untested")]
    claims.sort(key=lambda each: (-weights.get(context.label(each.object), 0), near[each.subject], -each.rank, each.label))
    seen: dict[str, Claim] = {}
    for each in claims:
        seen.setdefault(each.object, each)
    return list(seen.values())


def careful_line(context: Context, subject: Thing) -> list[str]:
    """Say for whom a nutrient is a known risk, whoever asks.

    Args:
        context: the question.
        subject: the nutrient.

    Returns:
        A line, or none where the graph has no such warning.
    """
    if subject.letter not in "NF" or not subject.iris:
        return []
    iris = [iri for hit in [subject.hit] if hit for iri in hit.named.iris] or list(subject.iris)
    family = {each for iri in iris for each in context.guard.risks.family(iri)}
    who = []
    for claim in context.guard.risks.careful:
        other = claim.object if claim.subject in family else claim.subject if claim.object in family else ""
        if other and claim.status in ("established", "supported") and claim.rank >= 0:
            who.append((claim.rank, context.label(other)))
    if not who:
        return []
    names = list(dict.fromkeys(name for _, name in sorted(who, key=lambda each: -each[0])))
    # "Users of X" is X again for a reader, and a class is best known by its commonest member.
    names = [name for name in names if not any(other != name and other in name for other in names)]
    names = [_known_as(context, name) for name in names if not any(name == member for other in names for member in _members(context, other))]
    told = listed(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")  # noqa: PLR2004
    return [f"Known risk with {told}: ask your doctor first."]


def _members(context: Context, name: str) -> list[str]:
    """The kinds of a class of drugs, by name."""
    rows = context.store.engine.values(f"SELECT ?l {{ ?c skos:prefLabel ?n . FILTER(STR(?n) = '{name.replace(chr(39), '')}') ?m cg:kindOf ?c ; skos:prefLabel ?l ; a cg:Drug }} ORDER BY ?l")
    return [str(label) for (label,) in rows]


def _known_as(context: Context, name: str) -> str:
    members = _members(context, name)
    best = next((each for each in _CHOSEN["best_known"] if each in members), "")
    return f"{name} ({best} and its kin)" if best else name
