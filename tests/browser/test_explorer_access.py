"""The page of a picture for everybody: keyboard, screen reader, addresses, zoom, phone, themes, contrast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.chromium import PHONE

if TYPE_CHECKING:
    from pathlib import Path

    from calcigraph import KnowledgeGraph

    from tests.browser.chromium import Browser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BLOCKED = "claim:warfarin-inhibits-vkorc1"


# ---------------------------------------------------------------- keyboard


def test_search_finds_synonyms_and_is_used_by_keyboard(browser: Browser, mechanism: Path) -> None:
    browser.open(mechanism)
    browser.press("/")
    assert browser.focus() == "search"
    browser.press("menaquinone 7")
    assert browser.texts("#search-list [role=option]")[0] == "MK-7also called menaquinone-7"
    assert browser.heard().endswith("listed")
    assert browser.one("#search").get_attribute("aria-expanded") == "true"
    browser.press("ENTER")
    assert (browser.text("#subject"), browser.hash(), browser.focus()) == ("MK-7", "#id:mk-7", "id:mk-7")
    browser.press("/")
    browser.press("calcaemia")
    rows = browser.texts("#search-list [role=option] span")
    browser.press("ARROW_DOWN")
    assert browser.one("#search").get_attribute("aria-activedescendant") == "search-list-1"
    browser.press("ARROW_UP", "ARROW_UP")
    assert browser.texts("#search-list [aria-selected=true] span") == [rows[-1]]
    browser.press("ESCAPE")
    assert not browser.one("#search-list").is_displayed()
    browser.run("document.getElementById('search').value = ''")
    browser.press("zzz")
    assert browser.text("#search-list") == "Nothing in this picture is called so."
    assert browser.heard() == "Nothing found"


def test_spellings_meet_as_on_the_command_line(browser: Browser, kg: KnowledgeGraph, mechanism: Path) -> None:
    browser.open(mechanism)
    for name in (
        "estrogen",
        "Oestrogen",
        "1,25(OH)2D",
        "gamma carboxylation",
        "γ-carboxylation",
        "VDR signaling",
        "K2",
    ):
        browser.run("const s = document.getElementById('search'); s.focus(); s.value = ''")
        browser.one("#search").send_keys(name)
        browser.press("ENTER")
        assert browser.text("#subject") == kg.entities.label(kg.entities.iri(name)), name


def test_arrows_go_along_claims_and_among_boxes(browser: Browser, kg: KnowledgeGraph, mechanism: Path) -> None:
    browser.open(mechanism, "#id:warfarin")
    browser.run("document.querySelector('[data-id=\"id:warfarin\"]').focus()")
    browser.press("ARROW_RIGHT")
    assert browser.focus() == BLOCKED
    name = browser.driver.switch_to.active_element.accessible_name
    assert name.startswith("warfarin inhibits VKORC1: established (high certainty)")
    browser.press("ARROW_RIGHT")
    assert browser.focus() == "id:vkorc1"
    browser.press("ARROW_LEFT", "ARROW_LEFT")
    assert browser.focus() == "id:warfarin"
    browser.press("ARROW_LEFT")
    assert (browser.focus(), browser.heard()) == ("id:warfarin", "Nothing shown acts on it.")
    browser.press("ARROW_DOWN", "ARROW_UP")
    assert browser.focus() == "id:warfarin"
    # Down goes through all boxes and comes back.
    boxes = {browser.run("return document.activeElement.dataset.id")}
    for _ in kg.draw("mechanism").models[0].nodes[1:]:
        browser.press("ARROW_DOWN")
        boxes.add(browser.focus())
    assert boxes == {node.curie for node in kg.draw("mechanism").models[0].nodes}
    # On a claim, down goes through the claims that leave the same box.
    browser.run("document.querySelector('[data-id=\"id:vdr-signalling\"]').focus()")
    browser.press("ARROW_RIGHT")
    leaving = [each.curie for each in kg.claims("VDR signalling", directness="direct") if each.sign is not None]
    seen = set()
    for _ in leaving:
        seen.add(browser.focus())
        browser.press("ARROW_DOWN")
    assert seen == set(leaving)
    assert browser.run("return document.querySelectorAll('#picture [tabindex=\"0\"]').length") == 1


def test_enter_selects_and_escape_goes_back_and_clears(browser: Browser, mechanism: Path) -> None:
    browser.open(mechanism)
    browser.run("document.querySelector('[data-id=\"id:warfarin\"]').focus()")
    browser.press("ENTER")
    assert (browser.text("#subject"), browser.hash(), browser.focus()) == ("warfarin", "#id:warfarin", "id:warfarin")
    browser.press("ENTER")
    assert browser.focus() == "subject"
    browser.press("ESCAPE")
    assert browser.focus() == "id:warfarin"
    browser.press("ARROW_RIGHT", " ")
    assert (browser.text("#subject"), browser.hash()) == ("Warfarin inhibits VKORC1", f"#{BLOCKED}")
    browser.press("ESCAPE")
    assert (browser.text("#subject"), browser.hash(), browser.heard()) == ("What is shown", "", "Nothing selected")
    assert browser.ids(".selected, .lit") == set()


def test_tab_reaches_every_control(browser: Browser, mechanism: Path) -> None:
    for tab in ("evidence", "paths", "filter", "key"):
        browser.open(mechanism, "#id:vkorc1")
        browser.click(f"#tab-button-{tab}")
        browser.run("""
            window.controls = [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
                .filter((e) => e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }));
            window.seen = new Set();
            addEventListener('focusin', (event) => window.seen.add(event.target));
            document.activeElement.blur();
            getSelection().setPosition(document.body, 0);
        """)
        count = browser.run("return window.controls.length")
        assert count >= 8
        for _ in range(count + 2):  # the panel itself can be scrolled, and so can be a stop too
            browser.press("TAB")
        missed = "return window.controls.filter((e) => !window.seen.has(e)).map((e) => e.outerHTML.slice(0, 99))"
        assert browser.run(missed) == []


def test_the_skip_link_goes_to_the_details_and_leaves_the_address(browser: Browser, mechanism: Path) -> None:
    browser.open(mechanism, "#id:vkorc1")
    browser.press("TAB", "ENTER")
    assert (browser.focus(), browser.hash()) == ("subject", "#id:vkorc1")


def test_tabs_of_the_panel_are_used_by_arrows(browser: Browser, mechanism: Path) -> None:
    browser.open(mechanism)
    browser.click("#tab-button-evidence")
    for name in ("paths", "filter", "key", "evidence"):
        browser.press("ARROW_RIGHT")
        assert browser.focus() == f"tab-button-{name}"
        assert [each.get_attribute("id") for each in browser.all("[role=tabpanel]:not([hidden])")] == [f"tab-{name}"]


# ---------------------------------------------------------------- screen reader


def accessible(browser: Browser) -> list[dict[str, Any]]:
    """Everything that the browser tells a screen reader."""
    browser.command("Accessibility.enable")
    found = browser.command("Accessibility.getFullAXTree")["nodes"]
    return [
        {
            "role": each.get("role", {}).get("value"),
            "name": each.get("name", {}).get("value", ""),
            **{item["name"]: item["value"].get("value") for item in each.get("properties", ())},
        }
        for each in found
        if not each["ignored"]
    ]


def test_landmarks_names_and_announcements(browser: Browser, mechanism: Path) -> None:
    for tab in ("evidence", "paths", "filter", "key"):
        browser.open(mechanism, f"#{BLOCKED}")
        browser.click(f"#tab-button-{tab}")
        tree = accessible(browser)
        roles = {each["role"] for each in tree}
        assert {"banner", "main", "complementary", "search", "status", "application", "tablist", "tabpanel"} <= roles
        nameless = [
            each for each in tree if each.get("focusable") and not each["name"] and each["role"] != "RootWebArea"
        ]
        assert nameless == []
        names = {(each["role"], each["name"]) for each in tree}
        assert ("button", "vitamin K2: nutrient") in names
        assert ("complementary", "Details") in names
    live = next(each for each in tree if each["role"] == "status")
    assert live["live"] == "polite"
    assert next(each["name"] for each in tree if each["role"] == "heading") == browser.driver.title
    assert browser.run("return document.documentElement.lang") == "en"
    ids = browser.run("return [...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))


def test_everything_is_in_a_list_too(browser: Browser, kg: KnowledgeGraph, mechanism: Path) -> None:
    browser.open(mechanism)
    browser.run("for (const each of document.querySelectorAll('details')) each.open = true")
    browser.until("return [...document.querySelectorAll('details')].every((each) => each.querySelector('li'))")
    listed = [each.get_attribute("data-id") for each in browser.all("#tab-evidence details .go")]
    assert sorted(listed) == [node.curie for node in kg.draw("mechanism").models[0].nodes]
    assert browser.texts("#tab-evidence summary")[0] == "Skin (3)"
    browser.click("#tab-evidence details .go")
    assert browser.text("#subject") == "7-dehydrocholesterol"


# ---------------------------------------------------------------- addresses


def test_addresses_are_restored_on_load_and_on_change(browser: Browser, mechanism: Path) -> None:
    browser.renew()
    browser.open(mechanism, "#id:vitamin-k2")
    assert browser.text("#subject") == "vitamin K2"
    browser.run("location.hash = 'claim:warfarin-inhibits-vkorc1'")
    browser.until("return document.getElementById('subject').textContent === 'Warfarin inhibits VKORC1'")
    browser.run("location.hash = 'path:id:warfarin,id:vkorc1,1'")
    browser.until("return document.getElementById('path-place')?.textContent === 'Path 1 of 1'")
    for wanted, title in ((BLOCKED, "Warfarin inhibits VKORC1"), ("id:vitamin-k2", "vitamin K2")):
        browser.run("history.back()")
        browser.until(f"return document.querySelector('#tab-evidence:not([hidden]) h2')?.textContent === '{title}'")
        assert (browser.hash(), browser.ids(".selected")) == (f"#{wanted}", {wanted})
    browser.open(mechanism, "#id%3Avitamin-k2")
    assert browser.text("#subject") == "vitamin K2"
    for odd in ("#id:nothing", "#%E0%A4%A", "#path:id:a,id:b,1"):
        browser.open(mechanism, odd)
        assert browser.text("#subject") == "What is shown"
        assert browser.text("#tab-evidence > .warning").startswith("Nothing in this picture is called")
        assert browser.complaints() == []


# ---------------------------------------------------------------- pan and zoom


def test_zoom_by_buttons_keys_and_wheel(browser: Browser, mechanism: Path) -> None:
    browser.open(mechanism)
    whole = browser.box()
    browser.click("#zoom-in")
    near = browser.box()
    assert near[2] == pytest.approx(whole[2] / 1.35, rel=1e-3)
    browser.click("#zoom-out")
    assert browser.box() == pytest.approx(whole, rel=1e-3)
    browser.run("document.querySelector('[data-id=\"id:warfarin\"]').focus()")
    browser.press("+", "+")
    assert browser.box()[2] == pytest.approx(whole[2] / 1.35**2, rel=1e-3)
    browser.press("-")
    browser.run(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowRight', shiftKey: true, bubbles: true}))"
    )
    assert browser.box()[0] > 0
    browser.press("0")
    assert browser.box() == pytest.approx(whole, rel=1e-3)

    # The wheel zooms towards the pointer: the point under it stays where it is.
    def under(x: int, y: int) -> list[float]:
        script = """const p = new DOMPoint(...arguments).matrixTransform(
            document.querySelector('#picture > svg').getScreenCTM().inverse()); return [p.x, p.y]"""
        found: list[float] = browser.run(script, x, y)
        return found

    before = under(500, 400)
    browser.command("Input.dispatchMouseEvent", type="mouseWheel", x=500, y=400, deltaX=0, deltaY=-300)
    browser.until("return document.querySelector('#picture > svg').viewBox.baseVal.width < 1000")
    assert under(500, 400) == pytest.approx(before, abs=0.2)


def test_a_drag_moves_the_picture_and_selects_nothing(browser: Browser, mechanism: Path) -> None:
    browser.open(mechanism)
    browser.click("#zoom-in")
    start, place = browser.box(), browser.one('[data-id="id:warfarin"]').rect
    x, y = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    scale = 1440 - browser.one("aside").size["width"]
    for kind, across in (("mousePressed", 0), ("mouseMoved", 20), ("mouseMoved", 40), ("mouseReleased", 40)):
        browser.command("Input.dispatchMouseEvent", type=kind, x=x + across, y=y, button="left", clickCount=1)
    assert browser.box()[0] == pytest.approx(start[0] - 40 * start[2] / scale, rel=0.05)
    assert browser.text("#subject") == "What is shown"
    browser.click('[data-id="id:warfarin"]')
    assert browser.text("#subject") == "warfarin"


def test_two_fingers_zoom_and_a_tap_selects(browser: Browser, mechanism: Path) -> None:
    browser.open(mechanism, size=PHONE)
    whole = browser.box()
    for kind, spread in (("touchStart", 20), ("touchMove", 40), ("touchMove", 60), ("touchEnd", 0)):
        points = [{"x": 180 - spread, "y": 400, "id": 0}, {"x": 180 + spread, "y": 400, "id": 1}] if spread else []
        browser.command("Input.dispatchTouchEvent", type=kind, touchPoints=points)
    assert browser.box()[2] == pytest.approx(whole[2] / 3, rel=0.05)
    browser.click("#zoom-fit")
    place = browser.one('[data-id="id:rankl"]').rect
    point = {"x": place["x"] + place["width"] / 2, "y": place["y"] + place["height"] / 2}
    browser.command("Input.dispatchTouchEvent", type="touchStart", touchPoints=[point])
    browser.command("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
    browser.until("return document.getElementById('subject').textContent === 'RANKL'")


# ---------------------------------------------------------------- phone, themes, contrast


def test_on_a_phone_the_details_are_a_sheet(browser: Browser, mechanism: Path) -> None:
    browser.open(mechanism, size=PHONE)
    assert not browser.one("#panel-body").is_displayed()
    assert browser.one("#sheet").get_attribute("aria-expanded") == "false"
    browser.click("#sheet")
    assert browser.one("#panel-body").is_displayed()
    browser.click("#sheet")
    assert not browser.one("#panel-body").is_displayed()
    for fragment in ("", "#id:vitamin-k2", f"#{BLOCKED}", "#path:id:vitamin-k2,id:arterial-calcification,1"):
        browser.open(mechanism, fragment, size=PHONE)
        assert browser.run("return document.documentElement.scrollWidth") == 360
        wide = "return [...document.querySelectorAll('header *, aside *, .zoom *')].filter((e) => e.checkVisibility() && !e.closest('.hidden') && e.getBoundingClientRect().right > 361).length"
        assert browser.run(wide) == 0
        assert browser.one("#panel-body").is_displayed() is bool(fragment)
        small = "return [...document.querySelectorAll('button')].filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 24).length"
        assert browser.run(small) == 0  # WCAG 2.2, target size (minimum)
    # What was selected is in view above the sheet, large enough to be read.
    browser.open(mechanism, "#id:vitamin-k2", size=PHONE)
    place, sheet = browser.one('[data-id="id:vitamin-k2"]').rect, browser.one("aside").rect
    assert 0 < place["x"] < 360 - place["width"]
    assert place["y"] + place["height"] < sheet["y"]
    assert place["height"] > 15


CONTRAST = """
const parse = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
const light = (rgb) => rgb.slice(0, 3).map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
  .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((m, n) => n - m); return (x + 0.05) / (y + 0.05); };
