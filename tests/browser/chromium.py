"""A headless Chromium for the tests of the page: started once, driven over WebDriver, asked for nothing but files."""

from __future__ import annotations

import json
import os
import shutil
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from pathlib import Path

ARGUMENTS = (
    *("headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking"),
    *("disable-component-update", "disable-sync", "hide-scrollbars", "force-device-scale-factor=1"),
)
DESKTOP, PHONE = (1440, 900), (360, 740)


def absent(what: str) -> NoReturn:
    """Skip, or fail where CALCIGRAPH_BROWSER says that the browser has to be there."""
    if os.environ.get("CALCIGRAPH_BROWSER") == "required":
        pytest.fail(f"not checked, although CALCIGRAPH_BROWSER=required: {what}")
    pytest.skip(what)


def start(folder: Path) -> Any:
    """Start a browser with an empty profile in a folder."""
    try:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service
    except ImportError:
        absent("no selenium: pip install -r tests/browser/requirements.txt")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        absent("no chromium or chromedriver: on Debian, apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in (*ARGUMENTS, f"user-data-dir={folder}"):
        options.add_argument(f"--{argument}")
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    return webdriver.Chrome(service=Service(driver), options=options)


class Browser:
    """What a reader does with a page, and what there is to see."""

    def __init__(self, driver: Any, folder: Path) -> None:
        self.driver, self.folder = driver, folder

    def open(self, page: Path, fragment: str = "", size: tuple[int, int] = DESKTOP, **features: str) -> None:
        """Open a page afresh, in a window of a size, with media features such as prefers_color_scheme."""
        wide, high = size
        phone = size == PHONE
        metrics = {"width": wide, "height": high, "deviceScaleFactor": 1, "mobile": phone}
        self.command("Emulation.setDeviceMetricsOverride", **metrics)
        self.command("Emulation.setTouchEmulationEnabled", enabled=phone)
        wanted = {"prefers_reduced_motion": "reduce", "prefers_color_scheme": "light"} | features
        pairs = [{"name": name.replace("_", "-"), "value": value} for name, value in wanted.items()]
        self.command("Emulation.setEmulatedMedia", features=pairs)
        self.driver.get("about:blank")
        for kind in ("performance", "browser"):
            self.driver.get_log(kind)
        self.driver.get(page.as_uri() + fragment)
        self.until("return !document.documentElement.matches('.live:not(.ready)')")  # the evidence is unpacked

    def renew(self) -> None:
        """Go on in a new tab: the history of one holds fifty entries only."""
        old = self.driver.current_window_handle
        self.driver.switch_to.new_window("tab")
        new = self.driver.current_window_handle
        self.driver.switch_to.window(old)
        self.driver.close()
        self.driver.switch_to.window(new)

    def command(self, name: str, **parameters: Any) -> Any:
        """Send a command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(name, parameters)

    def run(self, script: str, *arguments: Any) -> Any:
        """Run a script in the page and give what it returns."""
        return self.driver.execute_script(script, *arguments)

    def until(self, script: str) -> Any:
        """Run a script until what it returns is true, for ten seconds at most."""
        from selenium.webdriver.support.ui import WebDriverWait

        return WebDriverWait(self.driver, 10, 0.02).until(lambda _: self.run(script))

    def all(self, selector: str) -> list[Any]:
        """Find elements."""
        return list(self.driver.find_elements("css selector", selector))

    def one(self, selector: str) -> Any:
        """Find an element."""
        return self.driver.find_element("css selector", selector)

    def texts(self, selector: str) -> list[str]:
        """Read the text of elements, shown or not."""
        found: list[str] = self.run(
            "return [...document.querySelectorAll(arguments[0])].map((e) => e.textContent)", selector
        )
        return found

    def text(self, selector: str) -> str:
        """Read the text of an element."""
        (found,) = self.texts(selector)
        return found

    def click(self, selector: str) -> None:
        """Click on an element as with the mouse."""
        self.one(selector).click()

    def press(self, *keys: str) -> None:
        """Press keys where the focus is."""
        from selenium.webdriver import ActionChains
        from selenium.webdriver.common.keys import Keys

        chain = ActionChains(self.driver)
        for key in keys:
            chain.send_keys(getattr(Keys, key, key))
        chain.perform()

    def ids(self, selector: str) -> set[str]:
        """Name the groups of the drawing that match."""
        return set(self.run("return [...document.querySelectorAll(arguments[0])].map((e) => e.dataset.id)", selector))

    def focus(self) -> str:
        """Say where the focus is: the id of the element, or of what it stands for."""
        return str(self.run("const e = document.activeElement; return e.dataset.id || e.id"))

    def heard(self) -> str:
        """Read what a screen reader is told."""
        return self.text("#live")

    def hash(self) -> str:
        """Read the fragment of the address."""
        return str(self.run("return decodeURIComponent(location.hash)"))

    def box(self) -> tuple[float, ...]:
        """Read the part of the drawing that is seen: left, top, width, height in points."""
        found = self.run("""
            const frame = document.getElementById('picture').getBoundingClientRect();
            const matrix = document.querySelector('#picture > svg').getScreenCTM().inverse();
            const [a, b] = [[frame.left, frame.top], [frame.right, frame.bottom]].map(([x, y]) =>
                new DOMPoint(x, y).matrixTransform(matrix));
            return [a.x, a.y, b.x - a.x, b.y - a.y];
        """)
        return tuple(float(each) for each in found)

    def requests(self) -> list[str]:
        """List every address that was asked for since the page was opened, but for those that its policy stopped."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        failed = [each["params"] for each in messages if each["method"] == "Network.loadingFailed"]
        stopped = {each["requestId"] for each in failed if each.get("blockedReason") == "csp"}
        asked = [each["params"] for each in messages if each["method"] == "Network.requestWillBeSent"]
        sent = [each["request"]["url"] for each in asked if each["requestId"] not in stopped]
        sockets = [each["params"]["url"] for each in messages if each["method"] == "Network.webSocketCreated"]
        return [*sent, *sockets]

    def complaints(self) -> list[str]:
        """List what the console of the browser said: errors, and what the policy refused."""
        return [entry["message"] for entry in self.driver.get_log("browser")]
