"""RDF of others, in any syntax, as an engine that can be asked; its named graphs are kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from calcigraph.errors import BadFile, shown
from calcigraph.store.inputs import MAX_SIZE, named, read_file
from calcigraph.store.memory import MemoryEngine

if TYPE_CHECKING:
    from pathlib import Path

_POSITION = re.compile(r"^Parser error at line [0-9]+ (?:between )?column [0-9]+(?: and [^:]*)?: ")
#: Suffixes and the syntax that they stand for.
SYNTAXES = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".json": ox.RdfFormat.JSON_LD,
}


def engine_of(path: str | Path, *, max_size: float | str = MAX_SIZE) -> MemoryEngine:
    """Read RDF into an engine of its own.

    Args:
        path: of the file; its suffix says the syntax.
        max_size: how large it may be, in bytes or such as ``1GB``; 0 for any size.

    Returns:
        The engine.

    Raises:
        BadFile: it is missing, of an unknown syntax, too large, or malformed.

    Example:
        >>> engine_of("data.txt")
        Traceback (most recent call last):
        calcigraph.errors.BadFile: 'data.txt' is of no syntax of RDF; it ends in one of .ttl, .nt, .nq, .trig, ...
    """
    suffix = f".{str(path).rpartition('.')[2].lower()}"
    if suffix not in SYNTAXES:
        raise BadFile(f"'{named(path)}' is of no syntax of RDF; it ends in one of {', '.join(SYNTAXES)}")
    content = read_file(path, expected="a file of RDF", suffix=suffix, max_size=max_size)
    engine = MemoryEngine()
    try:
        engine.extend(ox.parse(content, SYNTAXES[suffix], base_iri=f"file:///{named(path).lstrip('/')}"))
    except SyntaxError as error:
        where = f"line {error.lineno}, column {error.offset}: " if error.lineno else ""
        raise BadFile(f"'{named(path)}' is malformed: {where}{shown(_POSITION.sub('', str(error.msg)))}") from None
    except ValueError as error:
        raise BadFile(f"'{named(path)}' cannot be read: {shown(error)}") from None
    return engine
