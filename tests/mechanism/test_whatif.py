"""What-if answers on the bundled graph, and on graphs made to show one thing."""

from __future__ import annotations

import ast
import inspect
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import calcigraph
import pytest
from calcigraph import KnowledgeGraph
from calcigraph.errors import BadArgument, UnknownName
from calcigraph.knowledge.statuses import statuses
from calcigraph.mechanism.whatif import answering
from calcigraph.mechanism.whatif.settling import carriers
from calcigraph.mechanism.whatif.threshold import AGREEMENT
from calcigraph.namespaces import ID
from calcigraph.store.memory import MemoryEngine

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph.mechanism.whatif.responses import Response, WhatIf

SCENARIOS = {
    "vitamin D alone": {"vitamin D": "high"},
    "K2 alone": {"vitamin K2": "high"},
    "both": {"vitamin D": "high", "vitamin K2": "high"},
    "D without K2": {"vitamin D": "high", "vitamin K2": "low"},
}
EXAMPLES: dict[str, dict[str, str]] = {
    **SCENARIOS,
    "warfarin": {"warfarin": "high"},
    "no VKORC1": {"VKORC1": "low"},
    "no RANKL": {"RANKL": "low"},
    "no VDR": {"VDR": "low"},
    "no CYP24A1": {"CYP24A1": "low"},
    "phosphate": {"phosphorus": "high"},
    "no magnesium": {"magnesium": "low"},
    "FGF23": {"FGF23": "high"},
    "no PTH": {"PTH": "low"},
}


@pytest.fixture(scope="module")
def answered(kg: KnowledgeGraph) -> dict[str, WhatIf]:
    """Every example, answered once."""
    return {name: kg.what_if(interventions) for name, interventions in EXAMPLES.items()}


def by_label(found: WhatIf) -> dict[str, Response]:
    return {each.label: each for each in found.responses}


def test_the_four_scenarios_give_four_different_explained_columns(kg: KnowledgeGraph) -> None:
    found = kg.compare(SCENARIOS)
    columns = {name: tuple(each.answer for each in answer.responses) for name, answer in found.scenarios.items()}
    assert len(set(columns.values())) == 4
    for answer in found.scenarios.values():
        for each in answer.responses:
            assert each.answer in ("no effect", "no route") or each.routes, each.label
    rows = dict(found.rows)
    calcification = [each.answer for each in rows["arterial calcification"]]
    assert calcification == ["increase", "decrease", "undetermined", "increase"]
    assert [each.answer for each in rows["serum calcium"]] == ["increase", "no route", "increase", "increase"]
    carboxylated = rows["carboxylated osteocalcin"]
    assert [each.answer for each in carboxylated] == ["increase", "increase", "increase", "decrease"]
    limit = carboxylated[3].limited_by
    assert limit is not None
    assert limit.label == "protein gamma-carboxylation increases carboxylated osteocalcin"


def test_mechanism_and_trials_stand_in_one_line(kg: KnowledgeGraph) -> None:
    found = kg.what_if({"K2": "high"}, ["arterial calcification"])
    assert found.responses[0].sentence == (
        "arterial calcification: mechanism says falls; trials: not shown (low certainty): "
        "vitamin K2 prevents arterial calcification"
    )


def test_a_combination_is_answered_by_trials_of_the_combination_first(kg: KnowledgeGraph) -> None:
    both = kg.what_if(SCENARIOS["both"], ["bone mineral density"]).responses[0]
    assert both.observed[0].fit == "the same"
    assert both.observed[0].claim.label == "vitamin D with vitamin K2 increases bone mineral density"
    assert {each.fit for each in both.observed[1:]} >= {"a part of it"}


def test_what_was_studied_comes_before_what_is_only_said(kg: KnowledgeGraph) -> None:
    found = kg.what_if({"vitamin K2": "low"}, ["arterial calcification"]).responses[0]
    assert found.answer == "increase"
    assert found.trials == "not shown (low certainty): vitamin K2 prevents arterial calcification [the opposite]"
    lack = [
        each for each in found.observed if each.claim.label == "lack of vitamin K2 increases arterial calcification"
    ]
    assert [(each.fit, each.studied) for each in lack] == [("the same", False)]
    fat = kg.what_if({"dietary fat": "high"}, ["vitamin K2"]).responses[0]
    assert (fat.answer, fat.trials) == ("increase", "nothing studied, asserted only: dietary fat increases vitamin K2")


def test_where_nothing_was_studied_the_answer_says_so(kg: KnowledgeGraph) -> None:
    found = kg.what_if({"RANKL": "low"}, ["bone resorption"])
    assert found.responses[0].answer == "decrease"
    assert found.responses[0].trials == "nothing studied end to end"


