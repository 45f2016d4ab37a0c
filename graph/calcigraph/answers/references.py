"""Sources of an answer as numbered references, and marks beside verdicts: for people, not for files."""

from __future__ import annotations

from calcigraph.knowledge.sources import link
from calcigraph.store.tables import cell_text

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeVar

    from calcigraph.store.store import Store
    from calcigraph.store.tables import Table

    _T = TypeVar("_T", bound=Table)

#: Columns that name a source, and the last word of columns that hold a verdict.
SOURCES = ("study", "source", "authority")
VERDICTS = ("status", "direction", "verdict")


def marks(store: Store) -> dict[str, str]:
    """Read the marks of verdicts and directions.

    Args:
        store: the graph.

    Returns:
        Word to mark.

    Example:
        >>> marks(store)["contested"]
        '+-'
    """
    return {
        str(label): str(mark) for label, mark in store.engine.values("SELECT ?l ?m { ?v cg:mark ?m ; rdfs:label ?l }")
    }


def marked(table: _T, known: Mapping[str, str]) -> tuple[_T, str]:
    """Put marks beside the verdicts of a table.

    Args:
        table: the answer.
        known: word to mark, as of ``marks``.

    Returns:
        The table, and a line that explains the marks in it; empty where there are none.

    Example:
        >>> from calcigraph.store.tables import Table
        >>> from calcigraph.store.terms import Literal
        >>> table, line = marked(Table(["status"], [[Literal("contested")]]), {"contested": "+-"})
        >>> table.rows, line
        ([('contested (+-)',)], 'Marks: +- contested.')
    """
    from calcigraph.store.terms import Literal

    places = [place for place, name in enumerate(table.columns) if name.split("_")[-1] in VERDICTS]
    seen: set[str] = set()
    rows = []
    for row in table.terms:
        cells = list(row)
        for place in places:
            word = cell_text(getattr(row[place], "value", None))
            if word in known:
                seen.add(word)
                cells[place] = Literal(f"{word} ({known[word]})")
        rows.append(cells)
    # The order of the marks in the graph has no meaning; the words are sorted.
    line = f"Marks: {', '.join(f'{known[word]} {word}' for word in sorted(seen))}." if seen else ""
    return table.with_rows(table.columns, rows), line


def referenced(table: _T) -> tuple[_T, list[str]]:
    """Put numbers in the place of the sources of a table.

    Args:
        table: the answer, with a column of sources and columns ``pmid`` and ``doi``.

    Returns:
        The table with numbers, and one line per source with its link; unchanged where it has no such columns.

    Example:
        >>> from calcigraph.store.tables import Table
        >>> from calcigraph.store.terms import Literal
        >>> row = [Literal("Knapen MHJ 2013"), Literal("23525894"), None, Literal("partly verified")]
        >>> table, lines = referenced(Table(["study", "pmid", "doi", "study_seen"], [row]))
        >>> table.columns, table.rows
        (('study',), [('[1]',)])
        >>> lines
        ['[1] Knapen MHJ 2013 <https://pubmed.ncbi.nlm.nih.gov/23525894/> (partly verified)']
    """
    from calcigraph.store.terms import Literal

    named = next((name for name in SOURCES if name in table.columns), None)
    if named is None or not {"pmid", "doi"} & set(table.columns):
        return table, []
    numbers: dict[str, int] = {}
    rows = []
    gone = {"pmid", "doi", f"{named}_seen"}
    kept = [place for place, name in enumerate(table.columns) if name not in gone]
    source = table.columns.index(named)
    for row in table.terms:
        cells = list(row)
        by_name = {name: cell_text(getattr(term, "value", None)) for name, term in zip(table.columns, row, strict=True)}
        if by_name[named]:
            line = _line(by_name[named], by_name, by_name.get(f"{named}_seen", ""))
            cells[source] = Literal(f"[{numbers.setdefault(line, len(numbers) + 1)}]")
        rows.append([cells[place] for place in kept])
    columns = [table.columns[place] for place in kept]
    lines = [f"[{number}] {line}" for line, number in numbers.items()]
    return table.with_rows(columns, rows), lines


def _line(name: str, row: Mapping[str, str], seen: str) -> str:
    address = link(row.get("pmid"), row.get("doi"))
    where = f" <{address}>" if address else ""
    return f"{name}{where}" + (f" ({seen})" if seen and seen != "verified" else "")


def readable(table: _T) -> tuple[_T, list[str]]:
    """Leave out columns that are empty or hold only IRIs.

    Args:
        table: the answer.

    Returns:
        The table with what a person reads, and the names of the columns of IRIs that were left out.

    Example:
        >>> from calcigraph.store.tables import Table
        >>> from calcigraph.store.terms import Literal, NamedNode
        >>> row = [Literal("natto"), None, NamedNode("https://w3id.org/calcigraph/id/natto")]
        >>> table, iris = readable(Table(["food_name", "amount", "food_iri"], [row]))
        >>> table.columns, iris
        (('food name',), ['food_iri'])
    """
    kinds = [{type(row[column]).__name__ for row in table.terms} - {"NoneType"} for column in range(len(table.columns))]
    iris = [name for name, kind in zip(table.columns, kinds, strict=True) if kind == {"NamedNode"}]
    kept = [column for column, kind in enumerate(kinds) if kind - {"NamedNode"}]
    if not kept:
        return table, []
    columns = [table.columns[column].replace("_", " ") for column in kept]
    return table.with_rows(columns, [[row[column] for column in kept] for row in table.terms]), iris
