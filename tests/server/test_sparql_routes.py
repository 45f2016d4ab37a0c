"""The endpoint: media types, caching, pages of others, its description, and what editors ask it for."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pytest
from calcigraph.server.app import application, bare_application
from calcigraph.server.settings import Settings
from starlette.testclient import TestClient

if TYPE_CHECKING:
    from pathlib import Path

    from calcigraph import KnowledgeGraph

SELECT = "SELECT ?label { id:mk-7 skos:prefLabel ?label }"
JSON = "application/sparql-results+json"


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        (SELECT, "", JSON),
        (SELECT, "*/*", JSON),
        (SELECT, "application/json", JSON),
        (
            SELECT,
            "application/sparql-results+xml, application/sparql-results+json;q=0.9",
            "application/sparql-results+xml",
        ),
        (SELECT, "text/csv;q=0.5, text/tab-separated-values;q=0.6", "text/tab-separated-values"),
        (SELECT, "text/html, application/xml;q=0.9, */*;q=0.8", "application/sparql-results+xml"),
        (SELECT, "text/turtle, text/csv;q=0.1", "text/csv"),
        ("ASK {}", "text/csv", "text/csv"),
        ("DESCRIBE id:mk-7", "", "text/turtle"),
        ("DESCRIBE id:mk-7", "text/csv, application/n-triples", "application/n-triples"),
        ("DESCRIBE id:mk-7", "application/ld+json", "application/ld+json"),
        ("DESCRIBE id:mk-7", "application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_media_types(client: TestClient, query: str, accept: str, media: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept, "Accept-Encoding": "identity"})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media
    assert answer.headers["content-length"] == str(len(answer.content))
    assert "MK-7" in answer.text or query == "ASK {}"


@pytest.mark.parametrize(
    ("query", "accept"), [(SELECT, "image/png"), ("DESCRIBE id:mk-7", "text/csv"), ("ASK {}", "text/turtle")]
)
def test_no_media_type_will_do(client: TestClient, query: str, accept: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 406
    assert answer.json()["detail"].startswith("the answer can be had as ")


def test_all_ways_to_ask_get_the_same_answer(client: TestClient) -> None:
    ways = [
        client.get("/sparql", params={"query": SELECT}),
        client.get("/sparql/", params={"query": SELECT}),
        client.post("/sparql", data={"query": SELECT}),
        client.post("/sparql", content=SELECT, headers={"Content-Type": "application/sparql-query; charset=UTF-8"}),
    ]
    assert [each.json()["results"]["bindings"] for each in ways] == [
        [{"label": {"type": "literal", "xml:lang": "en", "value": "MK-7"}}]
    ] * 4


def test_head_gives_the_head_alone(client: TestClient) -> None:
    head = client.head("/sparql", params={"query": SELECT})
    body = client.get("/sparql", params={"query": SELECT})
    assert head.content == b""
    same = ("content-type", "content-length", "etag", "vary")
    assert {name: head.headers[name] for name in same} == {name: body.headers[name] for name in same}


def test_an_answer_is_known_by_its_tag(client: TestClient) -> None:
    first = client.get("/sparql", params={"query": SELECT})
    again = client.get("/sparql", params={"query": SELECT}, headers={"If-None-Match": f'"x", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = client.get("/sparql", params={"query": SELECT}, headers={"Accept": "text/csv"})
    assert other.headers["etag"] != first.headers["etag"]
    changing = client.get("/sparql", params={"query": "SELECT (RAND() AS ?r) {}"})
    assert "etag" not in changing.headers
    assert changing.headers["cache-control"] == "no-store"


def test_an_answer_is_packed_where_the_client_unpacks(client: TestClient) -> None:
    query = "SELECT * { ?c a cg:Claim } ORDER BY ?c"
    with client.stream("GET", "/sparql", params={"query": query}, headers={"Accept-Encoding": "gzip"}) as packed:
        assert packed.headers["content-encoding"] == "gzip"
        raw = b"".join(packed.iter_raw())
    plain = client.get("/sparql", params={"query": query}, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 3


def test_a_long_answer_comes_in_pieces_and_whole(client: TestClient) -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 3000"
    answer = client.get("/sparql", params={"query": query})
    assert "content-length" not in answer.headers
    assert len(answer.json()["results"]["bindings"]) == 3_000


def test_pages_of_others_may_ask(client: TestClient) -> None:
    asked = client.options(
        "/sparql",
        headers={
            "Origin": "https://yasgui.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-origin"] == "*"
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert "Content-Type" in asked.headers["access-control-allow-headers"]
    for query in ("ASK {}", "ASK {"):
        answer = client.get("/sparql", params={"query": query}, headers={"Origin": "https://yasgui.example"})
        assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("graphs", "rows"),
    [
        ({"default-graph-uri": "https://w3id.org/calcigraph/graph/ontology"}, 1),
        ({"default-graph-uri": "https://w3id.org/calcigraph/graph/asserted"}, 0),
        ({"named-graph-uri": "https://w3id.org/calcigraph/graph/ontology"}, 0),
    ],
)
def test_the_graphs_of_the_protocol_are_asked(client: TestClient, graphs: dict[str, str], rows: int) -> None:
    query = "SELECT * FROM <https://w3id.org/calcigraph/graph/derived> { cg:Claim a ?class }"
    answer = client.get("/sparql", params={"query": query, **graphs})
    assert len(answer.json()["results"]["bindings"]) == rows


def test_a_graph_that_is_not_here_is_named(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "ASK {}", "default-graph-uri": "https://w3id.org/calcigraph/"})
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(
        "no named graph is called <https://w3id.org/calcigraph/>; there are: <http"
    )


@pytest.mark.parametrize(
    ("method", "options", "status"),
    [
        ("DELETE", {"params": {"query": "ASK {}"}}, 405),
        ("PATCH", {}, 405),
        ("POST", {"data": {"querry": "ASK {}"}}, 400),
        (
            "POST",
            {"content": b"query=ASK%20{}%FF", "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
            400,
        ),
        ("POST", {"content": b"ASK {\xff}", "headers": {"Content-Type": "application/sparql-query"}}, 400),
        ("POST", {"content": b"{}", "headers": {"Content-Type": "application/json"}}, 415),
        ("POST", {"content": b"x" * 2_000_001, "headers": {"Content-Type": "application/sparql-query"}}, 413),
        ("GET", {"params": {"query": "ASK {}", "using-graph-uri": "http://a.example/"}}, 403),
        ("GET", {"params": [("x", "y")] * 1001}, 400),
        ("GET", {"params": {"query": "ASK {}", "default-graph-uri": "no IRI"}}, 400),
    ],
)
def test_bad_requests(client: TestClient, method: str, options: dict[str, object], status: int) -> None:
    answer = client.request(method, "/sparql", **options)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail"} <= set(answer.json())
    assert "\n" not in answer.json()["detail"]


# What editors ask an endpoint for --------------------------------------------------------------------------------------


def rows(client: TestClient, query: str) -> list[dict[str, str]]:
    found = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def test_an_editor_finds_prefixes(client: TestClient) -> None:
    """The query is that of SIB's editor."""
    query = """PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix } ORDER BY ?prefix"""
    found = rows(client, query)
    assert {"prefix": "cg", "namespace": "https://w3id.org/calcigraph/ontology#"} in found
    assert len({each["prefix"] for each in found}) == len(found) > 20


