"""What a worker of a pool says, asked in this process over a socket."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from typing import Any

import pytest
from calcigraph.namespaces import ASSERTED, ONTOLOGY
from calcigraph.store import pool_keeper
from calcigraph.store.memory import MemoryEngine
from calcigraph.store.pool_formats import FORMATS
from calcigraph.store.pool_keeper import CUT, END, HEAD, KIND, PIECE, UNFIT, WRONG
from calcigraph.store.terms import Literal

JSON, XML, CSV, TSV = FORMATS["bindings"]
TURTLE, TRIPLES, JSONLD, RDFXML = FORMATS["graph"]
ALL = "SELECT ?o { ?s ?p ?o } ORDER BY ?o"
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def engine() -> MemoryEngine:
    found = MemoryEngine()
    found.load(b"<http://a.example/s> <http://a.example/p> 1, 2, 3 .", ASSERTED)
    found.load(b"<http://a.example/s> <http://a.example/q> 4 .", ONTOLOGY)
    return found


def ask(engine: MemoryEngine, *queries: str, **more: Any) -> list[tuple[bytes, str]]:
    """Ask queries one after the other, and give all that is said."""
    media = {"bindings": JSON, "boolean": JSON, "graph": TRIPLES} | more.pop("media", {})
    mine, theirs = socket.socketpair()
    asked = {
        "media": media,
        "base": "http://a.example/sparql",
        "default_graphs": [],
        "named_graphs": [],
        "lenient": False,
    }
    asked |= {"seconds": 0, "memory": 0, "rows": 0, "size": 0} | more
    with mine:
        for query in queries:
            content = json.dumps(asked | {"query": query}).encode()
            mine.sendall(len(content).to_bytes(4) + content)
        mine.shutdown(socket.SHUT_WR)

        def work() -> None:
            with theirs:
                try:
                    pool_keeper._work(engine, theirs)
                except EOFError:
                    return  # nobody can ask any more

        # In a thread, since a long answer waits to be read.
        thread = threading.Thread(target=work)
        thread.start()
        said = b""
        with contextlib.suppress(ConnectionResetError):  # it has ended without reading what else was asked
            while piece := mine.recv(1 << 16):
                said += piece
        thread.join()
    found = []
    while said:
        kind, length = HEAD.unpack_from(said)
        found.append((kind, said[HEAD.size : HEAD.size + length].decode()))
        said = said[HEAD.size + length :]
    return found


def test_one_query_after_the_other(engine: MemoryEngine) -> None:
    assert ask(engine, "ASK {}", "ASK { ?s ?p 9 }") == [
        (KIND, "boolean"),
        (PIECE, '{"head":{},"boolean":true}'),
        (END, ""),
        (KIND, "boolean"),
        (PIECE, '{"head":{},"boolean":false}'),
        (END, ""),
    ]


@pytest.mark.parametrize(
    ("query", "kind", "media", "begins"),
    [
        (ALL, "bindings", JSON, '{"head":{"vars":["o"]}'),
        (ALL, "bindings", XML, '<?xml version="1.0"?><sparql'),
        (ALL, "bindings", CSV, "o\r\n1\r\n2\r\n"),
        (ALL, "bindings", TSV, "?o\n1\n2\n"),
        (GRAPH, "graph", TURTLE, "@prefix "),
        (GRAPH, "graph", TRIPLES, "<http://a.example/s> <http://a.example/"),
        (GRAPH, "graph", JSONLD, "["),
        (GRAPH, "graph", RDFXML, "<?xml "),
        ("DESCRIBE <s>", "graph", TRIPLES, "<http://a.example/s> <http://a.example/"),
    ],
)
def test_every_format(engine: MemoryEngine, query: str, kind: str, media: str, begins: str) -> None:
    (first, form), (second, content), (last, _) = ask(engine, query, media={kind: media})
    assert (first, form, second, last) == (KIND, kind, PIECE, END)
    assert content.startswith(begins)


@pytest.mark.parametrize("media", [JSON, XML, CSV, TSV])
@pytest.mark.parametrize("rows", [3, 4])
def test_rows_are_counted_in_every_format(engine: MemoryEngine, media: str, rows: int) -> None:
    kinds = [kind for kind, _ in ask(engine, ALL, media={"bindings": media}, rows=rows)]
    assert (CUT in kinds) == (rows < 4)


@pytest.mark.parametrize("rows", [3, 4])
def test_triples_are_counted(engine: MemoryEngine, rows: int) -> None:
    said = ask(engine, GRAPH, rows=rows)
    assert ((CUT, "rows") in said) == (rows < 4)
    assert said[1][1].count("\n") == rows


def test_rows_without_a_value_are_counted(engine: MemoryEngine) -> None:
    query = "SELECT ?none { VALUES ?o { 1 2 3 4 5 } }"
    assert (CUT, "rows") in ask(engine, query, rows=3)
    assert (CUT, "rows") not in ask(engine, query, rows=5)


def test_bytes_are_counted(engine: MemoryEngine) -> None:
    said = ask(engine, ALL, size=60)
    assert said[-2:] == [(CUT, "size"), (END, "")]
    assert len(said[1][1]) <= 60


def test_a_long_answer_comes_in_pieces(engine: MemoryEngine) -> None:
    query = f"SELECT * {{ {' '.join(f'?s{n} ?p{n} ?o{n} .' for n in range(5))} }}"
    said = ask(engine, query)
    pieces = [content for kind, content in said if kind == PIECE]
    assert len(pieces) > 3
    assert len(json.loads("".join(pieces))["results"]["bindings"]) == 4**5


@pytest.mark.parametrize(
    ("query", "more", "said"),
    [
        ("ASK {", {}, "BadQuery\nmalformed SPARQL: line 1, column 6"),
        ("ASK { SERVICE <http://a.example/> {} }", {}, "BadQuery\nSERVICE is refused"),
        ("CLEAR ALL", {}, "BadQuery\nCLEAR is an update"),
        (
            "ASK {}",
            {"default_graphs": ["http://a.example/none"]},
            "BadQuery\nno named graph is called <http://a.example/none>; there",
        ),
        ("ASK {}", {"named_graphs": ["no IRI"]}, "BadQuery\n'no IRI' is no IRI of a graph"),
        ("ASK FROM <http://a.example/none> {}", {}, "BadQuery\nno named graph is called <http://a.example/none>"),
    ],
)
def test_what_is_wrong_is_said(engine: MemoryEngine, query: str, more: dict[str, Any], said: str) -> None:
    (kind, content), last = ask(engine, query, **more)
    assert kind == WRONG
    assert content.startswith(said)
    assert last == (END, "")


def test_a_kind_for_which_no_format_will_do(engine: MemoryEngine) -> None:
    assert ask(engine, GRAPH, media={"graph": None}) == [(UNFIT, "graph"), (END, "")]


def test_the_graphs_of_the_protocol(engine: MemoryEngine) -> None:
    query = "SELECT ?o { ?s ?p ?o }"
    values = [
        [row["o"]["value"] for row in json.loads(ask(engine, query, **more)[1][1])["results"]["bindings"]]
        for more in (
            {},
            {"default_graphs": [ONTOLOGY]},
            {"named_graphs": [ONTOLOGY]},
            {"default_graphs": ["x:none"], "lenient": True},
        )
    ]
    assert [len(each) for each in values] == [4, 1, 0, 0]
    assert Literal(4).value in values[1]


def test_a_worker_that_has_grown_ends(engine: MemoryEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = iter([0, 10**9])
    monkeypatch.setattr(pool_keeper, "_resident", lambda: next(taken))
    assert ask(engine, "ASK {}", "ASK {}")[2:] == [(END, "1")]
