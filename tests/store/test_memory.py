"""The engine: what a query is, what is refused, and that nothing reaches the network unless it was allowed."""

from __future__ import annotations

import http.server
import json
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from calcigraph import KnowledgeGraph, Table, Unavailable
from calcigraph.errors import BadQuery
from calcigraph.namespaces import ASSERTED, BASE, COMMON, DERIVED, ONTOLOGY, PREFIXES
from calcigraph.store.memory import MemoryEngine
from calcigraph.store.scanning import MAX_NESTING, form
from calcigraph.store.syntax import explain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ANSWER = {"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "remote"}}]}}


@dataclass
class Endpoint:
    """A SPARQL endpoint on this machine that notes every request."""

    address: str = ""
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def server() -> Iterator[Endpoint]:
    """Serve one fixed answer on 127.0.0.1."""
    endpoint = Endpoint()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(ANSWER).encode()
            size = int(self.headers.get("content-length") or 0)
            endpoint.requests.append(f"{self.path} {self.rfile.read(size).decode()}")
            self.send_response(200)
            self.send_header("content-type", "application/sparql-results+json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the name is the library's

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        endpoint.address = f"http://127.0.0.1:{running.server_port}/"
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield endpoint
        running.shutdown()


@pytest.fixture
def endpoint(server: Endpoint) -> Endpoint:
    """Give the endpoint with no request noted."""
    server.requests.clear()
    return server


# Spellings that the engine's parser takes for a call. {0} is an address, {{ and }} are braces.
CALLS = {
    "plain": "SELECT * {{ SERVICE <{0}s> {{ ?x ?p ?o }} }}",
    "lower case": "select * {{ service <{0}s> {{ ?x ?p ?o }} }}",
    "silent without space": "SELECT * {{ SERVICESILENT<{0}s>{{ ?x ?p ?o }} }}",
    "prefixed": "PREFIX e: <{0}> SELECT * {{ SERVICE e:s {{ ?x ?p ?o }} }}",
    "prefixed without space": "PREFIX e: <{0}> SELECT * {{ SERVICEe:s {{ ?x ?p ?o }} }}",
    "escaped in the name": "PREFIX e: <{0}> SELECT * {{ SERVICE e:a\\-b {{ ?x ?p ?o }} }}",
    "behind a number": "SELECT * {{ BIND(1 AS ?p) OPTIONAL {{ ?p ?p 1SERVICE<{0}s>{{ ?x ?p ?o }} }} SERVICE<{0}s>{{}} }}",
    "behind a truth value": "SELECT * {{ ?a cg:human trueSERVICE<{0}s>{{ ?x ?p ?o }} }}",
    "behind a comparison": "SELECT * {{ BIND(1 AS ?a) FILTER(?a<5)SERVICE#>\n<{0}s> {{ ?x ?p ?o }} }}",
    "behind a comment": "SELECT * {{ # a comment\r SERVICE <{0}s> {{ ?x ?p ?o }} }}",
    "behind a hidden string": "SELECT * {{ BIND(1 AS ?a) FILTER(?a<5#>'''\n) SERVICE <{0}s> {{ ?x ?p ?o }} #'''\n}}",
    "behind an escaped hash": "PREFIX e: <{0}> SELECT * {{ BIND(e:\\# AS ?y) SERVICE <{0}s> {{ ?x ?p ?o }} }}",
    "behind an escaped quote": (
        "PREFIX e: <{0}> SELECT * {{ BIND(e:\\' AS ?y) SERVICE <{0}s> {{ ?x ?p ?o }} BIND(e:\\' AS ?z) }}"
    ),
    "behind an escaped end of a string": "SELECT * {{ BIND('''\\'''' AS ?y) SERVICE <{0}s> {{ ?x ?p ?o }} #'''\n }}",
    "behind an escape and a hash in an IRI": (
        "SELECT * {{ OPTIONAL {{ ?a <http://a.ex\\u0061mple/#x> ?b }} SERVICE <{0}s> {{ ?x ?p ?o }} }}"
    ),
    "behind a long string that is none": "SELECT * {{ VALUES ?v {{ '''a' }} SERVICE <{0}s> {{ ?x ?p ?o }} #\\x '''\n }}",
    "behind a name and a dot": "SELECT * {{ ?a a cg:.SERVICE <{0}s> {{ ?x ?p ?o }} }}",
    "behind a path": "SELECT * {{ ?a <http://a.example/p>? trueSERVICE <{0}s> {{ ?x ?p ?o }} }}",
    "in a subquery": "SELECT * {{ {{ SELECT ?x {{ SERVICE <{0}s> {{ ?x ?p ?o }} }} }} }}",
    "in ASK": "ASK {{ SERVICE <{0}s> {{ ?x ?p ?o }} }}",
    "in CONSTRUCT": "CONSTRUCT {{ id:a cg:b ?x }} WHERE {{ SERVICE <{0}s> {{ ?x ?p ?o }} }}",
    "in DESCRIBE": "DESCRIBE ?x {{ SERVICE <{0}s> {{ ?x ?p ?o }} }}",
}


@pytest.mark.parametrize("query", CALLS.values(), ids=CALLS)
def test_service_is_refused(kg: KnowledgeGraph, endpoint: Endpoint, query: str) -> None:
    with pytest.raises(Unavailable, match="SERVICE needs the network, which is not allowed; allow it with") as caught:
        kg.sparql(query.format(endpoint.address))
    assert caught.value.exit_code == 3
    assert endpoint.requests == []


@pytest.fixture(scope="module")
def online() -> MemoryEngine:
    """Make a small engine that may use the network."""
    engine = MemoryEngine(allow_network=True)
    engine.load(b"@prefix cg: <https://w3id.org/calcigraph/ontology#> . cg:a cg:human true ; a cg: .", ASSERTED)
    return engine


@pytest.mark.parametrize("query", CALLS.values(), ids=CALLS)
def test_service_goes_out_where_the_network_is_allowed(online: MemoryEngine, endpoint: Endpoint, query: str) -> None:
    # This also shows that each spelling above is a call indeed.
    KnowledgeGraph(online).sparql(query.format(endpoint.address))
    assert endpoint.requests


def test_the_answer_of_a_service(online: MemoryEngine, endpoint: Endpoint) -> None:
    found = KnowledgeGraph(online).sparql(f"SELECT ?x {{ SERVICE <{endpoint.address}s> {{ ?x ?p ?o }} }}")
    assert isinstance(found, Table)
    assert found.rows == [("remote",)]
    assert len(endpoint.requests) == 1
    assert endpoint.requests[0].startswith("/s SELECT")


@pytest.mark.parametrize("query", ["SELECT *", "ASK", "CONSTRUCT { ?x ?p ?o } WHERE"])
def test_a_service_that_does_not_answer(online: MemoryEngine, query: str) -> None:
    with pytest.raises(Unavailable, match="the query could not be answered: ") as caught:
        KnowledgeGraph(online).sparql(f"{query} {{ SERVICE <http://127.0.0.1:1/> {{ ?x ?p ?o }} }}")
    assert "\n" not in str(caught.value)


def test_a_service_without_address(kg: KnowledgeGraph, online: MemoryEngine) -> None:
    with pytest.raises(Unavailable, match="SERVICE needs the network"):
        kg.sparql("SELECT * { SERVICE ?nowhere { ?x ?p ?o } }")
    with pytest.raises(BadQuery, match=r"the query could not be evaluated: .*unbound"):
        online.select("SELECT * { SERVICE ?nowhere { ?x ?p ?o } }")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?service cg:sign ?o } LIMIT 1",
        "SELECT * { $serviceLevel cg:sign ?o . OPTIONAL { ?s ?p ?o } } LIMIT 1",
        "SELECT * { ?s cg:sign ?o } # SERVICE <http://a.example/> {}\n LIMIT 1",
        "SELECT ?s (\"SERVICE <http://a.example/> {\" AS ?text) ('service{' AS ?other) { ?s cg:sign 1 } LIMIT 1",
        "SELECT * { ?s cg:sign ?o OPTIONAL { ?s <http://a.example/SERVICE#of> ?p } } LIMIT 1",
        "SELECT * { ?s cg:sign ?o OPTIONAL { ?s cg:service-of ?p } OPTIONAL { ?s <urn:service> ?q } } LIMIT 1",
    ],
)
def test_the_word_service_elsewhere_is_no_call(kg: KnowledgeGraph, query: str) -> None:
    found = kg.sparql(query)
    assert isinstance(found, Table)
    assert len(found) == 1


