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
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the quads of the graph into a folder of Oxigraph's own server, with its own loader."""
    if not OXIGRAPH.exists():
        pytest.skip("needs the server of the package oxigraph")
    place = tmp_path_factory.mktemp("server")
    quads = place / "calcigraph.nq"
    quads.write_bytes(opened().export("nquads"))
    loading = [str(OXIGRAPH), "load", "--location", str(place / "data"), "--file", str(quads)]
    subprocess.run(loading, check=True, capture_output=True, timeout=120)
    return place / "data"


@contextlib.contextmanager
def served(place: Path, *options: str) -> Iterator[str]:
    """Run Oxigraph's own server while this lasts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serving = [str(OXIGRAPH), "serve-read-only", "--location", str(place), "--bind", f"127.0.0.1:{port}", *options]
    server = subprocess.Popen(serving, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        server.kill()
        server.wait(20)


@pytest.fixture(scope="session")
def endpoint(loaded: Path) -> Iterator[str]:
    """Serve the graph with the union of its named graphs as the default graph."""
    with served(loaded, "--union-default-graph") as address:
        yield address


@pytest.fixture
def plain_endpoint(loaded: Path) -> Iterator[str]:
    """Serve the graph as SPARQL has it where nothing is said: the default graph is empty."""
    with served(loaded) as address:
        yield address


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
