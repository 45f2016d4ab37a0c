"""The bundled graph, opened once for all tests of a process; they only read it."""

from __future__ import annotations

from functools import cache

from calcigraph import KnowledgeGraph


@cache
def opened() -> KnowledgeGraph:
    """Open the bundled graph, the first time that it is asked for."""
    return KnowledgeGraph.open()
