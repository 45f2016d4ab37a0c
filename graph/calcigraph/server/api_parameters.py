"""Parameters of the JSON API: their JSON Schemas, made from the table of operations, and their values, read from a request."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from calcigraph.errors import BadArgument, BadParameter
from calcigraph.operations import PYTHON, assignments
from calcigraph.ranges import LONGEST_NAME, said
from calcigraph.server.problems import Refused
from calcigraph.server.schema_checking import check, unknown
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from calcigraph.operations import Operation, Parameter
    from calcigraph.server.schema_checking import Schema

LIMITS = values("server/api_limits.yaml")
#: Parameters that are one text here, though words on the command line.
_JOINED = ("words",)
#: Bounds that are narrower here than in Python, since many share one server.
_NARROWER = {"limit": LIMITS["paths"], "samples": LIMITS["samples"], "seed": 2**53 - 1}
_PAGE: Schema = {
    "limit": {
        "type": "integer",
        "minimum": 1,
        "maximum": LIMITS["largest_page"],
        "default": LIMITS["page"],
        "description": "How many rows a page has at most.",
    },
    "page": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100,
        "description": "The page: the token that the page before gives as next; without it the first.",
    },
}
_NAME: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_NAME}
_NAME_OF_SCENARIO: Schema = {"minLength": 1, "maxLength": LONGEST_NAME}
_NAME_BEFORE_EQUALS: Schema = {
    **_NAME_OF_SCENARIO,
    "pattern": "^[^= ](?:[^=]*[^= ])?$",
    "title": "a name without =",
}


def schemas(operation: Operation, *, paged: bool, predicates: Sequence[str]) -> Schema:
    """Describe what an operation takes in the body of a POST.

    Args:
        operation: of the table.
        paged: whether its answer comes in pages.
        predicates: what the graph's predicates are called.

    Returns:
        A JSON Schema of an object that takes no other names.

    Example:
        >>> from calcigraph.operations import find
        >>> schemas(find("pathways"), paged=False, predicates=())["properties"]["max_length"]["maximum"]
        12
    """
    taken = operation.taken(PYTHON)
    properties = {each.name: _schema(each, predicates) for each in taken}
    if paged:
        properties |= _PAGE
    made: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    required = [each.name for each in taken if each.required]
    return {**made, "required": required} if required else made


def query_schema(schema: Schema) -> Schema:
    """Describe the same parameter in the query of a GET, where a mapping is written as ``name=value``.

    Args:
        schema: of the parameter in a body.

    Returns:
        Its JSON Schema there.

    Example:
        >>> query_schema({"type": "integer", "minimum": 1})
        {'type': 'integer', 'minimum': 1}
    """
    if schema["type"] != "object":
        return schema
    inner = schema["additionalProperties"]
    last = "[\\s\\S]+" if "enum" not in inner else f"(?:{'|'.join(map(re.escape, inner.get('enum', ())))})"
    title = "a name, = and a value, such as nutrient=MK-7"
    name = "[^= ](?:[^=]*[^= ])?"
    pattern = f"^{name}={last}$"
    if "enum" in inner:
        title = f"a name, = and one of {', '.join(inner['enum'])}"
    if inner.get("type") == "object":  # scenarios, each of interventions
        levels = "|".join(inner["additionalProperties"]["enum"])
        one = f"{name}=(?:{levels})"
        pattern, title = f"^{one}(?: \\+ {one})*$", 'interventions joined by " + ", such as "K2=high + vitamin D=low"'
    made: Schema = {
        "type": "array",
        "items": {"type": "string", "pattern": pattern, "maxLength": LONGEST_NAME, "title": title},
    }
    if schema.get("minProperties"):
        made["minItems"] = schema["minProperties"]
    kept = {name: each for name, each in schema.items() if name in ("description", "title")}
    return {**made, "maxItems": schema["maxProperties"], "uniqueItems": True, **kept}


def from_query(pairs: Iterable[tuple[str, str]], schema: Schema) -> dict[str, Any]:
    """Read parameters from the query of a GET.

    Args:
        pairs: names and values, decoded.
        schema: what the operation takes in a body.

    Returns:
        The same parameters as a body has them.

    Raises:
        Refused: one is unknown, given twice, or not as described.

    Example:
        >>> from_query([("n", "3")], {"properties": {"n": {"type": "integer"}}})
        {'n': 3}
    """
    known = schema["properties"]
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in known:
            unknown(name, known)
        found.setdefault(name, []).append(value)
    return {name: _from_texts(name, texts, known[name]) for name, texts in found.items()}


def from_body(body: bytes) -> dict[str, Any]:
    """Read parameters from the body of a POST.

    Args:
        body: JSON.

    Returns:
        The object in it.

    Raises:
        Refused: it is no JSON, no object, or has a name twice.

    Example:
        >>> from_body(b'{"name": "K2"}')
        {'name': 'K2'}
    """
    try:
        found = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise Refused("bad-encoding", "the body is not UTF-8") from None
    except (ValueError, RecursionError) as error:
        reason = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise Refused("bad-request", f"the body is no JSON{reason}") from None
    if not isinstance(found, dict):
        raise Refused("bad-request", "the body is an object of parameters, such as {}")
    return found


def checked(given: Mapping[str, Any], schema: Schema) -> dict[str, Any]:
    """Hold parameters against their description, and fill in the defaults.

    Args:
        given: as a body has them.
        schema: what the operation takes.

    Returns:
        A value for every parameter, None where nothing was given and there is no default; whole numbers as such.

    Raises:
        Refused: something is not as described.

    Example:
        >>> checked({}, {"type": "object", "properties": {"n": {"type": "integer", "default": 3}}})
        {'n': 3}
    """
    check("the body", dict(given), schema)
    found = {}
    for name, each in schema["properties"].items():
        value = given.get(name, each.get("default"))
        found[name] = int(value) if each.get("type") == "integer" and value is not None else value
    return found


def _schema(parameter: Parameter, predicates: Sequence[str]) -> Schema:
    made = _kinds(parameter, predicates)
    if parameter.many and made["type"] == "string" and parameter.name not in _JOINED:
        made = {"type": "array", "items": made, "maxItems": LIMITS["values"], "uniqueItems": True}
    if parameter.kind == "claim" and parameter.many:
        sizes = [{"minItems": size, "maxItems": size} for size in (1, 3)]
        made = {
            "type": "array",
            "items": _NAME,
            "oneOf": sizes,
            "title": "one name of a claim, or three: subject, predicate, object",
        }
    if parameter.range:
        made |= {"exclusiveMinimum" if parameter.range.above else "minimum": parameter.range.least}
        most = _NARROWER.get(parameter.name, parameter.range.most)
        made |= {} if most is None else {"maximum": most}
    default = parameter.command_default
    if default not in (None, "", ()):
        made["default"] = default
    return {**made, "description": parameter.help}


def _kinds(parameter: Parameter, predicates: Sequence[str]) -> Schema:
    """The JSON Schema of one value."""
    choices = list(parameter.choices)
    words: Schema = {"type": "string", "enum": choices or list(predicates)}
    made: dict[str, Schema] = {
        "choice": words,
        "predicate": words,
        "integer": {"type": "integer"},
        "number": {"type": "number"},
        "name=level": {**_mapping(words), "minProperties": int(parameter.required)},
        "claim=strength": _mapping(words),
        "scenario": {
            **_mapping({**_mapping(words), "minProperties": 1}, _NAME_OF_SCENARIO),
            "minProperties": 1,
            "maxProperties": LIMITS["scenarios"],
        },
        "name=value": _mapping({"type": ["string", "number"], "maxLength": LONGEST_NAME}),
        "state": {
            **_NAME,
            "pattern": "^(?:replete|deficient in \\S[\\s\\S]*)$",
            "title": "replete, or 'deficient in' and a name",
        },
        "question": {**_NAME, "maxLength": LIMITS["question"]},
        "text": {**_NAME, "maxLength": LIMITS["text"] if parameter.required else LONGEST_NAME},
    }
    return made.get(parameter.kind, dict(_NAME))


def _mapping(value: Schema, names: Schema | None = None) -> Schema:
    return {
        "type": "object",
        "additionalProperties": value,
        "propertyNames": names or _NAME_BEFORE_EQUALS,
        "maxProperties": LIMITS["values"],
    }


def _from_texts(name: str, texts: list[str], schema: Schema) -> Any:
    written = query_schema(schema)
    kind = written["type"]
    if kind == "array":
        check(name, texts, written)
        return _assigned(name, texts, schema) if schema["type"] == "object" else texts
    if len(texts) > 1:
        raise Refused("bad-request", f"{name} is given {len(texts)} times; it takes one value")
    (text,) = texts
    if kind == "string":
        return text
    number = r"-?(?:0|[1-9][0-9]{0,17})" + ("" if kind == "integer" else r"(?:\.[0-9]{1,17})?")
    if not re.fullmatch(number, text):
        raise Refused("bad-request", f"{name} is a {'whole ' if kind == 'integer' else ''}number, not {said(text)}")
    return int(text) if kind == "integer" else float(text)


def _assigned(name: str, texts: list[str], schema: Schema) -> dict[str, Any]:
    """What was written as ``name=value``, as the command line reads it."""
    inner = schema["additionalProperties"]
    try:
        if inner.get("type") == "object":
            return assignments.scenarios(texts)
        if "enum" in inner:
            return assignments.interventions(texts) if name == "interventions" else assignments.strengths(texts)
        return _pairs(texts)
    except (BadArgument, BadParameter) as error:
        raise Refused("clash", str(error)) from None


def _pairs(texts: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for text in texts:
        name, _, value = text.partition("=")
        if name in found:
            raise BadParameter(f"{name} is given twice: {said(found[name])} and {said(value)}")
        found[name] = value
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise Refused("bad-request", f"{said(name)} is in an object twice")
        found[name] = value
    return found


def _no_number(text: str) -> Any:
    raise ValueError(text)
