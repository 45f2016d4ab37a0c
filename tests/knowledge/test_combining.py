"""The arithmetic of a pooled estimate agrees with published figures and keeps what it has to keep."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

import pytest
from calcigraph.errors import BadArgument, Unavailable
from calcigraph.knowledge.combining import INSTALL, combine
from hypothesis import given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Sequence

# The 13 trials of the BCG vaccine: cases and others among the vaccinated, cases and others among the rest (Colditz 1994, the
# data set dat.bcg of metafor).
BCG = (
    (4, 119, 11, 128),
    (6, 300, 29, 274),
    (3, 228, 11, 209),
    (62, 13536, 248, 12619),
    (33, 5036, 47, 5761),
    (180, 1361, 372, 1079),
    (8, 2537, 10, 619),
    (505, 87886, 499, 87892),
    (29, 7470, 45, 7232),
    (17, 1699, 65, 1600),
    (186, 50448, 141, 27197),
    (5, 2493, 3, 2338),
    (27, 16886, 29, 17825),
)
EFFECTS = [math.log((a / (a + b)) / (c / (c + d))) for a, b, c, d in BCG]
ERRORS = [math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)) for a, b, c, d in BCG]
TRIALS = st.lists(st.tuples(st.floats(-2, 2, allow_subnormal=False), st.floats(0.05, 1.5)), min_size=3, max_size=8).map(
    lambda rows: tuple(zip(*rows, strict=True))
)


def test_figures_are_those_that_metafor_publishes() -> None:
    """``rma(yi, vi, data=dat.bcg)``, also with ``test="knha"``, by metafor, as tests of other programs keep its output: tau², I² and
    the mean (tests of a tidier of metafor's fits), the interval (metafor 5.0.1), the prediction interval to seven digits (JASP)."""
    found = combine(EFFECTS, ERRORS)
    assert found.tau2 == pytest.approx(0.313243325980895, abs=1e-6)
    assert found.estimate == pytest.approx(-0.714532348365101, abs=1e-6)
    assert found.i2 / 100 == pytest.approx(0.922213860749656, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((-1.108443723000, -0.320620973730), abs=1e-6)
    assert found.error == pytest.approx(0.1807917, abs=1e-6)
    assert (found.from_, found.to) == pytest.approx((-1.996017, 0.5669523), abs=1e-6)
    assert sum(found.weights) == pytest.approx(100)
    assert not found.narrower


def reml(effects: Sequence[float], errors: Sequence[float]) -> float:
    """tau² where the slope of the restricted likelihood is 0, by halving: another way to the same number."""

    def slope(tau2: float) -> float:
        weights = [1 / (error**2 + tau2) for error in errors]
        mean = sum(w * y for w, y in zip(weights, effects, strict=True)) / sum(weights)
        squares = sum(w**2 * (y - mean) ** 2 for w, y in zip(weights, effects, strict=True))
        return squares - sum(weights) + sum(w**2 for w in weights) / sum(weights)

    low, high = 0.0, 1.0
    while slope(high) > 0:
        high *= 2
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    return low


@pytest.mark.parametrize("unit", [1e-3, 1.0, 1e4])
def test_tau2_is_where_the_likelihood_is_highest_in_any_unit(unit: float) -> None:
    effects, errors = [each * unit for each in EFFECTS], [each * unit for each in ERRORS]
    assert combine(effects, errors).tau2 == pytest.approx(reml(effects, errors), rel=1e-6)


@settings(max_examples=20, deadline=None)
@given(trials=TRIALS, order=st.randoms(use_true_random=False))
def test_the_order_of_studies_does_not_matter(trials: tuple[tuple[float, ...], ...], order: object) -> None:
    effects, errors = trials
    places = list(range(len(effects)))
    order.shuffle(places)  # type: ignore[attr-defined]
    one = combine(effects, errors)
    other = combine([effects[place] for place in places], [errors[place] for place in places])
    assert (other.estimate, other.low, other.high, other.tau2) == (one.estimate, one.low, one.high, one.tau2)
    assert other.weights == tuple(one.weights[place] for place in places)


@settings(max_examples=20, deadline=None)
@given(trials=TRIALS)
def test_turned_over_the_estimate_is_turned_over(trials: tuple[tuple[float, ...], ...]) -> None:
    """Of the inverse ratios the estimate is the inverse, with the same tau² and I²."""
    effects, errors = trials
    one, other = combine(effects, errors), combine([-each for each in effects], errors)
    assert (-other.estimate, -other.high, -other.low) == pytest.approx((one.estimate, one.low, one.high), abs=1e-6)
    assert (-other.to, -other.from_) == pytest.approx((one.from_, one.to), abs=1e-5)
    assert (other.tau2, other.i2) == pytest.approx((one.tau2, one.i2), abs=1e-4)


@settings(max_examples=20, deadline=None)
@given(trials=TRIALS)
def test_intervals_hold_what_they_have_to(trials: tuple[tuple[float, ...], ...]) -> None:
    effects, errors = trials
    found = combine(effects, errors)
    assert min(effects) - 1e-9 <= found.estimate <= max(effects) + 1e-9
    assert found.from_ <= found.low < found.estimate < found.high <= found.to
    assert found.tau2 >= 0
    assert 0 <= found.i2 < 100
    assert all(0 < each <= 100 for each in found.weights)


def test_studies_that_agree_wholly_still_have_an_interval() -> None:
    found = combine([0.1, 0.1, 0.1], [0.2, 0.2, 0.2])
    assert found.narrower
    assert found.error == pytest.approx(0.2 / math.sqrt(3))
    assert found.low < 0.1 < found.high


@pytest.mark.parametrize(
    ("effects", "errors", "said"),
    [
        ([0.1], [0.1], "two effects or more"),
        ([0.1, 0.2, 0.3], [0.1, 0.1], "each with its standard error"),
        ([0.1, 0.2], [0.1, 0.0], "one above 0"),
        ([0.1, float("nan")], [0.1, 0.1], "a finite number"),
        ([0.1, 0.2], [0.1, float("inf")], "a finite number"),
    ],
)
def test_numbers_that_are_none_are_refused(effects: list[float], errors: list[float], said: str) -> None:
    with pytest.raises(BadArgument, match=said):
        combine(effects, errors)


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymare", None)
    with pytest.raises(Unavailable, match="install it with: pip install PyMARE") as raised:
        combine(EFFECTS, ERRORS)
    assert raised.value.exit_code == 3
    assert INSTALL in str(raised.value)
    assert "\n" not in str(raised.value)
