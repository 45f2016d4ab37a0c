"""What an operation and its parameters are: plain values from which the ways in are made."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    from calcigraph.ranges import Range

    #: Written words, or words with the values they stand for; a function gives them where they have a home elsewhere.
    Choices = tuple[str, ...] | Mapping[str, Any]

#: The ways in. What is offered in one of them alone says so.
PYTHON, COMMAND = "Python", "command line"
BOTH = (PYTHON, COMMAND)

#: What a value of a parameter is.
KINDS = {
    "choice": "one of the choices",
    "claim": "a claim: its IRI, CURIE or sentence, or three names: subject, predicate, object",
    "claim=strength": "a claim and the strength to take it for; a mapping in Python",
    "claims": "IRIs or CURIEs of claims",
    "entity": "any name of an entity: label, synonym, CURIE or IRI",
    "factor": "any name of a factor, or a set such as 'any form of vitamin K'",
    "file": "the name of a file",
    "flag": "yes or no",
    "folder": "the name of a folder",
    "integer": "a whole number",
    "name=level": "a factor and the level it is pressed to; a mapping in Python",
    "name=value": "a parameter of a question and its value; keywords in Python",
    "number": "a number",
    "options": "what the picture takes beside its names; keywords in Python",
    "part": "a part of the graph, as another operation gave it",
    "predicate": "the name of a predicate",
    "question": "the id of a question, or the question in plain words",
    "scenario": "interventions joined by ' + '; a mapping of names to interventions in Python",
    "state": "replete, or 'deficient in' and any name of a factor",
    "size": "a number of bytes, or one with a unit: KB, MB, GB, TB, KiB, MiB, GiB or TiB",
    "sparql": "a query; on the command line also the name of an .rq file, or - for standard input",
    "store": "the folder of a store, or the http address of a SPARQL endpoint",
    "text": "plain text",
}

#: What an operation gives.
RESULTS = {
    "addition": "what a study adds: its bearings, and verdicts and wordings before and after",
    "answer": "a table with its note, its references and what it means for safety",
    "comparison": "what-if answers side by side",
    "counts": "names with numbers",
    "entity": "what has the name",
    "explanation": "pathways for and against a claim",
    "file": "a file, or its content",
    "graph": "an opened graph, or a networkx graph",
    "list": "entities, claims, annotations, questions or operations",
    "page": "all that is known about an entity or a claim",
    "pathways": "paths with what they share",
    "picture": "a picture",
    "pool": "results of studies put together, and those that are left out with the reason",
    "report": "whether something is in order, and what is not",
    "summary": "a row for each outcome: people, studies, effect and certainty",
    "what-if": "responses of factors with their reasons",
    "text": "lines for a person or a shell",
}

_UNSET: Any = object()


# Plain classes: dataclasses would cost more at start-up than answering a question does.
class Parameter:
    """What an operation takes.

    Attributes:
        name: of the parameter in Python.
        kind: what a value is, one of ``KINDS``.
        help: what it does, in one sentence.
        required: whether a value has to be given.
        many: whether several values can be given.
        count: how many values one mention on the command line takes.
        default: the value where none is given.
        command_default: the same on the command line.
        because: why the two differ.
        range: the numbers it takes.
        unit: of a number.
        option: the long option of the command line, without dashes; the name with hyphens unless it is another.
        short: the short option, one letter.
        positional: whether the command line takes it by its place.
        metavar: what the command line calls a value.
        ways: where it can be given, of ``BOTH``.

    Example:
        >>> Parameter("limit", "integer", "How many.", default=3).but(default=None).default is None
        True
    """

    __slots__ = (
        "_choices",
        "_command_default",
        "_default",
        "because",
        "count",
        "help",
        "kind",
        "many",
        "metavar",
        "name",
        "option",
        "positional",
        "range",
        "required",
        "short",
        "unit",
        "ways",
    )

    def __init__(
        self,
        name: str,
        kind: str,
        help: str,  # noqa: A002 - the word for it
        *,
        required: bool = False,
        many: bool = False,
        count: int = 1,
        default: Any = None,
        command_default: Any = _UNSET,
        because: str = "",
        choices: Choices | Callable[[], Choices] = (),
        range: Range | None = None,  # noqa: A002 - the word for it
        unit: str = "",
        option: str = "",
        short: str = "",
        positional: bool = False,
        metavar: str = "",
        ways: tuple[str, ...] = BOTH,
    ) -> None:
        self.name = name
        self.kind = kind
        self.help = help
        self.required = required
        self.many = many
        self.count = count
        self._default = default
        self._command_default = command_default
        self.because = because
        self._choices = choices
        self.range = range
        self.unit = unit
        self.option = option or name.replace("_", "-")
        self.short = short
        self.positional = positional
        self.metavar = metavar
        self.ways = ways

    @property
    def choices(self) -> Mapping[str, Any]:
        """Words that can be written, with the values they stand for; empty where anything can be."""
        found = self._choices() if callable(self._choices) else self._choices
        return {word: word for word in found} if isinstance(found, tuple) else found

    @property
    def default(self) -> Any:
        """The value where none is given."""
        return self._default() if callable(self._default) else self._default

    @property
    def command_default(self) -> Any:
        """The value where the command line is given none."""
        return self.default if self._command_default is _UNSET else self._command_default

    @property
    def has_choices(self) -> bool:
        """Whether there are choices, without fetching them from their home."""
        return bool(self._choices)

    def but(self, **changes: Any) -> Parameter:
        """Make one that differs.

        Args:
            changes: arguments of the class.

        Returns:
            A copy with these.
        """
        kept = {name.removeprefix("_"): getattr(self, name) for name in self.__slots__}
        return Parameter(**{**kept, **changes})

    def as_dict(self) -> dict[str, Any]:
        """The parameter as plain values, ready for JSON; ``FIELDS_OF_PARAMETER`` says what they mean.

        Returns:
            Every field, whatever its value.
        """
        return {
            "name": self.name,
            "kind": self.kind,
            "help": self.help,
            "required": self.required,
            "many": self.many,
            "default": plain(self.default),
            "command_default": plain(self.command_default),
            "because": self.because,
            "choices": list(self.choices),
            "minimum": self.range and self.range.least,
            "above_minimum": bool(self.range and self.range.above),
            "maximum": self.range and self.range.most,
            "unit": self.unit,
            "option": "" if self.positional or COMMAND not in self.ways else f"--{self.option}",
            "short": f"-{self.short}" if self.short else "",
            "ways": list(self.ways),
        }


class Operation:
    """Something the graph can be asked for, in whatever way.

    Attributes:
        name: as the command line writes it.
        summary: what it does, in one sentence.
        description: more, in paragraphs.
        examples: commands that work.
        no: when the answer is no, which is exit code 1; empty where it never is.
        result: what it gives, one of ``RESULTS``.
        method: of ``KnowledgeGraph`` that answers it; empty where the command line does more than one method.
        reads_only: whether it leaves the graph and all files as they are, unless it is told to write one.
        safety: whether its answers can say what is dangerous or safe for whom.
        parameters: what it takes, in order.
        operations: the kinds of it, each an operation of its own.
        ways: where it can be asked for, of ``BOTH``.

    Example:
        >>> Operation("info", "Count.", result="counts", method="info").ways
        ('Python', 'command line')
    """

    __slots__ = (
        "description",
        "examples",
        "method",
        "name",
        "no",
        "operations",
        "parameters",
        "reads_only",
        "result",
        "safety",
        "summary",
        "ways",
    )

    def __init__(
        self,
        name: str,
        summary: str,
        *,
        description: tuple[str, ...] = (),
        examples: tuple[str, ...] = (),
        no: str = "",
        result: str,
        method: str = "",
        reads_only: bool = True,
        safety: bool = False,
        parameters: tuple[Parameter, ...] = (),
        operations: tuple[Operation, ...] = (),
        ways: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.summary = summary
        self.description = description
        self.examples = examples
        self.no = no
        self.result = result
        self.method = method
        self.reads_only = reads_only
        self.safety = safety
        self.parameters = parameters
        self.operations = operations
        self.ways = ways or (BOTH if method else (COMMAND,))

    def __getitem__(self, name: str) -> Parameter:
        return {each.name: each for each in self.parameters}[name]

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self.parameters)

    def taken(self, way: str) -> list[Parameter]:
        """List the parameters that can be given in one of the ways.

        Args:
            way: ``PYTHON`` or ``COMMAND``.

        Returns:
            The parameters, in order.
        """
        return [each for each in self.parameters if way in each.ways]

    @property
    def formats(self) -> tuple[str, ...]:
        """How its answer can be written, the default first."""
        found = next((each for each in self.parameters if each.name == "format"), None)
        return tuple(found.choices) if found else ()

    @property
    def defaults(self) -> dict[str, Any]:
        """What Python gives where it is given nothing: the options, without what is needed."""
        return {each.name: each.default for each in self.taken(PYTHON) if not each.required and not each.positional}

    def as_dict(self) -> dict[str, Any]:
        """The operation as plain values, ready for JSON; ``FIELDS_OF_OPERATION`` says what they mean.

        Returns:
            Every field, whatever its value.
        """
        return {
            "name": self.name,
            "summary": self.summary,
            "description": list(self.description),
            "examples": list(self.examples),
            "no": self.no,
            "result": self.result,
            "formats": list(self.formats),
            "method": self.method,
            "reads_only": self.reads_only,
            "safety": self.safety,
            "ways": list(self.ways),
            "parameters": [each.as_dict() for each in self.parameters],
            "operations": [each.as_dict() for each in self.operations],
        }


def plain(value: Any) -> Any:
    """Turn a default into what JSON can hold.

    Args:
        value: any value; a mapping or a tuple may hold others.

    Returns:
        The same with lists for tuples and dictionaries for mappings.

    Example:
        >>> plain({"a": ("b", 1)})
        {'a': ['b', 1]}
    """
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return value


#: The fields of an operation as ``calcigraph operations --format json`` writes them.
FIELDS_OF_OPERATION = {
    "name": "as the command line writes it; that of a kind of picture is two words",
    "summary": "what it does, in one sentence",
    "description": "more, in paragraphs",
    "examples": "commands that work",
    "no": "when the honest answer is no, which is exit code 1; empty where it never is",
    "result": "what it gives",
    "formats": "how the answer can be written, the default first; empty where there is one way only",
    "method": "of `KnowledgeGraph` that answers it; empty where none does alone",
    "reads_only": "whether it leaves the graph and all files alone, unless it is told to write one",
    "safety": "whether its answers can say what is dangerous or safe for whom",
    "ways": "where it can be asked for",
    "parameters": "what it takes, in order",
    "operations": "kinds of it, each with the same fields",
}
#: The fields of a parameter.
FIELDS_OF_PARAMETER = {
    "name": "in Python",
    "kind": "what a value is",
    "help": "what it does, in one sentence",
    "required": "whether a value has to be given",
    "many": "whether several can be given",
    "default": "in Python; null where nothing is taken",
    "command_default": "on the command line",
    "because": "why the two differ",
    "choices": "the words that can be written; empty where anything can be",
    "minimum": "the smallest number, or null",
    "above_minimum": "whether the number has to be above the minimum",
    "maximum": "the largest number, or null",
    "unit": "of a number",
    "option": "on the command line; empty where it goes by its place, or is not offered there",
    "short": "the short option, if there is one",
    "ways": "where it can be given",
}
