"""The command that writes the pages as files."""

from __future__ import annotations

import click

from calcigraph.cli.opened_graph import open_graph
from calcigraph.cli.progress import progress
from calcigraph.errors import BadArgument, Unavailable

_INSTALL = "pip install 'calcigraph[server]'"


def site(output: str, *, force: bool) -> None:
    """Write all pages as files."""
    if output == "-":
        raise BadArgument("a site is a folder of files, which standard output cannot take; name a folder with --output")
    try:
        from calcigraph.web.site import write_site
        from calcigraph.web.templating import environment

        environment()
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "calcigraph":
            raise
        raise Unavailable(f"the pages need the package {error.name}; install it with: {_INSTALL}") from None
    with progress("writing pages") as bar:
        written = write_site(open_graph().store, output, force=force, progress=bar.tick)
    size = f"{written.size / 1e6:,.0f} MB"
    click.echo(f"Wrote {written.files:,} files, {size}, to {output}; begin with index.html.".replace(",", " ", 1))
