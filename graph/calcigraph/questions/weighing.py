"""One question held against a text: what the text gives for its parameters, how well it fits, and what speaks against it."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from calcigraph.questions.asked_names import is_guess
from calcigraph.questions.profiles import SLOT, denies, neighbours
from calcigraph.questions.weights import WEIGHTS
from calcigraph.store.judgements import values
from calcigraph.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calcigraph.questions.asked_text import AskedText
    from calcigraph.questions.headers import Parameter, Question
    from calcigraph.questions.mentions import Mention
    from calcigraph.questions.profiles import Profiles

_CHOSEN = values("questions/phrases.yaml")
_AUXILIARY = re.compile(rf"\b(?:{'|'.join(_CHOSEN['auxiliaries'].split())})\b", re.IGNORECASE)
_DIRECTIONS = words.stems(_CHOSEN["opposite_directions"])
_COMPARED = words.stems(_CHOSEN["comparing"])
_WORD = re.compile(r"[^\W_]+")


class Weighing:
    """One way to read a text as one question.

    Args:
        asked: the text.
        profiles: the words of all questions.
        question: the question.
        given: its parameters that take something of the text, each with what it takes.

    Attributes:
        parameters: the same as names, CURIEs and numbers to ask with.
        missing: its other parameters, which stay at their defaults.
        lost: what the text names and the question takes no account of.
        unknown: stems of words that it takes no account of.
        score: how well it fits, to three digits, so that readings that fit alike are told apart by nothing else.
    """

    def __init__(
        self, asked: AskedText, profiles: Profiles, question: Question, given: list[tuple[Parameter, Mention]]
    ) -> None:
        self.asked, self.profiles, self.question, self.given = asked, profiles, question, given
        self.names, self.profile = asked.names, profiles.by_id[question.id]
        self.used = [mention for _, mention in given]
        self.parameters = {parameter.name: mention.name for parameter, mention in given}
        self.missing = [each for each in question.parameters if each.name not in self.parameters]
        self.lost = self._lost()
        self.spoken = self._spoken()
        self.unknown = {each for each in self.spoken if not self.profile.explains(each) and each not in words.FRAME}
        self._fit = (
            self._words_fit()
            + max((self._place_fit(*each) for each in given), default=0.0)
            + self._filled()
            + self._scarce()
            - (self._left_open() + WEIGHTS.lost * len(self.lost))
            + self._named()
            + self._bare_claim()
        )
        self.score = round(self._fit, 3)

    # ------------------------------------------------------------------------------------ what is said

    @cached_property
    def says_a_claim(self) -> bool:
        """Whether a parameter takes a claim."""
        return any(mention.stems for mention in self.used)

    def _lost(self) -> list[Mention]:
        lost = [each for each in self.names.entities if not is_taken(each, self.given) and not self._says(each)]
        # "I have osteoporosis; what about people with osteoporosis" names one thing twice.
        lost = [each for each in lost if not any(words.stems(each.text) < words.stems(one.text) for one in self.used)]
        if self.question.parameters:  # a question on all articles takes no account of which ones are named
            lost += [each for each in self.asked.members if not is_taken(each, self.given)]
        return lost

    def _says(self, mention: Mention) -> bool:
        """Whether a name is among the words of the question itself, such as "foods" or "vitamin K1"."""
        return words.stems(mention.text) <= self.profile.strong

    def _spoken(self) -> set[str]:
        """The words of the text that are part of nothing it is read as."""
        spoken = self.names.stems(self.used)
        spoken.difference_update(*(mention.stems for mention in self.used))
        if len({each.iri for each in self.asked.members}) > 1:
            spoken |= _COMPARED
        for mention in self.used:
            if mention.iri and not mention.kinds and not mention.stems:
                # "Article 2" says article.
                spoken |= {each for each in words.stems(mention.text) if self.profile.explains(each)}
        return spoken

    # ------------------------------------------------------------------------------------ how well it fits

    def _words_fit(self) -> float:
        weights = {stem: self.profiles.rarity(stem) for stem in sorted(self.spoken)}
        total = sum(weights.values())
        if not total:
            return WEIGHTS.claim_alone if self.says_a_claim else 0.0
        explained = sum(weight * self.profile.explains(stem) for stem, weight in weights.items()) / total
        said = self._weight(self.profile.own & self.spoken) / (self._weight(self.profile.own) or 1.0)
        # What the name of a question says and the text does not is what tells it from a more general one.
        unsaid = self._weight(self.profile.id - self.spoken) / (self._weight(self.profile.id) or 1.0)
        return WEIGHTS.explained * explained + WEIGHTS.own_words_said * said - WEIGHTS.name_unsaid * unsaid

    def _weight(self, stems: set[str]) -> float:
        return sum(self.profiles.rarity(stem) for stem in sorted(stems))

    def _place_fit(self, parameter: Parameter, mention: Mention) -> float:
        text = self.names.text
        before, after = neighbours(f"{text[: mention.start]} {SLOT} {text[mention.end :]}")
        return max(
            WEIGHTS.word_before * (before == other[0]) + WEIGHTS.word_after * (after == other[1])
            for other in self.profile.places[parameter.name]
        )

    @staticmethod
    def _is_unsaid_people(parameter: Parameter) -> bool:
        return parameter.type == "cg:Population" and parameter.default == _CHOSEN["unsaid_people"]

    @cached_property
    def _takes_all_for_sure(self) -> bool:
        return bool(self.given) and not self.missing and not self.guesses_a_claim()

    def _filled(self) -> float:
        if not self._takes_all_for_sure:
            return 0.0
        return WEIGHTS.filled_by_any if self.question.parameters[0].type == "cg:Entity" else WEIGHTS.filled

    def _scarce(self) -> float:
        if not self._takes_all_for_sure:
            return 0.0
        return WEIGHTS.scarce / min(self.profiles.takers[parameter.type] for parameter, _ in self.given)

    def _left_open(self) -> float:
        # What the question itself is about and the text does not name is as good as a default.
        return WEIGHTS.unfilled * (len(self.missing) + bool(self.profile.named - self.asked.entities))

    def _named(self) -> float:
        return WEIGHTS.named if self.profile.named and self.profile.named <= self.asked.entities else 0.0

    def _bare_claim(self) -> float:
        asks_for_evidence = "evidenc" in self.profile.title
        return WEIGHTS.bare_claim if self.says_a_claim and self.asked.is_bare_claim and asks_for_evidence else 0.0

    # ------------------------------------------------------------------------------------ what speaks against it

    @property
    def is_sure(self) -> bool:
        """Whether nothing speaks against it but another reading, or too low a score."""
        return not (
            self.leaves_open()
            or self.says_too_little()
            or self.is_denied()
            or self.guesses_a_unit()
            or self.is_turned_round()
            or self.says_only_names()
            or len(self.lost) > WEIGHTS.lost_at_most
            or self.guesses_a_claim()
            or self.fits_too_little_for_its_rest()
            or self.goes_the_other_way()
        )

    def leaves_open(self) -> bool:
        """Whether a parameter stays at a default that the text does not ask for; adults stand for nobody named."""
        if not self.missing:
            return False
        return not all(self._is_unsaid_people(each) for each in self.missing) or bool(self.unknown or self.lost)

    def says_too_little(self) -> bool:
        """Whether there is nothing but bare names, and these are not what the question is about."""
        if len(self.profile.own & self.spoken) >= WEIGHTS.own_share_enough * len(self.profile.own):
            return False
        strong = self.spoken & self.profile.strong
        if self.names.claims or self.names.stems(self.names.entities):
            return not self.given and len(strong) < WEIGHTS.words_enough
        return not (self.given and strong)

    def is_denied(self) -> bool:
        """Whether the text asks what is not so: "which foods do not contain it" is not answered by those that do."""
        return denies(self.names.text) and not self.profile.denies and not self.says_a_claim

    def guesses_a_unit(self) -> bool:
        """Whether a dose came without a unit: 4000 of vitamin D are hardly micrograms."""
        return any(
            f"{{{parameter.name}}} ug" in self.question.question
            and mention.text.replace(",", "").replace(".", "").isdigit()
            for parameter, mention in self.given
        )

    def is_turned_round(self) -> bool:
        """Whether the text asks what does it to the name, and the question what the name does."""
        for parameter, mention in self.given:
            before = self.names.text[: mention.start]
            last = _WORD.findall(before)[-1:]
            deed = self.profile.deeds.get(parameter.name)
            if last and deed == words.stem(last[0].casefold()) and not _AUXILIARY.search(before):
                return True
        return False

    def says_only_names(self) -> bool:
        """Whether only what the question is about is named: "can I take it with calcium" asks something else."""
        return bool(self.profile.named) and not self.says_a_claim and not self.spoken & self.profile.telling

    def guesses_a_claim(self) -> bool:
        """Whether a claim is taken that the text does not say."""
        return any(is_guess(mention) for mention in self.used)

    def fits_too_little_for_its_rest(self) -> bool:
        """Whether words are left over that may be what matters."""
        return self._fit < WEIGHTS.fits_in_part and bool(self.unknown)

    def goes_the_other_way(self) -> bool:
        """Whether the text asks for a rise and the question for a fall, or the other way round."""
        asked, own = self.spoken & _DIRECTIONS, self.profile.own & _DIRECTIONS
        return bool(asked and own and not asked & own)


def is_taken(mention: Mention, given: Iterable[tuple[Parameter, Mention]]) -> bool:
    """Tell whether a stretch of a text is part of what parameters take.

    Args:
        mention: the stretch.
        given: parameters, each with what it takes.

    Returns:
        True where they overlap.

    Example:
        >>> from calcigraph.questions.mentions import Vocabulary
        >>> (name,) = Vocabulary(store, kg.annotator, "K2").entities
        >>> is_taken(name, []), is_taken(name, [(kg.questions["forms-of"].parameters[0], name)])
        (False, True)
    """
    return any(mention.start < used.end and used.start < mention.end for _, used in given)
