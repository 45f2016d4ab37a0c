"""The pages that answer: the first page, what-if, checking, the explorer, the mechanism, SPARQL; as routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

    from calcigraph.graph import KnowledgeGraph


def routes(kg: KnowledgeGraph) -> list[BaseRoute]:
    """List the routes of the pages that answer.

    Args:
        kg: the opened graph; it is only read.

    Returns:
        Routes, none below an address of another.

    Example:
        >>> sorted({route.path for route in routes(kg)})[:4]
        ['/', '/check', '/explore', '/mechanism']
    """
    from calcigraph.web import (
        asking_page,
        checking_page,
        claim_table,
        mechanism_page,
        query_page,
        what_if_page,
        yasgui_page,
    )

    return [
        *asking_page.routes(kg.store, kg.ask, kg.check),
        *checking_page.routes(kg.check),
        *what_if_page.routes(kg.store, kg.what_if, kg.draw),
        *claim_table.routes(kg.store),
        *mechanism_page.routes(kg.store),
        *query_page.routes(kg.store),
        *yasgui_page.routes(),
    ]
