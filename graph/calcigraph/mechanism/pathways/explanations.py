"""Whether the mechanism explains a claim that runs from end to end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from calcigraph.errors import BadArgument
from calcigraph.knowledge.claims import one_claim, read_claims
from calcigraph.mechanism.leading import Leading, Led
from calcigraph.mechanism.naming import network_factors
from calcigraph.mechanism.pathways.finding import Filters, find_pathways
from calcigraph.mechanism.pathways.sentences import capital

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph.knowledge.claims import Claim
    from calcigraph.mechanism.pathways.pathway import Pathway, Pathways
    from calcigraph.store.store import Store


@dataclass(frozen=True, slots=True)
class Explanation(Led):
    """What the direct steps of mechanism say to a claim.

    Attributes:
        claim: the claim.
        code: ``same sign``, pathways bring about what it says and none the opposite; ``opposite sign``, pathways bring
            about the opposite only; ``both signs``; ``no mechanism``, no pathway joins its ends; ``no sign``, the claim
            is no influence (an association, a comparison, a caution), so that no pathway speaks for or against it;
            ``direct``, it is itself one step of mechanism.
        same, opposite: pathways that bring about what the claim says, and the opposite; the shortest first. For a
            claim without sign: those that raise the object, and those that lower it.
        same_total, opposite_total: how many there are of up to ``max_length`` steps.
        max_length: how many steps were allowed.
        shortest: length of the shortest pathway of any sign when there are longer ones only.
        through: labels of the factors that were searched from, where they are not the subject itself: the parts of a
            combination, what is lacking in a lack.
        note: why no pathway can join the ends, when one of them is no factor.
    """

    claim: Claim
    code: str
    same: tuple[Pathway, ...] = ()
    opposite: tuple[Pathway, ...] = ()
    same_total: int = 0
    opposite_total: int = 0
    max_length: int = 0
    shortest: int | None = None
    through: tuple[str, ...] = ()
    note: str = ""
    _lead: Callable[[], Leading] = field(default=Leading, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The explanation in a few sentences."""
        start = f" from {' and '.join(self.through)}" if self.through else ""
        length = f"{start} of up to {self.max_length} step{'' if self.max_length == 1 else 's'}"
        if self.code == "direct":
            body = "It is one direct step of the mechanism; there is nothing to take apart."
        elif self.code == "no mechanism":
            body = self._nothing(start)
        elif self.code == "no sign":
            body = "It names no influence, so no pathway speaks for or against it"
            count = self.same_total + self.opposite_total
            if count:
                body += f"; of the pathways{length} {self.same_total} raise and {self.opposite_total} lower its object."
            else:
                body += ", and none joins its ends."
        else:
            body = self._signed(length)
        sides = ("that raises", "that lowers") if self.code == "no sign" else ("for it", "against it")
        shown = [
            f"The shortest {side}: {group[0].sentence}"
            for side, group in zip(sides, (self.same, self.opposite), strict=True)
            if group
        ]
        return " ".join([f"{capital(self.claim.label)}. Verdict: {self.claim.verdict}.", body, *shown])

    def _signed(self, length: str) -> str:
        says, opposite = "what it says", "the opposite"
        first, second = self.same_total, self.opposite_total
        if self.claim.negated:
            says, opposite, first, second = "what it denies", "the contrary", second, first
        if first and second:
            more = f"{second} {opposite}: signs alone do not settle it"
            return f"{_bring(first, length)} {says}, and {more}."
        if first:
            return f"{_bring(first, length)} {says}, and none {opposite}."
        return f"No pathway{length} brings about {says}; {second} bring{'s' if second == 1 else ''} about {opposite}."

    def _nothing(self, start: str) -> str:
        if self.note:
            return f"No mechanism is known: {self.note}."
        body = f"No mechanism is known: no pathway of direct steps{start} joins its ends"
        if self.shortest is not None:
            body += f" in up to {self.max_length} steps; the shortest has {self.shortest}"
        rest = ", which fits a claim that there is no effect but does not prove it" if self.claim.negated else ""
        return f"{body}{rest}."

    def as_dict(self) -> dict[str, object]:
        """The explanation as plain values, ready for JSON.

        Returns:
            The lead and the attributes by name with the text, each pathway as a dictionary.
        """
        return {
            **self.lead_as_dict(),
            "claim": self.claim.curie,
            "label": self.claim.label,
            "verdict": self.claim.verdict,
            "code": self.code,
            "text": self.text,
            "max_length": self.max_length,
            "same_total": self.same_total,
            "opposite_total": self.opposite_total,
            "shortest": self.shortest,
            "through": list(self.through),
            "same": [path.as_dict() for path in self.same],
            "opposite": [path.as_dict() for path in self.opposite],
        }


