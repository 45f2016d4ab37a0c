"""Where certainty starts, what lowers it, and what is precise enough to rule an effect out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.knowledge.evidence_cases import (
    ANY,
    CALM,
    DESIGNS,
    FEW,
    Seen,
    Verdict,
    because,
    claim_turtle,
    judge,
    step,
    verdict,
    world,
    written,
)

HARMLESS = claim_turtle(more="; cg:negated true")

# -------------------------------------------------------------------- where it starts


def test_the_best_design_sets_the_start() -> None:
    assert judge(Seen(design="cohortStudy"), Seen(design="crossSectionalStudy")).start == 1
    together = claim_turtle().replace("cg:decreases", "cg:correlatesInverselyWith")
    observed = world(together + written(Seen(design="cohortStudy")).replace("cg:assigned", "cg:observed"))
    assert verdict(observed).start == 2
    # What was given bears on no mere association.
    assert judge(Seen(), claim=together).status == "untested"


@pytest.mark.parametrize(
    ("design", "status", "certainty"),
    [
        ("humanGenetics", "established", "high"),
        ("humanPhysiology", "established", "high"),
        ("narrativeReview", "established", "moderate"),
        ("database", "established", "moderate"),
        ("animalStudy", "supported", "low"),
        ("inVitroStudy", "supported", "low"),
    ],
)
def test_a_step_of_mechanism_is_as_certain_as_the_design_of_its_source(
    design: str, status: str, certainty: str
) -> None:
    found = judge(claim=step("step", design))
    assert (found.status, found.certainty, found.supporting, found.reasons) == (status, certainty, 1, because())


@pytest.mark.parametrize("design", ["narrativeReview", "database"])
@pytest.mark.parametrize("endpoint", ["image", "outcome"])
def test_a_review_or_table_cited_for_a_step_into_an_outcome_starts_low(design: str, endpoint: str) -> None:
    assert judge(claim=step(endpoint, design)) == Verdict("supported", "low", supporting=1, start=1)
    assert judge(claim=step(endpoint, design, design)) == Verdict("supported", "low", supporting=2, start=1)
    # A biomarker is no outcome: there, a review carries a step as it does elsewhere in the mechanism.
    assert judge(claim=step("marker", design)).start == 2


@pytest.mark.parametrize(
    ("design", "certainty"), [("humanGenetics", "high"), ("randomisedTrial", "high"), ("cohortStudy", "moderate")]
)
def test_people_cited_for_a_step_into_an_outcome_start_as_in_mechanism(design: str, certainty: str) -> None:
    assert judge(claim=step("outcome", design)).certainty == certainty
    assert judge(claim=step("outcome", design, "narrativeReview")).certainty == certainty


@pytest.mark.parametrize("design", ["animalStudy", "inVitroStudy"])
@pytest.mark.parametrize("endpoint", ["image", "outcome"])
def test_a_step_into_a_human_outcome_is_not_carried_by_animals(design: str, endpoint: str) -> None:
    assert judge(claim=step(endpoint, design)) == Verdict("untested", None)
    assert judge(claim=step(endpoint, design, "humanGenetics")).supporting == 1


# -------------------------------------------------------------------- what lowers it


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (Seen(flags=("openLabel",)), "riskOfBias"),
        (Seen(flags=("singleArm",)), "riskOfBias"),
        (Seen(flags=("industryFunded",)), "interest"),
        (Seen(verification="partial"), "unverified"),
        (Seen(n=199), "imprecision"),
        (Seen(n=None), "imprecision"),
    ],
)
def test_a_flaw_shared_by_every_study_costs_one_step(changed: Seen, reason: str) -> None:
    both = judge(changed, changed)
    assert (both.certainty, both.reasons, both.status) == ("moderate", because(reason), "established")
    # Beside more people in studies without it, it costs nothing.
    assert judge(changed, Seen(), Seen()) == Verdict("established", "high", supporting=3, start=3)


@pytest.mark.parametrize(("flag", "reason"), [("openLabel", "riskOfBias"), ("industryFunded", "interest")])
def test_a_flaw_counts_with_its_weight(flag: str, reason: str) -> None:
    sound = Seen(n=900)
    assert judge(Seen(n=900, flags=(flag,)), sound).reasons == because(reason)
    assert judge(Seen(n=899, flags=(flag,)), sound).reasons == because()


@pytest.mark.parametrize("flag", ["openLabel", "singleArm", "industryFunded"])
def test_a_flag_that_says_no_costs_nothing(flag: str) -> None:
    marked = Seen(flags=(flag,))
    text = written(marked, marked).replace(f"cg:{flag} true", f"cg:{flag} false")
    assert verdict(world(claim_turtle() + text)).reasons == because()


def test_four_hundred_people_are_enough() -> None:
    assert judge(Seen(n=200), Seen(n=200)).reasons == because()
    assert judge(Seen(n=None, design="metaAnalysis"), Seen(n=None)).reasons == because()
    assert judge(Seen(n=20, endpoint="step"), claim=claim_turtle("step")).reasons == because()


@pytest.mark.parametrize("against", ["null", "refutes"])
def test_people_on_the_other_side_do_not_make_support_look_larger(against: str) -> None:
    small, large = Seen(n=300), Seen(against, n=9000)
    assert judge(small, large).reasons == because("imprecision", "singleStudy", "inconsistency")
    # Where nothing supports, everybody counts.
    assert judge(Seen(against, n=250), Seen(against, n=250)).reasons <= because("effectNotExcluded")


@pytest.mark.parametrize(
    ("doubt", "status", "certainty"),
    [
        ("contestedStep", "contested", "moderate"),
        ("contextBound", "established", "moderate"),
        ("partialSource", "established", "moderate"),
        ("animalOnly", "established", "high"),
    ],
)
def test_a_doubt_on_a_step_costs_at_most_one_step(doubt: str, status: str, certainty: str) -> None:
    claim = step("step", "humanGenetics", more=f"; cg:doubt cg:{doubt}")
    found = judge(claim=claim)
    assert (found.status, found.certainty) == (status, certainty)
    assert judge(claim=claim.replace(f"cg:{doubt}", f"cg:{doubt}, cg:contextBound")).certainty == "moderate"


def test_certainty_is_the_start_less_the_reasons_and_never_below_very_low() -> None:
    floor = judge(Seen(n=20, flags=("openLabel", "industryFunded"), verification="partial"))
    assert len(floor.reasons) == 5
    assert (floor.certainty, floor.start) == ("very low", 3)


# -------------------------------------------------------------------- what is precise


def test_null_results_refute_only_when_they_are_precise() -> None:
    wide = Seen("null", n=900, interval=("HR", 0.60, 1.40))
    assert judge(wide, wide) == Verdict("notShown", "moderate", null=2, reasons=because("effectNotExcluded"), start=3)
    tight = Seen("null", n=900, interval=("HR", 0.85, 1.12))
    assert judge(tight, tight) == Verdict("refuted", "high", null=2, start=3)
    # One that pools several is enough, one trial is not.
    assert judge(replace(tight, design="metaAnalysis")) == Verdict("refuted", "high", null=1, start=3)
    assert judge(tight).status == "notShown"


@pytest.mark.parametrize(
    ("measure", "low", "high", "status"),
    [
        ("RR", 0.75, 1.25, "refuted"),
        ("OR", 0.74, 1.25, "notShown"),
        ("HR", 0.75, 1.26, "notShown"),
        ("MD", 0.9, 1.1, "notShown"),
    ],
)
def test_the_bounds_of_precision_hold_for_ratios_only(measure: str, low: float, high: float, status: str) -> None:
    found = Seen("null", n=9000, interval=(measure, low, high))
    assert judge(found, found).status == status


@pytest.mark.parametrize(("n", "status"), [(3999, "notShown"), (4000, "refuted"), (None, "notShown")])
def test_without_an_interval_the_number_of_people_decides(n: int | None, status: str) -> None:
    assert judge(Seen("null", n=n), Seen("null", n=n)).status == status


@pytest.mark.parametrize(
    ("design", "status"),
    [
        ("randomisedTrial", "refuted"),
        ("metaAnalysis", "refuted"),
        ("systematicReview", "refuted"),
        ("cohortStudy", "notShown"),
        ("crossSectionalStudy", "notShown"),
        ("nonRandomisedTrial", "notShown"),
        ("guideline", "notShown"),
    ],
)
def test_the_number_of_people_decides_only_in_designs_that_start_high(design: str, status: str) -> None:
    found = Seen("null", design, n=90000)
    tight = replace(found, interval=("RR", 0.9, 1.1))
    assert (judge(found, found).status, judge(tight, tight).status) == (status, "refuted")


@pytest.mark.parametrize(
    ("seen", "reasons"),
    [
        (Seen(interval=("RR", 0.5, 1.6)), because("effectNotExcluded")),
        (Seen(interval=("RR", 0.9, 1.1)), because()),
        (Seen(), because("effectNotExcluded")),
        (Seen(n=4000), because()),
        (Seen(design="cohortStudy", n=9000), because("effectNotExcluded")),
    ],
)
def test_that_no_harm_was_seen_has_to_be_precise_too(seen: Seen, reasons: frozenset[str]) -> None:
    nothing = replace(seen, direction="null")
    assert judge(nothing, nothing, claim=HARMLESS).reasons == reasons
    assert judge(seen, seen).reasons == because()


def test_one_precise_result_is_enough_to_exclude_an_effect() -> None:
    precise, seen = Seen("null", n=4000), Seen("null")
    assert judge(precise, seen, claim=HARMLESS).certainty == "high"
    assert judge(seen, seen, claim=HARMLESS).certainty == "moderate"
    assert judge(FEW, precise).status == "refuted"


# -------------------------------------------------------------------- properties that hold for any evidence


@CALM
@given(
    st.lists(
        st.builds(Seen, design=st.sampled_from(DESIGNS[:4]), n=st.sampled_from((50, 300, 500))),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from(("null", "refutes")),
)
def test_a_result_against_of_the_same_weight_never_adds_certainty(results: list[Seen], against: str) -> None:
    before = judge(*results)
    after = judge(*results, replace(results[0], direction=against))
    assert before.status in ("established", "supported")
    assert after.status == "contested"
    assert after.reasons == before.reasons | {"inconsistency"}


@CALM
@given(ANY)
def test_every_verdict_is_sound(results: list[Seen]) -> None:
    found = judge(*results)
    against = found.refuting + found.null
    if found.certainty is None:
        assert (found.status, found.supporting, against) == ("untested", 0, 0)
        return
    assert found.start is not None
    assert found.rank == max(0, found.start - len(found.reasons))
    if found.status in ("established", "supported"):
        assert found.supporting > 0 == against
        assert found.status == "supported" or found.rank >= 2
    elif found.status == "contested":
        assert found.supporting + against > 0
    else:
        assert found.supporting == 0 < against
        assert found.status == "notShown" or "effectNotExcluded" not in found.reasons
