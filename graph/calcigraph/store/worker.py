"""Asks what nobody has checked, in a process that can be killed.

A hostile query can run for ever, take all memory, or overflow the stack of the parser, and no library stops it. So it
runs in another process, under limits, and this one goes on whatever becomes of it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
import weakref
from typing import TYPE_CHECKING, Any, NamedTuple

import pyoxigraph as ox

from calcigraph.errors import BadQuery, CalcigraphError, Unavailable, shown
from calcigraph.store import child, frames, processes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph.store.engine import LocalEngine, Row
    from calcigraph.store.limits import Limits
    from calcigraph.store.terms import Triple

# The system kills a worker at its limit; this much later whoever asked does it himself.
_GRACE = 0.7
# Starting a process and handing it the graph takes half a second; much more than this and something is wrong.
_START = 120.0
# What a row takes in memory, as a multiple of what it takes on the way: measured 1.7 on a million rows of four terms.
_IN_MEMORY = 2
_SILENCED = "SERVICE SILENT asked nobody, since the network is not allowed; allow it with --allow-network"
# How processes die: exit codes of Unix are signals below zero.
_LATE = -14  # SIGALRM
_OVERFLOWS = {-11, -10, -7, 0xC00000FD}  # SIGSEGV; SIGBUS of macOS and of Linux; STATUS_STACK_OVERFLOW


class Solutions(NamedTuple):
    """The answer to a SELECT query.

    Attributes:
        names: of the variables.
        rows: terms, None where a variable is unbound.
        note: what has to be said with it, mostly nothing.
    """

    names: tuple[str, ...]
    rows: list[Row]
    note: str = ""


class _Died(Exception):
    """The process that answered is dead, and another one stands in for it."""

    def __init__(self, code: int, said: str) -> None:
        super().__init__(code)
        self.code = code
        self.said = said


class _TooLarge(Exception):
    """The answer takes more memory here than the query may."""


class Worker:
    """Answers queries, and parses Turtle, in a process of its own.

    The process is started when it is first needed, has the graph as it is then, and is started anew when the graph has
    changed. It ends with this object, and with this process, however that ends. One thread asks at a time.

    Args:
        engine: what holds the graph.
        fork: whether this process has no other thread, so that it can be forked; otherwise another Python is started.

    Example:
        >>> from calcigraph.store.limits import Limits
        >>> Worker(store.engine).answer("ASK { id:mk-7 a cg:Nutrient }", Limits())
        True
    """

    def __init__(self, engine: LocalEngine, *, fork: bool = False) -> None:
        self._engine = engine
        self._fork = fork
        self._lock = threading.Lock()
        self._end: weakref.finalize[..., Any] | None = None
        self._late = False
        self._owner = 0
        self._version = -1

    def answer(self, query: str, limits: Limits) -> bool | Solutions | list[Triple]:
        """Answer a query of any form.

        Args:
            query: SPARQL; the graph's own prefixes are known.
            limits: what it may take.

        Returns:
            A truth value, names and rows, or triples, each once, sorted.

        Raises:
            BadQuery: it is no text, malformed, an update, or nested too deeply.
            Unavailable: it took more than the limits, asks for the network, which is not allowed, or no process can be
                started.

        Example:
            >>> from calcigraph.store.limits import Limits
            >>> Worker(store.engine).answer("SELECT ?l { id:mk-7 skos:prefLabel ?l }", Limits()).names
            ('l',)
        """
        if not isinstance(query, str):
            raise BadQuery(f"a query is text, not {type(query).__name__}")
        try:
            with self._asked(frames.QUERY, query.encode("utf-8", "surrogatepass"), limits):
                return self._result(limits)
        except frames.Late:
            raise _late("the query", limits) from None
        except _TooLarge:
            raise _large("the query", limits) from None
        except _Died as died:
            raise _fate("the query", died, limits) from None

    def turtle_fault(self, content: bytes, base: str, limits: Limits) -> str:
        """Tell what is wrong with a Turtle document.

        Args:
            content: the document.
            base: what relative IRIs are resolved against.
            limits: what parsing it may take.

        Returns:
            Line, column and what is wrong there, or why it cannot be parsed; nothing where it can.

        Raises:
            Unavailable: parsing took more than the limits, or no process can be started.

        Example:
            >>> from calcigraph.store.limits import Limits
            >>> Worker(store.engine).turtle_fault(b"<x:a> <x:b> .", "http://a.example/", Limits())[:17]
            'line 1, column 13'
        """
        try:
            with self._asked(frames.TURTLE, base.encode() + b"\n" + content, limits):
                return self._message()[1].decode()
        except frames.Late:
            raise _late("the file", limits) from None
        except _Died as died:
            fate = _fate("the file", died, limits)
            if isinstance(fate, BadQuery):
                return "it is nested too deeply for the parser"
            raise fate from None

    def close(self) -> None:
        """End the process; the next query starts another one."""
        if self._end is not None:
            self._end()
            self._end = None

    @contextlib.contextmanager
    def _asked(self, kind: bytes, content: bytes, limits: Limits) -> Iterator[None]:
        with self._lock:
            if self._end is None or self._owner != os.getpid() or self._version != self._engine.version:
                self.close()
                self._start()
            timer = None
            if limits.seconds:
                self._incoming.deadline = time.monotonic() + limits.seconds + _GRACE
                if not child.FORKS:
                    timer = threading.Timer(limits.seconds, self._kill_late)
                    timer.start()
            try:
                self._send(frames.LIMITS, child.LIMITS.pack(limits.seconds, limits.memory))
                self._send(kind, content)
                yield
            except (_Died, CalcigraphError):
                raise  # the answer was read to its end
            except BaseException:
                self.close()  # what is left of the answer would be taken for the next one's
                raise
            finally:
                self._incoming.deadline = None
                if timer:
                    timer.cancel()

    def _start(self) -> None:
        self._owner, self._version, self._late = os.getpid(), self._engine.version, False
        if self._fork and child.FORKS and not self._engine.place and processes.alone():
            process = processes.forked(lambda reading, writing: child.keep(self._engine, reading, writing))
        else:
            process = processes.spawned()
        self._process = process
        self._end = weakref.finalize(self, processes.end, process, self._owner, kill=not child.FORKS)
        self._incoming = frames.Incoming(process.answers.fileno())
        self._incoming.deadline = time.monotonic() + _START
        try:
            if process.empty:
                self._send(frames.START, bytes((self._engine.allow_network, child.FORKS)))
                if self._engine.place:
                    self._send(frames.PLACE, os.fsencode(self._engine.place))
                else:
                    self._send(frames.GRAPH)
                    self._engine.dump(frames.Outgoing(process.asking.fileno(), frames.DATA))
                    self._send(frames.END)
            self._incoming.message()
        except (OSError, EOFError, frames.Late):
            said = shown(processes.last_words(process).strip().rpartition("\n")[2])
            self.close()
            raise Unavailable(f"no process for queries could be started{said and ': '}{said}") from None

    def _send(self, kind: bytes, content: bytes = b"") -> None:
        # The end of a process is noticed where its answer is read.
        with contextlib.suppress(BrokenPipeError):
            frames.send(self._process.asking.fileno(), kind, content)

    def _message(self) -> tuple[bytes, bytes]:
        try:
            kind, content = self._incoming.message()
        except EOFError:
            code, said = self._process.wait(), processes.last_words(self._process)
            self.close()
            if child.FORKS:
                raise Unavailable("the process that answers queries was ended from outside; ask again") from None
            raise _Died(_LATE if self._late else code, said) from None
        if kind == frames.ERROR:
            name, _, text = content.decode().partition("\n")
            raise (BadQuery if name == "BadQuery" else Unavailable)(text)
        if kind == frames.DIED:
            code_, _, said_ = content.partition(b"\n")
            raise _Died(int(code_), said_.decode(errors="replace"))
        return kind, content

    def _result(self, limits: Limits) -> bool | Solutions | list[Triple]:
        kind, content = self._message()
        if kind == frames.TRUTH:
            return content == b"1"
        taken, note = 0, ""

        def following() -> bytes | None:
            nonlocal taken, note
            while True:
                kind, piece = self._message()
                if kind == frames.END:
                    return None
                if kind == frames.NOTE:
                    note = _SILENCED
                elif piece:
                    taken += len(piece)
                    if limits.memory and taken * _IN_MEMORY > limits.memory:
                        raise _TooLarge
                    return piece

        file: Any = frames.Pieces(following)
        if kind == frames.TRIPLES:
            return sorted({quad.triple for quad in ox.parse(file, ox.RdfFormat.N_TRIPLES, lenient=True)}, key=str)
        found: Any = ox.parse_query_results(file, ox.QueryResultsFormat.JSON)  # never a truth value here
        names = tuple(variable.value for variable in found.variables)
        rows: list[Row] = [tuple(row) for row in found]
        file.read()  # up to the end of the message, where the note may stand
        return Solutions(names, rows, note)

    def _kill_late(self) -> None:
        self._late = True
        self._process.kill()


def _late(what: str, limits: Limits) -> Unavailable:
    return Unavailable(f"{what} took longer than {limits.time_in_words}; allow more with --timeout (0 for no limit)")


def _large(what: str, limits: Limits) -> Unavailable:
    words = limits.memory_in_words
    return Unavailable(f"{what} took more than {words} of memory; allow more with --memory (0 for no limit)")


def _fate(what: str, died: _Died, limits: Limits) -> CalcigraphError:
    """What to say of the death of a worker."""
    if died.code == _LATE:
        return _late(what, limits)
    if died.code == child.NO_MEMORY or "memory allocation" in died.said:
        if limits.memory:
            return _large(what, limits)
        return Unavailable(f"{what} took more memory than there is; limit it with --memory")
    if died.code in _OVERFLOWS:
        return BadQuery(f"{what} is nested too deeply for the parser")
    return Unavailable(f"the engine gave up on {what} ({_cause(died.code)})")


def _cause(code: int) -> str:
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"exit code {code}"
