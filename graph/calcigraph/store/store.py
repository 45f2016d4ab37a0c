"""The store: an engine, and the vocabulary of names over it. It is what every floor above takes."""

from __future__ import annotations

from functools import cached_property

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from calcigraph.store.engine import Engine
    from calcigraph.store.names import Entities
    from calcigraph.store.worker import Worker

    _T = TypeVar("_T")


class Store:
    """A graph that can be asked, and whose names are known.

    Args:
        engine: what holds the graph.

    Attributes:
        forks: whether this process has no thread beside the one that asks, so that the worker can be forked from it.

    Example:
        >>> store.entities.label("https://w3id.org/calcigraph/id/mk-7")
        'MK-7'
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.forks = False
        self._kept: dict[Callable[[Store], Any], Any] = {}
        self._latest: dict[Callable[[Store], Any], tuple[int, Any]] = {}

    @cached_property
    def entities(self) -> Entities:
        """The vocabulary: names to entities."""
        from calcigraph.store.names import Entities

        return Entities(self.engine)

    @cached_property
    def worker(self) -> Worker:
        """What asks queries of users, and parses files of users, in a process that can be killed."""
        engine: Any = self.engine  # of the one kind or the other, as it declares itself
        if "library" not in self.engine.capabilities:
            from calcigraph.store.remote_worker import RemoteWorker

            return RemoteWorker(engine, fork=self.forks)
        from calcigraph.store.worker import Worker

        return Worker(engine, fork=self.forks)

    def once(self, read: Callable[[Store], _T]) -> _T:
        """Read something when it is first asked for, and keep it: a store does not change while it is asked.

        Args:
            read: reads it; the same function means the same thing.

        Returns:
            What it read.

        Example:
            >>> store.once(lambda this: len(this.engine)) > 10000
            True
        """
        if read not in self._kept:
            self._kept[read] = read(self)
        found: _T = self._kept[read]
        return found

    def latest(self, read: Callable[[Store], _T]) -> _T:
        """Read something when it is first asked for, and anew after each change of the graph.

        Args:
            read: reads it; the same function means the same thing.

        Returns:
            What it read.

        Example:
            >>> store.latest(lambda this: len(this.engine)) > 10000
            True
        """
        version = self.engine.version
        if read not in self._latest or self._latest[read][0] != version:
            self._latest[read] = version, read(self)
        found: _T = self._latest[read][1]
        return found
