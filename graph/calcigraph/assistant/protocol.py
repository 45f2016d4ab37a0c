"""The tools over the Model Context Protocol, by its official SDK."""

from __future__ import annotations

import json
import logging
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio
import mcp_types as types
from anyio import to_thread
from mcp.server import Server

from calcigraph._version import __version__
from calcigraph.assistant.answering_tools import answer, refused
from calcigraph.assistant.payloads import lines, said
from calcigraph.assistant.tools import OUTPUT_SCHEMA, TOOLS, checked
from calcigraph.errors import BadArgument

if TYPE_CHECKING:
    from calcigraph.graph import KnowledgeGraph

_ANNOTATIONS = types.ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)
# Answers that are computed at once. Queries in SPARQL wait among themselves, so that a slow one keeps nobody else waiting.
_AT_ONCE, _QUERIES_AT_ONCE = 2, 1
# What the SDK and what is under it would log may hold what was asked.
_TALKERS = ("mcp", "mcp.server", "mcp.shared", "sse_starlette")


def server(kg: KnowledgeGraph) -> Server[Any]:
    """Make the server; a transport of the SDK runs it.

    Args:
        kg: the opened graph; it is only read.

    Returns:
        The server, with its tools.

    Example:
        >>> server(kg).name
        'calcigraph'
    """
    usual, queries = anyio.CapacityLimiter(_AT_ONCE), anyio.CapacityLimiter(_QUERIES_AT_ONCE)
    for name in _TALKERS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)

    async def listed(_context: Any, _params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=tools())

    async def called(_context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        work = partial(_called, kg, params.name, params.arguments if params.arguments is not None else {})
        # Who leaves does not wait; what is computed for them ends by itself, within the limits of the tool.
        limiter = queries if params.name == "sparql" else usual
        return await to_thread.run_sync(work, limiter=limiter, abandon_on_cancel=True)

    return Server(
        "calcigraph",
        version=__version__,
        title="calcigraph",
        instructions=said("instructions"),
        on_list_tools=listed,
        on_call_tool=called,
    )


def tools() -> list[types.Tool]:
    """List the tools as the protocol describes them.

    Returns:
        One for each of ``TOOLS``; all only read.

    Example:
        >>> [tool.name for tool in tools()][:2]
        ['ask', 'evidence']
    """
    return [
        types.Tool(
            name=tool.name,
            description=tool.says,
            input_schema=tool.input_schema,
            output_schema=OUTPUT_SCHEMA,
            annotations=_ANNOTATIONS,
        )
        for tool in TOOLS.values()
    ]


def _called(kg: KnowledgeGraph, name: str, given: Any) -> types.CallToolResult:
    tool = TOOLS.get(name)
    if tool is None:
        made, failed = refused(kg, f"no tool is called that; there are {', '.join(TOOLS)}", given), True
    else:
        try:
            made, failed = answer(kg, name, checked(tool, given))
        except BadArgument as error:
            made, failed = refused(kg, str(error), given), True
    plain = json.loads(json.dumps(made))  # what is no JSON would be the client's surprise
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=lines(made))], structured_content=plain, is_error=failed
    )
