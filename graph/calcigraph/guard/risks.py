"""What the graph knows of a nutrient with a drug, a condition or a group: cautions, interactions, and the least dose of one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from calcigraph.guard.folding import fold, forms, split
from calcigraph.knowledge.claims import read_claims
from calcigraph.knowledge.evidence import CAREFUL
from calcigraph.knowledge.sources import sources
from calcigraph.knowledge.statuses import status_of
from calcigraph.namespaces import CG

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from calcigraph.knowledge.claims import Claim
    from calcigraph.store.store import Store

#: The stronger warning first.
_WEIGHT = {"contraindicatedIn": 0, "cautionFor": 1, "interactsWith": 2}
_FAMILY = "SELECT ?a ?b { ?a cg:kindOf|cg:formOf ?b . ?a a cg:Substance . ?b a cg:Substance }"
_LEAST = """
SELECT ?about ?nutrient ?kind ?low ?unit ?basis ?who ?source {
  VALUES ?k { cg:interactionThreshold cg:interactionInrChange }
  ?amount cg:quantityKind ?k ; cg:amountOf ?about ; cg:nutrient ?nutrient ; cg:lowValue ?low ; cg:unit ?unit ;
          dcterms:source ?source .
  ?k rdfs:label ?kind . OPTIONAL { ?amount cg:basis ?basis } OPTIONAL { ?amount cg:population/skos:prefLabel ?who }
} ORDER BY ?kind ?low"""


@dataclass(frozen=True, slots=True)
class Least:
    """What a study saw of an interaction, in an amount.

    Attributes:
        nutrient: IRI of what was taken.
        value: the number.
        unit: its unit, as the graph has it.
        basis: what it means.
        who: in whom.
        source: who says so.
    """

    nutrient: str
    value: str
    unit: str
    basis: str
    who: str
    source: str


class Risks:
    """The warnings of one graph.

    Args:
        store: the graph.

    Example:
        >>> nutrient = "https://w3id.org/calcigraph/id/vitamin-k2"
        >>> [claim.label for claim in Risks(store).known([nutrient], ["warfarin", "vitamin K antagonists"])][:1]
        ['vitamin K2 calls for caution in users of vitamin K antagonists']
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def careful(self) -> list[Claim]:
        """Every claim that warns, unless those who looked saw nothing of it."""
        chosen = ", ".join(f"cg:{name}" for name in sorted(CAREFUL))
        found = read_claims(self._store, f"?claim cg:predicate ?predicate . FILTER(?predicate IN ({chosen}))")
        return [each for each in found if not each.negated and not status_of(self._store, each).denied]

    @cached_property
    def denied(self) -> list[Claim]:
        """Every claim that a warning does not hold, where results stand behind it."""
        chosen = ", ".join(f"cg:{name}" for name in sorted(CAREFUL))
        found = read_claims(self._store, f"?claim cg:predicate ?predicate . FILTER(?predicate IN ({chosen}))")
        return [each for each in found if each.negated and status_of(self._store, each).sure]

    @cached_property
    def _harms(self) -> list[Claim]:
        """Every claim from end to end that something brings a harm, unless results went against it."""
        found = read_claims(
            self._store,
            "?claim cg:predicate ?predicate ; cg:directness cg:indirect . ?predicate cg:sign 1 . ?object a cg:HealthEffect .",
        )
        return [each for each in found if not each.negated and status_of(self._store, each).has_support]

    @cached_property
    def _advised(self) -> list[Claim]:
        """Every claim that something is recommended for somebody, where results stand behind it."""
        found = read_claims(self._store, "VALUES ?predicate { cg:recommendedFor } ?claim cg:predicate ?predicate .")
        return [each for each in found if not each.negated and status_of(self._store, each).sure]

    def advised(self, nutrients: Iterable[str], names: Collection[str]) -> list[Claim]:
        """Find what nutrients are recommended for, by the names of a group.

        Args:
            nutrients: IRIs.
            names: of the group.

        Returns:
            Claims, the surest first.
        """
        near = {each for nutrient in nutrients for each in self.family(nutrient)}
        wanted = [_key(name) for name in names]
        found = [each for each in self._advised if each.subject in near and self._is_called(each.object, wanted)]
        return sorted(found, key=lambda each: (-each.rank, each.label))

    @cached_property
    def _above(self) -> dict[str, set[str]]:
        """Each substance to what it is a kind or form of, at any distance."""
        near: dict[str, set[str]] = {}
        for part, whole in self._store.engine.values(_FAMILY):
            near.setdefault(str(part), set()).add(str(whole))
        return {each: _reached(near, each) for each in near}

    def family(self, nutrient: str) -> dict[str, int]:
        """Find what speaks for a nutrient: itself, what it is a kind of, and its kinds.

        Args:
            nutrient: IRI.

        Returns:
            IRI to nearness: 0 itself, 1 what it is a kind of, 2 its own kinds.
        """
        found = {each: 2 for each, above in self._above.items() if nutrient in above}
        found |= dict.fromkeys(self._above.get(nutrient, ()), 1)
        return found | {nutrient: 0}

    def known(self, nutrients: Iterable[str], names: Collection[str], *, denied: bool = False) -> list[Claim]:
        """Find the warnings about nutrients for something that has one of the names.

        Args:
            nutrients: IRIs.
            names: of a drug, a condition or a group.
            denied: whether to find the claims that a warning does not hold, instead.

        Returns:
            Claims, the nearer nutrient and the stronger warning first; a harm that the nutrient brings counts too.
        """
        near: dict[str, int] = {}
        for nutrient in nutrients:
            near |= {each: min(rank, near.get(each, 9)) for each, rank in self.family(nutrient).items()}
        wanted = [_key(name) for name in names]
        found = []
        for claim in self.denied if denied else [*self.careful, *self._harms]:
            for own, other in ((claim.subject, claim.object), (claim.object, claim.subject)):
                if own in near and self._is_called(other, wanted):
                    place = _WEIGHT.get(claim.predicate.removeprefix(CG), 3)
                    found.append(((near[own], place, -claim.rank, claim.label), claim))
        return [claim for _, claim in sorted(found, key=lambda pair: pair[0])]

    def _is_called(self, iri: str, wanted: list[tuple[str, ...]]) -> bool:
        return any(_holds(label, key) for label in self._keys.get(iri, ()) for key in wanted)

    @cached_property
    def _keys(self) -> dict[str, list[tuple[str, ...]]]:
        chosen = " ".join(
            f"<{iri}>"
            for iri in sorted(
                {
                    end
                    for claim in [*self.careful, *self.denied, *self._harms, *self._advised]
                    for end in (claim.subject, claim.object)
                }
            )
        )
        found: dict[str, list[tuple[str, ...]]] = {}
        for iri, name in self._store.engine.values(
            f"SELECT ?e ?n {{ VALUES ?e {{ {chosen} }} ?e skos:prefLabel|skos:altLabel ?n }}"
        ):
            found.setdefault(str(iri), []).append(_key(str(name)))
        return found

    def about(self, names: Collection[str]) -> list[Claim]:
        """Find the warnings about something, whatever is taken.

        Args:
            names: of a drug, a condition or a group.

        Returns:
            Claims, the surest first.
        """
        wanted = [_key(name) for name in names]
        found = [
            each
            for each in self.careful
            if self._is_called(each.object, wanted) or self._is_called(each.subject, wanted)
        ]
        return sorted(found, key=lambda each: (-each.rank, each.label))

    def does(self, names: Collection[str]) -> list[Claim]:
        """Find what the graph says that a drug does.

        Args:
            names: of the drug and its class, the nearer first.

        Returns:
            Claims with a sign that stand on results, the surer first.
        """
        wanted = [_key(name) for name in names]
        drugs = [
            str(iri)
            for iri, spoken in self._store.engine.values(
                "SELECT ?d ?n { ?d a cg:Drug ; skos:prefLabel|skos:altLabel ?n } ORDER BY ?d"
            )
            if _key(str(spoken)) in wanted
        ]
        if not drugs:
            return []
        chosen = " ".join(f"<{iri}>" for iri in dict.fromkeys(drugs))
        found = read_claims(self._store, f"VALUES ?subject {{ {chosen} }} ?claim cg:subject ?subject .")
        return sorted(
            (each for each in found if each.sign and status_of(self._store, each).sure),
            key=lambda each: -each.rank,
        )

    def least(self, nutrients: Iterable[str], names: Collection[str]) -> list[Least]:
        """Find the least amounts at which an interaction was seen.

        Args:
            nutrients: IRIs.
            names: of the drug or its class.

        Returns:
            The amounts, the smallest first.
        """
        near: set[str] = set()
        for nutrient in nutrients:
            near |= set(self.family(nutrient))
        wanted = {_key(name) for name in names}
        known = sources(self._store)
        found = []
        for about, form, _, low, unit, basis, who, source in self._store.engine.values(_LEAST):
            called = _key(self._store.entities.label(str(about)))
            if str(form) in near and called in wanted:
                found.append(
                    Least(str(form), str(low), str(unit), str(basis or ""), str(who or ""), known[str(source)].label)
                )
        return sorted(found, key=lambda each: (each.unit == "%", float(each.value)))


def _reached(near: dict[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    rest = [start]
    while rest:
        for each in near.get(rest.pop(), ()):
            if each not in found:
                found.add(each)
                rest.append(each)
    return found


def _key(name: str) -> tuple[str, ...]:
    """A name as a row of words without plurals."""
    return tuple(min(forms(word.text), key=len) for word in split(fold(name)))


def _holds(label: tuple[str, ...], key: tuple[str, ...]) -> bool:
    size = len(key)
    return bool(size) and any(label[place : place + size] == key for place in range(len(label) - size + 1))
