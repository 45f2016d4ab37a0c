"""Pages as text for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calcigraph.answers.page_words import (
    MATCHES,
    amount_words,
    difference_words,
    lowered_words,
    numbers,
    result_words,
    verdict_words,
)
from calcigraph.cli.render import console, on_terminal, style, width
from calcigraph.errors import visible
from calcigraph.knowledge.sources import link

if TYPE_CHECKING:
    from calcigraph.knowledge.pages import Row

_CLAIM_LISTS = (
    ("Acts on", "acts_on"),
    ("Acted on by", "acted_on_by"),
    ("Cautions", "cautions"),
    ("Also claimed", "other_claims"),
)
SHOWN_AMOUNTS = 12


class Page:
    """Writes headings and wrapped lines, styled on a terminal and plain in a pipe.

    Example:
        >>> Page().line("a result", verdict="refuted")
          a result [refuted]
    """

    def __init__(self) -> None:
        self._console = console() if on_terminal() else None

    def heading(self, text: str) -> None:
        """Write a heading.

        Args:
            text: the heading.
        """
        if self._console:
            from rich.text import Text

            self._console.print()
            self._console.print(Text(visible(text), style="bold underline"))
        else:
            print(f"\n{visible(text)}")  # noqa: T201 - a page is printed

    def gap(self) -> None:
        """Write an empty line."""
        print()  # noqa: T201 - a page is printed

    def note(self, text: str) -> None:
        """Write a note under a page, if there is one.

        Args:
            text: the note, or nothing.
        """
        if text:
            self.heading("Note")
            self.line(text)

    def line(self, text: str, *, verdict: str = "", indent: int = 2, mark: str = "") -> None:
        """Write a wrapped line.

        Args:
            text: the line.
            verdict: a verdict to put behind it, in its colour.
            indent: spaces before it.
            mark: a sign before the first line, in the colour of what it stands for.
        """
        import textwrap

        tail = f" [{verdict}]" if verdict else ""
        lead = " " * indent + mark
        wrapped = textwrap.wrap(
            visible(text + tail),
            width=width() - 1,
            initial_indent=lead,
            subsequent_indent=" " * (indent + max(len(mark), 2 if not mark else len(mark))),
            break_on_hyphens=False,
            break_long_words=False,
        )
        if self._console is None:
            for each in wrapped:
                print(each)  # noqa: T201 - a page is printed
            return
        from rich.text import Text

        shown = Text("\n".join(wrapped), no_wrap=True, overflow="ignore")
        for word in (verdict, mark.strip()):
            if word and style(_meaning(word)):
                shown.highlight_words([word], style=style(_meaning(word)))
        self._console.print(shown, soft_wrap=True)


def _meaning(word: str) -> str:
    return {"+": "supports", "-": "refutes", "0": "null"}.get(word, word)


def print_entity(page: Row) -> None:
    """Print the page on an entity.

    Args:
        page: as ``pages.entity_page`` gives it.
    """
    out = Page()
    _entity_head(out, page["entity"])
    for title, key in (("Forms", "forms"), ("Kinds", "kinds")):
        if page[key]:
            out.heading(title)
            out.line(", ".join(row["label"] for row in page[key]))
    for title, key in _CLAIM_LISTS:
        if page[key]:
            out.heading(title)
        for row in page[key]:
            out.line(row["label"], verdict=row["verdict"])
    if page["amounts"]:
        out.heading("Amounts")
    for row in page["amounts"][:SHOWN_AMOUNTS]:
        out.line(amount_words(row))
    if len(page["amounts"]) > SHOWN_AMOUNTS:
        out.line(f"... and {len(page['amounts']) - SHOWN_AMOUNTS} more; see --format json")
    out.note(page["note"])


def _entity_head(out: Page, entity: dict[str, Any]) -> None:
    from calcigraph.namespaces import expand

    out.heading(entity["label"])
    kinds = [each for each in entity["classes"] if each != "Factor"]
    out.line(f"{entity['definition']}")
    endpoint = f"; endpoint: {entity['endpoint']}" if entity["endpoint"] else ""
    out.line(f"Class: {', '.join(kinds) or 'Factor'}{endpoint}")
    if entity["synonyms"]:
        out.line(f"Also called: {', '.join(entity['synonyms'])}")
    for kind, curies in entity["identifiers"].items():
        out.line(f"{MATCHES[kind]}: " + ", ".join(f"{curie} <{expand(curie) or curie}>" for curie in curies))
    if not entity["identifiers"]:
        out.line("No identifier in another vocabulary is known.")


def print_evidence(page: Row) -> None:
    """Print the page on a claim.

    Args:
        page: as ``pages.evidence_page`` gives it.
    """
    out = Page()
    claim = page["claim"]
    out.heading(f"{claim['label'][0].upper()}{claim['label'][1:]}")
    out.line("Verdict", verdict=claim["verdict"])
    for verdict in page["verdicts"]:
        _verdict(out, verdict)
    for title, counted in (("Results that count", True), ("Results that do not count", False)):
        rows = [row for row in page["results"] if row["counted"] is counted]
        if rows:
            out.heading(title)
        for row in rows:
            _result(out, row)
    if not page["results"] and not page["mechanism"]:
        out.heading("Results")
        out.line("None. Nothing in the graph has studied this.")
    if page["mechanism"]:
        out.heading("Source of this step of mechanism")
    for row in page["mechanism"]:
        only = "" if row["tests"] else " (mentions the step only)"
        out.line(f"{row['source']}: {row['title'] or 'title not displayed'}{_links(row)}{only}")
    if page["statements"]:
        out.heading("Who says so")
    for row in page["statements"]:
        out.line(f"{row['article']} ({row['section']}): {row['hedge']}", verdict=row["boldness"] or "")
    out.note(page["note"])


def _verdict(out: Page, verdict: Row) -> None:
    out.line(verdict_words(verdict))
    for reason in verdict["reasons"]:
        out.line(lowered_words(reason), indent=4)
    for row in verdict["differences"]:
        out.line(difference_words(row), indent=4)


def _links(row: Row) -> str:
    found = link(row["pmid"], row["doi"])
    flag = "" if row["verification"] == "verified" else f" ({row['verification']})"
    other = f" {row['identifier']}" if row.get("identifier") and not found else ""
    return (f" <{found}>" if found else other) + flag


def _result(out: Page, row: Row) -> None:
    mark = {"supports": "+", "refutes": "-", "null": "0"}[row["direction"]]
    out.line(result_words(row), mark=f"{mark} ")
    shown = "; ".join(filter(None, (numbers(row), row["population"], row["baseline"])))
    if shown:
        out.line(shown, indent=4)
    if row["warning"]:
        out.line(f"Integrity warning: {row['warning']}", indent=4)
    if row["caveat"]:
        out.line(f"Note: {row['caveat']}", indent=4)
    links = _links(row).strip()
    if links:
        out.line(links, indent=4)
