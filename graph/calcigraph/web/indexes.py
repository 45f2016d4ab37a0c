"""Lists of everything that has a page, and the index that the search box reads."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from calcigraph.answers.asking import Questions
from calcigraph.knowledge.claims import read_claims
from calcigraph.knowledge.evidence import claim_row, read_rows
from calcigraph.knowledge.sources import sources
from calcigraph.knowledge.statuses import statuses
from calcigraph.questions.executables import wording
from calcigraph.web.addresses import labels, path_of
from calcigraph.web.templating import Place, render

if TYPE_CHECKING:
    from calcigraph.knowledge.pages import Row
    from calcigraph.store.store import Store

_ENTITIES = """
SELECT ?entity ?label ?definition ?kind {
  ?entity a cg:Entity ; skos:prefLabel ?label . OPTIONAL { ?entity skos:definition ?definition }
  OPTIONAL { ?entity a ?class . ?class rdfs:label ?kind
             FILTER(STRSTARTS(STR(?class), STR(cg:)) && ?class NOT IN (cg:Entity, cg:Factor))
             FILTER NOT EXISTS { ?entity a ?below . ?below rdfs:subClassOf ?class FILTER(?below != ?class) } }
} ORDER BY LCASE(STR(?label)) ?entity ?kind"""
_NAMES = "SELECT ?e ?n { ?e a cg:Entity ; skos:altLabel ?n } ORDER BY ?e ?n"
#: Which lists there are, and what each is called.
LISTS = {"entities": "Entities", "claims": "Claims", "sources": "Sources", "questions": "Questions"}


def page(store: Store, name: str, place: Place) -> str:
    """Write a list.

    Args:
        store: the graph.
        name: one of ``LISTS``.
        place: of the page.

    Returns:
        The page.

    Example:
        >>> "natto" in page(store, "entities", Place("entities"))
        True
    """
    makers = {"entities": entities, "claims": claims, "sources": publications, "questions": questions}
    groups = makers[name](store)
    total = sum(len(rows) for rows in groups.values())
    return render(
        "list.html",
        place,
        title=LISTS[name],
        summary=f"All {total:,} {name}, with a box to narrow them down.",
        groups=groups,
        total=total,
        what=name,
    )


def entities(store: Store) -> dict[str, list[Row]]:
    """List the entities by what they are.

    Args:
        store: the graph.

    Returns:
        Kind to entities, both in alphabetical order; one of several kinds stands under each.

    Example:
        >>> "warfarin" in [row["label"] for row in entities(store)["Drug"]]
        True
    """
    found: dict[str, list[Row]] = {}
    for row in read_rows(store, _ENTITIES):
        kind = str(row["kind"] or "other")
        found.setdefault(kind[:1].upper() + kind[1:], []).append(
            {"path": path_of(str(row["entity"])), "label": row["label"], "more": row["definition"] or ""}
        )
    return dict(sorted(found.items()))


def claims(store: Store) -> dict[str, list[Row]]:
    """List the claims by their status.

    Args:
        store: the graph.

    Returns:
        Status to claims, more support first.

    Example:
        >>> list(claims(store))[0]
        'Established'
    """
    found: dict[str, list[Row]] = {label: [] for label in statuses(store)}
    for claim in sorted(read_claims(store, ""), key=lambda each: (each.label.casefold(), each.iri)):
        row = claim_row(claim)
        found[claim.status].append({**row, "path": path_of(claim.iri), "more": ""})
    return {label[:1].upper() + label[1:]: rows for label, rows in found.items() if rows}


def publications(store: Store) -> dict[str, list[Row]]:
    """List the sources by their design.

    Args:
        store: the graph.

    Returns:
        Design to sources in alphabetical order, those with most sources first.

    Example:
        >>> sum(map(len, publications(store).values())) == kg.info()["sources"]
        True
    """
    found: dict[str, list[Row]] = {}
    for iri, source in sources(store).items():
        design = source.design or "other source"
        row = {"path": path_of(iri), "label": source.label, "more": source.title or "title not displayed"}
        found.setdefault(design[:1].upper() + design[1:], []).append(row)
    for rows in found.values():
        rows.sort(key=lambda row: (str(row["label"]).casefold(), row["path"]))
    return dict(sorted(found.items(), key=lambda item: (-len(item[1]), item[0])))


def questions(store: Store) -> dict[str, list[Row]]:
    """List the questions by their purpose.

    Args:
        store: the graph.

    Returns:
        Purpose to questions.

    Example:
        >>> "Which foods supply vitamin K2, and how much?" in [row["label"] for row in questions(store)["Foods"]]
        True
    """
    found: dict[str, list[Row]] = {}
    for question in store.once(Questions).values():
        purpose = question.path.split("/")[1].replace("qc", "checks")
        row = {"path": f"question/{question.id}", "label": wording(store, question), "more": question.title}
        found.setdefault(purpose[:1].upper() + purpose[1:], []).append(row)
    return dict(sorted(found.items()))


def search_index(store: Store) -> str:
    """Write what the search box reads.

    Args:
        store: the graph.

    Returns:
        JSON: for each entity, claim, question and source its label, the path of its page, its kind and its other names.

    Example:
        >>> search_index(store)[:2]
        '[\\n'
    """
    names: dict[str, list[str]] = {}
    for row in read_rows(store, _NAMES):
        names.setdefault(str(row["e"]), []).append(str(row["n"]))
    listed: list[Any] = []
    for kind, what in (("id", "entity"), ("claim", "claim"), ("question", "question"), ("source", "source")):
        for local, label in labels(store)[kind].items():
            path = f"{kind}/{local}"
            others = names.get(f"https://w3id.org/calcigraph/{path}", [])
            listed.append([label, path, what, *([others] if others else [])])
    return "[\n" + ",\n".join(json.dumps(each, ensure_ascii=False, separators=(",", ":")) for each in listed) + "\n]\n"


def search_script(store: Store) -> str:
    """Write the index as a script, which a page that is opened from disk can load.

    Args:
        store: the graph.

    Returns:
        JavaScript that names the rows of ``search_index``.

    Example:
        >>> search_script(store)[:30]
        'globalThis.calcigraphNames = ['
    """
    return f"globalThis.calcigraphNames = {search_index(store).rstrip()};\n"


def counts(store: Store) -> dict[str, int]:
    """Count the claims of each status.

    Args:
        store: the graph.

    Returns:
        Status to how many claims have it, more support first.

    Example:
        >>> sum(counts(store).values()) == kg.info()["claims"]
        True
    """
    found = Counter(claim.status for claim in read_claims(store, ""))
    return {label: found[label] for label in statuses(store)}
