"""How bold a sentence is: plain, probable, associated, perhaps; denied, unshown or unsure; and the words that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass

from calcigraph.store.judgements import values

_CHOSEN = values("factcheck/hedges.yaml")
_CERTAIN, _PROBABLY, _ASSOCIATED, _MAY, _UNSURE, _UNSHOWN, _DENIAL, _NO_DENIAL, _RESTRICTED = (
    re.compile(_CHOSEN[name])
    for name in (
        "certain",
        "probably",
        "associated",
        "may",
        "unsure",
        "unshown",
        "denial",
        "no_denial",
        "restricted",
    )
)
#: Levels of boldness; the ranks are those that statuses of the ontology allow, with one above.
LEVELS = {"certain": 3, "plain": 2, "probably": 1, "associated": 1, "may": 0}
#: Mean confidence of readers in what words say, 1 the highest, 7 the lowest; a test holds the levels against it.
ASKED: dict[str, float] = _CHOSEN["survey"]
#: Which level each word of the questionnaire has.
SURVEY = {
    "is": "plain",
    "seems": "probably",
    "appears": "probably",
    "may": "may",
    "might": "may",
    "might possibly": "may",
}


@dataclass(frozen=True, slots=True)
class Hedge:
    """How bold a clause is.

    Attributes:
        level: a key of ``LEVELS``.
        words: what made it so; empty for a plain statement.
        denied: whether it says that something is not so.
        unshown: whether it says that something has not been shown.
        unsure: whether it says that nobody can be sure.
        restricted: the word that narrows it to some people, doses or conditions.
    """

    level: str
    words: tuple[str, ...] = ()
    denied: bool = False
    unshown: bool = False
    unsure: bool = False
    restricted: str = ""

    @property
    def rank(self) -> int:
        """Its boldness as a number, 3 to 0."""
        return LEVELS[self.level]


def hedge_of(sentence: str, start: int, trigger: int, end: int) -> Hedge:
    """Tell how bold a clause of a sentence is.

    Args:
        sentence: the sentence, folded.
        start: where the clause begins.
        trigger: where its verb ends.
        end: where it ends.

    Returns:
        The hedge; words before the verb count for the clause, denial only between its start and the verb.

    Example:
        >>> hedge_of("k2 may reduce fractures", 0, 13, 23).level
        'may'
        >>> hedge_of("k2 does not reduce fractures", 0, 18, 28).denied
        True
    """
    clause = sentence[start:end]
    before = _NO_DENIAL.sub(lambda match: " " * len(match[0]), sentence[start:trigger])
    lead = sentence[:start]
    unshown = _UNSHOWN.search(before) or _UNSHOWN.search(clause) or _leading(_UNSHOWN, lead)
    unsure = _UNSURE.search(clause) or _leading(_UNSURE, lead) or _UNSURE.search(sentence, end)
    denial = None if unshown else _DENIAL.search(before)
    restricted = _RESTRICTED.search(sentence)
    level, words = "plain", []
    for name, pattern in (("certain", _CERTAIN), ("may", _MAY), ("associated", _ASSOCIATED), ("probably", _PROBABLY)):
        match = pattern.search(before) or (pattern.search(clause) if name in ("associated", "certain") else None)
        if match is None and name in ("may", "probably"):
            match = _leading(pattern, lead)
        if match:
            level = name
            words.append(match[0])
            break
    words += [match[0] for match in (unshown, unsure, denial) if match]
    return Hedge(
        level,
        tuple(dict.fromkeys(words)),
        denied=bool(denial),
        unshown=bool(unshown),
        unsure=bool(unsure),
        restricted=restricted[0] if restricted else "",
    )


def _leading(pattern: re.Pattern[str], lead: str) -> re.Match[str] | None:
    """A word that governs the clauses behind it: "it is unclear whether", "studies suggest that"."""
    if not re.search(r"\b(?:whether|that|if|suggests?|indicates?|show[ns]?|found|evidence)\b[^.;]*$", lead):
        return None
    return pattern.search(lead)
