"""The pages that answer, in a real browser: every control is used by keyboard, on a phone and on a desk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import absent
from tests.browser.pages_served import DESKTOP, PHONE, Reader, served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph import KnowledgeGraph

    from tests.browser.chromium import Browser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = Path(__file__).parent / "node_modules/axe-core/axe.min.js"
SCENARIO = "/what-if?level=high&factor=vitamin+D&observe=bone+mineral+density"
PAGES = ("/", "/mechanism", SCENARIO, "/explore", "/check", "/query")
SIZES = pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])


@pytest.fixture(scope="module")
def reader(kg: KnowledgeGraph, browser: Browser) -> Iterator[Reader]:
    """Somebody before the pages."""
    with served(kg) as address:
        yield Reader(browser, address)


@SIZES
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_and_asks_for_nothing_but_its_own(reader: Reader, path: str, size: tuple[int, int]) -> None:
    page = reader.open(path, size)
    assert page.run("return document.documentElement.scrollWidth") == size[0]
    assert page.complaints() == []
    assert all(each.startswith(reader.address) for each in page.requests() if not each.startswith("data:"))


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(reader: Reader, path: str, theme: str) -> None:
    if not AXE.is_file():
        absent("no axe-core: npm install --prefix tests/browser")
    reader.open(path, PHONE if theme == "dark" else DESKTOP, prefers_color_scheme=theme)
    assert reader.violations(AXE.read_text()) == []


@SIZES
def test_asking_by_keyboard(reader: Reader, size: tuple[int, int]) -> None:
    page = reader.open("/", size)
    reader.tab_to("#words")
    page.press("Which foods supply K2?")
    reader.moved(("ENTER",))
    assert "natto" in page.text("#answer .lead")
    assert page.focus() == "answer"
    reader.tab_to("#answer summary")
    open_ = page.run("return document.activeElement.parentElement.open")
    page.press("ENTER")
    assert page.run("return document.activeElement.parentElement.open") is not open_


def test_a_text_keeps_its_lines_and_is_sent_by_the_button(reader: Reader) -> None:
    page = reader.open("/")
    page.run("document.getElementById('words').value = 'K2 prevents fractures.\\nIt is safe with warfarin.'")
    reader.tab_to("#words")
    page.press("ENTER")
    assert "\n" in page.run("return document.getElementById('words').value.trimEnd()")
    reader.tab_to("#ask button")
    reader.moved(("ENTER",))
    assert "unsafe" in page.text("#answer .counts")


def test_an_example_is_a_button(reader: Reader) -> None:
    page = reader.open("/")
    reader.tab_to("button.chip")
    reader.moved(("SPACE",))
    assert page.text("#answer .level") == "not shown, low certainty"


@SIZES
def test_walking_through_the_story(reader: Reader, size: tuple[int, int]) -> None:
    page = reader.open("/", size)
    shown = "return [...document.querySelectorAll('#stops > li')].filter((e) => e.offsetParent).map((e) => e.id)"
    every = [f"stop-{number}" for number in range(1, 6)]
    assert page.run(shown) == every
    reader.tab_to("#walk-on")
    for number in range(1, 6):
        page.press("ENTER")
        assert (page.run(shown), page.text("#walk-said")) == ([f"stop-{number}"], f"Step {number} of 5")
        place = page.run(
            "return document.querySelectorAll('.place')[arguments[0]].getBoundingClientRect().top", number - 1
        )
        assert 0 <= place <= size[1]
        assert page.run("return document.querySelectorAll('.place.dim').length") == 4
    page.press("ARROW_LEFT")
    assert page.text("#walk-said") == "Step 4 of 5"
    page.press("ARROW_RIGHT", "ARROW_RIGHT")
    assert page.run(shown) == every
    assert page.run("return document.querySelectorAll('.dim').length") == 0
    page.press("ENTER", "ENTER")
    reader.tab_to("#walk-back", 200)
    page.press("ENTER")
    assert page.text("#walk-said") == "Step 1 of 5"
    page.press("ESCAPE")
    assert page.run(shown) == every
    page.press("ENTER")
    reader.tab_to("#walk-all")
    page.press("ENTER")
    assert page.run(shown) == every


def test_a_number_in_the_picture_opens_its_step_and_a_stream_its_evidence(reader: Reader) -> None:
    page = reader.open("/")
    reader.tab_to('svg a[href="#stop-4"]', 120)
    page.press("ENTER")
    assert page.focus() == "stop-4"
    reader.tab_to("#stop-4 a.level")
    reader.moved(("ENTER",))
    assert page.driver.current_url.endswith("/claim/vitamin-k2-prevents-arterial-calcification")
    page = reader.open("/#stop-3")
    assert page.text("#walk-said") == "Step 3 of 5"


def test_the_calcium_flows_only_where_motion_is_welcome(reader: Reader) -> None:
    moving = "document.getElementById('walk-on').click(); return document.getAnimations().length"
    page = reader.open("/")
    assert page.run(moving) == 0
    page = reader.open("/", prefers_reduced_motion="no-preference")
    page.run(moving)
    assert page.run(f"{moving}") > 0


@SIZES
def test_pressing_factors(reader: Reader, size: tuple[int, int]) -> None:
    page = reader.open("/what-if", size)
    reader.tab_to("#level-1")
    page.press("l")
    reader.tab_to("#factor-1")
    page.press("VKORC1")
    reader.tab_to("#another")
    page.press("ENTER")
    assert page.focus() == "factor-4"
    page.press("vitamin D")
    reader.tab_to("summary", 120)
    page.run("document.querySelector('.pressing summary').focus()")
    page.press("ENTER")
    reader.tab_to("#observe")
    page.press("arterial calcification")
    reader.tab_to(".pressing > button")
    reader.moved(("ENTER",))
    assert page.driver.current_url.endswith(
        "what-if?level=low&factor=VKORC1&level=high&factor=vitamin+D&observe=arterial+calcification"
    )
    assert page.text("#answer-title") == "With VKORC1 low, vitamin D high: 1 rise."
    assert page.run("return document.querySelectorAll('#factor-names option').length") > 100
    reader.tab_to(".moves summary", 120)
    page.press("ENTER")
    assert "Weakest link" in page.one(".moves details").text
    page.run("document.querySelector('.body img').scrollIntoView()")
    assert page.until("const i = document.querySelector('.body img'); return i.complete && i.naturalWidth") > 500


@SIZES
def test_exploring(reader: Reader, size: tuple[int, int]) -> None:
    page = reader.open("/explore", size)
    rows = "return document.querySelectorAll('#claims tbody tr').length"
    assert page.run(rows) == 50
    reader.tab_to("#filter-words")
    page.press("warfarin inhibits")
    page.until("return document.querySelectorAll('#claims tbody tr').length === 1")
    assert page.text("#filter-count").startswith("1 claim of")
    assert page.driver.current_url.endswith("?words=warfarin+inhibits")
    page.run("document.getElementById('filter-words').value = ''")
    reader.tab_to("#filter-status")
    page.press("c")
    page.until("return [...document.querySelectorAll('#claims .level')].every((e) => e.textContent === 'contested')")
    page.press("HOME")
    reader.tab_to("#filter-certainty")
    page.press("h")
    page.until("return document.getElementById('filter-count').textContent.includes(' of ')")
    page.press("HOME")
    reader.tab_to("#filter-send")
    page.press("ENTER")
    page.until("return !document.getElementById('more-claims').hidden")
    before = page.run(rows)
    reader.tab_to("#more-claims", 250)
    page.press("ENTER")
    assert page.run(rows) == before + 50
    reader.moved(("ENTER",))  # the first of the new rows has the focus
    assert page.text("h1") != "Explore all claims"


@SIZES
def test_checking(reader: Reader, size: tuple[int, int]) -> None:
    page = reader.open("/check", size)
    reader.tab_to("main form button")
    reader.moved(("ENTER",))
    assert page.texts(".counts li b") == ["1", "1", "1"]
    reader.tab_to(".checked a[href='#f1']")
    page.press("ENTER")
    assert page.driver.current_url.endswith("#f1")


@SIZES
def test_asking_in_sparql(reader: Reader, size: tuple[int, int]) -> None:
    page = reader.open("/query", size)
    reader.tab_to("#query")
    page.run("document.getElementById('query').value = 'ASK { '")
    page.press("END", "warf")
    page.until("return !document.getElementById('completions').hidden")
    assert "id:warfarin" in page.texts("#completions code")
    page.press("ARROW_DOWN", "ARROW_UP", "ENTER")
    assert page.run("return document.getElementById('query').value") == "ASK { id:warfarin"
    page.press(" cg:act")
    page.until("return !document.getElementById('completions').hidden")
    page.press("ESCAPE")
    assert not page.one("#completions").is_displayed()
    page.run("document.getElementById('query').value = 'ASK { id:mk-7 a cg:Vitamer }'")
    reader.tab_to("#run")
    page.press("ENTER")
    page.until("return document.getElementById('results-said').textContent === 'Yes (true).'")
    page.run("document.getElementById('query').value = 'SELECT ?c { ?c a cg:Claim } ORDER BY ?c LIMIT 3'")
    page.press("ENTER")
    page.until("return document.getElementById('results-said').textContent === '3 rows.'")
    assert page.run("return document.querySelectorAll('#results-table tbody a').length") == 3
    assert page.one("#csv").is_displayed()
    page.run("document.getElementById('query').value = 'SELEC'")
    page.press("ENTER")
    page.until("return document.getElementById('results-said').textContent.startsWith('Not answered: ')")
    assert not page.one("#csv").is_displayed()
    page.run("document.getElementById('query').value = 'CONSTRUCT { id:mk-7 a ?c } { id:mk-7 a ?c }'")
    page.press("ENTER")
    page.until("return !document.getElementById('results-text').hidden")
    assert "Vitamer" in page.text("#results-text")


def test_beginning_with_a_question(reader: Reader) -> None:
    page = reader.open("/query")
    reader.tab_to("#example")
    page.run("window.before = true")
    page.press("f")
    page.until("return !window.before && document.readyState === 'complete'")
    assert "example=" in page.driver.current_url
    assert "SELECT" in page.run("return document.getElementById('query').value")
