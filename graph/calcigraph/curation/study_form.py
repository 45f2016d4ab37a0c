"""The file of one study with its results, as YAML or as a table, and the templates of it.

Everything in it is text, with the line it stands on; what it means is for ``study_record``. YAML is read event by event, so
that anchors, tags and depth are refused before anything grows.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from calcigraph.errors import BadArgument, BadFile, shown, visible
from calcigraph.ranges import said
from calcigraph.store import files, yaml_text
from calcigraph.store.inputs import a_path, named, read_file, text_of
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

#: How large the file of a study may be where nobody says otherwise: a thousand times a usual one.
STUDY_SIZE = "1MB"
#: Characters of a value, and results of a file, at most: of the longest of the graph, ten times and more.
LONGEST_VALUE, MOST_RESULTS = 3_000, 500
_FORM = "curation/study_form.yaml"
_RESULTS = "results"
_SUFFIXES = (".yaml", ".yml", ".csv", ".tsv")
_TOGETHER = " + "


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the file of a study.

    Attributes:
        name: as it is written.
        where: ``study``, ``result`` or ``both``.
        kind: what value it takes.
        help: what it is, in a sentence.
        property: CURIE of the property it becomes; empty where it becomes none.
        list: class of the closed list that its value is from, or empty.
        only: templates that have it; empty for all.
        needed: whether it stands uncommented in the template.
    """

    name: str
    where: str
    kind: str
    help: str
    property: str = ""
    list: str = ""
    only: tuple[str, ...] = ()
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """What somebody wrote in a field.

    Attributes:
        texts: the values; several where it was a list.
        line: where it stands, from 1.
    """

    texts: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        """All of it as one text."""
        return _TOGETHER.join(self.texts)


Block = dict[str, Written]


@dataclass(slots=True)
class StudyFile:
    """A study with its results, as it was written.

    Attributes:
        path: where it was read.
        study: field to what was written of the study, and of all its results.
        results: line, and field to what was written, of each result.
    """

    path: str
    study: Block = field(default_factory=dict)
    results: list[tuple[int, Block]] = field(default_factory=list)

    def fault(self, line: int, message: object) -> BadFile:
        """Say what is wrong with a line.

        Args:
            line: which, from 1.
            message: what is wrong, and how to mend it.

        Returns:
            The error to raise.
        """
        return BadFile(f"'{self.path}', line {line}: {message}")


@cache
def fields() -> dict[str, Field]:
    """List the fields of the file of a study.

    Returns:
        Name to field, in the order of the template.

    Example:
        >>> fields()["effect"].property
        'cg:effect'
    """
    read = yaml_text.parse(files.beside(_FORM))
    return {name: Field(name, **(given | {"only": tuple(given.get("only", ()))})) for name, given in read.items()}


def templates() -> tuple[str, ...]:
    """Name the templates.

    Returns:
        Their names.

    Example:
        >>> templates()[0]
        'rct'
    """
    return tuple(values("curation/study_words.yaml")["designs_of_templates"])


def template(name: str) -> str:
    """Write an empty file of a study, each field explained.

    Args:
        name: one of ``templates``.

    Returns:
        YAML.

    Raises:
        BadArgument: there is no such template.

    Example:
        >>> print(template("cohort").splitlines()[2])
        study:  # First author with initials, and year, as in Aloia JF 2005; source:aloia2005 to add results ...
    """
    designs = values("curation/study_words.yaml")["designs_of_templates"]
    if not isinstance(name, str) or name not in designs:
        raise BadArgument(f"template is one of {', '.join(designs)}, not {said(name)}")
    chosen = [each for each in fields().values() if not each.only or name in each.only]
    lines = [
        f"# A {designs[name]} with its results: fill in what you saw, and leave out the rest. Then: calcigraph add FILE",
        "# A line that begins with # is left out; take the sign away where you need it.",
    ]
    lines += [_line(each, designs[name]) for each in chosen if each.where != "result"]
    lines.append(f"{_RESULTS}:")
    results = sorted((each for each in chosen if each.where == "result"), key=lambda each: not each.needed)
    for place, each in enumerate(results):
        line = _line(each, "")
        lines.append(f"{'  - ' if not place else '    ' if each.needed else '#    '}{line.removeprefix('# ')}")
    return "\n".join([*lines, ""])


