"""The rules of evidence on made-up minimal cases, and on well-known claims of the bundled graph."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from calcigraph import KnowledgeGraph, derivation
from calcigraph.engine import EmbeddedEngine, load_ontology_and_data
from calcigraph.namespaces import ASSERTED, DERIVED, PREFIXES
from hypothesis import given, settings
from hypothesis import strategies as st

FIXTURES = Path(__file__).parent / "fixtures" / "evidence"
DOCUMENT = Path(__file__).parent.parent / "docs" / "evidence.md"
HEADER = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
RANKS = ("very low", "low", "moderate", "high")
ONTOLOGY, INSTANCES, RULES = derivation.sources()


@dataclass(frozen=True)
class Finding:
    """One made-up finding with its study; what is not said is the plainest case: a sound trial of 500 that supports."""

    direction: str = "supports"
    design: str = "randomisedTrial"
    n: int | None = 500
    study: str = ""
    cohort: str = ""
    relevance: str = "direct"
    endpoint: str = "outcome"
    pools: tuple[str, ...] = ()
    subgroup: bool = False
    flags: tuple[str, ...] = ()
    doubted: bool = False
    verification: str = "verified"
    interval: tuple[str, float, float] | None = None

    def turtle(self, number: int) -> str:
        study = f"source:{self.study or f'study-{number}'}"
        about = [f"{study} a cg:Study ; cg:design cg:{self.design} ; cg:verification cg:{self.verification}"]
        about += [f"cg:sampleSize {self.n}"] if self.n is not None else []
        about += [f"cg:cohort cohort:{self.cohort}"] if self.cohort else []
        about += [f"cg:pools source:{each}" for each in self.pools]
        about += [f"cg:{flag} true" for flag in self.flags]
        about += ['cg:integrityWarning "made up"'] if self.doubted else []
        found = [
            f"finding:f-{number} a cg:Finding ; cg:about claim:case ; cg:study {study}",
            f"cg:direction cg:{self.direction} ; cg:relevance cg:{self.relevance}Relevance",
            f"cg:endpoint id:{self.endpoint}",
        ]
        found += ["cg:subgroup true"] if self.subgroup else []
        if self.interval:
            measure, low, high = self.interval
            found += [f'cg:measure "{measure}" ; cg:ciLow {low:.2f} ; cg:ciHigh {high:.2f}']
        return " ; ".join(about) + " .\n" + " ; ".join(found) + " .\n"


@dataclass(frozen=True)
class Verdict:
    """What the rules made of a case."""

    status: str
    certainty: str | None
    supporting: int = 0
    refuting: int = 0
    null: int = 0
    reasons: frozenset[str] = field(default_factory=frozenset)
    start: int | None = None


def claim_turtle(
    object_: str = "outcome", directness: str = "indirect", cited: tuple[str, ...] = (), more: str = ""
) -> str:
    text = (
        f"claim:case a cg:Claim ; cg:subject id:exposure ; cg:predicate cg:decreases ; cg:object id:{object_} ;"
        f" cg:directness cg:{directness} {more} .\n"
    )
    for number, design in enumerate(cited):
        text += (
            f"claim:case cito:citesAsEvidence source:cited-{number} .\n"
            f"source:cited-{number} a cg:Study ; cg:design cg:{design} ; cg:verification cg:verified .\n"
        )
    return text


def saying(hedge: str, number: int = 0) -> str:
    return f"statement:s-{number} a cg:Statement ; cg:hedge cg:{hedge} ; cg:states claim:case .\n"


def world(turtle: str) -> EmbeddedEngine:
    engine = EmbeddedEngine()
    data = [("entities.ttl", (FIXTURES / "entities.ttl").read_bytes())]
    load_ontology_and_data(engine, ONTOLOGY, data)
    engine.load((HEADER + turtle).encode(), ASSERTED)
    engine.derive(text.decode() for _, text in RULES)
    return engine


def local(term: object) -> str:
    value = getattr(term, "value", "")
    return str(value).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def verdict(engine: EmbeddedEngine, kind: str | None = None, claim: str = "case") -> Verdict:
    """Read the verdict at the claim's own kind of endpoint, or at another."""
    which = f"?v cg:atEndpoint cg:{kind}Endpoint" if kind else f"claim:{claim} cg:verdict ?v"
    rows = engine.select(
        "SELECT ?status ?label ?for ?against ?nothing ?start ?v {"
        f" ?v cg:verdictOn claim:{claim} ; cg:status ?status . {which}"
        " OPTIONAL { ?v cg:certainty/rdfs:label ?label } OPTIONAL { ?v cg:startingRank ?start }"
        " OPTIONAL { ?v cg:supporting ?for } OPTIONAL { ?v cg:refuting ?against }"
        " OPTIONAL { ?v cg:nullResults ?nothing } }"
    )[1]
    assert len(rows) == 1, f"a verdict has one status and one certainty, got {rows}"
    status, label, *counts, start, node = rows[0]
    supporting, refuting, null = (int(each.value) if each else 0 for each in counts)  # type: ignore[union-attr]
    why = engine.select(f"SELECT ?r {{ {node} cg:loweredFor ?r }}")[1]
    return Verdict(
        local(status),
        str(label.value) if label else None,  # type: ignore[union-attr]
        supporting,
        refuting,
        null,
        frozenset(local(row[0]) for row in why),
        int(start.value) if start else None,  # type: ignore[union-attr]
    )


