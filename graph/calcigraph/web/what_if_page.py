"""What if: factors pressed up or down by a form, the answer as a table and on the body; an address holds the whole scenario."""

from __future__ import annotations

import re
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from calcigraph.answers.page_leads import cautions
from calcigraph.errors import AmbiguousName, BadArgument, UnknownName, UsageError, one_line
from calcigraph.mechanism.whatif.said import DEFICIENT, LEVELS, REPLETE, UNDETERMINED, WORDS
from calcigraph.pictures.html import inline
from calcigraph.web.addresses import path_of
from calcigraph.web.posting import limit, page
from calcigraph.web.templating import Place, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from calcigraph.knowledge.pages import Row
    from calcigraph.mechanism.whatif.responses import Response as Moved
    from calcigraph.mechanism.whatif.responses import WhatIf
    from calcigraph.store.store import Store

    Pairs = list[tuple[str, str]]

#: How the form says the levels.
LEVEL_WORDS = {"high": "more of", "low": "lack of", "normal": "kept as it is:"}
#: How the table calls kinds of endpoints.
KIND_WORDS = {
    "clinical": "What happens to people: clinical outcomes",
    "surrogate": "What is measured in their place: surrogate endpoints",
    "biomarker": "What a laboratory measures: biomarkers",
    "mechanism": "Steps of mechanism",
}
_MARKS = {"increase": "↑", "decrease": "↓", "no effect": "=", "no route": "·", UNDETERMINED: "?"}
#: Scenarios that the page offers: words, and what is pressed.
EXAMPLES: tuple[tuple[str, Pairs], ...] = (
    ("More vitamin D, and a lack of vitamin K2", [("high", "vitamin D"), ("low", "vitamin K2")]),
    ("Warfarin", [("high", "warfarin")]),
    ("A lack of magnesium", [("low", "magnesium")]),
)
_FACTORS = """
SELECT DISTINCT ?label {
  ?claim cg:directness cg:direct ; cg:predicate/cg:sign ?sign ; cg:subject|cg:object ?factor .
  { ?factor skos:prefLabel ?label } UNION { ?entity cg:actsThrough ?factor ; skos:prefLabel ?label }
} ORDER BY LCASE(STR(?label)) ?label"""
_LONGEST_NAME = 200
_SIZE = re.compile(r'viewBox="\S+ \S+ (\S+) (\S+)"')


def routes(store: Store, what_if: Callable[..., WhatIf], draw: Callable[..., Any]) -> list[BaseRoute]:
    """List the routes of the page.

    Args:
        store: the graph.
        what_if: what answers a scenario.
        draw: what draws its answer.

    Returns:
        Routes.
    """
    from starlette.routing import Route

    return [
        Route("/what-if", partial(_page, store, what_if)),
        Route("/what-if/body.svg", partial(_body, what_if, draw)),
    ]


def factors(store: Store) -> list[str]:
    """List the names that the form completes.

    Args:
        store: the graph.

    Returns:
        Labels of what can be pressed, in alphabetical order.

    Example:
        >>> "VKORC1" in factors(store), "warfarin" in factors(store)
        (True, True)
    """
    return store.once(_read_factors)


def what_if_page(store: Store, place: Place, pairs: Pairs, **told: Any) -> str:
    """Write the page.

    Args:
        store: the graph.
        place: of the page.
        pairs: level and name of each factor, as the form has them.
        told: the answer, or what went wrong.

    Returns:
        The page.

    Example:
        >>> "more of" in what_if_page(store, Place("what-if"), [])
        True
    """
    most = limit("most_factors")
    rows = [*pairs, *[("high", "")] * max(1, 3 - len(pairs))][:most]
    return render(
        "what-if.html",
        place,
        title="What if?",
        summary="Choose factors, press them up or down, and see which way the others move and why.",
        rows=rows,
        levels=LEVEL_WORDS,
        names=factors(store),
        examples=[(words, query(chosen)) for words, chosen in EXAMPLES],
        most=most,
        wide=True,
        **{"answer": None, "error": "", "near": [], "observed": "", "lacking": ""} | told,
    )


def query(pairs: Pairs, **more: str) -> str:
    """Write the parameters of the address of a scenario.

    Args:
        pairs: level and name of each factor.
        more: of the form, left out where empty.

    Returns:
        The part behind the question mark, in the order of the form.

    Example:
        >>> query([("low", "vitamin K2")], observe="INR")
        'level=low&factor=vitamin+K2&observe=INR'
    """
    found = [each for level, name in pairs for each in (("level", level), ("factor", name))]
    return urlencode(found + [(name, value) for name, value in more.items() if value])


def told_what_if(store: Store, found: WhatIf, warnings: list[str]) -> Row:
    """Give an answer as the page shows it.

    Args:
        store: the graph.
        found: the answer.
        warnings: what has to be said first.

    Returns:
        Cautions, headline, what does not fit the studies, and the responses by kind of endpoint.

    Example:
        >>> told_what_if(store, kg.what_if({"VKORC1": "low"}, ["arterial calcification"]), [])["headline"]
        'With VKORC1 low: 1 rise.'
    """
    del store
    against = [each for each in found.responses if each.contradicted_by]
    return {
        "cautions": warnings,
        "headline": found.summary,
        "against": [each.label for each in against],
        "groups": [
            {"kind": KIND_WORDS[kind], "rows": [_response(each) for each in group]}
            for kind, group in groupby(found.responses, key=lambda each: each.kind)
        ],
        "ensemble": f"{found.members:,} of {found.samples:,} draws of the unknown strengths come to rest; "
        f"an answer needs {found.agreement:.0%} of them.",
    }


