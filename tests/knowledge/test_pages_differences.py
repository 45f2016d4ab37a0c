"""What disagreeing results differ in, as data and on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.knowledge.pages import evidence_page

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph


def test_contested_bone_density_differs_in_dose_form_and_people(kg: KnowledgeGraph) -> None:
    page = evidence_page(kg.store, "vitamin-k2-increases-bone-mineral-density")
    found = {row["difference"]: row for row in page["verdicts"][0]["differences"]}
    assert {"baseline", "dose", "form", "population"} == set(found)
    assert "45 mg/d" in found["dose"]["supporting"]
    assert "360 ug/d" in found["dose"]["others"]
    assert "healthy" in found["baseline"]["supporting"]


def test_only_contested_verdicts_have_differences(kg: KnowledgeGraph) -> None:
    query = """SELECT DISTINCT ?label { ?verdict cg:differsIn ?difference ; cg:status/rdfs:label ?label }"""
    assert kg.engine.values(query) == [("contested",)]


def test_doses_are_compared_in_one_unit(kg: KnowledgeGraph) -> None:
    query = """SELECT ?dose ?unit ?micrograms { ?finding cg:study source:shiraki2000 ; cg:dose ?dose ; cg:doseUnit ?unit ;
               cg:dailyMicrograms ?micrograms } LIMIT 1"""
    assert [(float(d or 0), u, float(m or 0)) for d, u, m in kg.engine.values(query)] == [(45.0, "mg/d", 45000.0)]


def test_durations_are_compared_in_days(kg: KnowledgeGraph) -> None:
    query = """SELECT DISTINCT ?days { ?finding cg:study source:hasific2023 ; cg:durationUnit "mo" ; cg:duration 24.0 ;
               cg:days ?days }"""
    assert kg.engine.values(query) == [("730.5",)]
