"""The table of operations: it says what ``KnowledgeGraph`` does, default by default and bound by bound."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import calcigraph
import pytest
from calcigraph import KnowledgeGraph
from calcigraph.answers.asking import Questions
from calcigraph.diagrams.style import Style
from calcigraph.errors import BadArgument
from calcigraph.exports.writing import export
from calcigraph.knowledge.claims import find_claims
from calcigraph.mechanism.pathways.explanations import explain
from calcigraph.mechanism.pathways.finding import Filters, find_pathways
from calcigraph.mechanism.whatif.answering import compare, what_if
from calcigraph.mechanism.whatif.ensemble import solve
from calcigraph.operations import COMMAND, PYTHON, every, find, table
from calcigraph.operations.operation import FIELDS_OF_OPERATION, FIELDS_OF_PARAMETER, KINDS, RESULTS
from calcigraph.pictures import draw
from calcigraph.pictures.claim import of_claim
from calcigraph.pictures.picture import Picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph.operations import Operation, Parameter

OPERATIONS = list(every())
NAMED = [each for each in OPERATIONS if each.method]
#: What each picture that is checked here is drawn of.
DRAWN: dict[str, tuple[Any, ...]] = {
    "neighbourhood": ("MGP synthesis",),
    "pathways": ("warfarin", "VKORC1"),
    "what-if": ({"warfarin": "high"},),
    "claim": ("vitamin K2 prevents arterial calcification",),
    "compare": (),
}
ASKED: dict[str, tuple[Any, ...]] = {
    "pathways": DRAWN["pathways"],
    "explain": DRAWN["claim"],
    "what_if": DRAWN["what-if"],
    "compare": ({"one": {"warfarin": "high"}},),
    "sparql": ("ASK {}",),
}


def method(operation: Operation) -> Callable[..., Any]:
    """Find the method that answers an operation; the collection of questions is asked by calling it."""
    return Questions.__call__ if operation.method == "questions" else getattr(KnowledgeGraph, operation.method)


# What the table says of Python ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", NAMED, ids=lambda each: each.name)
def test_signatures_and_defaults_are_those_of_the_table(operation: Operation) -> None:
    signature = inspect.signature(method(operation)).parameters
    written = {name: each for name, each in signature.items() if name != "self"}
    assert list(written) == sorted((each.name for each in operation.taken(PYTHON)), key=list(written).index)
    for name, each in written.items():
        parameter = operation[name]
        if each.kind in (each.VAR_POSITIONAL, each.VAR_KEYWORD):
            assert parameter.many
            assert parameter.default is None
        else:
            assert parameter.required == (each.default is each.empty)
            assert parameter.default == (None if parameter.required else each.default)
            assert type(parameter.default) is type(None if parameter.required else each.default)


def test_every_method_of_the_front_door_is_an_operation() -> None:
    methods = {name for name, each in vars(KnowledgeGraph).items() if callable(each) or isinstance(each, classmethod)}
    assert {each.method for each in NAMED} - {"questions"} == {name for name in methods if not name.startswith("_")}


@pytest.mark.parametrize(
    "function",
    [find_pathways, explain, what_if, compare, solve, draw, of_claim, export, find_claims, Filters],
    ids=lambda each: each.__name__,
)
def test_the_floors_below_have_no_defaults_of_their_own(function: Callable[..., Any]) -> None:
    """None and False stand for what was not asked for; every other default would be a second home."""
    defaults = [each.default for each in inspect.signature(function).parameters.values()]
    assert all(each is None or each is False or each is inspect.Parameter.empty for each in defaults)


def test_the_objects_that_users_hold_have_the_defaults_of_the_table() -> None:
    for function in (Picture.png, Picture.content, Picture.save):
        assert inspect.signature(function).parameters["dpi"].default == find("draw claim")["dpi"].default
    assert Style().theme == find("draw")["theme"].default


@pytest.mark.parametrize("kind", DRAWN)
def test_a_picture_takes_the_options_of_its_operation(kg: KnowledgeGraph, kind: str) -> None:
    options = find(f"draw {kind}").defaults
    # A handful of members draws the same picture sooner.
    options |= {"samples": 20} if "samples" in options else {}
    assert kg.draw(kind, *DRAWN[kind], **options).kind == kind


def test_a_picture_is_drawn_with_the_defaults_of_the_table(kg: KnowledgeGraph) -> None:
    """A picture of pathways holds fewer than the API lists, and one around a name is one step wide."""
    assert kg.draw("neighbourhood", "MGP synthesis").title.startswith("Up to 1 step around")
    assert kg.draw("neighbourhood", "MGP synthesis", 2).title.startswith("Up to 2 steps around")
    limit = find("draw pathways")["limit"].default
    assert kg.draw("pathways", "any form of vitamin D", "bone mineralization").note.endswith(
        f"The shortest {limit} are drawn."
    )


def _bounded() -> list[Any]:
    return [
        pytest.param(each, parameter, id=f"{each.name} {parameter.name}")
        for each in OPERATIONS
        for parameter in each.taken(PYTHON)
        if parameter.range
    ]


@pytest.mark.parametrize(("operation", "parameter"), _bounded())
def test_the_bounds_of_the_table_are_those_that_are_checked(
    kg: KnowledgeGraph, operation: Operation, parameter: Parameter
) -> None:
    bounds = parameter.range
    assert bounds
    outside = [bounds.least if bounds.above else bounds.least - 1, "many", True if bounds.whole else "0.9"]
    outside += [] if bounds.most is None else [bounds.most + 1]
    assert parameter.default is None or parameter.default in bounds
    for value in outside:
        with pytest.raises(BadArgument, match=re.escape(f"{parameter.name} is {bounds}, not {value!r}")):
            _ask(kg, operation, {parameter.name: value})


def test_the_dots_of_a_picture_are_checked(kg: KnowledgeGraph) -> None:
    bounds = find("draw claim")["dpi"].range
    assert bounds
    for value in (bounds.least - 1, (bounds.most or 0) + 1):
        with pytest.raises(BadArgument, match=f"dpi is a whole number from 36 to 600, not {value}"):
            kg.draw("neighbourhood", "natto").png(int(value))


def _ask(kg: KnowledgeGraph, operation: Operation, options: dict[str, Any]) -> None:
    first, _, kind = operation.name.partition(" ")
    if kind:
        kg.draw(kind, *DRAWN[kind], **options)
    else:
        getattr(kg, operation.method)(*ASKED[first.replace("-", "_")], **options)


def test_choices_come_from_where_they_are_used(kg: KnowledgeGraph) -> None:
    for status in find("claims")["status"].choices:
        kg.claims(status=status)
    labels = kg.engine.values("SELECT ?l { ?c a cg:Certainty ; rdfs:label ?l ; cg:rank ?r } ORDER BY DESC(?r)")
    assert list(find("pathways")["min_certainty"].choices) == [label for (label,) in labels]
    assert set(find("claims")["status"].choices) == {
        label for (label,) in kg.engine.values("SELECT ?l { ?s a cg:Status ; rdfs:label ?l }")
    }


# The table itself -----------------------------------------------------------------------------------------------------


def test_names_are_unique_and_everything_is_said() -> None:
    assert len({each.name for each in OPERATIONS}) == len(OPERATIONS)
    for operation in OPERATIONS:
        assert operation.summary.endswith((".", "?"))
        assert operation.result in RESULTS
        assert not operation.no.endswith(".")
        assert len({each.name for each in operation}) == len(operation.parameters)
        for parameter in operation:
            assert parameter.kind in KINDS
            assert parameter.help.endswith(".")
            assert set(parameter.ways) <= {PYTHON, COMMAND}
            differs = parameter.default != parameter.command_default
            assert differs == bool(parameter.because), f"{operation.name} {parameter.name}"
    assert {each.kind for operation in OPERATIONS for each in operation} == set(KINDS)
    assert {each.result for each in OPERATIONS} == set(RESULTS)


def test_the_form_is_as_described_and_holds_plain_values() -> None:
    found = table()
    assert json.loads(json.dumps(found)) == found
    for operation in found["operations"]:
        for each in (operation, *operation["operations"]):
            assert set(each) == set(FIELDS_OF_OPERATION)
            assert all(set(parameter) == set(FIELDS_OF_PARAMETER) for parameter in each["parameters"])


def test_the_numbers_in_a_sentence_are_those_of_the_range() -> None:
    for operation in OPERATIONS:
        for parameter in operation:
            for numbers in re.findall(r"(\d+) to (\d+)", parameter.help):
                assert parameter.range
                assert (parameter.range.least, parameter.range.most) == tuple(map(int, numbers))


def test_the_table_costs_next_to_nothing() -> None:
    code = "import sys; before = set(sys.modules); import calcigraph.operations; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=False, env=_PATH)
    new = done.stdout.split()
    assert "calcigraph.operations" in new, done.stderr
    assert all(name.startswith("calcigraph") or name == "__future__" for name in new)


_PATH = {"PYTHONPATH": str(Path(calcigraph.__file__).parents[1])}
