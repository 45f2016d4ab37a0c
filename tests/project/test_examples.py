"""The notebooks: each runs from its first cell to its last and gives what is stored in it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from examples.run import executed, notebooks
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["bioinformatician.ipynb", "dietitian.ipynb", "editor.ipynb"]
TEXT = ("text/plain", "text/html")
NO_ADVICE = "no medical advice"


def outputs(notebook: Any) -> list[tuple[str, dict[str, str]]]:
    """The source of each cell with the text it gives."""
    found = []
    for cell in notebook.cells:
        texts: dict[str, str] = {}
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                texts[output.name] = texts.get(output.name, "") + output.text
            texts |= {kind: output.data[kind] for kind in TEXT if kind in output.get("data", {})}
        found.append((cell.source, texts))
    return found


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


@pytest.mark.filterwarnings("ignore:Kernel is running over TCP:UserWarning")
@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_notebook_gives_what_it_shows(path: Path) -> None:
    stored, again = outputs(read(path)), outputs(executed(path))
    for number, (before, after) in enumerate(zip(stored, again, strict=True), start=1):
        assert after == before, f"cell {number} of {path.name} gives something else; run: make examples"


def test_there_is_one_notebook_for_each_reader() -> None:
    assert [path.name for path in notebooks()] == NAMES


@pytest.mark.parametrize("path", notebooks(), ids=lambda path: path.stem)
def test_notebook_is_whole(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    notebook = json.loads(text)
    assert text.endswith("}\n")
    assert set(notebook["metadata"]) == {"kernelspec", "language_info"}
    assert notebook["metadata"]["language_info"] == {"name": "python"}
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert [cell["id"] for cell in notebook["cells"]] == [f"cell-{n:02d}" for n in range(1, len(notebook["cells"]) + 1)]
    assert all(cell["metadata"] == {} for cell in notebook["cells"])
    kinds = {output["output_type"] for cell in code for output in cell["outputs"]}
    assert kinds <= {"stream", "display_data", "execute_result"}
    # No place on a machine, no private name: readers copy from here.
    assert str(ROOT) not in text
    assert not re.search(r"/home/|/tmp/|from calcigraph\.\w+ import|kg\._", text)
    assert "stderr" not in {output.get("name") for cell in code for output in cell["outputs"]}


@pytest.mark.parametrize("name", NAMES)
def test_notebook_says_that_it_is_no_advice(name: str) -> None:
    (path,) = (path for path in notebooks() if path.name == name)
    prose = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    assert NO_ADVICE in prose[-1]
    assert name == "bioinformatician.ipynb" or "medical advice" in prose[0]


def test_no_answer_on_safety_comes_without_its_line() -> None:
    (path,) = (path for path in notebooks() if path.name == "dietitian.ipynb")
    shown = [texts.get("stdout", "") for _, texts in outputs(read(path))]
    safety = [text for text in shown if "Safety:" in text]
    assert len(safety) >= 7
    assert all("This is no medical advice" in text for text in safety)
    states = {
        match[1]
        for text in safety
        for match in re.finditer(r"Safety: (known risk|no known problem|nothing studied)", text)
    }
    assert states == {"known risk", "no known problem", "nothing studied"}
