"""What-if answers: which way the mechanism moves each endpoint, why, and what the trials saw of it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from calcigraph.errors import BadArgument
from calcigraph.knowledge.claims import Claim, read_claims
from calcigraph.knowledge.statuses import statuses
from calcigraph.mechanism.whatif.ensemble import Ensemble, solve
from calcigraph.mechanism.whatif.influence import AMPLE, TOXIC, Influence, starting_from
from calcigraph.mechanism.whatif.observed import observed
from calcigraph.mechanism.whatif.pressing import observed_factors, pressed_factors, starting_state, strength_ranges
from calcigraph.mechanism.whatif.responses import KINDS, Comparison, Response, Route, Settles, WhatIf
from calcigraph.mechanism.whatif.said import LEVELS, NO_ROUTE, STILL, UNDETERMINED
from calcigraph.mechanism.whatif.settling import answer, carriers, settler
from calcigraph.mechanism.whatif.threshold import AGREEMENT as DETERMINED
from calcigraph.namespaces import CG
from calcigraph.ranges import AGREEMENT, SAMPLES, SEED, assigned
from calcigraph.ranges import names as several

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from calcigraph.mechanism.whatif.observed import Observed
    from calcigraph.store.store import Store

_INFLUENCES = """
SELECT ?claim ?subject ?object ?sign ?strength ?limiting ?ample ?toxic ?high ?low {
  VALUES ?subject { %s }
  ?claim cg:subject ?subject ; cg:object ?object ; cg:directness cg:direct ; cg:predicate/cg:sign ?sign .
  FILTER NOT EXISTS { ?claim cg:negated true }
  OPTIONAL { ?claim cg:strength ?strength }
  OPTIONAL { ?claim cg:limiting ?limiting }
  OPTIONAL { ?claim cg:ample ?ample }
  OPTIONAL { ?claim cg:toxic ?toxic }
  OPTIONAL { ?claim cg:activeWhenHigh ?high }
  OPTIONAL { ?claim cg:activeWhenLow ?low }
}
"""
_KINDS = "SELECT ?factor ?kind { VALUES ?factor { %s } ?factor cg:endpointKind/rdfs:label ?kind }"


def what_if(
    store: Store,
    interventions: Mapping[str, str],
    observe: Iterable[str] | None = None,
    *,
    samples: int,
    seed: int,
    agreement: float,
    strengths: Mapping[str, str] | None = None,
    state: str,
) -> WhatIf:
    """Press factors and say which way the others move; see ``kg.what_if``.

    Args:
        store: the graph.
        interventions: name to ``high``, ``low`` or ``normal``.
        observe: names of the factors asked for; None for the endpoints that are reached.
        samples: size of the ensemble, 10 to 100,000.
        seed: of the draws, 0 or more.
        agreement: share of the members that has to agree, above 0.5 and up to 1.
        strengths: claim to ``minor``, ``ordinary``, ``dominant`` or ``absent``, to see what rests on a strength.
        state: what to start from: ``replete``, or ``deficient in`` and the name of a factor.

    Returns:
        The responses with their reasons.

    Raises:
        UnknownName: a name is not known.
        BadArgument: a value is none of the possible ones.

    Example:
        >>> found = what_if(store, {"warfarin": "high"}, ["carboxylated MGP"], samples=200, seed=1, agreement=0.8, state="replete")
        >>> found.responses[0].answer, found.responses[0].limited_by.label
        ('decrease', 'protein gamma-carboxylation increases carboxylated MGP')
    """
    for name, value, allowed in (
        ("samples", samples, SAMPLES),
        ("seed", seed, SEED),
        ("agreement", agreement, AGREEMENT),
    ):
        allowed.check(name, value)
    pressed = pressed_factors(store, interventions)
    clamps = pressed.factors
    wanted = None if observe is None else observed_factors(store, observe)
    fixed = strength_ranges(store, {} if strengths is None else strengths)
    start = starting_state(store, state)
    case = _Case(store, clamps, wanted, fixed, start.lacking, samples=samples, seed=seed, agreement=agreement)
    seen = observed(store, pressed.entities, case.about)
    levels = {number: level for level, number in LEVELS.items()}
    return WhatIf(
        interventions={iri: levels[number] for iri, number in clamps.items()},
        names=pressed.names,
        responses=tuple(case.response(iri, kind, seen.get(iri, ())) for iri, kind in case.about.items()),
        members=case.found.size,
        samples=samples,
        seed=seed,
        agreement=agreement,
        state=start.name,
        _store=store,
        _influences=case.influences,
        _fixed=case.fixed,
    )


def compare(
    store: Store,
    scenarios: Mapping[str, Mapping[str, str]],
    observe: Iterable[str] | None = None,
    *,
    samples: int,
    seed: int,
    agreement: float,
    state: str,
) -> Comparison:
    """Answer several scenarios for the same factors; see ``kg.compare``.

    Args:
        store: the graph.
        scenarios: name to interventions.
        observe: names of the factors asked for; None for the endpoints that any of the scenarios reaches.
        samples: as for ``what_if``.
        seed: as for ``what_if``; all scenarios share the draws, so that they differ by the interventions alone.
        agreement: as for ``what_if``.
        state: as for ``what_if``.

    Returns:
        The answers by name.

    Raises:
        UnknownName: a name is not known.
        BadArgument: a value is none of the possible ones, or there is no scenario.

    Example:
        >>> both = {"D": {"vitamin D": "high"}, "D and warfarin": {"vitamin D": "high", "warfarin": "high"}}
        >>> found = compare(store, both, ["dp-ucMGP"], samples=200, seed=1, agreement=0.8, state="replete")
        >>> [cells[0].answer + "/" + cells[1].answer for _, cells in found.rows]
        ['increase/increase']
    """
    assigned("scenarios", scenarios, "{'D alone': {'vitamin D': 'high'}}")
    if not scenarios:
        raise BadArgument("compare needs at least one scenario, such as {'D alone': {'vitamin D': 'high'}}")
    names: list[str] | None
    if observe is None:
        reached: dict[str, None] = {}
        for interventions in scenarios.values():
            clamps = pressed_factors(store, interventions).factors
            reached.update(dict.fromkeys(_endpoints(store, read_influences(store, clamps), clamps)))
        names = list(_by_kind(store, reached)) or None
    else:
        names = several("observe", observe)
    return Comparison(
        {
            name: what_if(store, interventions, names, samples=samples, seed=seed, agreement=agreement, state=state)
            for name, interventions in scenarios.items()
        }
    )


def read_influences(store: Store, starts: Iterable[str]) -> tuple[Influence, ...]:
    """Read the influences on all routes from some factors, by frontier queries.

    Args:
        store: the graph.
        starts: IRIs of factors.

    Returns:
        The influences, sorted.

    Example:
        >>> len(read_influences(store, [kg.entity("hydroxyapatite binding").iri]))
        1
    """
    frontier = set(starts)
    seen = set(frontier)
    found = []
    while frontier:
        objects = set()
        for cells in store.engine.values(_INFLUENCES % _terms(frontier)):
            found.append(_influence(cells))
            objects.add(found[-1].object)
        frontier = objects - seen
        seen |= frontier
    return tuple(sorted(found, key=lambda each: each.claim))


def sure_influences(store: Store, starts: Iterable[str]) -> tuple[Influence, ...]:
    """Read the influences that decide a headline: those on all routes whose verdict is sure enough to build on.

    Args:
        store: the graph.
        starts: IRIs of factors.

    Returns:
        The influences, sorted.

    Example:
        >>> sure_influences(store, [kg.entity("hydroxyapatite binding").iri])
        ()
    """
    whole = read_influences(store, starts)
    read = read_claims(store, f"VALUES ?claim {{ {_terms(each.claim for each in whole)} }}")
    known = statuses(store)
    sure = {claim.iri for claim in read if known[claim.status].sure}
    return tuple(each for each in whole if each.claim in sure)


def _influence(cells: Sequence[str | None]) -> Influence:
    claim, subject, object_, sign, strength, limiting, ample, toxic, high, low = cells
    return Influence(
        str(claim),
        str(subject),
        str(object_),
        int(sign or 0),
        (strength or "ordinary").removeprefix(CG),
        limiting == "true",
        AMPLE if ample == "true" else TOXIC if toxic == "true" else "",
        (high, 1) if high else (low, -1) if low else None,
    )


def _in_state(
    store: Store, clamps: Iterable[str], lacking: frozenset[str], samples: int, seed: int
) -> tuple[Influence, ...]:
    """The influences on all routes from some factors, as they hold where something is lacking."""
    whole = read_influences(store, [*clamps, *lacking])
    if not lacking:
        return whole
    contexts = {each.when[0] for each in whole if each.when}
    lack = solve(whole, dict.fromkeys(lacking, -1), contexts, samples=samples, seed=seed)
    rest = {factor: sign for factor in contexts for sign in (1, -1) if lack.share(factor, sign) >= DETERMINED}
    return starting_from(whole, lacking, rest | dict.fromkeys(contexts & lacking, -1))


class _Case:
    """One scenario while it is being answered."""

    def __init__(
        self,
        store: Store,
        clamps: dict[str, int],
        wanted: list[str] | None,
        fixed: dict[str, tuple[float, float]],
        lacking: frozenset[str],
        *,
        samples: int,
        seed: int,
        agreement: float,
    ) -> None:
        self.store, self.clamps, self.fixed = store, clamps, fixed
        self.seed, self.agreement = seed, agreement
        whole = _in_state(store, clamps, lacking, samples, seed)
        terms = _terms(each.claim for each in whole)
        self.claims = {claim.iri: claim for claim in read_claims(store, f"VALUES ?claim {{ {terms} }}")}
        # What is contested or was never tested decides no answer alone, unless the user says how strong it is.
        known = statuses(store)
        self.influences = tuple(
            each for each in whole if known[self.claims[each.claim].status].sure or each.claim in fixed
        )
        if wanted is None:
            wanted = _endpoints(store, whole, clamps)
        self.about = _by_kind(store, wanted)
        self.found = solve(self.influences, clamps, wanted, samples=samples, seed=seed, fixed=fixed)
        self.wide = self.found
        if len(whole) > len(self.influences):
            self.wide = solve(whole, clamps, wanted, samples=samples, seed=seed, fixed=fixed)
        self.known: dict[tuple[str, str, int], Ensemble] = {}

    def response(self, iri: str, kind: str, seen: tuple[Observed, ...]) -> Response:
        """Explain the response of one factor."""
        word = answer(self.found, iri, self.agreement)
        shares = {sign: self.found.share(iri, sign) for sign in (1, -1)}
        routes: list[Route] = []
        limit = settling = None
        if word not in STILL and iri not in self.clamps:
            carried = carriers(self.influences, self.found, self.clamps, iri, agreement=self.agreement)
            first = 1 if shares[1] >= shares[-1] else -1
            for sign in (first, -first):
                routes += [self._route(sign, route) for route in carried[sign]]
            if word != UNDETERMINED and carried[first]:
                limit = self._limit(carried[first][0])
            elif word == UNDETERMINED and self.found.size:
                settling = cache(lambda: self._settles(iri))
        return Response(
            factor=iri,
            label=self.store.entities.label(iri),
            kind=kind,
            answer=word,
            agreement=1.0 if word == NO_ROUTE else max(*shares.values(), self.found.share(iri, 0)),
            routes=tuple(routes),
            limited_by=limit,
            with_unsure=answer(self.wide, iri, self.agreement),
            observed=seen,
            _settling=settling,
        )

    def _route(self, sign: int, route: tuple[Influence, ...]) -> Route:
        nodes = (route[0].subject, *(each.object for each in route))
        labels = tuple(self.store.entities.label(node) for node in nodes)
        return Route(sign, labels, tuple(self.claims[each.claim] for each in route))

    def _limit(self, route: tuple[Influence, ...]) -> Claim | None:
        """The last limiting input on the route that decided its object."""
        for each in reversed(route):
            if self.found.limited.get(each.object, {}).get(each.claim, 0.0) >= self.agreement:
                return self.claims[each.claim]
        return None

    def _settles(self, iri: str) -> Settles | None:
        best = settler(
            self.influences,
            self.found,
            self.clamps,
            iri,
            seed=self.seed,
            fixed=self.fixed,
            known=self.known,
            agreement=self.agreement,
        )
        return best and Settles(self.claims[best.claim], dict(best.answers))


def _endpoints(store: Store, influences: Iterable[Influence], clamps: Mapping[str, int]) -> list[str]:
    """The endpoints that a change of the clamped factors reaches, without the steps of mechanism."""
    reached = {factor for factor, level in clamps.items() if level}
    links = [each for each in influences if each.object not in clamps]
    grown = True
    while grown:
        more = {each.object for each in links if each.subject in reached} - reached
        reached |= more
        grown = bool(more)
    return [iri for iri, kind in _by_kind(store, reached - clamps.keys()).items() if kind != "mechanism"]


def _by_kind(store: Store, factors: Iterable[str]) -> dict[str, str]:
    """Factor to kind of endpoint, clinical ones first, then by label."""
    wanted = sorted(set(factors))
    kinds = {
        str(factor): str(kind).removesuffix(" endpoint").removesuffix(" outcome")
        for factor, kind in store.engine.values(_KINDS % _terms(wanted))
    }

    def place(iri: str) -> tuple[int, str]:
        return KINDS.index(kinds.get(iri, "mechanism")), store.entities.label(iri)

    return {iri: kinds.get(iri, "mechanism") for iri in sorted(wanted, key=place)}


def _terms(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in sorted(set(iris)))
