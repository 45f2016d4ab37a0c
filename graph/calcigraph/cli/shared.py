"""What the commands share: opening the graph, the option for the format, JSON, progress on a terminal."""

from __future__ import annotations

import json
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from calcigraph.cli.interrupting import interruptible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from calcigraph.graph import KnowledgeGraph

_Command = TypeVar("_Command", bound="Callable[..., Any]")


def open_graph(**options: Any) -> KnowledgeGraph:
    """Open the graph; the import waits until a command needs it.

    Args:
        options: as for ``KnowledgeGraph.open``.

    Returns:
        The graph.

    Example:
        >>> open_graph().entity("MK7").label
        'MK-7'
    """
    from calcigraph.graph import KnowledgeGraph

    graph = KnowledgeGraph.open(**options)
    graph.store.forks = True  # a command has one thread; where one runs after all, the worker is not forked
    return graph


def format_option(choices: Sequence[str], default: str | None = None) -> Callable[[_Command], _Command]:
    """Make the option ``--format`` that every reader takes.

    Args:
        choices: the formats.
        default: the one that is used when none is given; the first if None.

    Returns:
        A decorator for a click command.
    """
    return click.option(
        "--format",
        "-f",
        "form",
        type=click.Choice(choices),
        default=default or choices[0],
        show_default=True,
        help="How to write the answer.",
    )


def path_filters(command: _Command) -> _Command:
    """Add the options that narrow down paths; every command that looks for paths has the same ones.

    Args:
        command: the command.

    Returns:
        It with ``sign`` (1, -1 or None), ``via``, ``avoid``, ``tissue`` and ``min_certainty``.
    """
    options: tuple[Callable[[Any], Any], ...] = (
        click.option(
            "--min-certainty",
            type=click.Choice(["high", "moderate", "low", "very low"]),
            help="Only paths whose every step is at least this certain.",
        ),
        click.option(
            "--tissue", metavar="NAME", help="Only paths with a step in this tissue or cell, or in a part of it."
        ),
        click.option("--avoid", multiple=True, metavar="NAME", help="Only paths without this factor; can be repeated."),
        click.option("--via", multiple=True, metavar="NAME", help="Only paths through this factor; can be repeated."),
        click.option(
            "--sign",
            type=click.Choice(["+", "-"]),
            callback=lambda _context, _option, value: {"+": 1, "-": -1}.get(value),
            help="Only paths that raise (+) or lower (-) the target.",
        ),
    )
    for option in options:
        command = option(command)
    return command


def dump(value: object) -> None:
    """Print a value as JSON.

    Args:
        value: plain values only.

    Example:
        >>> dump({"n": 1})
        {
          "n": 1
        }
    """
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


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
