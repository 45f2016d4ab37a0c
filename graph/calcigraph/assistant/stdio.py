"""The tools over standard input and output: an assistant starts the command and talks to it."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any, NoReturn

import anyio
from mcp.server.stdio import stdio_server

if TYPE_CHECKING:
    from mcp.server import Server

_INTERRUPTED = 130  # as shells report a process that Ctrl-C ended


def run(made: Server[Any]) -> None:
    """Answer until standard input is closed, or SIGTERM or SIGINT comes.

    Args:
        made: the server, with its tools.
    """
    # Nothing else would do: whoever waits for a line of input in a thread is not interrupted, and nothing is to be saved.
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, _leave)
    anyio.run(_run, made)


def _leave(number: int, _frame: object) -> NoReturn:
    os._exit(_INTERRUPTED if number == signal.SIGINT else 0)


async def _run(made: Server[Any]) -> None:
    async with stdio_server() as (reading, writing):
        await made.run(reading, writing, made.create_initialization_options())
