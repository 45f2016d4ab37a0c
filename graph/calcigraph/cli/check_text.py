"""A checked text on a terminal: the summary on top, then sentence by sentence what it claims and how to say it."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from calcigraph.cli import render
from calcigraph.errors import visible
from calcigraph.factcheck.check_forms import NOTE
from calcigraph.factcheck.claimhood import REASONS
from calcigraph.factcheck.matching import RELATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph.factcheck.checked import Checked, Finding


def as_text(checked: Checked) -> str:
    """Write a checked text for a terminal.

    Args:
        checked: the text.

    Returns:
        Lines no wider than the terminal, 80 columns in a pipe; they end in a line feed.

    Example:
        >>> from calcigraph.factcheck.checked import Checked
        >>> as_text(Checked("a.txt")).splitlines()[0]
        '0 claims in 0 sentences'
    """
    return "\n".join(_lines(checked)) + "\n"


def _lines(checked: Checked) -> Iterator[str]:
    yield from _filled(checked.summary)
    if checked.language:
        return
    for sentence in checked.sentences:
        yield ""
        page = f"page {sentence.page}: " if sentence.page else ""
        yield from _filled(f"{page}{' '.join(sentence.text.split())}")
        for finding in sentence.findings:
            yield from _finding(finding)
    yield ""
    if checked.no_claim:
        told = ", ".join(f"{number} {_why(reason)}" for reason, number in checked.no_claim.most_common())
        yield from _filled(f"No claim: {told}.")
    yield from _filled(NOTE)


def _why(reason: str) -> str:
    return f"({REASONS.get(reason, reason)})"


def _finding(finding: Finding) -> Iterator[str]:
    words = f" [{', '.join(finding.words)}]" if finding.words else ""
    yield from _filled(f"{finding.outcome.upper()}{words}", 2)
    yield from _filled(finding.reason, 4)
    if finding.claim:
        how = RELATIONS.get(finding.how, "")
        yield from _filled(f"{how[:1].upper()}{how[1:]}: {finding.claim.label}, {finding.claim.verdict}", 4)
        yield from _filled(finding.claim.iri, 4)
    if finding.rewrite:
        yield from _filled(f"Say: {finding.rewrite}", 4)


def _filled(text: str, indent: int = 0) -> list[str]:
    lead = " " * indent
    return textwrap.wrap(
        visible(text),
        width=render.width(),
        initial_indent=lead,
        subsequent_indent=lead,
        break_long_words=False,
        break_on_hyphens=False,
    )
