"""Relations that are no effect, such as what supplies what and what outlasts what, by patterns over kinds of things."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from calcigraph.factcheck.relations import Relation
from calcigraph.guard.folding import fold
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.factcheck.spotting import Mention

_CHOSEN = values("factcheck/predicates.yaml")
_SLOT = re.compile(r"<([so]):([A-Z]+)>")
_NOT_HARMLESS = re.compile(_CHOSEN["no_claim_if"])
_LISTED = re.compile(r"^(?!.*\b(?:but|while|whereas|unlike|not|than|contains?|provides?|has|have)\b)[^.;:]{0,40}$")


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_SLOT.sub(lambda slot: rf"(?P<{slot[1]}>[{slot[2]}]\d+)", pattern))


_PATTERNS = [(_compiled(each["when"]), each) for each in _CHOSEN["patterns"]]


def lettered(sentence: str, mentions: list[Mention]) -> str:
    """Put letters in the place of things, so that patterns can be written over kinds.

    Args:
        sentence: the sentence.
        mentions: what it speaks of.

    Returns:
        Folded text, in which ``N0`` is the first thing and a nutrient; signs are kept, white space is one space.

    Example:
        >>> from calcigraph.factcheck.spotting import Mention
        >>> lettered("MK-7 outlasts K1.", [Mention(0, 4, "MK-7", "N", ()), Mention(14, 16, "K1", "N", ())])
        'N0 outlasts N1.'
    """
    folded = fold(sentence)
    parts = []
    place = 0
    for number, each in enumerate(mentions):
        parts += [folded[place : each.start], f"{each.letter}{number}"]
        place = each.end
    parts.append(folded[place:])
    return " ".join("".join(parts).replace("*", " ").split())


def patterned(sentence: str, mentions: list[Mention]) -> list[Relation]:
    """Find the relations of a sentence that are no effect.

    Args:
        sentence: the sentence.
        mentions: what it speaks of.

    Returns:
        The relations; of one pair the first that fits.

    Example:
        >>> from calcigraph.factcheck.spotting import Spotter
        >>> from calcigraph.text.annotation import Annotator
        >>> text = "MK-7 has a longer half-life than MK-4."
        >>> found = patterned(text, Spotter(store, Annotator(store)).spot(text))
        >>> [(each.kind, each.dimension) for each in found]
        [('exceeds', 'halfLife')]
    """
    if not mentions:
        return []
    line = lettered(sentence, mentions)
    found: dict[tuple[str, int, int], Relation] = {}
    for pattern, each in _PATTERNS:
        for match in pattern.finditer(line):
            named = match.groupdict()
            subject = int(named["s"][1:])
            target = int(named["o"][1:]) if named.get("o") else subject
            if each.get("reverse"):
                subject, target = target, subject
            if each["kind"] == "harmless" and _NOT_HARMLESS.search(line):
                continue
            subjects = _list(sentence, mentions, subject) if each.get("list") == "subject" else [subject]
            for one in subjects:
                key = (each["kind"] if each["kind"] != "exceeds" else each["dimension"], one, target)
                found.setdefault(key, _relation(sentence, mentions, (one, target), each, match[0]))
    return list(found.values())


def _list(sentence: str, mentions: list[Mention], first: int) -> list[int]:
    """The foods that are listed with one."""
    found = [first]
    for number in range(first + 1, len(mentions)):
        before, each = mentions[found[-1]], mentions[number]
        if each.letter != "F" or not _LISTED.match(fold(sentence[before.end : each.start])):
            break
        found.append(number)
    return found


def _relation(
    sentence: str, mentions: list[Mention], ends: tuple[int, int], each: dict[str, str], said: str
) -> Relation:
    subject, target = ends
    words = re.sub(r"\b[NFDPGTO]\d+\b", lambda match: mentions[int(match[0][1:])].said, said)
    return Relation(
        (mentions[subject],),
        mentions[target] if target != subject else None,
        "adverse events" if each["kind"] == "harmless" else "",
        0,
        None,
        "",
        each["kind"],
        words,
        0,
        max(mentions[subject].start, mentions[target].start),
        len(sentence),
        dimension=each.get("dimension", ""),
    )
