"""The engine on a server: a SPARQL 1.1 endpoint that holds a release of the graph in its named graphs.

The query and the names of the graphs whose union it asks go by the SPARQL 1.1 protocol, so that no query is written for
one server. What comes back is whole, or nothing is used of it.
"""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import pyoxigraph as ox

from calcigraph._version import __version__
from calcigraph.errors import BadQuery, Unavailable, shown
from calcigraph.namespaces import ASSERTED, DERIVED, ONTOLOGY
from calcigraph.store import http_client
from calcigraph.store.local import KNOWN, as_allowed, graphs_from, read_only
from calcigraph.store.scanning import MAX_NESTING, bare, form, too_deep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from calcigraph.store.engine import Row
    from calcigraph.store.terms import Quad, Triple

#: The named graphs, which a release has.
GRAPHS = (ONTOLOGY, ASSERTED, DERIVED)
_ROWS = "application/sparql-results+json"
_Dataset = tuple[tuple[str, str], ...]
_UNION: _Dataset = tuple((f"{kind}-graph-uri", graph) for kind in ("default", "named") for graph in GRAPHS)
_TRIPLES = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.5"
_RELEASE = "SELECT DISTINCT ?release { <https://w3id.org/calcigraph/ontology> owl:versionInfo ?release }"
_ACROSS = "ASK { ?claim a cg:Claim ; cg:predicate ?predicate ; cg:verdict ?verdict . ?predicate cg:sign ?sign }"
_ANYWHERE = "ASK { { ?claim a cg:Claim } UNION { GRAPH ?graph { ?claim a cg:Claim } } }"
_NAMED = "SELECT DISTINCT ?graph { GRAPH ?graph {} }"
# Fewer rows than any server was seen to cap at.
_NEVER_CAPPED = 1000
_PREFIXED = re.compile(r"(?<![\w?$@:-])([A-Za-z][\w.-]*):")


class Allowed(NamedTuple):
    """What an answer may take.

    Attributes:
        seconds: by the clock; 0 for no limit.
        size: in bytes; 0 for no limit.
    """

    seconds: float = http_client.SECONDS
    size: int = http_client.SIZE


