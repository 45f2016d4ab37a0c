"""The engine in memory: an Oxigraph store in this process.

The store holds three named graphs (ontology, asserted, derived); queries see their union.
"""

from __future__ import annotations

import re
from contextlib import contextmanager

import pyoxigraph as ox

from calcigraph.errors import BadQuery, Unavailable
from calcigraph.namespaces import ASSERTED, DERIVED, ONTOLOGY, PREFIXES
from calcigraph.store.scanning import FORMS, MAX_NESTING, UPDATES, bare, form, may_call, nesting

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from calcigraph.store.engine import Row


class MemoryEngine:
    """An Oxigraph store in memory.

    Args:
        allow_network: let SERVICE reach other endpoints.

    Example:
        >>> engine = MemoryEngine()
        >>> engine.load(b"<http://a.example/> <http://a.example/p> 1 .", ASSERTED)
        >>> engine.select("SELECT ?n { ?s ?p ?n }")[1][0][0].value
        '1'
    """

    def __init__(self, *, allow_network: bool = False) -> None:
        self.store = ox.Store()
        self.allow_network = allow_network

    def load(self, turtle: bytes, graph: str, *, base: str | None = None) -> None:
        """Load Turtle into one of the named graphs.

        Args:
            turtle: the document.
            graph: IRI of the named graph.
            base: what relative IRIs are resolved against; None refuses them.

        Raises:
            SyntaxError: the document is malformed; ``lineno`` and ``offset`` say where.
        """
        self.store.load(input=turtle, format=ox.RdfFormat.TURTLE, base_iri=base, to_graph=ox.NamedNode(graph))

    def derive(self, rules: Iterable[str]) -> None:
        """Run CONSTRUCT rules in order and keep what they give in the derived graph.

        Args:
            rules: SPARQL CONSTRUCT queries, each seeing what those before it derived.
        """
        graph = ox.NamedNode(DERIVED)
        for rule in rules:
            triples = self.store.query(rule, use_default_graph_as_union=True)
            self.store.extend([ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples])  # type: ignore[union-attr]

    def forget(self, iri: str) -> None:
        """Remove a node with every triple it is in.

        Args:
            iri: IRI of the node.
        """
        node = ox.NamedNode(iri)
        for quad in [
            *self.store.quads_for_pattern(node, None, None),
            *self.store.quads_for_pattern(None, None, node),
        ]:
            self.store.remove(quad)

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

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        """Take in quads.

        Args:
            quads: from another engine, or made.

        Example:
            >>> engine = MemoryEngine()
            >>> engine.extend(store.engine.quads(graph=ONTOLOGY))
            >>> len(engine) > 1000
            True
        """
        self.store.bulk_extend(quads)

    def drop(self, graph: str) -> None:
        """Take a named graph out, if it is there.

        Args:
            graph: its IRI.

        Example:
            >>> engine = MemoryEngine()
            >>> engine.load(b"<http://a.example/> a <http://a.example/b> .", ASSERTED)
            >>> engine.drop(ASSERTED)
            >>> len(engine)
            0
        """
        self.store.remove_graph(ox.NamedNode(graph))

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
        with _explained(query):
            found = self._run(query)
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
        with _explained(query):
            found = self._run(query)
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
        with _explained(query):
            found = self._run(query)
            if not isinstance(found, ox.QueryTriples):
                raise BadQuery(f"expected a CONSTRUCT or DESCRIBE query, got {form(query).upper()}")
            return sorted(set(found), key=str)

    def _run(self, query: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        word = form(query)
        if word in UPDATES:
            raise BadQuery(f"{word.upper()} is an update, and the graph is read-only; send a query (SELECT, ASK, ...)")
        if not self.allow_network and may_call(query):
            raise Unavailable("SERVICE needs the network, which is not allowed; allow it with --allow-network")
        if nesting(query) > MAX_NESTING:
            raise BadQuery(f"the query is nested more than {MAX_NESTING} brackets deep")
        return self.store.query(query, use_default_graph_as_union=True, prefixes=PREFIXES)


@contextmanager
def _explained(query: str) -> Iterator[None]:
    """Turn what the engine raises, while it parses or while it evaluates, into one line for the user."""
    try:
        yield
    except UnicodeEncodeError:
        raise BadQuery("the query is not valid Unicode text") from None
    except SyntaxError as error:
        raise BadQuery(f"malformed SPARQL: {_malformed(str(error), query)}") from None
    except OSError as error:
        raise Unavailable(f"the query could not be answered: {' '.join(str(error).split())}") from None
    except RuntimeError as error:
        raise BadQuery(f"the query could not be evaluated: {' '.join(str(error).split())}") from None


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
        ox.Store().query(query, prefixes=PREFIXES)
    except SyntaxError as error:
        return str(error)
    return ""


def _malformed(message: str, query: str) -> str:
    if form(query) in FORMS:
        from calcigraph.store.syntax import explain

        return explain(message, query, parse_error)
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


def load_ontology_and_data(
    engine: MemoryEngine, ontology: Sequence[tuple[str, bytes]], data: Sequence[tuple[str, bytes]]
) -> None:
    """Load the shipped Turtle, one parse for each of the two named graphs.

    Args:
        engine: where to load.
        ontology: repository path and content of the ontology's files.
        data: the same of the instances.

    Example:
        >>> load_ontology_and_data(MemoryEngine(), [("a.ttl", b"")], [])
    """
    for graph, files in ((ONTOLOGY, ontology), (ASSERTED, data)):
        engine.load(b"\n".join(content for _, content in files), graph)
