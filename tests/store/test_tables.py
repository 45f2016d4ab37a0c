"""Tables: the values a user sees, and every format they are written in."""

from __future__ import annotations

import builtins
import csv
import io
import json
import math
from typing import Any

import pyoxigraph as ox
import pytest
from calcigraph import KnowledgeGraph, Table, Unavailable
from calcigraph.answers.answer import Answer
from calcigraph.store.tables import cell_text, harmless, python_value
from hypothesis import given, settings
from hypothesis import strategies as st

XSD = "http://www.w3.org/2001/XMLSchema#"
TRIPLE = ox.Triple(ox.NamedNode("http://a.example/s"), ox.NamedNode("http://a.example/p"), ox.Literal(1))


def literal(text: str, datatype: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + datatype))


@pytest.fixture
def mixed() -> Table:
    """Hold one term of every kind."""
    return Table(
        ["thing", "text"],
        [
            [ox.NamedNode("https://w3id.org/calcigraph/id/mk-7"), ox.Literal("γ, “quoted”", language="en")],
            [ox.Literal(3), None],
            [ox.BlankNode("b0"), ox.Literal('a|b\\c "d"\ne <b>f</b> & g')],
            [literal("2.50", "decimal"), ox.Literal(True)],
        ],
        title="Of <all> kinds",
        note="Not <medical> advice.",
    )


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (None, None),
        (ox.Literal("7"), "7"),
        (ox.Literal("ja", language="de"), "ja"),
        (literal("7", "integer"), 7),
        (literal("-7", "int"), -7),
        (literal("7", "nonNegativeInteger"), 7),
        (literal("2.50", "decimal"), 2.5),
        (literal("1e3", "double"), 1000.0),
        (literal("true", "boolean"), True),
        (literal("1", "boolean"), True),
        (literal("false", "boolean"), False),
        (literal("2024-01-01", "date"), "2024-01-01"),
        (literal("many", "integer"), "many"),
        (literal("much", "double"), "much"),
        (ox.NamedNode("http://a.example/"), "http://a.example/"),
        (ox.BlankNode("b1"), "b1"),
        (TRIPLE, '<http://a.example/s> <http://a.example/p> "1"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ],
)
def test_python_values(term: ox.Literal | None, value: object) -> None:
    found = python_value(term)
    assert found == value
    assert type(found) is type(value)


def test_a_double_can_be_infinite() -> None:
    assert python_value(literal("INF", "double")) == math.inf
    assert math.isnan(float(python_value(literal("NaN", "double")) or 0))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (3, "3"),
        (2.5, "2.5"),
        (1000.0, "1000"),
        ("two\n lines\t here", "two lines here"),
        ("https://w3id.org/calcigraph/id/mk-7", "id:mk-7"),
        ("https://a.example/x", "https://a.example/x"),
    ],
)
def test_cell_text(value: str | float | None, text: str) -> None:
    assert cell_text(value) == text


def test_rows_length_iteration_and_name(mixed: Table) -> None:
    assert len(mixed) == 4
    assert mixed.rows[0] == ("https://w3id.org/calcigraph/id/mk-7", "γ, “quoted”")
    assert list(mixed)[1] == {"thing": 3, "text": None}
    assert repr(mixed) == "<Table Of <all> kinds: 4 rows>"
    assert repr(Table(["a", "b"], [[None, None]])) == "<Table a, b: 1 row>"
    assert repr(Table(["a"], [])) == "<Table a: 0 rows>"


def test_csv(mixed: Table) -> None:
    assert list(csv.reader(io.StringIO(mixed.csv(), newline=""))) == [
        ["thing", "text"],
        ["https://w3id.org/calcigraph/id/mk-7", "γ, “quoted”"],
        ["3", ""],
        ["_:b0", 'a|b\\c "d"\ne <b>f</b> & g'],
        ["2.50", "true"],
    ]


def test_json_is_the_results_format_of_sparql(mixed: Table) -> None:
    document = json.loads(mixed.json())
    assert document["head"] == {"vars": ["thing", "text"]}
    assert document["results"]["bindings"] == [
        {
            "thing": {"type": "uri", "value": "https://w3id.org/calcigraph/id/mk-7"},
            "text": {"type": "literal", "value": "γ, “quoted”", "xml:lang": "en"},
        },
        {"thing": {"type": "literal", "value": "3", "datatype": XSD + "integer"}},
        {
            "thing": {"type": "bnode", "value": "b0"},
            "text": {"type": "literal", "value": 'a|b\\c "d"\ne <b>f</b> & g'},
        },
        {
            "thing": {"type": "literal", "value": "2.50", "datatype": XSD + "decimal"},
            "text": {"type": "literal", "value": "true", "datatype": XSD + "boolean"},
        },
    ]
    parsed = ox.parse_query_results(mixed.json(), format=ox.QueryResultsFormat.JSON)
    assert isinstance(parsed, ox.QuerySolutions)
    assert [tuple(row) for row in parsed] == mixed.terms


