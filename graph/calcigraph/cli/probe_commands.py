"""The command that probes an endpoint or a store."""

from __future__ import annotations

import sys

import click

from calcigraph.cli import render
from calcigraph.cli.entry import NO
from calcigraph.cli.progress import progress


def probe(place: str, form: str, *, timeout: float, raw: bool) -> None:
    """Compare what a place answers with the bundled graph."""
    from calcigraph.curation.probing import SAME, probe_place
    from calcigraph.store.tables import Table
    from calcigraph.store.terms import Literal

    with progress("probing") as bar:
        found = probe_place(place, timeout, bar.tick)
    wrong = [each for each in found if each.outcome != SAME]
    columns = ("question", "outcome", "why")
    if form != "table":
        render.out(render.table_text(Table(columns, [tuple(map(Literal, each)) for each in found]), form, raw=raw))
    else:
        if wrong:
            render.show_table(Table(columns, [tuple(map(Literal, each)) for each in wrong]))
        click.echo(f"{len(found) - len(wrong)} of {len(found)} answers are the same.")
    if wrong:
        sys.exit(NO)
