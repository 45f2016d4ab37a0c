"""Answers many queries at once, each in a process that can be killed, for a program that must not stand still.

One keeper, a process of its own that was started and not forked, holds the graph and forks the workers. A worker answers
one query after the other until it breaks a limit or its asker leaves; then it is killed and another takes its place.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import time
import weakref
from collections import Counter, deque
from dataclasses import asdict
from typing import TYPE_CHECKING

from calcigraph.errors import Unavailable, shown
from calcigraph.store import child, frames, pool_keeper, processes
from calcigraph.store.pool_keeper import BORN, DIED, FORK, NEWS, ORDER, READY
from calcigraph.store.pool_stream import Full, Hand, Stream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from typing import Any

    from calcigraph.store.pool_stream import Allowed, Asked

# The system kills a worker at its limit; this much later the pool does it itself.
_GRACE = 0.7


class _Open:
    """What is open to the other processes, closed at the latest when the pool is forgotten."""

    def __init__(self, control: socket.socket, process: processes.Process) -> None:
        self.control = control
        self.connections: set[socket.socket] = set()
        self._process = process
        self._owner = os.getpid()

    def close(self) -> None:
        for each in (self.control, *self.connections):
            each.close()  # without control the keeper kills the workers and ends
        processes.end(self._process, self._owner, kill=False)


class Pool:
    """Processes that answer queries.

    Args:
        dump: writes the graph as N-Quads into anything with ``write``.
        allowed: what a query may take.
        workers: how many queries are answered at once.
        queue: how many more may wait.

    Example:
        >>> from calcigraph.store.limits import Limits
        >>> from calcigraph.store.pool_stream import Allowed
        >>> Pool(store.engine.dump, Allowed(Limits(), 0, 0), workers=2, queue=10).running
        0
    """

    def __init__(self, dump: Callable[[Any], None], allowed: Allowed, *, workers: int, queue: int) -> None:
        self._dump = dump
        self._allowed = allowed
        self._workers = workers
        self._queue = queue
        self._share = max(1, workers - 1)  # of one client, so that another finds a worker
        self._loop: asyncio.AbstractEventLoop | None = None
        self._starting: asyncio.Lock | None = None
        self._forget()

    def _forget(self) -> None:
        self._control: socket.socket | None = None
        self._open: _Open | None = None
        self._end: weakref.finalize[..., Any] | None = None
        self._said = bytearray()
        self._hands: dict[int, Hand] = {}
        self._unborn: deque[Hand] = deque()
        self._idle: deque[Hand] = deque()
        self._waiting: deque[tuple[asyncio.Future[Hand], str]] = deque()
        self._busy: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def running(self) -> int:
        """How many queries are being answered."""
        return self._busy.total()

    async def start(self) -> None:
        """Start the processes, where they do not run.

        Raises:
            Unavailable: they cannot be started.
        """
        loop = asyncio.get_running_loop()
        if self._loop is not loop:  # another program of events has taken over, and the sockets were those of the last
            self.close()
            self._loop, self._starting = loop, asyncio.Lock()
        async with self._starting or asyncio.Lock():
            if self._control is None:
                self._open = await asyncio.to_thread(self._start)
                self._end = weakref.finalize(self, self._open.close)
                self._control = self._open.control
                loop.add_reader(self._control.fileno(), self._hear)
                for _ in range(self._workers):
                    self._fork()

    def _start(self) -> _Open:
        if not child.FORKS:
            raise Unavailable("this system has no fork, which the processes that answer queries need")
        mine, theirs = socket.socketpair()
        with theirs:
            process = processes.spawned("pool_keeper", (theirs.fileno(),))
            try:
                frames.send(process.asking.fileno(), frames.START, str(theirs.fileno()).encode())
                self._dump(frames.Outgoing(process.asking.fileno(), frames.DATA))
                frames.send(process.asking.fileno(), frames.END)
            except OSError:
                pass  # it is dead, and says nothing below
        ready = mine.recv(NEWS.size)
        if not ready or NEWS.unpack(ready)[0] != READY:
            said = shown(processes.last_words(process).strip().rpartition("\n")[2])
            _Open(mine, process).close()
            raise Unavailable(f"no process for queries could be started{said and ': '}{said}")
        mine.setblocking(False)
        return _Open(mine, process)

    def close(self) -> None:
        """End the processes."""
        if self._control is not None and self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(self._control.fileno())
        if self._end is not None:
            self._end()
        waited: list[asyncio.Future[Any]] = [*self._tasks, *(future for future, _ in self._waiting)]
        self._forget()
        if self._loop is not None and not self._loop.is_closed():
            for each in waited:
                each.cancel()

    @contextlib.asynccontextmanager
    async def asking(self, asked: Asked, client: str) -> AsyncIterator[Stream]:
        """Ask a query; whoever leaves the context before its end has it killed.

        Args:
            asked: the query.
            client: who asks; nobody can take all workers.

        Yields:
            The answer.

        Raises:
            Full: too many wait already, or it waited too long.
            Unavailable: no process can be started.
        """
        await self.start()
        hand = await self._hand(client)
        stream = Stream(hand, self._allowed)
        loop = asyncio.get_running_loop()
        limits = self._allowed.limits
        timer = loop.call_later(limits.seconds + _GRACE, self._kill, hand) if limits.seconds else None
        given = {
            "seconds": limits.seconds,
            "memory": limits.memory,
            "rows": self._allowed.rows,
            "size": self._allowed.size,
        }
        task = loop.create_task(self._answered(hand, stream, json.dumps(asdict(asked) | given).encode(), client, timer))
        self._tasks.add(task)
        try:
            await asyncio.sleep(0)  # it has to begin, or it would not give the worker back
            yield stream
        finally:
            self._tasks.discard(task)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _answered(
        self, hand: Hand, stream: Stream, content: bytes, client: str, timer: asyncio.TimerHandle | None
    ) -> None:
        began, busy = time.monotonic(), self._busy
        try:
            await hand.ask(content)
            await stream.drain()
        finally:
            stream.seconds = time.monotonic() - began
            stream.give_up()
            if timer:
                timer.cancel()
            busy[client] -= 1
            if not busy[client]:
                del busy[client]
            self._release(hand, reusable=stream.reusable)

    async def _hand(self, client: str) -> Hand:
        """Take a worker, or wait for one."""
        # Whoever waits while a worker is idle has its share.
        if self._idle and self._busy[client] < self._share:
            self._busy[client] += 1
            return self._idle.popleft()
        if len(self._waiting) >= self._queue:
            raise Full("too many queries wait already; ask again in a moment")
        future: asyncio.Future[Hand] = asyncio.get_running_loop().create_future()
        entry = (future, client)
        self._waiting.append(entry)
        self._give()
        hand = None
        try:
            async with asyncio.timeout(self._allowed.limits.seconds or None):
                hand = await future
        except TimeoutError:
            raise Full("the query waited too long for its turn; ask again in a moment") from None
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            raise Full("the server ends; ask again in a moment") from None
        finally:
            if entry in self._waiting:
                self._waiting.remove(entry)
            elif hand is None and not future.cancelled():  # it came too late
                self._busy[client] -= 1
                self._release(future.result(), reusable=True)
        return hand

    def _give(self) -> None:
        for entry in [*self._waiting]:
            future, client = entry
            if not self._idle:
                return
            if not future.done() and self._busy[client] < self._share:
                self._waiting.remove(entry)
                self._busy[client] += 1
                future.set_result(self._idle.popleft())

    def _release(self, hand: Hand, *, reusable: bool) -> None:
        if hand.connection.fileno() < 0:
            return  # the pool was closed meanwhile
        if reusable and not hand.death.done():
            self._idle.append(hand)
        else:
            self._kill(hand)
            self._close(hand)
            self._fork()
        self._give()

    def _close(self, hand: Hand) -> None:
        hand.connection.close()
        if self._open is not None:
            self._open.connections.discard(hand.connection)

    def _fork(self) -> None:
        if self._open is None or self._control is None or self._loop is None:
            return
        mine, theirs = socket.socketpair()
        mine.setblocking(False)
        with theirs:
            socket.send_fds(self._control, [ORDER.pack(FORK, 0)], [theirs.fileno()])
        self._open.connections.add(mine)
        hand = Hand(self._loop, mine)
        self._unborn.append(hand)
        self._idle.append(hand)

    def _kill(self, hand: Hand) -> None:
        hand.doomed = True
        if hand.pid and self._control is not None and not hand.death.done():
            with contextlib.suppress(OSError):
                self._control.sendall(ORDER.pack(pool_keeper.KILL, hand.pid))

    def _hear(self) -> None:
        """Take what the keeper says."""
        if self._control is None:
            return
        try:
            more = self._control.recv(1 << 16)
        except BlockingIOError:
            return
        except OSError:
            more = b""
        if not more:
            self._lost()
            return
        self._said += more
        while len(self._said) >= NEWS.size:
            kind, worker, code, length = NEWS.unpack_from(self._said)
            if len(self._said) < NEWS.size + length:
                return
            said = self._said[NEWS.size : NEWS.size + length].decode(errors="replace")
            del self._said[: NEWS.size + length]
            if kind == BORN:
                hand = self._unborn.popleft()
                hand.pid = worker
                self._hands[worker] = hand
                if hand.doomed:
                    self._kill(hand)
            elif kind == DIED and worker in self._hands:
                self._bury(self._hands.pop(worker), code, said)

    def _bury(self, hand: Hand, code: int, said: str) -> None:
        if not hand.death.done():
            hand.death.set_result((code, said))
        if hand in self._idle:  # ended from outside
            self._idle.remove(hand)
            self._close(hand)
            self._fork()
            self._give()

    def _lost(self) -> None:
        """The keeper has ended; the next query starts another one."""
        hands = [*self._hands.values(), *self._unborn]
        self.close()
        for hand in hands:
            if not hand.death.done():
                hand.death.set_result((-9, ""))