def explain(store: Store, *names: str, max_length: int, limit: int | None) -> Explanation:
    """Explain a claim by the direct steps between its ends; see ``kg.explain``.

    Args:
        store: the graph.
        names: the claim, as for ``claims.one_claim``.
        max_length: longest pathway in steps, 1 to 12.
        limit: how many pathways of each sign to keep, or None for all.

    Returns:
        The explanation.

    Raises:
        UnknownName: no claim has the name.
        AmbiguousName: several claims have it.
        BadArgument: a value is outside what is possible.

    Example:
        >>> explain(store, "vitamin K2 prevents arterial calcification", max_length=8, limit=3).code
        'same sign'
    """
    iri = one_claim(store, *names)
    (claim,) = read_claims(store, f"VALUES ?claim {{ <{iri}> }}")
    if claim.directness == "direct":
        return Explanation(claim, "direct")
    rows = store.engine.values(f"SELECT ?s {{ <{claim.predicate}> cg:sign ?s }}")
    sign = int(rows[0][0] or 0) if rows else None
    # A claim that there is no rise is borne out by a fall, and the other way round.
    wanted = 1 if sign is None else -sign if claim.negated else sign
    found: dict[int, list[Pathways]] = {1: [], -1: []}
    notes = []
    parts = _parts(store, claim.subject)
    for factor, polarity in parts:
        if note := _apart(store, factor, claim.object):
            notes.append(note)
            continue
        for side, answers in found.items():
            signed = Filters(sign=side * polarity * wanted)
            answers.append(find_pathways(store, factor, claim.object, signed, max_length=max_length, limit=limit))
    same, opposite = (sum(answer.total for answer in found[side]) for side in (1, -1))
    if sign is None:
        code = "no sign"
    elif same and opposite:
        code = "both signs"
    else:
        code = "same sign" if same else "opposite sign" if opposite else "no mechanism"
    nothing = code == "no mechanism"
    return Explanation(
        claim,
        code,
        same=_first(found[1], limit),
        opposite=_first(found[-1], limit),
        same_total=same,
        opposite_total=opposite,
        max_length=max_length,
        shortest=min((each.shortest for each in found[1] if each.shortest), default=None) if nothing else None,
        through=() if parts == [(claim.subject, 1)] else tuple(_named(store, *part) for part in parts),
        note=notes[0] if nothing and len(notes) == len(parts) else "",
    )


def _first(answers: list[Pathways], limit: int | None) -> tuple[Pathway, ...]:
    return tuple(sorted((path for answer in answers for path in answer), key=len)[:limit])


def _apart(store: Store, subject: str, object_: str) -> str:
    """Why two entities cannot be the ends of a path, or nothing where they can."""
    try:
        ends = [set(network_factors(store, end)) for end in (subject, object_)]
    except BadArgument as error:
        return str(error)
    return "its subject and its object are the same factor" if ends[0] & ends[1] else ""


def _named(store: Store, factor: str, polarity: int) -> str:
    label = store.entities.label(factor)
    return label if polarity > 0 else f"less {label}"


def _parts(store: Store, iri: str) -> list[tuple[str, int]]:
    """The factors that a subject acts by, each with 1, or -1 where the subject is its lack."""
    if rows := store.engine.values(f"SELECT ?part {{ <{iri}> cg:combines ?part }} ORDER BY ?part"):
        return [part for (each,) in rows for part in _parts(store, str(each))]
    if rows := store.engine.values(f"SELECT ?what {{ <{iri}> cg:lackOf ?what }} ORDER BY ?what"):
        return [(factor, -sign) for (each,) in rows for factor, sign in _parts(store, str(each))]
    return [(iri, 1)]


def _bring(count: int, length: str) -> str:
    return f"1 pathway{length} brings about" if count == 1 else f"{count} pathways{length} bring about"
