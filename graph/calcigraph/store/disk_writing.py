"""Writes a store into a folder, whole or not at all, while others go on reading what is there."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from calcigraph._version import __version__
from calcigraph.errors import BadArgument, CalcigraphError, Unavailable, printable
from calcigraph.store.disk import FORM, GENERATION, MANIFEST
from calcigraph.store.inputs import a_path, named
from calcigraph.store.outputs import hidden_folder, refused, write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from calcigraph.store.engine import Engine
    from calcigraph.store.terms import Quad

_LOCK = ".building"
_SIZE = 2**256  # of what digests are summed in


class Written(NamedTuple):
    """A store that was written.

    Attributes:
        folder: where it is.
        quads: how many it holds.
        size: of its files, in bytes.
        digest: of its quads, whatever their order.
    """

    folder: Path
    quads: int
    size: int
    digest: str


def write_store(engine: Engine, folder: str | Path, *, force: bool = False) -> Written:
    """Write everything that an engine holds into a store on disk.

    It becomes what ``DiskEngine`` opens in one step at the end; who reads the one before goes on reading it.

    Args:
        engine: what holds the graph.
        folder: where to write; it is made where it is not there.
        force: replace a store that is there.

    Returns:
        What was written.

    Raises:
        BadArgument: the folder holds something else, or a store that may not be replaced.
        BadFile: it cannot be written.
        Unavailable: the disk is full or broken, or another build writes there.

    Example:
        >>> import tempfile
        >>> from calcigraph.store.disk import DiskEngine
        >>> with tempfile.TemporaryDirectory() as scratch:
        ...     written = write_store(store.engine, f"{scratch}/graph")
        ...     (written.quads == len(store.engine), DiskEngine(f"{scratch}/graph").ask("ASK { id:mk-7 a cg:Nutrient }"))
        (True, True)
    """
    target = a_path("the folder", folder).absolute()
    _check(target, folder, force=force)
    made = not target.exists()
    try:
        target.mkdir(exist_ok=True)
        try:
            with _alone(target, folder):
                return _write(engine, target)
        finally:
            if made and not (target / MANIFEST).exists():
                shutil.rmtree(target, ignore_errors=True)
    except CalcigraphError:
        raise
    except (OSError, RuntimeError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise refused(error, folder) from None
        # What the library says of the disk names files of its own, and the cause last.
        cause = printable(str(error).rpartition(": ")[2])
        raise Unavailable(f"'{named(folder)}' cannot be written: {cause}") from None


def _write(engine: Engine, target: Path) -> Written:
    with hidden_folder(target / "generation") as part:
        digest = _Digest()
        store = ox.Store(str(part))
        store.bulk_extend(digest.through(engine.quads()))
        store.optimize()
        store.flush()
        quads = len(store)
        del store  # lets go of the files
        files = {each.name: each.stat().st_size for each in sorted(part.iterdir()) if each.name != "LOCK"}
        generation = f"generation-{os.urandom(8).hex()}"
        part.rename(target / generation)
    about = {
        "form": FORM,
        "release": __version__,
        "digest": str(digest),
        "quads": quads,
        "generation": generation,
        "files": files,
    }
    try:
        write_whole(target / MANIFEST, json.dumps(about, indent=2).encode() + b"\n")
    except BaseException:
        shutil.rmtree(target / generation, ignore_errors=True)
        raise
    _sweep(target, generation)
    return Written(target, quads, sum(files.values()), str(digest))


class _Digest:
    """A digest of quads whatever their order: the sum of the digests of their lines."""

    def __init__(self) -> None:
        self._sum = 0

    def through(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Let quads pass, and take them in."""
        for quad in quads:
            self._sum += int.from_bytes(hashlib.sha256(str(quad).encode()).digest(), "big")
            yield quad

    def __str__(self) -> str:
        return f"sum-sha256:{self._sum % _SIZE:064x}"


def _check(target: Path, given: str | Path, *, force: bool) -> None:
    """Refuse a folder that must not be written to: nobody loses other files by a mistyped name."""
    if not target.parent.is_dir():
        raise BadArgument(f"'{named(given)}' cannot be made: there is no folder '{named(target.parent)}' to hold it")
    if not (target.exists() or target.is_symlink()):
        return
    if not target.is_dir():
        raise BadArgument(f"'{named(given)}' is no folder; expected the name of a folder to make")
    try:
        there = sorted(each.name for each in target.iterdir())
    except OSError as error:
        raise refused(error, given) from None
    others = [name for name in there if name not in {MANIFEST, _LOCK} and not GENERATION.fullmatch(name)]
    others = [name for name in others if not name.startswith(".calcigraph-")]
    if others:
        raise BadArgument(
            f"'{named(given)}' holds '{named(others[0])}', which is no part of a store; name another folder"
        )
    if MANIFEST in there and not force:
        raise BadArgument(f"the folder '{named(given)}' holds a store already; replace it with --force")


@contextlib.contextmanager
def _alone(target: Path, given: str | Path) -> Iterator[None]:
    """Let one build at a time write to a folder."""
    descriptor = os.open(target / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if not _locked(descriptor):
            raise Unavailable(f"another build writes to '{named(given)}'; wait until it has ended")
        yield
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks
    return True


def _sweep(target: Path, kept: str) -> None:
    """Remove generations that nobody reads any more; one that is read waits for the next build."""
    for place in target.iterdir():
        if not GENERATION.fullmatch(place.name) or place.name == kept:
            continue
        try:
            descriptor = os.open(place, os.O_RDONLY)
        except OSError:
            continue
        try:
            if _locked(descriptor):
                shutil.rmtree(place, ignore_errors=True)
        finally:
            os.close(descriptor)
