"""Makes the content of an export and writes it: whole or not at all."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

from calcigraph.exports.formats import ARCHIVE, find_format
from calcigraph.store.inputs import a_path
from calcigraph.store.outputs import check_places, write_files

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    raw: bool = False,
) -> bytes:
    """Export a graph; see ``kg.export``.

    Args:
        store: the graph.
        name: of the format; None for what the suffix of the file says.
        part: the slice, what can be turned into one, or None for the whole graph.
        file: where to write, or None.
        force: replace a file that is there.
        raw: leave cells of CSV that a spreadsheet would run as they are.

    Returns:
        The content; an archive of a format that comes as several files.

    Raises:
        BadArgument: there is no such format, the file ends like one of another, or it is there already.
        BadFile: it cannot be written.
        Unavailable: the format needs a package that is not installed, or the disk is full.

    Example:
        >>> export(store, "ntriples").count(b"\\n") > 30000
        True
    """
    from calcigraph.mechanism.slices import of

    found = find_format(name, None if file is None else a_path("file", file))
    targets = places(found, file) if file is not None else {}
    check_places(targets.values(), force=force)
    write = (found.write_raw if raw else None) or found.write
    made = write(store, None if part is None else of(store, part))
    whole = made if isinstance(made, bytes) else archive(made)
    if file is not None:
        write_files(
            {place: made[name] if isinstance(made, dict) and name else whole for name, place in targets.items()}
        )
    return whole


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
