"""Asks a SPARQL server over HTTP: one answer, whole, in time and of bounded size, or one error that says what is wrong.

Nothing but queries is sent, so that one that got no answer can be sent again without doing anything twice.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import socket
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, NamedTuple

from calcigraph._version import __version__
from calcigraph.errors import BadArgument, BadQuery, Unavailable, printable, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

#: Seconds and bytes that an answer may take where nobody says otherwise.
SECONDS, SIZE = 60.0, 2 * 10**9
_AGAIN = {502, 503, 504}  # a server that starts, or one before it that is too busy
_PAUSES = (0.2, 0.8)  # seconds before it is asked again
_PIECE = 1 << 16
_LONGEST = 160  # characters of what a server says that are passed on
_WEB_PAGE = "text/html"
_NOT_THERE = {404, 405, 410, 501}
_LOCKED = {401, 403, 407}


class Reply(NamedTuple):
    """What a server answered.

    Attributes:
        content: whole.
        kind: its media type, without parameters.
        capped: how many rows the server says it gives at most, 0 where it says nothing.
    """

    content: bytes
    kind: str
    capped: int = 0


def is_address(place: str) -> bool:
    """Tell an address from the name of a folder.

    Args:
        place: what was given.

    Returns:
        Whether it begins as an address does.

    Example:
        >>> is_address("http://a.example/sparql"), is_address("graph.store")
        (True, False)
    """
    return place.lower().startswith(("http://", "https://"))


def an_address(value: object) -> str:
    """Take the address of an endpoint from a user.

    Args:
        value: what was given.

    Returns:
        It.

    Raises:
        BadArgument: it is no http or https address.

    Example:
        >>> an_address("localhost:7878")
        Traceback (most recent call last):
        calcigraph.errors.BadArgument: 'localhost:7878' is no address of an endpoint; expected http://... or https://...
    """
    try:
        parts = urllib.parse.urlsplit(value if isinstance(value, str) else "")
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    text = str(value)
    if not fits or not text.isascii() or not text.isprintable() or " " in text or "#" in text:
        raise BadArgument(f"'{shown(value)}' is no address of an endpoint; expected http://... or https://...")
    if parts.password is not None or parts.username is not None:
        raise BadArgument("the address of an endpoint holds no user and password: they would be shown in errors")
    return text


def post(
    address: str,
    query: str,
    dataset: Sequence[tuple[str, str]],
    *,
    accept: str,
    seconds: float = SECONDS,
    size: int = SIZE,
) -> Reply:
    """Send a query by the SPARQL 1.1 protocol.

    Args:
        address: of the endpoint.
        query: SPARQL with its prefixes.
        dataset: ``default-graph-uri`` and ``named-graph-uri`` with IRIs; empty for what the query and the server say.
        accept: media types that are taken.
        seconds: by the clock, for everything; 0 for no limit.
        size: bytes of the answer at most; 0 for no limit.

    Returns:
        The answer.

    Raises:
        BadQuery: the server takes the query for malformed.
        Unavailable: it is not there, is slow, says that it failed, or sends too much or no whole answer.
    """
    fields = [("query", query), *dataset]
    request = urllib.request.Request(  # noqa: S310 - ``an_address`` lets http and https through
        address,
        data=urllib.parse.urlencode(fields).encode(),
        headers={
            "Accept": accept,
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": f"calcigraph/{__version__}",
        },
    )
    until = time.monotonic() + seconds if seconds else None
    for pause in (*_PAUSES, None):
        left = _left(until, address, seconds)
        try:
            return _once(request, left, until, seconds, size)
        except urllib.error.HTTPError as error:
            with error:
                if error.code not in _AGAIN or pause is None:
                    raise _refusal(error, address) from None
        except (ConnectionResetError, http.client.RemoteDisconnected) as error:
            if pause is None:
                raise _away(address, error) from None
        time.sleep(min(pause, _left(until, address, seconds) or pause))
    raise AssertionError("the last time is not tried again")


def _once(request: urllib.request.Request, left: float | None, until: float | None, seconds: float, size: int) -> Reply:
    address = request.full_url
    with (
        _explained(address, seconds),
        urllib.request.urlopen(request, timeout=left) as answer,  # noqa: S310 - as above
    ):
        content = _all(answer, lambda: _left(until, address, seconds), size, address)
        kind = answer.headers.get_content_type()
        state = str(answer.headers.get("X-SQL-State") or "")
        capped = re.fullmatch(r"[0-9]{1,12}", str(answer.headers.get("X-SPARQL-MaxRows") or ""))
    if state:
        raise _cut(address, f" (SQL state {shown(state, 20)}: a time-out of the server)")
    return Reply(content, kind, int(capped[0]) if capped else 0)


@contextlib.contextmanager
def _explained(address: str, seconds: float) -> Iterator[None]:
    """Turn what the system and the library say into one line; who may ask again sees it as it is."""
    try:
        yield
    except (urllib.error.HTTPError, http.client.RemoteDisconnected, ConnectionResetError):
        raise
    except http.client.IncompleteRead:
        raise _cut(address) from None
    except TimeoutError:
        raise _late(address, seconds) from None
    except (http.client.HTTPException, ValueError) as error:
        raise Unavailable(f"{shown(address)} does not speak HTTP: {_said(repr(error))}") from None
    except OSError as error:
        cause = getattr(error, "reason", error)  # what the library wraps
        if isinstance(cause, TimeoutError):
            raise _late(address, seconds) from None
        if isinstance(cause, ConnectionResetError):
            raise cause from None
        raise _away(address, cause) from None


def _all(answer: Any, left: Callable[[], float | None], size: int, address: str) -> bytes:
    """Read to the end; a server that sends a byte now and then does not hold it up."""
    pieces, taken = [], 0
    while piece := answer.read1(_PIECE):
        pieces.append(piece)
        taken += len(piece)
        if size and taken > size:
            raise Unavailable(f"the answer of {shown(address)} is larger than {size:,} bytes; allow more with --memory")
        left()
    if answer.length:
        raise _cut(address)
    return b"".join(pieces)


def _left(until: float | None, address: str, seconds: float) -> float | None:
    if until is None:
        return None
    left = until - time.monotonic()
    if left <= 0:
        raise _late(address, seconds)
    return left


def _late(address: str, seconds: float) -> Unavailable:
    return Unavailable(f"{shown(address)} took longer than {seconds:g} s; allow more with --timeout (0 for no limit)")


def _cut(address: str, why: str = "") -> Unavailable:
    return Unavailable(f"{shown(address)} cut its answer short{why}; nothing of it is used")


def cut_short(address: str) -> Unavailable:
    """Say that an answer is not whole.

    Args:
        address: of the endpoint.

    Returns:
        The error to raise.

    Example:
        >>> print(cut_short("http://a.example/"))
        http://a.example/ cut its answer short; nothing of it is used
    """
    return _cut(address)


def not_results(address: str, reply: Reply) -> Unavailable:
    """Say that an answer is none of SPARQL.

    Args:
        address: of the endpoint.
        reply: what it sent.

    Returns:
        The error to raise.

    Example:
        >>> print(not_results("http://a.example/", Reply(b"<html>", "text/html")))
        http://a.example/ answers with a web page; expected SPARQL results: endpoints often end in /sparql or /query
    """
    if reply.kind == _WEB_PAGE or reply.content[:256].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        what = "a web page"
    else:
        what = f"'{shown(reply.kind)}'"
    return Unavailable(
        f"{shown(address)} answers with {what}; expected SPARQL results: endpoints often end in /sparql or /query"
    )


def _away(address: str, cause: object) -> Unavailable:
    if isinstance(cause, socket.gaierror):
        why = "there is no such host"
    else:
        why = str(getattr(cause, "strerror", None) or cause)
    return Unavailable(f"no SPARQL endpoint answers at {shown(address)}: {_said(why)}")


def _refusal(error: urllib.error.HTTPError, address: str) -> BadQuery | Unavailable:
    try:
        said = "" if error.headers.get_content_type() == _WEB_PAGE else error.read(4096).decode(errors="replace")
    except (OSError, http.client.HTTPException):
        said = ""
    why = f": {_said(said)}" if said.strip() else ""
    if error.code in {400, 422}:
        return BadQuery(f"{shown(address)} does not take the query{why}")
    if error.code in _NOT_THERE:
        return Unavailable(f"there is no SPARQL endpoint at {shown(address)} (HTTP {error.code})")
    if error.code in _LOCKED:
        return Unavailable(f"{shown(address)} asks for a login, or does not let you in (HTTP {error.code})")
    return Unavailable(f"{shown(address)} failed (HTTP {error.code}){why}")


def _said(text: str) -> str:
    return shown(printable(text[: 4 * _LONGEST]), _LONGEST)
