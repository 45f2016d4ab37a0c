"""Listens at an address until a signal ends it, and lets what runs finish."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import socket
import sys
import traceback
from typing import TYPE_CHECKING

import uvicorn

from calcigraph.errors import Unavailable, shown
from calcigraph.server.delivery import Broken

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette
    from starlette.types import ASGIApp, Receive, Scope, Send

    from calcigraph.server.settings import Settings

# Seconds that running requests have to finish beyond what a query may take.
_GRACE = 5
_LOOPBACK = "127.0.0.1"


class Quiet:
    """Tells of no error what was asked, and lets an answer that broke off end without an end.

    The server closes the connection then, and the client knows.

    Args:
        app: what answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, as ASGI has it.

        Args:
            scope: the request.
            receive: gives its body.
            send: takes the answer.

        Raises:
            Exception: one of our own making; where it comes from is told on standard error.
        """
        try:
            await self._app(scope, receive, send)
        except Broken:
            pass
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{os.path.basename(place.filename)}:{place.lineno}"  # noqa: PTH119 - a name, no file
            with contextlib.suppress(OSError):  # a full disk is no reason to end
                print(f"calcigraph: internal error: {type(error).__name__} at {where}", file=sys.stderr)  # noqa: T201
            raise


class _Server(uvicorn.Server):
    """Says where it listens as soon as it does."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def serve(app: Starlette, settings: Settings, say: Callable[[str], None]) -> None:
    """Answer until SIGINT or SIGTERM; then take no more, let what runs finish, and return.

    Args:
        app: what answers.
        settings: where to listen.
        say: is told the address as soon as it can be asked.

    Raises:
        Unavailable: the port is in use, or the address is none of this machine or not allowed.
    """
    listening = _listen(settings.host, settings.port)
    address = listening.getsockname()
    host = f"[{address[0]}]" if ":" in address[0] else address[0]
    proxied = bool(settings.root_path or settings.allow_host)
    config = uvicorn.Config(
        Quiet(app),
        root_path=settings.root_path,
        access_log=False,  # it would hold the query strings
        log_config=None,
        log_level="critical",  # what it says of errors could hold what was asked
        server_header=False,
        proxy_headers=proxied,
        forwarded_allow_ips=_LOOPBACK,
        timeout_graceful_shutdown=int(settings.limits.seconds) + _GRACE if settings.limits.seconds else None,
        lifespan="on",
    )
    # The server raises the signal that ended it once more when all is done; that would be an error of this process.
    before = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        _Server(config, lambda: say(f"http://{host}:{address[1]}/")).run(sockets=[listening])
    finally:
        listening.close()
        for number, handler in before.items():
            signal.signal(number, handler)


def _listen(host: str, port: int) -> socket.socket:
    where = f"port {port} of {shown(host)}"
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _, _, _, address = found[0]
        return socket.create_server(address[:2], family=family, backlog=2048)
    except (socket.gaierror, UnicodeError):
        raise Unavailable(
            f"'{shown(host)}' is no address of a machine; use one of this one, such as {_LOOPBACK}"
        ) from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Unavailable(f"{where} is in use; choose another with --port, or 0 for one that is free") from None
        if error.errno in (errno.EACCES, errno.EPERM):
            raise Unavailable(f"{where} is not allowed; choose one from 1024 with --port") from None
        raise Unavailable(
            f"{where} cannot be listened at: {os.strerror(error.errno or 0)}; use an address of this machine"
        ) from None
