"""Which language a question is in, by the words that stand in every sentence of it."""

from __future__ import annotations

from calcigraph.guard.folding import fold, split
from calcigraph.store.judgements import values

_WORDS = {name: frozenset(words) for name, words in values("guard/languages.yaml").items()}
_ENOUGH = 2


def language(text: str) -> str:
    """Tell the language of a text where it is not English.

    Args:
        text: a question.

    Returns:
        Its English name, empty for English and where too little of it is there to tell.

    Example:
        >>> language("Wie viel Vitamin D pro Tag?"), language("how much vitamin D per day?")
        ('German', '')
    """
    said = {word.text for word in split(fold(text))}
    counts = {name: sum(word in known for word in said) for name, known in _WORDS.items()}
    english = counts.pop("English")
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= _ENOUGH and counts[best] > english else ""
