"""The ensemble against exact results: sign-solvability, products of signs, Liebig's law, and what must not matter."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from calcigraph.mechanism.whatif import ensemble
from calcigraph.mechanism.whatif.elimination import is_stable, weights_of
from calcigraph.mechanism.whatif.ensemble import Ensemble
from calcigraph.mechanism.whatif.influence import ABSENT, CLASSES, Influence
from calcigraph.mechanism.whatif.settling import answer, carriers, settler
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mechanism.solvability import network, solvable

#: What these tests draw where it does not matter.
DRAWS = {"samples": 2000, "seed": 1}
WORDS = {1: "increase", -1: "decrease", 0: "no route"}


def solve(*network: Any, **options: Any) -> Ensemble:
    """Solve a network with the draws of these tests."""
    return ensemble.solve(*network, **{**DRAWS, **options})


def influence(
    subject: str, object_: str, sign: int, strength: str = "ordinary", *, limiting: bool = False
) -> Influence:
    """Make an influence that is named after its ends."""
    return Influence(f"{subject}>{object_}", subject, object_, sign, strength, limiting)


def random_network(seed: int, *, feedback: bool, size: int = 7) -> list[Influence]:
    """Draw a signed network; without feedback every influence leads forward."""
    draw = random.Random(seed)  # noqa: S311 - a test needs the same network each time
    names = [chr(ord("a") + index) for index in range(size)]
    pairs = [(one, two) for one in names for two in names if one != two and (feedback or one < two)]
    chosen = draw.sample(pairs, k=draw.randint(size, 2 * size))
    return [influence(one, two, draw.choice((1, -1)), draw.choice(list(CLASSES))) for one, two in sorted(chosen)]


@pytest.mark.parametrize("batch", range(8))
def test_the_ensemble_never_contradicts_exact_sign_solvability(batch: int) -> None:
    decided = 0
    for seed in range(batch * 60, batch * 60 + 60):
        influences = random_network(seed, feedback=True)
        clamps = {"a": 1} if seed % 3 else {"a": -1, "b": 1}
        found = solve(influences, clamps, samples=60, seed=seed)
        drawn = network(influences, clamps)
        assert found.size, "some members are stable"
        for factor in sorted({each.object for each in influences} - clamps.keys()):
            exact = solvable(drawn, clamps, factor)
            if exact is not None:
                decided += 1
                assert answer(found, factor, 1.0) == WORDS[exact], (seed, factor)
    assert decided > 100


@pytest.mark.parametrize("seed", range(100))
def test_without_feedback_and_with_agreeing_paths_the_answer_is_the_product_of_signs(seed: int) -> None:
    influences = random_network(seed, feedback=False)
    drawn = network(influences, {"a": 1})
    found = solve(influences, {"a": 1}, samples=50, seed=seed)
    for factor in "bcdefg":
        exact = solvable(drawn, {"a": 1}, factor) if factor in drawn else 0
        if exact is not None:
            assert answer(found, factor, 1.0) == WORDS[exact]


@pytest.mark.parametrize("seed", range(40))
def test_the_parts_solved_one_by_one_agree_with_the_whole_solved_at_once(seed: int) -> None:
    influences = random_network(seed, feedback=True)
    found = solve(influences, {"a": 1}, samples=30, seed=seed)
    names = sorted({end for each in influences for end in each[1:3]} | {"a"})
    place = {name: index for index, name in enumerate(names)}
    for member in range(found.size):
        matrix = np.zeros((len(names), len(names)))
        for each in influences:
            if each.claim in found.strengths:
                matrix[place[each.object], place[each.subject]] = each.sign * found.strengths[each.claim][member]
        given = np.zeros(len(names))
        given[place["a"]] = found.responses["a"][member]
        whole = np.linalg.solve(np.eye(len(names)) - matrix, given)
        for name, values in found.responses.items():
            assert values[member] == pytest.approx(whole[place[name]], abs=1e-9)


@pytest.mark.parametrize("seed", range(30))
def test_every_member_is_stable_with_and_without_the_intervention(seed: int) -> None:
    influences = random_network(seed, feedback=True)
    clamped = random.Random(seed).choice("bcd")  # noqa: S311 - the same factor each time
    found = solve(influences, {"a": 1, clamped: 0}, samples=40, seed=seed)
    names = sorted({end for each in influences for end in each[1:3]})
    place = {name: index for index, name in enumerate(names)}
    for member in range(found.size):
        acting = [each for each in influences if each.claim in found.strengths and each.object != clamped]
        here = {each.claim: found.strengths[each.claim][member : member + 1] for each in acting}
        assert is_stable(weights_of(acting, place, here), len(place), 1)[0]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), level=st.sampled_from((1, -1)))
def test_a_clamped_factor_stays_clamped_and_a_held_one_passes_nothing_on(seed: int, level: int) -> None:
    influences = random_network(seed, feedback=True)
    found = solve(influences, {"a": level, "b": 0}, samples=20, seed=seed)
    assert (found.responses["a"] * level > 0).all()
    assert "b" not in found.responses
    cut = [each for each in influences if "b" not in each[1:3]]
    without = solve(cut, {"a": level}, samples=20, seed=seed)
    assert {factor: answer(found, factor, 1.0) for factor in "cdefg"} == {
        factor: answer(without, factor, 1.0) for factor in "cdefg"
    } or not found.size


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_part_that_is_not_reached_changes_nothing(seed: int) -> None:
    influences = random_network(seed, feedback=True)
    elsewhere = [
        Influence("x" + each.claim, each.subject.upper(), each.object.upper(), *each[3:])
        for each in random_network(seed + 1, feedback=True)
    ]
    towards = [influence("A", each.object, 1) for each in influences[:2]]
    one = solve(influences, {"a": 1}, samples=20, seed=1)
    two = solve([*elsewhere, *towards, *influences], {"a": 1}, samples=20, seed=1)
    assert one.responses.keys() == two.responses.keys()
    for factor, values in one.responses.items():
        assert values.tolist() == two.responses[factor].tolist()


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_asking_for_few_factors_gives_what_asking_for_all_gives(seed: int) -> None:
    influences = random_network(seed, feedback=True)
    every = solve(influences, {"a": 1}, samples=200, seed=1)
    few = solve(influences, {"a": 1}, ["c", "d"], samples=200, seed=1)
    for factor in "cd":
        exact = solvable(network(influences, {"a": 1}), {"a": 1}, factor)
        if exact is not None:
            assert answer(few, factor) == answer(every, factor)
        assert abs(few.share(factor, 1) - every.share(factor, 1)) < 0.2


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_same_seed_gives_the_same_members_and_order_does_not_matter(seed: int) -> None:
    influences = random_network(seed, feedback=True)
    one = solve(influences, {"a": 1}, samples=20, seed=seed)
    two = solve(influences[::-1], {"a": 1}, samples=20, seed=seed)
    assert {key: values.tolist() for key, values in one.responses.items()} == {
        key: values.tolist() for key, values in two.responses.items()
    }
    other = solve(influences, {"a": 1}, samples=20, seed=seed + 1)
    assert one.responses["a"].tolist() != other.responses["a"].tolist()


def test_a_press_the_other_way_turns_every_answer_round_where_nothing_limits() -> None:
    for seed in range(40):
        influences = random_network(seed, feedback=True)
        up, down = (solve(influences, {"a": level}, samples=30, seed=seed) for level in (1, -1))
        for factor, values in up.responses.items():
            assert values.tolist() == pytest.approx((-down.responses[factor]).tolist())


# ------------------------------------------------------------------------------------------- Liebig's law

LIMITED = [influence("cofactor", "product", 1, limiting=True), influence("supply", "product", 1, "dominant")]


def test_a_limiting_input_that_falls_decides_whatever_the_others_do() -> None:
    found = solve(LIMITED, {"cofactor": -1, "supply": 1}, samples=100)
    assert answer(found, "product", 1.0) == "decrease"
    assert found.limited["product"] == {"cofactor>product": 1.0}


def test_a_limiting_input_that_rises_is_one_input_of_several() -> None:
    found = solve(LIMITED, {"cofactor": 1, "supply": -1}, samples=400)
    assert answer(found, "product") == "decrease", "the supply is dominant"
    assert "product" not in found.limited


def test_of_two_limiting_inputs_the_lower_one_decides() -> None:
    influences = [
        influence("a", "c", 1, "dominant", limiting=True),
        influence("b", "c", 1, "minor", limiting=True),
        influence("d", "c", 1, "dominant"),
    ]
    found = solve(influences, {"a": -1, "b": -1, "d": 1}, samples=200)
    lower = np.minimum(*(found.strengths[f"{each}>c"] * found.responses[each] for each in "ab"))
    assert found.responses["c"].tolist() == lower.tolist()
    assert found.limited["c"]["a>c"] > 0.95


def test_a_limiting_input_that_falls_decides_further_down_the_chain() -> None:
    chain = [*LIMITED, influence("product", "effect", -1), influence("supply", "effect", -1, "minor")]
    found = solve(chain, {"cofactor": -1, "supply": 1}, samples=200)
    assert found.share("product", -1) == 1.0
    routes = carriers(chain, found, {"cofactor": -1, "supply": 1}, "effect")
    assert [each.claim for each in routes[1][0]] == ["cofactor>product", "product>effect"]
    assert [each.claim for each in routes[-1][0]] == ["supply>effect"], (
        "the supply acts beside the product, not through it"
    )


def test_a_limiting_input_silences_the_others_where_as_many_members_agree_as_were_asked_to() -> None:
    links = [influence("cofactor", "product", 1, limiting=True), influence("substrate", "product", 1)]
    strengths = {each.claim: np.ones(100) for each in links}
    found = Ensemble(100, 100, {}, strengths, {"product": {"cofactor>product": 0.85}})
    carried = {
        agreement: carriers(links, found, {"cofactor": -1, "substrate": 1}, "product", agreement=agreement)[1]
        for agreement in (0.8, 0.85, 0.9)
    }
    assert carried == {0.8: [], 0.85: [], 0.9: [(links[1],)]}


def test_inside_a_feedback_core_a_limiting_input_is_an_ordinary_one() -> None:
    """A loop that lowers its own enzyme would freeze itself: calcitriol lowers CYP27B1, its limiting enzyme."""
    core = [
        influence("precursor", "hormone", 1, limiting=True),
        influence("enzyme", "hormone", 1, "dominant", limiting=True),
        influence("hormone", "enzyme", -1, "dominant"),
    ]
    found = solve(core, {"precursor": 1}, samples=200)
    assert answer(found, "hormone", 1.0) == "increase"
    assert answer(found, "enzyme", 1.0) == "decrease"
    assert not found.limited
    lacking = solve(core, {"precursor": -1}, samples=200)
    assert answer(lacking, "hormone", 1.0) == "decrease"
    assert lacking.limited["hormone"] == {"precursor>hormone": 1.0}, "it falls from outside the core"


def test_a_clamped_enzyme_is_outside_the_core_and_decides() -> None:
    core = [
        influence("enzyme", "hormone", 1, "minor", limiting=True),
        influence("hormone", "enzyme", -1),
        influence("supply", "hormone", 1, "dominant"),
    ]
    found = solve(core, {"enzyme": -1, "supply": 1}, samples=200)
    assert answer(found, "hormone", 1.0) == "decrease"


# ---------------------------------------------------------------------------------------------- reasons


def opposed(first: str, second: str) -> list[Influence]:
    """One factor raised and lowered."""
    return [
        influence("a", "b", 1, "dominant"),
        influence("a", "c", 1, "dominant"),
        influence("b", "d", 1, first),
        influence("c", "d", -1, second),
    ]


def test_opposing_routes_of_one_class_are_undetermined_and_both_are_named() -> None:
    influences = opposed("ordinary", "ordinary")
    found = solve(influences, {"a": 1})
    assert answer(found, "d") == "undetermined"
    routes = carriers(influences, found, {"a": 1}, "d")
    assert {sign: [each.claim for each in those[0]] for sign, those in routes.items()} == {
        1: ["a>b", "b>d"],
        -1: ["a>c", "c>d"],
    }


def test_the_influence_that_settles_is_found_and_fixing_it_settles() -> None:
    influences = opposed("ordinary", "ordinary")
    found = solve(influences, {"a": 1})
    best = settler(influences, found, {"a": 1}, "d", seed=1, fixed={}, known={})
    assert best is not None
    assert best.claim in ("b>d", "c>d")
    expected = ("increase", "decrease") if best.claim == "b>d" else ("decrease", "increase")
    assert (best.answers["dominant"], best.answers["minor"]) == expected
    for strength, word in best.answers.items():
        fixed = solve(influences, {"a": 1}, fixed={best.claim: CLASSES[strength]})
        assert answer(fixed, "d") == word


def test_no_influence_is_named_where_no_single_one_settles() -> None:
    many = [influence("a", f"b{index}", 1) for index in range(12)]
    many += [influence(f"b{index}", "c", 1 if index % 2 else -1) for index in range(12)]
    found = solve(many, {"a": 1})
    assert answer(found, "c") == "undetermined"
    best = settler(many, found, {"a": 1}, "c", seed=1, fixed={}, known={})
    assert best is None or all(
        answer(solve(many, {"a": 1}, fixed={best.claim: CLASSES[strength]}), "c") == word
        for strength, word in best.answers.items()
    )


def test_strength_classes_decide_between_opposing_routes() -> None:
    assert answer(solve(opposed("dominant", "minor"), {"a": 1}), "d") == "increase"
    assert answer(solve(opposed("minor", "dominant"), {"a": 1}), "d") == "decrease"


def test_an_influence_can_be_taken_as_absent() -> None:
    found = solve(opposed("ordinary", "ordinary"), {"a": 1}, samples=50, fixed={"c>d": ABSENT})
    assert answer(found, "d", 1.0) == "increase"
    alone = solve([influence("a", "b", 1)], {"a": 1}, samples=50, fixed={"a>b": ABSENT})
    assert answer(alone, "b") == "no route"


def test_without_a_steady_state_nothing_is_said() -> None:
    runaway = [influence("a", "b", 1), influence("b", "c", 1), influence("c", "b", 1)]
    found = solve(runaway, {"a": 1}, samples=20, fixed={"b>c": (2.0, 3.0), "c>b": (2.0, 3.0)})
    assert found.size == 0
    assert answer(found, "c") == "undetermined"
    assert found.share("c", 1) == 0.0


def test_a_core_that_the_intervention_unbalances_is_left_out() -> None:
    """Two loops: a negative one calms a positive one; without the negative loop some members run away."""
    core = [
        influence("a", "b", 1, "dominant"),
        influence("b", "a", 1, "dominant"),
        influence("b", "c", 1, "dominant"),
        influence("c", "b", -1, "dominant"),
        influence("s", "a", 1),
    ]
    whole = solve(core, {"s": 1}, samples=300, fixed={"a>b": (0.9, 1.2), "b>a": (0.9, 1.2)})
    held = solve(core, {"s": 1, "c": 0}, samples=300, fixed={"a>b": (0.9, 1.2), "b>a": (0.9, 1.2)})
    assert whole.size == 300
    assert 0 < held.size < 300


def test_an_influence_on_itself_takes_part() -> None:
    """It was left out where nothing else was in its feedback core."""
    found = solve([influence("a", "b", 1), influence("b", "b", 1, "dominant")], {"a": 1}, samples=100)
    own = found.strengths["b>b"]
    expected = found.strengths["a>b"] * found.responses["a"] / (1 - own)
    assert found.responses["b"].tolist() == pytest.approx(expected.tolist())
    assert answer(solve([influence("b", "b", 1), influence("a", "b", 1)], {"a": 1}, fixed={"b>b": (2, 3)}), "b") == (
        "undetermined"
    ), "it always runs away"


def test_what_limits_is_counted_among_the_members_that_are_kept() -> None:
    """Members without a steady state were counted too."""
    core = [
        influence("s", "a", 1),
        influence("a", "b", 1, "dominant"),
        influence("b", "a", 1, "dominant"),
        influence("b", "h", 1),
        influence("h", "b", -1, "dominant"),
        influence("a", "p", 1, "dominant", limiting=True),
        influence("s", "p", -1, limiting=True),
    ]
    found = solve(core, {"s": 1, "h": 0}, samples=300, fixed={"a>b": (0.9, 1.2), "b>a": (0.9, 1.2)})
    assert 0 < found.size < found.drawn
    assert found.limited["p"] == {"s>p": 1.0}, "a rises in every member that is kept"


def test_an_empty_ensemble_of_nothing() -> None:
    found = solve([], {"a": 1}, samples=10)
    assert isinstance(found, Ensemble)
    assert set(found.responses) == {"a"}
