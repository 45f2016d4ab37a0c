"""Reads claims back from a claim table or KGX, and writes them as Turtle when they conform to the shapes."""

from __future__ import annotations

import csv
import io
import re
import tarfile
import zlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calcigraph.errors import BadFile, UsageError, shown
from calcigraph.namespaces import CG, CLAIM, ID, PREFIXES, expand, shorten
from calcigraph.store.inputs import MAX_SIZE, a_path, json_of, read_file, text_of
from calcigraph.store.limits import size_of
from calcigraph.store.tables import harmful
from calcigraph.store.terms import Literal, NamedNode, Triple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from calcigraph.curation.report import Report
    from calcigraph.store.store import Store

#: Columns of a claim table that say what was asserted.
_NEEDED = ("claim", "subject", "predicate", "object", "directness")
_LINKS = {
    "tissues": "inTissue",
    "active_when_high": "activeWhenHigh",
    "active_when_low": "activeWhenLow",
    "judged_by_rise": "judgedByRise",
    "judged_by_fall": "judgedByFall",
}
_ENTITIES = ("subject", "object", "population", *_LINKS)
_SOURCES = {
    "cites": PREFIXES["cito"] + "citesAsEvidence",
    "mentioned_by": PREFIXES["cito"] + "citesForInformation",
    "taken_from": PREFIXES["dcterms"] + "source",
    "context_cites": CG + "contextEvidence",
}
_LISTS = ("doubts", "tissues", "judged_by_rise", "judged_by_fall", *_SOURCES)
_WORDS = {
    "directness": "directness",
    "strength": "strength",
    "dimension": "dimension",
    "doubts": "doubt",
    "own_endpoint": "endpointKind",
}
_TEXTS = {"qualifier": CG + "qualifier", "identifier": PREFIXES["dcterms"] + "identifier"}
_TRUTHS = ("negated", "limiting", "ample", "toxic")
_DAYS = {"from_days": "fromDays", "within_days": "withinDays"}
_COLUMNS = (
    *(*_NEEDED, *_TRUTHS, "active_when_high", "active_when_low", *_LISTS),
    *("strength", "dimension", "population", "own_endpoint", "note", *_DAYS, *_TEXTS),
)
# Columns that follow from the graph; they are not read.
_DERIVED = (
    *("sentence", "holds", "subject_label", "object_label", "sign", "endpoint", "status", "certainty", "in_force"),
    *("supporting", "refuting", "no_effect"),
)
# What is told beside the terms, for people and other tools: held against them, and never read for what is said.
_TOLD = {
    "subject_label": "",
    "object_label": "",
    "sentence": "name",
    "sign": "",
    "subject_id": "subject",
    "object_id": "object",
}
# The same in KGX.
_IN_KGX = {
    "claim": "id",
    "subject": "original_subject",
    "predicate": "original_predicate",
    "object": "original_object",
    "negated": "negated",
    **{name: f"cg_{name}" for name in _COLUMNS if name not in ("claim", "subject", "predicate", "object", "negated")},
}
_LITERALS = {
    "note": PREFIXES["skos"] + "note",
    **_TEXTS,
    **{name: CG + name for name in _TRUTHS},
    **{name: CG + local for name, local in _DAYS.items()},
}
_INTEGER = NamedNode(PREFIXES["xsd"] + "integer")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
# Control characters but for tabs and line ends, and halves of characters.
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_JSON_KINDS: dict[type, str] = {dict: "object", type(None): "null"}
_SUFFIXES = (".csv", ".tsv", ".jsonl", ".tar.gz")


@dataclass(frozen=True, slots=True)
class Row:
    """One claim as it was read.

    Attributes:
        line: where it stands in the file, from 1.
        values: column of the claim table to value; lists as lists.
        told: what the row tells beside its terms; see ``sense.told_otherwise``.
    """

    line: int
    values: Mapping[str, str | list[str]]
    told: Mapping[str, str] = field(default_factory=dict)


