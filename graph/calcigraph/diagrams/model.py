"""What a picture shows, before anything is drawn: nodes and edges with all that the formats need of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from calcigraph.knowledge.claims import Claim, read_claims
from calcigraph.knowledge.sources import sources
from calcigraph.knowledge.statuses import statuses
from calcigraph.namespaces import CG, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calcigraph.mechanism.slices import Slice
    from calcigraph.store.store import Store

#: Marks of lines: of a status that is drawn so, and of a claim that something is not so.
DISPUTED, NEGATED = "disputed", "negated"


@dataclass(frozen=True, slots=True)
class Node:
    """One box of a picture.

    Attributes:
        iri: of the entity, result, statement or source.
        label: its text.
        classes: local names of its classes.
        region: name of the region of the body it is drawn in, or empty.
        response: ``increase``, ``decrease``, ``no effect``, ``no route``, ``undetermined``, or the level it was set to; empty
            where nothing was asked.
        evidence: key of the style's ``evidence``, for boxes that are no entities.
        focus: whether the picture is about it.
        detail: further text for the tooltip and for screen readers.
    """

    iri: str
    label: str
    classes: frozenset[str] = frozenset()
    region: str = ""
    response: str = ""
    evidence: str = ""
    focus: bool = False
    detail: str = ""

    @property
    def curie(self) -> str:
        """The short form of the IRI."""
        return shorten(self.iri)


@dataclass(frozen=True, slots=True)
class Edge:
    """One line of a picture.

    Attributes:
        iri: of the claim, or of what the line stands for.
        source, target: IRIs of the boxes.
        label: what it says, as a sentence.
        predicate: local name.
        sign: 1, -1 or None.
        status, certainty: of the verdict; certainty may be None.
        limiting, negated: as the claim says.
        directness: ``direct`` or ``indirect``; empty where it is no claim.
        tissues: labels of where it takes place.
        sources: labels of the sources of a step and of the studies of its results.
        evidence: key of the style's ``evidence``, for lines that are no claims.
        mark: key of the style's ``marks``, for a line that carries one.
        back: draw the head at the source, so that the target still comes later in the layout.
        span: how many ranks the line covers at least.
    """

    iri: str
    source: str
    target: str
    label: str
    predicate: str = ""
    sign: int | None = None
    status: str = ""
    certainty: str | None = None
    limiting: bool = False
    negated: bool = False
    directness: str = ""
    tissues: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    evidence: str = ""
    mark: str = ""
    back: bool = False
    span: int = 1

    @property
    def curie(self) -> str:
        """The short form of the IRI."""
        return shorten(self.iri)

    @property
    def verdict(self) -> str:
        """Status and certainty in words."""
        return f"{self.status} ({self.certainty} certainty)" if self.certainty else self.status


@dataclass(frozen=True)
class Model:
    """A picture before it is drawn.

    Attributes:
        title: its heading.
        description: what it shows, for those who cannot see it.
        nodes, edges: sorted by IRI.
        on_map: draw regions of the body at fixed places of the page.
        note: a line below the picture.
        groups: heading to the IRIs of the boxes that stand together, where regions are not drawn.
        rank: direction of the layout, ``LR`` or ``TB``.
        wrap: widest line of a box in points; 0 for what is usual.
        tight: set boxes close to each other.

    Example:
        >>> Model("nothing", "", (), ()).as_dict()["nodes"]
        []
    """

    title: str
    description: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    on_map: bool = False
    note: str = ""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    rank: str = "LR"
    wrap: float = 0.0
    tight: bool = False

    def as_dict(self) -> dict[str, object]:
        """Give the model as plain values, ready for JSON.

        Returns:
            ``title``, ``description``, ``note``, ``nodes`` and ``edges``; ``element`` is the id of the group in the
            SVG.
        """
        return {
            "title": self.title,
            "description": self.description,
            "note": self.note,
            "nodes": [
                {
                    "element": element_id("node", each.curie),
                    "id": each.curie,
                    "iri": each.iri,
                    "label": each.label,
                    "classes": sorted(each.classes),
                    "region": each.region,
                    "response": each.response,
                    "evidence": each.evidence,
                    "focus": each.focus,
                    "detail": each.detail,
                }
                for each in self.nodes
            ],
            "edges": [
                {
                    "element": element_id("edge", each.curie),
                    "id": each.curie,
                    "iri": each.iri,
                    "source": shorten(each.source),
                    "target": shorten(each.target),
                    "label": each.label,
                    "predicate": each.predicate,
                    "sign": each.sign,
                    "status": each.status,
                    "certainty": each.certainty,
                    "verdict": each.verdict,
                    "limiting": each.limiting,
                    "negated": each.negated,
                    "directness": each.directness,
                    "tissues": list(each.tissues),
                    "sources": list(each.sources),
                    "evidence": each.evidence,
                }
                for each in self.edges
            ],
        }


def element_id(kind: str, curie: str) -> str:
    """Make the id of a group in the SVG.

    Args:
        kind: ``node`` or ``edge``.
        curie: of what it stands for.

    Returns:
        An XML id that can be a fragment of a link.

    Example:
        >>> element_id("node", "id:mk-7")
        'node-id-mk-7'
    """
    return f"{kind}-" + "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in curie)


def of_slice(
    store: Store,
    part: Slice,
    *,
    responses: Mapping[str, str] | None = None,
    focus: frozenset[str] = frozenset(),
    on_map: bool = False,
    note: str = "",
) -> Model:
    """Turn a slice into a model.

    Args:
        store: the graph.
        part: the slice.
        responses: IRI of a factor to its answer or to the level it was set to.
        focus: IRIs of what the picture is about.
        on_map: draw regions of the body.
        note: a line below the picture.

    Returns:
        The model.

    Example:
        >>> from calcigraph.mechanism import slices
        >>> model = of_slice(store, slices.neighbourhood(store, "MGP synthesis", 1))
        >>> [edge.sign for edge in model.edges]
        [1, 1, 1]
    """
    from calcigraph.diagrams.regions import regions_of

    claims = read_claims(store, f"VALUES ?claim {{ {_terms(part.claims)} }}") if part.claims else []
    region = regions_of(store, claims)
    classes = _classes(store, part.entities)
    answers = responses or {}
    nodes = [
        Node(
            iri=iri,
            label=store.entities.label(iri),
            classes=classes[iri],
            region=region.get(iri, ""),
            response=answers.get(iri, ""),
            focus=iri in focus,
        )
        for iri in part.entities
    ]
    edges = edges_of(store, claims)
    disputed = [status.label for status in statuses(store).values() if status.drawn == DISPUTED]
    return Model(part.title, _description(nodes, edges, disputed), tuple(nodes), edges, on_map=on_map, note=note)


def edges_of(store: Store, claims: list[Claim]) -> tuple[Edge, ...]:
    """Turn claims into edges.

    Args:
        store: the graph.
        claims: the claims, each once.

    Returns:
        The edges, sorted by IRI.

    Example:
        >>> edges_of(store, kg.claims("warfarin", "inhibits"))[0].tissues
        ('endoplasmic reticulum',)
    """
    if not claims:
        return ()
    terms = _terms(claim.iri for claim in claims)
    tissues, cited = defaultdict(set), defaultdict(set)
    for claim, label in store.engine.values(
        f"SELECT ?c ?l {{ VALUES ?c {{ {terms} }} ?c cg:inTissue/skos:prefLabel ?l }}"
    ):
        tissues[claim].add(str(label))
    query = f"""SELECT DISTINCT ?c ?s {{ VALUES ?c {{ {terms} }}
        {{ ?c cito:citesAsEvidence ?s }} UNION {{ ?b cg:about ?c ; cg:ofResult/cg:study ?s }} }}"""
    labels, known = sources(store), statuses(store)
    for claim, source in store.engine.values(query):
        cited[claim].add(labels[str(source)].label)
    return tuple(
        Edge(
            iri=claim.iri,
            source=claim.subject,
            target=claim.object,
            label=claim.label,
            predicate=claim.predicate.removeprefix(CG),
            sign=claim.sign,
            status=claim.status,
            certainty=claim.certainty,
            limiting=claim.limiting,
            negated=claim.negated,
            directness=claim.directness,
            tissues=tuple(sorted(tissues[claim.iri])),
            sources=tuple(sorted(cited[claim.iri])),
            mark=NEGATED if claim.negated else DISPUTED if known[claim.status].drawn == DISPUTED else "",
        )
        for claim in sorted(claims, key=lambda each: each.iri)
    )


def with_responses(model: Model, responses: Mapping[str, str]) -> Model:
    """Colour a model by other answers.

    Args:
        model: the model.
        responses: IRI to answer.

    Returns:
        The same nodes and edges with these answers.

    Example:
        >>> one = Model("", "", (Node("urn:a", "a"),), ())
        >>> with_responses(one, {"urn:a": "increase"}).nodes[0].response
        'increase'
    """
    return replace(model, nodes=tuple(replace(node, response=responses.get(node.iri, "")) for node in model.nodes))


def _terms(iris: object) -> str:
    return " ".join(f"<{iri}>" for iri in sorted(set(iris)))  # type: ignore[call-overload]


def _classes(store: Store, iris: tuple[str, ...]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {iri: set() for iri in iris}
    if iris:
        for iri, kind in store.engine.values(f"SELECT ?e ?c {{ VALUES ?e {{ {_terms(iris)} }} ?e a ?c }}"):
            found[str(iri)].add(str(kind).removeprefix(CG))
    return {iri: frozenset(kinds) for iri, kinds in found.items()}


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _description(nodes: list[Node], edges: tuple[Edge, ...], disputed: list[str]) -> str:
    """What the picture shows, in words."""
    raising = sum(edge.sign == 1 for edge in edges)
    lowering = sum(edge.sign == -1 for edge in edges)
    parts = [f"{_count(len(nodes), 'box', 'boxes')} and {_count(len(edges), 'claim', 'claims')}"]
    if raising or lowering:
        parts.append(f"{raising} raise and {lowering} lower their object")
    counted = {word: sum(edge.status == word for edge in edges) for word in disputed}
    parts += [f"{number} {word}" for word, number in counted.items() if number]
    answers = [node for node in nodes if node.response]
    for answer in ("increase", "decrease", "undetermined", "no effect", "no route"):
        number = sum(node.response == answer for node in answers)
        if number:
            parts.append(f"{number} {'rise' if answer == 'increase' else 'fall' if answer == 'decrease' else answer}")
    return "; ".join(parts) + "."
