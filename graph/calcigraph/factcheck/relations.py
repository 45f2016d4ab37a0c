"""Relations: what a sentence says that one thing does to another, with the direction and the words that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from calcigraph.factcheck import triggers
from calcigraph.guard.folding import fold
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph.factcheck.spotting import Mention
    from calcigraph.factcheck.triggers import Trigger

_CHOSEN = values("factcheck/relations.yaml")
_BOUNDARY, _JOINED, _PASSIVE_BY, _BE, _THROUGH, _PRONOUN, _LACKING, _LACKING_BEHIND, _EXCESS = (
    re.compile(_CHOSEN[name])
    for name in (
        "boundaries",
        "joined",
        "passive_by",
        "be",
        "through",
        "pronouns",
        "lacking",
        "lacking_behind",
        "excess",
    )
)
_LABEL = re.compile(r"[^:.;]{1,60}:\s+(?=\S)")
_NEAREST: int = _CHOSEN["nearest"]
_MASK = "\N{SECTION SIGN}"
_CHAIN = 26  # characters between two triggers that work as one ("helps to reduce")
_DOER = "NDFP"
_NEW_SUBJECT = re.compile(
    r"^\s*(?:(?:also|then|directly|thereby|only|itself|may|can|could|might|would|will|does|do|did|has|have|had|been|be|is|are|was|were|not|never|probably|likely|often|help|helps|seems?|appears?|to|supplements?|supplementation|intake|levels?|status|in turn|further|actually|significantly|strongly|greatly|more|generally|typically)\s+|,\s*|\)\s*)*$"
)
_COMPARED = re.compile(_CHOSEN["compared"])
_RELATIVE = re.compile(r"^[\s,)]*(?:an? (?:[\w-]+ ){1,5}?)?(?:which|that|who)\b[^,]*$")
_MEANT_FOR = re.compile(r"^[\s,)]*(?:to|allowing it to|enabling it to|so that it can|so it can|which (?:then )?)\s*$")
_SAME_SUBJECT = re.compile(
    r"^\s*(?:,|and|or|to|by|thus|thereby|therefore|as well as|ultimately)|\bto\s*$|\b(?:and|by|or)\s+(?:\w+ly )?(?:to )?$|,\s*(?:\w+ly )?$"
)


@dataclass(frozen=True, slots=True)
class Relation:
    """What a sentence says that something does to something.

    Attributes:
        subjects: what does it; several are taken together first.
        object: to what; None where ``outcome`` names it.
        outcome: name of the outcome where the phrase itself holds it.
        sign: 1 for more, -1 for less, 0 where the words leave it to whether the outcome is good.
        good: whether the words say that it is good or bad.
        about: ``reversal``, ``prevention`` or ``treatment``.
        kind: ``effect``, or another predicate of the graph.
        dimension: of a comparison.
        lacking: whether it is the lack of the subject that does it.
        words: the words that say it.
        start: where the clause begins in the sentence.
        trigger: where the words that say it end.
        end: where the clause ends.
        implied: whether the subject was taken from a sentence or heading before.
        association: whether the words say only that two things go together.
    """

    subjects: tuple[Mention, ...]
    object: Mention | None
    outcome: str
    sign: int
    good: bool | None
    about: str
    kind: str
    words: str
    start: int
    trigger: int
    end: int
    dimension: str = ""
    lacking: bool = False
    implied: bool = False
    association: bool = False


def relations(sentence: str, mentions: list[Mention], topic: tuple[Mention, ...] = ()) -> list[Relation]:
    """Find the effects that a sentence speaks of.

    Args:
        sentence: the sentence.
        mentions: what it speaks of.
        topic: what a sentence without a subject is about, or one whose subject is "it".

    Returns:
        The relations in the order of their triggers.

    Example:
        >>> from calcigraph.factcheck.spotting import Spotter
        >>> from calcigraph.text.annotation import Annotator
        >>> text = "Vitamin K2 lowers fracture risk and improves bone density."
        >>> spotter = Spotter(store, Annotator(store))
        >>> [(each.words, each.object.said) for each in relations(text, spotter.spot(text))]
        [('lowers', 'fracture risk'), ('improves', 'bone density')]
    """
    folded = fold(sentence)
    held = [
        each
        for each in triggers.whole(folded)
        if not any(one.start <= each.start and each.end <= one.end for one in mentions)
    ]
    kept = [each for each in mentions if not any(each.start < one.end and one.start < each.end for one in held)]
    masked = _masked(folded, [(each.start, each.end) for each in kept], [(each.start, each.end) for each in held])
    found = _chained(masked, [*triggers.find(masked), *held], kept)
    result: list[Relation] = []
    label = _LABEL.match(masked)
    for start, end in _clauses(masked, label.end() if label else 0):
        inside = [each for each in found if start <= each.start < end]
        if inside:
            result += _Clause(sentence, folded, masked, kept, (start, end)).relations(inside, topic, result)
    return result


def _masked(folded: str, names: list[tuple[int, int]], held: list[tuple[int, int]]) -> str:
    letters = list(folded)
    for spans, sign in ((names, _MASK), (held, "_")):
        for start, end in spans:
            letters[start:end] = sign * (end - start)
    return "".join(letters)


def _clauses(masked: str, start: int) -> Iterator[tuple[int, int]]:
    for match in _BOUNDARY.finditer(masked, start):
        if match[0] in "()":
            continue
        yield start, match.start()
        start = match.end()
    yield start, len(masked)


def _chained(masked: str, found: list[Trigger], mentions: list[Mention]) -> list[Trigger]:
    """Triggers that work as one ("helps to reduce", "prevents the loss of"), with the sign of all of them."""
    chained: list[Trigger] = []
    for each in sorted(found, key=lambda one: one.start):
        last = chained[-1] if chained else None
        between = masked[last.end : each.start] if last else ""
        if (
            last is None
            or last.object
            or _MASK in between
            or len(between) > _CHAIN
            or _BOUNDARY.search(between)
            or re.search(r",|\band\b|\bor\b", between)
        ):
            chained.append(each)
            continue
        neutral = last.sign == 0
        chained[-1] = replace(
            each,
            start=last.start,
            said=masked[last.start : each.end].replace("_", " ").strip() if not each.object else each.said,
            sign=each.sign if neutral else last.sign if each.sign == 0 else last.sign * each.sign,
            good=each.good if neutral or last.good is not None else None,
            about=each.about or ("" if each.object else last.about if each.sign == 0 else ""),
            verb="affect" if last.verb == "affect" and not each.object else each.verb,
        )
    del mentions
    return chained


class _Clause:
    """A clause of a sentence, with what is named in it."""

    def __init__(self, sentence: str, folded: str, masked: str, mentions: list[Mention], span: tuple[int, int]) -> None:
        self._sentence, self._folded, self._masked = sentence, folded, masked
        self._start, self._end = span
        self._all = mentions
        self._inside = [each for each in mentions if self._start <= each.start < self._end]
        self._first = self._start == 0 or bool(_LABEL.fullmatch(masked[: self._start]))

    def relations(  # noqa: C901, PLR0912 - from left to right, with what was read so far
        self, found: list[Trigger], topic: tuple[Mention, ...], before: list[Relation]
    ) -> Iterator[Relation]:
        """Find who does what to what, trigger by trigger."""
        subjects: tuple[Mention, ...] = ()
        implied = together = False
        waiting: list[tuple[Trigger, list[Mention]]] = []
        for number, trigger in enumerate(found):
            previous = found[number - 1] if number else None
            left = [
                each
                for each in self._inside
                if (previous.end if previous else self._start) <= each.start < trigger.start
            ]
            passive = self._passive(trigger)
            if passive:
                doer, done = passive
                for each in done or self._group_before(left):
                    yield self._made(doer, each, trigger)
                subjects = subjects or doer
                continue
            if (
                previous
                and not left
                and re.search(r"\b(?:that|which|who)\b", self._masked[previous.end : trigger.start])
            ):
                continue  # of something that has no name here
            if self._of_another(trigger, previous):
                continue
            if _COMPARED.search(self._masked[self._start : trigger.start]):
                continue
            fresh = self._subject(left, trigger, previous, first=previous is None or not subjects)
            if fresh:
                subjects, implied = fresh, False
                for earlier, targets in waiting:
                    if earlier.object:
                        yield self._made(subjects, None, earlier)
                    for each in targets:
                        yield self._made(subjects, each, earlier)
                waiting = []
            objects = self._objects(trigger, found[number + 1] if number + 1 < len(found) else None)
            if "between" in trigger.said and not subjects and objects and not objects[0].place:
                subjects, together = tuple(objects[:1]), True
                continue
            if not subjects:
                subjects, implied = self._without_subject(trigger, objects, topic, before)
            if not subjects:
                if number == 0 and trigger.said.endswith("ing") and (objects or trigger.object):
                    waiting.append((trigger, objects))
                continue
            objects = [each for each in objects if each not in subjects]
            if objects and objects[0].letter in "ND" and not set(subjects) & set(self._doers()):
                between = self._masked[trigger.end : objects[0].start]
                if _THROUGH.search(between):  # "fractures are fewer with vitamin D"
                    for each in subjects:
                        yield self._made(tuple(objects[:1]), each, trigger)
                    continue
            if trigger.object:
                yield self._made(subjects, None, trigger, implied=implied, together=together)
            for each in objects if not trigger.object else ():
                yield self._made(subjects, each, trigger, implied=implied, together=together)

    def _made(
        self,
        subjects: tuple[Mention, ...],
        target: Mention | None,
        trigger: Trigger,
        *,
        implied: bool = False,
        together: bool = False,
    ) -> Relation:
        first = subjects[0]
        lacking = not implied and bool(
            _LACKING.search(self._folded[: first.start]) or _LACKING_BEHIND.search(self._folded[first.end :])
        )
        return Relation(
            subjects,
            target,
            trigger.object,
            trigger.sign,
            trigger.good,
            trigger.about,
            "effect",
            self._sentence[trigger.start : trigger.end].strip(),
            self._start,
            trigger.end,
            self._end,
            lacking=lacking,
            implied=implied,
            association=together
            or (trigger.verb == "affect" and bool(re.search(r"associat|link|correlat|relat", trigger.said))),
        )

    def _of_another(self, trigger: Trigger, previous: Trigger | None) -> bool:
        """Whether something does it that has no name here: "by the cells that build", "and together they"."""
        gap = self._masked[previous.end if previous else self._start : trigger.start].rpartition(_MASK)[2]
        return bool(
            re.search(
                r"\b(?:by|of|in|from|for) (?:the )?\w+ (?:that|which|who)\b|\btogether (?:they|these|both)\b", gap
            )
        )

    def _doers(self) -> list[Mention]:
        return [each for each in self._all if each.letter in _DOER]

    def _subject(  # noqa: PLR0911 - one return a place where it can stand
        self, left: list[Mention], trigger: Trigger, previous: Trigger | None, *, first: bool
    ) -> tuple[Mention, ...]:
        """What does it, where that stands before the trigger."""
        named = [each for each in left if each.letter not in "GT" and not each.place]
        if not named:
            return ()
        gap = self._masked[left[-1].end : trigger.start]
        if not first:
            if left[-1].letter == "P" and _MEANT_FOR.match(gap):
                return (left[-1],)
            if _RELATIVE.match(gap) or (_NEW_SUBJECT.match(gap) and not _SAME_SUBJECT.search(gap)):
                return (named[-1],)
            return ()
        if _RELATIVE.match(gap) and len(named) > 1:
            return (named[-1],)
        head = next((each for each in named if each.letter in _DOER), None)
        if head is None:
            return (named[-1],)
        if previous is not None:  # "By activating MGP, vitamin K2 helps …"
            head = next(each for each in reversed(named) if each.letter in _DOER)
        if _EXCESS.search(self._folded[: head.start]) or re.match(r"\s*without\b", self._masked[head.end :]):
            return ()
        return self._joined(head, [each for each in named if each.letter in _DOER or each.letter == "O"])

    def _joined(self, head: Mention, named: list[Mention]) -> tuple[Mention, ...]:
        group = [head]
        for each in named:
            if each.start <= group[-1].start:
                continue
            between = self._masked[group[-1].end : each.start]
            with_it = re.fullmatch(
                r"\s*(?:together with|combined with|with|plus|and|along with|,|&|\+)\s*(?:vitamin\s)?", between
            )
            if each.letter in _DOER and with_it:
                group.append(each)
            else:
                break
        return tuple(group)

    def _objects(self, trigger: Trigger, following: Trigger | None) -> list[Mention]:
        """To what it is done: the nearest thing behind, and what is listed with it."""
        if trigger.object:
            return []
        stop = min(self._end, following.start if following else self._end)
        right = [each for each in self._inside if trigger.end <= each.start < stop and each.letter not in "GT"]
        group: list[Mention] = []
        for each in right:
            if not group:
                between = self._masked[trigger.end : each.start]
                if len(between) > _NEAREST or (each.place and len(between) > _NEAREST // 2):
                    break
                if re.search(
                    r"\b(?:in|among|of) (?:people|those|patients|women|men|adults|children)\b|\bwho\b", between
                ):
                    break
                group.append(each)
            elif _JOINED.match(self._masked[group[-1].end : each.start]) and not (
                group[0].letter in "OP" and each.letter in "NDF"
            ):
                group.append(each)
            else:
                break
        return group

    def _group_before(self, left: list[Mention]) -> list[Mention]:
        named = [each for each in left if each.letter not in "GT"]
        group = named[-1:]
        for each in reversed(named[:-1]):
            if not _JOINED.match(self._masked[each.end : group[0].start]):
                break
            group.insert(0, each)
        return group

    def _passive(self, trigger: Trigger) -> tuple[tuple[Mention, ...], list[Mention]] | None:
        """Who does it, where the verb is passive and somebody is named behind "by"."""
        if not re.search(r"(?:ed|en)$", trigger.said) or not _BE.search(self._masked[: trigger.start]):
            return None
        right = [each for each in self._inside if each.start >= trigger.end]
        if not right or not _PASSIVE_BY.match(self._masked[trigger.end : right[0].start]):
            return None
        return self._joined(right[0], right), []

    def _without_subject(
        self, trigger: Trigger, objects: list[Mention], topic: tuple[Mention, ...], before: list[Relation]
    ) -> tuple[tuple[Mention, ...], bool]:
        """Who does it where nobody stands before the verb: behind "with", in the clause before, or in the text before."""
        last = max([trigger.end, *(each.end for each in objects)])
        behind = [each for each in self._inside if each.start >= last and each.letter in "ND"]
        if behind and _THROUGH.search(self._masked[last : behind[0].start]):
            return self._joined(behind[0], behind), False
        start = self._masked[self._start : trigger.start].strip()
        if self._start and before and (not start or _PRONOUN.match(start) or _NEW_SUBJECT.match(start + " ")):
            return before[-1].subjects, before[-1].implied
        if (
            topic
            and not self._start
            and (len(start) < _CHAIN and (not start or _PRONOUN.match(start) or _NEW_SUBJECT.match(start + " ")))
        ):
            return topic, True
        return (), False
