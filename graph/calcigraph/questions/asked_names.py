"""The names in a question: as in any text, but without words for a whole class, and the parts of combinations."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cached_property

from calcigraph.namespaces import CG, shorten
from calcigraph.questions.mentions import Mention, Vocabulary
from calcigraph.questions.weights import WEIGHTS
from calcigraph.store.judgements import values
from calcigraph.text import words

_CHOSEN = values("questions/phrases.yaml")
_CLASS_WORD, _ANOTHER_THING, _JOINTS = (
    "|".join(_CHOSEN[each].split()) for each in ("class_words", "makes_another_thing", "joints")
)
_NAMES_A_CLASS = re.compile(rf"(?:{_CLASS_WORD})s?", re.IGNORECASE)
_GOES_ON = re.compile(rf"[ -](?:{_ANOTHER_THING})\b", re.IGNORECASE)
_JOINT = re.compile(rf"\s*[,&+/]\s*(?:and\s+)?|\s+(?:{_JOINTS})\s+", re.IGNORECASE)


class AskedNames(Vocabulary):
    """The names in a question.

    Args:
        store: the graph whose names count.
        annotator: the same names, made ready to be found.
        text: the question.

    Example:
        >>> [each.text for each in AskedNames(store, kg.annotator, "which foods supply K2?").entities]
        ['K2']
    """

    @cached_property
    def entities(self) -> list[Mention]:
        """The entities named, without words for a whole class and without what only begins another name."""
        return [
            each for each in super().entities if not _NAMES_A_CLASS.fullmatch(each.text) and not self._goes_on(each)
        ]

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
                    for each in AskedNames(self._store, self._annotator, whole.text[start:end]).entities
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
                name, fit = shorten(str(claim)), WEIGHTS.claim_guessed
                found.append(Mention(start, end, self.text[start:end], str(claim), name, stems=stems, fit=fit))
        return found


def is_guess(mention: Mention) -> bool:
    """Tell whether a claim is only guessed from what the text names.

    Args:
        mention: what was found.

    Returns:
        True for a claim that the text does not say, or of which it names a part only.

    Example:
        >>> found = AskedNames(store, kg.annotator, "warfarin inhibits VKORC1").claims
        >>> [is_guess(each) for each in found]
        [False]
    """
    return bool(mention.stems) and (mention.partial or mention.fit <= WEIGHTS.claim_guessed)
