"""The commands that draw, one for each kind of picture."""

from __future__ import annotations

import sys
from typing import Any

import click

from calcigraph.cli import render
from calcigraph.cli.entry import NO
from calcigraph.cli.interrupting import interruptible
from calcigraph.cli.opened_graph import open_graph
from calcigraph.operations import assignments


def story(**file: Any) -> None:
    """Draw where the calcium goes."""
    _write("story", **file)


def mechanism(**file: Any) -> None:
    """Draw the whole network of single steps."""
    _write("mechanism", **file)


def neighbourhood(name: str, **options: Any) -> None:
    """Draw what lies around an entity."""
    _write("neighbourhood", name, **options)


def pathways(source: str, target: str, **options: Any) -> None:
    """Draw paths of mechanism as one network."""
    _write("pathways", source, target, **options)


def what_if(interventions: tuple[str, ...], **file: Any) -> None:
    """Draw the mechanism, coloured by what moves."""
    _write("what-if", assignments.interventions(interventions), **file)


def claim(claim: tuple[str, ...], **file: Any) -> None:
    """Draw a claim with its evidence and its mechanism."""
    _write("claim", *claim, **file)


def compare(scenarios: tuple[str, ...], *, observe: tuple[str, ...], **file: Any) -> None:
    """Draw scenarios side by side."""
    _write("compare", assignments.scenarios(scenarios) or None, observe=observe or None, **file)


def forest(claim: tuple[str, ...], **file: Any) -> None:
    """Draw the results of all studies on a claim."""
    _write("forest", *claim, **file)


def funnel(claim: tuple[str, ...], **file: Any) -> None:
    """Draw the results on a claim by effect and standard error."""
    _write("funnel", *claim, **file)


def _write(
    what: str, *names: Any, output: str, form: str | None, force: bool, dpi: int, theme: str, **options: Any
) -> None:
    from calcigraph.errors import BadArgument
    from calcigraph.pictures.picture import format_of
    from calcigraph.store.outputs import check_places

    # What cannot be written is said before anything is drawn.
    found = (form or "svg") if output == "-" else format_of(output)
    if form and form != found:
        raise BadArgument(f"'{output}' ends in .{found}, and --format says {form}; leave --format out")
    if output != "-":
        check_places([output], force=force)
    with interruptible():
        picture = open_graph().draw(what, *names, theme=theme, **options)
        if output != "-":
            picture.save(output, force=force, dpi=dpi)
            click.echo(f"Drew '{picture.title}' into {output}.")
        elif found == "png" and sys.stdout.isatty():
            raise BadArgument("a PNG is not for the terminal; send it into a file or a pipe")
        else:
            render.out(picture.content(found, dpi=dpi))
    if picture.empty:
        click.echo(f"Nothing to draw: {picture.note or 'no claim and no result'}", err=True)
        sys.exit(NO)
