"""The style: colours that stay apart for colour-blind eyes, and contrast by WCAG 2.2 AA, in both themes."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

import pytest
from calcigraph.diagrams.style import THEMES, Style, read_style

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph

STYLE = read_style()
RGB = tuple[float, float, float]

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
BLINDNESS = {
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: str) -> RGB:
    values = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in values)
    return red, green, blue


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    dark, bright = sorted((luminance(one), luminance(two)))
    return (bright + 0.05) / (dark + 0.05)


def lab(rgb: RGB) -> RGB:
    x = (0.4124564 * rgb[0] + 0.3575761 * rgb[1] + 0.1804375 * rgb[2]) / 0.95047
    y = 0.2126729 * rgb[0] + 0.7151522 * rgb[1] + 0.0721750 * rgb[2]
    z = (0.0193339 * rgb[0] + 0.1191920 * rgb[1] + 0.9503041 * rgb[2]) / 1.08883
    fx, fy, fz = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(colour: str, eyes: str) -> RGB:
    rgb = linear(colour)
    mixed = [
        min(1.0, max(0.0, sum(weight * value for weight, value in zip(row, rgb, strict=True))))
        for row in BLINDNESS[eyes]
    ]
    return lab((mixed[0], mixed[1], mixed[2]))


def distance(one: str, two: str, eyes: str) -> float:
    return math.dist(seen(one, eyes), seen(two, eyes))


def test_contrast_as_wcag_computes_it() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", BLINDNESS)
def test_signs_stay_apart(theme: str, eyes: str) -> None:
    style = Style(theme)
    colours = [style.colour(name) for name in ("positive", "negative", "neutral")]
    assert distance(colours[0], colours[1], eyes) > 40
    assert min(distance(one, two, eyes) for one, two in itertools.combinations(colours, 2)) > 18


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("eyes", BLINDNESS)
def test_answers_stay_apart(theme: str, eyes: str) -> None:
    style = Style(theme)
    rising, falling = (style.pick(STYLE["responses"][name]["fill"]) for name in ("increase", "decrease"))
    assert distance(rising, falling, eyes) > 20
    answers = ("increase", "decrease", "no effect", "no route", "undetermined")
    fills = [style.pick(STYLE["responses"][name]["fill"]) for name in answers]
    assert min(distance(one, two, eyes) for one, two in itertools.combinations(fills, 2)) > 10


def test_nothing_is_said_by_colour_alone() -> None:
    arrows = [sign["arrow"] for sign in STYLE["signs"].values()]
    assert len(set(arrows)) == len(arrows)
    signs = [answer["text"] for answer in STYLE["responses"].values()]
    assert len(set(signs)) == len(signs)
    lines = [(level["width"], level["dash"]) for level in STYLE["certainty"].values()]
    assert len(set(lines)) == len(lines)
    marks = [mark["text"] for mark in STYLE["marks"].values()]
    assert len(set(marks)) == len(marks)
    evidence = [STYLE["evidence"][name]["arrow"] for name in ("supports", "refutes", "null")]
    assert len(set(evidence)) == len(evidence)


def fills(theme: str) -> list[tuple[str, str, str]]:
    """Name, colour of the text, colour of the fill."""
    style = Style(theme)
    text, ground = style.colour("text"), style.colour("ground")
    found = [
        ("ground", text, ground),
        ("region", text, style.colour("region")),
        ("muted", style.colour("muted"), ground),
    ]
    found.append(("muted on a region", style.colour("muted"), style.colour("region")))
    found += [(kind["name"], text, style.pick(kind["fill"])) for kind in STYLE["kinds"]]
    for group in ("responses", "evidence"):
        for name, each in STYLE[group].items():
            found.append((name, ground if each.get("invert") else text, style.pick(each["fill"])))
    return found


@pytest.mark.parametrize(
    ("theme", "name", "text", "fill"), [(theme, *each) for theme in THEMES for each in fills(theme)]
)
def test_text_can_be_read_on_every_fill(theme: str, name: str, text: str, fill: str) -> None:
    assert contrast(text, fill) >= 4.5, (theme, name)


@pytest.mark.parametrize("theme", THEMES)
def test_lines_can_be_seen_on_every_ground(theme: str) -> None:
    style = Style(theme)
    for name in ("positive", "negative", "neutral", "outline", "text"):
        for ground in ("ground", "region"):
            assert contrast(style.colour(name), style.colour(ground)) >= 3, (name, ground)


def known(kg: KnowledgeGraph, query: str) -> set[str]:
    return {str(iri).rpartition("#")[2] for (iri,) in kg.engine.values(query)}


def test_style_names_only_what_the_ontology_has(kg: KnowledgeGraph) -> None:
    classes = known(kg, "SELECT ?c { ?c a owl:Class }")
    assert {name for kind in STYLE["kinds"] for name in kind["classes"]} <= classes
    predicates = known(kg, "SELECT ?p { ?p rdfs:subPropertyOf cg:relatesTo }")
    assert set(STYLE["predicates"]) <= predicates
    tissues = {
        str(iri).rpartition("/")[2]
        for (iri,) in kg.engine.values("SELECT ?t { { ?t a cg:Tissue } UNION { ?t a cg:Cell } }")
    }
    assert {name for region in STYLE["regions"] for name in region["tissues"]} <= tissues
    levels = {str(label) for (label,) in kg.engine.values("SELECT ?l { ?c a cg:Certainty ; rdfs:label ?l }")}
    assert set(STYLE["certainty"]) == levels | {"none"}
    directions = {str(label) for (label,) in kg.engine.values("SELECT ?l { ?d a cg:Direction ; rdfs:label ?l }")}
    assert directions <= set(STYLE["evidence"])
    factors = {str(iri).rpartition("/")[2] for (iri,) in kg.engine.values("SELECT ?f { ?f a cg:Factor }")}
    assert {name for names in STYLE["places"].values() for name in names} <= factors


def test_every_region_has_a_place_on_the_map() -> None:
    names = [region["name"] for region in STYLE["regions"]]
    assert sorted(itertools.chain.from_iterable(STYLE["map"])) == sorted(names)
    assert sorted(STYLE["flow"]) == sorted(names)
    assert set(STYLE["places"]) <= set(names)


@pytest.mark.parametrize(
    ("classes", "kind"),
    [
        ({"Entity", "Factor", "Protein", "ProteinForm", "Biomarker"}, "biomarker"),
        ({"Entity", "Substance", "Nutrient", "Vitamer"}, "nutrient"),
        ({"Entity", "Substance", "Drug"}, "drug"),
        ({"Entity", "Condition", "HealthEffect"}, "health effect or condition"),
        (set(), "other"),
    ],
)
def test_first_kind_that_fits_decides(classes: set[str], kind: str) -> None:
    found: dict[str, Any] = Style().kind(frozenset(classes))
    assert found["name"] == kind
