"""The whole mechanism as one drawing, every box and arrow a link to its page: the second layer of the story."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from calcigraph.pictures.draw import draw
from calcigraph.web.drawings import inline_drawing
from calcigraph.web.posting import page
from calcigraph.web.templating import Place, render

if TYPE_CHECKING:
    from markupsafe import Markup
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from calcigraph.store.store import Store

_PATH = "mechanism"
_LINK = re.compile(r'( href="(?:id|claim)/[^"]+)(")')


def routes(store: Store) -> list[BaseRoute]:
    """List the routes of the page.

    Args:
        store: the graph.

    Returns:
        Routes.
    """
    from starlette.routing import Route

    return [Route(f"/{_PATH}", partial(_page, store))]


def mechanism(store: Store, place: Place) -> str:
    """Write the page.

    Args:
        store: the graph.
        place: of the page.

    Returns:
        The page.

    Example:
        >>> 'href="claim/warfarin-inhibits-vkorc1"' in mechanism(store, Place("mechanism"))
        True
    """
    return render(
        "mechanism.html",
        place,
        title="The mechanism, step by step",
        summary="Every step of mechanism that the graph holds, on a map of the body.",
        drawing=_drawn(store, place),
        wide=True,
    )


def _drawn(store: Store, place: Place) -> Markup:
    """The drawing, which is laid out once: in files, the pages that it leads to have an ending."""
    from markupsafe import Markup

    drawn: Markup = store.once(_made)
    if not place.static:
        return drawn
    return Markup(_LINK.sub(r"\1.html\2", str(drawn)))  # noqa: S704 - the same drawing


def _made(store: Store) -> Markup:
    picture = draw(store, "mechanism", theme="light", makers={}, defaults={"mechanism": {}})
    return inline_drawing(picture, Place(_PATH))


def _page(store: Store, request: Request) -> Response:
    del request
    return page(mechanism(store, Place(_PATH)))
