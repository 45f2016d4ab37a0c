"""Servers that do what they should not: each is one line, and nothing of half an answer is used."""

from __future__ import annotations

import json
import socket
import threading
import time
import urllib.parse
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from calcigraph import KnowledgeGraph
from calcigraph._version import __version__
from calcigraph.errors import BadArgument, BadQuery, Unavailable
from calcigraph.store.endpoint import GRAPHS, Allowed, EndpointEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Finished

JSON = "application/sparql-results+json"
NUMBERS = "SELECT ?n { ?s <http://a.example/p> ?n }"


class Handler(BaseHTTPRequestHandler):
    """Answers as the server it belongs to was told."""

    server: Badly

    def do_POST(self) -> None:
        """Read the question, and let the server say."""
        length = int(self.headers["Content-Length"])
        fields = urllib.parse.parse_qs(self.rfile.read(length).decode())
        self.server.asked.append(fields)
        self.server.answer(self, fields["query"][0])

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def give(self, content: bytes, kind: str = JSON, code: int = 200, length: int | None = None, **more: str) -> None:
        """Send an answer."""
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)


class Badly(ThreadingHTTPServer):
    """A server that remembers what it was asked."""

    daemon_threads = True

    def __init__(self, answer: Callable[[Handler, str], None]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answer = answer
        self.asked: list[dict[str, list[str]]] = []
        self.address = f"http://127.0.0.1:{self.server_address[1]}/sparql"

    def handle_error(self, *_: Any) -> None:
        """Whoever asked went away, which is what is tested."""


@contextmanager
def served(answer: Callable[[Handler, str], None]) -> Iterator[Badly]:
    """Run a server while this lasts."""
    with Badly(answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def rows(*values: str, name: str = "n") -> bytes:
    """Write results of SELECT."""
    bindings = [{name: {"type": "literal", "value": value}} for value in values]
    return json.dumps({"head": {"vars": [name]}, "results": {"bindings": bindings}}).encode()


def truth(*, yes: bool) -> bytes:
    """Write the result of ASK."""
    return json.dumps({"head": {}, "boolean": yes}).encode()


def holding(
    *releases: str, across: bool = True, anywhere: bool = False, graphs: tuple[str, ...] = ()
) -> Callable[[Handler, str], None]:
    """Make a server that holds something."""

    def answer(handler: Handler, query: str) -> None:
        if "versionInfo" in query:
            handler.give(rows(*releases, name="release"))
        elif "DISTINCT ?graph" in query:
            handler.give(rows(*graphs, name="graph"))
        else:
            handler.give(truth(yes=anywhere if "UNION" in query else across))

    return answer


def with_content(content: bytes, kind: str = JSON, code: int = 200, **more: Any) -> Callable[[Handler, str], None]:
    """Make a server that says one thing."""
    return lambda handler, _: handler.give(content, kind, code, **more)


def slow(handler: Handler, _: str) -> None:
    """Say nothing for long."""
    time.sleep(1)
    handler.give(rows("1"))


def dripping(handler: Handler, _: str) -> None:
    """Say a byte now and then."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    for _number in range(40):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def no_http(handler: Handler, _: str) -> None:
    """Speak another protocol."""
    handler.wfile.write(b"220 mail.example ESMTP\r\n")


def chunks_cut(handler: Handler, _: str) -> None:
    """Break off in the middle of a chunk."""
    handler.protocol_version = "HTTP/1.1"
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"64\r\n" + rows("1")[:10])
    handler.close_connection = True


GOOD = rows("1", "2")
HTML = b"<!DOCTYPE html><html><body>Welcome</body></html>"
WRONG: dict[str, tuple[Callable[[Handler, str], None], str]] = {
    "a web page": (with_content(HTML, "text/html"), "answers with a web page; expected SPARQL results"),
    "a web page that says it is none": (with_content(HTML, "text/plain"), "answers with a web page"),
    "XML": (with_content(b"<sparql/>", "application/sparql-results+xml"), r"answers with 'application/sparql-results\+xml'"),
    "no results": (with_content(b"[]"), "cut its answer short; nothing of it is used"),
    "half a document": (with_content(GOOD[:-20]), "cut its answer short"),
    "fewer bytes than promised": (with_content(GOOD, length=len(GOOD) + 9), "cut its answer short"),
    "half a chunk": (chunks_cut, "cut its answer short"),
    "a time-out of Virtuoso": (with_content(GOOD, X_SQL_State="S1TAT"), r"cut its answer short \(SQL state S1TAT"),
    "a truth value": (with_content(truth(yes=True)), "answers with"),
    "nothing there": (with_content(b"", code=404), r"there is no SPARQL endpoint at .* \(HTTP 404\)"),
    "a login": (with_content(b"", code=401), "asks for a login"),
    "a failure": (with_content(b"out of\nmemory", "text/plain", 500), r"failed \(HTTP 500\): out of memory"),
    "another protocol": (no_http, "does not speak HTTP"),
    "slow": (slow, r"took longer than 0\.4 s"),
    "dripping": (dripping, r"took longer than 0\.4 s"),
    "without end": (with_content(b" " * 20_000), "is larger than 10,000 bytes"),
    "nested without end": (
        with_content(b'{"head":{"vars":["n"]},"results":{"bindings":[' + b'{"n":{"type":"triple","value":' * 300),
        "is nested more than|cut its answer short",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "message"), WRONG.values(), ids=WRONG)
def test_a_bad_answer_is_one_line(answer: Callable[[Handler, str], None], message: str) -> None:
    with served(answer) as server:
        engine = EndpointEngine(server.address, allowed=Allowed(0.4, 10_000))
        with pytest.raises(Unavailable, match=message) as refused:
            engine.select(NUMBERS)
        assert "\n" not in str(refused.value)
        assert refused.value.exit_code == 3


def test_triples_that_are_cut() -> None:
    answer = with_content(b"<http://a.example/> <http://a.exa", "application/n-triples")
    with served(answer) as server, pytest.raises(Unavailable, match="cut its answer short"):
        EndpointEngine(server.address).construct("CONSTRUCT WHERE { ?s ?p ?o }")


def test_a_query_that_the_server_does_not_take() -> None:
    with served(with_content(b"Parse error:\n line 1", "text/plain", 400)) as server:
        with pytest.raises(BadQuery, match="does not take the query: Parse error: line 1"):
            EndpointEngine(server.address).select(NUMBERS)
        assert len(server.asked) == 1, "what is refused is not sent again"


def test_what_is_sent() -> None:
    with served(with_content(GOOD)) as server:
        names, found = EndpointEngine(server.address).select("SELECT ?n { id:mk-7 skos:prefLabel ?n . ?n <urn:x> ?z }")
    assert (names, [str(n.value) for (n,) in found]) == (("n",), ["1", "2"])  # type: ignore[union-attr]
    (fields,) = server.asked
    assert fields["default-graph-uri"] == fields["named-graph-uri"] == list(GRAPHS)
    assert "PREFIX id: <https://w3id.org/calcigraph/id/>" in fields["query"][0]
    assert "PREFIX urn:" not in fields["query"][0]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (holding(), "does not hold the graph; load calcigraph.nq"),
        (holding(anywhere=True), "holds claims, but not in the named graphs of a release"),
        (holding("0.0.1"), f"holds release 0.0.1 of the graph, and this is {__version__}"),
        (holding("0.0.1", __version__), "holds release 0.0.1, "),
        (holding(__version__, across=False), "does not answer on the union of the named graphs"),
    ],
)
def test_a_server_without_our_graph(answer: Callable[[Handler, str], None], message: str) -> None:
    with served(answer) as server, pytest.raises(Unavailable, match=message):
        KnowledgeGraph.open(endpoint=server.address)


@pytest.mark.parametrize("graphs", [GRAPHS, (*GRAPHS, "http://a.example/another"), GRAPHS[:2]])
def test_the_union_is_asked_for_unless_the_server_has_nothing_else(graphs: tuple[str, ...]) -> None:
    with served(holding(__version__, graphs=graphs)) as server:
        engine = KnowledgeGraph.open(endpoint=server.address).engine
        assert engine.ask("ASK { ?claim a cg:Claim }")
        assert ("default-graph-uri" in server.asked[-1]) == (graphs != GRAPHS)


def capped_at(limit: int, there: int) -> Callable[[Handler, str], None]:
    """Make a server that gives so many rows at most, and says nothing of it."""

    def answer(handler: Handler, query: str) -> None:
        if "COUNT(*)" in query:
            handler.give(rows(str(there)))
        else:
            handler.give(rows(*map(str, range(min(limit, there)))))

    return answer


def test_rows_that_are_capped() -> None:
    with served(capped_at(10_000, 12_345)) as server:
        with pytest.raises(Unavailable, match="gives 10,000 of 12,345 rows at most"):
            EndpointEngine(server.address).select(NUMBERS)
        with pytest.raises(Unavailable, match="gave exactly 10,000 rows, which may be its limit"):
            EndpointEngine(server.address).select(f"SELECT ?n FROM <{GRAPHS[0]}> {{ ?s ?p ?n }}")
    with served(capped_at(10_000, 10_000)) as server:
        assert len(EndpointEngine(server.address).select(NUMBERS)[1]) == 10_000
    with served(capped_at(10_000, 1_234)) as server:
        assert len(EndpointEngine(server.address).select(NUMBERS)[1]) == 1_234
        assert len(server.asked) == 1, "what cannot be capped is not counted"


def test_a_server_that_is_busy_is_asked_again() -> None:
    refused = [503, 502]

    def answer(handler: Handler, _: str) -> None:
        if refused:
            handler.give(b"", code=refused.pop())
        else:
            handler.give(GOOD)

    with served(answer) as server:
        assert len(EndpointEngine(server.address).select(NUMBERS)[1]) == 2
        assert len(server.asked) == 3


def test_a_server_that_stays_busy() -> None:
    with served(with_content(b"", code=503)) as server:
        with pytest.raises(Unavailable, match=r"failed \(HTTP 503\)"):
            EndpointEngine(server.address).select(NUMBERS)
        assert len(server.asked) == 3


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/sparql"
        with pytest.raises(Unavailable, match=r"no SPARQL endpoint answers at .*: Connection refused"):
            EndpointEngine.found(address)
    with pytest.raises(Unavailable, match=r"no SPARQL endpoint answers at http://nowhere\.invalid/"):
        EndpointEngine.found("http://nowhere.invalid/")


@pytest.mark.parametrize(
    "address",
    ["", "localhost", "ftp://a.example/", "file:///etc/passwd", "http://", "http://[::1", 7, None, "http://a b/",
     "http://a.example:99999/", "http://user:secret@a.example/", "http://a.example/\r\nX: y", "http://é.example/"],
)  # fmt: skip
def test_what_is_no_address(address: object) -> None:
    with pytest.raises(BadArgument) as refused:
        EndpointEngine(address)
    assert "\n" not in str(refused.value)


def test_limits_of_a_user_hold_for_the_server(run: Callable[..., Finished]) -> None:
    def answer(handler: Handler, query: str) -> None:
        if "http://a.example/p" not in query:
            holding(__version__)(handler, query)
        else:
            slow(handler, query)

    with served(answer) as server:
        done = run("sparql", NUMBERS, "--timeout", "0.3", "--store", server.address)
    assert (done.code, done.out) == (3, "")
    assert "took longer than 0.3 s; allow more with --timeout" in done.err
    assert done.err.count("\n") == 1
