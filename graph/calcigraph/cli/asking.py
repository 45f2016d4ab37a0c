"""The commands that find and ask questions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from calcigraph.cli import render
from calcigraph.cli.common import dump, format_option, open_graph
from calcigraph.cli.entry import NO, WRONG_USE
from calcigraph.errors import BadArgument, BadParameter

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from calcigraph.graph import KnowledgeGraph


@click.command()
@click.argument("words", nargs=-1)
@format_option(("table", "json"))
def questions(words: tuple[str, ...], form: str) -> None:
    """List the questions, or find them by WORDS.

    \b
    Examples:
      calcigraph questions
      calcigraph questions warfarin safety
    """
    found = open_graph().questions.search(" ".join(words))
    if form == "json":
        dump(
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
    read: dict[str, str] = {}
    if question not in graph.questions and " " in question.strip():  # no id has a space
        question, read = _understood(graph, question)
    given = read | _named(graph, question, parameters)
    if only_query or explain:
        _explain(graph, question, given, whole=explain)
    if only_query:
        return
    table = graph.ask(question, **given)
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


def _explain(graph: KnowledgeGraph, question: str, given: dict[str, str], *, whole: bool) -> None:
    text = graph.questions.sparql(question, **given)
    if whole:
        asked = graph.questions[question]
        render.say(f"{asked.title}: {asked.question}")
        render.say(asked.description)
        click.echo()
    query = "\n".join(line for line in text.splitlines() if not line.startswith("#+"))
    click.echo(f"{query.strip()}\n" if whole else query.strip())


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
