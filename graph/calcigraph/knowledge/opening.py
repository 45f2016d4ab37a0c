"""The bundled graph, whole or without some of its claims."""

from __future__ import annotations

from calcigraph.store.derivation import open_engine

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterable

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
