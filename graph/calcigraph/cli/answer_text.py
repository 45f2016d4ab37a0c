"""The answer to a question asked by its id, on one screen: caution, sentence, and as many rows as there is room for."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

import click

from calcigraph.answers.screen import LINES, Lead, screen
from calcigraph.cli import render
from calcigraph.errors import visible

if TYPE_CHECKING:
    from calcigraph.answers.answer import Answer

_WIDEST = 100


class _Captured(io.StringIO):
    """What is printed, kept, as a terminal would show it where there is one."""

    terminal = False

    def isatty(self) -> bool:
        return self.terminal


def print_answer(answer: Answer, *, whole: bool) -> None:
    """Print an answer.

    Args:
        answer: the answer.
        whole: all its rows with all that is said below them, not only what fits one screen.
    """
    note = answer.note.removeprefix(answer.sentence).strip()
    first = screen(Lead(answer.cautions, answer.sentence, answer.level), min(render.width(), _WIDEST), lines=LINES)
    shown = _rows(answer, len(answer), note) if whole or not first else ""
    if first:
        click.echo(visible(first))
    if not len(answer):
        if note:
            render.say(note)
        return
    if shown:
        click.echo(f"\n{shown}" if first else shown, nl=False)
        return
    room = LINES - first.count("\n") - 3
    room -= -(-len(note) // render.width())
    for count in range(min(len(answer), room), -1, -1):
        shown = _rows(answer.with_rows(answer.columns, answer.terms[:count]), count, "") if count else ""
        if shown.count("\n") <= room:
            break
    click.echo(f"\n{shown}" if shown else "", nl=False)
    if count < len(answer):
        click.echo(f"More: --all ({len(answer)} {'row' if len(answer) == 1 else 'rows'})")
    for line in ("" if count else answer.safety, note):
        if line:
            render.say(line)


def _rows(answer: Answer, count: int, note: str) -> str:
    """Rows as the terminal shows them, with the references of those rows alone."""
    if not count:
        return ""
    table, lines = answer.for_people()
    table.note = note
    out = _Captured()
    out.terminal = render.on_terminal()
    with redirect_stdout(out):
        render.show_table(table, lines)
    return out.getvalue()
