"""All shipped questions, less those that call other machines, in one process that is warm.

The peers get the same texts over the same triples: pyoxigraph on our own store, Jena ARQ in one JVM, rdflib's engine on
its memory store. All have to give the same rows. Ours is what a user gets: header read, parameters put in, rows, note
and state of safety.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from calcigraph import KnowledgeGraph
from calcigraph.answers.asking import Questions
from jena import Rows, ask, comparable, missing
from measuring import Row, by_turns, main, named, skip, timed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REPEATS = 7
JENA_WARM, JENA_ROUNDS = 2, 3


def _ask_all(questions: Questions) -> None:
    for name in questions:
        if "needs-network" not in questions[name].tags:
            questions.ask(name)


def _bare(kg: KnowledgeGraph, texts: Mapping[str, str]) -> dict[str, Rows]:
    """What pyoxigraph gives, every row turned to text."""
    found = {}
    for name, text in texts.items():
        rows = kg.engine.store.query(text, use_default_graph_as_union=True)
        columns = [variable.value for variable in rows.variables]  # type: ignore[union-attr] # a SELECT gives solutions; the stub allows a truth value too
        found[name] = comparable(
            tuple((column, cell.value) for column, cell in zip(columns, row, strict=True) if cell is not None)
            for row in rows  # type: ignore[union-attr] # see above
        )
    return found


def _rdflib(memory: rdflib.Graph, texts: Mapping[str, str]) -> dict[str, list[rdflib.query.ResultRow]]:
    return {name: list(memory.query(text)) for name, text in texts.items()}  # type: ignore[arg-type] # see above


def _texts_of(rows: list[rdflib.query.ResultRow]) -> Rows:
    return comparable(tuple((name, str(cell)) for name, cell in row.asdict().items()) for row in rows)


def _check(who: str, found: Mapping[str, Rows], expected: Mapping[str, Rows]) -> None:
    if unlike := [name for name, rows in expected.items() if found[name] != rows]:
        sys.exit(f"{who} answers otherwise: {', '.join(unlike)}")


def run() -> Iterator[Row]:
    kg = KnowledgeGraph.open()
    texts = {name: each.text for name, each in kg.questions.items() if "needs-network" not in each.tags}
    triples = ox.serialize({quad.triple for quad in kg.engine.quads()}, format=ox.RdfFormat.N_TRIPLES) or b""
    expected = _bare(kg, texts)

    def bare() -> None:
        for text in texts.values():
            list(kg.engine.store.query(text, use_default_graph_as_union=True))  # type: ignore[arg-type] # see above

    middle = by_turns(
        {
            "warm": lambda: _ask_all(kg.questions),
            # A new collection each time: headers are read again, as in a process that has just started.
            "cold": lambda: _ask_all(Questions(kg.store)),
            "bare": bare,
        },
        REPEATS,
    )
    what = f"all {len(texts)} local questions"
    yield Row(what, "s", middle["warm"], named("pyoxigraph"), middle["bare"], 1.5)
    yield Row(f"{what}, headers read anew", "s", middle["cold"], named("pyoxigraph"), middle["bare"], 1.5)
    if reason := missing():
        skip("questions of Jena", reason)
    else:
        asked = ask(triples, texts, JENA_WARM, JENA_ROUNDS)
        _check("Jena", asked.rows, expected)
        yield Row(what, "s", middle["warm"], asked.who, asked.seconds)
    # Once: it takes a hundred times as long as its spread.
    memory = rdflib.Graph().parse(data=triples, format="nt")
    seconds, found = timed(lambda: _rdflib(memory, texts))
    _check("rdflib", {name: _texts_of(rows) for name, rows in found.items()}, expected)
    by = f"{named('rdflib')} in memory"
    yield Row(f"{what}, headers read anew", "s", middle["cold"], by, seconds, 0.05)


if __name__ == "__main__":
    main(run)