def _line(each: Field, design: str) -> str:
    value = f" {design}" if each.name == "design" else ""
    return f"{'' if each.needed else '# '}{each.name}:{value}  # {each.help}"


def read_study(path: str | Path, *, max_size: float | str = STUDY_SIZE) -> StudyFile:
    """Read the file of a study.

    Args:
        path: YAML, or a table of comma, semicolon or tabulator with one result a row.
        max_size: how large it may be, in bytes or such as ``10MB``; 0 for any size.

    Returns:
        What is written in it.

    Raises:
        BadFile: it is missing, neither of these, or has fields that there are not.

    Example:
        >>> read_study("study.xlsx")
        Traceback (most recent call last):
        calcigraph.errors.BadFile: 'study.xlsx' ends as no file of a study does; expected .yaml, .yml, .csv or .tsv
    """
    suffix = a_path("path", path).suffix.casefold()
    if suffix not in _SUFFIXES:
        listed = f"{', '.join(_SUFFIXES[:-1])} or {_SUFFIXES[-1]}"
        raise BadFile(f"'{named(path)}' ends as no file of a study does; expected {listed}")
    text = text_of(read_file(path, expected="a file of a study", suffix=suffix, max_size=max_size), path)
    found = StudyFile(named(path))
    (_read_yaml if suffix in (".yaml", ".yml") else _read_table)(found, text)
    if "study" not in found.study:
        raise BadFile(f"'{found.path}' names no study; begin with 'study: ' and its first author and year")
    if not found.results:
        raise BadFile(f"'{found.path}' has no result; add one under 'results:', with its outcome and what moved")
    if len(found.results) > MOST_RESULTS:
        raise BadFile(
            f"'{found.path}' has {len(found.results):,} results; expected {MOST_RESULTS} of one study at most"
        )
    return found


def _text(found: StudyFile, line: int, text: str) -> str:
    plain = " ".join(text.split())
    if len(plain) > LONGEST_VALUE:
        raise found.fault(line, f"a value has at most {LONGEST_VALUE:,} characters, not {len(plain):,}")
    if visible(plain) != plain:
        raise found.fault(line, f"a control character is hidden in '{shown(visible(plain))}'; leave it out")
    return plain


def _known(found: StudyFile, name: str, line: int, places: tuple[str, ...]) -> str:
    from difflib import get_close_matches

    plain = " ".join(name.replace("_", " ").casefold().split())
    offered = [each.name for each in fields().values() if each.where in places]
    if plain in offered:
        return plain
    if plain in fields():
        where = "belongs to a result" if fields()[plain].where == "result" else "is said once, of the study"
        raise found.fault(line, f"'{plain}' {where}; move it there")
    near = get_close_matches(plain, offered, n=2, cutoff=0.5) or offered[:6]
    raise found.fault(line, f"no field is called '{shown(name)}'; nearest: {', '.join(map(repr, near))}")


# YAML -----------------------------------------------------------------------------------------------------------------


def _at(event: Any) -> int:
    """The line on which an event stands."""
    return int(event.start_mark.line) + 1


def _events(found: StudyFile, text: str) -> Iterator[Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
                line = _at(event)
                raise found.fault(line, "anchors, aliases and tags of YAML are not read; write the value itself")
            yield event
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
        hint = "; put a text with ': ' or '#' in it between quotes" if "mapping values" in str(problem) else ""
        where = f", line {mark.line + 1}" if mark else ""
        raise BadFile(f"'{found.path}'{where}: no YAML: {shown(problem)}{hint}") from None


def _read_yaml(found: StudyFile, text: str) -> None:
    import yaml

    events = _events(found, text)
    for event in events:
        if isinstance(event, yaml.MappingStartEvent):
            for name, line, value in _pairs(found, events):
                if name.casefold() == _RESULTS:
                    _results(found, events, value)
                else:
                    known = _known(found, name, line, ("study", "both"))
                    _put(found, found.study, known, line, _taken(found, known, events, value))
        elif isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent):
            raise found.fault(_at(event), "expected fields such as 'study: Aloia JF 2005'")
        elif isinstance(event, yaml.DocumentStartEvent) and found.study:
            raise found.fault(_at(event), "a second document begins; write one study in a file")


