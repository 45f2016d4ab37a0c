"""Writes the release: the whole graph in the usual RDF formats, with checksums and a description of itself.

Two builds of the same graph are equal byte by byte: blank nodes get canonical labels, triples are sorted, and nothing
depends on when or where it was built.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calcigraph.description import DatasetFile, describe
from calcigraph.errors import BadArgument, BadFile
from calcigraph.namespaces import PREFIXES, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyoxigraph as ox
    import rdflib

    from calcigraph.graph import KnowledgeGraph

#: The files with the graph: format as the media type says it, and what each holds.
DATA = {
    "calcigraph.trig": ("application/trig", "All triples, in the named graphs asserted, derived and ontology."),
    "calcigraph.nq": ("application/n-quads", "All triples, in the named graphs asserted, derived and ontology."),
    "calcigraph.ttl": ("text/turtle", "The union of the named graphs."),
    "calcigraph.jsonld": ("application/ld+json", "The union of the named graphs, compacted with a context."),
}
DESCRIPTION = "void.ttl"
CHECKSUMS = "SHA256SUMS"
#: Every file of a release.
NAMES = (*DATA, DESCRIPTION, CHECKSUMS)


_PREFIXES = PREFIXES | {"vann": "http://purl.org/vocab/vann/"}  # the header of the ontology uses it
_COERCIONS = {
    "node": {"@type": "@id"},
    "en": {"@language": "en"},
    PREFIXES["xsd"] + "decimal": {"@type": PREFIXES["xsd"] + "decimal"},
}


@dataclass(frozen=True)
class Release:
    """A release that was written.

    Attributes:
        folder: where it is.
        files: size in bytes of each file.
        triples: how many triples the union has.
    """

    folder: Path
    files: dict[str, int]
    triples: int


def build(graph: KnowledgeGraph, folder: str | Path, *, force: bool = False) -> Release:
    """Write the release into a new folder, whole or not at all.

    Args:
        graph: the graph.
        folder: the folder to make.
        force: replace the folder where it holds an earlier release.

    Returns:
        What was written.

    Raises:
        BadArgument: the folder is there already and may not be replaced.
        BadFile: it cannot be written.

    Example:
        >>> import tempfile
        >>> from calcigraph import KnowledgeGraph
        >>> with tempfile.TemporaryDirectory() as scratch:
        ...     sorted(build(KnowledgeGraph.open(), Path(scratch, "release")).files)[:3]
        ['SHA256SUMS', 'calcigraph.jsonld', 'calcigraph.nq']
    """
    target = Path(folder).absolute()
    _check(target, folder, force=force)
    contents, triples = release_files(graph)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    try:
        part.mkdir()
        for name, content in contents.items():
            (part / name).write_bytes(content)
        if target.exists():
            target.rename(old)
        try:
            part.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    except OSError as error:
        raise BadFile(f"the release cannot be written to '{folder}': {error.strerror}") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return Release(target, {name: len(content) for name, content in contents.items()}, triples)


def _check(target: Path, given: str | Path, *, force: bool) -> None:
    """Refuse a folder that must not be replaced: nobody loses other files by a mistyped name."""
    if not target.parent.is_dir():
        raise BadArgument(f"'{given}' cannot be made: there is no folder '{target.parent}' to hold it")
    if not (target.exists() or target.is_symlink()):
        return
    if target.is_symlink() or not target.is_dir():
        raise BadArgument(f"'{given}' is no folder; expected the name of a folder to make")
    if not force:
        raise BadArgument(f"the folder '{given}' is there already; name another, or replace it with --force")
    others = sorted(child.name for child in target.iterdir() if child.name not in NAMES)
    if others:
        raise BadArgument(f"'{given}' holds '{others[0]}', which is no file of a release; name another folder")


def release_files(graph: KnowledgeGraph) -> tuple[dict[str, bytes], int]:
    """Make the files of the release.

    Args:
        graph: the graph.

    Returns:
        Content of each file by name, and the number of triples in the union.

    Example:
        >>> from calcigraph import KnowledgeGraph
        >>> release_files(KnowledgeGraph.open())[0]["void.ttl"][:7]
        b'@prefix'
    """
    import pyoxigraph as ox

    canonical = ox.Dataset(graph.engine.store)
    canonical.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    quads = sorted(canonical, key=lambda quad: (str(quad.graph_name), str(quad.triple)))
    triples = sorted({quad.triple for quad in quads}, key=str)
    contents = {
        "calcigraph.trig": _readable(quads, ox.RdfFormat.TRIG),
        "calcigraph.nq": ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b"",
        "calcigraph.ttl": _readable(triples, ox.RdfFormat.TURTLE),
        "calcigraph.jsonld": _json_ld(triples),
    }
    listed = [
        DatasetFile(name, media, about, len(contents[name]), hashlib.sha256(contents[name]).hexdigest())
        for name, (media, about) in DATA.items()
    ]
    contents[DESCRIPTION] = _readable(describe(quads, triples, listed), ox.RdfFormat.TURTLE, described=True)
    lines = [f"{hashlib.sha256(contents[name]).hexdigest()}  {name}\n" for name in sorted(contents)]
    return contents | {CHECKSUMS: "".join(lines).encode()}, len(triples)


def _readable(
    statements: Iterable[ox.Quad] | Iterable[ox.Triple], form: ox.RdfFormat, *, described: bool = False
) -> bytes:
    import pyoxigraph as ox

    from calcigraph.description import VOCABULARIES

    prefixes = _PREFIXES | (VOCABULARIES if described else {})
    body = ox.serialize(statements, format=form, prefixes=prefixes) or b""
    lines = body.split(b"\n")
    # The serializer declares prefixes in no fixed order.
    header = sorted(line for line in lines if line.startswith(b"@prefix"))
    return b"\n".join([*header, *(line for line in lines if not line.startswith(b"@prefix"))])


def _json_ld(triples: Iterable[ox.Triple]) -> bytes:
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    for triple in triples:
        graph.add((_term(triple.subject), _term(triple.predicate), _term(triple.object)))
        kinds[triple.predicate.value].add(_kind(triple.object))
    context: dict[str, Any] = dict(_PREFIXES)
    for iri, found in sorted(kinds.items()):
        coercion = _COERCIONS.get(min(found)) if len(found) == 1 else None
        # Where every value is of one kind the context says so once, and the values stand alone.
        if coercion and iri != PREFIXES["rdf"] + "type" and shorten(iri) != iri:
            context[shorten(iri)] = {"@id": iri, **coercion}
    document = json.loads(graph.serialize(format="json-ld", context=context, auto_compact=False))
    alone = {key: value for key, value in document.items() if key not in ("@context", "@graph")}
    nodes = document.get("@graph") or [alone]  # rdflib writes a lone node without @graph
    ordered = sorted((_ordered(node) for node in nodes), key=lambda node: str(node["@id"]))
    document = {"@context": context, "@graph": ordered}
    return (json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _kind(term: Any) -> str:
    import pyoxigraph as ox

    if isinstance(term, ox.Literal):
        return str(term.language or term.datatype.value)
    # Lists are blank nodes, and rdflib loses a list under a property that is said to hold names.
    return "node" if isinstance(term, ox.NamedNode) else "blank"


def _ordered(node: Any) -> Any:
    """Sort what has no order in RDF; a list of RDF keeps its own."""
    if isinstance(node, dict):
        return {key: value if key == "@list" else _ordered(value) for key, value in node.items()}
    if isinstance(node, list):
        return sorted((_ordered(each) for each in node), key=lambda each: json.dumps(each, sort_keys=True))
    return node


def _term(term: Any) -> rdflib.term.Node:
    import pyoxigraph as ox
    import rdflib

    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = None if term.datatype.value == PREFIXES["xsd"] + "string" else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)
