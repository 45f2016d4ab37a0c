"""Floor 5: the one table of what can be asked: names, parameters, ranges, and every default.

The command line, its help, docs/commands.md and docs/operations.md, and completion are made from it, and the defaults of
``KnowledgeGraph`` are those it has. ``calcigraph operations --format json`` prints it.

Example:
    >>> find("pathways")["limit"].command_default
    10
"""

from __future__ import annotations

from calcigraph.operations import (
    checking_operations,
    curating_operations,
    drawing_operations,
    mechanism_operations,
    reading_operations,
    serving_operations,
)
from calcigraph.operations.common_parameters import PAGE, STORE, format_of
from calcigraph.operations.operation import COMMAND, PYTHON, Operation, Parameter

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

#: Of the form that ``table`` gives; it rises when a field goes or changes what it means.
FORM = 1

_OPEN = Operation(
    "open",
    "Load the bundled graph and apply its rules, or open the same graph in a folder or on a SPARQL server.",
    result="graph",
    method="open",
    ways=(PYTHON,),
    parameters=(
        Parameter("allow_network", "flag", "Let SERVICE in queries reach other endpoints.", default=False),
        Parameter("without", "claims", "Claims to leave out with all that is said of them.", many=True, default=()),
        Parameter("store", "folder", "Folder that 'calcigraph build --store' wrote, to open instead."),
        Parameter("endpoint", "text", "Address of a SPARQL endpoint that holds the graph, to open instead."),
    ),
)
_DEMO = Operation("demo", "Answer the main question: where does the calcium go?", result="text")
_COMPLETION = Operation(
    "completion",
    "Print the completion script for a SHELL.",
    examples=('eval "$(calcigraph completion bash)"',),
    result="text",
    parameters=(
        Parameter("shell", "choice", "The shell.", required=True, choices=("bash", "zsh", "fish"), positional=True),
    ),
)
_CITE = Operation(
    "cite",
    "Say how to cite the graph.",
    description=("The studies behind an answer are cited too: 'calcigraph evidence CLAIM' lists those of a claim.",),
    examples=("calcigraph cite", "calcigraph cite --format bibtex"),
    result="text",
    parameters=(format_of("text", "bibtex", "cff"),),
)
_OPERATIONS = Operation(
    "operations",
    "List what can be asked: every operation with its parameters, ranges and defaults.",
    description=("docs/operations.md says what the fields of the JSON mean.",),
    examples=("calcigraph operations", "calcigraph operations --format json"),
    result="list",
    parameters=(PAGE,),
)

#: Everything that can be asked for, the command line itself first.
CALCIGRAPH = Operation(
    "calcigraph",
    "Where does the calcium go? Ask the graph of vitamin D, vitamin K2 and calcium.",
    examples=(
        "calcigraph demo",
        "calcigraph questions foods",
        "calcigraph ask foods-that-supply MK-7",
        'calcigraph pathways "vitamin K2" "arterial calcification"',
        'calcigraph evidence "vitamin K2 prevents arterial calcification"',
    ),
    result="text",
    operations=(
        _OPEN,
        reading_operations.ASK,
        reading_operations.QUESTIONS,
        reading_operations.SPARQL,
        reading_operations.ENTITIES,
        reading_operations.ENTITY,
        reading_operations.LIST,
        reading_operations.SHOW,
        reading_operations.CLAIMS,
        reading_operations.EVIDENCE,
        reading_operations.POOL,
        reading_operations.SUMMARY,
        checking_operations.CHECK,
        mechanism_operations.PATHWAYS,
        mechanism_operations.EXPLAIN,
        mechanism_operations.WHAT_IF,
        mechanism_operations.COMPARE,
        mechanism_operations.TO_NETWORKX,
        drawing_operations.DRAW,
        curating_operations.EXPORT,
        curating_operations.IMPORT,
        curating_operations.ADD,
        curating_operations.VALIDATE,
        curating_operations.COVERAGE,
        curating_operations.BUILD,
        serving_operations.SERVE,
        serving_operations.MCP,
        curating_operations.SITE,
        curating_operations.PROBE,
        reading_operations.INFO,
        _CITE,
        _DEMO,
        _OPERATIONS,
        _COMPLETION,
    ),
)
# What asks no graph, or says itself which.
_WITHOUT_STORE = {"build", "cite", "completion", "open", "operations", "probe"}


def _take_store(operations: tuple[Operation, ...]) -> None:
    """Let every command that asks the graph say where it is kept."""
    for each in operations:
        if each.name in _WITHOUT_STORE or COMMAND not in each.ways:
            continue
        if each.operations:
            _take_store(each.operations)
        else:
            each.parameters += (STORE,)


_take_store(CALCIGRAPH.operations)
#: Other words that people type for an operation; each stands for one, with all of its parameters.
SYNONYMS = {
    "describe": "show",
    "find": "show",
    "paths": "pathways",
    "plot": "draw",
    "query": "sparql",
    "search": "show",
    "stats": "info",
    "whatif": "what-if",
}
#: Exit codes of the command line.
EXIT_CODES = {
    0: "yes",
    1: "the honest answer is no (nothing found, false, does not conform)",
    2: "wrong use",
    3: "something is unavailable",
    130: "interrupted",
}


def every(operation: Operation = CALCIGRAPH) -> Iterator[Operation]:
    """Go through operations and the kinds of them.

    Args:
        operation: where to begin; it is left out itself.

    Yields:
        Each operation.

    Example:
        >>> [each.name for each in every(find("draw"))][:2]
        ['draw story', 'draw mechanism']
    """
    for each in operation.operations:
        yield each
        yield from every(each)


def find(name: str) -> Operation:
    """Find an operation.

    Args:
        name: as the command line writes it.

    Returns:
        The operation.

    Raises:
        KeyError: there is none.

    Example:
        >>> find("what-if").method
        'what_if'
    """
    return {each.name: each for each in every()}[name]


def table() -> dict[str, Any]:
    """Give the table as plain values, ready for JSON.

    Returns:
        The number of the form, the exit codes, and the operations; docs/operations.md describes the fields.

    Example:
        >>> sorted(table())
        ['exit_codes', 'form', 'operations']
    """
    return {
        "form": FORM,
        "exit_codes": {str(code): meaning for code, meaning in EXIT_CODES.items()},
        "operations": [each.as_dict() for each in CALCIGRAPH.operations],
    }


__all__ = [
    "CALCIGRAPH",
    "COMMAND",
    "EXIT_CODES",
    "FORM",
    "PYTHON",
    "STORE",
    "SYNONYMS",
    "Operation",
    "Parameter",
    "every",
    "find",
    "table",
]
