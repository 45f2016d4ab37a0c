"""Questions in anyone's words: the guard first, then the frame, one sentence with its reasons, or asking back."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from calcigraph.answers import effects, facts, foods, forms, intakes, taking
from calcigraph.answers.context import Context
from calcigraph.errors import UnclearQuestion
from calcigraph.guard.conversions import conversion
from calcigraph.guard.doses import find_doses
from calcigraph.guard.guarding import Guard
from calcigraph.guard.wordings import listed
from calcigraph.questions.question_frames import Frame, match
from calcigraph.questions.repair import Repairer
from calcigraph.questions.things import Speller
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    from calcigraph.answers.answer import Answer
    from calcigraph.guard.guarding import Guarded
    from calcigraph.questions.interpretation import Understanding
    from calcigraph.questions.things import Thing
    from calcigraph.store.store import Store
    from calcigraph.text.annotation import Annotator

    class Collected(Protocol):
        """The collection of questions."""

        @property
        def annotator(self) -> Annotator:
            """The names of the vocabulary."""

        def understand(self, text: str) -> Understanding:
            """Find the question that a text asks."""

        def wording(self, name: str) -> str:
            """Give a question in words."""

        def by_id(self, name: str, **parameters: object) -> Answer:
            """Answer a question by its id."""


_ASK = "Ask a doctor or pharmacist about doses."
_SCOPE: str = values("answers/scope.yaml")["about"]
# Verbs that ask of a drug and a nutrient whether they go together, rather than what the one does to the other.
_TOGETHER = ("harm", "affect", "help", "")
_ASK_WITH_FAT = ("why", "should", "effect", "for", "effects", "together", "safe")
_BY_FRAME: dict[str, Callable[[Context], Answer]] = {
    "replace": taking.replace,
    "compare": forms.compare,
    "ratio": intakes.ratio,
    "dose": intakes.dose,
    "drugs": taking.drugs,
    "side-effects": taking.side_effects,
    "excess": intakes.excess,
    "safe": taking.safe,
    "per-day": intakes.per_day,
    "amount-in-food": foods.amount_in_food,
    "foods": foods.foods,
    "food-supplies": foods.food_supplies,
    "how-long": facts.how_long,
    "when": facts.when,
    "proteins": forms.proteins,
    "forms": forms.forms,
    "who": taking.who,
    "together": intakes.together,
    "lack": facts.lack,
    "influences": facts.influences,
    "work": facts.work,
    "should": intakes.should,
    "what-is": facts.what_is,
}


class PlainWords:
    """Answers questions in plain words over one graph.

    Args:
        store: the graph.
        questions: the collection, which brings the rows and reads what no frame fits.
    """

    def __init__(self, store: Store, questions: Collected) -> None:
        self._store, self._questions = store, questions

    @cached_property
    def guard(self) -> Guard:
        """The guard over the graph."""
        return Guard(self._store)

    @cached_property
    def _speller(self) -> Speller:
        return Speller(self._store, self._questions.annotator)

    @cached_property
    def _repairer(self) -> Repairer:
        return Repairer(self._store)

    def hears(self, word: str) -> bool:
        """Tell whether a single word says anything to the guard or names something.

        Args:
            word: what the user typed.

        Returns:
            False for the id of a question and for what nobody knows.
        """
        found = self.guard.read(word)
        return found.alarm or bool(found.hits) or bool(self._speller.things(found))

    def answer(self, text: str) -> Answer:
        """Answer a question.

        Args:
            text: plain words.

        Returns:
            The answer, cautions first.

        Raises:
            UnclearQuestion: it is not sure what is asked, or a dose lacks its unit; its cautions stand first.
            BadArgument: the text is endless.
        """
        found = self.guard.read(text)
        if found.alarm:
            return self._emergency(found)
        if found.language:
            return self._other_language(found)
        reckoned = conversion(found)
        if reckoned:
            return self._context(found, Frame("convert", (), "")).made(reckoned[0], "", [reckoned[1]])
        repaired, changed = self._repairer.repair(text)
        if repaired != text:
            found = self.guard.read(repaired)
        answer = self._framed(found, text)
        if changed:
            read_as = listed([f"'{said}' as {better}" for said, better in changed])
            answer.whom = (*answer.whom, f"Read {read_as}.")
        return answer

    def _context(self, found: Guarded, frame: Frame) -> Context:
        return Context(self._store, self.guard, found, frame, self._questions.by_id, self._questions.wording)

    def _framed(self, found: Guarded, text: str) -> Answer:
        things = self._speller.things(found)
        frame = match(found.text, things, has_dose=bool(found.doses))
        outside = self._outside(found, frame)
        if outside is not None:
            return outside
        nameless = [each for each in find_doses(found.text) if each.unit and not each.in_blood]
        if nameless and not found.named("nutrient", "food", "outside", "drug"):
            needs = f"{nameless[0].said} of what? Say the nutrient too."
            raise UnclearQuestion(
                text, cautions=[*found.lines, _ASK], needs=needs, says=[f"{text.strip(' ?')} of vitamin D?"]
            )
        missing = next((each for _, _, each in found.doses if each.asks), None)
        if missing and (frame is None or frame.kind in ("dose", "safe", "per-day")):
            raise UnclearQuestion(
                text,
                cautions=[*found.lines, _ASK],
                needs=missing.sentence,
                says=missing.asks,
            )
        if frame is None:
            return self._collected(found, text)
        return self._by_frame(self._context(found, frame), text)

    def _by_frame(self, context: Context, text: str) -> Answer:
        frame = context.frame
        if frame.of("N") and frame.kind in _ASK_WITH_FAT and any(each.name == "dietary fat" for each in frame.things):
            return facts.when(context)
        if frame.kind in _BY_FRAME:
            return _BY_FRAME[frame.kind](context)
        pair = ends(frame)
        kinds = {each.letter for each in pair or ()}
        if pair and "D" in kinds and kinds & {"N", "F"} and frame.verb in _TOGETHER:
            return taking.safe(context)
        if pair:
            return effects.effect(context, *pair)
        return self._of_one(context, text)

    def _of_one(self, context: Context, text: str) -> Answer:
        """What asks for an effect and names one thing alone: how it works, or what it does."""
        frame = context.frame
        if frame.kind == "why" and frame.of("N"):
            return facts.work(context)
        if frame.things and frame.kind != "effect":
            return effects.on_one_thing(context, frame.slots.get("s") or frame.things[0])
        return self._collected(context.found, text)

    def _emergency(self, found: Guarded) -> Answer:
        first, *others = found.lines
        answer = self._context(found, Frame("emergency", (), "")).made(first, "", others, state="known risk")
        answer.cautions = ()
        return answer

    def _other_language(self, found: Guarded) -> Answer:
        told, *cautions = found.lines
        if not cautions:
            raise UnclearQuestion(found.text, cautions=[told], needs="Ask it in English.")
        frame = Frame("safe", (), "")
        best = found.cautions[0] if found.cautions else None
        sentence = best.sentence if best else found.grave_doses[0].sentence
        state = best.state if best else found.grave_doses[0].state
        answer = self._context(found, frame).made(
            sentence,
            state,
            best.reasons if best else (),
            whom=[each for each in cautions if each != sentence],
            state=state,
        )
        answer.cautions = (told,)
        return answer

    def _outside(self, found: Guarded, frame: Frame | None) -> Answer | None:
        """What the graph is not about: a substance it does not have alone, or a hope it does not treat."""
        nutrients = found.named("nutrient", "food")
        alone = found.named("outside") and not nutrients
        topic = (
            found.named("topic")
            and not (frame and frame.kind == "dose")
            and not found.named("drug", "condition", "group")
        )
        subject_is_outside = frame is not None and frame.kind == "effect" and frame.things[0].letter == "X"
        only_topic = found.named("topic") and not nutrients
        if not (alone or topic or subject_is_outside or only_topic):
            return None
        names = listed(list(dict.fromkeys(hit.said for hit in found.named("outside", "topic"))))
        context = self._context(found, frame or Frame("outside", (), ""))
        answer = context.made(
            f"Outside this graph: {names}. {_SCOPE}", "outside this graph", state="outside this graph"
        )
        answer.frame = "outside"
        return answer

    def _collected(self, found: Guarded, text: str) -> Answer:
        """What no frame fits: the question of the collection that it surely asks, or asking back."""
        reading = self._questions.understand(found.text)
        if reading.sure:
            answer = self._questions.by_id(reading.question, **reading.parameters)
            answer.understood = reading.line
            answer.frame = reading.question
            answer.cautions = tuple(found.lines)
            answer.sentence = _summary(answer)
            return answer
        if found.cautions:
            return taking.safe(self._context(found, Frame("safe", tuple(self._speller.things(found)), "")))
        if (
            not found.hits
            and not self._speller.things(found)
            and reading.score < values("answers/scope.yaml")["nothing_heard"]
        ):
            context = self._context(found, Frame("outside", (), ""))
            return context.made(
                f"Outside this graph, as far as it understands. {_SCOPE}",
                "outside this graph",
                state="outside this graph",
            )
        raise UnclearQuestion(text, reading.choices, cautions=found.lines)


def _summary(answer: Answer) -> str:
    """What a question of the collection came to where no frame says it: how many rows, and the first."""
    if not len(answer):
        return answer.note
    first = ", ".join(str(value) for value in answer.rows[0][:3] if value is not None)
    return f"{answer.title}: {len(answer)} {'row' if len(answer) == 1 else 'rows'}, the first: {first}."


def ends(frame: Frame) -> tuple[Thing, Thing] | None:
    """Give what does something and to what.

    Args:
        frame: the question.

    Returns:
        Two things, or None where the question has no two.
    """
    if "o" in frame.slots and "s" in frame.slots:
        return frame.slots["s"], frame.slots["o"]
    actors = [each for each in frame.things if each.letter in "NDFPX"]
    outcomes = [each for each in frame.things if each.letter in "OCP" and each is not (actors[0] if actors else None)]
    if actors and outcomes:
        first = actors[0]
        return first, next((each for each in outcomes if each.start > first.start), outcomes[0])
    if len(actors) > 1:
        return actors[0], actors[1]
    others = [each for each in frame.things if each.letter in "OCPG"]
    return (others[0], others[1]) if len(others) > 1 else None
