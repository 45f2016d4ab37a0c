"""The pages of the mechanism and of the whole graph against the bare SVG, in one headless Chromium: the first selection.

Needs what tests/browser/requirements.txt names, and chromium with chromedriver. A script that runs before the page waits
for the load, selects a box where there is something to select, and takes the time of the next frame that is drawn,
counted from the start of the navigation. Both files are loaded in turn.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calcigraph import KnowledgeGraph
from calcigraph.mechanism import slices
from measuring import Row, main, skip

if TYPE_CHECKING:
    from collections.abc import Iterator

REPEATS = 11
PROBE = """
addEventListener('load', () => {
  document.querySelector('[data-id="id:vdr-signalling"]')?.dispatchEvent(new MouseEvent('click', {bubbles: true}));
  requestAnimationFrame(() => setTimeout(() => { window.answered = performance.now(); }));
});
"""


def _loaded(driver: Any, path: Path) -> float:
    """Milliseconds until the page has answered."""
    from selenium.webdriver.support.ui import WebDriverWait

    driver.get("about:blank")
    driver.get(path.as_uri())
    found: float = WebDriverWait(driver, 20, 0.01).until(lambda _: driver.execute_script("return window.answered"))
    return found


def _measure(driver: Any, svg: Path, html: Path) -> tuple[float, float]:
    driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": PROBE})
    times: dict[Path, list[float]] = {svg: [], html: []}
    for _ in range(REPEATS):
        for path, found in times.items():
            found.append(_loaded(driver, path))
    selected = driver.execute_script("return document.querySelector('.selected').dataset.id")
    if selected != "id:vdr-signalling":
        sys.exit(f"the page selected {selected!r}")
    return statistics.median(times[html]), statistics.median(times[svg])


def run() -> Iterator[Row]:
    if not shutil.which("chromium") or not shutil.which("chromedriver"):
        skip("explorer", "no Chromium or no driver (apt-get install chromium chromium-driver)")
        return
    if not find_spec("selenium"):
        skip("explorer", "no selenium (pip install -c constraints.txt -r tests/browser/requirements.txt)")
        return
    sys.path.insert(0, str(Path(__file__).parent.parent))
    from tests.browser.chromium import start

    graph = KnowledgeGraph.open()
    for name, what in (("the mechanism", "mechanism"), ("the whole graph", slices.whole(graph.store))):
        picture = graph.draw(what)
        with tempfile.TemporaryDirectory() as folder:
            svg, html = Path(folder, "drawn.svg"), Path(folder, "drawn.html")
            picture.save(svg)
            picture.save(html)
            size = html.stat().st_size / 1e6
            driver = start(Path(folder, "profile"))
            try:
                ours, bare = _measure(driver, svg, html)
            finally:
                driver.quit()
        yield Row(f"HTML page of {name}, size", "MB", size, "what was agreed on", 1.5, 1)
        yield Row(f"HTML page of {name}, first selection", "ms", ours, "the bare SVG, loaded", bare, 2)


if __name__ == "__main__":
    main(run)
