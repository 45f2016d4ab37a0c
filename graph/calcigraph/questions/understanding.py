"""Plain text to a question of the collection: names by the vocabulary, words by their weight, no language model.

What the text names is taken from the vocabulary, longest name first. Every question is then weighed: how much of the
text its own words explain, how much of its words the text holds, and whether its parameters can take what the text
names. A question is taken only when it fits well, nothing named is lost, and no other one fits nearly as well.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from calcigraph.errors import BadArgument, shown
from calcigraph.namespaces import expand
from calcigraph.questions.asked_text import AskedText
from calcigraph.questions.interpretation import Understanding
from calcigraph.questions.profiles import Profiles
from calcigraph.questions.weighing import Weighing, is_taken
from calcigraph.questions.weights import WEIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph.questions.collection import Collection
    from calcigraph.questions.headers import Parameter, Question
    from calcigraph.questions.mentions import Mention
    from calcigraph.store.store import Store
    from calcigraph.text.annotation import Annotator


class Reader:
    """Reads plain text as questions of one collection; ``kg.questions.understand`` keeps one.

    Args:
        store: the graph with its vocabulary.
        collection: the questions.
        annotator: the names of the vocabulary, made ready to be found.

    Example:
        >>> found = Reader(store, kg.questions, kg.annotator).read("which foods supply menaquinone-7?")
        >>> found.question, found.parameters, found.sure
        ('foods-that-supply', {'nutrient': 'MK-7'}, True)
    """

    def __init__(self, store: Store, collection: Collection, annotator: Annotator) -> None:
        self._store, self._collection, self._annotator = store, collection, annotator

    @cached_property
    def _profiles(self) -> Profiles:
        return Profiles(self._store, self._annotator, self._collection)

    def read(self, text: str) -> Understanding:
        """Find the question that a text asks, and what it asks it about.

        Args:
            text: plain words, such as ``which foods supply menaquinone-7?``.

        Returns:
            The best reading and up to three others; ask with it only where it is ``sure``.

        Raises:
            BadArgument: the text is endless.
        """
        if len(text) > WEIGHTS.longest:
            raise BadArgument(f"a question has at most {WEIGHTS.longest} letters, and '{shown(text)}' has {len(text)}")
        asked = AskedText(self._store, self._annotator, self._collection.values(), text)
        fitting = [each for each in self._weighings(asked) if each.score > 0]
        return _decide(
            sorted(fitting, key=lambda each: (-each.score, each.question.id, sorted(each.parameters.items())))
        )

    def _weighings(self, asked: AskedText) -> Iterator[Weighing]:
        for name in self._collection:
            question = self._collection[name]
            for given in self._options(asked, question):
                yield Weighing(asked, self._profiles, question, given)

    def _options(self, asked: AskedText, question: Question) -> list[list[tuple[Parameter, Mention]]]:
        """What the text gives for the parameters of a question; several ways where a name has several meanings."""
        options: list[list[tuple[Parameter, Mention]]] = [[]]
        for parameter in question.parameters:
            longer = []
            for option in options:
                free = [each for each in self._takes(asked, question, parameter) if not is_taken(each, option)]
                # A claim, or a name with several meanings, can be read in more than one way; the first name counts.
                first = [each for each in free if each.start == free[0].start]
                longer += [[*option, (parameter, each)] for each in first] or [option]
            options = longer
        return options

    def _takes(self, asked: AskedText, question: Question, parameter: Parameter) -> list[Mention]:
        """What the text gives for a parameter; a name that the question itself is about has to be there once more."""
        own = self._profiles.by_id[question.id].named
        times = Counter(mention.iri for mention in asked.names.entities)
        found = asked.names.of(parameter)
        if sum(each.type == parameter.type for each in question.parameters) > 1:
            parts = [each for each in asked.names.parts if expand(parameter.type) in each.kinds]
            found = sorted([*found, *parts], key=lambda each: each.start)
        return [each for each in found if each.iri not in own or times[each.iri] > 1]


def _decide(found: list[Weighing]) -> Understanding:
    """The best reading with the others behind it; sure where it fits well and leads by enough."""
    if not found:
        return Understanding("", {}, 0.0)
    best, *others = found
    reading = _reading(best)
    fits = best.score >= (WEIGHTS.fits_in_part if reading.ignored else WEIGHTS.fits)
    leads = not others or best.score - others[0].score >= WEIGHTS.ahead
    claims = {name: value for name, value in best.parameters.items() if value.startswith("claim:")}
    return replace(
        reading,
        alternatives=tuple(_reading(each) for each in others[: WEIGHTS.choices]),
        sure=reading.sure and fits and leads,
        labels={name: best.names.label(value) for name, value in claims.items()},
    )


def _reading(weighing: Weighing) -> Understanding:
    lost, names = weighing.lost, weighing.names
    return Understanding(
        question=weighing.question.id,
        parameters=weighing.parameters,
        score=weighing.score,
        sure=weighing.is_sure,
        wording=weighing.question.question,
        defaults={each.name: names.label(each.default) for each in weighing.missing},
        ignored=tuple(each.text for each in lost) + names.spelled(weighing.unknown, weighing.used, lost),
    )