UPDATES = (
    "LOAD <{0}data>",
    "LOAD SILENT <{0}data> INTO GRAPH <{0}g>",
    "PREFIX a: <{0}>\nLOAD a:data",
    "# SELECT\nload <{0}data>",
    "BASE <{0}> PREFIX : <x> LOAD <data>",
    "INSERT DATA {{ id:a id:b id:c }}",
    "INSERT {{ ?s ?p 1 }} WHERE {{ ?s ?p ?o }}",
    "DELETE DATA {{ id:a id:b id:c }}",
    "DELETE WHERE {{ ?s ?p ?o }}",
    "WITH <{0}g> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
    "CLEAR ALL",
    "DROP ALL",
    "CREATE GRAPH <{0}g>",
    "ADD DEFAULT TO <{0}g>",
    "MOVE DEFAULT TO <{0}g>",
    "COPY DEFAULT TO <{0}g>",
)


@pytest.mark.parametrize("update", UPDATES)
@pytest.mark.parametrize("allow_network", [False, True])
def test_an_update_is_refused_and_changes_nothing(endpoint: Endpoint, update: str, *, allow_network: bool) -> None:
    engine = MemoryEngine(allow_network=allow_network)
    engine.load(b"<http://a.example/s> <http://a.example/p> 1 .", ASSERTED)
    with pytest.raises(BadQuery, match=r"^[A-Z]+ is an update, and the graph is read-only; send a query"):
        KnowledgeGraph(engine).sparql(update.format(endpoint.address))
    assert len(engine.store) == 1
    assert endpoint.requests == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * {{ ?s ?p ?o }} ; LOAD <{0}data>",
        "\\u004cOAD <{0}data>",
    ],
)
def test_no_other_text_reaches_the_network(kg: KnowledgeGraph, endpoint: Endpoint, query: str) -> None:
    with pytest.raises(BadQuery, match="malformed SPARQL: line 1"):
        kg.sparql(query.format(endpoint.address))
    assert endpoint.requests == []


