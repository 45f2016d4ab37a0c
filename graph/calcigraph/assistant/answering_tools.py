"""What each tool answers: the graph asked, and the answer put into a payload."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calcigraph.answers import plain_values
from calcigraph.answers.answer import Answer
from calcigraph.answers.known_risks import careful
from calcigraph.assistant.citing import cited, sources_of, words_of
from calcigraph.assistant.payloads import payload, said
from calcigraph.assistant.tools import LONG
from calcigraph.errors import CalcigraphError, Unavailable, UnclearQuestion, UnknownName, UnknownQuestion, one_line
from calcigraph.guard.guarding import Guard
from calcigraph.knowledge.statuses import statuses
from calcigraph.namespaces import shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from calcigraph.graph import KnowledgeGraph

    Payload = dict[str, Any]

#: What a query of an assistant may take: it asks many, and waits for each.
SECONDS, MEMORY, ROWS = 10, "500MB", 200
_NUTRIENTS = 3  # for so many of the nutrients that are named the known risks are told
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
    # What stands behind the semicolon are options of the command line, which an assistant cannot give.
    told = str(error).partition("; allow")[0]
    return payload(state, cautions=heard, reasons=[one_line(told)], nearest=near)


def _find(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Payload:
    found = kg.entity(given["name"]).as_dict()
    heard = _heard(kg, [given["name"], found["label"]])
    return payload("known", cautions=heard, wording=said("find"), result=found)


def _page(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Payload:
    found = kg.page(given["name"])
    first = [*found.pop("warnings"), *found.pop("careful")]
    claims = [each["claim"] for each in found["effects"]]
    words = words_of(kg.store, claims)
    found["effects"] = [{**each, "words": words[each["claim"]]} for each in found["effects"]]
    held = [*found["acts_on"], *found["acted_on_by"], *found["other_claims"], *found["cautions"]]
    studied = statuses(kg.store)
    looked = found["amounts"] or any(studied[each["status"]].studied for each in (*found["effects"], *held))
    return payload(
        "known" if looked else "nothing studied",
        cautions=first,
        wording=f"{said('page')} {found.pop('sentence')}".strip(),
        result=found,
        sources=sources_of(kg.store, [*claims, *(each["claim"] for each in held)]),
    )


def _evidence(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Payload:
    found = kg.evidence(given["claim"])
    looked = any(row["counted"] for row in found["results"]) or found["mechanism"]
    heard = [*found.pop("warnings"), *_heard(kg, given)]
    return payload(
        "known" if looked else "nothing studied",
        cautions=heard,
        wording=found.pop("sentence"),
        level=found.pop("level"),
        reasons=found.pop("reasons"),
        sources={row["source"]: cited(row) for row in (*found["results"], *found["mechanism"])}.values(),
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
    words = words_of(kg.store, [each["claim"] for each in studied])
    result: Payload = {**found.as_dict(), "studied": [{**each, "words": words[each["claim"]]} for each in studied]}
    claims = [*words, *(each for path in result["paths"] for each in path["claims"])]
    return _led(kg, given, result, "known" if found.paths else "no route", claims)


def _what_if(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Payload:
    state = given.get("state", "replete")
    found = kg.what_if(given["interventions"], given.get("observe") or None, state=state)
    answers = {each.answer for each in found.responses}
    alike = answers.pop() if len(answers) == 1 else ""
    result: Payload = plain_values.of_what_if(found)
    claims = [each for row in result["responses"] for route in row["routes"] for each in route["claims"]]
    return _led(kg, given, result, alike if alike in ("undetermined", "no route") else "known", claims)


def _led(kg: KnowledgeGraph, given: Mapping[str, Any], result: Payload, state: str, claims: list[str]) -> Payload:
    """What begins with its warnings and its sentence; what it names calls for cautions too."""
    lead = {name: result.pop(name) for name in ("warnings", "sentence", "level", "reasons")}
    return payload(
        state,
        cautions=[*lead["warnings"], *_heard(kg, given)],
        wording=lead["sentence"],
        level=lead["level"],
        reasons=lead["reasons"],
        result=result,
        sources=sources_of(kg.store, claims),
    )


def _summary(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Payload:
    found = kg.summary(given["name"]).as_dict()
    first = found.pop("cautions")
    state = "known" if found["rows"] else "nothing studied"
    wording = said("summary") if found["rows"] else ""
    sources = sources_of(kg.store, [each["claim"] for each in found["rows"]])
    return payload(state, cautions=first, wording=wording, result=found, sources=sources)


def _check_text(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Payload:
    found = kg.check(given["text"]).as_dict()
    found["sentences"] = [each for each in found["sentences"] if each["findings"]]
    findings = [each for sentence in found["sentences"] for each in sentence["findings"]]
    claims = [shorten(each["claim"]["iri"]) for each in findings if each["claim"]]
    words = words_of(kg.store, claims)
    for each in findings:
        each["claim_words"] = words.get(shorten(each["claim"]["iri"]), "") if each["claim"] else ""
    return payload(
        "known" if found["claims"] else "outside this graph",
        cautions=_heard(kg, given),
        wording=f"{said('check_text')} {found['summary']}.",
        reasons=[said("quoted")],
        result=found,
        sources=sources_of(kg.store, claims),
    )


def _sparql(kg: KnowledgeGraph, given: Mapping[str, Any]) -> Payload:
    found = kg.sparql(given["query"], timeout=SECONDS, memory=MEMORY)
    heard = _heard(kg, given)
    if isinstance(found, bool):
        return payload("known", cautions=heard, wording=said("sparql"), result={"boolean": found})
    if isinstance(found, Answer):
        table = plain_values.of_table(found.with_rows(found.columns, found.terms[:ROWS]))
        rows = table["results"]["bindings"]
        result = {"vars": table["head"]["vars"], "rows": rows, "notes": list(found.notes)}
        made = payload("known" if rows else "no rows", cautions=heard, wording=said("sparql"), result=result)
        made["left_off"] += max(0, len(found) - ROWS)
        made["cut"] = made["left_off"] > 0
        return made
    triples = sorted(" ".join(term.n3() for term in triple) for triple in found)
    return payload(
        "known" if triples else "no rows", cautions=heard, wording=said("sparql"), result={"triples": triples}
    )


def _heard(kg: KnowledgeGraph, given: Any) -> list[str]:
    """What drugs, conditions, groups, doses and nutrients in the arguments call for."""
    text = " and ".join(_texts(given))[:LONG]
    guard = kg.store.once(Guard)
    named = " ".join(f"<{iri}>" for iri in dict.fromkeys(each.iri for each in kg.find_entities(text) if each.iri))
    nutrients = kg.store.engine.values(f"SELECT ?e {{ VALUES ?e {{ {named} }} ?e a cg:Nutrient }} ORDER BY ?e")
    risks = [careful(kg.store, guard.risks, [str(iri)]) for (iri,) in nutrients[:_NUTRIENTS]]
    return [*guard.read(text).lines, *(line for lines in risks for line in lines)]


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
