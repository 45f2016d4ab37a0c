"""The description of the JSON API: an OpenAPI 3.1 document, made from the table of operations."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from calcigraph._version import __version__
from calcigraph.namespaces import CG
from calcigraph.server.answer_schemas import answer_schemas
from calcigraph.server.api_answering import TEXTS, offered, paged
from calcigraph.server.api_parameters import query_schema, schemas
from calcigraph.server.problems import KINDS, MEDIA
from calcigraph.store import files, yaml_text

if TYPE_CHECKING:
    from calcigraph.operations import Operation
    from calcigraph.store.engine import Engine

_JSON = "application/json"
_ABOUT = (
    "Where does the calcium go? Claims on vitamin D, vitamin K, calcium, bone and arteries, with the verdict that follows from "
    "what studies saw. No medical advice: `warnings` stand first in every answer, and belong wherever it is shown. "
    "What stays as it is, and what may change, is in docs/api.md."
)
#: What the command line says of files is not said here.
_SUMMARIES = {
    "ask": "Answer a question: its id or plain words.",
    "check": "Check a text: which of its sentences hold?",
    "entities": "Mark the entities that a text names.",
    "evidence": "Show the page on a claim: its verdict with reasons, every result, and who asserts it how boldly.",
    "list": "List the entities of a class, or the classes.",
    "show": "Show the page on an entity.",
}
#: Statuses of problems that any operation can answer with, and those that a body adds.
_STATUSES = (400, 404, 405, 409, 421, 422, 500, 503, 504)
_STATUSES_OF_BODY = (403, 408, 413, 415)


@cache
def examples() -> dict[str, dict[str, Any]]:
    """Give a request for each operation.

    Returns:
        Name to the body of a POST.

    Example:
        >>> examples()["entity"]
        {'name': 'menaquinone 7'}
    """
    found: dict[str, dict[str, Any]] = yaml_text.parse(files.beside("server/api_examples.yaml"))
    return found


def predicates_of(engine: Engine) -> list[str]:
    """List what the predicates of the graph are called.

    Args:
        engine: what holds the graph, or its ontology.

    Returns:
        Local names, sorted.

    Example:
        >>> "prevents" in predicates_of(store.engine)
        True
    """
    rows = engine.values("SELECT DISTINCT ?p { ?p rdfs:subPropertyOf+ cg:relatesTo }")
    return sorted(str(iri).removeprefix(CG) for (iri,) in rows)


def described(predicates: list[str]) -> dict[str, Any]:
    """Describe the JSON API.

    Args:
        predicates: what the predicates of the graph are called.

    Returns:
        An OpenAPI 3.1 document.

    Example:
        >>> described(["prevents"])["paths"]["/api/show"]["get"]["operationId"]
        'show'
    """
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "calcigraph",
            "version": __version__,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0 (software), CC-BY-4.0 (data)", "identifier": "Apache-2.0 AND CC-BY-4.0"},
        },
        "servers": [{"url": "/"}],
        "paths": {f"/api/{each.name}": _path(each, predicates) for each in offered()},
        "components": {"schemas": {**_common(), **answer_schemas()}},
    }


def summary_of(operation: Operation) -> str:
    """Say what an operation does, over HTTP.

    Args:
        operation: of the table.

    Returns:
        One sentence.

    Example:
        >>> from calcigraph.operations import find
        >>> summary_of(find("entities"))
        'Mark the entities that a text names.'
    """
    return _SUMMARIES.get(operation.name, operation.summary)


def names_of(method: dict[str, Any]) -> list[tuple[str, bool]]:
    """List the parameters of a method.

    Args:
        method: as the description has it.

    Returns:
        Each name, and whether it has to be given.

    Example:
        >>> names_of(described([])["paths"]["/api/show"]["post"])
        [('name', True)]
    """
    if "requestBody" not in method:
        return [(each["name"], each["required"]) for each in method["parameters"]]
    schema = method["requestBody"]["content"][_JSON]["schema"]
    return [(name, name in schema.get("required", ())) for name in schema["properties"]]


def _path(operation: Operation, predicates: list[str]) -> dict[str, Any]:
    schema = schemas(operation, paged=paged(operation), predicates=predicates)
    example = examples()[operation.name]
    told = {"summary": summary_of(operation), "tags": [operation.result], "operationId": operation.name}
    if operation.description and operation.name not in TEXTS:
        told["description"] = _description(operation)
    path: dict[str, Any] = {}
    if operation.name not in TEXTS:
        path["get"] = {
            **told,
            "parameters": _parameters(schema, example),
            "responses": _responses(operation, _STATUSES),
        }
    if schema["properties"]:
        body = {"required": True, "content": {_JSON: {"schema": schema, "example": example}}}
        statuses = tuple(sorted(_STATUSES + _STATUSES_OF_BODY))
        path["post"] = {
            **told,
            "operationId": f"{operation.name}-post",
            "requestBody": body,
            "responses": _responses(operation, statuses),
        }
    return path


def _description(operation: Operation) -> str:
    lists = {each.name: ", ".join(each.choices) for each in operation}
    return "\n\n".join(each.format(**lists) for each in operation.description)


def _parameters(schema: dict[str, Any], example: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for name, each in schema["properties"].items():
        written = query_schema(each)
        parameter = {
            "name": name,
            "in": "query",
            "required": name in schema.get("required", ()),
            "description": each["description"],
            "schema": written,
        }
        if written["type"] == "array":
            parameter |= {"style": "form", "explode": True}
        if name in example:
            parameter["example"] = _written(example[name], each)
        found.append(parameter)
    return found


def _written(value: Any, schema: dict[str, Any]) -> Any:
    """A value of a body as the query has it."""
    if schema["type"] != "object":
        return value
    return [
        f"{name}={each}" if not isinstance(each, dict) else " + ".join(f"{one}={level}" for one, level in each.items())
        for name, each in value.items()
    ]


def _responses(operation: Operation, statuses: tuple[int, ...]) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "warnings": {"$ref": "#/components/schemas/warnings"},
        "release": {"$ref": "#/components/schemas/release"},
        "operation": {"const": operation.name},
    }
    if paged(operation):
        properties |= {
            "total": {"type": "integer", "minimum": 0, "description": "How many rows all pages have together."},
            "next": {"type": ["string", "null"], "description": "The token of the next page, null on the last."},
        }
    properties["result"] = {"$ref": f"#/components/schemas/{operation.name}"}
    answer = {"type": "object", "required": list(properties), "properties": properties}
    said = {"200": {"description": "What it found.", "content": {_JSON: {"schema": answer}}}}
    problem = {MEDIA: {"schema": {"$ref": "#/components/schemas/problem"}}}
    for status in statuses:
        titles = " or ".join(kind.title for kind in KINDS.values() if kind.status == status)
        said[str(status)] = {"description": titles[0].upper() + titles[1:] + ".", "content": problem}
    return said


def _common() -> dict[str, Any]:
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    date = {"type": ["string", "null"], "format": "date", "description": "Its day; null between releases."}
    release = {"version": text, "date": date}
    return {
        "warnings": {**texts, "description": "Cautions, the gravest first; show them before anything else."},
        "release": {
            "type": "object",
            "required": list(release),
            "properties": release,
            "description": "Which state of the graph answers.",
        },
        "problem": {
            "type": "object",
            "description": "What went wrong, after RFC 9457.",
            "required": ["warnings", "type", "title", "status", "detail", "instance", "nearest", "release"],
            "properties": {
                "warnings": {"$ref": "#/components/schemas/warnings"},
                "type": {"type": "string", "description": "The kind; /api/problems says what each means."},
                "title": text,
                "status": {"type": "integer", "enum": sorted({kind.status for kind in KINDS.values()})},
                "detail": {**text, "description": "One line that names the input and what was expected."},
                "instance": {**text, "description": "The path, without its query."},
                "nearest": {**texts, "description": "Names that could have been meant, the nearest first."},
                "choices": {
                    "type": "array",
                    "description": "How the words of a question can be read, the likeliest first.",
                    "items": {
                        "type": "object",
                        "required": ["question", "parameters", "asked"],
                        "properties": {"question": text, "parameters": {"type": "object"}, "asked": text},
                    },
                },
                "release": {"$ref": "#/components/schemas/release"},
            },
        },
    }
