"""Notes errors of our own without what was asked: their messages may hold it, their names and places do not."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOG = logging.getLogger("calcigraph.server")


def note_error(error: BaseException, scope: Mapping[str, Any]) -> None:
    """Note an error.

    Args:
        error: the error; its kind and the line it came from are noted.
        scope: of the request; the template of its route is noted.

    Example:
        >>> note_error(ValueError("what somebody asked"), {})
    """
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "nowhere"
    route = getattr(scope.get("route"), "path", "-")
    _LOG.error("%s at %s, asked for %s", type(error).__name__, place, route)
