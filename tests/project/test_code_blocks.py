"""Every block of code in the documents runs: none may be there to be looked at only."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph import KnowledgeGraph

    from tests.conftest import Finished

pytestmark = pytest.mark.data
ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
#: Run elsewhere: outputs of commands are made anew by docs/generate.py, and pictures of Mermaid are drawn in tests/browser.
ELSEWHERE = {"console", "text", "mermaid"}
#: Lines of shell that tests/packaging/check.py runs as they stand in an environment of its own, or that are targets of make, or
#: that ask a running server, as tests/server does, write ten thousand pages, as tests/web does with fewer, or are `make demo`.
INSTALLING = ("pip install ", "make ", "curl ", "calcigraph site ", "calcigraph demo")


def blocks() -> list[tuple[str, int, str, str]]:
    """List the blocks: page, line, language, content."""
    found = []
    for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("bench/*.md")]):
        text = path.read_text(encoding="utf-8")
        for each in BLOCK.finditer(text):
            line = text[: each.start()].count("\n") + 1
            found.append((path.relative_to(ROOT).as_posix(), line, each[1], each[2]))
    return found


BLOCKS = blocks()


def of(language: str) -> pytest.MarkDecorator:
    """Make a parameter of each block in a language."""
    chosen = [(page, content) for page, line, kind, content in BLOCKS if kind == language]
    return pytest.mark.parametrize(("page", "content"), chosen)


def test_every_language_is_known() -> None:
    assert {kind for _, _, kind, _ in BLOCKS} <= ELSEWHERE | {"python", "sh", "sparql", "turtle", "yaml", "json"}


@of("sh")
def test_commands(
    page: str, content: str, run: Callable[..., Finished], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line does what it says; what the page's earlier blocks ask for is there."""
    if page == "CONTRIBUTING.md":
        pytest.skip("followed literally by test_docs.py, in a copy of the checkout")
    monkeypatch.chdir(tmp_path)
    for line in content.splitlines():
        code = line.partition("  #")[0].strip()
        if not code or code.startswith(INSTALLING):
            continue
        name, *arguments = shlex.split(code)
        assert name == "calcigraph", line
        done = run(*arguments)
        assert done.code in (0, 1), f"{page}: {line}: {done.err}"
        assert done.out or any(tmp_path.iterdir()), line


@of("python")
def test_python(page: str, content: str, kg: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if content.startswith(">>>"):
        pytest.skip("a doctest, compared with what it gives")
    monkeypatch.chdir(tmp_path)
    exec(compile(content, page, "exec"), {"kg": kg})  # noqa: S102 - our own documents


@of("sparql")
def test_sparql(page: str, content: str, kg: KnowledgeGraph) -> None:
    """Those of docs/questions.md are files whose rows other tests hold; any other runs here."""
    if page == "docs/questions.md":
        assert "SERVICE" in content or ox.Store().query(content) is not None
    else:
        assert kg.sparql(content) is not None


@of("turtle")
def test_turtle(page: str, content: str) -> None:
    prefixes = "\n".join(f"@prefix {name}: <{iri}> ." for name, iri in _prefixes().items())
    assert list(ox.parse(f"{prefixes}\n{content}".encode(), ox.RdfFormat.TURTLE)), page


@of("yaml")
def test_yaml(page: str, content: str) -> None:
    assert yaml.safe_load(content), page


def _prefixes() -> dict[str, str]:
    from calcigraph.namespaces import COMMON, PREFIXES

    return COMMON | PREFIXES