def judge(*findings: Finding, claim: str | None = None, said: str = "", kind: str | None = None) -> Verdict:
    text = (claim or claim_turtle()) + said + "".join(each.turtle(n) for n, each in enumerate(findings))
    return verdict(world(text), kind)


def because(*reasons: str) -> frozenset[str]:
    return frozenset(reasons)


# -------------------------------------------------------------------- which findings count


def test_two_sound_trials_establish_with_high_certainty() -> None:
    assert judge(Finding(), Finding()) == Verdict("established", "high", supporting=2, start=3)


@pytest.mark.parametrize("hedge", ["asserted", "associated", "may"])
@pytest.mark.parametrize("findings", [(), (Finding(),), (Finding("null", n=90),), (Finding(), Finding("refutes"))])
def test_a_statement_is_never_evidence(hedge: str, findings: tuple[Finding, ...]) -> None:
    silent = judge(*findings)
    said = judge(*findings, said="".join(saying(hedge, n) for n in range(20)))
    assert said == (silent if findings else replace(silent, status="assertedOnly"))
    assert judge().status == "untested"


def test_one_cohort_counts_once() -> None:
    twice = judge(Finding(cohort="one"), Finding(cohort="one"))
    assert (twice.supporting, twice.reasons, twice.certainty) == (1, because("singleStudy"), "moderate")
    assert judge(Finding(cohort="one"), Finding(cohort="two")).supporting == 2


def test_shared_people_are_counted_once_in_sources_and_in_people() -> None:
    text = (FIXTURES / "shared-people.ttl").read_text(encoding="utf-8").replace("@prefix", "# @prefix")
    # 150 + 200 people, not 150 + 140 + 200 + 180, which would pass 400.
    assert verdict(world(text)) == Verdict(
        "established", "moderate", supporting=2, reasons=because("imprecision"), start=3
    )


def test_a_pooled_analysis_and_a_trial_inside_it_count_once() -> None:
    pool = Finding(design="metaAnalysis", study="pool", pools=("inside",), n=2000)
    both = judge(pool, Finding(study="inside"))
    assert (both.supporting, both.reasons) == (1, because("singleStudy"))
    assert judge(pool, Finding(study="outside")).supporting == 2


def test_a_trial_counts_when_the_pooled_analysis_is_about_another_kind_of_endpoint() -> None:
    pool = Finding(design="metaAnalysis", study="pool", pools=("inside",), n=2000, endpoint="marker")
    assert judge(pool, Finding(study="inside")).supporting == 1


@pytest.mark.parametrize("design", ["animalStudy", "inVitroStudy", "narrativeReview", "database", "protocol"])
@pytest.mark.parametrize("endpoint", ["marker", "image", "outcome"])
def test_animals_cells_and_overviews_leave_a_human_outcome_untested(design: str, endpoint: str) -> None:
    findings = [Finding(design=design, endpoint=endpoint) for _ in range(5)]
    assert judge(*findings, claim=claim_turtle(endpoint)) == Verdict("untested", None)


