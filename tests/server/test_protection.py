"""Who may ask the server, how much and how slowly; what is said and what is noted of it."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING, Any

import pytest
from calcigraph.server.protection import HEADERS, LOOPBACK, Log, Protection, Rules
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request
    from starlette.types import Message

ASKED = "what somebody asked in confidence"


async def echo(request: Request) -> Response:
    """Give back what came in."""
    return Response(await request.body())


async def fails(_request: Request) -> Response:
    """Fail with a message that holds what was asked."""
    raise ValueError(ASKED)


async def fails_late(_request: Request) -> Response:
    """Fail in the middle of an answer."""

    def parts() -> Iterator[bytes]:
        yield b"begun"
        raise ValueError(ASKED)

    return StreamingResponse(parts())


async def injects(request: Request) -> Response:
    """Put what was asked into a header, as it is."""
    response = PlainTextResponse("")
    response.raw_headers.append((b"x-given", request.query_params["given"].encode()))
    response.headers["Content-Security-Policy"] = "default-src 'self'"
    return response


ROUTES = [
    Route("/echo", echo, methods=["GET", "POST"]),
    Route("/page/{name:path}", echo),
    Route("/sparql", echo, methods=["GET", "POST"]),
    Mount("/files", routes=[Route("/{name}", echo)]),
    Route("/fails", fails),
    Route("/late", fails_late),
    Route("/injects", injects),
]


def client(rules: Rules | None = None) -> TestClient:
    """Give a client of routes behind the protection."""
    protected = Protection(Starlette(routes=ROUTES), rules)
    return TestClient(protected, base_url="http://localhost:8765", raise_server_exceptions=False)


def kind(response: Any) -> str:
    """Read the kind of a problem."""
    assert response.headers["content-type"] == "application/problem+json"
    return str(response.json()["type"].rpartition("#")[2])


# Host and Origin ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", [*LOOPBACK, "LOCALHOST", "127.0.0.1:8765", "[::1]:1"])
def test_its_own_names_are_let_in(host: str) -> None:
    assert client().get("/echo", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "localhost:x", "a@localhost", "[::2]"],
)
def test_another_name_is_refused(host: str) -> None:
    response = client().get("/echo", headers={"Host": host})
    assert (response.status_code, kind(response)) == (421, "wrong-host")


def test_a_proxy_may_have_its_name() -> None:
    rules = Rules(hosts=(*LOOPBACK, "graph.example.org"))
    assert client(rules).get("/echo", headers={"Host": "graph.example.org"}).status_code == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://localhost:9999", "http://localhost:8765.evil.example"]
)
def test_forms_of_other_sites_are_refused(origin: str) -> None:
    response = client().post("/echo", content=b"x", headers={"Origin": origin})
    assert (response.status_code, kind(response)) == (403, "foreign-origin")
    assert client().get("/echo", headers={"Origin": origin}).status_code == 200
    assert client().post("/sparql", content=b"x", headers={"Origin": origin}).status_code == 200


def test_paths_count_below_that_of_a_proxy() -> None:
    rules = Rules(bodies={"/sparql": 3}, body=1)
    proxied = TestClient(Protection(Starlette(routes=ROUTES), rules), base_url="http://localhost", root_path="/graph")
    headers = {"Origin": "http://evil.example"}
    assert proxied.post("/graph/sparql", content=b"xxx", headers=headers).status_code == 200
    assert proxied.post("/graph/echo", content=b"x", headers=headers).status_code == 403


def test_forms_of_its_own_pages_are_taken() -> None:
    assert client().post("/echo", content=b"x", headers={"Origin": "http://localhost:8765"}).content == b"x"
    assert client().post("/echo", content=b"x").content == b"x"
    silent = {"Origin": "null", "Sec-Fetch-Site": "same-origin"}  # a page that sends no referrer
    assert client().post("/echo", content=b"x", headers=silent).content == b"x"
    framed = {"Origin": "null", "Sec-Fetch-Site": "cross-site"}
    assert client().post("/echo", content=b"x", headers=framed).status_code == 403


# Paths, text, headers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/page/..%2F..%2Fetc%2Fpasswd", "bad-path"),
        ("/page/%2e%2e/secret", "bad-path"),
        ("/page/a%5Cb", "bad-path"),
        ("/page/a%0D%0ASet-Cookie:%20a=b", "bad-path"),
        ("/page/a%00b", "bad-path"),
        ("/page/%FF", "bad-encoding"),
        ("/echo?name=%FF", "bad-encoding"),
        ("/echo?name=%C3%28", "bad-encoding"),
    ],
)
def test_paths_that_lead_out_and_broken_text_are_refused(path: str, name: str) -> None:
    response = client().get(path)
    assert (response.status_code, kind(response)) == (400, name)


def test_ordinary_paths_are_let_in() -> None:
    for path in ("/page/25(OH)D", "/page/vitamin%20K2", "/page/%E2%82%82", "/echo?q=a%0Ab%5C..", "/page/a..b"):
        assert client().get(path).status_code == 200


@pytest.mark.parametrize(
    ("media", "body", "status"),
    [
        ("application/json", b'"\xff"', 400),
        ("application/x-www-form-urlencoded", b"text=%FF", 400),
        ("text/plain; charset=utf-8", b"\xc3\x28", 400),
        ("application/sparql-query", b"\xe2\x82", 400),
        ("application/octet-stream", b"\xff", 200),
        ("application/x-www-form-urlencoded", b"text=%E2%82%82", 200),
    ],
)
def test_bodies_of_text_are_utf_8(media: str, body: bytes, status: int) -> None:
    assert client().post("/echo", content=body, headers={"Content-Type": media}).status_code == status


def test_no_header_ends_early() -> None:
    response = client().get("/injects?given=a%0D%0ASet-Cookie:%20a=b")
    assert response.status_code == 200
    assert "x-given" not in response.headers
    assert "set-cookie" not in response.headers
    assert client().get("/injects?given=a").headers["x-given"] == "a"


def test_every_answer_has_the_headers() -> None:
    for response in (
        client().get("/echo"),
        client().get("/nowhere"),
        client().get("/echo", headers={"Host": "evil.example"}),
    ):
        for name, value in HEADERS.items():
            assert response.headers[name] == value
    assert client().get("/injects?given=a").headers["content-security-policy"] == "default-src 'self'"


# Bodies ---------------------------------------------------------------------------------------------------------------


def test_bodies_are_bounded() -> None:
    rules = Rules(body=10, bodies={"/sparql": 20})
    assert client(rules).post("/echo", content=b"x" * 10).content == b"x" * 10
    for content in (b"x" * 11, iter([b"x" * 6, b"x" * 5])):  # with its length said before, and without
        response = client(rules).post("/echo", content=content)
        assert (response.status_code, kind(response)) == (413, "too-large")
        assert response.headers["connection"] == "close"
    assert client(rules).post("/sparql", content=b"x" * 20).status_code == 200
    assert client(rules).post("/sparql", content=b"x" * 21).status_code == 413


def ask(messages: list[Message], rules: Rules, *, wait: bool = False) -> list[Message]:
    """Send a request message by message; where told so, nothing more comes after the last."""
    sent: list[Message] = []

    async def receive() -> Message:
        if not messages and wait:
            await asyncio.Event().wait()
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/echo",
        "raw_path": b"/echo",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
        "scheme": "http",
        "root_path": "",
        "server": ("localhost", 80),
        "client": ("127.0.0.1", 1),
    }
    asyncio.run(Protection(Starlette(routes=ROUTES), rules)(scope, receive, send))
    return sent


def test_a_slow_client_is_let_go() -> None:
    lines: list[str] = []
    begun: list[Message] = [{"type": "http.request", "body": b"a", "more_body": True}]
    sent = ask(begun, Rules(seconds=0.05, log=lines.append), wait=True)
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]
    assert lines[0].startswith("- 408 ")


def test_a_client_that_leaves_gets_nothing() -> None:
    lines: list[str] = []
    left: list[Message] = [{"type": "http.request", "body": b"a", "more_body": True}, {"type": "http.disconnect"}]
    assert ask(left, Rules(log=lines.append)) == []
    assert lines[0].startswith("- 499 ")


def test_what_answers_hears_that_the_client_leaves() -> None:
    heard: list[str] = []

    async def app(_scope: Any, receive: Any, _send: Any) -> None:
        heard.extend([(await receive())["type"], (await receive())["type"]])

    messages: list[Message] = [{"type": "http.request", "body": b""}, {"type": "http.disconnect"}]

    async def receive() -> Message:
        return messages.pop(0)

    async def send(_message: Any) -> None:
        """Nothing is sent."""

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": [(b"host", b"localhost")]}
    asyncio.run(Protection(app)(scope, receive, send))
    assert heard == ["http.request", "http.disconnect"]


# What is said and noted -----------------------------------------------------------------------------------------------


def test_errors_tell_nothing(caplog: pytest.LogCaptureFixture) -> None:
    protected = TestClient(Protection(fails_bare), base_url="http://localhost")
    response = protected.get("/fails")
    assert (response.status_code, kind(response)) == (500, "internal")
    assert ASKED not in response.text + caplog.text
    assert "Traceback" not in response.text + caplog.text
    assert "ValueError" in caplog.text


def test_it_stands_inside_an_application_too(caplog: pytest.LogCaptureFixture) -> None:
    lines: list[str] = []
    inside = Starlette(routes=ROUTES, middleware=[Middleware(Protection, rules=Rules(log=lines.append))])
    asking = TestClient(inside, base_url="http://localhost")
    assert kind(asking.get("/fails")) == "internal"
    assert kind(asking.get("/echo", headers={"Host": "evil.example"})) == "wrong-host"
    assert [line.rpartition(" ")[0] for line in lines] == ["/fails 500", "- 421"]
    assert ASKED not in caplog.text


async def fails_bare(_scope: Any, _receive: Any, _send: Any) -> None:
    """Fail as an application without a handler for errors does."""
    raise ValueError(ASKED)


def test_an_answer_that_breaks_off_does_not_become_another() -> None:
    lines: list[str] = []
    response = client(Rules(log=lines.append)).get("/late")
    assert response.content in (b"begun", b"")
    assert lines[0].startswith("/late 200 ")


def test_the_log_has_route_status_and_time_alone() -> None:
    lines: list[str] = []
    asking = client(Rules(log=lines.append))
    asking.get("/page/my-neighbour?q=warfarin")
    asking.get("/files/my-neighbour")
    asking.post("/echo", content=b"my-neighbour")
    asking.get("/my-neighbour")
    asking.get("/page/my-neighbour/%FF")
    assert [line.rpartition(" ")[0] for line in lines] == [
        "/page/{name} 200",
        "/{name} 200",
        "/echo 200",
        "- 404",
        "- 400",
    ]
    assert all(float(line.rpartition(" ")[2]) >= 0 for line in lines)


def test_a_full_disk_changes_no_answer() -> None:
    class Full(io.StringIO):
        def write(self, _text: str) -> int:
            raise OSError(28, "No space left on device")

    closed = io.StringIO()
    closed.close()
    for stream in (Full(), closed):
        assert client(Rules(log=Log(stream))).get("/echo").status_code == 200


def test_the_log_is_in_universal_time() -> None:
    stream = io.StringIO()
    client(Rules(log=Log(stream))).get("/echo")
    moment, route, status, _ = stream.getvalue().split()
    assert (moment[10], moment[-1], route, status) == ("T", "Z", "/echo", "200")


def test_what_is_no_request_passes() -> None:
    with client() as started:
        assert started.get("/echo").status_code == 200
