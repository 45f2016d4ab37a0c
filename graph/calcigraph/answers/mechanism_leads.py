"""What answers from the mechanism begin with: caution, one sentence that holds the studies beside it, level and reasons."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from calcigraph.answers.page_leads import cautions
from calcigraph.answers.studies import level_of
from calcigraph.errors import CalcigraphError
from calcigraph.guard.wordings import capital
from calcigraph.knowledge.statuses import statuses
from calcigraph.knowledge.verdict_words import inline
from calcigraph.mechanism.leading import Leading
from calcigraph.mechanism.whatif.observed import observed
from calcigraph.mechanism.whatif.said import WORDS
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.knowledge.claims import Claim
    from calcigraph.mechanism.pathways.explanations import Explanation
    from calcigraph.mechanism.pathways.pathway import Pathway, Pathways
    from calcigraph.mechanism.whatif.observed import Observed
    from calcigraph.mechanism.whatif.responses import Comparison, Response, WhatIf
    from calcigraph.store.store import Store

_WORDS = values("answers/mechanism_leads.yaml")


def led_pathways(store: Store, found: Pathways) -> Pathways:
    """Begin pathways with what they come to, and what studies end to end saw.

    Args:
        store: the graph.
        found: the pathways.

    Returns:
        The same with its lead, which is made when it is first read.

    Example:
        >>> print(kg.pathways("vitamin K2", "arterial calcification").sentence[:66])
        By its mechanism vitamin K2 may lower arterial calcification; in s
    """
    return replace(found, _lead=cache(lambda: _of_pathways(store, found)))


def led_explanation(store: Store, found: Explanation) -> Explanation:
    """Begin an explanation with its claim, as sure as its evidence, and whether the mechanism fits.

    Args:
        store: the graph.
        found: the explanation.

    Returns:
        The same with its lead, which is made when it is first read.

    Example:
        >>> kg.explain("vitamin K2 prevents arterial calcification").level
        'not shown, low certainty'
    """
    return replace(found, _lead=cache(lambda: _of_explanation(store, found)))


def led_what_if(store: Store, found: WhatIf, *, asked: bool) -> WhatIf:
    """Begin a what-if answer with what it does not fit, and what it comes to.

    Args:
        store: the graph.
        found: the answer.
        asked: whether its factors were asked for by name, so that they are read for drugs and conditions too.

    Returns:
        The same with its lead, which is made when it is first read.

    Example:
        >>> kg.what_if({"vitamin K": "high"}, ["clotting and thrombosis"]).sentence[:34]
        'Does not fit what studies found (e'
    """
    return replace(found, _lead=cache(lambda: _of_what_if(store, found, _heard(found, asked=asked))))


def led_comparison(store: Store, found: Comparison, *, asked: bool) -> Comparison:
    """Begin a comparison with where its scenarios part.

    Args:
        store: the graph.
        found: the comparison.
        asked: as for ``led_what_if``.

    Returns:
        The same with its lead, and each scenario with its own.
    """
    scenarios = {name: led_what_if(store, each, asked=asked) for name, each in found.scenarios.items()}
    heard = [name for each in found.scenarios.values() for name in _heard(each, asked=asked)]
    return replace(found, scenarios=scenarios, _lead=cache(lambda: _of_comparison(store, found, heard)))


def _heard(found: WhatIf, *, asked: bool) -> list[str]:
    return [*found.names, *([each.label for each in found.responses] if asked else []), found.state]


def _of_pathways(store: Store, found: Pathways) -> Leading:
    warned = tuple(
        cautions(store, (found.source, found.target, *(found.filters.get(each, "") for each in ("via", "avoid"))))
    )
    reasons = (
        found.summary,
        *(f"{path.sentence} Weakest link: {path.weakest.label}, {path.weakest.verdict}." for path in found),
    )
    seen = _seen(store, found)
    words = _WORDS["pathways"]
    signs = {sign for sign, count in ((1, found.raising), (-1, found.lowering)) if count}
    whole = found.code == "found" and not found.filters and not found.capped
    best = max(found.paths, key=lambda path: path.weakest.rank, default=None)
    said = found.summary.removesuffix(".")
    if whole and best:
        said = (
            _one_way(found, best) if len(signs) == 1 else words["both"].format(source=found.source, target=found.target)
        )
    if seen and seen.studied:
        said = words["studied"].format(said=said, verdict=inline(store, seen.claim))
    elif found.code == "found":
        said = words["nothing_studied" if seen else "unstudied"].format(said=said)
    if whole and seen and seen.expected is not None and signs != {seen.expected} and len(signs) == 1:
        said = _WORDS["misfit"].format(found=seen.text, said=said)
    if seen and seen.studied:
        level = level_of(seen.claim)
    else:
        level = _WORDS["levels"]["weakest"].format(verdict=best.weakest.verdict) if best else ""
    return Leading(warned, _sentence(said), level, reasons if found.code == "found" else ())


def _one_way(found: Pathways, best: Pathway) -> str:
    verb = best.effect
    uncertain = best.weakest.rank <= 0
    template = _WORDS["pathways"]["uncertain" if uncertain else "may"]
    return str(template.format(source=found.source, target=found.target, third=verb, verb=verb.removesuffix("s")))


def _seen(store: Store, found: Pathways) -> Observed | None:
    """The claim, if any, on exactly what the paths lead from and to; sets of factors have none."""
    try:
        source, target = (store.entities.iri(name) for name in (found.source, found.target))
    except CalcigraphError:
        return None
    every = observed(store, {source: 1}, [target]).get(target, ())
    return next((each for each in every if each.fit == "the same"), None)


def _of_explanation(store: Store, found: Explanation) -> Leading:
    claim = found.claim
    words = _WORDS["explain"]
    said = words[found.code].format(said=inline(store, claim))
    status = statuses(store)[claim.status]
    if found.code == "opposite sign" and status.sure and status.results == "positive":
        said = words["misfit"].format(said=said)
    labels = [store.entities.label(each) for each in (claim.subject, claim.object)]
    # The text begins with the claim and its verdict, which the sentence and the level say.
    mechanism = found.text.partition(f"Verdict: {claim.verdict}. ")[2].partition(" The shortest ")[0]
    sides = ("Raising its object", "Lowering it") if found.code == "no sign" else ("For it", "Against it")
    shortest = [
        f"{side}: {paths[0].sentence}" for side, paths in zip(sides, (found.same, found.opposite), strict=True) if paths
    ]
    return Leading(tuple(cautions(store, labels)), _sentence(said), level_of(claim), (mechanism, *shortest))


def _of_what_if(store: Store, found: WhatIf, names: list[str]) -> Leading:
    warned = tuple(cautions(store, names))
    words = _WORDS["what_if"]
    if not found.responses:
        return Leading(warned, _sentence(words["none"].format(scenario=found.scenario)), _WORDS["levels"]["only"])
    misfits = [each for each in found.responses if each.contradicted_by]
    if len(found.responses) == 1:
        return _of_one(store, found, warned)
    counts = {kind: sum(each.answer == kind for each in found.responses) for kind in words["counted"]}
    counted = [words["counted"][kind].format(n=count) for kind, count in counts.items() if count]
    said = words["many"].format(scenario=found.scenario, counts=", ".join(counted))
    if misfits:
        said = words["misfits"].format(labels=_few([each.label for each in misfits]), said=said)
    reasons = [each.sentence for each in sorted(found.responses, key=lambda each: not each.contradicted_by)]
    return Leading(warned, _sentence(said), _WORDS["levels"]["only"], tuple(reasons))


def _of_one(store: Store, found: WhatIf, warned: tuple[str, ...]) -> Leading:
    (each,) = found.responses
    seen = each.observed[0] if each.observed else None
    verdict = inline(store, seen.claim) if seen else each.trials.removesuffix(" end to end")
    answer = _plain(each)
    said = _WORDS["what_if"]["one"].format(scenario=found.scenario, label=each.label, answer=answer, verdict=verdict)
    if against := each.contradicted_by:
        said = _WORDS["misfit"].format(found=against.text, said=said)
    level = level_of(seen.claim) if seen and seen.studied and seen.fit == "the same" else _WORDS["levels"]["only"]
    reasons = [
        f"{'It goes up' if route.sign > 0 else 'It goes down'} by {route.text}; weakest link: {_link(route.weakest)}."
        for route in each.routes
    ]
    if each.limited_by:
        reasons.append(f"Decided by a limiting input: {each.limited_by.label}.")
    if each.settles:
        reasons.append(f"Would be settled by the strength of: {each.settles.text}.")
    return Leading(warned, _sentence(said), level, tuple(reasons))


def _of_comparison(store: Store, found: Comparison, names: list[str]) -> Leading:
    words = _WORDS["compare"]
    rows, differing = found.rows, found.differing
    letters = [chr(ord("A") + index) for index in range(len(found.scenarios))]
    marked = [f"{letter} is {name}" for letter, name in zip(letters, found.scenarios, strict=True)]
    lines = [
        f"{label}: {', '.join(f'{letter} {_plain(each)}' for letter, each in zip(letters, cells, strict=True))}"
        for label, cells in differing
    ]
    if not rows:
        said = words["nothing"]
    elif differing:
        said = words["part"].format(n=len(differing), all=len(rows), named=_few([label for label, _ in differing]))
    else:
        said = words["agree"].format(all=len(rows))
    against = [label for label, cells in rows if any(each.contradicted_by for each in cells)]
    if against:
        said = words["misfits"].format(labels=_few(against), said=said)
    reasons = (f"{'; '.join(marked)}.", *lines) if rows else ()
    return Leading(tuple(cautions(store, names)), _sentence(said), _WORDS["levels"]["only"], reasons)


def _plain(each: Response) -> str:
    return WORDS[each.answer]


def _few(labels: list[str]) -> str:
    most = _WORDS["most_misfits"]
    return ", ".join(labels[:most]) + (f" and {len(labels) - most} more" if len(labels) > most else "")


def _link(claim: Claim) -> str:
    return f"{claim.label}, {claim.verdict}"


def _sentence(said: str) -> str:
    return f"{capital(said)}."