@pytest.mark.parametrize("clause", ["FROM <{0}data>", "FROM NAMED <{0}data>", "FROM cg:x FROM id:y"])
@pytest.mark.parametrize("query", ["SELECT * {0} {{ ?s ?p ?o }}", "ASK {0} {{}}", "DESCRIBE id:mk-7 {0}"])
def test_a_graph_that_is_not_here_is_refused(kg: KnowledgeGraph, endpoint: Endpoint, query: str, clause: str) -> None:
    with pytest.raises(BadQuery, match=r"^no named graph is called <http[^>]*>; there are: <http.*/graph/asserted>, "):
        kg.sparql(query.format(clause.format(endpoint.address)))
    assert endpoint.requests == []


COUNT = "SELECT (COUNT(*) AS ?n) {0} {{ {1} }}"


@pytest.mark.parametrize(
    ("clause", "graphs"),
    [
        (f"FROM <{ASSERTED}>", [ASSERTED]),
        (f"FROM<{ASSERTED}>FROM<{DERIVED}>", [ASSERTED, DERIVED]),
        (f"from # FROM <x:y> {{\n <{ONTOLOGY}>", [ONTOLOGY]),
        ("FROM g:asserted", [ASSERTED]),
        ("FROM <asserted>", [ASSERTED]),
        (f"FROM NAMED <{DERIVED}>", []),
        (f"FROM NAMED <{DERIVED}> FROM <{ONTOLOGY}>", [ONTOLOGY]),
        ("", [ASSERTED, DERIVED, ONTOLOGY]),
    ],
)
def test_from_gives_the_graphs_it_names(kg: KnowledgeGraph, clause: str, graphs: list[str]) -> None:
    prologue = f"PREFIX g: <{BASE}graph/> BASE <{BASE}graph/> "
    found = kg.sparql(prologue + COUNT.format(clause, "?s ?p ?o"))
    assert isinstance(found, Table)
    expected = {quad.triple for graph in graphs for quad in kg.engine.quads(graph=graph)}
    assert found.rows == [(len(expected),)]


