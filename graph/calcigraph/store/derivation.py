"""What follows from the asserted graph by the rules, and the file that keeps it.

``graph/derived/derived.ttl`` holds the derived triples of the shipped graph, so that opening it costs one parse. Its first
line names the checksum of everything it follows from; when that does not fit, the rules run instead.
"""

from __future__ import annotations

import zlib

from calcigraph.namespaces import DERIVED, PREFIXES
from calcigraph.store import files
from calcigraph.store.memory import MemoryEngine, load_ontology_and_data

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DERIVED_FILE = "graph/derived/derived.ttl"
_MARK = b"# follows from "

Sources = list[tuple[str, bytes]]


def sources() -> tuple[Sources, Sources, Sources]:
    """Read what the graph is made of.

    Returns:
        Ontology, instances and rules, each as repository path and content.

    Example:
        >>> ontology, instances, rules = sources()
        >>> rules[0][0]
        'ontology/rules/10-class-closure.rq'
    """
    ontology = [entry for entry in files.listing("ontology", ".ttl") if "/shapes/" not in entry[0]]
    return ontology, list(files.listing("graph/instances", ".ttl")), list(files.listing("ontology/rules", ".rq"))


def checksum(parts: Iterable[Sources]) -> bytes:
    """Sum up names and contents, to see whether anything has changed; no protection against an attacker.

    Args:
        parts: lists of repository path and content.

    Returns:
        CRC-32 in hexadecimal and the number of bytes.

    Example:
        >>> checksum([[("a", b"b")]])
        b'beb86187-1'
    """
    running, size = 0, 0
    for part in parts:
        for name, content in part:
            running = zlib.crc32(content, zlib.crc32(f"{name} {len(content)}\n".encode(), running))
            size += len(content)
    return f"{running:08x}-{size}".encode()


def open_engine(
    *, allow_network: bool = False, without: Callable[[MemoryEngine], Iterable[str]] | None = None
) -> MemoryEngine:
    """Load the shipped graph with what follows from it.

    Args:
        allow_network: let SERVICE reach other endpoints.
        without: names the nodes to leave out, as IRIs, from the graph before the rules run; None leaves out nothing.

    Returns:
        The loaded engine.

    Example:
        >>> open_engine().ask("ASK { id:mk-7 a cg:Nutrient }")
        True
    """
    engine = MemoryEngine(allow_network=allow_network)
    ontology, instances, rules = sources()
    load_ontology_and_data(engine, ontology, instances)
    if without is not None:
        for iri in without(engine):
            engine.forget(iri)
        engine.derive(text.decode() for _, text in rules)
        return engine
    try:
        kept = files.read(DERIVED_FILE)
    except FileNotFoundError:
        kept = b""
    if kept.startswith(_MARK + checksum((ontology, instances, rules)) + b"\n"):
        engine.load(kept, DERIVED)
    else:
        engine.derive(text.decode() for _, text in rules)
    engine.shipped = engine.version
    return engine


def derived_turtle() -> bytes:
    """Derive everything anew and write it as Turtle.

    Returns:
        The content that ``graph/derived/derived.ttl`` has to have, the same for the same graph.

    Example:
        >>> derived_turtle().startswith(b"# follows from ")
        True
    """
    from calcigraph.store.serialising import compact_turtle

    parts = ontology, instances, rules = sources()
    engine = MemoryEngine()
    load_ontology_and_data(engine, ontology, instances)
    engine.derive(text.decode() for _, text in rules)
    triples = sorted((quad.triple for quad in engine.quads(graph=DERIVED)), key=str)
    return b"\n".join([_MARK + checksum(parts), *compact_turtle(triples, PREFIXES)])


def main() -> None:
    """Write ``graph/derived/derived.ttl`` in a checkout: ``python -m calcigraph.store.derivation``."""
    from pathlib import Path

    from calcigraph.store.outputs import write_whole

    place = files.root() / DERIVED_FILE
    write_whole(Path(str(place)), derived_turtle())


if __name__ == "__main__":
    main()
