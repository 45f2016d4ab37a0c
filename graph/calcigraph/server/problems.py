"""What goes wrong, as RFC 9457 has it: one line that names the input, and the nearest that there is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from calcigraph.errors import (
    AmbiguousName,
    BadArgument,
    BadParameter,
    BadQuery,
    CalcigraphError,
    Unavailable,
    UnclearQuestion,
    UnknownName,
    UnknownQuestion,
    UsageError,
    one_line,
)
from calcigraph.server.releases import release

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA = "application/problem+json"
#: Where the kinds are described, below the root of the server.
HOME = "/api/problems"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem.

    Attributes:
        status: of HTTP.
        title: what it is, in a few words.
        meaning: when it comes, and what helps.
    """

    status: int
    title: str
    meaning: str


KINDS = {
    "bad-request": Kind(
        400, "not as described", "A parameter is missing, unknown, given twice, or of another type or range."
    ),
    "bad-page": Kind(
        400, "no such page", "The token of a page is of another release, of other parameters, or none at all."
    ),
    "bad-encoding": Kind(400, "not UTF-8", "The path, the query or the body is no UTF-8."),
    "bad-path": Kind(400, "no path", "The path leads out of itself, or has characters that no path has."),
    "foreign-origin": Kind(
        403, "from another site", "A page of another site sent the form; this server takes its own only."
    ),
    "unknown-path": Kind(404, "nothing is here", "No operation has the address; /api lists them."),
    "unknown-name": Kind(404, "unknown name", "No entity or claim has the name; the nearest are in `nearest`."),
    "unknown-question": Kind(404, "unknown question", "No question has the id, or fits the words."),
    "wrong-method": Kind(405, "wrong method", "The address takes other methods; they are in the header Allow."),
    "slow-request": Kind(408, "too slow", "The body did not come in time."),
    "ambiguous-name": Kind(409, "ambiguous name", "Several have the name; `nearest` lists them, say which."),
    "unclear-question": Kind(
        409, "unclear question", "The words can be read in several ways; `choices` lists them, say which."
    ),
    "clash": Kind(409, "a clash of names", "A name is given twice, with two values, or is taken."),
    "too-large": Kind(413, "too large", "The body has more bytes than this server reads."),
    "wrong-media-type": Kind(415, "wrong media type", "The body is of another type than the address takes."),
    "wrong-host": Kind(421, "wrong host", "The server was asked under a name that is not its own."),
    "impossible": Kind(
        422, "not possible", "Each parameter is as described, and together they ask for what cannot be."
    ),
    "internal": Kind(
        500, "an error of the server", "An error of calcigraph itself; it was noted without what was asked."
    ),
    "unavailable": Kind(503, "unavailable", "Something that is needed is not installed or not allowed."),
    "busy": Kind(503, "busy", "Too many computations wait; the header Retry-After says when to try again."),
    "too-long": Kind(504, "took too long", "The computation was not done in time; ask for less."),
}


class Refused(UsageError):
    """A request that this server does not take; ``kind`` is of ``KINDS``."""

    def __init__(
        self, kind: str, message: str, nearest: tuple[str, ...] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        self.kind = kind
        self.nearest = nearest
        self.headers = dict(headers or {})
        super().__init__(message)


class Cautioned(UsageError):
    """A refusal of the graph, with what the words of the request call for all the same."""

    def __init__(self, error: CalcigraphError, warnings: list[str]) -> None:
        self.error = error
        self.warnings = warnings
        super().__init__(str(error))


def kind_of(error: CalcigraphError) -> str:
    """Say of which kind an error is.

    Args:
        error: the error.

    Returns:
        A key of ``KINDS``.

    Example:
        >>> kind_of(UnknownName("K9"))
        'unknown-name'
    """
    if isinstance(error, Refused):
        return error.kind
    if isinstance(error, UnclearQuestion):
        return "unclear-question" if error.choices or error.needs else "unknown-question"
    kinds = (
        (UnknownName, "unknown-name"),
        (UnknownQuestion, "unknown-question"),
        (AmbiguousName, "ambiguous-name"),
        ((BadArgument, BadParameter, BadQuery), "impossible"),
        (Unavailable, "unavailable"),
    )
    return next((kind for types, kind in kinds if isinstance(error, types)), "internal")


def problem(error: CalcigraphError, path: str, root: str = "") -> dict[str, Any]:
    """Describe an error.

    Args:
        error: the error.
        path: that was asked for, without its query.
        root: path under which a proxy offers the server.

    Returns:
        ``warnings`` (what the words of the request call for all the same), the members of RFC 9457, ``nearest``, ``choices``
        and ``release``.

    Example:
        >>> problem(UnknownName("vitamin K9", ["vitamin K1"]), "/api/show")["nearest"]
        ['vitamin K1']
    """
    warnings = list(getattr(error, "cautions", ()))
    if isinstance(error, Cautioned):
        warnings, error = error.warnings, error.error
    name = kind_of(error)
    kind = KINDS[name]
    nearest = getattr(error, "nearest", ()) or getattr(error, "candidates", ())
    made: dict[str, Any] = {
        "warnings": warnings,
        "type": f"{root}{HOME}#{name}",
        "title": kind.title,
        "status": kind.status,
        "detail": str(error),
        "instance": path,
        "nearest": list(nearest),
        "release": release(),
    }
    if isinstance(error, UnclearQuestion):
        made["choices"] = [
            {"question": each.question, "parameters": dict(each.parameters), "asked": each.asked}
            for each in error.choices
        ]
    return made


def answer(error: CalcigraphError, path: str, root: str = "") -> Response:
    """Answer with an error.

    Args:
        error: the error.
        path: that was asked for, without its query.
        root: path under which a proxy offers the server.

    Returns:
        The answer, of the status that fits.

    Example:
        >>> answer(Unavailable("no PyMARE"), "/api/pool").status_code
        503
    """
    made = problem(error, one_line(path), root)
    headers = dict(getattr(error, "headers", {}))
    return Response(
        json.dumps(made, ensure_ascii=False, indent=2) + "\n", made["status"], headers=headers, media_type=MEDIA
    )
