"""Other processes of this program, each with a pipe to it and a pipe from it: forked from this one, or started anew."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from typing import IO, TYPE_CHECKING, cast

import pyoxigraph as ox

from calcigraph.errors import Unavailable
from calcigraph.store import child

if TYPE_CHECKING:
    from collections.abc import Callable

# The interpreter is a clean one: only the places of this package and of the engine's library are told to it, not the main
# module, the folder or the settings of whoever asks.
_BOOT = "import sys; sys.path[:0] = sys.argv[1:]; from calcigraph.store.{} import main; main()"


class Process:
    """Another process.

    Args:
        asking: the pipe to it.
        answers: the pipe from it.
        popen: how it was started, or None where it was forked.
        pid: its number.

    Attributes:
        empty: whether it still has to be given the graph.
    """

    def __init__(self, asking: IO[bytes], answers: IO[bytes], pid: int, popen: subprocess.Popen[bytes] | None) -> None:
        self.asking = asking
        self.answers = answers
        self.pid = pid
        self.popen = popen
        self.empty = popen is not None

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end.

        Args:
            timeout: for how many seconds; None for as long as it takes.

        Returns:
            Its exit code, below zero for a signal.

        Raises:
            TimeoutExpired: it goes on.
        """
        if self.popen:
            return self.popen.wait(timeout)
        until = time.monotonic() + (timeout or 0)
        while True:
            ended, status = os.waitpid(self.pid, 0 if timeout is None else os.WNOHANG)
            if ended:
                return os.waitstatus_to_exitcode(status)
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired("fork", timeout or 0)
            time.sleep(0.001)

    def kill(self) -> None:
        """Kill it, with the processes that it started."""
        with contextlib.suppress(OSError):
            if child.FORKS:
                os.killpg(self.pid, signal.SIGKILL)
            elif self.popen:
                self.popen.kill()


def forked(run: Callable[[int, int], None]) -> Process:
    """Fork this process, which has to be alone.

    Args:
        run: what to do there, with the pipe of what is asked and the pipe of answers.

    Returns:
        The other process.
    """
    reading, asking = os.pipe()
    answers, writing = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.setsid()  # the keys of the terminal are for whoever asks
            os.close(asking)
            os.close(answers)
            child.silence()
            run(reading, writing)
        finally:
            os._exit(0)
    os.close(reading)
    os.close(writing)
    return Process(os.fdopen(asking, "wb", 0), os.fdopen(answers, "rb", 0), pid, None)


def spawned(module: str = "child", inherited: tuple[int, ...] = ()) -> Process:
    """Start another Python that waits for the graph.

    Args:
        module: of this room, whose ``main`` runs there.
        inherited: descriptors that it has too.

    Returns:
        The other process.

    Raises:
        Unavailable: there is no Python to start.
    """
    if not sys.executable or getattr(sys, "frozen", False):
        raise Unavailable(
            "this program has no Python of its own to start the process in which queries run; "
            "kg.engine answers without it, and without limits"
        )
    places = [_home(__file__, 3), _home(str(ox.__file__), 2)]
    popen = subprocess.Popen(  # noqa: S603 - this interpreter, and a text of ours
        [sys.executable, "-I", "-S", "-c", _BOOT.format(module), *places],
        bufsize=0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        pass_fds=inherited,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    return Process(cast("IO[bytes]", popen.stdin), cast("IO[bytes]", popen.stdout), popen.pid, popen)


def end(process: Process, owner: int, *, kill: bool) -> None:
    """End a process; without anyone who could ask it any more it ends by itself.

    Args:
        process: the other one.
        owner: number of the process that started it; in a fork of that one only the pipes are closed.
        kill: whether it would not notice, and has to be killed.
    """
    for file in (process.asking, process.answers, process.popen and process.popen.stderr):
        if file:
            with contextlib.suppress(OSError):
                file.close()
    if os.getpid() != owner:
        return
    if kill:
        process.kill()
    try:
        process.wait(1)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def last_words(process: Process) -> str:
    """Give what a process wrote on its standard error.

    Args:
        process: one that has ended, or is about to.

    Returns:
        The text, nothing where there is none.
    """
    if not process.popen or not process.popen.stderr:
        return ""
    try:
        process.wait(1)
    except subprocess.TimeoutExpired:
        return ""
    return process.popen.stderr.read().decode(errors="replace")


def alone() -> bool:
    """Tell whether this process has one thread; those of other languages count.

    Returns:
        Whether it can be forked.

    Example:
        >>> alone() in (True, False)
        True
    """
    try:
        return len(os.listdir("/proc/self/task")) == 1  # noqa: PTH208 - pathlib would cost start-up time
    except OSError:
        return threading.active_count() == 1


def _home(file: str, levels: int) -> str:
    place = os.path.abspath(file)  # noqa: PTH100 - it may lie inside a zip file
    for _ in range(levels):
        place = os.path.dirname(place)  # noqa: PTH120 - as above
    return place
