"""Thirty shapes of queries that take all the time or memory there is, or make an answer without end."""

from __future__ import annotations

_PAIR = "?a ?b ?c . ?d ?e ?f"
_TRIO = f"{_PAIR} . ?g ?h ?i"
_LONG = "a" * 40


def _values(count: int) -> str:
    return " ".join(f"({number} {number + 1})" for number in range(count))


#: What each is called, and the query.
SHAPES = {
    "cross product": f"SELECT * {{ {_PAIR} }}",
    "cross product, counted": f"SELECT (COUNT(*) AS ?n) {{ {_TRIO} }}",
    "cross product, distinct": f"SELECT DISTINCT ?a ?d {{ {_PAIR} }}",
    "cross product, ordered": f"SELECT * {{ {_PAIR} }} ORDER BY ?a ?f",
    "cross product, ordered and limited": f"SELECT * {{ {_TRIO} }} ORDER BY ?i LIMIT 1",
    "cross product, far away": f"SELECT * {{ {_TRIO} }} OFFSET 999999999 LIMIT 1",
    "cross product, asked": f"ASK {{ {_TRIO} FILTER(STRLEN(CONCAT(STR(?a), STR(?f), STR(?i))) < 0) }}",
    "cross product, grouped": f"SELECT ?a (COUNT(?f) AS ?n) {{ {_PAIR} }} GROUP BY ?a HAVING (COUNT(?f) < 0)",
    "cross product of graphs": "SELECT * { GRAPH ?x { ?a ?b ?c } GRAPH ?y { ?d ?e ?f } }",
    "cross product, joined by a filter": f"SELECT * {{ {_PAIR} FILTER(STRLEN(STR(?c)) + STRLEN(STR(?f)) < 0) }}",
    "path over everything": "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>)* ?b }",
    "path of alternatives": "SELECT (COUNT(*) AS ?n) { ?a (cg:subject|cg:object|^cg:subject|^cg:object)+ ?b }",
    "path of paths": "SELECT (COUNT(*) AS ?n) { ?a ((!<x:y>)+/(!<x:z>)+)+ ?b . ?b (!<x:w>)* ?c }",
    "path both ways": "SELECT * { ?a (!(<x:y>|^<x:y>))* ?b . ?c (!(<x:y>|^<x:y>))* ?d }",
    "regular expressions": f'SELECT (COUNT(*) AS ?n) {{ {_PAIR} FILTER(REGEX(CONCAT(STR(?c), STR(?f)), "(.*a){{20}}.*z$")) }}',
    "regular expression made by data": f"SELECT * {{ {_PAIR} FILTER(REGEX(STR(?c), CONCAT(STR(?f), '.{{1,900}}x'))) }}",
    "replacing": f'SELECT (COUNT(?x) AS ?n) {{ {_PAIR} BIND(REPLACE(CONCAT(STR(?c), STR(?f)), "(.)(.)", "$2$1$2$1") AS ?x) }}',
    "texts joined": f"SELECT (GROUP_CONCAT(?x) AS ?all) {{ {_PAIR} BIND(CONCAT(STR(?c), STR(?f)) AS ?x) }}",
    "texts doubled": "SELECT ?z { BIND('"
    + "x" * 1000
    + "' AS ?v0) "
    + " ".join(f"BIND(CONCAT({', '.join([f'?v{n}'] * 10)}) AS ?v{n + 1})" for n in range(7))
    + " BIND(?v7 AS ?z) }",
    "graph made of a product": f"CONSTRUCT {{ ?a ?e ?f . ?d ?b ?c . ?a ?b ?f }} WHERE {{ {_PAIR} }}",
    "graph of nameless nodes": f"CONSTRUCT {{ [] <x:p> [ <x:q> ?c ; <x:r> ?f ] }} WHERE {{ {_PAIR} }}",
    "everything described": f"DESCRIBE ?a ?d WHERE {{ {_PAIR} FILTER(STR(?c) < STR(?f)) }}",
    "huge values": f"SELECT (COUNT(*) AS ?n) {{ VALUES (?p ?q) {{ {_values(20_000)} }} {_PAIR} FILTER(?p + STRLEN(STR(?f)) < 0) }}",
    "values times values": "SELECT (SUM(?p*?q*?r*?s) AS ?n) { "
    + " ".join(f"VALUES ?{name} {{ {' '.join(map(str, range(400)))} }}" for name in "pqrs")
    + " }",
    "nested queries": "SELECT * { " + "{ SELECT * { ?a ?b ?c . ?x ?y ?z " * 20 + "} ORDER BY ?c } " * 20 + "}",
    "deep brackets": "ASK { FILTER("
    + "(" * 150
    + "1"
    + ")" * 150
    + f" = 2 || STRLEN(CONCAT(STR(?a), STR(?f), STR(?i))) < 0) {_TRIO} }}",
    "many optionals": "SELECT * { ?a ?b ?c " + " ".join(f"OPTIONAL {{ ?x{n} ?y{n} ?z{n} }}" for n in range(8)) + " }",
    "not exists": f"SELECT (COUNT(*) AS ?n) {{ {_PAIR} FILTER NOT EXISTS {{ ?f ?x ?a . ?y ?z ?c FILTER(?y = ?d) }} }}",
    "minus": f"SELECT (COUNT(*) AS ?n) {{ {_PAIR} MINUS {{ ?a ?y ?z . ?x ?w ?f }} }}",
    "hashes": f"SELECT (MAX(SHA512(CONCAT(STR(?c), STR(?f), '{_LONG}'))) AS ?n) {{ {_PAIR} }}",
}
