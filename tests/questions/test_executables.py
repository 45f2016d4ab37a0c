"""The questions as RDF: SHACL executables that read back, hold every question, run, and can be queried in the graph."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from calcigraph import KnowledgeGraph
from calcigraph.namespaces import PREFIXES, QUESTIONS
from calcigraph.questions.executables import COLLECTION, QUESTION, load, to_turtle, wording
from rdflib import RDF, RDFS, SH, SKOS, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.plugins.sparql import prepareQuery

from tests.conftest import other_hashes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Finished

    Run = Callable[..., Finished]

SCHEMA = rdflib.Namespace("https://schema.org/")
SPEX = rdflib.Namespace("https://purl.expasy.org/sparql-examples/ontology#")
#: What SIB asks of an example, and what we ask of a parameter, in our own words.
SHAPES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX schema: <https://schema.org/>
PREFIX ex: <https://shapes.example/>
ex:Executable a sh:NodeShape ; sh:targetClass sh:SPARQLExecutable ; sh:nodeKind sh:IRI ; sh:class sh:SPARQLSelectExecutable ;
  sh:property [ sh:path sh:select ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ] ,
    [ sh:path rdfs:comment ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype rdf:langString ; sh:uniqueLang true ] ,
    [ sh:path schema:target ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path schema:keyword ; sh:maxCount 0 ] ,
    [ sh:path schema:keywords ; sh:minCount 3 ; sh:datatype xsd:string ] ,
    [ sh:path ( sh:prefixes sh:declare ) ; sh:minCount 1 ; sh:node ex:Prefix ] ,
    [ sh:path sh:parameter ; sh:class sh:Parameter ; sh:node ex:Parameter ] .
ex:Prefix a sh:NodeShape ;
  sh:property [ sh:path sh:prefix ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:string ] ,
    [ sh:path sh:namespace ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:anyURI ] .
ex:Parameter a sh:NodeShape ;
  sh:property [ sh:path sh:path ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path sh:defaultValue ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path [ sh:alternativePath ( sh:class sh:datatype ) ] ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .
"""


@pytest.fixture(scope="module")
def text(kg: KnowledgeGraph) -> str:
    return kg.questions.turtle()


@pytest.fixture(scope="module")
def questions(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format="turtle")


def test_two_parsers_read_the_same_and_nothing_is_lost(text: str, questions: rdflib.Graph) -> None:
    quads = ox.parse(text, format=ox.RdfFormat.TURTLE)
    lines = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    assert isomorphic(rdflib.Graph().parse(data=lines, format="nt"), questions)
    again = questions.serialize(format="turtle")
    assert isomorphic(rdflib.Graph().parse(data=again, format="turtle"), questions)
    assert not any(isinstance(term, rdflib.BNode) for triple in questions for term in triple), "everything can be cited"


def test_it_conforms_to_the_form(questions: rdflib.Graph) -> None:
    conforms, _, report = pyshacl.validate(questions, shacl_graph=rdflib.Graph().parse(data=SHAPES, format="turtle"))
    assert conforms, report


def test_the_shapes_see_a_fault(questions: rdflib.Graph) -> None:
    broken = rdflib.Graph() + questions
    broken.remove((URIRef(QUESTION + "forms-of"), SCHEMA.target, None))
    assert not pyshacl.validate(broken, shacl_graph=rdflib.Graph().parse(data=SHAPES, format="turtle"))[0]


def test_every_question_is_there_with_its_words(kg: KnowledgeGraph, questions: rdflib.Graph) -> None:
    nodes = set(questions.subjects(RDF.type, SH.SPARQLExecutable))
    assert nodes == {URIRef(QUESTION + name) for name in kg.questions}
    for name, question in kg.questions.items():
        node = URIRef(QUESTION + name)
        assert questions.value(node, RDFS.label) == Literal(question.title, lang="en")
        assert questions.value(node, RDFS.comment) == Literal(wording(kg.store, question), lang="en")
        assert {str(each) for each in questions.objects(node, SCHEMA.keywords)} >= set(question.tags)
        parameters = list(questions.objects(node, SH.parameter))
        assert {str(questions.value(each, SH.name)) for each in parameters} == {
            each.name for each in question.parameters
        }
        assert {str(questions.value(each, SH.path)).rpartition("/")[2] for each in parameters} == {
            each.name for each in question.parameters
        }
        assert "{" not in str(questions.value(node, RDFS.comment))
        assert str(questions.value(node, SKOS.scopeNote)).startswith("Empty: ")


def test_every_query_runs_without_its_file_and_gives_the_answer(kg: KnowledgeGraph, questions: rdflib.Graph) -> None:
    for name in kg.questions:
        query = str(questions.value(URIRef(QUESTION + name), SH.select))
        assert "#+" not in query
        if "needs-network" in kg.questions[name].tags:
            prepareQuery(query)
            continue
        found = kg.engine.store.query(query, use_default_graph_as_union=True)
        assert [tuple(row) for row in found] == kg.ask(name).terms, name  # type: ignore[union-attr]


