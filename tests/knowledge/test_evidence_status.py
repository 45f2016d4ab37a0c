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
    Seen,
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
        found = judge(Seen(), Seen(), Seen(against))
        assert (found.status, found.certainty, found.reasons) == ("contested", "moderate", because("inconsistency"))


@pytest.mark.parametrize("counted", [(FEW,), (Seen("refutes"),), (Seen("null", n=9000),), SOUND])
@pytest.mark.parametrize("related", ["supports", "null", "refutes"])
def test_related_results_contest_nothing_that_fits(counted: tuple[Seen, ...], related: str) -> None:
    assert judge(*counted, Seen(related, relevance="indirect")) == judge(*counted)


@pytest.mark.parametrize("counted", [(FEW,), SOUND], ids=["null", "support"])
@pytest.mark.parametrize(
    "silent",
    [
        Seen(relevance="indirect", design="animalStudy"),
        Seen(relevance="indirect", design="narrativeReview"),
        Seen(relevance="indirect", subgroup=True),
        Seen(relevance="indirect", doubted=True),
        Seen(relevance="indirect", endpoint="marker"),
        Seen(subgroup=True),
        Seen(doubted=True),
    ],
)
def test_animals_subgroups_doubted_data_and_other_endpoints_contest_nothing(
    counted: tuple[Seen, ...], silent: Seen
) -> None:
    for direction in ("supports", "null", "refutes"):
        assert judge(*counted, replace(silent, direction=direction)) == judge(*counted)


@pytest.mark.parametrize(("pooled", "inside", "status"), [("null", "supports", "refuted"), ("supports", "null", "")])
@pytest.mark.parametrize("relevance", ["direct", "indirect"])
def test_a_trial_inside_a_pooled_analysis_that_counts_does_not_contest_it(
    pooled: str, inside: str, status: str, relevance: str
) -> None:
    pool = Seen(pooled, "metaAnalysis", 9000, "pool", pools=("inside",), interval=("RR", 0.9, 1.1))
    found = judge(pool, Seen(inside, study="inside", relevance=relevance))
    assert found.status == (status or "established")


def test_a_disputed_step_is_contested_whatever_its_source() -> None:
    for cited in ("humanGenetics", "animalStudy", "narrativeReview"):
        assert judge(claim=step("step", cited, more="; cg:doubt cg:contestedStep")).status == "contested"


# -------------------------------------------------------------------- refuted, asserted only, untested


def test_refuting_alone_refutes() -> None:
    assert judge(Seen("refutes"), Seen("refutes")) == Verdict("refuted", "high", refuting=2, start=3)


def test_a_result_against_refutes_beside_imprecise_null_results() -> None:
    found = judge(Seen("refutes"), FEW)
    assert (found.status, found.reasons) == ("refuted", because())


def test_one_source_that_pools_nothing_neither_establishes_nor_refutes() -> None:
    assert (judge(Seen()).status, judge(Seen("refutes")).status) == ("supported", "notShown")
    pool = Seen(design="metaAnalysis", n=9000)
    assert (judge(pool).status, judge(replace(pool, direction="refutes")).status) == ("established", "refuted")
    # A step of mechanism is established by one source that tests it.
    assert judge(claim=step("outcome", "humanGenetics")).status == "established"


def test_asserted_only_means_said_and_never_examined() -> None:
    said = saying("asserted")
    assert judge(said=said).status == "assertedOnly"
    assert judge(Seen(endpoint="marker"), said=said).status == "untested"
    assert judge(Seen(design="animalStudy"), said=said).status == "untested"


def test_a_step_with_a_source_is_untested_and_not_asserted_only() -> None:
    assert judge(claim=step("outcome", "animalStudy"), said=saying("asserted")) == Verdict("untested", None)


@CALM
@given(ANY)
def test_every_verdict_has_exactly_one_status(results: list[Seen]) -> None:
    engine = world(claim_turtle() + saying("may") + written(*results))
    rows = engine.select(
        "SELECT ?v (COUNT(?s) AS ?n) { ?v a cg:Verdict OPTIONAL { ?v cg:status ?s } } GROUP BY ?v HAVING(COUNT(?s) != 1)"
    )[1]
    assert rows == []


# -------------------------------------------------------------------- plain edges

WIDER = {("exposure", name, "outcome") for name in ("decreases", "influences", "relatesTo")}


@pytest.mark.parametrize(
    ("results", "held"),
    [
        (SOUND, True),
        ((Seen(design="cohortStudy"),), True),
        ((Seen(), Seen("null")), False),
        ((*SOUND, Seen("null", relevance="indirect")), True),
        ((Seen("refutes"),), False),
        ((FEW,), False),
        ((), False),
    ],
)
def test_only_a_claim_in_force_becomes_a_plain_edge(results: tuple[Seen, ...], held: bool) -> None:  # noqa: FBT001
    assert edges(claim_turtle() + written(*results)) == (WIDER if held else set())
    assert edges(claim_turtle(more="; cg:negated true") + written(*results)) == set()


def test_a_contested_step_stays_in_the_network() -> None:
    assert edges(step("outcome", "humanGenetics", more="; cg:doubt cg:contestedStep")) == WIDER
    assert edges(step("outcome") + written(Seen(), Seen("null"))) == WIDER


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (step("outcome", "humanGenetics", more="; cg:limiting true"), True),
        (step("outcome", "humanGenetics", more="; cg:limiting true ; cg:doubt cg:contestedStep"), True),
        (claim_turtle(more="; cg:limiting true") + written(*SOUND), True),
        (claim_turtle(more="; cg:limiting true") + written(Seen(), Seen("null")), False),
        (claim_turtle(more="; cg:limiting true") + written(FEW), False),
        (claim_turtle(more="; cg:limiting true") + written(Seen("refutes")), False),
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
    ("hedge", "results", "expected"),
    [
        ("asserted", SOUND, "fair"),
        ("associated", SOUND, "fair"),
        ("may", SOUND, "understated"),
        ("asserted", (Seen(design="cohortStudy"),), "overstated"),
        ("associated", (Seen(design="cohortStudy"),), "fair"),
        ("associated", (Seen(), Seen("null")), "overstated"),
        ("asserted", (*SOUND, Seen("null", relevance="indirect")), "fair"),
        ("may", (Seen(), Seen("null")), "fair"),
        ("may", (FEW,), "fair"),
        ("may", (Seen("refutes"), Seen("refutes")), "overstated"),
        ("asserted", (), "overstated"),
        ("may", (), "fair"),
    ],
)
def test_wording_is_compared_with_the_status(hedge: str, results: tuple[Seen, ...], expected: str) -> None:
    assert boldness(claim_turtle() + saying(hedge) + written(*results)) == [expected]


def test_a_statement_is_measured_by_the_least_certain_of_its_claims() -> None:
    other = claim_turtle("image").replace("claim:case", "claim:other")
    both = "statement:s-0 a cg:Statement ; cg:hedge cg:asserted ; cg:states claim:case, claim:other .\n"
    assert boldness(claim_turtle() + other + written(*SOUND) + both) == ["overstated"]