@pytest.mark.parametrize(
    ("name", "factor", "expected"),
    [
        ("warfarin", "bleeding tendency", "increase"),
        ("warfarin", "dp-ucMGP", "increase"),
        ("no VKORC1", "arterial calcification", "increase"),
        ("no RANKL", "bone mineral density", "increase"),
        ("no CYP24A1", "hypercalcaemia", "increase"),
        ("no VDR", "rickets", "increase"),
        ("FGF23", "serum phosphate", "decrease"),
        ("no PTH", "serum calcium", "decrease"),
        ("no magnesium", "serum calcium", "decrease"),
        ("phosphate", "serum phosphate", "increase"),
    ],
)
def test_knock_outs_drugs_and_loads(answered: dict[str, WhatIf], name: str, factor: str, expected: str) -> None:
    assert by_label(answered[name])[factor].answer == expected


@pytest.mark.parametrize("name", EXAMPLES)
def test_two_seeds_agree_on_every_determinate_answer(
    kg: KnowledgeGraph, answered: dict[str, WhatIf], name: str
) -> None:
    again = by_label(kg.what_if(EXAMPLES[name], seed=2))
    parted = []
    for label, each in by_label(answered[name]).items():
        if each.answer != "undetermined":
            assert again[label].answer == each.answer, label
        elif again[label].answer != "undetermined":
            # The other seed may have just the share that is asked for, where this one just misses it ...
            parted.append(label)
    if parted:  # ... but then sixteen times the members tell both the same.
        one, two = (kg.what_if(EXAMPLES[name], parted, samples=32000, seed=seed) for seed in (1, 2))
        assert [each.answer for each in one.responses] == [each.answer for each in two.responses]


@pytest.mark.parametrize("name", EXAMPLES)
def test_fixing_the_influence_that_settles_changes_every_undetermined_answer(
    kg: KnowledgeGraph, answered: dict[str, WhatIf], name: str
) -> None:
    for each in answered[name].responses:
        if each.answer == "undetermined":
            assert {route.sign for route in each.routes} == {1, -1}, "both opposing routes are named"
            assert each.settles is not None, (name, each.label)
            for strength, expected in each.settles.answers.items():
                fixed = kg.what_if(EXAMPLES[name], [each.factor], strengths={each.settles.claim.iri: strength})
                assert fixed.responses[0].answer == expected != "undetermined"


def test_what_settles_an_answer_settles_it_at_the_agreement_asked_for(kg: KnowledgeGraph) -> None:
    """Whatever agreement was asked for, 80 % was taken for settled."""
    found = kg.what_if({"vitamin D": "high"}, agreement=0.95)
    settled = [each for each in found.responses if each.settles]
    assert settled
    for each in settled:
        assert each.settles is not None
        for strength, expected in each.settles.answers.items():
            assume = {each.settles.claim.iri: strength}
            again = kg.what_if({"vitamin D": "high"}, [each.factor], agreement=0.95, strengths=assume)
            assert again.responses[0].answer == expected, each.label


def test_the_examples_hold_undetermined_answers(answered: dict[str, WhatIf]) -> None:
    assert sum(each.answer == "undetermined" for found in answered.values() for each in found.responses) >= 10


@pytest.mark.parametrize("name", EXAMPLES)
def test_routes_are_routes_with_the_sign_they_say(answered: dict[str, WhatIf], name: str) -> None:
    found = answered[name]
    for each in found.responses:
        for route in each.routes:
            sign = {"high": 1, "low": -1}[found.interventions[route.claims[0].subject]]
            for one, two in zip(route.claims, route.claims[1:], strict=False):
                assert one.object == two.subject
            for claim in route.claims:
                sign *= claim.sign or 0
            assert sign == route.sign
            assert route.claims[-1].object == each.factor


def test_default_observation_is_the_endpoints_clinical_first(answered: dict[str, WhatIf]) -> None:
    kinds = [each.kind for each in answered["vitamin D alone"].responses]
    order = ["clinical", "surrogate", "biomarker"]
    assert kinds == sorted(kinds, key=order.index)
    assert set(kinds) == set(order)


def test_an_endpoint_that_is_not_reached_has_no_route(kg: KnowledgeGraph) -> None:
    found = kg.what_if({"K2": "high"}, ["serum calcium", "arterial calcification"])
    assert by_label(found)["serum calcium"].answer == "no route"
    assert by_label(found)["serum calcium"].routes == ()


