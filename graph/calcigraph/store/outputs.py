"""The one writer of files: whole or not at all, whatever ends this process meanwhile.

What is written goes into a hidden neighbour first, which is locked while this process has it and is then renamed. So a
neighbour without a lock is left from a process that was killed, and the next one that writes there removes it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import signal
import stat
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calcigraph.errors import BadArgument, BadFile, CalcigraphError, Unavailable
from calcigraph.store.exchanging import exchange
from calcigraph.store.inputs import a_path, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PART = re.compile(r"\.calcigraph-[0-9]+-[0-9]+\.part")
_PIECE = 2**20  # bytes written at once: between two, an interrupt is heard
# What is wrong with the machine and not with what was asked for.
_MACHINE = {errno.ENOSPC, errno.EIO, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_ENDING = ("SIGTERM", "SIGHUP")


class _Parts:
    """What this process writes at the moment."""

    def __init__(self) -> None:
        self.open: dict[Path, int] = {}
        self._count = 0

    def add(self, beside: Path, *, folder: bool = False) -> Path:
        """Make a hidden neighbour, and lock it."""
        while True:
            self._count += 1
            place = beside.with_name(f".calcigraph-{os.getpid()}-{self._count}.part")
            with contextlib.suppress(FileExistsError):
                if folder:
                    place.mkdir()
                    descriptor = os.open(place, os.O_RDONLY) if os.name == "posix" else -1
                else:
                    descriptor = os.open(
                        place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666
                    )
                self.open[place] = descriptor
                _lock(descriptor)
                if os.path.lexists(place):
                    return place
                self.close(place)  # taken for one that was left, before it was locked

    def close(self, place: Path) -> None:
        """Let go of a neighbour that has become what it should be."""
        descriptor = self.open.pop(place)
        if descriptor >= 0:
            os.close(descriptor)

    def discard(self) -> None:
        """Remove all of them."""
        import shutil

        for place in list(self.open):
            with contextlib.suppress(OSError):
                self.close(place)
            if place.is_dir() and not place.is_symlink():
                shutil.rmtree(place, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    place.unlink(missing_ok=True)


_parts = _Parts()
#: Removes what this process has written only in part; for whoever ends it at once.
discard = _parts.discard


def check_places(files: Iterable[str | Path], *, force: bool) -> list[Path]:
    """Refuse the names of files that must not be written, before anything is made for them.

    Args:
        files: the names.
        force: whether a file that is there may be replaced.

    Returns:
        The paths.

    Raises:
        BadArgument: one is no name, a folder, a device, or there already.
        BadFile: one cannot be written.

    Example:
        >>> check_places(["/dev/null"], force=True)
        Traceback (most recent call last):
        calcigraph.errors.BadArgument: '/dev/null' is no regular file; name another, or - for standard output
    """
    places = [a_path("file", file) for file in files]
    for place in places:
        name = named(place)
        try:
            real = _followed(place)
            found = os.stat(real).st_mode if os.path.lexists(real) else None  # noqa: PTH116 - beside os.path.lexists
        except OSError as error:
            raise refused(error, place) from None
        if found is None:
            if not real.parent.is_dir():
                raise BadFile(f"'{name}' cannot be written: there is no folder '{named(real.parent)}'")
        elif stat.S_ISDIR(found):
            raise BadArgument(f"'{name}' is a folder; expected the name of a file")
        elif not stat.S_ISREG(found):
            raise BadArgument(f"'{name}' is no regular file; name another, or - for standard output")
        elif not force:
            raise BadArgument(f"'{name}' is there already; name another, or replace it with --force")
    return places


def refused(error: OSError, place: str | Path) -> CalcigraphError:
    """Say that a place cannot be written.

    Args:
        error: what the system said.
        place: a file or a folder.

    Returns:
        The error to raise: ``Unavailable`` where the disk is full or broken, else ``BadFile``.

    Example:
        >>> refused(OSError(28, "No space left on device"), "a.txt").exit_code
        3
    """
    kind = Unavailable if error.errno in _MACHINE else BadFile
    return kind(f"'{named(place)}' cannot be written: {error.strerror or error}")


def write_file(file: str | Path, content: bytes, *, force: bool = False) -> None:
    """Write a file for a user, whole or not at all.

    Args:
        file: its name.
        content: of it.
        force: replace a file that is there.

    Raises:
        BadArgument: it is no name, a folder, a device, or there already.
        BadFile: it cannot be written.
        Unavailable: the disk is full or broken.
    """
    write_files({check_places([file], force=force)[0]: content})


def write_files(contents: Mapping[Path, bytes]) -> None:
    """Write the files of a user, all of them whole or none at all; see ``check_places``.

    Args:
        contents: place to content.

    Raises:
        BadFile: a place cannot be written.
        Unavailable: the disk is full or broken.
    """
    try:
        write_all(contents)
    except OSError as error:
        raise refused(error, " and ".join(map(str, contents))) from None


def write_whole(path: str | Path, content: bytes) -> None:
    """Write a file whole or not at all; it keeps its mode, and a link stays one.

    Args:
        path: where to write.
        content: what to write.

    Raises:
        OSError: the place cannot be written.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_whole(Path(folder, "a.txt"), b"all of it")
        ...     Path(folder, "a.txt").read_bytes()
        b'all of it'
    """
    write_all({Path(path): content})


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write several files, all of them whole or none at all; what they replace comes back where one cannot be written.

    They are renamed one right after the other, and nothing that asks this process to end is heard meanwhile.

    Args:
        contents: place to content.

    Raises:
        OSError: a place cannot be written.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_all({Path(folder, "a"): b"1", Path(folder, "b"): b"2"})
        ...     sorted(path.name for path in Path(folder).iterdir())
        ['a', 'b']
    """
    places = {_followed(path): content for path, content in contents.items()}
    for folder in {place.parent for place in places}:
        _clear(folder)
    with _cleaned():
        made = {place: _written(place, content) for place, content in places.items()}
        before = {place: _kept(place) for place in made if len(made) > 1 and place.is_file()}
        with _unheard():
            done: list[Path] = []
            try:
                for place, part in made.items():
                    part.replace(place)
                    done.append(place)
            except OSError:
                for place in done:
                    before[place].replace(place) if place in before else place.unlink()
                raise