def test_an_editor_finds_the_questions(client: TestClient, kg: KnowledgeGraph) -> None:
    query = """PREFIX sh: <http://www.w3.org/ns/shacl#>
        SELECT DISTINCT ?sq ?comment ?query WHERE { ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ;
        sh:select|sh:ask|sh:construct|sh:describe ?query } ORDER BY ?sq"""
    found = rows(client, query)
    assert len(found) == len(kg.questions)
    first = client.get("/sparql", params={"query": found[0]["query"]})
    assert first.status_code == 200


def test_an_editor_completes_properties_of_a_class(client: TestClient) -> None:
    query = """PREFIX void: <http://rdfs.org/ns/void#> PREFIX void-ext: <http://ldf.fi/void-ext#>
        SELECT DISTINCT ?subjectClass ?prop ?objectClass ?objectDatatype WHERE {
          { ?cp void:class ?subjectClass ; void:propertyPartition ?pp . ?pp void:property ?prop .
            OPTIONAL { { ?pp void:classPartition [ void:class ?objectClass ] }
                       UNION { ?pp void-ext:datatypePartition [ void-ext:datatype ?objectDatatype ] } } }
          UNION { ?linkset void:subjectsTarget ?subjectClass ; void:linkPredicate ?prop ; void:objectsTarget ?objectClass } }"""
    found = rows(client, query)
    cg = "https://w3id.org/calcigraph/ontology#"
    study = [each for each in found if each["subjectClass"] == f"{cg}Result" and each["prop"] == f"{cg}study"]
    assert f"{cg}Study" in {each["objectClass"] for each in study}
    year = [each for each in found if each["subjectClass"] == f"{cg}Study" and each["prop"] == f"{cg}year"]
    assert {each["objectDatatype"] for each in year} == {"http://www.w3.org/2001/XMLSchema#integer"}