def test_from_named_gives_the_graphs_it_names(kg: KnowledgeGraph) -> None:
    query = f"SELECT DISTINCT ?g FROM NAMED <{DERIVED}> FROM <{ASSERTED}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    found = kg.sparql(query)
    assert isinstance(found, Table)
    assert found.rows == [(DERIVED,)]
    construct = f"CONSTRUCT {{ ?s ?p ?o }} FROM <{DERIVED}> WHERE {{ ?s cg:sign ?o ; ?p ?o }}"
    assert kg.engine.construct(construct) == []


@pytest.mark.parametrize(
    "query",
    [
        "ASKFROM<http://a.example/> {}",
        "PREFIX g: <http://a.example/> SELECT ?s FROMg:x {}",
        "SELECT *FROMNAMED<http://a.example/>{}",
        "SELECT * FROM { ?s ?p ?o }",
    ],
)
def test_from_without_spaces_is_never_ignored(kg: KnowledgeGraph, query: str) -> None:
    with pytest.raises(BadQuery, match=r"^FROM needs a space before and after it, and the name of a graph$"):
        kg.sparql(query)
    with pytest.raises(
        BadQuery, match=r"^what stands before the pattern can be read in two ways; write its IRIs whole$"
    ):
        kg.sparql("SELECT (1<2#>\n AS ?x) FROM <http://a.example/> {}")


@pytest.mark.parametrize(
    ("query", "columns", "rows"),
    [
        ("SELECT * {{ SERVICE SILENT <{0}s> {{ ?x ?p ?o }} }}", ("o", "p", "x"), [(None, None, None)]),
        ("SELECT * {{ SERVICE SILENT cg:s {{}} SERVICE SILENT ?y {{ ?x ?p 1 }} }}", ("p", "x"), [(None, None)]),
        (
            "SELECT ?l ?x {{ id:mk-7 skos:prefLabel ?l OPTIONAL {{ SERVICE SILENT <{0}s> {{ ?x ?p ?o }} }} }}",
            ("l", "x"),
            [("MK-7", None)],
        ),
        ("SELECT * {{ service # }}\n silent <{0}s> {{ {{ SELECT ?x {{ ?x ?p '}}' }} }} }} }}", ("x",), [(None,)]),
        ("SELECT ?x {{ SERVICE SILENT <{0}s> {{ SERVICE SILENT <{0}s> {{ ?x ?p ?o }} }} }}", ("x",), [(None,)]),
    ],
)
def test_a_silent_service_gives_one_empty_solution(
    kg: KnowledgeGraph, endpoint: Endpoint, query: str, columns: tuple[str, ...], rows: list[tuple[object, ...]]
) -> None:
    found = kg.sparql(query.format(endpoint.address))
    assert isinstance(found, Table)
    assert (found.columns, found.rows) == (columns, rows)
    assert found.note.startswith("SERVICE SILENT asked nobody, since the network is not allowed")
    assert endpoint.requests == []


def test_a_silent_service_goes_out_where_the_network_is_allowed(online: MemoryEngine, endpoint: Endpoint) -> None:
    query = f"SELECT * {{ SERVICE SILENT <{endpoint.address}s> {{ ?x ?p ?o }} }}"
    found = KnowledgeGraph(online).sparql(query)
    assert isinstance(found, Table)
    assert ("remote",) in [row[-1:] for row in found.rows]
    assert found.note == ""
    assert endpoint.requests


def test_a_call_inside_a_silent_one_is_refused(kg: KnowledgeGraph, endpoint: Endpoint) -> None:
    with pytest.raises(Unavailable, match="SERVICE needs the network"):
        kg.sparql(
            f"SELECT * {{ SERVICE SILENT <{endpoint.address}> {{ SERVICE <{endpoint.address}> {{ ?x ?p ?o }} }} }}"
        )
    assert endpoint.requests == []


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("SELECT * {}", "select"),
        ("  ask {}", "ask"),
        ("# ASK\nSELECT * {}", "select"),
        ("PREFIX a: <http://ask.example/#x> # select\nCONSTRUCT {} WHERE {}", "construct"),
        ("PREFIX : <a> prefix b.c-d: <b>\r\nBASE <http://a.example/> describe id:x", "describe"),
        ("BASE<http://a.example/>ASK{}", "ask"),
        ("PREFIX\n a:\n <b>\n\nSELECT ('ASK' AS ?x) {}", "select"),
        ("'''SELECT''' ask", "ask"),
        ("INSERT DATA {}", "insert"),
        ("", ""),
        ("{ SELECT }", ""),
        ("# only a comment", ""),
    ],
)
def test_the_form_of_a_query(query: str, word: str) -> None:
    assert form(query) == word


