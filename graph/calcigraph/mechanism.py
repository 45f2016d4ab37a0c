"""The part of ``KnowledgeGraph`` that asks the mechanism: what if, and scenarios side by side."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calcigraph.graph import KnowledgeGraph
    from calcigraph.responses import Comparison, WhatIf


class Mechanism:
    """What ``KnowledgeGraph`` can be asked about its mechanism network."""

    def what_if(
        self: KnowledgeGraph,
        interventions: Mapping[str, str],
        observe: Iterable[str] | None = None,
        *,
        samples: int = 2000,
        seed: int = 1,
        agreement: float = 0.8,
        strengths: Mapping[str, str] | None = None,
    ) -> WhatIf:
        """Press factors of the mechanism and say which way the others move, why, and what the trials saw.

        Directions only: no doses, no times; docs/what-if.md says what the method cannot do. This is no medical advice.

        Args:
            interventions: name of a factor to ``high``, ``low`` or ``normal`` (kept as it is).
            observe: names of the factors asked for; None for the endpoints that are reached.
            samples: size of the ensemble, 10 to 100,000.
            seed: of the draws, 0 or more; the same seed gives the same answer.
            agreement: share of the ensemble that has to agree, above 0.5 and up to 1.
            strengths: claim to ``minor``, ``ordinary``, ``dominant`` or ``absent``: what if it were that strong?

        Returns:
            The responses, clinical endpoints first: each with its answer, the routes that carry it, the limiting input
            that decided it, what would settle an undetermined one, and the verdicts of end-to-end claims.

        Raises:
            UnknownName: a name is not known.
            BadArgument: a value is none of the possible ones.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> found = KnowledgeGraph.open().what_if({"VKORC1": "low"}, observe=["arterial calcification"])
            >>> found.responses[0].answer
            'increase'
        """
        from calcigraph.whatif import what_if

        return what_if(
            self, interventions, observe, samples=samples, seed=seed, agreement=agreement, strengths=strengths
        )

    def compare(
        self: KnowledgeGraph,
        scenarios: Mapping[str, Mapping[str, str]],
        observe: Iterable[str] | None = None,
        *,
        samples: int = 2000,
        seed: int = 1,
        agreement: float = 0.8,
    ) -> Comparison:
        """Answer several what-if scenarios for the same factors.

        Args:
            scenarios: name to interventions, as for ``what_if``.
            observe: names of the factors asked for; None for the endpoints that any scenario reaches.
            samples: as for ``what_if``.
            seed: as for ``what_if``; the scenarios share their draws and differ by the interventions alone.
            agreement: as for ``what_if``.

        Returns:
            The answers by name, every one with the same factors in the same order.

        Raises:
            UnknownName: a name is not known.
            BadArgument: a value is none of the possible ones, or there is no scenario.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> scenarios = {"K2": {"K2": "high"}, "no K2": {"K2": "low"}}
            >>> found = KnowledgeGraph.open().compare(scenarios, ["carboxylated MGP"])
            >>> [each.responses[0].answer for each in found.scenarios.values()]
            ['increase', 'decrease']
        """
        from calcigraph.whatif import compare

        return compare(self, scenarios, observe, samples=samples, seed=seed, agreement=agreement)
