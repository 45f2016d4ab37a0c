"""The commands that carry the graph out of here, and a curator's table back in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from calcigraph.cli import render
from calcigraph.cli.entry import NO
from calcigraph.cli.opened_graph import open_graph
from calcigraph.errors import BadArgument, visible
from calcigraph.operations import assignments

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph.graph import KnowledgeGraph
    from calcigraph.mechanism.slices import Slice

_PARTS = ("claim", "neighbourhood", "pathways", "explain", "what_if", "compare", "mechanism")
#: Options that say nothing without one of these parts.
_ONLY_WITH = {
    **dict.fromkeys(("steps", "indirect"), ("neighbourhood",)),
    **dict.fromkeys(("max_length", "limit"), ("pathways", "explain")),
    **dict.fromkeys(("sign", "via", "avoid", "tissue", "min_certainty"), ("pathways",)),
}


def export(form: str | None, *, file: str, force: bool, quiet: bool, in_force: bool, raw: bool, **wanted: Any) -> None:
    """Write the graph, or a part of it, in another format."""
    from calcigraph.exports.formats import find_format
    from calcigraph.exports.writing import export as write
    from calcigraph.exports.writing import places

    found = find_format(form, file)
    if file == "-" and sys.stdout.isatty() and (found.several or found.needs):
        raise BadArgument(f"{found.title} is not for the terminal; send it into a file or a pipe")
    graph = open_graph()
    part = _slice(graph, _asked(wanted), wanted)
    if in_force:
        from calcigraph.mechanism import slices

        part = slices.in_force(graph.store, part or slices.whole(graph.store))
    if part is not None and not part.entities:
        click.echo(f"{part.title}: nothing to export.", err=True)
        sys.exit(NO)
    content = write(graph.store, found.name, part, None if file == "-" else file, force=force, raw=raw)
    if found.losses and not quiet:
        click.echo(f"{found.title} leaves something behind: {'; '.join(found.losses)}.", err=True)
    if file == "-":
        render.out(content)
    else:
        title = part.title if part else "The whole graph"
        names = " and ".join(str(place) for place in places(found, file).values())
        click.echo(f"Wrote {title[0].lower()}{title[1:]} as {found.title} to {names}.")


def _asked(wanted: dict[str, Any]) -> str:
    """The part that was asked for; the parts are alternatives, and an option of one of them needs it."""
    asked = [name for name in _PARTS if wanted[name]]
    if len(asked) > 1:
        raise BadArgument(f"{' and '.join(map(_option, asked))} ask for different parts; give one of them")
    context = click.get_current_context()
    for name, parts in _ONLY_WITH.items():
        given = context.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE
        if given and not set(asked) & set(parts):
            raise BadArgument(f"{_option(name)} goes with {' or '.join(map(_option, parts))}; give that too")
    return asked[0] if asked else ""


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _slice(graph: KnowledgeGraph, asked: str, wanted: dict[str, Any]) -> Slice | None:
    from calcigraph.mechanism import slices

    def neighbourhood() -> Slice:
        return slices.neighbourhood(graph.store, wanted["neighbourhood"], wanted["steps"], indirect=wanted["indirect"])

    def what_if() -> Slice:
        return slices.of_what_if(graph.store, graph.what_if(assignments.interventions(wanted["what_if"])))

    def compare() -> Slice:
        scenarios = assignments.scenarios(wanted["compare"])
        return slices.of_comparison(graph.store, graph.compare(scenarios))

    def explain() -> Slice:
        options = {name: wanted[name] for name in ("max_length", "limit")}
        return slices.of_explanation(graph.store, graph.explain(wanted["explain"], **options))

    makers: dict[str, Callable[[], Slice]] = {
        "claim": lambda: _claims(graph, wanted["claim"]),
        "neighbourhood": neighbourhood,
        "pathways": lambda: _paths(graph, wanted),
        "explain": explain,
        "what_if": what_if,
        "compare": compare,
        "mechanism": lambda: slices.mechanism(graph.store),
    }
    return makers[asked]() if asked else None


def _claims(graph: KnowledgeGraph, names: tuple[str, ...]) -> Slice:
    from calcigraph.knowledge.claims import claim_iri
    from calcigraph.mechanism import slices

    iris = [claim_iri(graph.store, name) for name in names]
    return slices.of_claims(graph.store, iris, f"{len(iris)} claim{'s' if len(iris) != 1 else ''}")


def _paths(graph: KnowledgeGraph, wanted: dict[str, Any]) -> Slice:
    from calcigraph.mechanism import slices

    options = {name: wanted[name] for name, parts in _ONLY_WITH.items() if "pathways" in parts}
    found = graph.pathways(*wanted["pathways"], **options)
    if found.code != "found":
        click.echo(found.summary, err=True)
    return slices.of_pathways(graph.store, found)


def import_(file: str, output: str, *, force: bool, max_size: str, strict: bool) -> None:
    """Read claims from a table, and write them as Turtle."""
    from calcigraph.curation.importing import read_claims, turtle_of_claims
    from calcigraph.store.outputs import check_places, write_file

    if output != "-":
        check_places([output], force=force)
    claims = read_claims(file, max_size=max_size)
    graph = open_graph()
    content, report = turtle_of_claims(graph.store, claims, file)
    if not report.conforms:
        for line in report.lines():
            click.echo(line, err=True)
        count = len(report.violations)
        click.echo(f"Nothing was written: {count} violation{'s' if count != 1 else ''} in '{file}'.", err=True)
        sys.exit(NO)
    for line in report.warnings:
        click.echo(f"Warning: {visible(line)}", err=True)
    if strict and report.warnings:
        count = len(report.warnings)
        click.echo(f"Nothing was written: {count} warning{'s' if count != 1 else ''} in '{file}'.", err=True)
        sys.exit(NO)
    if output == "-":
        render.out(content)
    else:
        write_file(output, content, force=force)
        click.echo(f"Wrote {len(claims)} claim{'s' if len(claims) != 1 else ''} to {output}.")
