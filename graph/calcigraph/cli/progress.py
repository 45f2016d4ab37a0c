"""Progress on a terminal, for commands that take their time."""

from __future__ import annotations

import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from calcigraph.cli.interrupting import interruptible

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Seconds after which a command that works on shows that it does.
PATIENCE = 2.0


class Progress:
    """Shows on a terminal how far a long job is; elsewhere, and for a short one, it does nothing.

    Args:
        what: what is being done, in a few words.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._bar: Any = None
        self._task: Any = None
        self._done = 0.0
        self._total: float | None = None
        self._lock = threading.Lock()
        self._over = False

    def tick(self, done: float, total: float | None = None) -> None:
        """Tell how far the job is.

        Args:
            done: how much is done.
            total: of how much, or None where that is not known.
        """
        self._done, self._total = done, total
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total)

    def show(self) -> None:
        """Begin to draw the bar, unless the job is over."""
        # Imported before the lock is taken: it is slow, and the end of the job waits for the lock.
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        with self._lock:
            if self._over:
                return
            columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task(self._what, completed=self._done, total=self._total)
            self._bar.start()

    def close(self) -> None:
        """Take the bar away."""
        with self._lock:
            self._over = True
            if self._bar is not None:
                self._bar.stop()


@contextmanager
def progress(what: str) -> Iterator[Progress]:
    """Show a progress bar on the terminal while a job lasts longer than two seconds; Ctrl-C ends the job at once.

    It is drawn on the standard error, so that what goes into a pipe stays clean, and only if that is a terminal. A job
    that never ticks gets a bar that moves without saying how far it is.

    Args:
        what: what is being done, in a few words.

    Yields:
        What to ``tick``.

    Example:
        >>> with progress("counting") as bar:
        ...     for number in range(3):
        ...         bar.tick(number, 3)
    """
    bar = Progress(what)
    timer = threading.Timer(PATIENCE, bar.show) if sys.stderr.isatty() else None
    if timer:
        timer.daemon = True
        timer.start()
    try:
        with interruptible():
            yield bar
    finally:
        if timer:
            timer.cancel()
        bar.close()
