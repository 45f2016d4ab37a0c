"""Queries that mean harm: known ones by name, and a generator of others that gives the same ones for the same seed."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_NESTED = 20_000

#: Texts that end the process in which the engine's parser reads them.
OVERFLOWING = {
    "negations": f"SELECT * {{ FILTER({'!' * 9_500}true) }}",
    "optional groups": f"SELECT * {{ {'OPTIONAL {} ' * 7_000}}}",
    "unions": f"SELECT * {{ {{}} {'UNION {} ' * 7_000}}}",
    "subtractions": f"SELECT (1{'-1' * 20_000} AS ?x) {{}}",
    "disjunctions": f"SELECT (1{'||1' * 20_000} AS ?x) {{}}",
    "a path": f"SELECT * {{ ?s a{'/a' * 15_000} ?o }}",
    "a list": f"SELECT * {{ ?s ?p ({'1 ' * 20_000}) }}",
    "a list in ASK": f"ASK {{ ?s ?p ({'1 ' * 20_000}) }}",
    "a path in CONSTRUCT": f"CONSTRUCT {{ ?s ?p 1 }} WHERE {{ ?s a{'/a' * 15_000} ?o ; ?p 1 }}",
    "negations without end": f"SELECT * {{ FILTER({'!' * 40_000}",
}
#: The same, but the parser takes seconds to get so far.
SLOW = {"bindings": f"SELECT * {{ {' '.join(f'BIND({number} AS ?v{number})' for number in range(2_700))} }}"}
#: Texts that are nested deeper than is allowed.
DEEP = {
    "brackets": f"SELECT * {{ FILTER({'(' * _NESTED}1{')' * _NESTED}) }}",
    "groups": f"SELECT * {'{' * _NESTED}{'}' * _NESTED}",
    "blank nodes": f"ASK {{ ?s ?p {'[ ?p ' * _NESTED}1{' ]' * _NESTED} }}",
    "triples": f"ASK {{ ?s ?p {'<<( ?s ?p ' * _NESTED}1{' )>>' * _NESTED} }}",
    "comparisons like IRIs": f"ASK {{ FILTER(1{'<(1' * _NESTED}{')>1' * _NESTED}) }}",
}
#: Texts that would be evaluated for longer than anyone waits.
ENDLESS = {
    "a cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = ?i && ?d = ?h && ?b = ?g) }",
    "paths everywhere": "SELECT (COUNT(*) AS ?n) { ?a (!cg:x|^!cg:y)* ?b . ?b (!cg:x|^!cg:y)* ?c }",
    "a sorted cross product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i LIMIT 1",
    "ASK": "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a = 1 || ?d = 2) }",
    "CONSTRUCT": "CONSTRUCT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?a), STR(?f), STR(?i)) = '') }",
}
#: Turtle that ends the process in which the engine's parser reads it.
TURTLE = f"<x:a> <x:b> {'<<( <x:a> <x:b> ' * _NESTED}1{' )>>' * _NESTED} ."

_TERMS: tuple[str, ...] = (
    "?a",
    "?b",
    "?c",
    "$d",
    "id:mk-7",
    "cg:sign",
    "<http://a.example/#x>",
    "<#b>",
    '"x"@en--ltr',
    "'''a\n\"b'''",
)
_TERMS += ("1", "-2.5e3", "true", "_:x", "[]", "()", "<<( ?a ?b 1 )>>", '"\\u00e9"', "cg:", "cg:a\\-b", "cg:a.b")
_WORDS = ("SELECT * {", "ASK {", "CONSTRUCT { ?a ?b ?c } WHERE {", "DESCRIBE ?a {", "SELECT (COUNT(*) AS ?n) {")
_PIECES: tuple[str, ...] = (
    "OPTIONAL { ",
    "} UNION {",
    "MINUS {",
    "FILTER(",
    "BIND(",
    "VALUES ?a {",
    "GRAPH ?g {",
    "SERVICE ?s {",
    "}",
    ")",
)
_PIECES += (
    "SERVICE SILENT <http://127.0.0.1:1/> {",
    "FROM <x:y>",
    "GROUP BY ?a",
    "ORDER BY DESC(?b)",
    "LIMIT 3",
    "OFFSET -1",
)
_PIECES += (
    "#",
    "'",
    '"',
    "'''",
    '"""',
    "<",
    ">",
    "\\",
    "\x00",
    "\ud800",
    "\N{ZERO WIDTH JOINER}",
    "\r",
    ";",
    ".",
    ",",
    "^",
    "|",
)
_PIECES += (
    "INSERT DATA {",
    "LOAD <http://127.0.0.1:1/>",
    "PREFIX a: <b>",
    "BASE <http://a.example/>",
    "{ SELECT ?a {",
    "a",
)
_REPEATED: tuple[str, ...] = (
    "!",
    "(",
    "-1",
    "||1",
    "/a",
    "OPTIONAL {} ",
    "UNION {} ",
    "BIND(1 AS ?v) ",
    "'",
    '"""',
    "<",
    "<a",
    "\\",
    "SERVICE ",
)
_REPEATED += (
    "a:",
    "?a ?b ?c . ",
    "[ ",
    "<<( ",
    "{",
    "#\n",
    "FROM <x:y> ",
    "PREFIX a: <b> ",
    "'''\\",
    "<a#",
    ".a",
    "1 ",
)


