"""The SPARQL 1.1 Protocol: what a request asks, and what is wrong with it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect

from calcigraph.server.negotiation import best
from calcigraph.store.pool_formats import FORMATS
from calcigraph.store.pool_stream import Asked

if TYPE_CHECKING:
    from starlette.requests import Request

#: The methods of the endpoint.
METHODS = "GET, HEAD, POST, OPTIONS"
#: Bytes of a request that hold a query longer than any person writes.
LONGEST = 2_000_000
_SECONDS_TO_SEND = 20
_FORM = "application/x-www-form-urlencoded"
_QUERY, _UPDATE = "application/sparql-query", "application/sparql-update"
_OF_UPDATES = ("update", "using-graph-uri", "using-named-graph-uri")
_PARAMETERS = 1000
_BASE = re.compile(r"https?://[\w.:\[\]-]+(/[\w.~%/-]*)?", re.ASCII)
_ENDPOINT = "http://localhost/sparql"


@dataclass
class Problem(Exception):
    """A request that is not answered as it was meant, in the form of RFC 9457.

    Attributes:
        status: of HTTP.
        title: what kind of problem it is.
        detail: what is wrong with this request.
        headers: that go with it.
    """

    status: int
    title: str
    detail: str
    headers: dict[str, str] | None = None


def endpoint_of(request: Request) -> str:
    """Give the address of the endpoint as the client sees it.

    Args:
        request: what came.

    Returns:
        The IRI, without a slash at its end; one that means nothing where the client's is no IRI.
    """
    address = str(request.url.replace(query="", fragment="")).rstrip("/")
    return address if _BASE.fullmatch(address) else _ENDPOINT


async def read(request: Request, *, lenient: bool) -> Asked | None:
    """Read what a request asks.

    Args:
        request: what came.
        lenient: whether a graph that is not there is an empty one.

    Returns:
        The query, or None where it asks for the description of the service.

    Raises:
        Problem: it is no query, or not a readable one.
    """
    given = _pairs(request.url.query.encode())
    if request.method == "POST":
        kind, _, rest = request.headers.get("content-type", "").partition(";")
        kind = kind.strip().lower()
        if kind not in (_FORM, _QUERY, _UPDATE):
            raise Problem(
                415,
                "Unsupported media type",
                f"send a query as {_FORM} or as {_QUERY}",
                {"Accept": f"{_FORM}, {_QUERY}"},
            )
        _check_charset(rest)
        body = await _body(request)
        if kind == _UPDATE:
            raise _read_only()
        if kind == _QUERY:
            if "query" in (name for name, _ in given):
                raise Problem(400, "More than one query", "the query is in the body; leave it out of the address")
            given.append(("query", _text(body)))
        else:
            given += _pairs(body)
    if any(name in _OF_UPDATES for name, _ in given):
        raise _read_only()
    queries = [value for name, value in given if name == "query"]
    if len(queries) > 1:
        raise Problem(400, "More than one query", f"expected one parameter 'query', got {len(queries)}")
    if not queries:
        if request.method == "POST":
            raise Problem(400, "No query", "expected the parameter 'query'")
        return None
    accept = ", ".join(request.headers.getlist("accept"))
    return Asked(
        queries[0],
        {kind: best(accept, media) for kind, media in FORMATS.items()},
        endpoint_of(request),
        tuple(value for name, value in given if name == "default-graph-uri"),
        tuple(value for name, value in given if name == "named-graph-uri"),
        lenient,
    )


def _read_only() -> Problem:
    return Problem(403, "Read-only", "this endpoint takes no updates; send a query (SELECT, ASK, CONSTRUCT, DESCRIBE)")


def _check_charset(parameters: str) -> None:
    for each in parameters.split(";"):
        name, _, value = each.partition("=")
        if name.strip().lower() == "charset" and value.strip().strip('"').lower() not in ("utf-8", "utf8", "us-ascii"):
            raise Problem(415, "Unsupported charset", "a query is sent in UTF-8")


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    try:
        async with asyncio.timeout(_SECONDS_TO_SEND):
            async for part in request.stream():
                size += len(part)
                if size > LONGEST:
                    raise Problem(413, "Too large", f"a request has at most {LONGEST:,} bytes", {"Connection": "close"})
                parts.append(part)
    except TimeoutError:
        raise Problem(
            408, "Too slow", f"a request is sent within {_SECONDS_TO_SEND} s", {"Connection": "close"}
        ) from None
    except ClientDisconnect:
        raise Problem(400, "Not whole", "the request ended before its end") from None
    return b"".join(parts)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(400, "Not UTF-8", "the query is not valid UTF-8") from None


def _pairs(content: bytes) -> list[tuple[str, str]]:
    try:
        # Bytes that are no ASCII can stand in a body; in an address servers have refused them before.
        return parse_qsl(content.decode(), keep_blank_values=True, errors="strict", max_num_fields=_PARAMETERS)
    except UnicodeDecodeError:
        raise Problem(400, "Not UTF-8", "a parameter is not valid UTF-8") from None
    except ValueError:
        raise Problem(400, "Too many parameters", f"a request has at most {_PARAMETERS} parameters") from None