def test_json_of_a_triple_within_a_triple() -> None:
    table = Table(["t"], [[TRIPLE]])
    assert json.loads(table.json())["results"]["bindings"][0]["t"] == {
        "type": "triple",
        "value": {
            "subject": {"type": "uri", "value": "http://a.example/s"},
            "predicate": {"type": "uri", "value": "http://a.example/p"},
            "object": {"type": "literal", "value": "1", "datatype": XSD + "integer"},
        },
    }


def test_markdown_escapes_what_would_be_markup(mixed: Table) -> None:
    assert mixed.markdown().splitlines() == [
        "| thing | text |",
        "|---|---|",
        "| id:mk-7 | γ, “quoted” |",
        "| 3 |  |",
        r'| b0 | a\|b\\c "d" e \<b>f\</b> & g |',
        "| 2.5 | yes |",
    ]


def test_other_rows_of_the_same_answer(mixed: Table) -> None:
    """The rows change, and nothing else does; of an answer not what it means either."""
    answer = Answer(mixed.columns, mixed.terms, mixed.title, mixed.note)
    answer.safety, answer.understood = "Safety: known risk.", "forms-of"
    other = answer.with_rows(["a"], [])
    assert (other.columns, len(other), other.title, other.note) == (("a",), 0, mixed.title, mixed.note)
    assert (other.safety, other.understood) == (answer.safety, answer.understood)
    assert len(answer) == len(mixed)


def test_json_has_what_there_is_to_say(kg: KnowledgeGraph, mixed: Table) -> None:
    assert list(json.loads(mixed.json())) == ["head", "note", "results"]
    assert list(json.loads(Table(["a"], []).json())) == ["head", "results"]
    document = json.loads(kg.ask("is 5000 IU of vitamin D a day above an upper limit?").json())
    assert document["state"] == "known risk"
    assert document["understood"].startswith("above-upper-limit (")
    assert document["for_whom"][-1].startswith("This is no medical advice")


def test_pandas(kg: KnowledgeGraph) -> None:
    table = kg.sparql("SELECT ?year (COUNT(?s) AS ?n) { ?s cg:year ?year } GROUP BY ?year ORDER BY ?year")
    assert isinstance(table, Table)
    frame = table.to_pandas()
    assert list(frame.columns) == ["year", "n"]
    assert frame["n"].sum() == sum(row["n"] for row in table if isinstance(row["n"], int))
    assert [tuple(row) for row in frame.itertuples(index=False)] == table.rows


def test_without_pandas_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *arguments: Any, **options: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(Unavailable, match="pip install pandas") as caught:
        Table(["n"], []).to_pandas()
    assert caught.value.exit_code == 3


TERMS = st.one_of(
    st.none(),
    st.integers(-(10**6), 10**6).map(ox.Literal),
    st.booleans().map(ox.Literal),
    st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"]), max_size=20).map(ox.Literal),
    st.from_regex(r"[a-z]{1,8}", fullmatch=True).map(lambda text: ox.NamedNode(f"http://a.example/{text}")),
    st.from_regex(r"[a-z]{1,8}", fullmatch=True).map(lambda text: ox.Literal(text, language="en")),
)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.lists(st.tuples(TERMS, TERMS), max_size=5))
def test_json_and_csv_give_back_what_was_written(rows: list[tuple[ox.Literal | None, ox.Literal | None]]) -> None:
    table = Table(["a", "b"], rows)
    parsed = ox.parse_query_results(table.json(), format=ox.QueryResultsFormat.JSON)
    assert isinstance(parsed, ox.QuerySolutions)
    assert [tuple(row) for row in parsed] == rows
    texts = [["" if term is None else term.value for term in row] for row in rows]
    assert list(csv.reader(io.StringIO(table.csv(raw=True), newline="")))[1:] == texts
    guarded = list(csv.reader(io.StringIO(table.csv(), newline="")))[1:]
    assert guarded == [[harmless(text) for text in row] for row in texts]
    assert len(table.markdown().splitlines()) == len(rows) + 2
