"""Run the notebooks and keep their outputs: ``make examples``. A test runs them again and compares.

Only what a second run gives again is kept: outputs and their order, no times, no versions of the machine.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import nbformat
from calcigraph.store.outputs import write_whole
from nbclient import NotebookClient

HERE = Path(__file__).parent
_LONGEST = 300  # seconds for one cell
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def notebooks() -> list[Path]:
    """List the notebooks, sorted."""
    return sorted(HERE.glob("*.ipynb"))


def executed(path: Path) -> Any:
    """Run a notebook from its first cell to its last, and strip what would differ in another run."""
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    # Without coalescing, where one piece of a printed line ends and the next begins is a matter of chance.
    NotebookClient(
        notebook, timeout=_LONGEST, kernel_name="python3", coalesce_streams=True, resources={"metadata": {"path": HERE}}
    ).execute()
    notebook.metadata = nbformat.from_dict(_METADATA)  # type: ignore[no-untyped-call]
    for number, cell in enumerate(notebook.cells, start=1):
        cell["id"] = f"cell-{number:02d}"
        cell["metadata"] = {}
        for output in cell.get("outputs", []):
            if "metadata" in output:
                output["metadata"] = {}
    return notebook


def main() -> None:
    """Write every notebook anew."""
    for path in notebooks():
        text = nbformat.writes(executed(path))  # type: ignore[no-untyped-call]
        write_whole(path, f"{text.rstrip()}\n".encode())
        sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    main()
