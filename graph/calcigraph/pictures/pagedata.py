"""What the page of a picture knows: boxes, claims and the evidence on them, read in few queries."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from calcigraph.diagrams.dot import look
from calcigraph.diagrams.style import Style
from calcigraph.knowledge.evidence import evidence_pages
from calcigraph.knowledge.sources import ADDRESSES
from calcigraph.knowledge.statuses import certainties, statuses
from calcigraph.namespaces import CG, expand, shorten

if TYPE_CHECKING:
    from calcigraph.diagrams.model import Edge, Model, Node
    from calcigraph.pictures.sheet import Sheet
    from calcigraph.store.store import Store

_MATCHES = {"exactMatch": "same as", "closeMatch": "close to", "broadMatch": "narrower than"}
_VERBS = "SELECT ?p ?one ?many { ?p cg:sign ?sign ; cg:verb ?one ; cg:pluralVerb ?many }"
_PLURALS = "SELECT ?e { ?e cg:plural true }"
_LOWEST = -1  # rank of a claim on which nothing counts


def page_data(picture: Sheet) -> dict[str, Any]:
    """Collect what stands behind a picture.

    Args:
        picture: the picture.

    Returns:
        ``nodes``, ``claims`` (every line of the drawing), ``evidence`` (CURIE of a claim to its page, as
        ``pages.evidence_page`` gives it, without what is empty or not shown), ``meanings`` of the reasons,
        ``statuses`` with rank, meaning and look, ``levels`` of certainty from the lowest, ``addresses`` of publications
        by kind of identifier, ``start`` (the claim that the picture is about, if it is about one),
        ``description`` and ``note``.

    Example:
        >>> data = page_data(kg.draw("neighbourhood", "MGP synthesis"))
        >>> sorted(data["evidence"]) == [claim["id"] for claim in data["claims"]]
        True
    """
    graph = picture.store
    models = picture.models
    first = models[0] if models else None
    asked = {edge.iri for model in models for edge in model.edges if edge.status}
    starts = [node.iri for model in models for node in model.nodes if node.evidence == "claim"]
    if picture.forest and picture.forest.iri:
        starts = [picture.forest.iri]
    if picture.funnel:
        starts = [picture.funnel.iri]
    evidence = evidence_pages(graph, asked | set(starts)) if graph else {}
    lines = _lines(graph, first) if first else []
    drawn = {each["id"] for each in lines}
    reasons = [row for page in evidence.values() for verdict in page["verdicts"] for row in verdict["reasons"]]
    return {
        "kind": picture.kind,
        "panels": len(models),
        "description": _description(picture),
        "note": picture.note or (first.note if first else ""),
        "start": shorten(starts[0]) if starts else "",
        "regions": [each["label"] for each in picture.style.data["regions"]],
        "unrated": picture.style.certainty(None)["legend"],
        "nodes": [_pruned(each) for each in (_nodes(picture) if first else _rows(picture))],
        "claims": [_pruned(each) | _always(each) for each in lines],
        "evidence": {
            curie: _pruned(_slim(page, drawn=curie in drawn))
            for curie, page in ((shorten(iri), page) for iri, page in evidence.items())
        },
        "meanings": dict(sorted((row["reason"], row["meaning"]) for row in reasons)),
        "statuses": _statuses(graph),
        "levels": [*certainties(graph)][::-1] if graph else [],
        "addresses": ADDRESSES,
    }


def _slim(page: dict[str, Any], *, drawn: bool) -> dict[str, Any]:
    """What the page of a claim shows, so that the whole graph stays a file to be sent.

    What every line says of itself, and what goes without saying (a source seen whole, a direct result), is left out.
    """
    shown = dict(page) if not drawn else {name: each for name, each in page.items() if name != "claim"}
    shown["verdicts"] = [
        {**_without(verdict, "verdict"), "reasons": [{"reason": row["reason"]} for row in verdict["reasons"]]}
        for verdict in page["verdicts"]
    ]
    shown["results"] = [_source(row, "kind", "relevance") for row in page["results"]]
    shown["mechanism"] = [_source(row) for row in page["mechanism"]]
    shown["statements"] = [_without(row, "statement", "anchor") for row in page["statements"]]
    return shown


def _source(row: dict[str, Any], *names: str) -> dict[str, Any]:
    found = _without(row, *names, "verification")
    if row.get("relevance") == "indirect relevance":
        found["related"] = True
    if row["verification"] != "verified":
        found["verification"] = row["verification"]
    return found


def _without(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: each for name, each in row.items() if name not in names}


def _pruned(value: Any) -> Any:
    """The value without what is empty, all the way down; zero is not empty."""
    if isinstance(value, dict):
        small = {name: _pruned(each) for name, each in value.items()}
        return {name: each for name, each in small.items() if each not in (None, "", [], {}) and each is not False}
    return [_pruned(each) for each in value] if isinstance(value, (list, tuple)) else value


def _always(edge: dict[str, Any]) -> dict[str, Any]:
    """What the script takes for granted."""
    return {name: edge[name] for name in ("label", "tissues", "sources", "status", "rank")}


def _description(picture: Sheet) -> str:
    if picture.forest:
        return picture.forest.description
    if picture.funnel:
        return picture.funnel.description
    if picture.story:
        return picture.story.page
    if len(picture.models) == 1:
        return picture.models[0].description
    return ". ".join(f"{model.title}: {model.description}" for model in picture.models)


def _nodes(picture: Sheet) -> list[dict[str, Any]]:
    style = Style()
    regions = {each["name"]: each["label"] for each in style.data["regions"]}
    several = len(picture.models) > 1
    plurals = {str(iri) for (iri,) in picture.store.engine.values(_PLURALS)} if picture.store else set()
    answers: dict[str, list[dict[str, str]]] = {}
    for model in picture.models:
        for node in model.nodes:
            if node.response:
                answer = {"panel": model.title if several else "", "answer": style.response(node.response)["legend"]}
                answers.setdefault(node.iri, []).append(answer)
    return [
        {
            "id": node.curie,
            "label": node.label.replace("\n", " · "),
            "kind": style.data["evidence"][node.evidence]["legend"] if node.evidence else _kind(node),
            "region": regions.get(node.region, "") if picture.models[0].on_map else "",
            "answers": answers.get(node.iri, []),
            "plural": node.iri in plurals,
            "focus": node.focus,
            "detail": node.detail,
            **_entity(picture.store, node),
        }
        for node in picture.models[0].nodes
    ]


def _kind(node: Node) -> str:
    """The kind that the style gives the classes of a box, whatever its answer."""
    return str(look(replace(node, response=""), Style())["name"])


def _entity(store: Store | None, node: Node) -> dict[str, Any]:
    if store is None or node.evidence:
        return {}
    entity = store.entities.find(node.iri)
    links = [
        {"text": curie, "url": expand(curie), "how": _MATCHES[kind]}
        for kind, curies in entity.identifiers.items()
        for curie in curies
        if (expand(curie) or "").startswith(("https://", "http://"))
    ]
    return {"definition": entity.definition, "synonyms": list(entity.synonyms), "links": links}


def _lines(store: Store | None, model: Model) -> list[dict[str, Any]]:
    verbs, plurals, ranks = _grammar(store) if store else ({}, set(), {})
    labels = {node.iri: node.label for node in model.nodes}
    return [
        {
            "id": edge.curie,
            "source": shorten(edge.source),
            "target": shorten(edge.target),
            "label": edge.label,
            "verb": verbs.get((edge.predicate, edge.source in plurals), _verb(edge, labels)) if edge.status else "",
            "sign": edge.sign,
            "status": edge.status,
            "certainty": edge.certainty,
            "rank": ranks.get(edge.certainty or "", _LOWEST),
            "limiting": edge.limiting,
            "negated": edge.negated,
            "directness": edge.directness,
            "tissues": edge.tissues,
            "sources": edge.sources,
        }
        for edge in model.edges
    ]


def _verb(edge: Edge, labels: dict[str, str]) -> str:
    """What stands between the ends in the sentence of the claim, where it begins and ends with them."""
    source, target = labels[edge.source], labels[edge.target]
    found = edge.label.startswith(f"{source} ") and edge.label.endswith(f" {target}")
    return edge.label[len(source) : -len(target)].strip() if found else ""


def _grammar(store: Store) -> tuple[dict[tuple[str, bool], str], set[str], dict[str, int]]:
    verbs: dict[tuple[str, bool], str] = {}
    for predicate, one, many in store.engine.values(_VERBS):
        name = str(predicate).removeprefix(CG)
        verbs |= {(name, False): str(one), (name, True): str(many)}
    plurals = {str(iri) for (iri,) in store.engine.values(_PLURALS)}
    return verbs, plurals, {label: level.rank for label, level in certainties(store).items()}


def _statuses(store: Store | None) -> dict[str, dict[str, Any]]:
    return {
        label: {"rank": status.rank, "meaning": status.meaning, "sure": status.sure, "drawn": status.drawn}
        for label, status in sorted(statuses(store).items() if store else ())
    }


def _parts(picture: Sheet) -> list[tuple[Any, ...]]:
    forest = picture.forest
    return [*(scale.rows for scale in forest.scales), forest.without] if forest else []


def _rows(picture: Sheet) -> list[dict[str, Any]]:
    """The results of a forest plot, in its order."""
    return [
        {"id": row.iri, "label": row.study, "kind": row.endpoint, "region": "", "detail": row.text}
        for part in _parts(picture)
        for row in part
    ]
