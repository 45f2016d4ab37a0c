"""Tables: edges, claims, results and bearings of results on claims, one row each, as CSV and as Parquet."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from calcigraph.errors import Unavailable, visible
from calcigraph.exports import records
from calcigraph.exports.network_files import edge_attributes
from calcigraph.exports.one_format import NO_EVIDENCE, Format
from calcigraph.knowledge.sources import sources
from calcigraph.mechanism.slices import whole
from calcigraph.namespaces import CG, shorten
from calcigraph.store.tables import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from calcigraph.mechanism.slices import Slice
    from calcigraph.store.store import Store

    Value = str | int | bool | Decimal | tuple[str, ...] | None
    Row = dict[str, Value]

#: How values of a list stand in one cell.
BAR = "|"
# What is read of a result: column, property, and how the value is written.
_RESULT = (
    ("study", "cg:study", "curie"),
    ("exposures", "cg:exposure", "curies"),
    ("comparators", "cg:comparator", "curies"),
    ("background", "cg:background", "curies"),
    ("allocation", "cg:allocation", "name"),
    ("outcome", "cg:outcome", "curie"),
    ("moved", "cg:moved", "name"),
    ("site", "cg:site", "text"),
    ("analysis", "cg:analysis", "name"),
    ("analysis_of", "cg:analysisOf", "curie"),
    ("condition", "cg:condition", "text"),
    ("measure", "cg:measure", "text"),
    ("scale", "cg:scale", "name"),
    ("effect", "cg:effect", "number"),
    ("ci_low", "cg:ciLow", "number"),
    ("ci_high", "cg:ciHigh", "number"),
    ("effect_unit", "cg:effectUnit", "text"),
    ("p_value", "cg:pValue", "text"),
    ("population", "cg:population", "curie"),
    ("dose", "cg:dose", "number"),
    ("dose_unit", "cg:doseUnit", "text"),
    ("duration", "cg:duration", "number"),
    ("duration_unit", "cg:durationUnit", "text"),
    ("sample_size", "cg:sampleSize", "whole"),
    ("baseline", "cg:baseline", "texts"),
    ("description", "dcterms:description", "text"),
    ("caveats", "cg:caveat", "texts"),
)
_STUDY = (
    ("design", "cg:design", "name"),
    ("year", "cg:year", "whole"),
    ("industry_funded", "cg:industryFunded", "truth"),
    ("integrity_warning", "cg:integrityWarning", "texts"),
    ("verification", "cg:verification", "name"),
)


def edge_rows(store: Store, part: Slice | None) -> list[Row]:
    """Make one row per claim, as an edge between two labels.

    Args:
        store: the graph.
        part: the slice, or None for the whole graph.

    Returns:
        The rows, all with the same columns.

    Example:
        >>> list(edge_rows(store, None)[0])[:4]
        ['source', 'target', 'source_label', 'target_label']
    """
    found = records.read(store, part)
    return [
        {
            "source": shorten(edge.subject),
            "target": shorten(edge.object),
            "source_label": found.labels[edge.subject],
            "target_label": found.labels[edge.object],
            **edge_attributes(edge, found),
        }
        for edge in found.edges
    ]


def claim_rows(store: Store, part: Slice | None) -> list[Row]:
    """Make one row per claim, with everything that was asserted of it and the verdict that follows.

    Args:
        store: the graph.
        part: the slice, or None for the whole graph.

    Returns:
        The rows; what ``calcigraph import`` reads is in the columns from ``claim`` to ``identifier``.

    Example:
        >>> claim_rows(store, None)[0]["predicate"]
        'cg:produces'
    """
    found = records.read(store, part)
    own = own_endpoints(store)
    return [
        {
            "claim": edge.curie,
            "subject": shorten(edge.subject),
            "predicate": shorten(edge.predicate),
            "object": shorten(edge.object),
            "negated": edge.negated,
            "directness": edge.directness,
            "limiting": edge.limiting,
            "ample": edge.ample,
            "toxic": edge.toxic,
            "active_when_high": shorten(edge.active_when_high) or None,
            "active_when_low": shorten(edge.active_when_low) or None,
            "context_cites": tuple(map(shorten, edge.shown_in)),
            "strength": edge.strength or None,
            "dimension": edge.dimension or None,
            "doubts": edge.doubts,
            "tissues": tuple(map(shorten, edge.tissues)),
            "judged_by_rise": tuple(map(shorten, edge.judged_by_rise)),
            "judged_by_fall": tuple(map(shorten, edge.judged_by_fall)),
            "population": shorten(edge.population) or None,
            "own_endpoint": own.get(edge.iri),
            "qualifier": edge.qualifier or None,
            "note": edge.note or None,
            "cites": tuple(map(shorten, edge.cited)),
            "mentioned_by": tuple(map(shorten, edge.mentioned_by)),
            "taken_from": tuple(map(shorten, edge.taken_from)),
            "from_days": edge.from_days,
            "within_days": edge.within_days,
            "identifier": edge.identifier or None,
            "sentence": edge.label,
            "holds": edge.holds or None,
            "subject_label": found.labels[edge.subject],
            "object_label": found.labels[edge.object],
            "sign": edge.sign,
            "endpoint": edge.endpoint,
            "status": edge.status,
            "certainty": edge.certainty or None,
            "in_force": edge.in_force,
            "supporting": edge.supporting,
            "refuting": edge.refuting,
            "no_effect": edge.null,
        }
        for edge in found.edges
    ]


def own_endpoints(store: Store) -> dict[str, str]:
    """Find the claims that say themselves what kind of endpoint they are about.

    Args:
        store: the graph.

    Returns:
        IRI to the local name of the kind; for all other claims it follows from the object.

    Example:
        >>> "biomarkerEndpoint" in own_endpoints(store).values()
        True
    """
    query = (
        """SELECT ?c ?k { GRAPH <https://w3id.org/calcigraph/graph/asserted> { ?c a cg:Claim ; cg:endpointKind ?k } }"""
    )
    return {str(claim): str(kind).removeprefix(CG) for claim, kind in store.engine.values(query)}


