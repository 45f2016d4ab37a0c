"""Moving the entries of the data files of judgements, and writing what that did beside them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "graph" / "calcigraph"
SHARE = 0.2

_FACTORS = {"a fifth less": 1 - SHARE, "a fifth more": 1 + SHARE}


def moved(value: Any) -> dict[str, Any]:
    """Move a number, or both ends of a range, down and up by a fifth; a whole number by one at least."""
    if isinstance(value, list):
        return {how: [round(each * factor, 6) for each in value] for how, factor in _FACTORS.items()}
    if isinstance(value, int):
        step = max(1, round(SHARE * value))
        return dict(zip(_FACTORS, (value - step, value + step), strict=True))
    return {how: value * factor for how, factor in _FACTORS.items()}


def write(file: str, measured: dict[str, str]) -> None:
    """Put measurements beside the entries of a file; those of other entries stay."""
    path = PACKAGE / file
    if path.suffix == ".json":
        entries = json.loads(path.read_text(encoding="utf-8"))
        for name, told in measured.items():
            entries[name]["measured"] = told
        path.write_text(json.dumps(entries, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return
    lines, entry = [], ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([a-z_]+):$", line):
            entry = match[1]
        here = line.startswith("  measured:") and entry in measured
        lines.append(f"  measured: {json.dumps(measured[entry], ensure_ascii=False)}" if here else line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
