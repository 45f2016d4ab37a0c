"""Slices: the part of the graph that a picture shows or an export writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from calcigraph.errors import BadArgument
from calcigraph.mechanism.naming import network_factors
from calcigraph.ranges import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from calcigraph.knowledge.claims import Claim
    from calcigraph.mechanism.pathways.explanations import Explanation
    from calcigraph.mechanism.pathways.pathway import Pathways
    from calcigraph.mechanism.whatif.responses import Comparison, WhatIf
    from calcigraph.store.store import Store

    #: What can be turned into a slice.
    Part: TypeAlias = "Slice | Pathways | Explanation | WhatIf | Comparison | Iterable[Claim]"

_ENDS = "?claim a cg:Claim ; cg:subject ?subject ; cg:object ?object ."
# A step of mechanism stays in the network where it is contested or untested; ``in_force`` leaves those out.
_MECHANISM = """
  ?claim cg:directness cg:direct ; cg:predicate/cg:sign ?sign .
  FILTER NOT EXISTS { ?claim cg:negated true }
"""
_IN_FORCE = "?claim cg:inForce true ."


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the graph: claims, and the entities that they and it speak of.

    Attributes:
        title: what it is, as a heading.
        claims: IRIs of the claims, sorted.
        entities: IRIs of all entities shown, sorted; the ends of the claims are among them.

    Example:
        >>> Slice("nothing", (), ()).claims
        ()
    """

    title: str
    claims: tuple[str, ...]
    entities: tuple[str, ...]


def whole(store: Store) -> Slice:
    """Take everything.

    Args:
        store: the graph.

    Returns:
        All claims and all entities, those that no claim is about too.

    Example:
        >>> len(whole(store).entities) > 400
        True
    """
    entities = [str(iri) for (iri,) in store.engine.values("SELECT DISTINCT ?e { ?e a cg:Entity }")]
    return _slice("The whole graph", _claims(store), entities)


def mechanism(store: Store) -> Slice:
    """Take the mechanism network.

    Args:
        store: the graph.

    Returns:
        All direct claims with a sign that are not negated.

    Example:
        >>> len(mechanism(store).claims) > 100
        True
    """
    return _slice("The mechanism network", _claims(store, _MECHANISM))


def neighbourhood(store: Store, name: str, steps: int, *, indirect: bool = False) -> Slice:
    """Take what lies around an entity, up- and downstream.

    Args:
        store: the graph.
        name: any name of the entity. One that acts through factors of the mechanism starts from those too.
        steps: how many claims away at most, 1 to 12.
        indirect: follow the claims that run from end to end as well, and not single steps alone.

    Returns:
        The claims on every way of up to ``steps`` steps from the entity, whatever their direction; the first step
        from a tissue or a cell goes to what happens in it. An entity that no direct claim is about (a food, a group
        of people) shows the claims from end to end in any case.

    Raises:
        UnknownName: the name is not known.
        BadArgument: ``steps`` is outside what is possible.

    Example:
        >>> len(neighbourhood(store, "MGP synthesis", 1).claims)
        3
    """
    STEPS.check("steps", steps)
    centre = store.entities.iri(name)
    starts = {centre}
    if store.engine.ask(f"ASK {{ <{centre}> a cg:Factor }}") or store.engine.ask(
        f"ASK {{ <{centre}> cg:actsThrough [] }}"
    ):
        starts |= set(network_factors(store, centre))
    direct = "" if indirect else "?claim cg:directness cg:direct ."
    rows = _claims(store, direct)
    inside = {claim for claim, *_ in _claims(store, f"?claim cg:inTissue <{centre}> .")}
    if not inside and not any(starts & {subject, object_} for _, subject, object_ in rows):
        rows = _claims(store)
    kept: set[tuple[str, str, str]] = set()
    frontier, seen = starts, set(starts)
    for _ in range(steps):
        touched = {row for row in rows if row[0] in inside or row[1] in frontier or row[2] in frontier}
        kept |= touched
        frontier = {end for _, *ends in touched for end in ends} - seen
        seen |= frontier
    count = "1 step" if steps == 1 else f"{steps} steps"
    return _slice(f"Up to {count} around {store.entities.label(centre)}", kept, starts)


def of_pathways(store: Store, found: Pathways) -> Slice:
    """Take the claims that the paths of an answer go through.

    Args:
        store: the graph.
        found: the answer.

    Returns:
        The claims of its paths; none where none was found.

    Example:
        >>> of_pathways(store, kg.pathways("vitamin K hydroquinone", "carboxylated MGP", limit=1)).title
        'Pathways from vitamin K hydroquinone to carboxylated MGP'
    """
    claims = {claim.iri for path in found.paths for claim in path.claims}
    return of_claims(store, claims, f"Pathways from {found.source} to {found.target}")


