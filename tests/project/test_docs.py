"""README and docs: generated parts and shown outputs have not drifted, and CONTRIBUTING works as written."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[2]


def _generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_docs_have_not_drifted() -> None:
    for name, content in _generator().generated().items():
        assert (ROOT / name).read_text(encoding="utf-8") == content, f"{name} has drifted; run: make docs"


def test_readme_begins_with_one_sentence_and_an_example() -> None:
    lines = [line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if line]
    assert lines[0] == "# calcigraph"
    assert lines[1].startswith("calcigraph is ")
    assert lines[1].endswith("?*")
    assert lines[2] == "```console"


def test_readme_is_short_and_has_a_door_for_each_reader() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) < 150
    doors = text.partition("\n## Four doors\n")[2].partition("\n## ")[0]
    assert len(re.findall(r"^\*\*You .*?\.\*\*", doors, re.MULTILINE)) == 4
    for name in ("dietitian", "editor", "bioinformatician"):
        assert f"(examples/{name}.ipynb)" in doors


def test_links_of_the_docs_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]:
        text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_question_has_its_answer_and_query_in_the_docs() -> None:
    """Each question of the contents leads to a section with a table, or says that it needs the network, and the query."""
    text = (ROOT / "docs/questions.md").read_text(encoding="utf-8")
    contents, *sections = re.split(r'^<a id="(.*?)"></a>$', text, flags=re.MULTILINE)
    named = dict(zip(sections[::2], sections[1::2], strict=True))
    names = {path.stem for path in ROOT.glob("queries/*/*.rq") if path.parent.name != "qc"}
    assert set(named) == names == set(re.findall(r"\]\(#(.*?)\)", contents))
    for name, section in named.items():
        assert "\n|---|" in section or "needs the network" in section, name
        assert re.search(r"<summary>The query</summary>\n\n```sparql\nPREFIX ", section), name
        assert len(re.findall(r"^\| (?!-)", section, re.MULTILINE)) <= 6, "a header and the first five rows"
    assert "\nSafety: known risk (5 of 5 rows).\n" in named["above-upper-limit"]


def test_makefile_targets_are_in_the_help() -> None:
    done = subprocess.run(["make", "-s", "help"], capture_output=True, text=True, check=True, cwd=ROOT)
    for target in ("demo", "test", "check", "bench", "growth", "derived", "docs"):
        assert re.search(rf"^{target}\s+\w", done.stdout, re.MULTILINE)


def _blocks() -> list[tuple[str, str]]:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return re.findall(r"<!-- contributing: (\S+) -->\n```\w+\n(.*?)```", text, re.DOTALL)


@pytest.mark.data
def test_contributing_works_as_written(tmp_path: Path) -> None:
    """Follow CONTRIBUTING literally in a copy of the checkout."""
    import shutil

    for folder in ("graph", "ontology", "queries"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name, content in _blocks():
        with (tmp_path / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{content}")
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "graph")}

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            capture_output=True,
            text=True,
            env=environment,
            check=False,
            cwd=tmp_path,
        )
        assert not done.returncode, done.stdout + done.stderr
        return done.stdout

    before = (tmp_path / "graph/derived/derived.ttl").read_bytes()
    run("calcigraph.store.derivation")
    assert (tmp_path / "graph/derived/derived.ttl").read_bytes() != before
    claim = "vitamin-k1-decreases-arterial-stiffness"
    verdict = re.search(r"claim is now \*(.*?)\*", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert verdict
    assert f"Verdict [{verdict[1]}]" in run("calcigraph", "evidence", claim, "--all")
    assert run("calcigraph", "validate") == "The graph conforms.\n"
    assert "result:aloia2005-bmd" in run("calcigraph", "ask", "null-results", "--all")
