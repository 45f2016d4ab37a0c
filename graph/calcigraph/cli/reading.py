"""The commands that show pages and pathways."""

from __future__ import annotations

import sys

import click

from calcigraph.cli import render
from calcigraph.cli.common import dump, format_option, open_graph
from calcigraph.cli.entry import NO


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
    from calcigraph.cli.text import print_entity

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
    from calcigraph.cli.text import print_evidence

    page = open_graph().evidence(*claim)
    if form == "json":
        dump(page)
    else:
        print_evidence(page)


@click.command()
@click.argument("source")
@click.argument("target")
@click.option("--max-length", "-l", type=int, default=8, show_default=True, help="Longest path in steps, 1 to 12.")
@click.option("--sign", type=click.Choice(["+", "-"]), help="Only paths that raise (+) or lower (-) the target.")
@click.option("--limit", "-n", type=int, default=10, show_default=True, help="How many paths to show.")
@format_option(("table", "csv", "json", "markdown"))
def pathways(source: str, target: str, *, max_length: int, sign: str | None, limit: int, form: str) -> None:
    """Find signed paths of mechanism from SOURCE to TARGET.

    \b
    Examples:
      calcigraph pathways "vitamin D" "serum calcium"
      calcigraph pathways warfarin "arterial calcification" --sign + --format json
    """
    from calcigraph.cli.text import pathways_table, print_pathways

    number = {"+": 1, "-": -1, None: None}[sign]
    found = open_graph().pathways(source, target, max_length=max_length, sign=number, limit=limit)
    if form == "json":
        dump(found.as_dict())
    elif form == "table":
        print_pathways(found)
    else:
        click.echo(render.table_text(pathways_table(found), form), nl=False)
    if found.code != "found":
        sys.exit(NO)