def read_claims(path: str | Path, *, max_size: float | str = MAX_SIZE) -> list[Row]:
    """Read the claims of a file.

    Args:
        path: a CSV as of ``claims-csv``, the edges of KGX as TSV or JSON lines, or their archive.
        max_size: how large it may be, an archive also when it is unpacked; 0 for any size.

    Returns:
        The claims in their order.

    Raises:
        BadFile: it is missing, none of these, or a row is not what it should be.

    Example:
        >>> read_claims("claims.xlsx")
        Traceback (most recent call last):
        calcigraph.errors.BadFile: 'claims.xlsx' ends as no claim table does; expected .csv, .tsv, .jsonl or .tar.gz
    """
    suffix = next((each for each in _SUFFIXES if a_path("path", path).name.casefold().endswith(each)), "")
    if not suffix:
        listed = f"{', '.join(_SUFFIXES[:-1])} or {_SUFFIXES[-1]}"
        raise BadFile(f"'{path}' ends as no claim table does; expected {listed}")
    content = read_file(path, expected="a table of claims", suffix=suffix, max_size=max_size)
    if suffix == ".tar.gz":
        suffix, content = _packed(content, path, size_of("max_size", max_size))
    text = text_of(content, path)
    rows = list(_json_lines(text, path) if suffix == ".jsonl" else _table(text, path, suffix))
    if not rows:
        raise BadFile(f"'{path}' holds no claim")
    seen: dict[str, int] = {}
    for row in rows:
        name = str(row.values["claim"])
        if name in seen:
            raise BadFile(f"'{path}', line {row.line}: '{shown(name)}' is on line {seen[name]} already")
        seen[name] = row.line
    return rows


def _packed(content: bytes, path: str | Path, limit: int) -> tuple[str, bytes]:
    """Take the edges out of an archive; it is unpacked in memory, and never further than it may be large."""
    import gzip

    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            plain = packed.read(limit + 1) if limit else packed.read()
        if limit and len(plain) > limit:
            raise BadFile(f"'{path}' holds more than {limit:,} bytes; allow more with --max-size (0 for any size)")
        with tarfile.open(fileobj=io.BytesIO(plain), mode="r:") as tar:
            entries = tar.getmembers()
            for entry in entries:
                if not (entry.isreg() or entry.isdir()):
                    raise BadFile(f"'{path}' holds '{shown(entry.name)}', which is a link or a device, and no file")
            for entry in entries:
                file = tar.extractfile(entry) if entry.name.endswith(("_edges.tsv", "_edges.jsonl")) else None
                if file:
                    return Path(entry.name).suffix, file.read()
    except (tarfile.TarError, OSError, EOFError, zlib.error, ValueError) as error:
        raise BadFile(f"'{path}' is no archive of KGX: {str(error).partition(chr(10))[0].rstrip(':')}") from None
    raise BadFile(f"'{path}' has no file that ends in _edges.tsv or _edges.jsonl")


def _table(text: str, path: str | Path, suffix: str) -> Iterator[Row]:
    kgx = suffix == ".tsv"
    style: dict[str, Any] = {"delimiter": "\t", "quoting": csv.QUOTE_NONE} if kgx else {}
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, **style)
    try:
        header = next(reader, [])
        _complete(header, path, kgx=kgx)
        if not kgx:
            _known(header, path)
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                if len(cells) != len(header):
                    raise BadFile(
                        f"'{path}', line {line}: {len(cells)} cells; expected {len(header)}, as in the header"
                    )
                yield _row(line, dict(zip(header, map(harmful, cells), strict=True)), path, kgx=kgx)
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadFile(f"'{path}', line {reader.line_num}: {error}") from None


def _json_lines(text: str, path: str | Path) -> Iterator[Row]:
    for line, content in enumerate(text.splitlines(), start=1):
        if not content.strip():
            continue
        try:
            values = json_of(content)
        except ValueError as error:
            raise BadFile(f"'{path}', line {line}: no JSON: {error}") from None
        if not isinstance(values, dict):
            raise BadFile(f"'{path}', line {line}: expected an object, not {type(values).__name__}")
        _complete(values, path, kgx=True, line=line)
        yield _row(line, values, path, kgx=True)


def _complete(names: Iterable[str], path: str | Path, *, kgx: bool, line: int = 1) -> None:
    wanted = [_IN_KGX[name] for name in _NEEDED] if kgx else list(_NEEDED)
    missing = [name for name in wanted if name not in names]
    if missing:
        what = "KGX as calcigraph writes it, the _edges file" if kgx else "a claim table"
        raise BadFile(f"'{path}', line {line}: no {' and no '.join(missing)}; expected {what}")


