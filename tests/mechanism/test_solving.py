"""Influences that act one way or in one context only: what is solved is a rest of the bent system, and signs agree."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
import pytest
from calcigraph.mechanism.whatif.ensemble import Ensemble, solve
from calcigraph.mechanism.whatif.influence import AMPLE, TOXIC, Influence
from calcigraph.mechanism.whatif.settling import answer

from tests.mechanism.solvability import network, solvable
from tests.mechanism.test_ensemble import WORDS, random_network

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNS = {"increase": 1, "decrease": -1, "no effect": 0, "no route": 0}


def bent(seed: int, *, feedback: bool) -> list[Influence]:
    """A random network in which about half of the influences act in one direction or context only."""
    draw = random.Random(seed)  # noqa: S311 - the same networks each time
    found = []
    for each in random_network(seed, feedback=feedback):
        kind = draw.choice(("", "", "", AMPLE, TOXIC, "when"))
        if kind == "when":
            others = [name for name in "abcdefg" if name not in each[1:3] and (feedback or name < each.object)]
            found.append(each._replace(when=(draw.choice(others), draw.choice((1, -1)))) if others else each)
        else:
            found.append(each._replace(range=kind))
    return found


def acts(each: Influence, moved: Mapping[str, float]) -> bool:
    """Whether an influence acts where factors have moved so."""
    subject = moved.get(each.subject, 0)
    one_way = {AMPLE: subject < 0, TOXIC: subject > 0}.get(each.range, True)
    return one_way and (each.when is None or moved.get(each.when[0], 0) * each.when[1] > 0)


@pytest.mark.parametrize("batch", range(8))
def test_where_the_same_influences_act_in_all_members_exact_sign_solvability_is_never_contradicted(batch: int) -> None:
    decided = 0
    for seed in range(batch * 60, batch * 60 + 60):
        influences = bent(seed, feedback=True)
        clamps = {"a": 1} if seed % 2 else {"a": -1}
        found = solve(influences, clamps, samples=60, seed=seed)
        if not found.size or set(found.acting.values()) - {0.0, 1.0}:
            continue
        acting = [each for each in influences if found.acting.get(each.claim, 1.0)]
        drawn = network(acting, clamps)
        for factor in sorted({each.object for each in influences} - clamps.keys()):
            exact = solvable(drawn, clamps, factor)
            if exact is not None:
                decided += 1
                assert SIGNS[answer(found, factor, 1.0)] == exact, (seed, factor)
    assert decided > 50


@pytest.mark.parametrize("batch", range(4))
def test_without_feedback_the_answer_is_the_product_of_signs_along_what_acts(batch: int) -> None:
    decided = 0
    for seed in range(batch * 100, batch * 100 + 100):
        influences = bent(seed, feedback=False)
        level = 1 if seed % 2 else -1
        found = solve(influences, {"a": level}, samples=40, seed=seed)
        into: dict[str, list[Influence]] = {}
        for each in influences:
            into.setdefault(each.object, []).append(each)
        order: nx.DiGraph[str] = nx.DiGraph((source, each.object) for each in influences for source in each[1:2])
        order.add_edges_from((each.when[0], each.object) for each in influences if each.when)
        signs: dict[str, int | None] = {}
        for factor in nx.topological_sort(order):
            signs[factor] = level if factor == "a" else _sum(into.get(factor, []), signs)
        for factor, sign in signs.items():
            if factor != "a" and sign is not None:
                decided += 1
                assert SIGNS[answer(found, factor, 1.0)] == sign, (seed, factor)
    assert decided > 200


def _sum(inputs: list[Influence], signs: Mapping[str, int | None]) -> int | None:
    """The sign of what comes in, or None where it depends on strengths."""
    terms = set()
    for each in inputs:
        known = [signs.get(each.subject, 0), signs.get(each.when[0], 0) if each.when else 0]
        if None in known:
            return None
        if acts(each, {name: sign or 0 for name, sign in signs.items()}):
            terms.add(each.sign * (signs.get(each.subject, 0) or 0))
    terms.discard(0)
    return None if len(terms) > 1 else terms.pop() if terms else 0


@pytest.mark.parametrize("seed", range(60))
def test_every_member_is_a_rest_of_the_bent_system(seed: int) -> None:
    influences = bent(seed, feedback=True)
    found: Ensemble = solve(influences, {"a": 1}, samples=30, seed=seed)
    for member in range(found.size):
        moved = {name: float(values[member]) for name, values in found.responses.items()}
        for factor in moved.keys() - {"a"}:
            terms = [
                each.sign * found.strengths[each.claim][member] * moved.get(each.subject, 0.0)
                for each in influences
                if each.object == factor and each.claim in found.strengths and acts(each, moved)
            ]
            assert moved[factor] == pytest.approx(np.sum(terms), abs=1e-9), (seed, factor)


def test_a_rise_and_a_fall_are_two_questions() -> None:
    full = Influence("a>b", "a", "b", 1, "ordinary", False, AMPLE)
    assert answer(solve([full], {"a": 1}, samples=10, seed=1), "b") == "no effect"
    assert answer(solve([full], {"a": -1}, samples=10, seed=1), "b") == WORDS[-1]
    excess = full._replace(range=TOXIC)
    assert answer(solve([excess], {"a": 1}, samples=10, seed=1), "b") == WORDS[1]
    assert answer(solve([excess], {"a": -1}, samples=10, seed=1), "b") == "no effect"
    bound = full._replace(range="", when=("c", -1))
    assert answer(solve([bound], {"a": 1}, samples=10, seed=1), "b") == "no effect"
    assert answer(solve([bound], {"a": 1, "c": -1}, samples=10, seed=1), "b") == WORDS[1]
