"""Triggers of relations: verbs, nouns and whole phrases that say what one thing does to another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from calcigraph.store.judgements import values

_CHOSEN = values("factcheck/relations.yaml")
_VERBS: dict[str, dict[str, Any]] = values("questions/frames.yaml")["verbs"]
_ORDER = ("reverse", "cure", "help", "prevent", "lower", "cause", "raise", "harm", "affect")
_PLAIN = re.compile(r"[a-z]+(?: [a-z]+)*")


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that say that something is done to something.

    Attributes:
        start: offset in the sentence.
        end: offset behind.
        said: the words.
        verb: entry of the verb.
        sign: 1 for more, -1 for less, 0 where it says neither.
        good: whether it says good or bad; None where neither.
        about: ``reversal``, ``prevention`` or ``treatment`` where that is a claim of its own.
        object: name of the outcome where the phrase holds it.
    """

    start: int
    end: int
    said: str
    verb: str
    sign: int
    good: bool | None = None
    about: str = ""
    object: str = ""


def _words(name: str) -> str:
    left_out = set(_CHOSEN["left_out"])
    shared = [word for word in _VERBS[name]["words"].split("|") if word not in left_out and _PLAIN.fullmatch(word)]
    return "|".join([_CHOSEN["more"][name], *sorted(shared, key=len, reverse=True)])


_PATTERN = re.compile(r"\b(?:" + "|".join(f"(?P<{name}>{_words(name)})" for name in _ORDER) + r")\b")
_TUNED_OUT = re.compile(_CHOSEN["tuned_out"])
_WHOLE = [(re.compile(rf"\b(?:{each['when']})\b"), each) for each in _CHOSEN["whole"]]


def find(masked: str) -> list[Trigger]:
    """Find the triggers of a sentence.

    Args:
        masked: the sentence, folded, with signs in the place of the things it names.

    Returns:
        The triggers in order, the longest where several begin at one place.

    Example:
        >>> [(each.said, each.sign) for each in find("k2 slows bone loss and improves bone density")]
        [('slows', -1), ('improves', 0)]
    """
    found = []
    for match in _PATTERN.finditer(_TUNED_OUT.sub(lambda each: "_" * len(each[0]), masked)):
        verb = _VERBS[str(match.lastgroup)]
        found.append(
            Trigger(
                match.start(),
                match.end(),
                match[0],
                str(match.lastgroup),
                verb["sign"],
                verb.get("good"),
                verb.get("about", ""),
            )
        )
    return found


def whole(folded: str) -> list[Trigger]:
    """Find the phrases that hold a trigger and its object.

    Args:
        folded: the sentence, folded.

    Returns:
        The phrases in order, none overlapping.

    Example:
        >>> [(each.object, each.sign) for each in whole("k2 guides calcium into the bones")]
        [('calcium in bone', 1)]
    """
    found: list[Trigger] = []
    for pattern, each in _WHOLE:
        for match in pattern.finditer(folded):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            behind = each.get("behind")
            if behind and not re.search(rf"\b(?:{behind})\w*", folded[: match.start()]):
                continue
            found.append(
                Trigger(
                    match.start(),
                    match.end(),
                    match[0],
                    "whole",
                    each["sign"],
                    None,
                    each.get("about", ""),
                    each["object"],
                )
            )
    return sorted(found, key=lambda one: one.start)
