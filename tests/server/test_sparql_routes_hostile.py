"""Hostile queries: each gets an error, or an answer that says that it is cut short, and the next query is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.server.shapes import SHAPES

if TYPE_CHECKING:
    from starlette.testclient import TestClient

JSON = "application/sparql-results+json"


def test_there_are_thirty() -> None:
    assert len(SHAPES) == 30


@pytest.mark.parametrize("query", SHAPES.values(), ids=SHAPES)
def test_a_hostile_query_ends(brief: TestClient, query: str) -> None:
    answer = brief.post("/sparql", data={"query": query})
    if answer.status_code == 200:
        assert "CUT SHORT: the " in answer.text[-200:]
        if answer.headers["content-type"] == JSON:
            with pytest.raises(ValueError, match=r"delimiter|control character|property name|Expecting"):
                answer.json()
    else:
        assert answer.status_code in (504, 507)
        assert answer.json()["detail"].startswith(("the query took ", "the answer "))
        assert "etag" not in answer.headers
    # On a machine with much else to do a simple query can take as long as these may.
    simple = (brief.get("/sparql", params={"query": "ASK { id:mk-7 a cg:Nutrient }"}).json() for _ in range(20))
    assert next(each["boolean"] for each in simple if "boolean" in each) is True


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("ASK {" + "{" * 10_000 + "}" * 10_000 + "}", "nested more than 200 brackets deep"),
        ("ASK { FILTER(" + "!" * 40_000 + "true) }", "nested too deeply for the parser"),
        ("ASK { ?s ?p '" + "x" * 200_000, "malformed SPARQL"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("LOAD <http://127.0.0.1:9/>", "LOAD is an update"),
        ("INSERT DATA { <x:a> <x:b> 1 }", "INSERT is an update"),
        ("SELECT * FROM <http://127.0.0.1:9/data.ttl> { ?s ?p ?o }", "no named graph is called"),
        ("SELECT * FROM NAMED <http://127.0.0.1:9/data.ttl> { GRAPH ?g { ?s ?p ?o } }", "no named graph is called"),
    ],
    ids=["braces", "signs", "text", "service", "silent", "load", "insert", "from", "from named"],
)
def test_what_cannot_be_asked_is_refused(client: TestClient, query: str, said: str) -> None:
    answer = client.post("/sparql", content=query.encode(), headers={"Content-Type": "application/sparql-query"})
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert said in answer.json()["detail"]


@pytest.mark.parametrize(
    ("media", "query"),
    [
        (JSON, "SELECT * { ?s ?p ?o . ?a ?b ?c }"),
        ("application/sparql-results+xml", "SELECT * { ?s ?p ?o . ?a ?b ?c }"),
        ("text/csv", "SELECT * { ?s ?p ?o . ?a ?b ?c }"),
        ("text/tab-separated-values", "SELECT * { ?s ?p ?o . ?a ?b ?c }"),
        ("text/turtle", "CONSTRUCT { ?s ?p ?o . ?a ?b ?c } WHERE { ?s ?p ?o . ?a ?b ?c }"),
        ("application/n-triples", "CONSTRUCT { ?s ?p ?o . ?a ?b ?c } WHERE { ?s ?p ?o . ?a ?b ?c }"),
        ("application/ld+json", "CONSTRUCT { ?s ?p ?o . ?a ?b ?c } WHERE { ?s ?p ?o . ?a ?b ?c }"),
        ("application/rdf+xml", "CONSTRUCT { ?s ?p ?o . ?a ?b ?c } WHERE { ?s ?p ?o . ?a ?b ?c }"),
    ],
)
def test_what_is_cut_says_so_in_every_format(client: TestClient, media: str, query: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": media})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media)
    assert "CUT SHORT: the " in answer.text[-200:]
    assert "content-length" not in answer.headers


def test_an_answer_of_too_many_rows_is_cut(client: TestClient) -> None:
    answer = client.get(
        "/sparql", params={"query": "SELECT ?s { ?s ?p ?o } LIMIT 12000"}, headers={"Accept": "text/csv"}
    )
    assert "CUT SHORT: the answer has more than 10,000 rows" in answer.text
    whole = client.get(
        "/sparql", params={"query": "SELECT ?s { ?s ?p ?o } LIMIT 10000"}, headers={"Accept": "text/csv"}
    )
    assert whole.text.count("\n") == 10_001
    assert "CUT SHORT" not in whole.text
