"""How long a query may take, and how much memory."""

from __future__ import annotations

import math
import re

from calcigraph.errors import BadArgument
from calcigraph.ranges import TIMEOUT, said

#: What a query may take where nobody says otherwise.
SECONDS, MEMORY = 60, "2GB"

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from typing import Any

_UNITS = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_UNITS |= {"KIB": 2**10, "MIB": 2**20, "GIB": 2**30, "TIB": 2**40}
# More than any machine has, and no more than fits into the numbers of a system.
_MOST = 2**60
_SIZE = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,9})?) ?([A-Za-z]{0,3})")


class Limits:
    """What a query may take.

    Args:
        seconds: by the clock; 0 for no limit.
        memory: in bytes, beside what the graph itself takes; 0 for no limit. It is kept where the system can keep it, as
            Linux does.

    Example:
        >>> Limits.of(0.5, "512MiB").memory
        536870912
    """

    __slots__ = ("memory", "seconds")

    def __init__(self, seconds: float = SECONDS, memory: int = 2 * 10**9) -> None:
        self.seconds = seconds
        self.memory = memory

    @classmethod
    def of(cls, timeout: Any = SECONDS, memory: object = MEMORY) -> Limits:
        """Take limits from a user.

        Args:
            timeout: seconds, 0 or more; 0 for no limit.
            memory: bytes as a number, or text with a unit such as ``2GB``, ``500 MB`` or ``1.5GiB``; 0 for no limit.

        Returns:
            The limits.

        Raises:
            BadArgument: a value is none of these.

        Example:
            >>> Limits.of(memory="lots")
            Traceback (most recent call last):
            calcigraph.errors.BadArgument: memory is a number of bytes or such as '2GB', 0 for no limit; not 'lots'
        """
        TIMEOUT.check("timeout", timeout)
        return cls(float(timeout), size_of("memory", memory))

    @property
    def time_in_words(self) -> str:
        """The limit of time as messages say it."""
        return f"{self.seconds:g} s"

    @property
    def memory_in_words(self) -> str:
        """The limit of memory as messages say it."""
        name = next((name for name in ("TB", "GB", "MB", "KB") if self.memory >= _UNITS[name]), "B")
        return f"{self.memory / _UNITS[name]:.4g} {name}"


def size_of(what: str, given: object) -> int:
    """Take a size from a user.

    Args:
        what: of what, for the message.
        given: bytes as a number, or text with a unit such as ``2GB``, ``500 MB`` or ``1.5GiB``.

    Returns:
        The size in bytes.

    Raises:
        BadArgument: it is none.

    Example:
        >>> size_of("memory", "500 MB")
        500000000
    """
    if isinstance(given, int | float) and not isinstance(given, bool) and 0 <= given <= _MOST:
        return math.ceil(given)
    match = _SIZE.fullmatch(given.strip()) if isinstance(given, str) else None
    if not match or match[2].upper() not in _UNITS or (size := float(match[1]) * _UNITS[match[2].upper()]) > _MOST:
        raise BadArgument(f"{what} is a number of bytes or such as '2GB', 0 for no limit; not {said(given)}")
    return math.ceil(size)
