"""English words as readers ask with them: stems, words that say nothing, and words that mean the same."""

from __future__ import annotations

import re

from calcigraph.entities import name_key

_TOKEN = re.compile(r"[^\W_]+")
# Whoever asks who should not take something asks who has to be careful.
_FORBIDDEN = re.compile(r"\b(should|must|ought|can|may|could)( ?not|n['\u2019]?t)\b")
_ENDINGS = ("ations", "ation", "ions", "ion", "ings", "ing", "ers", "er", "ed", "es", "e", "s")

#: Words of any question; they tell nothing apart.
_STOP_WORDS = """
    a about between all also am an and any are as at be been being but by can could did do does doing each else for from
    get give gives had has have having how i if in into is isn it its itself just kind let like may me might more most
    my no not of on one ones or other our please really say says said shall should so some such tell than that the
    their them then there these they thing things this those to too us was we were what when where whether which while
    whose why will with without would you your show list know known s t re don doesn per exactly actually
    there's way ways become becomes got go goes come comes day daily lot lots take taken taking
"""
STOP = frozenset(_STOP_WORDS.split())

#: Words around a claim that is asked about.
FRAME_WORDS = "evidence study proof prove claim true find show say support hold really know science trial"

# The first word of a line stands for the others.
_SAME = """
increase raise boost elevate lift heighten rise
decrease lower reduce cut lessen diminish
prevent protect avert
inhibit block antagonise suppress stop
supply provide contain source
food eat dish meal diet dietary
careful avoid caution cautious beware danger dangerous unsafe warn warning contraindicate
study research paper literature
trial rct
contest controversial dispute disagree conflict debate
dose dosage dosing
limit maximum ceiling max
compare versus vs against difference differ
overstate exaggerate hype bold oversell overclaim
benefit effect help good affect
drug medicine medication pill tablet
identifier id accession
need require
form vitamer type
harm harmful risk
interact interaction
recommend advise recommendation
who whom anyone anybody someone everyone
people person group
mechanism network pathway
much many amount
graph database
negate negated deny denial denies denied myth
"""


def stem(word: str) -> str:
    """Cut the ending of a word, and put the usual word in the place of its fellows.

    Args:
        word: one word.

    Returns:
        What its forms and its fellows share.

    Example:
        >>> stem("supplies") == stem("provides"), stem("raised") == stem("increase")
        (True, True)
    """
    cut = _cut(word)
    return _FELLOWS.get(cut, cut)


def _cut(word: str) -> str:
    text = name_key(word)
    if len(text) > 4 and text.endswith("ies"):
        return text[:-3] + "y"
    for ending in _ENDINGS:
        if text.endswith(ending) and len(text) - len(ending) >= (3 if ending in ("s", "e", "es") else 4):
            text = text[: -len(ending)]
            break
    return text[:-1] if text.endswith("e") and len(text) > 4 else text


def stems(text: str) -> set[str]:
    """Find the words of a text that say something, as stems.

    Args:
        text: any text.

    Returns:
        Their stems.

    Example:
        >>> sorted(stems("Which foods supply it?"))
        ['food', 'supply']
    """
    plain = _FORBIDDEN.sub("careful", text.casefold())
    return {stem(word) for word in _TOKEN.findall(plain) if word not in STOP}


_FELLOWS = {_cut(word): _cut(line.split()[0]) for line in _SAME.strip().splitlines() for word in line.split()}
FRAME = frozenset(stem(word) for word in FRAME_WORDS.split())