def _known(header: Sequence[str], path: str | Path) -> None:
    """Refuse a column that nobody would read: with a typing error in 'negated' a claim would say its opposite."""
    from difflib import get_close_matches

    known = (*_COLUMNS, *_DERIVED)
    for place, name in enumerate(header):
        if name in header[:place]:
            raise BadFile(f"'{path}', line 1: the column '{shown(name)}' is there twice")
        if name not in known:
            near = get_close_matches(name.casefold(), known, n=1)
            hint = f"nearest: '{near[0]}'" if near else f"known: {', '.join(known)}"
            raise BadFile(f"'{path}', line 1: no column of a claim table is called '{shown(name)}'; {hint}")


def _row(line: int, given: Mapping[str, Any], path: str | Path, *, kgx: bool) -> Row:
    values: dict[str, str | list[str]] = {}
    for name in _COLUMNS:
        value = given.get(_IN_KGX[name] if kgx else name)
        if value in (None, "", [], False):
            continue
        listed = _plain(value, name, f"'{path}', line {line}")
        if name in _LISTS:
            values[name] = [str(each) for each in listed] if isinstance(value, list) else str(value).split("|")
        elif name in _TRUTHS:
            word = str(value).casefold()
            if word not in ("true", "false"):
                raise BadFile(f"'{path}', line {line}: {name} is true or false, not '{shown(value)}'")
            if word == "true":
                values[name] = word
        elif name in _DAYS:
            if not re.fullmatch("[1-9][0-9]{0,5}", str(value)):
                raise BadFile(f"'{path}', line {line}: {name} is a whole number of days, not '{shown(value)}'")
            values[name] = str(value)
        else:
            values[name] = str(value)
    missing = [name for name in _NEEDED if name not in values]
    if missing:
        raise BadFile(f"'{path}', line {line}: {missing[0]} is empty; a claim needs {', '.join(_NEEDED)}")
    return Row(line, values, dict(_told(given, f"'{path}', line {line}", kgx=kgx)))


def _told(given: Mapping[str, Any], place: str, *, kgx: bool) -> Iterator[tuple[str, str]]:
    for name, in_kgx in _TOLD.items():
        column = in_kgx if kgx else "" if name.endswith("_id") else name
        value = given.get(column) if column else None
        if value not in (None, "", [], False):
            yield name, str(_plain(value, column, place)[0])


def _plain(value: Any, name: str, place: str) -> list[Any]:
    """Refuse what is no text, no number and no list of these where there may be one."""
    listed = value if isinstance(value, list) and name in _LISTS else [value]
    for each in listed:
        if not isinstance(each, str | int | float):
            kind = "several values" if isinstance(each, list) else f"a JSON {_JSON_KINDS[type(each)]}"
            raise BadFile(f"{place}: {name} is {kind}; expected text")
        if hidden := _HIDDEN.search(str(each)):
            raise BadFile(f"{place}: {name} holds the character U+{ord(hidden[0]):04X}; leave it out")
    return listed


def turtle_of_claims(store: Store, rows: Sequence[Row], path: str | Path) -> tuple[bytes, Report]:
    """Turn claims into Turtle, and check the graph with them.

    Args:
        store: the graph. Its own claims of the same names are replaced, so that an edited claim is checked as it will be.
        rows: the claims.
        path: where they were read, for messages.

    Returns:
        The Turtle, and the report on the joined graph; its lines are those of the file that was read.

    Raises:
        BadFile: a value cannot be what it should be.
    """
    from calcigraph.curation import sense, validation
    from calcigraph.namespaces import ASSERTED, DERIVED
    from calcigraph.store import derivation
    from calcigraph.store.memory import MemoryEngine
    from calcigraph.store.serialising import turtle
    from calcigraph.store.store import Store

    triples: list[Triple] = []
    lines: dict[int, str] = {}
    told: list[str] = []
    for row in rows:
        try:
            found = list(_triples(store, row))
            told += _contradictions(store, row, found, f"{path}:{row.line}")
        except UsageError as error:
            raise BadFile(f"'{path}', line {row.line}: {error}") from None
        triples += found
        lines[row.line] = f"{found[0].subject} ."
    content = turtle(triples)
    replaced = {triple.subject for triple in triples}
    asserted, derived = NamedNode(ASSERTED), NamedNode(DERIVED)
    engine = MemoryEngine()
    engine.extend(
        quad
        for quad in store.engine.quads()
        if quad.graph_name != derived and not (quad.graph_name == asserted and quad.subject in replaced)
    )
    engine.load(content, ASSERTED)
    engine.derive(text.decode() for _, text in derivation.sources()[2])
    # The report looks up the line on which a subject stands; in the file that was read, not in the Turtle.
    places = "\n".join(lines.get(number, "") for number in range(1, max(lines) + 1))
    found_ = validation.check(engine, since=store.engine)
    report = validation.report(found_, [(str(path), places.encode())], engine)
    odd = sense.warnings(Store(engine), store, triples)
    return content, replace(report, warnings=tuple(dict.fromkeys([*told, *odd])))


