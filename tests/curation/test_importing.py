"""Import: what was exported comes back unchanged, what does not conform is refused, and every mistake is named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest
from calcigraph.curation.importing import Row, _triples, read_claims, turtle_of_claims
from calcigraph.errors import BadFile, UsageError
from calcigraph.exports.writing import export
from calcigraph.mechanism import slices
from calcigraph.namespaces import ASSERTED, CLAIM
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from calcigraph import KnowledgeGraph
    from calcigraph.curation.report import Report

    from tests.conftest import Finished

HEAD = "claim,subject,predicate,object,directness"
FILES = {"claims-csv": ".csv", "kgx-tsv": ".tar.gz", "kgx-jsonl": ".tar.gz"}


def asserted(kg: KnowledgeGraph, claims: tuple[str, ...]) -> set[ox.Triple]:
    graph = ox.NamedNode(ASSERTED)
    return {
        quad.triple
        for iri in claims
        for quad in kg.engine.store.quads_for_pattern(ox.NamedNode(iri), None, None, graph)
    }


@pytest.mark.parametrize("form", FILES)
def test_the_whole_graph_comes_back_unchanged(kg: KnowledgeGraph, tmp_path: Path, form: str) -> None:
    place = tmp_path / f"a{FILES[form]}"
    kg.export(form, file=place)
    rows = read_claims(place)
    assert {triple for row in rows for triple in _triples(kg.store, row)} == asserted(kg, slices.whole(kg.store).claims)


@pytest.mark.parametrize("form", FILES)
@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_part_comes_back_unchanged(kg: KnowledgeGraph, tmp_path: Path, form: str, data: st.DataObject) -> None:
    every = kg.store.once(slices.whole).claims
    claims = tuple(data.draw(st.sets(st.sampled_from(every), min_size=1, max_size=8)))
    place = tmp_path / f"a{FILES[form]}"
    export(kg.store, form, slices.of_claims(kg.store, claims, "some"), place, force=True)
    rows = read_claims(place)
    assert {triple for row in rows for triple in _triples(kg.store, row)} == asserted(kg, claims)


def test_the_turtle_is_the_claims(kg: KnowledgeGraph, tmp_path: Path) -> None:
    part = slices.neighbourhood(kg.store, "PTH", 1)
    place = tmp_path / "a.csv"
    kg.export("claims-csv", part, place)
    content, report = turtle_of_claims(kg.store, read_claims(place), place)
    assert report.conforms
    assert {quad.triple for quad in ox.parse(content, format=ox.RdfFormat.TURTLE)} == asserted(kg, part.claims)


class Three(NamedTuple):
    """A table of three claims, in a file: line 2 new, line 3 to be refused, line 4 edited; and what reading it gives."""

    place: Path
    content: bytes
    report: Report


@pytest.fixture(scope="module")
def three(kg: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Three:
    """Import the three claims, whose outcomes are told apart by line."""
    part = slices.of_claims(kg.store, [f"{CLAIM}warfarin-inhibits-vkorc1"], "one")
    header, claim = export(kg.store, "claims-csv", part).decode().splitlines()
    commas = "," * (header.count(",") - HEAD.count(","))
    assert header.startswith("claim,subject,predicate,object,negated,directness,")
    new = f"claim:k1-and-stiffness,vitamin K1,decreases,arterial stiffness,,indirect{commas[1:]}"
    refused = f"claim:k1-and-nothing,id:vitamin-k1,cg:decreases,id:no-such-thing,,indirect{commas[1:]}"
    edited = claim.replace(",dominant,", ",minor,")
    place = tmp_path_factory.mktemp("three") / "a.csv"
    place.write_text(f"{header}\n{new}\n{refused}\n{edited}\n")
    return Three(place, *turtle_of_claims(kg.store, read_claims(place), place))


def test_a_new_claim_by_the_names_people_use(three: Three) -> None:
    assert 2 not in {each.line for each in three.report.violations}
    claim = three.content.partition(b"claim:k1-and-stiffness ")[2].partition(b" .\n")[0]
    assert b"cg:subject id:vitamin-k1" in claim
    assert b"cg:predicate cg:decreases" in claim


def test_what_the_shapes_refuse_is_refused_with_its_line(three: Three) -> None:
    assert not three.report.conforms
    assert {(each.file, each.line, each.focus) for each in three.report.violations} == {
        (str(three.place), 3, f"{CLAIM}k1-and-nothing")
    }
    assert any("A claim ends in exactly one entity" in each.message for each in three.report.violations)


def test_an_edited_claim_replaces_the_one_that_is_there(three: Three) -> None:
    assert 4 not in {each.line for each in three.report.violations}
    claim = three.content.partition(b"claim:warfarin-inhibits-vkorc1 ")[2].partition(b" .\n")[0]
    assert b"cg:strength cg:minor" in claim
    assert b"cg:dominant" not in claim


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "claim,subject\n", "line 1: no predicate and no object and no directness; expected a claim table"),
        ("a.csv", f"{HEAD}\n", "holds no claim"),
        ("a.csv", f"{HEAD},negatd\n", "line 1: no column of a claim table is called 'negatd'; nearest: 'negated'"),
        ("a.csv", f"{HEAD},note,note\n", "line 1: the column 'note' is there twice"),
        ("a.csv", f"{HEAD}\na,b,c,d\n", "line 2: 4 cells; expected 5, as in the header"),
        (
            "a.csv",
            f"{HEAD}\nx,,increases,K2,direct\n",
            "line 2: subject is empty; a claim needs claim, subject, predic",
        ),
        ("a.csv", f"{HEAD},negated\nx,K2,increases,K1,direct,no\n", "line 2: negated is true or false, not 'no'"),
        ("a.csv", f'{HEAD}\nx,K2,increases,K1,"direct\n', "line 2: unexpected end of data"),
        ("a.csv", f"{HEAD}\nx,K2,a,K1,direct\nx,K2,a,K1,direct\n", "line 3: 'x' is on line 2 already"),
        ("a.csv", b"\xff\xfe", "is not UTF-8 text"),
        ("a.tsv", "id\tcategory\n", "line 1: no original_subject and no original_predicate"),
        ("a.jsonl", "{\n", "line 1: no JSON"),
        ("a.jsonl", "[]\n", "line 1: expected an object, not list"),
        ("a.tar.gz", b"no archive", "is no archive of KGX"),
        ("a.xlsx", "", "ends as no claim table does; expected .csv, .tsv, .jsonl or .tar.gz"),
    ],
)
def test_a_file_that_is_no_claim_table(tmp_path: Path, name: str, content: str | bytes, message: str) -> None:
    place = tmp_path / name
    place.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadFile) as caught:
        read_claims(place)
    assert message in str(caught.value)
    assert str(place) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"subject": "ostecalcin"}, "no entity is called 'ostecalcin'; nearest: 'osteocalcin'"),
        ({"predicate": "increses"}, "no predicate is called 'increses'; nearest: 'increases'"),
        ({"predicate": "cg:actsinn"}, "nearest: 'cg:actsIn'"),
        ({"claim": "A claim!"}, "'A claim!' is no name of a claim; expected such as"),
        ({"strength": "very strong"}, "strength is one word of a list, not 'very strong'"),
        ({"cites": ["12345"]}, "'12345' is no source; expected a CURIE such as 'source:rost2004'"),
    ],
)
def test_a_value_that_cannot_be(kg: KnowledgeGraph, change: dict[str, str], message: str) -> None:
    values = {"claim": "x", "subject": "K2", "predicate": "increases", "object": "K1", "directness": "direct"} | change
    with pytest.raises(UsageError) as caught:
        turtle_of_claims(kg.store, [Row(7, values)], "a.csv")
    assert str(caught.value).startswith("'a.csv', line 7: ")
    assert message in str(caught.value)


@given(text=st.text(max_size=60), suffix=st.sampled_from([".csv", ".tsv", ".jsonl", ".tar.gz"]))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_breaks_the_reader(tmp_path: Path, text: str, suffix: str) -> None:
    place = tmp_path / f"a{suffix}"
    place.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(BadFile):
        read_claims(place)


def test_the_command_writes_nothing_that_does_not_conform(
    run: Callable[..., Finished], three: Three, tmp_path: Path
) -> None:
    table, turtle = tmp_path / "a.csv", tmp_path / "a.ttl"
    done = run("import", str(three.place), "-o", str(turtle))
    assert (done.code, done.out) == (1, "")
    assert f"{three.place}:3: claim:k1-and-nothing: " in done.err
    assert done.err.splitlines()[-1].startswith("Nothing was written: ")
    assert not turtle.exists()
    table.write_text(run("export", "claims-csv", "--claim", "warfarin-inhibits-vkorc1").out)
    done = run("import", str(table), "-o", str(turtle))
    assert (done.code, done.out, done.err) == (0, f"Wrote 1 claim to {turtle}.\n", "")
    assert run("import", str(table), "-o", str(turtle)).code == 2
    assert run("import", str(table)).out == turtle.read_text()
    done = run("import", str(tmp_path / "none.csv"))
    assert (done.code, done.err) == (
        2,
        f"calcigraph: no file is called '{tmp_path / 'none.csv'}'; expected a table of claims; nearest: '{tmp_path / 'a.csv'}'\n",
    )


def test_json_lines_alone_are_read_too(kg: KnowledgeGraph, tmp_path: Path) -> None:
    kg.export("kgx-jsonl", slices.neighbourhood(kg.store, "warfarin", 1), tmp_path / "k")
    (row,) = read_claims(tmp_path / "k_edges.jsonl")
    assert row.values["claim"] == f"{CLAIM}warfarin-inhibits-vkorc1"
    assert json.loads((tmp_path / "k_edges.jsonl").read_text())["original_predicate"] == "cg:inhibits"
