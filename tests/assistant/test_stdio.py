"""The command that an assistant starts: nothing but the protocol on standard output, and an end when it has to end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import anyio
from mcp import Client, StdioServerParameters

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = (sys.executable, "-m", "calcigraph", "mcp")
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}


def test_the_client_of_the_sdk_starts_it_and_asks(tmp_path: Path) -> None:
    async def run() -> tuple[int, str]:
        started = StdioServerParameters(command=COMMAND[0], args=list(COMMAND[1:]), cwd=tmp_path, env=dict(os.environ))
        async with Client(started) as client:
            listed = await client.list_tools()
            found = await client.call_tool("ask", {"question": "Is MK-7 safe with warfarin?"})
            assert found.structured_content is not None
            return len(listed.tools), str(found.structured_content["safety"])

    count, safety = anyio.run(run)
    assert count == 9
    assert safety.startswith("Not without your doctor: MK-7 with warfarin is a known risk.")
    assert not list(tmp_path.iterdir())


def test_it_ends_when_standard_input_is_closed_also_after_nonsense() -> None:
    lines = f"no JSON at all\n{json.dumps(HELLO)}\n".encode()
    ended = subprocess.run(COMMAND, input=lines, capture_output=True, timeout=60, check=False)
    assert ended.returncode == 0
    assert ended.stderr == b""
    said = [json.loads(line) for line in ended.stdout.splitlines()]
    assert said[-1]["result"]["serverInfo"]["name"] == "calcigraph"


def test_it_ends_at_sigterm_while_input_is_open() -> None:
    with subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{json.dumps(HELLO)}\n".encode())
        process.stdin.flush()
        assert process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
