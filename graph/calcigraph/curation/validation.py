"""Checks the graph against the shapes of ``ontology/shapes/`` and says what is wrong, where, and how to mend it.

pySHACL does the validation. It works on a view of an Oxigraph store, so that the SPARQL of the shapes runs compiled.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from calcigraph.curation.conformity import CONFORMS_FILE, conforms, mark
from calcigraph.curation.focusing import focused, reach_of, touched
from calcigraph.curation.report import Report, Violation
from calcigraph.curation.sense import warnings
from calcigraph.errors import BadArgument, BadFile
from calcigraph.namespaces import ASSERTED, BASE, DERIVED, PREFIXES, QUESTIONS, shorten
from calcigraph.ranges import said
from calcigraph.store import derivation, files
from calcigraph.store.inputs import MAX_SIZE, read_file
from calcigraph.store.limits import Limits
from calcigraph.store.memory import MemoryEngine
from calcigraph.store.rdflib_views import merged_view
from calcigraph.store.serialising import parse_turtle
from calcigraph.store.store import Store
from calcigraph.store.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import rdflib

    from calcigraph.store.engine import Engine

#: The one target of rules over the whole graph; their results name the culprit as value.
WHOLE_GRAPH = BASE + "ontology"

_SH = PREFIXES["sh"]
_LABEL = PREFIXES["skos"] + "prefLabel"
_PREFIX_LINE = re.compile(r"^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE | re.MULTILINE)
_SUBJECT_LINE = re.compile(r"^(?:<([^>\s]+)>|([\w.-]*):([^\s;,\[\]()\"'<>@#]+))\s", re.MULTILINE)

__all__ = [
    "Report",
    "Violation",
    "check",
    "joined",
    "read_turtle",
    "report",
    "run_shapes",
    "shape_names",
    "shapes",
    "validate",
]


def validate(store: Store, paths: Iterable[str | Path] = (), *, max_size: float | str = MAX_SIZE) -> Report:
    """Check a graph, alone or joined with other Turtle, against the shapes.

    Args:
        store: the graph.
        paths: Turtle files to join to it; what follows by rule is then derived anew.
        max_size: how large each may be, in bytes or such as ``1GB``; 0 for any size.

    Returns:
        The report.

    Raises:
        BadFile: a file is missing or no Turtle.

    Example:
        >>> validate(store).conforms
        True
    """
    listed = [paths] if isinstance(paths, str | Path) else paths
    if isinstance(listed, bytes) or not hasattr(type(listed), "__iter__"):
        raise BadArgument(f"paths are the names of files, not {said(listed)}")
    added = [(str(path), read_turtle(path, store, max_size=max_size)) for path in listed]
    engine = joined(store.engine, [content for _, content in added]) if added else store.engine
    found = report(check(engine, since=store.engine if added else None), added, engine)
    triples = (triple for _, content in added for triple in parse_turtle(content, base=BASE))
    return replace(found, warnings=warnings(Store(engine), store, triples) if added else ())


def read_turtle(path: str | Path, store: Store, *, max_size: float | str = MAX_SIZE) -> bytes:
    """Read a file of Turtle.

    Args:
        path: where it is.
        store: the graph, whose worker parses the file, since a hostile one could end the process that does.
        max_size: as for ``validate``.

    Returns:
        Its content.

    Raises:
        BadFile: there is no such file, it is too large, or no Turtle; the message says where it goes wrong.
        BadArgument: the path is none.
        Unavailable: parsing it took more time or memory than a query may.

    Example:
        >>> read_turtle("no-such.ttl", store)
        Traceback (most recent call last):
        calcigraph.errors.BadFile: no file is called 'no-such.ttl'; expected a Turtle file
    """
    content = read_file(path, expected="a Turtle file", suffix=".ttl", max_size=max_size)
    if fault := store.worker.turtle_fault(content, BASE, Limits()):
        raise BadFile(
            f"'{path}' is no Turtle: {fault}" if fault.startswith("line ") else f"'{path}' cannot be read: {fault}"
        )
    return content


def joined(engine: Engine, contents: Iterable[bytes], *, without: Iterable[str] = ()) -> MemoryEngine:
    """Join Turtle to a graph and derive anew what follows.

    Args:
        engine: what holds the graph.
        contents: Turtle documents.
        without: IRIs of nodes to leave out, with every triple they are in.

    Returns:
        An engine of its own.
    """
    own = MemoryEngine()
    own.extend(quad for quad in engine.quads() if quad.graph_name != NamedNode(DERIVED))
    for iri in without:
        own.forget(iri)
    for content in contents:
        own.load(content, ASSERTED, base=BASE)
    own.derive(text.decode() for _, text in derivation.sources()[2])
    return own


def check(engine: Engine, *, since: Engine | None = None) -> rdflib.Graph:
    """Run the shapes over a graph with pySHACL.

    Args:
        engine: what holds the graph, derived triples included.
        since: the graph as it was before a change. Where it is the shipped one, and that is known to conform, only what
            the change can have made wrong is looked at; the report is the same.

    Returns:
        The report as pySHACL wrote it.
    """
    # Questions are loaded on request; the shapes are about what is said, not about what can be asked.
    quads = [quad for quad in engine.quads() if quad.graph_name != NamedNode(QUESTIONS)]
    nodes = None
    if since is not None and conforms(since):
        before = (quad.triple for quad in since.quads())
        nodes = touched(before, (quad.triple for quad in quads), reach_of(shapes()))
    return run_shapes(merged_view(quads), focused(shapes(), engine, nodes))


def run_shapes(data: rdflib.Graph, chosen: rdflib.Graph | None = None) -> rdflib.Graph:
    """Run the shapes over any rdflib graph with pySHACL.

    Args:
        data: the graph, derived triples included.
        chosen: the shapes; None for all, over all nodes.

    Returns:
        The report as pySHACL wrote it.

    Raises:
        RuntimeError: a shape cannot be run.

    Example:
        >>> import rdflib
        >>> len(run_shapes(rdflib.Graph()))
        2
    """
    import pyshacl
    import rdflib

    _, found, text = pyshacl.validate(data, shacl_graph=shapes() if chosen is None else chosen, inplace=True)
    if not isinstance(found, rdflib.Graph):
        raise RuntimeError(text)  # noqa: TRY004 - a shape that pySHACL could not run, not a wrong type
    return found


@lru_cache(maxsize=1)
def shapes() -> rdflib.Graph:
    """Read the shapes.

    Returns:
        The graph of all shapes.

    Example:
        >>> len(shapes()) > 100
        True
    """
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for _, content in files.listing("ontology/shapes", ".ttl"):
        graph.parse(data=content, format="turtle")
    return graph


def report(found: rdflib.Graph, added: Iterable[tuple[str, bytes]], engine: Engine) -> Report:
    """Make a readable report of pySHACL's.

    Args:
        found: the report as pySHACL wrote it.
        added: name and content of the files that were joined to the graph.
        engine: what was validated, for labels.

    Returns:
        The report.
    """
    results = list(_results(found))
    places = _places([*added, *files.listing("graph/instances", ".ttl")]) if results else {}
    violations = {
        Violation(name=_name(row["focus"], engine), file=file, line=line, **row)
        for row in results
        for file, line in [places.get(row["focus"], ("", 0))]
    }
    ordered = sorted(violations, key=lambda v: (v.file, v.line, v.focus, v.shape, v.path, v.value, v.message))
    return Report(tuple(ordered), len(shape_names()))


def shape_names() -> frozenset[str]:
    """List the shapes that can be broken.

    Returns:
        IRIs of all shapes that have a message.

    Example:
        >>> "https://w3id.org/calcigraph/ontology#AmountUnitShape" in shape_names()
        True
    """
    import rdflib

    return frozenset(str(shape) for shape in shapes().subjects(rdflib.URIRef(_SH + "message")))


def _results(found: rdflib.Graph) -> Iterator[dict[str, str]]:
    import rdflib

    sh = rdflib.Namespace(_SH)
    nameless: dict[str, str] = {}

    def written(term: rdflib.term.Node | None) -> str:
        if isinstance(term, rdflib.BNode):
            # Labels of blank nodes change from run to run; their numbers do not.
            return nameless.setdefault(str(term), f"_:b{len(nameless) + 1}")
        if isinstance(term, rdflib.Literal):
            # Stores differ in whether they name the datatype of plain text.
            return str(Literal(str(term), language=term.language) if term.language else _literal(term))
        return f"<{term}>" if term is not None else ""

    for node in found.objects(None, sh.result):
        focus, value = found.value(node, sh.focusNode), found.value(node, sh.value)
        if str(focus) == WHOLE_GRAPH and value is not None:
            focus, value = value, None
        path = found.value(node, sh.resultPath)
        yield {
            "focus": written(focus).strip("<>"),
            "shape": str(found.value(node, sh.sourceShape)),
            "message": _message(found, node, sh.resultMessage),
            "path": str(path) if isinstance(path, rdflib.URIRef) else "",
            "value": written(value),
            "component": str(found.value(node, sh.sourceConstraintComponent)),
            "severity": str(found.value(node, sh.resultSeverity)),
        }


def _literal(term: rdflib.Literal) -> Literal:
    return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))


def _message(found: rdflib.Graph, node: rdflib.term.Node, message: rdflib.URIRef) -> str:
    text = " ".join(sorted(str(part) for part in found.objects(node, message)))
    # Messages hold full IRIs where a query named them.
    return re.sub(r"https?://[^\s,;{}]+(?<![.:)])", lambda iri: shorten(iri.group()), text)


def _name(focus: str, engine: Engine) -> str:
    if focus.startswith("_:"):
        return focus
    for quad in engine.quads(focus, _LABEL):
        if isinstance(quad.object, Literal):
            return f"{shorten(focus)} ({quad.object.value})"
    return shorten(focus)


def _places(sources: Iterable[tuple[str, bytes]]) -> Mapping[str, tuple[str, int]]:
    places: dict[str, tuple[str, int]] = {}
    for name, content in sources:
        text = content.decode(errors="replace")
        known = dict(_PREFIX_LINE.findall(text))
        for match in _SUBJECT_LINE.finditer(text):
            iri, prefix, local = match.groups()
            if iri is None and prefix not in known:
                continue
            places.setdefault(iri or known[prefix] + local, (name, text.count("\n", 0, match.start()) + 1))
    return places


def main() -> None:
    """Write in a checkout that the shipped graph conforms: ``python -m calcigraph.curation.validation``.

    Raises:
        SystemExit: it does not; what is wrong is printed.
    """
    import sys

    from calcigraph.store.outputs import write_whole

    found = validate(Store(derivation.open_engine()))
    if not found.conforms:
        sys.exit("\n".join(found.lines()))
    write_whole(Path(str(files.root() / CONFORMS_FILE)), mark())


if __name__ == "__main__":
    main()
