"""How much query time each client has: what is used comes back with time."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MINUTE = 60.0
# So many clients are remembered; beyond that those who have used least are forgotten.
_MOST = 10_000


class Budgets:
    """Seconds of query time for each client, of which one budget comes back each minute.

    Args:
        seconds: the budget of each; 0 for no limit.
        clock: tells the time in seconds.

    Example:
        >>> now = [0.0]
        >>> budgets = Budgets(10, lambda: now[0])
        >>> budgets.spend("a", 12)
        >>> budgets.wait("a"), budgets.wait("b")
        (13, 0)
        >>> now[0] = 13
        >>> budgets.wait("a")
        0
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._used: dict[str, tuple[float, float]] = {}

    def wait(self, client: str) -> int:
        """Tell how long a client has to wait before its next query.

        Args:
            client: who asks.

        Returns:
            Whole seconds, 0 where it need not wait.
        """
        over = self._level(client) - self._seconds
        return math.floor(over * _MINUTE / self._seconds) + 1 if self._seconds and over >= 0 else 0

    def spend(self, client: str, seconds: float) -> None:
        """Take from the budget of a client.

        Args:
            client: who asked.
            seconds: how long its query took.
        """
        if not self._seconds:
            return
        self._used[client] = (self._level(client) + seconds, self._clock())
        if len(self._used) > _MOST:
            kept = sorted(self._used, key=self._level)[len(self._used) // 2 :]
            self._used = {each: self._used[each] for each in kept}

    def _level(self, client: str) -> float:
        used, when = self._used.get(client, (0.0, 0.0))
        return max(0.0, used - (self._clock() - when) * self._seconds / _MINUTE)
