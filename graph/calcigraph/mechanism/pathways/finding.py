"""Finding pathways in the graph: reads what was asked, searches, and says why there is nothing where there is nothing."""

from __future__ import annotations

from dataclasses import replace
from heapq import nsmallest
from typing import TYPE_CHECKING, NamedTuple

from calcigraph.errors import BadArgument
from calcigraph.knowledge.claims import read_claims
from calcigraph.knowledge.statuses import certainties
from calcigraph.mechanism.naming import choose_factors, lacking
from calcigraph.mechanism.pathways.held import HeldSteps, held
from calcigraph.mechanism.pathways.pathway import Core, Pathway, Pathways
from calcigraph.mechanism.pathways.routes import Search, Tally, Wanted, order, product, smallest_cut
from calcigraph.mechanism.pathways.sentences import Grammar
from calcigraph.mechanism.pathways.steps import Steps, batches, labels_of, steps_in, tissues_of
from calcigraph.mechanism.pathways.sweeping import Swept, sweep
from calcigraph.ranges import LENGTH, LIMIT, choice
from calcigraph.ranges import names as several
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from calcigraph.knowledge.claims import Claim
    from calcigraph.mechanism.pathways.routes import Route
    from calcigraph.store.store import Store

#: Paths that are counted before counting stops, where a limit says how many are wanted.
COUNTED: int = values("mechanism/limits.json")["counted_paths"]
_IN_TISSUE = 1  # the first mark of a route; the others are for the factors it has to pass


class Filters(NamedTuple):
    """What narrows down a search; each is None where it was not asked for.

    Attributes:
        sign: 1 for paths that raise the target, -1 for paths that lower it.
        via: what every path has to pass, each of several, in any order.
        avoid: what no path may touch.
        tissue: where at least one step has to take place.
        min_certainty: the label of the certainty that each step has at least.
    """

    sign: int | None = None
    via: str | Iterable[str] | None = None
    avoid: str | Iterable[str] | None = None
    tissue: str | None = None
    min_certainty: str | None = None


class _Asked(NamedTuple):
    """What a search is for; each filter is None where it was not asked for."""

    starts: frozenset[str]
    goals: frozenset[str]
    sign: int | None = None
    via: tuple[frozenset[str], ...] | None = None
    avoid: frozenset[str] | None = None
    tissue: frozenset[str] | None = None
    min_certainty: int | None = None
    turn: int = 1  # -1 where one end is the lack of its factors: a path that raises them then lowers it

    def steps(self, store: Store) -> Steps | HeldSteps:
        avoid, marked = self.avoid or (), self.tissue or ()
        if network := held(store):
            return HeldSteps(network, avoid=avoid, floor=self.min_certainty, marked=marked)
        return Steps(store, avoid=avoid, floor=self.min_certainty, marked=marked)

    def routes(self, store: Store, longest: int) -> Search | Swept:
        """What gives the routes of each length up to the longest."""
        steps, search = self.search(store)
        if isinstance(steps, HeldSteps):
            avoid = self.avoid or frozenset()
            ends = self.starts - avoid, self.goals - avoid
            return sweep(steps.at, *ends, longest, search.wanted, most=COUNTED) or search
        return search

    def search(self, store: Store) -> tuple[Steps | HeldSteps, Search]:
        nodes: dict[str, int] = {}
        marks = 0 if self.tissue is None else _IN_TISSUE
        for position, factors in enumerate(self.via or (), start=1):
            marks |= 1 << position
            for factor in factors:
                nodes[factor] = nodes.get(factor, 0) | 1 << position
        avoid = self.avoid or frozenset()
        wanted = Wanted(None if self.sign is None else self.sign * self.turn, nodes, marks)
        steps = self.steps(store)
        return steps, Search(steps.read, self.starts - avoid, self.goals - avoid, wanted)


