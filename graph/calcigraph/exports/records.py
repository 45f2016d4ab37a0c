"""A slice as records: one per entity, claim, result and source, read once for all formats that are not RDF."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from calcigraph.knowledge.sources import sources
from calcigraph.knowledge.statuses import statuses
from calcigraph.mechanism.slices import whole
from calcigraph.namespaces import CG, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calcigraph.mechanism.slices import Slice
    from calcigraph.store.store import Store

MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")


@dataclass(frozen=True, slots=True)
class Node:
    """An entity.

    Attributes:
        iri, label, definition: what it is and is called.
        synonyms: other names, sorted.
        classes: local names of its most specific classes, sorted.
        kinds: local names of all its classes, sorted.
        endpoint: kind of endpoint, or nothing.
        matches: kind of match to IRIs of other vocabularies, sorted.
    """

    iri: str
    label: str
    definition: str = ""
    synonyms: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    endpoint: str = ""
    matches: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    @property
    def curie(self) -> str:
        """The short form of the IRI."""
        return shorten(self.iri)


@dataclass(frozen=True, slots=True)
class Edge:
    """A claim with its verdict.

    Attributes:
        iri, label: what it is called.
        subject, predicate, object: IRIs.
        negated: whether it says that the relation does not hold.
        sign: 1, -1, or None for a predicate without a sign or a negated claim.
        directness, status: labels of their values.
        stands: whether the status lets the graph stand by what the claim says, its negation included.
        certainty: label, or nothing where nothing counts.
        limiting: whether the subject is a limiting input of the object.
        ample, toxic: whether only a lack of the subject acts, or only more of it than usual.
        active_when_high, active_when_low: IRI of the factor that has to be high, or low, or nothing.
        holds: the same in words, or nothing.
        shown_in: IRIs of the sources that show it, sorted.
        strength, dimension: local names, or nothing.
        doubts: local names, sorted.
        tissues: IRIs of where it takes place, sorted.
        judged_by_rise, judged_by_fall: IRIs of what has to rise, or fall, for a result to support it, sorted.
        population: IRI, or nothing.
        endpoint: label of the kind of endpoint it is about.
        qualifier, note, identifier: text, or nothing.
        supporting, refuting, null: independent sources of each kind that the verdict counts.
        cited: IRIs of the sources it cites, sorted.
        mentioned_by: IRIs of the sources that only mention it, sorted.
        taken_from: IRIs of the sources that it was gathered from, none of which says or tests it, sorted.
        from_days, within_days: shortest and longest time a result may cover to bear on it, in days, or None.
        results: direction to IRIs of the studies with results of that direction, sorted.
    """

    iri: str
    label: str
    subject: str
    predicate: str
    object: str
    negated: bool
    sign: int | None
    directness: str
    status: str
    stands: bool
    certainty: str
    limiting: bool
    ample: bool
    toxic: bool
    active_when_high: str
    active_when_low: str
    holds: str
    shown_in: tuple[str, ...]
    strength: str
    dimension: str
    doubts: tuple[str, ...]
    tissues: tuple[str, ...]
    judged_by_rise: tuple[str, ...]
    judged_by_fall: tuple[str, ...]
    population: str
    endpoint: str
    qualifier: str
    note: str
    identifier: str
    supporting: int
    refuting: int
    null: int
    cited: tuple[str, ...]
    mentioned_by: tuple[str, ...]
    taken_from: tuple[str, ...]
    from_days: int | None
    within_days: int | None
    results: Mapping[str, tuple[str, ...]] = field(hash=False)

    @property
    def curie(self) -> str:
        """The short form of the IRI."""
        return shorten(self.iri)

    @property
    def predicate_name(self) -> str:
        """Local name of the predicate."""
        return self.predicate.removeprefix(CG)

    @property
    def in_force(self) -> bool:
        """Whether the graph itself stands by the relation; the rules say so of such claims with ``cg:inForce``."""
        return self.stands and not self.negated


@dataclass(frozen=True, slots=True)
class Records:
    """The records of a slice.

    Attributes:
        title: what the slice is.
        nodes, edges: its entities and claims, sorted by IRI.
        labels: IRI to label of every entity, those outside of the slice too.
        publications: IRI of a source to the identifier it is cited by: PMID, DOI, address or its own IRI.
    """

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    labels: Mapping[str, str] = field(hash=False)
    publications: Mapping[str, str] = field(hash=False)


_COUNTS = """SELECT ?claim ?plus ?minus ?null { ?claim cg:verdict ?v . OPTIONAL { ?v cg:supporting ?plus }
  OPTIONAL { ?v cg:refuting ?minus } OPTIONAL { ?v cg:nullResults ?null } }"""
_RESULTS = (
    "SELECT ?claim ?direction ?study { ?b cg:about ?claim ; cg:direction ?direction ; cg:ofResult/cg:study ?study }"
)


def read(store: Store, part: Slice | None) -> Records:
    """Read the records of a slice.

    Args:
        store: the graph.
        part: the slice, or None for the whole graph.

    Returns:
        Its records.

    Example:
        >>> from calcigraph.mechanism import slices
        >>> found = read(store, slices.of_claims(store, ["https://w3id.org/calcigraph/claim/warfarin-inhibits-vkorc1"], "one"))
        >>> [node.label for node in found.nodes], found.edges[0].sign
        (['VKORC1', 'warfarin'], -1)
    """
    part = part or whole(store)
    names = store.once(_names)
    return Records(
        title=part.title,
        nodes=tuple(_nodes(store, part.entities, names)),
        edges=tuple(_edges(store, part.claims, names)),
        labels=store.once(_labels),
        publications={iri: source.publication for iri, source in sources(store).items()},
    )


def every_node(store: Store) -> dict[str, Node]:
    """Read the record of every entity.

    Args:
        store: the graph.

    Returns:
        IRI to record.

    Example:
        >>> every_node(store)["https://w3id.org/calcigraph/id/mk-7"].label
        'MK-7'
    """
    return {node.iri: node for node in _nodes(store, whole(store).entities, store.once(_names))}


def _pairs(store: Store, query: str) -> Iterable[tuple[str, str]]:
    return ((str(first), str(second)) for first, second in store.engine.values(query))


def _names(store: Store) -> dict[str, str]:
    return dict(_pairs(store, "SELECT ?v ?l { ?v a cg:ControlledValue ; rdfs:label ?l }"))


def _labels(store: Store) -> dict[str, str]:
    return dict(_pairs(store, "SELECT ?e ?l { ?e a cg:Entity ; skos:prefLabel ?l }"))


def _above(store: Store) -> dict[str, set[str]]:
    """The classes of ours that are wider than each class."""
    found: dict[str, set[str]] = defaultdict(set)
    for narrow, wide in _pairs(store, "SELECT ?c ?d { ?c rdfs:subClassOf+ ?d . FILTER(STRSTARTS(STR(?d), STR(cg:))) }"):
        found[narrow].add(wide)
    return found


def _signs(store: Store) -> dict[str, int]:
    return {iri: int(sign) for iri, sign in _pairs(store, "SELECT ?p ?s { ?p cg:sign ?s }")}


def _counts(store: Store) -> dict[str, tuple[int, ...]]:
    """How many studies of each claim say yes, no and neither."""
    return {str(claim): tuple(int(each or 0) for each in rest) for claim, *rest in store.engine.values(_COUNTS)}


def _results(store: Store) -> dict[str, dict[str, tuple[str, ...]]]:
    """The studies of each claim, by what their results say of it."""
    names = store.once(_names)
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for claim, direction, study in store.engine.values(_RESULTS):
        found[str(claim)][names[str(direction)]].add(str(study))
    return {
        claim: {word: tuple(sorted(studies)) for word, studies in sorted(said.items())} for claim, said in found.items()
    }


def _described(store: Store, iri: str) -> dict[str, list[str]]:
    """What is said of a node: local name of the property to values, each once and sorted."""
    # Straight from the store: a query takes four times as long for the same.
    found: dict[str, set[str]] = defaultdict(set)
    for quad in store.engine.quads(iri):
        name = quad.predicate.value.rpartition("/")[2].rpartition("#")[2]
        found[name].add(getattr(quad.object, "value", ""))
    return {name: sorted(values) for name, values in found.items()}


def _nodes(store: Store, wanted: Iterable[str], names: Mapping[str, str]) -> Iterable[Node]:
    above = store.once(_above)
    for iri in wanted:
        by_name = _described(store, iri)
        types = {value for value in by_name.get("type", ()) if value.startswith(CG)}
        wider = {wide for each in types for wide in above.get(each, ())}
        yield Node(
            iri=iri,
            label=_one(by_name, "prefLabel") or shorten(iri),
            definition=_one(by_name, "definition"),
            synonyms=tuple(by_name.get("altLabel", ())),
            classes=tuple(sorted(each.removeprefix(CG) for each in types - wider)),
            kinds=tuple(sorted(each.removeprefix(CG) for each in types)),
            endpoint=names.get(_one(by_name, "endpointKind"), ""),
            matches={kind: tuple(by_name[kind]) for kind in MATCHES if by_name.get(kind)},
        )


def _edges(store: Store, wanted: Iterable[str], names: Mapping[str, str]) -> Iterable[Edge]:
    signs, counts, results = store.once(_signs), store.once(_counts), store.once(_results)
    known = statuses(store)
    for iri in wanted:
        by_name = _described(store, iri)
        negated = _one(by_name, "negated") == "true"
        plus, minus, null = counts.get(iri, (0, 0, 0))
        directness, status = names[_one(by_name, "directness")], names[_one(by_name, "status")]
        yield Edge(
            iri=iri,
            label=_one(by_name, "label"),
            subject=_one(by_name, "subject"),
            predicate=_one(by_name, "predicate"),
            object=_one(by_name, "object"),
            negated=negated,
            sign=None if negated else signs.get(_one(by_name, "predicate")),
            directness=directness,
            status=status,
            stands=known[status].in_force(directness),
            certainty=names.get(_one(by_name, "certainty"), ""),
            limiting=_one(by_name, "limiting") == "true",
            ample=_one(by_name, "ample") == "true",
            toxic=_one(by_name, "toxic") == "true",
            active_when_high=_one(by_name, "activeWhenHigh"),
            active_when_low=_one(by_name, "activeWhenLow"),
            holds="; ".join(by_name.get("holds", ())),
            shown_in=tuple(by_name.get("contextEvidence", ())),
            strength=_one(by_name, "strength").removeprefix(CG),
            dimension=_one(by_name, "dimension").removeprefix(CG),
            doubts=tuple(sorted(each.removeprefix(CG) for each in by_name.get("doubt", ()))),
            tissues=tuple(by_name.get("inTissue", ())),
            judged_by_rise=tuple(by_name.get("judgedByRise", ())),
            judged_by_fall=tuple(by_name.get("judgedByFall", ())),
            population=_one(by_name, "population"),
            endpoint=names.get(_one(by_name, "endpointKind"), ""),
            qualifier=_one(by_name, "qualifier"),
            note=_one(by_name, "note"),
            identifier=_one(by_name, "identifier"),
            supporting=plus,
            refuting=minus,
            null=null,
            cited=tuple(by_name.get("citesAsEvidence", ())),
            mentioned_by=tuple(by_name.get("citesForInformation", ())),
            taken_from=tuple(by_name.get("source", ())),
            from_days=_days(by_name, "fromDays"),
            within_days=_days(by_name, "withinDays"),
            results=results.get(iri, {}),
        )


def _one(values: Mapping[str, list[str]], name: str) -> str:
    return next(iter(values.get(name, ())), "")


def _days(values: Mapping[str, list[str]], name: str) -> int | None:
    found = _one(values, name)
    return int(found) if found else None
