"""Pages from templates: one look for all, every address relative, so that they work under any path and from disk."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from calcigraph._version import RELEASED, __version__
from calcigraph.guard.wordings import capital
from calcigraph.knowledge.evidence import NO_ADVICE
from calcigraph.namespaces import BASE

if TYPE_CHECKING:
    from jinja2 import Environment

#: What the navigation of every page offers: address, words; the first ones stand in the head, all in the foot.
NAVIGATION = (
    ("", "Ask"),
    ("what-if", "What-if"),
    ("explore", "Explore"),
    ("check", "Check"),
    ("questions", "Questions"),
    ("sparql", "SPARQL"),
    ("how-sure", "How sure"),
    ("limits", "Limits"),
    ("downloads", "Downloads"),
    ("about", "About"),
)
#: What a page may load: its own files and nothing else, no script or style inside it.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: Endings of addresses that are files of their own; every other address is a page.
SUFFIXES = (".ttl", ".jsonld", ".json", ".svg", ".css", ".js", ".txt", ".xml", ".png")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands, from which its addresses are made.

    Attributes:
        path: of the page below the root, such as ``claim/k2-prevents-x``; empty for the first page.
        static: whether it is written to a file, so that nothing in it can be computed on demand.
    """

    path: str = ""
    static: bool = False

    def link(self, path: str, **query: str) -> str:
        """Give the address of another page from here.

        Args:
            path: below the root, such as ``id/mk-7``, with ``#part`` where wanted; empty for the first page.
            query: parameters to put behind it; left out of a page in a file, which cannot answer to them.

        Returns:
            A relative address.

        Example:
            >>> Place("claim/a").link("id/mk-7"), Place("claim/a", static=True).link("id/mk-7"), Place().link("")
            ('../id/mk-7', '../id/mk-7.html', './')
        """
        from urllib.parse import quote, urlencode

        page, hash_, part = path.partition("#")
        if self.static and not page.endswith(SUFFIXES):
            page = f"{page or 'index'}.html"
        up = "../" * self.path.count("/") or ("" if page else "./")
        asked = f"?{urlencode(query)}" if query and not self.static else ""
        return f"{up}{quote(page)}{asked}{hash_}{quote(part, safe='=&,:~')}"


def render(template: str, place: Place, **context: Any) -> str:
    """Write a page.

    Args:
        template: its name, such as ``entity.html``.
        place: where it stands.
        context: what it shows; ``title`` and ``summary`` go to its head, ``data`` there as JSON-LD.

    Returns:
        The HTML.

    Example:
        >>> render("plain.html", Place("a"), title="A page", summary="What it is.")[:15]
        '<!doctype html>'
    """
    return environment().get_template(template).render(place=place, link=place.link, **context)


@cache
def environment() -> Environment:
    """Make what reads the templates, which escapes whatever they show.

    Returns:
        The environment, with what every page knows: version, release, navigation.

    Raises:
        Unavailable: Jinja2 is not installed.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("calcigraph.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "version": __version__,
        "released": RELEASED,
        "navigation": NAVIGATION,
        "no_advice": NO_ADVICE,
        "base": BASE,
    }
    made.filters |= {"capital": capital, "json_data": json_data}
    return made


def json_data(value: Any) -> str:
    """Write a value as JSON that can stand in a script element.

    Args:
        value: plain values.

    Returns:
        Markup in which nothing ends the element.

    Example:
        >>> json_data({"a": "</script>"})
        Markup('{"a":"\\\\u003c/script>"}')
    """
    import json

    from markupsafe import Markup

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704 - it is escaped here
