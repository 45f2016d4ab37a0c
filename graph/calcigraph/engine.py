"""The embedded SPARQL engine: an Oxigraph store in this process.

The store holds three named graphs (ontology, asserted, derived); queries see their union.
"""

from __future__ import annotations

import re
from contextlib import contextmanager

import pyoxigraph as ox

from calcigraph.errors import BadQuery, Unavailable
from calcigraph.namespaces import ASSERTED, DERIVED, ONTOLOGY, PREFIXES

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]

_UPDATES = {"insert", "delete", "load", "clear", "drop", "create", "add", "move", "copy", "with"}
_FORMS = ("select", "ask", "construct", "describe")
# Deeper nesting than any person writes overflows the stack of the parser, which would end the process.
MAX_NESTING = 200
# Strings, IRIs, comments and escaped characters of names go before a query is searched for keywords.
_OPAQUE = re.compile(
    r"\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
    r"|<[^<>\"{}|^`\\\s]*>|#[^\n\r]*|\\.",
    re.DOTALL,
)
# The parser reads '?a<5#>' as a comparison and a comment where the pattern above sees an IRI, and so could a hostile
# text hide what follows. Only what begins like 'scheme://' is an IRI in either reading.
_TWO_READINGS = re.compile(r"<(?![a-z][a-z0-9+.-]*://)[^<>\"{}|^`\\\s]*[#'][^<>\"{}|^`\\\s]*>", re.IGNORECASE)
# The parser wants no space around a keyword ('1SERVICE<...>', 'SERVICESILENT'), so word boundaries tell nothing.
# Variables and the local parts of names cannot be keywords, and a call needs a group in braces.
_NAMES = re.compile(r"[?$]\w+|:[\w:%-]*")
_CALL = re.compile(r"SERVICE[^{}]*\{", re.IGNORECASE)
_PROLOGUE = re.compile(r"\s*(?:BASE\s*|PREFIX\s+[^\s:]*:\s*)", re.IGNORECASE)


def form(query: str) -> str:
    """Tell what kind of query a text is, without parsing it.

    Args:
        query: SPARQL.

    Returns:
        ``select``, ``ask``, ``construct`` or ``describe``, or whatever word stands there, in lower case.

    Example:
        >>> form("PREFIX a: <http://select.example/> # ask\\nCONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        'construct'
    """
    bare = _bare(query)
    word = re.match(r"\s*(\w+)", bare)
    return word.group(1).lower() if word else ""


def _bare(query: str) -> str:
    """Take off the prologue, and blank what cannot hold keywords; what is left keeps its length and its lines."""
    text = _OPAQUE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), query)
    while match := _PROLOGUE.match(text):
        text = text[match.end() :]
    return text


class EmbeddedEngine:
    """An Oxigraph store in memory.

    Args:
        allow_network: let SERVICE reach other endpoints.

    Example:
        >>> engine = EmbeddedEngine()
        >>> engine.load(b"<http://a.example/> <http://a.example/p> 1 .", ASSERTED)
        >>> engine.select("SELECT ?n { ?s ?p ?n }")[1][0][0].value
        '1'
    """

    def __init__(self, *, allow_network: bool = False) -> None:
        self.store = ox.Store()
        self.allow_network = allow_network

    def load(self, turtle: bytes, graph: str) -> None:
        """Load Turtle into one of the named graphs.

        Args:
            turtle: the document.
            graph: IRI of the named graph.

        Raises:
            SyntaxError: the document is malformed; ``lineno`` and ``offset`` say where.
        """
        self.store.load(input=turtle, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))

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
        if word in _UPDATES:
            raise BadQuery(f"{word.upper()} is an update, and the graph is read-only; send a query (SELECT, ASK, ...)")
        if not self.allow_network and _may_call(query):
            raise Unavailable("SERVICE needs the network, which is not allowed; allow it with --allow-network")
        if _nesting(query) > MAX_NESTING:
            raise BadQuery(f"the query is nested more than {MAX_NESTING} brackets deep")
        return self.store.query(query, use_default_graph_as_union=True, prefixes=PREFIXES)


def _may_call(query: str) -> bool:
    """Whether a query can hold a SERVICE clause: sometimes yes without cause, never no with cause."""
    if "service" not in query.casefold():
        return False
    return bool(_TWO_READINGS.search(query) or _CALL.search(_NAMES.sub(" ", _OPAQUE.sub(" ", query))))


def _nesting(query: str) -> int:
    depth = deepest = 0
    for bracket in re.findall(r"[({\[\])}]", _OPAQUE.sub(" ", query)):
        depth += 1 if bracket in "({[" else -1
        deepest = max(deepest, depth)
    return deepest


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
    if form(query) in _FORMS:
        from calcigraph.syntax import explain

        return explain(message, query, parse_error)
    rest = _bare(query).lstrip()
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
    engine: EmbeddedEngine, ontology: Sequence[tuple[str, bytes]], data: Sequence[tuple[str, bytes]]
) -> None:
    """Load the shipped Turtle, one parse for each of the two named graphs.

    Args:
        engine: where to load.
        ontology: repository path and content of the ontology's files.
        data: the same of the instances.

    Example:
        >>> load_ontology_and_data(EmbeddedEngine(), [("a.ttl", b"")], [])
    """
    for graph, files in ((ONTOLOGY, ontology), (ASSERTED, data)):
        engine.load(b"\n".join(content for _, content in files), graph)
