"""Holds a value against its JSON Schema: what the description of the API promises is what is enforced.

It knows the keywords that the descriptions use, and refuses a description with another, so that nothing is promised that
nobody checks.
"""

from __future__ import annotations

import math
import re
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from calcigraph.ranges import said
from calcigraph.server.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Schema = dict[str, Any]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


_TYPES: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "string": ("text", lambda value: isinstance(value, str)),
    "integer": ("a whole number", lambda value: _is_number(value) and float(value).is_integer()),
    "number": ("a number", _is_number),
    "array": ("a list", lambda value: isinstance(value, list)),
    "object": ("an object", lambda value: isinstance(value, dict)),
}
#: Keywords that say something to a reader and ask for nothing.
_SAID = {"description", "default", "examples", "title"}


def check(what: str, value: Any, schema: Schema) -> None:
    """Refuse a value that is not as described.

    Args:
        what: names the value in the message.
        value: as JSON gives it.
        schema: what it has to be.

    Raises:
        Refused: it is not.

    Example:
        >>> check("max_length", 13, {"type": "integer", "minimum": 1, "maximum": 12})
        Traceback (most recent call last):
        calcigraph.server.problems.Refused: max_length: at most 12, not 13
    """
    if "type" in schema:
        _typed(what, value, schema)
    for keyword, bound in schema.items():
        if keyword in _SAID or keyword == "type":
            continue
        _CHECKS[keyword](what, value, bound, schema)


def _typed(what: str, value: Any, schema: Schema) -> None:
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(_TYPES[each][1](value) for each in types):
        raise Refused("bad-request", f"{what} is {' or '.join(_TYPES[each][0] for each in types)}, not {said(value)}")
    if isinstance(value, str) and any("\ud800" <= each <= "\udfff" for each in value):
        raise Refused("bad-request", f"{what} holds half a character")


def _enum(what: str, value: Any, choices: list[Any], _schema: Schema) -> None:
    if value not in choices:
        near = tuple(get_close_matches(value, choices, n=3)) if isinstance(value, str) else ()
        listed = f"one of {', '.join(choices)}" if len(choices) < 12 else "one of the choices in /api/openapi.json"
        raise Refused("bad-request", f"{what} is {listed}, not {said(value)}", near)


def _bound(
    words: str, holds: Callable[[Any, Any], bool], kind: type | tuple[type, ...], size: Callable[[Any], Any] = len
) -> Callable[..., None]:
    def bounded(what: str, value: Any, bound: Any, _schema: Schema) -> None:
        if isinstance(value, kind) and not holds(size(value), bound):
            raise Refused("bad-request", f"{what}: {words.format(f'{bound:,}')}, not {said(size(value))}")

    return bounded


def _pattern(what: str, value: Any, pattern: str, schema: Schema) -> None:
    if isinstance(value, str) and not _compiled(pattern).search(value):
        raise Refused("bad-request", f"{what} is {schema['title']}, not {said(value)}")


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # In JSON Schema the end is the end, as ECMA-262 has it; Python's $ takes a line feed before it.
    return re.compile(re.sub(r"\$$", r"\\Z", pattern))


def _items(what: str, value: list[Any], schema: Schema, _whole: Schema) -> None:
    for each in value:
        check(what, each, schema)


def _unique(what: str, value: list[Any], _bound: bool, _schema: Schema) -> None:  # noqa: FBT001 - a keyword of JSON Schema
    for number, each in enumerate(value):
        if each in value[:number]:
            raise Refused("bad-request", f"{what} has {said(each)} twice")


def _one_of(what: str, value: Any, schemas: list[Schema], whole: Schema) -> None:
    fits = 0
    for schema in schemas:
        try:
            check(what, value, schema)
        except Refused:
            continue
        fits += 1
    if fits != 1:
        raise Refused("bad-request", f"{what} is {whole['title']}")


def _names(what: str, value: dict[str, Any], schema: Schema, _whole: Schema) -> None:
    for name in value:
        check(f"a name in {what}", name, {"type": "string", **schema})


def _additional(what: str, value: dict[str, Any], schema: Any, whole: Schema) -> None:
    known = whole.get("properties", {})
    for name, each in value.items():
        if name in known:
            continue
        if schema is False:
            unknown(name, known)
        elif isinstance(schema, dict):
            check(f"{what} of {said(name)}", each, schema)


def _properties(_what: str, value: dict[str, Any], schemas: dict[str, Schema], _whole: Schema) -> None:
    for name, schema in schemas.items():
        if name in value:
            check(name, value[name], schema)


def _required(_what: str, value: dict[str, Any], names: list[str], _whole: Schema) -> None:
    for name in names:
        if name not in value:
            raise Refused("bad-request", f"{name} is missing")


def unknown(name: str, known: Iterable[str]) -> None:
    """Refuse a parameter that there is not.

    Args:
        name: that was given.
        known: those that there are.

    Raises:
        Refused: always.

    Example:
        >>> unknown("lenght", ["length"])
        Traceback (most recent call last):
        calcigraph.server.problems.Refused: no parameter is called 'lenght'; there is: length
    """
    known = list(known)
    message = f"no parameter is called {said(name)}; there is: {', '.join(known) or 'none'}"
    raise Refused("bad-request", message, tuple(get_close_matches(name, known, n=3)))


_CHECKS: dict[str, Callable[..., None]] = {
    "enum": _enum,
    "minLength": _bound("at least {} characters", lambda size, bound: size >= bound, str),
    "maxLength": _bound("at most {} characters", lambda size, bound: size <= bound, str),
    "pattern": _pattern,
    "minimum": _bound("at least {}", lambda size, bound: size >= bound, (int, float), lambda value: value),
    "maximum": _bound("at most {}", lambda size, bound: size <= bound, (int, float), lambda value: value),
    "exclusiveMinimum": _bound("above {}", lambda size, bound: size > bound, (int, float), lambda value: value),
    "minItems": _bound("at least {} values", lambda size, bound: size >= bound, list),
    "maxItems": _bound("at most {} values", lambda size, bound: size <= bound, list),
    "uniqueItems": _unique,
    "items": _items,
    "oneOf": _one_of,
    "minProperties": _bound("at least {} names", lambda size, bound: size >= bound, dict),
    "maxProperties": _bound("at most {} names", lambda size, bound: size <= bound, dict),
    "propertyNames": _names,
    "additionalProperties": _additional,
    "properties": _properties,
    "required": _required,
}
