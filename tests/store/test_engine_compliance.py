"""What every engine has to do: the same answers as the graph in memory, whatever is asked."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, get_type_hints

import pytest
from calcigraph import KnowledgeGraph
from calcigraph.errors import BadQuery, Unavailable, UnknownName
from calcigraph.namespaces import ASSERTED, CG, DERIVED, ID, ONTOLOGY, PREFIXES
from calcigraph.store import files
from calcigraph.store.engine import CAPABILITIES, Engine
from calcigraph.store.scanning import may_call

from tests.opened import opened

if TYPE_CHECKING:
    from collections.abc import Callable

    Asked = Callable[[Any], Any]

ENGINES = ("on_disk", "on_a_server")
QUESTIONS = sorted(
    name
    for name, content in files.listing("queries", ".rq")
    if not name.startswith("queries/qc/") and not may_call(content.decode())
)
CHECKS = sorted(files.names("queries/qc", ".rq"))
#: What else is asked, each as plain values that can be compared.
OPERATIONS: dict[str, Asked] = {
    "entity": lambda kg: kg.entity("vitamin K2").as_dict(),
    "entity by identifier": lambda kg: kg.entity("CHEBI:16374").iri,
    "names in a text": lambda kg: [str(each) for each in kg.find_entities("Natto holds MK-7, warfarin blocks VKORC1.")],
    "question in words": lambda kg: kg.ask("which foods supply menaquinone-7?").csv(),
    "claims": lambda kg: [str(each) for each in kg.claims("warfarin", "inhibits")],
    "page of an entity": lambda kg: kg.page("MK-7"),
    "evidence": lambda kg: kg.evidence("vitamin K2 prevents arterial calcification"),
    "pool": lambda kg: str(kg.pool("K2", "decreases", "falls").as_dict()),
    "summary": lambda kg: kg.summary("MK-7").as_dict(),
    "pathways": lambda kg: [path.sentence for path in kg.pathways("vitamin K2", "arterial calcification")],
    "no pathway": lambda kg: len(kg.pathways("arterial calcification", "natto")),
    "explain": lambda kg: kg.explain("warfarin inhibits VKORC1").as_dict(),
    "what-if": lambda kg: kg.what_if({"K2": "high"}, samples=200).as_dict(),
    "compare": lambda kg: kg.compare({"one": {"K2": "high"}, "two": {"warfarin": "high"}}, samples=200).as_dict(),
    "picture": lambda kg: kg.draw("neighbourhood", "natto").svg(),
    "forest": lambda kg: kg.draw("forest", "K2", "decreases", "falls").svg(),
    "check": lambda kg: kg.check("Vitamin K2 cures osteoporosis.").as_dict(),
    "export sif": lambda kg: kg.export("sif"),
    "export nquads": lambda kg: kg.export("nquads"),
    "export claims": lambda kg: kg.export("claims-csv"),
    "validate": lambda kg: kg.validate().conforms,
    "info": lambda kg: kg.info(),
    "networkx": lambda kg: sorted(map(str, kg.to_networkx().edges)),
    "query of a user": lambda kg: kg.sparql("SELECT ?l { id:mk-7 skos:prefLabel|skos:altLabel ?l } ORDER BY ?l").rows,
    "truth": lambda kg: (kg.sparql("ASK { id:mk-7 a cg:Vitamer }"), kg.sparql("ASK { id:mk-7 a cg:Food }")),
    "triples": lambda kg: sorted(kg.sparql("CONSTRUCT { ?f cg:of ?v } { ?f cg:kindOf ?v }")),
    "description": lambda kg: sorted(kg.sparql("DESCRIBE id:natto")),
    "one graph": lambda kg: kg.sparql(f"SELECT (COUNT(*) AS ?n) FROM <{DERIVED}> {{ ?s ?p ?o }}").rows,
    "two graphs": lambda kg: (
        kg.sparql(f"SELECT (COUNT(*) AS ?n) FROM <{ONTOLOGY}> FROM <{ASSERTED}> {{ ?s ?p ?o }}").rows
    ),
    "named graphs": lambda kg: (
        kg.sparql("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g").rows
    ),
    "values of all kinds": lambda kg: (
        kg.sparql(
            "SELECT ?a ?b ?c ?d { VALUES (?a ?b ?c ?d) { (1 'γ\\n\"x\\\\'@en <http://a.example/é> UNDEF) (1.50 '' true 2e3) } }"
        ).rows
    ),
    "many rows": lambda kg: len(kg.sparql("SELECT ?s ?l { ?s rdfs:label ?l } ORDER BY ?s ?l LIMIT 1100")),
}


@pytest.fixture(params=ENGINES)
def graph(request: pytest.FixtureRequest) -> KnowledgeGraph:
    """Give the graph in one of the engines."""
    found: KnowledgeGraph = request.getfixturevalue(request.param)
    return found


@cache
def _in_memory(name: str) -> Any:
    return OPERATIONS[name](opened())


@cache
def _rows(path: str) -> tuple[tuple[str, ...], list[Any]]:
    return opened().engine.select(files.read(path).decode())


@pytest.mark.data
@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_gives_what_it_gives_in_memory(graph: KnowledgeGraph, name: str) -> None:
    assert OPERATIONS[name](graph) == _in_memory(name)


@pytest.mark.data
@pytest.mark.parametrize("path", QUESTIONS)
def test_a_question_has_the_same_rows(graph: KnowledgeGraph, path: str) -> None:
    assert graph.engine.select(files.read(path).decode()) == _rows(path)


@pytest.mark.data
@pytest.mark.parametrize("path", CHECKS)
def test_a_check_of_the_graph_has_the_same_rows(graph: KnowledgeGraph, path: str) -> None:
    names, rows = graph.engine.select(files.read(path).decode())
    assert (names, sorted(rows, key=str)) == (_rows(path)[0], sorted(_rows(path)[1], key=str))


def test_what_is_declared_is_what_there_is(graph: KnowledgeGraph) -> None:
    engine = graph.engine
    assert engine.capabilities <= CAPABILITIES.keys()
    assert opened().engine.capabilities <= CAPABILITIES.keys()
    for name in {name for name in vars(Engine) if not name.startswith("_")} | set(get_type_hints(Engine)) - {"Row"}:
        assert hasattr(engine, name), name
    assert ("library" in engine.capabilities) == hasattr(engine, "run")
    assert "change" not in engine.capabilities
    with pytest.raises(Unavailable, match="read"):
        engine.load(b"", ASSERTED)
    with pytest.raises(Unavailable, match="read"):
        engine.drop(ASSERTED)


@pytest.mark.parametrize(
    "pattern",
    [
        {"subject": ID + "mk-7"},
        {"predicate": CG + "sign"},
        {"object": CG + "Vitamer", "graph": ASSERTED},
        {"subject": ID + "mk-7", "predicate": PREFIXES["skos"] + "prefLabel", "graph": ASSERTED},
        {"subject": ID + "mk-7", "predicate": PREFIXES["rdf"] + "type", "object": CG + "Vitamer", "graph": ASSERTED},
        {"subject": ID + "mk-7", "predicate": PREFIXES["rdf"] + "type", "object": CG + "Food", "graph": ONTOLOGY},
    ],
    ids=" ".join,
)
def test_a_pattern_has_the_same_quads(graph: KnowledgeGraph, pattern: dict[str, str]) -> None:
    found = sorted(map(str, graph.engine.quads(**pattern)))
    assert found == sorted(map(str, opened().engine.quads(**pattern)))


@pytest.mark.parametrize(
    ("query", "error", "message"),
    [
        ("SELECT ?x {", BadQuery, "malformed SPARQL|does not take the query"),
        ("DROP ALL", BadQuery, "DROP is an update"),
        ("LOAD <http://a.example/>", BadQuery, "LOAD is an update"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", Unavailable, "not allowed"),
        ("SELECT * FROM <http://a.example/> { ?s ?p ?o }", BadQuery, "no named graph is called"),
        ("SELECT * " + "{" * 3000 + "}" * 3000, BadQuery, "nested more than"),
        ("", BadQuery, "expected SELECT, ASK, CONSTRUCT or DESCRIBE"),
        (7, BadQuery, "a query is text"),
        ("SELECT ('\ud800' AS ?x) {}", BadQuery, "not valid Unicode text"),
    ],
)
def test_a_bad_query_is_refused_everywhere(graph: KnowledgeGraph, query: Any, error: type, message: str) -> None:
    for each in (graph, opened()):
        with pytest.raises(error, match=message) as refused:
            each.sparql(query)
        assert "\n" not in str(refused.value)


def test_a_server_whose_default_graph_is_empty(plain_endpoint: str) -> None:
    engine = KnowledgeGraph.open(endpoint=plain_endpoint).engine
    for path in ("queries/overview/overview.rq", "queries/foods/foods-that-supply.rq"):
        assert engine.select(files.read(path).decode()) == _rows(path)
    for query in (
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
        f"SELECT (COUNT(*) AS ?n) FROM <{DERIVED}> {{ ?s ?p ?o }}",
        f"SELECT (COUNT(*) AS ?n) FROM NAMED <{DERIVED}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    ):
        assert engine.select(query) == opened().engine.select(query)


def test_a_server_that_may_pass_over_what_a_query_names(on_a_server: KnowledgeGraph) -> None:
    with pytest.raises(Unavailable, match="may pass over FROM NAMED; write GRAPH"):
        on_a_server.sparql(f"ASK FROM NAMED <{DERIVED}> {{ GRAPH ?g {{ ?s ?p ?o }} }}")


def test_an_unknown_name_has_the_same_neighbours(graph: KnowledgeGraph) -> None:
    def message(kg: KnowledgeGraph) -> str:
        with pytest.raises(UnknownName) as unknown:
            kg.entity("ostecalcin")
        return str(unknown.value)

    assert message(graph) == message(opened())


def test_a_query_without_end_is_ended(on_disk: KnowledgeGraph) -> None:
    with pytest.raises(Unavailable, match=r"took longer than 0\.3 s"):
        on_disk.sparql("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout=0.3)
    assert on_disk.sparql("ASK { id:mk-7 a cg:Vitamer }") is True
