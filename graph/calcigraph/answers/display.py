"""An answer as HTML for a notebook: marks beside verdicts, links to sources and identifiers, what it means for safety."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.answers.references import SOURCES, VERDICTS
from calcigraph.knowledge.sources import link
from calcigraph.store.markup import escape
from calcigraph.store.tables import cell_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calcigraph.store.tables import Table, Value

#: More rows than anybody reads in a notebook are left out, and the answer says so.
MOST_ROWS = 200


def html(
    table: Table, known: Mapping[str, str], *, understood: str = "", safety: str = "", cautions: Sequence[str] = ()
) -> str:
    """Write an answer as HTML.

    Args:
        table: the answer.
        known: word to mark, as of ``references.marks``.
        understood: how plain words were read, or nothing.
        safety: what it means for safety, or nothing.
        cautions: what stands first.

    Returns:
        A table with its title, and below it what there is to say: state, marks, note. Everything is escaped, and only
        PubMed, DOI and http addresses become links.

    Example:
        >>> from calcigraph.store.tables import Table
        >>> from calcigraph.store.terms import Literal
        >>> '<a href="https://pubmed.ncbi.nlm.nih.gov/7/">7</a>' in html(Table(["pmid"], [[Literal("7")]]), {})
        True
    """
    seen: dict[str, str] = {}
    body = []
    for row in table.rows[:MOST_ROWS]:
        named = dict(zip(table.columns, row, strict=True))
        cells = "".join(f"<td>{_cell(name, value, named, known, seen)}</td>" for name, value in named.items())
        if len(named) < len(row):  # two columns of one name, which SPARQL does not give
            cells = "".join(f"<td>{escape(cell_text(value))}</td>" for value in row)
        body.append(f"<tr>{cells}</tr>")
    head = "".join(f"<th>{escape(name)}</th>" for name in table.columns)
    caption = f"<caption>{escape(table.title)}</caption>" if table.title else ""
    lines = [f"understood: {understood}" if understood else ""]
    lines += [f"{len(table) - MOST_ROWS} more rows; see .rows or .csv()." if len(table) > MOST_ROWS else ""]
    lines += [f"Marks: {', '.join(f'{seen[word]} {word}' for word in sorted(seen))}." if seen else ""]
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    paragraphs += f"<p><strong>{escape(safety)}</strong></p>" if safety else ""
    paragraphs += f"<p>{escape(table.note)}</p>" if table.note else ""
    before = "".join(f"<p><strong>{escape(line)}</strong></p>" for line in cautions)
    return f"{before}<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>{paragraphs}"


def _cell(name: str, value: Value, row: Mapping[str, Value], known: Mapping[str, str], seen: dict[str, str]) -> str:
    text = cell_text(value)
    if name.rpartition("_")[2] in VERDICTS and text in known:
        seen[text] = known[text]
        return f"{escape(text)} ({escape(known[text])})"
    address = _address(name, value, row)
    return f'<a href="{escape(address)}">{escape(text)}</a>' if address and text else escape(text)


def _address(name: str, value: Value, row: Mapping[str, Value]) -> str:
    if name in SOURCES:  # the name of a source leads to it
        return link(cell_text(row.get("pmid")), cell_text(row.get("doi")))
    text = cell_text(value)
    found = link(text if name == "pmid" else "", text if name == "doi" else "")
    return found or link(other=value if isinstance(value, str) else "")
