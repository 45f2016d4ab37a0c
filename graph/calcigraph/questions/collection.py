"""The collection of questions: found by words, asked by id or in plain words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from calcigraph import files
from calcigraph.errors import UnclearQuestion, UnknownQuestion
from calcigraph.questions.headers import Parameter, Question, parse
from calcigraph.tables import Table

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph.graph import KnowledgeGraph
    from calcigraph.questions.readings import Understanding

__all__ = ["Parameter", "Question", "Questions", "parse"]

_WORD = re.compile(r"\w+")
_STOP = frozenset(
    _WORD.findall("a an and are at by does do for from how in is it of on or that the this to what which who why with")
)


class Questions(Mapping[str, Question]):
    """All shipped questions, by id.

    Args:
        graph: the graph that answers them.

    Example:
        >>> from calcigraph import KnowledgeGraph
        >>> "negated-claims" in KnowledgeGraph.open().questions
        True
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._parsed: dict[str, Question] = {}

    @cached_property
    def _paths(self) -> dict[str, str]:
        return {
            path.rpartition("/")[2].removesuffix(".rq"): path
            for path in files.names("queries", ".rq")
            if not path.startswith("queries/qc/")  # checks of the graph, no questions of a reader
        }

    def __getitem__(self, name: str) -> Question:
        if name not in self._parsed:
            path = self._paths[name]
            self._parsed[name] = parse(path, files.read(path).decode())
        return self._parsed[name]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._paths))

    def __len__(self) -> int:
        return len(self._paths)

    def __call__(self, words: str = "") -> list[Question]:
        """Find questions by words, as ``search`` does; all of them without words.

        Args:
            words: any words of the title, question, description or tags.

        Returns:
            The questions that hold most of the words first.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> "foods-that-supply" in [each.id for each in KnowledgeGraph.open().questions("foods")]
            True
        """
        return self.search(words)

    def search(self, words: str) -> list[Question]:
        """Find questions by words.

        Args:
            words: any words of the title, question, description or tags; empty for all.

        Returns:
            The questions that hold most of the words first; none where no word fits.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> KnowledgeGraph.open().questions.search("which foods supply it")[0].id
            'foods-that-supply'
        """
        if not words.strip():
            return [self[name] for name in self]
        wanted = _stems(" ".join(word for word in _WORD.findall(words.casefold()) if word not in _STOP))
        scored = []
        for name in self:
            question = self[name]
            names = _stems(f"{question.id} {question.title}")
            strong = _stems(f"{question.question} {' '.join(question.tags)}")
            weak = _stems(question.description)
            score = sum(4 * _holds(names, word) + 3 * _holds(strong, word) + _holds(weak, word) for word in wanted)
            if score:
                scored.append((-score, name))
        return [self[name] for _, name in sorted(scored)]

    def turtle(self, words: str = "", *, target: str | None = None) -> str:
        """Write the questions as RDF: SHACL executables in the form of the SPARQL examples of SIB.

        Args:
            words: as for ``search``; empty for all.
            target: IRI of the endpoint that answers them; the dataset if None.

        Returns:
            Turtle; see ``calcigraph.questions.executables``.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> KnowledgeGraph.open().questions.turtle("foods").count("a sh:SPARQLExecutable") > 3
            True
        """
        from calcigraph.questions.executables import TARGET, to_turtle

        return to_turtle(self._graph, self.search(words), target=target or TARGET)

    def load(self) -> int:
        """Load the questions into the graph, so that SPARQL finds them too.

        Returns:
            How many there are to query, as ``sh:SPARQLExecutable``; no answer of a question changes.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> kg = KnowledgeGraph.open()
            >>> kg.questions.load() == len(kg.questions)
            True
            >>> kg.sparql("SELECT ?id { ?q sh:parameter/sh:class cg:Drug ; dcterms:identifier ?id }").rows
            [('interactions-of-a-drug',)]
        """
        from calcigraph.questions.executables import load

        return load(self._graph)

    def nearest(self, name: str, count: int = 3) -> list[str]:
        """Find the questions whose id looks most like a name, or else those that share its words.

        Args:
            name: what the user typed.
            count: how many to offer at most.

        Returns:
            Ids, the nearest first.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> KnowledgeGraph.open().questions.nearest("food-that-supplies")[0]
            'foods-that-supply'
        """
        from difflib import get_close_matches

        near = get_close_matches(name.casefold(), list(self), n=count, cutoff=0.6)
        if name.strip():
            near += [question.id for question in self.search(name) if question.id not in near]
        return near[:count]

    def understand(self, text: str) -> Understanding:
        """Find the question that plain text asks; see ``calcigraph.questions.asking.understand``.

        Args:
            text: such as ``which foods supply menaquinone-7?``.

        Returns:
            The best reading, whether it is sure, and the others.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> KnowledgeGraph.open().questions.understand("who should be careful with vitamin K2").question
            'who-should-be-careful'
        """
        from calcigraph.questions.asking import understand

        return understand(self._graph, text)

    def read(self, text: str) -> Understanding:
        """Find the question that plain text asks, and refuse to guess.

        Args:
            text: such as ``which foods supply menaquinone-7?``.

        Returns:
            The reading, which is sure.

        Raises:
            UnclearQuestion: no question fits, or more than one does; it has the choices.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> KnowledgeGraph.open().questions.read("which foods supply menaquinone-7?").parameters
            {'nutrient': 'MK-7'}
        """
        found = self.understand(text)
        if not found.sure:
            raise UnclearQuestion(text, found.choices)
        return found

    def ask(self, name: str, **parameters: object) -> Table:
        """Answer a question.

        Args:
            name: its id, or the question in plain words.
            parameters: values for its parameters; those left out keep their defaults, or what the plain words say.

        Returns:
            The answer; ``understood`` says how plain words were read, ``state`` what the answer means for safety.

        Raises:
            UnknownQuestion: no question has the id.
            UnclearQuestion: it is not sure what the plain words ask; the error lists the choices.
            BadParameter: no such parameter, or a value of the wrong class.
            UnknownName: a value names no entity.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> KnowledgeGraph.open().questions.ask("forms-of", vitamin="vitamin D").title
            'Forms of a vitamin'
        """
        understood = ""
        if self.is_text(name):
            reading = self.read(name).given(parameters)
            name, parameters, understood = reading.question, {**reading.parameters, **parameters}, reading.line
        columns, rows = self._graph.engine.select(self.sparql(name, **parameters))
        question = self[name]
        table = Table(columns, rows, title=question.title)
        table.note = " ".join(note for note in (question.empty if not rows else "", question.note) if note)
        table.understood = understood
        table.graph = self._graph
        if question.safety or not rows:
            from calcigraph.questions.safety import state

            table.state, table.safety = state(question, table)
        return table

    def is_text(self, name: str) -> bool:
        """Tell plain words from the id of a question.

        Args:
            name: what the user typed.

        Returns:
            True for several words; no id has a space.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> questions = KnowledgeGraph.open().questions
            >>> questions.is_text("forms of vitamin D"), questions.is_text("forms-of")
            (True, False)
        """
        return name not in self._paths and " " in name.strip()

    def sparql(self, name: str, **parameters: object) -> str:
        """Give the SPARQL of a question with its parameters filled in, to run anywhere.

        Args:
            name: its id.
            parameters: as for ``ask``.

        Returns:
            The query, header included.

        Raises:
            UnknownQuestion: no question has the id.
            BadParameter: no such parameter, or a value of the wrong class.
            UnknownName: a value names no entity.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> text = KnowledgeGraph.open().questions.sparql("forms-of", vitamin="vitamin D")
            >>> "VALUES ?vitamin { <https://w3id.org/calcigraph/id/vitamin-d> }" in text
            True
        """
        if name not in self._paths:
            raise UnknownQuestion(name, self.nearest(name))
        question = self[name]
        if not parameters:
            return question.text
        from calcigraph.questions.parameters import term

        return question.query({key: term(self._graph, question, key, value) for key, value in parameters.items()})


def _stems(text: str) -> list[str]:
    # Enough for English titles: "foods", "food's" and "food" meet.
    return [word.removesuffix("s") if len(word) > 3 else word for word in re.findall(r"[a-z0-9]+", text.casefold())]


def _holds(words: list[str], wanted: str) -> bool:
    return any(word == wanted or (len(wanted) > 3 and word.startswith(wanted)) for word in words)
