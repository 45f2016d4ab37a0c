"""What comes in by a form, read with limits, and what goes out as a page; nothing of it is kept or logged."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from calcigraph.store.judgements import values
from calcigraph.web.templating import POLICY

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_MOST_FIELDS = 20


def limit(name: str) -> int:
    """Give how much a box takes.

    Args:
        name: an entry of ``web/boxes.yaml``.

    Returns:
        The limit.

    Raises:
        KeyError: there is no such entry.

    Example:
        >>> limit("longest_question")
        1000
    """
    return int(values("web/boxes.yaml")[name])


async def fields(request: Request) -> dict[str, str] | None:
    """Read a posted form.

    Args:
        request: its body in the encoding of a form; what is in another encoding has no fields.

    Returns:
        Field to value, the first where there are several; None where the form is larger than any box takes, which is found
        out without reading all of it.
    """
    largest = limit("largest_form")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > largest:
            return None
    try:
        found = parse_qs(body.decode(errors="replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:  # more fields than any form has
        return {}
    return {name: each[0].replace("\r\n", "\n").strip() for name, each in found.items()}


def page(html: str, status: int = 200) -> Response:
    """Send a page.

    Args:
        html: the page.
        status: of HTTP.

    Returns:
        The response, which no cache keeps and which loads nothing but our own files.

    Example:
        >>> page("<p>a</p>").headers["cache-control"]
        'no-store'
    """
    from starlette.responses import HTMLResponse

    kept = {"cache-control": "no-store"}
    # With no referrer at all a browser hides from us that a form is of our own page.
    safe = {"content-security-policy": POLICY, "x-content-type-options": "nosniff", "referrer-policy": "same-origin"}
    return HTMLResponse(html, status_code=status, headers=kept | safe)
