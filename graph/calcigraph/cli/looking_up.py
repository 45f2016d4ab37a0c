"""The commands that show pages, pathways and explanations."""

from __future__ import annotations

import sys
from typing import Any

import click

from calcigraph.cli import render
from calcigraph.cli.entry import NO
from calcigraph.cli.shared import dump, format_option, open_graph, path_filters, progress


@click.command()
@click.argument("name")
@format_option((*render.PAGE_FORMATS, "turtle"))
def show(name: str, form: str) -> None:
    """Show the page on an entity: NAME is a label, a synonym, a CURIE or an IRI.

    \b
    Examples:
      calcigraph show MK7
      calcigraph show CHEBI:16374 --format json
    """
    from calcigraph.cli.page_text import print_entity

    graph = open_graph()
    if form == "turtle":
        iri = graph.entities.iri(name)
        click.echo(render.graph_text(graph.sparql(f"DESCRIBE <{iri}>"), "turtle"), nl=False)  # type: ignore[arg-type]
        return
    page = graph.page(name)
    if form == "json":
        dump(page)
    else:
        print_entity(page)


@click.command()
@click.argument("claim", nargs=-1, required=True)
@format_option(render.PAGE_FORMATS)
def evidence(claim: tuple[str, ...], form: str) -> None:
    """Show the page on a CLAIM: its verdict with reasons, every finding, and who asserts it how boldly.

    CLAIM is its IRI, its sentence, or three names: subject, predicate and object.

    \b
    Examples:
      calcigraph evidence "vitamin K2 prevents arterial calcification"
      calcigraph evidence K2 prevents "arterial calcification"
      calcigraph evidence claim:vitamin-d-decreases-fracture-risk --format json
    """
    from calcigraph.cli.page_text import print_evidence

    page = open_graph().evidence(*claim)
    if form == "json":
        dump(page)
    else:
        print_evidence(page)


@click.command()
@click.argument("source")
@click.argument("target")
@click.option("--max-length", "-l", type=int, default=8, show_default=True, help="Longest path in steps, 1 to 12.")
@path_filters
@click.option("--limit", "-n", type=int, default=10, show_default=True, help="How many paths to show.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@format_option(("table", "csv", "json", "markdown"))
def pathways(source: str, target: str, *, form: str, as_json: bool, **options: Any) -> None:
    """Find signed paths of mechanism from SOURCE to TARGET.

    Both are names of factors, or sets: "any form of vitamin K", "any nutrient", "any clinical outcome".

    \b
    Examples:
      calcigraph pathways "vitamin D" "serum calcium"
      calcigraph pathways warfarin "arterial calcification" --sign + --format json
      calcigraph pathways "any form of vitamin K" "any clinical outcome" --avoid Gas6 --min-certainty low
    """
    from calcigraph.cli.pathway_text import pathways_table, print_pathways

    graph = open_graph()
    with progress("looking for paths"):
        found = graph.pathways(source, target, **options)
    if form == "json" or as_json:
        dump(found.as_dict())
    elif form == "table":
        print_pathways(found)
    else:
        click.echo(render.table_text(pathways_table(found), form), nl=False)
    if found.code != "found":
        sys.exit(NO)


@click.command()
@click.argument("claim", nargs=-1, required=True)
@click.option("--max-length", "-l", type=int, default=8, show_default=True, help="Longest pathway in steps, 1 to 12.")
@click.option("--limit", "-n", type=int, default=3, show_default=True, help="How many pathways of each sign to show.")
@format_option(render.PAGE_FORMATS)
def explain(claim: tuple[str, ...], *, max_length: int, limit: int, form: str) -> None:
    """Explain a CLAIM by the steps of mechanism between its ends; exit code 1 when none bring it about.

    CLAIM is its IRI, its sentence, or three names: subject, predicate and object.

    \b
    Examples:
      calcigraph explain "vitamin K2 prevents arterial calcification"
      calcigraph explain osteocalcin increases "bone mineral density"
    """
    from calcigraph.cli.pathway_text import print_explanation

    graph = open_graph()
    with progress("looking for pathways"):
        found = graph.explain(*claim, max_length=max_length, limit=limit)
    if form == "json":
        dump(found.as_dict())
    else:
        print_explanation(found)
    if found.code in ("opposite sign", "no mechanism") or (found.code == "no sign" and not found.same + found.opposite):
        sys.exit(NO)
