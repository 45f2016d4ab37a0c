"""The media types in which a worker of a pool can write an answer."""

from __future__ import annotations

import pyoxigraph as ox

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from typing import Any

#: Media types of each kind of answer, the usual one first.
FORMATS: dict[str, dict[str, Any]] = {
    "bindings": {
        "application/sparql-results+json": ox.QueryResultsFormat.JSON,
        "application/sparql-results+xml": ox.QueryResultsFormat.XML,
        "text/csv": ox.QueryResultsFormat.CSV,
        "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    },
    "boolean": {
        "application/sparql-results+json": ox.QueryResultsFormat.JSON,
        "application/sparql-results+xml": ox.QueryResultsFormat.XML,
        "text/csv": ox.QueryResultsFormat.CSV,
        "text/tab-separated-values": ox.QueryResultsFormat.TSV,
    },
    "graph": {
        "text/turtle": ox.RdfFormat.TURTLE,
        "application/n-triples": ox.RdfFormat.N_TRIPLES,
        "application/ld+json": ox.RdfFormat.JSON_LD,
        "application/rdf+xml": ox.RdfFormat.RDF_XML,
    },
}
#: What stands between rows. Text can hold some of it too, and then rows are counted that are none.
MARKS = {
    "application/sparql-results+json": (b'}},{"', b",{}"),
    "application/sparql-results+xml": (b"</result>",),
    "text/csv": (b"\n",),
    "text/tab-separated-values": (b"\n",),
}
