"""Texts that mean harm, through every writer and into real readers: nothing runs, nothing breaks, nothing is lost."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import os
import re
import tarfile
import xml.etree.ElementTree as ET
from functools import cache
from typing import TYPE_CHECKING

import pytest
from calcigraph.cli import render
from calcigraph.curation.importing import read_claims
from calcigraph.errors import BadArgument, visible
from calcigraph.exports.formats import formats
from calcigraph.mechanism.slices import Slice, neighbourhood

from tests.attack.payloads import PAYLOADS, poisoned
from tests.exports.workbooks import LONGEST, read

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph

#: Those that ``make test`` tries; the long run tries all. Half of the texts in one take as long as one of them.
SHORT = tuple(PAYLOADS) if os.environ.get("CALCIGRAPH_ATTACK") == "long" else ("everything", "controls")
#: The tables, each a format.
TABLES = tuple(
    f"{name}-csv" for name in ("edges", "claims", "results", "bearings", "entities", "amounts", "statements", "sources")
)
XML = ("graphml", "gexf", "rdfxml")
#: Control characters; line ends and tabs apart, none may be in a text for people or tools.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@cache
def graph(name: str) -> tuple[KnowledgeGraph, Slice]:
    found = poisoned(PAYLOADS[name])
    return found, neighbourhood(found.store, "id:natto", 1)


def written(name: str, form: str) -> str:
    found, part = graph(name)
    content = found.export(form, part)
    if form.startswith("kgx"):
        import gzip

        content = gzip.decompress(content)
    return content.decode()


def plain(text: str) -> str:
    return " ".join(visible(text).split())


@pytest.mark.parametrize("name", SHORT)
def test_xml_is_read_and_has_the_text(name: str) -> None:
    for form in ("graphml", "gexf"):
        read = ET.fromstring(written(name, form))  # noqa: S314 - our own
        texts = {each.text or "" for each in read.iter()} | {
            each for part in read.iter() for each in part.attrib.values()
        }
        assert plain(PAYLOADS[name]) in {" ".join(each.split()) for each in texts}, form
        assert not any(each.tag.endswith("script") for each in read.iter())
    if CONTROL.search(PAYLOADS[name]) and re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", PAYLOADS[name]):
        with pytest.raises(BadArgument, match=r"^RDF/XML cannot hold the character U\+"):
            written(name, "rdfxml")
    elif "\uffff" not in PAYLOADS[name]:
        ET.fromstring(written(name, "rdfxml"))  # noqa: S314 - our own


@pytest.mark.parametrize("name", SHORT)
def test_rdf_keeps_the_text_as_it_is(name: str) -> None:
    import pyoxigraph as ox

    for form, kind in (
        ("turtle", ox.RdfFormat.TURTLE),
        ("ntriples", ox.RdfFormat.N_TRIPLES),
        ("trig", ox.RdfFormat.TRIG),
    ):
        texts = {getattr(each.object, "value", "") for each in ox.parse(written(name, form), kind)}
        assert PAYLOADS[name] in texts, form
    assert PAYLOADS[name] in json.dumps(json.loads(written(name, "jsonld")), ensure_ascii=False).encode().decode(
        "unicode_escape", "ignore"
    ) or json.loads(written(name, "jsonld"))


class _Page(html.parser.HTMLParser):
    """Collects what a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.runs += [f"{tag} {name}" for name, _ in attrs if name.startswith("on")]
        self.runs += [tag] if tag in ("script", "iframe", "object", "embed") else []
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "xlink:href", "action")]


@pytest.mark.parametrize("name", SHORT)
def test_pictures_and_pages_run_nothing(name: str) -> None:
    found, _ = graph(name)
    picture = found.draw("neighbourhood", "id:natto")
    clean = found.draw("neighbourhood", "MGP synthesis")
    svg = ET.fromstring(picture.svg())  # noqa: S314 - our own
    assert not [each for each in svg.iter() if each.tag.endswith(("script", "foreignObject"))]
    assert not [key for each in svg.iter() for key in each.attrib if key.startswith("on")]
    assert not CONTROL.search(picture.svg())
    pages = []
    for each in (picture, clean):
        page = _Page()
        page.feed(each.html())
        pages.append(page)
    assert pages[0].runs == pages[1].runs  # our own scripts, and no other
    assert not [link for page in pages for link in page.links if link.lower().lstrip().startswith("javascript")]


@pytest.mark.parametrize("name", SHORT)
def test_diagrams_hold_the_text_and_nothing_of_it_is_syntax(name: str) -> None:
    found, part = graph(name)
    clean, same = graph("long")
    for form in ("dot", "mermaid"):
        text, other = (one.export(form, each).decode() for one, each in ((found, part), (clean, same)))
        assert not CONTROL.search(text), form
        assert text.count("\n") == other.count("\n") or form == "dot", form
    dot = found.export("dot", part).decode()
    assert "evil" not in re.sub(r'"(?:\\.|[^"\\])*+"', "", dot)
    mermaid = found.export("mermaid", part).decode()
    assert not re.search(r"^\s*(click|%%\{)", mermaid, re.MULTILINE)