@pytest.mark.parametrize(("design", "certainty"), [("animalStudy", "low"), ("narrativeReview", "moderate")])
def test_animals_and_overviews_count_for_a_step_of_mechanism(design: str, certainty: str) -> None:
    found = judge(Finding(design=design, endpoint="step"), claim=claim_turtle("step"))
    assert (found.supporting, found.certainty) == (1, certainty)


@pytest.mark.parametrize(("endpoint", "kind"), [("marker", "biomarker"), ("image", "surrogate"), ("step", "mechanism")])
def test_kinds_of_endpoint_are_never_mixed(endpoint: str, kind: str) -> None:
    findings = [Finding(endpoint=endpoint) for _ in range(3)]
    assert judge(*findings) == Verdict("untested", None)
    assert judge(*findings, kind=kind) == Verdict("established", "high", supporting=3, start=3)
    assert judge(Finding("null", n=100), *findings).status == "notShown"


def test_a_subgroup_does_not_count() -> None:
    assert judge(Finding(subgroup=True)).status == "untested"
    assert judge(Finding("null", n=90), Finding(subgroup=True)).status == "notShown"


def test_related_findings_count_only_where_none_fits_and_cost_a_step() -> None:
    related = (Finding(relevance="indirect"), Finding(relevance="indirect"))
    alone = judge(*related)
    assert alone == Verdict("established", "moderate", supporting=2, reasons=because("indirectness"), start=3)
    beside = judge(*related, Finding())
    assert (beside.supporting, beside.reasons) == (1, because("singleStudy"))


def test_a_doubted_finding_counts_only_alone_and_costs_a_step() -> None:
    alone = judge(Finding(doubted=True), Finding(doubted=True))
    assert alone == Verdict("established", "moderate", supporting=2, reasons=because("riskOfBias"), start=3)
    beside = judge(Finding(doubted=True), Finding("null", n=90))
    assert (beside.supporting, beside.null, beside.status) == (0, 1, "notShown")


# -------------------------------------------------------------------- status


def test_trials_that_disagree_are_contested_and_lowered() -> None:
    for against in ("null", "refutes"):
        found = judge(Finding(), Finding(against))
        assert (found.status, found.certainty, found.reasons) == ("contested", "moderate", because("inconsistency"))


def test_results_against_with_related_support_in_people_are_contested() -> None:
    assert judge(Finding("null", n=90), Finding(relevance="indirect")).status == "contested"
    assert judge(Finding("null", n=90), Finding(relevance="indirect", design="animalStudy")).status == "notShown"


def test_null_results_refute_only_when_they_are_precise() -> None:
    wide = judge(Finding("null", n=900, interval=("HR", 0.60, 1.40)))
    assert (wide.status, wide.certainty) == ("notShown", "low")
    assert wide.reasons == because("singleStudy", "effectNotExcluded")
    tight = judge(Finding("null", n=900, interval=("HR", 0.85, 1.12)))
    assert (tight.status, tight.certainty, tight.reasons) == ("refuted", "moderate", because("singleStudy"))


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
    assert judge(Finding("null", n=9000, interval=(measure, low, high))).status == status


@pytest.mark.parametrize(("n", "status"), [(3999, "notShown"), (4000, "refuted"), (None, "notShown")])
def test_without_an_interval_the_number_of_people_decides(n: int | None, status: str) -> None:
    assert judge(Finding("null", n=n)).status == status


def test_refuting_alone_refutes() -> None:
    assert judge(Finding("refutes"), Finding("refutes")) == Verdict("refuted", "high", refuting=2, start=3)


# -------------------------------------------------------------------- certainty


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (Finding(flags=("openLabel",)), "riskOfBias"),
        (Finding(flags=("singleArm",)), "riskOfBias"),
        (Finding(flags=("industryFunded",)), "interest"),
        (Finding(verification="partial"), "unverified"),
        (Finding(n=199), "imprecision"),
        (Finding(n=None), "imprecision"),
    ],
)
def test_a_flaw_shared_by_every_study_costs_one_step(changed: Finding, reason: str) -> None:
    both = judge(changed, changed)
    assert (both.certainty, both.reasons, both.status) == ("moderate", because(reason), "established")
    assert judge(changed, Finding()) == Verdict("established", "high", supporting=2, start=3)


