"""The graph that a command asks."""

from __future__ import annotations

import contextlib
import os
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph.graph import KnowledgeGraph

#: Names the store where a command is given none.
VARIABLE = "CALCIGRAPH_STORE"
_chosen: ContextVar[str | None] = ContextVar("store", default=None)


@contextlib.contextmanager
def opening(store: str | None) -> Iterator[None]:
    """Open the graph from a store while this lasts.

    Args:
        store: folder or address; None for what the environment says, and the bundled graph where it says nothing.

    Example:
        >>> with opening("/nowhere"):
        ...     open_graph()
        Traceback (most recent call last):
        calcigraph.errors.BadFile: no folder is called '/nowhere'; build it with: calcigraph build --store /nowhere
    """
    token = _chosen.set(store)
    try:
        yield
    finally:
        _chosen.reset(token)


def open_bundled_graph() -> KnowledgeGraph:
    """Open the bundled graph, whatever the environment says.

    Returns:
        The graph.

    Example:
        >>> open_bundled_graph().entity("MK7").label
        'MK-7'
    """
    from calcigraph.graph import KnowledgeGraph

    return KnowledgeGraph.open()


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

    chosen = _chosen.get()
    place = os.environ.get(VARIABLE, "") or None if chosen is None else chosen
    if place is not None and place.lower().startswith(("http://", "https://")):
        graph = KnowledgeGraph.open(allow_network=allow_network, endpoint=place)
    else:
        graph = KnowledgeGraph.open(allow_network=allow_network, store=place)
    graph.store.forks = True  # a command has one thread; where one runs after all, the worker is not forked
    show_words_of(graph.store)
    return graph
