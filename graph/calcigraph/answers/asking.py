"""Asking: a question by its id or in plain words, and its answer with what it means for safety."""

from __future__ import annotations

from functools import cached_property

from calcigraph.answers.answer import Answer
from calcigraph.answers.listing import of_question
from calcigraph.errors import UnclearQuestion
from calcigraph.questions.collection import Collection

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from calcigraph.answers.plain import PlainWords
    from calcigraph.questions.interpretation import Understanding
    from calcigraph.questions.understanding import Reader
    from calcigraph.text.annotation import Annotator


class Questions(Collection):
    """All shipped questions, ready to be asked.

    Args:
        store: the graph that answers them.

    Example:
        >>> "negated-claims" in kg.questions
        True
    """

    @cached_property
    def annotator(self) -> Annotator:
        """The names of the vocabulary, made ready to be found in plain words."""
        from calcigraph.text.annotation import Annotator

        return Annotator(self.store)

    @cached_property
    def _reader(self) -> Reader:
        from calcigraph.questions.understanding import Reader

        return Reader(self.store, self, self.annotator)

    @cached_property
    def plain(self) -> PlainWords:
        """What answers questions in plain words."""
        from calcigraph.answers.plain import PlainWords

        return PlainWords(self.store, self)

    def turtle(self, words: str = "", *, target: str | None = None) -> str:
        """Write the questions as RDF: SHACL executables in the form of the SPARQL examples of SIB.

        Args:
            words: as for ``search``; empty for all.
            target: IRI of the endpoint that answers them; the dataset if None.

        Returns:
            Turtle; see ``calcigraph.questions.executables``.

        Example:
            >>> kg.questions.turtle("foods").count("a sh:SPARQLExecutable") > 3
            True
        """
        from calcigraph.questions.executables import TARGET, to_turtle

        return to_turtle(self.store, self.search(words), target=target or TARGET)

    def load(self) -> int:
        """Load the questions into the graph, so that SPARQL finds them too.

        Returns:
            How many there are to query, as ``sh:SPARQLExecutable``; no answer of a question changes.

        Example:
            >>> own = type(kg).open()
            >>> own.questions.load() == len(own.questions)
            True
            >>> own.sparql("SELECT ?id { ?q sh:parameter/sh:class cg:Drug ; dcterms:identifier ?id }").rows
            [('interactions-of-a-drug',)]
        """
        from calcigraph.questions.executables import load

        return load(self.store, list(self.values()))

    def understand(self, text: str) -> Understanding:
        """Find the question that plain text asks; see ``calcigraph.questions.understanding``.

        Args:
            text: such as ``which foods supply menaquinone-7?``.

        Returns:
            The best reading, whether it is sure, and the others.

        Example:
            >>> kg.questions.understand("who should be careful with vitamin K2").question
            'who-should-be-careful'
        """
        return self._reader.read(text)

    def read(self, text: str) -> Understanding:
        """Find the question that plain text asks, and refuse to guess.

        Args:
            text: such as ``which foods supply menaquinone-7?``.

        Returns:
            The reading, which is sure.

        Raises:
            UnclearQuestion: no question fits, or more than one does; it has the choices.

        Example:
            >>> kg.questions.read("which foods supply menaquinone-7?").parameters
            {'nutrient': 'MK-7'}
        """
        found = self.understand(text)
        if not found.sure:
            raise UnclearQuestion(text, found.choices)
        return found

    def ask(self, name: str, **parameters: object) -> Answer:
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
            >>> kg.questions.ask("forms-of", vitamin="vitamin D").title
            'Forms of a vitamin'
        """
        if self.is_text(name) or (name not in self and "-" not in name and self.plain.hears(name)):
            if not parameters:
                return self.plain.answer(name)
            reading = self.read(name).given(parameters)
            answer = self.by_id(reading.question, **{**reading.parameters, **parameters})
            answer.understood = reading.line
            answer.cautions = tuple(self.plain.guard.read(name).lines)
            return answer
        return self.by_id(name, **parameters)

    def wording(self, name: str) -> str:
        """Give a question in words.

        Args:
            name: its id.

        Returns:
            The question, parameters in braces.

        Example:
            >>> kg.questions.wording("forms-of")
            'Which forms of {vitamin} are there, and how long do they last in blood?'
        """
        return self[name].question

    def by_id(self, name: str, **parameters: object) -> Answer:
        """Answer a question by its id.

        Args:
            name: its id.
            parameters: values for its parameters; those left out keep their defaults.

        Returns:
            The answer.

        Raises:
            UnknownQuestion: no question has the id.
            BadParameter: no such parameter, or a value of the wrong class.
            UnknownName: a value names no entity.

        Example:
            >>> kg.questions.by_id("forms-of", vitamin="vitamin D").title
            'Forms of a vitamin'
        """
        query = self.sparql(name, **parameters)
        columns, rows = self.store.engine.select(query)
        question = self[name]
        answer = Answer(columns, rows, title=question.title)
        answer.note = " ".join(note for note in (question.empty if not rows else "", question.note) if note)
        answer.store = self.store
        answer.cautions = of_question(self.store, question, query, answer)
        from calcigraph.answers.question_sentences import said

        answer.sentence, answer.level = said(self.store, question, query, answer)
        if question.safety or not rows:
            from calcigraph.answers.safety import state

            answer.state, answer.safety = state(question, answer)
        return answer