def test_four_hundred_people_are_enough() -> None:
    assert judge(Finding(n=200), Finding(n=200)).reasons == because()
    assert judge(Finding(n=None, design="metaAnalysis"), Finding(n=None)).reasons == because()
    assert judge(Finding(n=20, endpoint="step"), claim=claim_turtle("step")).reasons == because()


def test_certainty_is_the_start_less_the_reasons_and_never_below_very_low() -> None:
    floor = judge(Finding(n=20, flags=("openLabel", "industryFunded"), verification="partial", relevance="indirect"))
    assert len(floor.reasons) == 6
    assert (floor.certainty, floor.start) == ("very low", 3)


def test_the_best_design_sets_the_start() -> None:
    assert judge(Finding(design="cohortStudy"), Finding(design="crossSectionalStudy")).start == 1
    together = claim_turtle().replace("cg:decreases", "cg:correlatesInverselyWith")
    assert judge(Finding(design="cohortStudy"), Finding(), claim=together).start == 2


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
    found = judge(claim=claim_turtle("step", "direct", (design,)))
    assert (found.status, found.certainty, found.supporting, found.reasons) == (status, certainty, 1, because())


@pytest.mark.parametrize("design", ["animalStudy", "inVitroStudy"])
@pytest.mark.parametrize("endpoint", ["image", "outcome"])
def test_a_step_into_a_human_outcome_is_not_carried_by_animals(design: str, endpoint: str) -> None:
    assert judge(claim=claim_turtle(endpoint, "direct", (design,))) == Verdict("untested", None)
    assert judge(claim=claim_turtle(endpoint, "direct", (design, "humanGenetics"))).supporting == 1


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
    claim = claim_turtle("step", "direct", ("humanGenetics",), f"; cg:doubt cg:{doubt}")
    found = judge(claim=claim)
    assert (found.status, found.certainty) == (status, certainty)
    assert judge(claim=claim.replace(f"cg:{doubt}", f"cg:{doubt}, cg:contextBound")).certainty == "moderate"


# -------------------------------------------------------------------- plain edges and wording


def edges(text: str) -> set[tuple[str, str, str]]:
    rows = world(text).select(
        "SELECT ?s ?p ?o { ?p rdfs:subPropertyOf* cg:relatesTo . ?s ?p ?o . FILTER(STRSTARTS(STR(?s), STR(id:))) }"
    )[1]
    return {(local(s), local(p), local(o)) for s, p, o in rows}


WIDER = {("exposure", name, "outcome") for name in ("decreases", "influences", "relatesTo")}


@pytest.mark.parametrize(
    ("findings", "held"),
    [
        ((Finding(), Finding()), True),
        ((Finding(design="cohortStudy"),), True),
        ((Finding(), Finding("null")), False),
        ((Finding("refutes"),), False),
        ((Finding("null", n=90),), False),
        ((), False),
    ],
)
def test_only_a_claim_in_force_becomes_a_plain_edge(findings: tuple[Finding, ...], held: bool) -> None:  # noqa: FBT001
    text = "".join(each.turtle(n) for n, each in enumerate(findings))
    assert edges(claim_turtle() + text) == (WIDER if held else set())
    assert edges(claim_turtle(more="; cg:negated true") + text) == set()


def test_a_contested_step_stays_in_the_network() -> None:
    text = claim_turtle("outcome", "direct", ("humanGenetics",), "; cg:doubt cg:contestedStep")
    assert edges(text) == WIDER


def test_what_a_limiting_input_acts_on_requires_it() -> None:
    text = claim_turtle("step", "direct", ("humanGenetics",), "; cg:limiting true")
    assert ("step", "requires", "exposure") in edges(text)
    assert ("exposure", "requires", "step") not in edges(text)