def result_rows(store: Store, part: Slice | None) -> list[Row]:
    """Make one row per result, with the study that saw it.

    Args:
        store: the graph.
        part: the slice, whose claims the results bear on; or None for every result, those that bear on no claim too.

    Returns:
        The rows, sorted by result.

    Example:
        >>> len(result_rows(store, None)) == kg.info()["results"]
        True
    """
    wanted = None if part is None else {row["result"] for row in bearing_rows(store, part)}
    publications = {iri: source.publication for iri, source in sources(store).items()}
    studies = properties(store, "cg:Source", _STUDY)
    rows: list[Row] = []
    for result, values in sorted(properties(store, "cg:Result", _RESULT).items()):
        study = values["cg:study"][0]
        rows.append(
            {
                "result": shorten(result),
                **{name: value_of(values[term], kind) for name, term, kind in _RESULT},
                "publication": publications[study],
                **{name: value_of(studies[study][term], kind) for name, term, kind in _STUDY},
            }
        )
    return [row for row in rows if wanted is None or row["result"] in wanted]


def bearing_rows(store: Store, part: Slice | None) -> list[Row]:
    """Make one row per result and claim it bears on.

    Args:
        store: the graph.
        part: the slice, or None for the whole graph.

    Returns:
        The rows, sorted by result and claim; the result itself is told in its own table.

    Example:
        >>> list(bearing_rows(store, None)[0])
        ['result', 'claim', 'direction', 'relevance', 'sentence']
    """
    part = part or whole(store)
    sentences = {edge.iri: edge.label for edge in records.read(store, part).edges}
    bearings = store.engine.values(
        "SELECT ?r ?c ?d ?f { ?b cg:ofResult ?r ; cg:about ?c ; cg:direction ?d ; cg:relevance ?f } ORDER BY ?r ?c"
    )
    return [
        {
            "result": shorten(str(result)),
            "claim": shorten(str(claim)),
            "direction": str(direction).removeprefix(CG),
            "relevance": str(relevance).removeprefix(CG),
            "sentence": sentences[str(claim)],
        }
        for result, claim, direction, relevance in bearings
        if str(claim) in sentences
    ]


def properties(store: Store, kind: str, wanted: Sequence[tuple[str, str, str]]) -> dict[str, dict[str, list[str]]]:
    """Read properties of every node of a class.

    Args:
        store: the graph.
        kind: CURIE of the class.
        wanted: column, CURIE of a property, and how ``value_of`` writes its value.

    Returns:
        IRI of a node to CURIE of a property to values.

    Example:
        >>> from calcigraph.namespaces import expand
        >>> mk7 = properties(store, "cg:Vitamer", [("name", "skos:prefLabel", "text")])[expand("id:mk-7")]
        >>> mk7["skos:prefLabel"]
        ['MK-7']
    """
    terms = " ".join(term for _, term, _ in wanted)
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for node, term, value in store.engine.values(
        f"SELECT ?n ?p ?o {{ ?n a {kind} ; ?p ?o . VALUES ?p {{ {terms} }} }}"
    ):
        found[str(node)][shorten(str(term))].append(str(value))
    return found


def value_of(values: list[str], kind: str) -> Value:
    """Make the value of a cell.

    Args:
        values: what the graph has.
        kind: ``texts``, ``curies`` or ``truth``, which take all; ``curie``, ``name`` (of a term of ours), ``number``,
            ``whole`` or ``text``, which take one.

    Returns:
        A list, a truth value, one value, or None where there is none.

    Example:
        >>> value_of(["https://w3id.org/calcigraph/id/mk-7"], "curie"), value_of([], "number"), value_of([], "truth")
        ('id:mk-7', None, False)
    """
    if kind in ("texts", "curies"):
        return tuple(sorted(map(shorten, values) if kind == "curies" else values))
    if kind == "truth":
        return values == ["true"]
    if not values:
        return None
    made: dict[str, Callable[[str], Value]] = {
        "curie": shorten,
        "name": lambda text: text.removeprefix(CG),
        "number": Decimal,
        "whole": int,
        "text": str,
    }
    return made[kind](values[0])