def of_explanation(store: Store, found: Explanation) -> Slice:
    """Take a claim and the steps of mechanism that speak for it or against it.

    Args:
        store: the graph.
        found: the explanation.

    Returns:
        The claim and the claims of its pathways; the claim alone where there is none.

    Example:
        >>> of_explanation(store, kg.explain("vitamin K2 prevents arterial calcification")).title
        'What explains: vitamin K2 prevents arterial calcification'
    """
    steps = {claim.iri for path in (*found.same, *found.opposite) for claim in path.claims}
    return of_claims(store, steps | {found.claim.iri}, f"What explains: {found.claim.label}")


def of_claims(store: Store, claims: Iterable[str], title: str) -> Slice:
    """Take the claims named.

    Args:
        store: the graph.
        claims: their IRIs.
        title: what they are together.

    Returns:
        The claims with their ends.

    Example:
        >>> found = of_claims(store, ["https://w3id.org/calcigraph/claim/warfarin-inhibits-vkorc1"], "one")
        >>> [iri.rpartition("/")[2] for iri in found.entities]
        ['vkorc1', 'warfarin']
    """
    terms = " ".join(f"<{iri}>" for iri in sorted(set(claims)))
    return _slice(title, _claims(store, f"VALUES ?claim {{ {terms} }}") if terms else [])


def of_what_if(store: Store, result: WhatIf) -> Slice:
    """Take what an intervention reaches.

    Args:
        store: the graph.
        result: the answer.

    Returns:
        The steps of mechanism between the factors that were set or that respond, undetermined ones among them.
    """
    reached = set(result.interventions) | {iri for iri, answer in result.answers.items() if answer != "no route"}
    claims = [row for row in _claims(store, _MECHANISM) if row[1] in reached and row[2] in reached]
    set_ = ", ".join(f"{store.entities.label(iri)} {level}" for iri, level in sorted(result.interventions.items()))
    return _slice(f"What if: {set_}", claims, reached)


def of_comparison(store: Store, result: Comparison) -> Slice:
    """Take what any of several scenarios reaches.

    Args:
        store: the graph.
        result: the comparison.

    Returns:
        All that the slices of its scenarios hold.
    """
    parts = [of_what_if(store, found) for found in result.scenarios.values()]
    claims = {iri for part in parts for iri in part.claims}
    entities = {iri for part in parts for iri in part.entities}
    return Slice(f"What if: {'; '.join(result.scenarios)}", tuple(sorted(claims)), tuple(sorted(entities)))


def in_force(store: Store, part: Slice) -> Slice:
    """Keep the claims that the graph itself stands by.

    Args:
        store: the graph.
        part: the slice.

    Returns:
        It without claims that are negated or whose status, for a claim of their directness, is not in force; all its
        entities stay.

    Example:
        >>> len(in_force(store, whole(store)).claims) < len(whole(store).claims)
        True
    """
    kept = {claim for claim, *_ in _claims(store, _IN_FORCE)}
    return Slice(f"{part.title}, claims in force", tuple(iri for iri in part.claims if iri in kept), part.entities)


def of(store: Store, what: Part) -> Slice:
    """Take what an answer speaks of.

    Args:
        store: the graph.
        what: a slice, or the answer of ``kg.pathways``, ``kg.explain``, ``kg.what_if``, ``kg.compare`` or
            ``kg.claims``.

    Returns:
        The slice.

    Raises:
        BadArgument: it is none of these.

    Example:
        >>> len(of(store, kg.claims("warfarin", "inhibits")).claims)
        1
    """
    from calcigraph.knowledge.claims import Claim
    from calcigraph.mechanism.pathways.explanations import Explanation
    from calcigraph.mechanism.pathways.pathway import Pathways
    from calcigraph.mechanism.whatif.responses import Comparison, WhatIf

    if isinstance(what, Slice):
        return what
    makers: tuple[tuple[type, Callable[[Store, Any], Slice]], ...] = (
        (Pathways, of_pathways),
        (Explanation, of_explanation),
        (WhatIf, of_what_if),
        (Comparison, of_comparison),
    )
    for kind, make in makers:
        if isinstance(what, kind):
            return make(store, what)
    if isinstance(what, (list, tuple)) and all(isinstance(each, Claim) for each in what):
        return of_claims(store, [each.iri for each in what], "Claims")
    expected = "a slice, or what kg.pathways, kg.explain, kg.what_if, kg.compare or kg.claims gave"
    raise BadArgument(f"{type(what).__name__} is no part of the graph; expected {expected}")


def _claims(store: Store, pattern: str = "") -> list[tuple[str, str, str]]:
    rows = store.engine.values(f"SELECT DISTINCT ?claim ?subject ?object {{ {pattern} {_ENDS} }}")
    return [(str(claim), str(subject), str(object_)) for claim, subject, object_ in rows]


def _slice(title: str, claims: Iterable[tuple[str, str, str]], entities: Iterable[str] = ()) -> Slice:
    listed = list(claims)
    shown = {end for _, *ends in listed for end in ends} | set(entities)
    return Slice(title, tuple(sorted({claim for claim, *_ in listed})), tuple(sorted(shown)))
