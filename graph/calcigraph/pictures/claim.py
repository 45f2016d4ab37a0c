"""The picture of a claim: who says so, what studies found, and the mechanism that would explain it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calcigraph.diagrams.lettering import MINUS
from calcigraph.diagrams.model import Edge, Model, Node, edges_of
from calcigraph.knowledge.claims import claim_iri, read_claims
from calcigraph.knowledge.pages import evidence_page
from calcigraph.namespaces import expand
from calcigraph.ranges import LENGTH, LIMIT

if TYPE_CHECKING:
    from calcigraph.knowledge.claims import Claim
    from calcigraph.store.store import Store

COUNTS, REST = "Results that count", "Results that do not count"
#: Results of a group that are drawn one by one: about as many as fit below each other on A4.
MOST = 12
SOURCES, STEPS = "Sources", "Mechanism"
_MEASURES = {"percent-change": "percent change", "percent-change-in-arm": "change in arm, %", "pooled-effect": "pooled"}
_COUNTED = {True: "counts", False: "does not count"}


def of_claim(store: Store, name: str, *, max_length: int, limit: int) -> Model:
    """Turn a claim with its evidence into a model.

    Args:
        store: the graph.
        name: IRI, CURIE or sentence of the claim.
        max_length: longest path in steps, 1 to 12.
        limit: how many paths at most.

    Returns:
        The claim in the middle, statements before it, results behind it, and the shortest paths of mechanism from
        its subject to its object.

    Raises:
        UnknownName: no claim has the name.
        BadArgument: ``max_length`` or ``limit`` is outside what is possible.

    Example:
        >>> model = of_claim(store, "vitamin K2 prevents arterial calcification", max_length=8, limit=3)
        >>> [name for name in model.groups if not name.startswith("Said in: ")]
        ['Results that count', 'Results that do not count', 'Mechanism']
    """
    LENGTH.check("max_length", max_length)
    LIMIT.check("limit", limit)
    iri = claim_iri(store, name)
    claim = read_claims(store, f"VALUES ?claim {{ <{iri}> }}")[0]
    page = evidence_page(store, iri)
    title = claim.label[0].upper() + claim.label[1:]
    nodes = [Node(iri, f"{title}\n{claim.verdict}", evidence="claim", focus=True)]
    edges = []
    groups: dict[str, tuple[str, ...]] = {}
    for row in page["statements"]:
        bold = f", {row['boldness']}" if row["boldness"] else ""
        nodes.append(
            Node(
                str(row["statement"]),
                f"{row['section']}\n{row['hedge']}{bold}",
                evidence="statement",
                detail=row["article"],
            )
        )
        edges.append(
            Edge(f"{row['statement']}#states", str(row["statement"]), iri, "states the claim", evidence="statement")
        )
    counted = any(row["counted"] for row in page["results"])
    for here, rows in _groups(page["results"]).items():
        boxes = _boxes(iri, here, rows)
        groups[here] = tuple(box.iri for box in boxes)
        nodes += boxes
        span = 2 if here == REST and counted else 1
        edges += [
            Edge(f"{box.iri}#about", iri, box.iri, _said(box, here), evidence=box.evidence, back=True, span=span)
            for box in boxes
        ]
    for row in page["mechanism"]:
        source = f"{iri}#source-{row['source']}"
        nodes.append(Node(source, f"{row['source']}\n{row['title'] or 'title not displayed'}", evidence="source"))
        edges.append(Edge(f"{source}-cited", iri, source, f"cites {row['source']}", evidence="source", back=True))
    for row in page["statements"]:
        here = f"Said in: {row['article']}"
        groups[here] = (*groups.get(here, ()), str(row["statement"]))
    groups[SOURCES] = tuple(node.iri for node in nodes if node.evidence == "source")
    steps = _mechanism(store, claim, max_length, limit)
    ends = sorted({end for step in steps for end in (step.subject, step.object)} | {claim.subject, claim.object})
    named = {claim.subject, claim.object}
    factors = _factors(store, ends, named)
    groups[STEPS] = tuple(ends)
    missing = (
        [] if steps or claim.directness == "direct" else ["No path of mechanism leads from its subject to its object."]
    )
    if not page["results"] and not page["mechanism"]:
        missing.append("Nothing in the graph has studied this.")
    lines = (*edges, *edges_of(store, steps))
    return Model(
        title,
        f"{claim.verdict}. {len(page['statements'])} statements of articles, {len(page['results'])} results, "
        f"{len(steps)} steps of mechanism.",
        tuple(sorted((*nodes, *factors), key=lambda node: node.iri)),
        tuple(sorted(lines, key=lambda edge: edge.iri)),
        note=" ".join(filter(None, (*missing, page["note"]))),
        groups={name: iris for name, iris in groups.items() if iris},
    )


def _groups(rows: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(COUNTS if row["counted"] else REST, []).append(row)
    return found


def _boxes(claim: str, group: str, rows: list[dict[str, Any]]) -> list[Node]:
    """A box for each result; more than fit on a page share one for each direction and design."""
    if len(rows) <= MOST:
        return [
            Node(
                expand(row["result"]) or row["result"],
                _result(row),
                evidence=row["direction"],
                detail=row["description"],
            )
            for row in rows
        ]
    kinds: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        kinds.setdefault((row["direction"], row["design"]), []).append(row)
    found = []
    for (direction, design), alike in kinds.items():
        name = f"{claim}#{group}-{direction}-{design}".replace(" ", "-")
        found.append(Node(name, _alike(alike), evidence=direction, detail="; ".join(_sources(alike))))
    return found


def _alike(rows: list[dict[str, Any]]) -> str:
    if len(rows) == 1:
        return _result(rows[0])
    sources = _sources(rows)
    studies = f"{len(sources)} sources" if len(sources) > 1 else sources[0]
    return f"{len(rows)} results of {studies}\n{rows[0]['design']}\n{_direction(rows[0])}"


def _sources(rows: list[dict[str, Any]]) -> list[str]:
    return sorted({str(row["source"]) for row in rows})


def _said(box: Node, group: str) -> str:
    first = box.label.partition("\n")[0]
    return f"{first}: {box.evidence} ({_COUNTED[group == COUNTS]})"


def _direction(row: dict[str, Any]) -> str:
    return str(row["direction"]) if row["direction"] != "null" else "saw no effect"


def _result(row: dict[str, Any]) -> str:
    year = "" if str(row["year"] or "") in row["source"] else f" {row['year']}"
    parts = [f"{row['source']}{year}, {row['design']}"]
    if row["effect"] is not None:
        between = f" ({row['low']:g} to {row['high']:g})" if row["low"] is not None else ""
        numbers = f"{row['effect']:g}{between}".replace("-", MINUS)
        parts.append(f"{_MEASURES.get(row['measure'], row['measure'] or 'effect')} {numbers}")
    return "\n".join([*parts, _direction(row)])


def _mechanism(store: Store, claim: Claim, max_length: int, limit: int) -> list[Claim]:
    """The steps of the shortest paths from subject to object."""
    from calcigraph.errors import UsageError
    from calcigraph.mechanism.pathways.finding import Filters, find_pathways

    if claim.directness == "direct":
        return [claim]
    try:
        found = find_pathways(store, claim.subject, claim.object, Filters(), max_length=max_length, limit=limit)
    except UsageError:  # an end is no factor, or both are the same one
        return []
    steps = {step.iri: step for path in found.paths for step in path.claims}
    return [steps[iri] for iri in sorted(steps)]


def _factors(store: Store, iris: list[str], named: set[str]) -> list[Node]:
    from calcigraph.diagrams.model import of_slice
    from calcigraph.mechanism import slices

    model = of_slice(store, slices.Slice("", (), tuple(iris)), focus=frozenset(named))
    return list(model.nodes)
