"""Pathways and explanations as text for a person, and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.cli.page_text import Page
from calcigraph.store.tables import Table, cell_text

if TYPE_CHECKING:
    from calcigraph.mechanism.pathways.explanations import Explanation
    from calcigraph.mechanism.pathways.pathway import Pathway, Pathways

SHOWN = 8  # factors in a list of what paths share


def print_pathways(found: Pathways) -> None:
    """Print pathways, one block each, and what they share.

    Args:
        found: the answer.
    """
    out = Page()
    out.line(found.summary, indent=0)
    for number, path in enumerate(found.paths, start=1):
        out.heading(f"{number}. {path.effect} {path.nodes[-1]} in {len(path)} step{'s' if len(path) != 1 else ''}")
        _block(out, path)
    if found.total > 1:
        _shared(out, found)
    if found.total > len(found):
        out.gap()
        out.line(f"{'At least ' if found.capped else ''}{found.total - len(found)} more; see --limit.", indent=0)


def _block(out: Page, path: Pathway) -> None:
    out.line(path.arrows)
    out.line(path.sentence)
    out.line(f"Weakest link: {path.weakest.label}", verdict=path.weakest.verdict)
    if any(path.crossings):
        out.line(f"Where: {' > '.join(each for each in path.crossings if each)}")


def _shared(out: Page, found: Pathways) -> None:
    out.heading("All paths together")
    for title, labels in (
        ("On every path", found.core.nodes),
        ("They diverge at", found.diverging),
        ("They converge at", found.converging),
        ("Raising and lowering part at", found.parting),
    ):
        if labels:
            rest = f" and {len(labels) - SHOWN} more; see --json" if len(labels) > SHOWN else ""
            out.line(f"{title}: {', '.join(labels[:SHOWN])}{rest}")
    cut = found.cut
    fewest = "One claim holds" if len(cut) == 1 else f"{len(cut)} claims hold"
    out.line(f"{fewest} the ends together; without {'it' if len(cut) == 1 else 'them'} no path of any length is left:")
    for claim in cut:
        out.line(claim.label, verdict=claim.verdict, indent=4)


def pathways_table(found: Pathways) -> Table:
    """Turn pathways into a table.

    Args:
        found: the answer.

    Returns:
        One row per path: steps, effect, path, weakest link, its verdict, tissues, sentence.
    """
    from calcigraph.store.terms import Literal

    columns = ("steps", "effect", "path", "weakest", "verdict", "tissues", "sentence")
    rows = [
        tuple(
            Literal(cell_text(value) if isinstance(value, str) else value)
            for value in (
                len(path),
                path.effect,
                path.arrows,
                path.weakest.label,
                path.weakest.verdict,
                " > ".join(path.crossings),
                path.sentence,
            )
        )
        for path in found
    ]
    return Table(columns, rows, title=found.summary)


def print_explanation(found: Explanation) -> None:
    """Print what the mechanism says to a claim.

    Args:
        found: the explanation.
    """
    out = Page()
    out.line(found.text.partition(" The shortest ")[0], indent=0)
    sides = ("Raising its object", "Lowering it") if found.code == "no sign" else ("For it", "Against it")
    for side, paths, total in zip(
        sides, (found.same, found.opposite), (found.same_total, found.opposite_total), strict=True
    ):
        if paths:
            out.heading(side)
        for path in paths:
            _block(out, path)
        if total > len(paths):
            out.line(f"{total - len(paths)} more; see --limit.")
