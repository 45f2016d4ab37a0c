"""All tables in one archive, described for programs: as a Frictionless data package and as CSV on the Web."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from calcigraph._version import __version__
from calcigraph.exports.catalogue_tables import amount_rows, entity_rows, source_rows, statement_rows
from calcigraph.exports.claim_tables import BAR, GUARDED, JOINED, bearing_rows, claim_rows, csv_of, result_rows
from calcigraph.exports.description import ABOUT, CREATOR, DATASET, LICENCE, TITLE
from calcigraph.exports.one_format import Format
from calcigraph.exports.writing import archive

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from calcigraph.exports.claim_tables import Row
    from calcigraph.mechanism.slices import Slice
    from calcigraph.store.store import Store

#: The tables; the first column of each is its key, but where a row stands for a pair.
TABLES: dict[str, Callable[[Store, Slice | None], list[Row]]] = {
    "entities": entity_rows,
    "claims": claim_rows,
    "results": result_rows,
    "bearings": bearing_rows,
    "statements": statement_rows,
    "amounts": amount_rows,
    "sources": source_rows,
}
_PAIRS = {"bearings": ("result", "claim")}
#: Columns that name a row of another table.
LINKS = {
    "claims": {"subject": "entities", "object": "entities"},
    "results": {"study": "sources", "outcome": "entities"},
    "bearings": {"result": "results", "claim": "claims"},
    "statements": {"article": "sources"},
    "amounts": {"of": "entities", "nutrient": "entities", "source": "sources"},
}
FRICTIONLESS, CSVW = "datapackage.json", "csv-metadata.json"
# A value to what Frictionless and CSVW call it; a truth is no number here, though Python takes it for one.
_TYPES = ((bool, "boolean", "boolean"), (int, "integer", "integer"), (Decimal, "number", "decimal"))


def _written(store: Store, part: Slice | None, *, raw: bool = False) -> bytes:
    tables = {name: rows(store, part) for name, rows in TABLES.items()}
    like = tables if part is None else {name: rows(store, None) for name, rows in TABLES.items()}
    # A slice has not every row that its tables name, so that it promises none.
    links = LINKS if part is None else {}
    contents = {f"/{name}.csv": csv_of(rows, like[name], raw=raw) for name, rows in tables.items()}
    contents[f"/{FRICTIONLESS}"] = _json(frictionless(like, links))
    contents[f"/{CSVW}"] = _json(csvw(like, links))
    return archive(contents)


def frictionless(tables: dict[str, list[Row]], links: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Describe tables as a data package.

    Args:
        tables: name to rows; names and types of the columns follow from them.
        links: table to its columns that name rows of another table.

    Returns:
        What ``datapackage.json`` says.

    Example:
        >>> frictionless({"a": [{"a": "x", "n": 1}]}, {})["resources"][0]["schema"]["fields"][1]
        {'name': 'n', 'type': 'integer'}
    """
    return {
        "name": "calcigraph",
        "title": TITLE,
        "description": ABOUT,
        "version": __version__,
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE}],
        "contributors": [{"title": CREATOR, "role": "author"}],
        "resources": [
            {
                "name": name,
                "path": f"{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "profile": "tabular-data-resource",
                "schema": {
                    "fields": [_field(rows, column) for column in rows[0]],
                    "primaryKey": [*_keys(name, rows)],
                    "foreignKeys": [
                        {"fields": [column], "reference": {"resource": other, "fields": [_key(tables, other)]}}
                        for column, other in links.get(name, {}).items()
                    ],
                },
            }
            for name, rows in tables.items()
        ],
    }


def csvw(tables: dict[str, list[Row]], links: dict[str, dict[str, str]]) -> dict[str, Any]:
    """Describe tables as CSV on the Web does.

    Args:
        tables: name to rows; names and types of the columns follow from them.
        links: table to its columns that name rows of another table.

    Returns:
        What ``csv-metadata.json`` says.

    Example:
        >>> csvw({"a": [{"a": ("x",)}]}, {})["tables"][0]["tableSchema"]["columns"]
        [{'name': 'a', 'titles': 'a', 'datatype': 'string', 'separator': '|'}]
    """
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "@id": DATASET,
        "dc:title": TITLE,
        "dc:description": ABOUT,
        "dc:license": {"@id": LICENCE},
        "tables": [
            {
                "url": f"{name}.csv",
                "tableSchema": {
                    "columns": [_column(rows, column) for column in rows[0]],
                    "primaryKey": [*_keys(name, rows)],
                    **_foreign(tables, links.get(name, {})),
                },
            }
            for name, rows in tables.items()
        ],
    }


def _foreign(tables: dict[str, list[Row]], links: dict[str, str]) -> dict[str, Any]:
    keys = [
        {"columnReference": column, "reference": {"resource": f"{other}.csv", "columnReference": _key(tables, other)}}
        for column, other in links.items()
    ]
    return {"foreignKeys": keys} if keys else {}


def _keys(name: str, rows: Sequence[Row]) -> tuple[str, ...]:
    return _PAIRS.get(name, (next(iter(rows[0])),))


def _key(tables: dict[str, list[Row]], name: str) -> str:
    return next(iter(tables[name][0]))


def _sample(rows: Sequence[Row], column: str) -> object:
    return next((row[column] for row in rows if row[column] is not None), "")


def _field(rows: Sequence[Row], column: str) -> dict[str, Any]:
    value = _sample(rows, column)
    kind = next((name for each, name, _ in _TYPES if isinstance(value, each)), "string")
    more = {"description": f"several values, with {BAR} between them"} if isinstance(value, tuple) else {}
    return {"name": column, "type": kind, **more}


def _column(rows: Sequence[Row], column: str) -> dict[str, Any]:
    value = _sample(rows, column)
    kind = next((name for each, _, name in _TYPES if isinstance(value, each)), "string")
    more = {"separator": BAR} if isinstance(value, tuple) else {}
    return {"name": column, "titles": column, "datatype": kind, **more}


def _json(data: dict[str, Any]) -> bytes:
    return f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode()


FORMATS = (
    Format(
        "tables",
        "all tables (CSV)",
        (".tar.gz",),
        f"Entities, claims, results, bearings, statements, amounts and sources as CSV, with {FRICTIONLESS} (Frictionless) and "
        f"{CSVW} (CSV on the Web), which say types, keys and which column names a row of which table.",
        (JOINED, GUARDED, "the reasons of a verdict are left out"),
        _written,
        write_raw=partial(_written, raw=True),
    ),
)
