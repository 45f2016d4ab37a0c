"""What the tests of the server share: the endpoint in this process, and one that listens, both over the bundled graph."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
import uvicorn
from calcigraph.server.app import application
from calcigraph.server.listening import Quiet
from calcigraph.server.settings import Settings
from starlette.testclient import TestClient

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph import KnowledgeGraph

#: Seconds that a query of the tests may take: a hostile one takes them all.
SECONDS = 0.25


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Give limits that no honest query of the tests meets, however slow the machine."""
    return Settings.of(timeout=60, rows=10_000, size="2MB", workers=2, budget=0, allow_host=("graph.example",))


@pytest.fixture(scope="session")
def brief(kg: KnowledgeGraph) -> Iterator[TestClient]:
    """Ask an application under limits that a test can wait for."""
    settings = Settings.of(timeout=SECONDS, memory="300MB", rows=50_000, size="30MB", workers=2, budget=0)
    with TestClient(application(kg, settings), base_url="http://localhost", raise_server_exceptions=False) as found:
        yield found


@pytest.fixture(scope="session")
def client(kg: KnowledgeGraph, settings: Settings) -> Iterator[TestClient]:
    """Ask the application without a socket."""
    with TestClient(application(kg, settings), base_url="http://localhost", raise_server_exceptions=False) as found:
        yield found


@pytest.fixture(scope="session")
def address(kg: KnowledgeGraph, settings: Settings) -> Iterator[str]:
    """Listen at a free port of this machine, in a thread."""
    config = uvicorn.Config(Quiet(application(kg, settings)), port=0, log_config=None, lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/sparql"
    server.should_exit = True
    thread.join()
