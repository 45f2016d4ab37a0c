"""A fair wording: what the evidence allows to say, never bolder than the certainty of the claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.knowledge.claims import read_claims
from calcigraph.knowledge.statuses import status_of
from calcigraph.knowledge.verdict_words import sentence
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.knowledge.claims import Claim
    from calcigraph.store.store import Store

_CHOSEN = values("factcheck/rewording.yaml")
_MARKERS: dict[str, str] = _CHOSEN["markers"]
_CHANGED = frozenset({"overstated", "understated", "contradicted", "unsafe"})


def reworded(store: Store, claim: Claim, outcome: str) -> str:
    """Say a claim fairly.

    Args:
        store: the graph.
        claim: the claim that a sentence makes.
        outcome: what was found of the sentence.

    Returns:
        A sentence as bold as the verdict allows, with the marker in the blood that is moved where that is all that was
        shown; empty where nothing has to change.

    Example:
        >>> from calcigraph.knowledge.claims import read_claims
        >>> claim, = read_claims(store, "VALUES ?claim { claim:vitamin-k2-prevents-arterial-calcification }")
        >>> reworded(store, claim, "overstated").partition(":")[0]
        'Vitamin K2 decreases dp-ucMGP, a marker in the blood'
    """
    if outcome not in _CHANGED:
        return ""
    said = sentence(store, claim)
    marker = None if status_of(store, claim).sure or claim.negated else _marker(store, claim)
    if marker is None:
        return said
    moved = sentence(store, marker).rstrip(".")
    return f"{moved}, a marker in the blood: {said[:1].lower()}{said[1:]}"


def _marker(store: Store, claim: Claim) -> Claim | None:
    """The established claim that the same subject moves the marker which stands for the outcome."""
    label = store.entities.label(claim.object)
    name = next((marker for part, marker in _MARKERS.items() if part in label), "")
    if not name or label in _MARKERS.values():
        return None
    iri = store.entities.iri(name)
    found = read_claims(
        store,
        f"VALUES ?subject {{ <{claim.subject}> }} VALUES ?object {{ <{iri}> }} ?claim cg:subject ?subject ; cg:object ?object .",
    )
    sure = [each for each in found if status_of(store, each).assertable and each.sign == -1 and each.rank == _HIGH]
    return sure[0] if sure else None


_HIGH = 3
