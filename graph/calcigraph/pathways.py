"""Signed pathways: simple paths of direct influences from one factor to another, with their evidence.

The search grows from both ends by frontier queries, the smaller frontier first, so that its cost follows the
neighbourhoods of the two factors and not the size of the store.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from calcigraph.claims import Claim, read_claims
from calcigraph.errors import BadArgument
from calcigraph.networks import network_factors

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calcigraph.graph import KnowledgeGraph

MAX_LENGTH = 12
_EDGES = """
SELECT ?claim ?subject ?object ?sign ?rank ?status
WHERE {
  VALUES ?%s { %s }
  ?claim cg:subject ?subject ; cg:object ?object ; cg:directness cg:direct ; cg:predicate/cg:sign ?sign ;
         cg:status/cg:rank ?status .
  FILTER NOT EXISTS { ?claim cg:negated true }
  OPTIONAL { ?claim cg:certainty/cg:rank ?rank }
}
"""


class _Edge(NamedTuple):
    claim: str
    subject: str
    object: str
    sign: int
    rank: int
    status: int


@dataclass(frozen=True, slots=True)
class Pathway:
    """One path of direct influences.

    Attributes:
        nodes: labels of the factors, source first.
        claims: the claims in order, one fewer than the nodes.
        tissues: where each step takes place, labels joined by commas.
        sign: 1 when more of the source gives more of the target, -1 when less.
        weakest: the claim with the least certain verdict.
    """

    nodes: tuple[str, ...]
    claims: tuple[Claim, ...]
    tissues: tuple[str, ...]
    sign: int
    weakest: Claim

    def __len__(self) -> int:
        return len(self.claims)

    @property
    def effect(self) -> str:
        """``raises`` or ``lowers``."""
        return "raises" if self.sign > 0 else "lowers"

    @property
    def sentence(self) -> str:
        """The path as one English sentence."""
        verbs = [
            claim.label.removeprefix(start).removesuffix(end).strip()
            for claim, start, end in zip(self.claims, self.nodes, self.nodes[1:], strict=False)
        ]
        steps = [
            f"{verb} {node}" if not position else f"which {verb} {node}"
            for position, (verb, node) in enumerate(zip(verbs, self.nodes[1:], strict=True))
        ]
        text = f"{self.nodes[0]} {', '.join(steps)}"
        ending = "" if len(self) == 1 else f"; so more {self.nodes[0]} {self.effect} {self.nodes[-1]}"
        return f"{text[0].upper()}{text[1:]}{ending}."

    @property
    def arrows(self) -> str:
        """The path on one line of plain text: ``a -(+)-> b -(-)-> c``."""
        parts = [self.nodes[0]]
        for claim, node in zip(self.claims, self.nodes[1:], strict=True):
            parts.append(f"-({'+' if (claim.sign or 0) > 0 else '-'})-> {node}")
        return " ".join(parts)

    @property
    def crossings(self) -> tuple[str, ...]:
        """The tissues passed through, each once in order."""
        return tuple(dict.fromkeys(self.tissues))

    def as_dict(self) -> dict[str, object]:
        """The path as plain values, ready for JSON.

        Returns:
            Nodes, claims, sign, weakest link with verdict, tissues and sentence.
        """
        return {
            "nodes": list(self.nodes),
            "claims": [claim.curie for claim in self.claims],
            "signs": [claim.sign for claim in self.claims],
            "sign": self.sign,
            "weakest": {"claim": self.weakest.curie, "label": self.weakest.label, "verdict": self.weakest.verdict},
            "tissues": list(self.tissues),
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class Pathways:
    """The answer to a search for pathways.

    Attributes:
        source, target: labels of the two factors.
        max_length: how many steps were allowed.
        sign: the sign asked for, or None.
        code: ``found``; ``no path``, there is none of any length; ``longer``, the shortest one is longer than
            allowed; ``other sign``, there are paths but none of the sign asked for.
        paths: the paths, shortest first, the better supported first among equals.
        total: how many paths there are before the limit.
        raising, lowering: how many of them raise and lower the target.
        shortest: length of the shortest path when ``code`` is ``longer``.
    """

    source: str
    target: str
    max_length: int
    sign: int | None
    code: str
    paths: tuple[Pathway, ...] = ()
    total: int = 0
    raising: int = 0
    lowering: int = 0
    shortest: int | None = field(default=None)

    def __iter__(self) -> Iterator[Pathway]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    @property
    def summary(self) -> str:
        """What was found, in one sentence."""
        pair = f"from {self.source} to {self.target}"
        if self.code == "longer":
            return f"No path {pair} of up to {self.max_length} steps; the shortest has {self.shortest}."
        if self.code == "no path":
            return (
                f"No path {pair} of any length in the mechanism network (looked up to {self.max_length} steps first)."
            )
        if self.code == "other sign":
            wanted = "raises" if self.sign == 1 else "lowers"
            return f"No path {pair} of up to {self.max_length} steps {wanted} it, though others exist."
        paths = "1 path" if self.total == 1 else f"{self.total} paths"
        parts = f"{self.raising} raise it, {self.lowering} lower it"
        return f"{paths} {pair} of up to {self.max_length} steps: {parts}."

    def as_dict(self) -> dict[str, object]:
        """The answer as plain values, ready for JSON.

        Returns:
            The attributes by name, each path as a dictionary.
        """
        return {
            "source": self.source,
            "target": self.target,
            "max_length": self.max_length,
            "sign": self.sign,
            "code": self.code,
            "total": self.total,
            "raising": self.raising,
            "lowering": self.lowering,
            "shortest": self.shortest,
            "paths": [path.as_dict() for path in self.paths],
        }


def find_pathways(
    graph: KnowledgeGraph,
    source: str,
    target: str,
    *,
    max_length: int = 8,
    sign: int | None = None,
    limit: int | None = None,
) -> Pathways:
    """Find the signed paths of direct influences; see ``KnowledgeGraph.pathways``.

    Args:
        graph: the graph.
        source: name of the factor to start from.
        target: name of the factor to reach.
        max_length: longest path in steps, 1 to 12.
        sign: 1, -1 or None for both.
        limit: how many paths to keep, or None for all.

    Returns:
        The paths and a result code.

    Raises:
        UnknownName: a name is not known.
        BadArgument: a value is outside what is possible, or a name is of no factor.

    Example:
        >>> from calcigraph import KnowledgeGraph
        >>> found = find_pathways(KnowledgeGraph.open(), "vitamin K hydroquinone", "carboxylated MGP")
        >>> print(found.paths[0].arrows)
        vitamin K hydroquinone -(+)-> protein gamma-carboxylation -(+)-> carboxylated MGP
    """
    if type(max_length) is not int or not 1 <= max_length <= MAX_LENGTH:
        raise BadArgument(f"max_length is a whole number from 1 to {MAX_LENGTH}, not {max_length!r}")
    if sign not in (None, 1, -1):
        raise BadArgument(f"sign is 1, -1 or None, not {sign!r}")
    if limit is not None and (type(limit) is not int or limit < 1):
        raise BadArgument(f"limit is a whole number from 1, not {limit!r}")
    labels = [graph.entities.label(graph.entities.iri(name)) for name in (source, target)]
    starts, goals = (frozenset(network_factors(graph, name)) for name in (source, target))
    if starts & goals:
        raise BadArgument(f"'{source}' and '{target}' are the same factor; a path needs two")
    edges = _slice(graph, starts, goals, max_length)
    routes = _routes(edges, starts, goals, max_length)
    kept = [route for route in routes if sign is None or _product(route) == sign]
    if not kept:
        if routes:
            code, shortest = "other sign", None
        else:
            shortest = _distance(graph, starts, goals)
            code = "no path" if shortest is None else "longer"
        return Pathways(labels[0], labels[1], max_length, sign, code, shortest=shortest)
    kept.sort(key=_order)
    shown = kept[:limit]
    known = {claim.iri: claim for claim in _read(graph, {edge.claim for route in shown for edge in route})}
    tissues = _tissues(graph, known)
    raising = sum(_product(route) > 0 for route in kept)
    return Pathways(
        source=labels[0],
        target=labels[1],
        max_length=max_length,
        sign=sign,
        code="found",
        paths=tuple(_pathway(graph, route, known, tissues) for route in shown),
        total=len(kept),
        raising=raising,
        lowering=len(kept) - raising,
    )


def _neighbours(graph: KnowledgeGraph, end: str, frontier: Iterable[str]) -> list[_Edge]:
    terms = " ".join(f"<{iri}>" for iri in sorted(frontier))
    found = []
    for claim, subject, object_, sign, rank, status in graph.engine.values(_EDGES % (end, terms)):
        certainty = -1 if rank is None else int(rank)
        found.append(_Edge(str(claim), str(subject), str(object_), int(sign or 0), certainty, int(status or 0)))
    return found


def _slice(graph: KnowledgeGraph, starts: frozenset[str], goals: frozenset[str], max_length: int) -> set[_Edge]:
    """Every edge that a path of up to ``max_length`` steps can have.

    With the ends grown by ``f`` and ``b`` steps, f + b = max_length, the i-th edge of such a path was met
    going forward when i < f and going backward otherwise.
    """
    edges: set[_Edge] = set()
    ahead, behind = set(starts), set(goals)
    seen_ahead, seen_behind = set(starts), set(goals)
    for _ in range(max_length):
        if not ahead and not behind:
            break
        if ahead and (not behind or len(ahead) <= len(behind)):
            found = _neighbours(graph, "subject", ahead)
            ahead = {edge.object for edge in found} - seen_ahead
            seen_ahead |= ahead
        else:
            found = _neighbours(graph, "object", behind)
            behind = {edge.subject for edge in found} - seen_behind
            seen_behind |= behind
        edges.update(found)
    return edges


def _routes(
    edges: set[_Edge], starts: frozenset[str], goals: frozenset[str], max_length: int
) -> list[tuple[_Edge, ...]]:
    """Simple paths within the slice; a step that cannot reach the goal in time is never taken."""
    out: dict[str, list[_Edge]] = defaultdict(list)
    into: dict[str, list[_Edge]] = defaultdict(list)
    for edge in sorted(edges):
        out[edge.subject].append(edge)
        into[edge.object].append(edge)
    left = dict.fromkeys(goals, 0)
    queue = deque(sorted(goals))
    while queue:
        node = queue.popleft()
        for edge in into[node]:
            if edge.subject not in left:
                left[edge.subject] = left[node] + 1
                queue.append(edge.subject)
    found: list[tuple[_Edge, ...]] = []
    stack: list[tuple[str, tuple[_Edge, ...], frozenset[str]]] = [(start, (), starts) for start in sorted(starts)]
    while stack:
        here, route, visited = stack.pop()
        for edge in out[here]:
            if edge.object in visited or left.get(edge.object, max_length) + len(route) + 1 > max_length:
                continue
            longer = (*route, edge)
            if edge.object in goals:
                found.append(longer)
            else:
                stack.append((edge.object, longer, visited | {edge.object}))
    return found


def _product(route: tuple[_Edge, ...]) -> int:
    product = 1
    for edge in route:
        product *= edge.sign
    return product


def _order(route: tuple[_Edge, ...]) -> tuple[int, int, int, tuple[_Edge, ...]]:
    return len(route), -min(edge.rank for edge in route), -sum(edge.rank for edge in route), route


def _distance(graph: KnowledgeGraph, starts: frozenset[str], goals: frozenset[str]) -> int | None:
    frontier, seen, steps = set(starts), set(starts), 0
    while frontier:
        if frontier & goals:
            return steps
        frontier = {edge.object for edge in _neighbours(graph, "subject", frontier)} - seen
        seen |= frontier
        steps += 1
    return None


def _read(graph: KnowledgeGraph, claims: set[str]) -> list[Claim]:
    return read_claims(graph, f"VALUES ?claim {{ {' '.join(f'<{iri}>' for iri in sorted(claims))} }}")


def _tissues(graph: KnowledgeGraph, claims: Iterable[str]) -> dict[str, str]:
    terms = " ".join(f"<{iri}>" for iri in sorted(claims))
    query = f"SELECT ?c ?l {{ VALUES ?c {{ {terms} }} ?c cg:inTissue/skos:prefLabel ?l }} ORDER BY ?c ?l"
    found: dict[str, list[str]] = defaultdict(list)
    for claim, label in graph.engine.values(query):
        found[str(claim)].append(str(label))
    return {claim: ", ".join(labels) for claim, labels in found.items()}


def _pathway(
    graph: KnowledgeGraph, route: tuple[_Edge, ...], known: dict[str, Claim], tissues: dict[str, str]
) -> Pathway:
    claims = tuple(known[edge.claim] for edge in route)
    weakest = min(route, key=lambda edge: (edge.rank, edge.status))
    nodes = (route[0].subject, *(edge.object for edge in route))
    return Pathway(
        nodes=tuple(graph.entities.label(node) for node in nodes),
        claims=claims,
        tissues=tuple(tissues.get(claim.iri, "") for claim in claims),
        sign=_product(route),
        weakest=known[weakest.claim],
    )
