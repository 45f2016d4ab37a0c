"""The command that adds a study: its template, and what changes by it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from calcigraph.cli import render
from calcigraph.cli.entry import NO
from calcigraph.cli.opened_graph import open_graph
from calcigraph.errors import BadArgument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph.curation.adding import Addition


def add(
    path: str | None,
    template: str | None,
    *,
    without: tuple[str, ...],
    dry_run: bool,
    output: str | None,
    force: bool,
    max_size: str,
    form: str,
) -> None:
    """Add a study, or print an empty file of one."""
    if template is not None:
        from calcigraph.curation.study_form import template as written

        if path is not None:
            raise BadArgument(f"--template prints an empty file; leave out '{path}'")
        click.echo(written(template), nl=False)
        return
    from calcigraph.curation.adding import checkout
    from calcigraph.store.outputs import check_places

    if without and not dry_run and output is None:
        raise BadArgument("--without leaves out what the instances have; use it with --dry-run or -o FILE")
    if not dry_run and output is None:
        checkout()
    if output not in (None, "-"):
        check_places([str(output)], force=force)
    graph = open_graph()
    found = graph.add(path, without=without, max_size=max_size)
    if not found.conforms:
        for line in found.report.lines():
            click.echo(line, err=True)
        count = len(found.report.violations)
        click.echo(f"Nothing was written: {count} violation{'s' if count != 1 else ''} in '{path}'.", err=True)
        sys.exit(NO)
    if output == "-" and not dry_run:
        render.out(found.turtle)
        return
    written_to = [] if dry_run else [str(place) for place in found.write(output, force=force)]
    if form == "json":
        render.dump(found.as_dict() | {"written": written_to})
        return
    for line in _lines(found):
        render.say(line)
    if dry_run:
        render.say(f"Nothing was written. It belongs in {' and '.join(sorted(found.files))}.")
    else:
        render.say(f"Wrote {' and '.join(written_to)}.{'' if output else ' Then: make derived docs'}")


def _lines(found: Addition) -> Iterator[str]:
    from calcigraph.knowledge.evidence import NO_ADVICE

    claims = {each.claim for each in found.bearings}
    yield NO_ADVICE
    yield (
        f"{found.label}: {_counted(len(found.results), 'result')}, {_counted(len(found.bearings), 'bearing')} on "
        f"{_counted(len(claims), 'claim')}."
    )
    for result in found.results:
        own = [each for each in found.bearings if each.result == result]
        yield f"{_short(result)}{'' if own else ': bears on no claim of the graph'}"
        yield from (f"  {each.direction:<9}{each.relevance:<20}{each.label}" for each in own)
    yield f"{_counted(len(found.changes), 'verdict')} or wording changes:" if found.changes else "No verdict changes."
    for each in found.changes:
        yield f"  {each.label}"
        for when, verdict, wording in zip(("before", "after"), each.verdict, each.wording, strict=True):
            yield f"    {when:<7}{verdict}: {wording}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _short(iri: str) -> str:
    from calcigraph.namespaces import shorten

    return shorten(iri)
