"""Whether the shipped graph is known to conform to the shapes: a file keeps for which data, rules and shapes it does.

``make derived`` writes it, when the shapes have found nothing. Where anything has changed since, nothing is known, and whoever
wants to know has to run them over everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.store import derivation, files

if TYPE_CHECKING:
    from calcigraph.store.engine import Engine

CONFORMS_FILE = "graph/derived/conforms.txt"
_MARK = b"conforms: "


def mark() -> bytes:
    """Name the shipped data, rules and shapes.

    Returns:
        The content that the file has to have where they conform.

    Example:
        >>> mark().startswith(b"conforms: ")
        True
    """
    shapes = list(files.listing("ontology/shapes", ".ttl"))
    return _MARK + derivation.checksum([*derivation.sources(), shapes]) + b"\n"


def conforms(engine: Engine) -> bool:
    """Tell whether a graph is the shipped one, and that one is known to conform.

    Args:
        engine: what holds the graph.

    Returns:
        False where nothing is known.

    Example:
        >>> conforms(store.engine)
        True
    """
    if getattr(engine, "shipped", None) is None or getattr(engine, "version", None) != getattr(engine, "shipped", None):
        return False
    try:
        return files.read(CONFORMS_FILE) == mark()
    except FileNotFoundError:
        return False
