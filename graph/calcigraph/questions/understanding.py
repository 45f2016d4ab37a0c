"""Plain text to a question of the collection: names by the vocabulary, words by their weight, no language model.

What the text names is taken from the vocabulary, longest name first. Every question is then weighed: how much of the
text its own words explain, how much of its words the text holds, and whether its parameters can take what the text
names. A question is taken only when it fits well, nothing named is lost, and no other one fits nearly as well.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from calcigraph.errors import BadArgument, shown
from calcigraph.namespaces import CG, expand, shorten
from calcigraph.questions.interpretation import CHOICES, Understanding
from calcigraph.questions.mentions import Mention, Vocabulary
from calcigraph.text import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calcigraph.questions.collection import Collection
    from calcigraph.questions.headers import Parameter, Question
    from calcigraph.store.store import Store
    from calcigraph.text.annotation import Annotator

#: From here on a question fits, and this far the next one has to stay behind.
FITS, AHEAD = 0.55, 0.05
_FITS_IN_PART = 0.7  # where words of the text are left over
_LONGEST = 400  # letters; a question is no essay
_WORD_FIT, _OWN_WORDS, _FILLED = 0.65, 0.25, 0.15
_FILLED_BY_ANY = 0.08
_UNFILLED, _LOST = 0.12, 0.3
_UNSAID = 0.15
_NAMED = 0.08
_SCARCE = 0.15
_TITLE, _TAG, _TEXT = 1.0, 0.9, 0.45
_BARE_CLAIM = 0.2
_BEFORE, _AFTER = 0.08, 0.05
_NEGATION = re.compile(r"\b(not|no|nor|never|without|lacks?|cannot|less|fewer|least)\b|n['\u2019]t\b", re.IGNORECASE)
_AUXILIARY = re.compile(r"\b(do|does|did|can|could|may|might|will|would)\b", re.IGNORECASE)
_UP_DOWN = words.stems("increase decrease")
_COMPARED = words.stems("differ")
_WEAK = 0.1  # fit of a claim that the text does not say
_CLASS_WORD = re.compile(
    r"proteins?|foods?|drugs?|tissues?|cells?|nutrients?|vitamins?|minerals?|humans?", re.IGNORECASE
)
_GOES_ON = re.compile(
    r"[ -](diseases?|disorders?|failure|cancers?|infections?|injur(y|ies)|patients?|markers?|tests?|pressure)\b",
    re.IGNORECASE,
)
_JOINT = re.compile(r"\s*[,&+/]\s*(?:and\s+)?|\s+(?:and|with|plus)\s+", re.IGNORECASE)
_SLOT = "\N{BULLET}"  # stands for a name in a sentence


def understand(store: Store, collection: Collection, annotator: Annotator, text: str) -> Understanding:
    """Find the question that a text asks, and what it asks it about.

    Args:
        store: the graph with its vocabulary.
        collection: the questions.
        annotator: the names of the vocabulary, made ready to be found.
        text: plain words, such as ``which foods supply menaquinone-7?``.

    Returns:
        The best reading and up to three others; ask with it only where it is ``sure``.

    Raises:
        BadArgument: the text is endless.

    Example:
        >>> found = understand(store, kg.questions, kg.annotator, "which foods supply menaquinone-7?")
        >>> found.question, found.parameters, found.sure
        ('foods-that-supply', {'nutrient': 'MK-7'}, True)
    """
    if len(text) > _LONGEST:
        raise BadArgument(f"a question has at most {_LONGEST} letters, and '{shown(text)}' has {len(text)}")
    return _Reader(store, collection, annotator, text).read()


class _Names(Vocabulary):
    """The names in a text as questions take them."""

    @cached_property
    def entities(self) -> list[Mention]:
        """The entities named, without words for a whole class and without what only begins another name."""
        return [each for each in super().entities if not _CLASS_WORD.fullmatch(each.text) and not self._goes_on(each)]

    @cached_property
    def parts(self) -> list[Mention]:
        """What the name of a combination names beside it: "vitamin D and K2" are two things as well."""
        found = []
        for whole in self.entities:
            if f"{CG}Combination" not in whole.kinds:
                continue
            joints = [match.span() for match in _JOINT.finditer(whole.text)]
            starts, ends = [0, *(end for _, end in joints)], [*(start for start, _ in joints), len(whole.text)]
            for start, end in zip(starts, ends, strict=True):
                first = whole.start + start
                found += [
                    replace(each, start=first + each.start, end=first + each.end)
                    for each in _Names(self._store, self._annotator, whole.text[start:end]).entities
                ]
        return found

    def _goes_on(self, mention: Mention) -> bool:
        """Whether a word follows that makes another thing of it: a kidney disease is no kidney."""
        return bool(_GOES_ON.match(self.text, mention.end))

    @cached_property
    def claims(self) -> list[Mention]:
        """The claims that the text says; where it says none, those between what it names, which is a guess."""
        found = super().claims
        if found or len(self.entities) < 2:
            return found
        for claim, label, subject, _, object_, _ in self._claim_rows:
            ends = [each for each in self.entities if each.iri == subject]
            others = [each for each in self.entities if each not in ends and self._object_fit(each, str(object_)) >= 1]
            if ends and others:
                start, end = min(ends[0].start, others[0].start), max(ends[0].end, others[0].end)
                stems = frozenset(words.stems(str(label)) & words.stems(self.text))
                name = shorten(str(claim))
                found.append(Mention(start, end, self.text[start:end], str(claim), name, stems=stems, fit=_WEAK))
        return found


def _weak(mention: Mention) -> bool:
    return bool(mention.stems) and (mention.partial or mention.fit <= _WEAK)


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
        # In "does {nutrient} activate" the verb that follows tells what the name does.
        self.deeds = {
            parameter.name: words.stem(match[1].casefold())
            for parameter in question.parameters
            if (match := re.search(rf"\bdoes \{{{parameter.name}\}} (\w+)", question.question))
        }
        self.id = words.stems(question.id.replace("-", " "))
        self.title = self.own | self.id
        self.tags = words.stems(" ".join(question.tags))
        self.negative = bool(_NEGATION.search(f"{question.title} {question.question} {' '.join(question.tags)}"))
        self.named = {
            mention.iri for mention in vocabulary.entities if mention.kinds & {f"{CG}Substance", f"{CG}Protein"}
        }
        self.text = words.stems(f"{question.description} {question.empty}")
        names = words.stems(" ".join(mention.text for mention in vocabulary.entities))
        #: What its own words say beyond the names in them.
        self.telling = self.own - names or self.own

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

    def __init__(self, store: Store, collection: Collection, annotator: Annotator, text: str) -> None:
        self.collection = collection
        self.vocabulary = _Names(store, annotator, text)
        self.profiles = {
            name: _Profile(question, _Names(store, annotator, re.sub(r"\{.*?\}", _SLOT, question.question)))
            for name, question in collection.items()
        }
        self.members = self.named_members()
        self.said = {mention.iri for mention in self.vocabulary.entities}
        self.takers = Counter(kind for each in collection.values() for kind in {p.type for p in each.parameters})
        self.spread = Counter(stem for profile in self.profiles.values() for stem in profile.strong)

    def rarity(self, stem: str) -> float:
        """A word that few questions hold says more; one that none holds says little about which it is."""
        count = self.spread[stem]
        return math.log(1 + len(self.profiles) / (count or 3))

    def read(self) -> Understanding:
        found = sorted(
            (reading for name in self.collection for reading in self.readings(self.collection[name])),
            key=lambda each: (-each.score, each.question, sorted(each.parameters.items())),
        )
        if not found or found[0].score <= 0:
            return Understanding("", {}, 0.0)
        best, others = found[0], tuple(each for each in found[1:] if each.score > 0)
        ahead = not others or best.score - others[0].score >= AHEAD
        sure = best.sure and best.score >= (_FITS_IN_PART if best.ignored else FITS) and ahead
        return Understanding(
            best.question,
            best.parameters,
            best.score,
            others[:CHOICES],
            sure,
            best.wording,
            best.defaults,
            best.ignored,
            {name: self.vocabulary.label(value) for name, value in best.parameters.items() if value[:6] == "claim:"},
        )

    @cached_property
    def bare_claim(self) -> bool:
        """Whether the text is a claim, said or asked, and nothing else."""
        claim = self.vocabulary.claims
        return bool(claim) and not _weak(claim[0]) and not self.vocabulary.stems(()) - claim[0].stems - words.FRAME

    def named_members(self) -> list[Mention]:
        """What the text names that is no entity, such as an article."""
        found: dict[str, list[Mention]] = {}
        for question in self.collection.values():
            for parameter in question.parameters:
                if parameter.type not in found and parameter.type[:3] == "cg:" and parameter.type != "cg:Claim":
                    mentions = self.vocabulary.of(parameter)
                    found[parameter.type] = [each for each in mentions if not each.kinds]
        return [mention for mentions in found.values() for mention in mentions]

    def readings(self, question: Question) -> list[Understanding]:
        """The question with what the text gives for its parameters; several where a name has several meanings."""
        options: list[list[tuple[Parameter, Mention]]] = [[]]
        for parameter in question.parameters:
            longer = []
            for option in options:
                free = [each for each in self.takes(question, parameter) if not _taken(each, option)]
                # A claim, or a name with several meanings, can be read in more than one way; the first name counts.
                first = [each for each in free if each.start == free[0].start]
                longer += [[*option, (parameter, each)] for each in first] or [option]
            options = longer
        return [self.weigh(question, option) for option in options]

    def takes(self, question: Question, parameter: Parameter) -> list[Mention]:
        """What the text gives for a parameter; a name that the question itself is about has to be there once more."""
        own = self.profiles[question.id].named
        named = Counter(mention.iri for mention in self.vocabulary.entities)
        found = self.vocabulary.of(parameter)
        if sum(each.type == parameter.type for each in question.parameters) > 1:
            found = sorted(
                [*found, *(each for each in self.vocabulary.parts if expand(parameter.type) in each.kinds)],
                key=lambda each: each.start,
            )
        return [each for each in found if each.iri not in own or named[each.iri] > 1]

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
        # "I have osteoporosis; what about people with osteoporosis" names one thing twice.
        lost = [each for each in lost if not any(words.stems(each.text) < words.stems(one.text) for one in used)]
        if question.parameters:  # a question on all articles takes no account of which ones are named
            lost += [each for each in self.members if not _taken(each, given)]
        if len({each.iri for each in self.members}) > 1:
            spoken |= _COMPARED
        unknown = {stem for stem in spoken if not profile.weight(stem) and stem not in words.FRAME}
        for mention in used:
            if mention.iri and not mention.kinds and not mention.stems:
                spoken |= {
                    stem for stem in words.stems(mention.text) if profile.weight(stem)
                }  # "article 2" says article
        score = self.words_fit(profile, spoken, given)
        score += max((self.place_fit(profile, *each) for each in given), default=0.0)
        weak = any(_weak(mention) for mention in used)
        if given and not missing and not weak:
            # That something is an entity says less than that it is a food.
            score += _FILLED_BY_ANY if question.parameters[0].type == "cg:Entity" else _FILLED
            # The fewer questions can take what is named, the more it speaks for one that can.
            score += _SCARCE / min(self.takers[parameter.type] for parameter, _ in given)
        # What the question itself is about and the text does not name is as good as a default.
        score -= _UNFILLED * (len(missing) + bool(profile.named - self.said)) + _LOST * len(lost)
        if profile.named and profile.named <= self.said:
            score += _NAMED  # the text names what the question itself is about
        if has_claim and self.bare_claim and "evidenc" in profile.title:
            score += _BARE_CLAIM  # whoever says a claim and nothing else wants to know whether it is so
        return Understanding(
            question=question.id,
            parameters={parameter.name: mention.name for parameter, mention in given},
            score=round(score, 3),
            # A default is nothing that the text asks for.
            sure=not missing
            and self.says_enough(profile, spoken, given)
            # "Which foods do not contain it" is not answered by those that do.
            and (profile.negative or has_claim or not _NEGATION.search(self.vocabulary.text))
            and not any(_unit_is_a_guess(question, *each) for each in given)
            and not any(self.turned(profile, *each) for each in given)
            # "Can I take it with calcium" names calcium too, and asks something else.
            and (not profile.named or has_claim or bool(spoken & profile.telling))
            and len(lost) < 2
            and not weak
            and (score >= _FITS_IN_PART or not unknown)
            and not (profile.own & _UP_DOWN and spoken & _UP_DOWN and not profile.own & spoken & _UP_DOWN),
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
        # What the name of a question says and the text does not is what tells it from a more general one.
        unsaid = sum(self.rarity(stem) for stem in sorted(profile.id - spoken))
        unsaid /= sum(self.rarity(stem) for stem in sorted(profile.id)) or 1.0
        return _WORD_FIT * covered + _OWN_WORDS * said - _UNSAID * unsaid

    def says_enough(self, profile: _Profile, spoken: set[str], given: list[tuple[Parameter, Mention]]) -> bool:
        """Whether there is more than bare names, or the names are what the question is about."""
        if self.vocabulary.claims or self.vocabulary.stems(self.vocabulary.entities):
            return bool(given) or len(spoken & profile.strong) > 1 or self.says_half(profile, spoken)
        return bool(given and spoken & profile.strong) or self.says_half(profile, spoken)

    @staticmethod
    def says_half(profile: _Profile, spoken: set[str]) -> bool:
        return len(profile.own & spoken) * 2 >= len(profile.own)

    def place_fit(self, profile: _Profile, parameter: Parameter, mention: Mention) -> float:
        text = self.vocabulary.text
        before, after = _neighbours(f"{text[: mention.start]} {_SLOT} {text[mention.end :]}")
        return max(
            _BEFORE * (before == other[0]) + _AFTER * (after == other[1]) for other in profile.places[parameter.name]
        )

    def turned(self, profile: _Profile, parameter: Parameter, mention: Mention) -> bool:
        """Whether the text asks what does it to the name, and the question what the name does."""
        before = self.vocabulary.text[: mention.start]
        last = re.findall(r"[^\W_]+", before)[-1:]
        deed = profile.deeds.get(parameter.name)
        return bool(last and deed == words.stem(last[0].casefold()) and not _AUXILIARY.search(before))

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
