"""What-if answers: which way the mechanism moves each endpoint, why, and what the trials saw of it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from calcigraph.errors import BadArgument, shown
from calcigraph.knowledge.claims import Claim, claim_iri, read_claims
from calcigraph.knowledge.statuses import statuses
from calcigraph.mechanism.naming import choose_factors
from calcigraph.mechanism.whatif.ensemble import ABSENT, CLASSES, Ensemble, Influence, solve
from calcigraph.mechanism.whatif.observed import observed
from calcigraph.mechanism.whatif.responses import KINDS, LEVELS, Comparison, Response, Route, Settles, WhatIf
from calcigraph.mechanism.whatif.settling import answer, carriers, settler
from calcigraph.namespaces import CG
from calcigraph.ranges import AGREEMENT, SAMPLES, SEED, assigned, choice
from calcigraph.ranges import names as several

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calcigraph.mechanism.whatif.observed import Observed
    from calcigraph.store.store import Store

#: How strong an influence can be taken to be.
STRENGTHS = {**CLASSES, "absent": ABSENT}
_INFLUENCES = """
SELECT ?claim ?subject ?object ?sign ?strength ?limiting {
  VALUES ?subject { %s }
  ?claim cg:subject ?subject ; cg:object ?object ; cg:directness cg:direct ; cg:predicate/cg:sign ?sign .
  FILTER NOT EXISTS { ?claim cg:negated true }
  OPTIONAL { ?claim cg:strength ?strength }
  OPTIONAL { ?claim cg:limiting ?limiting }
}
"""
_KNOWN = "ASK { ?claim cg:subject|cg:object <%(factor)s> ; cg:directness cg:direct ; cg:predicate/cg:sign ?sign }"
_NEAR = """
SELECT DISTINCT ?label {
  { <%(entity)s> cg:supplies|cg:combines|cg:formOf|cg:kindOf|cg:partOf ?factor } UNION { <%(entity)s> cg:lackOf ?factor }
  ?claim cg:subject ?factor ; cg:directness cg:direct ; cg:predicate/cg:sign ?sign .
  ?factor skos:prefLabel ?label
} ORDER BY ?label
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

    Returns:
        The responses with their reasons.

    Raises:
        UnknownName: a name is not known.
        BadArgument: a value is none of the possible ones.

    Example:
        >>> found = what_if(store, {"warfarin": "high"}, ["carboxylated MGP"], samples=200, seed=1, agreement=0.8)
        >>> found.responses[0].answer, found.responses[0].limited_by.label
        ('decrease', 'protein gamma-carboxylation increases carboxylated MGP')
    """
    for name, value, allowed in (
        ("samples", samples, SAMPLES),
        ("seed", seed, SEED),
        ("agreement", agreement, AGREEMENT),
    ):
        allowed.check(name, value)
    pressed = _pressed(store, interventions)
    clamps = pressed.factors
    wanted = None if observe is None else _factors(store, observe)
    fixed = _ranges(store, {} if strengths is None else strengths)
    case = _Case(store, clamps, wanted, fixed, samples=samples, seed=seed, agreement=agreement)
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
) -> Comparison:
    """Answer several scenarios for the same factors; see ``kg.compare``.

    Args:
        store: the graph.
        scenarios: name to interventions.
        observe: names of the factors asked for; None for the endpoints that any of the scenarios reaches.
        samples: as for ``what_if``.
        seed: as for ``what_if``; all scenarios share the draws, so that they differ by the interventions alone.
        agreement: as for ``what_if``.

    Returns:
        The answers by name.

    Raises:
        UnknownName: a name is not known.
        BadArgument: a value is none of the possible ones, or there is no scenario.

    Example:
        >>> both = {"D": {"vitamin D": "high"}, "D and warfarin": {"vitamin D": "high", "warfarin": "high"}}
        >>> found = compare(store, both, ["dp-ucMGP"], samples=200, seed=1, agreement=0.8)
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
            clamps = _pressed(store, interventions).factors
            reached.update(dict.fromkeys(_endpoints(store, read_influences(store, clamps), clamps)))
        names = list(_by_kind(store, reached)) or None
    else:
        names = several("observe", observe)
    return Comparison(
        {
            name: what_if(store, interventions, names, samples=samples, seed=seed, agreement=agreement)
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
        for claim, subject, object_, sign, strength, limiting in store.engine.values(_INFLUENCES % _terms(frontier)):
            found.append(
                Influence(
                    str(claim),
                    str(subject),
                    str(object_),
                    int(sign or 0),
                    (strength or "ordinary").removeprefix(CG),
                    limiting == "true",
                )
            )
            objects.add(str(object_))
        frontier = objects - seen
        seen |= frontier
    return tuple(sorted(found))


class _Case:
    """One scenario while it is being answered."""

    def __init__(
        self,
        store: Store,
        clamps: dict[str, int],
        wanted: list[str] | None,
        fixed: dict[str, tuple[float, float]],
        *,
        samples: int,
        seed: int,
        agreement: float,
    ) -> None:
        self.store, self.clamps, self.fixed = store, clamps, fixed
        self.seed, self.agreement = seed, agreement
        self.influences = influences = read_influences(store, clamps)
        self.found = solve(influences, clamps, wanted, samples=samples, seed=seed, fixed=fixed)
        if wanted is None:
            wanted = _endpoints(store, influences, clamps)
        self.about = _by_kind(store, wanted)
        terms = _terms(each.claim for each in influences)
        self.claims = {claim.iri: claim for claim in read_claims(store, f"VALUES ?claim {{ {terms} }}")}
        known = statuses(store)
        unsure = {
            iri: ABSENT
            for iri, claim in self.claims.items()
            if not known[claim.status].sure and iri in self.found.strengths
        }
        self.sure = self.found
        if unsure:
            self.sure = solve(influences, clamps, wanted, samples=samples, seed=seed, fixed={**fixed, **unsure})
        self.known: dict[tuple[str, str, int], Ensemble] = {}

    def response(self, iri: str, kind: str, seen: tuple[Observed, ...]) -> Response:
        """Explain the response of one factor."""
        word = answer(self.found, iri, self.agreement)
        shares = {sign: self.found.share(iri, sign) for sign in (1, -1)}
        routes: list[Route] = []
        limit = settles = None
        if word != "unchanged" and iri not in self.clamps:
            carried = carriers(self.influences, self.found, self.clamps, iri, agreement=self.agreement)
            first = 1 if shares[1] >= shares[-1] else -1
            for sign in (first, -first):
                routes += [self._route(sign, route) for route in carried[sign]]
            if word != "undetermined" and carried[first]:
                limit = self._limit(carried[first][0])
            elif word == "undetermined" and self.found.size:
                settles = self._settles(iri)
        return Response(
            factor=iri,
            label=self.store.entities.label(iri),
            kind=kind,
            answer=word,
            agreement=1.0 if word == "unchanged" else max(shares.values()),
            routes=tuple(routes),
            limited_by=limit,
            settles=settles,
            without_unsure=answer(self.sure, iri, self.agreement),
            observed=seen,
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


class _Pressed(NamedTuple):
    """What is pressed: names in words, the entities named, and the factors of the network they stand for."""

    names: dict[str, str]
    entities: dict[str, int]
    factors: dict[str, int]


def _pressed(store: Store, interventions: Mapping[str, str]) -> _Pressed:
    assigned("interventions", interventions, "{'vitamin D': 'high'}")
    if not interventions:
        raise BadArgument("nothing is pressed; name a factor with its level, such as {'vitamin D': 'high'}")
    pressed = _Pressed({}, {}, {})
    for name, level in interventions.items():
        key = level.strip().casefold() if isinstance(level, str) else ""
        if key not in LEVELS:
            near = get_close_matches(key, LEVELS, n=1, cutoff=0.3)
            hint = f"; nearest: '{near[0]}'" if near else ""
            raise BadArgument(f"the level of '{shown(name)}' is 'high', 'low' or 'normal', not '{shown(level)}'{hint}")
        label, factors = choose_factors(store, name)
        entities = sorted(factors) if label.startswith("any ") else [store.entities.iri(name)]
        if not label.startswith("any "):
            _refuse_outsider(store, entities[0], factors)
        for known, iris in ((pressed.entities, entities), (pressed.factors, sorted(factors))):
            for iri in iris:
                if known.setdefault(iri, LEVELS[key]) != LEVELS[key]:
                    raise BadArgument(f"'{store.entities.label(iri)}' cannot be pressed both ways at once")
        pressed.names[label] = key
    return pressed


def _refuse_outsider(store: Store, entity: str, factors: Iterable[str]) -> None:
    """Refuse what no step of mechanism knows, and offer what it stands in for."""
    if set(factors) != {entity} or store.engine.ask(_KNOWN % {"factor": entity}):
        return
    near = [str(label) for (label,) in store.engine.values(_NEAR % {"entity": entity})]
    hint = f"; press what it brings or belongs to: {', '.join(near)}" if near else ""
    raise BadArgument(f"no step of mechanism knows '{store.entities.label(entity)}'{hint}")


def _factors(store: Store, names: Iterable[str]) -> list[str]:
    listed = several("observe", names)
    if not listed:
        raise BadArgument("nothing is observed; name a factor such as 'arterial calcification', or leave observe out")
    return list(dict.fromkeys(iri for name in listed for iri in sorted(choose_factors(store, name)[1])))


def _ranges(store: Store, strengths: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    assigned("strengths", strengths, "{'warfarin inhibits VKORC1': 'minor'}")
    for claim, strength in strengths.items():
        choice(f"the strength of '{shown(claim)}'", strength, STRENGTHS)
    return {claim_iri(store, claim): STRENGTHS[strength] for claim, strength in strengths.items()}


def _terms(iris: Iterable[str]) -> str:
    return " ".join(f"<{iri}>" for iri in sorted(set(iris)))
