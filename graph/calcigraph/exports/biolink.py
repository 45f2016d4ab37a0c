"""Biolink: categories and predicates by the mappings of the ontology, qualifiers by the signs of its predicates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calcigraph.namespaces import CG, EXTERNAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from calcigraph.exports.records import Edge, Node
    from calcigraph.store.store import Store

_BASE = EXTERNAL["biolink"]
_MAPPED = """SELECT ?term ?wide ?match {
  ?term (%s)* ?wide . ?wide skos:exactMatch|skos:closeMatch|skos:broadMatch ?match .
  FILTER(STRSTARTS(STR(?match), STR(<https://w3id.org/biolink/vocab/>)))
  FILTER(STRSTARTS(STR(?term), STR(cg:)))
  { SELECT ?wide (COUNT(DISTINCT ?above) AS ?depth) { ?wide (%s)* ?above } GROUP BY ?wide }
} ORDER BY ?term DESC(?depth) ?match"""
# Where an entity has several classes: what it is made of says more than what it is measured for.
_LAST = {"ClinicalMeasurement": 1, "NamedThing": 2}
_CHEMICALS = frozenset({"ChemicalEntity", "SmallMolecule", "Drug", "ChemicalMixture", "Food"})
_BIOLOGICAL = frozenset({"Protein", "BiologicalProcess", "DiseaseOrPhenotypicFeature", "Cell", "AnatomicalEntity"})
# Subject and object that a predicate of Biolink is for, where ours is wider; None for anything.
_ONLY: dict[str, tuple[frozenset[str] | None, frozenset[str]]] = {
    "preventative_for_condition": (_CHEMICALS, frozenset({"DiseaseOrPhenotypicFeature"})),
    # Biolink asks for a disease, and none of our classes promises one.
    "manifestation_of": (None, frozenset()),
}
#: Predicates that speak of activity where the others speak of activity or amount.
_ACTIVITY = frozenset({"activates", "inhibits"})


@dataclass(frozen=True, slots=True)
class Biolink:
    """The Biolink side of the ontology.

    Attributes:
        categories: local name of a class to those of the categories that fit, the nearest first.
        predicates: local name of a predicate to those of the predicates that fit, the nearest first.
        signs: local name of a predicate to 1 or -1.
    """

    categories: Mapping[str, tuple[str, ...]]
    predicates: Mapping[str, tuple[str, ...]]
    signs: Mapping[str, int]

    def category(self, node: Node) -> str:
        """Find the category of an entity.

        Args:
            node: the entity.

        Returns:
            Local name, such as ``Protein``.
        """
        found = {self.categories[name][0] for name in node.classes if self.categories.get(name)} or {"NamedThing"}
        return min(found, key=lambda name: (_LAST.get(name, 0), name))

    def statement(self, edge: Edge, subject: str, object_: str) -> dict[str, str]:
        """Put a claim into the terms of Biolink.

        Args:
            edge: the claim.
            subject: category of its subject.
            object_: category of its object.

        Returns:
            ``category``, ``predicate`` and, for an influence that Biolink has no predicate of its own for, the
            qualifiers that say which way it goes.
        """
        fitting = self.predicates.get(edge.predicate_name, ())
        predicate = next((name for name in fitting if _fits(name, subject, object_)), "related_to")
        said = {"category": "biolink:Association", "predicate": f"biolink:{predicate}"}
        sign = self.signs.get(edge.predicate_name)
        if predicate != "affects" or sign is None:
            return said
        said["qualified_predicate"] = "biolink:causes"
        said["object_direction_qualifier"] = "increased" if sign > 0 else "decreased"
        if object_ in _CHEMICALS or object_ == "Protein":
            aspect = "activity" if edge.predicate_name in _ACTIVITY else "activity_or_abundance"
            said["object_aspect_qualifier"] = aspect
        if subject in _CHEMICALS and object_ in _BIOLOGICAL:
            said["category"] = "biolink:ChemicalAffectsBiologicalEntityAssociation"
        elif subject == "Protein" and object_ in _CHEMICALS:
            said["category"] = "biolink:GeneAffectsChemicalAssociation"
        return said


def _fits(predicate: str, subject: str, object_: str) -> bool:
    if predicate not in _ONLY:
        return True
    subjects, objects = _ONLY[predicate]
    return (subjects is None or subject in subjects) and object_ in objects


def read(store: Store) -> Biolink:
    """Read the mappings of the ontology.

    Args:
        store: the graph.

    Returns:
        Categories and predicates.

    Example:
        >>> found = read(store)
        >>> found.categories["Vitamer"][0], found.predicates["prevents"]
        ('SmallMolecule', ('preventative_for_condition', 'affects', 'related_to'))
    """
    return store.once(_read)


def _read(store: Store) -> Biolink:
    rows = store.engine.values("SELECT ?p ?s { ?p cg:sign ?s }")
    signs = {str(name).removeprefix(CG): int(sign or 0) for name, sign in rows}
    return Biolink(_mapped(store, "rdfs:subClassOf"), _mapped(store, "rdfs:subPropertyOf"), signs)


def _mapped(store: Store, upwards: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for term, _, match in store.engine.values(_MAPPED % (upwards, upwards)):
        found.setdefault(str(term).removeprefix(CG), {})[str(match).removeprefix(_BASE)] = None
    return {name: tuple(matches) for name, matches in found.items()}
