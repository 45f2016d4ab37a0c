"""What every answer to plain words is made from: the question as read, the guard's findings, and the graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from calcigraph.answers.answer import Answer
from calcigraph.errors import BadParameter
from calcigraph.questions.interpretation import Understanding
from calcigraph.questions.states import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from calcigraph.guard.guarding import Guard, Guarded
    from calcigraph.questions.question_frames import Frame
    from calcigraph.questions.things import Thing
    from calcigraph.store.store import Store


@dataclass(frozen=True, slots=True)
class Context:
    """One question that is being answered.

    Attributes:
        store: the graph.
        guard: the guard over it.
        found: what the guard found in the question.
        frame: how the question was read.
        ask: asks a question of the collection by its id.
        wording: gives a question of the collection in words.
    """

    store: Store
    guard: Guard
    found: Guarded
    frame: Frame
    ask: Callable[..., Answer]
    wording: Callable[[str], str]

    def label(self, iri: str) -> str:
        """Name an entity.

        Args:
            iri: its IRI.

        Returns:
            Its preferred name.
        """
        return self.store.entities.label(iri)

    def nutrients(self) -> list[Thing]:
        """Give the nutrients of the question, once each."""
        return list({each.name: each for each in self.frame.of("N")}.values())

    def _rows(self, question: str, parameters: dict[str, str]) -> Answer:
        """The rows of a question; of what it does not take, such as a supplement, those of what it is a kind of."""
        try:
            return self.ask(question, **parameters)
        except BadParameter:
            wider = {name: self._wider(value) for name, value in parameters.items()}
            try:
                return self.ask(question, **wider)
            except BadParameter:
                return Answer([], [])

    def _wider(self, name: str) -> str:
        iri = self.store.entities.iri(name)
        above = [each for each, near in self.guard.risks.family(iri).items() if near == 1]
        return self.label(above[0]) if above else name

    def made(
        self,
        sentence: str,
        level: str = "",
        reasons: Iterable[str] = (),
        *,
        whom: Iterable[str] = (),
        rows: tuple[str, dict[str, str]] | None = None,
        claim: str = "",
        state: str = "",
    ) -> Answer:
        """Make the answer.

        Args:
            sentence: the answer in one sentence.
            level: how sure it is.
            reasons: what stands behind it.
            whom: for whom it holds, and what was not taken into account.
            rows: the question of the collection whose rows go with it, and its parameters.
            claim: CURIE of the claim it is about.
            state: a state of safety, empty where it has no bearing on it.

        Returns:
            The answer, with the cautions of the guard.
        """
        answer = Answer([], [])
        if rows:
            answer = self._rows(*rows)
            answer.understood = Understanding(rows[0], rows[1], 1.0, wording=self.wording(rows[0])).line
        answer.store = self.store
        answer.sentence = sentence
        answer.level = level
        answer.reasons = tuple(dict.fromkeys(each for each in reasons if each))
        answer.whom = tuple(dict.fromkeys(each for each in whom if each))
        answer.frame = self.frame.kind
        answer.claim = claim
        answer.note, answer.safety = "", ""
        # An answer on something else has the state of what the guard found in its question.
        state = state or (self.found.state if self.found.lines else "")
        answer.state = State(state) if state in set(State) else None
        # What is the answer itself is not said twice.
        answer.cautions = tuple(line for line in self.found.lines if line not in sentence and line not in answer.whom)
        return answer