def write_folder(path: str | Path, contents: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> None:
    """Write a folder whole or not at all; one that is there is replaced in one step, where the system can do that.

    Args:
        path: where to write.
        contents: name of each file, which may stand in folders of its own, with its content; what is made only when it is
            asked for is written as it comes.

    Raises:
        OSError: the place cannot be written; a folder that was there is there again.

    Example:
        >>> import tempfile
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_folder(Path(folder, "out"), {"a.txt": b"all of it"})
        ...     Path(folder, "out", "a.txt").read_bytes()
        b'all of it'
    """
    target = Path(path)
    _clear(target.parent)
    with _cleaned():
        part = _parts.add(target, folder=True)
        for name, content in contents.items() if isinstance(contents, Mapping) else contents:
            place = part / name
            place.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
            try:
                _fill(descriptor, content)
            finally:
                os.close(descriptor)
        with _unheard():
            if not target.exists():
                part.rename(target)
                _parts.close(part)
                return
            part.chmod(stat.S_IMODE(target.stat().st_mode))
            if not exchange(part, target):
                old = target.with_name(f".{target.name[:80]}.calcigraph-old")
                target.rename(old)
                try:
                    part.rename(target)
                except OSError:
                    old.rename(target)
                    raise
                old.rename(part)  # and is removed as what is left


@contextlib.contextmanager
def hidden_folder(beside: Path) -> Iterator[Path]:
    """Make a hidden folder, locked while it is filled; it is removed unless it has been renamed when this ends.

    Args:
        beside: a neighbour of it.

    Yields:
        The folder.

    Raises:
        OSError: it cannot be made.
    """
    _clear(beside.parent)
    with _cleaned():
        part = _parts.add(beside, folder=True)
        yield part
        if not part.exists():
            _parts.close(part)


def _followed(path: Path) -> Path:
    """Where a link leads, as ``cp`` follows it; one that leads nowhere is refused."""
    if not path.is_symlink():
        return path
    real = Path(os.path.realpath(path))
    if not os.path.lexists(real) or real.is_symlink():
        raise OSError(errno.ENOENT, "it is a link that leads nowhere")
    return real


def _written(place: Path, content: bytes) -> Path:
    part = _parts.add(place)
    descriptor = _parts.open[part]
    with contextlib.suppress(FileNotFoundError):
        there = place.stat()
        if os.name == "posix":
            own = os.fstat(descriptor)
            if (own.st_uid, own.st_gid) != (there.st_uid, there.st_gid):
                with contextlib.suppress(OSError):  # only who may give files away can
                    os.fchown(descriptor, there.st_uid, there.st_gid)
            os.fchmod(descriptor, stat.S_IMODE(there.st_mode))
    _fill(descriptor, content)
    return part


def _fill(descriptor: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(descriptor, view[:_PIECE]) :]


def _kept(place: Path) -> Path:
    """Another name, or a copy, of a file that is about to be replaced."""
    import shutil

    part = _parts.add(place)
    part.unlink()
    try:
        os.link(place, part)
    except OSError:
        shutil.copy2(place, part)
    return part


@contextlib.contextmanager
def _cleaned() -> Iterator[None]:
    """Remove what is left when this ends, also when somebody asks the process to end."""
    before: dict[int, Any] = {}

    def end(number: int, _frame: object) -> None:
        discard()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)

    if threading.current_thread() is threading.main_thread():
        for name in _ENDING:
            number = getattr(signal, name, None)
            # Who has arranged it otherwise wants it so.
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, end)
    try:
        yield
    finally:
        discard()
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """Put off the signals that end a process; a mask would hold for this thread alone, and another would hear them."""
    heard: list[int] = []
    before = {}
    # Only the main thread may say who hears, and only what Python knows of can be put back.
    with contextlib.suppress(ValueError):
        for name in (*_ENDING, "SIGINT"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not None:
                before[number] = signal.signal(number, lambda number, _: heard.append(number))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in dict.fromkeys(heard):  # as the system keeps them: each once
            signal.raise_signal(number)


def _clear(folder: Path) -> None:
    """Remove what processes that were killed have left."""
    import shutil

    try:
        left = [Path(entry.path) for entry in os.scandir(folder) if _PART.fullmatch(entry.name)]
    except OSError:
        return  # that nothing can be written there is said by who writes
    for place in left:
        if place in _parts.open or not _forsaken(place):
            continue
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                place.unlink(missing_ok=True)


def _forsaken(place: Path) -> bool:
    """Whether nobody has a neighbour locked."""
    try:
        import fcntl

        descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except (ImportError, OSError):
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    else:
        return True
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    try:
        import fcntl
    except ImportError:
        return
    with contextlib.suppress(OSError):  # a file system without locks
        fcntl.flock(descriptor, fcntl.LOCK_SH)
