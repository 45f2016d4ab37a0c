"""Finds the data files, in a checkout, an editable install, a wheel and a zipped wheel alike.

A file has one name everywhere: its path in the repository, such as ``ontology/calcigraph.ttl``.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # as in typing, whose import would cost more than reading the data
if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable
    from pathlib import Path

_HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - pathlib costs start-up time


def _folder() -> str | None:
    """The folder that holds the data, or None inside a zip file."""
    installed = f"{_HERE}/_files"
    checkout = os.path.dirname(os.path.dirname(_HERE))  # noqa: PTH120 - see above
    return next((each for each in (installed, checkout) if os.path.isdir(f"{each}/ontology")), None)  # noqa: PTH112


def root() -> Path | Traversable:
    """Find the folder that holds ``ontology/``, ``graph/instances/`` and ``queries/``.

    Returns:
        ``_files`` inside an installed package, the repository in a checkout.

    Example:
        >>> (root() / "ontology" / "calcigraph.ttl").is_file()
        True
    """
    folder = _folder()
    if folder:
        from pathlib import Path

        return Path(folder)
    from importlib.resources import files

    return files("calcigraph") / "_files"


def names(folder: str, suffix: str) -> Iterator[str]:
    """Name the files below a folder, sorted.

    Args:
        folder: a repository path such as ``ontology/rules``.
        suffix: how the names end, such as ``.rq``.

    Yields:
        Repository path of each file.

    Example:
        >>> next(names("ontology", ".ttl"))
        'ontology/calcigraph.ttl'
    """
    base = _folder()
    if base:
        yield from _walk(f"{base}/{folder}", folder, suffix)
        return
    start = root()
    for part in folder.split("/"):
        start = start / part
    yield from _walk_zip(start, folder, suffix)


def _walk(place: str, name: str, suffix: str) -> Iterator[str]:
    for child in sorted(os.listdir(place)):  # noqa: PTH208 - see above
        if child.endswith(suffix):
            yield f"{name}/{child}"
        elif "." not in child:
            yield from _walk(f"{place}/{child}", f"{name}/{child}", suffix)


def _walk_zip(place: Path | Traversable, name: str, suffix: str) -> Iterator[str]:
    for child in sorted(place.iterdir(), key=lambda entry: entry.name):
        if child.name.endswith(suffix):
            yield f"{name}/{child.name}"
        elif "." not in child.name and child.is_dir():
            yield from _walk_zip(child, f"{name}/{child.name}", suffix)


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
    return ((name, read(name)) for name in names(folder, suffix))


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
    base = _folder()
    if base:
        with open(f"{base}/{name}", "rb") as file:  # noqa: PTH123 - see above
            return file.read()
    place = root()
    for part in name.split("/"):
        place = place / part
    return place.read_bytes()


def beside(name: str) -> bytes:
    """Read a file that stands beside the modules of the package.

    Args:
        name: its path inside the package, such as ``diagrams/style.yaml``.

    Returns:
        Its content.

    Raises:
        FileNotFoundError: no such file.

    Example:
        >>> beside("diagrams/style.yaml")[:1]
        b'#'
    """
    if os.path.isdir(_HERE):  # noqa: PTH112 - see above
        with open(f"{_HERE}/{name}", "rb") as file:  # noqa: PTH123 - see above
            return file.read()
    from importlib.resources import files

    return files("calcigraph").joinpath(name).read_bytes()
