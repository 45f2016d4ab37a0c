"""What stands before every route: who may ask under which name, how much, how slowly; and what is said and noted of it.

A page of another site can send forms to an address of this machine, and with a name that points here (DNS rebinding) read
the answers too. So the server answers under its own names alone, and takes forms of its own pages alone. Requests are read
whole before anything is computed, within bounds of size and time.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import unquote_to_bytes, urlsplit

from calcigraph.errors import CalcigraphError
from calcigraph.server import problems
from calcigraph.server.api_parameters import LIMITS
from calcigraph.server.delivery import Broken
from calcigraph.server.noting import note_error
from calcigraph.server.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, MutableMapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Names under which this machine asks itself.
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
#: Headers of every answer; a page that needs another policy sets its own, and keeps ``frame-ancestors``.
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_TEXTS = ("application/json", "application/sparql-query", "application/x-www-form-urlencoded", "text/")
_FORM = "application/x-www-form-urlencoded"
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]{1,5})?")
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_TEMPLATE = re.compile(r"\{(\w+):\w+\}")


@dataclass(frozen=True)
class Rules:
    """What is let in.

    Attributes:
        hosts: names under which the server may be asked, without port.
        body: bytes that a request may have.
        bodies: the same for paths that begin so.
        seconds: in which the whole request has to be there.
        open_to_all: beginnings of paths that take forms of other sites too, as a SPARQL endpoint does.
        log: what takes a line for each answer; None for nobody.
    """

    hosts: tuple[str, ...] = LOOPBACK
    body: int = LIMITS["body"]
    bodies: Mapping[str, int] = field(default_factory=dict)
    seconds: float = LIMITS["slow_body"]
    open_to_all: tuple[str, ...] = ("/sparql",)
    log: Callable[[str], None] | None = None

    def body_of(self, path: str) -> int:
        """Say how many bytes a request may have.

        Args:
            path: that it asks for.

        Returns:
            Bytes.

        Example:
            >>> Rules(body=10, bodies={"/sparql": 20}).body_of("/sparql")
            20
        """
        return next((most for start, most in self.bodies.items() if path.startswith(start)), self.body)


class Log:
    """Notes route, status and time of each answer: no address, no parameter, no text of anybody.

    What cannot be noted, as on a full disk, is not noted, and changes no answer.

    Args:
        stream: what it goes to; standard error if None.

    Example:
        >>> Log(sys.stdout)("/api/show 200 0.004")  # doctest: +ELLIPSIS
        20... /api/show 200 0.004
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    def __call__(self, line: str) -> None:
        """Note a line.

        Args:
            line: route, status and time.
        """
        stream = self._stream or sys.stderr
        with contextlib.suppress(OSError, ValueError):
            stream.write(f"{time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())} {line}\n")
            stream.flush()


