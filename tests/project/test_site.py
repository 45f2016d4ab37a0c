"""The documentation site: it builds without a warning, no link of it is dead, and two builds are byte-equal."""

from __future__ import annotations

import html
import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.data, pytest.mark.xdist_group("site")]


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_site", ROOT / "docs/site/build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def site(builder: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made: Path = builder.built(tmp_path_factory.mktemp("site"))
    return made


def test_every_link_leads_somewhere(site: Path) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in site.rglob("*.html")}
    names = {path: set(map(html.unescape, re.findall(r'\sid="([^"]+)"', text))) for path, text in pages.items()}
    links = [
        (path, urlsplit(html.unescape(target)))
        for path, text in pages.items()
        for target in re.findall(r'(?:href|src)="([^"]*)"', text)
    ]
    assert len(links) > 3000
    dead = []
    for path, link in links:
        if link.scheme or link.netloc:
            continue
        there = (path.parent / unquote(link.path)).resolve() if link.path else path
        if not there.is_file() or (link.fragment and there in names and unquote(link.fragment) not in names[there]):
            dead.append(f"{path.relative_to(site)}: {link.geturl()}")
    assert dead == []


def test_four_readers_have_a_tutorial_and_every_document_is_a_page(site: Path, builder: ModuleType) -> None:
    assert {path.stem for path in site.glob("tutorials/*.html")} == {
        "dietitian", "editor", "bioinformatician", "developer"
    }  # fmt: skip
    for place in builder.pages().values():
        page = (site / place).with_suffix(".html")
        assert "<h1" in page.read_text(encoding="utf-8"), place
    assert "Vitamin D raises how much calcium the gut takes up" in (site / "readme.html").read_text(encoding="utf-8")


def test_nothing_of_this_machine_is_in_it_and_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert str(ROOT) not in text, path
        assert not re.search(r'<(?:script|img|iframe)[^>]*\ssrc="https?:', text), path
        assert not re.search(r'<link[^>]*rel="(?:stylesheet|preload)"[^>]*href="https?:', text), path


def test_two_builds_are_byte_equal(site: Path, builder: ModuleType, tmp_path: Path) -> None:
    again = builder.built(tmp_path)
    files = {path.relative_to(site) for path in site.rglob("*") if path.is_file()}
    assert files == {path.relative_to(again) for path in again.rglob("*") if path.is_file()}
    assert [name for name in sorted(files) if (site / name).read_bytes() != (again / name).read_bytes()] == []


def test_a_page_that_the_contents_forget_ends_the_build(
    builder: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = {"docs/asking.md": "asking.md", "docs/limits.md": "limits.md"}
    monkeypatch.setattr(builder, "pages", lambda: small)
    monkeypatch.setattr(builder, "contents", lambda: "```{toctree}\nasking\n```\n")
    monkeypatch.setattr(builder, "INDEX", "docs/asking.md")
    with pytest.raises(SystemExit, match=r"limits\.md"):
        builder.built(tmp_path)
