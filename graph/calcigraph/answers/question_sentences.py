"""The one-sentence answer of a question that was asked by its id, by what its header declares and from its rows alone.

A header says under ``sentence`` how its rows are told. ``shape`` is one of four:

``list``: how many different things ``of`` a column there are, and the first of them, each told by ``item``;
``best``: the same, and the claim of the surest row as boldly as its evidence allows, ``{surest}``;
``amount``: the lowest and the highest of the columns ``low`` and ``high`` in the first row's unit, ``{range}``;
``cases``: the first of ``cases`` whose ``when`` some row meets.

``where`` leaves out rows that do not count, ``none`` is said where it leaves none, ``says`` is the sentence: a template with
the parameters of the question by name, ``{counted}`` (by ``noun``, one and more), ``{items}`` and what the shape adds.
"""

from __future__ import annotations

import re

from calcigraph.answers.safety import meets
from calcigraph.store.tables import cell_text

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from calcigraph.questions.headers import Question
    from calcigraph.store.store import Store
    from calcigraph.store.tables import Table

    Row = dict[str, str]

_MOST = 3
#: A range from a number to itself.
_SAME = re.compile(r"\b(\d[\d.]*) to \1\b")
_IRI = re.compile(r"<([^<>]*)>")


def said(store: Store, question: Question, query: str, table: Table) -> tuple[str, str]:
    """Say what an answer comes to.

    Args:
        store: the graph.
        question: what was asked.
        query: its SPARQL with the parameters filled in.
        table: its rows.

    Returns:
        The sentence, which of an empty answer says what that means, and its level: a verdict, or nothing.

    Example:
        >>> answer = kg.ask("foods-that-supply", nutrient="MK-7")
        >>> answer.sentence
        "Of MK-7 this graph has 1 food that supplies it; the richest by a table's value: natto."
    """
    spec = question.sentence
    if not len(table):
        return question.empty, ""
    if not spec:
        return "", ""
    rows = [{name: cell_text(value) for name, value in row.items()} for row in table]
    fields = {name: _named(store, term) for name, term in question.given(query).items()}
    fields["rows"] = str(len(rows))
    if spec["shape"] == "cases":
        case = next((each for each in spec["cases"] if any(meets(each["when"], row) for row in rows)), None)
        kept = [row for row in rows if case and meets(case["when"], row)]
        template = case["says"] if case else spec["none"]
    else:
        kept = [row for row in rows if meets(spec.get("where", {}), row)]
        template = spec["says"] if kept else spec["none"]
    return _filled(store, spec, kept, fields, template)


def _filled(
    store: Store, spec: Mapping[str, Any], kept: list[Row], fields: dict[str, str], template: str
) -> tuple[str, str]:
    from calcigraph.guard.wordings import capital, listed

    things: dict[str, Row] = {}
    for row in kept:
        if row[spec["of"]]:
            things.setdefault(row[spec["of"]], row)
    one, more = spec.get("noun", ("", ""))
    items = [_item(spec, row) for row in list(things.values())[:_MOST]]
    fields |= {"counted": f"{len(things)} {one if len(things) == 1 else more}", "items": listed(items) if items else ""}
    level = ""
    if spec["shape"] == "best" and kept:
        fields["surest"], level = _surest(store, spec, kept)
    if spec["shape"] == "amount" and kept:
        fields["range"] = _range(spec, kept)
    return capital(template.format(**fields)), level


def _item(spec: Mapping[str, Any], row: Row) -> str:
    from calcigraph.guard.wordings import unit_for_people

    units = {name: unit_for_people(value) for name, value in row.items() if name.endswith("unit") and value}
    told = str(spec.get("item", f"{{{spec['of']}}}")).format(**{**row, **units})
    return _SAME.sub(r"\1", told)


def _surest(store: Store, spec: Mapping[str, Any], kept: list[Row]) -> tuple[str, str]:
    """The claim of the surest row, said as its evidence allows, and its level."""
    from calcigraph.answers.studies import level_of
    from calcigraph.knowledge.claims import read_claims
    from calcigraph.knowledge.statuses import statuses
    from calcigraph.knowledge.verdict_words import inline
    from calcigraph.namespaces import expand

    known = statuses(store)
    certain = ("", "very low", "low", "moderate", "high")
    best = max(
        (row for row in kept if row[spec["claim"]].startswith("claim:")),
        key=lambda row: (
            known[row["status"]].rank if row.get("status") in known else -1,
            certain.index(row.get("certainty", "")),
        ),
        default=None,
    )
    if best is None:
        return "", ""
    (claim,) = read_claims(store, f"VALUES ?claim {{ <{expand(best[spec['claim']])}> }}")
    return inline(store, claim), level_of(claim)


def _range(spec: Mapping[str, Any], kept: list[Row]) -> str:
    from calcigraph.guard.wordings import unit_for_people

    unit = next((row[spec["unit"]] for row in kept if row[spec["low"]]), "")
    numbers = [
        float(row[name])
        for row in kept
        if row[spec["unit"]] == unit
        for name in (spec["low"], spec["high"])
        if row[name]
    ]
    if not numbers:
        return ""
    low, high = min(numbers), max(numbers)
    told = f"{low:g}" if low == high else f"{low:g} to {high:g}"
    return f"{told} {unit_for_people(unit)}".strip()


def _named(store: Store, term: str) -> str:
    """A term of a query as people read it: labels of entities and sentences of claims, other values as they stand."""
    from calcigraph.namespaces import expand

    match = _IRI.fullmatch(term)
    iri = match[1] if match else expand(term) if re.fullmatch(r"[a-z]\w*:[\w.-]+", term) else None
    if not iri:
        return term.split("^^", maxsplit=1)[0].strip('"')
    rows = store.engine.values(f"SELECT ?l {{ <{iri}> skos:prefLabel|rdfs:label ?l }} ORDER BY ?l LIMIT 1")
    return str(rows[0][0]) if rows else iri
