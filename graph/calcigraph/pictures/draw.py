"""What can be drawn, by name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from calcigraph.diagrams.style import Style
from calcigraph.errors import BadArgument
from calcigraph.pictures.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from calcigraph.mechanism.pathways.pathway import Pathways
    from calcigraph.mechanism.slices import Slice
    from calcigraph.mechanism.whatif.responses import Comparison, WhatIf
    from calcigraph.store.store import Store

#: Drawn by ``compare`` where no scenarios are given.
SCENARIOS = {
    "Vitamin D": {"vitamin D": "high"},
    "Vitamin K2": {"vitamin K2": "high"},
    "Vitamin D and vitamin K2": {"vitamin D": "high", "vitamin K2": "high"},
    "Vitamin D and warfarin": {"vitamin D": "high", "warfarin": "high"},
}
#: What can be drawn by name.
PICTURES = ("story", "mechanism", "neighbourhood", "pathways", "what-if", "claim", "compare", "forest", "funnel")
MECHANISM = "Where does the calcium go? The mechanism, step by step"


def draw(
    store: Store,
    what: str | Slice | Pathways | WhatIf | Comparison,
    *names: Any,
    theme: str,
    makers: Mapping[str, Callable[..., Any]],
    defaults: Mapping[str, Mapping[str, Any]],
    **options: Any,
) -> Picture:
    """Draw something; see ``kg.draw``.

    Args:
        store: the graph.
        what: one of ``PICTURES``; or a slice, pathways, or the answer to a what-if question or a comparison.
        names: what it is about.
        theme: ``light`` or ``dark``.
        makers: what gives the answers that are drawn, by the name of the picture: ``pathways``, ``what-if``,
            ``compare``.
        defaults: options of each picture where none is given.
        options: of the picture.

    Returns:
        The picture.

    Raises:
        BadArgument: there is no such picture, or names or options do not fit.
        UnknownName: a name is not known.

    Example:
        >>> draw(store, kg.pathways("warfarin", "carboxylated MGP"), theme="light", makers={}, defaults={}).kind
        'pathways'
    """
    style = Style(theme)
    if not isinstance(what, str):
        return _drawn(store, what, style)
    if what not in PICTURES:
        raise BadArgument(f"no picture is called '{what}'; known: {', '.join(PICTURES)}")
    if what == "compare" and not (names and names[0]):
        names = (SCENARIOS, *names[1:])
    if what in _BY_NAME:
        picture: Picture = _made(_BY_NAME[what], what, (store, style, *names), options, defaults[what])
        return picture
    return _drawn(store, _made(makers[what], what, names, options, defaults[what]), style)


def _made(
    maker: Callable[..., Any], what: str, names: tuple[Any, ...], options: dict[str, Any], defaults: Mapping[str, Any]
) -> Any:
    """Make something from names and options, and with the defaults of what was not given."""
    from inspect import signature

    try:
        given = signature(maker).bind_partial(*names, **options).arguments
        complete = {name: value for name, value in defaults.items() if name not in given} | options
        signature(maker).bind(*names, **complete)
    except TypeError as error:
        raise BadArgument(f"'{what}' cannot be drawn from these names and options: {error}") from None
    return maker(*names, **complete)


def _drawn(store: Store, what: Any, style: Style) -> Picture:
    from calcigraph.diagrams.model import of_slice
    from calcigraph.mechanism import slices
    from calcigraph.mechanism.pathways.pathway import Pathways

    if isinstance(what, Pathways):
        return _pathways_picture(store, style, what)
    if hasattr(what, "scenarios"):
        return _panels(store, style, what.scenarios)
    if hasattr(what, "answers"):
        return _what_if_picture(store, style, what)
    if isinstance(what, slices.Slice):
        model = of_slice(store, what)
        return Picture("slice", (model,), style, model.title, store=store)
    raise BadArgument(f"cannot draw {type(what).__name__}; draw one of {', '.join(PICTURES)}")


def _mechanism(store: Store, style: Style) -> Picture:
    from calcigraph.diagrams.model import of_slice
    from calcigraph.mechanism import slices

    # Steps that are not in force are drawn too, as such: the picture is of all that is said of the mechanism.
    steps = slices.mechanism(store).claims
    model = of_slice(store, slices.of_claims(store, steps, MECHANISM), on_map=True)
    return Picture("mechanism", (model,), style, model.title, store=store)


def _neighbourhood(store: Store, style: Style, name: str, steps: int) -> Picture:
    from calcigraph.diagrams.model import of_slice
    from calcigraph.mechanism import slices

    part = slices.neighbourhood(store, name, steps)
    model = of_slice(store, part, focus=frozenset({store.entities.iri(name)}))
    return Picture("neighbourhood", (model,), style, model.title, store=store)


def _pathways_picture(store: Store, style: Style, found: Pathways) -> Picture:
    from calcigraph.diagrams.model import of_slice
    from calcigraph.mechanism import slices
    from calcigraph.mechanism.naming import network_factors

    part = slices.of_pathways(store, found)
    names = [name for side in (found.source, found.target) for name in ([side] if isinstance(side, str) else side)]
    ends = frozenset(iri for name in names for iri in network_factors(store, name))
    part = replace(part, entities=tuple(sorted({*part.entities, *(ends if not part.claims else ())})))
    note = found.summary + (f" The shortest {len(found)} are drawn." if found.total > len(found) else "")
    model = of_slice(store, part, focus=ends, note=note)
    return Picture("pathways", (model,), style, model.title, note, store=store)


def _what_if_picture(store: Store, style: Style, found: WhatIf) -> Picture:
    from calcigraph.diagrams.model import of_slice
    from calcigraph.mechanism import slices
    from calcigraph.pictures.panels import answers_of

    steps = slices.mechanism(store).claims
    part = slices.of_claims(store, steps, slices.of_what_if(store, found).title)
    note = (
        "What the mechanism says, not what trials saw: undetermined means that opposing routes carry like weight; "
        "no effect, that what leads there is full or below what harms; no route, that the graph knows none. "
        "This is no medical advice."
    )
    focus = frozenset(found.interventions)
    model = of_slice(store, part, responses=answers_of(found), focus=focus, on_map=True, note=note)
    return Picture("what-if", (model,), style, model.title, note, store=store)


def _claim(store: Store, style: Style, *claim: str, max_length: int, limit: int) -> Picture:
    from calcigraph.knowledge.claims import one_claim
    from calcigraph.pictures.claim import of_claim

    model = of_claim(store, one_claim(store, *claim), max_length=max_length, limit=limit)
    return Picture("claim", (model,), style, model.title, model.note, store=store)


def _panels(store: Store, style: Style, scenarios: Mapping[str, WhatIf]) -> Picture:
    from calcigraph.pictures.panels import of_comparison

    models = of_comparison(store, scenarios)
    note = "What the mechanism says, not what trials saw. This is no medical advice."
    return Picture(
        "compare",
        tuple(models),
        style,
        f"What if: {len(models)} scenario{'s side by side' if len(models) != 1 else ''}",
        note,
        store=store,
    )


def _forest(store: Store, style: Style, *claim: str) -> Picture:
    from calcigraph.knowledge.claims import one_claim
    from calcigraph.pictures.forest import read_forest

    found = read_forest(store, one_claim(store, *claim))
    return Picture("forest", (), style, found.claim, found.note, forest=found, store=store)


def _funnel(store: Store, style: Style, *claim: str) -> Picture:
    from calcigraph.knowledge.claims import one_claim
    from calcigraph.pictures.funnel import read_funnel

    found = read_funnel(store, one_claim(store, *claim))
    return Picture("funnel", (), style, found.claim, found.said, funnel=found, store=store)


def _story(store: Store, style: Style) -> Picture:
    from calcigraph.diagrams.model import of_slice
    from calcigraph.mechanism import slices
    from calcigraph.pictures.story import read_story

    told = read_story(store)
    model = of_slice(store, slices.of_claims(store, told.claims, told.title), note=told.note)
    return Picture("story", (model,), style, told.title, told.note, story=told, store=store)


_BY_NAME: dict[str, Callable[..., Picture]] = {
    "story": _story,
    "mechanism": _mechanism,
    "neighbourhood": _neighbourhood,
    "claim": _claim,
    "forest": _forest,
    "funnel": _funnel,
}
