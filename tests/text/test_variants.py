"""Spellings of names: what is derived, and that it gives way to what is there."""

from __future__ import annotations

from calcigraph.namespaces import CG
from calcigraph.text.variants import Sense, in_questions, spellings

LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"


def spelled(*names: tuple[str, str], kind: str = "", label: str = "") -> set[tuple[str, str]]:
    kinds = {iri: frozenset({f"{CG}{kind}"}) for iri, _ in names}
    return {(sense.iri, name) for name, sense in spellings(((*each, label) for each in names), kinds, {})}


def test_plurals_and_singulars_of_the_head() -> None:
    assert spelled(("a", "risk of fracture")) == {
        ("a", each) for each in ("risk of fracture", "risks of fracture", "risk of fractures")
    }
    assert spelled(("a", "Vitamin K1")) == {("a", "Vitamin K1"), ("a", "Vitamins K1")}
    assert spelled(("a", "MK-7")) == {("a", "MK-7")}
    assert spelled(("a", "harms")) == {("a", "harms")}


def test_what_is_derived_gives_way_to_the_name_of_another() -> None:
    assert ("a", "protein S") not in spelled(("a", "protein"), ("b", "protein S"))
    both = spelled(("a", "calcium"), ("b", "calcium supplements"), kind="Nutrient")
    assert ("a", "calcium intake") in both
    assert ("a", "calcium supplements") not in both
    assert ("b", "calcium supplement") in both
    assert set(in_questions([("a", "fracture"), ("b", "fractures")])) == {("fracture", "a"), ("fractures", "b")}


def test_people_are_called_by_other_words() -> None:
    found = {name for _, name in spelled(("a", "people taking warfarin"))}
    assert {"people who take warfarin", "patients on warfarin", "those taking warfarin"} <= found


def test_case_matters_for_acronyms_that_are_words_and_for_short_ones() -> None:
    names = [("a", "RANK"), ("a", "OC"), ("a", "F10"), ("a", "MGP"), ("a", "Brie"), ("b", "K2"), ("b", "vitamin K2")]
    exact = {name: sense.exact for name, sense in spellings(((*each, "") for each in names), {}, {})}
    assert {name for name in ("RANK", "OC", "F10", "MGP", "Brie", "K2") if exact[name]} == {"RANK", "OC", "F10"}


def test_qualified_labels_and_class_words() -> None:
    senses = dict(spellings([("a", "liver (as food)", LABEL)], {}, {}))
    assert senses["liver"] == Sense("a", qualified=True)
    protein = dict(spellings([("a", "protein", "")], {"a": frozenset()}, {"protein": "the class"}))
    assert protein == {"protein": Sense("a", kind="the class")}
    food = dict(spellings([("a", "food", "")], {"a": frozenset({"the class"})}, {"food": "the class"}))
    assert food["food"] == Sense("a")


def test_articles_belong_to_no_name() -> None:
    assert ("a", "the calcium paradox") not in spelled(("a", "calcium paradox"), ("a", "the calcium paradox"))
