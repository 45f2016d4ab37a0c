"""Which results count, how often, and for which verdict."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.knowledge.evidence_cases import (
    ANY,
    CALM,
    FEW,
    FIXTURES,
    SOUND,
    Seen,
    Verdict,
    because,
    claim_turtle,
    judge,
    saying,
    step,
    verdict,
    world,
)

POOL = Seen(design="metaAnalysis", study="pool", pools=("inside",), n=2000)


def test_two_sound_trials_establish_with_high_certainty() -> None:
    assert judge(*SOUND) == Verdict("established", "high", supporting=2, start=3)


@pytest.mark.parametrize("hedge", ["asserted", "associated", "may"])
@pytest.mark.parametrize("results", [(), (Seen(),), (FEW,), (Seen(), Seen("refutes"))])
def test_a_statement_is_never_evidence(hedge: str, results: tuple[Seen, ...]) -> None:
    silent = judge(*results)
    said = judge(*results, said="".join(saying(hedge, n) for n in range(20)))
    assert said == (silent if results else replace(silent, status="assertedOnly"))
    assert judge().status == "untested"


# -------------------------------------------------------------------- the same people


def test_one_cohort_counts_once() -> None:
    twice = judge(Seen(cohort="one"), Seen(cohort="one"))
    assert (twice.supporting, twice.reasons, twice.certainty) == (1, because("singleStudy"), "moderate")
    assert judge(Seen(cohort="one"), Seen(cohort="two")).supporting == 2


def test_shared_people_are_counted_once_in_sources_and_in_people() -> None:
    text = (FIXTURES / "shared-people.ttl").read_text(encoding="utf-8")
    # 150 + 200 people, not 150 + 140 + 200 + 180, which would pass 400.
    assert verdict(world(text)) == Verdict(
        "established", "moderate", supporting=2, reasons=because("imprecision"), start=3
    )


# -------------------------------------------------------------------- pooled analyses


def sources(found: Verdict) -> int:
    return found.supporting + found.refuting + found.null


@pytest.mark.parametrize("relevance", ["direct", "indirect"])
def test_a_pooled_analysis_and_a_trial_inside_it_count_once(relevance: str) -> None:
    pool = replace(POOL, relevance=relevance, direction="null")
    both = judge(pool, Seen("null", study="inside", relevance=relevance))
    assert (sources(both), both.reasons & {"singleStudy"}) == (1, because("singleStudy"))
    assert sources(judge(pool, Seen("null", study="outside", relevance=relevance))) == 2


@pytest.mark.parametrize("relevance", ["direct", "indirect"])
def test_a_second_report_of_a_pooled_trial_does_not_count_again(relevance: str) -> None:
    reports = [Seen("null", study=name, cohort="one", relevance=relevance) for name in ("inside", "report")]
    assert sources(judge(replace(POOL, relevance=relevance, direction="null"), *reports)) == 1


def test_a_newer_pooled_analysis_takes_the_place_of_an_older_one() -> None:
    older, newer = (replace(POOL, study=f"pool-{year}", pools=(), year=year) for year in (2015, 2022))
    assert judge(older, newer).supporting == 1
    assert judge(older, replace(newer, direction="null")).status == "notShown"
    assert judge(older, replace(newer, doubted=True)).supporting == 1


def test_a_precise_pooled_analysis_stands_for_the_trials_before_it() -> None:
    pool = Seen("null", "metaAnalysis", 9000, "pool", year=2018, interval=("RR", 0.93, 1.07))
    before, after = (Seen(study=f"trial-{year}", year=year) for year in (2003, 2020))
    assert judge(pool, before) == Verdict("refuted", "high", null=1, start=3)
    assert judge(pool, after).status == "contested"
    # A wide one leaves them, and so does one that a newer one contradicts.
    assert judge(replace(pool, interval=("RR", 0.5, 1.5)), before).status == "contested"
    newer = Seen(design="metaAnalysis", study="newer", year=2022, interval=("RR", 0.4, 0.9))
    assert judge(pool, newer, replace(before, direction="null")).status == "contested"


def test_a_study_that_disagrees_with_itself_supports_nothing() -> None:
    both = judge(Seen(study="one"), Seen("null", study="one"))
    assert (both.status, both.supporting, both.null) == ("notShown", 0, 1)
    assert judge(Seen(cohort="one"), Seen("refutes", cohort="one")).null == 1


@pytest.mark.parametrize("design", ["ecologicalStudy", "beforeAfterStudy"])
@pytest.mark.parametrize("direction", ["supports", "null", "refutes"])
def test_ecological_and_before_after_studies_alone_say_nothing(design: str, direction: str) -> None:
    assert judge(Seen(direction, design)) == Verdict("untested", None)
    assert judge(*SOUND, Seen(direction, design)) == judge(*SOUND)


@pytest.mark.parametrize(
    ("direction", "status"), [("refutes", "supported"), ("null", "untested"), ("supports", "untested")]
)
def test_a_before_after_study_warns_of_a_harm_and_never_reassures(direction: str, status: str) -> None:
    """`lowered` is what `supports` writes: against a caution that expects a rise it would reassure."""
    caution = (
        "claim:case a cg:Claim ; cg:subject id:exposure ; cg:predicate cg:cautionFor ; cg:object id:people ;"
        " cg:directness cg:indirect ; cg:endpointKind cg:clinicalEndpoint ; cg:judgedByRise id:outcome .\n"
        "result:f-0 cg:population id:people .\n"
    )
    found = judge(Seen(direction, "beforeAfterStudy"), claim=caution)
    assert (found.status, found.certainty) == (status, "very low" if status == "supported" else None)


def test_a_trial_counts_when_the_pooled_analysis_is_about_another_kind_of_endpoint() -> None:
    assert judge(replace(POOL, endpoint="marker"), Seen(study="inside")).supporting == 1


@pytest.mark.parametrize("why", ["subgroup", "doubted"])
@pytest.mark.parametrize("relevance", ["direct", "indirect"])
def test_a_pooled_result_that_does_not_count_leaves_its_trials_alone(why: str, relevance: str) -> None:
    pool = replace(POOL, subgroup=why == "subgroup", doubted=why == "doubted", relevance=relevance, direction="null")
    found = judge(pool, Seen("null", study="inside", relevance=relevance))
    assert (sources(found), found.reasons & {"singleStudy"}) == (1, because("singleStudy"))


def test_a_related_pooled_analysis_leaves_trials_that_fit_alone() -> None:
    found = judge(replace(POOL, relevance="indirect"), Seen(study="inside"), Seen())
    assert (found.supporting, found.reasons) == (2, because())


# -------------------------------------------------------------------- people, kinds of endpoint, subgroups


@pytest.mark.parametrize("design", ["animalStudy", "inVitroStudy", "narrativeReview", "database", "protocol"])
@pytest.mark.parametrize("endpoint", ["marker", "image", "outcome"])
@pytest.mark.parametrize("relevance", ["direct", "indirect"])
def test_animals_cells_and_overviews_leave_a_human_outcome_untested(design: str, endpoint: str, relevance: str) -> None:
    results = [Seen(design=design, endpoint=endpoint, relevance=relevance) for _ in range(5)]
    assert judge(*results, claim=claim_turtle(endpoint)) == Verdict("untested", None)


@pytest.mark.parametrize(("design", "certainty"), [("animalStudy", "low"), ("narrativeReview", "moderate")])
def test_animals_and_overviews_count_for_a_step_of_mechanism(design: str, certainty: str) -> None:
    found = judge(Seen(design=design, endpoint="step"), claim=claim_turtle("step"))
    assert (found.supporting, found.certainty) == (1, certainty)


@pytest.mark.parametrize(("endpoint", "kind"), [("marker", "biomarker"), ("image", "surrogate"), ("step", "mechanism")])
def test_kinds_of_endpoint_are_never_mixed(endpoint: str, kind: str) -> None:
    results = [Seen(endpoint=endpoint) for _ in range(3)]
    assert judge(*results) == Verdict("untested", None)
    assert judge(*results, kind=kind) == Verdict("established", "high", supporting=3, start=3)
    assert judge(FEW, *results).status == "notShown"


def test_a_subgroup_does_not_count() -> None:
    assert judge(Seen(subgroup=True)).status == "untested"
    assert judge(FEW, Seen(subgroup=True)).status == "notShown"


# -------------------------------------------------------------------- what serves where nothing fits


def test_related_results_count_only_where_none_fits_and_cost_a_step() -> None:
    related = (Seen(relevance="indirect"), Seen(relevance="indirect"))
    # On one side alone they support nothing.
    assert judge(*related) == Verdict("untested", None)
    split = judge(*related, Seen("null", relevance="indirect"))
    assert (split.status, split.supporting, split.null) == ("contested", 2, 1)
    assert split.reasons == because("indirectness", "inconsistency")
    nothing = judge(*(replace(each, direction="null") for each in related))
    assert (nothing.status, nothing.reasons) == ("notShown", because("indirectness", "effectNotExcluded"))
    beside = judge(*related, Seen())
    assert (beside.supporting, beside.reasons) == (1, because("singleStudy"))


def test_related_results_do_not_stand_in_where_a_step_cites_its_source() -> None:
    related = Seen("null", endpoint="step", relevance="indirect")
    assert judge(related, claim=step("step", "humanGenetics")).null == 0
    assert judge(related, claim=step("step")).reasons >= because("indirectness")


def test_a_doubted_finding_counts_only_alone_and_costs_a_step() -> None:
    alone = judge(Seen(doubted=True), Seen(doubted=True))
    assert alone == Verdict("established", "moderate", supporting=2, reasons=because("riskOfBias"), start=3)
    beside = judge(Seen(doubted=True), FEW)
    assert (beside.supporting, beside.null, beside.status) == (0, 1, "notShown")


def test_sound_related_data_come_before_doubted_data() -> None:
    sound = Seen("null", relevance="indirect", interval=("OR", 0.83, 1.11))
    found = judge(Seen(doubted=True), sound)
    assert (found.status, found.supporting, found.null) == ("notShown", 0, 1)
    assert "riskOfBias" not in found.reasons


def test_doubted_related_results_never_count() -> None:
    doubted = Seen(relevance="indirect", doubted=True)
    assert judge(doubted) == Verdict("untested", None)
    assert judge(Seen("null", relevance="indirect"), doubted).supporting == 0
    assert judge(Seen(doubted=True), doubted).supporting == 1


# -------------------------------------------------------------------- properties that hold for any evidence


@CALM
@given(ANY, st.sampled_from(("asserted", "may")))
def test_no_statement_ever_changes_a_verdict(results: list[Seen], hedge: str) -> None:
    silent = judge(*results)
    expected = silent if results else replace(silent, status="assertedOnly")
    assert judge(*results, said=saying(hedge)) == expected


@CALM
@given(ANY.flatmap(lambda found: st.permutations([replace(e, study=f"named-{n}") for n, e in enumerate(found)])))
def test_order_is_irrelevant(shuffled: list[Seen]) -> None:
    assert judge(*shuffled) == judge(*sorted(shuffled, key=lambda each: each.study))


@CALM
@given(ANY, ANY)
def test_results_at_another_kind_of_endpoint_change_nothing(results: list[Seen], more: list[Seen]) -> None:
    own = [replace(each, endpoint="outcome") for each in results]
    elsewhere = [replace(each, endpoint="marker", cohort="") for each in more]
    before, after = judge(*own), judge(*own, *elsewhere)
    assert after == before


@CALM
@given(ANY)
def test_subgroups_and_animals_change_no_human_verdict(results: list[Seen]) -> None:
    bystanders = [Seen("refutes", subgroup=True), Seen("null", "animalStudy"), Seen("refutes", "inVitroStudy")]
    assert judge(*results, *bystanders) == judge(*results)
