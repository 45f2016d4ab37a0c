"""What is put together: results that share what they have to share, each group of people once, and nothing else."""

from __future__ import annotations

import json
import math
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from calcigraph.errors import BadArgument, Unavailable, UnknownName
from calcigraph.knowledge.claims import claim_iri
from calcigraph.knowledge.combining import HALF_WIDTH
from calcigraph.knowledge.comparable import Contrast, Study, comparable, once
from calcigraph.knowledge.pooling import Pooling, pool_studies
from calcigraph.namespaces import DERIVED
from calcigraph.store.memory import MemoryEngine
from calcigraph.store.store import Store
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.knowledge.test_combining import EFFECTS, ERRORS

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph

FRACTURES = "vitamin D with calcium decreases fracture risk"
FALLS = "vitamin D decreases falls"
RISK = Contrast("tuberculosis", "assigned", "RR", "ratio", "", "", "", "")
PREFIXES = """
@prefix cg: <https://w3id.org/calcigraph/ontology#> . @prefix id: <https://w3id.org/calcigraph/id/> .
@prefix claim: <https://w3id.org/calcigraph/claim/> . @prefix result: <https://w3id.org/calcigraph/result/> .
@prefix source: <https://w3id.org/calcigraph/source/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
claim:c cg:subject id:x . id:x skos:prefLabel "x" . id:y skos:prefLabel "y" .
cg:assigned rdfs:label "assigned"@en . cg:mainAnalysis rdfs:label "main"@en . cg:subgroup rdfs:label "subgroup"@en .
cg:ratioScale rdfs:label "ratio"@en . cg:differenceScale rdfs:label "difference"@en .
cg:trial rdfs:label "randomised trial"@en ; cg:human true . cg:pool rdfs:label "meta-analysis"@en ; cg:human true .
cg:mice rdfs:label "animal study"@en ; cg:human false .
"""


def trial(effect: float, error: float, name: str, people: str = "") -> Study:
    low, high = effect - HALF_WIDTH * error, effect + HALF_WIDTH * error
    return Study(
        result=f"result:{name}",
        label=name,
        contrast=RISK,
        people=people or name,
        exposure="BCG",
        n=100,
        effect=math.exp(effect),
        low=math.exp(low),
        high=math.exp(high),
        turned=False,
        own=True,
        year=1950,
    )


BCG = [trial(effect, error, f"t{place}") for place, (effect, error) in enumerate(zip(EFFECTS, ERRORS, strict=True))]


def made_up(*results: str) -> Store:
    """Open a graph of results on one claim; each is what Turtle says of it, after its name and that of its study."""
    lines = [PREFIXES]
    for place, said in enumerate(results):
        study, _, numbers = said.partition("|")
        fit = "cg:relatedRelevance" if "loose" in study else "cg:directRelevance"
        source, design = study.split()[:2]
        lines.append(
            f"source:{source} skos:prefLabel '{source}' ; cg:design cg:{design} ; cg:people source:{source} .\n"
            f"[] cg:about claim:c ; cg:ofResult result:r{place} ; cg:relevance {fit} .\n"
            f"result:r{place} cg:study source:{source} ; cg:outcome id:y ; cg:allocation cg:assigned ; cg:exposure id:x ; "
            f"{'' if 'cg:analysis' in numbers else 'cg:analysis cg:mainAnalysis ; '}{numbers} ."
        )
    engine = MemoryEngine()
    engine.load("\n".join(lines).encode(), DERIVED)
    return Store(engine)


RATIO = "cg:measure 'RR' ; cg:scale cg:ratioScale ; cg:effect 0.8 ; cg:ciLow 0.5 ; cg:ciHigh 1.28"


def reasons(store: Store) -> list[str]:
    return [each.reason for each in comparable(store, "https://w3id.org/calcigraph/claim/c")[1]]


def test_a_pool_of_the_graph_is_as_its_records_say(kg: KnowledgeGraph) -> None:
    (pool,) = kg.pool(FRACTURES).pools
    assert {study.label for study in pool.studies} == {
        "Chapuy 2002",
        "Chapuy MC 1992",
        "Dawson-Hughes B 1997",
        "Porthouse J 2005",
    }
    assert pool.contrast.measure == "OR"
    assert pool.people == sum(study.n or 0 for study in pool.studies) == 7076
    assert (pool.pooled.effect, pool.pooled.low, pool.pooled.high) == pytest.approx((0.81, 0.51, 1.29), abs=0.005)
    assert len(pool.without) == 4
    assert sum(pool.weights) == pytest.approx(100)


