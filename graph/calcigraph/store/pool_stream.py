"""One query of a pool: what is asked, what it may take, and its answer as it comes from the worker."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calcigraph.errors import BadQuery, CalcigraphError, Unavailable
from calcigraph.store import child
from calcigraph.store.pool_keeper import CUT, END, HEAD, KIND, PIECE, UNFIT

if TYPE_CHECKING:
    import socket

    from calcigraph.store.limits import Limits

# Bytes of an answer that are held for a client that takes them slowly, so that its worker need not wait for it.
_HELD = 8 * 2**20
_ENDED = "the process that answered the query has ended; ask again"
_LATE = -14  # SIGALRM
_OVERFLOWS = {-11, -10, -7}  # SIGSEGV; SIGBUS of macOS and of Linux


@dataclass(frozen=True)
class Asked:
    """A query with what the protocol says of it.

    Attributes:
        query: SPARQL.
        media: for each kind of answer the media type to write it in, or None where no known one will do.
        base: IRI against which relative ones are resolved.
        default_graphs: graphs in place of those that FROM names.
        named_graphs: the same for FROM NAMED.
        lenient: whether a graph that is not there is an empty one.
    """

    query: str
    media: dict[str, str | None]
    base: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    lenient: bool = False


@dataclass(frozen=True)
class Allowed:
    """What a query may take.

    Attributes:
        limits: seconds and bytes of memory.
        rows: of the answer; 0 for no limit.
        size: bytes of the answer; 0 for no limit.
    """

    limits: Limits
    rows: int
    size: int


class Stopped(Unavailable):
    """A query took more than it may.

    Args:
        what: ``time``, ``memory``, ``rows`` or ``size``.
        allowed: what it may take.
    """

    def __init__(self, what: str, allowed: Allowed) -> None:
        limits = allowed.limits
        said = {
            "time": f"the query took longer than {limits.time_in_words}",
            "memory": f"the query took more than {limits.memory_in_words} of memory",
            "rows": f"the answer has more than {allowed.rows:,} rows",
            "size": f"the answer is larger than {allowed.size:,} bytes",
        }
        super().__init__(f"{said[what]}; ask for less, with a narrower pattern or with LIMIT")
        self.what = what


class Full(Unavailable):
    """Too many queries wait already."""


class Unfit(Exception):
    """The answer is of a kind for which no media type will do.

    Args:
        kind: ``bindings``, ``boolean`` or ``graph``.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


class Hand:
    """A worker, seen from here.

    Args:
        loop: what waits for it.
        connection: to it.

    Attributes:
        pid: its process, 0 before that is known.
        doomed: whether it is to be killed.
        death: its exit code, and what it said last.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, connection: socket.socket) -> None:
        self._loop = loop
        self.connection = connection
        self.pid = 0
        self.doomed = False
        self.death: asyncio.Future[tuple[int, str]] = loop.create_future()
        self._held = bytearray()

    async def ask(self, content: bytes) -> None:
        """Send it what is asked.

        Args:
            content: JSON.
        """
        with contextlib.suppress(ConnectionError):  # its end is noticed where its answer is read
            await self._loop.sock_sendall(self.connection, len(content).to_bytes(4) + content)

    async def message(self) -> tuple[bytes, bytes]:
        """Wait for a message of it.

        Returns:
            Kind and content.

        Raises:
            EOFError: it has ended.
        """
        await self._fill(HEAD.size)
        kind, length = HEAD.unpack_from(self._held)
        await self._fill(HEAD.size + length)
        content = bytes(self._held[HEAD.size : HEAD.size + length])
        del self._held[: HEAD.size + length]
        return kind, content

    async def _fill(self, length: int) -> None:
        while len(self._held) < length:
            try:
                more = await self._loop.sock_recv(self.connection, 1 << 17)
            except ConnectionError:
                more = b""
            if not more:
                raise EOFError
            self._held += more


class Stream:
    """The answer to a query, as it comes.

    Args:
        hand: the worker that answers.
        allowed: what it may take.

    Attributes:
        kind: ``bindings``, ``boolean`` or ``graph``; nothing before the first piece, or the end, is there.
        reusable: whether the worker can answer another query.
        seconds: how long the worker was busy with it.
    """

    def __init__(self, hand: Hand, allowed: Allowed) -> None:
        self.kind = ""
        self._hand = hand
        self._allowed = allowed
        self._pieces: deque[bytes] = deque()
        self._held = 0
        self._room, self._come = asyncio.Event(), asyncio.Event()
        self._over = False
        self._wrong: Exception | None = None
        self.reusable = False
        self.seconds = 0.0

    async def piece(self) -> bytes | None:
        """Give the next piece.

        Returns:
            Some of the answer, None at its end.

        Raises:
            BadQuery: the query is malformed, or cannot be evaluated.
            Stopped: it took more than it may; what came before is not the whole answer.
            Unfit: no media type will do.
            Unavailable: the engine gave up on it.
        """
        while not self._pieces:
            if self._over:
                if self._wrong:
                    raise self._wrong
                return None
            self._come.clear()
            await self._come.wait()
        found = self._pieces.popleft()
        self._held -= len(found)
        self._room.set()
        return found

    async def drain(self) -> None:
        """Take what the worker says, so that it need not wait for a client that is slow."""
        try:
            while await self._take():
                self._come.set()
            self.reusable = self.reusable and not self._hand.doomed
        except EOFError:
            self._wrong = fate(*await self._hand.death, self._allowed)
        self._over = True
        self._come.set()

    def give_up(self) -> None:
        """Let nobody wait for the rest, where nobody takes it any more."""
        if not self._over:
            self._wrong = Unavailable(_ENDED)
            self._over = True
            self._come.set()

    async def _take(self) -> bool:
        kind, content = await self._hand.message()
        if kind == PIECE:
            self._pieces.append(content)
            self._held += len(content)
            while self._held > _HELD:
                self._come.set()
                self._room.clear()
                await self._room.wait()
        elif kind == KIND:
            self.kind = content.decode()
        elif kind == CUT:
            self._wrong = Stopped(content.decode(), self._allowed)
        elif kind == UNFIT:
            self._wrong = Unfit(content.decode())
        elif kind == END:
            self.reusable = not content and not isinstance(self._wrong, Stopped)
            return False
        else:
            name, _, text = content.decode().partition("\n")
            self._wrong = (BadQuery if name == "BadQuery" else Unavailable)(text)
        return True


def fate(code: int, said: str, allowed: Allowed) -> CalcigraphError:
    """Say what the death of a worker means.

    Args:
        code: its exit code, below zero for a signal.
        said: what it said last.
        allowed: what its query might take.

    Returns:
        The error of the query.

    Example:
        >>> from calcigraph.store.limits import Limits
        >>> print(fate(-14, "", Allowed(Limits(0.5), 0, 0)))
        the query took longer than 0.5 s; ask for less, with a narrower pattern or with LIMIT
    """
    if code == _LATE:
        return Stopped("time", allowed)
    if code == child.NO_MEMORY or "memory allocation" in said:
        return Stopped("memory", allowed)
    if code in _OVERFLOWS:
        return BadQuery("the query is nested too deeply for the parser")
    return Unavailable(_ENDED)
