"""Makes the content of an export and writes it: whole or not at all."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

from calcigraph.errors import BadArgument, BadFile
from calcigraph.exports.formats import ARCHIVE, find_format
from calcigraph.store.files import write_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calcigraph.exports.one_format import Format
    from calcigraph.mechanism.slices import Part
    from calcigraph.store.store import Store


def export(
    store: Store,
    name: str | None,
    part: Part | None = None,
    file: str | Path | None = None,
    *,
    force: bool = False,
) -> bytes:
    """Export a graph; see ``kg.export``.

    Args:
        store: the graph.
        name: of the format; None for what the suffix of the file says.
        part: the slice, what can be turned into one, or None for the whole graph.
        file: where to write, or None.
        force: replace a file that is there.

    Returns:
        The content; an archive of a format that comes as several files.

    Raises:
        BadArgument: there is no such format, the file ends like one of another, or it is there already.
        BadFile: it cannot be written.
        Unavailable: the format needs a package that is not installed.

    Example:
        >>> export(store, "ntriples").count(b"\\n") > 30000
        True
    """
    from calcigraph.mechanism.slices import of

    found = find_format(name, file)
    targets = places(found, file) if file is not None else {}
    _check(targets.values(), force=force)
    made = found.write(store, None if part is None else of(store, part))
    whole = made if isinstance(made, bytes) else archive(made)
    if file is not None:
        _write({place: made[name] if isinstance(made, dict) and name else whole for name, place in targets.items()})
    return whole


def write_file(file: str | Path, content: bytes, *, force: bool = False) -> None:
    """Write one file, whole or not at all.

    Args:
        file: where.
        content: what.
        force: replace a file that is there.

    Raises:
        BadArgument: it is a folder, or there already.
        BadFile: it cannot be written.
    """
    _check([Path(file)], force=force)
    _write({Path(file): content})


def _check(places: Iterable[Path], *, force: bool) -> None:
    for place in places:
        if place.is_dir():
            raise BadArgument(f"'{place}' is a folder; expected the name of a file")
        if place.exists() and not force:
            raise BadArgument(f"the file '{place}' is there already; name another, or replace it with --force")


def places(found: Format, file: str | Path) -> dict[str, Path]:
    """Say into which files a format goes.

    Args:
        found: the format.
        file: the name that was given; that of one of several files stands for all.

    Returns:
        Ending of each part to its file; a part without an ending is all of it.

    Example:
        >>> [str(place) for place in places(find_format("kgx-tsv"), "a_edges.tsv").values()]
        ['a_nodes.tsv', 'a_edges.tsv']
    """
    file = Path(file)
    if not found.several or file.name.endswith(ARCHIVE):
        return {"": file}
    stem = file.name
    for ending in (*found.several, *found.suffixes):
        stem = stem.removesuffix(ending)
    return {ending: file.with_name(f"{stem}{ending}") for ending in found.several}


def archive(parts: Mapping[str, bytes]) -> bytes:
    """Put several files into one archive, the same bytes for the same files.

    Args:
        parts: how the names go on after ``calcigraph``, to content.

    Returns:
        A compressed tar file.

    Example:
        >>> archive({"_nodes.tsv": b""}) == archive({"_nodes.tsv": b""})
        True
    """
    import gzip

    handle = io.BytesIO()
    with gzip.GzipFile(fileobj=handle, mode="wb", mtime=0) as packed, tarfile.open(fileobj=packed, mode="w") as tar:
        for name, content in sorted(parts.items()):
            entry = tarfile.TarInfo(f"calcigraph{name}")
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return handle.getvalue()


def _write(contents: Mapping[Path, bytes]) -> None:
    try:
        write_all(contents)
    except OSError as error:
        raise BadFile(f"the export cannot be written to '{next(iter(contents))}': {error.strerror}") from None
