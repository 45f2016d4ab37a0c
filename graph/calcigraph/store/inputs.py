"""The one front door for what users hand in: regular files, and standard input, of a bounded size."""

from __future__ import annotations

import os
import re
import stat

from calcigraph.errors import BadArgument, BadFile, shown
from calcigraph.store.limits import size_of

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO, Any

#: How large a file may be where nobody says otherwise.
MAX_SIZE = "100MB"
#: How deep lists and objects of JSON may be nested.
MAX_DEPTH = 100

_LONGEST_PATH = 180  # so that a message has room for what is wrong with it
_KINDS = (
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_JSON_TEXT = re.compile(r'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_BRACKETS = re.compile(r"[\[\]{}]")


def a_path(what: str, value: object) -> Path:
    """Take the name of a file or folder from a user.

    Args:
        what: what it is the name of, for the message.
        value: what was given.

    Returns:
        The path.

    Raises:
        BadArgument: it is no name of a file.

    Example:
        >>> a_path("file", "a.txt").name
        'a.txt'
        >>> a_path("file", None)
        Traceback (most recent call last):
        calcigraph.errors.BadArgument: file is the name of a file, not a value of type NoneType
    """
    from pathlib import Path

    if not isinstance(value, str | os.PathLike) or not isinstance(os.fspath(value), str):
        raise BadArgument(f"{what} is the name of a file, not a value of type {type(value).__name__}")
    name = os.fspath(value)
    if not name or "\0" in name:
        raise BadArgument(
            f"{what} is the name of a file, not {'one with a zero character' if name else 'an empty text'}"
        )
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        raise BadArgument(f"{what} is no valid name of a file: '{shown(name)}'") from None
    return Path(name)


def named(place: object) -> str:
    """Put the name of a file or folder into a message.

    Args:
        place: it.

    Returns:
        The name, cut where it is endless.

    Example:
        >>> named("a.txt")
        'a.txt'
    """
    return shown(place, _LONGEST_PATH)


def read_file(path: str | Path, *, expected: str, suffix: str = "", max_size: float | str = MAX_SIZE) -> bytes:
    """Read a file whole.

    Args:
        path: where it is. Links are followed.
        expected: what it should be, such as ``a Turtle file``.
        suffix: how such files end, to offer the nearest.
        max_size: how large it may be, in bytes or such as ``1GB``; 0 for any size.

    Returns:
        Its content.

    Raises:
        BadFile: it is missing, no regular file, too large, or cannot be read.
        BadArgument: the path is none, or the size.

    Example:
        >>> read_file("/dev/zero", expected="a Turtle file")
        Traceback (most recent call last):
        calcigraph.errors.BadFile: '/dev/zero' is a device; expected a Turtle file
    """
    place = a_path("path", path)
    limit = size_of("max_size", max_size)
    try:
        # A pipe without a writer would be waited for; and a terminal must not become that of this process.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
        descriptor = os.open(place, flags)
    except FileNotFoundError:
        raise BadFile(f"no file is called '{named(place)}'; expected {expected}{_nearest(place, suffix)}") from None
    except OSError as error:
        raise BadFile(f"'{named(place)}' cannot be read: {error.strerror}; expected {expected}") from None
    try:
        found = os.fstat(descriptor)
        if stat.S_ISDIR(found.st_mode):
            raise BadFile(f"'{named(place)}' is a folder; expected {expected}{_inside(place, suffix)}")
        for fits, kind in _KINDS:
            if fits(found.st_mode):
                raise BadFile(f"'{named(place)}' is {kind}; expected {expected}")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return _bounded(file, f"'{named(place)}'", limit, found.st_size)
    except OSError as error:
        raise BadFile(f"'{named(place)}' cannot be read: {error.strerror}; expected {expected}") from None
    finally:
        os.close(descriptor)


def read_standard_input(*, max_size: float | str = MAX_SIZE) -> bytes:
    """Read standard input to its end.

    Args:
        max_size: as for ``read_file``.

    Returns:
        What came.

    Raises:
        BadFile: it is closed, too large, or cannot be read.
    """
    import sys

    stream: Any = sys.stdin
    if stream is None:
        raise BadFile("standard input is closed")
    try:
        return _bounded(stream.buffer, "standard input", size_of("max_size", max_size), 0)
    except OSError as error:
        raise BadFile(f"standard input cannot be read: {error.strerror}") from None


def _bounded(file: IO[bytes], name: str, limit: int, size: int) -> bytes:
    # The size of a file that grows, or of one that the system makes up, is known only when it has been read.
    content = b"" if limit and size > limit else file.read(limit + 1) if limit else file.read()
    if limit and max(size, len(content)) > limit:
        raise BadFile(f"{name} is larger than {limit:,} bytes; allow more with --max-size (0 for any size)")
    return content


def text_of(content: bytes, name: object) -> str:
    """Read bytes as UTF-8, with or without a mark of the byte order.

    Args:
        content: of a file.
        name: of the file, or what else they are, for the message.

    Returns:
        The text.

    Raises:
        BadFile: they are no UTF-8.

    Example:
        >>> text_of(b"abc", "a.txt")
        'abc'
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        what = name if name == "standard input" else f"'{named(name)}'"
        raise BadFile(f"cannot read {what}: it is not UTF-8 text") from None


def json_of(text: str) -> Any:
    """Parse JSON that is nested no deeper than any person writes.

    Args:
        text: one document.

    Returns:
        Its value.

    Raises:
        ValueError: it is no JSON, or nested too deeply; the message says which.

    Example:
        >>> json_of("[" * 1000)
        Traceback (most recent call last):
        ValueError: nested more than 100 deep
    """
    import json

    if text.count("[") + text.count("{") > MAX_DEPTH:
        depth = 0
        for bracket in _BRACKETS.findall(_JSON_TEXT.sub("", text)):
            depth += 1 if bracket in "[{" else -1
            if depth > MAX_DEPTH:
                raise ValueError(f"nested more than {MAX_DEPTH} deep")
    return json.loads(text)


def _nearest(place: Path, suffix: str) -> str:
    from difflib import get_close_matches

    try:
        names = sorted(
            child.name for child in place.parent.iterdir() if child.name.endswith(suffix) and child.is_file()
        )
    except OSError:
        return ""
    close = get_close_matches(place.name, names, n=1)
    return f"; nearest: '{named(place.parent / close[0])}'" if close else ""


def _inside(place: Path, suffix: str) -> str:
    if not suffix:
        return ""
    inside = [f"'{named(child)}'" for child in sorted(place.glob(f"*{suffix}"))[:3]]
    return f"; nearest: {', '.join(inside)}" if inside else ""
