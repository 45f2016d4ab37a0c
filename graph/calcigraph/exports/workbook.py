"""All tables in one Excel workbook, a sheet each: text is text whatever it begins with, and nothing in it is dated."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from calcigraph._version import __version__
from calcigraph.errors import Unavailable, visible
from calcigraph.exports import catalogue_tables, claim_tables
from calcigraph.exports.claim_tables import BAR, JOINED
from calcigraph.exports.description import ABOUT, CREATOR, LICENCE, TITLE
from calcigraph.exports.one_format import Format
from calcigraph.exports.table_package import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calcigraph.exports.claim_tables import Row, Value
    from calcigraph.mechanism.slices import Slice
    from calcigraph.store.store import Store

#: Name of the sheet that comes first and says what the others are.
FIRST = "about"
#: What one cell of Excel holds at most, in characters.
LONGEST = 32767
# The date that an archive gives where it knows none: the same graph gives the same bytes.
_UNDATED = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_WIDEST = 60  # of a column, in characters; the rest of a cell is seen in the line for input
_NARROWEST = 8


def workbook(tables: Mapping[str, Sequence[Row]], columns: Mapping[str, Sequence[str]]) -> bytes:
    """Write tables as a workbook.

    Args:
        tables: name of a sheet to its rows, all with the same columns.
        columns: name of a sheet to the names of its columns.

    Returns:
        The file; numbers are numbers, truth is truth, a bar joins a list, and no text is taken for a formula or a link.

    Raises:
        Unavailable: XlsxWriter is not installed.

    Example:
        >>> workbook({"a": [{"a": "=1+1"}]}, {"a": ["a"]})[:2]
        b'PK'
    """
    try:
        import xlsxwriter
    except ImportError:
        raise Unavailable("xlsx needs the package XlsxWriter: pip install XlsxWriter") from None
    handle = io.BytesIO()
    book = xlsxwriter.Workbook(handle, {"in_memory": True})
    book.set_properties({"title": TITLE, "author": CREATOR, "comments": ABOUT, "created": _UNDATED})
    heading = book.add_format({"bold": True})
    _about(book.add_worksheet(FIRST), tables, heading)
    for name, rows in tables.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(columns[name]):
            cells = [_cell(row[column]) for row in rows]
            longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
            sheet.set_column(place, place, min(_WIDEST, max(_NARROWEST, len(column) + 3, longest + 1)))
            sheet.write_string(0, place, column, heading)
            for line, cell in enumerate(cells, start=1):
                _write(sheet, line, place, cell)
        if columns[name]:
            sheet.autofilter(0, 0, len(rows), len(columns[name]) - 1)
    book.close()
    return handle.getvalue()


def _about(sheet: Any, tables: Mapping[str, Sequence[Row]], heading: Any) -> None:
    told = {each.name: each.carries for each in (*claim_tables.FORMATS, *catalogue_tables.FORMATS)}
    lines = [
        (TITLE, ""),
        (ABOUT, ""),
        ("version", __version__),
        ("licence", LICENCE),
        ("", ""),
        ("sheet", "what it holds"),
    ]
    lines += [(name, told.get(f"{name}-csv", "")) for name in tables]
    sheet.set_column(0, 0, 14)
    for line, cells in enumerate(lines):
        for place, cell in enumerate(cells):
            sheet.write_string(line, place, cell, heading if line == 0 or cells[0] == "sheet" else None)


def _cell(value: Value) -> str | bool | int | Decimal | None:
    if isinstance(value, tuple):
        value = BAR.join(value)
    if not isinstance(value, str):
        return value
    text = visible(value).replace("\r\n", "\n").replace("\r", "\n")[:LONGEST]  # as XML has line ends
    # XlsxWriter takes a text between these marks for XML of its own; a space keeps it text.
    return (f" {text[: LONGEST - 1]}" if text.startswith("<r>") else text) or None


def _write(sheet: Any, line: int, place: int, cell: str | bool | int | Decimal | None) -> None:  # noqa: FBT001
    if isinstance(cell, bool):
        sheet.write_boolean(line, place, cell)
    elif isinstance(cell, int) or (isinstance(cell, Decimal) and cell.is_finite()):
        sheet.write_number(line, place, cell)
    elif cell is not None:
        sheet.write_string(line, place, str(cell))


def _written(store: Store, part: Slice | None) -> bytes:
    tables = {name: rows(store, part) for name, rows in TABLES.items()}
    like = tables if part is None else {name: rows(store, None) for name, rows in TABLES.items()}
    return workbook(tables, {name: list(next(iter(rows), {})) for name, rows in like.items()})


FORMATS = (
    Format(
        "xlsx",
        "all tables (Excel)",
        (".xlsx",),
        "Entities, claims, results, bearings, statements, amounts and sources, a sheet each; numbers are numbers, and no text "
        "is run as a formula.",
        (
            JOINED,
            "decimal numbers become binary ones",
            f"a text of more than {LONGEST} characters is cut off, since a cell holds no more",
            "the reasons of a verdict are left out",
        ),
        _written,
        "XlsxWriter",
    ),
)
