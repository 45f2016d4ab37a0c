"""JSON Schemas of the answers, made from ``api_answers.yaml``; members may be added to an answer, so none forbids others."""

from __future__ import annotations

from functools import cache
from typing import Any

from calcigraph.store import files, yaml_text

_PLAIN: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "any": {},
}
_ANY_NAME = "*"


@cache
def answer_schemas() -> dict[str, dict[str, Any]]:
    """Describe what the operations answer.

    Returns:
        Name of each operation, and of each part that answers share, to its JSON Schema.

    Example:
        >>> answer_schemas()["claims"]
        {'type': 'array', 'items': {'$ref': '#/components/schemas/claim'}}
    """
    read: dict[str, Any] = yaml_text.parse(files.beside("server/api_answers.yaml"))
    return {name: kind_schema(each) if isinstance(each, str) else _object(each) for name, each in read.items()}


def kind_schema(kind: str) -> dict[str, Any]:
    """Describe a kind of value.

    Args:
        kind: as the file writes it.

    Returns:
        Its JSON Schema.

    Example:
        >>> kind_schema("text or null"), kind_schema("text list map")["additionalProperties"]["type"]
        ({'type': ['string', 'null']}, 'array')
    """
    inner, _, last = kind.rpartition(" ")
    if kind.endswith(" or null"):
        found = kind_schema(kind.removesuffix(" or null"))
        return {"type": [found["type"], "null"]} if "type" in found else {"anyOf": [found, {"type": "null"}]}
    if last == "list" and inner:
        return {"type": "array", "items": kind_schema(inner)}
    if last == "map":
        return {"type": "object", "additionalProperties": kind_schema(inner)}
    return _PLAIN.get(kind, {"$ref": f"#/components/schemas/{kind}"})


def _object(members: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "object", "required": [], "properties": {}}
    for name, each in members.items():
        kind, says = (each, "") if isinstance(each, str) else each
        schema = {**kind_schema(kind), **({"description": says} if says else {})}
        if name == _ANY_NAME:
            made["additionalProperties"] = schema
            continue
        made["properties"][name.removesuffix("?")] = schema
        if not name.endswith("?"):
            made["required"].append(name)
    return made
