"""KGX: nodes and edges in the terms of the Biolink model, as TSV and as JSON lines."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from calcigraph.errors import visible
from calcigraph.exports import biolink, records
from calcigraph.exports.claim_tables import own_endpoints
from calcigraph.exports.one_format import NO_EVIDENCE, Format
from calcigraph.namespaces import ID, shorten

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calcigraph.exports.records import Edge, Node, Records
    from calcigraph.mechanism.slices import Slice
    from calcigraph.store.store import Store

    Value = str | bool | int | list[str]
    Record = dict[str, Value]

#: Prefix of our own entities in KGX, where ``id:`` would say nothing.
OWN = "calcigraph"
#: How the names of the two files go on.
NODES, EDGES = "_nodes", "_edges"
# Prefixes that Biolink knows, the one that readers of a category expect first; an entity that matches one exactly
# has it for its id, so that the file joins with others.
_PREFERRED = (
    "CHEBI",
    "UniProtKB",
    "UBERON",
    "CL",
    "GO",
    "MONDO",
    "HP",
    "FOODON",
    "DRUGBANK",
    "EFO",
    "DOID",
    "MESH",
)
# As Biolink names resources; the name is not in its registry yet.
_SOURCE = "infores:calcigraph"
_STATED = "SELECT ?c ?a { ?s cg:states ?c ; dcterms:isPartOf ?a }"
_NOTHING: tuple[Value, ...] = ("", [])
_ASSOCIATIONS = frozenset({"correlatesPositivelyWith", "correlatesInverselyWith"})


def node_id(node: Node) -> str:
    """Choose the id of an entity.

    Args:
        node: the entity.

    Returns:
        The CURIE of an exact match under a prefix that Biolink knows, else our own.

    Example:
        >>> node_id(records.Node("https://w3id.org/calcigraph/id/natto", "natto"))
        'calcigraph:natto'
    """
    exact = sorted(map(shorten, node.matches.get("exactMatch", ())))
    ranked = [each for prefix in _PREFERRED for each in exact if each.startswith(f"{prefix}:")]
    return ranked[0] if ranked else f"{OWN}:{node.iri.removeprefix(ID)}"


def node_records(found: Records, terms: biolink.Biolink) -> list[Record]:
    """Make the nodes.

    Args:
        found: the records.
        terms: the mappings to Biolink.

    Returns:
        One record per entity, all with the same names.
    """
    nodes = []
    for node in found.nodes:
        matches = {kind: [shorten(iri) for iri in iris] for kind, iris in node.matches.items()}
        name = node_id(node)
        record: Record = {
            "id": name,
            "category": [f"biolink:{terms.category(node)}"],
            "name": node.label,
            "description": node.definition,
            "synonym": list(node.synonyms),
            "iri": node.iri,
            "equivalent_identifiers": [each for each in matches.get("exactMatch", ()) if each != name],
            "xref": sorted({each for kind in matches for each in matches[kind]} - {name}),
            "provided_by": [_SOURCE],
            "cg_classes": list(node.classes),
            "cg_endpoint": node.endpoint,
        }
        nodes.append(record)
    return sorted(nodes, key=lambda each: str(each["id"]))


def edge_records(
    found: Records,
    terms: biolink.Biolink,
    own: Mapping[str, str],
    every: Mapping[str, Node],
    stated: Mapping[str, set[str]],
) -> list[Record]:
    """Make the edges.

    Args:
        found: the records.
        terms: the mappings to Biolink.
        own: IRI of a claim to the kind of endpoint that it states itself.
        every: IRI to entity, those outside of the slice too: a claim names tissues and people.
        stated: IRI of a claim to the articles that say so; they are named where no study supports it.

    Returns:
        One record per claim, all with the same names.
    """
    edges = []
    for edge in found.edges:
        subject, object_ = every[edge.subject], every[edge.object]
        said = terms.statement(edge, terms.category(subject), terms.category(object_))
        record: Record = {
            "id": edge.iri,
            "category": [said["category"]],
            "subject": node_id(subject),
            "predicate": said["predicate"],
            "object": node_id(object_),
            "negated": edge.negated,
            "qualified_predicate": said.get("qualified_predicate", ""),
            "object_aspect_qualifier": said.get("object_aspect_qualifier", ""),
            "object_direction_qualifier": said.get("object_direction_qualifier", ""),
            "anatomical_context_qualifier": [node_id(every[each]) for each in edge.tissues],
            "population_context_qualifier": node_id(every[edge.population]) if edge.population else "",
            "knowledge_level": _level(edge),
            "agent_type": "manual_agent",
            "primary_knowledge_source": _SOURCE,
            "publications": sorted({found.publications[each] for each in _behind(edge, stated.get(edge.iri, set()))}),
            "evidence_count": edge.supporting + edge.refuting + edge.null,
            "original_subject": shorten(edge.subject),
            "original_predicate": shorten(edge.predicate),
            "original_object": shorten(edge.object),
            "name": edge.label,
            "cg_status": edge.status,
            "cg_certainty": edge.certainty,
            "cg_supporting": edge.supporting,
            "cg_refuting": edge.refuting,
            "cg_no_effect": edge.null,
            "cg_publications_against": sorted({found.publications[each] for each in _against(edge)}),
            "cg_directness": edge.directness,
            "cg_limiting": edge.limiting,
            "cg_ample": edge.ample,
            "cg_toxic": edge.toxic,
            "cg_active_when_high": shorten(edge.active_when_high),
            "cg_active_when_low": shorten(edge.active_when_low),
            "cg_context_cites": [shorten(each) for each in edge.shown_in],
            "cg_strength": edge.strength,
            "cg_dimension": edge.dimension,
            "cg_doubts": list(edge.doubts),
            "cg_tissues": [shorten(each) for each in edge.tissues],
            "cg_judged_by_rise": [shorten(each) for each in edge.judged_by_rise],
            "cg_judged_by_fall": [shorten(each) for each in edge.judged_by_fall],
            "cg_population": shorten(edge.population),
            "cg_own_endpoint": own.get(edge.iri, ""),
            "cg_qualifier": edge.qualifier,
            "cg_note": edge.note,
            "cg_cites": [shorten(each) for each in edge.cited],
            "cg_mentioned_by": [shorten(each) for each in edge.mentioned_by],
            "cg_taken_from": [shorten(each) for each in edge.taken_from],
            "cg_from_days": "" if edge.from_days is None else edge.from_days,
            "cg_within_days": "" if edge.within_days is None else edge.within_days,
            "cg_identifier": edge.identifier,
        }
        edges.append(record)
    return edges


def _behind(edge: Edge, articles: set[str]) -> set[str]:
    """Publications stand behind the statement of an edge; those that speak against it do not."""
    supporting = {*edge.cited, *edge.results.get("supports", ())}
    return supporting or articles or (set(edge.mentioned_by) if edge.stands else set())


def _against(edge: Edge) -> set[str]:
    """The publications that looked and found something else, or nothing."""
    return {study for direction, studies in edge.results.items() if direction != "supports" for study in studies}


def _level(edge: Edge) -> str:
    """What the graph does not stand by is no assertion of it."""
    if not edge.stands:
        return "not_provided"
    return "statistical_association" if edge.predicate_name in _ASSOCIATIONS else "knowledge_assertion"


def _both(store: Store, part: Slice | None) -> tuple[list[Record], list[Record]]:
    found, terms = records.read(store, part), biolink.read(store)
    every, stated = store.once(records.every_node), store.once(_stated)
    return node_records(found, terms), edge_records(found, terms, own_endpoints(store), every, stated)


def _stated(store: Store) -> dict[str, set[str]]:
    """The articles that state each claim."""
    found: dict[str, set[str]] = defaultdict(set)
    for claim, article in store.engine.values(_STATED):
        found[str(claim)].add(str(article))
    return found


def _tsv(store: Store, part: Slice | None) -> dict[str, bytes]:
    nodes, edges = _both(store, part)
    return {f"{NODES}.tsv": _table(nodes), f"{EDGES}.tsv": _table(edges)}


def _table(rows: Sequence[Record]) -> bytes:
    columns = [name for name in (rows[0] if rows else ()) if any(row[name] not in _NOTHING for row in rows)]
    lines = ["\t".join(columns), *("\t".join(_cell(row[name]) for name in columns) for row in rows)]
    return "".join(f"{line}\n" for line in lines).encode()


def _cell(value: Value) -> str:
    # Readers of KGX take any text for true, the word false too.
    if value is False:
        return ""
    text = "|".join(each.replace("|", "/") for each in value) if isinstance(value, list) else str(value)
    return visible(" ".join(text.split()))


def _jsonl(store: Store, part: Slice | None) -> dict[str, bytes]:
    nodes, edges = _both(store, part)
    return {f"{NODES}.jsonl": _lines(nodes), f"{EDGES}.jsonl": _lines(edges)}


def _lines(rows: Sequence[Record]) -> bytes:
    kept = ({name: value for name, value in row.items() if value not in _NOTHING} for row in rows)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in kept).encode()


_CARRIES = (
    "Entities under Biolink categories, by the identifier that matches exactly where there is one; claims under Biolink "
    "predicates with qualifiers, negation, knowledge level, agent type and supporting publications. All that was "
    "asserted of a claim is in columns of our own (cg_...) as well, and can be imported."
)
_NO_VERDICT = (
    "Biolink has no place for a verdict: a claim that the graph does not stand by has the knowledge level not_provided, "
    "and cg_status says why; a reader who looks at neither takes it for an assertion"
)
_WIDER = (
    "predicates without a counterpart in Biolink (such as requires, recommendedFor, cautionFor, exceeds) become "
    "related_to, with ours as original_predicate"
)
_AGAINST = (
    "publications are those that support a claim, else the articles that say so, else those that mention what the graph "
    "stands by; those with results against it are in cg_publications_against, for in Biolink a publication is behind its edge"
)
_MERGED = (
    "read it in stream: kgx's graph in memory keeps one edge for each subject, predicate and object, and so merges claims "
    "that differ in qualifiers or negation alone"
)
_LOSSES = (_NO_VERDICT, _WIDER, _AGAINST, _MERGED, NO_EVIDENCE)
FORMATS = (
    Format("kgx-tsv", "KGX TSV", (".tsv",), _CARRIES, _LOSSES, _tsv, several=(f"{NODES}.tsv", f"{EDGES}.tsv")),
    Format(
        "kgx-jsonl",
        "KGX JSON lines",
        (".jsonl",),
        _CARRIES,
        _LOSSES,
        _jsonl,
        several=(f"{NODES}.jsonl", f"{EDGES}.jsonl"),
    ),
)
