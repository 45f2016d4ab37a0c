"""Plain text to a question of the collection: names by the vocabulary, words by their weight, no language model.

What the text names is taken from the vocabulary, longest name first. Every question is then weighed: how much of the
text its own words explain, how much of its words the text holds, and whether its parameters can take what the text
names. A question is taken only when it fits well, nothing named is lost, and no other one fits nearly as well.
"""

from __future__ import annotations

import math
import re
import shlex
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from calcigraph import words
from calcigraph.errors import BadArgument, shown
from calcigraph.mentions import Mention, Vocabulary
from calcigraph.namespaces import CG

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calcigraph.graph import KnowledgeGraph
    from calcigraph.questions import Parameter, Question

#: From here on a question fits, and this far the next one has to stay behind.
FITS, AHEAD = 0.55, 0.06
_FITS_IN_PART = 0.7  # where words of the text are left over
_AHEAD_BY_DEFAULT = 0.15  # where a default stands in for something, more is needed
_CHOICES = 3
_LONGEST = 400  # letters; a question is no essay
_WORD_FIT, _OWN_WORDS, _FILLED = 0.65, 0.25, 0.15
_UNFILLED, _LOST = 0.12, 0.3
_TITLE, _TAG, _TEXT = 1.0, 0.9, 0.45
_BARE_CLAIM = 0.2
_BEFORE, _AFTER = 0.08, 0.05
_NEGATION = re.compile(r"\b(not|no|nor|never|without|lacks?|cannot)\b|n['\u2019]t\b", re.IGNORECASE)
_SLOT = "\N{BULLET}"  # stands for a name in a sentence


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a text was understood.

    Attributes:
        question: id of the question, the best one even where that is not sure.
        parameters: what the text gave: name of a parameter to the name, CURIE or number to ask with.
        score: how well it fits; from ``FITS`` on well enough.
        alternatives: other readings, the best first.
        sure: whether it fits well enough and no other one does nearly as well.
        wording: the question in plain words, parameters in braces.
        defaults: parameters the text gave nothing for, with what stands in the file.
        ignored: what the text says and the question takes no account of.
    """

    question: str
    parameters: dict[str, str]
    score: float
    alternatives: tuple[Understanding, ...] = ()
    sure: bool = False
    wording: str = field(default="", compare=False)
    defaults: dict[str, str] = field(default_factory=dict, compare=False)
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @property
    def command(self) -> str:
        """The command that asks it."""
        given = (shlex.quote(f"{name}={value}") for name, value in self.parameters.items())
        return " ".join(["calcigraph ask", self.question, *given])

    @property
    def line(self) -> str:
        """The reading in one line, with what was left at its default and what was not taken into account."""
        parts = [f"{name} = {value}" for name, value in self.parameters.items()]
        parts += [f"{name} = {value}, the default" for name, value in self.defaults.items()]
        text = f"{self.question} ({self.wording})" + (f" with {'; '.join(parts)}" if parts else "")
        return text + (f"; not taken into account: {', '.join(self.ignored)}" if self.ignored else "")

    @property
    def choices(self) -> tuple[Understanding, ...]:
        """Up to three readings to choose from, the best first; none where no question fits at all."""
        return tuple(each for each in (self, *self.alternatives) if each.question)[:_CHOICES]


def understand(graph: KnowledgeGraph, text: str) -> Understanding:
    """Find the question that a text asks, and what it asks it about.

    Args:
        graph: the graph with its questions and its vocabulary.
        text: plain words, such as ``which foods supply menaquinone-7?``.

    Returns:
        The best reading and up to three others; ask with it only where it is ``sure``.

    Raises:
        BadArgument: the text is endless.

    Example:
        >>> from calcigraph import KnowledgeGraph
        >>> found = understand(KnowledgeGraph.open(), "which foods supply menaquinone-7?")
        >>> found.question, found.parameters, found.sure
        ('foods-that-supply', {'nutrient': 'MK-7'}, True)
    """
    if len(text) > _LONGEST:
        raise BadArgument(f"a question has at most {_LONGEST} letters, and '{shown(text)}' has {len(text)}")
    return _Reader(graph, text).read()


class _Profile:
    """The words of a question by where they stand."""

    def __init__(self, question: Question, vocabulary: Vocabulary) -> None:
        template = re.sub(r"\{.*?\}", " ", question.question)
        self.own = words.stems(f"{question.title} {template}")
        # "What acts on it" and "what it acts on" differ in nothing but the place of the name.
        title = re.sub(r"\b[Aa]n? \w+", _SLOT, question.title)
        self.places = {
            parameter.name: [_neighbours(title), _neighbours(question.question.replace(f"{{{parameter.name}}}", _SLOT))]
            for parameter in question.parameters
        }
        self.title = self.own | words.stems(question.id)
        self.tags = words.stems(" ".join(question.tags))
        self.negative = bool(_NEGATION.search(f"{question.title} {question.question} {' '.join(question.tags)}"))
        self.named = {
            mention.iri for mention in vocabulary.entities if mention.kinds & {f"{CG}Substance", f"{CG}Protein"}
        }
        self.text = words.stems(f"{question.description} {question.empty}")

    @property
    def strong(self) -> set[str]:
        return self.title | self.tags

    def weight(self, stem: str) -> float:
        if stem in self.title:
            return _TITLE
        if stem in self.tags:
            return _TAG
        return _TEXT if stem in self.text else 0.0


class _Reader:
    """One reading of one text against all questions."""

    def __init__(self, graph: KnowledgeGraph, text: str) -> None:
        self.graph = graph
        self.vocabulary = Vocabulary(graph, text)
        self.profiles = {
            name: _Profile(question, Vocabulary(graph, re.sub(r"\{.*?\}", _SLOT, question.question), self.vocabulary))
            for name, question in graph.questions.items()
        }
        self.said = {mention.iri for mention in self.vocabulary.entities}
        self.spread = Counter(stem for profile in self.profiles.values() for stem in profile.strong)

    def rarity(self, stem: str) -> float:
        """A word that few questions hold says more; one that none holds says little about which it is."""
        count = self.spread[stem]
        return math.log(1 + len(self.profiles) / (count or 3))

    def read(self) -> Understanding:
        found = sorted(
            (reading for name in self.graph.questions for reading in self.readings(self.graph.questions[name])),
            key=lambda each: (-each.score, each.question, sorted(each.parameters.items())),
        )
        if not found or found[0].score <= 0:
            return Understanding("", {}, 0.0)
        best, others = found[0], tuple(each for each in found[1:] if each.score > 0)
        ahead = not others or best.score - others[0].score >= (_AHEAD_BY_DEFAULT if best.defaults else AHEAD)
        sure = best.sure and best.score >= (_FITS_IN_PART if best.ignored else FITS) and ahead
        return Understanding(
            best.question,
            best.parameters,
            best.score,
            others[:_CHOICES],
            sure,
            best.wording,
            best.defaults,
            best.ignored,
        )

    @cached_property
    def bare_claim(self) -> bool:
        """Whether the text is a claim, said or asked, and nothing else."""
        claim = self.vocabulary.claims
        return bool(claim) and not (self.vocabulary.stems(()) - claim[0].stems - words.FRAME)

    def readings(self, question: Question) -> list[Understanding]:
        """The question with what the text gives for its parameters; several where a name has several meanings."""
        options: list[list[tuple[Parameter, Mention]]] = [[]]
        for parameter in question.parameters:
            longer = []
            for option in options:
                free = [each for each in self.vocabulary.of(parameter) if not _taken(each, option)]
                # A claim, or a name with several meanings, can be read in more than one way; the first name counts.
                first = [each for each in free if each.start == free[0].start]
                longer += [[*option, (parameter, each)] for each in first] or [option]
            options = longer
        return [self.weigh(question, option) for option in options]

    def weigh(self, question: Question, given: list[tuple[Parameter, Mention]]) -> Understanding:
        profile = self.profiles[question.id]
        used = [mention for _, mention in given]
        spoken = self.vocabulary.stems(used)
        has_claim = any(mention.stems for mention in used)
        if has_claim:
            spoken -= set().union(*(mention.stems for mention in used))
        names = {parameter.name for parameter, _ in given}
        missing = [each for each in question.parameters if each.name not in names]
        lost = [each for each in self.vocabulary.entities if not _taken(each, given) and not _holds(profile, each)]
        unknown = {stem for stem in spoken if not profile.weight(stem) and stem not in words.FRAME}
        for mention in used:
            if mention.iri and not mention.kinds and not mention.stems:
                spoken |= {
                    stem for stem in words.stems(mention.text) if profile.weight(stem)
                }  # "article 2" says article
        score = self.words_fit(profile, spoken, given)
        score += max((self.place_fit(profile, *each) for each in given), default=0.0)
        score += _FILLED if given and not missing else 0.0
        # What the question itself is about and the text does not name is as good as a default.
        score -= _UNFILLED * (len(missing) + bool(profile.named - self.said)) + _LOST * len(lost)
        if has_claim and self.bare_claim and {"evidenc", "study"} <= profile.strong:
            score += _BARE_CLAIM  # whoever says a claim and nothing else wants to know whether it is so
        return Understanding(
            question=question.id,
            parameters={parameter.name: mention.name for parameter, mention in given},
            score=round(score, 3),
            # A default may only stand where the text names nothing else.
            sure=self.says_enough(profile, spoken, given)
            and not (missing and (lost or unknown or len(spoken & profile.strong) < 2))
            # "Which foods do not contain it" is not answered by those that do.
            and (profile.negative or has_claim or not _NEGATION.search(self.vocabulary.text))
            and not any(_unit_is_a_guess(question, *each) for each in given)
            and len(lost) < 2,
            wording=question.question,
            defaults={each.name: self.default(each) for each in missing},
            ignored=tuple(each.text for each in lost) + self.vocabulary.spelled(unknown, used, lost),
        )

    def words_fit(self, profile: _Profile, spoken: set[str], given: list[tuple[Parameter, Mention]]) -> float:
        weights = {stem: self.rarity(stem) for stem in sorted(spoken)}
        total = sum(weights.values())
        if not total:
            return _WORD_FIT / 2 if given and any(mention.stems for _, mention in given) else 0.0
        covered = sum(weight * profile.weight(stem) for stem, weight in weights.items()) / total
        own = sum(self.rarity(stem) for stem in sorted(profile.own)) or 1.0
        said = sum(self.rarity(stem) for stem in sorted(profile.own & spoken)) / own
        return _WORD_FIT * covered + _OWN_WORDS * said

    def says_enough(self, profile: _Profile, spoken: set[str], given: list[tuple[Parameter, Mention]]) -> bool:
        """Whether there is more than bare names, or the names are what the question is about."""
        if self.vocabulary.claims or self.vocabulary.stems(self.vocabulary.entities):
            return True
        return bool(given and spoken & profile.strong) or len(profile.own & spoken) * 2 >= len(profile.own)

    def place_fit(self, profile: _Profile, parameter: Parameter, mention: Mention) -> float:
        text = self.vocabulary.text
        before, after = _neighbours(f"{text[: mention.start]} {_SLOT} {text[mention.end :]}")
        return max(
            _BEFORE * (before == other[0]) + _AFTER * (after == other[1]) for other in profile.places[parameter.name]
        )

    def default(self, parameter: Parameter) -> str:
        return self.vocabulary.label(parameter.default)


def _neighbours(sentence: str) -> tuple[str, str]:
    """The words before and after the name in a sentence, empty at its ends."""
    before, _, after = sentence.casefold().partition(_SLOT)
    left, right = re.findall(r"[^\W_]+", before), re.findall(r"[^\W_]+", after)
    return words.stem(left[-1]) if left else "", words.stem(right[0]) if right else ""


def _unit_is_a_guess(question: Question, parameter: Parameter, mention: Mention) -> bool:
    """Whether a dose came without a unit: 4000 of vitamin D are hardly micrograms."""
    return f"{{{parameter.name}}} ug" in question.question and mention.text.replace(",", "").replace(".", "").isdigit()


def _taken(mention: Mention, given: Iterable[tuple[Parameter, Mention]]) -> bool:
    return any(mention.start < used.end and used.start < mention.end for _, used in given)


def _holds(profile: _Profile, mention: Mention) -> bool:
    """Whether a name is among the words of the question itself, such as "foods" or "vitamin K1"."""
    return words.stems(mention.text) <= profile.strong
