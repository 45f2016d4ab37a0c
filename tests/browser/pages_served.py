"""The pages on an address of this machine, for a browser; and how to use them by keyboard."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from calcigraph.answers.answer import Answer
from calcigraph.errors import CalcigraphError
from calcigraph.web.routing import routes
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph import KnowledgeGraph
    from starlette.requests import Request

    from tests.browser.chromium import Browser

DESKTOP, PHONE = (1440, 900), (390, 844)


def application(kg: KnowledgeGraph) -> Starlette:
    """The pages, with an endpoint that does what the editor needs of one."""

    def answered(query: str, accept: str) -> Response:
        try:
            found = kg.sparql(query)
        except CalcigraphError as error:
            return JSONResponse({"title": "Bad query", "detail": str(error)}, 400)
        if isinstance(found, bool):
            return JSONResponse({"head": {}, "boolean": found})
        if not isinstance(found, Answer):
            return Response(found.serialize(format="turtle"), media_type="text/turtle")
        if "csv" in accept:
            return Response(found.csv(), media_type="text/csv")
        return Response(found.json(), media_type="application/sparql-results+json")

    async def sparql(request: Request) -> Response:
        given = parse_qs((await request.body()).decode()).get("query", [""])[0]
        return await run_in_threadpool(answered, given, request.headers.get("accept", ""))

    return Starlette(routes=[Route("/sparql", sparql, methods=["POST"]), *routes(kg)])


@contextmanager
def served(kg: KnowledgeGraph) -> Iterator[str]:
    """Serve the pages in a thread, on a port that is free."""
    import uvicorn

    config = uvicorn.Config(application(kg), host="127.0.0.1", port=0, log_level="error", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


class Reader:
    """Somebody in front of the pages.

    Args:
        browser: the browser.
        address: of the pages.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self.browser, self.address = browser, address

    def open(self, path: str, size: tuple[int, int] = DESKTOP, **features: str) -> Browser:
        """Open a page in a window of a size, with media features such as ``prefers_color_scheme``."""
        wide, high = size
        phone = size == PHONE
        page = self.browser
        page.command("Emulation.setDeviceMetricsOverride", width=wide, height=high, deviceScaleFactor=1, mobile=phone)
        page.command("Emulation.setTouchEmulationEnabled", enabled=phone)
        wanted = {"prefers_reduced_motion": "reduce", "prefers_color_scheme": "light"} | features
        pairs = [{"name": name.replace("_", "-"), "value": value} for name, value in wanted.items()]
        page.command("Emulation.setEmulatedMedia", features=pairs)
        page.driver.get("about:blank")
        for kind in ("performance", "browser"):
            page.driver.get_log(kind)
        page.driver.get(f"{self.address}{path}")
        self.settle()
        return page

    def settle(self) -> None:
        """Wait until the page is there with its scripts."""
        self.browser.until("return document.readyState === 'complete'")

    def tab_to(self, selector: str, most: int = 80) -> None:
        """Go on with Tab until an element has the focus."""
        for _ in range(most):
            if self.browser.run("return document.activeElement?.matches(arguments[0])", selector):
                return
            self.browser.press("TAB")
        raise AssertionError(f"no Tab leads to {selector}")

    def moved(self, keys: tuple[str, ...]) -> None:
        """Press keys that lead to another page, and wait for it."""
        self.browser.run("window.before = true")
        self.browser.press(*keys)
        self.browser.until("return !window.before && document.readyState === 'complete'")

    def violations(self, axe: str) -> list[Any]:
        """Run axe-core in the page, and list what it says of it."""
        page = self.browser
        page.command("Runtime.evaluate", expression=axe)
        found = page.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            "axe.run(document, {resultTypes: ['violations']}).then((found) => done(found.violations.map("
            "(each) => [each.id, each.impact, each.nodes.slice(0, 3).map((node) => node.target.join(' '))])));"
        )
        return list(found)
