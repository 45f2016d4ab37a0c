"""The tools over HTTP, at ``/mcp`` of the server: streamable HTTP without sessions."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from calcigraph.assistant.protocol import server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from starlette.routing import BaseRoute

    from calcigraph.graph import KnowledgeGraph


class Mounted:
    """The tools as routes, and what has to run while they are asked.

    Args:
        kg: the opened graph.
        hosts: names under which they may be asked, without ports.

    Attributes:
        routes: for the application that holds them.

    Example:
        >>> Mounted(kg, ["localhost"]).routes[0].path
        '/mcp'
    """

    def __init__(self, kg: KnowledgeGraph, hosts: Sequence[str]) -> None:
        from mcp.server.transport_security import TransportSecuritySettings

        self._made = server(kg)
        places = [*hosts, *(f"{host}:*" for host in hosts)]
        security = TransportSecuritySettings(
            enable_dns_rebinding_protection=True,
            allowed_hosts=places,
            allowed_origins=[f"{scheme}://{place}" for scheme in ("http", "https") for place in places],
        )
        app = self._made.streamable_http_app(json_response=True, stateless_http=True, transport_security=security)
        self.routes: list[BaseRoute] = list(app.routes)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run what answers; the application does so as long as it lives."""
        async with self._made.session_manager.run():
            yield
