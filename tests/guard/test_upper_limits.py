"""Limits for the person who asks."""

from __future__ import annotations

import pytest
from calcigraph.guard.upper_limits import Limits, ages
from calcigraph.namespaces import ID

from tests.opened import opened


@pytest.mark.parametrize(
    ("who", "low", "high"),
    [
        ("adults", 18.0, 120.0),
        ("children aged 1 to 3", 1.0, 4.0),
        ("infants up to 6 months", 0.0, 0.5),
        ("infants of 6 to 12 months", 0.5, 1.0),
        ("adults over 70", 70.0, 120.0),
        ("adolescents aged 14 to 18", 14.0, 19.0),
        ("people of all ages", 0.0, 120.0),
    ],
)
def test_ages_of_a_population(who: str, low: float, high: float) -> None:
    assert ages(who) == (low, high)


def test_a_child_never_gets_the_limit_of_adults() -> None:
    limits = Limits(opened().store)
    adult = {each.low for each in limits.upper(f"{ID}vitamin-d") if each.low}
    for age in (0.2, 0.8, 3.0, 8.0, 15.0):
        for each in limits.upper(f"{ID}vitamin-d", age=age):
            assert each.ages[0] <= age < each.ages[1]
            assert age >= 11 or each.low not in adult
