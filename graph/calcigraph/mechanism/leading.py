"""What an answer from the mechanism begins with: caution, one sentence, its level and its reasons; made when it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Leading(NamedTuple):
    """What an answer begins with.

    Attributes:
        warnings: what drugs, conditions and groups in the question call for; they stand first.
        sentence: the answer in one sentence; what does not fit what studies found says so first.
        level: how sure it is: the verdict of studies, or that it is mechanism only.
        reasons: what stands behind the sentence, the weightiest first.
    """

    warnings: tuple[str, ...] = ()
    sentence: str = ""
    level: str = ""
    reasons: tuple[str, ...] = ()


class Led:
    """An answer that begins with its lead.

    Example:
        >>> kg.pathways("vitamin K2", "arterial calcification").level
        'not shown, low certainty'
    """

    __slots__ = ()
    _lead: Callable[[], Leading]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What drugs, conditions and groups in the question call for; they stand first."""
        return self._lead().warnings

    @property
    def sentence(self) -> str:
        """The answer in one sentence; empty where the answer was made below ``kg``."""
        return self._lead().sentence

    @property
    def level(self) -> str:
        """How sure the sentence is: the verdict of studies, or that it is mechanism only."""
        return self._lead().level

    @property
    def reasons(self) -> tuple[str, ...]:
        """What stands behind the sentence, the weightiest first."""
        return self._lead().reasons

    def lead_as_dict(self) -> dict[str, object]:
        """Give the lead as plain values, ready for JSON.

        Returns:
            Warnings, sentence, level and reasons.
        """
        warnings, sentence, level, reasons = self._lead()
        return {"warnings": list(warnings), "sentence": sentence, "level": level, "reasons": list(reasons)}
