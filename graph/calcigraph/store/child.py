"""What runs in the processes that may be killed: a keeper that holds the graph, and a worker that answers.

The keeper never evaluates anything. It forks a worker, which reads what is asked from the keeper's own pipe and answers
on its other; when a worker dies, at a limit or by a fault of the engine's library, the keeper says how, and forks the
next. The system kills a worker at its limits, so that nothing here has to run for it. Both end when nobody can ask any
more. Where the system has no fork, one process does both, and whoever asks starts it anew.
"""

from __future__ import annotations

import os
import re
import select
import signal
import struct

import pyoxigraph as ox

from calcigraph.errors import CalcigraphError, shown
from calcigraph.store import frames
from calcigraph.store.disk import DiskEngine
from calcigraph.store.local import explained
from calcigraph.store.memory import MemoryEngine
from calcigraph.store.scanning import MAX_NESTING, too_deep
from calcigraph.store.serialising import parse_turtle

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from typing import Any

    from calcigraph.store.engine import LocalEngine

#: Nodes without a name that Turtle of a user may have; no claim has one, and shapes take time with the square of them.
MAX_NAMELESS = 200
#: Exit code of a worker for which Python, and not the engine's library, found no memory.
NO_MEMORY = 77
#: How limits are sent: seconds and bytes, 0 for none.
LIMITS = struct.Struct(">dQ")
#: Whether one process keeps the graph, and forks others that answer.
FORKS = hasattr(os, "fork") and hasattr(select, "poll") and hasattr(signal, "setitimer")

# How a term ends that is nested too deep: whoever asked would overflow its stack with it.
_DEEP = {frames.ROWS: b"}}" * MAX_NESTING, frames.TRIPLES: b" )>>" * MAX_NESTING}
# Control characters but for tabs and line ends, which a terminal obeys and XML cannot hold.
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_POSITION = re.compile(r"^Parser error [^:]*: ")
#: Bytes kept of what a worker says when it dies.
LAST_WORDS = 4096


def serve(engine: LocalEngine, reading: int, writing: int) -> None:
    """Answer what comes, until nothing can come any more.

    Args:
        engine: what holds the graph.
        reading: pipe with what is asked.
        writing: pipe for the answers.
    """
    incoming = frames.Incoming(reading, exact=True)
    engine.settle()
    kept = KeptLimits()
    while True:
        try:
            kind, content = incoming.message()
            if kind == frames.LIMITS:
                kept.seconds, kept.memory = LIMITS.unpack(content)
                continue
            kept.begin()
            _reply(engine, kind, content, writing)
            kept.end()
        except (EOFError, OSError):
            return  # nobody asks, or nobody listens
        except MemoryError:
            os._exit(NO_MEMORY)


def _reply(engine: LocalEngine, kind: bytes, content: bytes, writing: int) -> None:
    try:
        if kind == frames.TURTLE:
            frames.send(writing, frames.FAULT, _fault(content).encode(errors="replace"))
        else:
            _answer(engine, content.decode("utf-8", "surrogatepass"), writing)
    except CalcigraphError as error:
        frames.send(writing, frames.ERROR, f"{type(error).__name__}\n{error}".encode(errors="replace"))
    except (MemoryError, OSError):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of the engine's library is no Exception
        said = shown(error)
        frames.send(
            writing, frames.ERROR, f"Unavailable\nthe engine gave up on the query ({said})".encode(errors="replace")
        )


def _answer(engine: LocalEngine, query: str, writing: int) -> None:
    with explained(query):
        found = engine.run(query)
        if isinstance(found, ox.QueryBoolean):
            frames.send(writing, frames.TRUTH, b"1" if found else b"0")
            return
        kind = frames.ROWS if isinstance(found, ox.QuerySolutions) else frames.TRIPLES
        frames.send(writing, kind)
        out: Any = _Shallow(writing, kind) if _nests(query) else frames.Outgoing(writing, kind)
        if isinstance(found, ox.QuerySolutions):
            found.serialize(out, ox.QueryResultsFormat.JSON)
        else:
            found.serialize(out, ox.RdfFormat.N_TRIPLES)
    if engine.silences(query):
        frames.send(writing, frames.NOTE)
    frames.send(writing, frames.END)


def _nests(query: str) -> bool:
    return "<<" in query or "triple" in query.lower()


class _Shallow(frames.Outgoing):
    """Lets no term through that is nested deeper than a query may be."""

    def __init__(self, descriptor: int, kind: bytes) -> None:
        super().__init__(descriptor, kind)
        self._deep = _DEEP[kind]
        self._tail = b""

    def write(self, content: bytes) -> int:
        if self._deep in self._tail + content:
            raise RuntimeError(f"the answer holds triples nested more than {MAX_NESTING} deep")
        self._tail = (self._tail + content)[-len(self._deep) :]
        return super().write(content)


