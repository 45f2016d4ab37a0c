"""Which way the evidence points, and what follows: plain edges, requirements, boldness of wording."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from tests.knowledge.evidence_cases import (
    ANY,
    CALM,
    FEW,
    SOUND,
    Finding,
    Verdict,
    because,
    claim_turtle,
    edges,
    judge,
    local,
    saying,
    step,
    world,
    written,
)

# -------------------------------------------------------------------- contested


def test_trials_that_disagree_are_contested_and_lowered() -> None:
    for against in ("null", "refutes"):
        found = judge(Finding(), Finding(), Finding(against))
        assert (found.status, found.certainty, found.reasons) == ("contested", "moderate", because("inconsistency"))


@pytest.mark.parametrize(
    ("counted", "related", "otherwise"),
    [
        ((FEW,), "supports", "notShown"),
        ((Finding("refutes"),), "supports", "refuted"),
        ((Finding("null", n=9000),), "supports", "refuted"),
        (SOUND, "null", "established"),
        (SOUND, "refutes", "established"),
        ((Finding(design="cohortStudy"),), "null", "supported"),
    ],
)
def test_related_results_in_people_contest_what_counts(
    counted: tuple[Finding, ...], related: str, otherwise: str
) -> None:
    other = Finding(related, relevance="indirect")
    alone, beside = judge(*counted), judge(*counted, other)
    assert (alone.status, beside.status) == (otherwise, "contested")
    # They speak against the status; what counts, and its certainty, stays as it was.
    assert replace(beside, status=otherwise) == alone


@pytest.mark.parametrize("counted", [(FEW,), SOUND], ids=["null", "support"])
@pytest.mark.parametrize(
    "silent",
    [
        Finding(relevance="indirect", design="animalStudy"),
        Finding(relevance="indirect", design="narrativeReview"),
        Finding(relevance="indirect", subgroup=True),
        Finding(relevance="indirect", doubted=True),
        Finding(relevance="indirect", endpoint="marker"),
        Finding(subgroup=True),
        Finding(doubted=True),
    ],
)
def test_animals_subgroups_doubted_data_and_other_endpoints_contest_nothing(
    counted: tuple[Finding, ...], silent: Finding
) -> None:
    for direction in ("supports", "null", "refutes"):
        assert judge(*counted, replace(silent, direction=direction)) == judge(*counted)


def test_related_results_on_the_same_side_contest_nothing() -> None:
    assert judge(*SOUND, Finding(relevance="indirect")) == judge(*SOUND)
    assert judge(FEW, Finding("null", relevance="indirect")) == judge(FEW)
    assert judge(FEW, Finding("refutes", relevance="indirect")) == judge(FEW)


@pytest.mark.parametrize(("pooled", "inside", "status"), [("null", "supports", "refuted"), ("supports", "null", "")])
@pytest.mark.parametrize("relevance", ["direct", "indirect"])
def test_a_trial_inside_a_pooled_analysis_that_counts_does_not_contest_it(
    pooled: str, inside: str, status: str, relevance: str
) -> None:
    pool = Finding(pooled, "metaAnalysis", 9000, "pool", pools=("inside",), interval=("RR", 0.9, 1.1))
    found = judge(pool, Finding(inside, study="inside", relevance=relevance))
    assert found.status == (status or "established")


def test_a_disputed_step_is_contested_whatever_its_source() -> None:
    for cited in ("humanGenetics", "animalStudy", "narrativeReview"):
        assert judge(claim=step("step", cited, more="; cg:doubt cg:contestedStep")).status == "contested"


# -------------------------------------------------------------------- refuted, asserted only, untested


def test_refuting_alone_refutes() -> None:
    assert judge(Finding("refutes"), Finding("refutes")) == Verdict("refuted", "high", refuting=2, start=3)


def test_a_result_against_refutes_beside_imprecise_null_results() -> None:
    found = judge(Finding("refutes"), FEW)
    assert (found.status, found.reasons) == ("refuted", because())


def test_asserted_only_means_said_and_never_examined() -> None:
    said = saying("asserted")
    assert judge(said=said).status == "assertedOnly"
    assert judge(Finding(endpoint="marker"), said=said).status == "untested"
    assert judge(Finding(design="animalStudy"), said=said).status == "untested"


def test_a_step_with_a_source_is_untested_and_not_asserted_only() -> None:
    assert judge(claim=step("outcome", "animalStudy"), said=saying("asserted")) == Verdict("untested", None)


@CALM
@given(ANY)
def test_every_verdict_has_exactly_one_status(findings: list[Finding]) -> None:
    engine = world(claim_turtle() + saying("may") + written(*findings))
    rows = engine.select(
        "SELECT ?v (COUNT(?s) AS ?n) { ?v a cg:Verdict OPTIONAL { ?v cg:status ?s } } GROUP BY ?v HAVING(COUNT(?s) != 1)"
    )[1]
    assert rows == []


# -------------------------------------------------------------------- plain edges

WIDER = {("exposure", name, "outcome") for name in ("decreases", "influences", "relatesTo")}


@pytest.mark.parametrize(
    ("findings", "held"),
    [
        (SOUND, True),
        ((Finding(design="cohortStudy"),), True),
        ((Finding(), Finding("null")), False),
        ((*SOUND, Finding("null", relevance="indirect")), False),
        ((Finding("refutes"),), False),
        ((FEW,), False),
        ((), False),
    ],
)
def test_only_a_claim_in_force_becomes_a_plain_edge(findings: tuple[Finding, ...], held: bool) -> None:  # noqa: FBT001
    assert edges(claim_turtle() + written(*findings)) == (WIDER if held else set())
    assert edges(claim_turtle(more="; cg:negated true") + written(*findings)) == set()


def test_a_contested_step_stays_in_the_network() -> None:
    assert edges(step("outcome", "humanGenetics", more="; cg:doubt cg:contestedStep")) == WIDER
    assert edges(step("outcome") + written(Finding(), Finding("null"))) == WIDER


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (step("outcome", "humanGenetics", more="; cg:limiting true"), True),
        (step("outcome", "humanGenetics", more="; cg:limiting true ; cg:doubt cg:contestedStep"), True),
        (claim_turtle(more="; cg:limiting true") + written(*SOUND), True),
        (claim_turtle(more="; cg:limiting true") + written(Finding(), Finding("null")), False),
        (claim_turtle(more="; cg:limiting true") + written(FEW), False),
        (claim_turtle(more="; cg:limiting true") + written(Finding("refutes")), False),
        (step("outcome", "animalStudy", more="; cg:limiting true"), False),
        (step("outcome", "humanGenetics", more="; cg:limiting true ; cg:negated true"), False),
        (step("outcome", "humanGenetics", more="; cg:limiting false"), False),
    ],
)
def test_what_a_limiting_input_acts_on_requires_it_while_the_claim_is_in_force(text: str, held: bool) -> None:  # noqa: FBT001
    assert (("outcome", "requires", "exposure") in edges(text)) == held
    assert ("exposure", "requires", "outcome") not in edges(text)


# -------------------------------------------------------------------- wording


def boldness(text: str) -> list[str]:
    return [local(row[0]) for row in world(text).select("SELECT ?b { statement:s-0 cg:boldness ?b }")[1]]


@pytest.mark.parametrize(
    ("hedge", "findings", "expected"),
    [
        ("asserted", SOUND, "fair"),
        ("associated", SOUND, "fair"),
        ("may", SOUND, "understated"),
        ("asserted", (Finding(design="cohortStudy"),), "overstated"),
        ("associated", (Finding(design="cohortStudy"),), "fair"),
        ("associated", (Finding(), Finding("null")), "overstated"),
        ("asserted", (*SOUND, Finding("null", relevance="indirect")), "overstated"),
        ("may", (Finding(), Finding("null")), "fair"),
        ("may", (FEW,), "fair"),
        ("may", (Finding("refutes"),), "overstated"),
        ("asserted", (), "overstated"),
        ("may", (), "fair"),
    ],
)
def test_wording_is_compared_with_the_status(hedge: str, findings: tuple[Finding, ...], expected: str) -> None:
    assert boldness(claim_turtle() + saying(hedge) + written(*findings)) == [expected]


def test_a_statement_is_measured_by_the_least_certain_of_its_claims() -> None:
    other = claim_turtle("image").replace("claim:case", "claim:other")
    both = "statement:s-0 a cg:Statement ; cg:hedge cg:asserted ; cg:states claim:case, claim:other .\n"
    assert boldness(claim_turtle() + other + written(*SOUND) + both) == ["overstated"]
