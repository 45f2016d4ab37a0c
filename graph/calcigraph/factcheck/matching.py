"""Which claim of the graph a relation is: itself, a more general or a more special one, one on a near outcome, or none."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from calcigraph.guard.risks import Risks
from calcigraph.knowledge.claims import read_claims
from calcigraph.knowledge.statuses import status_of
from calcigraph.namespaces import CG
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph.factcheck.relations import Relation
    from calcigraph.factcheck.spotting import Mention, Spotter
    from calcigraph.knowledge.claims import Claim
    from calcigraph.store.store import Store

_CHOSEN = values("factcheck/matching.yaml")
_GOOD = frozenset(values("knowledge/outcomes.yaml")["good_outcomes"]) | frozenset(_CHOSEN["good_too"])
_BAD = frozenset(_CHOSEN["bad"])
_NEAR: dict[str, dict[str, int]] = _CHOSEN["near"]
_COSTS: dict[str, float] = _CHOSEN["costs"]
_EFFECTS = frozenset(
    ["increases", "decreases", "activates", "inhibits", "produces", "prevents", "contributesTo", "influences"]
)
_ASSOCIATIONS = frozenset(["correlatesInverselyWith", "correlatesPositivelyWith"])
_WARNINGS = frozenset(["cautionFor", "contraindicatedIn", "interactsWith"])
_DENIED = re.compile(r"\b(?:not|n't|cannot) (?:increase|contribute|activate|improve|produce)")

#: How a claim relates to what the sentence says.
RELATIONS = {
    "same": "the claim itself",
    "more general": "a more general claim",
    "more special": "a more special claim",
    "near": "a claim on the nearest outcome studied",
    "association": "an association, not an effect",
}


@dataclass(frozen=True, slots=True)
class Match:
    """A claim that a relation is.

    Attributes:
        claim: the claim.
        how: a key of ``RELATIONS``.
        same_way: 1 where the sentence says the same direction, -1 where it says the other.
        cost: how far it is; 0 for the claim itself.
    """

    claim: Claim
    how: str
    same_way: int
    cost: float


class Matcher:
    """Finds the claims of relations in one graph.

    Args:
        store: the graph.
        spotter: what knows its names.
    """

    def __init__(self, store: Store, spotter: Spotter) -> None:
        self._store, self._spotter = store, spotter
        self.risks = Risks(store)

    @cached_property
    def _claims(self) -> dict[tuple[str, str], list[Claim]]:
        found: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in read_claims(self._store, ""):
            found[claim.subject, claim.object].append(claim)
        return found

    @cached_property
    def _dimensions(self) -> dict[str, str]:
        rows = self._store.engine.values("SELECT ?c ?d { ?c cg:dimension ?d }")
        return {str(claim): str(dimension).rpartition("#")[2] for claim, dimension in rows}

    @cached_property
    def _kinds(self) -> dict[str, list[str]]:
        """Each outcome to what it is a kind of."""
        found: dict[str, list[str]] = defaultdict(list)
        for part, whole in self._store.engine.values("SELECT ?a ?b { ?a cg:kindOf ?b }"):
            found[str(part)].append(str(whole))
        return found

    @cached_property
    def _combined(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for iri, part in self._store.engine.values("SELECT ?e ?p { ?e cg:combines ?p }"):
            found[str(iri)].add(str(part))
        return {iri: frozenset(parts) for iri, parts in found.items()}

    @cached_property
    def _lacks(self) -> dict[str, str]:
        """Each nutrient to the entity that is its lack."""
        found: dict[str, str] = {}
        for name in ("vitamin K2", "vitamin D", "vitamin K", "calcium"):
            lack = self._spotter.iri(f"lack of {name}") or self._spotter.iri(f"{name} deficiency")
            if lack:
                found[self._spotter.iri(name)] = lack
        return found

    def match(self, relation: Relation) -> Match | None:
        """Find the claim that a relation is.

        Args:
            relation: the relation.

        Returns:
            The nearest claim; None where the graph holds none that is near enough.
        """
        found = sorted(self._candidates(relation), key=lambda each: (each.cost, each.claim.iri))
        return found[0] if found else None

    def _candidates(self, relation: Relation) -> Iterator[Match]:
        subjects = self._subjects(relation)
        objects = self._objects(relation)
        for subject, (cost, how) in subjects.items():
            for target, (farther, near, sign) in objects.items():
                for claim in self._claims.get((subject, target), ()):
                    match = self._fit(relation, claim, how if near == "same" else near, sign)
                    if match and match.cost + cost + farther <= _COSTS["most"]:
                        yield Match(claim, match.how, match.same_way, match.cost + cost + farther)

    def _fit(  # noqa: PLR0911 - one return a kind of relation
        self, relation: Relation, claim: Claim, how: str, sign: int
    ) -> Match | None:
        predicate = claim.predicate.removeprefix(CG)
        cost = _COSTS["qualified"] if "(" in claim.label else 0.0
        if relation.kind == "warns":
            return Match(claim, how, 1, cost) if predicate in _WARNINGS else None
        if relation.kind == "harmless":
            return Match(claim, how, 1, cost) if predicate == "contributesTo" and claim.negated else None
        if relation.kind != "effect":
            fits = predicate == relation.kind and (
                not relation.dimension or self._dimensions.get(claim.iri, "") == relation.dimension
            )
            return Match(claim, how, 1, cost) if fits else None
        if predicate not in _EFFECTS | _ASSOCIATIONS or (claim.negated and predicate not in _EFFECTS):
            return None
        if relation.about == "treatment":
            return None
        said = self._said_sign(relation, claim.object) * sign
        own = direction(claim)
        if not own or not said:
            return None
        if (predicate in _ASSOCIATIONS) != relation.association:
            cost += _COSTS["association"]
            how = "association" if predicate in _ASSOCIATIONS else how
        if claim.directness == "direct":
            cost += _COSTS["mechanism"]
        return Match(claim, how, 1 if own == said else -1, cost + (0 if own == said else _COSTS["opposite"]))

    def _said_sign(self, relation: Relation, target: str) -> int:
        """Which way the sentence says the outcome goes."""
        if relation.good is None:
            return relation.sign
        label = self._store.entities.label(target)
        way = -1 if label in _BAD else 1
        return (way if relation.good else -way) * (relation.sign or 1)

    def is_good(self, iri: str) -> bool:
        """Tell whether more of an outcome is good.

        Args:
            iri: of the outcome.

        Returns:
            Whether it is.
        """
        return self._store.entities.label(iri) in _GOOD

    def _subjects(self, relation: Relation) -> dict[str, tuple[float, str]]:
        own = [each.iris[0] for each in relation.subjects]
        if relation.lacking:
            lacks = {self._lacks.get(iri, "") for iri in own} - {""}
            return dict.fromkeys(lacks, (0.0, "same"))
        found: dict[str, tuple[float, str]] = {}
        if len(own) > 1:
            for iri, parts in self._combined.items():
                ranks = [min((self.risks.family(one).get(part, 9) for one in own), default=9) for part in parts]
                if len(parts) == len(set(own)) and all(rank < 2 for rank in ranks):
                    far = sum(ranks)
                    found[iri] = (far * _COSTS["general"], "more general" if far else "same")
            if found or relation.kind != "effect":
                return found
            return {}
        for iri in relation.subjects[0].iris:
            for kin, rank in self.risks.family(iri).items():
                place = ((0.0, "same"), (_COSTS["general"], "more general"), (_COSTS["special"], "more special"))[rank]
                if kin not in found or place < found[kin]:
                    found[kin] = place
        return found

    def _objects(self, relation: Relation) -> dict[str, tuple[float, str, int]]:
        """What the outcome may be, each with its cost, how it is, and whether its direction is the other one."""
        if relation.outcome:
            named = [self._spotter.iri(relation.outcome)]
        elif relation.object is None:
            return {}
        else:
            named = list(relation.object.iris)
        found: dict[str, tuple[float, str, int]] = {}
        for place, iri in enumerate(named):
            if relation.about == "reversal" and self._calcifies(iri):
                found[self._spotter.iri(_CHOSEN["reversal"])] = (0.0, "same", 1)
                continue
            turned = 1 if place == 0 or relation.good is not None or self.is_good(iri) == self.is_good(named[0]) else -1
            lay = relation.object is not None and relation.object.lay and not relation.outcome
            found.setdefault(iri, (place * _COSTS["meaning"], "near" if lay and place else "same", turned))
            for other, sign in _NEAR.get(self._store.entities.label(iri), {}).items():
                way = 1 if relation.good is not None else sign
                found.setdefault(self._spotter.iri(other), (_COSTS["near"], "near", way * turned))
            for whole in self._kinds.get(iri, ()):
                found.setdefault(whole, (_COSTS["general"] + 0.5, "more general", turned))
        if relation.kind in ("warns", "recommendedFor") and relation.object is not None:
            for iri in list(found):
                for group in self._users(iri):
                    found.setdefault(group, (0.1, "same", 1))
        found.pop("", None)
        return found

    def _users(self, drug: str) -> Iterator[str]:
        """Who takes a drug, as a population of the graph; the drugs it is one of count too."""
        for iri in self.risks.family(drug):
            label = self._store.entities.label(iri)
            for name in (f"{label} users", f"users of {label}", f"people taking {label}", f"people who take {label}"):
                if found := self._spotter.iri(name):
                    yield found

    def _calcifies(self, iri: str) -> bool:
        return "calcification" in self._store.entities.label(iri) and "regression" not in self._store.entities.label(
            iri
        )

    def subject_letter(self, mention: Mention) -> str:
        """Tell the kind of what a sentence speaks of.

        Args:
            mention: the words.

        Returns:
            A letter, see ``Mention``.
        """
        return mention.letter

    def surest(self, claims: list[Claim]) -> Claim:
        """Choose the claim with the most support.

        Args:
            claims: at least one.

        Returns:
            The claim.
        """
        return max(claims, key=lambda each: (status_of(self._store, each).rank, each.rank, each.iri))


def direction(claim: Claim) -> int:
    """Tell which way a claim says its object goes, also where it denies it.

    Args:
        claim: the claim.

    Returns:
        1 or -1; 0 where it says neither.

    Example:
        >>> from calcigraph.knowledge.claims import read_claims
        >>> claim, = read_claims(store, "VALUES ?claim { claim:vitamin-k2-does-not-increase-serum-calcium }")
        >>> direction(claim)
        1
    """
    predicate = claim.predicate.removeprefix(CG)
    if predicate == "correlatesInverselyWith":
        return -1
    if predicate == "correlatesPositivelyWith":
        return 1
    if claim.sign:
        return claim.sign
    if claim.negated:
        return 1 if _DENIED.search(claim.label) else -1
    return 0
