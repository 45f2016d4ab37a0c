"""The pages as routes, for any application of Starlette."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from calcigraph.graph import KnowledgeGraph


def routes(kg: KnowledgeGraph) -> list[BaseRoute]:
    """List the routes of all pages.

    Args:
        kg: the opened graph; it is only read.

    Returns:
        Routes, the files of the pages under ``/static`` among them.

    Example:
        >>> routes(kg)[0].path
        '/static'
    """
    from starlette.routing import Mount
    from starlette.staticfiles import StaticFiles

    del kg
    return [Mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")]
