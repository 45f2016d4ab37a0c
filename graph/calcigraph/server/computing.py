"""Computations in threads: so many at once, so many that wait, and so long."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from calcigraph.server.problems import Refused

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

_T = TypeVar("_T")


class Computing:
    """Runs what takes long beside the loop that answers.

    A thread cannot be stopped. What takes too long is answered as such, and holds its place until it is done: so the number
    of computations stays bounded whatever is asked.

    Args:
        threads: how many at once.
        queue: how many may wait.
        seconds: how long one may take, waiting included.

    Example:
        >>> asyncio.run(Computing(1, 1, 5).run(lambda: 6 * 7))
        42
    """

    def __init__(self, threads: int, queue: int, seconds: float) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="calcigraph")
        self._most = threads + queue
        self._seconds = seconds
        self._taken = 0
        self._lock = Lock()

    async def run(self, work: Callable[[], _T]) -> _T:
        """Run a computation.

        Args:
            work: the computation.

        Returns:
            What it gave.

        Raises:
            Refused: too many wait, or it took too long.
        """
        with self._lock:
            if self._taken >= self._most:
                raise Refused(
                    "busy", "too many computations wait; try again in a few seconds", headers={"Retry-After": "5"}
                )
            self._taken += 1
        future = self._pool.submit(work)
        future.add_done_callback(self._done)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._seconds)
        except TimeoutError:
            raise Refused("too-long", f"it was not done in {self._seconds:g} s; ask for less") from None

    def _done(self, _future: Future[_T]) -> None:
        with self._lock:
            self._taken -= 1
