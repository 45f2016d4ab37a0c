"""The commands that find and ask questions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from calcigraph.cli import render
from calcigraph.cli.entry import NO, WRONG_USE
from calcigraph.cli.shared import dump, format_option, open_graph
from calcigraph.errors import BadArgument, BadFile, BadParameter, UnclearQuestion

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from calcigraph.graph import KnowledgeGraph
    from calcigraph.questions.headers import Question
    from calcigraph.questions.interpretation import Understanding


@click.command()
@click.argument("words", nargs=-1)
@click.option("--output", "-o", metavar="FILE", help="Write Turtle into this file.")
@click.option("--force", is_flag=True, help="Replace the file where it is there already.")
@format_option(("table", "json", "turtle"))
def questions(words: tuple[str, ...], output: str | None, form: str, *, force: bool) -> None:
    """List the questions, or find them by WORDS.

    As Turtle they are SHACL executables, in the form of the SPARQL examples of SIB.

    \b
    Examples:
      calcigraph questions
      calcigraph questions warfarin safety
      calcigraph questions --format turtle --output questions.ttl
    """
    if output and form != "turtle":
        raise BadArgument(f"--output takes questions as Turtle; ask for --format turtle, not {form}")
    graph = open_graph()
    found = graph.questions.search(" ".join(words))
    if not found:
        click.echo(f"No question has the words: {' '.join(words)}. List all with: calcigraph questions", err=True)
        sys.exit(NO)
    if form == "turtle":
        text = graph.questions.turtle(" ".join(words))
        if output:
            _write(output, text, force=force)
            click.echo(f"Wrote {len(found)} questions to {output}.")
        else:
            click.echo(text, nl=False)
    elif form == "json":
        dump([_described(each) for each in found])
    else:
        size = max(len(each.id) for each in found)
        for each in found:
            render.say(f"{each.id:<{size}}  {each.question}", indent=min(size + 2, 20))


def _described(question: Question) -> dict[str, object]:
    return {
        "id": question.id,
        "title": question.title,
        "question": question.question,
        "description": question.description,
        "tags": list(question.tags),
        "parameters": {each.name: {"type": each.type, "default": each.default} for each in question.parameters},
    }


def _write(name: str, text: str, *, force: bool) -> None:
    from pathlib import Path

    from calcigraph.errors import shown
    from calcigraph.store.files import write_whole

    if Path(name).exists() and not force:
        raise BadFile(f"'{shown(name)}' is there already; replace it with --force")
    try:
        write_whole(name, text.encode())
    except OSError as error:
        raise BadFile(f"'{shown(name)}' cannot be written: {error.strerror or error}") from None


def _complete_question(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from calcigraph.store import files

    paths = (path for path in files.names("queries", ".rq") if not path.startswith("queries/qc/"))
    names = (path.rpartition("/")[2].removesuffix(".rq") for path in paths)
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


@click.command()
@click.argument("question", shell_complete=_complete_question)
@click.argument("parameters", nargs=-1)
@click.option("--unit", type=click.Choice(["iu", "ug", "mg"]), help="Give amounts in this unit where that is exact.")
@click.option("--allow-network", is_flag=True, help="Let questions with SERVICE reach other endpoints.")
@click.option("--explain", is_flag=True, help="Say first what is asked, and with which SPARQL.")
@click.option("--sparql", "only_query", is_flag=True, help="Print the SPARQL, to paste anywhere, and nothing else.")
@format_option(render.TABLE_FORMATS)
def ask(
    question: str,
    parameters: tuple[str, ...],
    unit: str | None,
    form: str,
    *,
    allow_network: bool,
    explain: bool,
    only_query: bool,
) -> None:
    """Answer a QUESTION: its id or plain text; PARAMETERS are name=value, or the value alone where there is one.

    \b
    Examples:
      calcigraph ask foods-that-supply nutrient=MK-7
      calcigraph ask "which foods supply menaquinone-7?"
      calcigraph ask effects-of "vitamin D" --format csv
      calcigraph ask reference-intakes "vitamin D" --unit iu
      calcigraph ask evidence-for claim:vitamin-k2-decreases-fracture-risk
      calcigraph ask forms-of "vitamin D" --sparql
    """
    graph = open_graph(allow_network=allow_network)
    given: dict[str, str] = {}
    understood = ""
    if graph.questions.is_text(question):
        reading = _understood(graph, question)
        reading = reading.given(_named(graph, reading.question, parameters))
        question, given, understood = reading.question, reading.parameters, reading.line
        click.echo(f"understood: {understood}", err=True)
    else:
        given = _named(graph, question, parameters)
    if only_query or explain:
        _explain(graph, question, given, whole=explain)
    if only_query:
        return
    table = graph.ask(question, **given)
    table.understood = understood
    if unit:
        from calcigraph.knowledge.amounts import in_unit

        table = in_unit(graph.store, table, unit)
    if form == "table":
        render.show_table(*table.for_people())
    else:
        click.echo(render.table_text(table, form), nl=False)
        # JSON holds them itself.
        for line in (table.safety, table.note) if form != "json" else ():
            if line:
                click.echo(line, err=True)
    if not len(table):
        sys.exit(NO)


def _explain(graph: KnowledgeGraph, question: str, given: dict[str, str], *, whole: bool) -> None:
    text = graph.questions.sparql(question, **given)
    if whole:
        asked = graph.questions[question]
        render.say(f"{asked.title}: {asked.question}")
        render.say(asked.description)
        click.echo()
    query = "\n".join(line for line in text.splitlines() if not line.startswith("#+"))
    click.echo(f"{query.strip()}\n" if whole else query.strip())


def _understood(graph: KnowledgeGraph, text: str) -> Understanding:
    """Read plain text, or leave the choice to the user: one line for each."""
    from calcigraph.errors import shown

    try:
        return graph.questions.read(text)
    except UnclearQuestion as error:
        if not error.choices:
            raise
        click.echo(
            f"calcigraph: not sure what '{shown(text)}' asks; choose one, or see 'calcigraph questions':", err=True
        )
        for each in error.choices:
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
