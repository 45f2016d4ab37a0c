"""The commands about the tool itself: the demonstration, what it can be asked, and completion."""

from __future__ import annotations

import click

from calcigraph.cli import render
from calcigraph.cli.opened_graph import open_graph
from calcigraph.errors import BadArgument


def demo() -> None:
    """Answer the main question."""
    from calcigraph.cli.demo import run

    run(open_graph())


def cite(form: str) -> None:
    """Say how to cite the graph."""
    from calcigraph.exports.citation import citation

    click.echo(citation(form))


def operations(form: str) -> None:
    """List what can be asked."""
    from calcigraph.cli.operations_text import print_operations
    from calcigraph.operations import table

    if form == "json":
        render.dump(table())
    else:
        print_operations()


def completion(shell: str) -> None:
    """Print the completion script for a shell."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:  # click knows the shells of the table
        raise BadArgument(f"no completion for '{shell}'")
    cli = click.get_current_context().find_root().command
    click.echo(kind(cli, {}, "calcigraph", "_CALCIGRAPH_COMPLETE").source())