TERM = "expected a variable, an IRI, a literal, a number, '(' or '['"
END = "expected the end of the query or a modifier such as ORDER BY or LIMIT"
FORMS = "expected SELECT, ASK, CONSTRUCT or DESCRIBE"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", f"line 1, column 1: {FORMS}, found the end of the query"),
        (" \n ", f"line 2, column 2: {FORMS}, found the end of the query"),
        ("FETCH ?x", f"line 1, column 1: {FORMS}, found 'FETCH'"),
        ("PREFIX a: <b>\n  FETCH", f"line 2, column 3: {FORMS}, found 'FETCH'"),
        ("{}", f"line 1, column 1: {FORMS}, found '{{'"),
        (
            "prefix a <b> ASK {}",
            "line 1, column 1: expected a declaration such as 'PREFIX a: <http://a.example/>', found 'prefix'",
        ),
        ("SELECT ?x WHERE { ?x a }", f"line 1, column 24: {TERM}, found '}}'"),
        ("SELECT ?x {?x a}", f"line 1, column 16: {TERM}, found '}}'"),
        ("ASK { ?s ?p ?o . # a note\n ?s ?p . }", f"line 2, column 8: {TERM}, found '.'"),
        (
            "SELECT ?x\nWHERE { ?x a cg:Claim",
            "line 2, column 22: expected '{', '}', '.', ';' or ',', found the end of the query",
        ),
        ("SELECT ?x\nWHERE { ?x ??p ?y }\n", "line 2, column 12: expected a variable, an IRI or '(', found '??p'"),
        ("SELECT * ?s ?p ?o }", "line 1, column 10: expected '{', found '?s'"),
        ("SELECT 1 {}", "line 1, column 8: expected a variable or '(', found '1'"),
        ("SELECT", "line 1, column 7: expected a variable or '(', found the end of the query"),
        ("SELECT * { BIND(1 ?x) }", "line 1, column 19: expected an operator, found '?x'"),
        ("SELECT * { GRAPH { ?s ?p ?o } }", "line 1, column 18: expected a variable or an IRI, found '{'"),
        ("SELECT * { ?s ?p ?o }}", f"line 1, column 22: {END}, found '}}'"),
        ("SELECT * { ?s ?p ?o } LIMIT x", f"line 1, column 29: {END}, found 'x'"),
        ("ASK { ?s ?p ?o } more", f"line 1, column 18: {END}, found 'more'"),
        ("SELECT * { ?s ?p 'open }\n}", "line 1, column 18: the text that begins here does not end"),
        ("SELECT * { ?s nosuch:p ?o }", "line 1, column 15: the prefix 'nosuch:' is not declared"),
        ("SELECT ?x ?x { ?x ?y ?z }", "Duplicated variable name in SELECT"),
        ("SELECT ?x { ?x ?y ?z } GROUP BY ?y", "The SELECT contains a variable that is unbound"),
    ],
)
def test_a_malformed_query_says_where_and_what_was_expected(kg: KnowledgeGraph, query: str, message: str) -> None:
    with pytest.raises(BadQuery) as caught:
        kg.sparql(query)
    assert str(caught.value).startswith("malformed SPARQL: line ")
    assert str(caught.value).endswith(message)
    assert caught.value.exit_code == 2


def test_a_malformed_query_is_not_asked_while_it_is_explained(online: MemoryEngine, endpoint: Endpoint) -> None:
    with pytest.raises(BadQuery, match="malformed SPARQL: line 1"):
        online.ask(f"ASK {{ SERVICE <{endpoint.address}s> {{ ?x ?p ?o }} }} more")
    assert endpoint.requests == []


def test_what_the_parser_says_in_another_way_is_passed_on() -> None:
    assert explain("no\nposition", "ASK {}", lambda _: "") == "line 1, column 1: the parser says: no position"
    assert explain("error at 1:1: expected [_]", "ASK", lambda _: "").endswith("expected something else, found 'ASK'")


def test_text_that_is_not_unicode(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadQuery, match="the query is not valid Unicode text"):
        kg.sparql("SELECT ('\ud800' AS ?x) {}")


