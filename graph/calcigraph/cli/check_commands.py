"""The command that checks a text."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from calcigraph.cli import render
from calcigraph.cli.entry import NO
from calcigraph.cli.opened_graph import open_graph
from calcigraph.cli.progress import progress
from calcigraph.errors import BadArgument
from calcigraph.store.inputs import read_file, read_standard_input
from calcigraph.store.outputs import check_places, write_file

if TYPE_CHECKING:
    from calcigraph.factcheck.checked import Checked
    from calcigraph.factcheck.documents import Document


def check(text: str, output: str | None, form: str, *, fail_on: str, force: bool, max_size: str, raw: bool) -> None:
    """Check a text: which sentences hold?"""
    from calcigraph.factcheck.documents import EXPECTED, document

    wanted = _outcomes(fail_on)
    if output:
        check_places([output], force=force)
    content = (
        read_standard_input(max_size=max_size) if text == "-" else read_file(text, expected=EXPECTED, max_size=max_size)
    )
    read = document(content, "standard input" if text == "-" else text)
    graph = open_graph()
    with progress("reading") as bar:
        checked = graph.checker.check_passages(
            read.passages(),
            name=read.name,
            tick=lambda passage: bar.tick(passage.places[-1][1], read.length),
        )
    made = _made(checked, read, form, raw=raw)
    if output:
        write_file(output, made.encode(), force=force)
        click.echo(f"{checked.summary}.", err=True)
    else:
        render.out(made)
    if checked.language or not checked.findings or checked.has(wanted):
        if not checked.language and not checked.findings:
            click.echo("The text makes no claim that the graph could judge.", err=True)
        sys.exit(NO)


def _outcomes(fail_on: str) -> list[str]:
    from calcigraph.factcheck.checked import OUTCOMES

    wanted = [each.strip() for each in fail_on.split(",") if each.strip()]
    wrong = next((each for each in wanted if each not in OUTCOMES), None)
    if wrong is not None:
        raise BadArgument(f"--fail-on: '{wrong}' is no outcome; expected some of {', '.join(OUTCOMES)}")
    return wanted


def _made(checked: Checked, read: Document, form: str, *, raw: bool) -> str:
    from calcigraph.factcheck import check_forms, check_page

    if form == "json":
        return check_forms.as_json(checked)
    if form == "csv":
        return check_forms.as_csv(checked, raw=raw)
    if form == "annotations":
        return check_forms.as_annotations(checked, read.text)
    if form == "markdown":
        return check_forms.as_markdown(checked)
    if form == "html":
        return check_page.as_page(checked, read.passages())
    from calcigraph.cli.check_text import as_text

    return as_text(checked)
