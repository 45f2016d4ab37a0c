"""Finds the data files, in a checkout, an editable install, a wheel and a zipped wheel alike.

A file has one name everywhere: its path in the repository, such as ``ontology/calcigraph.ttl``.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # as in typing, whose import would cost more than reading the data
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
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


def write_whole(path: str | Path, content: bytes) -> None:
    """Write a file whole or not at all: to a temporary neighbour first, then renamed.

    Args:
        path: where to write.
        content: what to write.

    Raises:
        OSError: the place cannot be written.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_whole(Path(folder, "a.txt"), b"all of it")
        ...     Path(folder, "a.txt").read_bytes()
        b'all of it'
    """
    from pathlib import Path

    write_all({Path(path): content})


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write several files, all of them whole or none at all; what they replace comes back where one cannot be written.

    Args:
        contents: place to content.

    Raises:
        OSError: a place cannot be written.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_all({Path(folder, "a"): b"1", Path(folder, "b"): b"2"})
        ...     sorted(path.name for path in Path(folder).iterdir())
        ['a', 'b']
    """
    import shutil

    parts = {path: _beside(path, "part") for path in contents}
    before = {path: _beside(path, "old") for path in parts if len(parts) > 1 and path.is_file()}
    named: list[Path] = []
    try:
        for path, content in contents.items():
            parts[path].write_bytes(content)
        for path, kept in before.items():
            shutil.copy2(path, kept)
        for path, part in parts.items():
            part.replace(path)
            named.append(path)
    except OSError:
        for path in named:
            before[path].replace(path) if path in before else path.unlink()
        raise
    finally:
        for path in (*parts.values(), *before.values()):
            path.unlink(missing_ok=True)


def write_folder(path: str | Path, contents: Mapping[str, bytes]) -> None:
    """Write a folder whole or not at all; one that is there is replaced.

    Args:
        path: where to write.
        contents: name of each file to its content.

    Raises:
        OSError: the place cannot be written; a folder that was there is there again.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     write_folder(Path(folder, "out"), {"a.txt": b"all of it"})
        ...     Path(folder, "out", "a.txt").read_bytes()
        b'all of it'
    """
    import shutil
    from pathlib import Path

    target = Path(path)
    part, old = _beside(target, "part"), _beside(target, "old")
    try:
        part.mkdir()
        for name, content in contents.items():
            (part / name).write_bytes(content)
        if target.exists():
            target.rename(old)
        try:
            part.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _beside(path: Path, suffix: str) -> Path:
    """A hidden neighbour of this process, on the same file system, so that it can be renamed."""
    return path.with_name(f".{path.name}.{os.getpid()}.{suffix}")
