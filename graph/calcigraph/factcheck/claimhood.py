"""Is a sentence a claim? Questions, headings, definitions, stories, instructions and reports of what others say are not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from calcigraph.guard.folding import fold
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.factcheck.splitting import Sentence

_CHOSEN = values("factcheck/claimhood.yaml")


def _any(name: str) -> re.Pattern[str]:
    patterns = _CHOSEN[name]
    return re.compile("|".join(f"(?:{each})" for each in ([patterns] if isinstance(patterns, str) else patterns)))


_QUESTION, _ASKED, _OTHERS, _ANIMALS = map(_any, ("questions", "asked_without_mark", "others", "other_living"))
_STORY, _INSTRUCTION, _METHOD, _DEFINITION = map(_any, ("stories", "instructions", "methods", "definitions"))
_WORD = re.compile(r"[a-z]{2,}")

#: Why a sentence makes no claim.
REASONS = {
    "question": "it asks",
    "heading": "it is a heading",
    "definition": "it says what a word means",
    "story": "it tells what happened to one person",
    "instruction": "it tells somebody to do something",
    "method": "it says what a study did or what the text is about",
    "others": "it reports what others say",
    "animals": "it is about animals or cells",
    "long": "it is longer than any sentence that is judged",
    "nothing": "it relates no two things of the graph",
}


def no_claim(sentence: Sentence) -> str:
    """Tell why a sentence makes no claim, by its form alone.

    Args:
        sentence: the sentence.

    Returns:
        A key of ``REASONS``; empty where it may make one.

    Example:
        >>> from calcigraph.factcheck.passages import Passage
        >>> from calcigraph.factcheck.splitting import sentences
        >>> [no_claim(each) for each in sentences(Passage("Does K2 help? It helps bones.", "paragraph", ((0, 0),)))]
        ['question', '']
    """
    text = fold(sentence.text)
    if _QUESTION.search(text):
        return "question"
    if sentence.passage.kind == "heading" and _ASKED.search(text):
        return "heading"
    if not _WORD.search(text):
        return "nothing"
    for reason, pattern in (
        ("others", _OTHERS),
        ("animals", _ANIMALS),
        ("story", _STORY),
        ("method", _METHOD),
        ("instruction", _INSTRUCTION),
    ):
        if pattern.search(text):
            return reason
    return ""


def defines(text: str) -> bool:
    """Tell whether a sentence says what a word means.

    Args:
        text: the sentence.

    Returns:
        Whether it does.

    Example:
        >>> defines("Phylloquinone is also known as vitamin K1."), defines("K2 reduces fractures.")
        (True, False)
    """
    return bool(_DEFINITION.search(fold(text)))