def find_pathways(
    store: Store,
    source: str | Iterable[str],
    target: str | Iterable[str],
    filters: Filters,
    *,
    max_length: int,
    limit: int | None,
) -> Pathways:
    """Find the signed paths of direct influences, which meet the two sets at their ends only; see ``kg.pathways``.

    Args:
        store: the graph.
        source: what to start from, as for ``naming.choose_factors``; ``lack of X`` and ``X deficiency`` are less of X.
        target: what to reach.
        filters: what narrows the search down.
        max_length: longest path in steps, 1 to 12.
        limit: how many paths to keep, or None for all.

    Returns:
        The paths and a result code.

    Raises:
        UnknownName: a name is not known.
        BadArgument: a value is outside what is possible, or a name is of no factor.

    Example:
        >>> ends = "vitamin K hydroquinone", "carboxylated MGP"
        >>> found = find_pathways(store, *ends, Filters(sign=1), max_length=8, limit=None)
        >>> print(found.paths[0].arrows)
        vitamin K hydroquinone -(+)-> protein gamma-carboxylation -(+)-> carboxylated MGP
    """
    LENGTH.check("max_length", max_length)
    choice("sign", filters.sign, (1, -1, None))
    if limit is not None:
        LIMIT.check("limit", limit)
    source, target = (
        end if isinstance(end, str) else tuple(several(name, end))
        for name, end in (("source", source), ("target", target))
    )
    (source_label, starts, first), (target_label, goals, last) = (_end(store, end) for end in (source, target))
    asked, said = _filtered(store, _Asked(starts, goals, turn=first * last), filters)
    _check_ends(store, asked, (source, target), (source_label, target_label))
    frame = Pathways(
        source_label, target_label, max_length, filters.sign, "found", filters=said, _cut=lambda: _cut(store, asked)
    )
    return _answer(store, asked, frame, limit)


def _end(store: Store, name: str | tuple[str, ...]) -> tuple[str, frozenset[str], int]:
    """How to call an end of a path, its factors, and -1 where it is the lack of them."""
    turn = 1
    if isinstance(name, str):
        name, turn = lacking(store, name)
    label, factors = choose_factors(store, name)
    return (f"lack of {label}" if turn < 0 else label), factors, turn


def _filtered(store: Store, asked: _Asked, filters: Filters) -> tuple[_Asked, dict[str, str]]:
    """Resolve the filters, and say what each is."""
    said: dict[str, str] = {}
    if via := _several("via", filters.via):
        chosen = [choose_factors(store, name) for name in via]
        said["via"] = " and ".join(label for label, _ in chosen)
        asked = asked._replace(via=tuple(factors for _, factors in chosen))
    if avoid := _several("avoid", filters.avoid):
        chosen = [choose_factors(store, name) for name in avoid]
        said["avoid"] = " and ".join(label for label, _ in chosen)
        asked = asked._replace(avoid=frozenset().union(*(factors for _, factors in chosen)))
    if filters.tissue is not None:
        iri = _tissue(store, filters.tissue)
        said["tissue"] = store.entities.label(iri)
        asked = asked._replace(tissue=steps_in(store, iri))
    if filters.min_certainty is not None:
        said["min_certainty"] = filters.min_certainty
        asked = asked._replace(min_certainty=_rank(store, filters.min_certainty))
    if filters.sign is not None:
        said["sign"] = "raises" if filters.sign == 1 else "lowers"
        asked = asked._replace(sign=filters.sign)
    return asked, said


def _several(what: str, given: str | Iterable[str] | None) -> list[str]:
    return [] if given is None else several(what, given)


def _tissue(store: Store, name: str) -> str:
    iri = store.entities.iri(name)
    if not store.engine.ask(f"ASK {{ VALUES ?kind {{ cg:Tissue cg:Cell }} <{iri}> a ?kind }}"):
        raise BadArgument(f"'{store.entities.label(iri)}' is no tissue or cell, so no step takes place in it")
    return iri


def _rank(store: Store, name: str) -> int:
    known = certainties(store)
    choice("min_certainty", name, known)
    return known[name].rank


def _check_ends(store: Store, asked: _Asked, names: tuple[object, ...], labels: tuple[str, str]) -> None:
    avoid = asked.avoid or frozenset()
    for label, end in zip(labels, (asked.starts, asked.goals), strict=True):
        if end <= avoid:
            raise BadArgument(f"avoid leaves nothing of '{label}', so no path is left")
    shared = (asked.starts & asked.goals) - avoid
    if not shared:
        return
    if asked.starts == asked.goals and all(isinstance(name, str) for name in names):
        raise BadArgument(f"'{names[0]}' and '{names[1]}' are the same factor; a path needs two")
    first = store.entities.label(min(shared))
    raise BadArgument(
        f"'{labels[0]}' and '{labels[1]}' share '{first}'; a path needs two ends: avoid it, or name others"
    )


