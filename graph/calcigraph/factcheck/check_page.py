"""A checked text as one page that needs nothing else: the text with marks, the reasons beside it, a summary on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.factcheck.check_forms import NOTE
from calcigraph.factcheck.checked import OUTCOMES
from calcigraph.factcheck.matching import RELATIONS
from calcigraph.store import files
from calcigraph.store.markup import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from calcigraph.factcheck.checked import Checked, CheckedSentence, Finding
    from calcigraph.factcheck.passages import Passage

_TAGS = {"heading": "h2", "item": "p", "cell": "p", "paragraph": "p"}


def as_page(checked: Checked, passages: Iterable[Passage]) -> str:
    """Write a checked text as an HTML page.

    Args:
        checked: the text.
        passages: its passages, in order.

    Returns:
        The page; it asks nothing of the network and runs no script.

    Example:
        >>> from calcigraph.factcheck.checked import Checked
        >>> as_page(Checked("a.txt"), []).startswith("<!DOCTYPE html>")
        True
    """
    return "".join(_parts(checked, passages))


def _parts(checked: Checked, passages: Iterable[Passage]) -> Iterator[str]:
    title = f"Claims in {checked.name or 'the text'}"
    yield (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{files.beside('factcheck/check_page.css').decode()}</style></head><body>"
        f"<header><h1>{escape(title)}</h1><p class=summary>{escape(checked.summary)}</p><ul class=counts>"
    )
    for outcome, number in checked.counts.items():
        yield (
            f'<li class="{_class(outcome)}"><b>{number}</b> <span>{outcome}</span>'
            f"<small>{escape(OUTCOMES[outcome])}</small></li>"
        )
    yield f"</ul><p class=note>{escape(NOTE)}</p></header><main>"
    yield from sections(checked, passages)
    yield "</main></body></html>\n"


def sections(checked: Checked, passages: Iterable[Passage], address: Callable[[str], str] = str) -> Iterator[str]:
    """Write the text with its marks, and beside each passage why it is marked.

    Args:
        checked: the text.
        passages: its passages, in order.
        address: makes of the IRI of a claim the address of its page.

    Yields:
        HTML, a passage after the other; what the text holds is escaped.

    Example:
        >>> from calcigraph.factcheck.checked import Checked
        >>> list(sections(Checked("a.txt"), []))
        []
    """
    left = iter(checked.sentences)
    waiting = next(left, None)
    number = 0
    for passage in passages:
        end = passage.original(len(passage.text) - 1) + 1
        mine: list[CheckedSentence] = []
        while waiting is not None and waiting.start < end:
            mine.append(waiting)
            waiting = next(left, None)
        tag = _TAGS.get(passage.kind, "p")
        yield f'<section><{tag} class="text {passage.kind}">{_marked(passage, mine, number)}</{tag}><div class=reasons>'
        for sentence in mine:
            number += 1
            yield _card(sentence, number, address)
        yield "</div></section>"


def _class(outcome: str) -> str:
    return outcome.replace(" ", "-")


def _marked(passage: Passage, sentences: list[CheckedSentence], number: int) -> str:
    """The words of a passage, with a mark around each sentence that makes a claim."""
    parts = []
    place = 0
    for sentence in sentences:
        number += 1
        at = passage.text.find(sentence.text, place)
        if at < 0:
            continue
        parts.append(escape(passage.text[place:at]))
        parts.append(
            f'<a href="#f{number}" id="m{number}"><mark class="{_class(sentence.outcome)}">{escape(sentence.text)}</mark>'
            f"<sup>{number}</sup></a>"
        )
        place = at + len(sentence.text)
    parts.append(escape(passage.text[place:]))
    return "".join(parts)


def _card(sentence: CheckedSentence, number: int, address: Callable[[str], str]) -> str:
    rows = "".join(_finding(each, address) for each in sentence.findings)
    page = f" page {sentence.page}" if sentence.page else ""
    return f'<article id="f{number}"><a class=back href="#m{number}">{number}{page}</a>{rows}</article>'


def _finding(finding: Finding, address: Callable[[str], str]) -> str:
    parts = [
        f'<div class="finding {_class(finding.outcome)}"><b>{finding.outcome}</b> <span class=words>{escape(", ".join(finding.words))}</span>',
        f"<p>{escape(finding.reason)}</p>",
    ]
    if finding.claim:
        how = RELATIONS.get(finding.how, "")
        parts.append(
            f'<p class=claim>{escape(how[:1].upper() + how[1:])}: <a href="{escape(address(finding.claim.iri))}">{escape(finding.claim.label)}</a>, '
            f"{escape(finding.claim.verdict)}</p>"
        )
    if finding.rewrite:
        parts.append(f"<p class=rewrite><i>Say:</i> {escape(finding.rewrite)}</p>")
    return "".join([*parts, "</div>"])
