"""What every engine can do, wherever the graph is kept, and what only some of them can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    import pyoxigraph as ox

    from calcigraph.store.terms import Quad, Term, Triple

    Row = tuple[Term | None, ...]

#: What an engine may declare, and what it means; every engine answers queries and gives quads.
CAPABILITIES = {
    "change": "takes in and drops named graphs",
    "library": "runs in this process, and is shown as an rdflib dataset without a copy",
    "shared": "one copy serves any number of processes at once",
}


class Engine(Protocol):
    """Something that holds the named graphs ontology, asserted and derived, and answers queries on their union."""

    #: What it can do beside, of ``CAPABILITIES``.
    capabilities: frozenset[str]
    #: Whether SERVICE may reach other endpoints.
    allow_network: bool
    #: Grows with every change, so that who holds a copy knows when it is an old one.
    version: int

    def __len__(self) -> int:
        """Count the quads."""

    def select(self, query: str) -> tuple[tuple[str, ...], list[Row]]:
        """Answer a SELECT query with names and rows."""

    def values(self, query: str) -> list[tuple[str | None, ...]]:
        """Answer a SELECT query with plain text: IRIs and lexical forms."""

    def ask(self, query: str) -> bool:
        """Answer an ASK query."""

    def construct(self, query: str) -> list[Triple]:
        """Answer a CONSTRUCT or DESCRIBE query with sorted triples."""

    def quads(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object: str | None = None,  # noqa: A002 - the RDF term
        graph: str | None = None,
    ) -> Iterator[Quad]:
        """Give the quads that match, None standing for anything."""

    def load(self, turtle: bytes, graph: str, *, base: str | None = None) -> None:
        """Load Turtle into a named graph; Unavailable where the engine cannot be changed."""

    def drop(self, graph: str) -> None:
        """Take a named graph out, if it is there; Unavailable where the engine cannot be changed."""


class LocalEngine(Engine, Protocol):
    """An engine whose library runs in this process, which therefore asks what nobody has checked in another one."""

    #: The folder that another process opens for itself; empty where it has to be handed the graph.
    place: str

    def run(self, query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Begin to answer a query of any form, for the process that may be killed."""

    def silences(self, query: str) -> bool:
        """Tell whether a SERVICE SILENT of a query is answered as if nobody had answered."""

    def dump(self, output: Any) -> None:
        """Write everything as N-Quads into anything with ``write``."""

    def settle(self) -> None:
        """Be ready to answer in this process, which may have been forked from the one that made the engine."""
