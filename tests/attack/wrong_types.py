"""Calls of the Python interface with what is no name, no number and no file: every operation, every parameter."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calcigraph import CalcigraphError
from calcigraph.operations import PYTHON, every

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph import KnowledgeGraph
    from calcigraph.operations import Operation

#: What a careless or hostile caller gives.
WRONG: tuple[Any, ...] = (
    *(None, True, 0, 1, -1, 2.5, math.nan, math.inf, -math.inf, 10**400, 1j),
    *(b"MK-7", bytearray(b"MK-7"), object(), ..., NotImplemented, int, len, Path("MK-7"), range(3)),
    *((), [], {}, set(), [None], [1], [[]], ["MK-7", None], {"MK-7": None}, {None: "high"}, {1: 2}, {"MK-7": ["high"]}),
    *({"a": {"MK-7": 1}}, {"a": None}, {1: {"K2": "high"}}, iter("MK-7"), frozenset({1}), ({},)),
    *(
        "",
        " ",
        "\x00",
        "\x1b[31mred",
        "\ud800",
        "a\nb",
        "\N{RIGHT-TO-LEFT OVERRIDE}x",
        "<",
        "'\"}{",
        "x" * 100_000,
        "²",
    ),
    *("http://a.example/ }", "any ", "any form of ", "any form of any form of K2", "id:", ":", "=", "MK-7=high", "nan"),
)
#: Positional arguments with which each method of the graph has an answer, and an option of each.
_RIGHT: dict[str, tuple[Any, ...]] = {
    "ask": ("foods-that-supply",),
    "questions": ("foods",),
    "sparql": ("ASK {}",),
    "find_entities": ("K2",),
    "entity": ("K2",),
    "page": ("natto",),
    "claims": ("warfarin", "inhibits", "VKORC1"),
    "evidence": ("warfarin", "inhibits", "VKORC1"),
    "pathways": ("warfarin", "carboxylated MGP"),
    "explain": ("warfarin", "inhibits", "VKORC1"),
    "what_if": ({"VKORC1": "low"}, ["carboxylated MGP"]),
    "compare": ({"a": {"VKORC1": "low"}}, ["carboxylated MGP"]),
    "draw": ("neighbourhood", "natto"),
    "export": ("sif", ()),
    "open": (),
    "validate": (),
}
_SMALL: dict[str, dict[str, Any]] = {"what_if": {"samples": 10}, "compare": {"samples": 10}}
#: What is written or starts something long is left to other tests.
_LEFT_OUT = {("draw", "file"), ("export", "file"), ("validate", "")}


def calls(graph: KnowledgeGraph) -> Iterator[tuple[str, Any, tuple[Any, ...], dict[str, Any]]]:
    """Make every call.

    Args:
        graph: what is called.

    Yields:
        What it is, the method, its positional arguments and its options.
    """
    for operation in every():
        if operation.method and " " not in operation.name and operation.method in _RIGHT:
            yield from _calls(graph, operation)


def _calls(graph: KnowledgeGraph, operation: Operation) -> Iterator[tuple[str, Any, tuple[Any, ...], dict[str, Any]]]:
    method, right = getattr(graph, operation.method), _RIGHT[operation.method]
    small = _SMALL.get(operation.method, {})
    for place in range(len(right)):
        for value in WRONG:
            given = (*right[:place], value, *right[place + 1 :])
            yield f"{operation.method} {place} {value!r:.40}", method, given, small
    for value in WRONG:
        yield f"{operation.method} more {value!r:.40}", method, (*right, value), small
    for parameter in operation.taken(PYTHON):
        if parameter.positional or parameter.required or (operation.method, parameter.name) in _LEFT_OUT:
            continue
        for value in WRONG:
            if operation.method == "sparql" and value in (0, None):
                continue  # without limits it would run here
            yield f"{operation.method} {parameter.name} {value!r:.40}", method, right, small | {parameter.name: value}


def fault(method: Any, given: tuple[Any, ...], options: dict[str, Any]) -> str:
    """Call, and tell what is wrong with how that ended.

    Args:
        method: of the graph.
        given: positional arguments.
        options: by name.

    Returns:
        Nothing where there is an answer, or an error of ours in one clean line.
    """
    try:
        method(*given, **options)
    except CalcigraphError as error:
        message = str(error)
        if not message or not message.isprintable() or len(message) > 300:
            return f"message: {message!r:.400}"
    except TypeError as error:
        # What Python itself says of a call that does not fit the signature.
        if (
            not any(each in str(error) for each in ("positional argument", "multiple values"))
            or error.__traceback__ is None
            or error.__traceback__.tb_next
        ):
            return f"{type(error).__name__}: {error!s:.200}"
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return f"{type(error).__name__}: {error!s:.200}"
    return ""
