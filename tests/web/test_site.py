"""The pages as files: no dead link, the same bytes twice, whole or not at all."""

from __future__ import annotations

import sys
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from calcigraph.errors import BadArgument, Unavailable
from calcigraph.web import site
from calcigraph.web.addresses import labels
from calcigraph.web.resources import ONTOLOGY, Resource, every_form

from tests.web.served_pages import Page, is_sound

if TYPE_CHECKING:
    from pathlib import Path

    from calcigraph import KnowledgeGraph

#: Of each kind of thing.
SAMPLE = 12


@pytest.fixture(scope="module")
def written(kg: KnowledgeGraph, monkeypatch_module: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Make every file but for most of the things, of which a sample stands for all."""
    chosen = {
        kind: dict(sorted(known.items())[:: -(-len(known) // SAMPLE)]) for kind, known in labels(kg.store).items()
    }
    monkeypatch_module.setattr(site, "labels", lambda _: chosen)
    return dict(site.files(kg.store))


@pytest.fixture(scope="module")
def monkeypatch_module() -> pytest.MonkeyPatch:
    return pytest.MonkeyPatch()


def _addresses(kg: KnowledgeGraph) -> set[str]:
    """What a whole site has."""
    things = [Resource(kind, name) for kind, known in labels(kg.store).items() for name in known]
    return {
        f"{each.path}.{form}" for each in [*things, Resource(ONTOLOGY)] for form in ("html", "ttl", "jsonld", "json")
    }


def test_no_link_is_dead(kg: KnowledgeGraph, written: dict[str, bytes]) -> None:
    there = _addresses(kg) | set(written)
    pages = {path: Page(text.decode()) for path, text in written.items() if path.endswith(".html")}
    ids = {path: set(page.ids) for path, page in pages.items()}
    assert len(pages) > 50
    for path, page in pages.items():
        is_sound(page)
        for tag, attributes in page.elements:
            for name in ("href", "src"):
                target = attributes.get(name)
                if target is None or urlsplit(target).scheme or (tag == "link" and attributes["rel"] == "canonical"):
                    continue
                found = urlsplit(urljoin(f"/{path}", target))
                local = unquote(found.path).removeprefix("/") or "index.html"
                assert local in there, (path, target)
                if found.fragment and local in ids:
                    assert unquote(found.fragment) in ids[local], (path, target)


def test_the_same_graph_gives_the_same_bytes(kg: KnowledgeGraph, written: dict[str, bytes]) -> None:
    from calcigraph import KnowledgeGraph as Graph

    again = Graph.open().store
    for resource in (Resource("id", "mk-7"), Resource("claim", "vitamin-k2-prevents-arterial-calcification")):
        for form, text in every_form(again, resource):
            assert text == dict(every_form(kg.store, resource))[form], (resource, form)
    for path, content in islice(site.files(again), 8):
        assert written[path] == content, path


def test_what_cannot_be_computed_says_so(written: dict[str, bytes]) -> None:
    for name in ("what-if", "check", "query"):
        assert "cannot compute" in Page(written[f"{name}.html"].decode()).words
    asked = [path for path in written if path.startswith("question/") and path.endswith(".html")]
    told = [path for path in asked if "cannot compute: the answer below is for" in Page(written[path].decode()).words]
    assert told
    assert not any('method="get"' in written[path].decode() for path in asked)


def test_a_folder_of_others_is_never_replaced(kg: KnowledgeGraph, tmp_path: Path) -> None:
    place = tmp_path / "pages"
    place.mkdir()
    (place / "thesis.txt").write_text("mine")
    for force in (False, True):
        with pytest.raises(BadArgument, match=r"is there already|did not write"):
            site.write_site(kg.store, place, force=force)
    assert (place / "thesis.txt").read_text() == "mine"


def test_it_is_written_whole_or_not_at_all(kg: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def some(_store: object, _progress: object) -> object:
        yield site.MARK, b"{}"
        yield "id/a.html", b"a"

    def broken(_store: object, _progress: object) -> object:
        yield site.MARK, b"{}"
        raise MemoryError

    monkeypatch.setattr(site, "files", some)
    told = site.write_site(kg.store, tmp_path / "pages")
    assert (told.files, told.size, (tmp_path / "pages/id/a.html").read_bytes()) == (2, 3, b"a")
    monkeypatch.setattr(site, "files", broken)
    with pytest.raises(MemoryError):
        site.write_site(kg.store, tmp_path / "pages", force=True)
    assert (tmp_path / "pages/id/a.html").read_bytes() == b"a"
    assert [each.name for each in tmp_path.iterdir()] == ["pages"]


def test_what_is_not_installed_is_named_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from calcigraph.cli.site_commands import site as command
    from calcigraph.web.templating import environment

    environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(Unavailable, match=r"the pages need the package jinja2; install it with: pip install 'calci"):
        command("pages", force=False)
