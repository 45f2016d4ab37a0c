"""The part of ``KnowledgeGraph`` that asks the mechanism: pathways, explanations, what if."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import networkx as nx

    from calcigraph.graph import KnowledgeGraph
    from calcigraph.pathways.explanations import Explanation
    from calcigraph.pathways.results import Pathways
    from calcigraph.whatif.responses import Comparison, WhatIf


class Mechanism:
    """What ``KnowledgeGraph`` can be asked about its mechanism network."""

    @property
    def _graph(self) -> KnowledgeGraph:
        return self  # type: ignore[return-value] # nothing else is made of this class

    def pathways(
        self,
        source: str | Iterable[str],
        target: str | Iterable[str],
        *,
        max_length: int = 8,
        sign: int | None = None,
        via: str | Iterable[str] | None = None,
        avoid: str | Iterable[str] | None = None,
        tissue: str | None = None,
        min_certainty: str | None = None,
        limit: int | None = None,
    ) -> Pathways:
        """Find the signed paths of direct influences from one factor, or set of factors, to another.

        A path meets the two sets at its ends only.

        Args:
            source: where to start: the name of a factor; ``any form of X`` for X with its forms; ``any C`` for the
                members of a class or kind of endpoint, such as ``any nutrient`` or ``any clinical outcome``; or
                several of these.
            target: what to reach, named in the same ways.
            max_length: longest path in steps, 1 to 12.
            sign: 1 for paths that raise the target, -1 for paths that lower it, None for both.
            via: factors that every path has to pass, in any order; of a set, at least one.
            avoid: factors that no path may touch.
            tissue: a tissue or cell in which at least one step has to take place, its parts and kinds included.
            min_certainty: ``high``, ``moderate``, ``low`` or ``very low``: the certainty that each step has at least.
            limit: how many paths to keep at most, the shortest first; None for all. With a limit, counting stops at
                50,000 paths, and the answer says so (``capped``).

        Returns:
            The paths, shortest first and the weaker evidence last, with a result code; what all paths share, where
            they part, and a smallest set of claims without which there would be none.

        Raises:
            UnknownName: a name is not known.
            BadArgument: a value is outside what is possible, or a name is of no factor.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> kg = KnowledgeGraph.open()
            >>> found = kg.pathways("warfarin", "carboxylated MGP")
            >>> found.code, found.paths[0].sign
            ('found', -1)
            >>> [claim.label for claim in kg.pathways("any form of vitamin K", "any clinical outcome").cut]
            ['vitamin K hydroquinone activates protein gamma-carboxylation']
        """
        from calcigraph.pathways.finding import find_pathways

        return find_pathways(
            self._graph,
            source,
            target,
            max_length=max_length,
            sign=sign,
            via=via,
            avoid=avoid,
            tissue=tissue,
            min_certainty=min_certainty,
            limit=limit,
        )

    def explain(self, *claim: str, max_length: int = 8, limit: int | None = 3) -> Explanation:
        """Explain a claim that runs from end to end by the direct steps of mechanism between its ends.

        Args:
            claim: its IRI, CURIE or sentence; or three names: subject, predicate, object.
            max_length: longest pathway in steps, 1 to 12.
            limit: how many pathways of each sign to keep at most, the shortest first; None for all.

        Returns:
            The pathways that bring about what the claim says and those that bring about the opposite, with a code:
            ``same sign``, ``opposite sign``, ``both signs``, ``no mechanism``, ``no sign`` or ``direct``.

        Raises:
            UnknownName: no claim, or no entity, has the name.
            AmbiguousName: several claims fit the three names.
            BadArgument: neither one name nor three, or a value outside what is possible.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> kg = KnowledgeGraph.open()
            >>> kg.explain("osteocalcin", "increases", "bone mineral density").code
            'opposite sign'
        """
        from calcigraph.pathways.explanations import explain

        return explain(self._graph, *claim, max_length=max_length, limit=limit)

    def what_if(
        self,
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
        from calcigraph.whatif.answering import what_if

        return what_if(
            self._graph, interventions, observe, samples=samples, seed=seed, agreement=agreement, strengths=strengths
        )

    def compare(
        self,
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
        from calcigraph.whatif.answering import compare

        return compare(self._graph, scenarios, observe, samples=samples, seed=seed, agreement=agreement)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Turn the direct influences into a networkx graph.

        Returns:
            One node per factor of the mechanism (``label``), one edge per direct influence, keyed by the claim's IRI, with
            ``predicate``, ``sign`` (1 or -1), ``limiting``, ``status`` and ``certainty``.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> network = KnowledgeGraph.open().to_networkx()
            >>> network.nodes["https://w3id.org/calcigraph/id/mk-7"]["label"]
            'MK-7'
        """
        from calcigraph.networks import network

        return network(self._graph)
