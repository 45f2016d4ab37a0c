"""Opens the graph: the bundled one, whole or without some of its claims, or the same in a folder or on a server."""

from __future__ import annotations

import os

from calcigraph.errors import BadArgument
from calcigraph.store.derivation import open_engine

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterable

    from calcigraph.store.engine import Engine
    from calcigraph.store.memory import MemoryEngine


def open_bundled(*, allow_network: bool, without: str | Iterable[str]) -> MemoryEngine:
    """Load the bundled graph with what follows from it; see ``KnowledgeGraph.open``.

    Args:
        allow_network: let SERVICE in queries reach other endpoints.
        without: claims, as CURIEs or IRIs, to leave out before the rules run.

    Returns:
        The loaded engine.

    Raises:
        UnknownName: a claim of ``without`` is not there.

    Example:
        >>> open_bundled(allow_network=False, without=()).ask("ASK { id:mk-7 a cg:Nutrient }")
        True
    """
    if without == ():
        return open_engine(allow_network=allow_network)
    from calcigraph.knowledge.claims import claim_address
    from calcigraph.ranges import names

    listed = names("without", without)
    return open_engine(
        allow_network=allow_network, without=lambda engine: [claim_address(engine, name) for name in listed]
    )


def open_anywhere(
    *,
    allow_network: bool = False,
    without: str | Iterable[str] = (),
    store: object = None,
    endpoint: object = None,
) -> Engine:
    """Open the graph wherever it is kept; see ``KnowledgeGraph.open``.

    Args:
        allow_network: let SERVICE in queries reach other endpoints.
        without: claims to leave out before the rules run; only of the bundled graph.
        store: folder of a store, or None.
        endpoint: address of a SPARQL endpoint, or None.

    Returns:
        The engine.

    Raises:
        BadArgument: more than one place is given, or one is no text.
        BadFile: there is no store.
        Unavailable: the store or the endpoint does not hold this release of the graph, or cannot be asked.

    Example:
        >>> open_anywhere(store="/nowhere")
        Traceback (most recent call last):
        calcigraph.errors.BadFile: no folder is called '/nowhere'; build it with: calcigraph build --store /nowhere
    """
    if store is not None and endpoint is not None:
        raise BadArgument("a graph is opened from a store or from an endpoint; give one of the two")
    if store is None and endpoint is None:
        return open_bundled(allow_network=allow_network, without=without)
    if without != ():
        raise BadArgument("claims can be left out of the bundled graph only, not of a store or an endpoint")
    if store is not None:
        from calcigraph.store.disk import DiskEngine
        from calcigraph.store.inputs import a_path

        return DiskEngine(os.fspath(a_path("the folder of a store", store)), allow_network=allow_network)
    from calcigraph.store.endpoint import EndpointEngine

    return EndpointEngine.found(endpoint, allow_network=allow_network)
