"""The table of operations as text for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calcigraph.cli.page_text import Page
from calcigraph.operations import COMMAND, PYTHON, every

if TYPE_CHECKING:
    from calcigraph.operations import Operation, Parameter


def print_operations() -> None:
    """Print every operation with its parameters, their ranges and their defaults."""
    out = Page()
    for operation in every():
        out.heading(operation.name)
        out.line(operation.summary)
        out.line(_asked_by(operation))
        for parameter in operation:
            out.line(_described(parameter), indent=4)


def _asked_by(operation: Operation) -> str:
    ways = [f"kg.{operation.method}()"] if operation.method else []
    if COMMAND in operation.ways:
        ways.append(f"calcigraph {operation.name}")
    return f"Asked by {' and '.join(ways)}; gives {operation.result}."


def _described(parameter: Parameter) -> str:
    facts = [parameter.kind]
    if parameter.range:
        facts.append(str(parameter.range))
    if parameter.required:
        facts.append("required")
    if parameter.many:
        facts.append("several")
    if parameter.has_choices:
        facts.append(f"one of {', '.join(parameter.choices)}")
    facts += _defaults(parameter)
    if len(parameter.ways) == 1:
        facts.append(f"{parameter.ways[0]} only")
    return f"{parameter.name}: {', '.join(facts)}. {parameter.help}"


def _defaults(parameter: Parameter) -> list[str]:
    ways: list[tuple[str, Any]] = [(PYTHON, parameter.default), (COMMAND, parameter.command_default)]
    known = [(way, value) for way, value in ways if way in parameter.ways and value not in (None, False, ())]
    if len({str(value) for _, value in known}) == 1 and len(known) == len(parameter.ways):
        return [f"default {_shown(known[0][1])}"]
    return [f"default on the {way} {_shown(value)} ({parameter.because})" for way, value in known]


def _shown(value: object) -> str:
    return ", ".join(value) if isinstance(value, dict) else str(value)
