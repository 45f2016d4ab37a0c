"""Frames of questions: which kind of question it is and what it is about, by the patterns of ``frames.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

from calcigraph.questions.things import lettered
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.questions.things import Thing

_CHOSEN = values("questions/frames.yaml")
_PLACE = re.compile(r"<(\w*):?([A-Z*]+)>|<([a-z_]+)>|<\*>")
_THING = r"[NDCGFPOXQ]\d+"
_ALL_WORDS = "|".join(verb["words"] for verb in _CHOSEN["verbs"].values())


@dataclass(frozen=True, slots=True)
class Frame:
    """A question as a frame.

    Attributes:
        kind: which frame.
        things: what the question speaks of, in its order.
        lettered: the text with letters in the place of the things.
        verb: for an effect, the entry of the verb.
        slots: the things that the pattern names.
        negated: whether the question denies.
        qualifiers: words that narrow it.
    """

    kind: str
    things: tuple[Thing, ...]
    lettered: str
    verb: str = ""
    slots: dict[str, Thing] = field(default_factory=dict)
    negated: bool = False
    qualifiers: tuple[str, ...] = ()

    def of(self, letters: str) -> list[Thing]:
        """Give the things of some kinds.

        Args:
            letters: their letters.

        Returns:
            The things in the order of the text.
        """
        return [each for each in self.things if each.letter in letters]


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    when: re.Pattern[str]
    spec: dict[str, Any]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    numbers = count()

    def slot(match: re.Match[str]) -> str:
        if match[3]:
            chosen = r"" if match[3] == "adverse" else _CHOSEN.get(match[3])
            return str(chosen) if chosen is not None else rf"\b(?:{_ALL_WORDS})\b"
        letters = match[2] or "*"
        inner = _THING if letters == "*" else rf"[{letters}]\d+"
        # A name may stand in several branches of a pattern; groups may not, so they are numbered.
        return rf"(?P<{match[1].rstrip('0123456789')}{next(numbers)}>{inner})" if match[1] else rf"(?:{inner})"

    return re.compile(_PLACE.sub(slot, pattern))


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_Rule(each["frame"], _compiled(each["when"]), each) for each in _CHOSEN["frames"])


@cache
def _verbs() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(rf"\b(?:{verb['words']})\b")) for name, verb in _CHOSEN["verbs"].items())


_TAKE = re.compile(rf"\b{_CHOSEN['take']}\b")
_NEGATION = re.compile(_CHOSEN["negation"])
_QUALIFIER = re.compile(_CHOSEN["qualifiers"])


def verb_of(name: str) -> dict[str, Any]:
    """Give what a verb of an effect means.

    Args:
        name: its entry.

    Returns:
        ``sign``, and what it is about where that is a claim of its own.
    """
    found: dict[str, Any] = _CHOSEN["verbs"][name]
    return found


def match(text: str, things: list[Thing], *, has_dose: bool = False) -> Frame | None:
    """Find the frame of a question.

    Args:
        text: the question.
        things: what it speaks of.
        has_dose: whether a dose in it was judged.

    Returns:
        The first frame that fits, None where none does.

    Example:
        >>> from calcigraph.questions.things import Thing
        >>> match("Is K2 safe?", [Thing("N", 3, 5, "K2", "vitamin K2")]).kind
        'safe'
    """
    line = lettered(text, things)
    negated = bool(_NEGATION.search(line))
    qualifiers = tuple(dict.fromkeys(_QUALIFIER.findall(line)))
    for rule in _rules():
        found = rule.when.search(line)
        if not found or not _fits(rule.spec, line, things, has_dose=has_dose):
            continue
        verb = _verb(line, things) if rule.spec.get("effect") else ""
        if rule.spec.get("effect") and not verb:
            continue
        slots = {
            re.sub(r"\d+$", "", name): things[int(value[1:])] for name, value in found.groupdict().items() if value
        }
        return Frame(rule.kind, tuple(things), line, verb, slots, negated, qualifiers)
    return None


def _fits(spec: dict[str, Any], line: str, things: list[Thing], *, has_dose: bool) -> bool:
    """Whether a rule holds beside its pattern: what has to be there, and what must not."""
    letters = "".join(sorted(each.letter for each in things))
    needs = spec.get("needs", "")
    wanted = "".join(f"{each}.*" for each in needs) if needs.isalpha() else needs
    adverse = len(things) == 2 and any(each.name == "adverse events" for each in things)
    never = spec.get("never")
    return all(
        (
            not wanted or re.search(wanted, letters),
            not any(letter in letters for letter in spec.get("without", "")),
            "with" not in spec or re.search(spec["with"], letters),
            not spec.get("take") or _TAKE.search(line),
            not spec.get("dose") or has_dose,
            not spec.get("adverse") or adverse,
            not spec.get("lacking") or any(_is_lack(each.name) for each in things),
            not never or not _compiled(never).search(line),
        )
    )


def _is_lack(name: str) -> bool:
    return bool(re.search(r"\bdeficiency$|^lack of ", name))


def _verb(line: str, things: list[Thing]) -> str:
    """The verb of an effect: the one between two things, or the first there is; a frame of one thing has none."""
    if len(things) < 2:
        return ""
    found = [(hit.start(), -len(hit[0]), name) for name, pattern in _verbs() for hit in pattern.finditer(line)]
    places = [hit.start() for hit in re.finditer(_THING, line)]
    between = [each for each in found if places[0] < each[0] < places[-1]]
    return min(between or found)[2] if found else ""


def verbs_in(line: str) -> list[str]:
    """Find the verbs of an effect in a question.

    Args:
        line: its lettered text.

    Returns:
        Entries of the verbs in the order of the text.

    Example:
        >>> verbs_in("what activates P0")
        ['raise']
    """
    return [
        name for _, name in sorted((hit.start(), name) for name, pattern in _verbs() for hit in pattern.finditer(line))
    ]