def test_observing_few_factors_gives_the_same_answers(kg: KnowledgeGraph, answered: dict[str, WhatIf]) -> None:
    every = by_label(answered["vitamin D alone"])
    few = kg.what_if(EXAMPLES["vitamin D alone"], ["urinary calcium", "fracture risk"])
    for each in few.responses:
        assert each.answer == every[each.label].answer


def test_a_step_that_is_not_sure_decides_no_headline_and_is_shown_beside_it(answered: dict[str, WhatIf]) -> None:
    fractures = by_label(answered["K2 alone"])["fracture risk"]
    assert (fractures.answer, fractures.with_unsure) == ("no route", "decrease")
    assert fractures.routes == ()


def test_answers_for_every_factor_of_the_network(kg: KnowledgeGraph, answered: dict[str, WhatIf]) -> None:
    answers = answered["warfarin"].answers
    assert answers.keys() == set(kg.to_networkx())
    assert answers[(ID + "warfarin")] == "increase"
    assert answers[(ID + "vkorc1")] == "decrease"
    assert answers[(ID + "serum-calcium")] == "no route"


def test_a_group_presses_its_members_and_a_protein_what_it_acts_through(kg: KnowledgeGraph) -> None:
    group = kg.what_if({"coagulation factors": "low"}, ["bleeding tendency"])
    assert len(group.interventions) == 4
    assert group.responses[0].answer == "increase"
    receptor = kg.what_if({"VDR": "low"}, ["intestinal calcium absorption"])
    assert receptor.interventions == {(ID + "vdr-signalling"): "low"}


def test_a_factor_kept_normal_blocks_its_routes(kg: KnowledgeGraph) -> None:
    found = kg.what_if({"warfarin": "high", "VKORC1": "normal"}, ["carboxylated MGP"])
    assert found.responses[0].answer == "no route"


def test_the_same_question_has_the_same_answer(kg: KnowledgeGraph) -> None:
    one, two = (json.dumps(kg.what_if({"RANKL": "low"}).as_dict()) for _ in range(2))
    assert one == two


def test_a_dropped_claim_changes_the_answer() -> None:
    scenario, observed = {"MK-7": "high"}, ["dp-ucMGP"]
    assert KnowledgeGraph.open().what_if(scenario, observed).responses[0].answer == "decrease"
    without = KnowledgeGraph.open(without=["mk-7-produces-vitamin-k-hydroquinone"])
    assert without.what_if(scenario, observed).responses[0].answer == "no route"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("natto", "no step of mechanism knows 'natto'; press what it brings or belongs to: MK-7, vitamin K2"),
    ],
)
def test_what_is_outside_the_mechanism_offers_what_is_inside(kg: KnowledgeGraph, name: str, hint: str) -> None:
    with pytest.raises(BadArgument, match=hint):
        kg.what_if({name: "high"})


@pytest.mark.parametrize("name", ["vitamin D deficiency", "lack of vitamin D", "Vitamin D lack"])
def test_the_lack_of_something_high_is_that_thing_low(kg: KnowledgeGraph, name: str) -> None:
    assert kg.what_if({name: "high"}, ["rickets"]).scenario == kg.what_if({"vitamin D": "low"}, ["rickets"]).scenario
    assert kg.what_if({name: "low"}, ["rickets"]).responses[0].answer == "decrease"


def test_a_state_fills_what_is_ample_only_where_nothing_lacks(kg: KnowledgeGraph) -> None:
    asked = {"vitamin K": "high"}, ["coagulation factor II"]
    assert kg.what_if(*asked).responses[0].answer == "no effect"
    short = kg.what_if(*asked, state="deficient in vitamin K")
    assert (short.responses[0].answer, short.scenario) == ("increase", "vitamin K high (deficient in vitamin K)")
    with pytest.raises(BadArgument, match="a state to start from is 'replete' or 'deficient in X'"):
        kg.what_if(*asked, state="hungry")


@pytest.mark.parametrize("state", ["deficient in vitamin K", "Vitamin K deficiency", "lack of  vitamin K"])
def test_a_lack_to_start_from_has_several_names(kg: KnowledgeGraph, state: str) -> None:
    found = kg.what_if({"vitamin K": "high"}, ["coagulation factor II"], state=state)
    assert (found.state, found.responses[0].answer) == ("deficient in vitamin K", "increase")


@pytest.mark.parametrize(
    ("state", "message"),
    [
        ("", "a state to start from is 'replete' or 'deficient in X'"),
        ("deficient in ", "a state to start from is"),
        ("replete in vitamin D", "a state to start from is"),
        ("deficient in lack of vitamin D", "a state to start from is"),
        ("deficient in kidney", "'kidney' is no factor"),
        ("deficient in natto", "no step of mechanism knows 'natto'; press what it brings or belongs to: MK-7"),
    ],
)
def test_what_is_no_state_is_refused(kg: KnowledgeGraph, state: str, message: str) -> None:
    with pytest.raises(BadArgument, match=message):
        kg.what_if({"vitamin D": "high"}, ["rickets"], state=state)