def _fault(content: bytes) -> str:
    """What is wrong with a Turtle document, nothing where it can be parsed."""
    base, _, document = content.partition(b"\n")
    if too_deep(document.decode(errors="replace"), comparisons=False):
        return f"it is nested more than {MAX_NESTING} brackets deep"
    nameless = set()
    try:
        for triple in parse_turtle(document, base=base.decode() or None):
            if isinstance(triple.subject, ox.BlankNode):
                nameless.add(triple.subject.value)
                if len(nameless) > MAX_NAMELESS:
                    return f"it holds more than {MAX_NAMELESS} nodes without a name; give each an IRI of its own"
            if isinstance(triple.object, ox.Literal) and (hidden := _HIDDEN.search(triple.object.value)):
                return f"a text of {shown(triple.subject)} holds the control character U+{ord(hidden[0]):04X}; leave it out"
    except SyntaxError as error:
        return f"line {error.lineno}, column {error.offset}: {' '.join(_POSITION.sub('', str(error.msg)).split())}"
    return ""


class KeptLimits:
    """What the system kills this process for, while it answers.

    Attributes:
        seconds: by the clock; 0 for no limit.
        memory: bytes beside what it has taken so far; 0 for no limit.
    """

    def __init__(self) -> None:
        self.seconds, self.memory = 0.0, 0
        self._taken = _address_space()

    def begin(self) -> None:
        """Let the limits hold from now on."""
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, self.seconds)
        self._allow(self._taken + self.memory if self.memory else 0)

    def end(self) -> None:
        """Let them hold no more."""
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        self._allow(0)

    def _allow(self, size: int) -> None:
        if not self._taken:
            return  # a system that cannot tell how much is taken does not keep to a limit either
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        unlimited = most == resource.RLIM_INFINITY
        allowed = (size if unlimited else min(size, most)) if size else most
        resource.setrlimit(resource.RLIMIT_AS, (allowed, most))


def _address_space() -> int:
    """Bytes that this process has taken so far, 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - pathlib would cost start-up time
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def keep(engine: LocalEngine, reading: int, writing: int) -> None:
    """Keep a worker that answers, and fork another when it dies, until nothing can come any more.

    Args:
        engine: what holds the graph; this process has no other thread.
        reading: pipe with what is asked.
        writing: pipe for the answers.
    """
    wakes, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked is interrupted, and ends this
    signal.signal(signal.SIGCHLD, lambda *_: None)  # a signal without handler wakes nobody
    signal.set_wakeup_fd(waker)
    ends = select.poll()
    ends.register(wakes, select.POLLIN)
    ends.register(reading, 0)  # tells only that nobody can write to it any more
    frames.send(writing, frames.READY)
    while True:
        worker, words = _fork_worker(engine, reading, writing, (wakes, waker))
        while True:
            ready = dict(ends.poll())
            if reading in ready:
                os.kill(worker, signal.SIGKILL)
                os.waitpid(worker, 0)
                return
            os.read(wakes, 4096)
            ended, status = os.waitpid(worker, os.WNOHANG)
            if ended:
                break
        said = last_said(words)
        code = os.waitstatus_to_exitcode(status)
        if code == 0:
            return
        frames.send(writing, frames.DIED, b"%d\n" % code + said)


def _fork_worker(engine: LocalEngine, reading: int, writing: int, others: tuple[int, ...]) -> tuple[int, int]:
    words, speaking = os.pipe()
    os.set_blocking(words, False)
    os.set_blocking(speaking, False)
    worker = os.fork()
    if worker:
        os.close(speaking)
        return worker, words
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(speaking, 2)
        for each in (words, speaking, *others):
            os.close(each)
        serve(engine, reading, writing)
    except BaseException as error:  # noqa: BLE001 - the keeper says it, in one line
        os.write(2, repr(error).encode()[:LAST_WORDS])
        os._exit(1)
    os._exit(0)


def last_said(words: int) -> bytes:
    """Read what a worker wrote on its standard error, and close the pipe of it.

    Args:
        words: the pipe.

    Returns:
        The beginning of it, nothing where there is none.
    """
    try:
        return os.read(words, LAST_WORDS)
    except BlockingIOError:
        return b""
    finally:
        os.close(words)


def main() -> None:
    """Run as a process of its own: take the graph from standard input, then answer on standard output."""
    reading, writing = os.dup(0), os.dup(1)
    silence()
    incoming = frames.Incoming(reading, exact=True)

    def piece() -> bytes | None:
        kind, content = incoming.message()
        return content if kind == frames.DATA else None

    _, (allow_network, forks) = incoming.message()
    kind, place = incoming.message()
    engine: LocalEngine
    if kind == frames.PLACE:
        engine = DiskEngine.at(os.fsdecode(place), allow_network=bool(allow_network))
    else:
        engine = taken = MemoryEngine(allow_network=bool(allow_network))
        graph: Any = frames.Pieces(piece)
        taken.extend(ox.parse(graph, ox.RdfFormat.N_QUADS, lenient=True))
    if forks:
        keep(engine, reading, writing)
        os._exit(0)
    frames.send(writing, frames.READY)
    serve(engine, reading, writing)


def silence() -> None:
    """Let go of the standard input and output of whoever started this process."""
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)


if __name__ == "__main__":
    main()
