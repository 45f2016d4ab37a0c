"""Names to entities: labels, synonyms, CURIEs and IRIs, in any case and the usual spellings."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from calcigraph.errors import AmbiguousName, UnknownName
from calcigraph.namespaces import ID, expand, shorten
from calcigraph.ranges import a_name
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.store.engine import Engine


# "Vitamin K (phylloquinone)", "Vitamin D (D2 + D3)".
_WITH_FORMS = re.compile(r"([^()]+)\s*\(([^()]+)\)")
_AND = re.compile(r"\s*(?:\+|,|/|&|\band\b)\s*")


@cache
def _greek() -> dict[str, str]:
    found: dict[str, str] = values("store/spellings.json")["greek"]
    return found


@cache
def _spellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    """British spellings with the American ones."""
    chosen = values("store/spellings.json")["british_to_american"]
    return tuple((re.compile(each["pattern"]), each["plain"]) for each in chosen)


def name_key(name: str) -> str:
    """Fold a name so that its usual spellings become equal.

    Args:
        name: any label or synonym.

    Returns:
        Letters and digits in lower case, accents and Greek resolved, British spelling made American.

    Example:
        >>> name_key("MK-7") == name_key("mk 7"), name_key("γ-carboxylation") == name_key("Gamma carboxylation")
        (True, True)
        >>> name_key("hypercalcaemia") == name_key("Hypercalcemia")
        True
    """
    text = name.casefold()
    if not name.isascii():
        greek = _greek()
        text = unicodedata.normalize("NFKD", name).casefold()
        text = "".join(greek.get(character, character) for character in text if not unicodedata.combining(character))
    text = re.sub(r"[\W_]+", "", text)
    while (folded := _american(text)) != text:
        text = folded
    return text


#: The keys of names that were asked for of late: an operation asks for the same one several times.
_key_of_asked = lru_cache(maxsize=1024)(name_key)


def _american(text: str) -> str:
    for pattern, plain in _spellings():
        text = pattern.sub(plain, text)
    return text


@dataclass(frozen=True, slots=True)
class Entity:
    """One entity: what it is, what it is called, and what it is elsewhere.

    Attributes:
        iri: its IRI.
        label: its preferred name.
        definition: what it is, in a sentence.
        synonyms: other names, sorted.
        classes: local names of its most specific classes, sorted.
        endpoint: ``mechanism``, ``biomarker``, ``surrogate endpoint``, ``clinical outcome`` or None.
        identifiers: kind of match (``exactMatch``, ``closeMatch``, ``broadMatch``) to CURIEs.
    """

    iri: str
    label: str
    definition: str = ""
    synonyms: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    endpoint: str | None = None
    identifiers: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    @property
    def curie(self) -> str:
        """The short form of the IRI."""
        return shorten(self.iri)

    def as_dict(self) -> dict[str, object]:
        """The entity as plain values, ready for JSON.

        Returns:
            The attributes by name.

        Example:
            >>> Entity("https://w3id.org/calcigraph/id/mk-7", "MK-7").as_dict()["label"]
            'MK-7'
        """
        return {
            "iri": self.iri,
            "label": self.label,
            "definition": self.definition,
            "synonyms": list(self.synonyms),
            "classes": list(self.classes),
            "endpoint": self.endpoint,
            "identifiers": {kind: list(curies) for kind, curies in self.identifiers.items()},
        }


class Entities:
    """The vocabulary of a graph.

    Args:
        engine: what holds the graph whose names are looked up.

    Example:
        >>> kg.entities.iri("vitamin K 2")
        'https://w3id.org/calcigraph/id/vitamin-k2'
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        """Folded name to the IRIs that bear it."""
        names: dict[str, set[str]] = defaultdict(set)
        query = (
            "SELECT ?entity ?name { ?entity skos:prefLabel|skos:altLabel|skos:hiddenLabel ?name . ?entity a cg:Entity }"
        )
        for entity, name in self._engine.values(query):
            names[name_key(str(name))].add(str(entity))
        return names

    @cached_property
    def _labels(self) -> dict[str, str]:
        rows = self._engine.values("SELECT ?e ?l { ?e skos:prefLabel ?l . ?e a cg:Entity }")
        return {str(entity): str(label) for entity, label in rows}

    def label(self, iri: str) -> str:
        """Give the preferred name of an entity.

        Args:
            iri: IRI of an entity.

        Returns:
            Its label, or its CURIE where it has none.

        Example:
            >>> kg.entities.label("https://w3id.org/calcigraph/id/mk-7")
            'MK-7'
        """
        return self._labels.get(iri) or shorten(iri)

    def iri(self, name: str) -> str:
        """Resolve a name to the IRI of one entity.

        Args:
            name: label, synonym, CURIE of this graph or of a mapped vocabulary, or IRI.

        Returns:
            The IRI.

        Raises:
            UnknownName: nothing has the name; the nearest names are offered.
            AmbiguousName: several entities have it.
            BadArgument: it is no text, or too long for a name.

        Example:
            >>> kg.entities.iri("CHEBI:16374")
            'https://w3id.org/calcigraph/id/vitamin-k2'
        """
        text = a_name("the name of an entity", name).strip()
        for iri in (text.removeprefix("<").removesuffix(">") if "://" in text else None, expand(text)):
            if iri and (found := self._by_iri(iri)):
                return self._one(name, found)
        key = _key_of_asked(text)
        if key and key in self._names:
            return self._one(name, self._names[key])
        if key and (found := self._by_iri(ID + re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-"))):
            return self._one(name, found)
        if listed := self._as_in_a_table(text):
            return listed
        raise UnknownName(name, self.nearest(name))

    def bearers(self, name: str) -> frozenset[str]:
        """Find all that bear a name.

        Args:
            name: a label or synonym, in any case and the usual spellings.

        Returns:
            IRIs; none where nothing is called so.

        Example:
            >>> sorted(kg.entities.bearers("menaquinone-7"))
            ['https://w3id.org/calcigraph/id/mk-7']
        """
        return frozenset(self._names.get(name_key(name), ()))

    def at(self, iri: str) -> frozenset[str]:
        """Find the entities that an IRI stands for.

        Args:
            iri: of an entity, or of a term of another vocabulary.

        Returns:
            IRIs of the entity itself, or of those that are mapped to the term, the exact ones where there are any.

        Example:
            >>> sorted(kg.entities.at("http://purl.obolibrary.org/obo/CHEBI_16374"))
            ['https://w3id.org/calcigraph/id/vitamin-k2']
        """
        return frozenset(self._by_iri(iri))

    def _as_in_a_table(self, text: str) -> str | None:
        """Resolve a name with its forms in brackets, as food tables write it: one form is that form, several are the whole.

        Nothing is resolved unless every part in the brackets is another name, a form or a kind of what stands before them.
        """
        match = _WITH_FORMS.fullmatch(text)
        if not match:
            return None
        outer, *forms = (self._names.get(name_key(each), set()) for each in (match[1], *_AND.split(match[2])))
        if len(outer) != 1 or any(len(each) != 1 for each in forms):
            return None
        (whole,) = outer
        inner = {iri for each in forms for iri in each}
        for iri in inner - {whole}:
            if not self._engine.ask(
                f"ASK {{ {{ <{iri}> cg:kindOf+ <{whole}> }} UNION "
                f"{{ ?c cg:subject <{iri}> ; cg:predicate cg:formOf ; cg:object <{whole}> }} }}"
            ):
                return None
        return next(iter(inner)) if len(inner) == 1 else whole

    @cached_property
    def _addresses(self) -> dict[str, set[str]]:
        """Folded IRI, own or mapped, to the entities that bear it; an exact mapping hides the looser ones."""
        found: dict[str, set[str]] = {iri.casefold(): {iri} for iri in self._labels}
        for kind in ("exactMatch", "closeMatch", "broadMatch"):
            known = set(found)
            for entity, iri in self._engine.values(f"SELECT ?e ?x {{ ?e skos:{kind} ?x ; a cg:Entity }}"):
                key = str(iri).casefold()
                if key not in known:
                    found.setdefault(key, set()).add(str(entity))
        return found

    def _by_iri(self, iri: str) -> set[str]:
        return self._addresses.get(iri.casefold(), set())

    def _one(self, name: str, found: set[str]) -> str:
        if len(found) == 1:
            return next(iter(found))
        raise AmbiguousName(name, sorted(f"'{self.label(iri)}' ({shorten(iri)})" for iri in found))

    def nearest(self, name: str, count: int = 3) -> list[str]:
        """Find the names that look most like one that is not known.

        Args:
            name: what the user typed.
            count: how many to offer at most.

        Returns:
            Labels, the nearest first.

        Example:
            >>> kg.entities.nearest("ostecalcin")[0]
            'osteocalcin'
        """
        from difflib import get_close_matches

        key = name_key(name)
        cutoff = values("store/nearness.yaml")["entity_name"]
        keys = get_close_matches(key, sorted(self._names), n=4 * count, cutoff=cutoff)
        keys += [other for other in sorted(self._names) if len(key) > 3 and (key in other)]
        labels = dict.fromkeys(self.label(iri) for other in keys for iri in sorted(self._names[other]))
        return list(labels)[:count]

    def find(self, name: str) -> Entity:
        """Find an entity by any of its names.

        Args:
            name: as for ``iri``.

        Returns:
            The entity with its names, classes and identifiers.

        Raises:
            UnknownName: nothing has the name.
            AmbiguousName: several entities have it.

        Example:
            >>> kg.entities.find("VKOR").label
            'VKORC1'
        """
        return self.describe(self.iri(name))

    def describe(self, iri: str) -> Entity:
        """Read an entity from the graph.

        Args:
            iri: its IRI.

        Returns:
            The entity.

        Example:
            >>> kg.entities.describe("https://w3id.org/calcigraph/id/mk-7").classes
            ('Factor', 'Vitamer')
        """
        engine = self._engine
        parts: dict[str, list[str]] = defaultdict(list)
        query = f"""SELECT ?p ?o {{ VALUES ?p {{ skos:prefLabel skos:altLabel skos:definition cg:endpointKind
            skos:exactMatch skos:closeMatch skos:broadMatch }} <{iri}> ?p ?o }}"""
        for predicate, value in engine.values(query):
            parts[shorten(str(predicate)).partition(":")[2]].append(str(value))
        classes = engine.values(
            f"""SELECT ?c {{ <{iri}> a ?c . FILTER(STRSTARTS(STR(?c), STR(cg:)))
                FILTER NOT EXISTS {{ <{iri}> a ?n . ?n rdfs:subClassOf ?c }} }}"""
        )
        kind = parts["endpointKind"]
        endpoint = None
        if kind:
            endpoint = engine.values(f"SELECT ?l {{ <{kind[0]}> rdfs:label ?l }}")[0][0]
        return Entity(
            iri=iri,
            label=self.label(iri),
            definition=next(iter(parts["definition"]), ""),
            synonyms=tuple(sorted(parts["altLabel"])),
            classes=tuple(sorted(shorten(str(each))[3:] for (each,) in classes)),
            endpoint=endpoint,
            identifiers={
                kind: tuple(sorted(shorten(value) for value in parts[kind]))
                for kind in ("exactMatch", "closeMatch", "broadMatch")
                if parts[kind]
            },
        )