@pytest.mark.parametrize(
    ("hedge", "findings", "boldness"),
    [
        ("asserted", (Finding(), Finding()), "fair"),
        ("associated", (Finding(), Finding()), "fair"),
        ("may", (Finding(), Finding()), "understated"),
        ("asserted", (Finding(design="cohortStudy"),), "overstated"),
        ("associated", (Finding(design="cohortStudy"),), "fair"),
        ("associated", (Finding(), Finding("null")), "overstated"),
        ("may", (Finding(), Finding("null")), "fair"),
        ("may", (Finding("null", n=90),), "fair"),
        ("may", (Finding("refutes"),), "overstated"),
        ("asserted", (), "overstated"),
        ("may", (), "fair"),
    ],
)
def test_wording_is_compared_with_the_status(hedge: str, findings: tuple[Finding, ...], boldness: str) -> None:
    text = claim_turtle() + saying(hedge) + "".join(each.turtle(n) for n, each in enumerate(findings))
    rows = world(text).select("SELECT ?b { statement:s-0 cg:boldness ?b }")[1]
    assert [local(row[0]) for row in rows] == [boldness]


def test_a_statement_is_measured_by_the_least_certain_of_its_claims() -> None:
    other = claim_turtle("image").replace("claim:case", "claim:other")
    text = claim_turtle() + other + Finding().turtle(0) + Finding().turtle(1)
    text += "statement:s-0 a cg:Statement ; cg:hedge cg:asserted ; cg:states claim:case, claim:other .\n"
    rows = world(text).select("SELECT ?b { statement:s-0 cg:boldness ?b }")[1]
    assert [local(row[0]) for row in rows] == ["overstated"]


# -------------------------------------------------------------------- properties that hold for any evidence

DESIGNS = ("metaAnalysis", "randomisedTrial", "cohortStudy", "crossSectionalStudy", "animalStudy", "narrativeReview")
FINDINGS = st.lists(
    st.builds(
        Finding,
        direction=st.sampled_from(("supports", "refutes", "null")),
        design=st.sampled_from(DESIGNS),
        n=st.sampled_from((None, 50, 300, 5000)),
        cohort=st.sampled_from(("", "one", "two")),
        relevance=st.sampled_from(("direct", "indirect")),
        endpoint=st.sampled_from(("outcome", "image")),
        subgroup=st.booleans(),
        doubted=st.booleans(),
        interval=st.sampled_from((None, ("HR", 0.9, 1.1), ("HR", 0.5, 1.6))),
    ),
    max_size=6,
)
CALM = settings(max_examples=60, derandomize=True, deadline=None, database=None)


def rank(found: Verdict) -> int:
    return RANKS.index(found.certainty) if found.certainty else -1


@CALM
@given(FINDINGS, st.sampled_from(("asserted", "may")))
def test_no_statement_ever_changes_a_verdict(findings: list[Finding], hedge: str) -> None:
    silent = judge(*findings)
    expected = silent if findings else replace(silent, status="assertedOnly")
    assert judge(*findings, said=saying(hedge)) == expected


