"""The numbers that a plain question is weighed with, by name; ``weights.yaml`` has them with their reasons."""

from __future__ import annotations

from typing import NamedTuple

from calcigraph.store.judgements import values


class Weights(NamedTuple):
    """One value for each entry of ``weights.yaml``, where each is explained.

    Example:
        >>> WEIGHTS.fits < WEIGHTS.fits_in_part
        True
    """

    fits: float
    fits_in_part: float
    ahead: float
    choices: int
    longest: int
    explained: float
    claim_alone: float
    own_words_said: float
    name_unsaid: float
    in_title: float
    in_tags: float
    in_text: float
    heard_nowhere: int
    filled: float
    filled_by_any: float
    scarce: float
    unfilled: float
    lost: float
    lost_at_most: int
    named: float
    word_before: float
    word_after: float
    words_enough: int
    own_share_enough: float
    bare_claim: float
    claim_by_sign: float
    claim_in_order: float
    claim_extra_word: float
    object_by_noun: float
    object_by_part: float
    claim_guessed: float
    found_in_name: float
    found_in_question: float
    found_in_description: float


WEIGHTS = Weights(**values("questions/weights.yaml"))
