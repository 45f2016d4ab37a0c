"""The commands of ``calcigraph``: they parse, call the Python API and print.

Exit codes: 0 yes, 1 the honest answer is no, 2 wrong use, 3 something is unavailable.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any, TypeVar

import click

from calcigraph import __version__
from calcigraph.cli import render
from calcigraph.cli.entry import NO, WRONG_USE, Group, run
from calcigraph.errors import BadArgument, BadFile, BadParameter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click.shell_completion import CompletionItem

    from calcigraph.graph import KnowledgeGraph

_Command = TypeVar("_Command", bound="Callable[..., Any]")


def _open(**options: Any) -> KnowledgeGraph:
    from calcigraph.graph import KnowledgeGraph

    return KnowledgeGraph.open(**options)


def _format(choices: Sequence[str], default: str | None = None) -> Callable[[_Command], _Command]:
    return click.option(
        "--format",
        "-f",
        "form",
        type=click.Choice(choices),
        default=default or choices[0],
        show_default=True,
        help="How to write the answer.",
    )


def _dump(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


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
    3 something is unavailable.
    """


@cli.command()
@_format(("table", "json"))
def info(form: str) -> None:
    """Say what the graph holds.

    \b
    Example:
      calcigraph info --format json
    """
    counts = _open().info() | {"version": __version__}
    if form == "json":
        _dump(counts)
        return
    for name, count in counts.items():
        click.echo(f"{name:<16} {count}")


@cli.command()
@click.argument("words", nargs=-1)
@_format(("table", "json"))
def questions(words: tuple[str, ...], form: str) -> None:
    """List the questions, or find them by WORDS.

    \b
    Examples:
      calcigraph questions
      calcigraph questions warfarin safety
    """
    found = _open().questions.search(" ".join(words))
    if form == "json":
        _dump(
            [
                {
                    "id": each.id,
                    "title": each.title,
                    "question": each.question,
                    "description": each.description,
                    "tags": list(each.tags),
                    "parameters": {p.name: {"type": p.type, "default": p.default} for p in each.parameters},
                }
                for each in found
            ]
        )
    else:
        size = max((len(each.id) for each in found), default=0)
        for each in found:
            render.say(f"{each.id:<{size}}  {each.question}", indent=min(size + 2, 20))
    if not found:
        click.echo(f"No question has the words: {' '.join(words)}. List all with: calcigraph questions", err=True)
        sys.exit(NO)


