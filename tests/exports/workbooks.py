"""Reads a workbook without a library for it: what is in each cell, and that nothing in it is run."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree as ET

from calcigraph.exports.workbook import LONGEST

__all__ = ["LONGEST", "read"]

_CODE = re.compile("_x([0-9A-F]{4})_")  # how a workbook writes characters that XML has not
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read(content: bytes) -> dict[str, list[list[str | bool | float | None]]]:
    """Read every sheet.

    Args:
        content: of a file.

    Returns:
        Name of a sheet to its rows of cells.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    assert not [name for name in files if "external" in name.casefold() or "vba" in name.casefold()]
    names = [sheet.attrib["name"] for sheet in _tree(files["xl/workbook.xml"]).iter(f"{_MAIN}sheet")]
    shared = [
        _CODE.sub(lambda code: chr(int(code[1], 16)), "".join(text.text or "" for text in each.iter(f"{_MAIN}t")))
        for each in _tree(files["xl/sharedStrings.xml"])
    ]
    sheets = {}
    for number, name in enumerate(names, start=1):
        root = _tree(files[f"xl/worksheets/sheet{number}.xml"])
        assert not list(root.iter(f"{_MAIN}f")), "a formula"
        assert not list(root.iter(f"{_MAIN}hyperlink")), "a link"
        rows = []
        for row in root.iter(f"{_MAIN}row"):
            cells: list[str | bool | float | None] = []
            for cell in row:
                place = 0
                for letter in re.sub(r"\d", "", cell.attrib["r"]):
                    place = place * 26 + ord(letter) - 64
                cells += [None] * (place - 1 - len(cells))
                cells.append(_value(cell, shared))
            rows.append(cells)
        sheets[name] = rows
    return sheets


def _tree(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314 - our own


def _value(cell: ET.Element, shared: list[str]) -> str | bool | float | None:
    value = cell.findtext(f"{_MAIN}v")
    kind = cell.attrib.get("t", "n")
    if value is None:
        return None
    return shared[int(value)] if kind == "s" else value == "1" if kind == "b" else float(value)
