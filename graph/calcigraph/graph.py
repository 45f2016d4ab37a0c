"""``KnowledgeGraph``, the front door: open it, ask it. Its defaults are those of ``calcigraph.operations``."""
# ruff: noqa: A002 - format, slice and object are the words for it

from __future__ import annotations

from functools import cached_property

from calcigraph.mechanism.whatif.threshold import AGREEMENT
from calcigraph.store.store import Store

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import Any

    import networkx as nx
    import rdflib

    from calcigraph.answers.answer import Answer
    from calcigraph.answers.asking import Questions
    from calcigraph.answers.summarising import Summary
    from calcigraph.curation.adding import Addition
    from calcigraph.curation.report import Report
    from calcigraph.factcheck.checked import Checked
    from calcigraph.factcheck.checking import Checker
    from calcigraph.knowledge.claims import Claim
    from calcigraph.knowledge.pooling import Pooling
    from calcigraph.mechanism.pathways.explanations import Explanation
    from calcigraph.mechanism.pathways.pathway import Pathways
    from calcigraph.mechanism.slices import Part
    from calcigraph.mechanism.whatif.responses import Comparison, WhatIf
    from calcigraph.pictures.picture import Picture
    from calcigraph.store.engine import Engine
    from calcigraph.store.memory import MemoryEngine
    from calcigraph.store.names import Entities, Entity
    from calcigraph.text.annotation import Annotation, Annotator


