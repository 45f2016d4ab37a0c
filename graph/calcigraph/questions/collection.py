"""The collection of questions: read from their files, found by words, filled in with values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property

from calcigraph.errors import UnknownQuestion
from calcigraph.questions.headers import Question, parse
from calcigraph.questions.parameters import term
from calcigraph.ranges import LONGEST_QUESTION, a_name
from calcigraph.store import files
from calcigraph.store.judgements import values

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph.store.store import Store

_WORD = re.compile(r"\w+")


class Collection(Mapping[str, Question]):
    """All shipped questions, by id.

    Args:
        store: the graph whose names their parameters take.

    Example:
        >>> "negated-claims" in kg.questions
        True
    """

    def __init__(self, store: Store) -> None:
        self.store = store
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
            >>> "foods-that-supply" in [each.id for each in kg.questions("foods")]
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
            >>> kg.questions.search("which foods supply it")[0].id
            'foods-that-supply'
        """
        if not a_name("words", words, longest=LONGEST_QUESTION).strip():
            return [self[name] for name in self]
        from calcigraph.questions.weights import WEIGHTS

        stop = values("questions/phrases.yaml")["search_stop"].split()
        wanted = _stems(" ".join(word for word in _WORD.findall(words.casefold()) if word not in stop))
        scored = []
        for name in self:
            question = self[name]
            names = _stems(f"{question.id} {question.title}")
            strong = _stems(f"{question.question} {' '.join(question.tags)}")
            weak = _stems(question.description)
            score = sum(
                WEIGHTS.found_in_name * _holds(names, word)
                + WEIGHTS.found_in_question * _holds(strong, word)
                + WEIGHTS.found_in_description * _holds(weak, word)
                for word in wanted
            )
            if score:
                scored.append((-score, name))
        return [self[name] for _, name in sorted(scored)]

    def nearest(self, name: str, count: int = 3) -> list[str]:
        """Find the questions whose id looks most like a name, or else those that share its words.

        Args:
            name: what the user typed.
            count: how many to offer at most.

        Returns:
            Ids, the nearest first.

        Example:
            >>> kg.questions.nearest("food-that-supplies")[0]
            'foods-that-supply'
        """
        from difflib import get_close_matches

        cutoff = values("store/nearness.yaml")["question_name"]
        near = get_close_matches(name.casefold(), list(self), n=count, cutoff=cutoff)
        if name.strip():
            near += [question.id for question in self.search(name) if question.id not in near]
        return near[:count]

    def is_text(self, name: str) -> bool:
        """Tell plain words from the id of a question.

        Args:
            name: what the user typed.

        Returns:
            True for several words; no id has a space.

        Example:
            >>> questions = kg.questions
            >>> questions.is_text("forms of vitamin D"), questions.is_text("forms-of")
            (True, False)
        """
        return a_name("a question", name, longest=LONGEST_QUESTION) not in self._paths and " " in name.strip()

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
            >>> text = kg.questions.sparql("forms-of", vitamin="vitamin D")
            >>> "VALUES ?vitamin { <https://w3id.org/calcigraph/id/vitamin-d> }" in text
            True
        """
        if name not in self._paths:
            raise UnknownQuestion(name, self.nearest(name))
        question = self[name]
        if not parameters:
            return question.text
        return question.query({key: term(self.store, question, key, value) for key, value in parameters.items()})


def _stems(text: str) -> list[str]:
    # Enough for English titles: "foods", "food's" and "food" meet.
    return [word.removesuffix("s") if len(word) > 3 else word for word in re.findall(r"[a-z0-9]+", text.casefold())]


def _holds(words: list[str], wanted: str) -> bool:
    return any(word == wanted or (len(wanted) > 3 and word.startswith(wanted)) for word in words)
