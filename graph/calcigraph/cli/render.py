"""How answers look: rich tables on a terminal, plain text in a pipe, and the file formats."""

from __future__ import annotations

import os
import sys
import textwrap
from typing import TYPE_CHECKING

from calcigraph.errors import visible
from calcigraph.store.tables import Table, cell_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import rdflib
    from rich.console import Console

    from calcigraph.store.store import Store

_RDFLIB_FORMATS = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}


# Columns; a mistyped number would fill the memory with blanks.
_WIDEST = 10_000


class _Shown:
    """The graph that this process shows; its words have their colours from it."""

    store: Store | None = None


def show_words_of(store: Store) -> None:
    """Say which graph the output of this process is about, so that its words for verdicts can have their colours.

    Args:
        store: the graph.

    Example:
        >>> show_words_of(store)
    """
    _Shown.store = store


def on_terminal() -> bool:
    """Tell whether a person reads the output on a terminal.

    Returns:
        False in a pipe or a file.

    Example:
        >>> isinstance(on_terminal(), bool)
        True
    """
    return sys.stdout.isatty()


def width() -> int:
    """Give the width to write for.

    Returns:
        Columns of the terminal, 80 in a pipe, at least 40 and at most 10,000.

    Example:
        >>> width() >= 40
        True
    """
    asked = os.environ.get("COLUMNS", "")
    if asked.isascii() and asked.isdecimal():
        return min(max(40, int(asked[:9])), _WIDEST)
    if not on_terminal():
        return 80
    return min(max(40, os.get_terminal_size().columns), _WIDEST)


def console() -> Console:
    """Make a rich console for standard output.

    Returns:
        A console of the right width; colour only on a terminal and not under ``NO_COLOR``.

    Example:
        >>> console().width >= 40
        True
    """
    from rich.console import Console

    return Console(width=width(), highlight=False, soft_wrap=False)


def style(text: str) -> str:
    """Find the style of a verdict word.

    Args:
        text: the text of a cell.

    Returns:
        A rich style, as the graph has it for the word; the empty string where it has none.

    Example:
        >>> show_words_of(store)
        >>> style("refuted (moderate certainty)")
        'bold red'
    """
    if _Shown.store is None:
        return ""
    from calcigraph.knowledge.statuses import terminal_styles

    return terminal_styles(_Shown.store).get(text.partition(" (")[0], "")


