"""What a page shows of one thing, as plain values: the JSON of its address, and what its template is given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from calcigraph._version import RELEASED, __version__
from calcigraph.answers.asking import Questions
from calcigraph.answers.page_leads import told_claim, told_entity
from calcigraph.guard.guarding import Guard
from calcigraph.knowledge.claims import read_claims
from calcigraph.knowledge.evidence import NO_ADVICE, claim_row, evidence_pages, read_rows
from calcigraph.knowledge.sources import sources
from calcigraph.mechanism.pathways.explanations import explain
from calcigraph.namespaces import BASE, CG, expand, shorten
from calcigraph.operations import find

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calcigraph.answers.answer import Answer
    from calcigraph.knowledge.pages import Row
    from calcigraph.questions.headers import Question
    from calcigraph.store.store import Store

_WHOM = """
SELECT DISTINCT ?who ?label { ?v cg:verdictOn <%s> ; cg:forWhom ?who . ?who skos:prefLabel|rdfs:label ?label }
ORDER BY ?label ?who"""
_BASELINE = "SELECT DISTINCT ?from { ?v cg:verdictOn <%s> ; cg:fromBaseline ?from } ORDER BY ?from"
_FACTS = """
SELECT ?property ?value ?label {
  <%s> ?property ?value . OPTIONAL { ?value skos:prefLabel|rdfs:label ?label FILTER(ISIRI(?value)) }
} ORDER BY ?property ?value ?label"""
_RESULTS_OF = """
SELECT ?result ?label ?description ?outcome {
  ?result cg:study <%s> ; rdfs:label ?label ; dcterms:description ?description ; cg:outcome/skos:prefLabel ?outcome
} ORDER BY ?outcome ?result"""
_CITED_BY = """
SELECT DISTINCT ?claim { ?claim a cg:Claim ; cito:citesAsEvidence|cito:citesForInformation <%s> } ORDER BY ?claim"""
_STATED_IN = """
SELECT ?section ?anchor ?hedge ?boldness ?claim {
  ?statement dcterms:isPartOf <%s> ; cg:section ?section ; cg:anchor ?anchor ; cg:states ?claim ; cg:hedge/rdfs:label ?hedge .
  OPTIONAL { ?statement cg:boldness/rdfs:label ?boldness }
} ORDER BY ?statement ?claim"""
_BEARINGS = """
SELECT ?claim ?direction ?relevance ?counted {
  ?bearing cg:ofResult <%s> ; cg:about ?claim ; cg:direction/rdfs:label ?direction ; cg:relevance/rdfs:label ?relevance .
  BIND(EXISTS { ?v cg:counts ?bearing } AS ?counted)
} ORDER BY DESC(?counted) ?claim"""
_PORTIONS = """
SELECT ?food ?label ?nutrient ?of ?low ?high ?unit ?serving ?source ?verification {
  ?a cg:nutrient ?nutrient ; cg:amountOf ?food ; cg:lowValue ?low ; cg:highValue ?high ; cg:unit ?unit ;
     cg:servingMass ?serving ; dcterms:source/skos:prefLabel ?source ; cg:verification/rdfs:label ?verification .
  FILTER(?food = <%(iri)s> || ?nutrient = <%(iri)s>)
  ?food skos:prefLabel ?label . ?nutrient skos:prefLabel ?of
} ORDER BY DESC(?high) ?label ?of ?a"""
#: How many pathways for and against a claim are shown.
_SHOWN = next(each.default for each in find("explain") if each.name == "limit")
_LENGTH = next(each.default for each in find("explain") if each.name == "max_length")


def reading(store: Store, kind: str, iri: str, given: Mapping[str, str] | None = None) -> Row:
    """Read what a page shows.

    Args:
        store: the graph.
        kind: ``id``, ``claim``, ``source``, ``result`` or ``question``.
        iri: of the thing, which is there.
        given: values for the parameters of a question; those left out keep their defaults.

    Returns:
        ``iri``, ``release`` and what the kind has: of an entity and a claim the page as ``kg.page`` and ``kg.evidence`` give
        it and more; ``warnings`` first wherever a drug, a condition or a dose calls for it.

    Example:
        >>> reading(store, "claim", "https://w3id.org/calcigraph/claim/warfarin-inhibits-vkorc1")["sentence"]
        'Warfarin inhibits VKORC1.'
    """
    if kind == "question":
        read = _question(store, iri, given or {})
    else:
        read = {"id": _entity, "claim": _claim, "source": _source, "result": _result}[kind](store, iri)
    return {"iri": iri, "release": {"version": __version__, "date": RELEASED}, **read}


def _entity(store: Store, iri: str) -> Row:
    portions = read_rows(store, _PORTIONS % {"iri": iri})
    return {**told_entity(store, iri, store.once(_evidence)), "portions": portions}


def _evidence(store: Store) -> dict[str, Row]:
    """The evidence on all claims, which takes few queries and is read once."""
    return evidence_pages(store, [str(iri) for (iri,) in store.engine.values("SELECT ?c { ?c a cg:Claim }")])


def _claim(store: Store, iri: str) -> Row:
    (found,) = read_claims(store, f"VALUES ?claim {{ <{iri}> }}")
    page = told_claim(store, found, store.once(_evidence)[iri])
    about = found.directness == "indirect" and found.sign is not None
    return {
        **page,
        "subject": {"iri": found.subject, "label": store.entities.label(found.subject)},
        "predicate": shorten(found.predicate),
        "object": {"iri": found.object, "label": store.entities.label(found.object)},
        "for_whom": read_rows(store, _WHOM % iri),
        "baselines": [str(row["from"]) for row in read_rows(store, _BASELINE % iri)],
        "explanation": explain(store, iri, max_length=_LENGTH, limit=_SHOWN).as_dict() if about else None,
        "study_iris": _studies(store, page),
    }


def _studies(store: Store, page: Row) -> dict[str, str]:
    """Result to its study, and label of a source of a step to its IRI, so that a page can lead there."""
    rows = read_rows(
        store,
        f"SELECT ?r ?s {{ VALUES ?r {{ {' '.join(each['result'] for each in page['results'])} }} ?r cg:study ?s }}",
    )
    labels = {source.label: iri for iri, source in sources(store).items()}
    cited = {row["source"]: labels[row["source"]] for row in page["mechanism"] if row["source"] in labels}
    return {shorten(str(row["r"])): str(row["s"]) for row in rows} | cited


def facts(store: Store, iri: str) -> dict[str, list[Row]]:
    """Read everything that is said of one thing, as it stands.

    Args:
        store: the graph.
        iri: of the thing.

    Returns:
        Local name of each property to its values, each with ``value`` and, where that is a thing with a name, ``label``.

    Example:
        >>> facts(store, "https://w3id.org/calcigraph/source/knapen2015")["sampleSize"]
        [{'value': 244, 'label': None}]
    """
    found: dict[str, list[Row]] = {}
    seen: set[tuple[str, Any]] = set()
    for row in read_rows(store, _FACTS % iri):
        name = str(row["property"]).rpartition("#")[2].rpartition("/")[2]
        if (name, row["value"]) not in seen:
            seen.add((name, row["value"]))
            found.setdefault(name, []).append({"value": row["value"], "label": row["label"]})
    return found


def _source(store: Store, iri: str) -> Row:
    source = sources(store)[iri]
    results = read_rows(store, _RESULTS_OF % iri)
    said = f"{source.title or source.label}. {' '.join(str(row['description']) for row in results)}"
    stated = read_rows(store, _STATED_IN % iri)
    return {
        "warnings": list(store.once(Guard).read(said).lines),
        "label": source.label,
        "title": source.title,
        "year": source.year,
        "design": source.design,
        "pmid": source.pmid,
        "doi": source.doi,
        "link": source.link,
        "verification": source.verification,
        "integrity_warning": source.warning,
        "not_used_because": source.unused,
        "facts": facts(store, iri),
        "results": [{**row, "result": shorten(str(row["result"]))} for row in results],
        "steps": _claims(store, [str(row["claim"]) for row in read_rows(store, _CITED_BY % iri)]),
        "statements": [{**row, **each} for row in stated for each in _claims(store, [str(row.pop("claim"))])],
        "note": NO_ADVICE if results else "",
    }


def _result(store: Store, iri: str) -> Row:
    said = facts(store, iri)
    study = said["study"][0]["value"]
    source = sources(store)[study]
    bearings = read_rows(store, _BEARINGS % iri)
    claims = {each["claim"]: each for each in _claims(store, [str(row["claim"]) for row in bearings])}
    description = str(said["description"][0]["value"])
    return {
        "warnings": list(store.once(Guard).read(f"{said['label'][0]['value']}. {description}").lines),
        "label": said["label"][0]["value"],
        "description": description,
        "study": {"iri": study, "label": source.label, "title": source.title, "link": source.link},
        "design": source.design,
        "integrity_warning": source.warning,
        "verification": source.verification,
        "facts": said,
        "bears_on": [{**claims[shorten(str(row.pop("claim")))], **row} for row in bearings],
        "note": NO_ADVICE,
    }


def _claims(store: Store, iris: list[str]) -> list[Row]:
    if not iris:
        return []
    wanted = " ".join(f"<{iri}>" for iri in sorted(set(iris)))
    return [claim_row(claim) for claim in read_claims(store, f"VALUES ?claim {{ {wanted} }}")]


def _question(store: Store, iri: str, given: Mapping[str, str]) -> Row:
    from calcigraph.questions.executables import wording

    questions = store.once(Questions)
    question = questions[iri.removeprefix(f"{BASE}question/")]
    values = {each.name: given.get(each.name) or _default(store, each.default) for each in question.parameters}
    asked = {name: value for name, value in given.items() if value}
    answer = None if needs_network(question) else questions.by_id(question.id, **asked)
    words = question.question
    for name, value in values.items():
        words = words.replace(f"{{{name}}}", value)
    return {
        "warnings": list(store.once(Guard).read(words).lines) if values else [],
        "id": question.id,
        "title": question.title,
        "question": " ".join(words.split()) if asked else wording(store, question),
        "pattern": question.question,
        "description": " ".join(question.description.split()),
        "tags": list(question.tags),
        "parameters": [
            {"name": each.name, "type": each.type, "value": values[each.name]} for each in question.parameters
        ],
        "empty": question.empty,
        "sparql": "\n".join(
            line for line in questions.sparql(question.id, **asked).splitlines() if not line.startswith("#+")
        ).strip(),
        "answer": None if answer is None else _answer(answer),
    }


def _answer(answer: Answer) -> Row:
    return {
        "columns": list(answer.columns),
        "rows": [list(row) for row in answer.rows],
        **{name: value for name, value in answer.members().items() if value},
        "safety": answer.safety,
    }


def needs_network(question: Question) -> bool:
    """Tell whether a question asks other endpoints.

    Args:
        question: the question.

    Returns:
        Whether its query has SERVICE.

    Example:
        >>> needs_network(kg.questions["forms-of"])
        False
    """
    return "SERVICE" in question.text


def _default(store: Store, term: str) -> str:
    """The default of a parameter as a reader would type it."""
    iri = expand(term)
    if iri is None or term.startswith('"'):
        return term.strip('"')
    rows = store.engine.values(f"SELECT ?l {{ <{iri}> skos:prefLabel|rdfs:label|dcterms:title ?l }} ORDER BY ?l")
    return str(rows[0][0]) if rows else term


def terms(store: Store) -> dict[str, list[Row]]:
    """Read the terms of the ontology.

    Args:
        store: the graph.

    Returns:
        ``classes``, ``properties`` and ``values``, each term with its local name, label, definition, and what it is under.

    Example:
        >>> [each["name"] for each in terms(store)["classes"] if each["label"] == "claim"]
        ['Claim']
    """
    found: dict[str, list[Row]] = {"classes": [], "properties": [], "values": []}
    kinds = {"Class": "classes", "ObjectProperty": "properties", "DatatypeProperty": "properties"}
    rows = read_rows(
        store,
        """SELECT ?term ?kind ?label ?definition ?above ?sign {
             GRAPH <https://w3id.org/calcigraph/graph/ontology> {
               ?term a ?type ; rdfs:label ?label . FILTER(?type IN (owl:Class, owl:ObjectProperty, owl:DatatypeProperty, owl:NamedIndividual))
               BIND(REPLACE(STR(?type), ".*#", "") AS ?kind)
               OPTIONAL { ?term skos:definition ?definition }
               OPTIONAL { ?term cg:sign ?sign }
               OPTIONAL { ?term rdfs:subClassOf|rdfs:subPropertyOf ?above FILTER(ISIRI(?above)) }
               OPTIONAL { ?term a ?above FILTER(?type = owl:NamedIndividual && ?above != owl:NamedIndividual) }
             } } ORDER BY LCASE(STR(?label)) ?term ?above""",
    )
    seen: set[str] = set()
    for row in rows:
        iri = str(row.pop("term"))
        if iri in seen or not iri.startswith(CG):
            continue
        seen.add(iri)
        above = row.pop("above")
        place = kinds.get(str(row.pop("kind")), "values")
        found[place].append({"name": iri.removeprefix(CG), "above": shorten(str(above)) if above else "", **row})
    return found
