"""What an answer means for safety: three states, distinct in Python, JSON and text; and every question that needs one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from calcigraph import KnowledgeGraph, Table
from calcigraph.answers.safety import state
from calcigraph.questions.headers import parse
from calcigraph.questions.states import State
from calcigraph.store.memory import MemoryEngine
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mutants import mutant

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph.questions.headers import Question

    from tests.conftest import Finished

    Run = Callable[..., Finished]

NOT_ADVICE = "This is no medical advice; ask a doctor or pharmacist about doses and safety."
#: Tags that make a question one on doses or safety.
TAGS = {"caution", "dose", "doses", "harm", "interaction", "overdose", "risk", "safety", "side effects", "upper limit"}
#: Questions on doses that do not ask about risk. A new one is added here only after somebody has thought about it.
NOT_ASKED = {
    "blood-levels",
    "contested-claims",
    "food-for-a-target-intake",
    "how-long-until",
    "k1-against-k2",
    "trials-of",
    "two-forms-compared",
    "what-affects-an-outcome",
    "which-form-a-claim-is-about",
    "which-form-a-study-used",
    "who-might-need-more",
}


def on_safety(kg: KnowledgeGraph) -> dict[str, Question]:
    return {
        name: question
        for name, question in kg.questions.items()
        if TAGS & set(question.tags) or question.path.split("/")[1] in ("doses", "people")
    }


def test_every_question_on_doses_or_safety_has_states_and_the_line(kg: KnowledgeGraph) -> None:
    found = on_safety(kg)
    assert len(found) >= 18
    assert [name for name, question in found.items() if not question.safety] == []
    assert {name for name, question in found.items() if question.safety == "not asked"} == NOT_ASKED
    assert [name for name, question in kg.questions.items() if question.safety and name not in found] == []
    for question in found.values():
        assert NOT_ADVICE in question.note


def test_every_answer_that_holds_a_daily_dose_has_the_line(kg: KnowledgeGraph) -> None:
    """K1 against K2, and what an article says, gave doses without it: their tags did not tell of doses."""
    local = [name for name, each in kg.questions.items() if "needs-network" not in each.tags]
    asked: list[tuple[str, dict[str, str]]] = [(name, {}) for name in local]
    asked += [("what-an-article-says", {"article": f"article {number}"}) for number in (1, 2, 3)]
    for name, parameters in asked:
        table = kg.ask(name, **parameters)
        if any(getattr(cell, "value", "").endswith("/d") for row in table.terms for cell in row):
            assert NOT_ADVICE in table.note, name


def test_conditions_name_columns_and_values_that_occur(kg: KnowledgeGraph) -> None:
    for name, question in on_safety(kg).items():
        columns = kg.ask(name).columns
        if isinstance(question.safety, dict):
            conditions = [each for key, found in question.safety.items() if key != "otherwise" for each in found]
            assert {column for condition in conditions for column in condition} <= set(columns), name


def test_every_answer_on_doses_or_safety_has_a_state_in_python_and_json(kg: KnowledgeGraph) -> None:
    nothing = KnowledgeGraph(MemoryEngine())
    for name in on_safety(kg):
        for answer in (kg.ask(name), kg.ask(name, **lonely(kg, name))):
            assert isinstance(answer.state, State)
            document = json.loads(answer.json())
            assert document["state"] == answer.state.value
            assert NOT_ADVICE in document["note"]
            assert answer.safety.startswith(f"Safety: {answer.state}") or answer.state == "not asked" or not len(answer)
        empty = nothing.ask(name)
        assert (len(empty), empty.safety) == (0, "")
        assert empty.state in (State.NOTHING_STUDIED, State.NO_KNOWN_PROBLEM, State.KNOWN_RISK)
        assert empty.note.casefold().startswith(str(empty.state))


def lonely(kg: KnowledgeGraph, name: str) -> dict[str, str]:
    """Ask for the member of the class that comes last, which has least to say."""
    return {
        each.name: f"{kg.engine.values(f'SELECT ?e {{ ?e a {each.type} }} ORDER BY DESC(?e) LIMIT 1')[0][0]}"
        for each in kg.questions[name].parameters
        if each.type[:3] == "cg:"
    }


@pytest.mark.parametrize(
    ("name", "parameters", "expected"),
    [
        ("above-upper-limit", {"nutrient": "vitamin D", "dose": 125}, State.KNOWN_RISK),
        ("above-upper-limit", {"nutrient": "vitamin D", "dose": 100}, State.NO_KNOWN_PROBLEM),
        ("above-upper-limit", {"nutrient": "vitamin D", "dose": 100, "people": "babies"}, State.KNOWN_RISK),
        (
            "above-upper-limit",
            {"nutrient": "vitamin D", "dose": 100, "people": "pregnant women"},
            State.NO_KNOWN_PROBLEM,
        ),
        ("interactions-of-a-drug", {"drug": "Previscan"}, State.KNOWN_RISK),
        ("interactions-of-a-drug", {"drug": "Eliquis"}, State.NOTHING_STUDIED),
        ("interactions-of-a-drug", {"drug": "aspirin"}, State.NOTHING_STUDIED),
        ("interactions-of-a-drug", {"drug": "digoxin"}, State.KNOWN_RISK),
        ("what-is-known-for-a-population", {"population": "sarcoidosis"}, State.KNOWN_RISK),
        ("above-upper-limit", {"nutrient": "MK-7", "dose": 1}, State.NOTHING_STUDIED),
        ("above-upper-limit", {"nutrient": "dietary fat", "dose": 1}, State.NOTHING_STUDIED),
        ("reference-intakes", {"nutrient": "vitamin D"}, State.KNOWN_RISK),
        ("reference-intakes", {"nutrient": "vitamin K2"}, State.NOTHING_STUDIED),
        ("who-should-be-careful", {"nutrient": "MK-7"}, State.KNOWN_RISK),
        ("who-should-be-careful", {"nutrient": "calcium"}, State.KNOWN_RISK),
        ("who-should-be-careful", {"nutrient": "magnesium"}, State.NOTHING_STUDIED),
        ("interactions-of-a-drug", {"drug": "warfarin"}, State.KNOWN_RISK),
        ("does-it-raise-calcium", {"nutrient": "vitamin D"}, State.KNOWN_RISK),
        ("does-it-raise-calcium", {"nutrient": "vitamin K2"}, State.NOTHING_STUDIED),
        ("does-it-raise-calcium", {"nutrient": "magnesium"}, State.NOTHING_STUDIED),
        ("what-misplaced-calcium-does", {}, State.KNOWN_RISK),
        ("doses-in-trials-and-articles", {"nutrient": "MK-7"}, State.KNOWN_RISK),
        ("doses-in-trials-and-articles", {"nutrient": "MK-4"}, State.NOT_ASKED),
        ("what-is-known-for-a-population", {"population": "users of vitamin K antagonists"}, State.KNOWN_RISK),
        ("what-is-known-for-a-population", {"population": "postmenopausal women"}, State.NOT_ASKED),
        ("who-might-need-more", {"nutrient": "vitamin K2"}, State.NOT_ASKED),
        ("foods-that-supply", {"nutrient": "vitamin K2"}, None),
        ("foods-that-supply", {"nutrient": "dietary fat"}, State.NOTHING_STUDIED),
    ],
    ids=str,
)
def test_states_are_true_to_the_question(
    kg: KnowledgeGraph, name: str, parameters: dict[str, object], expected: State | None
) -> None:
    assert kg.ask(name, **parameters).state is expected


def test_no_known_problem_counts_the_rows_that_say_so_and_promises_nothing() -> None:
    """Where limits were not seen, those that were must not look like all of them."""
    unseen = " ; ".join(
        f"DELETE WHERE {{ GRAPH asserted {{ amount:calcium-upper-limit-adults-{ages}-iom2011 cg:highValue ?value }} }}"
        for ages in ("19-50", "over-50")
    )
    assert mutant([], unseen).ask("above-upper-limit", nutrient="calcium", dose=3000).safety == (
        "Safety: no known problem (3 of 5 rows; the others do not say). That does not show that it is safe for everyone."
    )


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("above-upper-limit",), "Safety: known risk (5 of 5 rows)."),
        (("above-upper-limit", "dose=50", "nutrient=vitamin D"), "Safety: no known problem (5 of 5 rows)."),
        (("above-upper-limit", "dose=50", "nutrient=MK-7"), "Safety: nothing studied."),
        (("who-might-need-more",), "Safety: not what this answers; see who-should-be-careful."),
    ],
    ids=str,
)
def test_the_state_is_a_line_in_text(run: Run, arguments: tuple[str, ...], line: str) -> None:
    done = run("ask", *arguments)
    assert f"\n{line}" in done.out
    assert done.out.rstrip().endswith(NOT_ADVICE)
    csv = run("ask", *arguments, "--format", "csv")
    assert csv.err.startswith(line)
    assert NOT_ADVICE in csv.err


def test_json_of_the_command_has_state_and_line(run: Run) -> None:
    document = json.loads(run("ask", "above-upper-limit", "nutrient=MK-7", "dose=1", "--format", "json").out)
    assert (document["state"], document["note"]) == ("nothing studied", NOT_ADVICE)
    converted = run("ask", "above-upper-limit", "nutrient=vitamin D", "dose=125", "--unit", "iu", "--format", "json")
    assert json.loads(converted.out)["state"] == "known risk"


HEADER = (
    "#+ title: T\n#+ question: Q?\n#+ description: D\n#+ tags: [x]\n#+ empty: {empty}\n#+ safety: {safety}\nASK {{}}"
)


def question(safety: str, empty: str = "Nothing studied - no row.") -> Question:
    return parse("queries/x/y.rq", HEADER.format(safety=safety, empty=empty))


def answer(**cells: str) -> Table:
    return Table(list(cells), [[ox.Literal(value) for value in cells.values()]])


RULED = question(
    '{known risk: [{a: "1", b: ["x*", y]}], nothing studied: [{a: "2"}], no known problem: [{a: ["3", "1"]}]}'
)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"a": "1", "b": "xyz"}, State.KNOWN_RISK),
        ({"a": "1", "b": "y"}, State.KNOWN_RISK),
        ({"a": "1", "b": "z"}, State.NO_KNOWN_PROBLEM),
        ({"a": "2", "b": "y"}, State.NOTHING_STUDIED),
        ({"a": "4", "b": "y"}, State.NOTHING_STUDIED),
    ],
    ids=str,
)
def test_a_row_meets_all_of_a_condition(cells: dict[str, str], expected: State) -> None:
    assert state(RULED, answer(**cells))[0] is expected


@settings(derandomize=True, max_examples=100, deadline=None)
@given(values=st.lists(st.sampled_from("1234"), min_size=1, max_size=6))
def test_a_risk_outweighs_everything_and_order_does_not_matter(values: list[str]) -> None:
    def of(each: list[str]) -> State | None:
        return state(RULED, Table(["a", "b"], [[ox.Literal(value), ox.Literal("y")] for value in each]))[0]

    assert of(values) is of(sorted(values))
    assert (of(values) is State.KNOWN_RISK) == ("1" in values)
    assert (of(values) is State.NO_KNOWN_PROBLEM) == ("3" in values and not {"1", "2"} & set(values))


def test_rows_that_say_nothing_can_leave_it_open() -> None:
    asked = question('{known risk: [{a: "1"}], otherwise: not asked}')
    assert state(asked, answer(a="2")) == (State.NOT_ASKED, "Safety: not what this answers; see who-should-be-careful.")
    assert state(asked, answer(a="1")) == (State.KNOWN_RISK, "Safety: known risk.")
    assert state(asked, Table(["a"], []))[0] is State.NOTHING_STUDIED


@pytest.mark.parametrize(
    ("safety", "empty", "fault"),
    [
        (
            "not asked",
            "There is none.",
            "'empty' of a question on safety begins with one of: known risk, nothing studied",
        ),
        ("safe", "Nothing studied.", "'safety' is 'not asked' or has conditions for: known risk"),
        ("{otherwise: not asked}", "Nothing studied.", "'safety' is 'not asked' or has conditions for"),
        ("{known risk: [{a: 1}], harmless: []}", "Nothing studied.", r"'safety' has unknown \['harmless'\]"),
        ("{known risk: [{a: 1}], otherwise: fine}", "Nothing studied.", "'safety' has unknown fine"),
        ("{known risk: {a: 1}}", "Nothing studied.", "'known risk' is a list of conditions"),
        ("{known risk: [{}]}", "Nothing studied.", "'known risk' is a list of conditions"),
    ],
)
def test_a_faulty_header_is_told(safety: str, empty: str, fault: str) -> None:
    with pytest.raises(ValueError, match=f"^queries/x/y.rq: {fault}"):
        question(safety, empty)


def test_a_question_on_something_else_does_not_read_states(kg: KnowledgeGraph) -> None:
    assert kg.ask("overview").state is None
    assert kg.ask("overview").safety == ""
