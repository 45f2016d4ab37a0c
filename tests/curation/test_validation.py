"""Validation: every shape with the fixture that breaks it, the report in each format, and bad input."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
import rdflib.compare
from calcigraph.curation import validation
from calcigraph.curation.report import Report
from calcigraph.errors import BadFile
from calcigraph.namespaces import ASSERTED, EXTERNAL, PREFIXES, expand, shorten
from calcigraph.store import derivation
from calcigraph.store.memory import MemoryEngine, load_ontology_and_data

from tests.validations import CONTRADICTION, JOINED, SHARED_LABEL, TWO_FAULTS, VALID

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calcigraph import KnowledgeGraph
    from calcigraph.curation.report import Violation

FIXTURES = Path(__file__).parents[1] / "fixtures"
SHAPES = FIXTURES / "shapes"
TURTLE = FIXTURES / "turtle"
NAMES = sorted(shorten(iri) for iri in validation.shape_names())
SH = rdflib.Namespace(PREFIXES["sh"])


@cache
def parts() -> tuple[derivation.Sources, list[str]]:
    """Read the ontology and the rules once."""
    ontology, _, rules = derivation.sources()
    return ontology, [text.decode() for _, text in rules]


def joined_to_excerpt(contents: Iterable[bytes]) -> MemoryEngine:
    """Join Turtle to the excerpt of the graph, with what follows by rule."""
    ontology, rules = parts()
    engine = MemoryEngine()
    load_ontology_and_data(engine, ontology, [("_base.ttl", (SHAPES / "_base.ttl").read_bytes())])
    for content in contents:
        engine.load(content, ASSERTED)
    engine.derive(rules)
    return engine


def small(*extra: Path) -> MemoryEngine:
    """Join fixtures to the excerpt of the graph, with what follows by rule."""
    return joined_to_excerpt(path.read_bytes() for path in extra)


def checked(*extra: Path) -> Report:
    """Validate fixtures joined to the excerpt."""
    engine = small(*extra)
    return validation.report(validation.check(engine), [(path.name, path.read_bytes()) for path in extra], engine)


#: Left out where all fixtures are validated together: a limit that is not set breaks every amount for the same group, and a
#: node without a name does not tell of which file it is.
ALONE = ("AmountNoneSetShape", "BlankNodeShape")


def under_own_names(path: Path) -> bytes:
    """Read a fixture, what it makes up named after its shape, so that no two fixtures speak of the same thing."""
    return re.sub(r"(?i)\b(fixture)", rf"\1-{path.stem.casefold()}", path.read_text(encoding="utf-8")).encode()


@cache
def together() -> Report:
    """Validate all the other fixtures in one run, joined to the excerpt; the file of each violation tells them apart."""
    paths = [path for path in sorted(SHAPES.glob("[!_]*.ttl")) if path.stem not in ALONE]
    added = [(path.name, under_own_names(path)) for path in paths]
    engine = joined_to_excerpt(content for _, content in added)
    return validation.report(validation.check(engine), added, engine)


def broken(report: Report) -> set[str]:
    """Name the shapes that a report speaks of."""
    return {shorten(violation.shape) for violation in report.violations}


@pytest.fixture(scope="module")
def joined(kg: KnowledgeGraph) -> Report:
    """Join a file that conforms and four that do not to the bundled graph."""
    return kg.validate(JOINED)


@pytest.fixture(scope="module")
def two_faults(joined: Report) -> Report:
    """Keep what is found of the file with two faults."""
    return Report(violations_of(joined, TWO_FAULTS), joined.shapes)


def violations_of(report: Report, path: Path) -> tuple[Violation, ...]:
    return tuple(violation for violation in report.violations if violation.file == str(path))


def test_bundled_graph_conforms(kg: KnowledgeGraph) -> None:
    report = kg.validate()
    assert report.lines() == []
    assert report.conforms
    assert report.shapes == len(NAMES)


def test_excerpt_of_the_fixtures_conforms() -> None:
    assert checked().lines() == []


def test_every_shape_has_a_fixture_and_every_fixture_a_shape() -> None:
    fixtures = {f"cg:{path.stem}" for path in SHAPES.glob("*.ttl") if not path.stem.startswith("_")}
    assert fixtures == set(NAMES)


@pytest.mark.data
@pytest.mark.parametrize("name", NAMES)
def test_fixture_breaks_its_shape_and_only_it(name: str) -> None:
    path = SHAPES / f"{name.removeprefix('cg:')}.ttl"
    report = Report(violations_of(together(), Path(path.name)), len(NAMES))
    if broken(report) != {name}:  # another fixture may be why: this one makes the same claim as another
        report = checked(path)
    assert broken(report) == {name}
    assert not report.conforms
    for violation in report.violations:
        assert violation.severity == str(SH.Violation)
        assert violation.message.endswith(".")
        assert "{" not in violation.message
    assert any(violation.focus.startswith("_:") or violation.file for violation in report.violations)


def test_only_what_shares_a_name_with_a_fixture_is_broken_beside_the_fixtures() -> None:
    names = {path.name for path in SHAPES.glob("*.ttl")}
    others = {
        (violation.name, shorten(violation.shape)) for violation in together().violations if violation.file not in names
    }
    assert others == {
        ("id:natto (natto)", "cg:LabelSharedShape"),
        ("id:vitamin-d (vitamin D)", "cg:MappingSharedShape"),
        ("source:apalset2011 (Apalset 2011)", "cg:SourceSharedShape"),
    }


def test_every_shape_says_how_to_mend() -> None:
    graph = validation.shapes()
    for name in NAMES:
        shape = rdflib.URIRef(expand(name) or "")
        messages = list(graph.objects(shape, SH.message))
        assert [message.language for message in messages if isinstance(message, rdflib.Literal)] == ["en"], name
        assert sum(str(messages[0]).count(mark) for mark in ".;:,") >= 2, f"{name} says what is wrong, not how to mend"
        assert (shape, SH.severity, SH.Violation) in graph, name


def test_only_shapes_with_a_message_have_targets() -> None:
    graph = validation.shapes()
    targets = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
    targeted = {str(shape) for target in targets for shape in graph.subjects(target)}
    assert targeted == set(validation.shape_names())


@pytest.mark.parametrize("name", ["MappingNamespaceQuery", "MappingSyntaxQuery"])
def test_mapping_shapes_know_the_namespaces_of_the_package(name: str) -> None:
    query = str(validation.shapes().value(rdflib.URIRef(PREFIXES["cg"] + name), SH.select))
    assert [iri for iri in EXTERNAL.values() if f'"{iri}"' not in query] == []


@pytest.mark.data
def test_same_report_as_pyshacl_on_the_default_store() -> None:
    names = ("AmountIu", "LabelShared", "ClaimLocation", "ResultPValue", "StatementBoth", "MappingShared", "Note")
    engine = small(*(SHAPES / f"{name}Shape.ttl" for name in names))
    plain = rdflib.Graph()
    plain.parse(
        data=ox.serialize([quad.triple for quad in engine.quads()], format=ox.RdfFormat.N_TRIPLES) or b"", format="nt"
    )
    ours = validation.report(validation.check(engine), [], engine)
    theirs = validation.report(validation.run_shapes(plain), [], engine)
    assert ours == theirs
    assert len(ours.violations) >= len(names)


def test_valid_file_joined_to_the_graph_conforms(joined: Report) -> None:
    """Beside the four that do not: whatever is found is of them, or of the one shipped food whose name they share."""
    faulty = {str(path) for path in JOINED} - {str(VALID)}
    assert {violation.file for violation in joined.violations} == {*faulty, "graph/instances/entities/foods.ttl"}
    assert "fixture-meal" not in joined.json()


def test_joining_a_file_leaves_the_graph_as_it_was(kg: KnowledgeGraph, joined: Report) -> None:
    assert not joined.conforms
    assert not kg.engine.ask("ASK { VALUES ?fixture { id:fixture-food id:fixture-meal } ?fixture ?p ?o }")


def test_lines_name_file_line_node_and_shape(two_faults: Report) -> None:
    file = TWO_FAULTS
    first, second = two_faults.lines()
    assert first == (
        f"{file}:5: id:fixture-food (fixture food): An entity needs exactly one skos:definition with a language tag. "
        "Say in one sentence and in your own words what it is. [cg:EntityDefinitionShape]"
    )
    assert second == (
        f"{file}:8: amount:fixture: International units exist for vitamin D and its forms only, not for id:mk-7. "
        "Give the amount by mass, in ug or mg. [cg:AmountIuShape]"
    )


def test_bundled_nodes_are_found_in_their_files(joined: Report) -> None:
    places = {violation.name: violation.file for violation in joined.violations}
    assert places["id:natto (natto)"] == "graph/instances/entities/foods.ttl"
    assert places["id:fixture-process (fixture process)"] == str(SHARED_LABEL)


def test_what_follows_from_a_joined_file_is_derived(joined: Report) -> None:
    found = violations_of(joined, CONTRADICTION)
    assert {violation.name for violation in found} == {"claim:fixture", "claim:fixture-not"}
    assert {shorten(violation.shape) for violation in found} == {"cg:ClaimContradictionShape"}


def test_node_that_no_file_describes_has_no_place() -> None:
    engine = small(SHAPES / "VerdictRankShape.ttl")
    (line,) = validation.report(validation.check(engine), [], engine).lines()
    assert line.startswith("verdict:fixture: ")


def test_nameless_node_is_numbered() -> None:
    (violation,) = checked(SHAPES / "BlankNodeShape.ttl").violations
    assert violation.focus == violation.name == "_:b1"


def test_turtle_is_a_shacl_report_with_the_same_results(two_faults: Report) -> None:
    graph = rdflib.Graph().parse(data=two_faults.turtle(), format="turtle")
    (report,) = graph.subjects(rdflib.RDF.type, SH.ValidationReport)
    assert graph.value(report, SH.conforms) == rdflib.Literal(False)
    results = list(graph.objects(report, SH.result))
    assert len(results) == len(two_faults.violations) == 2
    for result in results:
        for part in (SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent, SH.resultSeverity, SH.resultMessage):
            assert (result, part, None) in graph
    assert {shorten(str(shape)) for shape in graph.objects(None, SH.sourceShape)} == broken(two_faults)


# rdflib reads JSON-LD by way of a class that it has deprecated itself.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_turtle_and_json_are_the_same_graph() -> None:
    report = checked(
        *(
            SHAPES / f"{name}Shape.ttl"
            for name in ("EntityPartOf", "ResultMeasure", "ResultDose", "SourceYear", "BlankNode")
        )
    )
    turtle = rdflib.Graph().parse(data=report.turtle(), format="turtle")
    linked = rdflib.Graph().parse(data=report.json(), format="json-ld")
    assert len(report.violations) == 7
    assert set(map(shorten, map(str, turtle.objects(None, SH.sourceShape)))) == broken(report)
    assert rdflib.compare.isomorphic(turtle, linked)


def test_json_names_file_and_line(two_faults: Report) -> None:
    found = json.loads(two_faults.json())
    assert found["conforms"] is False
    assert [(row["focusNode"].rsplit("/", 1)[1], row["line"]) for row in found["result"]] == [
        ("fixture-food", 5),
        ("fixture", 8),
    ]
    assert {row["file"] for row in found["result"]} == {str(TWO_FAULTS)}


def test_report_of_a_conforming_graph_is_empty_in_each_format() -> None:
    report = checked()
    graph = rdflib.Graph().parse(data=report.turtle(), format="turtle")
    assert list(graph.objects(None, SH.conforms)) == [rdflib.Literal(True)]
    assert list(graph.objects(None, SH.result)) == []
    assert json.loads(report.json())["result"] == []


def test_report_is_the_same_each_time() -> None:
    paths = [SHAPES / f"{name}Shape.ttl" for name in ("BlankNode", "LabelShared", "AmountOrder")]
    first, second = checked(*paths), checked(*paths)
    assert first.turtle() == second.turtle()
    assert first.json() == second.json()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("malformed.ttl", "is no Turtle: line 5, column 22: A dot is expected at the end of statements"),
        ("undeclared-prefix.ttl", "is no Turtle: line 3, column 1: The prefix id: has not been declared"),
    ],
)
def test_malformed_turtle_is_named_with_line_and_column(kg: KnowledgeGraph, name: str, said: str) -> None:
    with pytest.raises(BadFile) as caught:
        kg.validate([TURTLE / name])
    assert str(caught.value) == f"'{TURTLE / name}' {said}"


def test_bytes_that_are_no_text_are_no_turtle(kg: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "picture.ttl"
    path.write_bytes(b"\x89PNG\r\n\xff\xfe")
    with pytest.raises(BadFile, match=r"picture\.ttl' is no Turtle: line 1, column \d+: ") as caught:
        kg.validate([path])
    assert "\n" not in str(caught.value)


def test_missing_file_offers_the_nearest(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadFile) as caught:
        kg.validate([TURTLE / "two-fault.ttl"])
    assert str(caught.value) == (
        f"no file is called '{TURTLE / 'two-fault.ttl'}'; expected a Turtle file; nearest: '{TURTLE / 'two-faults.ttl'}'"
    )


def test_missing_file_in_a_missing_folder(kg: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match=r"no file is called '.*nowhere/a\.ttl'; expected a Turtle file$"):
        kg.validate([tmp_path / "nowhere" / "a.ttl"])


def test_folder_is_no_file(kg: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(BadFile) as caught:
        kg.validate([TURTLE])
    assert str(caught.value).startswith(f"'{TURTLE}' is a folder; expected a Turtle file; nearest: ")
    with pytest.raises(BadFile, match=r"is a folder; expected a Turtle file$"):
        kg.validate([tmp_path])


def test_file_below_a_file_cannot_be_read(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadFile, match="cannot be read: Not a directory; expected a Turtle file"):
        kg.validate([VALID / "a.ttl"])


def test_subjects_are_found_by_full_iri_and_not_by_unknown_prefix(tmp_path: Path) -> None:
    path = tmp_path / "notes.ttl"
    path.write_text(
        "# a comment may look like a subject\nlike:this one\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://w3id.org/calcigraph/id/natto> skos:note "A note without a language." .\n',
        encoding="utf-8",
    )
    content = path.read_bytes().replace(b"like:this one\n", b"\n")
    engine = small()
    engine.load(content, ASSERTED)
    (violation,) = validation.report(validation.check(engine), [("notes.ttl", path.read_bytes())], engine).violations
    assert (violation.file, violation.line) == ("notes.ttl", 4)


def test_shape_that_cannot_be_run_is_no_clean_report(monkeypatch: pytest.MonkeyPatch) -> None:
    faulty = rdflib.Graph().parse(
        data="""
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        <x:shape> a sh:NodeShape ; sh:targetNode <x:a> ; sh:sparql <x:query> .
        <x:query> sh:select "SELECT $this WHERE { $this ?p ?o MINUS { ?s ?p 1 } }" .
        """,
        format="turtle",
    )
    monkeypatch.setattr(validation, "shapes", lambda: faulty)
    with pytest.raises(RuntimeError, match="must not contain a MINUS"):
        validation.run_shapes(rdflib.Graph())
