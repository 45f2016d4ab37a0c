"""RDF of others: every syntax, named graphs kept, and what is wrong in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from calcigraph.errors import BadFile
from calcigraph.store.rdf_files import engine_of

if TYPE_CHECKING:
    from pathlib import Path

TRIPLE = "<http://a.example/s> <http://a.example/p> <http://a.example/o>"
XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="http://a.example/">
<rdf:Description rdf:about="http://a.example/s"><a:p rdf:resource="http://a.example/o"/></rdf:Description></rdf:RDF>"""
JSON = '{"@id": "http://a.example/s", "http://a.example/p": {"@id": "http://a.example/o"}}'


@pytest.mark.parametrize(
    ("suffix", "content", "graphs"),
    [
        (".ttl", f"{TRIPLE} .", 0),
        (".nt", f"{TRIPLE} .", 0),
        (".nq", f"{TRIPLE} <http://a.example/g> .", 1),
        (".trig", f"<http://a.example/g> {{ {TRIPLE} }}", 1),
        (".rdf", XML, 0),
        (".OWL", XML, 0),
        (".jsonld", JSON, 0),
    ],
)
def test_every_syntax(tmp_path: Path, suffix: str, content: str, graphs: int) -> None:
    place = tmp_path / f"data{suffix}"
    place.write_text(content, encoding="utf-8")
    engine = engine_of(place)
    assert engine.ask(f"ASK {{ {TRIPLE} }}")
    assert len(engine.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")[1]) == graphs


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "data.nt",
            "<http://a.example/s> <http://a.example/p> 1 .",
            r"is malformed: line 1, column 43: The object of a triple",
        ),
        ("data.ttl", "<http://a.example/s> a", r"is malformed: line 1, column "),
        ("data.nq", "\x00", r"is malformed: "),
        ("data.rdf", "<rdf:RDF", r"is malformed: "),
        ("data.json", "{", r"is malformed: "),
        ("data.csv", "a,b", r"is of no syntax of RDF; it ends in one of \.ttl, \.nt,"),
        ("data", "", r"is of no syntax of RDF"),
    ],
)
def test_what_cannot_be_read_is_one_line(tmp_path: Path, name: str, content: str, said: str) -> None:
    place = tmp_path / name
    place.write_text(content, encoding="utf-8")
    with pytest.raises(BadFile, match=said) as found:
        engine_of(place)
    assert "\n" not in str(found.value)


def test_a_missing_file_and_a_large_one(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no file is called"):
        engine_of(tmp_path / "none.ttl")
    place = tmp_path / "data.ttl"
    place.write_text("#" * 2000, encoding="utf-8")
    with pytest.raises(BadFile, match="is larger than 1,000 bytes"):
        engine_of(place, max_size="1KB")
