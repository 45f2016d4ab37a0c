"""What can be drawn, by name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from calcigraph.errors import BadArgument
from calcigraph.pictures.picture import Picture
from calcigraph.pictures.style import Style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from calcigraph.graph import KnowledgeGraph
    from calcigraph.pathways.results import Pathways
    from calcigraph.slices import Slice
    from calcigraph.whatif.responses import Comparison, WhatIf

#: Drawn by ``compare`` where no scenarios are given.
SCENARIOS = {
    "Vitamin D": {"vitamin D": "high"},
    "Vitamin K2": {"vitamin K2": "high"},
    "Vitamin D and vitamin K2": {"vitamin D": "high", "vitamin K2": "high"},
    "Vitamin D and warfarin": {"vitamin D": "high", "warfarin": "high"},
}
MECHANISM = "Where does the calcium go? The mechanism, step by step"


def draw(
    graph: KnowledgeGraph,
    what: str | Slice | Pathways | WhatIf | Comparison,
    *names: Any,
    theme: str = "light",
    **options: Any,
) -> Picture:
    """Draw something; see ``KnowledgeGraph.draw``.

    Args:
        graph: the graph.
        what: ``mechanism``, ``neighbourhood``, ``pathways``, ``what-if``, ``claim``, ``compare`` or ``forest``; or a
            slice, pathways, or the answer to a what-if question.
        names: what it is about.
        theme: ``light`` or ``dark``.
        options: of the picture.

    Returns:
        The picture.

    Raises:
        BadArgument: there is no such picture, or names or options do not fit.
        UnknownName: a name is not known.

    Example:
        >>> from calcigraph import KnowledgeGraph
        >>> draw(KnowledgeGraph.open(), "pathways", "warfarin", "carboxylated MGP").kind
        'pathways'
    """
    style = Style(theme)
    if not isinstance(what, str):
        return _drawn(graph, what, style)
    if what not in PICTURES:
        raise BadArgument(f"no picture is called '{what}'; known: {', '.join(PICTURES)}")
    from inspect import signature

    maker = PICTURES[what]
    try:
        signature(maker).bind(graph, style, *names, **options)
    except TypeError as error:
        raise BadArgument(f"'{what}' cannot be drawn from these names and options: {error}") from None
    return maker(graph, style, *names, **options)


def _drawn(graph: KnowledgeGraph, what: Any, style: Style) -> Picture:
    from calcigraph import slices
    from calcigraph.pathways.results import Pathways
    from calcigraph.pictures.model import of_slice

    if isinstance(what, Pathways):
        return _pathways_picture(graph, style, what)
    if hasattr(what, "scenarios"):
        return _panels(graph, style, what.scenarios)
    if hasattr(what, "answers"):
        return _what_if_picture(graph, style, what)
    if isinstance(what, slices.Slice):
        model = of_slice(graph, what)
        return Picture("slice", (model,), style, model.title, graph=graph)
    raise BadArgument(f"cannot draw {type(what).__name__}; draw one of {', '.join(PICTURES)}")


def _mechanism(graph: KnowledgeGraph, style: Style) -> Picture:
    from calcigraph import slices
    from calcigraph.pictures.model import of_slice

    # Steps that are not in force are drawn too, as such: the picture is of all that is said of the mechanism.
    steps = [claim.iri for claim in graph.claims(directness="direct") if claim.sign is not None]
    model = of_slice(graph, slices.of_claims(graph, steps, MECHANISM), on_map=True)
    return Picture("mechanism", (model,), style, model.title, graph=graph)


def _neighbourhood(graph: KnowledgeGraph, style: Style, name: str, steps: int = 1) -> Picture:
    from calcigraph import slices
    from calcigraph.pictures.model import of_slice

    part = slices.neighbourhood(graph, name, steps)
    model = of_slice(graph, part, focus=frozenset({graph.entities.iri(name)}))
    return Picture("neighbourhood", (model,), style, model.title, graph=graph)


def _pathways(
    graph: KnowledgeGraph,
    style: Style,
    source: str,
    target: str,
    *,
    max_length: int = 8,
    sign: int | None = None,
    via: Any = None,
    avoid: Any = None,
    tissue: str | None = None,
    min_certainty: str | None = None,
    limit: int | None = 10,
) -> Picture:
    found = graph.pathways(
        source,
        target,
        max_length=max_length,
        sign=sign,
        via=via,
        avoid=avoid,
        tissue=tissue,
        min_certainty=min_certainty,
        limit=limit,
    )
    return _pathways_picture(graph, style, found)


def _pathways_picture(graph: KnowledgeGraph, style: Style, found: Pathways) -> Picture:
    from calcigraph import slices
    from calcigraph.networks import network_factors
    from calcigraph.pictures.model import of_slice

    part = slices.of_pathways(graph, found)
    names = [name for side in (found.source, found.target) for name in ([side] if isinstance(side, str) else side)]
    ends = frozenset(iri for name in names for iri in network_factors(graph, name))
    part = replace(part, entities=tuple(sorted({*part.entities, *(ends if not part.claims else ())})))
    note = found.summary + (f" The shortest {len(found)} are drawn." if found.total > len(found) else "")
    model = of_slice(graph, part, focus=ends, note=note)
    return Picture("pathways", (model,), style, model.title, note, graph=graph)


def _what_if(
    graph: KnowledgeGraph, style: Style, interventions: Mapping[str, str], *, samples: int = 2000, seed: int = 1
) -> Picture:
    return _what_if_picture(graph, style, graph.what_if(interventions, samples=samples, seed=seed))


def _what_if_picture(graph: KnowledgeGraph, style: Style, found: WhatIf) -> Picture:
    from calcigraph import slices
    from calcigraph.pictures.model import of_slice
    from calcigraph.pictures.panels import answers_of

    steps = [claim.iri for claim in graph.claims(directness="direct") if claim.sign is not None]
    part = slices.of_claims(graph, steps, slices.of_what_if(graph, found).title)
    note = (
        "What the mechanism says, not what trials saw: undetermined means that opposing routes carry like weight; "
        "unchanged means that no route leads there. This is no medical advice."
    )
    focus = frozenset(found.interventions)
    model = of_slice(graph, part, responses=answers_of(found), focus=focus, on_map=True, note=note)
    return Picture("what-if", (model,), style, model.title, note, graph=graph)


def _claim(graph: KnowledgeGraph, style: Style, *claim: str) -> Picture:
    from calcigraph.claims import one_claim
    from calcigraph.pictures.claim import of_claim

    model = of_claim(graph, one_claim(graph, *claim))
    return Picture("claim", (model,), style, model.title, model.note, graph=graph)


def _compare(
    graph: KnowledgeGraph,
    style: Style,
    scenarios: Mapping[str, Mapping[str, str]] | None = None,
    *,
    observe: Iterable[str] | None = None,
    samples: int = 2000,
    seed: int = 1,
) -> Picture:
    found = graph.compare(scenarios or SCENARIOS, observe, samples=samples, seed=seed)
    return _panels(graph, style, found.scenarios)


def _panels(graph: KnowledgeGraph, style: Style, scenarios: Mapping[str, WhatIf]) -> Picture:
    from calcigraph.pictures.panels import of_comparison

    models = of_comparison(graph, scenarios)
    note = "What the mechanism says, not what trials saw. This is no medical advice."
    return Picture(
        "compare",
        tuple(models),
        style,
        f"What if: {len(models)} scenario{'s side by side' if len(models) != 1 else ''}",
        note,
        graph=graph,
    )


def _forest(graph: KnowledgeGraph, style: Style, *claim: str) -> Picture:
    from calcigraph.claims import one_claim
    from calcigraph.pictures.forest import read_forest

    found = read_forest(graph, one_claim(graph, *claim))
    return Picture("forest", (), style, found.claim, found.note, forest=found, graph=graph)


PICTURES: dict[str, Callable[..., Picture]] = {
    "mechanism": _mechanism,
    "neighbourhood": _neighbourhood,
    "pathways": _pathways,
    "what-if": _what_if,
    "claim": _claim,
    "compare": _compare,
    "forest": _forest,
}
