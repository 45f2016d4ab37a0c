"""The answer to a question asked by its id, on one screen: caution, sentence, and as many rows as there is room for."""

from __future__ import annotations

import io
import textwrap
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

import click

from calcigraph.answers.references import VERDICTS
from calcigraph.answers.screen import LINES, Lead, screen
from calcigraph.cli import render
from calcigraph.errors import visible
from calcigraph.store.tables import cell_text, python_value
from calcigraph.store.terms import Literal

if TYPE_CHECKING:
    from calcigraph.answers.answer import Answer
    from calcigraph.store.terms import Term

_WIDEST = 100
_GAP, _MARK = 3, 5  # between columns, and the mark beside a verdict
_CUT_FIRST, _CUT, _LEAST = 42, 26, 14
_SURE = ("answer", "status", "certainty")  # without them a row reads bolder than it is
_LEFT_OUT = ("pmid", "doi", "year", "title", "note", "sign", "negated", "harm")


class _Captured(io.StringIO):
    """What is printed, kept, as a terminal would show it where there is one."""

    terminal = False

    def isatty(self) -> bool:
        return self.terminal


def print_answer(answer: Answer, *, about: str, whole: bool) -> None:
    """Print an answer.

    Args:
        answer: the answer.
        about: the column that the sentence is about.
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
    narrow = _narrow(answer, about)
    for count in range(min(len(narrow), room), -1, -1):
        shown = _rows(narrow.with_rows(narrow.columns, narrow.terms[:count]), count, "") if count else ""
        if shown.count("\n") <= room:
            break
    click.echo(f"\n{shown}" if shown else "", nl=False)
    if count < len(answer) or len(narrow.columns) < len(answer.columns):
        click.echo(
            f"More: --all ({len(answer)} {'row' if len(answer) == 1 else 'rows'}, {len(answer.columns)} columns)"
        )
    for line in ("" if count else answer.safety, note):
        if line:
            render.say(line)


def _narrow(answer: Answer, about: str) -> Answer:
    """The columns that stand beside each other on a line, each of their rows once.

    The first is kept, then what says how sure it is, then what the sentence is about, then the others from the left; IRIs and
    numbers of articles are left out, and long text is cut.
    """
    names = answer.columns
    readable = [
        place
        for place, name in enumerate(names)
        if name not in _LEFT_OUT
        and any(row[place] is not None for row in answer.terms)
        and not any(type(row[place]).__name__ == "NamedNode" for row in answer.terms)
    ]
    sure = [place for place in readable if names[place] in _SURE]
    kept: dict[int, int] = {}  # column to its longest text
    room, first = render.width(), readable[:1]
    telling = [place for place in readable if names[place] == about]
    for place in dict.fromkeys([*first, *sure[:1], *telling, *sure, *readable]):
        beside = _GAP + (_MARK if names[place] in VERDICTS else 0)
        longest = _CUT_FIRST if place in first else _CUT
        if place in telling and room - beside >= _LEAST:
            longest = min(longest, room - beside)
        cells = [_cut(row[place], longest) for row in answer.terms]
        wide = max(len(names[place]), *(len(cell_text(python_value(cell))) for cell in cells)) + beside
        if wide <= room or not kept:
            kept[place] = longest
            room -= wide
    places = sorted(kept)
    rows = dict.fromkeys(tuple(_cut(row[place], kept[place]) for place in places) for row in answer.terms)
    return answer.with_rows([names[place] for place in places], list(rows))


def _cut(term: Term | None, longest: int) -> Term | None:
    text = cell_text(python_value(term))
    return term if len(text) <= longest else Literal(textwrap.shorten(text, longest, placeholder="..."))


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
