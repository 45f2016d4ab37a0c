"""What the JSON API answers: each operation of the table asked of the graph, in the words of ``--format json``."""

from __future__ import annotations

import re
import textwrap
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from calcigraph.answers import plain_values
from calcigraph.answers.page_leads import cautions
from calcigraph.errors import CalcigraphError
from calcigraph.guard.guarding import Guard
from calcigraph.operations import PYTHON, every, find, table
from calcigraph.server.api_parameters import LIMITS
from calcigraph.server.problems import Cautioned, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from calcigraph.graph import KnowledgeGraph
    from calcigraph.operations import Operation

#: Results that are not JSON, or have another way in: pictures and files have their own, SPARQL its protocol.
_ELSEWHERE = ("addition", "file", "graph", "picture")
_NOT_HERE = ("file", "folder", "part", "sparql")
#: What the table has no method for, and an API needs.
_BESIDE = ("cite", "operations")
#: Operations that take a text: they are asked by POST alone, so that no text stands in an address.
TEXTS = ("check", "entities")
_SENTENCES = re.compile(r"(?<=[.!?])\s|\n")
_OURS = frozenset(parameter.name for each in every() for parameter in each)


class Told(NamedTuple):
    """An answer.

    Attributes:
        warnings: what stands first.
        result: what ``--format json`` prints; without the rows where they come in pages.
        rows: what comes in pages, None where it is whole.
    """

    warnings: list[str]
    result: Any
    rows: list[Any] | None = None


def offered() -> list[Operation]:
    """List the operations that the API has: those that read, take no file, and give what JSON can hold.

    Returns:
        Operations of the table, in its order; ``pool`` only where its library is installed.

    Example:
        >>> [each.name for each in offered()][:3]
        ['ask', 'questions', 'entities']
    """
    found = [
        each
        for each in every()
        if each.method
        and each.reads_only
        and PYTHON in each.ways
        and each.result not in _ELSEWHERE
        and not any(parameter.kind in _NOT_HERE for parameter in each.taken(PYTHON))
        and (each.name != "pool" or find_spec("pymare"))
    ]
    return [*found, *(find(name) for name in _BESIDE)]


def paged(operation: Operation) -> bool:
    """Say whether the answer of an operation comes in pages.

    Args:
        operation: of the table.

    Returns:
        True for tables and lists.

    Example:
        >>> paged(find("list")), paged(find("show"))
        (True, False)
    """
    return operation.result in ("answer", "list") and operation.name not in _BESIDE


def tell(kg: KnowledgeGraph, name: str, given: Mapping[str, Any]) -> Told:
    """Ask the graph.

    Args:
        kg: the graph.
        name: of the operation.
        given: a value for each of its parameters, None where there is none.

    Returns:
        The answer.

    Raises:
        Cautioned: the method of the graph refuses; with what the names and texts call for all the same.

    Example:
        >>> tell(kg, "info", {}).result["articles"]
        3
    """
    try:
        return _TELL[name](kg, given)
    except CalcigraphError as error:
        heard = _heard(kg, " and ".join(_texts(given)))
        raise Cautioned(error, list(dict.fromkeys((*getattr(error, "cautions", ()), *heard)))) from None


