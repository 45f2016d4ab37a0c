"""What-if answers as text for a person."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from calcigraph.cli.page_text import Page
from calcigraph.mechanism.whatif.said import WORDS
from calcigraph.store.tables import Table

if TYPE_CHECKING:
    from calcigraph.mechanism.whatif.responses import Comparison, Response, WhatIf

_KINDS = {
    "clinical": "Clinical outcomes",
    "surrogate": "Surrogate endpoints",
    "biomarker": "Biomarkers",
    "mechanism": "Steps of mechanism",
}
_MARKS = {"increase": "+", "decrease": "-", "no effect": "=", "no route": ".", "undetermined": "?"}


def print_what_if(found: WhatIf, note: str, *, why: bool) -> None:
    """Print a what-if answer: a line for the mechanism and one for the trials on each factor.

    Args:
        found: the answer.
        note: the line to end with.
        why: show the routes of every answer.
    """
    out = Page()
    out.line(found.summary, indent=0)
    for kind, responses in groupby(found.responses, key=lambda each: each.kind):
        out.heading(_KINDS[kind])
        for each in responses:
            _print_response(out, each, why=why)
    if why:
        share = f"an answer needs {found.agreement:.0%} of them"
        out.line(f"{found.members} of {found.samples} members come to rest; {share}.", indent=0)
    out.note(note)


def _print_response(out: Page, each: Response, *, why: bool) -> None:
    verdict = each.observed[0].claim.verdict if each.observed and each.observed[0].studied else ""
    out.line(each.sentence.replace(f"trials: {verdict}: ", "trials: "), verdict=verdict, mark=f"{_MARKS[each.answer]} ")
    if each.limited_by and (why or each.answer != "undetermined"):
        out.line(f"decided by a limiting input: {each.limited_by.label}", indent=4)
    if each.with_unsure != each.answer:
        out.line(f"with steps that are not sure too: {WORDS[each.with_unsure]}", indent=4)
    if why or each.answer == "undetermined":
        for route in each.routes:
            effect = "raises it" if route.sign > 0 else "lowers it"
            out.line(f"{effect}: {route.text}", indent=4)
            out.line(f"weakest link: {route.weakest.label}", verdict=route.weakest.verdict, indent=6)
    if each.answer == "undetermined":
        out.line(
            f"would be settled by the strength of: {each.settles.text}"
            if each.settles
            else "no single influence would settle it",
            indent=4,
        )


def print_comparison(found: Comparison, note: str, *, differing: bool) -> None:
    """Print scenarios side by side, and where they part why.

    Args:
        found: the comparison.
        note: the line to end with.
        differing: leave out the rows in which all agree.
    """
    out = Page()
    letters = [chr(ord("A") + index) for index in range(len(found.scenarios))]
    for letter, name in zip(letters, found.scenarios, strict=True):
        out.line(f"{letter}  {name}", indent=0)
    out.line("+ rises, - falls, = no effect, . no route (which says nothing), ? undetermined", indent=0)
    rows = found.differing if differing else found.rows
    wide = max((len(label) for label, _ in rows), default=0)
    for kind, group in groupby(rows, key=lambda row: row[1][0].kind):
        out.heading(_KINDS[kind])
        for label, cells in group:
            marks = "  ".join(f"{letter} {_MARKS[each.answer]}" for letter, each in zip(letters, cells, strict=True))
            out.line(f"{label.ljust(wide, '.')}  {marks}")
            if len({each.answer for each in cells}) > 1:
                reasons: dict[str, list[str]] = {}
                for letter, each in zip(letters, cells, strict=True):
                    reasons.setdefault(_reason(each), []).append(letter)
                for reason, those in reasons.items():
                    if reason:
                        out.line(f"{', '.join(those)}: {reason}", indent=6)
    if not rows:
        out.line("The scenarios agree in every factor." if found.rows else "Nothing that was asked for changes.")
    out.note(note)


def _reason(each: Response) -> str:
    """Why a response is as it is, in one line."""
    if each.answer in ("no effect", "no route"):
        return ""
    if each.answer == "undetermined":
        return f"settled by {each.settles.claim.label}" if each.settles else "no single influence settles it"
    text = f"{WORDS[each.answer]} by {each.routes[0].text}" if each.routes else WORDS[each.answer]
    return f"{text}; decided by the limiting input of: {each.limited_by.label}" if each.limited_by else text


def comparison_table(found: Comparison, *, differing: bool) -> Table:
    """Turn a comparison into a table.

    Args:
        found: the comparison.
        differing: leave out the rows in which all agree.

    Returns:
        One row per factor: its label, its kind, and for each scenario answer, agreement and what the trials saw.
    """
    from calcigraph.store.terms import Literal

    columns = ["factor", "kind"]
    for name in found.scenarios:
        columns += [name, f"{name}: agreement", f"{name}: trials"]
    rows = []
    for label, cells in found.differing if differing else found.rows:
        row: list[str | float] = [label, cells[0].kind]
        for each in cells:
            row += [each.answer, round(each.agreement, 4), each.trials]
        rows.append(tuple(Literal(value) for value in row))
    return Table(tuple(columns), rows, title="What-if scenarios")
