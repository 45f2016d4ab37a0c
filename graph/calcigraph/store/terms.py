"""The terms of RDF, for every floor: the engine's own classes, so that nothing is copied on the way."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

#: What can stand in a row of an answer.
Term = NamedNode | BlankNode | Literal | Triple

__all__ = ["BlankNode", "Literal", "NamedNode", "Quad", "Term", "Triple"]
