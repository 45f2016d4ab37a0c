"""What the engines in memory and on disk share: an Oxigraph store in this process, and how it is asked.

The store holds three named graphs (ontology, asserted, derived); queries see their union.
"""

from __future__ import annotations

import re
from contextlib import contextmanager

import pyoxigraph as ox

from calcigraph.errors import BadQuery, Unavailable, printable, shown
from calcigraph.namespaces import COMMON, PREFIXES
from calcigraph.store.scanning import (
    FORMS,
    MAX_NESTING,
    UPDATES,
    bare,
    form,
    may_call,
    named_graphs,
    too_deep,
    without_silent_calls,
)

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from calcigraph.store.engine import Row


#: What a query need not declare.
KNOWN = PREFIXES | COMMON


class OxigraphEngine:
    """An Oxigraph store that can be asked.

    Args:
        store: of the library.
        allow_network: let SERVICE reach other endpoints.

    Attributes:
        capabilities: what it can do beside, of ``engine.CAPABILITIES``.
        place: the folder that another process opens for itself; empty where it has to be handed the graph.
        version: grows with every change, so that who holds a copy knows when it is an old one.

    Example:
        >>> OxigraphEngine(ox.Store()).ask("ASK { ?s ?p ?o }")
        False
    """

    capabilities: frozenset[str] = frozenset({"library"})
    place = ""

    def __init__(self, store: ox.Store, *, allow_network: bool = False) -> None:
        self.store = store
        self.allow_network = allow_network
        self.version = 0

    def __len__(self) -> int:
        return len(self.store)

    def quads(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object: str | None = None,  # noqa: A002 - the RDF term
        graph: str | None = None,
    ) -> Iterator[ox.Quad]:
        """Give the quads that match, straight from the index: for a node a quarter of the time of a query.

        Args:
            subject: IRI, or None for any.
            predicate: IRI, or None for any.
            object: IRI, or None for any.
            graph: IRI of a named graph, or None for all.

        Returns:
            Quads in no particular order.

        Example:
            >>> [quad.object.value for quad in store.engine.quads(ID + "mk-7", SKOS + "prefLabel")]
            ['MK-7']
        """
        parts = (ox.NamedNode(each) if each else None for each in (subject, predicate, object, graph))
        return iter(self.store.quads_for_pattern(*parts))

    def dump(self, output: Any) -> None:
        """Write everything as N-Quads, to be handed to another process; blank nodes keep their labels.

        Args:
            output: a file, or anything with ``write``.

        Example:
            >>> import io
            >>> OxigraphEngine(ox.Store()).dump(io.BytesIO())
        """
        self.store.dump(output, ox.RdfFormat.N_QUADS)

    def values(self, query: str) -> list[tuple[str | None, ...]]:
        """Answer a SELECT query with plain text: IRIs and lexical forms.

        Args:
            query: SPARQL.

        Returns:
            The rows, None where a variable is unbound.

        Raises:
            BadQuery: the query is malformed.
        """
        # A quoted triple has no value of its own; none of our data has one.
        return [tuple(getattr(term, "value", None) for term in row) for row in self.select(query)[1]]

    def select(self, query: str) -> tuple[tuple[str, ...], list[Row]]:
        """Answer a SELECT query.

        Args:
            query: SPARQL; the graph's own prefixes are known.

        Returns:
            Names of the variables, and the rows.

        Raises:
            BadQuery: the query is malformed.
            Unavailable: it asks for the network, which is not allowed.
        """
        with explained(query):
            found = self.run(query)
            if not isinstance(found, ox.QuerySolutions):
                raise BadQuery(f"expected a SELECT query, got {form(query).upper()}")
            names = tuple(variable.value for variable in found.variables)
            return names, [tuple(row) for row in found]

    def ask(self, query: str) -> bool:
        """Answer an ASK query.

        Args:
            query: SPARQL.

        Returns:
            Whether the pattern has a match.

        Raises:
            BadQuery: the query is malformed or no ASK query.
            Unavailable: it asks for the network, which is not allowed.
        """
        with explained(query):
            found = self.run(query)
            if not isinstance(found, ox.QueryBoolean):
                raise BadQuery(f"expected an ASK query, got {form(query).upper()}")
            return bool(found)

    def construct(self, query: str) -> list[ox.Triple]:
        """Answer a CONSTRUCT or DESCRIBE query.

        Args:
            query: SPARQL.

        Returns:
            The triples, each once, sorted.

        Raises:
            BadQuery: the query is malformed or of another form.
            Unavailable: it asks for the network, which is not allowed.
        """
        with explained(query):
            found = self.run(query)
            if not isinstance(found, ox.QueryTriples):
                raise BadQuery(f"expected a CONSTRUCT or DESCRIBE query, got {form(query).upper()}")
            return sorted(set(found), key=str)

    def run(
        self, query: str, *, base: str | None = None, dataset: Mapping[str, list[ox.NamedNode]] | None = None
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Begin to answer a query of any form; inside ``explained``.

        Args:
            query: SPARQL.
            base: IRI against which its relative ones are resolved; None refuses them.
            dataset: ``default_graph`` and ``named_graphs`` in place of those that FROM names; None for the latter.

        Returns:
            What the engine's library gives, which is evaluated while it is read.

        Raises:
            BadQuery: it is an update, nested too deeply, or names a graph that is not here.
            Unavailable: it asks for the network, which is not allowed.
        """
        read_only(query)
        asked = as_allowed(query, allow_network=self.allow_network)
        # The library takes the union of all graphs or the graphs that FROM names, and passes over FROM in silence when
        # it is told to take the union.
        union = dataset is None and not graphs_from(query, (graph.value for graph in self.store.named_graphs()))
        graphs: dict[str, Any] = {} if dataset is None else dict(dataset)
        return self.store.query(asked, base_iri=base, use_default_graph_as_union=union, prefixes=KNOWN, **graphs)

    def settle(self) -> None:
        """Be ready to answer in this process; what is in memory always is."""

    def silences(self, query: str) -> bool:
        """Tell whether a query has a SERVICE SILENT that is answered as if nobody had answered.

        Args:
            query: SPARQL.

        Returns:
            Whether it has, and the network is not allowed.

        Example:
            >>> store.engine.silences("ASK { SERVICE SILENT <http://a.example/> { ?s ?p ?o } }")
            True
        """
        return not self.allow_network and without_silent_calls(query) != query


def read_only(query: str) -> None:
    """Refuse what is no query, or is nested deeper than any person writes.

    Args:
        query: SPARQL.

    Raises:
        BadQuery: it is an update, or nested too deeply.

    Example:
        >>> read_only("CLEAR ALL")
        Traceback (most recent call last):
        calcigraph.errors.BadQuery: CLEAR is an update, and the graph is read-only; send a query (SELECT, ASK, ...)
    """
    word = form(query)
    if word in UPDATES:
        raise BadQuery(f"{word.upper()} is an update, and the graph is read-only; send a query (SELECT, ASK, ...)")
    if too_deep(query):
        raise BadQuery(f"the query is nested more than {MAX_NESTING} brackets deep")


def as_allowed(query: str, *, allow_network: bool) -> str:
    """Take out of a query what would ask other endpoints.

    Args:
        query: SPARQL.
        allow_network: whether it may.

    Returns:
        The query as it may be asked: SERVICE SILENT is answered as if nobody had answered.

    Raises:
        Unavailable: it has a SERVICE that is not silent, which is not allowed.

    Example:
        >>> as_allowed("ASK {}", allow_network=False)
        'ASK {}'
    """
    if allow_network:
        return query
    asked = without_silent_calls(query)
    if may_call(asked):
        raise Unavailable("SERVICE needs the network, which is not allowed; allow it with --allow-network")
    return asked


def graphs_from(query: str, known: Iterable[str]) -> tuple[str, ...]:
    """Give the graphs of FROM in a query; one that is not here is refused, since it would be fetched or be empty.

    Args:
        query: SPARQL.
        known: IRIs of the named graphs.

    Returns:
        IRIs of FROM and FROM NAMED; none where the query has none.

    Raises:
        BadQuery: it names a graph that is not here.

    Example:
        >>> graphs_from("ASK {}", ()), graphs_from("ASK FROM <http://a.example/> {}", ["http://a.example/"])
        ((), ('http://a.example/',))
    """
    try:
        found = named_graphs(query)
    except ValueError as error:
        raise BadQuery(str(error)) from None
    if not found:
        return ()
    prologue, names = found
    values = f"{prologue}\nSELECT ?g {{ VALUES ?g {{ {' '.join(names)} }} }}"
    there = set(known)
    given = tuple(graph.value for (graph,) in ox.Store().query(values, prefixes=KNOWN))  # type: ignore[union-attr]
    for graph in given:
        if graph not in there:
            listed = ", ".join(f"<{each}>" for each in sorted(there)) or "none"
            raise BadQuery(f"no named graph is called <{shown(graph)}>; there are: {listed}")
    return given


@contextmanager
def explained(query: str) -> Iterator[None]:
    """Turn what the engine raises, while it parses or while it evaluates, into one line for the user.

    Args:
        query: SPARQL.

    Raises:
        BadQuery: the query is malformed or cannot be evaluated.
        Unavailable: another endpoint does not answer.

    Example:
        >>> with explained("ASK {"):
        ...     OxigraphEngine(ox.Store()).run("ASK {")
        Traceback (most recent call last):
        calcigraph.errors.BadQuery: malformed SPARQL: line 1, column 6: expected a variable, an IRI, a literal, ...
    """
    try:
        yield
    except UnicodeEncodeError:
        raise BadQuery("the query is not valid Unicode text") from None
    except SyntaxError as error:
        raise BadQuery(f"malformed SPARQL: {printable(_malformed(str(error), query))}") from None
    except OSError as error:
        raise Unavailable(f"the query could not be answered: {printable(str(error))}") from None
    except RuntimeError as error:
        raise BadQuery(f"the query could not be evaluated: {printable(str(error))}") from None


def parse_error(query: str) -> str:
    """Tell what the parser has against a query.

    Args:
        query: SPARQL.

    Returns:
        The parser's message with its position, or nothing when the query can be parsed.

    Example:
        >>> parse_error("ASK {}"), parse_error("ASK {")[:13]
        ('', 'error at 1:6:')
    """
    try:
        ox.Store().query(query, prefixes=KNOWN)
    except SyntaxError as error:
        return str(error)
    return ""


def _malformed(message: str, query: str) -> str:
    if form(query) in FORMS:
        from calcigraph.store.syntax import explain

        # What it tries are parts of the query; none may call anybody when the whole does not.
        calls = may_call(query)
        return explain(message, query, lambda text: parse_error(text) if calls or not may_call(text) else "")
    rest = bare(query).lstrip()
    before = query[: len(query) - len(rest)]
    word = re.match(r"\w{1,20}|\S", rest)
    expected = "SELECT, ASK, CONSTRUCT or DESCRIBE"
    if word and word[0].upper() == "PREFIX":
        expected = "a declaration such as 'PREFIX a: <http://a.example/>'"
    return (
        f"line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))}: expected {expected}, "
        f"found {repr(word[0]) if word else 'the end of the query'}"
    )
