"""What a what-if answer holds: responses, the routes that carry them, and scenarios side by side."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from calcigraph.errors import BadArgument
from calcigraph.mechanism.leading import Leading, Led
from calcigraph.mechanism.naming import network_factors
from calcigraph.mechanism.whatif.ensemble import solve
from calcigraph.mechanism.whatif.said import LEVELS, NO_ROUTE, REPLETE, SIGNS, WORDS
from calcigraph.mechanism.whatif.settling import answer
from calcigraph.namespaces import shorten

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph.knowledge.claims import Claim
    from calcigraph.mechanism.whatif.influence import Influence
    from calcigraph.mechanism.whatif.observed import Observed
    from calcigraph.store.store import Store

KINDS = ("clinical", "surrogate", "biomarker", "mechanism")
_NODES = """
SELECT DISTINCT ?factor {
  ?claim cg:directness cg:direct ; cg:predicate/cg:sign ?sign ; cg:subject|cg:object ?factor .
  FILTER NOT EXISTS { ?claim cg:negated true }
} ORDER BY ?factor
"""


class Route(NamedTuple):
    """A route of influences that carries a response.

    Attributes:
        sign: 1 if it raises the factor asked for, -1 if it lowers it; the level of the intervention is counted in.
        nodes: labels, the intervention first.
        claims: the claims in order.
    """

    sign: int
    nodes: tuple[str, ...]
    claims: tuple[Claim, ...]

    @property
    def text(self) -> str:
        """The route on one line."""
        return " > ".join(self.nodes)

    @property
    def weakest(self) -> Claim:
        """The claim with the least certain verdict."""
        return min(self.claims, key=lambda claim: (claim.rank, claim.iri))


class Settles(NamedTuple):
    """The influence whose strength would settle an undetermined answer.

    Attributes:
        claim: the claim.
        answers: strength class (``minor``, ``ordinary``, ``dominant``) to the answer if it had that strength.
    """

    claim: Claim
    answers: dict[str, str]

    @property
    def text(self) -> str:
        """What the answer would be."""
        cases = ", ".join(f"{WORDS[answer]} if {strength}" for strength, answer in self.answers.items())
        return f"{self.claim.label}: {cases}"


@dataclass(frozen=True, slots=True)
class Response:
    """How one factor responds.

    Attributes:
        factor: its IRI.
        label: its preferred label.
        kind: kind of endpoint: ``clinical``, ``surrogate``, ``biomarker`` or ``mechanism``.
        answer: ``increase``, ``decrease``, ``no effect`` (what leads there is full, or below what harms), ``no route`` (the
            graph knows none, which says nothing) or ``undetermined``; contested and untested steps have no part in it.
        agreement: share of the ensemble that goes the way of the answer, or the largest share if undetermined; 0 to 1.
        routes: the strongest route that carries the answer, and the strongest one against it, if any.
        limited_by: the limiting input that decided it, or None.
        with_unsure: the answer when influences that are not sure by the status of their claim take part too.
        observed: what studies saw end to end; empty where none was made.
    """

    factor: str
    label: str
    kind: str
    answer: str
    agreement: float
    routes: tuple[Route, ...] = ()
    limited_by: Claim | None = None
    with_unsure: str = NO_ROUTE
    observed: tuple[Observed, ...] = ()
    _settling: Callable[[], Settles | None] | None = field(default=None, repr=False, compare=False)

    @property
    def settles(self) -> Settles | None:
        """For an undetermined answer the influence that would settle it, or None if no single one does.

        It takes several times as long to find as the answer itself, and is looked for when it is first read.
        """
        return self._settling() if self._settling else None

    @property
    def trials(self) -> str:
        """What the trials saw, in one line."""
        return self.observed[0].text if self.observed else "nothing studied end to end"

    @property
    def contradicted_by(self) -> Observed | None:
        """The verdict of studies that the mechanism's answer does not fit, or None."""
        sign = SIGNS.get(self.answer)
        if sign is None:
            return None
        return next((each for each in self.observed if each.expected is not None and each.expected != sign), None)

    @property
    def sentence(self) -> str:
        """The mechanism's answer and the trials', in one line; what studies found first, where it is something else."""
        said = f"{self.label}: mechanism says {WORDS[self.answer]}; trials: {self.trials}"
        against = self.contradicted_by
        return f"does not fit what studies found ({against.text}): {said}" if against else said

    def as_dict(self) -> dict[str, object]:
        """The response as plain values, ready for JSON.

        Returns:
            The attributes by name; claims by CURIE, label and verdict.
        """
        return {
            "factor": shorten(self.factor),
            "label": self.label,
            "kind": self.kind,
            "answer": self.answer,
            "agreement": round(self.agreement, 4),
            "routes": [
                {
                    "effect": "raises" if route.sign > 0 else "lowers",
                    "nodes": list(route.nodes),
                    "claims": [claim.curie for claim in route.claims],
                    "weakest": _claim(route.weakest),
                }
                for route in self.routes
            ],
            "limited_by": _claim(self.limited_by),
            "settles": self.settles and {**(_claim(self.settles.claim) or {}), "answers": self.settles.answers},
            "with_unsure": self.with_unsure,
            "contradicted_by": _claim(self.contradicted_by.claim if self.contradicted_by else None),
            "observed": [{**(_claim(each.claim) or {}), "fit": each.fit} for each in self.observed],
        }


