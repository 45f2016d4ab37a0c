"""Claims as sentences that are as sure as their evidence, by the words of ``verdict_words.yaml``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from calcigraph.knowledge.statuses import labels_by_results
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.knowledge.claims import Claim
    from calcigraph.store.store import Store

_CHOSEN = values("knowledge/verdict_words.yaml")


def sentence(store: Store, claim: Claim) -> str:
    """Say a claim as its evidence allows.

    Args:
        store: the graph.
        claim: the claim.

    Returns:
        A sentence with its full stop, never bolder than status and certainty allow.

    Example:
        >>> from calcigraph.knowledge.claims import read_claims
        >>> claim, = read_claims(store, "VALUES ?claim { claim:warfarin-inhibits-vkorc1 }")
        >>> sentence(store, claim)
        'Warfarin inhibits VKORC1.'
    """
    subject, third = _parts(store, claim)
    verb, _, rest = third.partition(" ")
    by_certainty = _CHOSEN["sentences"].get(claim.status, {})
    template = by_certainty.get(claim.certainty or "", by_certainty.get("", ""))
    if not template:
        template = _CHOSEN["sentences"][labels_by_results(store, "absent")[0]][""]
    if verb in _CHOSEN["fixed"] and "{base}" in template:
        template = "It may be that {claim}."
    negation = re.match(r"(?:does|do) not (.*)", third)
    if negation and "{base}" in template:  # "may not" would read as forbidden
        template = "{subject} perhaps {third}."
    base = f"{_base(verb)} {rest}".strip()
    if verb in _CHOSEN["fixed"] and "probably {third}" in template:
        template = "Probably {claim}."
    return _capital(template.format(claim=claim.label, subject=subject, third=third, base=base))


def inline(store: Store, claim: Claim) -> str:
    """Say a claim as its evidence allows, to stand inside another sentence.

    Args:
        store: the graph.
        claim: the claim.

    Returns:
        The sentence without its full stop, and without the capital of its first word where that is none of a name.

    Example:
        >>> from calcigraph.knowledge.claims import read_claims
        >>> claim, = read_claims(store, "VALUES ?claim { claim:warfarin-inhibits-vkorc1 }")
        >>> inline(store, claim)
        'warfarin inhibits VKORC1'
    """
    said = sentence(store, claim).removesuffix(".")
    first, subject = said.split(" ", 1)[0], _parts(store, claim)[0]
    if said.casefold().startswith(subject.casefold()):
        return subject + said[len(subject) :]
    return said if any(letter.isupper() for letter in first[1:]) else said[:1].lower() + said[1:]


def answered(store: Store, claim: Claim, *, opposite: bool = False) -> str:
    """Say a claim as the answer to whether it is so.

    Args:
        store: the graph.
        claim: the claim.
        opposite: whether the question asked for the other direction.

    Returns:
        The sentence, with yes, probably or perhaps before it where the evidence allows.
    """
    said = sentence(store, claim)
    start = _CHOSEN["opposite" if opposite else "answers"].get(claim.status, {}).get(claim.certainty or "", "")
    return f"{start}{_lower(store, claim, said)}" if start else said


def _parts(store: Store, claim: Claim) -> tuple[str, str]:
    """The label of a claim, cut between its subject and its verb."""
    subject = store.entities.label(claim.subject)
    if claim.label.casefold().startswith(subject.casefold()):
        return claim.label[: len(subject)], claim.label[len(subject) :].strip()
    first, _, rest = claim.label.partition(" ")
    return first, rest


def _base(verb: str) -> str:
    if verb in _CHOSEN["bases"]:
        return str(_CHOSEN["bases"][verb])
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return verb[:-1] if verb.endswith("s") and not verb.endswith("ss") else verb


def _capital(text: str) -> str:
    first = text.split(" ", 1)[0]
    return text if any(letter.isupper() for letter in first) else text[:1].upper() + text[1:]


def _lower(store: Store, claim: Claim, said: str) -> str:
    subject = _parts(store, claim)[0]
    return said if said.startswith(subject) else said[:1].lower() + said[1:]
