"""The pages for everybody: on a phone and on a desk, by keyboard, light and dark, and as axe-core sees them."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.chromium import absent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph import KnowledgeGraph

    from tests.browser.chromium import Browser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

DESK, PHONE = (1440, 900), (390, 844)
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
#: One of each kind.
PAGES = (
    *("", "id/vitamin-k2", "claim/vitamin-k2-prevents-arterial-calcification", "source/knapen2015"),
    *("result/haroon2023-coronary", "question/foods-that-supply", "questions", "how-sure", "limits", "downloads"),
    *("about", "licence", "what-if", "id/no-such-thing"),
)


@dataclass(frozen=True)
class Address:
    """An address, for ``Browser.open``."""

    text: str

    def as_uri(self) -> str:
        return self.text


class Served:
    """The pages at an address of this machine."""

    def __init__(self, kg: KnowledgeGraph) -> None:
        import uvicorn
        from calcigraph.web.routing import routes
        from starlette.applications import Starlette

        self._socket = socket.create_server(("127.0.0.1", 0))
        port = self._socket.getsockname()[1]
        self.root = f"http://127.0.0.1:{port}/"
        self._server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes(kg)), log_level="error", lifespan="off"))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],))
        self._thread.start()

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()

    def at(self, path: str) -> Any:
        return Address(self.root + path)


@pytest.fixture(scope="module")
def served(kg: KnowledgeGraph) -> Iterator[Served]:
    """Serve the pages."""
    found = Served(kg)
    yield found
    found.close()


@pytest.fixture(scope="module")
def axe() -> str:
    """Read axe-core, which is never part of the project."""
    if not AXE.is_file():
        absent("no axe-core: npm install --prefix tests/browser")
    return AXE.read_text()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_kind_of_page_fits_and_asks_for_nothing_else(
    browser: Browser, served: Served, size: tuple[int, int]
) -> None:
    for path in PAGES:
        browser.open(served.at(path), size=size)
        assert browser.run("return document.documentElement.scrollWidth") <= size[0], path
        asked = browser.requests()
        assert all(each.startswith((served.root, "data:")) for each in asked), path
        complaints = [each for each in browser.complaints() if "404" not in each]
        assert not complaints, path
    browser.renew()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser: Browser, served: Served, axe: str, scheme: str) -> None:
    found = {}
    size, pages = (PHONE, PAGES) if scheme == "light" else (DESK, PAGES[:6])
    for path in pages:
        browser.open(served.at(path), size=size, prefers_color_scheme=scheme)
        browser.run(axe)
        result = browser.driver.execute_async_script(
            "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then((r) => done(r.violations));"
        )
        for each in result:
            found[path, each["id"]] = [node["html"][:160] for node in each["nodes"]][:3]
    assert not found
    browser.renew()


def test_the_keyboard_reaches_everything_and_is_seen(browser: Browser, served: Served) -> None:
    browser.open(served.at("id/vitamin-k2"), size=DESK)
    browser.press("TAB")
    focused = "const e = document.activeElement;"
    assert browser.run(f"{focused} return e.className") == "skip"
    assert browser.run(f"{focused} return e.getBoundingClientRect().left") >= 0
    browser.press("ENTER")
    assert browser.run("return location.hash") == "#main"
    browser.press("TAB")
    assert browser.run(f"{focused} return !!e.closest('main')")
    assert browser.run(f"{focused} return getComputedStyle(e).outlineStyle") == "solid"


def test_the_search_box_finds_by_synonym_and_leads_there(browser: Browser, served: Served) -> None:
    browser.open(served.at("about"), size=PHONE)
    browser.press("/")
    assert browser.focus() == "find-box"
    browser.press("menaquinone-7")
    browser.until("return document.querySelector('#find-list [role=option] a')")
    assert browser.texts("#find-list [role=option]")[0] == "MK-7 entity"
    assert browser.one("#find-box").get_attribute("aria-expanded") == "true"
    browser.press("ARROW_DOWN")
    assert browser.one("#find-box").get_attribute("aria-activedescendant") == "find-0"
    browser.press("ENTER")
    browser.until("return location.pathname === '/id/mk-7'")
    browser.press("/", "zzzzzz")
    browser.until("return document.querySelector('#find-list [aria-disabled]')")
    browser.press("ESCAPE")
    assert not browser.one("#find-list").is_displayed()


def test_a_list_is_narrowed_down(browser: Browser, served: Served) -> None:
    browser.open(served.at("claims"), size=DESK)
    browser.one("#filter").send_keys("warfarin inhibits")
    assert browser.text("#filter-said") == "1 is shown"
    shown = [each.text for each in browser.all("#listed li") if each.is_displayed()]
    assert [each.startswith("Warfarin inhibits VKORC1") for each in shown] == [True]


def test_a_question_is_asked_by_keyboard(browser: Browser, served: Served) -> None:
    browser.open(served.at("question/foods-that-supply"), size=PHONE)
    box = browser.one("#parameter-nutrient")
    box.clear()
    box.send_keys("MK-7")
    browser.press("ENTER")
    browser.until("return location.search === '?nutrient=MK-7'")
    assert "natto" in browser.text("table.answers")


def test_a_box_of_a_drawing_leads_to_its_page(browser: Browser, served: Served) -> None:
    browser.open(served.at("id/vkorc1"), size=DESK)
    link = browser.one(".drawing a[href$='warfarin']")
    browser.run("arguments[0].focus()", link)
    browser.press("ENTER")
    browser.until("return location.pathname === '/id/warfarin'")


def test_the_pages_work_from_disk(browser: Browser, kg: KnowledgeGraph, tmp_path: Path) -> None:
    from calcigraph.web.resources import Resource, content
    from calcigraph.web.site import files

    for path, made in files(kg.store):
        if path.startswith("download/"):
            break
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(made)
    (tmp_path / "id").mkdir()
    for name in ("mk-7", "natto"):
        (tmp_path / f"id/{name}.html").write_text(content(kg.store, Resource("id", name), "html", static=True))
    browser.open(tmp_path / "id/natto.html", size=PHONE)
    browser.press("/", "menaquinone-7")
    browser.until("return document.querySelector('#find-list [role=option] a')")
    browser.press("ENTER")
    browser.until("return location.pathname.endsWith('/id/mk-7.html')")
    assert browser.text("h1") == "MK-7"
