"""The tools over standard input and output: an assistant starts the command and talks to it."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import anyio
from mcp.server.stdio import stdio_server

from calcigraph.assistant.protocol import server

if TYPE_CHECKING:
    from calcigraph.graph import KnowledgeGraph


def run(kg: KnowledgeGraph) -> None:
    """Answer until standard input is closed, or SIGTERM or SIGINT comes.

    Args:
        kg: the opened graph.
    """
    anyio.run(_run, kg)


async def _run(kg: KnowledgeGraph) -> None:
    made = server(kg)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_ended, tasks.cancel_scope)
        async with stdio_server() as (reading, writing):
            await made.run(reading, writing, made.create_initialization_options())
        tasks.cancel_scope.cancel()


async def _ended(scope: anyio.CancelScope) -> None:
    with anyio.open_signal_receiver(signal.SIGTERM, signal.SIGINT) as signals:
        async for _ in signals:
            scope.cancel()
            return
