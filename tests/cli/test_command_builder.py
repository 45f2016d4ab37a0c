"""The command line is what the table of operations says: commands, options, defaults, choices, help and completion."""

from __future__ import annotations

import inspect
import json
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from calcigraph.cli import commands
from calcigraph.cli.command_builder import variable
from calcigraph.cli.commands import cli
from calcigraph.operations import COMMAND, STORE, every, find, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph.operations import Operation

    from tests.conftest import Finished

    Run = Callable[..., Finished]

ROOT = Path(__file__).parents[2]
OFFERED = [each for each in every() if COMMAND in each.ways]
K2 = ("vitamin K2", "arterial calcification")


def made(operation: Operation) -> click.Command:
    """Find the command of an operation."""
    found: click.Command = cli
    for name in operation.name.split():
        assert isinstance(found, click.Group)
        found = found.commands[name]
    return found


def shown(command: click.Command) -> str:
    """Give the help as one line; nothing is folded, since a fold can stand behind a hyphen."""
    settings = {**command.context_settings, "terminal_width": 10_000, "max_content_width": 10_000}
    return " ".join(command.get_help(click.Context(command, **settings)).split())


def test_every_operation_of_the_command_line_has_its_command() -> None:
    assert sorted(cli.commands) == sorted(each.name for each in OFFERED if " " not in each.name)
    assert len(cli.commands) == len(commands._HOMES)
    draw = cli.commands["draw"]
    assert isinstance(draw, click.Group)
    assert [f"draw {name}" for name in draw.commands] == [each.name for each in find("draw").operations]


@pytest.mark.parametrize("operation", OFFERED, ids=lambda each: each.name)
def test_parameters_are_those_of_the_table(operation: Operation) -> None:
    params = {each.name: each for each in made(operation).params}
    assert list(params) == [variable(each) for each in operation.taken(COMMAND)]
    for parameter in operation.taken(COMMAND):
        param = params[variable(parameter)]
        assert isinstance(param, click.Argument) == parameter.positional
        assert param.required == parameter.required
        if isinstance(param, click.Option):
            assert param.opts == [f"--{parameter.option}", *([f"-{parameter.short}"] if parameter.short else [])]
            assert (param.multiple, param.nargs, param.help) == (parameter.many, parameter.count, parameter.help)
        if isinstance(param.type, click.Choice):
            assert list(param.type.choices) == list(parameter.choices)


@pytest.mark.parametrize("operation", [each for each in OFFERED if each.name != "draw"], ids=lambda each: each.name)
def test_what_is_not_given_has_the_default_of_the_table(operation: Operation) -> None:
    arguments = []
    for parameter in operation.taken(COMMAND):
        if parameter.required:
            arguments += [] if parameter.positional else [f"--{parameter.option}"]
            arguments.append(next(iter(parameter.choices), "x"))
    found = made(operation).make_context(operation.name, arguments).params
    for parameter in operation.taken(COMMAND):
        if not parameter.required:
            assert found[variable(parameter)] == (() if parameter.many else parameter.command_default)


@pytest.mark.parametrize("operation", [each for each in OFFERED if each.name != "draw"], ids=lambda each: each.name)
def test_what_runs_it_takes_what_the_table_says(operation: Operation) -> None:
    first, _, kind = operation.name.partition(" ")
    module = import_module(f"calcigraph.cli.{commands._HOMES[first]}")
    name = (kind or first).replace("-", "_")
    function = getattr(module, f"{name}_" if name in commands.PYTHON_WORDS else name)
    taken = [each for each in operation.taken(COMMAND) if each is not STORE]  # opened before any of them runs
    inspect.signature(function).bind(**{variable(each): None for each in taken})


@pytest.mark.parametrize("operation", OFFERED, ids=lambda each: each.name)
def test_help_says_what_the_table_says(operation: Operation) -> None:
    text = shown(made(operation))
    assert operation.summary in text
    assert all(each in text for each in operation.examples)
    assert f"Exit code 1 when {operation.no}." in text if operation.no else "Exit code 1" not in text
    assert " -h, --help " in text
    lists = {each.name: ", ".join(each.choices) for each in operation}
    for paragraph in operation.description:
        assert paragraph.format(**lists) in text


def test_the_page_on_the_command_line_has_every_command_and_option() -> None:
    page = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^## (calcigraph.*?)\n\n```text\n(.*?)```", page, re.DOTALL | re.MULTILINE))
    assert set(sections) == {"calcigraph"} | {f"calcigraph {each.name}" for each in OFFERED}
    for operation in OFFERED:
        section = sections[f"calcigraph {operation.name}"]
        assert " ".join(section.split()).startswith(f"Usage: calcigraph {operation.name}")
        for parameter in operation.taken(COMMAND):
            if not parameter.positional:
                assert re.search(rf"^  (-\w, )?--{parameter.option}\b", section, re.MULTILINE)