const ground = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
  if (c.length === 3 || c[3] === 1) return c; } return [255, 255, 255]; };
const poor = [];
for (const e of document.querySelectorAll('body *')) {
  if (e.closest('#picture, script, noscript') || !e.checkVisibility() || ![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
  const found = ratio(parse(getComputedStyle(e).color), ground(e));
  if (found < 4.5) poor.push([e.outerHTML.slice(0, 80), found]);
}
for (const e of document.querySelectorAll('#picture g.node')) {
  const fill = parse(getComputedStyle(e.querySelector(':scope > g > *')).fill);
  const found = ratio(parse(getComputedStyle(e.querySelector('text')).fill), fill);
  if (found < 4.5) poor.push([e.dataset.id, found]);
}
for (const e of document.querySelectorAll('#picture g.edge > path')) {
  if (e.matches('.hit')) continue;
  const found = ratio(parse(getComputedStyle(e).stroke), parse(getComputedStyle(document.body).backgroundColor));
  if (found < 3) poor.push([e.parentNode.dataset.id, found]);
}
return poor;
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_contrast_is_enough_in_both_themes(browser: Browser, mechanism: Path, theme: str) -> None:
    for fragment in ("", "#id:vitamin-k2", f"#{BLOCKED}", "#path:id:vitamin-k2,id:arterial-calcification,1"):
        browser.open(mechanism, fragment, prefers_color_scheme=theme)
        assert browser.run(CONTRAST) == []
    for tab in ("filter", "key"):
        browser.click(f"#tab-button-{tab}")
        assert browser.run(CONTRAST) == []


def test_the_theme_follows_the_reader_and_the_button(browser: Browser, kg: KnowledgeGraph, mechanism: Path) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor"
    white, black = "rgb(255, 255, 255)", "rgb(20, 23, 28)"
    browser.open(mechanism, prefers_color_scheme="dark")
    assert browser.run(ground) == black
    assert browser.one("#theme").get_attribute("aria-pressed") == "true"
    browser.click("#theme")
    assert browser.run(ground) == white
    browser.open(mechanism)
    assert browser.run(ground) == white
    browser.click("#theme")
    assert (browser.run(ground), browser.one("#theme").get_attribute("aria-pressed")) == (black, "true")
    path = browser.folder / "dark.html"
    kg.draw("pathways", "warfarin", "VKORC1", theme="dark", file=path)
    browser.open(path)
    assert browser.run(ground) == black


@pytest.mark.parametrize(("button", "share"), [("zoom-in", 1.35), ("zoom-out", 1 / 1.35), ("zoom-fit", 1)])
def test_a_button_may_be_pressed_before_the_size_is_known(
    browser: Browser, mechanism: Path, button: str, share: float
) -> None:
    deaf = "globalThis.ResizeObserver = class { observe() {} }"
    added = browser.command("Page.addScriptToEvaluateOnNewDocument", source=deaf)
    try:
        browser.open(mechanism)
        before = browser.box()
        browser.click(f"#{button}")
        width = browser.run("return document.querySelector('#picture > svg').viewBox.baseVal.width")
        assert width == pytest.approx(before[2] / share, rel=0.02)
    finally:
        browser.command("Page.removeScriptToEvaluateOnNewDocument", **added)


def test_forced_colours_and_less_motion_are_respected(browser: Browser, mechanism: Path) -> None:
    browser.open(mechanism, forced_colors="active")
    paint = "const s = getComputedStyle(document.querySelector(arguments[0])); return [s.fill, s.stroke]"
    canvas = browser.run("document.body.style.color = 'CanvasText'; return getComputedStyle(document.body).color")
    assert browser.run(paint, "g.node text")[0] == canvas
    assert browser.run(paint, "g.edge > path")[1] == canvas
    browser.open(mechanism)
    browser.click("#zoom-in")
    at_once = browser.box()
    browser.open(mechanism, prefers_reduced_motion="no-preference")
    browser.run("document.getElementById('zoom-in').click()")
    browser.until(
        f"return Math.abs(document.querySelector('#picture > svg').viewBox.baseVal.width - {at_once[2]}) < 0.1"
    )
    assert browser.box() == pytest.approx(at_once, rel=1e-3)
