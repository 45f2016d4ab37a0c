"""What runs in the processes of a pool: a keeper that holds the graph and forks, and workers that answer in any format.

The keeper evaluates nothing and has one thread. It gets a socket for each worker that it is to fork, says which process
that is, kills one when it is told to, and says how each ended. A worker answers one query after the other on its socket,
in the format that was asked for, until it breaks a limit; what it has written is on its way to the client already.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import struct

import pyoxigraph as ox

from calcigraph.errors import BadQuery, CalcigraphError, shown
from calcigraph.namespaces import ONTOLOGY, PREFIXES
from calcigraph.store import frames
from calcigraph.store.child import LAST_WORDS, NO_MEMORY, KeptLimits, last_said, silence
from calcigraph.store.local import explained
from calcigraph.store.memory import MemoryEngine
from calcigraph.store.pool_formats import FORMATS, MARKS
from calcigraph.store.scanning import may_call

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

#: How messages of a worker begin: kind and length.
HEAD = struct.Struct(">cI")
#: What the keeper is told: to fork (the socket comes with it), or to kill this process.
ORDER = struct.Struct(">cI")
FORK, KILL = b"f", b"k"
#: What the keeper says: kind, process, exit code, and length of what that process said last.
NEWS = struct.Struct(">cIiH")
READY, BORN, DIED = b"r", b"b", b"d"
#: What a worker says: the kind of the answer, a piece of it, what is wrong, why it is cut short, and that it is over.
KIND, PIECE, WRONG, UNFIT, CUT, END = b"k", b"p", b"w", b"u", b"c", b"e"

_AT_ONCE = 1 << 16
# A worker that has grown by this many bytes gives them back to the system by ending.
_GROWN = 64 * 2**20


class _Cut(Exception):
    """The answer is as large as it may be."""


class _Out:
    """A file that goes out as messages, counts rows and bytes, and stops where there are too many."""

    def __init__(self, connection: socket.socket, marks: tuple[bytes, ...], rows: int, size: int) -> None:
        self._connection = connection
        self._marks = marks
        self._rows = rows
        self._size = size
        self._held = bytearray()
        self._tail = b""
        # Tables that are text begin with a line of names; in JSON a mark stands between two rows.
        first = marks[0] if marks else b""
        self.seen = {b"\n": -1, b"</result>": 0}.get(first, 1)
        self.cut = ""

    def write(self, content: bytes) -> int:
        self._size -= len(content)
        if self._rows and self._marks:
            text = self._tail + content
            for mark in self._marks:
                # What stands in the tail whole was counted before.
                self.seen += text.count(mark) - self._tail.count(mark)
            self._tail = text[-max(map(len, self._marks)) + 1 :] if len(max(self._marks, key=len)) > 1 else b""
            if self.seen > self._rows:
                self.stop("rows")
        if self._size < 0:
            self.stop("size")
        self._held += content
        if len(self._held) >= _AT_ONCE:
            self.flush()
        return len(content)

    def stop(self, why: str) -> None:
        self.cut = why
        raise _Cut

    def flush(self) -> None:
        if self._held:
            say(self._connection, PIECE, bytes(self._held))
            self._held.clear()


def say(connection: socket.socket, kind: bytes, content: bytes = b"") -> None:
    """Send one message.

    Args:
        connection: to whoever asked.
        kind: one of those above.
        content: of any length.

    Raises:
        OSError: nobody reads.
    """
    connection.sendall(HEAD.pack(kind, len(content)) + content)


def answer(engine: MemoryEngine, asked: dict[str, Any], connection: socket.socket) -> None:
    """Answer a query, whatever comes of it.

    Args:
        engine: what holds the graph.
        asked: as ``calcigraph.store.pool.Asked`` has it.
        connection: to whoever asked.

    Raises:
        OSError: nobody reads.
        MemoryError: there is no more.
    """
    try:
        _answer(engine, asked, connection)
    except CalcigraphError as error:
        say(connection, WRONG, f"{type(error).__name__}\n{error}".encode(errors="replace"))
    except (MemoryError, OSError):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of the engine's library is no Exception
        say(
            connection, WRONG, f"Unavailable\nthe engine gave up on the query ({shown(error)})".encode(errors="replace")
        )


def _answer(engine: MemoryEngine, asked: dict[str, Any], connection: socket.socket) -> None:
    query = asked["query"]
    if may_call(query):
        raise BadQuery("SERVICE is refused: this endpoint asks no other; ask the other one yourself")
    with explained(query):
        found = engine.run(query, base=asked["base"], dataset=_dataset(engine, asked))
        kind = {ox.QuerySolutions: "bindings", ox.QueryBoolean: "boolean"}.get(type(found), "graph")
        media = asked["media"][kind]
        if media is None:
            say(connection, UNFIT, kind.encode())
            return
        say(connection, KIND, kind.encode())
        out: Any = _Out(connection, MARKS.get(media, ()), asked["rows"], asked["size"] or 2**62)
        try:
            if isinstance(found, ox.QueryTriples):
                own = engine.store.contains_named_graph(ox.NamedNode(ONTOLOGY))
                prefixes = PREFIXES if own and media == "text/turtle" else None
                ox.serialize(_counted(found, out, asked["rows"]), out, FORMATS[kind][media], prefixes=prefixes)
            else:
                found.serialize(out, FORMATS[kind][media])
        except _Cut:
            out.flush()
            say(connection, CUT, out.cut.encode())
            return
        out.flush()


def _dataset(engine: MemoryEngine, asked: dict[str, Any]) -> dict[str, list[ox.NamedNode]] | None:
    """The graphs that the protocol names; one that is not here is refused, or empty where it may be."""
    if not asked["default_graphs"] and not asked["named_graphs"]:
        return None
    found: dict[str, list[ox.NamedNode]] = {}
    for name in ("default_graph", "named_graphs"):
        found[name] = []
        for iri in asked["default_graphs" if name == "default_graph" else name]:
            try:
                graph = ox.NamedNode(iri)
            except ValueError:
                raise BadQuery(f"'{shown(iri)}' is no IRI of a graph") from None
            if not asked["lenient"] and not engine.store.contains_named_graph(graph):
                known = ", ".join(sorted(f"<{each.value}>" for each in engine.store.named_graphs()))
                raise BadQuery(f"no named graph is called <{shown(iri)}>; there are: {known or 'none'}")
            found[name].append(graph)
    return found


def _counted(triples: Any, out: Any, rows: int) -> Iterator[ox.Triple]:
    for number, triple in enumerate(triples, 1):
        if rows and number > rows:
            out.stop("rows")
        yield triple


def _work(engine: MemoryEngine, connection: socket.socket) -> None:
    """Answer one query after the other, until nobody can ask any more or this process has grown."""
    kept, taken = KeptLimits(), _resident()
    while True:
        head = _exactly(connection, 4)
        asked = json.loads(_exactly(connection, int.from_bytes(head)))
        kept.seconds, kept.memory = asked["seconds"], asked["memory"]
        kept.begin()
        answer(engine, asked, connection)
        kept.end()
        del asked
        over = _resident() - taken > _GROWN
        say(connection, END, b"1" if over else b"")
        if over:
            return


def _resident() -> int:
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - as in child
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def _exactly(connection: socket.socket, length: int) -> bytes:
    parts = bytearray()
    while len(parts) < length:
        more = connection.recv(length - len(parts))
        if not more:
            raise EOFError
        parts += more
    return bytes(parts)


class _Keeper:
    """Forks workers as it is told, and tells how they end.

    Args:
        engine: what holds the graph.
        control: where orders come from.
    """

    def __init__(self, engine: MemoryEngine, control: socket.socket) -> None:
        self._engine = engine
        self._control = control
        self._words: dict[int, int] = {}

    def run(self) -> None:
        wakes, waker = os.pipe()
        os.set_blocking(waker, False)
        os.set_blocking(wakes, False)
        for number in (signal.SIGALRM, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # a signal without handler wakes nobody
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        ready = select.poll()
        ready.register(wakes, select.POLLIN)
        ready.register(self._control, select.POLLIN)
        self._tell(READY, 0)
        while True:
            found = dict(ready.poll())
            if wakes in found:
                with contextlib.suppress(BlockingIOError):
                    os.read(wakes, 4096)
                self._reap()
            if self._control.fileno() in found and not self._obey((wakes, waker)):
                break
        for worker in self._words:
            os.kill(worker, signal.SIGKILL)

    def _obey(self, others: tuple[int, ...]) -> bool:
        message, given, _, _ = socket.recv_fds(self._control, ORDER.size, 1)
        if not message:
            return False
        message += _exactly(self._control, ORDER.size - len(message))
        order, worker = ORDER.unpack(message)
        if order == FORK:
            self._fork(given[0], others)
        elif worker in self._words:
            os.kill(worker, signal.SIGKILL)
        return True

    def _fork(self, descriptor: int, others: tuple[int, ...]) -> None:
        words, speaking = os.pipe()
        os.set_blocking(words, False)
        os.set_blocking(speaking, False)
        worker = os.fork()
        if worker:
            os.close(speaking)
            os.close(descriptor)
            self._words[worker] = words
            self._tell(BORN, worker)
            return
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(speaking, 2)
            for each in (words, speaking, *others, *self._words.values()):
                os.close(each)
            self._control.close()
            _work(self._engine, socket.socket(fileno=descriptor))
        except (EOFError, OSError):
            pass  # nobody asks, or nobody listens
        except MemoryError:
            os._exit(NO_MEMORY)
        except BaseException as error:  # noqa: BLE001 - the keeper says it, in one line
            os.write(2, repr(error).encode()[:LAST_WORDS])
            os._exit(1)
        os._exit(0)

    def _reap(self) -> None:
        while self._words:
            ended, status = os.waitpid(-1, os.WNOHANG)
            if not ended:
                return
            self._tell(DIED, ended, os.waitstatus_to_exitcode(status), last_said(self._words.pop(ended)))

    def _tell(self, kind: bytes, worker: int, code: int = 0, said: bytes = b"") -> None:
        self._control.sendall(NEWS.pack(kind, worker, code, len(said)) + said)


def main() -> None:
    """Run as a process of its own: take the graph from standard input, then orders on the socket that it names."""
    reading = os.dup(0)
    silence()
    incoming = frames.Incoming(reading, exact=True)

    def piece() -> bytes | None:
        kind, content = incoming.message()
        return content if kind == frames.DATA else None

    _, told = incoming.message()
    control = socket.socket(fileno=int(told))
    control.setblocking(True)
    engine = MemoryEngine()
    graph: Any = frames.Pieces(piece)
    engine.extend(ox.parse(graph, ox.RdfFormat.N_QUADS, lenient=True))
    os.close(reading)
    with contextlib.suppress(OSError, EOFError):
        _Keeper(engine, control).run()
    os._exit(0)