def _ask(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Told:
    answer = kg.ask(given["question"], **(given["parameters"] or {}))
    said = (
        *answer.cautions,
        *_heard(kg, " and ".join(_texts(given))),
        answer.safety or (answer.note if answer.state else ""),
    )
    result = plain_values.of_table(answer)
    return Told([each for each in dict.fromkeys(said) if each], result, result["results"]["bindings"])


def _list(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Told:
    result = plain_values.of_table(kg.members(given["name"]))
    return Told(cautions(kg.store, _names(given)), result, result["results"]["bindings"])


def _questions(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Told:
    found = [plain_values.of_question(each) for each in kg.questions.search(given["words"] or "")]
    return Told(_heard(kg, given["words"]), found, found)


def _entities(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Told:
    found = [each.as_dict() for each in kg.find_entities(given["text"])]
    return Told(_heard(kg, given["text"]), found, found)


def _entity(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Told:
    return Told(cautions(kg.store, _names(given)), kg.entity(given["name"]).as_dict())


def _claims(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Told:
    found = [plain_values.of_claim(each) for each in kg.claims(**_asked("claims", given))]
    return Told(cautions(kg.store, _names(given, "subject", "object")), found, found)


def _page(method: str) -> Callable[..., Told]:
    def told(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Told:
        names = given["claim"] if "claim" in given else [given["name"]]
        found = getattr(kg, method)(*names)
        result = found if isinstance(found, dict) else found.as_dict()
        return Told(result["warnings"] if "warnings" in result else result["cautions"], result)

    return told


def _check(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Told:
    from calcigraph.factcheck.check_forms import NOTE

    return Told(_heard(kg, given["text"]), {**kg.check(given["text"]).as_dict(), "note": NOTE})


def _pathways(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Told:
    asked = _asked("pathways", given)
    asked["sign"] = find("pathways")["sign"].choices.get(asked["sign"])
    return _led(kg.pathways(**asked).as_dict())


def _explain(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Told:
    return _led(kg.explain(*given["claim"], max_length=given["max_length"], limit=given["limit"]).as_dict())


def _what_if(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Told:
    return _led(plain_values.of_what_if(kg.what_if(**_asked("what-if", given))))


def _compare(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Told:
    for taken in {"warnings", "sentence", "level", "reasons", "note"} & set(given["scenarios"]):
        raise Refused("clash", f"'{taken}' is a member of the answer; give the scenario another name")
    return _led(plain_values.of_what_if(kg.compare(**_asked("compare", given))))


def _led(result: dict[str, Any]) -> Told:
    return Told(result["warnings"], result)


def _info(kg: KnowledgeGraph, _given: Mapping[str, Any]) -> Told:
    return Told([], plain_values.of_counts(kg.store))


def _cite(_kg: KnowledgeGraph, _given: Mapping[str, Any]) -> Told:
    from calcigraph.exports.citation import citation

    return Told([], {form: citation(form) for form in find("cite").formats})


def _operations(_kg: KnowledgeGraph, _given: Mapping[str, Any]) -> Told:
    return Told([], table())


def _asked(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    return {each.name: given[each.name] or None if each.many else given[each.name] for each in find(name).taken(PYTHON)}


def _names(given: Mapping[str, Any], *names: str) -> list[str]:
    return [given[each] for each in names or ("name",) if given[each]]


def _texts(value: Any) -> Iterator[str]:
    """Every text in what was given, names of mappings too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        # The names of parameters are ours; those within a mapping are what somebody asks about.
        for name, each in value.items():
            yield from _texts(each)
            if isinstance(each, str) and name not in _OURS:
                yield name
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _heard(kg: KnowledgeGraph, text: str | None) -> list[str]:
    """What drugs, conditions, groups and doses in a text call for; a long text is heard sentence by sentence."""
    guard = kg.store.once(Guard)
    text = text or ""
    pieces = [text] if len(text) <= LIMITS["question"] else dict.fromkeys(_pieces(text))
    return list(dict.fromkeys(line for each in pieces for line in guard.read(each).lines))


def _pieces(text: str) -> Iterator[str]:
    """Sentences, and parts of those that are too long for one, which end where a word does."""
    for sentence in _SENTENCES.split(text):
        yield from textwrap.wrap(sentence, LIMITS["heard"])


_TELL: dict[str, Callable[[KnowledgeGraph, Mapping[str, Any]], Told]] = {
    "ask": _ask,
    "check": _check,
    "cite": _cite,
    "claims": _claims,
    "compare": _compare,
    "entities": _entities,
    "entity": _entity,
    "evidence": _page("evidence"),
    "explain": _explain,
    "info": _info,
    "list": _list,
    "operations": _operations,
    "pathways": _pathways,
    "pool": _page("pool"),
    "questions": _questions,
    "show": _page("page"),
    "summary": _page("summary"),
    "what-if": _what_if,
}
