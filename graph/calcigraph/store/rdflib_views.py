"""The graph as rdflib sees it: no copy where that can be, so that SPARQL runs compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from calcigraph.errors import BadQuery, Unavailable
from calcigraph.namespaces import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    import rdflib

    from calcigraph.store.engine import Engine
    from calcigraph.store.local import OxigraphEngine
    from calcigraph.store.terms import Quad, Triple


def dataset_of(engine: Engine) -> rdflib.Dataset:
    """Show an engine as an rdflib dataset; no copy.

    Args:
        engine: in memory or on disk, where the dataset cannot be changed.

    Returns:
        The dataset; its default graph is the union of the named ones.

    Raises:
        Unavailable: the graph is on a server, which rdflib asks by itself.

    Example:
        >>> len(dataset_of(store.engine)) > 1000
        True
    """
    if "library" not in engine.capabilities:
        raise Unavailable("a graph on a server is no rdflib dataset here; open it in memory or from a folder")
    import rdflib
    from oxrdflib import OxigraphStore

    class View(OxigraphStore):
        """A store that tells the engine of every change."""

        def add(self, *given: Any, **named: Any) -> None:
            """Add a triple."""
            engine.version += 1
            super().add(*given, **named)

        def addN(self, *given: Any, **named: Any) -> None:  # noqa: N802 - the name is the library's
            """Add quads."""
            engine.version += 1
            super().addN(*given, **named)

        def remove(self, *given: Any, **named: Any) -> None:
            """Remove what matches."""
            engine.version += 1
            super().remove(*given, **named)

        def remove_graph(self, *given: Any, **named: Any) -> None:
            """Remove a named graph."""
            engine.version += 1
            super().remove_graph(*given, **named)

        def update(self, *given: Any, **named: Any) -> None:
            """Run an update."""
            engine.version += 1
            super().update(*given, **named)

    dataset = rdflib.Dataset(store=View(store=cast("OxigraphEngine", engine).store), default_union=True)
    for prefix, iri in PREFIXES.items():
        dataset.bind(prefix, iri, replace=True)
    return dataset


def merged_view(quads: Iterable[Quad]) -> rdflib.Graph:
    """Show quads as one rdflib graph, kept in a store of their own.

    Args:
        quads: from any named graphs.

    Returns:
        Their union.

    Example:
        >>> len(merged_view(store.engine.quads())) > 1000
        True
    """
    import pyoxigraph as ox
    import rdflib
    from oxrdflib import OxigraphStore
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    one = ox.Store()
    one.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    size = len(one)

    class View(rdflib.Graph):
        """A graph that knows its length: pySHACL asks for it with every result, and counting takes long."""

        def __len__(self) -> int:
            return size

    return View(store=OxigraphStore(store=one), identifier=DATASET_DEFAULT_GRAPH_ID)


def graph_of(triples: Sequence[Triple]) -> rdflib.Graph:
    """Copy triples into an rdflib graph.

    Args:
        triples: of an answer.

    Returns:
        The graph, with the prefixes of the graph bound.

    Raises:
        BadQuery: a term is of RDF 1.2, which rdflib does not know.

    Example:
        >>> len(graph_of(store.engine.construct("DESCRIBE id:mk-7"))) > 5
        True
    """
    import pyoxigraph as ox
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    objects = [triple.object for triple in triples]
    if any(isinstance(each, ox.Triple) or getattr(each, "direction", None) for each in objects):
        raise BadQuery("the answer holds terms of RDF 1.2, which rdflib does not know; ask with SELECT")
    lines = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    graph.parse(data=(lines or b"").decode(), format="nt")
    return graph
