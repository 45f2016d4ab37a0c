"""Puts what npm has installed here beside the pages, with the licences it comes under: ``make assets``."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
TARGET = HERE.parent / "graph/calcigraph/web/static/yasgui"
BUILT = ("yasgui.min.js", "yasgui.min.css")


def main() -> None:
    """Copy the editor, and gather the licences of every package that is part of it."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    for name in BUILT:
        text = (MODULES / "@zazuko/yasgui/build" / name).read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if "sourceMappingURL=" not in line]
        (TARGET / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (TARGET / "licences.txt").write_text("\n\n".join(_licences()) + "\n", encoding="utf-8")
    print(f"{TARGET.relative_to(HERE.parent)}: {', '.join((*BUILT, 'licences.txt'))}")  # noqa: T201 - said to who ran it


def _licences() -> list[str]:
    locked = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    found = []
    for path, package in sorted(locked.items()):
        folder = HERE / path
        if not path or package.get("dev") or not folder.is_dir():
            continue
        texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]*"))]
        name = path.rpartition("node_modules/")[2]
        head = f"{name} {package['version']}: {package.get('license', 'no licence named')}"
        found.append("\n".join([head, *(texts or ["(the package holds no text of its licence)"])]))
    return found


if __name__ == "__main__":
    main()