def _pairs(found: StudyFile, events: Iterator[Any]) -> Iterator[tuple[str, int, Any]]:
    """Name and line of each key of a mapping, and the first event of its value."""
    import yaml

    seen: set[str] = set()
    for key in events:
        if isinstance(key, yaml.MappingEndEvent):
            return
        line = _at(key)
        if not isinstance(key, yaml.ScalarEvent):
            raise found.fault(line, "expected the name of a field, not a list or fields of its own")
        name = _text(found, line, key.value)
        if name.casefold() in seen:
            raise found.fault(line, f"'{shown(name)}' is there twice; keep one")
        seen.add(name.casefold())
        yield name, line, next(events)


def _results(found: StudyFile, events: Iterator[Any], first: Any) -> None:
    import yaml

    if isinstance(first, yaml.ScalarEvent) and not first.value:
        return
    if not isinstance(first, yaml.SequenceStartEvent):
        raise found.fault(_at(first), "results are a list: begin each with '- outcome: '")
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            return
        line = _at(event)
        if not isinstance(event, yaml.MappingStartEvent):
            raise found.fault(line, "a result has fields: begin it with '- outcome: '")
        block: Block = {}
        for name, at, value in _pairs(found, events):
            known = _known(found, name, at, ("result", "both"))
            _put(found, block, known, at, _taken(found, known, events, value))
        if block:
            found.results.append((line, block))


def _taken(found: StudyFile, name: str, events: Iterator[Any], first: Any) -> list[str]:
    """The value that begins with an event, or the values of a list."""
    import yaml

    if isinstance(first, yaml.ScalarEvent):
        return [first.value]
    if isinstance(first, yaml.MappingStartEvent):
        raise found.fault(_at(first), f"'{name}' has fields of its own; expected a value")
    texts = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        if not isinstance(event, yaml.ScalarEvent):
            raise found.fault(_at(event), f"'{name}' is nested too deeply; expected a list of values")
        texts.append(event.value)
    return texts


def _put(found: StudyFile, block: Block, name: str, line: int, texts: Iterable[str]) -> None:
    plain = [each for text in texts if (each := _text(found, line, text))]
    if plain:
        block[name] = Written(tuple(plain), line)


# Tables ---------------------------------------------------------------------------------------------------------------


def _read_table(found: StudyFile, text: str) -> None:
    first = text.partition("\n")[0]
    delimiter = max("\t;,", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [_known(found, each, 1, ("study", "both", "result")) for each in next(reader, [])]
        if twice := sorted(name for name in header if header.count(name) > 1):
            raise found.fault(1, f"the column '{twice[0]}' is there twice; keep one")
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) != len(header):
                    raise found.fault(line, f"{len(cells)} cells; expected {len(header)}, as in the header")
                _row(found, line, dict(zip(header, cells, strict=True)))
            line = reader.line_num + 1
    except csv.Error as error:
        raise found.fault(reader.line_num, error) from None


def _row(found: StudyFile, line: int, cells: dict[str, str]) -> None:
    block: Block = {}
    for name, cell in cells.items():
        if fields()[name].where != "study":
            _put(found, block, name, line, [cell])
            continue
        own: Block = {}
        _put(found, own, name, line, [cell])
        if name in own and own[name].texts != found.study.setdefault(name, own[name]).texts:
            raise found.fault(line, f"'{name}' differs from line {found.study[name].line}; a file is of one study")
    if block:
        found.results.append((line, block))
