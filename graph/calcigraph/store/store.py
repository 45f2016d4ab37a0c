"""The store: an engine, and the vocabulary of names over it. It is what every floor above takes."""

from __future__ import annotations

from functools import cached_property

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from calcigraph.store.engine import Engine
    from calcigraph.store.names import Entities


class Store:
    """A graph that can be asked, and whose names are known.

    Args:
        engine: what holds the graph.

    Example:
        >>> store.entities.label("https://w3id.org/calcigraph/id/mk-7")
        'MK-7'
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @cached_property
    def entities(self) -> Entities:
        """The vocabulary: names to entities."""
        from calcigraph.store.names import Entities

        return Entities(self.engine)
