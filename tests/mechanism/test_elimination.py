"""Elimination through the few entries that are there agrees with dense linear algebra, and knows when to ask it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from calcigraph.mechanism.whatif.elimination import is_stable, solved

if TYPE_CHECKING:
    from calcigraph.mechanism.whatif.elimination import Numbers, Weights


def drawn(seed: int, size: float) -> tuple[Weights, Numbers]:
    """Draw the same W as entries and as matrices of 60 members; some strong enough to run away."""
    draw = np.random.default_rng(seed)
    there = draw.random((7, 7)) < 0.35
    matrix = draw.normal(scale=size, size=(60, 7, 7)) * there
    return {(int(row), int(column)): matrix[:, row, column] for row, column in np.argwhere(there)}, matrix


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("size", [0.2, 0.6, 1.5])
def test_stability_is_what_the_eigenvalues_say(seed: int, size: float) -> None:
    weights, matrix = drawn(seed, size)
    assert (is_stable(weights, 7, 60) == (np.linalg.eigvals(matrix).real.max(axis=1) < 1)).all()


def test_the_draws_hold_members_that_rest_and_members_that_run_away() -> None:
    found = np.concatenate([is_stable(drawn(seed, 0.6)[0], 7, 60) for seed in range(20)])
    assert 200 < found.sum() < len(found) - 200


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("size", [0.2, 0.6, 1.5])
def test_solutions_are_those_of_a_dense_solver(seed: int, size: float) -> None:
    weights, matrix = drawn(seed, size)
    given = np.random.default_rng(seed + 100).normal(size=(60, 7))
    system = np.eye(7) - matrix
    expected = np.linalg.solve(system, given[:, :, None])[:, :, 0]
    near = 1e-12 * np.linalg.cond(system)[:, None] * np.abs(expected).max(axis=1, keepdims=True) + 1e-12
    assert (np.abs(solved(weights, given) - expected) < near).all()


def test_a_pivot_of_nothing_is_no_hindrance() -> None:
    """x = x + y and y = 2 - x / 2: the first pivot is 0, and the system has one solution."""
    weights = {(0, 0): np.array([1.0]), (0, 1): np.array([1.0]), (1, 0): np.array([-0.5])}
    assert solved(weights, np.array([[0.0, 2.0]]))[0] == pytest.approx([4.0, 0.0])


def test_a_part_without_entries_passes_on_what_it_is_given() -> None:
    given = np.array([[1.0, -2.0]])
    assert (solved({}, given) == given).all()
    assert is_stable({}, 2, 3).tolist() == [True, True, True]
