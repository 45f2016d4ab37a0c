"""A study with its results as Turtle in the style of the instances, and the files in which it belongs."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from calcigraph.namespaces import PREFIXES, shorten
from calcigraph.store import files
from calcigraph.store.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from calcigraph.curation.study_record import OneResult, StudyRecord
    from calcigraph.curation.study_values import Said, Term

    _Score = Callable[[str], tuple[int, ...]]

#: Lines that a file of instances may have, as docs/architecture.md promises.
ROOM = 600
_SOURCES, _RESULTS = "graph/instances/sources", "graph/instances/results"
#: What tells in which file a result belongs.
_TOPIC = ("cg:outcome", "cg:exposure")
_XSD = PREFIXES["xsd"]
_PLAIN = {_XSD + name for name in ("integer", "decimal", "boolean")}
_CURIE = re.compile(r"[a-z]+:[A-Za-z0-9_][\w-]*")
_PREFIX = re.compile(rb"^@prefix ([a-z]+):.*\n", re.MULTILINE)
_USED = re.compile(r'"(?:[^"\\]|\\.)*"|\b([a-z]+):(?=[A-Za-z0-9_])')
#: The lines of a result, each with the properties that stand on it.
_LINES = (
    ("cg:study", "cg:analysis", "cg:analysisOf"),
    ("cg:exposure", "cg:allocation", "cg:comparator", "cg:background", "cg:dimension"),
    ("cg:outcome", "cg:moved", "cg:site"),
    ("cg:measure", "cg:scale", "cg:effect", "cg:ciLow", "cg:ciHigh", "cg:effectUnit"),
    ("cg:pValue", "cg:reversed", "cg:sampleSize"),
    ("cg:dose", "cg:doseUnit", "cg:duration", "cg:durationUnit", "cg:population", "cg:baseline", "cg:condition"),
    ("dcterms:description",),
    ("cg:caveat",),
)


def blocks(made: StudyRecord) -> tuple[str, str]:
    """Write a study and its results as Turtle without prefixes.

    Args:
        made: the study.

    Returns:
        What belongs to the sources, empty where the study is there already; and what belongs to the results.
    """
    study = ""
    if made.said:
        rows = [f"skos:prefLabel {_term(Literal(made.label, language='en'))}", *_objects(made.said)]
        study = f"{shorten(made.iri)} a cg:Study ;\n" + " ;\n".join(f"  {row}" for row in rows) + " .\n"
    return study, "\n".join(map(_result, made.results))


def _result(result: OneResult) -> str:
    said = result.said
    rows = [" ; ".join(_objects([pair for pair in said if pair[0] in line], line)) for line in _LINES]
    return f"{shorten(result.iri)} a cg:Result ;\n" + " ;\n".join(f"  {row}" for row in rows if row) + " .\n"


def _objects(said: Said, order: Iterable[str] = ()) -> list[str]:
    """Each property with all of its values."""
    values: dict[str, list[str]] = {name: [] for name in order}
    for name, term in said:
        values.setdefault(name, []).append(_term(term))
    return [f"{name} {', '.join(sorted(found))}" for name, found in values.items() if found]


def _term(term: Term) -> str:
    if isinstance(term, NamedNode):
        short = shorten(term.value)
        return short if _CURIE.fullmatch(short) else str(term)
    if term.datatype.value in _PLAIN:
        return term.value
    if term.datatype.value == _XSD + "anyURI":
        return f"{Literal(term.value)}^^xsd:anyURI"
    return str(term)


def document(parts: Iterable[str]) -> bytes:
    """Make a document of its own of blocks.

    Args:
        parts: Turtle without prefixes.

    Returns:
        The same with the prefixes that it uses.

    Example:
        >>> document(["source:a a cg:Study .\\n"]).splitlines()[-1]
        b'source:a a cg:Study .'
    """
    text = "\n".join(part for part in parts if part)
    head = "".join(_declared(name) for name in sorted(_prefixes(text)))
    return f"{head}\n{text}".encode()


def _prefixes(text: str) -> set[str]:
    return {match[1] for match in _USED.finditer(text) if match[1] in PREFIXES}


def _declared(name: str) -> str:
    return f"@prefix {name}: <{PREFIXES[name]}> .\n"


def places(made: StudyRecord) -> dict[str, bytes]:
    """Find the files of the instances in which a study belongs, and write it at their end.

    Results go where most others of their outcomes and exposures stand, the study where most of those stand that are
    used there; each into a file that has room.

    Args:
        made: the study.

    Returns:
        Repository path of each file that changes, to its new content.
    """
    study, results = blocks(made)
    there = dict(files.listing(_RESULTS, ".ttl"))
    place = _fullest(there, _RESULTS, results, partial(_alike, made))
    found = {place: _appended(there.get(place, b""), results)}
    if study:
        used = set(re.findall(r"cg:study (source:[\w-]+)", there.get(place, b"").decode()))
        sources = dict(files.listing(_SOURCES, ".ttl"))
        own = _fullest(
            sources, _SOURCES, study, lambda text: (len(used & set(re.findall(r"(?m)^source:[\w-]+", text))), 0)
        )
        found[own] = _appended(sources.get(own, b""), study)
    return found


def _alike(made: StudyRecord, text: str) -> tuple[int, ...]:
    """How many results of a file have outcome and exposure of one of the study, how many the outcome, how many the other."""
    wanted = [{shorten(term.value) for each in made.results for term in each.of(name)} for name in _TOPIC]
    counts = [0, 0, 0]
    for block in text.split("\n\n"):
        said = [set(re.findall(r"id:[\w-]+", " ".join(re.findall(rf"{name} ([^;]*)", block)))) for name in _TOPIC]
        hits = [bool(mine & theirs) for mine, theirs in zip(wanted, said, strict=True)]
        for place, hit in enumerate((all(hits), *hits)):
            counts[place] += hit
    return tuple(counts)


def _fullest(there: Mapping[str, bytes], folder: str, block: str, score: _Score) -> str:
    """The file with the most of its kind that has room; a new one where none has."""
    more = block.count("\n") + 2
    scored = {name: score(content.decode()) for name, content in there.items()}
    for name in sorted(scored, key=lambda each: ([-number for number in scored[each]], each)):
        if any(scored[name]) and there[name].count(b"\n") + more < ROOM:
            return name
    number = 1
    while (name := f"{folder}/added-{number}.ttl") in there and there[name].count(b"\n") + more >= ROOM:
        number += 1
    return name


def _appended(content: bytes, block: str) -> bytes:
    """A file with a block at its end, and with the prefixes that it needs."""
    if not content:
        return document([block])
    declared = {name.decode() for name in _PREFIX.findall(content)}
    missing = "".join(_declared(name) for name in sorted(_prefixes(block) - declared)).encode()
    if missing:
        end = [match.end() for match in _PREFIX.finditer(content)]
        cut = end[-1] if end else 0
        content = content[:cut] + missing + content[cut:]
    return content.rstrip(b"\n") + b"\n\n" + block.encode()