def _answer(store: Store, asked: _Asked, frame: Pathways, limit: int | None) -> Pathways:
    tally, capped = Tally(), False
    kept: list[Route] = []
    search = asked.routes(store, frame.max_length)
    for length in range(1, frame.max_length + 1):
        if limit is None or len(kept) < limit:
            kept += _best(search.of_length(length), tally, None if limit is None else limit - len(kept))
            continue
        for route in search.of_length(length):
            tally.add(route)
            if tally.total >= COUNTED:
                capped = True
                break
        if capped:
            break
    if not tally.total:
        return _nothing(store, asked, frame)
    told = _told(store, {edge.claim for route in kept for edge in route} | tally.claims, tally)
    label = told.labels.__getitem__
    nodes = (kept[0][0].subject, *(edge.object for edge in kept[0]))
    return replace(
        frame,
        paths=tuple(_turned(_pathway(told, route), frame, asked.turn) for route in kept),
        total=tally.total,
        raising=tally.raising if asked.turn > 0 else tally.total - tally.raising,
        lowering=tally.total - tally.raising if asked.turn > 0 else tally.raising,
        capped=capped,
        parting=tuple(map(label, tally.parting)),
        diverging=tuple(map(label, tally.diverging)),
        converging=tuple(map(label, tally.converging)),
        core=Core(
            tuple(label(node) for node in nodes if node in tally.nodes),
            tuple(told.claims[edge.claim] for edge in kept[0] if edge.claim in tally.claims),
        ),
    )


def _best(routes: Iterable[Route], tally: Tally, count: int | None) -> list[Route]:
    """Count routes and keep the best of them, in order."""

    def counted() -> Iterator[Route]:
        for route in routes:
            tally.add(route)
            yield route

    return sorted(counted(), key=order) if count is None else nsmallest(count, counted(), key=order)


def _nothing(store: Store, asked: _Asked, frame: Pathways) -> Pathways:
    """Say why there is no path: none at all, a longer one only, or the filters."""

    def exists(wanted: _Asked) -> bool:
        search = wanted.routes(store, frame.max_length)
        return any(True for length in range(1, frame.max_length + 1) for _ in search.of_length(length))

    shortest = _Asked(asked.starts, asked.goals).search(store)[1].distance()
    if shortest is None:
        return replace(frame, code="no path", _cut=tuple)
    if shortest > frame.max_length:
        return replace(frame, code="longer", shortest=shortest)
    to_blame = [name for name in frame.filters if exists(asked._replace(**{name: None}))]  # type: ignore[arg-type]
    code = "other sign" if list(frame.filters) == ["sign"] else "filtered"
    return replace(frame, code=code, removed_by=tuple(to_blame))


def _cut(store: Store, asked: _Asked) -> tuple[Claim, ...]:
    avoid = asked.avoid or frozenset()
    found = smallest_cut(asked.steps(store).read, asked.starts - avoid, asked.goals - avoid)
    return tuple(_claims(store, found))


def _claims(store: Store, iris: Iterable[str]) -> list[Claim]:
    return [claim for terms in batches(iris) for claim in read_claims(store, f"VALUES ?claim {{ {terms} }}")]


class _Told(NamedTuple):
    """What is told of the steps of routes."""

    claims: Mapping[str, Claim]
    tissues: Mapping[str, str]
    labels: Mapping[str, str]
    grammar: Grammar


def _told(store: Store, claims: Iterable[str], tally: Tally) -> _Told:
    if network := held(store):
        return _Told(network.claims, network.tissues, network.labels, network.grammar)
    known = {claim.iri: claim for claim in _claims(store, claims)}
    factors = {end for claim in known.values() for end in (claim.subject, claim.object)}
    labels = labels_of(store, factors | tally.leaving.keys() | tally.entering.keys())
    return _Told(known, tissues_of(store, known), labels, Grammar(store, labels))


def _pathway(told: _Told, route: Route) -> Pathway:
    claims = tuple(told.claims[edge.claim] for edge in route)
    weakest = min(route, key=lambda edge: (edge.rank, edge.status))
    nodes = (route[0].subject, *(edge.object for edge in route))
    return Pathway(
        nodes=tuple(told.labels[node] for node in nodes),
        claims=claims,
        tissues=tuple(told.tissues.get(claim.iri, "") for claim in claims),
        sign=product(route),
        weakest=told.claims[weakest.claim],
        sentence=told.grammar.sentence(claims),
    )


def _turned(path: Pathway, frame: Pathways, turn: int) -> Pathway:
    """A path as it is from, or to, the lack of something."""
    if turn > 0:
        return path
    effect = "raises" if path.sign < 0 else "lowers"
    return replace(path, sign=-path.sign, sentence=f"{path.sentence} So {frame.source} {effect} {frame.target}.")