def test_help_is_the_same_whoever_asks_first() -> None:
    """The page drifted when another test had run click before, with other names of the help option."""
    command = cli.commands["pathways"]
    alone = shown(command)
    with pytest.raises(SystemExit):
        cli.main(["pathways", "-h"], prog_name="calcigraph")
    assert shown(command) == alone


# The command that prints the table ------------------------------------------------------------------------------------


def test_the_table_as_json(run: Run) -> None:
    done = run("operations", "--format", "json")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == table()


def test_the_table_for_a_person(run: Run) -> None:
    done = run("operations")
    assert (done.code, done.err) == (0, "")
    headings = [line for line in done.out.splitlines() if line and line[0] != " "]
    assert headings == [each.name for each in every()]
    text = " ".join(done.out.split())
    assert "limit: integer, a whole number from 1, default on the command line 10 (a program counts" in text
    assert "agreement: number, a number above 0.5 and up to 1, default 0.8, Python only." in text


# Completion -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("calcigraph oper", "plain,operations\n"),
        ("calcigraph draw for", "plain,forest\n"),
        ("calcigraph pathways a b --min-c", "plain,--min-certainty\n"),
        ("calcigraph pathways a b --min-certainty m", "plain,moderate\n"),
        ("calcigraph ask forms-of --unit i", "plain,iu\n"),
        ("calcigraph completion z", "plain,zsh\n"),
        ("calcigraph ask above-upper", "plain,above-upper-limit\n"),
        ("calcigraph show WARFARIN-T", "plain,warfarin-treated-rats\n"),
        ("calcigraph find warfarin-t", "plain,warfarin-treated-rats\n"),
        ("calcigraph pathways warfarin dp-u", "plain,dp-ucmgp\n"),
        ("calcigraph what-if warfarin=h", "plain,warfarin=high\n"),
        ("calcigraph evidence warfarin-inhibits-vk", "plain,warfarin-inhibits-vkorc1\n"),
        ("calcigraph draw neighbourhood NATT", "plain,natto\n"),
    ],
)
def test_completion(run: Run, words: str, expected: str) -> None:
    count = str(len(words.split()) - 1)
    assert run(_CALCIGRAPH_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=count).out == expected


# Wrong use -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", [each for each in OFFERED if each.name != "draw"], ids=lambda each: each.name)
def test_what_is_needed_is_asked_for(operation: Operation) -> None:
    command = made(operation)
    needed = [each for each in operation.taken(COMMAND) if each.required]
    if needed:
        with pytest.raises(click.MissingParameter):
            command.make_context(operation.name, [])
    else:
        assert command.make_context(operation.name, []).params.keys() == {each.name for each in command.params}


# Given twice ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("pathways", *K2, "--limit", "1", "-n", "2"), "'--limit' is given twice; it takes one value"),
        (("pathways", *K2, "--sign", "+", "--sign", "+"), "'--sign' is given twice; it takes one value"),
        (("ask", "overview", "-f", "csv", "--format=json"), "'--format' is given twice; it takes one value"),
        (("ask", "overview", "--explain", "--explain"), "'--explain' is given twice; it takes one value"),
        (("export", "sif", "--pathways", "a", "b", "--pathways", "c", "d"), "'--pathways' is given twice"),
        (("draw", "mechanism", "-o", "a.svg", "-o", "b.svg"), "'--output' is given twice; it takes one value"),
        (("ask", "foods-that-supply", "nutrient=MK7", "nutrient=MK4"), "'nutrient' is given twice: 'MK7' and 'MK4'"),
        (("ask", "foods-that-supply", "MK7", "nutrient=MK4"), "'nutrient' is given twice: 'MK7' and 'MK4'"),
        (("what-if", "warfarin=high", "Warfarin=high"), "'Warfarin' is given twice; once is enough"),
        (("what-if", "warfarin=high", "warfarin=low"), "'warfarin' cannot be both high and low"),
        (("what-if", "K2=high", "--assume", "a=minor", "--assume", "a=dominant"), "'a' is given twice; once is enough"),
        (("compare", "K2=high", "K2=high"), "'K2=high' is given twice; once is enough"),
        (("draw", "compare", "K2=high", "K2=high", "-o", "-"), "'K2=high' is given twice; once is enough"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_what_is_wanted_once_and_given_twice_is_one_line(run: Run, arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.startswith("calcigraph: ")
    assert message in done.err


def test_what_can_be_repeated_is() -> None:
    seen: dict[str, Any] = {}
    command = cli.commands["pathways"]
    with command.make_context("pathways", [*K2, "--via", "MK-7", "--via", "MGP", "--avoid", "a"]) as context:
        seen |= context.params
    assert (seen["via"], seen["avoid"], seen["limit"], seen["sign"]) == (("MK-7", "MGP"), ("a",), 10, None)
