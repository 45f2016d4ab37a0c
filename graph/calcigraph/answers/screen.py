"""An answer on one screen: at most twenty lines of eighty columns, what matters most first."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from calcigraph.knowledge.evidence import NO_ADVICE

if TYPE_CHECKING:
    from typing import Protocol

    class Told(Protocol):
        """What can be told on a screen."""

        cautions: tuple[str, ...]
        sentence: str
        level: str
        reasons: tuple[str, ...]
        whom: tuple[str, ...]

        def __len__(self) -> int: ...


_WIDTH = 80
#: Of one screen.
LINES = 20
_MOST_REASONS = 5


class Lead:
    """What a page begins with, as ``screen`` shows it.

    Args:
        cautions: what drugs and conditions on the page call for.
        sentence: the page in one sentence.
        level: how sure it is, empty where nothing is claimed.
        reasons: what stands behind it.
        whom: that it is no advice, where it is about doses or safety.
        rows: how many rows ``--all`` brings.
    """

    __slots__ = ("cautions", "level", "reasons", "rows", "sentence", "whom")

    def __init__(
        self,
        cautions: tuple[str, ...] = (),
        sentence: str = "",
        level: str = "",
        *,
        reasons: tuple[str, ...] = (),
        whom: tuple[str, ...] = (),
        rows: int = 0,
    ) -> None:
        self.cautions, self.sentence, self.level = cautions, sentence, level
        self.reasons, self.whom, self.rows = reasons, whom, rows

    def __len__(self) -> int:
        return self.rows


def screen(answer: Told, width: int = _WIDTH, *, lines: int = LINES, most: int = _MOST_REASONS) -> str:
    """Write an answer for a person: cautions, sentence with its level, reasons, for whom, and where the rest is.

    Args:
        answer: the answer.
        width: columns.
        lines: how many there may be.
        most: how many reasons there may be.

    Returns:
        At most so many lines; empty where the answer has no sentence.

    Example:
        >>> print(screen(kg.ask("2000 IU of vitamin D in mcg")))
        2000 IU of vitamin D are 50 µg.
        - Of vitamin D, 40 IU are 1 µg (Institute of Medicine 2011).
    """
    head = [line for caution in answer.cautions for line in _wrapped(caution, width)]
    first = _headed(answer.sentence, answer.level, width) if answer.sentence else []
    # For whom it holds stands before the reasons, for it changes what the sentence means; that it is no advice stands last.
    whom = [line for each in answer.whom if each != NO_ADVICE for line in _wrapped(each, width)]
    more = [*(_wrapped(NO_ADVICE, width) if NO_ADVICE in answer.whom else []), *_more(answer)]
    room = lines - len(head) - len(first) - len(whom) - len(more)
    reasons: list[str] = []
    for reason in answer.reasons[:most]:
        written = _wrapped(f"- {reason}", width, "  ")
        if len(reasons) + len(written) > room:
            break
        reasons += written
    return "\n".join([*head, *first, *whom, *reasons, *more][:lines])


def _headed(sentence: str, level: str, width: int) -> list[str]:
    """The sentence, with its level in capitals at the right of its last line or below."""
    lines = _wrapped(sentence, width)
    if not level:
        return lines
    shown = level.upper()
    if len(lines[-1]) + 2 + len(shown) <= width:
        lines[-1] += shown.rjust(width - len(lines[-1]))
    else:
        lines.append(shown.rjust(width))
    return lines


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)


def _more(answer: Told) -> list[str]:
    count = len(answer)
    return [f"More: --all ({count} {'row' if count == 1 else 'rows'})"] if count else []