def test_prefixes_are_declared_and_endpoints_named(questions: rdflib.Graph) -> None:
    declared = {
        str(questions.value(each, SH.prefix)): str(questions.value(each, SH.namespace))
        for each in questions.objects(URIRef(COLLECTION), SH.declare)
    }
    assert {"cg", "id", "skos"} <= declared.keys()
    assert declared.items() <= PREFIXES.items()
    called = {
        str(question).removeprefix(QUESTION): str(it) for question, it in questions.subject_objects(SPEX.federatesWith)
    }
    assert called == {
        "uniprot-diseases-of-proteins": "https://sparql.uniprot.org/sparql",
        "wikidata-chebi-agreement": "https://query.wikidata.org/sparql",
    }


def test_it_is_the_same_in_every_process(text: str) -> None:
    code = "from calcigraph import KnowledgeGraph as K; print(K.open().questions.turtle(), end='')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=other_hashes())
    assert done.stdout.decode() == text


def test_some_questions_for_an_endpoint_of_ones_own(kg: KnowledgeGraph) -> None:
    found = rdflib.Graph().parse(data=kg.questions.turtle("foods", target="https://sparql.example/"), format="turtle")
    assert set(found.objects(None, SCHEMA.target)) == {URIRef("https://sparql.example/")}
    assert set(found.subjects(RDF.type, SH.SPARQLExecutable)) == {
        URIRef(QUESTION + each.id) for each in kg.questions("foods")
    }
    assert to_turtle(kg.store, []).count("SPARQLExecutable") == 0


# In the graph -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def loaded() -> KnowledgeGraph:
    graph = KnowledgeGraph.open()
    assert load(graph.store, list(graph.questions.values())) == len(graph.questions)
    return graph


def test_questions_can_be_queried(loaded: KnowledgeGraph) -> None:
    query = """PREFIX schema: <https://schema.org/>
        SELECT ?id { ?question a sh:SPARQLExecutable ; schema:keywords "foods" ; dcterms:identifier ?id } ORDER BY ?id"""
    names = [row[0] for row in loaded.sparql(query).rows]  # type: ignore[union-attr]
    assert {
        "food-for-a-target-intake",
        "foods-that-supply",
        "foods-with-k2-and-calcium",
        "what-a-food-supplies",
    } <= set(names)
    about = "SELECT ?id { ?q sh:parameter/sh:class cg:Population ; dcterms:identifier ?id }"
    assert loaded.sparql(about).rows == [("above-upper-limit",), ("what-is-known-for-a-population",)]  # type: ignore[union-attr]


def test_loading_twice_changes_nothing(loaded: KnowledgeGraph) -> None:
    before = len(loaded.engine.store)
    load(loaded.store, list(loaded.questions.values()))
    assert len(loaded.engine.store) == before
    assert len(list(loaded.engine.store.quads_for_pattern(None, None, None, ox.NamedNode(QUESTIONS)))) > 1000


def test_no_answer_changes_when_questions_are_loaded(kg: KnowledgeGraph, loaded: KnowledgeGraph) -> None:
    for name in kg.questions:
        if "needs-network" not in kg.questions[name].tags:
            assert loaded.ask(name).csv() == kg.ask(name).csv(), name
    assert loaded.info() | {"triples": 0} == kg.info() | {"triples": 0}


def test_the_graph_conforms_with_questions_in_it(loaded: KnowledgeGraph) -> None:
    assert loaded.validate().conforms


def test_nothing_is_loaded_until_it_is_asked_for() -> None:
    code = (
        "import sys; from calcigraph import KnowledgeGraph as K; K.open().ask('foods-that-supply');"
        "names = ('executables', 'notebook', 'safety', 'parameters', 'asking');"
        "print([name for name in names if f'calcigraph.{name}' in sys.modules], 'rdflib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[] False\n"


# The command --------------------------------------------------------------------------------------------------------


def test_the_command_writes_turtle(run: Run, text: str, tmp_path: Path) -> None:
    assert run("questions", "--format", "turtle").out == text
    file = tmp_path / "questions.ttl"
    done = run("questions", "--format", "turtle", "--output", str(file))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Wrote 70 questions to ")
    assert file.read_text(encoding="utf-8") == text


def test_a_file_is_replaced_only_with_force(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "questions.ttl"
    file.write_text("mine", encoding="utf-8")
    done = run("questions", "foods", "--format", "turtle", "-o", str(file))
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("is there already; name another, or replace it with --force\n")
    assert file.read_text(encoding="utf-8") == "mine"
    assert run("questions", "foods", "--format", "turtle", "-o", str(file), "--force").code == 0
    assert "question:foods-that-supply" in file.read_text(encoding="utf-8")
    assert [each.name for each in tmp_path.iterdir()] == ["questions.ttl"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (
            ("foods", "-o", "x.ttl"),
            2,
            "calcigraph: --output takes questions as Turtle; ask for --format turtle, not table\n",
        ),
        (("--format", "turtle", "-o", "/nowhere/x.ttl"), 2, "calcigraph: '/nowhere/x.ttl' cannot be written: "),
        (("zzzz", "--format", "turtle"), 1, "No question has the words: zzzz."),
    ],
    ids=str,
)
def test_wrong_use_is_one_line(run: Run, arguments: tuple[str, ...], code: int, message: str) -> None:
    done = run("questions", *arguments)
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(message)
    assert done.err.count("\n") == 1
