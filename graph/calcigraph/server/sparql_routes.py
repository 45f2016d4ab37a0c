"""The SPARQL endpoint: every query in a process that can be killed, and every answer whole or marked as cut short."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.routing import Route

from calcigraph._version import __version__
from calcigraph.errors import BadQuery, Unavailable, one_line
from calcigraph.server.budgets import Budgets
from calcigraph.server.delivery import Delivery, mark, packs
from calcigraph.server.negotiation import best
from calcigraph.server.service_description import SYNTAXES, description
from calcigraph.server.sparql_protocol import METHODS, Problem, endpoint_of, read
from calcigraph.store.pool import Pool
from calcigraph.store.pool_formats import FORMATS
from calcigraph.store.pool_stream import Allowed, Full, Stopped, Unfit

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from starlette.types import Receive, Scope, Send

    from calcigraph.server.service_description import Described
    from calcigraph.server.settings import Settings
    from calcigraph.store.pool_stream import Asked, Stream

# Bytes of an answer that are held back: what goes wrong before that many is a problem, and no answer that breaks off.
_HELD_BACK = 1 << 18
_VOLATILE = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
_STATUS = {"time": 504, "memory": 507, "rows": 507, "size": 507}
_EXPOSED = "ETag, Retry-After, Calcigraph-Version"
_ALLOWED = "Accept, Accept-Encoding, Accept-Language, Content-Type, If-None-Match"
_DAY = "86400"


class Endpoint:
    """The endpoint, as an application of ASGI.

    Args:
        described: what the service says of itself.
        dump: writes all quads as N-Quads into anything with ``write``.
        settings: how it is served.
        bare: whether it serves somebody's own data: pages of others may not read it, and a graph that a request names and
            that is not there is an empty one.
    """

    def __init__(
        self, described: Described, dump: Callable[[Any], None], settings: Settings, *, bare: bool = False
    ) -> None:
        allowed = Allowed(settings.limits, settings.rows, settings.size)
        self.pool = Pool(self._hashed(dump), allowed, workers=settings.workers, queue=settings.queue)
        self._described = described
        self._budgets = Budgets(settings.budget)
        self._hosts = {"localhost", "127.0.0.1", "::1", settings.host, *settings.allow_host}
        self._bare = bare
        self._fingerprint = ""

    def _hashed(self, dump: Callable[[Any], None]) -> Callable[[Any], None]:
        """The same dump, which tells this endpoint what its data are."""

        def hashed(output: Any) -> None:
            digest = hashlib.sha256(__version__.encode())
            dump(_Hashing(output, digest))
            self._fingerprint = digest.hexdigest()

        return hashed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as ASGI has it.

        Args:
            scope: the request.
            receive: gives its body.
            send: takes the answer.

        Raises:
            Broken: the answer could not be sent whole.
        """
        exchange = _Exchange(Request(scope, receive), send)
        exchange.always = self._headers(exchange.request)
        try:
            await self._respond(exchange)
        except Problem as problem:
            body = {"type": "about:blank", "title": problem.title, "status": problem.status}
            body["detail"] = one_line(problem.detail)
            headers = {"Content-Type": "application/problem+json", "Cache-Control": "no-store"}
            exchange.always.pop("ETag", None)
            delivery = exchange.delivery(headers | (problem.headers or {}))
            await delivery.whole(json.dumps(body).encode() + b"\n", problem.status)

    def _headers(self, request: Request) -> dict[str, str]:
        found = {"Vary": "Accept, Accept-Encoding, Origin", "Calcigraph-Version": __version__}
        origin = request.headers.get("origin")
        if not self._bare:
            found["Access-Control-Allow-Origin"] = "*"
        elif origin and _host(origin) in self._hosts:
            found["Access-Control-Allow-Origin"] = origin
        if "Access-Control-Allow-Origin" in found:
            found["Access-Control-Expose-Headers"] = _EXPOSED
        return found

    async def _respond(self, exchange: _Exchange) -> None:
        request = exchange.request
        if request.method == "OPTIONS":
            more = {"Allow": METHODS}
            if "Access-Control-Allow-Origin" in exchange.always:
                more |= {"Access-Control-Allow-Methods": METHODS, "Access-Control-Max-Age": _DAY}
                more["Access-Control-Allow-Headers"] = _ALLOWED
            await exchange.delivery(more).whole(b"", 204)
            return
        if request.method not in METHODS.split(", "):
            raise Problem(405, "Method not allowed", f"this endpoint takes {METHODS}", {"Allow": METHODS})
        asked = await read(request, lenient=self._bare)
        if asked is None:
            await self._describe(exchange)
            return
        client = request.client.host if request.client else ""
        if seconds := self._budgets.wait(client):
            detail = f"your queries of the last minute took as long as they may; ask again in {seconds} s"
            raise Problem(429, "Too many requests", detail, {"Retry-After": str(seconds)})
        try:
            await self.pool.start()
            if not await self._known(exchange, self._tag(asked)):
                await self._ask(exchange, asked, client)
        except (BadQuery, Unavailable, Unfit) as error:
            raise _problem(error) from None

    async def _known(self, exchange: _Exchange, tag: str) -> bool:
        """Let an answer have a tag, and say so where the client has it already."""
        if not tag:
            exchange.always["Cache-Control"] = "no-store"
            return False
        exchange.always |= {"ETag": tag, "Cache-Control": "no-cache"}
        known = exchange.request.headers.get("if-none-match", "")
        if tag not in known and known.strip() != "*":
            return False
        await exchange.delivery({}).whole(b"", 304)
        return True

    async def _ask(self, exchange: _Exchange, asked: Asked, client: str) -> None:
        """Answer as long as the client is there: whoever leaves ends its query, or its place in the queue."""
        gone = asyncio.ensure_future(_gone(exchange.request))
        work = asyncio.ensure_future(self._deliver(exchange, asked, client))
        try:
            await asyncio.wait((work, gone), return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                work.result()
        finally:
            for each in (work, gone):
                each.cancel()
            await asyncio.gather(work, gone, return_exceptions=True)

    async def _deliver(self, exchange: _Exchange, asked: Asked, client: str) -> None:
        stream: Stream | None = None
        try:
            async with self.pool.asking(asked, client) as stream:
                pieces, over = await _held_back(stream)
                media = str(asked.media[stream.kind])
                delivery = exchange.delivery({"Content-Type": _typed(media)})
                if over:
                    await delivery.whole(pieces)
                else:
                    await delivery.begin()
                    await delivery.piece(pieces)
                    await _rest(stream, delivery, media)
        finally:
            if stream:
                self._budgets.spend(client, stream.seconds)

    async def _describe(self, exchange: _Exchange) -> None:
        accept = ", ".join(exchange.request.headers.getlist("accept"))
        media = best(accept, SYNTAXES)
        if media is None and "text/html" in accept:
            media = next(iter(SYNTAXES))  # a browser that opens the address gets it too
        if media is None:
            raise Problem(406, "Not acceptable", f"the description of the service can be had as {', '.join(SYNTAXES)}")
        body = await asyncio.to_thread(description, endpoint_of(exchange.request), self._described, media)
        if not await self._known(exchange, f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'):
            await exchange.delivery({"Content-Type": _typed(media)}).whole(body)

    def _tag(self, asked: Asked) -> str:
        """What stands for the answer as long as the data are the same; nothing where it differs each time."""
        if _VOLATILE.search(asked.query):
            return ""
        what = repr((self._fingerprint, asked)).encode(errors="surrogatepass")
        return f'W/"{hashlib.sha256(what).hexdigest()[:24]}"'


def routes(endpoint: Endpoint) -> list[Route]:
    """Give the routes of the endpoint, with and without a slash at the end.

    Args:
        endpoint: what answers.

    Returns:
        The routes.
    """
    return [Route(path, endpoint=endpoint) for path in ("/sparql", "/sparql/")]


class _Exchange:
    """A request, and how it is answered."""

    def __init__(self, request: Request, send: Send) -> None:
        self.request = request
        self.always: dict[str, str] = {}
        self._send = send

    def delivery(self, headers: dict[str, str]) -> Delivery:
        gzip = packs(self.request.headers.get("accept-encoding", ""))
        return Delivery(self._send, self.always | headers, gzip=gzip, empty=self.request.method == "HEAD")


def _problem(error: BadQuery | Unavailable | Unfit) -> Problem:
    """What the client is told before anything of an answer was sent."""
    if isinstance(error, Full):
        return Problem(503, "Busy", str(error), {"Retry-After": "1"})
    if isinstance(error, Stopped):
        return Problem(_STATUS[error.what], "The query took too much", str(error))
    if isinstance(error, BadQuery):
        return Problem(400, "Malformed or refused query", str(error))
    if isinstance(error, Unfit):
        return Problem(406, "Not acceptable", f"the answer can be had as {', '.join(FORMATS[error.kind])}")
    return Problem(500, "Not answered", str(error))


def _typed(media: str) -> str:
    return f"{media}; charset=utf-8" if media.startswith("text/") else media


class _Hashing:
    """A file whose content is digested on its way."""

    def __init__(self, output: Any, digest: Any) -> None:
        self._output = output
        self._digest = digest

    def write(self, content: bytes) -> int:
        self._digest.update(content)
        return int(self._output.write(content))

    def flush(self) -> None:
        self._output.flush()


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).hostname
    except ValueError:
        return None


async def _gone(request: Request) -> None:
    """Wait for the client to leave."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _held_back(stream: Stream) -> tuple[bytes, bool]:
    """Collect the beginning of an answer, and tell whether that is all."""
    parts: list[bytes] = []
    size = 0
    while size <= _HELD_BACK:
        piece = await stream.piece()
        if piece is None:
            return b"".join(parts), True
        parts.append(piece)
        size += len(piece)
    return b"".join(parts), False


async def _rest(stream: Stream, delivery: Delivery, media: str) -> None:
    """Send what is not held back, as it comes."""
    try:
        while (piece := await stream.piece()) is not None:
            await delivery.piece(piece)
    except (BadQuery, Unavailable) as error:
        await delivery.break_off(mark(media, one_line(str(error))))
    await delivery.end()