class Protection:
    """Middleware for every route.

    Args:
        app: what answers.
        rules: what is let in.

    Example:
        >>> from starlette.applications import Starlette
        >>> from starlette.testclient import TestClient
        >>> TestClient(Protection(Starlette()), base_url="http://evil.example").get("/").status_code
        421
    """

    def __init__(self, app: ASGIApp, rules: Rules | None = None) -> None:
        self._app = app
        self._rules = rules or Rules()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer why not.

        Args:
            scope: of the request.
            receive: gives what the client sends.
            send: takes what is answered.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.monotonic()
        sending = _Sending(send)
        try:
            self._check(scope)
            body = await self._read(scope, receive)
            _check_text(scope, body)
            await self._app(scope, _Replaying(body, receive), sending)
        except Broken:
            raise  # the answer ends without its end, so that nobody takes it for whole
        except _Left:
            sending.status = 499
        except CalcigraphError as error:
            await self._refuse(error, scope, sending)
        except Exception as error:  # noqa: BLE001 - whatever it is, the client gets no traceback and the server goes on
            note_error(error, scope)
            await self._refuse(
                Refused("internal", "an error of calcigraph itself; what was asked was not noted"), scope, sending
            )
        if self._rules.log:
            self._rules.log(f"{route_of(scope)} {sending.status} {time.monotonic() - begun:.3f}")

    async def _refuse(self, error: CalcigraphError, scope: Scope, sending: _Sending) -> None:
        if sending.status:
            return  # the answer has begun: its end is missing, which a client sees
        with contextlib.suppress(OSError):
            await problems.answer(error, str(scope["path"]), scope.get("root_path", ""))(scope, _nothing, sending)

    def _check(self, scope: Scope) -> None:
        headers = scope["headers"]
        _check_path(scope)
        hosts = [value.decode("latin-1") for name, value in headers if name == b"host"]
        host = _HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
        # HTTP 1.0 has no names of hosts; no browser speaks it, and only browsers are led astray.
        nameless = not hosts and scope.get("http_version") == "1.0"
        if not nameless and (not host or host[1].lower() not in self._rules.hosts):
            raise Refused(
                "wrong-host", "the server was asked under a name that is not its own; --allow-host takes others"
            )
        open_to_all = _path(scope).startswith(self._rules.open_to_all)
        if scope["method"] not in ("GET", "HEAD", "OPTIONS") and not open_to_all:
            own = (b"sec-fetch-site", b"same-origin") in headers  # browsers alone set it, and no page can
            for value in (value.decode("latin-1") for name, value in headers if name == b"origin"):
                # A page that sends no referrer has forms of the origin "null".
                if urlsplit(value).netloc.lower() != "".join(hosts[:1]).lower() and not (value == "null" and own):
                    raise Refused("foreign-origin", "a form of another site; this server takes those of its own pages")

    async def _read(self, scope: Scope, receive: Receive) -> bytes:
        most = self._rules.body_of(_path(scope))
        said = [value for name, value in scope["headers"] if name == b"content-length"]
        too_large = Refused("too-large", f"a request has at most {most:,} bytes here", headers={"Connection": "close"})
        if said and (not said[0].isdigit() or int(said[0][:20]) > most):
            raise too_large
        parts, size = [], 0
        try:
            async with asyncio.timeout(self._rules.seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise _Left
                    parts.append(message.get("body", b""))
                    size += len(parts[-1])
                    if size > most:
                        raise too_large
                    if not message.get("more_body", False):
                        return b"".join(parts)
        except TimeoutError:
            late = f"the request was not there in {self._rules.seconds:g} s"
            raise Refused("slow-request", late, headers={"Connection": "close"}) from None


def route_of(scope: Mapping[str, Any]) -> str:
    """Name the route that answered, with the names of its parameters and never their values.

    Args:
        scope: of the request.

    Returns:
        Its template; ``-`` where no route took it.

    Example:
        >>> route_of({"type": "http"})
        '-'
    """
    path = getattr(scope.get("route"), "path", "") or "-"
    return _TEMPLATE.sub(r"{\1}", str(path))


class _Left(Exception):
    """The client is gone."""


class _Replaying:
    """Hands on a body that was read, and then what else the client says: that it leaves."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        return await self._receive()


class _Sending:
    """Sends an answer on with the headers that every answer has, and without those that would end a header early."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            given = [
                (name, value)
                for name, value in message.get("headers", ())
                if not re.search(rb"[\x00\r\n]", name + value)
            ]
            names = {name.lower() for name, _ in given}
            given += [(name.encode(), value.encode()) for name, value in HEADERS.items() if name.encode() not in names]
            message = {**message, "headers": given}
        await self._send(message)


def _path(scope: Scope) -> str:
    """The path as the routes have it, without what a proxy puts before it."""
    return str(scope["path"]).removeprefix(scope.get("root_path", ""))


async def _nothing() -> Message:
    return {"type": "http.disconnect"}


def _check_path(scope: Scope) -> None:
    raw = scope.get("raw_path") or str(scope["path"]).encode()
    path = _decoded(raw.partition(b"?")[0], "the path")
    if _CONTROL.search(path) or "\\" in path or {".", ".."} & set(path.split("/")) or not path.startswith("/"):
        raise Refused("bad-path", "the path leads out of itself, or has characters that no path has")
    _decoded(scope.get("query_string", b""), "the query")


def _check_text(scope: Scope, body: bytes) -> None:
    media = next((value for name, value in scope["headers"] if name == b"content-type"), b"").decode("latin-1").lower()
    if body and media.startswith(_TEXTS):
        _utf8(body, "the body")
        if media.startswith(_FORM):
            _decoded(body, "the body")


def _decoded(raw: bytes, what: str) -> str:
    return _utf8(unquote_to_bytes(raw), what)


def _utf8(content: bytes, what: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError:
        raise Refused("bad-encoding", f"{what} is not UTF-8") from None