def test_every_result_is_in_a_pool_or_left_out_with_a_reason(kg: KnowledgeGraph) -> None:
    for claim in (FRACTURES, FALLS):
        found = kg.pool(claim)
        put = [study.result for pool in found.pools for study in pool.studies]
        every = [*put, *(each.result for each in found.left_out)]
        assert sorted(every) == sorted({row["result"] for row in kg.evidence(claim)["results"]})
        assert all(each.reason for each in found.left_out)


def test_no_pool_of_the_graph_takes_people_twice_or_sums_up_sums(kg: KnowledgeGraph) -> None:
    """The trials of a pooled analysis are seldom all listed, so that no such analysis is put together with any study."""
    for claim in (FRACTURES, FALLS, "vitamin K goes with less all-cause mortality (dietary intake)"):
        rows = {row["result"]: row for row in kg.evidence(claim)["results"]}
        for contrast, studies in comparable(kg.store, claim_iri(kg.store, claim))[0].items():
            assert len({study.people for study in studies}) == len(studies)
            for study in studies:
                row = rows[study.result]
                assert row["design"] not in ("meta-analysis", "systematic review")
                assert row["analysis"] == "main"
                assert (row["endpoint"], row["measure"]) == (contrast.outcome, contrast.measure)


def test_a_pool_changes_no_verdict(kg: KnowledgeGraph) -> None:
    before = kg.evidence(FRACTURES)
    found = kg.pool(FRACTURES)
    assert kg.evidence(FRACTURES) == before
    assert found.claim.status == before["claim"]["status"]
    assert "changes no verdict" in found.note
    assert "no medical advice" in found.note


def test_what_the_guard_hears_stands_first(kg: KnowledgeGraph) -> None:
    found = kg.pool("thiazides go with less fracture risk")
    assert found.cautions
    assert next(iter(found.as_dict())) == "cautions"


def test_results_that_do_not_fit_are_left_out_for_what_they_are() -> None:
    store = made_up(
        f"a trial|{RATIO}",
        f"b trial|{RATIO} ; cg:analysis cg:subgroup",
        f"c pool|{RATIO}",
        f"d mice|{RATIO}",
        f"e trial loose|{RATIO}",
        "f trial|cg:pValue '=0.03'",
        "g trial|cg:measure 'RR' ; cg:scale cg:ratioScale ; cg:effect 0.8 ; cg:pValue '=0.3'",
        "h trial|cg:measure 'slope' ; cg:scale cg:differenceScale ; cg:effect 1.0 ; cg:ciLow 0.0 ; cg:ciHigh 2.0",
        "i trial|cg:measure 'RR' ; cg:scale cg:ratioScale ; cg:effect 0.8 ; cg:ciLow 0.0 ; cg:ciHigh 2.0",
        "j trial|cg:measure 'RR' ; cg:scale cg:levelScale ; cg:effect 0.8 ; cg:ciLow 0.1 ; cg:ciHigh 2.0",
    )
    found = dict(enumerate(reasons(store)))
    assert found == {
        0: "subgroup analysis, beside the main one",
        1: "meta-analysis: sums up studies that may be among these",
        2: "animal study: not pooled",
        3: "fits the claim only loosely: exposure, outcome or condition differs",
        4: "no effect is recorded, only P=0.03",
        5: "no interval is recorded, only P=0.3: its standard error is not known",
        6: "its measure, slope, is not one that is pooled",
        7: "its interval is none to reckon with",
        8: "no scale: no comparison to be pooled",
    }


def test_doubted_data_are_left_out() -> None:
    store = made_up(f"a trial|{RATIO}")
    store.engine.load((PREFIXES + "source:a cg:integrityWarning 'retracted' .").encode(), DERIVED)
    assert reasons(store) == ["doubts about its data are recorded"]


def test_the_same_people_are_taken_once() -> None:
    store = made_up(f"a trial|{RATIO} ; cg:sampleSize 10", f"a trial|{RATIO} ; cg:sampleSize 20", f"b trial|{RATIO}")
    ((_, studies),) = comparable(store, "https://w3id.org/calcigraph/claim/c")[0].items()
    assert [study.result for study in studies] == ["result:r1", "result:r2"]
    assert reasons(store) == ["the same people as in result:r1 of the same study, which is taken"]