@pytest.mark.parametrize("name", SHORT)
def test_a_workbook_has_text_and_no_formula(name: str) -> None:
    found, part = graph(name)
    sheets = read(found.export("xlsx", part))
    wanted = visible(PAYLOADS[name]).replace("\r\n", "\n").replace("\r", "\n")[:LONGEST]
    assert wanted in {cell for rows in sheets.values() for row in rows for cell in row}


@pytest.mark.parametrize("name", SHORT)
def test_tables_have_their_cells_and_no_formula(name: str) -> None:
    packed = unpacked(name) | unpacked(name, "neo4j")
    columns = {*TABLES, *(file for file in packed if file.endswith(".csv"))}
    assert len(columns) == len(TABLES) + 7 + 2
    for form in (*columns, "sif", "kgx-tsv", "sssom", "bel", *packed):
        text = packed[form] if form in packed else written(name, form)
        assert not CONTROL.search(text.replace("\x00", "") if form == "kgx-tsv" else text), form
        if form in columns:
            rows = list(csv.reader(io.StringIO(text, newline="")))
            assert len({len(row) for row in rows}) == 1, form
            assert not [
                cell for row in rows[1:] for cell in row if cell[:1] in ("=", "+", "-", "@") and not _number(cell)
            ]
    for file, text in packed.items():
        if file.endswith(".json"):
            json.loads(text)
    raw = {
        form: graph(name)[0].export(form, graph(name)[1], raw=True).decode() for form in ("edges-csv", "entities-csv")
    }
    for text in (*raw.values(), unpacked(name, "tables", raw=True)["entities.csv"]):
        cells = {cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row}
        assert visible(PAYLOADS[name]) in cells


def unpacked(name: str, form: str = "tables", *, raw: bool = False) -> dict[str, str]:
    """The files of a format that comes as an archive, by name."""
    found, part = graph(name)
    with tarfile.open(fileobj=io.BytesIO(found.export(form, part, raw=raw))) as packed:
        return {
            each.name.removeprefix("calcigraph/"): (packed.extractfile(each) or io.BytesIO()).read().decode()
            for each in packed.getmembers()
        }


def _number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_a_guarded_cell_comes_back_as_it_was(tmp_path: object) -> None:
    from pathlib import Path

    from calcigraph.store.tables import harmful, harmless

    for text in (*PAYLOADS.values(), "-0.023", "+1", "-", "=", "'=1", "'", "", "-1e-5", "-INF"):
        assert harmful(harmless(text)) == text or text.startswith("'")
    found, part = graph("formula")
    place = Path(str(tmp_path)) / "claims.csv"
    place.write_bytes(found.export("claims-csv", part))
    assert {row.values["note"] for row in read_claims(place)} == {PAYLOADS["formula"]}


def test_numbers_stay_numbers(kg: KnowledgeGraph) -> None:
    table = kg.sparql("SELECT (-0.023 AS ?a) (-1e-5 AS ?b) ('-0.5' AS ?c) ('-x' AS ?d) ('=1' AS ?e) {}")
    assert table.csv() == "a,b,c,d,e\n-0.023,-0.00001,-0.5,'-x,'=1\n"  # type: ignore[union-attr]
    assert table.csv(raw=True) == "a,b,c,d,e\n-0.023,-0.00001,-0.5,-x,=1\n"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", SHORT)
def test_a_terminal_obeys_nothing_of_it(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from calcigraph.cli import lookup_commands
    from calcigraph.store.tables import Table

    found, _ = graph(name)
    monkeypatch.setattr(lookup_commands, "open_graph", lambda **_: found)
    monkeypatch.setattr(render, "on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(render, "console", _console)
    lookup_commands.show("id:natto", "table", rows=True)
    for form in ("json", "turtle"):
        lookup_commands.show("id:natto", form, rows=True)
    table = found.sparql("SELECT * { id:natto skos:prefLabel ?l }")
    assert isinstance(table, Table)
    render.show_table(table)
    for form in ("csv", "json", "markdown"):
        render.out(render.table_text(table, form))
    assert not CONTROL.search(capsys.readouterr().out)


def _console() -> object:
    from rich.console import Console

    return Console(width=80, highlight=False, color_system=None, force_terminal=False)


def test_every_format_was_attacked() -> None:
    assert {each for each in formats() if "parquet" not in each} == {
        *(
            "turtle",
            "trig",
            "ntriples",
            "nquads",
            "jsonld",
            "rdfxml",
            "kgx-tsv",
            "kgx-jsonl",
            "graphml",
            "gexf",
            "cyjs",
        ),
        *("sif", "cx2", "neo4j", "dot", "mermaid", "nanopubs", "bel", "sssom", "tables", "xlsx", *TABLES),
    }
