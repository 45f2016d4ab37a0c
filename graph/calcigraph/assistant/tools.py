"""The tools: their names, what they are for, what they take, and the form of what they give."""

from __future__ import annotations

from typing import Any, NamedTuple

from calcigraph.assistant.payloads import STATES
from calcigraph.errors import BadArgument, shown
from calcigraph.operations import find

#: Characters that a name, a question or a query may have, and a text.
SHORT, LONG = 2_000, 60_000
#: Entries that a list or a mapping may have.
MANY = 20
_NAME = {"type": "string", "maxLength": SHORT}


class Tool(NamedTuple):
    """A tool.

    Attributes:
        name: of it.
        operation: of the table that it asks.
        says: what it is for, and when to take it.
        takes: JSON Schema of each argument.
        needs: names of those that have to be given.
    """

    name: str
    operation: str
    says: str
    takes: dict[str, dict[str, Any]]
    needs: tuple[str, ...]

    @property
    def input_schema(self) -> dict[str, Any]:
        """JSON Schema of the arguments."""
        return {
            "type": "object",
            "properties": self.takes,
            "required": list(self.needs),
            "additionalProperties": False,
        }


def _tools() -> tuple[Tool, ...]:
    limit = find("pathways")["limit"].range
    return (
        Tool(
            "ask",
            "ask",
            "Answer a question in plain words, with its caution, the boldest wording and sources. Begin here.",
            {"question": {**_NAME, "description": "The user's own words, with drugs, conditions, age and dose."}},
            ("question",),
        ),
        Tool(
            "evidence",
            "evidence",
            "What studies found about one claim: verdict, reasons, results with numbers, who asserts it how boldly.",
            {
                "claim": {
                    **_NAME,
                    "description": "A sentence such as 'vitamin K2 prevents arterial calcification', or a CURIE.",
                }
            },
            ("claim",),
        ),
        Tool(
            "summary",
            "summary",
            "All outcomes of one nutrient or drug: people, studies, effect, certainty, and a sentence for each.",
            {"name": {**_NAME, "description": "Any name of an entity."}},
            ("name",),
        ),
        Tool(
            "page",
            "show",
            "Everything on one entity: cautions, effects with verdicts, amounts in foods, limits, what acts on what.",
            {"name": {**_NAME, "description": "Any name of an entity."}},
            ("name",),
        ),
        Tool(
            "find",
            "entity",
            "What a name stands for: label, synonyms, identifiers; the nearest names where nothing has it.",
            {"name": {**_NAME, "description": "Label, synonym, CURIE or IRI."}},
            ("name",),
        ),
        Tool(
            "pathways",
            "pathways",
            "How one factor could act on another, step by step. Mechanism, no proof of an effect.",
            {
                "source": _NAME,
                "target": _NAME,
                "limit": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": min(MANY, int(limit.most or MANY) if limit else MANY),
                },
            },
            ("source", "target"),
        ),
        Tool(
            "what_if",
            "what-if",
            "Which way factors move in the model when others are held high or low; or that it is undetermined.",
            {
                "interventions": {
                    "type": "object",
                    "minProperties": 1,
                    "maxProperties": MANY,
                    "additionalProperties": {"enum": ["high", "low", "normal"]},
                    "description": 'Factor to level, such as {"vitamin D": "high"}.',
                },
                "observe": {"type": "array", "items": _NAME, "maxItems": MANY, "description": "Factors to look at."},
                "state": {**_NAME, "description": "'replete', or 'deficient in' and a factor."},
            },
            ("interventions",),
        ),
        Tool(
            "check_text",
            "check",
            "Which claims of a text are unsafe, overstated or fair, with fair wordings. Misses many; a hint.",
            {"text": {"type": "string", "maxLength": LONG, "description": "English prose."}},
            ("text",),
        ),
        Tool(
            "sparql",
            "sparql",
            "SPARQL 1.1 over the graph, read only, 10 s. Prefixes cg:, id:, claim:, source:, skos:, rdfs: are known.",
            {"query": {"type": "string", "maxLength": LONG}},
            ("query",),
        ),
    )


#: The tools, those first that an assistant needs most.
TOOLS = {tool.name: tool for tool in _tools()}
#: Form of every payload.
OUTPUT_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "safety": {"type": "string"},
        "state": {"enum": list(STATES)},
        "state_means": {"type": "string"},
        "boldest_wording": {"type": "string"},
        "level": {"type": "string"},
        "reasons": {"type": "array", "items": {"type": "string"}},
        "result": {},
        "sources": {"type": "array", "items": {"type": "object"}},
        "nearest": {"type": "array", "items": {"type": "string"}},
        "cut": {"type": "boolean"},
        "left_off": {"type": "integer"},
        "release": {"type": "object"},
    },
}
OUTPUT_SCHEMA["required"] = list(OUTPUT_SCHEMA["properties"])


def checked(tool: Tool, given: Any) -> dict[str, Any]:
    """Check the arguments of a tool.

    Args:
        tool: the tool.
        given: what came.

    Returns:
        The same.

    Raises:
        BadArgument: something is missing, not known, or of another kind or size.

    Example:
        >>> checked(TOOLS["find"], {"name": 7})
        Traceback (most recent call last):
        calcigraph.errors.BadArgument: 'name' is a text of at most 2,000 characters
    """
    if not isinstance(given, dict):
        raise BadArgument("arguments are an object with a member for each")
    for name in tool.needs:
        if name not in given:
            raise BadArgument(f"'{name}' is missing; {tool.name} takes {', '.join(tool.takes)}")
    for name, value in given.items():
        if name not in tool.takes:
            raise BadArgument(f"{tool.name} takes no '{shown(name)}'; it takes {', '.join(tool.takes)}")
        if not _fits(value, tool.takes[name]):
            raise BadArgument(f"'{name}' is {_kind(tool.takes[name])}")
    return given


def _fits(value: Any, schema: dict[str, Any]) -> bool:
    if "enum" in schema:
        return isinstance(value, str) and value in schema["enum"]
    if schema["type"] == "string":
        return isinstance(value, str) and value.strip() != "" and len(value) <= schema["maxLength"]
    if schema["type"] == "integer":
        return type(value) is int and schema["minimum"] <= value <= schema["maximum"]
    if schema["type"] == "array":
        return (
            isinstance(value, list)
            and len(value) <= schema["maxItems"]
            and all(_fits(each, schema["items"]) for each in value)
        )
    return (
        isinstance(value, dict)
        and schema["minProperties"] <= len(value) <= schema["maxProperties"]
        and all(_fits(name, _NAME) and _fits(each, schema["additionalProperties"]) for name, each in value.items())
    )


def _kind(schema: dict[str, Any]) -> str:
    if schema["type"] == "string":
        return f"a text of at most {schema['maxLength']:,} characters"
    if schema["type"] == "integer":
        return f"a whole number from {schema['minimum']} to {schema['maximum']}"
    if schema["type"] == "array":
        return f"a list of at most {schema['maxItems']} names"
    levels = ", ".join(schema["additionalProperties"]["enum"])
    return f"an object of at most {schema['maxProperties']} names, each with one of {levels}"
