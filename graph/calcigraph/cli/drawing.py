"""The command that draws."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeVar

import click

from calcigraph.cli.entry import NO, Group
from calcigraph.cli.interrupting import interruptible
from calcigraph.cli.shared import open_graph, path_filters

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph.graph import KnowledgeGraph

_Command = TypeVar("_Command", bound="Callable[..., Any]")
_FORMATS = ("svg", "png", "html", "dot", "mmd")


def _file_options(command: _Command) -> _Command:
    options: tuple[Callable[[Any], Any], ...] = (
        click.option(
            "--theme", type=click.Choice(("light", "dark")), default="light", show_default=True, help="Ground."
        ),
        click.option("--dpi", type=int, default=144, show_default=True, help="Dots per inch of a PNG, 36 to 600."),
        click.option("--force", is_flag=True, help="Replace the file where it is there already."),
        click.option("--format", "-f", "form", type=click.Choice(_FORMATS), help="Format, where FILE is -."),
        click.option(
            "--output", "-o", metavar="FILE", required=True, help="File to write: .svg, .png, .html, .dot, .mmd; or -."
        ),
    )
    for option in options:
        command = option(command)
    return command


def _write(
    what: str, *names: Any, output: str, form: str | None, force: bool, dpi: int, theme: str, **options: Any
) -> None:
    from pathlib import Path

    from calcigraph.errors import BadArgument
    from calcigraph.pictures.picture import format_of

    # What cannot be written is said before anything is drawn.
    found = (form or "svg") if output == "-" else format_of(output)
    if form and form != found:
        raise BadArgument(f"'{output}' ends in .{found}, and --format says {form}; leave --format out")
    if output != "-" and Path(output).exists() and not force:
        raise BadArgument(f"'{output}' is there already; replace it with --force")
    graph: KnowledgeGraph = open_graph()
    with interruptible():
        picture = graph.draw(what, *names, theme=theme, **options)
        if output != "-":
            picture.save(output, force=force, dpi=dpi)
            click.echo(f"Drew '{picture.title}' into {output}.")
        elif found == "png" and sys.stdout.isatty():
            raise BadArgument("a PNG is not for the terminal; send it into a file or a pipe")
        else:
            click.echo(picture.content(found, dpi=dpi), nl=False)
    if picture.empty:
        click.echo(f"Nothing to draw: {picture.note or 'no claim and no finding'}", err=True)
        sys.exit(NO)


@click.group("draw", cls=Group)
def draw() -> None:
    """Draw a picture: WHAT is mechanism, neighbourhood, pathways, what-if, claim, compare or forest.

    \b
    Examples:
      calcigraph draw mechanism -o mechanism.svg
      calcigraph draw neighbourhood MK7 --steps 2 -o mk7.png
      calcigraph draw pathways "vitamin K2" "arterial calcification" -o k2.svg --theme dark
      calcigraph draw what-if "vitamin D=high" warfarin=high -o both.svg
      calcigraph draw claim "vitamin K2 prevents arterial calcification" -o claim.html
      calcigraph draw forest "vitamin K2 decreases cardiovascular events" -o forest.svg
      calcigraph draw compare -o scenarios.svg
      calcigraph draw mechanism -o - -f mmd

    Exit code 1 when there is nothing to draw, such as no path; the picture says so too.
    """


@draw.command()
@_file_options
def mechanism(**file: Any) -> None:
    """Draw the whole network of single steps, by region of the body, on an A3 page."""
    _write("mechanism", **file)


@draw.command()
@click.argument("name")
@click.option("--steps", type=int, default=1, show_default=True, help="How far from it, 1 to 12.")
@_file_options
def neighbourhood(name: str, *, steps: int, **file: Any) -> None:
    """Draw what lies around an entity."""
    _write("neighbourhood", name, steps=steps, **file)


@draw.command()
@click.argument("source")
@click.argument("target")
@click.option("--max-length", "-l", type=int, default=8, show_default=True, help="Longest path in steps, 1 to 12.")
@path_filters
@click.option("--limit", "-n", type=int, default=10, show_default=True, help="How many paths, the shortest first.")
@_file_options
def pathways(source: str, target: str, **options: Any) -> None:
    """Draw the paths of mechanism from SOURCE to TARGET as one network."""
    _write("pathways", source, target, **options)


@draw.command("what-if")
@click.argument("interventions", nargs=-1, required=True, metavar="NAME=LEVEL...")
@_file_options
def what_if(interventions: tuple[str, ...], **file: Any) -> None:
    """Draw the mechanism, coloured by what rises, falls or stays undetermined; LEVEL is high, low or normal."""
    from calcigraph.cli.what_if import assignments

    _write("what-if", assignments(interventions), **file)


@draw.command()
@click.argument("claim", nargs=-1, required=True)
@_file_options
def claim(claim: tuple[str, ...], **file: Any) -> None:
    """Draw a CLAIM with who says so, what studies found, and the mechanism between its ends."""
    _write("claim", *claim, **file)


@draw.command()
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO...]")
@click.option("--observe", multiple=True, help="A factor to look at; repeat. Default: endpoints reached.")
@_file_options
def compare(scenarios: tuple[str, ...], *, observe: tuple[str, ...], **file: Any) -> None:
    """Draw scenarios side by side; SCENARIO is interventions joined by " + ", four common ones if there is none."""
    from calcigraph.cli.what_if import assignments

    named = {text.strip(): assignments(text.split(" + ")) for text in scenarios}
    _write("compare", named or None, observe=observe or None, **file)


@draw.command()
@click.argument("claim", nargs=-1, required=True)
@_file_options
def forest(claim: tuple[str, ...], **file: Any) -> None:
    """Draw the results of all studies on a CLAIM, with effect and interval; those without are listed below."""
    _write("forest", *claim, **file)
