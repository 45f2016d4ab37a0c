"""What the endpoint says of itself: the SPARQL 1.1 Service Description, and VoID; and what it adds to the graph for editors."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

from calcigraph.answers.asking import Questions
from calcigraph.errors import Unavailable
from calcigraph.exports.description import DATASET, describe
from calcigraph.namespaces import BASE, COMMON, PREFIXES, QUESTIONS
from calcigraph.questions.executables import to_turtle
from calcigraph.server.void_partitions import partitions
from calcigraph.store import serialising
from calcigraph.store.local import OxigraphEngine
from calcigraph.store.memory import MemoryEngine
from calcigraph.store.terms import Literal, NamedNode, Quad, Triple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from calcigraph.questions.headers import Question
    from calcigraph.store.engine import LocalEngine
    from calcigraph.store.store import Store

#: The named graph that describes the others.
DESCRIPTION = BASE + "graph/description"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULTS = (
    "SPARQL_Results_JSON",
    "SPARQL_Results_XML",
    "SPARQL_Results_CSV",
    "SPARQL_Results_TSV",
    "Turtle",
    "N-Triples",
    "JSON-LD",
    "RDF_XML",
)
_PREFIXES = PREFIXES | COMMON | {"sd": _SD, "formats": _FORMATS, "void-ext": "http://ldf.fi/void-ext#"}
#: Media types of the description and what writes them, the usual one first.
SYNTAXES: dict[str, Callable[[list[Triple]], bytes]] = {
    "text/turtle": lambda triples: serialising.turtle(triples, _PREFIXES),
    "application/n-triples": serialising.n_triples,
    "application/ld+json": serialising.json_ld,
    "application/rdf+xml": serialising.rdf_xml,
}
_XSD_IRI = NamedNode(PREFIXES["xsd"] + "anyURI")


class Described:
    """What is served, and what is said of it; each is found out when it is first needed.

    Args:
        engine: what holds it; it is only read.
        store: the same as the questions need it; None for data of others, which are served as they are.
        questions: those that come with it.
    """

    def __init__(self, engine: LocalEngine, store: Store | None = None, questions: Collection[Question] = ()) -> None:
        self._engine = engine
        self._store = store
        self._questions = questions

    @cached_property
    def added(self) -> MemoryEngine:
        """What editors ask an endpoint for, beside the data: questions, prefixes, and which class has which property."""
        found = MemoryEngine()
        if self._store is not None:
            found.load(to_turtle(self._store, self._questions).encode(), QUESTIONS)
            found.extend(Quad(each.subject, each.predicate, each.object, NamedNode(DESCRIPTION)) for each in self.void)
        return found

    @cached_property
    def void(self) -> list[Triple]:
        """The description of the data in VoID and DCAT with its partitions, and the prefixes; nothing for data of others."""
        if self._store is None:
            return []
        quads = list(self._engine.quads())
        union = list({quad.triple for quad in quads})
        return sorted({*describe(quads, union, []), *partitions(union), *_prefixes()}, key=str)

    @cached_property
    def graphs(self) -> Counter[str]:
        """How many triples each named graph has."""
        quads = (quad for engine in (self._engine, self.added) for quad in engine.quads())
        return Counter(quad.graph_name.value for quad in quads if isinstance(quad.graph_name, NamedNode))

    def dump(self, output: Any) -> None:
        """Write everything that the endpoint has as N-Quads.

        Args:
            output: anything with ``write``.
        """
        self._engine.dump(output)
        self.added.dump(output)


def described_graph(store: Store) -> Described:
    """Describe the graph with the questions that come with it; ``store.once`` keeps it.

    Args:
        store: the graph.

    Returns:
        Its description, which is made when it is first needed.

    Raises:
        Unavailable: the graph is asked of a server elsewhere, which answers SPARQL itself.

    Example:
        >>> store.once(described_graph).graphs["https://w3id.org/calcigraph/graph/ontology"] > 1000
        True
    """
    if not isinstance(store.engine, OxigraphEngine):
        raise Unavailable(
            "only a graph in memory or on disk can be served; the server of --store answers SPARQL itself"
        )
    return Described(store.engine, store, list(Questions(store).values()))


def description(endpoint: str, described: Described, media: str) -> bytes:
    """Write the description of the service.

    Args:
        endpoint: its address.
        described: what it serves.
        media: one of ``SYNTAXES``.

    Returns:
        The document.

    Example:
        >>> b"sd:endpoint <http://a.example/sparql>" in description(
        ...     "http://a.example/sparql", Described(store.engine), "text/turtle"
        ... )
        True
    """
    triples = sorted(_service(endpoint, described), key=str)
    return SYNTAXES[media]([*triples, *described.void])


def _service(endpoint: str, described: Described) -> Iterator[Triple]:
    dataset, default = f"{endpoint}#dataset", f"{endpoint}#default-graph"
    yield _link(endpoint, PREFIXES["rdf"] + "type", _SD + "Service")
    yield _link(endpoint, _SD + "endpoint", endpoint)
    yield _link(endpoint, _SD + "supportedLanguage", _SD + "SPARQL11Query")
    yield _link(endpoint, _SD + "feature", _SD + "UnionDefaultGraph")
    for each in _RESULTS:
        yield _link(endpoint, _SD + "resultFormat", _FORMATS + each)
    yield _link(endpoint, _SD + "defaultDataset", dataset)
    yield _link(dataset, PREFIXES["rdf"] + "type", _SD + "Dataset")
    yield _link(dataset, _SD + "defaultGraph", default)
    yield _link(default, PREFIXES["rdf"] + "type", _SD + "Graph")
    for number, (graph, count) in enumerate(sorted(described.graphs.items()), 1):
        named, content = f"{endpoint}#named-graph-{number}", f"{endpoint}#graph-{number}"
        yield _link(dataset, _SD + "namedGraph", named)
        yield _link(named, PREFIXES["rdf"] + "type", _SD + "NamedGraph")
        yield _link(named, _SD + "name", graph)
        yield _link(named, _SD + "graph", content)
        yield _link(content, PREFIXES["rdf"] + "type", _SD + "Graph")
        yield Triple(NamedNode(content), NamedNode(COMMON["void"] + "triples"), Literal(count))
    if described.void:
        yield _link(DATASET, COMMON["void"] + "sparqlEndpoint", endpoint)


def _prefixes() -> Iterator[Triple]:
    for prefix, namespace in (PREFIXES | COMMON).items():
        node = NamedNode(f"{DATASET}/prefix-{prefix}")
        yield Triple(NamedNode(DATASET), NamedNode(PREFIXES["sh"] + "declare"), node)
        yield Triple(node, NamedNode(PREFIXES["sh"] + "prefix"), Literal(prefix))
        yield Triple(node, NamedNode(PREFIXES["sh"] + "namespace"), Literal(namespace, datatype=_XSD_IRI))


def _link(subject: str, predicate: str, target: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(target))
