"""All tables in one archive: the descriptions say what the tables hold, and every link leads to a row."""

from __future__ import annotations

import csv
import io
import json
import tarfile
from typing import TYPE_CHECKING, Any

import pytest
from calcigraph.exports.table_package import CSVW, FRICTIONLESS, LINKS, TABLES

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph

Files = dict[str, str]


@pytest.fixture(scope="module")
def files(kg: KnowledgeGraph) -> Files:
    return unpacked(kg.export("tables"))


def unpacked(content: bytes) -> Files:
    packed = tarfile.open(fileobj=io.BytesIO(content))  # noqa: SIM115 - in memory
    return {
        each.name.removeprefix("calcigraph/"): (packed.extractfile(each) or io.BytesIO()).read().decode()
        for each in packed.getmembers()
    }


def rows(files: Files, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"])))


def test_it_has_every_table_and_both_descriptions(files: Files, kg: KnowledgeGraph) -> None:
    assert set(files) == {*(f"{name}.csv" for name in TABLES), FRICTIONLESS, CSVW}
    assert len(rows(files, "claims")) == kg.info()["claims"]
    for name in TABLES:
        assert files[f"{name}.csv"] == kg.export(f"{name}-csv").decode()


def test_both_descriptions_name_the_columns_in_order(files: Files) -> None:
    package, metadata = json.loads(files[FRICTIONLESS]), json.loads(files[CSVW])
    for resource, table in zip(package["resources"], metadata["tables"], strict=True):
        header = next(csv.reader(io.StringIO(files[resource["path"]])))
        assert [each["name"] for each in resource["schema"]["fields"]] == header
        assert [each["titles"] for each in table["tableSchema"]["columns"]] == header
        assert table["url"] == resource["path"]
        assert (
            resource["schema"]["primaryKey"]
            == table["tableSchema"]["primaryKey"]
            == header[: len(resource["schema"]["primaryKey"])]
        )


def test_every_value_is_of_the_type_that_is_said(files: Files) -> None:
    read: dict[str, Any] = {
        "integer": int,
        "number": float,
        "boolean": {"true": True, "false": False}.__getitem__,
        "string": str,
    }
    kinds = set()
    for resource in json.loads(files[FRICTIONLESS])["resources"]:
        for field in resource["schema"]["fields"]:
            kinds.add(field["type"])
            for row in rows(files, resource["name"]):
                if row[field["name"]]:
                    read[field["type"]](row[field["name"]])
    assert kinds == set(read)


def test_keys_are_unique_and_every_link_leads_to_a_row(files: Files) -> None:
    package = json.loads(files[FRICTIONLESS])
    followed: dict[str, dict[str, str]] = {}
    for resource in package["resources"]:
        key = resource["schema"]["primaryKey"]
        values = [tuple(row[each] for each in key) for row in rows(files, resource["name"])]
        assert len(values) == len(set(values))
        for link in resource["schema"]["foreignKeys"]:
            (column,), target = link["fields"], link["reference"]
            known = {row[target["fields"][0]] for row in rows(files, target["resource"])}
            assert {row[column] for row in rows(files, resource["name"])} - {""} <= known
            followed.setdefault(resource["name"], {})[column] = target["resource"]
    assert followed == LINKS


def test_lists_are_parted_as_is_said(files: Files, kg: KnowledgeGraph) -> None:
    metadata = json.loads(files[CSVW])
    entities = next(each for each in metadata["tables"] if each["url"] == "entities.csv")
    column = next(each for each in entities["tableSchema"]["columns"] if each["name"] == "synonyms")
    row = next(row for row in rows(files, "entities") if row["entity"] == "id:mk-7")
    assert row["synonyms"].split(column["separator"]) == list(kg.entity("MK-7").synonyms)


def test_a_part_promises_no_links(kg: KnowledgeGraph) -> None:
    found = unpacked(kg.export("tables", kg.claims("warfarin", "inhibits")))
    package = json.loads(found[FRICTIONLESS])
    assert [each["schema"]["foreignKeys"] for each in package["resources"]] == [[]] * len(TABLES)
    assert len(rows(found, "claims")) == 1
    assert rows(found, "amounts") == [row for row in rows(found, "amounts") if "warfarin" in row["of"]]


def test_the_same_graph_gives_the_same_bytes(kg: KnowledgeGraph) -> None:
    assert kg.export("tables") == kg.export("tables")
