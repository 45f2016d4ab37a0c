"""Zazuko's YASGUI, where it has been made part of this installation: tabs, formats, and highlighting for SPARQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from calcigraph.namespaces import PREFIXES
from calcigraph.web.posting import page
from calcigraph.web.templating import POLICY, Place, render

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

#: Where ``make assets`` puts it; the repository does not hold it.
FOLDER = Path(__file__).parent / "static" / "yasgui"
FILES = ("yasgui.min.css", "yasgui.min.js", "licences.txt")
PATH = "query/yasgui"
# It writes styles into its elements; everything else stays as strict as on our own pages.
_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
_FIRST = """\
SELECT ?claim ?sentence ?status ?certainty {
  ?claim cg:subject id:vitamin-k2 ; rdfs:label ?sentence ; cg:status/rdfs:label ?status .
  OPTIONAL { ?claim cg:certainty/rdfs:label ?certainty }
} ORDER BY ?sentence"""


def present() -> bool:
    """Tell whether YASGUI is there.

    Returns:
        Whether all its files are.

    Example:
        >>> present() in (True, False)
        True
    """
    return all((FOLDER / name).is_file() for name in FILES)


def routes() -> list[BaseRoute]:
    """List the routes of the page.

    Returns:
        Routes; none where YASGUI is not there.
    """
    from starlette.routing import Route

    return [Route(f"/{PATH}", _page)] if present() else []


def _page(request: Request) -> Response:
    del request
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("cg", "id", "claim", "rdfs", "skos"))
    answer = page(
        render(
            "yasgui.html",
            Place(PATH),
            title="SPARQL with YASGUI",
            summary="The same endpoint, in an editor with tabs.",
            query=f"{prefixes}{_FIRST}\n",
            wide=True,
        )
    )
    answer.headers["content-security-policy"] = _POLICY
    return answer