def test_the_lack_of_what_is_not_known_is_not_known(kg: KnowledgeGraph) -> None:
    for given in ({"lack of pixie dust": "high"}, {"pixie dust deficiency": "low"}):
        with pytest.raises(UnknownName, match="no entity is called 'pixie dust'"):
            kg.what_if(given)
    with pytest.raises(UnknownName, match="no entity is called 'pixie dust'"):
        kg.what_if({"vitamin D": "high"}, state="deficient in pixie dust")


@pytest.mark.parametrize("other", ["parathyroid hormone", "parathormone", "id:pth"])
def test_a_factor_under_two_names_is_noticed(kg: KnowledgeGraph, other: str) -> None:
    with pytest.raises(BadArgument, match=f"'parathyroid hormone' is pressed twice, the second time as '{other}'"):
        kg.what_if({"PTH": "high", other: "high"})
    with pytest.raises(BadArgument, match="'parathyroid hormone' cannot be pressed both ways at once"):
        kg.what_if({"PTH": "high", other: "low"})


def test_sets_can_be_pressed_and_observed(kg: KnowledgeGraph) -> None:
    found = kg.what_if({"any form of vitamin K": "low"}, ["any clinical outcome"])
    assert found.scenario == "any form of vitamin K low"
    assert len(found.interventions) == 6
    assert {each.kind for each in found.responses} == {"clinical"}
    assert by_label(found)["bleeding tendency"].answer == "increase"


def test_a_response_is_found_by_name(answered: dict[str, WhatIf]) -> None:
    assert answered["both"].response("coronary calcification").label == "coronary artery calcification"
    with pytest.raises(BadArgument, match=r"'MK-7' is not among the responses \(.*\); ask for it with observe"):
        answered["both"].response("MK-7")


def test_plain_values_for_json(answered: dict[str, WhatIf]) -> None:
    plain = answered["no RANKL"].as_dict()
    assert json.loads(json.dumps(plain)) == plain
    assert plain["interventions"] == {"id:rankl": "low"}
    responses = {each["label"]: each for each in plain["responses"]}  # type: ignore[attr-defined]
    assert responses["fracture risk"]["answer"] == "decrease"
    assert responses["serum alkaline phosphatase"]["answer"] == "undetermined"


def test_summary(answered: dict[str, WhatIf], kg: KnowledgeGraph) -> None:
    assert answered["K2 alone"].summary == "With vitamin K2 high: 1 rise, 8 fall, 5 no effect, 1 no route."
    assert kg.what_if({"fracture risk": "high"}).summary == (
        "With fracture risk high nothing that was asked for changes: no step of mechanism leads there."
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"interventions": {}}, "nothing is pressed; name a factor with its level"),
        (
            {"interventions": {"K2": "hgh"}},
            "the level of 'K2' is 'high', 'low' or 'normal', not 'hgh'; nearest: 'high'",
        ),
        ({"interventions": {"K2": "high", "menaquinone": "low"}}, "'vitamin K2' cannot be pressed both ways at once"),
        ({"interventions": {"K2": "high"}, "observe": []}, "nothing is observed"),
        ({"interventions": {1: "high"}}, "interventions is text, not 1"),
        ({"interventions": {"K2": "high"}, "observe": [3]}, "observe is text, not 3"),
        (
            {"interventions": {"K2": "high"}, "strengths": ["minor"]},
            "strengths is a mapping such as {'warfarin inhibits VKORC1': 'minor'}, not a value of type list",
        ),
        ({"interventions": {"K2": "high"}, "samples": 5}, "samples is a whole number from 10 to 100000, not 5"),
        ({"interventions": {"K2": "high"}, "seed": -1}, "seed is a whole number from 0, not -1"),
        ({"interventions": {"K2": "high"}, "agreement": 0.5}, "agreement is a number above 0.5 and up to 1, not 0.5"),
        (
            {"interventions": {"K2": "high"}, "strengths": {"warfarin inhibits VKORC1": "huge"}},
            "the strength of 'warfarin inhibits VKORC1' is one of 'minor', 'ordinary', 'dominant', 'absent', not 'huge'",
        ),
        ({"interventions": {"postmenopausal women": "high"}}, "is no factor"),
    ],
)
def test_wrong_use_is_named(kg: KnowledgeGraph, arguments: dict[str, object], message: str) -> None:
    with pytest.raises((BadArgument, UnknownName)) as caught:
        kg.what_if(**arguments)  # type: ignore[arg-type]
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_comparison_needs_a_scenario(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadArgument, match="compare needs at least one scenario"):
        kg.compare({})


