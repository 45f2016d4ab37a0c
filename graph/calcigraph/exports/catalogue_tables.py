"""Tables of what is not a claim: entities, amounts, statements and sources, one row each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from calcigraph.exports import records
from calcigraph.exports.claim_tables import GUARDED, JOINED, csv_of, parquet_of, properties, value_of, written
from calcigraph.exports.one_format import Format
from calcigraph.namespaces import shorten

if TYPE_CHECKING:
    from calcigraph.exports.claim_tables import Row, Value
    from calcigraph.mechanism.slices import Slice
    from calcigraph.store.store import Store

# What is read of each: column, property, and how the value is written.
_AMOUNT = (
    ("of", "cg:amountOf", "curie"),
    ("nutrient", "cg:nutrient", "curie"),
    ("quantity_kind", "cg:quantityKind", "name"),
    ("low", "cg:lowValue", "number"),
    ("high", "cg:highValue", "number"),
    ("unit", "cg:unit", "text"),
    ("serving_mass", "cg:servingMass", "number"),
    ("none_set", "cg:noneSet", "truth"),
    ("population", "cg:population", "curie"),
    ("region", "cg:region", "text"),
    ("basis", "cg:basis", "text"),
    ("source", "dcterms:source", "curie"),
    ("verification", "cg:verification", "name"),
    ("note", "skos:note", "text"),
)
_STATEMENT = (
    ("article", "dcterms:isPartOf", "curie"),
    ("section", "cg:section", "text"),
    ("anchor", "cg:anchor", "text"),
    ("digest", "cg:digest", "text"),
    ("hedge", "cg:hedge", "name"),
    ("boldness", "cg:boldness", "name"),
    ("states", "cg:states", "curies"),
    ("states_amount", "cg:statesAmount", "curies"),
    ("no_claim_because", "cg:noClaimBecause", "name"),
    ("mentions", "cg:mentions", "curies"),
)
_SOURCE = (
    ("label", "skos:prefLabel", "text"),
    ("title", "dcterms:title", "text"),
    ("year", "cg:year", "whole"),
    ("first_author", "cg:firstAuthor", "text"),
    ("journal", "cg:journal", "text"),
    ("design", "cg:design", "name"),
    ("sample_size", "cg:sampleSize", "whole"),
    ("pmid", "bibo:pmid", "text"),
    ("doi", "bibo:doi", "text"),
    ("identifier", "dcterms:identifier", "text"),
    ("cohort", "cg:cohort", "curie"),
    ("verification", "cg:verification", "name"),
    ("integrity_warning", "cg:integrityWarning", "text"),
    ("not_used_because", "cg:notUsedBecause", "text"),
)


def entity_rows(store: Store, part: Slice | None) -> list[Row]:
    """Make one row per entity: its names, what it is, and where other vocabularies have it.

    Args:
        store: the graph.
        part: the slice, or None for the whole graph.

    Returns:
        The rows, sorted by IRI.

    Example:
        >>> next(row["label"] for row in entity_rows(store, None) if row["entity"] == "id:mk-7")
        'MK-7'
    """
    return [
        {
            "entity": node.curie,
            "label": node.label,
            "definition": node.definition or None,
            "synonyms": node.synonyms,
            "classes": node.classes,
            "endpoint": node.endpoint or None,
            **{
                name: tuple(map(shorten, node.matches.get(kind, ())))
                for name, kind in (
                    ("same_as", "exactMatch"),
                    ("close_to", "closeMatch"),
                    ("narrower_than", "broadMatch"),
                )
            },
        }
        for node in records.read(store, part).nodes
    ]


def amount_rows(store: Store, part: Slice | None) -> list[Row]:
    """Make one row per amount: contents of foods, doses, reference intakes and limits, half-lives.

    Args:
        store: the graph.
        part: the slice, whose entities the amounts are of; or None for the whole graph.

    Returns:
        The rows, sorted by IRI; no number stands where a body looked and set none.

    Example:
        >>> len(amount_rows(store, None)) == kg.info()["amounts"]
        True
    """
    wanted = None if part is None else set(map(shorten, part.entities))
    rows = _rows(store, "amount", "cg:Amount", _AMOUNT)
    return [row for row in rows if wanted is None or {row["of"], row["nutrient"]} & wanted]


def statement_rows(store: Store, part: Slice | None) -> list[Row]:
    """Make one row per statement of an article: where it stands, how bold it is, and which claims it makes.

    Args:
        store: the graph.
        part: the slice, whose claims the statements make; or None for the whole graph.

    Returns:
        The rows, sorted by IRI. The words of an article are its own: a digest and an anchor stand for them.

    Example:
        >>> len(statement_rows(store, None)) == kg.info()["statements"]
        True
    """
    wanted = None if part is None else set(map(shorten, part.claims))
    rows = _rows(store, "statement", "cg:Statement", _STATEMENT)
    return [row for row in rows if wanted is None or wanted & set(_tuple(row["states"]))]


def source_rows(store: Store, part: Slice | None) -> list[Row]:
    """Make one row per source: studies, reviews, databases and articles.

    Args:
        store: the graph.
        part: the slice, whose claims the sources bear on; or None for the whole graph.

    Returns:
        The rows, sorted by IRI.

    Example:
        >>> next(row["pmid"] for row in source_rows(store, None) if row["source"] == "source:geleijnse2004")
        '15514282'
    """
    rows = _rows(store, "source", "cg:Source", _SOURCE)
    if part is None:
        return rows
    edges = records.read(store, part).edges
    used = {iri for edge in edges for found in (edge.cited, *edge.results.values()) for iri in found}
    used |= {str(row["article"]) for row in statement_rows(store, part)}
    return [row for row in rows if row["source"] in set(map(shorten, used)) | used]


def _rows(store: Store, name: str, kind: str, columns: tuple[tuple[str, str, str], ...]) -> list[Row]:
    return [
        {name: shorten(node), **{column: value_of(values[term], form) for column, term, form in columns}}
        for node, values in sorted(properties(store, kind, columns).items())
    ]


def _tuple(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


_OTHERS = "the other tables are not in it; 'tables' has all of them"
_TABLES = (
    ("entities", entity_rows, "One row per entity: names, definition, classes and identifiers in other vocabularies."),
    ("amounts", amount_rows, "One row per amount: foods, doses, reference intakes and limits, with unit and source."),
    ("statements", statement_rows, "One row per statement of an article: place, boldness, and the claims it makes."),
    ("sources", source_rows, "One row per source: title, year, design, size, PMID and DOI, and what of it was seen."),
)
FORMATS = tuple(
    Format(
        f"{name}-{form}",
        f"{name} as {title}",
        (f".{form}",),
        carries,
        (_OTHERS, *losses),
        written(rows, write),
        needs,
        write_raw=raw and written(rows, raw),
    )
    for form, title, write, raw, losses, needs in (
        ("csv", "CSV", csv_of, partial(csv_of, raw=True), (JOINED, GUARDED), ""),
        ("parquet", "Parquet", parquet_of, None, ("decimal numbers become binary ones",), "pyarrow"),
    )
    for name, rows, carries in _TABLES
)
