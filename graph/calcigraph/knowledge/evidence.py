"""The evidence on claims, as plain data: verdicts with reasons, results, who says so. For many claims in few queries."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from calcigraph.knowledge.claims import Claim, read_claims
from calcigraph.knowledge.sources import sources
from calcigraph.namespaces import CG, shorten
from calcigraph.store.tables import python_value

if TYPE_CHECKING:
    from collections.abc import Collection

    from calcigraph.store.store import Store

Row = dict[str, Any]

#: Goes with every answer on doses or safety.
NO_ADVICE = "This is no medical advice; ask a doctor or pharmacist about doses and safety."
#: Local names of the predicates that warn.
CAREFUL = frozenset({"cautionFor", "contraindicatedIn", "interactsWith"})

_VERDICTS = """
SELECT ?claim ?verdict ?endpoint ?status ?certainty ?supporting ?refuting ?null {
  %s ?verdict cg:verdictOn ?claim ; cg:atEndpoint ?kind ; cg:status/rdfs:label ?status .
  ?kind rdfs:label ?endpoint ; cg:rank ?rank .
  OPTIONAL { ?verdict cg:certainty/rdfs:label ?certainty }
  OPTIONAL { ?verdict cg:supporting ?supporting } OPTIONAL { ?verdict cg:refuting ?refuting }
  OPTIONAL { ?verdict cg:nullResults ?null }
} ORDER BY ?claim DESC(?rank)"""
_REASONS = """
SELECT ?verdict ?reason ?meaning {
  %s ?verdict cg:verdictOn ?claim ; cg:loweredFor ?r . ?r rdfs:label ?reason ; skos:definition ?meaning
} ORDER BY ?verdict ?reason"""
_DIFFERENCES = """
SELECT ?verdict ?label { %s ?verdict cg:verdictOn ?claim ; cg:differsIn/rdfs:label ?label } ORDER BY ?verdict ?label"""
_STATEMENTS = """
SELECT ?claim ?statement ?article ?section ?hedge ?boldness ?anchor {
  %s ?statement cg:states ?claim ; dcterms:isPartOf/dcterms:title ?article ; cg:section ?section ;
                cg:hedge/rdfs:label ?hedge ; cg:anchor ?anchor .
  OPTIONAL { ?statement cg:boldness/rdfs:label ?boldness }
} ORDER BY ?claim ?statement"""
_MECHANISM = """
SELECT ?claim ?study ?tests {
  %s ?claim cito:citesAsEvidence|cito:citesForInformation ?study .
  BIND(EXISTS { ?claim cito:citesAsEvidence ?study } AS ?tests)
} ORDER BY ?claim ?study"""
_RESULTS = """
SELECT ?claim ?result ?direction ?relevance ?endpoint ?kind ?counted ?moved ?analysis ?description ?measure ?effect ?low
       ?high ?unit ?p ?form ?background ?site ?dose ?doseUnit ?duration ?durationUnit ?population ?baseline ?n ?caveat
       ?study {
  %s ?bearing cg:about ?claim ; cg:direction/rdfs:label ?direction ; cg:relevance/rdfs:label ?relevance ;
              cg:ofResult ?result .
  ?result cg:outcome ?e ; dcterms:description ?description ; cg:study ?study ; cg:moved/rdfs:label ?moved ;
          cg:analysis/rdfs:label ?analysis ; cg:exposure/skos:prefLabel ?form .
  ?e skos:prefLabel ?endpoint . OPTIONAL { ?e cg:endpointKind/rdfs:label ?kind }
  BIND(EXISTS { ?v cg:counts ?bearing } AS ?counted)
  OPTIONAL { ?result cg:measure ?measure } OPTIONAL { ?result cg:effect ?effect }
  OPTIONAL { ?result cg:ciLow ?low ; cg:ciHigh ?high } OPTIONAL { ?result cg:effectUnit ?unit }
  OPTIONAL { ?result cg:pValue ?p } OPTIONAL { ?result cg:background/skos:prefLabel ?background }
  OPTIONAL { ?result cg:site ?site }
  OPTIONAL { ?result cg:dose ?dose ; cg:doseUnit ?doseUnit }
  OPTIONAL { ?result cg:duration ?duration ; cg:durationUnit ?durationUnit }
  OPTIONAL { ?result cg:population/skos:prefLabel ?population }
  OPTIONAL { ?result cg:baseline ?baseline }
  OPTIONAL { ?result cg:sampleSize ?own } OPTIONAL { ?study cg:sampleSize ?all }
  BIND(COALESCE(?own, ?all) AS ?n)
  OPTIONAL { ?result cg:caveat ?caveat }
} ORDER BY ?claim ?result ?form ?background"""
#: What a result and a step of mechanism say of their source.
_STUDY = ("source", "year", "design", "pmid", "doi", "verification", "warning")
_CITED = ("source", "title", "pmid", "doi", "identifier", "verification")
_ORDER = {"refutes": 0, "null": 1, "supports": 2}
_UNITS = {"dose": "doseUnit", "duration": "durationUnit"}


def evidence_pages(store: Store, iris: Collection[str]) -> dict[str, Row]:
    """Collect the evidence on claims.

    Args:
        store: the graph.
        iris: IRIs of the claims.

    Returns:
        IRI to page, sorted; each as ``pages.evidence_page`` gives it. What is no claim is left out.

    Example:
        >>> iri = "https://w3id.org/calcigraph/claim/warfarin-inhibits-vkorc1"
        >>> evidence_pages(store, [iri])[iri]["claim"]["label"]
        'warfarin inhibits VKORC1'
    """
    if not iris:
        return {}
    chosen = f"VALUES ?claim {{ {' '.join(f'<{iri}>' for iri in sorted(iris))} }}"
    verdicts = _grouped(store, _VERDICTS % chosen, "claim")
    reasons = _grouped(store, _REASONS % chosen, "verdict")
    differences = _grouped(store, _DIFFERENCES % chosen, "verdict")
    statements = _grouped(store, _STATEMENTS % chosen, "claim")
    mechanism = _with_sources(store, _grouped(store, _MECHANISM % chosen, "claim"), _CITED)
    found_of = _with_sources(store, _grouped(store, _RESULTS % chosen, "claim"), _STUDY)
    results = {iri: _results(rows) for iri, rows in found_of.items()}
    pages: dict[str, Row] = {}
    for claim in read_claims(store, chosen):
        found = results.get(claim.iri, [])
        for verdict in verdicts[claim.iri]:
            iri = verdict["verdict"]
            verdict["reasons"] = reasons[iri]
            verdict["differences"] = [_difference(row["label"], verdict["endpoint"], found) for row in differences[iri]]
            verdict["verdict"] = shorten(iri)
            verdict |= {count: verdict[count] or 0 for count in ("supporting", "refuting", "null")}
        doses = any(row["dose"] is not None for row in found)
        pages[claim.iri] = {
            "claim": claim_row(claim),
            "note": NO_ADVICE if doses or claim.predicate.removeprefix(CG) in CAREFUL else "",
            "verdicts": verdicts[claim.iri],
            "results": found,
            "statements": statements[claim.iri],
            "mechanism": sorted(mechanism[claim.iri], key=lambda row: row["source"]),
        }
    return pages


def claim_row(claim: Claim) -> Row:
    """Give a claim as plain values.

    Args:
        claim: the claim.

    Returns:
        Its CURIE, label, verdict and directness.
    """
    return {
        "claim": claim.curie,
        "label": claim.label,
        "status": claim.status,
        "certainty": claim.certainty,
        "verdict": claim.verdict,
        "directness": claim.directness,
    }


def read_rows(store: Store, query: str) -> list[Row]:
    """Ask for rows.

    Args:
        store: the graph.
        query: SPARQL.

    Returns:
        Each row as variable to Python value.
    """
    names, rows = store.engine.select(query)
    return [{name: python_value(term) for name, term in zip(names, row, strict=True)} for row in rows]


def _grouped(store: Store, query: str, key: str) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in read_rows(store, query):
        found[row.pop(key)].append(row)
    return found


def _with_sources(
    store: Store, grouped: defaultdict[str, list[Row]], names: tuple[str, ...]
) -> defaultdict[str, list[Row]]:
    """Put what is known of a source in the place of its IRI."""
    known = sources(store)
    for rows in grouped.values():
        for row in rows:
            source = known[row.pop("study")]
            row |= {name: source.label if name == "source" else getattr(source, name) for name in names}
    return grouped


def _difference(label: str, endpoint: str, results: list[Row]) -> Row:
    """One dimension in which a contested verdict's results differ, with what stands on each side."""
    sides: dict[bool, set[str]] = {True: set(), False: set()}
    for row in results:
        value = row[label]
        if value is None or row["kind"] != endpoint:
            continue
        unit = row.get(_UNITS.get(label, ""))
        sides[row["direction"] == "supports"].add(f"{value:g} {unit}" if unit else str(value))
    return {"difference": label, "supporting": sorted(sides[True]), "others": sorted(sides[False])}


def _results(rows: list[Row]) -> list[Row]:
    """Merge rows that differ in what was given alone, the results that count first, contrary ones before the others."""
    merged: dict[str, Row] = {}
    for row in rows:
        known = merged.setdefault(row["result"], row)
        for given in ("form", "background"):
            if known is not row and row[given] is not None and row[given] not in known[given].split(", "):
                known[given] = f"{known[given]}, {row[given]}"
    found = sorted(
        merged.values(),
        key=lambda row: (not row["counted"], _ORDER[row["direction"]], -(row["year"] or 0), row["result"]),
    )
    for row in found:
        row["result"] = shorten(row["result"])
        if row["kind"] is None:
            row["kind"] = "mechanism"
    return found
