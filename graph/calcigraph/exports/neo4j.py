"""Neo4j: nodes and relationships as the two CSV files that ``neo4j-admin database import`` takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.exports import records
from calcigraph.exports.claim_tables import csv_of
from calcigraph.exports.one_format import NO_EVIDENCE, Format
from calcigraph.namespaces import shorten

if TYPE_CHECKING:
    from calcigraph.exports.claim_tables import Row
    from calcigraph.mechanism.slices import Slice
    from calcigraph.store.store import Store

NODES, EDGES = "_nodes.csv", "_relationships.csv"


def _written(store: Store, part: Slice | None) -> dict[str, bytes]:
    found = records.read(store, part)
    nodes: list[Row] = [
        {
            "id:ID": shorten(node.iri),
            "iri": node.iri,
            "name": node.label,
            "definition": node.definition,
            "synonyms:string[]": _joined(node.synonyms),
            "endpoint": node.endpoint,
            ":LABEL": _joined(node.classes),
        }
        for node in found.nodes
    ]
    edges: list[Row] = [
        {
            ":START_ID": shorten(edge.subject),
            ":END_ID": shorten(edge.object),
            ":TYPE": _upper(edge.predicate_name),
            "claim": edge.curie,
            "sentence": edge.label,
            "sign:int": edge.sign,
            "negated:boolean": edge.negated,
            "directness": edge.directness,
            "status": edge.status,
            "certainty": edge.certainty or None,
            "in_force:boolean": edge.in_force,
            "supporting:int": edge.supporting,
            "refuting:int": edge.refuting,
            "no_effect:int": edge.null,
        }
        for edge in found.edges
    ]
    return {NODES: csv_of(nodes), EDGES: csv_of(edges)}


def _joined(values: tuple[str, ...]) -> str:
    """A list in one cell, parted by the sign that the tool takes where it is told no other."""
    return ";".join(each.replace(";", ",") for each in values)


def _upper(name: str) -> str:
    """The name of a predicate as Neo4j writes types: ``contributesTo`` becomes ``CONTRIBUTES_TO``."""
    return "".join(f"_{sign}" if sign.isupper() else sign for sign in name).upper()


FORMATS = (
    Format(
        "neo4j",
        "Neo4j import (CSV)",
        (".csv",),
        "Entities as nodes with their classes for labels, claims as relationships with sign and verdict: "
        "neo4j-admin database import full --nodes=FILE_nodes.csv --relationships=FILE_relationships.csv.",
        (
            "its form is that of the manual of neo4j-admin; it was not tried in Neo4j",
            NO_EVIDENCE,
        ),
        _written,
        several=(NODES, EDGES),
    ),
)
