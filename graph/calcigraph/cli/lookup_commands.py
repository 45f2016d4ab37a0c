"""The commands that look things up: pages, entities in text, SPARQL, and what the graph holds."""

from __future__ import annotations

import json
import sys

import click

from calcigraph._version import __version__
from calcigraph.cli import render
from calcigraph.cli.entry import NO
from calcigraph.cli.opened_graph import open_graph
from calcigraph.errors import BadArgument, BadFile
from calcigraph.operations.common_parameters import GRAPH_FORMATS, TABLE_FORMATS

_ENDINGS = (".txt", ".md")


def show(name: str, form: str) -> None:
    """Show the page on an entity."""
    from calcigraph.cli.page_text import print_entity

    graph = open_graph()
    if form == "turtle":
        from calcigraph.store.rdflib_views import graph_of

        described = graph.engine.construct(f"DESCRIBE <{graph.entities.iri(name)}>")
        click.echo(render.graph_text(graph_of(described), "turtle"), nl=False)
        return
    page = graph.page(name)
    if form == "json":
        render.dump(page)
    else:
        print_entity(page)


def evidence(claim: tuple[str, ...], form: str) -> None:
    """Show the page on a claim."""
    from calcigraph.cli.page_text import print_evidence

    page = open_graph().evidence(*claim)
    if form == "json":
        render.dump(page)
    else:
        print_evidence(page)


def entities(text: str, form: str) -> None:
    """Mark the entities that a text names."""
    from calcigraph.text.annotation import as_table

    found = open_graph().find_entities(_text(text))
    if form == "json":
        render.dump([each.as_dict() for each in found])
    elif form != "table":
        click.echo(render.table_text(as_table(found), form), nl=False)
    elif found:
        render.show_table(as_table(found))
    if not found:
        click.echo("The text names no entity of the graph.", err=True)
        sys.exit(NO)


def _text(text: str) -> str:
    if text != "-" and not text.endswith(_ENDINGS):
        return text
    from pathlib import Path

    what = "standard input" if text == "-" else f"'{text}'"
    try:
        content = sys.stdin.buffer.read() if text == "-" else Path(text).read_bytes()
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise BadFile(f"cannot read {what}: it is not UTF-8 text") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadFile(f"cannot read {what}: {reason}; expected the text itself, a text file, or -") from None


def info(form: str) -> None:
    """Say what the graph holds."""
    counts = open_graph().info() | {"version": __version__}
    if form == "json":
        render.dump(counts)
        return
    for name, count in counts.items():
        click.echo(f"{name:<16} {count}")


def sparql(query: str, form: str, *, timeout: float, memory: str, allow_network: bool) -> None:
    """Answer any SPARQL query."""
    from calcigraph.store.tables import Table

    found = open_graph(allow_network=allow_network).sparql(_query_text(query), timeout=timeout, memory=memory)
    if isinstance(found, bool):
        click.echo(json.dumps({"head": {}, "boolean": found}) if form == "json" else str(found).lower())
        if not found:
            sys.exit(NO)
        return
    if isinstance(found, Table):
        if form in GRAPH_FORMATS:
            raise BadArgument(f"a SELECT query gives a table, not {form}; use {', '.join(TABLE_FORMATS)}")
        if form == "table":
            render.show_table(found)
        else:
            click.echo(render.table_text(found, form), nl=False)
    else:
        if form in TABLE_FORMATS[1:]:
            raise BadArgument(f"this query gives a graph, not {form}; use {', '.join(GRAPH_FORMATS)}")
        click.echo(render.graph_text(found, "turtle" if form == "table" else form), nl=False)
    if not len(found):
        sys.exit(NO)


def _query_text(query: str) -> str:
    if query == "-":
        try:
            return sys.stdin.read()
        except UnicodeDecodeError:
            raise BadFile("cannot read standard input: it is not UTF-8 text") from None
    if query.endswith(".rq"):
        from pathlib import Path

        try:
            return Path(query).read_text(encoding="utf-8")
        except OSError as error:
            raise BadFile(f"cannot read '{query}': {error.strerror}") from None
        except UnicodeDecodeError:
            raise BadFile(f"cannot read '{query}': it is not UTF-8 text") from None
    return query
