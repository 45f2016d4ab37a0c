"""One browser and one page of the whole mechanism for all tests in this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.chromium import Browser, start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from calcigraph import KnowledgeGraph


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start Chromium once."""
    driver = start(tmp_path_factory.mktemp("profile"))
    yield Browser(driver, tmp_path_factory.mktemp("pages"))
    driver.quit()


@pytest.fixture(scope="session")
def mechanism(kg: KnowledgeGraph, browser: Browser) -> Path:
    """Write the page of the mechanism once."""
    path = browser.folder / "mechanism.html"
    kg.draw("mechanism", file=path)
    return path
