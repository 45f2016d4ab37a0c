"""Pages: all that the graph knows about one entity, or about one claim, as plain data."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from calcigraph.claims import Claim, claim_iri, read_claims
from calcigraph.namespaces import shorten
from calcigraph.tables import python_value

if TYPE_CHECKING:
    from calcigraph.graph import KnowledgeGraph

Row = dict[str, Any]

#: Goes with every answer on doses or safety.
NO_ADVICE = "This is no medical advice; ask a doctor or pharmacist about doses and safety."
_CAREFUL = {"cautionFor", "contraindicatedIn", "interactsWith"}


def _rows(graph: KnowledgeGraph, query: str) -> list[Row]:
    names, rows = graph.engine.select(query)
    return [{name: python_value(term) for name, term in zip(names, row, strict=True)} for row in rows]


def _claim_row(claim: Claim) -> Row:
    return {
        "claim": claim.curie,
        "label": claim.label,
        "status": claim.status,
        "certainty": claim.certainty,
        "verdict": claim.verdict,
        "directness": claim.directness,
    }


def entity_page(graph: KnowledgeGraph, name: str) -> Row:
    """Collect the page on an entity.

    Args:
        graph: the graph.
        name: any of its names.

    Returns:
        ``entity`` (label, definition, synonyms, classes, identifiers), ``forms``, ``kinds``, ``acts_on`` and
        ``acted_on_by`` (claims with verdicts), ``other_claims``, ``amounts``, ``cautions`` and ``note`` (what has to
        be said with doses and cautions).

    Raises:
        UnknownName: nothing has the name.
        AmbiguousName: several entities have it.

    Example:
        >>> from calcigraph import KnowledgeGraph
        >>> page = entity_page(KnowledgeGraph.open(), "matrix Gla protein")
        >>> [form["label"] for form in page["forms"]]
        ['carboxylated MGP', 'dp-ucMGP']
    """
    entity = graph.entity(name)
    node = f"<{entity.iri}>"
    claims = read_claims(graph, f"{{ ?claim cg:subject {node} }} UNION {{ ?claim cg:object {node} }}")
    unique = {claim.iri: claim for claim in claims}.values()
    page: Row = {
        "entity": entity.as_dict(),
        "forms": _rows(
            graph,
            f"""SELECT DISTINCT ?label ?entity {{ ?c cg:predicate cg:formOf ; cg:object {node} ; cg:subject ?entity .
                FILTER NOT EXISTS {{ ?c cg:negated true }} ?entity skos:prefLabel ?label }} ORDER BY ?label""",
        ),
        "kinds": _rows(
            graph,
            f"SELECT ?label ?entity {{ ?entity cg:kindOf {node} ; skos:prefLabel ?label }} ORDER BY ?label",
        ),
        "acts_on": [],
        "acted_on_by": [],
        "other_claims": [],
        "cautions": [],
        "amounts": _rows(
            graph,
            f"""SELECT ?quantity ?of ?nutrient ?low ?high ?unit ?noneSet ?who ?region ?source ?verification {{
                  {{ SELECT DISTINCT ?a {{ ?a cg:amountOf|cg:nutrient {node} }} }}
                  ?a cg:amountOf/skos:prefLabel ?of ; cg:quantityKind/rdfs:label ?quantity ;
                     cg:verification/rdfs:label ?verification .
                  OPTIONAL {{ ?a cg:nutrient/skos:prefLabel ?nutrient }}
                  OPTIONAL {{ ?a cg:lowValue ?low ; cg:highValue ?high }}
                  OPTIONAL {{ ?a cg:unit ?unit }} OPTIONAL {{ ?a cg:noneSet ?noneSet }}
                  OPTIONAL {{ ?a cg:population/skos:prefLabel ?who }} OPTIONAL {{ ?a cg:region ?region }}
                  OPTIONAL {{ ?a dcterms:source/skos:prefLabel ?source }}
                }} ORDER BY ?quantity ?of DESC(?high) ?a""",
        ),
    }
    for claim in sorted(unique, key=lambda each: (each.directness, -each.rank, each.label)):
        row = _claim_row(claim)
        if shorten(claim.predicate).removeprefix("cg:") in _CAREFUL:
            page["cautions"].append(row)
        elif claim.sign is None:
            page["other_claims"].append(row)
        else:
            page["acts_on" if claim.subject == entity.iri else "acted_on_by"].append(row)
    page["note"] = NO_ADVICE if page["amounts"] or page["cautions"] else ""
    return page


def evidence_page(graph: KnowledgeGraph, name: str) -> Row:
    """Collect the page on a claim.

    Args:
        graph: the graph.
        name: its IRI, CURIE, local name or sentence.

    Returns:
        ``claim`` with its verdict, ``note`` (what has to be said with doses and cautions), ``verdicts`` (one per kind of endpoint, with reasons and, where contested, with what
        the disagreeing results differ in), ``findings`` (each with
        direction, numbers and source; the counted ones first), ``statements`` (who asserts it and how boldly) and
        ``mechanism`` (the sources cited for a step).

    Raises:
        UnknownName: no claim has the name.

    Example:
        >>> from calcigraph import KnowledgeGraph
        >>> page = evidence_page(KnowledgeGraph.open(), "vitamin K2 prevents arterial calcification")
        >>> page["claim"]["status"]
        'contested'
    """
    iri = claim_iri(graph, name)
    claim = read_claims(graph, f"VALUES ?claim {{ <{iri}> }}")[0]
    verdicts = _rows(
        graph,
        f"""SELECT ?verdict ?endpoint ?status ?certainty ?supporting ?refuting ?null {{
              ?verdict cg:verdictOn <{iri}> ; cg:atEndpoint ?kind ; cg:status/rdfs:label ?status .
              ?kind rdfs:label ?endpoint ; cg:rank ?rank .
              OPTIONAL {{ ?verdict cg:certainty/rdfs:label ?certainty }}
              OPTIONAL {{ ?verdict cg:supporting ?supporting }} OPTIONAL {{ ?verdict cg:refuting ?refuting }}
              OPTIONAL {{ ?verdict cg:nullResults ?null }} }} ORDER BY DESC(?rank)""",
    )
    findings = _findings(graph, iri)
    reasons: dict[str, list[Row]] = defaultdict(list)
    for row in _rows(
        graph,
        f"""SELECT ?verdict ?reason ?meaning {{ ?verdict cg:verdictOn <{iri}> ; cg:loweredFor ?r .
            ?r rdfs:label ?reason ; skos:definition ?meaning }} ORDER BY ?reason""",
    ):
        reasons[row.pop("verdict")].append(row)
    for verdict in verdicts:
        verdict["reasons"] = reasons[verdict["verdict"]]
        verdict["differences"] = _differences(graph, verdict["verdict"], verdict["endpoint"], findings)
        verdict["verdict"] = shorten(verdict["verdict"])
        for count in ("supporting", "refuting", "null"):
            verdict[count] = verdict[count] or 0
    doses = any(row["dose"] is not None for row in findings) or shorten(claim.predicate)[3:] in _CAREFUL
    return {
        "claim": _claim_row(claim),
        "note": NO_ADVICE if doses else "",
        "verdicts": verdicts,
        "findings": findings,
        "statements": _rows(
            graph,
            f"""SELECT ?statement ?article ?section ?hedge ?boldness ?anchor {{ ?statement cg:states <{iri}> ;
                  dcterms:isPartOf/dcterms:title ?article ; cg:section ?section ; cg:hedge/rdfs:label ?hedge ;
                  cg:anchor ?anchor . OPTIONAL {{ ?statement cg:boldness/rdfs:label ?boldness }}
                }} ORDER BY ?statement""",
        ),
        "mechanism": _rows(
            graph,
            f"""SELECT ?source ?title ?pmid ?doi ?verification {{ <{iri}> cito:citesAsEvidence ?s .
                  ?s skos:prefLabel ?source ; cg:verification/rdfs:label ?verification .
                  OPTIONAL {{ ?s dcterms:title ?title }} OPTIONAL {{ ?s bibo:pmid ?pmid }}
                  OPTIONAL {{ ?s bibo:doi ?doi }} }} ORDER BY ?source""",
        ),
    }


def _differences(graph: KnowledgeGraph, verdict: str, endpoint: str, findings: list[Row]) -> list[Row]:
    """The dimensions in which a contested verdict's results differ, with what stands on each side."""
    query = f"SELECT ?label {{ <{verdict}> cg:differsIn/rdfs:label ?label }} ORDER BY ?label"
    found = []
    for (label,) in graph.engine.values(query):
        sides: dict[bool, set[str]] = {True: set(), False: set()}
        for row in findings:
            value = row[str(label)]
            if value is None or row["kind"] != endpoint:
                continue
            unit = row.get({"dose": "doseUnit", "duration": "durationUnit"}.get(str(label), ""))
            sides[row["direction"] == "supports"].add(f"{value:g} {unit}" if unit else str(value))
        found.append({"difference": label, "supporting": sorted(sides[True]), "others": sorted(sides[False])})
    return found