class KnowledgeGraph:
    """The graph with its rules applied, ready to be asked.

    Args:
        engine: a loaded engine; users call ``KnowledgeGraph.open()``.

    Example:
        >>> KnowledgeGraph.open().sparql("ASK { id:vitamin-k2 a cg:Nutrient }")
        True
    """

    def __init__(self, engine: Engine) -> None:
        # Typed as the one that can do everything; what another cannot, its capabilities leave out.
        self.engine: MemoryEngine = engine  # type: ignore[assignment]
        self.store = Store(engine)

    @classmethod
    def open(
        cls,
        *,
        allow_network: bool = False,
        without: Iterable[str] = (),
        store: str | Path | None = None,
        endpoint: str | None = None,
    ) -> KnowledgeGraph:
        """Load the bundled graph and apply its rules, or open the same graph in a folder or on a SPARQL server.

        Args:
            allow_network: let SERVICE in queries reach other endpoints.
            without: claims, as CURIEs or IRIs, to leave out with all that is said of them, to see what rests on them.
            store: folder that ``calcigraph build --store`` wrote; None for the graph in memory.
            endpoint: address of a SPARQL endpoint that holds a release of the graph; None for the graph in memory.

        Returns:
            The graph.

        Raises:
            UnknownName: a claim of ``without`` is not there.
            BadArgument: the address is none, or two of ``without``, ``store`` and ``endpoint`` are given.
            BadFile: there is no such folder, no store in it, or it may not be read.
            Unavailable: the store is of another release or not whole; the endpoint is not there, slow, no SPARQL
                endpoint, or without the graph of this release.

        Example:
            >>> KnowledgeGraph.open().info()["claims"] > 100
            True
        """
        from calcigraph.knowledge.opening import open_anywhere

        return cls(open_anywhere(allow_network=allow_network, without=without, store=store, endpoint=endpoint))

    def sparql(self, query: str, *, timeout: float = 60, memory: float | str = "2GB") -> Answer | bool | rdflib.Graph:
        """Answer any SPARQL 1.1 query, in a process of its own that is ended when it takes too much.

        Args:
            query: SELECT, ASK, CONSTRUCT or DESCRIBE; the prefixes of the graph are known. Without FROM the default graph
                is the union of the named ones.
            timeout: how many seconds it may take; 0 for no limit.
            memory: how much memory it may take, in bytes or such as ``500MB``; 0 for no limit.

        Returns:
            A table, a truth value, or an rdflib graph. The ``notes`` of a table name the terms of ours in the query that do
            not occur in the graph.

        Raises:
            BadQuery: the query is malformed, nested too deeply, or an update.
            BadArgument: a limit is none.
            Unavailable: it took more than it may, or needs the network, which is not allowed.

        Example:
            >>> kg.sparql("SELECT (COUNT(?c) AS ?n) { ?c a cg:Claim }").rows[0][0] > 100
            True
        """
        from calcigraph.answers.answer import answer_of

        return answer_of(self.store, query, timeout=timeout, memory=memory)

    @cached_property
    def questions(self) -> Questions:
        """The collection of questions."""
        from calcigraph.answers.asking import Questions

        return Questions(self.store)

    @property
    def entities(self) -> Entities:
        """The vocabulary: names to entities."""
        return self.store.entities

    def ask(self, question: str, **parameters: object) -> Answer:
        """Answer one of the shipped questions.

        Args:
            question: its id, such as ``foods-that-supply``, or plain words; ``kg.questions()`` lists them.
            parameters: values for its parameters: names of entities, numbers, text.

        Returns:
            The answer; see ``Answer`` for its ``note``, ``understood`` and ``state``.

        Raises:
            UnknownQuestion: no such question.
            UnclearQuestion: it is not sure what the words ask; ``choices`` are the readings.
            BadParameter: no such parameter, or a value of the wrong class.
            UnknownName: no entity has the name.

        Example:
            >>> kg.ask("foods-that-supply", nutrient="MK7").rows == kg.ask("which foods supply menaquinone-7?").rows
            True
        """
        return self.questions.ask(question, **parameters)

    def entity(self, name: str) -> Entity:
        """Find an entity by any of its names.

        Args:
            name: label, synonym, CURIE or IRI, in any case and the usual spellings.

        Returns:
            The entity.

        Raises:
            UnknownName: no entity has the name; the nearest are offered.
            AmbiguousName: several have it.

        Example:
            >>> kg.entity("menaquinone 7").label
            'MK-7'
        """
        return self.entities.find(name)

    @property
    def annotator(self) -> Annotator:
        """The names of the vocabulary, made ready to be found in texts."""
        return self.questions.annotator

    def find_entities(self, text: str) -> list[Annotation]:
        """Mark every entity that a text names, in any usual spelling, with its place.

        Args:
            text: plain text of any length.

        Returns:
            The annotations, sorted, none overlapping; ``text[start:end]`` are the words, the longest where names nest.

        Raises:
            BadArgument: it is no text.

        Example:
            >>> [(each.text, each.label) for each in kg.find_entities("K₂ and 25(OH)D3 in serum")]
            [('K₂', 'vitamin K2'), ('25(OH)D3', 'calcifediol'), ('serum', 'blood serum')]
        """
        return self.annotator.find(text)

    @cached_property
    def checker(self) -> Checker:
        """What checks texts."""
        from calcigraph.factcheck.checking import Checker

        return Checker(self.store, self.annotator)

    def check(self, text: str) -> Checked:
        """Check a text: which sentences make a claim, what the evidence allows, and how to say it fairly.

        Args:
            text: plain text of any length, in English.

        Returns:
            Its claims, each with outcome, the words that decided it, claim, verdict and fair wording; see ``Checked``.

        Raises:
            BadArgument: it is no text.

        Example:
            >>> [each.outcome for each in kg.check("K2 activates osteocalcin. K2 prevents fractures.").findings]
            ['fair', 'overstated']
        """
        from calcigraph.ranges import a_name

        a_name("what check reads", text, longest=None)
        return self.checker.check(text)

    def members(self, name: str | None = None) -> Answer:
        """List the entities of a class, or the classes.

        Args:
            name: the class: its label in the singular or the plural, CURIE, local name or IRI; None for the classes.

        Returns:
            Entities with their definitions, in the order of their names; or classes with how many entities each has. Where
            medicines or illnesses are listed, ``cautions`` says what that calls for.

        Raises:
            UnknownName: no class has the name; the nearest are offered.

        Example:
            >>> len(kg.members("vitamers")), kg.members("cg:Mineral").rows[0][0]
            (11, 'calcium')
        """
        from calcigraph.answers.listing import members_told

        return members_told(self.store, name)

    def claims(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object: str | None = None,
        *,
        directness: str | None = None,
        status: str | None = None,
    ) -> list[Claim]:
        """List claims with their verdicts.

        Args:
            subject: name of the entity they start from.
            predicate: name of the predicate, such as ``increases``.
            object: name of the entity they end in.
            directness: ``direct`` or ``indirect``.
            status: ``established``, ``supported``, ``contested``, ``not shown``, ``refuted``, ``untested`` or ``asserted only``.

        Returns:
            The claims that fit, sorted by IRI.

        Raises:
            UnknownName: a name is not known.
            BadArgument: directness, status or predicate is not one of the values.

        Example:
            >>> [c.label for c in kg.claims("K2", "increases", "serum calcium")]
            ['vitamin K2 does not increase serum calcium']
        """
        from calcigraph.knowledge.claims import find_claims

        return find_claims(self.store, subject, predicate, object, directness=directness, status=status)

    def page(self, name: str) -> dict[str, Any]:
        """Collect all that is known about an entity.

        Args:
            name: any of its names.

        Returns:
            What it is in a sentence, its effects with their verdicts, its forms, what it acts on and what acts on it,
            amounts, cautions: plain values, ready for JSON.

        Raises:
            UnknownName: nothing has the name.
            AmbiguousName: several entities have it.

        Example:
            >>> kg.page("K2")["entity"]["label"]
            'vitamin K2'
        """
        from calcigraph.answers.page_leads import told_entity

        return told_entity(self.store, name)

    def evidence(self, *claim: str) -> dict[str, Any]:
        """Collect all that is known about a claim.

        Args:
            claim: its IRI, CURIE or sentence; or three names: subject, predicate, object.

        Returns:
            The claim as a sentence no bolder than its evidence, verdict with reasons, every result, and who asserts it how
            boldly: plain values, ready for JSON.

        Raises:
            UnknownName: no claim, or no entity, has the name.
            AmbiguousName: several claims fit the three names.
            BadArgument: neither one name nor three.

        Example:
            >>> kg.evidence("K2", "prevents", "arterial calcification")["claim"]["status"]
            'not shown'
        """
        from calcigraph.answers.page_leads import told_evidence

        return told_evidence(self.store, *claim)

    def pool(self, *claim: str) -> Pooling:
        """Put the results on a claim together, where three or more can be: REML, Knapp-Hartung, prediction interval.

        Args:
            claim: its IRI, CURIE or sentence; or three names: subject, predicate, object.

        Returns:
            The pools, each with its estimate, weights and the estimate without each study; and what is left out and why.

        Raises:
            UnknownName: no claim, or no entity, has the name.
            AmbiguousName: several claims fit the three names.
            BadArgument: neither one name nor three.
            Unavailable: something can be pooled, and PyMARE is not installed.

        Example:
            >>> pool, = kg.pool("vitamin D with calcium decreases fracture risk").pools
            >>> f"{pool.contrast.measure} {pool.pooled.effect:.2f} [{pool.pooled.low:.2f} to {pool.pooled.high:.2f}]"
            'OR 0.81 [0.51 to 1.29]'
        """
        from calcigraph.answers.pooled import pooled

        return pooled(self.store, *claim)

    def summary(self, name: str) -> Summary:
        """Summarise the findings on an entity: for each outcome the people, studies, effect and certainty.

        Args:
            name: any of its names.

        Returns:
            The rows; ``.markdown()``, ``.html()``, ``.csv()`` and ``.json()`` write them.

        Raises:
            UnknownName: nothing has the name.
            AmbiguousName: several entities have it.

        Example:
            >>> [row.certainty for row in kg.summary("MK-7").rows if row.outcome == "dp-ucMGP"]
            ['moderate']
        """
        from calcigraph.answers.summarising import summarise

        return summarise(self.store, name)

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
        """Find the signed paths of direct influences from one factor to another, or between two sets of them.

        Args:
            source: where to start: a factor, ``any form of X``, ``any C`` of a class or kind of endpoint, or several.
            target: what to reach, named in the same ways.
            max_length: longest path in steps, 1 to 12.
            sign: 1 for paths that raise the target, -1 for paths that lower it, None for both.
            via: factors that every path has to pass, in any order; of a set, at least one.
            avoid: factors that no path may touch.
            tissue: a tissue or cell in which at least one step has to take place, its parts and kinds included.
            min_certainty: ``high``, ``moderate``, ``low`` or ``very low``: the certainty that each step has at least.
            limit: how many to keep, the shortest first; None for all. With one, counting stops at 50,000 (``capped``).

        Returns:
            The paths, shortest first and the weaker evidence last, a result code, and what all paths share.

        Raises:
            UnknownName: a name is not known.
            BadArgument: a value is outside what is possible, or a name is of no factor.

        Example:
            >>> [claim.label for claim in kg.pathways("any form of vitamin K", "any clinical outcome").cut]
            ['vitamin K hydroquinone activates protein gamma-carboxylation']
        """
        from calcigraph.answers.mechanism_leads import led_pathways
        from calcigraph.mechanism.pathways.finding import Filters, find_pathways

        filters = Filters(sign, via, avoid, tissue, min_certainty)
        found = find_pathways(self.store, source, target, filters, max_length=max_length, limit=limit)
        return led_pathways(self.store, found)

    def explain(self, *claim: str, max_length: int = 8, limit: int | None = 3) -> Explanation:
        """Explain a claim that runs from end to end by the direct steps of mechanism between its ends.

        Args:
            claim: its IRI, CURIE or sentence; or three names: subject, predicate, object.
            max_length: longest pathway in steps, 1 to 12.
            limit: how many pathways of each sign to keep at most, the shortest first; None for all.

        Returns:
            The pathways for and against what the claim says, with a code; see ``Explanation``.

        Raises:
            UnknownName: no claim, or no entity, has the name.
            AmbiguousName: several claims fit the three names.
            BadArgument: neither one name nor three, or a value outside what is possible.

        Example:
            >>> kg.explain("osteocalcin", "increases", "bone mineral density", max_length=3).code
            'opposite sign'
        """
        from calcigraph.answers.mechanism_leads import led_explanation
        from calcigraph.mechanism.pathways.explanations import explain

        return led_explanation(self.store, explain(self.store, *claim, max_length=max_length, limit=limit))

    def what_if(
        self,
        interventions: Mapping[str, str],
        observe: Iterable[str] | None = None,
        *,
        samples: int = 2000,
        seed: int = 1,
        agreement: float = AGREEMENT,
        strengths: Mapping[str, str] | None = None,
        state: str = "replete",
    ) -> WhatIf:
        """Press factors of the mechanism: which way do the others move, and why? Directions only, and no medical advice.

        Args:
            interventions: name of a factor to ``high``, ``low`` or ``normal`` (kept as it is).
            observe: names of the factors asked for; None for the endpoints that are reached.
            samples: size of the ensemble, 10 to 100,000.
            seed: of the draws, 0 or more; the same seed gives the same answer.
            agreement: share of the ensemble that has to agree, above 0.5 and up to 1.
            strengths: claim to ``minor``, ``ordinary``, ``dominant`` or ``absent``: what if it were that strong?
            state: what to start from: ``replete``, or ``deficient in`` and the name of a factor.

        Returns:
            The responses, clinical endpoints first, each with its reasons and the verdicts of end-to-end claims.

        Raises:
            UnknownName: a name is not known.
            BadArgument: a value is none of the possible ones.

        Example:
            >>> kg.what_if({"VKORC1": "low"}, observe=["arterial calcification"]).responses[0].answer
            'increase'
        """
        from calcigraph.answers.mechanism_leads import led_what_if
        from calcigraph.mechanism.whatif.answering import what_if

        found = what_if(
            self.store,
            interventions,
            observe,
            samples=samples,
            seed=seed,
            agreement=agreement,
            strengths=strengths,
            state=state,
        )
        return led_what_if(self.store, found, asked=observe is not None)

    def compare(
        self,
        scenarios: Mapping[str, Mapping[str, str]],
        observe: Iterable[str] | None = None,
        *,
        samples: int = 2000,
        seed: int = 1,
        agreement: float = AGREEMENT,
        state: str = "replete",
    ) -> Comparison:
        """Answer several what-if scenarios for the same factors.

        Args:
            scenarios: name to interventions, as for ``what_if``.
            observe: names of the factors asked for; None for the endpoints that any scenario reaches.
            samples: as for ``what_if``; the scenarios share their draws and differ by the interventions alone.
            seed: as for ``what_if``.
            agreement: as for ``what_if``.
            state: as for ``what_if``.

        Returns:
            The answers by name, every one with the same factors in the same order.

        Raises:
            UnknownName: a name is not known.
            BadArgument: a value is none of the possible ones, or there is no scenario.

        Example:
            >>> kg.compare({"more": {"K2": "high"}, "less": {"K2": "low"}}, ["carboxylated MGP"]).rows[0][1][1].answer
            'decrease'
        """
        from calcigraph.answers.mechanism_leads import led_comparison
        from calcigraph.mechanism.whatif.answering import compare

        found = compare(self.store, scenarios, observe, samples=samples, seed=seed, agreement=agreement, state=state)
        return led_comparison(self.store, found, asked=observe is not None)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Turn the direct influences into a networkx graph.

        Returns:
            A node per factor (``label``), an edge per influence, keyed by the claim's IRI; see ``network.network``.

        Example:
            >>> kg.to_networkx().nodes["https://w3id.org/calcigraph/id/mk-7"]["label"]
            'MK-7'
        """
        from calcigraph.mechanism.network import network

        return network(self.store)

    def draw(
        self,
        what: Any,
        *names: Any,
        theme: str = "light",
        file: str | Path | None = None,
        force: bool = False,
        **options: Any,
    ) -> Picture:
        """Draw a part of the graph; the picture shows itself in a notebook.

        Args:
            what: ``story`` or ``mechanism``; ``neighbourhood`` with a name; ``pathways``, ``what-if`` or ``compare`` with what those
                methods take; ``claim``, ``forest`` or ``funnel`` with a claim by one name or three; or the answer of a method.
            names: what it is about.
            theme: ``light`` or ``dark``.
            file: where to save it: .svg, .png, .html, .dot or .mmd; None for nowhere.
            force: replace the file where it is there already.
            options: of the picture, such as ``steps`` (1 to 12) around a name, or ``max_length`` of pathways.

        Returns:
            The picture: ``.svg()``, ``.png()``, ``.html()``, ``.dot()``, ``.mermaid()``, ``.save(file)``.

        Raises:
            BadArgument: there is no such picture, or names, options or file do not fit.
            UnknownName: a name is not known.
            Unavailable: a library is missing, or the file cannot be written.

        Example:
            >>> kg.draw("claim", "K2", "prevents", "arterial calcification")
            <calcigraph picture: Vitamin K2 prevents arterial calcification>
        """
        from calcigraph.operations import find
        from calcigraph.pictures.draw import draw

        makers: dict[str, Any] = {"pathways": self.pathways, "what-if": self.what_if, "compare": self.compare}
        defaults = {each.name.removeprefix("draw "): each.defaults for each in find("draw").operations}
        picture = draw(self.store, what, *names, theme=theme, makers=makers, defaults=defaults, **options)
        return picture if file is None else picture.saved(file, force=force)

    def export(
        self,
        format: str | None = None,
        slice: Part | None = None,
        file: str | Path | None = None,
        *,
        force: bool = False,
        raw: bool = False,
    ) -> bytes:
        """Write the graph, or a part of it, in the format of another tool.

        Args:
            format: its name, such as ``graphml``; None for what the suffix of the file says.
            slice: what ``pathways``, ``explain``, ``what_if``, ``compare`` or ``claims`` gave; None for everything.
            file: where to write it, or None.
            force: replace a file that is there already.
            raw: leave cells of CSV that begin with ``=``, ``+``, ``-`` or ``@`` as they are, though a spreadsheet runs them.

        Returns:
            The content; a compressed archive where the format comes as several files.

        Raises:
            BadArgument: there is no such format, the file is another's or there already, or ``slice`` is no part.
            BadFile: the file cannot be written.
            Unavailable: the format needs a package that is not installed.

        Example:
            >>> kg.export("sif", kg.claims("warfarin", "inhibits")).split()
            [b'warfarin', b'inhibits', b'VKORC1']
        """
        from calcigraph.exports.writing import export

        return export(self.store, format, slice, file, force=force, raw=raw)

    def add(
        self,
        path: str | Path | None = None,
        *,
        without: str | Iterable[str] = (),
        max_size: float | str = "1MB",
    ) -> Addition:
        """Say what one study with its results adds to the graph, which stays as it is until the addition is written.

        Args:
            path: the study as YAML or a table; ``calcigraph add --template rct`` prints an empty one.
            without: sources to leave out first with their results, as CURIEs or IRIs.
            max_size: how large the file may be, in bytes or such as ``10MB``; 0 for any size.

        Returns:
            The addition: whether it conforms, its bearings, verdicts before and after, its Turtle, and ``write``.

        Raises:
            BadFile: the file is none of a study, or a name, number, unit or identifier in it is not what it should be.
            UnknownName: a source of ``without`` is not in the graph.

        Example:
            >>> kg.add("no-such.yaml")
            Traceback (most recent call last):
            calcigraph.errors.BadFile: no file is called 'no-such.yaml'; expected a file of a study
        """
        from calcigraph.curation.adding import add

        return add(self.store, path, without=without, max_size=max_size)

    def validate(self, paths: Iterable[str | Path] = (), *, max_size: float | str = "100MB") -> Report:
        """Check the graph, alone or joined with other Turtle, against the shapes.

        Args:
            paths: Turtle files to join to the bundled graph.
            max_size: how large each may be, in bytes or such as ``1GB``; 0 for any size.

        Returns:
            The report: whether it conforms, each violation, and warnings on the files.

        Raises:
            BadFile: a file is missing, no regular one, too large, or no Turtle.

        Example:
            >>> kg.validate().conforms
            True
        """
        from calcigraph.curation.validation import validate

        return validate(self.store, paths, max_size=max_size)

    def info(self) -> dict[str, int]:
        """Count what the graph holds.

        Returns:
            Numbers of entities, claims, statements, results, sources, amounts and triples.

        Example:
            >>> kg.info()["articles"]
            3
        """
        from calcigraph.knowledge.counts import count

        return count(self.store)

    @cached_property
    def dataset(self) -> rdflib.Dataset:
        """The same store as an rdflib dataset; no copy, and no protection: a query here runs in this process, unlimited."""
        from calcigraph.store.rdflib_views import dataset_of

        return dataset_of(self.engine)
