"""English words as readers ask with them: stems, words that say nothing, and words that mean the same."""

from __future__ import annotations

import re

from calcigraph.store.names import name_key

_TOKEN = re.compile(r"[^\W_]+")
_NOBODY = (
    r"\b(nobody|no ?one|no (study|trial|finding|research)|never)( has| have| was| were| been| ever| really)*"
    r"( (tested|studied|examined|investigated|looked at|shown|proved|proven|bears? out))?\b"
)
# What several words say together, and a word that says it. Each is searched in plain text in lower case.
_PHRASES = tuple(
    (re.compile(pattern), f" {word} ")
    for pattern, word in (
        # Whoever asks who should not take something asks who has to be careful.
        (r"\b(should|must|ought|can|may|could)( ?not|n['\u2019]?t)\b", "careful"),
        (r"\bwho (says?|said|claims?|claimed|states?|stated|asserts?|asserted|writes?|wrote)\b(?! so)", "provenance"),
        (r"\b(which|what) articles? (says?|claims?|states?|asserts?|makes?) (that|the claim)\b", "provenance"),
        (r"\b(comes?|came|stems?|originates?) from\b", "provenance"),
        (
            r"\b(without|lacks?|lack of|lacking|no)( any| single)? (proof|evidence|findings?|stud(y|ies)|research|support|data)\b",
            "unsupported",
        ),
        (_NOBODY, "unsupported"),
        (r"\b(rests?|based|rely|relies|backed|supported) (on|by) nothing( but)?\b", "unsupported"),
        (r"\bhow (it|this|that|they) (works?|acts?)\b", "mechanism"),
        (r"\b(blood|lab|laboratory) (marker|test|value|result)s?\b", "biomarker"),
        (r"\bclinical (trial|stud(?:y|ies))", "trial"),
        (r"\bintervention(al)? (stud(y|ies)|trials?)\b", "trial"),
        (r"\bsame (people|persons?|participants?|patients?|subjects?|women|men|group|trial)\b", "cohort"),
        (r"\b(counted|count|counts) (twice|double)\b", "cohort"),
        (r"\bexpressions? of concern\b", "integrity"),
        (r"\bconflicts? of interests?\b", "interest"),
        (r"\b(in the lab|in theory|on paper|in principle)\b", "plausible mechanism"),
        (r"\b(in|for|of|by) (people|humans?|patients|real life)\b", "people outcome"),
        (r"\b(goes?|going|puts?|push|pushes|drives?|shoots?)\b(\s+\w+){0,2}\s+(up|too high|higher)\b", "raise"),
        (r"(\bnot|n['\u2019]t) agree\b", "disagree"),
        (
            r"\b(research|stud(y|ies)|trials?|evidence|data) (is|are|would be)( still)? (needed|missing|lacking)\b",
            "missing study",
        ),
        (
            r"\b(evidence|data|stud(?:y|ies)|findings?|known) (in|for|on|about) (people|patients|adults|women|men)\b",
            "population",
        ),
    )
)
_ENDINGS = ("ations", "ation", "ions", "ion", "ings", "ing", "ers", "er", "ed", "es", "e", "s")

#: Words of any question; they tell nothing apart.
_STOP_WORDS = """
    a about between all also am an and any are as at be been being but by can could did do does doing each else for from
    get give gives had has have having how i if in into is isn it its itself just kind let like may me might more most
    my no not of on one ones or other our please really say says said shall should so some such tell than that the
    their them then there these they thing things this those to too us was we were what when where whether which while
    whose why will with without would you your show list know known s t re don doesn per exactly actually
    there's way ways behind rest rests ever anything something everything nothing become becomes got go goes come comes
    day daily lot lots take taken taking
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
careful avoid caution cautious beware danger dangerous safe safety unsafe contraindicate
study research paper literature publication report
trial rct
contest controversial dispute disagree conflict debate contradict
dose dosage dosing
limit maximum ceiling max
compare versus vs against difference differ
overstate exaggerate hype bold oversell overclaim
benefit effect help good affect
drug medicine medication pill tablet
identifier id accession qid curie
join link map mapping key federate federation crosslink
agree agreement match
need require
form vitamer type
harm harmful risk
interact interaction
recommend advise recommendation
who whom anyone anybody someone everyone
people person group patient population
fund funding sponsor pay paid finance
maker manufacturer company industry seller vendor producer commercial
integrity doubt doubtful questionable questioned retract retraction misconduct fraud fraudulent suspicious suspicion trust reliable
unsupported unproven unsubstantiated unfounded baseless untested unexamined
asserted assert assertion word
sure surer certain certainty
change overturn settle tip sway alter revise
only alone merely solely
cohort overlap participant
plausible theoretical theory
mechanism network pathway
much amount
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
    plain = text.casefold()
    for pattern, word in _PHRASES:
        plain = pattern.sub(word, plain)
    return {stem(word) for word in _TOKEN.findall(plain) if word not in STOP}


_FELLOWS = {_cut(word): _cut(line.split()[0]) for line in _SAME.strip().splitlines() for word in line.split()}
FRAME = frozenset(stem(word) for word in FRAME_WORDS.split())
