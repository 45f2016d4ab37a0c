"""Forest plots: every result is drawn or listed, on an axis whose null and scale are right."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from calcigraph.diagrams.lettering import width
from calcigraph.diagrams.style import Style
from calcigraph.knowledge.evidence import evidence_pages
from calcigraph.knowledge.pooling import pool_studies
from calcigraph.pictures.forest import Row, Scale, read_forest
from calcigraph.pictures.forestnumbers import Columns, row_numbers
from calcigraph.pictures.funnel import Funnel, funnel_plot
from hypothesis import given
from hypothesis import strategies as st

from tests.knowledge.test_pooling import BCG

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph

SVG = "{http://www.w3.org/2000/svg}"
EVENTS = "vitamin K2 decreases cardiovascular events"
POOLED = "vitamin D with calcium decreases fracture risk"
CALCIFICATION = "vitamin K2 prevents arterial calcification"


# Of a single study the line of the interval, of a pooled one the diamond.
_ENDS = r"^M([\d.]+),[\d.]+(?:H|L[\d.]+,[\d.]+L)([\d.]+)"


def row(effect: float, low: float, high: float, measure: str = "HR") -> Row:
    return Row("result:x", "X 2000", "", "supports", True, False, 100, measure, effect, low, high, "e", "d", "")


def test_every_result_is_drawn_or_listed(kg: KnowledgeGraph) -> None:
    claims = {str(claim) for (claim,) in kg.engine.values("SELECT DISTINCT ?c { ?f cg:about ?c }")}
    assert len(claims) > 50
    pages = evidence_pages(kg.store, sorted(claims))
    assert pages.keys() == claims
    for claim, page in pages.items():
        findings = page["results"]
        forest = read_forest(kg.store, claim)
        drawn = [each.iri for scale in forest.scales for each in scale.rows]
        listed = [each.iri for each in forest.without]
        assert sorted(drawn + listed) == sorted(each["result"] for each in findings)
        assert set(drawn) == {
            each["result"] for each in findings if each["effect"] is not None and each["low"] is not None
        }


def test_values_and_axis_are_those_of_the_graph(kg: KnowledgeGraph) -> None:
    (scale,) = read_forest(kg.store, EVENTS).scales
    assert scale.name == "Hazard ratio and relative risk, logarithmic scale"
    assert scale.null == 1
    found = {each.study: (each.measure, each.effect, each.low, each.high) for each in scale.rows}
    assert found["Bellinge JW 2021"] == ("HR", 0.86, 0.81, 0.91)
    assert found["Geleijnse JM 2004"] == ("RR", 0.43, 0.24, 0.77)


def test_measures_that_cannot_share_an_axis_do_not(kg: KnowledgeGraph) -> None:
    scales = read_forest(kg.store, CALCIFICATION).scales
    assert [(scale.name, scale.log, scale.null) for scale in scales] == [
        ("Relative risk, odds ratio and ratio, logarithmic scale", True, 1),
        ("Mean difference (AU), linear scale", False, 0),
        ("Percent change (%), linear scale", False, 0),
    ]


def test_findings_are_grouped_by_endpoint_and_design(kg: KnowledgeGraph) -> None:
    for scale in read_forest(kg.store, EVENTS).scales:
        keys = [(each.endpoint, each.design) for each in scale.rows]
        assert [key for place, key in enumerate(keys) if key not in keys[:place]] == sorted(set(keys))
        assert all(keys.index(key) + keys.count(key) == len(keys) - keys[::-1].index(key) for key in keys)


def test_marks_stand_where_the_numbers_are(kg: KnowledgeGraph) -> None:
    root = ET.fromstring(kg.draw("forest", EVENTS).svg())  # noqa: S314 - our own picture
    (scale,) = read_forest(kg.store, EVENTS).scales
    null = next(each for each in root.iter(f"{SVG}path") if each.get("class") == "null")
    middle = float(re.findall(r"M([\d.]+)", null.attrib["d"])[0])
    groups = {
        each.get("data-iri", "").rpartition("/")[2]: each
        for each in root.iter(f"{SVG}g")
        if "result" in each.get("class", "")
    }
    unit = {}
    for each in scale.rows:
        group = groups[each.iri.removeprefix("result:")]
        path = group.find(f"{SVG}path")
        assert path is not None
        left, right = (float(value) for value in re.findall(_ENDS, path.attrib["d"])[0])
        assert each.low is not None
        assert each.high is not None
        unit[each.iri] = (right - left) / (scale.share(each.high) - scale.share(each.low))
        assert (left < middle) == (each.low < 1)
        assert left == pytest.approx(middle + unit[each.iri] * (scale.share(each.low) - scale.share(1)), abs=0.05)
    assert max(unit.values()) - min(unit.values()) < 0.5


def test_a_claim_without_numbers_says_so(kg: KnowledgeGraph) -> None:
    picture = kg.draw("forest", "warfarin-inhibits-vkorc1")
    assert "No result on this claim has an effect with an interval." in picture.svg()


def test_studies_without_numbers_are_in_the_picture(kg: KnowledgeGraph) -> None:
    text = kg.draw("forest", CALCIFICATION).svg()
    listed = read_forest(kg.store, CALCIFICATION).without
    assert len(listed) > 10
    assert f"Results without effect and interval ({len(listed)})" in text
    for study in ("Zwakenberg SR 2019", "Kurnatowska I 2015", "Torii S 2016"):
        assert f">{study}</text>" in text


values = st.floats(min_value=0.01, max_value=100, allow_nan=False)


@given(triples=st.lists(st.tuples(values, values, values), min_size=1, max_size=6), log=st.booleans())
def test_axes_hold_all_values_and_the_null(triples: list[tuple[float, float, float]], *, log: bool) -> None:
    rows = tuple(row(middle, low, high) for low, middle, high in map(sorted, triples))
    scale = Scale("s", log, rows)
    for each in rows:
        for value in (each.low, each.effect, each.high):
            assert value is not None
            assert -1e-9 <= scale.share(value) <= 1 + 1e-9
    assert 0 <= scale.share(scale.null) <= 1
    ticks = scale.ticks()
    assert scale.null in ticks
    assert ticks == sorted(set(ticks))
    assert 2 <= len(ticks) <= 9
    assert all(0 <= scale.share(tick) <= 1 for tick in ticks)


def test_two_results_of_a_study_can_be_told_apart(kg: KnowledgeGraph) -> None:
    (scale,) = read_forest(kg.store, "vitamin K decreases fracture risk").scales
    mott = [each for each in scale.rows if each.study == "Mott A 2019"]
    assert len(mott) == 2
    assert mott[1].about == f"{mott[0].about}, sensitivity"


def test_a_p_value_that_the_words_have_is_not_said_again(kg: KnowledgeGraph) -> None:
    """'P=0.7; P=0.7' stood in the plot of vitamin K2 and arterial calcification."""
    texts = [row.text for row in read_forest(kg.store, "vitamin K2 prevents arterial calcification").without]
    assert any("P=0.7" in text for text in texts)
    assert all(text.count("P=0.7") <= 1 for text in texts)


def test_every_plot_counts_its_results_and_is_no_advice(kg: KnowledgeGraph) -> None:
    forest = read_forest(kg.store, CALCIFICATION)
    rows = [*(each for scale in forest.scales for each in scale.rows), *forest.without]
    assert forest.counts.startswith(f"{len(rows)} results of {len({each.study for each in rows})} studies; ")
    assert forest.counts.endswith(f" {sum(each.counted for each in rows)}.")
    text = kg.draw("forest", CALCIFICATION).svg()
    assert forest.counts in text
    assert "This is no medical advice" in text


def test_a_claim_that_nobody_studied_says_so(kg: KnowledgeGraph) -> None:
    studied = {str(iri) for (iri,) in kg.engine.values("SELECT DISTINCT ?c { ?b cg:about ?c }")}
    claim = next(each for each in kg.claims() if each.iri not in studied)
    picture = kg.draw("forest", claim.curie)
    assert picture.empty
    assert "No study in the graph has looked at it; that says nothing of an effect." in picture.svg()
    assert "This is no medical advice" in picture.svg()


def test_the_numbers_of_a_row_have_like_decimals() -> None:
    """0.9 stood beside 0.81: what a paper prints as 0.90 lost its nought on the way through the graph."""
    assert row_numbers(row(0.9, 0.81, 1)) == ("0.90", "0.81", "1.00")
    assert row_numbers(row(-12, -30, 5)) == ("\u221212", "\u221230", "5")


def test_what_results_come_to_together_is_a_row_below_them(kg: KnowledgeGraph) -> None:
    forest = read_forest(kg.store, POOLED)
    (scale,) = [each for each in forest.scales if each.pools]
    (pool,) = scale.pools
    weights = {each.iri: each.weight for each in scale.rows if each.weight is not None}
    assert weights == {study.result: weight for study, weight in zip(pool.studies, pool.weights, strict=True)}
    text = kg.draw("forest", POOLED).svg()
    root = ET.fromstring(text)  # noqa: S314 - our own picture
    (row,) = [each for each in root.iter(f"{SVG}g") if each.get("class") == "pooled"]
    shown = [each.text for each in row.iter(f"{SVG}text")]
    assert shown[:2] == ["Pooled here", f"{pool.people:,}"]
    assert {"OR", "0.81", "(0.51", "to 1.29)", "100.0 %"} <= set(shown)
    assert "changes no verdict. This is no medical advice" in text
    assert "pooled here, fracture risk, odds ratio, assigned: 0.808 (0.508 to 1.29)" in forest.description


def test_without_the_library_the_plot_says_what_it_lacks(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymare", None)
    forest = read_forest(kg.store, POOLED)
    assert not any(scale.pools for scale in forest.scales)
    assert "pip install PyMARE" in forest.missing


def test_points_of_numbers_stand_below_each_other(kg: KnowledgeGraph) -> None:
    for scale in read_forest(kg.store, "vitamin K increases bone mineral density").scales:
        columns = Columns(scale, 12)
        points = []
        for each in scale.rows:
            placed = columns.placed("", row_numbers(each))
            points.append([x + width(text.partition(".")[0], 12) for x, text in placed if "." in text])
        assert all(each == pytest.approx(points[0]) for each in points)


def test_a_funnel_takes_ten(kg: KnowledgeGraph) -> None:
    picture = kg.draw("funnel", "vitamin D decreases falls")
    assert picture.empty
    assert picture.note.startswith("2 results on it can be put together, and a funnel takes 10")
    assert "a funnel takes 10" in picture.svg()
    assert "This is no medical advice" in picture.svg()


def test_a_funnel_has_every_study_at_its_effect_and_error() -> None:
    found = Funnel("BCG prevents tuberculosis", pool_studies(BCG), 13, "https://w3id.org/calcigraph/claim/c")
    root = ET.fromstring(funnel_plot(found, Style()))  # noqa: S314 - our own picture
    dots = [each for each in root.iter(f"{SVG}circle") if each.get("id")]
    assert len(dots) == 13
    across = sorted(BCG, key=lambda study: study.effect)
    down = sorted(BCG, key=lambda study: study.numbers()[1])
    by_title = {each[0].text.partition(":")[0]: each for each in dots if each[0].text}
    for studies, attribute in ((across, "cx"), (down, "cy")):
        places = [float(by_title[study.label].attrib[attribute]) for study in studies]
        assert places == sorted(places)
    assert "This is no medical advice" in "".join(root.itertext())
