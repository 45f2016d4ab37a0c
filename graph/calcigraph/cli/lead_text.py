"""What a page begins with, on one screen of a terminal."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from calcigraph.answers.screen import LINES, Lead, screen
from calcigraph.cli.render import width
from calcigraph.errors import visible

if TYPE_CHECKING:
    from calcigraph.knowledge.pages import Row
    from calcigraph.mechanism.leading import Led

_WIDEST = 100
_HEADS = ("Outcome", "Claimed", "How sure", "Studies", "Most people")
_NAMED = 8


def print_evidence_lead(page: Row, *, whole: bool) -> None:
    """Print what a claim comes to.

    Args:
        page: as ``page_leads.told_evidence`` gives it.
        whole: whether the rest of the page follows, so that nothing has to say where it is.
    """
    rows = len(page["results"]) + len(page["mechanism"]) + len(page["statements"])
    _say(page, page["reasons"] or _nothing(page), rows=0 if whole else rows)


def print_entity_lead(page: Row, *, whole: bool) -> None:
    """Print what an entity is, and the matrix of its effects.

    Args:
        page: as ``page_leads.told_entity`` gives it.
        whole: show every effect, for the rest of the page follows.
    """
    entity = page["entity"]
    others = entity["synonyms"][:_NAMED]
    called = f"Also called: {', '.join(others)}." if others else ""
    forms = f"Forms: {', '.join(row['label'] for row in page['forms'][:_NAMED])}." if page["forms"] else ""
    used = _say(page, [each for each in (called, forms) if each], rows=0)
    studied = [row for row in page["effects"] if row["studies"]]
    shown = page["effects"] if whole else studied
    room = LINES - used - 4
    if shown:
        lines = _matrix(shown if whole else shown[: max(room, 1)])
        click.echo()
        click.echo("\n".join(visible(line) for line in lines))
    if not whole:
        left = len(page["effects"]) - min(len(studied), max(room, 1)) if studied else len(page["effects"])
        more = f", {left} more effects" if left > 0 else ""
        click.echo(f"More: --all (the whole page{more})")


def print_mechanism_lead(found: Led, *, rows: int, whole: bool, note: str = "") -> None:
    """Print what an answer from the mechanism comes to.

    Args:
        found: pathways, an explanation, a what-if answer or a comparison.
        rows: how many rows the whole has.
        whole: whether the whole follows, so that nothing has to say where it is.
        note: the line to end with, where nothing follows.
    """
    columns = min(width(), _WIDEST)
    reasons = () if whole else found.reasons
    lead = Lead(found.warnings, found.sentence, found.level, reasons=reasons, rows=0 if whole else rows)
    last = [] if whole or not note else textwrap.wrap(note, columns)
    text = screen(lead, columns, lines=LINES - len(last), most=LINES)
    click.echo(visible("\n".join([text, *last, *([""] if whole else [])])))


def _say(page: Row, reasons: list[str], *, rows: int) -> int:
    """Print the lead, and count its lines."""
    whom = (*page.get("careful", ()), *((page["note"],) if page["note"] else ()))
    lead = Lead(
        tuple(page["warnings"]), page["sentence"], page.get("level", ""), reasons=tuple(reasons), whom=whom, rows=rows
    )
    text = screen(lead, min(width(), _WIDEST))
    click.echo(visible(text))
    return text.count("\n") + 1


def _nothing(page: Row) -> list[str]:
    return [] if page["mechanism"] else ["Nothing in the graph has studied this."]


def _matrix(rows: list[Row]) -> list[str]:
    """Effects in columns: direction, certainty, studies, and people of the largest."""
    cells = [
        (
            row["outcome"],
            row["direction"],
            row["level"].replace(" certainty", ""),
            str(row["studies"] or "none"),
            "" if row["largest"] is None else str(row["largest"]),
        )
        for row in rows
    ]
    sizes = [max(len(each[column]) for each in [_HEADS, *cells]) for column in range(len(_HEADS))]
    room = min(width(), _WIDEST) - sum(sizes[1:]) - 2 * (len(_HEADS) - 1)
    sizes[0] = max(min(sizes[0], room), len(_HEADS[0]))
    return [
        "  ".join(
            text.rjust(size) if column > 2 else textwrap.shorten(text, size, placeholder="...").ljust(size)
            for column, (text, size) in enumerate(zip(row, sizes, strict=True))
        ).rstrip()
        for row in [_HEADS, *cells]
    ]
