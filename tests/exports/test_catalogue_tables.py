"""Tables of entities, amounts, statements and sources: every one of them, with the values of the graph."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from calcigraph.exports.catalogue_tables import amount_rows, entity_rows, source_rows, statement_rows
from calcigraph.mechanism import slices

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph

TABLES = {"entities": entity_rows, "amounts": amount_rows, "statements": statement_rows, "sources": source_rows}


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_one_has_a_row_of_its_own(name: str, kg: KnowledgeGraph) -> None:
    rows = table(kg.export(f"{name}-csv"))
    key = next(iter(rows[0]))
    count = {"sources": len(kg.sparql("SELECT ?s { ?s a cg:Source }")), **kg.info()}[name]  # type: ignore[arg-type]
    assert len(rows) == len({row[key] for row in rows}) == count
    assert [row[key] for row in rows] == sorted(row[key] for row in rows)


def test_an_amount_is_that_of_the_graph(kg: KnowledgeGraph) -> None:
    rows = {row["amount"]: row for row in amount_rows(kg.store, None)}
    gouda = rows["amount:gouda-vitamin-k2-bls4"]
    query = (
        "SELECT ?low ?high ?unit { amount:gouda-vitamin-k2-bls4 cg:lowValue ?low ; cg:highValue ?high ; cg:unit ?unit }"
    )
    ((low, high, unit),) = kg.engine.values(query)
    assert (gouda["low"], gouda["high"], gouda["unit"]) == (Decimal(str(low)), Decimal(str(high)), unit)
    assert (gouda["of"], gouda["nutrient"], gouda["source"]) == ("id:gouda", "id:vitamin-k2", "source:bls4")
    none = [row for row in rows.values() if row["none_set"]]
    assert none
    assert all(row["low"] is None and row["high"] is None for row in none)


def test_a_limit_is_among_the_amounts(kg: KnowledgeGraph) -> None:
    limit = next(row for row in amount_rows(kg.store, None) if row["amount"] == "amount:vitamin-d-upper-limit-efsa2023")
    assert (limit["quantity_kind"], limit["nutrient"]) == ("upperLimit", "id:vitamin-d")


def test_a_statement_names_its_claims_and_keeps_no_words(kg: KnowledgeGraph) -> None:
    rows = statement_rows(kg.store, None)
    stated = {claim for row in rows for claim in (row["states"] if isinstance(row["states"], tuple) else ())}
    expected = {str(iri).rpartition("/")[2] for (iri,) in kg.engine.values("SELECT DISTINCT ?c { ?s cg:states ?c }")}
    assert {claim.removeprefix("claim:") for claim in stated} == expected
    assert "text" not in rows[0]


def test_a_part_has_what_belongs_to_it(kg: KnowledgeGraph) -> None:
    part = slices.of(kg.store, kg.claims("vitamin K2", None, "arterial calcification"))
    assert {row["entity"] for row in entity_rows(kg.store, part)} == {"id:vitamin-k2", "id:arterial-calcification"}
    amounts = amount_rows(kg.store, part)
    assert amounts
    assert all("id:vitamin-k2" in (row["of"], row["nutrient"]) for row in amounts)
    claims = {iri.rpartition("/")[2] for iri in part.claims}
    for row in statement_rows(kg.store, part):
        assert {str(each).removeprefix("claim:") for each in row["states"] or ()} & claims  # type: ignore[union-attr]
    found = {row["source"] for row in source_rows(kg.store, part)}
    query = "SELECT DISTINCT ?s { VALUES ?c { %s } { ?f cg:about ?c ; cg:ofResult/cg:study ?s } UNION { ?x cg:states ?c ; dcterms:isPartOf ?s } }"
    expected = kg.engine.values(query % " ".join(f"<{iri}>" for iri in part.claims))
    assert found == {f"source:{str(iri).rpartition('/')[2]}" for (iri,) in expected}


def test_an_empty_part_keeps_the_columns(kg: KnowledgeGraph) -> None:
    part = slices.of(kg.store, kg.claims("warfarin", "inhibits"))
    whole = kg.export("amounts-csv").splitlines()[0]
    assert kg.export("amounts-csv", part).splitlines()[0] == whole


def test_identifiers_of_entities_are_by_kind_of_match(kg: KnowledgeGraph) -> None:
    row = next(row for row in entity_rows(kg.store, None) if row["entity"] == "id:warfarin")
    assert "CHEBI:10033" in (row["same_as"] or ())  # type: ignore[operator]
    assert row["synonyms"] == tuple(sorted(kg.entity("warfarin").synonyms))
