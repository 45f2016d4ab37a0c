"""Paths of influences as English sentences, with the verbs of the ontology."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.knowledge.statuses import statuses

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from calcigraph.knowledge.claims import Claim
    from calcigraph.store.store import Store

_EFFECTS = {(1, False): "raises", (-1, False): "lowers", (1, True): "raise", (-1, True): "lower"}


def capital(text: str) -> str:
    """Begin a sentence with a capital, unless the first word is spelled with capitals of its own.

    Args:
        text: a sentence.

    Returns:
        The sentence.

    Example:
        >>> capital("warfarin inhibits VKORC1."), capital("dp-ucMGP is a form of MGP.")
        ('Warfarin inhibits VKORC1.', 'dp-ucMGP is a form of MGP.')
    """
    first = text.split(maxsplit=1)[0] if text.split() else ""
    return text if first != first.lower() else text[:1].upper() + text[1:]


class Grammar:
    """Knows the verbs of predicates and which labels are plurals.

    Args:
        store: the graph.
        labels: IRI to label of the factors that sentences will be about.

    Example:
        >>> claims = kg.claims("bisphosphonates", "inhibits", "bone resorption")
        >>> names = [claims[0].subject, claims[0].object]
        >>> Grammar(store, {iri: kg.entities.label(iri) for iri in names}).sentence(claims)
        'Bisphosphonates inhibit bone resorption.'
    """

    def __init__(self, store: Store, labels: Mapping[str, str]) -> None:
        self._labels = labels
        self._statuses = statuses(store)
        rows = store.engine.values("SELECT ?p ?one ?many { ?p cg:sign ?s ; cg:verb ?one ; cg:pluralVerb ?many }")
        self._verbs = {str(predicate): (str(one), str(many)) for predicate, one, many in rows}
        self._plural = {iri for (iri,) in store.engine.values("SELECT ?e { ?e cg:plural true }")}

    def effect(self, factor: str, sign: int) -> str:
        """Say what a factor does to another, in the number of its label.

        Args:
            factor: IRI of the subject.
            sign: 1 or -1.

        Returns:
            ``raises``, ``lowers``, ``raise`` or ``lower``.
        """
        return _EFFECTS[sign, factor in self._plural]

    def sentence(self, claims: Sequence[Claim]) -> str:
        """Put a path into one sentence.

        A step is joined by "which" only after a step that raises: "which" after "inhibits" could be read as what the
        inhibiting does. A step that is not sure by its status names that in brackets.

        Args:
            claims: the steps in order, each with a sign.

        Returns:
            The sentence; a path of several steps ends with what it does as a whole.
        """
        parts: list[str] = []
        joined, sign = True, 1
        for claim in claims:
            verb = self._verbs[claim.predicate][claim.subject in self._plural]
            doubt = "" if self._statuses[claim.status].sure else f" ({claim.status})"
            step = f"{verb} {self._labels[claim.object]}{doubt}"
            if joined:
                parts.append(f"{'; ' if parts else ''}{self._labels[claim.subject]} {step}")
            else:
                parts.append(f", which {step}")
            # After two clauses, or after one that lowers, the next begins anew.
            joined = not joined or (claim.sign or 0) < 0
            sign *= claim.sign or 0
        if len(claims) > 1:
            source, target = claims[0].subject, claims[-1].object
            parts.append(f"; by this route {self._labels[source]} {self.effect(source, sign)} {self._labels[target]}")
        return f"{capital(''.join(parts))}."
