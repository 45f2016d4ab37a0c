"""Ctrl-C ends a command at once, also while a library of another language works and does not listen."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

INTERRUPTED = 130  # as shells report a process that Ctrl-C ended
#: What is said of it.
MESSAGE = "interrupted"
# So long Python has to hear of a Ctrl-C and to unwind. Libraries keep it waiting, and some swallow the interrupt.
_HEARING = 0.25


def leave(*_: object) -> NoReturn:
    """End this process as an interrupted one, without anything that Python would do at its end."""
    if writer := sys.modules.get("calcigraph.store.outputs"):
        writer.discard()
    cursor = "\x1b[?25h" if os.isatty(2) else ""  # a progress bar hides it
    os.write(2, f"{cursor}calcigraph: {MESSAGE}\n".encode())
    os._exit(INTERRUPTED)


def at_start() -> None:
    """Let Ctrl-C end the process while it only imports: there is nothing to put in order yet."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, leave)


def from_now() -> None:
    """Let Ctrl-C raise KeyboardInterrupt again, so that whatever goes on can put itself in order."""
    if signal.getsignal(signal.SIGINT) is leave:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def ended_at_once() -> Iterator[None]:
    """End an interrupted process when it has said so: to take the graph apart takes longer than a person waits.

    Yields:
        Nothing.
    """
    try:
        yield
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            os._exit(INTERRUPTED)
        raise


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C end the process also inside a call that Python waits for, such as a layout in WebAssembly.

    It takes a thread, so nothing may fork meanwhile.

    Yields:
        Nothing.

    Example:
        >>> with interruptible():
        ...     sum(range(10))
        45
    """
    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if threading.current_thread() is not threading.main_thread() or not usual:
        yield  # who has arranged it otherwise wants it so
        return
    over = threading.Event()
    reading, writing = os.pipe()
    os.set_blocking(writing, False)

    def watch() -> None:
        while number := os.read(reading, 1):
            if number[0] == signal.SIGINT and not over.wait(_HEARING):
                leave()
        os.close(reading)

    before = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    threading.Thread(target=watch, daemon=True).start()
    try:
        yield
    finally:
        over.set()
        signal.set_wakeup_fd(before)
        os.close(writing)