NESTED = {
    "groups": lambda depth: f"ASK {'{' * depth} ?s ?p ?o {'}' * depth}",
    "brackets": lambda depth: f"ASK {{ FILTER{'(' * depth}true{')' * depth} }}",
    "lists": lambda depth: f"ASK {{ OPTIONAL {{ {'(' * depth}1{')' * depth} ?p ?o }} }}",
    "blank nodes": lambda depth: f"ASK {{ OPTIONAL {{ ?s ?p {'[ ?p ' * depth}1{']' * depth} }} }}",
}


@pytest.mark.parametrize("nested", NESTED.values(), ids=NESTED)
def test_endless_nesting_is_refused(kg: KnowledgeGraph, nested: Callable[[int], str]) -> None:
    # The parser recurses, and would end the process where the stack ends.
    with pytest.raises(BadQuery, match=f"nested more than {MAX_NESTING} brackets deep"):
        kg.sparql(nested(50_000))
    assert kg.sparql(nested(50)) is True


def test_brackets_in_text_are_no_nesting(kg: KnowledgeGraph) -> None:
    assert kg.sparql(f"ASK {{ FILTER('{'(' * 500}' != '') }}") is True


def test_select_ask_and_construct_take_their_own_form_only(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadQuery, match="expected a SELECT query, got ASK"):
        kg.engine.select("ASK {}")
    with pytest.raises(BadQuery, match="expected an ASK query, got SELECT"):
        kg.engine.ask("SELECT * {}")
    with pytest.raises(BadQuery, match="expected a CONSTRUCT or DESCRIBE query, got SELECT"):
        kg.engine.construct("SELECT * {}")


def test_queries_see_the_union_of_the_graphs() -> None:
    engine = MemoryEngine()
    for number, graph in enumerate((ASSERTED, DERIVED, ONTOLOGY)):
        engine.load(f"<http://a.example/s> <http://a.example/p> {number} .".encode(), graph)
    assert engine.values("SELECT ?o { ?s ?p ?o } ORDER BY ?o") == [("0",), ("1",), ("2",)]
    assert engine.values(f"SELECT ?o {{ GRAPH <{DERIVED}> {{ ?s ?p ?o }} }}") == [("1",)]
    assert len(engine.store) == 3


def test_rules_see_what_the_rules_before_them_derived() -> None:
    engine = MemoryEngine()
    engine.load(b"<http://a.example/s> <http://a.example/p> 1 .", ASSERTED)
    engine.derive(
        [
            "CONSTRUCT { ?s <http://a.example/q> ?n } WHERE { ?s <http://a.example/p> ?o BIND(?o + 1 AS ?n) }",
            "CONSTRUCT { ?s <http://a.example/r> ?n } WHERE { ?s <http://a.example/q> ?o BIND(?o + 1 AS ?n) }",
        ]
    )
    assert engine.values(f"SELECT ?o {{ GRAPH <{DERIVED}> {{ ?s ?p ?o }} }} ORDER BY ?o") == [("2",), ("3",)]


def test_a_forgotten_node_is_in_no_triple() -> None:
    engine = MemoryEngine()
    engine.load(
        b"""@prefix e: <http://a.example/> . e:s e:p e:o, e:other . e:x e:p e:s . e:x e:p e:other .""",
        ASSERTED,
    )
    engine.forget("http://a.example/s")
    assert engine.values("SELECT ?s ?o { ?s ?p ?o }") == [("http://a.example/x", "http://a.example/other")]


def test_malformed_turtle_says_where() -> None:
    with pytest.raises(SyntaxError) as caught:
        MemoryEngine().load(b"<http://a.example/s> <http://a.example/p> 1 .\n<http://a.example/s> oops 1 .", ASSERTED)
    assert caught.value.lineno == 2


def test_common_prefixes_are_known_and_another_one_is_named(kg: KnowledgeGraph) -> None:
    asked = " . ".join(f"?s {prefix}:x ?{prefix}" for prefix in (*PREFIXES, *COMMON))
    assert kg.engine.ask(f"ASK {{ {asked} }}") is False
    with pytest.raises(BadQuery, match=r"line 1, column 10: the prefix 'nosuch:' is not declared"):
        kg.engine.ask("ASK { ?a nosuch:x ?b }")