def _complete_question(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from calcigraph import files

    paths = (path for path in files.names("queries", ".rq") if not path.startswith("queries/qc/"))
    names = (path.rpartition("/")[2].removesuffix(".rq") for path in paths)
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


@cli.command()
@click.argument("question", shell_complete=_complete_question)
@click.argument("parameters", nargs=-1)
@click.option("--unit", type=click.Choice(["iu", "ug", "mg"]), help="Give amounts in this unit where that is exact.")
@click.option("--allow-network", is_flag=True, help="Let questions with SERVICE reach other endpoints.")
@_format(render.TABLE_FORMATS)
def ask(question: str, parameters: tuple[str, ...], unit: str | None, form: str, *, allow_network: bool) -> None:
    """Answer a QUESTION: its id or plain text; PARAMETERS are name=value, or the value alone where there is one.

    \b
    Examples:
      calcigraph ask foods-that-supply nutrient=MK-7
      calcigraph ask "which foods supply menaquinone-7?"
      calcigraph ask effects-of "vitamin D" --format csv
      calcigraph ask reference-intakes "vitamin D" --unit iu
      calcigraph ask evidence-for claim:vitamin-k2-decreases-fracture-risk
    """
    graph = _open(allow_network=allow_network)
    read: dict[str, str] = {}
    if question not in graph.questions and " " in question.strip():  # no id has a space
        question, read = _understood(graph, question)
    table = graph.ask(question, **(read | _named(graph, question, parameters)))
    if unit:
        from calcigraph.units import in_unit

        table = in_unit(graph, table, unit)
    if form == "table":
        from calcigraph.references import for_people

        render.show_table(*for_people(graph, table))
    else:
        click.echo(render.table_text(table, form), nl=False)
        if table.note and form != "json":
            click.echo(table.note, err=True)
    if not len(table):
        sys.exit(NO)


def _understood(graph: KnowledgeGraph, text: str) -> tuple[str, dict[str, str]]:
    """Read plain text; say how it was understood, or leave the choice to the user."""
    from calcigraph.errors import shown

    found = graph.questions.understand(text)
    if found.sure:
        click.echo(f"understood: {found.line}", err=True)
        return found.question, found.parameters
    if not found.choices:
        raise BadArgument(f"no question fits '{shown(text)}'; find one with: calcigraph questions WORDS")
    click.echo(f"calcigraph: not sure what '{shown(text)}' asks; choose one, or see 'calcigraph questions':", err=True)
    for each in found.choices:
        click.echo(f"  {each.command}", err=True)
    sys.exit(WRONG_USE)


def _named(graph: KnowledgeGraph, question: str, given: tuple[str, ...]) -> dict[str, str]:
    if question not in graph.questions:
        return {}  # that the question is unknown is what the user has to hear
    names = [each.name for each in graph.questions[question].parameters]
    found: dict[str, str] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if equals and (name.isidentifier() or name in names):
            found[name] = value
        elif len(names) == 1 and names[0] not in found:
            found[names[0]] = each
        elif names:
            raise BadParameter(
                f"'{each}' is not of the form name=value; question '{question}' takes: {', '.join(names)}"
            )
        else:
            raise BadParameter(f"question '{question}' takes no parameter, but got '{each}'")
    return found


@cli.command()
@click.argument("query")
@click.option("--allow-network", is_flag=True, help="Let SERVICE reach other endpoints.")
@_format(("table", "csv", "json", "markdown", *render.GRAPH_FORMATS), "table")
def sparql(query: str, form: str, *, allow_network: bool) -> None:
    """Answer a SPARQL QUERY: its text, the name of an .rq file, or - for standard input.

    \b
    Examples:
      calcigraph sparql 'SELECT ?label { id:mk-7 skos:altLabel ?label }'
      calcigraph sparql my-query.rq --format csv
      echo 'DESCRIBE id:mk-7' | calcigraph sparql - --format turtle
    """
    from calcigraph.tables import Table

    found = _open(allow_network=allow_network).sparql(_query_text(query))
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
@click.argument("name")
@_format((*render.PAGE_FORMATS, "turtle"))
def show(name: str, form: str) -> None:
    """Show the page on an entity: NAME is a label, a synonym, a CURIE or an IRI.

    \b
    Examples:
      calcigraph show MK7
      calcigraph show CHEBI:16374 --format json
    """
    from calcigraph.cli.text import print_entity
    from calcigraph.pages import entity_page

    graph = _open()
    if form == "turtle":
        iri = graph.entities.iri(name)
        click.echo(render.graph_text(graph.sparql(f"DESCRIBE <{iri}>"), "turtle"), nl=False)  # type: ignore[arg-type]
        return
    page = entity_page(graph, name)
    if form == "json":
        _dump(page)
    else:
        print_entity(page)


@cli.command()
@click.argument("claim")
@_format(render.PAGE_FORMATS)
def evidence(claim: str, form: str) -> None:
    """Show the page on a CLAIM: its verdict with reasons, every finding, and who asserts it how boldly.

    \b
    Examples:
      calcigraph evidence "vitamin K2 prevents arterial calcification"
      calcigraph evidence claim:vitamin-d-decreases-fracture-risk --format json
    """
    from calcigraph.cli.text import print_evidence
    from calcigraph.pages import evidence_page

    page = evidence_page(_open(), claim)
    if form == "json":
        _dump(page)
    else:
        print_evidence(page)


@cli.command()
@click.argument("source")
@click.argument("target")
@click.option("--max-length", "-l", type=int, default=8, show_default=True, help="Longest path in steps, 1 to 12.")
@click.option("--sign", type=click.Choice(["+", "-"]), help="Only paths that raise (+) or lower (-) the target.")
@click.option("--limit", "-n", type=int, default=10, show_default=True, help="How many paths to show.")
@_format(("table", "csv", "json", "markdown"))
def pathways(source: str, target: str, *, max_length: int, sign: str | None, limit: int, form: str) -> None:
    """Find signed paths of mechanism from SOURCE to TARGET.

    \b
    Examples:
      calcigraph pathways "vitamin D" "serum calcium"
      calcigraph pathways warfarin "arterial calcification" --sign + --format json
    """
    from calcigraph.cli.text import pathways_table, print_pathways

    number = {"+": 1, "-": -1, None: None}[sign]
    found = _open().pathways(source, target, max_length=max_length, sign=number, limit=limit)
    if form == "json":
        _dump(found.as_dict())
    elif form == "table":
        print_pathways(found)
    else:
        click.echo(render.table_text(pathways_table(found), form), nl=False)
    if found.code != "found":
        sys.exit(NO)


@cli.command()
@click.argument("files", nargs=-1)
@_format(("table", "turtle", "json"))
def validate(files: tuple[str, ...], form: str) -> None:
    """Check the graph, or Turtle FILES joined to it, against the shapes; exit code 1 when it does not conform.

    \b
    Examples:
      calcigraph validate
      calcigraph validate my-claims.ttl --format turtle
    """
    report = _open().validate(files)
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

    run(_open())


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


# The commands of a curator have a module of their own; it needs the group above, so it comes last.
from calcigraph.cli import curation  # noqa: E402

cli.add_command(curation.coverage)
cli.add_command(curation.build)
