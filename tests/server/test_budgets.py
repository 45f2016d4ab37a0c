"""Budgets of query time."""

from __future__ import annotations

from calcigraph.server.budgets import Budgets
from hypothesis import given, settings
from hypothesis import strategies as st


@settings(max_examples=40)
@given(st.floats(1, 100), st.lists(st.floats(0, 1000), min_size=1, max_size=5))
def test_who_waits_as_long_as_it_is_told_may_ask(seconds: float, spent: list[float]) -> None:
    now = [0.0]
    budgets = Budgets(seconds, lambda: now[0])
    for each in spent:
        budgets.spend("a", each)
    wait = budgets.wait("a")
    assert (wait > 0) == (sum(spent) >= seconds)
    assert budgets.wait("b") == 0
    now[0] += wait
    assert budgets.wait("a") == 0


def test_no_budget_is_no_limit() -> None:
    budgets = Budgets(0)
    budgets.spend("a", 1e9)
    assert budgets.wait("a") == 0


def test_only_so_many_clients_are_remembered() -> None:
    budgets = Budgets(1, lambda: 0.0)
    budgets.spend("greedy", 1000)
    for number in range(10_001):
        budgets.spend(str(number), 0.01)
    assert len(budgets._used) <= 10_001
    assert budgets.wait("greedy") > 0
