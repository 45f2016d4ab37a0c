"""The commands of ``calcigraph``: they parse, call the Python API and print.

Exit codes: 0 yes, 1 the honest answer is no, 2 wrong use, 3 something is unavailable, 130 interrupted.
"""

from __future__ import annotations

import json
import sys

import click

from calcigraph._version import __version__
from calcigraph.cli import asking, curation, drawing, exporting, marking, render
from calcigraph.cli import looking_up as reading
from calcigraph.cli import what_if as scenarios
from calcigraph.cli.entry import NO, Group, run
from calcigraph.cli.shared import dump, format_option, open_graph
from calcigraph.errors import BadArgument, BadFile
from calcigraph.store.limits import MEMORY, TIMEOUT


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="calcigraph %(version)s")
def cli() -> None:
    """Where does the calcium go? Ask the graph of vitamin D, vitamin K2 and calcium.

    \b
    Examples:
      calcigraph demo
      calcigraph questions foods
      calcigraph ask foods-that-supply MK-7
      calcigraph pathways "vitamin K2" "arterial calcification"
      calcigraph evidence "vitamin K2 prevents arterial calcification"

    Exit codes: 0 yes, 1 the honest answer is no (nothing found, false, does not conform), 2 wrong use,
    3 something is unavailable, 130 interrupted.
    """


for _command in (
    asking.ask,
    asking.questions,
    curation.build,
    curation.coverage,
    drawing.draw,
    exporting.export,
    exporting.import_,
    marking.entities,
    reading.evidence,
    reading.explain,
    reading.pathways,
    reading.show,
    scenarios.compare,
    scenarios.what_if,
):
    cli.add_command(_command)


@cli.command()
@format_option(("table", "json"))
def info(form: str) -> None:
    """Say what the graph holds.

    \b
    Example:
      calcigraph info --format json
    """
    counts = open_graph().info() | {"version": __version__}
    if form == "json":
        dump(counts)
        return
    for name, count in counts.items():
        click.echo(f"{name:<16} {count}")


@cli.command()
@click.argument("query")
@click.option("--allow-network", is_flag=True, help="Let SERVICE reach other endpoints.")
@click.option("--timeout", type=float, default=TIMEOUT, show_default=True, help="Seconds it may take; 0 for no limit.")
@click.option("--memory", default=MEMORY, show_default=True, help="Memory it may take; 0 for no limit.")
@format_option(("table", "csv", "json", "markdown", *render.GRAPH_FORMATS), "table")
def sparql(query: str, form: str, *, allow_network: bool, timeout: float, memory: str) -> None:
    """Answer a SPARQL QUERY: its text, the name of an .rq file, or - for standard input.

    \b
    Examples:
      calcigraph sparql 'SELECT ?label { id:mk-7 skos:altLabel ?label }'
      calcigraph sparql my-query.rq --format csv
      echo 'DESCRIBE id:mk-7' | calcigraph sparql - --format turtle
    """
    from calcigraph.store.tables import Table

    found = open_graph(allow_network=allow_network).sparql(_query_text(query), timeout=timeout, memory=memory)
    if isinstance(found, bool):
        click.echo(json.dumps({"head": {}, "boolean": found}) if form == "json" else str(found).lower())
        if not found:
            sys.exit(NO)
        return
    if isinstance(found, Table):
        if form in render.GRAPH_FORMATS:
            raise BadArgument(f"a SELECT query gives a table, not {form}; use {', '.join(render.TABLE_FORMATS)}")
        if form == "table":
            render.show_table(found)
        else:
            click.echo(render.table_text(found, form), nl=False)
    else:
        if form in ("csv", "json", "markdown"):
            raise BadArgument(f"this query gives a graph, not {form}; use {', '.join(render.GRAPH_FORMATS)}")
        click.echo(render.graph_text(found, "turtle" if form == "table" else form), nl=False)
    if not len(found):
        sys.exit(NO)


def _query_text(query: str) -> str:
    if query == "-":
        try:
            return sys.stdin.read()
        except UnicodeDecodeError:
            raise BadFile("cannot read standard input: it is not UTF-8 text") from None
    if query.endswith(".rq"):
        from pathlib import Path

        try:
            return Path(query).read_text(encoding="utf-8")
        except OSError as error:
            raise BadFile(f"cannot read '{query}': {error.strerror}") from None
        except UnicodeDecodeError:
            raise BadFile(f"cannot read '{query}': it is not UTF-8 text") from None
    return query


@cli.command()
@click.argument("files", nargs=-1)
@format_option(("table", "turtle", "json"))
def validate(files: tuple[str, ...], form: str) -> None:
    """Check the graph, or Turtle FILES joined to it, against the shapes; exit code 1 when it does not conform.

    \b
    Examples:
      calcigraph validate
      calcigraph validate my-claims.ttl --format turtle
    """
    report = open_graph().validate(files)
    if form == "turtle":
        click.echo(report.turtle(), nl=False)
    elif form == "json":
        click.echo(report.json(), nl=False)
    else:
        for line in report.lines():
            render.say(line)
        count = len(report.violations)
        found = "conforms" if report.conforms else f"does not conform: {count} violation{'s' if count != 1 else ''}"
        click.echo(f"The graph {found}.")
    if not report.conforms:
        sys.exit(NO)


@cli.command()
def demo() -> None:
    """Answer the main question: where does the calcium go?"""
    from calcigraph.cli.demo import run

    run(open_graph())


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a SHELL.

    \b
    Example:
      eval "$(calcigraph completion bash)"
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:  # click knows the three shells of the choice above
        raise BadArgument(f"no completion for '{shell}'; known: bash, zsh, fish")
    click.echo(kind(cli, {}, "calcigraph", "_CALCIGRAPH_COMPLETE").source())


def main() -> None:
    """Run the command line.

    Raises:
        SystemExit: always, with the exit code.
    """
    run(cli)
