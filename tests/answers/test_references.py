"""Numbered references and marks: in the table for people, and nowhere else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
from calcigraph.answers.references import marked, marks, referenced
from calcigraph.store.tables import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph import KnowledgeGraph

    from tests.conftest import Finished

    Run = Callable[..., Finished]

COLUMNS = ["found", "study", "study_seen", "pmid", "doi"]


def row(*cells: str) -> list[ox.Literal | None]:
    return [ox.Literal(cell) if cell else None for cell in cells]


def test_one_source_has_one_number() -> None:
    table = Table(
        COLUMNS,
        [
            row("a", "One 2001", "verified", "11", "10.1/a"),
            row("b", "Two 2002", "partly verified", "", "10.1/b"),
            row("c", "One 2001", "verified", "11", "10.1/a"),
            row("d", "", "", "", ""),
            row("e", "Three", "verified", "", ""),
        ],
    )
    shown, lines = referenced(table)
    assert shown.columns == ("found", "study")
    assert [cells[1] for cells in shown.rows] == ["[1]", "[2]", "[1]", None, "[3]"]
    assert lines == [
        "[1] One 2001 <https://pubmed.ncbi.nlm.nih.gov/11/>",
        "[2] Two 2002 <https://doi.org/10.1/b> (partly verified)",
        "[3] Three",
    ]
    assert table.columns == tuple(COLUMNS), "the table itself stays as it was"


def test_two_sources_of_one_name_have_two_numbers() -> None:
    table = Table(COLUMNS, [row("a", "One", "", "11", ""), row("b", "One", "", "12", "")])
    assert [cells[1] for cells in referenced(table)[0].rows] == ["[1]", "[2]"]


def test_a_table_without_links_keeps_its_sources() -> None:
    table = Table(["found", "source"], [row("a", "One")])
    assert referenced(table) == (table, [])


def test_every_reference_of_every_answer_is_used(kg: KnowledgeGraph) -> None:
    asked = 0
    for name in kg.questions:
        if "/federated/" in kg.questions[name].path:
            continue
        shown, lines = kg.ask(name).for_people()
        numbers = [line.split()[0] for line in lines if line.startswith("[")]
        assert numbers == [f"[{number}]" for number in range(1, len(numbers) + 1)], name
        cells = {str(value) for cells in shown.rows for value in cells}
        assert set(numbers) <= cells, name
        assert len(shown) == len(kg.ask(name))
        asked += bool(numbers)
    assert asked >= 8


def test_marks_are_explained_where_they_occur(kg: KnowledgeGraph) -> None:
    known = marks(kg.store)
    assert set(known.values()) == {"++", "+", "+-", "0", "?", "!", "--", "-"}
    shown, line = marked(Table(["status", "found"], [row("refuted", "contested"), row("untested", "")]), known)
    assert shown.rows == [("refuted (--)", "contested"), ("untested (?)", None)]
    assert line == "Marks: -- refuted, ? untested."
    assert marked(Table(["status"], []), known)[1] == ""


def test_the_command_lists_references_below_the_table(run: Run) -> None:
    out = run("ask", "evidence-for", "--all").out
    assert re.search(r"^\[\d+\] .+ <https://(doi\.org|pubmed\.ncbi\.nlm\.nih\.gov)/[^ ]+>", out, re.MULTILINE)
    assert "[1] " in out.split("\n\n", maxsplit=2)[1], "the number stands in the table too"
    assert "null (0)" in out
    assert "\nMarks: 0 null, " in out
    assert out.index("[1] ") < out.index("\nMarks: ") < out.index("This is no medical advice")


def test_files_stay_complete(run: Run, kg: KnowledgeGraph) -> None:
    table = kg.ask("evidence-for")
    assert run("ask", "evidence-for", "--format", "csv").out == table.csv()
    assert run("ask", "evidence-for", "--format", "json").out == table.json()
    assert run("ask", "evidence-for", "--format", "markdown").out == table.markdown()
