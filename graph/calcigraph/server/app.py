"""The application: which routes there are, and what starts and ends with it."""

from __future__ import annotations

import contextlib
from importlib.util import find_spec
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware

from calcigraph.server import api_routes, sparql_routes
from calcigraph.server.protection import LOOPBACK, Log, Protection, Rules
from calcigraph.server.service_description import Described, described_graph
from calcigraph.server.sparql_protocol import LONGEST
from calcigraph.server.sparql_routes import Endpoint
from calcigraph.store.rdf_files import engine_of
from calcigraph.web import living, routing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager

    from starlette.routing import BaseRoute

    from calcigraph.graph import KnowledgeGraph
    from calcigraph.server.settings import Settings


def application(kg: KnowledgeGraph, settings: Settings) -> Starlette:
    """Make what answers over HTTP for the graph: SPARQL endpoint, JSON API and pages.

    Args:
        kg: the opened graph; it is only read.
        settings: how it is served.

    Returns:
        The application, which any server for ASGI runs.

    Example:
        >>> from calcigraph.server.settings import Settings
        >>> type(application(kg, Settings.of())).__name__
        'Starlette'
    """
    described = kg.store.once(described_graph)
    endpoint = Endpoint(described, described.dump, settings)
    pages = [*api_routes.routes(kg), *living.routes(kg), *routing.routes(kg)]
    if find_spec("mcp") is None:
        return _application(endpoint, settings, pages)
    from calcigraph.assistant.http import Mounted

    tools = Mounted(kg, _hosts(settings))
    return _application(endpoint, settings, [*tools.routes, *pages], tools.running)


def bare_application(path: str, settings: Settings, *, max_size: str) -> Starlette:
    """Make what answers SPARQL over any RDF, and nothing else.

    Args:
        path: the file; its suffix says the syntax.
        settings: how it is served.
        max_size: how large the file may be.

    Returns:
        The application.

    Raises:
        BadFile: it cannot be read.

    Example:
        >>> from calcigraph.server.settings import Settings
        >>> bare_application("data.txt", Settings.of(), max_size="1GB")
        Traceback (most recent call last):
        calcigraph.errors.BadFile: 'data.txt' is of no syntax of RDF; it ends in one of .ttl, .nt, .nq, .trig, .rdf, ...
    """
    described = Described(engine_of(path, max_size=max_size))
    return _application(Endpoint(described, described.dump, settings, bare=True), settings, [])


def _application(
    endpoint: Endpoint,
    settings: Settings,
    routes: list[BaseRoute],
    beside: Callable[[], AbstractAsyncContextManager[None]] = contextlib.nullcontext,
) -> Starlette:
    """Put routes together behind the protection; ``beside`` runs as long as they do."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await endpoint.pool.start()
        async with beside():
            yield
        endpoint.pool.close()

    rules = Rules(hosts=_hosts(settings), bodies={"/sparql": LONGEST}, log=Log())
    return Starlette(
        routes=[*sparql_routes.routes(endpoint), *routes],
        middleware=[Middleware(Protection, rules=rules)],
        lifespan=lifespan,
    )


def _hosts(settings: Settings) -> tuple[str, ...]:
    own = f"[{settings.host}]" if ":" in settings.host else settings.host
    return (*LOOPBACK, own, *settings.allow_host)
