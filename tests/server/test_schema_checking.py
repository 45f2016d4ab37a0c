"""What is enforced is what is described: checked against a library that knows the whole of JSON Schema."""

from __future__ import annotations

from typing import Any

import pytest
from calcigraph.operations import find
from calcigraph.server.api_answering import offered, paged
from calcigraph.server.api_parameters import query_schema, schemas
from calcigraph.server.problems import Refused
from calcigraph.server.schema_checking import check
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema_rs import Draft202012Validator

SCHEMAS = [schemas(each, paged=paged(each), predicates=["increases", "prevents"]) for each in offered()]
PARTS = [each for schema in SCHEMAS for each in schema["properties"].values()]
PARTS += [query_schema(each) for each in PARTS]
WORDS = st.sampled_from(
    ["", " ", "K2", "K2=high", "K2=low + D=high", "high", "minor", "replete", "deficient in K", "+", "-"]
)
TEXTS = st.one_of(WORDS, st.text(max_size=12), st.just("x" * 1001))
VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-3, 10**6), st.floats(allow_nan=False, allow_infinity=False), TEXTS
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)


def holds(value: Any, schema: dict[str, Any]) -> bool:
    try:
        check("value", value, schema)
    except Refused:
        return False
    return True


@settings(max_examples=10, deadline=None)
@given(VALUES)
def test_it_agrees_with_a_library(value: Any) -> None:
    for schema, validator in zip(PARTS, VALIDATORS, strict=True):
        assert holds(value, schema) == validator.is_valid(value), schema


VALIDATORS = [Draft202012Validator(each) for each in PARTS]


def test_an_unknown_keyword_is_no_promise() -> None:
    with pytest.raises(KeyError):
        check("n", 3, {"type": "integer", "multipleOf": 2})


def test_two_names_of_a_claim_are_none_and_three_are() -> None:
    schema = schemas(find("evidence"), paged=False, predicates=[])["properties"]["claim"]
    assert [size for size in range(6) if holds(["a"] * size, schema)] == [1, 3]