def _findings(graph: KnowledgeGraph, iri: str) -> list[Row]:
    rows = _rows(
        graph,
        f"""SELECT ?finding ?direction ?relevance ?endpoint ?kind ?counted ?description ?measure ?effect ?low ?high
                   ?unit ?p ?form ?dose ?doseUnit ?duration ?durationUnit ?population ?baseline ?n ?subgroup ?caveat
                   ?source ?year ?design ?pmid ?doi ?verification ?warning {{
              ?finding cg:about <{iri}> ; cg:direction/rdfs:label ?direction ; cg:relevance/rdfs:label ?relevance ;
                       cg:endpoint ?e ; dcterms:description ?description ; cg:study ?s .
              ?e skos:prefLabel ?endpoint . OPTIONAL {{ ?e cg:endpointKind/rdfs:label ?kind }}
              BIND(EXISTS {{ ?v cg:counts ?finding }} AS ?counted)
              ?s skos:prefLabel ?source ; cg:design/rdfs:label ?design ; cg:verification/rdfs:label ?verification .
              OPTIONAL {{ ?s cg:year ?year }} OPTIONAL {{ ?s bibo:pmid ?pmid }} OPTIONAL {{ ?s bibo:doi ?doi }}
              OPTIONAL {{ ?s cg:integrityWarning ?warning }}
              OPTIONAL {{ ?finding cg:measure ?measure }} OPTIONAL {{ ?finding cg:effect ?effect }}
              OPTIONAL {{ ?finding cg:ciLow ?low ; cg:ciHigh ?high }} OPTIONAL {{ ?finding cg:effectUnit ?unit }}
              OPTIONAL {{ ?finding cg:pValue ?p }} OPTIONAL {{ ?finding cg:form/skos:prefLabel ?form }}
              OPTIONAL {{ ?finding cg:dose ?dose ; cg:doseUnit ?doseUnit }}
              OPTIONAL {{ ?finding cg:duration ?duration ; cg:durationUnit ?durationUnit }}
              OPTIONAL {{ ?finding cg:population/skos:prefLabel ?population }}
              OPTIONAL {{ ?finding cg:baseline ?baseline }}
              OPTIONAL {{ ?finding cg:sampleSize ?own }} OPTIONAL {{ ?s cg:sampleSize ?all }}
              BIND(COALESCE(?own, ?all) AS ?n)
              OPTIONAL {{ ?finding cg:subgroup ?subgroup }} OPTIONAL {{ ?finding cg:caveat ?caveat }}
            }} ORDER BY ?finding ?form""",
    )
    merged: dict[str, Row] = {}
    for row in rows:
        known = merged.setdefault(row["finding"], row)
        if known is not row and row["form"] not in known["form"].split(", "):
            known["form"] = f"{known['form']}, {row['form']}"
    order = {"refutes": 0, "null": 1, "supports": 2}
    found = sorted(
        merged.values(),
        key=lambda row: (not row["counted"], order[row["direction"]], -(row["year"] or 0), row["finding"]),
    )
    for row in found:
        row["finding"] = shorten(row["finding"])
        if row["kind"] is None:
            row["kind"] = "mechanism"
    return found
