"""The command line in wrong use: one line that names the input, and an exit code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Finished

    Run = Callable[..., Finished]

WRONG: dict[str, tuple[tuple[str | bytes, ...], int, str]] = {
    "unknown command": (("shwo", "MK7"), 2, "no command is called 'shwo'; nearest: 'show'"),
    "command like none": (("zzzz",), 2, "no command is called 'zzzz'; nearest: 'add', 'ask', "),
    "unknown option": (("--nope",), 2, "No such option"),
    "missing argument": (("show",), 2, "Missing argument 'NAME'"),
    "one argument too many": (("show", "a", "b"), 2, "unexpected extra argument"),
    "unknown format": (("show", "MK7", "--format", "xml"), 2, "'xml' is not one of 'table', 'json', 'turtle'"),
    "unknown shell": (("completion", "tcsh"), 2, "'tcsh' is not one of 'bash', 'zsh', 'fish'"),
    "unknown name": (("show", "ostecalcin"), 2, "no entity is called 'ostecalcin'; nearest: 'osteocalcin'"),
    "empty name": (("show", ""), 2, "no entity is called ''"),
    "name of bytes": (("show", b"\xff\xfe"), 2, "no entity is called"),
    "endless name": (("show", "x" * 100_000), 2, "the name of an entity has at most 1,000 characters, not 100,000"),
    "ambiguous name": (("show", "MESH:D017698"), 2, "can be 'menopause' (id:menopause) or"),
    "hostile name": (("show", "x } UNION { ?s ?p ?o }\n#"), 2, "no entity is called 'x } UNION { ?s ?p ?o } #'"),
    "unknown claim": (("evidence", "warfarin inhibts VKORC1"), 2, "no claim is called"),
    "unknown question": (("ask", "foods-that-suply"), 2, "no question is called 'foods-that-suply'; nearest: 'foods-that-supply'"),
    "unknown question with a value": (("ask", "zzzz", "MK7"), 2, "no question is called 'zzzz'"),
    "unknown parameter": (("ask", "foods-that-supply", "food=natto"), 2, "has no parameter 'food'; it has: 'nutrient'"),
    "two values": (("ask", "foods-that-supply", "MK7", "MK4"), 2, "'MK4' is not of the form name=value"),
    "no parameter at all": (("ask", "overview", "MK7"), 2, "question 'overview' takes no parameter, but got 'MK7'"),
    "unknown entity": (("ask", "foods-that-supply", "MK-77"), 2, "no entity is called 'MK-77'; nearest: 'MK-7'"),
    "wrong class": (("ask", "foods-that-supply", "nutrient=natto"), 2, "'natto' is a food, but parameter 'nutrient' takes a nutrient"),
    "hostile text": (("ask", "foods-that-supply", 'nutrient=MK-7" } UNION { ?a ?b ?c\n} #'), 2, "no entity is called 'MK-7\" } UNION"),
    "malformed SPARQL": (("sparql", "SELECT ?x\nWHERE { ?x a }"), 2, "malformed SPARQL: line 2, column 14: expected a variable,"),
    "update": (("sparql", "DELETE WHERE { ?s ?p ?o }"), 2, "DELETE is an update, and the graph is read-only"),
    "load": (("sparql", "LOAD <http://127.0.0.1:9/>", "--allow-network"), 2, "LOAD is an update"),
    "service": (("sparql", "SELECT * { SERVICE <http://127.0.0.1:9/> {} }"), 3, "allow it with --allow-network"),
    "service that is away": (("sparql", "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "--allow-network"), 3, "could not be answered"),
    "query of bytes": (("sparql", b"SELECT \xff"), 2, "not valid Unicode text"),
    "missing query file": (("sparql", "nowhere.rq"), 2, "no file is called 'nowhere.rq'; expected a file with a query"),
    "table as graph": (("sparql", "SELECT * {}", "-f", "turtle"), 2, "a SELECT query gives a table, not turtle; use table, csv"),
    "graph as table": (("sparql", "DESCRIBE id:mk-7", "-f", "csv"), 2, "this query gives a graph, not csv; use turtle"),
    "length beyond": (("pathways", "K2", "arterial calcification", "-l", "99"), 2, "max_length is a whole number from 1 to 12, not 99"),
    "length of letters": (("pathways", "K2", "arterial calcification", "-l", "x"), 2, "'x' is not a valid integer"),
    "no limit": (("pathways", "K2", "arterial calcification", "-n", "0"), 2, "limit is a whole number from 1, not 0"),
    "strange sign": (("pathways", "K2", "arterial calcification", "--sign", "up"), 2, "'up' is not one of '+', '-'"),
    "no factor": (("pathways", "postmenopausal women", "K2"), 2, "'postmenopausal women' is no factor"),
    "same factor": (("pathways", "MK7", "mk 7"), 2, "are the same factor; a path needs two"),
    "missing Turtle": (("validate", "/nowhere/claims.ttl"), 2, "'/nowhere/claims.ttl'"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "code", "message"), WRONG.values(), ids=WRONG)
def test_wrong_use_is_one_line(run: Run, arguments: tuple[str | bytes, ...], code: int, message: str) -> None:
    done = run(*arguments)
    assert done.code == code
    assert done.out == ""
    assert message in done.err
    assert done.err.startswith("calcigraph: ")
    assert done.err.count("\n") == 1
    assert len(done.err) < 400
    assert "Traceback" not in done.err


def test_malformed_turtle_says_where(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "claims.ttl"
    place.write_text("@prefix id: <https://w3id.org/calcigraph/id/> .\nid:a id:b ;; oops .\n", encoding="utf-8")
    done = run("validate", str(place))
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert "claims.ttl" in done.err
    assert re.search(r"line 2, column [0-9]+", done.err)


@pytest.mark.parametrize("encoding", ["utf-8:strict", "utf-8:surrogateescape"])
def test_standard_input_that_is_no_text(run: Run, encoding: str) -> None:
    done = run("sparql", "-", stdin=b"SELECT \xff", PYTHONIOENCODING=encoding)
    assert (done.code, done.out) == (2, "")
    assert re.fullmatch("calcigraph: .*(not UTF-8 text|not valid Unicode text)\n", done.err)


def test_a_query_file_that_is_no_text(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "bytes.rq"
    place.write_bytes(b"SELECT \xff")
    done = run("sparql", str(place))
    assert done.code == 2
    assert done.err == f"calcigraph: cannot read '{place}': it is not UTF-8 text\n"
    (tmp_path / "folder.rq").mkdir()
    assert run("sparql", str(tmp_path / "folder.rq")).code == 2


def test_a_site_is_no_stream(run: Run) -> None:
    """A dash was taken for the name of a folder, and ten thousand pages were written into it."""
    done = run("site", "-o", "-")
    assert (done.code, done.out) == (2, "")
    assert "which standard output cannot take" in done.err
