"""What the examples in docstrings can use: the bundled graph, opened once, as users and as the floors below have it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from calcigraph import namespaces

from tests.opened import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from calcigraph import KnowledgeGraph


@pytest.fixture(scope="session")
def kg() -> KnowledgeGraph:
    """Give the bundled graph; tests only read it."""
    return opened()


@pytest.fixture(scope="session")
def shapes_memory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the folder in which all workers keep what the shapes found and what was compiled."""
    own = tmp_path_factory.getbasetemp()
    place = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shapes"
    place.mkdir(exist_ok=True)
    return place


@pytest.fixture(scope="session", autouse=True)
def _once_for_all(shapes_memory: Path) -> Iterator[None]:
    """Validate the same whole graph once only, and compile the layout engine once."""
    from tests import compiled, validations

    forget = [each.remember(shapes_memory) for each in (validations, compiled)]
    yield
    for each in forget:
        each()


@pytest.fixture(autouse=True)
def _names_of_examples(request: pytest.FixtureRequest) -> None:
    """Let an example begin with what it is about: ``kg`` is the graph, ``store`` what the lower floors take of it."""
    if not isinstance(request.node, pytest.DoctestItem):
        return
    names: dict[str, Any] = request.getfixturevalue("doctest_namespace")
    graph = request.getfixturevalue("kg")
    names |= {"kg": graph, "store": graph.store, "SKOS": namespaces.PREFIXES["skos"]}
    names |= {name: getattr(namespaces, name) for name in ("ASSERTED", "CG", "DERIVED", "ID", "ONTOLOGY")}
