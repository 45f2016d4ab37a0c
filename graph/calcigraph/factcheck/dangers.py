"""Sentences that go against a known risk: assurances beside a drug or an illness, and the advice to leave a drug."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from calcigraph.factcheck.checked import Finding
from calcigraph.guard.folding import fold
from calcigraph.guard.wordings import capital
from calcigraph.knowledge.statuses import status_of
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.factcheck.spotting import Mention
    from calcigraph.guard.guarding import Guard
    from calcigraph.guard.lexica import Hit
    from calcigraph.knowledge.claims import Claim
    from calcigraph.store.store import Store

_CHOSEN = values("factcheck/dangers.yaml")
_ASSURES, _INVITES, _WARNS, _STOPS, _STOPS_NOT, _PEOPLE = (
    re.compile(_CHOSEN[name]) for name in ("assures", "invites", "warns", "stops", "stops_not", "outside_people")
)
_LIMITLESS, _WITH_NOTHING = (re.compile(_CHOSEN[name]) for name in ("limitless", "interacts_with_nothing"))
_LINES = values("guard/lines.yaml")
_NEAR = 60  # characters between the advice to leave something and the drug
_MODERATE = 2


def dangers(store: Store, guard: Guard, sentence: str, hits: list[Hit], taken: tuple[Mention, ...]) -> list[Finding]:
    """Find what in a sentence goes against a known risk.

    Args:
        store: the graph.
        guard: what knows the risks.
        sentence: the sentence.
        hits: what the guard hears in it.
        taken: what it is about where the guard hears no nutrient.

    Returns:
        Findings that are unsafe, with places in the sentence.

    Example:
        >>> from calcigraph.guard.guarding import Guard
        >>> guard = Guard(store)
        >>> text = "Vitamin K2 is perfectly safe with warfarin."
        >>> [each.outcome for each in dangers(store, guard, text, guard.lexicon.find(text), ())]
        ['unsafe']
    """
    folded = fold(sentence)
    people = [each for each in hits if each.named.kind in ("drug", "condition")]
    nutrients = list(dict.fromkeys(iri for each in hits if each.named.kind == "nutrient" for iri in each.named.iris))
    nutrients = nutrients or [each.iris[0] for each in taken if each.letter == "N"][:1]
    if not people:
        return _of_anybody(store, guard, sentence, nutrients)
    found: list[Finding] = []
    for hit in people:
        claims = guard.risks.known(nutrients, hit.named.graph) if nutrients else []
        claims = [each for each in claims if status_of(store, each).has_support and "goes with" not in each.label]
        words = _leaves(folded, hit)
        if words and hit.named.kind == "drug":
            found.append(_finding(sentence, words, _left(hit), claims, hit))
            continue
        words = _assured(folded, hit, claims)
        if words:
            found.append(_finding(sentence, words, _against(hit, claims), claims, hit))
    return found[:1]


def _of_anybody(store: Store, guard: Guard, sentence: str, nutrients: list[str]) -> list[Finding]:
    """What is said of no drug and no illness: that no amount is too much, and that nothing interacts."""
    folded = fold(sentence)
    words = _LIMITLESS.search(folded)
    limited = [iri for iri in nutrients if words and any(each.low for each in guard.limits.upper(iri))]
    if words and limited and not re.search(r"\b(?:not|never|unless)\b", folded[: words.start()]):
        label = store.entities.label(limited[0])
        reason = f"It says that no amount is too much, and {label} has an upper limit."
        rewrite = f"More than the upper limit of {label} can do harm; more only as a doctor prescribes it."
        return [Finding("unsafe", (words[0],), reason, None, "", rewrite, 0, len(sentence))]
    words = _WITH_NOTHING.search(folded)
    claims = guard.risks.known(nutrients, ["vitamin K antagonists"]) if words and nutrients else []
    claims = [each for each in claims if status_of(store, each).assertable]
    if words is None or not claims or _WARNS.search(_WITH_NOTHING.sub(" ", folded)):
        return []
    reason = f"It says that nothing interacts, and the graph warns: {claims[0].label} ({claims[0].verdict})."
    rewrite = f"{capital(claims[0].label)}; ask your doctor or pharmacist first."
    return [Finding("unsafe", (words[0],), reason, claims[0], "same", rewrite, 0, len(sentence))]


def _assured(folded: str, hit: Hit, claims: list[Claim]) -> tuple[str, ...]:
    """The words that say that nobody has to be careful, where the graph knows that somebody has."""
    if not claims or not (hit.named.kind == "drug" or _PEOPLE.search(folded[max(0, hit.start - 40) : hit.start])):
        return ()
    assured = [match[0] for match in _ASSURES.finditer(folded)]
    rest = _ASSURES.sub(" ", folded)
    if _WARNS.search(rest):
        return ()
    if assured:
        return tuple(assured)
    grave = hit.named.kind == "drug" and any(each.rank >= _MODERATE for each in claims)
    invites = _INVITES.search(folded) if grave else None
    return (invites[0],) if invites else ()


def _leaves(folded: str, hit: Hit) -> tuple[str, ...]:
    """The words that tell somebody to leave a drug."""
    if _STOPS_NOT.search(folded):
        return ()
    for match in _STOPS.finditer(folded):
        if 0 <= hit.start - match.end() <= _NEAR and not re.search(r"[.;:]", folded[match.end() : hit.start]):
            return (match[0],)
    return ()


def _against(hit: Hit, claims: list[Claim]) -> str:
    return f"It assures, and the graph warns: {claims[0].label} ({claims[0].verdict})." if claims else hit.told


def _left(hit: Hit) -> str:
    return f"It tells somebody to leave {hit.told}."


def _finding(sentence: str, words: tuple[str, ...], reason: str, claims: list[Claim], hit: Hit) -> Finding:
    claim = claims[0] if claims else None
    keep = _LINES["keep_drug"].format(drug=hit.named.name)
    rewrite = f"{capital(claim.label)}; ask your doctor or pharmacist first." if claim else ""
    rewrite = f"{rewrite} {keep}".strip() if hit.named.kind == "drug" else rewrite
    return Finding("unsafe", (*words, hit.said), reason, claim, "same" if claim else "", rewrite, 0, len(sentence))
