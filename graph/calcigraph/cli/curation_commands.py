"""The commands of a curator: whether the graph is in order, what of the articles is in it, and the release."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from calcigraph.cli import render
from calcigraph.cli.entry import NO
from calcigraph.cli.opened_graph import open_bundled_graph, open_graph

if TYPE_CHECKING:
    from calcigraph.knowledge.statements import Counts, Coverage, SourceCheck
    from calcigraph.store.tables import Table
    from calcigraph.store.terms import Literal

_COLUMNS = (
    "article",
    "section",
    "statements",
    "claims",
    "amount",
    "no claim",
    "overstated",
    "fair",
    "understated",
    "because",
)


def coverage(sources: str | None, form: str, *, max_size: str) -> None:
    """Count the statements of the articles, and what became of each."""
    from calcigraph.knowledge.statements import NOT_CHECKED, check_sources, statement_coverage

    graph = open_graph()
    checked = check_sources(graph.store, sources, max_size=max_size) if sources is not None else None
    counted = statement_coverage(graph.store)
    if form == "json":
        outcome: dict[str, object] = {"checked": False, "note": NOT_CHECKED}
        if checked:
            outcome = checked.as_dict()
        render.dump(counted.as_dict() | {"sources": outcome})
    else:
        render.show_table(_table(counted))
        click.echo()
        for line in _lines(counted, checked):
            render.say(line)
    if not counted.complete or (checked and not checked.passed):
        sys.exit(NO)


def _lines(counted: Coverage, checked: SourceCheck | None) -> list[str]:
    from calcigraph.knowledge.statements import NOT_CHECKED

    total = counted.total
    lines = [f"{name}: neither claim nor amount nor reason" for name in counted.neither]
    if counted.complete:
        lines.append(f"Each of the {total.statements} statements has a claim, an amount or a reason for making none.")
    else:
        lines.append(
            f"{total.neither} of {total.statements} statements have neither claim nor amount nor reason; "
            "add cg:states, cg:statesAmount or cg:noClaimBecause."
        )
    if checked is None:
        lines.append(NOT_CHECKED)
        return lines
    lines += [str(fault) for fault in checked.faults]
    if checked.passed:
        lines.append(
            f"Each of the {checked.statements} anchors leads to exactly one sentence of the {checked.articles} articles, "
            "and each digest matches."
        )
    else:
        lines.append(f"{len(checked.faults)} of {checked.statements} statements are not where they should be.")
    return lines


def _table(counted: Coverage) -> Table:
    from calcigraph.store.tables import Table

    rows = []
    for article, counts in counted.articles.items():
        rows += [_row(article, section, each) for (of, section), each in counted.sections.items() if of == article]
        rows.append(_row(article, "all sections", counts))
    rows.append(_row("all articles", "", counted.total))
    return Table(_COLUMNS, rows, title="Statements of the articles")


def _row(article: str, section: str, counts: Counts) -> list[Literal]:
    from calcigraph.store.terms import Literal

    numbers = (
        counts.statements,
        counts.with_claims,
        counts.with_amount,
        counts.without_claim,
        counts.overstated,
        counts.fair,
        counts.understated,
    )
    because = ", ".join(f"{reason} {count}" for reason, count in counts.reasons.items())
    return [Literal(value) for value in (article, section, *numbers, because)]


def build(output: str | None, store: str | None, *, force: bool) -> None:
    """Write the release, or a store; always of the bundled graph, whatever the environment says is asked."""
    if (output is None) == (store is None):
        raise click.UsageError("say what to write: the release with --output DIR, or a store with --store DIR")
    if store is not None:
        from calcigraph.store.disk_writing import write_store

        made = write_store(open_bundled_graph().engine, store, force=force)
        numbers = f"{made.quads:,} quads; {made.size:,} bytes".replace(",", " ")
        click.echo(f"Wrote the store {store}: {numbers}.")
        return
    from calcigraph.exports import release

    written = release.build(open_bundled_graph().store, str(output), force=force)
    width = max(len(name) for name in written.files)
    for name, size in sorted(written.files.items()):
        click.echo(f"{name:<{width}}  {size:>9,} bytes".replace(",", " "))
    click.echo(f"Wrote {written.triples:,} triples to {output}.".replace(",", " "))


def validate(paths: tuple[str, ...], form: str, *, max_size: str, strict: bool) -> None:
    """Check the graph, alone or joined with other Turtle."""
    report = open_graph().validate(paths, max_size=max_size)
    if form == "turtle":
        render.out(report.turtle())
    elif form == "json":
        render.out(report.json())
    else:
        for line in report.lines():
            render.say(line)
        for line in report.warnings:
            render.say(f"Warning: {line}")
        count = len(report.violations)
        found = "conforms" if report.conforms else f"does not conform: {count} violation{'s' if count != 1 else ''}"
        click.echo(f"The graph {found}.")
    if not report.conforms or (strict and report.warnings):
        sys.exit(NO)
