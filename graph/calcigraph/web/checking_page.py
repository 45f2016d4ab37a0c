"""The page that checks a text: what of it is claimed, what the evidence allows, and how often that is wrong."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from calcigraph.factcheck.check_forms import NOTE
from calcigraph.factcheck.check_page import sections
from calcigraph.factcheck.checked import OUTCOMES
from calcigraph.factcheck.passages import plain_passages
from calcigraph.web.addresses import path_of
from calcigraph.web.posting import fields, limit, page
from calcigraph.web.templating import Place, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from calcigraph.factcheck.checked import Checked
    from calcigraph.knowledge.pages import Row

_EXAMPLE = (
    "Vitamin K2 prevents arterial calcification. It activates osteocalcin, which may bring calcium into bone. "
    "K2 is perfectly safe with warfarin."
)


def routes(check: Callable[[str], Checked]) -> list[BaseRoute]:
    """List the routes of the page.

    Args:
        check: what checks a text.

    Returns:
        Routes.
    """
    from starlette.routing import Route

    return [
        Route("/check", _empty, methods=["GET"]),
        Route("/check", partial(_check, check), methods=["POST"]),
    ]


def checked_part(checked: Checked, text: str, place: Place) -> Row:
    """Give a checked text as a page shows it.

    Args:
        checked: what checking found.
        text: the text itself.
        place: of the page.

    Returns:
        Summary, counts of the outcomes with their meaning, note, and the text with its marks and reasons as HTML.

    Example:
        >>> text = "K2 prevents fractures <b>"
        >>> "&lt;b&gt;" in checked_part(kg.check(text), text, Place("check"))["sections"]
        True
    """
    from markupsafe import Markup

    written = sections(checked, plain_passages(text), address=lambda iri: place.link(path_of(iri)))
    return {
        "summary": checked.summary,
        "counts": [
            {"outcome": outcome, "number": number, "meaning": OUTCOMES[outcome]}
            for outcome, number in checked.counts.items()
        ],
        "none": not checked.counts and not checked.language,
        "note": NOTE.replace(" (docs/checking.md)", ""),
        "sections": Markup("".join(written)),  # noqa: S704 - escaped where it is written
    }


def too_long() -> str:
    """Say that a text is longer than the box takes.

    Returns:
        A sentence.

    Example:
        >>> too_long()
        'This is too long for a page: at most 60,000 characters. calcigraph check FILE reads more.'
    """
    most = limit("longest_text")
    return f"This is too long for a page: at most {most:,} characters. calcigraph check FILE reads more."


def checking(place: Place, **told: Any) -> str:
    """Write the page.

    Args:
        place: of the page.
        told: the text, what was found in it, and what went wrong.

    Returns:
        The page.

    Example:
        >>> "wrong" in checking(Place("check"))
        True
    """
    return render(
        "check.html",
        place,
        title="Check a text",
        summary="Which sentences of a text make a claim, what the evidence allows, and how to say it fairly.",
        example=_EXAMPLE,
        longest=limit("longest_text"),
        wide=True,
        **{"words": "", "checked": None, "error": ""} | told,
    )


def _empty(request: Request) -> Response:
    del request
    return page(checking(Place("check")))


async def _check(check: Callable[[str], Checked], request: Request) -> Response:
    from starlette.concurrency import run_in_threadpool

    given = await fields(request)
    return await run_in_threadpool(_checked, check, given)


def _checked(check: Callable[[str], Checked], given: dict[str, str] | None) -> Response:
    place = Place("check")
    words = (given or {}).get("words", "")
    if given is None or len(words) > limit("longest_text"):
        return page(checking(place, error=too_long()), 413)
    if not words:
        return page(checking(place, error="Paste a text first."), 400)
    return page(checking(place, words=words, checked=checked_part(check(words), words, place)))
