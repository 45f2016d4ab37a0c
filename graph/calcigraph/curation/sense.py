"""What the shapes cannot refuse and a curator should look at again: warnings on Turtle that is joined to the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.namespaces import ASSERTED, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph.store.engine import Engine

_OPPOSITE = """
SELECT ?claim ?label ?other ?says ?status {
  VALUES ?claim { %s }
  ?claim cg:subject ?s ; cg:object ?o ; cg:predicate/cg:sign ?sign ; rdfs:label ?label .
  ?other cg:subject ?s ; cg:object ?o ; cg:predicate/cg:sign ?against ; cg:inForce true ; rdfs:label ?says ;
         cg:status/rdfs:label ?status .
  FILTER(?sign + ?against = 0)
  FILTER NOT EXISTS { ?claim cg:negated true }
} ORDER BY ?claim ?other"""
_FROM_OUTCOME = """
SELECT ?claim ?label ?start {
  VALUES ?claim { %s }
  ?claim cg:directness cg:direct ; cg:predicate/cg:sign ?sign ; rdfs:label ?label ; cg:subject ?s .
  ?s cg:endpointKind cg:clinicalEndpoint ; skos:prefLabel ?start .
} ORDER BY ?claim"""
_LABEL = f"""
SELECT ?claim ?written ?subject ?object {{
  VALUES ?claim {{ %s }}
  GRAPH <{ASSERTED}> {{ ?claim rdfs:label|skos:prefLabel|skos:note ?written }}
  ?claim cg:subject/skos:prefLabel ?subject ; cg:object/skos:prefLabel ?object .
  FILTER(STRSTARTS(LCASE(STR(?written)), CONCAT(LCASE(STR(?object)), " ")) &&
         STRENDS(LCASE(STR(?written)), CONCAT(" ", LCASE(STR(?subject)))))
}} ORDER BY ?claim ?written"""


def warnings(engine: Engine, claims: list[str]) -> tuple[str, ...]:
    """Say what is odd about claims that are joined to a graph, although every shape holds.

    Args:
        engine: the graph with the claims in it, and what follows.
        claims: IRIs of the claims to look at.

    Returns:
        One sentence each: a claim of opposite sign beside one in force, a direct step that starts from a clinical
        outcome, a label that says the reverse of the terms.

    Example:
        >>> warnings(store.engine, ["https://w3id.org/calcigraph/claim/warfarin-inhibits-vkorc1"])
        ()
    """
    if not claims:
        return ()
    terms = " ".join(f"<{iri}>" for iri in sorted(claims))
    return tuple(_sentences(engine, terms))


def _sentences(engine: Engine, terms: str) -> Iterator[str]:
    for claim, label, other, says, status in engine.values(_OPPOSITE % terms):
        yield (
            f"{shorten(str(claim))} says '{label}', and the graph stands by the opposite: {shorten(str(other))} "
            f"'{says}' ({status}). Check subject, object and predicate against the source."
        )
    for claim, label, start in engine.values(_FROM_OUTCOME % terms):
        yield (
            f"{shorten(str(claim))} '{label}' is a direct step that starts from the clinical outcome '{start}'. Check "
            "whether subject and object are swapped, or make the claim cg:indirect."
        )
    for claim, written, subject, object_ in engine.values(_LABEL % terms):
        yield (
            f"{shorten(str(claim))} is labelled '{written}', and its terms say the reverse: from '{subject}' to "
            f"'{object_}'. Swap cg:subject and cg:object, or correct the label."
        )
