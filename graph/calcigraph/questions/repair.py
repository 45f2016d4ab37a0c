"""Spelling, repaired against the vocabulary and never silently: one slip in a word, in a long one two."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from calcigraph.guard.folding import fold, forms, split
from calcigraph.guard.lexica import words
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.store.store import Store

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CHOSEN = values("questions/repair.yaml")
_SHORTEST: int = _CHOSEN["shortest"]
_LONG: int = _CHOSEN["two_slips"]
_SLIPS: dict[str, str] = _CHOSEN["usual_slips"]
_HELPERS = frozenset(_CHOSEN["words_of_questions"])


class Repairer:
    """Repairs the spelling of questions.

    Args:
        store: the graph, whose names and definitions are the words that are known.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @cached_property
    def _names(self) -> frozenset[str]:
        rows = self._store.engine.values("SELECT ?n { ?e a cg:Entity ; skos:prefLabel|skos:altLabel ?n }")
        spoken = [str(name) for (name,) in rows] + [word for word, named in words() if named.kind != "topic"]
        found = {word.text for name in spoken for word in split(fold(name))}
        return frozenset(word for word in found | _HELPERS if len(word) >= _SHORTEST and word.isalpha())

    @cached_property
    def _known(self) -> frozenset[str]:
        """Words that are right as they are: names, and those of the definitions, which are plain English."""
        rows = self._store.engine.values("SELECT ?d { ?e skos:definition|dcterms:description ?d }")
        found = {word.text for (text,) in rows for word in split(fold(str(text)))}
        found |= {
            word.text
            for chosen in values("guard/nutrients.yaml")["own"].values()
            for name in chosen
            for word in split(fold(name))
        }
        found |= {word for chosen in values("guard/languages.yaml").values() for word in chosen}
        found |= {word.text for name, _ in words() for word in split(fold(name))}
        return frozenset(found) | self._names | frozenset(_CHOSEN["right"])

    def repair(self, text: str) -> tuple[str, list[tuple[str, str]]]:
        """Repair a question.

        Args:
            text: the question.

        Returns:
            The question to be read, and each word that was changed with what it was taken for.

        Example:
            >>> Repairer(store).repair("vitmain K2 and warfrin")
            ('vitamin K2 and warfarin', [('vitmain', 'vitamin'), ('warfrin', 'warfarin')])
        """
        changed: list[tuple[str, str]] = []
        parts: list[str] = []
        place = 0
        for word in split(fold(text)):
            better = self._better(word.text)
            if better:
                said = text[word.start : word.start + len(word.text)]
                parts += [text[place : word.start], better]
                place = word.start + len(word.text)
                if word.text not in _SLIPS:
                    changed.append((said, better))
        return "".join([*parts, text[place:]]), changed

    def _better(self, word: str) -> str:
        if word in _SLIPS:
            return _SLIPS[word]
        if len(word) < _SHORTEST or not word.isalpha() or any(form in self._known for form in forms(word)):
            return ""
        near = _edits(word)
        found = near & self._names
        if not found and len(word) >= _LONG:
            found = {other for each in near for other in _edits(each, letters=False) & self._names}
            found |= {name for name in self._names if len(name) > len(word) and near & _edits(name, letters=False)}
        found = {each for each in found if each[0] == word[0] or sorted(each) == sorted(word)}
        # "Hyper" and "hypo" are one slip apart and opposites.
        found = {each for each in found if (each[:5] == "hyper") == (word[:5] == "hyper")}
        # Another ending is no slip: "combine" of "combined".
        if any(each.startswith(word) or word.startswith(each) for each in found):
            return ""
        return min(found, key=lambda each: (abs(len(each) - len(word)), each), default="")


def _edits(word: str, *, letters: bool = True) -> set[str]:
    """All words at one slip: a letter left out or turned round with the next, and where asked changed or put in."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    found = {a + b[1:] for a, b in cuts if b} | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    if letters:
        found |= {a + c + b[1:] for a, b in cuts if b for c in _LETTERS} | {
            a + c + b for a, b in cuts for c in _LETTERS
        }
    return found