@CALM
@given(FINDINGS.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_order_is_irrelevant(both: tuple[list[Finding], list[Finding]]) -> None:
    named = {id(each): replace(each, study=f"named-{n}") for n, each in enumerate(both[0])}
    first, second = ([named.get(id(each), each) for each in found] for found in both)
    assert judge(*first) == judge(*second)


@CALM
@given(
    st.lists(
        st.builds(Finding, design=st.sampled_from(DESIGNS[:4]), n=st.sampled_from((50, 500))), min_size=2, max_size=5
    )
)
def test_a_null_result_of_the_same_weight_never_adds_certainty_to_support(findings: list[Finding]) -> None:
    before = judge(*findings)
    after = judge(*findings, replace(findings[0], direction="null"))
    assert after.status == "contested"
    assert before.status in ("established", "supported")
    assert "inconsistency" in after.reasons - before.reasons
    # The further people may end imprecision; that step is at most won back, never more.
    assert rank(after) <= rank(before)


@CALM
@given(FINDINGS)
def test_every_verdict_is_sound(findings: list[Finding]) -> None:
    found = judge(*findings)
    if found.certainty is None:
        assert found.status in ("untested", "assertedOnly")
        assert (found.supporting, found.refuting, found.null) == (0, 0, 0)
        return
    assert found.start is not None
    assert rank(found) == max(0, found.start - len(found.reasons))
    if found.status in ("established", "supported"):
        assert found.supporting > 0
        assert (found.refuting, found.null) == (0, 0)
        assert (found.status == "established") == (rank(found) >= 2)
    else:
        assert found.refuting + found.null > 0


@CALM
@given(FINDINGS, FINDINGS)
def test_findings_at_another_kind_of_endpoint_change_nothing(findings: list[Finding], more: list[Finding]) -> None:
    own = [replace(each, endpoint="outcome") for each in findings]
    elsewhere = [replace(each, endpoint="marker", cohort="") for each in more]
    before, after = judge(*own), judge(*own, *elsewhere)
    assert after == before


# -------------------------------------------------------------------- cases that the rules do not yet meet


def gap(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(reason=reason, strict=True, raises=AssertionError)


@gap("rule 40: a pooled result that does not count itself still silences the trials inside it")
@pytest.mark.parametrize("pool", [Finding(subgroup=True), Finding(doubted=True)])
def test_a_pooled_result_that_does_not_count_leaves_its_trials_alone(pool: Finding) -> None:
    pool = replace(pool, design="metaAnalysis", study="pool", pools=("inside",), n=2000)
    found = judge(pool, Finding(study="inside"))
    assert (found.supporting, found.reasons) == (1, because("singleStudy"))


@gap("rule 40: another report of a trial that was pooled counts beside the pooled analysis")
def test_a_second_report_of_a_pooled_trial_does_not_count_again() -> None:
    pool = Finding(design="metaAnalysis", study="pool", pools=("inside",), n=2000)
    assert judge(pool, Finding(study="inside", cohort="one"), Finding(study="report", cohort="one")).supporting == 1


@gap("rule 82: a trial inside a pooled null result is held against it")
def test_a_trial_inside_a_precise_pooled_null_result_does_not_contest_it() -> None:
    pool = Finding("null", "metaAnalysis", 9000, "pool", pools=("inside",), interval=("RR", 0.9, 1.1))
    assert judge(pool, Finding(study="inside")).status == "refuted"


@gap("rules 41 and 42: doubted data that fit outrank sound data that are related")
def test_sound_related_data_come_before_doubted_data() -> None:
    sound = Finding("null", relevance="indirect", interval=("OR", 0.83, 1.11))
    assert judge(Finding(doubted=True), sound).status in ("refuted", "contested")


@gap("rule 42: doubted related findings count beside sound ones")
def test_doubted_related_findings_do_not_count_beside_sound_ones() -> None:
    assert judge(Finding(relevance="indirect"), Finding(relevance="indirect", doubted=True)).supporting == 1


@gap("rules 63 and 64: people on the other side make a result look larger and more often repeated")
def test_a_second_small_trial_that_disagrees_does_not_raise_certainty() -> None:
    small = Finding(n=300)
    assert rank(judge(small, replace(small, direction="null"))) <= rank(judge(small))


@gap("rule 69: no harm seen is a null result, but need not be precise when the claim is negated")
def test_no_harm_seen_by_imprecise_studies_costs_a_step() -> None:
    harmless = claim_turtle(more="; cg:negated true")
    wide = Finding(interval=("RR", 0.5, 1.6))
    assert judge(wide, wide, claim=harmless).reasons == because("effectNotExcluded")


@gap("rules 65 and 66: a flag that says false is taken for one that says true")
@pytest.mark.parametrize("flag", ["openLabel", "singleArm", "industryFunded"])
def test_a_flag_that_says_no_costs_nothing(flag: str) -> None:
    text = "".join(Finding(flags=(flag,)).turtle(n) for n in range(2)).replace(f"cg:{flag} true", f"cg:{flag} false")
    assert verdict(world(claim_turtle() + text)).reasons == because()


@gap("rule 85: a step that cites an animal study is called asserted only")
def test_a_step_with_a_source_is_untested_and_not_asserted_only() -> None:
    step = claim_turtle("outcome", "direct", ("animalStudy",))
    assert judge(claim=step, said=saying("asserted")).status == "untested"


@gap("rule 92: a limiting claim that is not in force still gives its edge")
def test_only_a_limiting_claim_in_force_gives_its_edge() -> None:
    step = claim_turtle("outcome", "direct", ("animalStudy",), "; cg:limiting true")
    assert ("outcome", "requires", "exposure") not in edges(step)


# -------------------------------------------------------------------- the rule files


@pytest.mark.parametrize(("name", "content"), RULES, ids=[name.rsplit("/", 1)[-1] for name, _ in RULES])
def test_a_rule_is_one_commented_construct(name: str, content: bytes) -> None:
    text = content.decode()
    assert re.match(r"# [A-Z].+\.\n", text.split("PREFIX", 1)[0].replace("\n# ", " ")), (
        f"{name} says first what follows"
    )
    assert len(re.findall(r"^CONSTRUCT\b", text, re.MULTILINE)) == 1
    assert re.fullmatch(r"ontology/rules/\d\d-[a-z-]+\.rq", name)


@cache
def derived(without: str = "") -> frozenset[str]:
    engine = EmbeddedEngine()
    load_ontology_and_data(engine, ONTOLOGY, INSTANCES)
    engine.derive(text.decode() for name, text in RULES if name != without)
    quads = engine.store.quads_for_pattern(None, None, None, ox.NamedNode(DERIVED))
    return frozenset(str(quad.triple) for quad in quads)


@pytest.mark.parametrize("name", [name for name, _ in RULES], ids=[name.rsplit("/", 1)[-1] for name, _ in RULES])
def test_every_rule_has_a_consequence_in_the_bundled_graph(name: str) -> None:
    assert derived(without=name) != derived()


def test_rules_are_complete_in_one_run() -> None:
    engine = EmbeddedEngine()
    load_ontology_and_data(engine, ONTOLOGY, INSTANCES)
    engine.derive(text.decode() for _, text in RULES)
    engine.store.remove_graph(ox.NamedNode(DERIVED))
    engine.derive(text.decode() for _, text in RULES)
    quads = engine.store.quads_for_pattern(None, None, None, ox.NamedNode(DERIVED))
    assert frozenset(str(quad.triple) for quad in quads) == derived()


# -------------------------------------------------------------------- the document


def tables() -> list[list[str]]:
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]


def test_the_document_gives_the_starting_ranks_of_the_ontology() -> None:
    rows = world("").select(
        "SELECT ?l ?cause ?together ?step ?human { ?d a cg:Design ; rdfs:label ?l ; cg:startsAt ?cause ;"
        " cg:startsAtForAssociation ?together ; cg:startsAtForMechanism ?step ; cg:human ?human }"
    )[1]
    wanted = {}
    for label, *ranks, human in rows:
        names = [RANKS[int(each.value)] for each in ranks]  # type: ignore[union-attr]
        wanted[label.value] = [*names, "yes" if human.value == "true" else "no"]  # type: ignore[union-attr]
    assert {row[0]: row[1:] for row in tables() if row[0] in wanted} == wanted


def test_the_document_names_every_rule_and_no_other() -> None:
    named = set(re.findall(r"\b\d\d-[a-z-]+\.rq\b", DOCUMENT.read_text(encoding="utf-8")))
    assert named == {name.rsplit("/", 1)[-1] for name, _ in RULES}


@cache
def bundled() -> EmbeddedEngine:
    # The rules run here, so that what is asserted holds for the files as they are.
    engine = EmbeddedEngine()
    load_ontology_and_data(engine, ONTOLOGY, INSTANCES)
    engine.derive(text.decode() for _, text in RULES)
    return engine


def status_labels() -> dict[str, str]:
    rows = world("").select("SELECT ?s ?l { ?s a cg:Status ; rdfs:label ?l }")[1]
    return {local(status): label.value for status, label in rows}  # type: ignore[union-attr]


def test_the_examples_of_the_document_are_true() -> None:
    labels = status_labels()
    seen = set()
    for row in tables():
        match = re.fullmatch(r"`claim:([a-z0-9-]+)`", row[1]) if len(row) > 1 else None
        if match and row[0] in labels.values():
            assert labels[verdict(bundled(), claim=match[1]).status] == row[0], match[1]
            seen.add(row[0])
    assert seen == set(labels.values())


# -------------------------------------------------------------------- well-known claims of the bundled graph

KNOWN = {
    # Imaging trials of K2 alone are null, cohorts and mixed pools point the other way.
    "vitamin-k2-prevents-arterial-calcification": "contested",
    "vitamin-k2-decreases-coronary-calcification": "contested",
    "vitamin-k2-decreases-aortic-valve-calcification": "contested",
    "mk-7-prevents-arterial-calcification": "notShown",
    "vitamin-d-with-vitamin-k2-decreases-coronary-calcification": "notShown",
    # No trial seen shows regression; scores rose in both arms.
    "vitamin-k2-reverses-vascular-calcification": "refuted",
    "carboxylated-mgp-removes-calcium-from-arteries": "refuted",
    # Inactive MGP and undercarboxylated osteocalcin fall in trial after trial.
    "vitamin-k2-lowers-dp-ucmgp": "established",
    "mk-7-lowers-dp-ucmgp": "established",
    "vitamin-k2-activates-osteocalcin": "established",
    "mk-7-lowers-undercarboxylated-osteocalcin": "established",
    # Bone: trials on both sides.
    "vitamin-k2-increases-bone-mineral-density": "contested",
    "mk-7-increases-bone-mineral-density": "contested",
    "vitamin-k2-decreases-fracture-risk": "contested",
    # One trial of 25 871 people saw nothing.
    "vitamin-d-decreases-fracture-risk": "refuted",
    "vitamin-k-decreases-vertebral-fracture": "refuted",
    # Cohorts speak for, one against.
    "vitamin-k2-stronger-vascular-association-than-vitamin-k1": "contested",
    "vitamin-k2-inversely-correlates-with-cardiovascular-events": "supported",
    # Said, and nobody looked.
    "vitamin-k2-does-not-increase-serum-calcium": "assertedOnly",
    "vitamin-k2-strengthens-tooth-enamel": "assertedOnly",
    "vitamin-k2-resolves-calcium-paradox": "assertedOnly",
    # Animals only.
    "mgp-prevents-arterial-calcification": "untested",
    "hydroxyapatite-binding-decreases-fracture-risk": "untested",
    "high-vitamin-d-and-calcium-without-vitamin-k2-increases-arterial-calcification": "untested",
}


@pytest.mark.parametrize(("claim", "status"), KNOWN.items())
def test_a_well_known_claim_has_the_status_that_its_studies_give_it(claim: str, status: str) -> None:
    assert verdict(bundled(), claim=claim).status == status


def test_mgp_is_untested_in_people_although_animals_speak_strongly() -> None:
    rows = bundled().select(
        "SELECT ?f { ?f cg:about claim:mgp-prevents-arterial-calcification ; cg:direction cg:supports ;"
        " cg:endpoint/cg:endpointKind cg:surrogateEndpoint ; cg:study/cg:design cg:animalStudy }"
    )[1]
    assert rows
    assert verdict(bundled(), claim="mgp-prevents-arterial-calcification") == Verdict("untested", None)


def test_the_two_reports_of_one_trial_count_once_in_the_bundled_graph() -> None:
    rows = bundled().select(
        "SELECT (COUNT(DISTINCT ?s) AS ?reports) { claim:vitamin-k2-prevents-arterial-calcification cg:verdict ?v ."
        " ?v cg:counts ?f . ?f cg:direction cg:null ; cg:study ?s }"
    )[1]
    found = verdict(bundled(), claim="vitamin-k2-prevents-arterial-calcification")
    assert int(rows[0][0].value) == found.null + 1  # type: ignore[union-attr]


def test_no_verdict_at_a_human_endpoint_counts_what_is_not_from_people() -> None:
    assert not bundled().ask(
        "ASK { ?v cg:counts ?f ; cg:atEndpoint ?kind . FILTER(?kind != cg:mechanismEndpoint)"
        " ?f cg:study/cg:design/cg:human false }"
    )


def test_every_claim_has_one_status() -> None:
    rows = bundled().select(
        "SELECT ?c { ?c a cg:Claim OPTIONAL { ?c cg:status ?s } } GROUP BY ?c HAVING(COUNT(DISTINCT ?s) != 1)"
    )[1]
    assert rows == []


def test_the_opened_graph_gives_the_same_verdicts() -> None:
    query = "SELECT ?c ?s ?k { ?c cg:status ?s OPTIONAL { ?c cg:certainty ?k } } ORDER BY ?c"
    assert KnowledgeGraph.open().engine.select(query) == bundled().select(query)
