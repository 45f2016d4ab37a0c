"""A text that asks something: what it names, and whether it is a claim and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.questions.asked_names import AskedNames, is_guess
from calcigraph.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calcigraph.questions.headers import Question
    from calcigraph.questions.mentions import Mention
    from calcigraph.store.store import Store
    from calcigraph.text.annotation import Annotator


class AskedText:
    """What a text says, whatever question is meant.

    Args:
        store: the graph whose names count.
        annotator: the same names, made ready to be found.
        questions: the questions that it may ask.
        text: the text.

    Attributes:
        names: what it names.
        members: what it names that is no entity, such as an article.
        entities: IRIs of the entities that it names.
        is_bare_claim: whether it is a claim, said or asked, and nothing else.

    Example:
        >>> AskedText(store, kg.annotator, kg.questions.values(), "warfarin inhibits VKORC1").is_bare_claim
        True
    """

    def __init__(self, store: Store, annotator: Annotator, questions: Iterable[Question], text: str) -> None:
        self.names = AskedNames(store, annotator, text)
        self.members = self._members(questions)
        self.entities = {mention.iri for mention in self.names.entities}
        claim = self.names.claims
        self.is_bare_claim = (
            bool(claim) and not is_guess(claim[0]) and not self.names.stems(()) - claim[0].stems - words.FRAME
        )

    def _members(self, questions: Iterable[Question]) -> list[Mention]:
        found: dict[str, list[Mention]] = {}
        for question in questions:
            for parameter in question.parameters:
                if parameter.type not in found and parameter.type[:3] == "cg:" and parameter.type != "cg:Claim":
                    found[parameter.type] = [each for each in self.names.of(parameter) if not each.kinds]
        return [mention for mentions in found.values() for mention in mentions]
