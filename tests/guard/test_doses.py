"""Doses, times and ages as people write them."""

from __future__ import annotations

import pytest
from calcigraph.guard.doses import find_age, find_doses, unit_asked


@pytest.mark.parametrize(
    ("text", "value", "unit", "period"),
    [
        ("50,000 IU once a week", "50000", "iu", "week"),
        ("50.000 IE pro Woche", "50000", "iu", "week"),
        ("2 000 UI par jour", "2000", "iu", "day"),
        ("5k iu daily", "5000", "iu", "day"),
        ("ten thousand units a day", "10000", "iu", "day"),
        ("0.25 mg/d", "0.25", "mg", "day"),
        ("180 mcg every morning", "180", "ug", "day"),
        ("180µg", "180", "ug", ""),
        ("a single dose of 300000 IU", "300000", "iu", "once"),
        ("daily 1000 mg", "1000", "mg", "day"),
        ("100,000 IU every three months", "100000", "iu", "quarter"),
        ("25 ng/ml", "25", "ng/mL", ""),
        ("1.5 g a day", "1.5", "g", "day"),
    ],
)
def test_amount_unit_and_time(text: str, value: str, unit: str, period: str) -> None:
    dose = find_doses(text)[0]
    assert (f"{dose.value:f}", dose.unit, dose.period) == (value, unit, period)


@pytest.mark.parametrize(
    "text",
    [
        "is MK-7 safe",
        "vitamin D3 and K2",
        "how much over 70",
        "my 5 year old takes it",
        "top 10 foods",
        "factor 7",
        "25(OH)D",
        "in 2024",
    ],
)
def test_other_numbers_are_no_doses(text: str) -> None:
    assert find_doses(text) == []


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("my 5 year old", 5.0),
        ("a 6-month-old baby", 0.5),
        ("I am 72", 72.0),
        ("my daughter is 6", 6.0),
        ("for a 60 year old woman", 60.0),
        ("aged 30", 30.0),
        ("for 3 years", None),
        ("above 4000 IU", None),
    ],
)
def test_ages(text: str, age: float | None) -> None:
    assert find_age(text) == age


def test_the_unit_that_is_asked_for_stands_without_a_number() -> None:
    assert unit_asked("2000 iu in mcg") == "ug"
    assert unit_asked("what is 12 ng/ml in nmol/l") == "nmol/L"
    assert not unit_asked("2000 iu and 50 mcg")
