"""The command that adds a study: its template, and what changes by it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

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
        _print(template, path)
        return
    if output == "-" and (dry_run or form == "json"):
        raise BadArgument("-o - prints Turtle; leave it out where something else is to be printed")
    to_files = output is None and not dry_run
    _check(without, output, to_files=to_files, force=force)
    found = open_graph().add(path, without=without, max_size=max_size)
    if not found.conforms:
        _refuse(found, path)
    if output == "-":
        render.out(found.turtle)
        return
    places = [] if dry_run else [str(place) for place in found.write(output, force=force)]
    if form == "json":
        render.dump(found.as_dict() | {"written": places})
        return
    for line in _lines(found):
        render.say(line)
    if dry_run:
        render.say(f"Nothing was written. It belongs in {' and '.join(sorted(found.files))}.")
    else:
        render.say(f"Wrote {' and '.join(places)}.{' Then: make derived docs' if to_files else ''}")


def _print(template: str, path: str | None) -> None:
    from calcigraph.curation.study_form import template as written

    if path is not None:
        raise BadArgument(f"--template prints an empty file; leave out '{path}'")
    click.echo(written(template), nl=False)


def _check(without: tuple[str, ...], output: str | None, *, to_files: bool, force: bool) -> None:
    """Refuse at once what could not be written in the end."""
    from calcigraph.curation.adding import checkout
    from calcigraph.store.outputs import check_places

    if to_files:
        if without:
            raise BadArgument("--without leaves out what the instances have; use it with --dry-run or -o FILE")
        checkout()
    elif output not in (None, "-"):
        check_places([str(output)], force=force)


def _refuse(found: Addition, path: str | None) -> NoReturn:
    for line in found.report.lines():
        click.echo(line, err=True)
    count = len(found.report.violations)
    click.echo(f"Nothing was written: {count} violation{'s' if count != 1 else ''} in '{path}'.", err=True)
    sys.exit(NO)


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
