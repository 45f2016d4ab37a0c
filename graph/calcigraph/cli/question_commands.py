"""The commands that find and ask questions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from calcigraph.cli import render
from calcigraph.cli.entry import NO, WRONG_USE
from calcigraph.cli.opened_graph import open_graph
from calcigraph.errors import BadArgument, UnclearQuestion, visible
from calcigraph.operations import assignments

if TYPE_CHECKING:
    from typing import NoReturn

    from calcigraph.answers.asking import Questions
    from calcigraph.questions.interpretation import Understanding


def questions(words: tuple[str, ...], output: str | None, form: str, *, force: bool) -> None:
    """List the questions, or find them by words."""
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
            from calcigraph.store.outputs import write_file

            write_file(output, text.encode(), force=force)
            click.echo(f"Wrote {len(found)} questions to {output}.")
        else:
            render.out(text)
    elif form == "json":
        from calcigraph.answers.plain_values import of_question

        render.dump([of_question(each) for each in found])
    else:
        size = max(len(each.id) for each in found)
        for each in found:
            render.say(f"{each.id:<{size}}  {each.question}", indent=min(size + 2, 20))


def ask(
    question: str,
    parameters: tuple[str, ...],
    unit: str | None,
    form: str,
    *,
    allow_network: bool,
    rows: bool,
    explain: bool,
    only_query: bool,
    raw: bool,
) -> None:
    """Answer a question by its id or in plain words."""
    graph = open_graph(allow_network=allow_network)
    in_words = graph.questions.is_text(question) or (
        question not in graph.questions and "-" not in question and graph.questions.plain.hears(question)
    )
    if in_words and not (parameters or unit or explain or only_query):
        _in_words(graph.questions, question, form, rows=rows, raw=raw)
        return
    given: dict[str, str] = {}
    understood = ""
    if graph.questions.is_text(question):
        reading = _understood(graph.questions, question)
        reading = reading.given(_named(graph.questions, reading.question, parameters))
        question, given, understood = reading.question, reading.parameters, reading.line
        click.echo(f"understood: {understood}", err=True)
    else:
        given = _named(graph.questions, question, parameters)
    if only_query or explain:
        _explain(graph.questions, question, given, whole=explain)
    if only_query:
        return
    table = graph.ask(question, **given)
    table.understood = understood
    if unit:
        from calcigraph.knowledge.amounts import in_unit

        table = in_unit(graph.store, table, unit)
    if form == "table":
        from calcigraph.cli.answer_text import print_answer

        about = (graph.questions[question].sentence or {}).get("of", "")
        print_answer(table, about=about, whole=rows)
    else:
        render.out(render.table_text(table, form, raw=raw))
        # JSON holds them itself.
        for line in (table.safety, table.note) if form != "json" else ():
            if line:
                click.echo(visible(line), err=True)
    if not len(table):
        sys.exit(NO)


def _in_words(questions: Questions, text: str, form: str, *, rows: bool, raw: bool) -> None:
    """Answer plain words: on one screen, with all rows where they are asked for, or in a format with its cautions beside."""
    from calcigraph.answers.screen import screen

    try:
        answer = questions.ask(text)
    except UnclearQuestion as error:
        _ask_back(error)
    told = screen(answer, min(render.width(), 100))
    if form == "table":
        if told:
            click.echo(visible(told))
        if len(answer) and (rows or not answer.sentence):
            render.show_table(*answer.for_people())
    else:
        render.out(render.table_text(answer, form, raw=raw))
        for line in told.splitlines() if form != "json" else ():
            click.echo(visible(line), err=True)
    if answer.understood:
        click.echo(f"understood: {answer.understood}", err=True)
    if answer.state == "outside this graph" or not (answer.sentence or len(answer)):
        sys.exit(NO)


def _ask_back(error: UnclearQuestion) -> NoReturn:
    """Say what the words call for all the same, then what is missing or what there is to choose from."""
    from calcigraph.errors import shown

    for line in error.cautions:
        click.echo(line, err=True)
    if error.needs:
        click.echo(error.needs, err=True)
        for each in error.says:
            click.echo(f"  {each}", err=True)
        sys.exit(WRONG_USE)
    if not error.choices:
        raise UnclearQuestion(error.text)
    click.echo(
        f"calcigraph: not sure what '{shown(error.text)}' asks; choose one, or see 'calcigraph questions':", err=True
    )
    for choice in error.choices:
        click.echo(f"  {choice.command}", err=True)
    sys.exit(WRONG_USE)


def _explain(questions: Questions, question: str, given: dict[str, str], *, whole: bool) -> None:
    text = questions.sparql(question, **given)
    if whole:
        asked = questions[question]
        render.say(f"{asked.title}: {asked.question}")
        render.say(asked.description)
        click.echo()
    query = "\n".join(line for line in text.splitlines() if not line.startswith("#+"))
    click.echo(f"{query.strip()}\n" if whole else query.strip())


def _understood(questions: Questions, text: str) -> Understanding:
    """Read plain text, or leave the choice to the user: one line for each."""
    try:
        return questions.read(text)
    except UnclearQuestion as error:
        _ask_back(error)


def _named(questions: Questions, question: str, given: tuple[str, ...]) -> dict[str, str]:
    if question not in questions:
        return {}  # that the question is unknown is what the user has to hear
    return assignments.parameters(question, [each.name for each in questions[question].parameters], given)
