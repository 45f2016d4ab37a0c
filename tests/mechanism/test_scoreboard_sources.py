"""The outside tables of the scoreboard are well formed, agree with themselves and map to entities of the graph."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from itertools import pairwise
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from calcigraph.namespaces import expand, shorten

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph

PLACE = Path(__file__).parent / "scoreboard"
DRAWN = {
    **dict.fromkeys(("Arrow", "mim-catalysis", "mim-conversion", "mim-modification", "mim-stimulation"), "+1"),
    "mim-inhibition": "-1",
    "mim-binding": "",
    "line": "",
}
RAISES = {
    "causes",
    "contributes to",
    "has metabolite",
    "increases abundance of",
    "increases activity of",
    "increases secretion of",
    "positively correlated with",
    "positively regulates",
    "produces",
}
LOWERS = {
    "decreases abundance of",
    "decreases activity of",
    "decreases secretion of",
    "disrupts",
    "negatively correlated with",
    "negatively regulates",
    "prevents",
    "treats",
}
UNSIGNED = {
    "affects risk for",
    "capable of",
    "correlated with",
    "has output",
    "in complex with",
    "interacts with",
    "located in",
    "manifestation of",
    "molecularly interacts with",
    "participates in",
    "regulates",
    "similar to",
    "superclass of",
}
XREFS = {
    "ChEBI": r"(CHEBI|chebi):\d+",
    "Ensembl": r"ENSG\d{11}",
    "Entrez Gene": r"\d+",
    "Enzyme Nomenclature": r"\d+\.\d+\.\d+\.\d+",
    "HMDB": r"HMDB\d{5}(\d{2})?",
    "Rhea": r"\d{5}",
    "Uniprot-TrEMBL": r"[A-Z]\d[A-Z\d]{3}\d",
    "WikiPathways": r"WP\d+",
    "Wikidata": r"Q\d+",
}
NODES = {
    "CHEBI": r"\d+",
    "CL": r"\d{7}",
    "DB": r"DB\d{5}",
    "GO": r"\d{7}",
    "HP": r"\d{7}",
    "MESH": r"[CD]\d{6,9}",
    "UBERON": r"\d{7}",
    "UniProt": r"[A-Z]\d[A-Z\d]{3}\d",
}
TURNED = ("id:bone-density-loss", "id:bone-mineral-density")

Row = dict[str, str]


def table(name: str) -> list[Row]:
    with (PLACE / name).open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE, restkey="too many", restval="short"))
    for row in rows:
        assert "too many" not in row
        assert "short" not in row.values()
        assert all(value == value.strip() for value in row.values()), row
    return rows


@pytest.fixture(scope="module")
def drawn() -> list[Row]:
    return table("wikipathways.tsv")


@pytest.fixture(scope="module")
def steps() -> list[Row]:
    return table("drugmechdb.tsv")


@pytest.fixture(scope="module")
def paths(steps: list[Row]) -> dict[str, dict[int, Row]]:
    found: dict[str, dict[int, Row]] = defaultdict(dict)
    for row in steps:
        found[row["path_id"]][int(row["step"])] = row
    return found


@pytest.fixture(scope="module")
def pairs() -> list[Row]:
    return table("drugmechdb_pairs.tsv")


@pytest.fixture(scope="module")
def network(kg: KnowledgeGraph) -> set[str]:
    return {shorten(iri) for iri in kg.to_networkx()}


def test_the_pathways_are_whole(drawn: list[Row]) -> None:
    interactions = {(row["pathway"], row["revision"], row["interaction"]) for row in drawn}
    assert Counter(name[:2] for name in interactions) == {("WP1531", "r142298"): 23, ("WP5186", "r127081"): 37}
    assert Counter(row["pathway"] for row in drawn) == {"WP1531": 27, "WP5186": 44}
    ends = [(row["interaction"], row["source_node"], row["target_node"]) for row in drawn]
    assert len(set(ends)) == len(ends)


def test_identifiers_of_the_pathways(drawn: list[Row]) -> None:
    nodes = defaultdict(set)
    for row in drawn:
        assert re.fullmatch(r"id[0-9a-f]{6,8}|[0-9a-f]{5}", row["interaction"])
        for side in ("source", "target"):
            assert re.fullmatch(r"[0-9a-f]{5}", row[f"{side}_node"])
            assert row[f"{side}_label"]
            if row[f"{side}_xref"]:
                database, _, name = row[f"{side}_xref"].partition("|")
                assert re.fullmatch(XREFS[database], name), row
            fields = (row[f"{side}_label"], row[f"{side}_xref"], row[f"{side}_factor"])
            nodes[row["pathway"], row[f"{side}_node"]].add(fields)
    assert {len(fields) for fields in nodes.values()} == {1}, "a node is the same wherever it stands"


def test_signs_of_the_pathways(drawn: list[Row]) -> None:
    assert [row for row in drawn if row["sign"] != DRAWN[row["type"]]] == []
    assert Counter(row["sign"] for row in drawn) == {"+1": 47, "-1": 4, "": 20}


def test_what_the_pathways_say(drawn: list[Row]) -> None:
    said = {(row["source_factor"], row["sign"], row["target_factor"]) for row in drawn if row["sign"]}
    assert {
        ("id:calcitriol", "+1", "id:cyp24a1"),
        ("id:cyp27b1", "+1", "id:calcitriol"),
        ("id:ggcx", "+1", "id:vitamin-k-epoxide"),
        ("id:pth", "+1", "id:cyp27b1"),
        ("id:protein-gamma-carboxylation", "+1", "id:coagulation-factor-x"),
        ("id:serum-phosphate", "-1", "id:cyp27b1"),
        ("id:vitamin-k1", "+1", "id:mk-4"),
        ("id:warfarin", "-1", "id:vkorc1"),
    } <= said
    (against,) = (row for row in drawn if (row["source_factor"], row["target_factor"]) == ("id:pth", "id:cyp24a1"))
    assert (against["sign"], "not adopted" in against["note"]) == ("+1", True)


def test_every_catalysis_names_its_conversion(drawn: list[Row]) -> None:
    ends = {(row["interaction"], row["target_node"]) for row in drawn}
    for row in drawn:
        if row["type"] == "mim-catalysis":
            named = re.search(r"line (\w+)", row["note"])
            assert named
            assert (named[1], row["target_node"]) in ends


def test_identifiers_of_the_paths(steps: list[Row]) -> None:
    for row in steps:
        assert re.fullmatch(r"DB\d{5}_MESH_D\d{6}_\d", row["path_id"])
        for side in ("source", "target"):
            prefix, _, name = row[f"{side}_id"].partition(":")
            assert re.fullmatch(NODES[prefix], name), row
            assert row[f"{side}_name"]


def test_signs_of_the_paths(steps: list[Row]) -> None:
    for row in steps:
        assert row["predicate"] in RAISES | LOWERS | UNSIGNED
        expected = "+1" if row["predicate"] in RAISES else "-1" if row["predicate"] in LOWERS else ""
        assert row["sign"] == expected, row
    assert Counter(row["sign"] for row in steps) == {"+1": 198, "-1": 78, "": 45}


def test_the_paths_are_whole(steps: list[Row], paths: dict[str, dict[int, Row]]) -> None:
    assert (len(steps), len(paths)) == (321, 55)
    for name, path in paths.items():
        assert list(path) == list(range(1, len(path) + 1)), name
        ((drug, disease),) = {(row["drug"], row["disease"]) for row in path.values()}
        sources = {row["source_name"] for row in path.values()}
        targets = {row["target_name"] for row in path.values()}
        assert (sources - targets, targets - sources) == ({drug}, {disease}), "one begins and one ends"
        factors = defaultdict(set)
        for row in path.values():
            for side in ("source", "target"):
                factors[row[f"{side}_id"], row[f"{side}_name"]].add(row[f"{side}_factor"])
        assert {len(names) for names in factors.values()} == {1}


def test_factors_are_entities(drawn: list[Row], steps: list[Row], pairs: list[Row], kg: KnowledgeGraph) -> None:
    named = {row[side] for row in (*drawn, *steps) for side in ("source_factor", "target_factor")}
    named |= {row[side] for row in pairs for side in ("intervention", "observable")}
    for curie in sorted(named - {""}):
        assert re.fullmatch(r"id:[a-z\d-]+", curie)
        assert kg.entities.iri(curie) == expand(curie)


def test_pairs_follow_from_their_steps(pairs: list[Row], paths: dict[str, dict[int, Row]], network: set[str]) -> None:
    assert len(pairs) == 55
    for row in pairs:
        path = paths[row["path_id"]]
        before = [path[int(number)] for number in row["steps_before"].split()]
        chain = [path[int(number)] for number in row["steps"].split()]
        assert {row["intervention"], row["observable"]} <= network
        assert chain[0]["source_factor"] == row["intervention"]
        last = chain[-1]["target_factor"]
        turned = (last, row["observable"]) == TURNED
        assert turned or last == row["observable"]
        assert all(one["target_name"] == two["source_name"] for one, two in pairwise(chain))
        level = prod(int(step["sign"]) for step in before)
        assert row["level"] == ("high" if level > 0 else "low")
        sign = level * prod(int(step["sign"]) for step in chain) * (-1 if turned else 1)
        assert row["expected"] == ("increase" if sign > 0 else "decrease"), row
        assert (row["entry"] == "drug") == (not before)
        assert (before or chain)[0]["source_name"] == row["drug"] == path[1]["drug"]
        if before:
            assert before[-1]["target_factor"] == row["intervention"]
        assert (row["reach"] == "end") == (chain[-1]["target_name"] == path[1]["disease"])
        assert set(row["also"].split()) <= set(paths) - {row["path_id"]}


def test_no_two_standing_pairs_contradict(pairs: list[Row]) -> None:
    standing = [row for row in pairs if row["standing"] == "stands"]
    keys = [(row["intervention"], row["level"], row["observable"]) for row in standing]
    assert len(set(keys)) == len(keys)
    against = [row for row in pairs if row["standing"] == "contradicted"]
    assert (len(standing), len(against)) == (50, 5)
    assert all(row["note"] for row in against), "it says what contradicts it"


def test_what_the_pairs_say(pairs: list[Row]) -> None:
    said = {(row["intervention"], row["level"], row["observable"], row["expected"]) for row in pairs}
    assert {
        ("id:calcitriol", "high", "id:hypocalcaemia", "decrease"),
        ("id:denosumab", "high", "id:bone-resorption", "decrease"),
        ("id:vitamin-d3", "high", "id:pth", "decrease"),
        ("id:vitamin-k1", "high", "id:carboxylated-osteocalcin", "increase"),
        ("id:vkorc1", "low", "id:vitamin-k-hydroquinone", "decrease"),
        ("id:warfarin", "high", "id:clotting-and-thrombosis", "decrease"),
    } <= said


def test_the_sources_name_every_path_and_revision(drawn: list[Row], paths: dict[str, dict[int, Row]]) -> None:
    text = (PLACE / "SOURCES.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `[0-9a-f]{40}` \| (.+) \|$", text, flags=re.MULTILINE)
    assert sorted(name for row in rows for name in row.split()) == sorted(paths)
    for row in drawn:
        assert f"{row['pathway']}_{row['revision']}" in text
