"""Moving the entries of the data files of judgements, and writing what that did beside them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "graph" / "calcigraph"
SHARE = 0.2

_FACTORS = {"a fifth less": 1 - SHARE, "a fifth more": 1 + SHARE}


class Change(NamedTuple):
    """One entry, changed alone; no value takes it out."""

    file: str
    name: str
    how: str
    value: Any


def moved(value: Any) -> dict[str, Any]:
    """Move a number, or both ends of a range, down and up by a fifth; a whole number by one at least."""
    if isinstance(value, list):
        return {how: [round(each * factor, 6) for each in value] for how, factor in _FACTORS.items()}
    if isinstance(value, int):
        step = max(1, round(SHARE * value))
        return dict(zip(_FACTORS, (value - step, value + step), strict=True))
    return {how: value * factor for how, factor in _FACTORS.items()}


def write(file: str, measured: dict[str, str]) -> None:
    """Put measurements at the end of the entries of a file; those of other entries stay."""
    path = PACKAGE / file
    if path.suffix == ".json":
        entries = json.loads(path.read_text(encoding="utf-8"))
        for name, told in measured.items():
            entries[name]["measured"] = told
        path.write_text(json.dumps(entries, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return
    lines: list[str] = []
    entry, end = "", 0  # the entry that is read, and where its last line was put
    for line in [*path.read_text(encoding="utf-8").splitlines(), "end:"]:
        if match := re.match(r"([A-Za-z][\w -]*):$", line):
            if entry in measured:
                lines.insert(end, f"  measured: {json.dumps(measured[entry], ensure_ascii=False)}")
            entry = match[1]
        if line.startswith("  measured:") and entry in measured:
            continue
        lines.append(line)
        if line.startswith(" "):
            end = len(lines)
    path.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")


def write_all(tried: list[Change], told: list[str]) -> None:
    """Put beside each entry what each of its changes did."""
    measured: dict[str, dict[str, str]] = {}
    for change, what in zip(tried, told, strict=True):
        entries = measured.setdefault(change.file, {})
        said = f"{entries[change.name]}. " if change.name in entries else ""
        entries[change.name] = f"{said}{change.how}: {what}"
    for file, entries in measured.items():
        write(file, entries)
