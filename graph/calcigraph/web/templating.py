"""Pages from templates: one look for all, every address relative, so that they work under any path and from disk."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from calcigraph._version import RELEASED, __version__
from calcigraph.answers import page_words
from calcigraph.answers.display import MOST_ROWS
from calcigraph.guard.wordings import capital, people_units, unit_for_people
from calcigraph.knowledge.evidence import NO_ADVICE
from calcigraph.knowledge.sources import link
from calcigraph.namespaces import BASE, expand, shorten
from calcigraph.store.tables import cell_text
from calcigraph.web.addresses import path_of

if TYPE_CHECKING:
    from jinja2 import Environment

#: What the navigation of every page offers: address, words; the first ones stand in the head, all in the foot.
NAVIGATION = (
    ("", "Ask"),
    ("what-if", "What-if"),
    ("explore", "Explore"),
    ("check", "Check"),
    ("questions", "Questions"),
    ("query", "SPARQL"),
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
#: How addresses of files begin or end; every other address is a page.
FOLDERS = ("static/", "download/")
SUFFIXES = (".ttl", ".jsonld", ".json")


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
        if self.static and not page.startswith(FOLDERS) and not page.endswith(SUFFIXES):
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
        ModuleNotFoundError: Jinja2 is not installed.
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
        "shown": MOST_ROWS,
        "publication": lambda value, name: link(**{name: str(value)}),
    }
    made.filters |= {
        "address": lambda curie: expand(curie) or curie,
        "capital": capital,
        "cell": lambda value: people_units(cell_text(value)),
        "duration_unit": page_words.duration_unit,
        "difference_words": page_words.difference_words,
        "json_data": json_data,
        "kind_words": page_words.kind_words,
        "lowered_words": page_words.lowered_words,
        "match_words": page_words.MATCHES.__getitem__,
        "numbers": page_words.numbers,
        "path_of": path_of,
        "people": lambda value: people_units(str(value)),
        "short": shorten,
        "slug": lambda words: words.replace(" ", "-"),
        "unit": unit_for_people,
        "value_words": page_words.value_words,
        "verdict_words": page_words.verdict_words,
        "words": words,
    }
    return made


def words(name: str) -> str:
    """Write the name of a class, a property, a column or a parameter as words.

    Args:
        name: in capitals within or with underscores.

    Returns:
        Words in small letters.

    Example:
        >>> words("HealthEffect"), words("per_100g_ug"), words("SPARQL")
        ('health effect', 'per 100g ug', 'SPARQL')
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ")
    return apart if apart.isupper() else apart.lower()


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