def csv_of(rows: Sequence[Row], like: Sequence[Row] = (), *, raw: bool = False) -> bytes:
    """Write rows as CSV.

    Args:
        rows: all with the same columns.
        like: more rows with these columns, for the header where ``rows`` is empty.
        raw: leave text that a spreadsheet would take for a formula as it is; otherwise an apostrophe stands before it.

    Returns:
        UTF-8 with a header; nothing stands for no value, true and false for truth, a bar joins a list.

    Example:
        >>> csv_of([{"a": ("x", "y"), "b": True, "c": None}])
        b'a,b,c\\nx|y,true,\\n'
    """
    handle = io.StringIO()
    writer = csv.writer(handle, lineterminator="\n")
    writer.writerow(next(iter([*rows[:1], *like[:1]]), ()))
    safe = (lambda text: text) if raw else harmless
    writer.writerows([safe(_text(value)) for value in row.values()] for row in rows)
    return handle.getvalue().encode()


def _text(value: Value) -> str:
    if isinstance(value, tuple):
        return visible(BAR.join(value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return visible(value)
    return "" if value is None else str(value)


def parquet_of(rows: Sequence[Mapping[str, Value]], like: Sequence[Mapping[str, Value]] = ()) -> bytes:
    """Write rows as Parquet: lists as lists, truth as truth, numbers as numbers.

    Args:
        rows: all with the same columns.
        like: more rows with these columns; names and types follow from both, so that every slice has the same ones.

    Returns:
        The file.

    Raises:
        Unavailable: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise Unavailable("Parquet needs the package pyarrow: pip install pyarrow") from None
    columns = {}
    for name in next(iter([*rows[:1], *like[:1]]), ()):
        values = [row[name] for row in rows]
        known = (row[name] for table in (rows, like) for row in table)
        kind = next((type(value) for value in known if value is not None), str)
        kinds = {
            tuple: pa.list_(pa.string()),
            bool: pa.bool_(),
            int: pa.int64(),
            Decimal: pa.float64(),
            str: pa.string(),
        }
        plain = [
            float(value) if isinstance(value, Decimal) else list(value) if isinstance(value, tuple) else value
            for value in values
        ]
        columns[name] = pa.array(plain, type=kinds[kind])
    handle = io.BytesIO()
    pq.write_table(pa.table(columns), handle, compression="zstd")
    return handle.getvalue()


def written(
    rows: Callable[[Store, Slice | None], list[Row]], form: Callable[[list[Row], list[Row]], bytes]
) -> Callable[[Store, Slice | None], bytes]:
    """Make what writes a table; that of a slice has the columns of that of the whole graph, also when it has no row.

    Args:
        rows: gives the rows of a slice.
        form: writes rows, like others.

    Returns:
        What a format takes.
    """
    return lambda graph, part: form(rows(graph, part), [] if part is None else rows(graph, None))


#: What every table as CSV leaves behind.
JOINED = "a bar joins the values of a list"
GUARDED = "an apostrophe stands before text that a spreadsheet would run, unless --raw leaves it as it is"
_LONE = "entities without a claim are left out"
_TABLES = (
    ("edges", edge_rows, "One row per claim, as an edge with sign and verdict.", (_LONE, NO_EVIDENCE)),
    (
        "claims",
        claim_rows,
        "One row per claim: all that was asserted of it, by CURIE, and the verdict that follows; can be imported.",
        ("entities are named, not described", NO_EVIDENCE),
    ),
    (
        "results",
        result_rows,
        "One row per result: contrast, effect with interval, dose, people and study.",
        ("which claims a result bears on is in the table of bearings",),
    ),
    (
        "bearings",
        bearing_rows,
        "One row per result and claim it bears on: direction and relevance.",
        ("verdicts are left out; results and claims are named, not described",),
    ),
)
FORMATS = tuple(
    Format(
        f"{name}-{form}",
        f"{name} as {title}",
        (f".{form}",),
        carries,
        (*losses, *more),
        written(rows, write),
        needs,
        write_raw=raw and written(rows, raw),
    )
    for form, title, write, raw, more, needs in (
        ("csv", "CSV", csv_of, partial(csv_of, raw=True), (JOINED, GUARDED), ""),
        ("parquet", "Parquet", parquet_of, None, ("decimal numbers become binary ones",), "pyarrow"),
    )
    for name, rows, carries, losses in _TABLES
)
