"""The commands that follow the steps of mechanism: pathways, and explanations of claims."""

from __future__ import annotations

import sys
from typing import Any

from calcigraph.cli import render
from calcigraph.cli.entry import NO
from calcigraph.cli.opened_graph import open_graph
from calcigraph.cli.progress import progress
from calcigraph.errors import BadArgument


def pathways(source: str, target: str, *, rows: bool, form: str, as_json: bool, raw: bool, **options: Any) -> None:
    """Find signed paths of mechanism."""
    from calcigraph.cli.lead_text import print_mechanism_lead
    from calcigraph.cli.pathway_text import pathways_table, print_pathways

    if as_json and form not in ("table", "json"):
        raise BadArgument(f"--json and --format {form} ask for two formats; give one")
    graph = open_graph()
    with progress("looking for paths"):
        found = graph.pathways(source, target, **options)
    if form == "json" or as_json:
        render.dump(found.as_dict())
    elif form == "table":
        print_mechanism_lead(found, rows=found.total, whole=rows)
        if rows and found.code == "found":
            print_pathways(found)
    else:
        render.out(render.table_text(pathways_table(found), form, raw=raw))
    if found.code != "found":
        sys.exit(NO)


def explain(claim: tuple[str, ...], *, max_length: int, limit: int, rows: bool, form: str) -> None:
    """Explain a claim by the steps of mechanism between its ends."""
    from calcigraph.cli.lead_text import print_mechanism_lead
    from calcigraph.cli.pathway_text import print_explanation

    graph = open_graph()
    with progress("looking for pathways"):
        found = graph.explain(*claim, max_length=max_length, limit=limit)
    if form == "json":
        render.dump(found.as_dict())
    else:
        print_mechanism_lead(found, rows=found.same_total + found.opposite_total, whole=rows)
        if rows:
            print_explanation(found)
    if found.code in ("opposite sign", "no mechanism") or (found.code == "no sign" and not found.same + found.opposite):
        sys.exit(NO)
