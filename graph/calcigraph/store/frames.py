"""Messages over a pipe between this process and the one that answers queries.

A message is one or more frames, each written at once and no longer than what the system promises to write whole: when
its writer is killed, the reader never sees half of one.
"""

from __future__ import annotations

import os
import select
import struct
import time

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Callable

# Asked
START = b"s"  # whether the network is allowed; where the graph is follows
PLACE = b"p"  # the folder that holds it
GRAPH = b"g"  # it follows in pieces
DATA = b"d"  # a piece of it, as N-Quads
LIMITS = b"l"  # seconds and bytes
QUERY = b"q"
TURTLE = b"t"  # base IRI and document, to be parsed only
# Answered
READY = b"R"
TRUTH = b"B"
ROWS = b"S"  # of SELECT, in pieces, as SPARQL 1.1 Query Results JSON
TRIPLES = b"T"  # of CONSTRUCT and DESCRIBE, in pieces, as N-Triples
NOTE = b"N"
FAULT = b"F"  # line, column and message of malformed Turtle
ERROR = b"E"  # name of one of our errors, and its message
END = b"Z"
DIED = b"X"  # exit code of the process that answered, and what it said last

_HEAD = struct.Struct(">cBH")  # kind, whether the message goes on, length
_PIECE = min(getattr(select, "PIPE_BUF", 512), 4096) - _HEAD.size
_AT_ONCE = 1 << 16


def send(descriptor: int, kind: bytes, content: bytes = b"") -> None:
    """Write one message.

    Args:
        descriptor: of the pipe.
        kind: one of the kinds above.
        content: of any length.

    Raises:
        OSError: nobody reads.

    Example:
        >>> reading, writing = os.pipe()
        >>> send(writing, TRUTH, b"1")
        >>> Incoming(reading).message()
        (b'B', b'1')
        >>> os.close(reading), os.close(writing)
        (None, None)
    """
    for start in range(0, len(content) or 1, _PIECE):
        piece = content[start : start + _PIECE]
        frame = _HEAD.pack(kind, start + _PIECE < len(content), len(piece)) + piece
        while frame:
            frame = frame[os.write(descriptor, frame) :]


class Outgoing:
    """A file whose content goes out as messages of one kind, piece by piece.

    Args:
        descriptor: of the pipe.
        kind: of the messages.

    Example:
        >>> reading, writing = os.pipe()
        >>> Outgoing(writing, ROWS).write(b"two words")
        9
        >>> Incoming(reading).message()
        (b'S', b'two words')
        >>> os.close(reading), os.close(writing)
        (None, None)
    """

    def __init__(self, descriptor: int, kind: bytes) -> None:
        self._descriptor = descriptor
        self._kind = kind

    def write(self, content: bytes) -> int:
        """Send a piece.

        Args:
            content: of any length.

        Returns:
            Its length, for all of it is sent.

        Raises:
            OSError: nobody reads.
        """
        for start in range(0, len(content), _PIECE):
            send(self._descriptor, self._kind, content[start : start + _PIECE])
        return len(content)

    def flush(self) -> None:
        """Do nothing; nothing is held back."""


class Pieces:
    """A file whose content comes in pieces.

    Args:
        following: gives the next piece, None after the last.

    Example:
        >>> Pieces(iter([b"two ", b"words", None]).__next__).read()
        b'two words'
    """

    def __init__(self, following: Callable[[], bytes | None]) -> None:
        self._following = following
        self._held = b""
        self._over = False

    def read(self, length: int = -1) -> bytes:
        """Read on.

        Args:
            length: how much at most; negative for all.

        Returns:
            What there is of it, nothing at the end.
        """
        while not self._over and (length < 0 or not self._held):
            piece = self._following()
            self._over = piece is None
            self._held += piece or b""
        length = len(self._held) if length < 0 else length
        taken, self._held = self._held[:length], self._held[length:]
        return taken


class Late(Exception):
    """Nothing came in time."""


class Incoming:
    """The other end of a pipe.

    Args:
        descriptor: of the pipe.
        exact: whether to take no more from the pipe than what is asked for, since others will read it too.

    Attributes:
        deadline: when to give up, by ``time.monotonic``; None for never.

    Example:
        >>> Incoming(0).deadline is None
        True
    """

    def __init__(self, descriptor: int, *, exact: bool = False) -> None:
        self._descriptor = descriptor
        self._exact = exact
        self._held = b""
        self._place = 0
        self.deadline: float | None = None

    def _take(self, length: int) -> bytes:
        while len(self._held) - self._place < length:
            self._held, self._place = self._held[self._place :], 0
            if self.deadline is not None and not _comes(self._descriptor, self.deadline - time.monotonic()):
                raise Late
            more = os.read(self._descriptor, length - len(self._held) if self._exact else _AT_ONCE)
            if not more:
                raise EOFError
            self._held += more
        self._place += length
        return self._held[self._place - length : self._place]

    def message(self) -> tuple[bytes, bytes]:
        """Read one message.

        Returns:
            Its kind and content.

        Raises:
            EOFError: the writer is gone.
            Late: the deadline is over.
        """
        parts: list[bytes] = []
        more, kind = True, b""
        while more:
            kind, more, length = _HEAD.unpack(self._take(_HEAD.size))
            parts.append(self._take(length))
        return kind, parts[0] if len(parts) == 1 else b"".join(parts)


def _comes(descriptor: int, seconds: float) -> bool:
    """Wait for something to read, or for the end; a system that cannot wait for pipes goes on to read."""
    if not hasattr(select, "poll"):
        return True
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | select.POLLHUP)
    return bool(poll.poll(max(0.0, seconds) * 1000))
