"""Asks a server what nobody has checked: its process evaluates it, under the limits that it is given here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.errors import BadQuery, shown
from calcigraph.store.endpoint import Allowed, EndpointEngine
from calcigraph.store.memory import MemoryEngine
from calcigraph.store.scanning import FORMS, UPDATES, form
from calcigraph.store.worker import Solutions, Worker

if TYPE_CHECKING:
    from calcigraph.store.limits import Limits
    from calcigraph.store.terms import Triple


class RemoteWorker(Worker):
    """Answers queries on a server, and parses Turtle in a process of its own.

    Args:
        engine: what asks the server.
        fork: as for ``Worker``.

    Example:
        >>> RemoteWorker(EndpointEngine("http://a.example/sparql")).close()
    """

    def __init__(self, engine: EndpointEngine, *, fork: bool = False) -> None:
        super().__init__(MemoryEngine(), fork=fork)
        self._server = engine

    def answer(self, query: str, limits: Limits) -> bool | Solutions | list[Triple]:
        """Answer a query of any form.

        Args:
            query: SPARQL; the graph's own prefixes are known.
            limits: how long the server may take, and how large its answer may be.

        Returns:
            A truth value, names and rows, or triples, each once, sorted.

        Raises:
            BadQuery: it is no text, an update, nested too deeply, or the server takes it for malformed.
            Unavailable: there is no whole answer within the limits, or it asks for the network, which is not allowed.
        """
        if not isinstance(query, str):
            raise BadQuery(f"a query is text, not {type(query).__name__}")
        allowed = Allowed(limits.seconds, limits.memory)
        word = form(query)
        if word == "ask":
            return self._server.ask(query, allowed)
        if word in {"construct", "describe"}:
            return self._server.construct(query, allowed)
        if word not in FORMS and word not in UPDATES:
            raise BadQuery(f"malformed SPARQL: expected SELECT, ASK, CONSTRUCT or DESCRIBE, found '{shown(word)}'")
        return Solutions(*self._server.select(query, allowed))
