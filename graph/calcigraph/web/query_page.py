"""SPARQL in a browser: an editor that completes prefixes, terms and names, the shipped questions to begin with, results."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

from calcigraph.answers.asking import Questions
from calcigraph.knowledge.evidence import read_rows
from calcigraph.namespaces import COMMON, PREFIXES, shorten
from calcigraph.web.posting import page
from calcigraph.web.templating import Place, render
from calcigraph.web.yasgui_page import PATH as YASGUI
from calcigraph.web.yasgui_page import present

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from calcigraph.knowledge.pages import Row
    from calcigraph.store.store import Store

_TERMS = """
SELECT ?term ?label {
  { ?term a owl:Class } UNION { ?term a owl:ObjectProperty } UNION { ?term a owl:DatatypeProperty }
  ?term rdfs:label ?label FILTER(STRSTARTS(STR(?term), STR(cg:)))
} ORDER BY ?term ?label"""
_NAMES = """
SELECT ?term ?label {
  { ?term a cg:Entity ; skos:prefLabel|skos:altLabel ?label } UNION { ?term a cg:Claim ; rdfs:label ?label }
} ORDER BY ?term ?label"""
#: Terms of other vocabularies that the graph uses, which have no label in it.
_OTHERS = (
    *("rdf:type", "rdfs:label", "rdfs:subClassOf", "skos:prefLabel", "skos:altLabel", "skos:definition"),
    *("skos:exactMatch", "dcterms:title", "dcterms:description", "bibo:pmid", "bibo:doi", "cito:citesAsEvidence"),
)
_FIRST = """\
# What is claimed of vitamin K2, and how sure is that?
SELECT ?claim ?sentence ?status ?certainty {
  ?claim cg:subject id:vitamin-k2 ; rdfs:label ?sentence ; cg:status/rdfs:label ?status .
  OPTIONAL { ?claim cg:certainty/rdfs:label ?certainty }
} ORDER BY ?sentence"""


def routes(store: Store) -> list[BaseRoute]:
    """List the routes of the page.

    Args:
        store: the graph.

    Returns:
        Routes, with the file that the completion reads.
    """
    from starlette.routing import Route

    return [
        Route("/query", partial(_page, store)),
        Route("/static/terms.json", partial(_json, store)),
    ]


def terms_json(store: Store) -> str:
    """Write what the editor completes.

    Args:
        store: the graph.

    Returns:
        JSON: ``prefixes`` to IRIs; ``terms``, each as a prefixed name and its labels.

    Example:
        >>> json.loads(terms_json(store))["terms"]["cg:subject"]
        ['subject']
    """
    return store.once(_read)


def query(store: Store, place: Place, example: str = "") -> str:
    """Write the page.

    Args:
        store: the graph.
        place: of the page.
        example: id of the question with whose query the editor begins.

    Returns:
        The page.

    Raises:
        UnknownQuestion: no question has the id.

    Example:
        >>> "VALUES ?vitamin" in query(store, Place("query"), "forms-of")
        True
    """
    questions = store.once(Questions)
    text = questions.sparql(example) if example else _FIRST
    return render(
        "query.html",
        place,
        title="SPARQL",
        summary="Ask the graph anything that SPARQL 1.1 can ask.",
        query=_plain(text) if example else text,
        prefixes=PREFIXES | COMMON,
        examples=_examples(questions),
        chosen=example,
        yasgui=YASGUI if present() and not place.static else "",
        wide=True,
    )


def _plain(text: str) -> str:
    """A query without the header of its question, of which the first line of its words stays."""
    lines = text.splitlines()
    asked = next((line.partition(":")[2].strip() for line in lines if line.startswith("#+ question:")), "")
    kept = [line for line in lines if not line.startswith("#+") and not line.startswith("PREFIX ")]
    return "\n".join([*([f"# {asked}"] if asked else []), *kept]).strip()


def _examples(questions: Questions) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for each in questions.values():
        purpose = each.path.split("/")[1].replace("qc", "checks")
        found.setdefault(purpose.capitalize(), []).append({"id": each.id, "title": each.title})
    return dict(sorted(found.items()))


def _page(store: Store, request: Request) -> Response:
    asked = request.query_params.get("example", "")
    known = asked if asked in store.once(Questions) else ""
    return page(query(store, Place("query"), known), 404 if asked and not known else 200)


def _json(store: Store, request: Request) -> Response:
    from starlette.responses import Response

    del request
    return Response(terms_json(store), media_type="application/json", headers={"cache-control": "no-cache"})


def _read(store: Store) -> str:
    terms: dict[str, list[Any]] = {name: [] for name in _OTHERS}
    for asked in (_TERMS, _NAMES):
        for row in read_rows(store, asked):
            labels = terms.setdefault(shorten(str(row["term"])), [])
            if row["label"] not in labels:
                labels.append(row["label"])
    return json.dumps(
        {"prefixes": PREFIXES | COMMON, "terms": terms}, ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
