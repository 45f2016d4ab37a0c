"""``KnowledgeGraph``, the front door: open it, ask it."""

from __future__ import annotations

from functools import cached_property

from calcigraph.drawable import Drawable
from calcigraph.engine import EmbeddedEngine, form, load_ontology_and_data
from calcigraph.errors import BadQuery
from calcigraph.mechanism import Mechanism
from calcigraph.outward import Outward
from calcigraph.tables import Table

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
    from typing import Any

    import pyoxigraph as ox
    import rdflib

    from calcigraph.claims import Claim
    from calcigraph.entities import Entities, Entity
    from calcigraph.questions.collection import Questions
    from calcigraph.text.annotation import Annotation, Annotator
    from calcigraph.validation import Report


class KnowledgeGraph(Mechanism, Outward, Drawable):
    """The graph with its rules applied, ready to be asked.

    Args:
        engine: a loaded engine; users call ``KnowledgeGraph.open()``.

    Example:
        >>> kg = KnowledgeGraph.open()
        >>> kg.sparql("ASK { id:vitamin-k2 a cg:Nutrient }")
        True
    """

    def __init__(self, engine: EmbeddedEngine) -> None:
        self.engine = engine

    @classmethod
    def open(cls, *, allow_network: bool = False, without: Iterable[str] = ()) -> KnowledgeGraph:
        """Load the bundled graph and apply its rules.

        Args:
            allow_network: let SERVICE in queries reach other endpoints.
            without: claims, as CURIEs or IRIs, to leave out with all that is said of them, to see what
                rests on them.

        Returns:
            The graph.

        Raises:
            UnknownName: a claim of ``without`` is not there.

        Example:
            >>> KnowledgeGraph.open().info()["claims"] > 100
            True
        """
        from calcigraph import derivation

        if not without:
            return cls(derivation.open_engine(allow_network=allow_network))
        from calcigraph.claims import claim_address

        engine = EmbeddedEngine(allow_network=allow_network)
        ontology, instances, rules = derivation.sources()
        load_ontology_and_data(engine, ontology, instances)
        for name in (without,) if isinstance(without, str) else without:
            engine.forget(claim_address(engine, name))
        engine.derive(text.decode() for _, text in rules)
        return cls(engine)

    def sparql(self, query: str) -> Table | bool | rdflib.Graph:
        """Answer any SPARQL 1.1 query.

        Args:
            query: SELECT, ASK, CONSTRUCT or DESCRIBE; the prefixes of the graph are known.

        Returns:
            A table, a truth value, or an rdflib graph.

        Raises:
            BadQuery: the query is malformed, or an update.
            Unavailable: it needs the network, which is not allowed.

        Example:
            >>> kg = KnowledgeGraph.open()
            >>> kg.sparql("SELECT (COUNT(?c) AS ?n) { ?c a cg:Claim }").rows[0][0] > 100
            True
        """
        kind = form(query)
        if kind == "ask":
            return self.engine.ask(query)
        if kind in ("construct", "describe"):
            return _rdflib_graph(self.engine.construct(query))
        return Table(*self.engine.select(query))

    @cached_property
    def questions(self) -> Questions:
        """The collection of questions."""
        from calcigraph.questions.collection import Questions

        return Questions(self)

    @cached_property
    def entities(self) -> Entities:
        """The vocabulary: names to entities."""
        from calcigraph.entities import Entities

        return Entities(self)

    def ask(self, question: str, **parameters: object) -> Table:
        """Answer one of the shipped questions.

        Args:
            question: its id, such as ``foods-that-supply``, or the question in plain words; list them with
                ``kg.questions()``.
            parameters: values for its parameters: names of entities, numbers, text.

        Returns:
            The answer; its ``note`` says what an empty answer means, ``understood`` how plain words were read, and
            ``state`` what the answer means for safety.

        Raises:
            UnknownQuestion: no such question.
            UnclearQuestion: it is not sure what the plain words ask; ``choices`` are the readings.
            BadParameter: no such parameter, or a value of the wrong class.
            UnknownName: no entity has the name.

        Example:
            >>> kg = KnowledgeGraph.open()
            >>> kg.ask("foods-that-supply", nutrient="MK7").rows[0][0]
            'natto'
            >>> kg.ask("which foods supply menaquinone-7?").rows[0][0]
            'natto'
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
            >>> KnowledgeGraph.open().entity("menaquinone 7").label
            'MK-7'
        """
        return self.entities.find(name)

    @cached_property
    def annotator(self) -> Annotator:
        """The names of the vocabulary, made ready to be found in texts."""
        from calcigraph.text.annotation import Annotator

        return Annotator(self)

    def find_entities(self, text: str) -> list[Annotation]:
        """Mark every entity that a text names, with its place.

        Labels and synonyms are found in any usual spelling, the longest wherever names nest. Where words have several
        meanings and the text does not tell which, the annotation is ``ambiguous`` and lists them.

        Args:
            text: plain text of any length.

        Returns:
            The annotations, sorted, none overlapping; ``text[start:end]`` are the words. See
            ``annotation.Annotation``.

        Raises:
            BadArgument: it is no text.

        Example:
            >>> kg = KnowledgeGraph.open()
            >>> [(each.text, each.label) for each in kg.find_entities("K₂ and 25(OH)D3 in serum")]
            [('K₂', 'vitamin K2'), ('25(OH)D3', 'calcifediol'), ('serum', 'blood serum')]
        """
        return self.annotator.find(text)

    def claims(
        self,
        subject: str | None = None,
        predicate: str | None = None,
        object: str | None = None,  # noqa: A002 - the RDF term
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
            status: ``established``, ``supported``, ``contested``, ``not shown``, ``refuted``, ``untested`` or
                ``asserted only``.

        Returns:
            The claims that fit, sorted by IRI.

        Raises:
            UnknownName: a name is not known.
            BadArgument: directness, status or predicate is not one of the values.

        Example:
            >>> kg = KnowledgeGraph.open()
            >>> [c.label for c in kg.claims("K2", "increases", "serum calcium")]
            ['vitamin K2 does not increase serum calcium']
        """
        from calcigraph.claims import find_claims

        return find_claims(self, subject, predicate, object, directness=directness, status=status)

    def page(self, name: str) -> dict[str, Any]:
        """Collect all that is known about an entity.

        Args:
            name: any of its names.

        Returns:
            What it is, its forms, what it acts on and what acts on it with verdicts, amounts and cautions; plain
            values, ready for JSON. See ``pages.entity_page``.

        Raises:
            UnknownName: nothing has the name.
            AmbiguousName: several entities have it.

        Example:
            >>> KnowledgeGraph.open().page("K2")["entity"]["label"]
            'vitamin K2'
        """
        from calcigraph.pages import entity_page

        return entity_page(self, name)

    def evidence(self, *claim: str) -> dict[str, Any]:
        """Collect all that is known about a claim.

        Args:
            claim: its IRI, CURIE or sentence; or three names: subject, predicate, object.

        Returns:
            The verdict with its reasons, every finding with numbers and source, and who asserts it how boldly;
            plain values, ready for JSON. See ``pages.evidence_page``.

        Raises:
            UnknownName: no claim, or no entity, has the name.
            AmbiguousName: several claims fit the three names.
            BadArgument: neither one name nor three.

        Example:
            >>> kg = KnowledgeGraph.open()
            >>> kg.evidence("K2", "prevents", "arterial calcification")["claim"]["status"]
            'contested'
        """
        from calcigraph.claims import one_claim
        from calcigraph.pages import evidence_page

        return evidence_page(self, one_claim(self, *claim))

    def validate(self, paths: Iterable[str | Path] = ()) -> Report:
        """Check the graph, alone or joined with other Turtle, against the shapes.

        Args:
            paths: Turtle files to join to the bundled graph.

        Returns:
            The report: whether it conforms, and each violation.

        Raises:
            BadFile: a file is missing or no Turtle.

        Example:
            >>> KnowledgeGraph.open().validate().conforms
            True
        """
        from calcigraph.validation import validate

        return validate(self, paths)

    def info(self) -> dict[str, int]:
        """Count what the graph holds.

        Returns:
            Numbers of entities, claims, statements, findings, sources, amounts and triples.

        Example:
            >>> KnowledgeGraph.open().info()["articles"]
            3
        """
        counted = {
            "entities": "cg:Entity",
            "factors": "cg:Factor",
            "claims": "cg:Claim",
            "direct claims": None,
            "indirect claims": None,
            "statements": "cg:Statement",
            "findings": "cg:Finding",
            "sources": "cg:Source",
            "articles": "cg:Article",
            "amounts": "cg:Amount",
        }
        found: dict[str, int] = {}
        for name, kind in counted.items():
            pattern = f"?x a {kind}" if kind else f"?x cg:directness cg:{name.split()[0]}"
            query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}"
            found[name] = int(self.engine.values(query)[0][0] or 0)
        found["triples"] = len(self.engine.store)
        return found

    @cached_property
    def dataset(self) -> rdflib.Dataset:
        """The same store as an rdflib dataset; no copy."""
        import rdflib
        from oxrdflib import OxigraphStore

        from calcigraph.namespaces import PREFIXES

        dataset = rdflib.Dataset(store=OxigraphStore(store=self.engine.store), default_union=True)
        for prefix, iri in PREFIXES.items():
            dataset.bind(prefix, iri, replace=True)
        return dataset


def _rdflib_graph(triples: list[ox.Triple]) -> rdflib.Graph:
    import pyoxigraph
    import rdflib

    from calcigraph.namespaces import PREFIXES

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    objects = [triple.object for triple in triples]
    if any(isinstance(each, pyoxigraph.Triple) or getattr(each, "direction", None) for each in objects):
        raise BadQuery("the answer holds terms of RDF 1.2, which rdflib does not know; ask with SELECT")
    lines = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
    graph.parse(data=(lines or b"").decode(), format="nt")
    return graph