class EndpointEngine:
    """A SPARQL endpoint that holds the graph; it cannot be changed.

    Args:
        address: of the endpoint.
        allow_network: let SERVICE in queries reach other endpoints.
        allowed: what an answer may take.

    Attributes:
        capabilities: what it can do beside, of ``engine.CAPABILITIES``.
        version: of a graph that does not change.

    Example:
        >>> EndpointEngine("http://a.example/sparql").address
        'http://a.example/sparql'
    """

    capabilities = frozenset({"shared"})
    version = 0

    def __init__(self, address: object, *, allow_network: bool = False, allowed: Allowed | None = None) -> None:
        self.address = http_client.an_address(address)
        self.allow_network = allow_network
        self.allowed = allowed or Allowed()
        self._union: _Dataset = _UNION

    @classmethod
    def found(cls, address: object, *, allow_network: bool = False, allowed: Allowed | None = None) -> EndpointEngine:
        """Make the engine of an endpoint, and see that it holds this release of the graph.

        Args:
            address: of the endpoint.
            allow_network: let SERVICE in queries reach other endpoints.
            allowed: what an answer may take.

        Returns:
            The engine.

        Raises:
            BadArgument: it is no address.
            Unavailable: nobody answers there, or no SPARQL endpoint, or one without this release of the graph.

        Example:
            >>> EndpointEngine.found("nowhere")
            Traceback (most recent call last):
            calcigraph.errors.BadArgument: 'nowhere' is no address of an endpoint; expected http://... or https://...
        """
        engine = cls(address, allow_network=allow_network, allowed=allowed)
        try:
            engine._see_graph()
        except BadQuery as error:
            raise Unavailable(f"{error}; expected a server of SPARQL 1.1") from None
        return engine

    def _see_graph(self) -> None:
        where = shown(self.address)
        releases = sorted(str(release) for (release,) in self.values(_RELEASE))
        if not releases:
            if self._ask(_ANYWHERE, ()):
                raise Unavailable(
                    f"{where} holds claims, but not in the named graphs of a release; load calcigraph.nq or "
                    "calcigraph.trig of 'calcigraph build' there"
                )
            raise Unavailable(
                f"{where} does not hold the graph; load calcigraph.nq or calcigraph.trig of 'calcigraph build' there"
            )
        if releases != [__version__]:
            raise Unavailable(
                f"{where} holds release {shown(', '.join(releases))} of the graph, and this is {__version__}; load the "
                "same release there"
            )
        if not self.ask(_ACROSS):
            raise Unavailable(
                f"{where} does not answer on the union of the named graphs, or one of them is missing: "
                f"{', '.join(f'<{graph}>' for graph in GRAPHS)}"
            )
        # A server that has nothing else, and takes the union by itself, answers in half the time when it is not told to.
        if self._ask(_ACROSS, ()) and {graph for (graph,) in self._values(_NAMED, ())} == set(GRAPHS):
            self._union = ()

    def __len__(self) -> int:
        return int(str(self.values("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")[0][0]))

    def values(self, query: str) -> list[tuple[str | None, ...]]:
        """Answer a SELECT query with plain text: IRIs and lexical forms.

        Args:
            query: SPARQL.

        Returns:
            The rows, None where a variable is unbound.

        Raises:
            BadQuery: the server takes the query for malformed.
            Unavailable: there is no whole answer.
        """
        return self._values(query, self._graphs(query))

    def select(self, query: str, allowed: Allowed | None = None) -> tuple[tuple[str, ...], list[Row]]:
        """Answer a SELECT query.

        Args:
            query: SPARQL; the graph's own prefixes are known.
            allowed: what the answer may take; None for what the engine says.

        Returns:
            Names of the variables, and the rows.

        Raises:
            BadQuery: it is no SELECT query, an update, or the server takes it for malformed.
            Unavailable: there is no whole answer, or it asks for the network, which is not allowed.
        """
        return self._select(query, self._graphs(query), allowed)

    def _values(self, query: str, graphs: _Dataset) -> list[tuple[str | None, ...]]:
        return [tuple(getattr(term, "value", None) for term in row) for row in self._select(query, graphs)[1]]

    def _select(
        self, query: str, graphs: _Dataset, allowed: Allowed | None = None
    ) -> tuple[tuple[str, ...], list[Row]]:
        self._of_form(query, {"select"}, "SELECT")
        reply = self._post(self._written(query), graphs, _ROWS, allowed)
        found = self._results(reply)
        if isinstance(found, bool):
            raise http_client.not_results(self.address, reply)
        names, rows = found
        self._see_all(query, graphs, len(rows), reply.capped, allowed)
        return names, rows

    def ask(self, query: str, allowed: Allowed | None = None) -> bool:
        """Answer an ASK query.

        Args:
            query: SPARQL.
            allowed: what the answer may take; None for what the engine says.

        Returns:
            Whether the pattern has a match.

        Raises:
            BadQuery: it is no ASK query, or the server takes it for malformed.
            Unavailable: there is no whole answer, or it asks for the network, which is not allowed.
        """
        return self._ask(query, self._graphs(query), allowed)

    def _ask(self, query: str, graphs: _Dataset, allowed: Allowed | None = None) -> bool:
        self._of_form(query, {"ask"}, "ASK")
        reply = self._post(self._written(query), graphs, _ROWS, allowed)
        found = self._results(reply)
        if not isinstance(found, bool):
            raise http_client.not_results(self.address, reply)
        return found

    def construct(self, query: str, allowed: Allowed | None = None) -> list[Triple]:
        """Answer a CONSTRUCT or DESCRIBE query.

        Args:
            query: SPARQL. What DESCRIBE gives is for the server to say.
            allowed: what the answer may take; None for what the engine says.

        Returns:
            The triples, each once, sorted.

        Raises:
            BadQuery: the query is of another form, or the server takes it for malformed.
            Unavailable: there is no whole answer, or it asks for the network, which is not allowed.
        """
        self._of_form(query, {"construct", "describe"}, "CONSTRUCT or DESCRIBE")
        reply = self._post(self._written(query), self._graphs(query), _TRIPLES, allowed)
        written = ox.RdfFormat.from_media_type(reply.kind)
        if written is None or written not in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML):
            raise http_client.not_results(self.address, reply)
        if too_deep(reply.content.decode(errors="replace"), comparisons=False):
            raise Unavailable(f"the answer of {shown(self.address)} is nested more than {MAX_NESTING} brackets deep")
        try:
            return sorted({quad.triple for quad in ox.parse(reply.content, written)}, key=str)
        except SyntaxError:
            raise http_client.cut_short(self.address) from None

    def quads(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object: str | None = None,  # noqa: A002 - the RDF term
        graph: str | None = None,
    ) -> Iterator[Quad]:
        """Give the quads that match.

        Args:
            subject: IRI, or None for any.
            predicate: IRI, or None for any.
            object: IRI, or None for any.
            graph: IRI of a named graph, or None for all.

        Returns:
            Quads in no particular order.
        """
        given = {"s": subject, "p": predicate, "o": object, "g": graph}
        terms: dict[str, Any] = {name: ox.NamedNode(iri) for name, iri in given.items() if iri}
        places = {name: str(terms[name]) if name in terms else f"?{name}" for name in given}
        free = " ".join(f"?{name}" for name in given if name not in terms)
        pattern = f"GRAPH {places['g']} {{ {places['s']} {places['p']} {places['o']} }}"
        if not free:
            return iter([ox.Quad(*terms.values())] if self.ask(f"ASK {{ {pattern} }}") else ())
        names, rows = self.select(f"SELECT {free} {{ {pattern} }}")
        found: Iterator[dict[str, Any]] = (terms | dict(zip(names, row, strict=True)) for row in rows)
        return (ox.Quad(each["s"], each["p"], each["o"], each["g"]) for each in found)

    def load(self, turtle: bytes, graph: str, *, base: str | None = None) -> NoReturn:  # noqa: ARG002 - as every engine
        """Refuse to load anything.

        Raises:
            Unavailable: always.
        """
        raise self._unchanging()

    def drop(self, graph: str) -> NoReturn:  # noqa: ARG002 - as every engine
        """Refuse to take anything out.

        Raises:
            Unavailable: always.
        """
        raise self._unchanging()

    def _unchanging(self) -> Unavailable:
        return Unavailable(f"{shown(self.address)} is only read; open the graph in memory to change it")

    def _post(self, asked: str, graphs: _Dataset, accept: str, allowed: Allowed | None) -> http_client.Reply:
        seconds, size = allowed or self.allowed
        return http_client.post(self.address, asked, graphs, accept=accept, seconds=seconds, size=size)

    @staticmethod
    def _of_form(query: str, forms: set[str], name: str) -> None:
        read_only(query)
        word = form(query)
        if word not in forms:
            raise BadQuery(f"expected {'an' if name == 'ASK' else 'a'} {name} query, got {shown(word.upper())}")

    def _graphs(self, query: str) -> _Dataset:
        """The graphs to ask, by the protocol; what FROM names is repeated there, since servers pass over it in silence."""
        given = graphs_from(query, GRAPHS)
        if not given:
            return self._union
        if re.search(r"\bNAMED\b", query, re.IGNORECASE):
            if not self._union:
                raise Unavailable(
                    f"{shown(self.address)} takes the union of all graphs by itself, and may pass over FROM NAMED; "
                    "write GRAPH with the name of the graph"
                )
            return ()
        return tuple(("default-graph-uri", graph) for graph in given)

    def _written(self, query: str) -> str:
        """The query as a server takes it: with the prefixes that need not be declared here, on its first line."""
        try:
            query.encode()
        except UnicodeEncodeError:
            raise BadQuery("the query is not valid Unicode text") from None
        asked = as_allowed(query, allow_network=self.allow_network)
        used = set(_PREFIXED.findall(asked))
        return "".join(f"PREFIX {name}: <{KNOWN[name]}> " for name in sorted(used & KNOWN.keys())) + asked

    def _results(self, reply: http_client.Reply) -> bool | tuple[tuple[str, ...], list[Row]]:
        """The truth value, or names and rows, of an answer that has come whole."""
        if "json" not in reply.kind:
            raise http_client.not_results(self.address, reply)
        if b'"triple"' in reply.content and too_deep(reply.content.decode(errors="replace"), comparisons=False):
            raise Unavailable(f"the answer of {shown(self.address)} is nested more than {MAX_NESTING} brackets deep")
        # The library lets no other thread drop what it made here, so that no error may hold it: it is raised outside.
        with contextlib.suppress(SyntaxError, OSError, ValueError):
            return _read(reply.content)
        raise http_client.cut_short(self.address)

    def _see_all(self, query: str, graphs: _Dataset, rows: int, capped: int, allowed: Allowed | None) -> None:
        """Count the rows of an answer that may have been capped: caps are round numbers."""
        if rows < _NEVER_CAPPED or not (rows % 100 == 0 or rows & (rows - 1) == 0 or rows == capped):
            return
        if graphs_from(query, GRAPHS):  # the query says itself which graphs, and a part of it cannot
            raise Unavailable(
                f"{shown(self.address)} gave exactly {rows:,} rows, which may be its limit; ask for fewer with LIMIT"
            )
        start = len(query) - len(bare(query).lstrip())
        counting = f"{query[:start]}SELECT (COUNT(*) AS ?n) {{ {{ {query[start:]}\n}} }}"
        found = self._results(self._post(self._written(counting), graphs, _ROWS, allowed))
        counts = [] if isinstance(found, bool) else [int(getattr(row[0], "value", -1)) for row in found[1]]
        if counts != [rows]:
            there = f"{rows:,} of {counts[0]:,}" if counts else f"{rows:,}"
            raise Unavailable(f"{shown(self.address)} gives {there} rows at most; ask for fewer, or raise its limit")


def _read(content: bytes) -> bool | tuple[tuple[str, ...], list[Row]]:
    found = ox.parse_query_results(content, ox.QueryResultsFormat.JSON)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    return tuple(variable.value for variable in found.variables), [tuple(row) for row in found]
