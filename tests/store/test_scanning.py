"""The guard: it never says no where the parser sees a call, and never takes longer than a text is long."""

from __future__ import annotations

import itertools
import re

import pyoxigraph as ox
import pytest
from calcigraph.namespaces import PREFIXES
from calcigraph.store.scanning import bare, may_call, named_graphs, nesting, without_silent_calls
from calcigraph.store.tokens import Scan
from hypothesis import given, settings
from hypothesis import strategies as st

# What a hostile text is made of: quotes, what opens and closes, what escapes, and keywords without space around them.
PIECES = (
    *(
        "SERVICE",
        "service",
        "SERVICE ",
        "1SERVICE",
        "SERVICE<http://a.example/>",
        "<http://a.example/>",
        "{}",
        "{ }",
        "{",
        "}",
    ),
    *(
        "'",
        '"',
        "'''",
        '"""',
        "''",
        "\\",
        "\\'",
        '\\"',
        "\\x",
        "\\u0061",
        "\\ud800",
        "#",
        "#>",
        "<",
        ">",
        "<5",
        "<#x>",
        "<a'b>",
    ),
    *(
        "\n",
        "\r",
        " ",
        ".",
        ";",
        ",",
        "(",
        ")",
        "[",
        "]",
        "?a",
        "$b",
        "?",
        "a:",
        "a:b",
        "a:b\\-c",
        "a:.",
        "_:x",
        ":",
        "%41",
        "-",
    ),
    *(
        "1",
        "true",
        "a",
        "VALUES ?v { ",
        "FILTER(1",
        "BIND(",
        " AS ?z)",
        "OPTIONAL { ",
        "?s ?p ?o",
        "?s ?p 'x'@en ",
        "^^",
        "*",
        "/",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
# Bodies that the parser takes more often than not.
STRINGS = (
    "'x'",
    '"SERVICE"',
    "'''a'b'''",
    '"""\\""""',
    "''",
    "'\\''",
    "'''\\\\'''",
    "'#'",
    '"""#"""',
    "'''a' } SERVICE <http://a.example/> { } #\\x '''\n",
)
TERMS = (
    *STRINGS,
    "1",
    "true",
    "a:b",
    "a:",
    "a:b\\#c",
    "?x",
    "<http://a.example/#x>",
    "<http://a.ex\\u0061mple/#y>",
    "<#z>",
    "(1 2)",
    "[]",
)
GAPS = ("", " ", "\n", "#\n", "# SERVICE <http://a.example/> {\n", "#'\r")
CALLS = ("SERVICE <http://a.example/> {}", "SERVICE<http://a.example/>{}", "SERVICEa:b{}", "service ?s { ?s ?p ?o }")
CLAUSES = st.one_of(
    st.builds("?s ?p {}{}.{}".format, st.sampled_from(TERMS), st.sampled_from(GAPS), st.sampled_from(GAPS)),
    st.builds("VALUES ?v {{ {} }}{}".format, st.sampled_from(STRINGS), st.sampled_from(GAPS)),
    st.builds("FILTER(?x<{}#>\n){}".format, st.sampled_from(("5", "'a'", "a:b")), st.sampled_from(GAPS)),
    st.builds(
        "FILTER(?x<5{}>{}){}".format,
        st.sampled_from(("&&1", "#'\n&&6")),
        st.sampled_from(TERMS[:8]),
        st.sampled_from(GAPS),
    ),
    st.builds("{}{}".format, st.sampled_from(CALLS), st.sampled_from(GAPS)),
    st.builds("OPTIONAL{}{{ ?s ?p {} }}".format, st.sampled_from(GAPS), st.sampled_from(TERMS)),
)
QUERIES = st.lists(CLAUSES, min_size=1, max_size=6).map(
    lambda clauses: f"PREFIX a: <http://a.example/> ASK {{ {''.join(clauses)} }}"
)


def parses(query: str) -> bool:
    """Whether the engine's parser takes a query, which is not read to its end."""
    # A CONSTRUCT is evaluated as it is read, but for a call within a join: so the host refuses at once, and no name is looked up.
    unread = re.sub("ASK", "CONSTRUCT {} WHERE", query, count=1).replace("http://a.example/", "http://127.0.0.1:1/")
    try:
        ox.Store().query(unread, base_iri="http://a.example/", prefixes=PREFIXES)
    except SyntaxError:
        return False
    except OSError:
        return True
    return True


def calls(query: str) -> bool:
    """Whether the parser sees a keyword SERVICE: what it takes becomes malformed when one is spelt otherwise."""
    return parses(query) and any(
        not parses(f"{query[: match.start()]}SERVIXE{query[match.end() :]}")
        for match in re.finditer("service", query, re.IGNORECASE)
    )


@settings(max_examples=400, deadline=None)
@given(QUERIES)
def test_the_guard_never_says_no_where_the_parser_sees_a_call(query: str) -> None:
    if calls(query):
        assert may_call(query)


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_nor_in_any_text(text: str) -> None:
    query = f"PREFIX a: <http://a.example/> ASK {{ {text} }}"
    if calls(query):
        assert may_call(query)


@settings(max_examples=300, deadline=None)
@given(QUERIES)
def test_a_silent_call_is_taken_out_whole_or_left(query: str) -> None:
    silent = query.replace("SERVICE <", "SERVICE SILENT <")
    answered = without_silent_calls(silent)
    assert parses(answered) == parses(silent)
    if answered != silent:
        assert answered.count("OPTIONAL { {") == silent.count("SERVICE SILENT") - answered.count("SERVICE SILENT")


@settings(max_examples=400, deadline=None)
@given(st.one_of(TEXTS, st.text(max_size=60), st.builds(str.__mul__, st.sampled_from(PIECES), st.integers(1, 3000))))
def test_the_scan_looks_at_each_character_a_few_times(text: str) -> None:
    # Once for its token, once more for each kind of string or IRI that does not end before it.
    assert Scan(text).looked <= 5 * len(text) + 20


@pytest.mark.parametrize(
    "piece", [*PIECES, "SERVICE ", "'''\\", '"""\\"', "\\'''", "<a", "<a<", "a.", "?", "PREFIX a: <b> ", "BASE"]
)
def test_a_long_text_is_looked_at_no_oftener(piece: str) -> None:
    short, long = (Scan(piece * count) for count in (500, 5_000))
    assert long.looked <= 11 * short.looked + 100
    assert [kind for kind, *_ in long.tokens][:50] == [kind for kind, *_ in short.tokens][:50]


@settings(max_examples=200, deadline=None)
@given(st.one_of(TEXTS, QUERIES))
def test_tokens_follow_each_other(text: str) -> None:
    tokens = Scan(text).tokens
    assert all(start < end for _, start, end in tokens)
    assert all(one[2] <= two[1] for one, two in itertools.pairwise(tokens))
    between = "".join(text[one[2] : two[1]] for one, two in itertools.pairwise(tokens))
    assert not between.strip(" \t\r\n")


@pytest.mark.parametrize(
    "text", ["", " ", "ASK {} # a\n", "PREFIX a: <b>\nSELECT 'x'\n{ ?a ?b <c> }", "BASE <a> # b\nVERSION '1.2' ASK {}"]
)
def test_what_is_bare_keeps_its_lines(text: str) -> None:
    left = bare(text)
    assert left.count("\n") <= text.count("\n")
    assert text.endswith("\n") == left.endswith("\n")
    assert len(left) <= len(text)


@pytest.mark.parametrize(
    ("text", "comparisons", "depth"),
    [
        ("", True, 0),
        ("((()))()", True, 3),
        ("'((('(", True, 1),
        ("# (((\n(", True, 1),
        ("<http://a.example/(((>(", True, 1),
        ("1<((2>1))", True, 2),
        ("<a((>", False, 0),
        ("?a<5#>((( ", True, 3),
        ("a:\\((", True, 1),
        (")))(", True, -2 + 2),
    ],
)
def test_the_depth_of_brackets(text: str, depth: int, *, comparisons: bool) -> None:
    assert nesting(text, comparisons=comparisons) == depth


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?from { ?from a 'FROM <x:y>' } # FROM <x:y>",
        "PREFIX from: <http://a.example/> SELECT * { ?s from:x ?o }",
        "SELECT * { { SELECT ?a { ?a ?b ?c } } FILTER(?a = 'from') } ORDER BY ?a",
        "CONSTRUCT { ?from ?b <http://a.example/from> } WHERE { ?from ?b 'from' }",
        "SELECT (STR('FROM <x:y>') AS ?a) { <#from> ?b ?c }",
    ],
)
def test_the_word_from_elsewhere_names_no_graph(query: str) -> None:
    assert named_graphs(query) is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("SELECT * FROM <x:y> {}", ["<x:y>"]),
        ("SELECT(1 AS ?x)FROM<x:y>FROM NAMED<x:z>WHERE{}", ["<x:y>", "<x:z>"]),
        ("CONSTRUCT { ?s ?p ?o } FROM a:b.c WHERE { ?s ?p ?o }", ["a:b.c"]),
        ("CONSTRUCT FROM <x:y> WHERE { ?s ?p ?o }", ["<x:y>"]),
        ("DESCRIBE a:b from named a:c", ["a:c"]),
        ("PREFIX a: <b> # FROM <x:no>\nASK # {\nFROM # a\n a:b\n{}", ["a:b"]),
    ],
)
def test_the_graphs_that_from_names(query: str, found: list[str]) -> None:
    named = named_graphs(query)
    assert named is not None
    assert named[1] == found
    assert query.startswith(named[0])
