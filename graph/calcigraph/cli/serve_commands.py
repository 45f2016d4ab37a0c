"""The commands that let others ask: over HTTP, and as tools of an assistant."""

from __future__ import annotations

from typing import Any

import click

from calcigraph.cli.opened_graph import open_graph
from calcigraph.errors import Unavailable

_INSTALL = "pip install 'calcigraph[server]'"
_ASSISTANT = "pip install 'calcigraph[assistant]'"


def serve(data: str | None, max_size: str, **given: Any) -> None:
    """Answer over HTTP until a signal ends it."""
    try:
        from calcigraph.server.app import application, bare_application
        from calcigraph.server.listening import serve as listen
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "calcigraph":
            raise
        raise Unavailable(f"serving needs the package {error.name}; install it with: {_INSTALL}") from None
    from calcigraph.server.settings import Settings

    settings = Settings.of(**given)
    app = bare_application(data, settings, max_size=max_size) if data else application(open_graph(), settings)
    listen(app, settings, lambda address: click.echo(f"Serving {data or 'calcigraph'} at {address} (Ctrl-C ends it)."))


def mcp() -> None:
    """Answer an assistant until it closes standard input."""
    try:
        from calcigraph.assistant.protocol import server
        from calcigraph.assistant.stdio import run
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "calcigraph":
            raise
        raise Unavailable(
            f"tools for assistants need the package {(error.name or 'mcp').partition('.')[0]}; install it with: {_ASSISTANT}"
        ) from None
    run(server(open_graph()))
