"""No sentence is bolder than the evidence behind its claim."""

from __future__ import annotations

import pytest
from calcigraph.guard.wordings import capital
from calcigraph.knowledge.claims import Claim, read_claims
from calcigraph.knowledge.statuses import certainties, statuses
from calcigraph.knowledge.verdict_words import answered, inline, sentence
from calcigraph.store.judgements import values

from tests.opened import opened

CLAIMS = read_claims(opened().store, "")
HEDGES = {
    "high": "",
    "moderate": "robabl",
    "low": " may ",
    "very low": "very uncertain",
}
OPEN = {
    "contested": "Studies disagree whether ",
    "not shown": "Not shown that ",
    "untested": "Nobody has studied whether ",
    "asserted only": "Only articles say that ",
}


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.curie)
def test_a_sentence_is_never_bolder_than_certainty_allows(claim: Claim) -> None:
    for said in (
        sentence(opened().store, claim),
        answered(opened().store, claim),
        answered(opened().store, claim, opposite=True),
        capital(f"{inline(opened().store, claim)}."),
    ):
        assert said.endswith(".")
        if claim.status in OPEN:
            assert said.startswith(OPEN[claim.status])
        elif claim.status == "refuted":
            assert ("No: " in said) <= (claim.certainty in ("high", "moderate"))
        else:
            hedged = HEDGES[claim.certainty or "very low"] in said
            assert hedged or " perhaps " in said or (claim.certainty == "low" and "may be that" in said), said
        assert ("Yes: " in said) <= (claim.status == "established" and claim.certainty == "high")


def test_every_status_and_certainty_has_words() -> None:
    sentences = values("knowledge/verdict_words.yaml")["sentences"]
    assert sentences.keys() == statuses(opened().store).keys()
    for status in ("established", "supported", "refuted"):
        assert sentences[status].keys() == certainties(opened().store).keys()