def _mixed(draw: random.Random) -> str:
    pieces = (*_TERMS, *_TERMS, *_PIECES)
    return f"{draw.choice(_WORDS)} {' '.join(draw.choices(pieces, k=draw.randrange(1, 40)))} }}"


def _repeated(draw: random.Random) -> str:
    middle = draw.choice(_REPEATED) * draw.choice((10, 300, 3_000, 30_000))
    return f"{draw.choice(_WORDS)} {draw.choice(('', 'FILTER(', '?a ?b ('))}{middle}{draw.choice(('', '1) }', '}'))}"


def _broken(draw: random.Random) -> str:
    query = draw.choice([*ENDLESS.values(), "SELECT ?l { id:mk-7 skos:prefLabel ?l FILTER(LANG(?l) = 'en') }"])
    for _ in range(draw.randrange(1, 4)):
        place = draw.randrange(len(query))
        query = query[:place] + draw.choice((*_PIECES, *_TERMS, "")) + query[place + draw.randrange(3) :]
    return query


def _heavy(draw: random.Random) -> str:
    triples = " . ".join(f"?a{number} ?b{number} ?c{number}" for number in range(draw.randrange(2, 6)))
    return draw.choice(
        (
            f"SELECT * {{ {triples} }}",
            f"SELECT DISTINCT * {{ {triples} }}",
            f"SELECT * {{ {triples} }} ORDER BY ?c0 ?a1",
            f"SELECT (GROUP_CONCAT(CONCAT(STR(?a0), STR(?c1))) AS ?x) {{ {triples} }}",
            f"CONSTRUCT {{ ?a0 ?b0 ?c1 }} WHERE {{ {triples} }}",
            f"ASK {{ {triples} FILTER(REGEX(STR(?c0), '(a+)+$') && ?a1 = ?c0 && ?a0 = 1) }}",
            f"SELECT ?x {{ BIND('x' AS ?x0) {' '.join(f'BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})' for n in range(40))} }}",
            f"SELECT * {{ ?a (!cg:x|^!cg:x)* ?b . {triples} }}",
        )
    )


def _strange(draw: random.Random) -> str:
    return "".join(
        chr(draw.choice((draw.randrange(128), draw.randrange(0x3000), draw.randrange(0x110000)))) for _ in range(40)
    )


def generate(seed: int, count: int) -> Iterator[str]:
    """Make hostile queries.

    Args:
        seed: the same seed gives the same queries.
        count: how many.

    Yields:
        Text that may be SPARQL.
    """
    draw = random.Random(seed)  # noqa: S311 - no secret
    makers: list[Callable[[random.Random], str]] = [_mixed, _mixed, _broken, _broken, _repeated, _strange, _heavy]
    for number in range(count):
        yield makers[number % len(makers)](draw)
