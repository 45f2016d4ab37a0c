"""The engine on disk: a store in a folder, opened read-only by any number of processes at once.

``store.json`` in the folder names the generation in use, a folder of its own. Another build writes another generation
and then replaces that one file, so that nobody reads half of two. Who reads a generation holds a lock on it, and only
one that nobody holds is removed.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from functools import cached_property

import pyoxigraph as ox

from calcigraph._version import __version__
from calcigraph.errors import BadFile, Unavailable, printable, shown
from calcigraph.store.local import OxigraphEngine

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from typing import Any, NoReturn

#: The file that says what is in use.
MANIFEST = "store.json"
#: Of the layout of the folder; it rises when older code could not read it.
FORM = 1
#: What folders of generations are called.
GENERATION = re.compile(r"generation-[0-9a-f]{16}")
_LARGEST = 1 << 20  # bytes of a manifest
_BUILD = "build it with: calcigraph build --store"


class DiskEngine(OxigraphEngine):
    """An Oxigraph store in a folder, as ``disk_writing.write_store`` wrote it.

    Opening it costs the same whatever its size. It cannot be changed.

    Args:
        folder: where it is.
        allow_network: let SERVICE reach other endpoints.

    Attributes:
        place: the folder of the generation that is read.

    Raises:
        BadFile: there is no such folder, no store in it, or it may not be read.
        Unavailable: the store is of another release, or not whole.

    Example:
        >>> DiskEngine("/nowhere")
        Traceback (most recent call last):
        calcigraph.errors.BadFile: no folder is called '/nowhere'; build it with: calcigraph build --store /nowhere
    """

    capabilities = frozenset({"library", "shared"})
    _lock = -1

    def __init__(self, folder: str, *, allow_network: bool = False) -> None:
        self.allow_network = allow_network
        self.version = 0
        self.folder = folder
        self.place, self._lock = _held(folder)

    @classmethod
    def at(cls, place: str, *, allow_network: bool = False) -> DiskEngine:
        """Make the engine of a generation that another process holds; it is opened when it is first asked.

        Args:
            place: folder of the generation.
            allow_network: let SERVICE reach other endpoints.

        Returns:
            The engine.

        Example:
            >>> DiskEngine.at("/nowhere/generation-0").place
            '/nowhere/generation-0'
        """
        engine = cls.__new__(cls)
        engine.allow_network, engine.version, engine.folder, engine.place = allow_network, 0, place, place
        return engine

    @cached_property
    def store(self) -> ox.Store:  # type: ignore[override]
        """The store of the library."""
        try:
            return ox.Store.read_only(self.place)
        except (OSError, RuntimeError, ValueError) as error:
            raise Unavailable(f"the store in '{shown(self.folder)}' cannot be opened: {_reason(error)}") from None

    def settle(self) -> None:
        """Be ready to answer in this process: its threads do not come along when a process is forked."""
        len(self.store)

    def load(self, turtle: bytes, graph: str, *, base: str | None = None) -> NoReturn:  # noqa: ARG002 - as every engine
        """Refuse to load anything.

        Raises:
            Unavailable: always.
        """
        raise _unchanging(self.folder)

    def drop(self, graph: str) -> NoReturn:  # noqa: ARG002 - as every engine
        """Refuse to take anything out.

        Raises:
            Unavailable: always.
        """
        raise _unchanging(self.folder)

    def __del__(self) -> None:
        if self._lock >= 0:
            with contextlib.suppress(OSError):
                os.close(self._lock)


def manifest(folder: str) -> dict[str, Any]:
    """Read what a store says of itself.

    Args:
        folder: where it is.

    Returns:
        ``form``, ``release``, ``digest``, ``quads``, ``generation`` and ``files``.

    Raises:
        BadFile: there is no such folder, no store in it, or it may not be read.
        Unavailable: it is of another form or release, or not whole.

    Example:
        >>> manifest("/nowhere")
        Traceback (most recent call last):
        calcigraph.errors.BadFile: no folder is called '/nowhere'; build it with: calcigraph build --store /nowhere
    """
    name = shown(folder)
    try:
        with open(f"{folder}/{MANIFEST}", "rb") as file:  # noqa: PTH123 - pathlib would cost start-up time
            content = file.read(_LARGEST)
    except FileNotFoundError:
        if not os.path.isdir(folder):  # noqa: PTH112 - see above
            raise BadFile(f"no folder is called '{name}'; {_BUILD} {name}") from None
        if _CURRENT in os.listdir(folder):  # noqa: PTH208 - see above
            raise BadFile(f"'{name}' holds an RDF store that calcigraph did not write; {_BUILD} DIR") from None
        raise BadFile(f"there is no store in the folder '{name}'; {_BUILD} {name}") from None
    except NotADirectoryError:
        raise BadFile(f"'{name}' is no folder; expected the folder of a store") from None
    except (OSError, ValueError) as error:
        raise BadFile(f"the store in '{name}' cannot be read: {_reason(error)}") from None
    try:
        found = json.loads(content)
        form, release, generation = int(found["form"]), str(found["release"]), str(found["generation"])
        whole = bool(GENERATION.fullmatch(generation)) and isinstance(found["files"], dict)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Unavailable(f"the store in '{name}' is not whole: {MANIFEST} is damaged; build it anew") from None
    if form != FORM or release != __version__:
        raise Unavailable(
            f"the store in '{name}' is of release {shown(release)}, and this is {__version__}; "
            f"build it anew with: calcigraph build --store {name} --force"
        )
    if not whole:
        raise Unavailable(f"the store in '{name}' is not whole: {MANIFEST} is damaged; build it anew")
    checked: dict[str, Any] = found
    return checked


_CURRENT = "CURRENT"  # the file that every store of RocksDB has


def _held(folder: str) -> tuple[str, int]:
    """Find the generation in use, lock it against being removed, and see that it is whole."""
    for _ in range(20):
        found = manifest(folder)
        place = os.path.join(os.path.abspath(folder), found["generation"])  # noqa: PTH100, PTH118 - see above
        try:
            lock = os.open(place, os.O_RDONLY) if os.name == "posix" else -1
        except FileNotFoundError:
            continue  # another build has replaced it since
        except OSError as error:
            raise BadFile(f"the store in '{shown(folder)}' cannot be read: {_reason(error)}") from None
        try:
            _share(lock)
            if _in_use(folder) != found["generation"]:
                os.close(lock)
                continue  # it may be removed at any moment
            _see_whole(folder, place, found["files"])
        except BaseException:
            with contextlib.suppress(OSError):
                os.close(lock)
            raise
        return place, lock
    raise Unavailable(f"the store in '{shown(folder)}' is not whole: what {MANIFEST} names is not there; build it anew")


def _in_use(folder: str) -> str:
    return str(manifest(folder)["generation"])


def _share(lock: int) -> None:
    if lock < 0:
        return
    with contextlib.suppress(ImportError, OSError):  # a system, or a file system, without locks
        import fcntl

        fcntl.flock(lock, fcntl.LOCK_SH)


def _see_whole(folder: str, place: str, files: dict[str, Any]) -> None:
    """Hold the files against the sizes that they were written with."""
    for name, size in files.items():
        try:
            there = os.stat(os.path.join(place, name)).st_size  # noqa: PTH116, PTH118 - see above
        except OSError as error:
            kind = BadFile if isinstance(error, PermissionError) else Unavailable
            raise kind(f"the store in '{shown(folder)}' is not whole: '{shown(name)}': {_reason(error)}") from None
        if there != size:
            raise Unavailable(
                f"the store in '{shown(folder)}' is not whole: '{shown(name)}' has {there:,} bytes, not {size}; "
                "build it anew"
            )


def _reason(error: BaseException) -> str:
    return printable(str(getattr(error, "strerror", None) or error))


def _unchanging(folder: str) -> Unavailable:
    return Unavailable(f"the store in '{shown(folder)}' is read-only; open the graph in memory to change it")
