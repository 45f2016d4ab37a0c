"""All tables as a workbook: the same cells as the tables, no formula, and the same bytes each time."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from calcigraph.errors import Unavailable
from calcigraph.exports.table_package import TABLES
from calcigraph.exports.workbook import FIRST, LONGEST, workbook
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exports.workbooks import read

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph
    from calcigraph.exports.claim_tables import Row, Value


@pytest.fixture(scope="module")
def content(kg: KnowledgeGraph) -> bytes:
    return kg.export("xlsx")


def _cell(value: Value) -> str | bool | float | None:
    if isinstance(value, tuple):
        return "|".join(value) or None
    if isinstance(value, bool):
        return value
    return float(value) if isinstance(value, int | Decimal) else value or None


def test_it_has_every_table_cell_by_cell(content: bytes, kg: KnowledgeGraph) -> None:
    sheets = read(content)
    assert list(sheets) == [FIRST, *TABLES]
    for name, make in TABLES.items():
        rows = make(kg.store, None)
        header, *found = sheets[name]
        assert header == list(rows[0])
        full = [[*cells, *[None] * (len(header) - len(cells))] for cells in found]
        assert full == [[_cell(value) for value in row.values()] for row in rows]
    told = {cells[0]: cells[1:] for cells in sheets[FIRST]}
    assert all(told[name] for name in TABLES)
    assert any("not medical advice" in str(key) for key in told)


def test_nothing_in_it_is_dated_and_a_second_one_is_equal(content: bytes, kg: KnowledgeGraph) -> None:
    small = {"entities": TABLES["entities"](kg.store, None)[:9]}
    columns = {"entities": list(small["entities"][0])}
    assert workbook(small, columns) == workbook(small, columns)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert {each.date_time for each in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = packed.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT", core)) == {"1980-01-01T"}


def test_a_table_without_rows_has_its_columns() -> None:
    assert read(workbook({"a": []}, {"a": ["x", "y"]}))["a"] == [["x", "y"]]


@settings(max_examples=40, deadline=None)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12),
    st.sampled_from(["", *"=+-@<", "<r>", "_x0041_"]),
)
def test_any_text_is_text(text: str, start: str) -> None:
    rows: list[Row] = [{"a": f"{start}{text}"}, {"a": "end"}]
    cells = [str(row[0] or "") if row else "" for row in read(workbook({"a": rows}, {"a": ["a"]}))["a"]]
    assert cells[0] == "a"
    assert [each for each in cells[1:] if each] == [each for each in (f"{start}{text}", "end") if each] or (
        start == "<r>" and cells[1] == f" {start}{text}"
    )


def test_a_text_that_is_too_long_is_cut() -> None:
    rows: list[Row] = [{"a": "x" * (LONGEST + 1)}]
    assert read(workbook({"a": rows}, {"a": ["a"]}))["a"][1] == ["x" * LONGEST]


def test_a_text_that_looks_like_xml_stays_text() -> None:
    rows: list[Row] = [{"a": "<r><t>no</t></r>"}]
    assert read(workbook({"a": rows}, {"a": ["a"]}))["a"][1] == [" <r><t>no</t></r>"]


def test_without_its_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    missing: Any = None
    monkeypatch.setitem(sys.modules, "xlsxwriter", missing)
    with pytest.raises(Unavailable, match="xlsx needs the package XlsxWriter: pip install XlsxWriter"):
        workbook({}, {})
