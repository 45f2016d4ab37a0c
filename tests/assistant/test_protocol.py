"""The tools through the SDK's own client: in memory, over standard input and output, and over HTTP."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import anyio
import pytest
from calcigraph.assistant.protocol import server, tools
from calcigraph.assistant.tools import OUTPUT_SCHEMA
from mcp.client import Client
from mcp.client.session import ClientSession
from mcp.client.stdio import StdioServerParameters, stdio_client

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph


def test_the_list_of_tools_is_short_and_all_only_read() -> None:
    described = tools()
    assert len(described) <= 9
    assert len(json.dumps([each.model_dump(by_alias=True, exclude_none=True) for each in described])) < 4 * 3000
    for each in described:
        assert each.annotations
        assert (each.annotations.read_only_hint, each.annotations.destructive_hint) == (True, False)
        assert each.description
        assert each.output_schema == OUTPUT_SCHEMA


def test_a_session_goes_on_whatever_is_asked(kg: KnowledgeGraph) -> None:
    async def session() -> None:
        async with Client(server(kg)) as client:
            assert [each.name for each in (await client.list_tools()).tools] == [each.name for each in tools()]
            for name, arguments, state in (
                ("ask", {"question": "can I take K2 with warfarin?"}, "known risk"),
                ("ask", {"question": 5}, "wrong use"),
                ("find", {"name": "vitamn K2"}, "unknown name"),
                ("nothing", {}, "wrong use"),
                ("check_text", {"text": "x" * 1_000_000}, "wrong use"),
                ("find", {"name": "MK7"}, "known"),
            ):
                found = await client.call_tool(name, arguments)
                assert found.structured_content["state"] == state
                assert found.content[0].text.startswith(found.structured_content["safety"])  # type: ignore[union-attr]
                assert found.is_error == (state in ("wrong use", "unknown name"))

    anyio.run(session)


def test_two_clients_at_once(kg: KnowledgeGraph) -> None:
    labels: list[str] = []

    async def ask(name: str) -> None:
        async with Client(server(kg)) as client:
            for _ in range(3):
                found = await client.call_tool("find", {"name": name})
                labels.append(found.structured_content["result"]["label"])

    async def both() -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(ask, "MK7")
            tasks.start_soon(ask, "warfarin")

    anyio.run(both)
    assert sorted(labels) == ["MK-7"] * 3 + ["warfarin"] * 3


def test_a_client_that_leaves_harms_nobody(kg: KnowledgeGraph) -> None:
    made = server(kg)

    async def leave() -> None:
        with anyio.move_on_after(0.05):
            async with Client(made) as client:
                await client.call_tool("summary", {"name": "vitamin D"})

    async def session() -> None:
        await leave()
        async with Client(made) as client:
            assert (await client.call_tool("find", {"name": "MK7"})).structured_content["state"] == "known"

    anyio.run(session)


def test_over_standard_input_and_output() -> None:
    async def session() -> None:
        parameters = StdioServerParameters(command=sys.executable, args=["-m", "calcigraph", "mcp"])
        async with stdio_client(parameters) as (reading, writing), ClientSession(reading, writing) as client:
            said = await client.initialize()
            assert said.server_info.name == "calcigraph"
            assert "empty is never safe" in str(said.instructions)
            found: Any = await client.call_tool("find", {"name": "MK7"})
            assert found.structured_content["result"]["label"] == "MK-7"

    anyio.run(session)


def test_it_ends_with_its_input_and_with_a_signal() -> None:
    """Nothing but the protocol is on standard output."""
    command = [sys.executable, "-m", "calcigraph", "mcp"]
    done = subprocess.run(command, input=b"", capture_output=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert running.stdin
    assert running.stdout
    ask = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "a", "version": "1"}},
    }
    running.stdin.write(json.dumps(ask).encode() + b"\n")
    running.stdin.flush()
    assert json.loads(running.stdout.readline())["id"] == 1
    running.send_signal(signal.SIGTERM)
    rest, errors = running.communicate(timeout=60)
    assert (rest, errors) == (b"", b"")
    assert running.returncode == 0


def test_without_the_sdk_it_says_what_to_install() -> None:
    code = "import sys; sys.modules['mcp'] = None; from calcigraph.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "mcp"], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert (
        done.stderr
        == "calcigraph: tools for assistants need the package mcp; install it with: pip install 'calcigraph[assistant]'\n"
    )


@pytest.mark.parametrize("origin", [None, "http://localhost:8765", "http://evil.example"])
def test_over_http(kg: KnowledgeGraph, origin: str | None) -> None:
    from calcigraph.assistant.http import Mounted
    from starlette.applications import Starlette
    from starlette.testclient import TestClient

    mounted = Mounted(kg, ["localhost"])
    app = Starlette(routes=mounted.routes, lifespan=lambda _: mounted.running())
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "find", "arguments": {"name": "MK7"}}}
    headers = {"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-06-18"}
    headers |= {"origin": origin} if origin else {}
    with TestClient(app, base_url="http://localhost:8765") as client:
        found = client.post("/mcp", json=call, headers=headers)
    if origin == "http://evil.example":
        assert found.status_code == 403
        return
    assert found.status_code == 200
    assert found.json()["result"]["structuredContent"]["result"]["label"] == "MK-7"
