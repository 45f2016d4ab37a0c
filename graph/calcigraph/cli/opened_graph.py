"""The graph that a command asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calcigraph.graph import KnowledgeGraph


def open_graph(*, allow_network: bool = False) -> KnowledgeGraph:
    """Open the graph; the import waits until a command needs it.

    Args:
        allow_network: as for ``KnowledgeGraph.open``.

    Returns:
        The graph.

    Example:
        >>> open_graph().entity("MK7").label
        'MK-7'
    """
    from calcigraph.cli.render import show_words_of
    from calcigraph.graph import KnowledgeGraph

    graph = KnowledgeGraph.open(allow_network=allow_network)
    graph.store.forks = True  # a command has one thread; where one runs after all, the worker is not forked
    show_words_of(graph.store)
    return graph