def test_what_is_added_changes_no_question(client: TestClient, kg: KnowledgeGraph) -> None:
    """Descriptions and questions stand in the store beside the graph, and shipped questions do not see them."""
    own = [question for question in kg.questions.values() if "SERVICE" not in question.text]
    for question in own[::5]:
        answer = client.post("/sparql", data={"query": question.text}).json()
        names, listed = kg.store.engine.select(question.text)
        assert answer["head"]["vars"] == list(names)
        assert [row.get(names[0], {}).get("value") for row in answer["results"]["bindings"]] == [
            getattr(row[0], "value", None) for row in listed
        ], question.id


def test_the_description_of_the_graph(client: TestClient, kg: KnowledgeGraph) -> None:
    answer = client.get("/sparql", headers={"Accept": "application/n-triples", "Host": "graph.example:8765"})
    assert (
        "<http://graph.example:8765/sparql> <http://www.w3.org/ns/sparql-service-description#endpoint>" in answer.text
    )
    union = len({quad.triple for quad in kg.engine.quads()})
    assert f'<http://rdfs.org/ns/void#triples> "{union}"^^' in answer.text
    again = client.get(
        "/sparql",
        headers={
            "Accept": "application/n-triples",
            "Host": "graph.example:8765",
            "If-None-Match": answer.headers["etag"],
        },
    )
    assert again.status_code == 304
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/sparql", headers={"Accept": "text/html"}).headers["content-type"].startswith("text/turtle")


def test_behind_a_proxy_the_endpoint_has_the_address_of_the_proxy(client: TestClient) -> None:
    app = client.app
    with_root = TestClient(app, base_url="https://graph.example", root_path="/calcigraph")
    with_root.portal = client.portal  # the same program of events, so that the pool is the same
    answer = with_root.get("/calcigraph/sparql", headers={"Accept": "application/n-triples"})
    assert "#endpoint> <https://graph.example/calcigraph/sparql> ." in answer.text


# Budgets, and data of others --------------------------------------------------------------------------------------------


def test_whoever_has_used_its_budget_waits(tmp_path: Path) -> None:
    data = tmp_path / "data.ttl"
    data.write_text("<http://a.example/s> <http://a.example/p> 1, 2, 3 .", encoding="utf-8")
    settings = Settings.of(timeout=0.2, workers=1, budget=0.1)
    endless = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{n} ?b{n} ?c{n} .' for n in range(20))} }}"
    with TestClient(bare_application(str(data), settings, max_size="1MB"), base_url="http://localhost") as client:
        assert client.get("/sparql", params={"query": endless}).status_code == 504
        answer = client.get("/sparql", params={"query": "ASK {}"})
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 30


def test_data_of_others_are_for_pages_of_this_machine(tmp_path: Path) -> None:
    data = tmp_path / "data.trig"
    data.write_text("<http://a.example/g> { <http://a.example/s> <http://a.example/p> <b> }", encoding="utf-8")
    with TestClient(
        bare_application(str(data), Settings.of(workers=1), max_size="1MB"), base_url="http://localhost"
    ) as client:
        query = {"query": "SELECT * { GRAPH ?g { ?s ?p ?o } }"}
        own = client.get("/sparql", params=query, headers={"Origin": "http://localhost:3000"})
        assert own.headers["access-control-allow-origin"] == "http://localhost:3000"
        foreign = client.get("/sparql", params=query, headers={"Origin": "https://elsewhere.example"})
        assert "access-control-allow-origin" not in foreign.headers
        asked = client.options("/sparql", headers={"Origin": "https://elsewhere.example"})
        assert "access-control-allow-methods" not in asked.headers
        assert own.json()["results"]["bindings"][0]["g"]["value"] == "http://a.example/g"


def test_without_a_lifespan_the_first_query_starts_the_pool(tmp_path: Path) -> None:
    data = tmp_path / "data.nt"
    data.write_text("<http://a.example/s> <http://a.example/p> <http://a.example/o> .", encoding="utf-8")
    client = TestClient(
        bare_application(str(data), Settings.of(workers=1), max_size="1MB"), base_url="http://localhost"
    )
    for _ in range(2):
        answer = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"})
        assert json.loads(answer.content)["boolean"] is True


def test_the_application_reads_the_graph_only(kg: KnowledgeGraph) -> None:
    before = len(kg.engine)
    application(kg, Settings.of())
    assert len(kg.engine) == before
