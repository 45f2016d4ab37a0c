"""Entities in text: measured on the two marked samples, every spelling the issue names, and the invariants."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from calcigraph.errors import BadArgument
from calcigraph.namespaces import CG, ID
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.opened import opened
from tests.text.annotation_cases import FIXTURES, of_articles, own_words, score

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Finished

ENOUGH = 0.95


def named(text: str) -> list[tuple[str, str]]:
    """What is found: words and the end of the IRI."""
    return [(each.text, each.iri.removeprefix(ID)) for each in opened().find_entities(text)]


# -------------------------------------------------------------------- measured


def test_articles_are_marked_with_precision_and_recall_of_at_least_95_percent(articles: Path) -> None:
    sentences = of_articles(opened(), articles)
    assert len(sentences) == 155
    outcome = score(opened(), sentences)
    assert outcome.marked == 408
    assert outcome.precision >= ENOUGH, str(outcome)
    assert outcome.recall >= ENOUGH, str(outcome)


def test_sentences_of_our_own_are_marked_with_precision_and_recall_of_at_least_95_percent() -> None:
    sentences = own_words()
    assert len(sentences) >= 40
    outcome = score(opened(), sentences)
    assert outcome.marked >= 140
    assert outcome.precision >= ENOUGH, str(outcome)
    assert outcome.recall >= ENOUGH, str(outcome)


def test_marks_of_the_articles_name_entities_and_hold_no_words() -> None:
    with (FIXTURES / "articles.tsv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    assert {row["article"] for row in rows} == {"article-1", "article-2", "article-3"}
    for row in rows:
        assert set(row) == {"article", "statement", "start", "end", "entity"}
        assert (not row["start"] and not row["entity"]) or int(row["start"]) < int(row["end"])
        assert not row["entity"] or opened().entity(row["entity"]).curie == row["entity"]


# -------------------------------------------------------------------- spellings


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("25(OH)D3", "calcifediol"),
        ("25(OH)D₃", "calcifediol"),
        ("25OHD", "calcifediol"),
        ("25-OH-D3", "calcifediol"),
        ("25-OH-vitamin D", "calcifediol"),
        ("25-hydroxyvitamin D", "calcifediol"),
        ("1,25-(OH)2D", "calcitriol"),
        ("1,25(OH)₂D₃", "calcitriol"),
        ("1α,25(OH)2D3", "calcitriol"),
        ("K₂", "vitamin-k2"),
        ("k2", "vitamin-k2"),
        ("vitamin\u00a0K2", "vitamin-k2"),
        ("vitamin-K2", "vitamin-k2"),
        ("Vitamin K-2", "vitamin-k2"),
        ("γ-carboxylation", "protein-gamma-carboxylation"),
        ("gamma carboxylation", "protein-gamma-carboxylation"),
        ("γ-carboxyglutamate", "gamma-carboxyglutamate"),
        ("gamma-carboxyglutamic acid", "gamma-carboxyglutamate"),
        ("Gla residues", "gamma-carboxyglutamate"),
        ("matrix γ-carboxyglutamic acid protein", "matrix-gla-protein"),
        ("MATRIX GLA-PROTEIN", "matrix-gla-protein"),
        ("α-klotho", "klotho"),
        ("dp\u2011ucMGP", "dp-ucmgp"),
        ("dp-\nucMGP", "dp-ucmgp"),
        ("cal\u00adcium", "calcium"),
        ("natto\u0304", "natto"),
        ("MK7", "mk-7"),
        ("menaquinone-7", "mk-7"),
        ("soft-tissue calcification", "soft-tissue-calcification"),
        ("aortic valve calcifications", "aortic-valve-calcification"),
        ("calcium levels", "serum-calcium"),
        ("hypercalcemia", "hypercalcaemia"),
        ("dietary calcium intake", "calcium"),
        ("vitamin K2 supplements", "vitamin-k2"),
        ("individuals with low bone density", "people-with-low-bone-density"),
        ("patients with osteoporosis", "osteoporosis-patients"),
        ("VKAs", "vitamin-k-antagonists"),
        ("Ca2+", "calcium-ion"),
        ("Ca²⁺", "calcium-ion"),
        ("calcium(2+)", "calcium-ion"),
        ("chicken (meat)", "chicken"),
    ],
)
def test_spellings(text: str, slug: str) -> None:
    assert named(text) == [(text, slug)]
    assert named(f"so {text}, they said") == [(text, slug)]


@pytest.mark.parametrize(
    "text",
    [
        "boneyard, sunny, heartland, kaleidoscope",
        "MK-70, K23, xK2, 125(OH)D",
        "a fat-soluble substance",
        "pre-osteocalcin and nonosteocalcin",
        "3 mg, 5MG, 2 mi and 4 oc",
        "it ranks high; Rank it; to rank; a trance",
        "RANK YOUR PLATES",
        "ca. 1900",
        "a joint statement, exercise caution",
        "GC-MS was used",
        "this protein, the proteins, a protein",
        "https://example.org/calcium and calcium@example.org",
        "",
        " \n",
    ],
)
def test_what_names_nothing(text: str) -> None:
    assert named(text) == []


def test_case_tells_an_acronym_from_a_word() -> None:
    assert named("RANK ranks above OC, GC and KO") == [
        ("RANK", "rank"),
        ("OC", "osteocalcin"),
        ("GC", "vitamin-d-binding-protein"),
        ("KO", "vitamin-k-epoxide"),
    ]
    assert named("KO mice") == [("mice", "mice")]
    assert named("mgp and Mgp and MGP") == [(each, "matrix-gla-protein") for each in ("mgp", "Mgp", "MGP")]


def test_a_name_ends_with_its_sentence() -> None:
    assert named("in bone. Density") == [("bone", "bone")]
    assert named("the bone\n\nhealth") == [("bone", "bone")]
    assert named("vitamin K's share") == [("vitamin K", "vitamin-k")]
    assert named("calcium²") == [("calcium", "calcium")]


# -------------------------------------------------------------------- enumerations and doubt


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bone and cardiovascular health", ["bone-health", "cardiovascular-health"]),
        ("bone, heart and dental health", ["bone-health", "cardiovascular-health", "dental-health"]),
        ("hip and vertebral fractures", ["hip-fracture", "vertebral-fracture"]),
        ("hard or soft cheeses", ["hard-cheese", "soft-cheese"]),
        ("strong, healthy bones", ["bone-strength", "bone-health"]),
        ("bone density and strength", ["bone-mineral-density", "bone-strength"]),
        ("bone formation, density and strength", ["bone-formation", "bone-mineral-density", "bone-strength"]),
        ("bone density and strength training", ["bone-mineral-density"]),
        ("vitamins A, D and K", ["vitamin-d", "vitamin-k"]),
        ("bone matrix and calcium", ["bone-matrix", "calcium"]),
        ("it binds bone, and matrix Gla-protein does not", ["bone", "matrix-gla-protein"]),
        ("we took calcium, vitamin K2 and natto", ["calcium", "vitamin-k2", "natto"]),
        ("arteries and soft tissues", ["artery", "soft-tissue"]),
    ],
)
def test_enumerations(text: str, expected: list[str]) -> None:
    assert [slug for _, slug in named(text)] == expected


def test_neighbours_in_a_list_tell_the_food_from_the_organ() -> None:
    assert named("kale and liver") == [("kale", "kale"), ("liver", "liver-as-food")]
    assert named("liver, egg yolks") == [("liver", "liver-as-food"), ("egg yolks", "egg-yolk")]
    assert named("liver and kidney") == [("liver", "liver"), ("kidney", "kidney")]
    (alone,) = opened().find_entities("made in the liver")
    assert (alone.label, alone.candidates) == ("liver", (f"{ID}liver", f"{ID}liver-as-food"))


def test_what_the_text_leaves_open_is_flagged_with_every_meaning() -> None:
    (found,) = opened().find_entities("protein synthesis")
    assert found.ambiguous
    assert (found.iri, found.label) == ("", "")
    assert found.candidates == (f"{ID}dietary-protein", f"{CG}Protein")
    assert named("enough protein and calcium") == [("protein", "dietary-protein"), ("calcium", "calcium")]


# -------------------------------------------------------------------- invariants

_WORDS = """vitamin K2 K₂ D3 MK-7 25(OH)D3 γ-carboxylation bone density and or , . bones health liver kale RANK rank the
soft tissue calcification protein vitamins ( ) - Ca2+ people with osteoporosis"""
WORDS = st.sampled_from([*_WORDS.split(), "", "\n"])


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=14).map(" ".join), st.lists(WORDS).map("".join)))
def test_offsets_lead_to_the_words_and_nothing_overlaps(text: str) -> None:
    found = opened().find_entities(text)
    end = 0
    for each in found:
        assert end <= each.start < each.end <= len(text)
        assert text[each.start : each.end] == each.text
        assert each.text == each.text.strip()
        assert each.iri in each.candidates or (each.ambiguous and len(each.candidates) > 1)
        assert not (text[each.start - 1 : each.start].isalnum() and each.start)
        end = each.end
    assert found == opened().find_entities(text)


@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS, max_size=10).map(" ".join), st.lists(WORDS, max_size=10).map(" ".join))
def test_paragraphs_are_read_one_by_one(first: str, second: str) -> None:
    shift = len(first) + 2
    apart = [(each.start, each.end, each.iri) for each in opened().find_entities(first)]
    apart += [(each.start + shift, each.end + shift, each.iri) for each in opened().find_entities(second)]
    assert [(each.start, each.end, each.iri) for each in opened().find_entities(f"{first}\n\n{second}")] == apart


def test_every_label_is_found_as_its_entity() -> None:
    rows = opened().engine.values("SELECT ?e ?l { ?e a cg:Entity ; skos:prefLabel ?l }")
    lost = [label for iri, label in rows if [each.iri for each in opened().find_entities(str(label))] != [iri]]
    assert lost == []


def test_only_text_is_taken() -> None:
    with pytest.raises(BadArgument, match="what find_entities marks is text, not a value of type bytes"):
        opened().find_entities(b"calcium")  # type: ignore[arg-type]


# -------------------------------------------------------------------- the command


def test_command_prints_a_table(run: Callable[..., Finished]) -> None:
    done = run("entities", "K2 guides calcium")
    assert done.code == 0
    assert [line.split()[:4] for line in done.out.splitlines()] == [
        ["start", "end", "text", "entity"],
        ["0", "2", "K2", "id:vitamin-k2"],
        ["10", "17", "calcium", "id:calcium"],
    ]


def test_command_reads_standard_input_and_files(run: Callable[..., Finished], tmp_path: Path) -> None:
    done = run("entities", "-", "--format", "json", stdin="25(OH)D₃ in protein synthesis".encode())
    first, second = json.loads(done.out)
    assert first == {
        "start": 0,
        "end": 8,
        "text": "25(OH)D₃",
        "iri": f"{ID}calcifediol",
        "label": "calcifediol",
        "candidates": [f"{ID}calcifediol"],
    }
    assert (second["iri"], len(second["candidates"])) == ("", 2)
    (tmp_path / "one.txt").write_text("Natto", encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(run("entities", str(tmp_path / "one.txt"), "-f", "csv").out)))
    assert [(row["text"], row["entity"], row["candidates"]) for row in rows] == [("Natto", f"{ID}natto", "")]


def test_command_says_that_nothing_is_named_or_nothing_can_be_read(
    run: Callable[..., Finished], tmp_path: Path
) -> None:
    done = run("entities", "nobody asked")
    assert (done.code, done.out, done.err) == (1, "", "The text names no entity of the graph.\n")
    assert json.loads(run("entities", "nobody asked", "-f", "json").out) == []
    done = run("entities", "nowhere.txt")
    assert (done.code, done.out) == (2, "")
    assert done.err == ("calcigraph: no file is called 'nowhere.txt'; expected the text itself, a text file, or -\n")
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9")
    assert "is not UTF-8 text" in run("entities", str(tmp_path / "latin.txt")).err
    assert run("entities", "-", stdin=b"\xff").code == 2
