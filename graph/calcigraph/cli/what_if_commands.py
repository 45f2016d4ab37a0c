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
    form: str,
) -> None:
    """Press factors of the mechanism, and say what moves."""
    from calcigraph.answers import plain_values
    from calcigraph.cli.lead_text import print_cautions
    from calcigraph.cli.what_if_text import print_what_if

    pressed = assignments.interventions(interventions)
    assumed = assignments.strengths(strengths)
    with progress("pressing the mechanism"):
        graph = open_graph()
        found = graph.what_if(pressed, observe or None, samples=samples, seed=seed, strengths=assumed, state=state)
    said = plain_values.of_what_if(graph.store, found, plain_values.names_of([pressed], observe, state))
    if form == "json":
        render.dump(said)
    else:
        print_cautions(said["warnings"])
        print_what_if(found, plain_values.NOTE, why=why)
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
    form: str,
    raw: bool,
) -> None:
    """Put what-if scenarios side by side."""
    from calcigraph.answers import plain_values
    from calcigraph.answers.page_leads import cautions
    from calcigraph.cli.lead_text import print_cautions
    from calcigraph.cli.what_if_text import comparison_table, print_comparison

    named = assignments.scenarios(scenarios)
    with progress("pressing the mechanism"):
        graph = open_graph()
        found = graph.compare(named, observe or None, samples=samples, seed=seed, state=state)
    names = plain_values.names_of(named.values(), observe, state)
    if form == "json":
        render.dump(plain_values.of_comparison(graph.store, found, names))
    elif form == "table":
        print_cautions(cautions(graph.store, names))
        print_comparison(found, plain_values.NOTE, differing=differing)
    else:
        render.out(render.table_text(comparison_table(found, differing=differing), form, raw=raw))
    if not any(each.answer not in STILL for _, cells in found.rows for each in cells):
        sys.exit(NO)
