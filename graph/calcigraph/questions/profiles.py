"""The words of a question by where they stand, so that a text can be held against them."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from calcigraph.namespaces import CG
from calcigraph.questions.asked_names import AskedNames
from calcigraph.questions.weights import WEIGHTS
from calcigraph.store.judgements import values
from calcigraph.text import words

if TYPE_CHECKING:
    from calcigraph.questions.collection import Collection
    from calcigraph.questions.headers import Question
    from calcigraph.store.store import Store
    from calcigraph.text.annotation import Annotator

#: Stands for a name in a sentence.
SLOT = "\N{BULLET}"
_NEGATIONS = "|".join(values("questions/phrases.yaml")["negation"].split())
_NEGATION = re.compile(rf"\b(?:{_NEGATIONS})\b|n['\u2019]t\b", re.IGNORECASE)
_PARAMETER = re.compile(r"\{.*?\}")
_WORD = re.compile(r"[^\W_]+")


class Profile:
    """The words of one question.

    Args:
        store: the graph whose names count.
        annotator: the same names, made ready to be found.
        question: the question.

    Attributes:
        own: what title and wording say.
        id: what its id says.
        title: all three.
        tags: what its tags say.
        text: what its description says, and the meaning of an empty answer.
        telling: its own words beyond the names in them.
        named: the substances and proteins that it is about itself, whatever its parameters.
        places: for each parameter the words before and after the name, in the title and in the wording.
        deeds: for each parameter the verb that tells what the name does, where one follows.
        denies: whether it asks for what is not so.

    Example:
        >>> "food" in Profile(store, kg.annotator, kg.questions["foods-that-supply"]).title
        True
    """

    def __init__(self, store: Store, annotator: Annotator, question: Question) -> None:
        tags = " ".join(question.tags)
        names = AskedNames(store, annotator, _PARAMETER.sub(SLOT, question.question)).entities
        self.own = words.stems(f"{question.title} {_PARAMETER.sub(' ', question.question)}")
        self.id = words.stems(question.id.replace("-", " "))
        self.title = self.own | self.id
        self.tags = words.stems(tags)
        self.text = words.stems(f"{question.description} {question.empty}")
        self.telling = self.own - words.stems(" ".join(mention.text for mention in names)) or self.own
        self.named = {mention.iri for mention in names if mention.kinds & {f"{CG}Substance", f"{CG}Protein"}}
        self.denies = denies(f"{question.title} {question.question} {tags}")
        # "What acts on it" and "what it acts on" differ in nothing but the place of the name.
        title = re.sub(r"\b[Aa]n? \w+", SLOT, question.title)
        self.places = {
            parameter.name: [neighbours(title), neighbours(question.question.replace(f"{{{parameter.name}}}", SLOT))]
            for parameter in question.parameters
        }
        # In "does {nutrient} activate" the verb that follows tells what the name does.
        self.deeds = {
            parameter.name: words.stem(match[1].casefold())
            for parameter in question.parameters
            if (match := re.search(rf"\bdoes \{{{parameter.name}\}} (\w+)", question.question))
        }

    @cached_property
    def strong(self) -> set[str]:
        """What is said where readers look first: title, wording, id and tags."""
        return self.title | self.tags

    def explains(self, stem: str) -> float:
        """Tell how much a word of a text is explained by the question.

        Args:
            stem: its stem.

        Returns:
            0 to 1, by where the question has the word.
        """
        if stem in self.title:
            return WEIGHTS.in_title
        if stem in self.tags:
            return WEIGHTS.in_tags
        return WEIGHTS.in_text if stem in self.text else 0.0


class Profiles:
    """The profiles of all questions, and how common among them is what a text says.

    Args:
        store: the graph whose names count.
        annotator: the same names, made ready to be found.
        collection: the questions.

    Attributes:
        by_id: the profile of each question.
        takers: class of a parameter to how many questions take it.

    Example:
        >>> profiles = Profiles(store, kg.annotator, kg.questions)
        >>> profiles.rarity("hype") > profiles.rarity("food")
        True
    """

    def __init__(self, store: Store, annotator: Annotator, collection: Collection) -> None:
        self.by_id = {name: Profile(store, annotator, question) for name, question in collection.items()}
        self.takers = Counter(kind for each in collection.values() for kind in {p.type for p in each.parameters})
        # What any entity can be named for, all of them could take.
        self.takers["cg:Entity"] = self.takers.total()
        self._holders = Counter(stem for profile in self.by_id.values() for stem in profile.strong)

    def rarity(self, stem: str) -> float:
        """Tell how much a word says about which question is meant.

        Args:
            stem: its stem.

        Returns:
            The more, the fewer questions hold it; a word that none holds says little about which it is.
        """
        return math.log(1 + len(self.by_id) / (self._holders[stem] or WEIGHTS.heard_nowhere))


def denies(text: str) -> bool:
    """Tell whether a text says that something is not so.

    Args:
        text: any text.

    Returns:
        True where it has a word of denial.

    Example:
        >>> denies("who doesn't need it"), denies("who needs it")
        (True, False)
    """
    return bool(_NEGATION.search(text))


def neighbours(sentence: str) -> tuple[str, str]:
    """Find the words before and after the name in a sentence.

    Args:
        sentence: with ``SLOT`` in the place of the name.

    Returns:
        Their stems, empty at the ends of the sentence.

    Example:
        >>> neighbours(f"which foods supply {SLOT}?")
        ('supply', '')
    """
    before, _, after = sentence.casefold().partition(SLOT)
    left, right = _WORD.findall(before), _WORD.findall(after)
    return words.stem(left[-1]) if left else "", words.stem(right[0]) if right else ""
