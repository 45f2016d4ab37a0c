"""What the examples in docstrings can use: the bundled graph, opened once, as users and as the floors below have it."""

from __future__ import annotations

from typing import Any

import pytest
from calcigraph import KnowledgeGraph, namespaces


@pytest.fixture(scope="session")
def kg() -> KnowledgeGraph:
    """Open the bundled graph once; tests only read it."""
    return KnowledgeGraph.open()


@pytest.fixture(autouse=True)
def _names_of_examples(request: pytest.FixtureRequest) -> None:
    """Let an example begin with what it is about: ``kg`` is the graph, ``store`` what the lower floors take of it."""
    if not isinstance(request.node, pytest.DoctestItem):
        return
    names: dict[str, Any] = request.getfixturevalue("doctest_namespace")
    graph = request.getfixturevalue("kg")
    names |= {"kg": graph, "store": graph.store, "SKOS": namespaces.PREFIXES["skos"]}
    names |= {name: getattr(namespaces, name) for name in ("ASSERTED", "CG", "DERIVED", "ID", "ONTOLOGY")}
