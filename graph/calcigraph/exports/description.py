"""Describes the release in VoID and DCAT: what it is, how much it holds, what it links to, which files it comes in."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calcigraph._version import __version__
from calcigraph.namespaces import BASE, COMMON, EXTERNAL, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from calcigraph.store.terms import Quad, Triple

#: Prefixes that the description needs beside those of the graph.
VOCABULARIES = {
    **{prefix: COMMON[prefix] for prefix in ("void", "dcat", "foaf")},
    "spdx": "http://spdx.org/rdf/terms#",
    "dataset": BASE + "dataset/",
}
#: The release as a whole.
DATASET = BASE + "dataset"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CREATOR = "The calcigraph developers"
TITLE = "calcigraph: where does the calcium go?"
ABOUT = (
    "An evidence-graded knowledge graph on vitamin D, vitamin K2 and calcium: signed claims of mechanism and effect, what "
    "three consumer articles say, what studies found, and the verdict that follows by rule. It is not medical advice."
)
#: What it is about, for those who search.
KEYWORDS = ("calcium", "evidence", "nutrition", "vitamin D", "vitamin K2")
_THEMES = ("id:calcium", "id:vitamin-d", "id:vitamin-k")
_MEDIA = "https://www.iana.org/assignments/media-types/"
_SHA256 = VOCABULARIES["spdx"] + "checksumAlgorithm_sha256"
_PREFIXES = PREFIXES | VOCABULARIES


@dataclass(frozen=True)
class DatasetFile:
    """A file in which the data comes.

    Attributes:
        name: its name.
        media: its media type.
        about: what it holds.
        size: bytes.
        sha256: its digest in hexadecimal.
    """

    name: str
    media: str
    about: str
    size: int
    sha256: str


def describe(
    quads: Sequence[Quad], triples: Sequence[Triple], files: Iterable[DatasetFile], issued: str = ""
) -> list[Triple]:
    """Describe a release.

    Args:
        quads: everything, in its named graphs.
        triples: the union, each once.
        files: the files with the data.
        issued: the day of the release, such as ``2026-01-31``; nothing for a graph that was not released.

    Returns:
        Triples, sorted; there is no date among them but the one that was given, so that they are the same for the same
        graph. A download is under the name of the data set, from where the rules of w3id lead to where it is kept.

    Example:
        >>> any("void#triples" in str(triple) for triple in describe([], [], []))
        True
    """
    described = [
        *_node(DATASET, "void:Dataset", "dcat:Dataset"),
        *_text(DATASET, "dcterms:title", TITLE),
        *_text(DATASET, "dcterms:description", ABOUT),
        *(found for keyword in KEYWORDS for found in _text(DATASET, "dcat:keyword", keyword)),
        _link(DATASET, "dcterms:license", LICENCE),
        _link(DATASET, "dcterms:creator", "dataset:developers"),
        _link(DATASET, "dcterms:publisher", "dataset:developers"),
        *(_link(DATASET, "dcat:theme", each) for each in _THEMES),
        _value(DATASET, "dcterms:language", "en"),
        *_node("dataset:developers", "foaf:Agent"),
        _value("dataset:developers", "foaf:name", CREATOR),
        _value(DATASET, "dcat:version", __version__),
        _value(DATASET, "void:uriSpace", BASE),
        _link(DATASET, "void:exampleResource", "id:vitamin-k2"),
        *_counts(DATASET, triples),
        *_vocabularies(triples),
        *_named_graphs(quads),
        *_linksets(triples),
    ]
    if issued:
        described.append(_value(DATASET, "dcterms:issued", issued, "xsd:date"))
    for each in files:
        described += _distribution(each)
    return sorted(described, key=str)


def _counts(dataset: str, triples: Sequence[Triple]) -> Iterator[Triple]:
    from calcigraph.store.terms import NamedNode

    kind = _iri("rdf:type")
    types = [triple for triple in triples if triple.predicate.value == kind]
    names = {str(triple.subject).strip("<>") for triple in triples}
    # Terms of the ontology are described too, but they are not what the dataset is about.
    entities = {name for name in names if name.startswith(BASE) and not name.startswith(BASE + "ontology")}
    yield _value(dataset, "void:triples", len(triples))
    yield _value(dataset, "void:entities", len(entities))
    yield _value(dataset, "void:distinctSubjects", len({triple.subject for triple in triples}))
    yield _value(dataset, "void:distinctObjects", len({triple.object for triple in triples}))
    members = Counter(triple.object.value for triple in types if isinstance(triple.object, NamedNode))
    yield _value(dataset, "void:classes", len(members))
    used = Counter(triple.predicate.value for triple in triples)
    yield _value(dataset, "void:properties", len(used))
    for iri, count in members.items():
        if iri.startswith(PREFIXES["cg"]):
            part = f"dataset:class/{iri.removeprefix(PREFIXES['cg'])}"
            yield from (_link(dataset, "void:classPartition", part), _link(part, "void:class", iri))
            yield _value(part, "void:entities", count)


def _vocabularies(triples: Iterable[Triple]) -> Iterator[Triple]:
    used = {triple.predicate.value for triple in triples}
    for iri in {re.sub(r"[^#/]+$", "", predicate) for predicate in used}:
        yield _link(DATASET, "void:vocabulary", iri)


def _named_graphs(quads: Iterable[Quad]) -> Iterator[Triple]:
    counted = Counter(str(quad.graph_name).strip("<>") for quad in quads)
    for graph, count in counted.items():
        yield _link(DATASET, "void:subset", graph)
        yield from _node(graph, "void:Dataset")
        yield _value(graph, "void:triples", count)


def _linksets(triples: Iterable[Triple]) -> Iterator[Triple]:
    """One linkset for each vocabulary that is linked to and each way to link: VoID allows one predicate in each."""
    spaces = sorted(EXTERNAL.items(), key=lambda item: -len(item[1]))
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    mappings = re.compile(r".*/core#(exact|close|broad|narrow|related)Match")
    for triple in triples:
        predicate = triple.predicate.value
        if not predicate.endswith("Match") or not mappings.fullmatch(predicate):
            continue
        target = str(triple.object).strip("<>")
        name = next((prefix for prefix, base in spaces if target.startswith(base)), None)
        if name:
            found[name, predicate] += 1
    for (name, predicate), count in found.items():
        linkset, target = f"dataset:links/{name}/{predicate.rpartition('#')[2]}", f"dataset:target/{name}"
        yield from _node(linkset, "void:Linkset")
        yield from _node(target, "void:Dataset")
        yield from _text(target, "dcterms:title", name)
        yield _value(target, "void:uriSpace", EXTERNAL[name])
        yield _link(DATASET, "void:subset", linkset)
        yield _link(linkset, "void:subjectsTarget", DATASET)
        yield _link(linkset, "void:objectsTarget", target)
        yield _link(linkset, "void:linkPredicate", predicate)
        yield _value(linkset, "void:triples", count)


def _distribution(file: DatasetFile) -> Iterator[Triple]:
    node, checksum = f"dataset:{file.name}", f"dataset:{file.name}/checksum"
    yield _link(DATASET, "dcat:distribution", node)
    yield from _node(node, "dcat:Distribution")
    yield from _text(node, "dcterms:description", file.about)
    yield _value(node, "dcterms:title", file.name)
    yield _link(node, "dcterms:license", LICENCE)
    yield _link(node, "dcat:accessURL", DATASET)
    yield _link(node, "dcat:downloadURL", node)
    yield _link(node, "dcat:mediaType", _MEDIA + file.media)
    yield _value(node, "dcat:byteSize", file.size, "xsd:nonNegativeInteger")
    yield _link(node, "spdx:checksum", checksum)
    yield from _node(checksum, "spdx:Checksum")
    yield _link(checksum, "spdx:algorithm", _SHA256)
    yield _value(checksum, "spdx:checksumValue", file.sha256, "xsd:hexBinary")


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return _PREFIXES[prefix] + local if prefix in _PREFIXES else name


def _link(subject: str, predicate: str, target: str) -> Triple:
    from calcigraph.store.terms import NamedNode, Triple

    return Triple(*(NamedNode(_iri(name)) for name in (subject, predicate, target)))


def _node(subject: str, *classes: str) -> Iterator[Triple]:
    return (_link(subject, "rdf:type", each) for each in classes)


def _text(subject: str, predicate: str, text: str) -> Iterator[Triple]:
    from calcigraph.store.terms import Literal, NamedNode, Triple

    yield Triple(NamedNode(_iri(subject)), NamedNode(_iri(predicate)), Literal(text, language="en"))


def _value(subject: str, predicate: str, value: str | int, datatype: str = "") -> Triple:
    from calcigraph.store.terms import Literal, NamedNode, Triple

    literal = Literal(str(value), datatype=NamedNode(_iri(datatype))) if datatype else Literal(value)
    return Triple(NamedNode(_iri(subject)), NamedNode(_iri(predicate)), literal)