def _contradictions(store: Store, row: Row, triples: Sequence[Triple], place: str) -> list[str]:
    """In what a row contradicts itself."""
    from calcigraph.curation.label_readings import Terms
    from calcigraph.curation.sense import told_otherwise

    terms = {triple.predicate.value.removeprefix(CG): getattr(triple.object, "value", "") for triple in triples}
    signs = [int(str(sign)) for (sign,) in store.engine.values(f"SELECT ?s {{ <{terms['predicate']}> cg:sign ?s }}")]
    said = Terms(
        terms["subject"],
        terms["predicate"],
        terms["object"],
        next(iter(signs), None),
        row.values.get("negated") == "true",
    )
    return list(told_otherwise(store, f"{place}: {shorten(str(triples[0].subject)[1:-1])}", said, row.told))


def _triples(store: Store, row: Row) -> Iterator[Triple]:
    from calcigraph.knowledge.claims import predicate_iri

    claim = NamedNode(_claim(str(row.values["claim"])))
    yield Triple(claim, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(CG + "Claim"))
    for name, value in row.values.items():
        for each in value if isinstance(value, list) else [value]:
            if name in _ENTITIES:
                yield Triple(claim, NamedNode(CG + _LINKS.get(name, name)), NamedNode(_entity(store, each)))
            elif name == "predicate":
                yield Triple(claim, NamedNode(CG + name), NamedNode(predicate_iri(store, each)))
            elif name in _SOURCES:
                yield Triple(claim, NamedNode(_SOURCES[name]), NamedNode(_source(each)))
            elif name in _WORDS:
                yield Triple(claim, NamedNode(CG + _WORDS[name]), NamedNode(CG + _word(name, each)))
            elif name in _LITERALS:
                yield Triple(claim, NamedNode(_LITERALS[name]), _literal(name, each))


def _literal(name: str, value: str) -> Literal:
    if name in _TRUTHS:
        return Literal(True)
    if name in _DAYS:
        return Literal(value, datatype=_INTEGER)
    return Literal(value, language="en") if name == "note" else Literal(value)


def _claim(name: str) -> str:
    iri = name if name.startswith(CLAIM) else expand(name) or CLAIM + name
    if not re.fullmatch(re.escape(CLAIM) + "[a-z0-9-]+", iri):
        raise BadFile(f"'{shown(name)}' is no name of a claim; expected such as 'claim:warfarin-inhibits-vkorc1'")
    return iri


def _entity(store: Store, name: str) -> str:
    """An own CURIE as it stands, so that the shapes speak about one that is not there; else any known name."""
    iri = expand(name) or ""
    if iri.startswith(ID) and re.fullmatch("[a-z0-9-]+", iri.removeprefix(ID)):
        return iri
    return store.entities.iri(name)


def _source(name: str) -> str:
    iri = expand(name) or name
    if not re.fullmatch(re.escape(PREFIXES["source"]) + r"[\w-]+", iri):
        raise BadFile(f"'{shown(name)}' is no source; expected a CURIE such as 'source:rost2004'")
    return iri


def _word(name: str, value: str) -> str:
    if not _WORD.fullmatch(value):
        raise BadFile(f"{name} is one word of a list, not '{shown(value)}'")
    return value
