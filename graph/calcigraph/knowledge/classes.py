"""The classes of entities: how many there are of each, and which."""

from __future__ import annotations

from calcigraph.errors import UnknownName
from calcigraph.namespaces import CG, shorten
from calcigraph.ranges import a_name
from calcigraph.store.judgements import values
from calcigraph.store.tables import Table

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from calcigraph.store.store import Store

_CLASSES = """SELECT ?class ?entities ?definition ?term {
  { SELECT ?term (SAMPLE(?name) AS ?class) (SAMPLE(?said) AS ?definition) (COUNT(DISTINCT ?e) AS ?entities) {
      ?term rdfs:subClassOf* cg:Entity ; rdfs:label ?name . OPTIONAL { ?term skos:definition ?said } OPTIONAL { ?e a ?term }
    } GROUP BY ?term } } ORDER BY ?class ?term"""
_MEMBERS = """SELECT ?name ?definition ?entity {
  ?entity a <%s> ; skos:prefLabel ?name . OPTIONAL { ?entity skos:definition ?definition } } ORDER BY LCASE(?name) ?entity"""


def classes(store: Store) -> Table:
    """List the classes of entities.

    Args:
        store: the graph.

    Returns:
        A row for each: its name, how many entities are of it or of a narrower one, its definition and its IRI.

    Example:
        >>> [row["entities"] for row in classes(store) if row["class"] == "vitamer"]
        [11]
    """
    return Table(*store.engine.select(_CLASSES), title="Classes of entities")


def members(store: Store, name: str) -> Table:
    """List the entities of a class.

    Args:
        store: the graph.
        name: label of the class in the singular or the plural, CURIE, local name or IRI, such as ``foods`` or ``cg:Food``.

    Returns:
        A row for each entity: its name, its definition and its IRI, in the order of the names.

    Raises:
        UnknownName: no class has the name; the nearest are offered.

    Example:
        >>> [row["name"] for row in members(store, "minerals")]
        ['calcium', 'calcium from food', 'magnesium', 'phosphorus', 'sodium']
    """
    key = _key(a_name("the name of a class", name))
    spelt: dict[str, tuple[str, str]] = {}
    for row in classes(store):
        label, iri = str(row["class"]), str(row["term"])
        for each in (label, iri.removeprefix(CG), shorten(iri), iri):
            spelt.setdefault(_key(each), (label, iri))
    found = spelt.get(key) or next((spelt[each] for each in _singular(key) if each in spelt), None)
    if not found:
        from difflib import get_close_matches

        near = get_close_matches(key, sorted(spelt), n=6, cutoff=values("store/nearness.yaml")["predicate_name"])
        raise UnknownName(name, list(dict.fromkeys(spelt[each][0] for each in near))[:3], what="class")
    label, iri = found
    return Table(*store.engine.select(_MEMBERS % iri), title=f"Entities of the class {label}")


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _singular(key: str) -> list[str]:
    """What a plural may be the plural of."""
    return [
        key.removesuffix(end) + instead for end, instead in (("ies", "y"), ("es", ""), ("s", "")) if key.endswith(end)
    ]
