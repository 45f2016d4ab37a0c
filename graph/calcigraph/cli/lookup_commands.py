"""The commands that look things up: pages, entities in text, SPARQL, and what the graph holds."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from calcigraph.cli import render
from calcigraph.cli.entry import NO
from calcigraph.cli.opened_graph import open_graph
from calcigraph.errors import BadArgument, visible
from calcigraph.operations.common_parameters import GRAPH_FORMATS, TABLE_FORMATS
from calcigraph.store.inputs import read_file, read_standard_input, text_of

if TYPE_CHECKING:
    from calcigraph.store.store import Store

_ENDINGS = (".txt", ".md")


def show(name: str, form: str, *, rows: bool) -> None:
    """Show the page on an entity."""
    from calcigraph.cli.lead_text import print_entity_lead
    from calcigraph.cli.page_text import print_entity

    graph = open_graph()
    if form == "turtle":
        from calcigraph.store.rdflib_views import graph_of

        described = graph.engine.construct(f"DESCRIBE <{graph.entities.iri(name)}>")
        warned = "".join(f"# {visible(line)}\n" for line in graph.page(name)["warnings"])
        render.out(warned + render.graph_text(graph_of(described), "turtle"))
        return
    page = graph.page(name)
    if form == "json":
        render.dump(page)
    else:
        print_entity_lead(page, whole=rows)
        if rows:
            print_entity(page)


def evidence(claim: tuple[str, ...], form: str, *, rows: bool) -> None:
    """Show the page on a claim."""
    from calcigraph.cli.lead_text import print_evidence_lead
    from calcigraph.cli.page_text import print_evidence

    page = open_graph().evidence(*claim)
    if form == "json":
        render.dump(page)
    else:
        print_evidence_lead(page, whole=rows)
        if rows:
            print_evidence(page)


def entities(text: str, form: str, *, max_size: str, raw: bool) -> None:
    """Mark the entities that a text names."""
    from calcigraph.text.annotation import as_table

    found = open_graph().find_entities(_text(text, max_size))
    if form == "json":
        render.dump([each.as_dict() for each in found])
    elif form != "table":
        render.out(render.table_text(as_table(found), form, raw=raw))
    elif found:
        render.show_table(as_table(found))
    if not found:
        click.echo("The text names no entity of the graph.", err=True)
        sys.exit(NO)


def _text(text: str, max_size: str) -> str:
    """What was given, or what is in the file that was named, or what comes in."""
    if text == "-":
        return text_of(read_standard_input(max_size=max_size), "standard input")
    if not text.endswith(_ENDINGS):
        return text
    expected = "the text itself, a text file, or -"
    return text_of(read_file(text, expected=expected, suffix=text[text.rindex(".") :], max_size=max_size), text)


def list_(name: str | None, form: str, *, raw: bool) -> None:
    """List the entities of a class, or the classes."""
    graph = open_graph()
    found = graph.members(name)
    if form != "table":
        render.out(render.table_text(found, form, raw=raw))
    elif len(found):
        # An IRI says nothing to a reader that the name does not.
        shown = found.columns[:-1]
        render.say_before(found.cautions)
        render.show_table(found.with_rows(shown, [row[:-1] for row in found.terms]))
    if not len(found):
        click.echo(f"No entity is of the class {name}.", err=True)
        sys.exit(NO)


def info(form: str) -> None:
    """Say what the graph holds."""
    from calcigraph.answers.plain_values import of_counts

    counts = of_counts(open_graph().store)
    if form == "json":
        render.dump(counts)
        return
    for name, count in counts.items():
        click.echo(f"{name:<16} {count}")


def sparql(
    query: str, form: str, *, timeout: float, memory: str, allow_network: bool, max_size: str, raw: bool
) -> None:
    """Answer any SPARQL query."""
    from calcigraph.store.tables import Table

    text = _query_text(query, max_size)
    graph = open_graph(allow_network=allow_network)
    found = graph.sparql(text, timeout=timeout, memory=memory)
    if isinstance(found, bool):
        click.echo(json.dumps({"head": {}, "boolean": found}) if form == "json" else str(found).lower())
        _say_absent(graph.store, text, found)
        if not found:
            sys.exit(NO)
        return
    if isinstance(found, Table):
        if form in GRAPH_FORMATS:
            raise BadArgument(f"a SELECT query gives a table, not {form}; use {', '.join(TABLE_FORMATS)}")
        if form == "table":
            render.show_table(found)
        else:
            render.out(render.table_text(found, form, raw=raw))
    else:
        if form in TABLE_FORMATS[1:]:
            raise BadArgument(f"this query gives a graph, not {form}; use {', '.join(GRAPH_FORMATS)}")
        render.out(render.graph_text(found, "turtle" if form == "table" else form))
    _say_absent(graph.store, text, found)
    if not len(found):
        sys.exit(NO)


def _say_absent(store: Store, query: str, found: object) -> None:
    """Note the terms of ours that the graph lacks beside the result, never in it."""
    from calcigraph.answers.answer import Answer
    from calcigraph.store.absent_terms import notes

    for line in found.notes if isinstance(found, Answer) else notes(store, query):
        click.echo(line, err=True)


def _query_text(query: str, max_size: str) -> str:
    if query == "-":
        return text_of(read_standard_input(max_size=max_size), "standard input")
    if not query.endswith(".rq"):
        return query
    return text_of(read_file(query, expected="a file with a query", suffix=".rq", max_size=max_size), query)
