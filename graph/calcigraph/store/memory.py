"""The engine in memory: an Oxigraph store in this process, which alone can be changed."""

from __future__ import annotations

import pyoxigraph as ox

from calcigraph.namespaces import ASSERTED, DERIVED, ONTOLOGY
from calcigraph.store.local import OxigraphEngine

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class MemoryEngine(OxigraphEngine):
    """An Oxigraph store in memory.

    Args:
        allow_network: let SERVICE reach other endpoints.

    Attributes:
        shipped: the version at which it held the shipped graph and nothing else, or None.

    Example:
        >>> engine = MemoryEngine()
        >>> engine.load(b"<http://a.example/> <http://a.example/p> 1 .", ASSERTED)
        >>> engine.select("SELECT ?n { ?s ?p ?n }")[1][0][0].value
        '1'
    """

    capabilities = frozenset({"library", "change"})

    def __init__(self, *, allow_network: bool = False) -> None:
        super().__init__(ox.Store(), allow_network=allow_network)
        self.shipped: int | None = None

    def load(self, turtle: bytes, graph: str, *, base: str | None = None) -> None:
        """Load Turtle into one of the named graphs.

        Args:
            turtle: the document.
            graph: IRI of the named graph.
            base: what relative IRIs are resolved against; None refuses them.

        Raises:
            SyntaxError: the document is malformed; ``lineno`` and ``offset`` say where.
        """
        self.version += 1
        self.store.load(input=turtle, format=ox.RdfFormat.TURTLE, base_iri=base, to_graph=ox.NamedNode(graph))

    def derive(self, rules: Iterable[str]) -> None:
        """Run CONSTRUCT rules in order and keep what they give in the derived graph.

        Args:
            rules: SPARQL CONSTRUCT queries, each seeing what those before it derived.
        """
        self.version += 1
        graph = ox.NamedNode(DERIVED)
        for rule in rules:
            triples = self.store.query(rule, use_default_graph_as_union=True)
            self.store.extend([ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples])  # type: ignore[union-attr]

    def forget(self, iri: str) -> None:
        """Remove a node with every triple it is in.

        Args:
            iri: IRI of the node.
        """
        self.version += 1
        node = ox.NamedNode(iri)
        for quad in [
            *self.store.quads_for_pattern(node, None, None),
            *self.store.quads_for_pattern(None, None, node),
        ]:
            self.store.remove(quad)

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
        self.version += 1
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
        self.version += 1
        self.store.remove_graph(ox.NamedNode(graph))


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
