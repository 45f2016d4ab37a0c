"""Finds the data files, in a checkout, an editable install, a wheel and a zipped wheel alike.

A file has one name everywhere: its path in the repository, such as ``ontology/calcigraph.ttl``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

_HERE = Path(__file__).parent


def root() -> Path | Traversable:
    """Find the folder that holds ``ontology/``, ``graph/instances/`` and ``queries/``.

    Returns:
        ``_files`` inside an installed package, the repository in a checkout.

    Example:
        >>> (root() / "ontology" / "calcigraph.ttl").is_file()
        True
    """
    installed = _HERE / "_files"
    if installed.is_dir():
        return installed
    checkout = _HERE.parent.parent
    if (checkout / "ontology").is_dir():
        return checkout
    from importlib.resources import files

    return files("calcigraph") / "_files"


def listing(folder: str, suffix: str) -> Iterator[tuple[str, bytes]]:
    """Read the files below a folder, sorted by name.

    Args:
        folder: a repository path such as ``ontology/rules``.
        suffix: how the names end, such as ``.rq``.

    Yields:
        Repository path and content of each file.

    Example:
        >>> [name for name, _ in listing("ontology", ".ttl")][0]
        'ontology/calcigraph.ttl'
    """
    start = root()
    for part in folder.split("/"):
        start = start / part
    yield from _walk(start, folder, suffix)


def _walk(place: Path | Traversable, name: str, suffix: str) -> Iterator[tuple[str, bytes]]:
    for child in sorted(place.iterdir(), key=lambda entry: entry.name):
        path = f"{name}/{child.name}"
        if child.name.endswith(suffix):
            yield path, child.read_bytes()
        elif "." not in child.name and child.is_dir():
            yield from _walk(child, path, suffix)


def read(name: str) -> bytes:
    """Read one data file.

    Args:
        name: its repository path.

    Returns:
        Its content.

    Raises:
        FileNotFoundError: no such data file.

    Example:
        >>> read("ontology/calcigraph.ttl")[:7]
        b'@prefix'
    """
    place = root()
    for part in name.split("/"):
        place = place / part
    return place.read_bytes()


def write_whole(path: str | Path, content: bytes) -> None:
    """Write a file whole or not at all: to a temporary neighbour first, then renamed.

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
    target = Path(path)
    temporary = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(content)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
