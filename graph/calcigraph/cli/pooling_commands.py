"""The commands that sum up results: a pooled estimate of a claim, and a summary of findings on an entity."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from calcigraph.cli import render
from calcigraph.cli.entry import NO
from calcigraph.cli.opened_graph import open_graph
from calcigraph.errors import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calcigraph.answers.summarising import Summary
    from calcigraph.knowledge.pooling import Pool, Pooling


def pool(claim: tuple[str, ...], form: str) -> None:
    """Put the results on a claim together."""
    found = open_graph().pool(*claim)
    if form == "json":
        render.dump(found.as_dict())
    else:
        _print_pooling(found)
    if not found.pools:
        click.echo(found.said, err=True)
        sys.exit(NO)


def summary(name: str, form: str, *, raw: bool) -> None:
    """Summarise the findings on an entity."""
    found = open_graph().summary(name)
    if form == "table":
        _print_summary(found)
    else:
        writers = {"markdown": found.markdown, "html": lambda: _whole(found), "json": found.json}
        render.out(writers[form]() if form in writers else found.csv(raw=raw))
    if not found.rows:
        click.echo(f"Nothing is claimed of what {found.name} does to people.", err=True)
        sys.exit(NO)


def _print_pooling(found: Pooling) -> None:
    from calcigraph.cli.page_text import Page

    out = Page()
    for line in (*found.cautions, found.note):
        out.line(line, indent=0)
    out.heading(f"{found.claim.label[0].upper()}{found.claim.label[1:]}")
    out.line("Verdict, which no pool changes", verdict=found.claim.verdict)
    if found.pools:
        out.line(found.said)
        if found.missing:
            out.line(found.missing)
    for each in found.pools:
        out.heading(each.contrast.words[0].upper() + each.contrast.words[1:])
        for line in _pool_lines(each):
            print(line)  # noqa: T201 - a page is printed
        for text in _estimate(each):
            out.line(text)
        for line in _without(each):
            print(line)  # noqa: T201 - a page is printed
    if found.left_out:
        out.heading(f"Left out ({len(found.left_out)})")
    for left in found.left_out:
        out.line(f"{left.study} ({left.result}): {left.reason}.")


def _pool_lines(pool: Pool) -> list[str]:
    """The studies of a pool as a plain table, and below it the estimate without each of them."""
    log = pool.contrast.log
    several = len({study.exposure for study in pool.studies}) > 1
    rows = [("study", "people", "weight", "effect")]
    for study, weight in zip(pool.studies, pool.weights, strict=True):
        name = f"{study.label}{f', {study.exposure}' if several else ''}{' *' if study.turned else ''}"
        people = f"{study.n:,}" if study.n else ""
        rows.append((name, people, f"{weight:.1f} %", _interval(study.effect, study.low, study.high, log=log)))
    turned = any(study.turned for study in pool.studies)
    return [*_columns(rows), *(["  * turned over: its report compares less with more"] if turned else [])]


def _without(pool: Pool) -> list[str]:
    log = pool.contrast.log
    rows = [("without", "pooled effect")]
    for study, found in zip(pool.studies, pool.without, strict=True):
        rows.append((study.label, _interval(found.effect, found.low, found.high, log=log)))
    return _columns(rows)


def _columns(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Lines with the first column to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *others in rows:
        cells = [first.ljust(widths[0]), *(cell.rjust(size) for cell, size in zip(others, widths[1:], strict=True))]
        lines.append(f"  {visible('  '.join(cells))}".rstrip())
    return lines


def _estimate(pool: Pool) -> list[str]:
    found, log = pool.pooled, pool.contrast.log
    people = f", {pool.people:,} people" if pool.people else ""
    of = " of the logarithms" if log else ""
    mean = _interval(found.effect, found.low, found.high, log=log)
    within = f"{_number(found.from_, log=log)} to {_number(found.to, log=log)}"
    said = [
        f"Pooled: {pool.contrast.measure} {mean}; {len(pool.studies)} studies{people}.",
        f"The effect in one more such study would lie within {within} (95 % prediction interval).",
        f"Between the studies: tau² {found.tau2:.4g}{of}, I² {found.i2:.0f} %. REML, Knapp-Hartung.",
    ]
    if found.narrower:
        said.append("The studies agree more than chance would have it, which may make the interval too narrow.")
    return said


def _interval(effect: float, low: float, high: float, *, log: bool) -> str:
    return f"{_number(effect, log=log)} ({_number(low, log=log)} to {_number(high, log=log)})"


def _number(value: float, *, log: bool) -> str:
    if log and 0.095 <= value < 1000:
        return f"{value:.2f}"
    return f"{value:.2g}" if log else f"{value:.3g}"


def _print_summary(found: Summary) -> None:
    """Two lines an outcome: its numbers in columns, and below them what they mean."""
    from calcigraph.cli.page_text import Page

    out = Page()
    for line in found.cautions:
        out.line(line, indent=0)
    out.heading(found.title)
    out.line(found.note)
    endpoint = ""
    for row in found.rows:
        if row.endpoint != endpoint:
            out.heading(row.endpoint.capitalize())
            endpoint = row.endpoint
        out.line(row.outcome[0].upper() + row.outcome[1:], verdict=row.certainty and f"{row.certainty} certainty")
        numbers = (f"{row.counted} people" if row.counted else "", row.studies, row.effect)
        if any(numbers):
            out.line("; ".join(filter(None, numbers)), indent=4)
        out.line(row.words, indent=4)


def _whole(found: Summary) -> str:
    from calcigraph.store.markup import escape

    look = "body{font:16px/1.5 system-ui,sans-serif;margin:2em auto;max-width:75em;padding:0 1em}caption{font-weight:bold;text-align:left}"
    look += "table{border-collapse:collapse}td,th{border-top:1px solid;padding:.3em .8em;text-align:left;vertical-align:top}td:last-child{min-width:18em}"
    head = f'<meta charset="utf-8"><title>{escape(found.title)}</title><style>{look}</style>'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>\n{found.html()}</body></html>\n'
