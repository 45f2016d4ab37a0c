"""Pictures as a reader gets them: what is on them, readable, accessible, the same every time."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest
from calcigraph.diagrams.model import Edge, Model, Node
from calcigraph.diagrams.style import Style
from calcigraph.errors import BadArgument, UnknownName
from calcigraph.pictures import svg as drawing
from calcigraph.pictures.draw import PICTURES

from tests.conftest import ROOT, other_hashes
from tests.opened import opened

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph
    from calcigraph.pictures import Picture

SVG = "{http://www.w3.org/2000/svg}"
A3 = (420 / 25.4 * 72, 297 / 25.4 * 72)
CLAIM = "vitamin K2 prevents arterial calcification"
NAMES = {
    "story": (),
    "mechanism": (),
    "neighbourhood": ("vitamin K2",),
    "pathways": ("vitamin K2", "arterial calcification"),
    "what-if": ({"vitamin D": "high", "warfarin": "high"},),
    "claim": (CLAIM,),
    "compare": (),
    "forest": (CLAIM,),
    "funnel": (CLAIM,),
}
Box = tuple[float, float, float, float]


@pytest.fixture(scope="module")
def pictures(kg: KnowledgeGraph) -> dict[str, Picture]:
    return {name: kg.draw(name, *NAMES[name]) for name in PICTURES}


def parse(picture: Picture) -> ET.Element:
    return ET.fromstring(picture.svg())  # noqa: S314 - our own picture


def groups(root: ET.Element, kind: str) -> list[ET.Element]:
    return [each for each in root.iter(f"{SVG}g") if kind in each.get("class", "").split()]


def test_every_picture_is_drawn(pictures: dict[str, Picture]) -> None:
    assert list(pictures) == [
        "story",
        "mechanism",
        "neighbourhood",
        "pathways",
        "what-if",
        "claim",
        "compare",
        "forest",
        "funnel",
    ]
    for name, picture in pictures.items():
        assert parse(picture).tag == f"{SVG}svg", name


def test_mechanism_has_every_factor_and_step(kg: KnowledgeGraph, pictures: dict[str, Picture]) -> None:
    root = parse(pictures["mechanism"])
    network = kg.to_networkx()
    assert {each.get("data-iri") for each in groups(root, "node")} == set(network)
    assert {each.get("data-iri") for each in groups(root, "edge")} == {key for *_, key in network.edges(keys=True)}
    labels = {" ".join("".join(text.itertext()) for text in each.iter(f"{SVG}text")) for each in groups(root, "node")}
    assert {"vitamin K2", "serum calcium", "24,25- dihydroxyvitamin D"} <= labels


def test_mechanism_prints_on_a3_at_12_points(pictures: dict[str, Picture]) -> None:
    root = parse(pictures["mechanism"])
    size = [float(root.attrib[name].removesuffix("pt")) for name in ("width", "height")]
    assert root.attrib["viewBox"] == f"0 0 {size[0]:.2f} {size[1]:.2f}"
    assert size[0] <= A3[0]
    assert size[1] <= A3[1]


def test_no_text_is_smaller_than_12_points(pictures: dict[str, Picture]) -> None:
    for picture in pictures.values():
        root = parse(picture)
        assert root.attrib["width"].endswith("pt")
        sizes = [float(root.attrib["font-size"])]
        sizes += [
            float(each.attrib["font-size"]) for each in root.iter() if each is not root and "font-size" in each.attrib
        ]
        assert min(sizes) >= 12
        assert not any("scale(" in each.get("transform", "").replace("scale(1 1)", "") for each in root.iter())


def box_of(group: ET.Element) -> Box:
    frame = group.find(f"{SVG}g")
    assert frame is not None
    x, y = (float(value) for value in re.findall(r"-?[\d.]+", frame.attrib["transform"]))
    shape = frame[0]
    if shape.tag == f"{SVG}rect":
        return x, y + float(shape.attrib["y"]), x + float(shape.attrib["width"]), y - float(shape.attrib["y"])
    across = [float(value) for value in re.findall(r"[MHL](-?[\d.]+)", shape.attrib["d"])]
    down = [abs(float(value)) for value in re.findall(r"(?:V|,)(-?[\d.]+)", shape.attrib["d"])]
    return x + min(across), y - max(down), x + max(across), y + max(down)


def apart(one: Box, two: Box) -> bool:
    return one[2] <= two[0] or two[2] <= one[0] or one[3] <= two[1] or two[3] <= one[1]


@pytest.mark.parametrize("name", ["mechanism", "what-if", "claim", "pathways"])
def test_boxes_do_not_overlap(name: str, pictures: dict[str, Picture]) -> None:
    boxes = [(each.get("data-label"), box_of(each)) for each in groups(parse(pictures[name]), "node")]
    overlaps = [(one, two) for place, (one, a) in enumerate(boxes) for two, b in boxes[place + 1 :] if not apart(a, b)]
    assert overlaps == []


def test_lines_of_the_map_go_around_boxes(pictures: dict[str, Picture]) -> None:
    root = parse(pictures["mechanism"])
    boxes = {each.get("data-curie"): box_of(each) for each in groups(root, "node")}
    through = []
    for edge in groups(root, "edge"):
        path = edge.find(f"{SVG}path")
        assert path is not None
        points = [drawing._on_path(path.attrib["d"], share / 60) for share in range(1, 60)]
        for name, (left, top, right, bottom) in boxes.items():
            if name in (edge.get("data-source"), edge.get("data-target")):
                continue
            if any(left + 3 < x < right - 3 and top + 3 < y < bottom - 3 for x, y in points):
                through.append((edge.get("data-curie"), name))
    assert through == []


def test_text_fits_its_box(pictures: dict[str, Picture]) -> None:
    from calcigraph.diagrams.lettering import width

    for name in ("mechanism", "claim"):
        for each in groups(parse(pictures[name]), "node"):
            left, top, right, bottom = box_of(each)
            lines = list(each.iter(f"{SVG}text"))
            bold = any(line.get("font-weight") == "bold" for line in lines)
            assert max(width(line.text or "", 12, bold=bold) for line in lines) <= right - left
            assert top < min(float(line.attrib["y"]) - 9 for line in lines)
            assert max(float(line.attrib["y"]) for line in lines) < bottom


def test_svg_is_accessible(pictures: dict[str, Picture]) -> None:
    for picture in pictures.values():
        root = parse(picture)
        assert root.attrib["role"] == "img"
        title, description = root.attrib["aria-labelledby"].split()
        found = {each.get("id"): each for each in root.iter() if each.get("id")}
        assert found[title].tag == f"{SVG}title"
        assert found[title].text == picture.title
        assert found[description].tag == f"{SVG}desc"
        assert len(found[description].text or "") > 20
        ids = [each.attrib["id"] for each in root.iter() if each.get("id")]
        assert len(ids) == len(set(ids))
        for each in (*groups(root, "node"), *groups(root, "edge"), *groups(root, "result")):
            words = each.find(f"{SVG}title")
            assert words is not None
            assert words.text
            assert each.get("data-iri", "").startswith("https://w3id.org/calcigraph/")


def test_every_picture_has_a_legend(pictures: dict[str, Picture]) -> None:
    words = {
        name: [text.text for text in groups(parse(picture), "legend")[0].iter(f"{SVG}text")]
        for name, picture in pictures.items()
    }
    assert {"The wider a stream, the surer the step. Width does not say how much"} <= set(words["story"])
    assert {"raises", "lowers", "contested", "very low", "limiting input", "protein"} <= set(words["mechanism"])
    assert {"rises", "falls", "undetermined", "no route", "set high"} <= set(words["what-if"])
    assert {"supports", "saw no effect", "an article says so"} <= set(words["claim"])
    assert {"supports", "saw no effect", "no effect"} <= set(words["forest"])
    assert {"rises", "undetermined"} <= set(words["compare"])


def test_sign_certainty_and_contest_are_drawn(kg: KnowledgeGraph, pictures: dict[str, Picture]) -> None:
    root = parse(pictures["mechanism"])
    style = Style()
    marks = {each.get("data-edge") for each in groups(root, "mark")}
    claims = {claim.iri: claim for claim in kg.claims(directness="direct")}
    for edge in groups(root, "edge"):
        claim = claims[edge.attrib["data-iri"]]
        path = edge.find(f"{SVG}path")
        assert path is not None
        name = "positive" if claim.sign == 1 else "negative"
        assert path.attrib["stroke"].casefold() == style.colour(name).casefold()
        assert path.get("stroke-dasharray", "") == style.certainty(claim.certainty)["dash"]
        assert float(path.get("stroke-width", "1")) == style.certainty(claim.certainty)["width"]
        heads = [part for part in edge if part.tag in (f"{SVG}polygon", f"{SVG}polyline")]
        assert heads
        assert (claim.iri in marks) == (claim.status == "contested")
    assert sum(claim.status == "contested" for claim in claims.values() if claim.iri in marks) == len(marks) > 0


def test_what_if_shows_undetermined_as_such(kg: KnowledgeGraph, pictures: dict[str, Picture]) -> None:
    answers = kg.what_if({"vitamin D": "high", "warfarin": "high"}).answers
    shown = {each.get("data-iri"): each for each in groups(parse(pictures["what-if"]), "node")}
    signs = {"increase": "↑", "decrease": "↓", "undetermined": "?"}
    unsure = [iri for iri, answer in answers.items() if answer == "undetermined"]
    assert unsure
    for iri, answer in answers.items():
        first = next(shown[iri].iter(f"{SVG}text")).text or ""
        if shown[iri].get("data-response") in ("high", "low"):
            assert first.startswith("▲")
        elif answer in signs:
            assert first.startswith(signs[answer])
        else:
            assert first[0].isalnum()
    assert all("stroke-dasharray" in ET.tostring(shown[iri], encoding="unicode") for iri in unsure)


def test_compare_keeps_every_box_at_its_place(pictures: dict[str, Picture]) -> None:
    panels = groups(parse(pictures["compare"]), "panel")
    assert len(panels) == 4
    places = [{each.get("data-iri"): box_of(each) for each in groups(panel, "node")} for panel in panels]
    assert all(place == places[0] for place in places)
    answers = [tuple(each.get("data-response") for each in groups(panel, "node")) for panel in panels]
    assert len(set(answers)) == 4


def test_regions_hold_what_happens_in_them(kg: KnowledgeGraph, pictures: dict[str, Picture]) -> None:
    region = {node.label: node.region for node in pictures["mechanism"].models[0].nodes}
    assert region["RANKL"] == "bone-cells"
    assert region["renal calcium reabsorption"] == "kidney"
    assert region["serum calcium"] == "blood"
    assert region["VKORC1"] == "cells"
    assert region["warfarin"] == "cells"  # no step leads to it, so it stands where it acts
    assert set(region.values()) == {each["name"] for each in Style().data["regions"]}
    assert kg.entity("vitamin K2").label in region


SOME = (
    (("mechanism",), "svg"),
    (("claim", "vitamin K2 prevents arterial calcification"), "svg"),
    (("compare",), "svg"),
    (("forest", "vitamin K2 decreases fracture risk"), "png"),
    (("mechanism",), "mmd"),
    (("neighbourhood", "natto"), "dot"),
)


def digests() -> list[str]:
    return [hashlib.sha256(opened().draw(*what).content(form)).hexdigest() for what, form in SOME]


def test_same_bytes_in_every_process() -> None:
    command = [sys.executable, "-c", "from tests.pictures.test_pictures import digests; print(digests())"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=other_hashes())
    assert done.stdout == f"{digests()}\n"


HOSTILE = 'a"b\\n<script>alert(1)</script> & &alpha; \\N ]]> --> %s'


def test_labels_are_never_markup() -> None:
    nodes = (Node("https://w3id.org/calcigraph/id/a", HOSTILE), Node("https://w3id.org/calcigraph/id/b", "b"))
    edge = Edge("https://w3id.org/calcigraph/claim/c", nodes[0].iri, nodes[1].iri, HOSTILE, "binds", None, "contested")
    model = Model(HOSTILE, HOSTILE, nodes, (edge,), note=HOSTILE, groups={HOSTILE: (nodes[0].iri,)})
    root = ET.fromstring(drawing.picture(model, Style()))  # noqa: S314 - our own picture
    assert not [each for each in root.iter() if each.tag.endswith("script")]
    node = next(each for each in groups(root, "node") if each.get("data-label") == HOSTILE)
    shown = " ".join(text.text or "" for text in node.iter(f"{SVG}text"))
    assert shown.split() == HOSTILE.split()
    assert groups(root, "edge")[0].get("data-label") == HOSTILE


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("mechanisms",), "no picture is called 'mechanisms'; known: story, mechanism, "),
        (("neighbourhood",), "missing a required argument: 'name'"),
        (("mechanism", "K2"), "too many positional arguments"),
        ((12,), "cannot draw int"),
    ],
)
def test_wrong_use_is_named(arguments: tuple[object, ...], words: str, kg: KnowledgeGraph) -> None:
    with pytest.raises(BadArgument, match=re.escape(words)):
        kg.draw(*arguments)


def test_unknown_names_are_named(kg: KnowledgeGraph) -> None:
    with pytest.raises(UnknownName, match="ostecalcin"):
        kg.draw("neighbourhood", "ostecalcin")
    with pytest.raises(BadArgument, match="theme is 'light' or 'dark', not 'blue'"):
        kg.draw("mechanism", theme="blue")


def test_answers_can_be_drawn(kg: KnowledgeGraph) -> None:
    assert kg.draw(kg.pathways("warfarin", "carboxylated MGP")).kind == "pathways"
    assert kg.draw(kg.what_if({"warfarin": "high"})).kind == "what-if"
    assert kg.draw(kg.compare({"a": {"warfarin": "high"}, "b": {"warfarin": "low"}})).kind == "compare"
    from calcigraph.mechanism import slices

    assert "natto" in kg.draw(slices.neighbourhood(kg.store, "natto", 1)).svg()


def test_no_path_is_said_in_the_picture(kg: KnowledgeGraph) -> None:
    picture = kg.draw("pathways", "bleeding tendency", "vitamin D")
    assert "No path from bleeding tendency to vitamin D" in picture.svg()
    labels = {each.get("data-label") for each in groups(parse(picture), "node")}
    assert labels == {"bleeding tendency", "vitamin D"}


@pytest.mark.parametrize(
    "claim",
    [
        "vitamin K2 prevents arterial calcification",  # 12 statements, 17 results
        "vitamin D decreases fracture risk",  # 47 results
        "animal products supply vitamin K2",  # 25 results that count
        "vitamin K2 contributes to cardiovascular health",
    ],
)
def test_a_claim_fits_on_a_page(kg: KnowledgeGraph, claim: str) -> None:
    """On A3 its text, drawn at 12 points, has 8 or more; what shares a box is counted, and no result is left out."""
    picture = kg.draw("claim", claim)
    size = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', str(picture.svg()))
    assert size
    assert float(size[1]) <= A3[0] * 12 / 8
    assert float(size[2]) <= A3[1] * 12 / 8
    (model,) = picture.models
    labels = {node.iri: node.label for node in model.nodes}
    boxes = [
        labels[iri]
        for group in ("Results that count", "Results that do not count")
        for iri in model.groups.get(group, ())
    ]
    counted = [re.match(r"(\d+) results of ", label) for label in boxes]
    results = kg.evidence(claim)["results"]
    assert sum(int(each[1]) if each else 1 for each in counted) == len(results)
    assert all(row["source"] in "".join(f"{node.label} {node.detail}" for node in model.nodes) for row in results)
