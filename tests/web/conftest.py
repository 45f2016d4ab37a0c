"""One client of the pages for all tests in this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.served_pages import client

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph
    from starlette.testclient import TestClient


@pytest.fixture(scope="session")
def web(kg: KnowledgeGraph) -> TestClient:
    """Ask for pages in this process."""
    return client(kg)
