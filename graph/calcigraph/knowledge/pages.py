"""Pages: all that the graph knows about one entity, or about one claim, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.knowledge.claims import one_claim, read_claims
from calcigraph.knowledge.evidence import CAREFUL, NO_ADVICE, Row, claim_row, evidence_pages, read_rows
from calcigraph.namespaces import CG

if TYPE_CHECKING:
    from calcigraph.store.store import Store

__all__ = ["NO_ADVICE", "Row", "entity_page", "evidence_page"]


def entity_page(store: Store, name: str) -> Row:
    """Collect the page on an entity.

    Args:
        store: the graph.
        name: any of its names.

    Returns:
        ``entity`` (label, definition, synonyms, classes, identifiers), ``forms``, ``kinds``, ``acts_on`` and
        ``acted_on_by`` (claims with verdicts), ``other_claims``, ``amounts``, ``cautions`` and ``note`` (what has to
        be said with doses and cautions).

    Raises:
        UnknownName: nothing has the name.
        AmbiguousName: several entities have it.

    Example:
        >>> page = entity_page(store, "matrix Gla protein")
        >>> [form["label"] for form in page["forms"]]
        ['carboxylated MGP', 'dp-ucMGP']
    """
    entity = store.entities.find(name)
    node = f"<{entity.iri}>"
    claims = read_claims(store, f"{{ ?claim cg:subject {node} }} UNION {{ ?claim cg:object {node} }}")
    unique = {claim.iri: claim for claim in claims}.values()
    page: Row = {
        "entity": entity.as_dict(),
        "forms": read_rows(
            store,
            f"""SELECT DISTINCT ?label ?entity {{ ?c cg:predicate cg:formOf ; cg:object {node} ; cg:subject ?entity .
                FILTER NOT EXISTS {{ ?c cg:negated true }} ?entity skos:prefLabel ?label }} ORDER BY ?label""",
        ),
        "kinds": read_rows(
            store,
            f"SELECT ?label ?entity {{ ?entity cg:kindOf {node} ; skos:prefLabel ?label }} ORDER BY ?label",
        ),
        "acts_on": [],
        "acted_on_by": [],
        "other_claims": [],
        "cautions": [],
        "amounts": read_rows(
            store,
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
        row = claim_row(claim)
        if claim.predicate.removeprefix(CG) in CAREFUL:
            page["cautions"].append(row)
        elif claim.sign is None:
            page["other_claims"].append(row)
        else:
            page["acts_on" if claim.subject == entity.iri else "acted_on_by"].append(row)
    page["note"] = NO_ADVICE if page["amounts"] or page["cautions"] else ""
    return page


def evidence_page(store: Store, *names: str) -> Row:
    """Collect the page on a claim.

    Args:
        store: the graph.
        names: its IRI, CURIE, local name or sentence; or three names: subject, predicate, object.

    Returns:
        ``claim`` with its verdict, ``note`` (what has to be said with doses and cautions), ``verdicts`` (one per kind of endpoint, with reasons and, where contested, with what
        the disagreeing results differ in), ``results`` (each with
        direction, numbers and source; the counted ones first), ``statements`` (who asserts it and how boldly) and
        ``mechanism`` (the sources cited for a step).

    Raises:
        UnknownName: no claim has the name.
        AmbiguousName: several claims fit the three names.
        BadArgument: neither one name nor three.

    Example:
        >>> page = evidence_page(store, "vitamin K2 prevents arterial calcification")
        >>> page["claim"]["status"]
        'not shown'
    """
    iri = one_claim(store, *names)
    return evidence_pages(store, [iri])[iri]
