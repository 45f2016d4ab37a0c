"""Units: exact or not at all, international units for vitamin D alone, and no noise of floating point."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from calcigraph.errors import BadArgument
from calcigraph.knowledge.amounts import convert, in_unit, plain
from calcigraph.store.tables import Table
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from calcigraph import KnowledgeGraph

NUMBERS = st.decimals(min_value=0, max_value=10**9, places=6, allow_nan=False, allow_infinity=False)
UNITS = st.sampled_from(["iu", "ug", "mg"])
NOTE = "international units are a mass for vitamin D and its forms alone"


@given(value=NUMBERS, unit=UNITS, to=UNITS)
def test_there_and_back_is_where_it_was(value: Decimal, unit: str, to: str) -> None:
    there = convert(value, unit, to, vitamin_d=True)
    assert there is not None
    assert convert(there, to, unit, vitamin_d=True) == value


@given(value=NUMBERS)
def test_milligrams_go_through_micrograms(value: Decimal) -> None:
    micrograms = convert(value, "iu", "ug", vitamin_d=True)
    assert micrograms is not None
    assert convert(micrograms, "ug", "mg") == convert(value, "iu", "mg", vitamin_d=True)


@given(value=NUMBERS, unit=st.sampled_from(["ug", "mg"]))
def test_nothing_but_vitamin_d_has_international_units(value: Decimal, unit: str) -> None:
    assert convert(value, unit, "iu") is None
    assert convert(value, "iu", unit) is None


@given(value=NUMBERS)
def test_a_number_is_written_whole(value: Decimal) -> None:
    assert Decimal(plain(value)) == value
    assert "e" not in plain(value).casefold()


@pytest.mark.parametrize(
    ("value", "unit", "to", "found"),
    [
        ("600", "iu", "ug", "15"),
        ("1", "iu", "ug", "0.025"),
        ("2.5", "ug", "iu", "100"),
        ("0.1", "mg", "ug", "100"),
        ("0.3", "ug", "mg", "0.0003"),
        ("1", "iu", "mg", "0.000025"),
    ],
)
def test_known_amounts(value: str, unit: str, to: str, found: str) -> None:
    converted = convert(Decimal(value), unit, to, vitamin_d=True)
    assert converted is not None
    assert plain(converted) == found


def test_intakes_of_vitamin_d_in_international_units(kg: KnowledgeGraph) -> None:
    answer = in_unit(kg.store, kg.ask("reference-intakes", nutrient="vitamin D"), "iu")
    rows = [row for row in answer if row["high"] is not None]
    assert rows
    assert {row["unit"] for row in rows} == {"[iU]/d"}
    assert "4000" in {plain(Decimal(str(row["high"]))) for row in rows}, "100 ug are 4000 IU"
    assert NOTE not in answer.note


@pytest.mark.parametrize("nutrient", ["vitamin K", "calcium"])
def test_vitamin_k_and_minerals_stay_as_they_are(kg: KnowledgeGraph, nutrient: str) -> None:
    answer = kg.ask("reference-intakes", nutrient=nutrient)
    shown = in_unit(kg.store, answer, "iu")
    assert shown.csv() == answer.csv()
    assert NOTE in shown.note
    assert shown.note.endswith(answer.note), "the line on medical advice stays last"


def test_calcium_in_micrograms_and_back(kg: KnowledgeGraph) -> None:
    answer = kg.ask("reference-intakes", nutrient="calcium")
    there = in_unit(kg.store, answer, "ug")
    assert {row["unit"] for row in there if row["high"] is not None} == {"ug/d"}
    back = in_unit(kg.store, there, "mg")
    assert [row["high"] for row in back] == [row["high"] for row in answer]


def test_doses_of_trials(kg: KnowledgeGraph) -> None:
    answer = kg.ask("evidence-for")
    shown = in_unit(kg.store, answer, "mg")
    for before, after in zip(answer, shown, strict=True):
        if before["dose_unit"] == "ug/d":
            assert after["dose_unit"] == "mg/d"
            assert Decimal(str(after["dose"])) * 1000 == Decimal(str(before["dose"]))
        for column in ("effect", "ci_low", "ci_high", "effect_unit", "duration", "duration_unit"):
            assert before[column] == after[column]


def test_what_is_no_mass_stays(kg: KnowledgeGraph) -> None:
    answer = kg.ask("forms-of", vitamin="vitamin K2")
    assert in_unit(kg.store, answer, "mg").csv() == answer.csv()
    assert in_unit(kg.store, answer, "mg").note == answer.note


def test_a_dose_without_a_substance_has_no_international_units(kg: KnowledgeGraph) -> None:
    table = Table(["dose", "dose_unit"], [[ox.Literal(25), ox.Literal("ug/d")]])
    assert in_unit(kg.store, table, "iu").csv() == table.csv()
    assert in_unit(kg.store, table, "iu").note.startswith("1 amount stays in its own unit")


def test_a_conversion_factor_is_no_amount(kg: KnowledgeGraph) -> None:
    table = Table(["low", "unit"], [[ox.Literal(40), ox.Literal("[iU]/ug")]])
    assert in_unit(kg.store, table, "mg").csv() == table.csv()


def test_an_unknown_unit(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadArgument, match=r"^a unit is one of iu, ug, mg, not 'pounds'$"):
        in_unit(kg.store, kg.ask("reference-intakes"), "pounds")
