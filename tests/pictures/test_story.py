"""The story of the calcium: every word on a claim is the graph's of today, and everybody can read it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest
from calcigraph import KnowledgeGraph
from calcigraph.diagrams.lettering import width
from calcigraph.diagrams.style import THEMES, Style, read_style
from calcigraph.errors import UnknownName
from calcigraph.knowledge.claims import claim_iri, read_claims
from calcigraph.knowledge.evidence import NO_ADVICE
from calcigraph.knowledge.statuses import statuses
from calcigraph.namespaces import PREFIXES, expand
from calcigraph.pictures.story import read_story, script

from tests.diagrams.test_style import contrast
from tests.pictures.pages import evidence_of

if TYPE_CHECKING:
    from calcigraph.pictures import Picture

SVG = "{http://www.w3.org/2000/svg}"
BONE = "claim:vitamin-k2-increases-bone-mineral-density"
STREAM = "claim:intestinal-calcium-absorption-increases-bone-mineralization"
GATE = "claim:carboxylated-osteocalcin-increases-bone-calcium"
CAUTION = "claim:vitamin-k2-caution-for-vitamin-k-antagonist-users"
A4 = (595, 842)
Box = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def story(kg: KnowledgeGraph) -> Picture:
    return kg.draw("story")


def parse(picture: Picture) -> ET.Element:
    return ET.fromstring(picture.svg())  # noqa: S314 - our own picture


def groups(root: ET.Element, kind: str) -> list[ET.Element]:
    return [each for each in root.iter(f"{SVG}g") if each.get("class") == kind]


def words(group: ET.Element) -> list[str]:
    return [text.text or "" for text in group.iter(f"{SVG}text")]


def drawn_with(claim: str, status: str, certainty: str) -> ET.Element:
    """The picture of a graph that has another verdict on a claim."""
    graph = KnowledgeGraph.open()
    iri = claim_iri(graph.store, claim)
    engine: Any = graph.engine
    engine.store.update(
        f"""DELETE {{ GRAPH ?g {{ <{iri}> ?p ?was }} }} INSERT {{ GRAPH ?g {{ <{iri}> ?p ?now }} }}
            WHERE {{ VALUES (?p ?now) {{ (cg:status cg:{status}) (cg:certainty cg:{certainty}Certainty) }}
                     GRAPH ?g {{ <{iri}> ?p ?was }} }}""",
        prefixes=PREFIXES,
    )
    return parse(graph.draw("story"))


def boxes(root: ET.Element) -> list[tuple[str, Box]]:
    """Every line of text with its box, by the measures of the font."""
    found = []
    for text in root.iter(f"{SVG}text"):
        size = float(text.attrib["font-size"])
        long = width(text.text or "", size, bold=text.get("font-weight") == "bold")
        left = float(text.attrib["x"]) - (long / 2 if text.get("text-anchor") == "middle" else 0)
        base = float(text.attrib["y"])
        found.append((text.text or "", (left, base - 0.72 * size, left + long, base + 0.2 * size)))
    return found


def test_every_verdict_drawn_is_that_of_the_graph(kg: KnowledgeGraph, story: Picture) -> None:
    claims = {claim.iri: claim for claim in read_claims(kg.store, "")}
    root = parse(story)
    for group in (*groups(root, "question"), *groups(root, "line"), *groups(root, "stream"), *groups(root, "caution")):
        claim = claims[group.attrib["data-iri"]]
        assert group.attrib["data-status"] == claim.status
        assert group.attrib["data-certainty"] == (claim.certainty or "none")
        title = group.find(f"{SVG}title")
        assert title is not None
        assert (title.text or "").endswith(f"{claim.label[1:]}: {claim.verdict}")
    for group in (*groups(root, "question"), *groups(root, "line")):
        assert claims[group.attrib["data-iri"]].status in words(group)
    for group in groups(root, "question"):
        level = claims[group.attrib["data-iri"]].certainty
        assert (f"{level} certainty" in words(group)) == (level is not None)


def test_it_has_five_places_five_questions_and_few_elements(story: Picture) -> None:
    root = parse(story)
    places = [each.attrib["data-place"] for each in groups(root, "place")]
    assert places == ["id:intestine", "id:blood", "id:bone", "id:artery-wall", "id:kidney"]
    counts = {kind: len(groups(root, kind)) for kind in ("place", "stream", "gate", "question")}
    assert counts == {"place": 5, "stream": 5, "gate": 3, "question": 5}
    assert 12 <= sum(counts.values()) <= 20


def test_no_verdict_stands_in_the_data(kg: KnowledgeGraph) -> None:
    known = {word for label in statuses(kg.store) for word in (label, label.replace(" ", "-"))}
    plain = {key: value for key, value in script().items() if key != "icons"}
    text = re.sub(r"claim:[\w-]+", "", json.dumps(plain)).casefold()
    assert [word for word in known if re.search(rf"\b{word}\b", text)] == []


def test_places_and_gates_have_names_that_the_graph_knows(kg: KnowledgeGraph) -> None:
    for stop in script()["stops"]:
        assert kg.entity(stop["name"]).iri == expand(stop["place"])
        assert stop["reason"].endswith(".")
        assert stop["icon"] in script()["icons"]
        if gate := stop.get("gate"):
            assert kg.entity(gate["name"]).iri == expand(gate["protein"])
            assert gate["reason"].endswith(".")


def test_another_verdict_is_another_picture(kg: KnowledgeGraph, story: Picture) -> None:
    before = next(each for each in groups(parse(story), "question") if each.get("data-curie") == BONE)
    assert "refuted" not in words(before)
    after = next(
        each for each in groups(drawn_with(BONE, "refuted", "high"), "question") if each.get("data-curie") == BONE
    )
    assert words(after)[-2:] == ["refuted", "high certainty"]
    fills = [rect.attrib["fill"] for each in (before, after) for rect in each.iter(f"{SVG}rect")]
    now = next(claim for claim in kg.claims() if claim.curie == BONE)
    drawn = statuses(kg.store)[now.status].drawn
    assert fills == [Style().pick(read_style()["story"]["verdicts"][name]) for name in (drawn, "denied")]


def test_a_word_that_is_new_is_explained(kg: KnowledgeGraph) -> None:
    legend = " ".join(words(groups(drawn_with(BONE, "refuted", "high"), "legend")[0]))
    assert f"refuted: {statuses(kg.store)['refuted'].meaning}" in legend
    now = " ".join(words(groups(parse(kg.draw("story")), "legend")[0]))
    shown = {said.status.label for stop in read_story(kg.store).stops for said in (stop.question,)}
    assert all(f"{label}: {statuses(kg.store)[label].meaning}" in now for label in shown)


@pytest.mark.parametrize("level", ["high", "moderate", "low", "veryLow"])
def test_a_stream_is_as_wide_as_its_step_is_sure(level: str) -> None:
    stream = next(
        each for each in groups(drawn_with(STREAM, "supported", level), "stream") if each.get("data-curie") == STREAM
    )
    path = stream.find(f"{SVG}path")
    assert path is not None
    assert float(path.attrib["stroke-width"]) == read_style()["story"]["streams"][level.replace("veryLow", "very low")]


def test_widths_rise_with_certainty(kg: KnowledgeGraph) -> None:
    from calcigraph.knowledge.statuses import certainties

    widths = [read_style()["story"]["streams"][name] for name in (*certainties(kg.store), "none")]
    assert widths == sorted(widths, reverse=True)
    assert len(set(widths)) == len(widths)


def test_a_gate_is_whole_only_where_its_effect_is_sure(kg: KnowledgeGraph, story: Picture) -> None:
    gates = [stop.gate for stop in read_story(kg.store).stops if stop.gate]
    for gate, group in zip(gates, groups(parse(story), "gate"), strict=True):
        (rect,) = group.iter(f"{SVG}rect")
        assert words(group) == [gate.name]
        assert ("stroke-dasharray" in rect.attrib) == (not statuses(kg.store)[gate.effect.claim.status].sure)
    sure = drawn_with(GATE, "established", "high")
    assert [each.attrib["data-sure"] for each in groups(sure, "gate")][1] == "true"


def test_the_caution_goes_when_the_graph_no_longer_stands_by_it(story: Picture) -> None:
    assert groups(parse(story), "caution")
    assert story.note == f"{script()['caution']['words']} {NO_ADVICE}"
    assert groups(drawn_with(CAUTION, "refuted", "high"), "caution") == []


def test_it_says_that_it_is_no_advice(story: Picture) -> None:
    assert " ".join(words(groups(parse(story), "note")[0])).endswith(NO_ADVICE)


@pytest.mark.parametrize("theme", THEMES)
def test_no_text_overlaps_and_none_leaves_the_page(kg: KnowledgeGraph, theme: str) -> None:
    root = parse(kg.draw("story", theme=theme))
    found = boxes(root)
    assert len(found) > 30
    inner = read_style()["story"]["width"] - 2 * read_style()["page"]["margin"]
    assert [text for text, box in found if box[0] < -0.5 or box[2] > inner + 0.5] == []
    overlaps = [
        (one, two)
        for place, (one, a) in enumerate(found)
        for two, b in found[place + 1 :]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]
    assert overlaps == []


def test_gates_icons_and_words_do_not_overlap(story: Picture) -> None:
    root = parse(story)
    solid: list[Box] = []
    for gate in groups(root, "gate"):
        (rect,) = gate.iter(f"{SVG}rect")
        x, y, wide, high = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
        solid.append((x, y, x + wide, y + high))
    for place in groups(root, "place"):
        (circle,) = place.findall(f"{SVG}circle")
        x, y, r = (float(circle.attrib[name]) for name in ("cx", "cy", "r"))
        solid.append((x - r, y - r, x + r, y + r))
    for number, a in enumerate(solid):
        for b in solid[number + 1 :]:
            assert not (a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]), (a, b)
    inside = {text for each in groups(root, "gate") for text in words(each)}
    for text, box in boxes(root):
        if text not in inside:
            assert not [a for a in solid if a[0] < box[2] and box[0] < a[2] and a[1] < box[3] and box[1] < a[3]], text


def test_every_line_keeps_its_measure_in_any_font(story: Picture) -> None:
    """On a machine without Arimo or Arial the verdicts stood on the words before them."""
    for text in parse(story).iter(f"{SVG}text"):
        measured = width(text.text or "", float(text.attrib["font-size"]), bold=text.get("font-weight") == "bold")
        assert float(text.attrib["textLength"]) == pytest.approx(measured, abs=0.06)


def test_a_phone_shows_it_at_its_size_and_it_prints_on_one_page(story: Picture) -> None:
    wide, high = (float(parse(story).attrib[name].removesuffix("pt")) for name in ("width", "height"))
    assert wide <= 400  # points; a phone has about as many pixels across
    shrunk = min(1, A4[0] / wide, A4[1] / high)
    assert 12 * shrunk >= 9


@pytest.mark.parametrize("theme", THEMES)
def test_colours_can_be_read_and_seen(theme: str) -> None:
    style, look = Style(theme), read_style()["story"]
    ground = style.colour("ground")
    for name, pair in (*look["verdicts"].items(), *look["gates"].items()):
        assert contrast(ground, style.pick(pair)) >= 4.5, name
    assert contrast(ground, style.pick(look["stream"])) >= 3
    for name, paint in (*look["places"].items(), ("vessel", look["vessel"])):
        assert contrast(style.pick(paint["fill"]), style.pick(paint["line"])) >= 3, name
        assert contrast(ground, style.pick(paint["line"])) >= 3, name
    assert contrast(style.pick(look["vessel"]["fill"]), style.pick(look["stream"])) >= 3


def test_every_look_that_the_ontology_asks_for_is_there(kg: KnowledgeGraph) -> None:
    assert {status.drawn for status in statuses(kg.store).values()} <= set(read_style()["story"]["verdicts"])


def test_the_page_opens_the_evidence_on_every_claim(story: Picture, kg: KnowledgeGraph) -> None:
    text = story.html()
    data = json.loads(re.findall(r'<script type="application/json" id="data">(.*?)</script>', text)[0])
    evidence = evidence_of(text)
    told = {said.claim.curie for said in read_story(kg.store).told()}
    ids = set(re.findall(r'data-id="([^"]+)"', text))
    assert ids <= told == {each["id"] for each in data["claims"]} == set(evidence)
    assert len(told - ids) == 0
    assert (data["kind"], data["description"]) == ("story", script()["page"])
    assert '<body class="folded kind-story">' in text


def test_a_graph_that_lacks_a_claim_names_it() -> None:
    graph = KnowledgeGraph.open(without=[BONE])
    with pytest.raises(UnknownName, match=BONE):
        graph.draw("story")


def test_it_is_a_graph_too(story: Picture) -> None:
    assert story.dot().count("->") == len(read_claims_of(story))
    assert story.mermaid().startswith('---\ntitle: "Where does the calcium go?"\n')


def read_claims_of(story: Picture) -> tuple[str, ...]:
    assert story.story is not None
    return story.story.claims
