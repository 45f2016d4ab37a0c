"""English words as readers ask with them: stems, words that say nothing, and words that mean the same."""

from __future__ import annotations

import re
from functools import lru_cache

from calcigraph.store.judgements import values
from calcigraph.store.names import name_key

_CHOSEN = values("text/words.yaml")
_TOKEN = re.compile(r"[^\W_]+")
# What several words say together, and a word that says it. Each is searched in plain text in lower case.
_PHRASES = tuple((re.compile(each["pattern"]), f" {each['says']} ") for each in _CHOSEN["phrases"])
_ENDINGS: dict[str, int] = _CHOSEN["endings"]
_SHORT: int = _CHOSEN["short_word"]

#: Words of any question; they tell nothing apart.
STOP = frozenset(_CHOSEN["stop"].split())


@lru_cache(maxsize=65536)
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
    if len(text) > _SHORT and text.endswith("ies"):
        return text[:-3] + "y"
    for ending, left in _ENDINGS.items():
        if text.endswith(ending) and len(text) - len(ending) >= left:
            text = text[: -len(ending)]
            break
    return text[:-1] if text.endswith("e") and len(text) > _SHORT else text


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


# The first word of a line stands for the others.
_FELLOWS = {_cut(word): _cut(line.split()[0]) for line in _CHOSEN["same"].strip().splitlines() for word in line.split()}
#: Words around a claim that is asked about.
FRAME = frozenset(stem(word) for word in _CHOSEN["frame"].split())
