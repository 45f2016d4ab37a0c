"""What each tool answers: the graph asked, and the answer put into a payload."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calcigraph.answers import plain_values
from calcigraph.answers.answer import Answer
from calcigraph.answers.page_leads import cautions
from calcigraph.assistant.payloads import payload, said
from calcigraph.errors import CalcigraphError, Unavailable, UnclearQuestion, UnknownName, UnknownQuestion, one_line
from calcigraph.guard.guarding import Guard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from calcigraph.graph import KnowledgeGraph

    Payload = dict[str, Any]

#: What a query of an assistant may take: it asks many, and waits for each.
SECONDS, MEMORY, ROWS = 10, "500MB", 200
_OF_RESULT = ("source", "year", "design", "n", "pmid", "doi", "counted", "direction")
_OF_ROW = ("study", "source", "authority", "year", "design", "pmid", "doi")


def answer(kg: KnowledgeGraph, tool: str, given: Mapping[str, Any]) -> tuple[Payload, bool]:
    """Ask the graph what a tool asks.

    Args:
        kg: the graph.
        tool: its name.
        given: its arguments, checked.

    Returns:
        The payload, and whether it says that nothing could be answered.

    Example:
        >>> answer(kg, "find", {"name": "MK7"})[0]["result"]["label"]
        'MK-7'
        >>> answer(kg, "find", {"name": "MK77"})[0]["state"]
        'unknown name'
    """
    try:
        return _ANSWERS[tool](kg, given), False
    except CalcigraphError as error:
        return _refused(kg, error, given), True


def refused(kg: KnowledgeGraph, message: str, given: Any) -> Payload:
    """Refuse arguments that a tool does not take; what they call for is said all the same.

    Args:
        kg: the graph.
        message: what is wrong with them.
        given: the arguments, whatever they are.

    Returns:
        The payload.

    Example:
        >>> refused(kg, "'name' is text", {"name": 1})["state"]
        'wrong use'
    """
    return payload("wrong use", cautions=_heard(kg, given), wording="", reasons=[one_line(message)])


def _refused(kg: KnowledgeGraph, error: CalcigraphError, given: Mapping[str, Any]) -> Payload:
    state = "wrong use"
    if isinstance(error, UnknownName | UnknownQuestion):
        state = "unknown name"
    elif isinstance(error, UnclearQuestion):
        state = "unclear"
    elif isinstance(error, Unavailable):
        state = "unavailable"
    near = [str(each) for each in getattr(error, "nearest", ())] or [
        str(each) for each in getattr(error, "choices", ())
    ]
    heard = [*getattr(error, "cautions", ()), *_heard(kg, given)]
    return payload(state, cautions=heard, reasons=[one_line(str(error))], nearest=near)


def _find(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Payload:
    found = kg.entity(given["name"]).as_dict()
    return payload("known", cautions=cautions(kg.store, [given["name"]]), wording=said("find"), result=found)


def _page(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Payload:
    found = kg.page(given["name"])
    first = [*found.pop("warnings"), *found.pop("careful")]
    return payload("known", cautions=first, wording=found.pop("sentence"), result=found)


def _evidence(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Payload:
    found = kg.evidence(given["claim"])
    looked = any(row["counted"] for row in found["results"]) or found["mechanism"]
    shown = [{name: row[name] for name in _OF_RESULT} for row in found["results"]]
    heard = [*found.pop("warnings"), *_heard(kg, given)]
    return payload(
        "known" if looked else "nothing studied",
        cautions=heard,
        wording=found.pop("sentence"),
        level=found.pop("level"),
        reasons=found.pop("reasons"),
        sources=[{name: each for name, each in row.items() if each is not None} for row in shown],
        result=found,
    )


def _ask(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Payload:
    found = kg.ask(given["question"])
    result = plain_values.of_table(found)
    rows = result["results"]["bindings"]
    first = [*found.cautions, *_heard(kg, given), *([found.safety] if found.safety else [])]
    state = (
        str(found.state)
        if found.state and str(found.state) != "not asked"
        else "known"
        if rows or found.sentence
        else "nothing studied"
    )
    seen: dict[str, Payload] = {}
    for row in rows:
        source = {name: row[name]["value"] for name in _OF_ROW if name in row}
        if "pmid" in source or "doi" in source:
            seen.setdefault(str(source), source)
    kept = {
        "rows": [{name: each["value"] for name, each in row.items()} for row in rows],
        "understood": found.understood,
    }
    if found.claim:
        kept["claim"] = found.claim
    return payload(
        state,
        cautions=first,
        wording=found.sentence,
        level=found.level,
        reasons=found.reasons,
        result=kept,
        sources=seen.values(),
    )


def _pathways(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Payload:
    found = kg.pathways(given["source"], given["target"], limit=given.get("limit", 5))
    studied = [plain_values.of_claim(each) for each in kg.claims(given["source"], None, given["target"])]
    return _led({**found.as_dict(), "studied": studied}, "known" if found.paths else "no route")


def _what_if(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Payload:
    state = given.get("state", "replete")
    found = kg.what_if(given["interventions"], given.get("observe") or None, state=state)
    answers = {each.answer for each in found.responses}
    alike = answers.pop() if len(answers) == 1 else ""
    return _led(plain_values.of_what_if(found), alike if alike in ("undetermined", "no route") else "known")


def _led(result: Payload, state: str) -> Payload:
    """What begins with its warnings and its sentence."""
    lead = {name: result.pop(name) for name in ("warnings", "sentence", "level", "reasons")}
    return payload(
        state,
        cautions=lead["warnings"],
        wording=lead["sentence"],
        level=lead["level"],
        reasons=lead["reasons"],
        result=result,
    )


def _summary(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Payload:
    found = kg.summary(given["name"]).as_dict()
    first = found.pop("cautions")
    state = "known" if found["rows"] else "nothing studied"
    return payload(state, cautions=first, wording=said("summary"), result=found)


def _check_text(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Payload:
    found = kg.check(given["text"]).as_dict()
    found["sentences"] = [each for each in found["sentences"] if each["findings"]]
    state = "known" if found["claims"] else "outside this graph"
    return payload(state, cautions=_heard(kg, given), wording=found["summary"], reasons=[said("quoted")], result=found)


def _sparql(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Payload:
    found = kg.sparql(given["query"], timeout=SECONDS, memory=MEMORY)
    heard = _heard(kg, given)
    if isinstance(found, bool):
        return payload("known", cautions=heard, wording=said("sparql"), result={"boolean": found})
    if isinstance(found, Answer):
        table = plain_values.of_table(found)
        rows = table["results"]["bindings"]
        result = {"vars": table["head"]["vars"], "rows": rows[:ROWS], "notes": list(found.notes)}
        made = payload("known" if rows else "no rows", cautions=heard, wording=said("sparql"), result=result)
        made["left_off"] += max(0, len(rows) - ROWS)
        return made
    triples = sorted(" ".join(term.n3() for term in triple) for triple in found)
    return payload(
        "known" if triples else "no rows", cautions=heard, wording=said("sparql"), result={"triples": triples}
    )


def _heard(kg: KnowledgeGraph, given: Any) -> list[str]:
    """What drugs, conditions, groups and doses in the arguments call for."""
    return list(kg.store.once(Guard).read(" and ".join(_texts(given))[:60_000]).lines)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(each)
            yield str(name)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


_ANSWERS: dict[str, Callable[[KnowledgeGraph, Mapping[str, Any]], Payload]] = {
    "find": _find,
    "page": _page,
    "evidence": _evidence,
    "ask": _ask,
    "pathways": _pathways,
    "what_if": _what_if,
    "summary": _summary,
    "check_text": _check_text,
    "sparql": _sparql,
}