def table_text(table: Table, form: str, *, raw: bool = False) -> str:
    """Write a table in a format.

    Args:
        table: the answer.
        form: one of ``operations.TABLE_FORMATS``; ``table`` is the plain text of a pipe.
        raw: as for ``Table.csv``.

    Returns:
        Text that ends in a line feed, or nothing.

    Example:
        >>> from calcigraph.store.terms import Literal
        >>> print(table_text(Table(["food", "ug"], [[Literal("natto"), Literal(1000)]]), "table"), end="")
        food   ug
        natto  1000
    """
    writers: dict[str, Callable[[], str]] = {
        "csv": lambda: table.csv(raw=raw),
        "json": table.json,
        "markdown": table.markdown,
    }
    if form in writers:
        return writers[form]()
    rows = [list(table.columns), *([cell_text(value) for value in row] for row in table.rows)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.columns))]
    lines = ["  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(lines) + "\n"


def out(content: str | bytes) -> None:
    """Put data out: as they are into a pipe or a file, with codes for what a terminal would obey onto a terminal.

    Args:
        content: text, or the bytes of a file.

    Example:
        >>> out("one line\\n")
        one line
    """
    if isinstance(content, bytes) and not on_terminal():
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return
    text = content.decode(errors="backslashreplace") if isinstance(content, bytes) else content
    sys.stdout.write(visible(text) if on_terminal() else text)


def dump(value: object) -> None:
    """Print a value as JSON.

    Args:
        value: plain values only.

    Example:
        >>> dump({"n": 1})
        {
          "n": 1
        }
    """
    import json

    out(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def say(text: str, indent: int = 2) -> None:
    """Print a line of text: folded to the width of a terminal, whole in a pipe.

    Args:
        text: the line.
        indent: spaces before what is folded.

    Example:
        >>> say("one line")
        one line
    """
    shown = visible(text)
    lines = textwrap.wrap(
        shown,
        width=width(),
        subsequent_indent=" " * indent,
        drop_whitespace=True,
        break_on_hyphens=False,
        break_long_words=False,
    )
    sys.stdout.write("\n".join(lines if on_terminal() else [shown]) + "\n")


def show_table(table: Table, below: Sequence[str] = ()) -> None:
    """Print a table for a person: as a grid where it fits the terminal, as records where it does not.

    Args:
        table: the answer.
        below: lines between the table and its note, such as references.

    Example:
        >>> from calcigraph.store.terms import Literal
        >>> show_table(Table(["n"], [[Literal(1)]], note="One."))
        n
        1
        <BLANKLINE>
        One.
    """
    if not on_terminal():
        sys.stdout.write(table_text(table, "table"))
        _below(below)
        if table.note:
            sys.stdout.write("\n" + textwrap.fill(table.note, width()) + "\n")
        return
    out = console()
    from calcigraph.answers.references import readable

    shown, left_out = readable(table)
    cells = [[cell_text(value) for value in row] for row in shown.rows]
    least = sum(_least(cells, column, name) + 3 for column, name in enumerate(shown.columns)) + 1
    if least <= out.width:
        _grid(out, shown, cells)
    else:
        _records(out, shown, cells)
    if left_out:
        out.print(f"\n[dim]IRIs are left out here ({', '.join(left_out)}); --format csv has them.[/dim]")
    _below(below)
    if table.note:
        out.print(f"\n[italic]{_escape(table.note)}[/italic]")


def say_before(cautions: Sequence[str]) -> None:
    """Print what stands before an answer for a person.

    Args:
        cautions: lines of the answer; without any nothing is printed.

    Example:
        >>> say_before(["Warfarin: a known risk."])
        Warfarin: a known risk.
        <BLANKLINE>
    """
    if cautions:
        lines = [textwrap.fill(visible(line), width(), break_on_hyphens=False) for line in cautions]
        sys.stdout.write("\n".join(lines) + "\n\n")


def _below(lines: Sequence[str]) -> None:
    if lines:
        sys.stdout.write("\n")
    for line in lines:
        say(line, indent=4)


def _least(cells: Sequence[Sequence[str]], column: int, name: str) -> int:
    # A column can be folded between words, to about twelve characters.
    longest = max([len(name), *(len(word) for row in cells for word in row[column].split() or [""])])
    widest = max([len(name), *(len(row[column]) for row in cells)])
    return min(widest, max(longest, 12))


def _escape(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _grid(out: Console, table: Table, cells: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(
        title=table.title or None, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False
    )
    numeric = [
        bool(cells) and all(isinstance(row[column], int | float) or row[column] is None for row in table.rows)
        for column in range(len(table.columns))
    ]
    for name, right in zip(table.columns, numeric, strict=True):
        grid.add_column(name, justify="right" if right else "left", overflow="fold")
    for row in cells:
        grid.add_row(*(Text(cell, style=style(cell)) for cell in row))
    out.print(grid)


def _records(out: Console, table: Table, cells: Sequence[Sequence[str]]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    if table.title:
        out.print(Text(table.title, style="bold"))
    for row in cells:
        out.print()
        out.print(Text(row[0] or "-", style=f"bold {style(row[0])}"))
        line = Text()
        for name, cell in zip(table.columns[1:], row[1:], strict=True):
            if cell:
                line.append(f"{name} ", style="dim").append(cell, style=style(cell)).append("   ")
        out.print(Padding(line, (0, 0, 0, 2)))


def graph_text(graph: rdflib.Graph, form: str) -> str:
    """Write a graph in a format.

    Args:
        graph: the answer to CONSTRUCT or DESCRIBE.
        form: one of ``operations.GRAPH_FORMATS``.

    Returns:
        Text that ends in a line feed, the same for the same graph.

    Raises:
        BadArgument: a text holds a character that XML cannot hold, and the format is RDF/XML.

    Example:
        >>> import rdflib
        >>> graph_text(rdflib.Graph(), "ntriples")
        '\\n'
    """
    if form == "rdfxml":
        from calcigraph.store.serialising import check_for_xml

        check_for_xml((str(subject), str(value)) for subject, _, value in graph)
    text = graph.serialize(format=_RDFLIB_FORMATS[form])
    if form == "ntriples":
        text = "\n".join(sorted(text.splitlines()))
    return text.strip("\n") + "\n"