@dataclass(frozen=True)
class WhatIf(Led):
    """The answer to one scenario.

    Attributes:
        interventions: factor IRI to ``high``, ``low`` or ``normal``.
        names: the same by label, in the order given.
        responses: of the factors asked for, or of the endpoints reached: clinical first.
        members: how many members of the ensemble have a steady state.
        samples: how many were drawn.
        seed: of the draws.
        agreement: share of the members that has to agree.
        state: what it starts from: ``replete``, or ``deficient in`` something.
    """

    interventions: dict[str, str]
    names: dict[str, str]
    responses: tuple[Response, ...]
    members: int
    samples: int
    seed: int
    agreement: float
    state: str
    _store: Store
    _influences: tuple[Influence, ...]
    _fixed: dict[str, tuple[float, float]]
    _lead: Callable[[], Leading] = field(default=Leading, repr=False, compare=False)

    @property
    def scenario(self) -> str:
        """The interventions in words, and the state they start from where it is not a replete one."""
        named = ", ".join(f"{label} {level}" for label, level in self.names.items())
        return named if self.state == REPLETE else f"{named} ({self.state})"

    @cached_property
    def answers(self) -> dict[str, str]:
        """The answer for every factor of the mechanism network, by IRI."""
        clamps = {iri: LEVELS[level] for iri, level in self.interventions.items()}
        found = solve(self._influences, clamps, samples=self.samples, seed=self.seed, fixed=self._fixed)
        every = [str(iri) for (iri,) in self._store.engine.values(_NODES)]
        return {iri: answer(found, iri, self.agreement) for iri in every}

    def response(self, name: str) -> Response:
        """Pick one of the responses.

        Args:
            name: any name of a factor that was asked for or reached.

        Returns:
            The response.

        Raises:
            UnknownName: no entity has the name.
            BadArgument: the factor is not among the responses.
        """
        wanted = set(network_factors(self._store, name))
        for each in self.responses:
            if each.factor in wanted:
                return each
        known = ", ".join(each.label for each in self.responses)
        raise BadArgument(f"'{name}' is not among the responses ({known}); ask for it with observe")

    @property
    def summary(self) -> str:
        """How many responses there are of each sort, in one sentence."""
        if not self.responses:
            return f"With {self.scenario} nothing that was asked for changes: no step of mechanism leads there."
        verbs = WORDS | {"increase": "rise", "decrease": "fall"}
        counted = {kind: sum(each.answer == kind for each in self.responses) for kind in verbs}
        counts = [f"{count} {verbs[kind]}" for kind, count in counted.items() if count]
        return f"With {self.scenario}: {', '.join(counts)}."

    def as_dict(self) -> dict[str, object]:
        """The answer as plain values, ready for JSON.

        Returns:
            The lead and the attributes by name, each response as a dictionary.
        """
        return {
            **self.lead_as_dict(),
            "interventions": {shorten(iri): level for iri, level in self.interventions.items()},
            "scenario": self.scenario,
            "members": self.members,
            "samples": self.samples,
            "seed": self.seed,
            "agreement": self.agreement,
            "state": self.state,
            "responses": [each.as_dict() for each in self.responses],
        }


@dataclass(frozen=True)
class Comparison(Led):
    """Several scenarios side by side.

    Attributes:
        scenarios: name to answer; every answer has the same factors in the same order.
    """

    scenarios: dict[str, WhatIf]
    _lead: Callable[[], Leading] = field(default=Leading, repr=False, compare=False)

    @property
    def rows(self) -> list[tuple[str, tuple[Response, ...]]]:
        """Label of each factor with its responses, one a scenario."""
        columns = [found.responses for found in self.scenarios.values()]
        return [(cells[0].label, cells) for cells in zip(*columns, strict=True)]

    @property
    def differing(self) -> list[tuple[str, tuple[Response, ...]]]:
        """The rows in which the scenarios do not agree."""
        return [(label, cells) for label, cells in self.rows if len({each.answer for each in cells}) > 1]

    def as_dict(self) -> dict[str, object]:
        """The comparison as plain values, ready for JSON.

        Returns:
            The lead, then scenario name to its answer.
        """
        return {**self.lead_as_dict(), **{name: found.as_dict() for name, found in self.scenarios.items()}}


def _claim(claim: Claim | None) -> dict[str, str] | None:
    return {"claim": claim.curie, "label": claim.label, "verdict": claim.verdict} if claim else None