def test_one_name_can_be_observed_in_a_comparison(kg: KnowledgeGraph) -> None:
    """The letters of the name were taken for names."""
    assert [label for label, _ in kg.compare({"K2": {"K2": "high"}}, "dp-ucMGP").rows] == ["dp-ucMGP"]


def test_a_comparison_of_what_reaches_nothing_has_no_rows(kg: KnowledgeGraph) -> None:
    """It asked to leave out observe, which was left out."""
    assert kg.compare({"fractures": {"fracture risk": "high"}}).rows == []


@pytest.mark.parametrize(
    ("wrong", "shown"), [("vitamin D=high", "'vitamin D=high'"), (["vitamin D"], "a value of type list")]
)
def test_interventions_that_are_no_mapping_are_named(kg: KnowledgeGraph, wrong: object, shown: str) -> None:
    pressed = re.escape(f"interventions is a mapping such as {{'vitamin D': 'high'}}, not {shown}")
    with pytest.raises(BadArgument, match=pressed):
        kg.what_if(wrong)  # type: ignore[arg-type]
    with pytest.raises(BadArgument, match=pressed):
        kg.compare({"one": wrong})  # type: ignore[dict-item]
    compared = re.escape(f"scenarios is a mapping such as {{'D alone': {{'vitamin D': 'high'}}}}, not {shown}")
    with pytest.raises(BadArgument, match=compared):
        kg.compare(wrong)  # type: ignore[arg-type]


def test_a_comparison_without_differences_says_so(kg: KnowledgeGraph) -> None:
    same = kg.compare({"one": {"K2": "high"}, "two": {"menaquinone": "high"}})
    assert same.differing == []
    assert len(same.rows) == 15
    assert json.loads(json.dumps(same.as_dict())) == same.as_dict()


def test_the_engine_is_only_read(kg: KnowledgeGraph) -> None:
    before = len(kg.engine.store)
    kg.what_if({"K2": "low"})
    assert isinstance(kg.engine, MemoryEngine)
    assert len(kg.engine.store) == before


def test_the_page_on_the_method_lists_every_influence_that_is_not_sure(kg: KnowledgeGraph) -> None:
    page = (ROOT / "docs" / "what-if.md").read_text(encoding="utf-8")
    section = page.partition("## Influences that are not sure")[2]
    listed = {line.removeprefix("- ") for line in section.splitlines() if line.startswith("- ")}
    unsure = [
        claim for claim in kg.claims(directness="direct") if claim.sign and not statuses(kg.store)[claim.status].sure
    ]
    assert listed == {f"{claim.label}: {claim.verdict}" for claim in unsure}


def test_the_page_on_the_method_lists_every_influence_that_holds_somewhere_only(kg: KnowledgeGraph) -> None:
    page = (ROOT / "docs" / "what-if.md").read_text(encoding="utf-8")
    section = page.partition("## Influences that hold in one range or context")[2].partition("\n## ")[0]
    listed = {line.removeprefix("- ") for line in section.splitlines() if line.startswith("- ")}
    rows = kg.engine.values("SELECT ?label ?words { ?claim cg:holds ?words ; rdfs:label ?label }")
    assert listed == {f"{label}: {words}" for label, words in rows}


def test_every_part_of_an_answer_is_made_with_the_agreement_that_was_asked_for(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    for name in ("answer", "carriers", "settler"):
        made = getattr(answering, name)

        def noted(*parts: object, made: Callable[..., object] = made, **options: object) -> object:
            asked.append(float(str(options.get("agreement", parts[-1]))))
            return made(*parts, **options)

        monkeypatch.setattr(answering, name, noted)
    found = kg.what_if({"vitamin D": "high", "warfarin": "high"}, samples=100, agreement=0.97)
    assert any(each.answer == "undetermined" for each in found.responses)
    assert set(asked) == {0.97}


def test_the_agreement_has_one_default() -> None:
    """Shares of 0.8 elsewhere, such as places on a line of a picture, are not in these rooms."""
    package = Path(calcigraph.__file__).parent
    paths = [package / "graph.py", *(package / "mechanism").rglob("*.py"), *(package / "cli").rglob("*.py")]
    found = {
        path.name
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value == AGREEMENT
    }
    assert found == {"threshold.py"}
    defaults = {inspect.signature(each).parameters["agreement"].default for each in (KnowledgeGraph.what_if, carriers)}
    assert defaults == {AGREEMENT}