def _response(each: Moved) -> Row:
    seen = each.observed[0] if each.observed else None
    return {
        "label": each.label,
        "path": path_of(each.factor),
        "answer": WORDS[each.answer],
        "mark": _MARKS[each.answer],
        "look": {"increase": "raises", "decrease": "lowers"}.get(each.answer, "neither"),
        "agreement": f"{each.agreement:.0%}" if each.answer not in ("no effect", "no route") else "",
        "studies": each.trials,
        "claim": path_of(seen.claim.iri) if seen else "",
        "against": bool(each.contradicted_by),
        "undetermined": each.answer == UNDETERMINED,
        "limited": each.limited_by and {"label": each.limited_by.label, "path": path_of(each.limited_by.iri)},
        "unsure": WORDS[each.with_unsure] if each.with_unsure != each.answer else "",
        "settles": each.settles.text if each.settles else "",
        "routes": [
            {
                "effect": "raises it" if route.sign > 0 else "lowers it",
                "text": route.text.replace(" > ", " → "),
                "weakest": route.weakest.label,
                "path": path_of(route.weakest.iri),
                "verdict": route.weakest.verdict,
            }
            for route in each.routes
        ],
    }


def _given(request: Request) -> tuple[Pairs, str, str]:
    """Read a scenario from an address: pairs of level and name, what to ask for, what the body lacks."""
    asked = request.query_params
    pairs = zip(asked.getlist("level"), asked.getlist("factor"), strict=False)
    named = [(level, name.strip()[:_LONGEST_NAME]) for level, name in pairs if name.strip()]
    observed, lacking = (asked.get(name, "").strip()[:_LONGEST_NAME] for name in ("observe", "lacking"))
    return named, observed, lacking


def _scenario(pairs: Pairs, observed: str, lacking: str) -> tuple[dict[str, str], list[str] | None, str]:
    if len(pairs) > limit("most_factors"):
        raise BadArgument(f"{len(pairs)} factors are too many for a page: at most {limit('most_factors')}")
    for level, _ in pairs:
        if level not in LEVELS:
            raise BadArgument(f"'{level[:40]}' is no level; expected one of {', '.join(LEVELS)}")
    named = [name.casefold() for _, name in pairs]
    for _, name in pairs:
        if named.count(name.casefold()) > 1:
            raise BadArgument(f"'{name}' is chosen twice")
    state = f"{DEFICIENT}{lacking}" if lacking else REPLETE
    return {name: level for level, name in pairs}, [observed] if observed else None, state


def _page(store: Store, what_if: Callable[..., WhatIf], request: Request) -> Response:
    place = Place("what-if")
    pairs, observed, lacking = _given(request)
    kept = {"observed": observed, "lacking": lacking}
    if not pairs:
        return page(what_if_page(store, place, pairs, **kept))
    try:
        pressed, observe, state = _scenario(pairs, observed, lacking)
        found = what_if(pressed, observe, state=state)
        warnings = cautions(store, (*pressed, *(observe or ()), state))
    except UsageError as error:
        near = _near(error, pairs, kept)
        status = 404 if isinstance(error, UnknownName) else 400
        return page(what_if_page(store, place, pairs, error=one_line(str(error)), near=near, **kept), status)
    answer = told_what_if(store, found, warnings)
    answer["address"] = f"?{query(pairs, observe=observed, lacking=lacking)}"
    return page(what_if_page(store, place, pairs, answer=answer, **kept))


def _near(error: UsageError, pairs: Pairs, kept: dict[str, str]) -> list[Row]:
    """The same scenario with each of the nearest names, where a name is not known or is that of several."""
    names: tuple[str, ...] = ()
    if isinstance(error, UnknownName):
        names = error.nearest
    elif isinstance(error, AmbiguousName):
        names = error.candidates
    wrong = getattr(error, "name", "")
    made = []
    for name in names[:5]:
        mended = [(level, name if each == wrong else each) for level, each in pairs]
        more = {"observe": kept["observed"], "lacking": kept["lacking"]}
        more = {key: name if value == wrong else value for key, value in more.items()}
        made.append({"words": name, "address": f"?{query(mended, **more)}"})
    return made


def _body(what_if: Callable[..., WhatIf], draw: Callable[..., Any], request: Request) -> Response:
    from starlette.responses import PlainTextResponse, Response

    pairs, observed, lacking = _given(request)
    try:
        pressed, observe, state = _scenario(pairs, observed, lacking)
        if not pressed:
            raise BadArgument("no factor is chosen")
        found = what_if(pressed, observe, state=state)
        theme = "dark" if request.query_params.get("theme") == "dark" else "light"
        svg = _fitted(draw(found, theme=theme).svg())
    except UsageError as error:
        return PlainTextResponse(f"{one_line(str(error))}\n", 400)
    # Its colours are attributes, so that nothing in it has to run or be loaded.
    safe = {"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'", "cache-control": "no-store"}
    return Response(svg, media_type="image/svg+xml", headers={**safe, "x-content-type-options": "nosniff"})


def _fitted(svg: str) -> str:
    """Give each line of a drawing the width that it was measured to have, so that it fits its box in any font."""
    found = inline(svg)
    size = _SIZE.search(found)
    return found.replace("<svg ", f'<svg width="{size[1]}" height="{size[2]}" ', 1) if size else found


def _read_factors(store: Store) -> list[str]:
    return [str(label) for (label,) in store.engine.values(_FACTORS)]