def test_a_report_of_less_against_more_is_turned_over() -> None:
    turned = (
        "cg:measure 'RR' ; cg:scale cg:ratioScale ; cg:effect 1.25 ; cg:ciLow 0.8 ; cg:ciHigh 2.0 ; cg:reversed true"
    )
    minus = "cg:measure 'MD' ; cg:scale cg:differenceScale ; cg:effect 1.0 ; cg:ciLow -1.0 ; cg:ciHigh 3.0 ; cg:reversed true"
    groups, _ = comparable(made_up(f"a trial|{turned}", f"b trial|{minus}"), "https://w3id.org/calcigraph/claim/c")
    found = {each.measure: (study.effect, study.low, study.high) for each, (study,) in groups.items()}
    assert found == {"RR": pytest.approx((0.8, 0.5, 1.25)), "MD": (-1, -3, 1)}


def test_ratios_and_differences_are_never_one_pool() -> None:
    difference = RATIO.replace("RR", "MD").replace("ratioScale", "differenceScale")
    groups, _ = comparable(
        made_up(*(f"s{place} trial|{each}" for place, each in enumerate([RATIO, difference] * 3))),
        "https://w3id.org/calcigraph/claim/c",
    )
    assert sorted((each.scale, each.log, len(studies)) for each, studies in groups.items()) == [
        ("difference", False, 3),
        ("ratio", True, 3),
    ]
    mixed = [study for studies in groups.values() for study in studies]
    with pytest.raises(BadArgument, match=r"is of y, .*, and the pool of y, "):
        pool_studies(mixed)


@pytest.mark.parametrize(
    ("studies", "said"),
    [
        (BCG[:2], "a pool takes 3 results or more, not 2"),
        ([*BCG[:2], replace(BCG[2], people="t0")], "the same people are in two of the results"),
        ([*BCG[:2], replace(BCG[2], low=0.0)], "a ratio is above 0, and the interval of result:t2 begins at 0"),
        ([*BCG[:2], replace(BCG[2], contrast=RISK._replace(measure="OR"))], "odds ratio, assigned, and the pool of"),
        ([*BCG[:2], replace(BCG[2], contrast=RISK._replace(allocation="observed"))], "observed, and the pool of"),
    ],
)
def test_what_cannot_be_a_pool_is_refused(studies: list[Study], said: str) -> None:
    with pytest.raises(BadArgument, match=said):
        pool_studies(studies)


def test_ratios_are_pooled_as_logarithms_and_told_as_ratios() -> None:
    pool = pool_studies(BCG)
    assert math.log(pool.pooled.effect) == pytest.approx(-0.714532348365101, abs=1e-6)
    assert math.log(pool.pooled.from_) == pytest.approx(-1.996017, abs=1e-6)
    assert json.loads(json.dumps(pool.as_dict()))["scale_pooled_on"] == "log"


def test_leaving_one_out_is_pooling_the_others() -> None:
    whole = pool_studies(BCG[:5])
    for place, found in enumerate(whole.without):
        assert pool_studies([each for other, each in enumerate(BCG[:5]) if other != place]).pooled == found


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 50), st.booleans()), min_size=1, max_size=10), st.data())
def test_who_is_taken_does_not_depend_on_the_order(found: list[tuple[int, int, bool]], data: st.DataObject) -> None:
    studies = [
        replace(BCG[0], result=f"result:r{place}", people=f"p{people}", n=n, own=own)
        for place, (people, n, own) in enumerate(found)
    ]
    kept, left_out = once(studies)
    assert len({study.people for study in kept}) == len(kept)
    assert sorted([*(each.result for each in kept), *(each.result for each in left_out)]) == sorted(
        each.result for each in studies
    )
    assert once(data.draw(st.permutations(studies)))[0] == kept


def test_nothing_studied_is_said(kg: KnowledgeGraph) -> None:
    found = kg.pool("vitamin K2 does not increase serum calcium")
    assert (found.pools, found.left_out) == ((), ())
    assert found.said == "Nothing can be pooled: no study in the graph has looked at it."


def test_names_that_are_none_are_refused(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownName):
        kg.pool("vitamin Q")
    with pytest.raises(BadArgument, match="by its IRI or sentence, or by three names"):
        kg.pool("K2", "decreases")


def test_the_library_is_asked_for_only_where_something_can_be_pooled(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pymare", None)
    assert isinstance(kg.pool(FALLS), Pooling)
    with pytest.raises(Unavailable, match="pip install"):
        kg.pool(FRACTURES)


def test_results_without_an_interval_are_counted(kg: KnowledgeGraph) -> None:
    """A pool of those that report numbers leans to those that saw something."""
    found = kg.pool("vitamin K goes with less all-cause mortality (dietary intake)")
    assert found.missing.startswith("3 results have no interval")
    assert sum(each.silent for each in found.left_out) == 3
