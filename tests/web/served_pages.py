"""Pages asked for in this process, and read as a browser reads them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from calcigraph.web.routing import routes
from starlette.applications import Starlette
from starlette.testclient import TestClient

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph

_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


def client(kg: KnowledgeGraph) -> TestClient:
    """Make a client of the pages alone."""
    return TestClient(Starlette(routes=routes(kg)), follow_redirects=False)


class Page(HTMLParser):
    """A page taken apart: every element is closed, and in order.

    Args:
        text: the HTML.
    """

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self.data: list[str] = []
        self._open: list[str] = []
        self._inside = ""
        self.feed(text)
        self.close()
        assert not self._open, f"never closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"closed and never opened: {tag}"
        assert self._open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        (self.data if self._open and self._open[-1] in ("script", "style") else self.text).append(data)

    @property
    def words(self) -> str:
        """What a reader sees, white space collapsed."""
        return " ".join(" ".join(self.text).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        """List the attributes of elements."""
        return [attributes for name, attributes in self.elements if name == tag]

    @property
    def ids(self) -> list[str]:
        """Every id."""
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]


def is_sound(page: Page) -> None:
    """Hold what every page has: landmarks, one heading, no style or script inside, no foreign host, nothing twice."""
    assert not page.all("style")
    for tag, attributes in page.elements:
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag
        for name in ("src", "action"):
            assert "//" not in attributes.get(name, ""), attributes
        if tag == "link" and attributes["rel"] != "canonical":
            assert "//" not in attributes["href"]
    scripts = page.all("script")
    assert all("src" in each or each.get("type") == "application/ld+json" for each in scripts)
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("footer")) == 1
    assert page.all("html") == [{"lang": "en"}]
    assert len(page.ids) == len(set(page.ids)), sorted(each for each in page.ids if page.ids.count(each) > 1)
    assert "not medical advice" in page.words.lower()
    assert any(each.get("class") == "skip" and each["href"] == "#main" for each in page.all("a"))
    labelled = {each["for"] for each in page.all("label") if "for" in each}
    assert {each["id"] for each in page.all("input")} <= labelled
    known = set(page.ids)
    assert {each["href"][1:] for each in page.all("a") if each.get("href", "").startswith("#")} <= known
    for name in ("aria-labelledby", "aria-controls"):
        wanted = {each for _, attributes in page.elements for each in attributes.get(name, "").split()}
        assert wanted <= known, wanted - known


def read(response: Any) -> Page:
    """Take a page apart that came with a good status."""
    assert response.status_code == 200, response.text[:300]
    return Page(response.text)
