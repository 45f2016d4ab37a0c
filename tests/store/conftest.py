"""The same graph in every engine: in memory, in a folder, and on a server that nobody here wrote."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from calcigraph import KnowledgeGraph
from calcigraph.store.disk import manifest
from calcigraph.store.disk_writing import write_store

from tests.opened import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

OXIGRAPH = Path(sys.executable).parent / "oxigraph"


@pytest.fixture(scope="session")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the bundled graph into a folder, once; tests only read it."""
    folder = tmp_path_factory.mktemp("engines") / "graph"
    write_store(opened().engine, folder)
    return folder


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory: pytest.TempPathFactory, store_folder: Path) -> Iterator[str]:
    """Load the release's quads into Oxigraph's own server with its own loader, and start it."""
    if not OXIGRAPH.exists():
        pytest.skip("needs the server of the package oxigraph")
    place = tmp_path_factory.mktemp("server")
    quads = place / "calcigraph.nq"
    quads.write_bytes(opened().export("nquads"))
    loading = [str(OXIGRAPH), "load", "--location", str(place / "data"), "--file", str(quads)]
    subprocess.run(loading, check=True, capture_output=True, timeout=120)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serving = [str(OXIGRAPH), "serve-read-only", "--location", str(place / "data"), "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(serving, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        server.terminate()
        server.wait(20)
    assert manifest(str(store_folder))["quads"] == len(opened().engine)


def _wait(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5).close()
            return
        time.sleep(0.1)
    raise AssertionError("the server does not start")


@pytest.fixture(scope="session")
def on_disk(store_folder: Path) -> Iterator[KnowledgeGraph]:
    """Open the graph from the folder."""
    graph = KnowledgeGraph.open(store=store_folder)
    yield graph
    graph.store.worker.close()


@pytest.fixture(scope="session")
def on_a_server(endpoint: str) -> Iterator[KnowledgeGraph]:
    """Open the graph on the server."""
    graph = KnowledgeGraph.open(endpoint=endpoint)
    yield graph
    graph.store.worker.close()
