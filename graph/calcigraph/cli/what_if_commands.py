"""The commands that press the mechanism: what-if, and scenarios side by side."""

from __future__ import annotations

import sys

from calcigraph.cli import render
from calcigraph.cli.entry import NO
from calcigraph.cli.opened_graph import open_graph
from calcigraph.cli.progress import progress
from calcigraph.mechanism.whatif.said import STILL
from calcigraph.operations import assignments


def what_if(
    interventions: tuple[str, ...],
    *,
    observe: tuple[str, ...],
    strengths: tuple[str, ...],
    why: bool,
    samples: int,
    seed: int,
    state: str,
    rows: bool,
    form: str,
) -> None:
    """Press factors of the mechanism, and say what moves."""
    from calcigraph.answers.plain_values import NOTE, of_what_if
    from calcigraph.cli.lead_text import print_mechanism_lead
    from calcigraph.cli.what_if_text import print_what_if

    pressed = assignments.interventions(interventions)
    assumed = assignments.strengths(strengths)
    with progress("pressing the mechanism"):
        graph = open_graph()
        found = graph.what_if(pressed, observe or None, samples=samples, seed=seed, strengths=assumed, state=state)
    if form == "json":
        render.dump(of_what_if(found))
    else:
        print_mechanism_lead(found, rows=len(found.responses), whole=rows or why, note=NOTE)
        if rows or why:
            print_what_if(found, NOTE, why=why)
    if not any(each.answer not in STILL for each in found.responses):
        sys.exit(NO)


def compare(
    scenarios: tuple[str, ...],
    *,
    observe: tuple[str, ...],
    differing: bool,
    samples: int,
    seed: int,
    state: str,
    rows: bool,
    form: str,
    raw: bool,
) -> None:
    """Put what-if scenarios side by side."""
    from calcigraph.answers.plain_values import NOTE, of_what_if
    from calcigraph.cli.lead_text import print_mechanism_lead
    from calcigraph.cli.what_if_text import comparison_table, print_comparison

    named = assignments.scenarios(scenarios)
    with progress("pressing the mechanism"):
        graph = open_graph()
        found = graph.compare(named, observe or None, samples=samples, seed=seed, state=state)
    if form == "json":
        render.dump(of_what_if(found))
    elif form == "table":
        print_mechanism_lead(found, rows=len(found.rows), whole=rows or differing, note=NOTE)
        if rows or differing:
            print_comparison(found, NOTE, differing=differing)
    else:
        render.out(render.table_text(comparison_table(found, differing=differing), form, raw=raw))
    if not any(each.answer not in STILL for _, cells in found.rows for each in cells):
        sys.exit(NO)
