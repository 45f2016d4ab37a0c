"""Finds a format, makes its content and writes it: whole or not at all."""

from __future__ import annotations

import io
import os
import tarfile
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from calcigraph.errors import BadArgument, BadFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calcigraph.exports.formats import Content, Format
    from calcigraph.mechanism.slices import Part, Slice
    from calcigraph.store.store import Store

#: An archive for the formats that come as several files.
ARCHIVE = ".tar.gz"


@cache
def formats() -> dict[str, Format]:
    """List the formats.

    Returns:
        Name to format, in the order of the documentation.

    Example:
        >>> list(formats())[:3]
        ['turtle', 'trig', 'ntriples']
    """
    from calcigraph.exports import bel, cx2, kgx, nanopubs, rdf, sssom
    from calcigraph.exports import claim_tables as tables
    from calcigraph.exports import dot_and_mermaid as diagrams
    from calcigraph.exports import network_files as networks

    modules = (rdf, kgx, networks, cx2, diagrams, tables, nanopubs, bel, sssom)
    return {each.name: each for module in modules for each in module.FORMATS}


def find_format(name: str, file: str | Path | None = None) -> Format:
    """Find a format by name, and see to it that the name of a file fits.

    Args:
        name: such as ``turtle``, in any case.
        file: where it shall be written, or None.

    Returns:
        The format.

    Raises:
        BadArgument: there is no such format, or the file ends like one of another; the known ones are listed.

    Example:
        >>> find_format("Turtle", "graph.ttl").title
        'Turtle'
    """
    known = formats()
    key = name.strip().casefold()
    if key not in known:
        near = get_close_matches(key, known, n=1, cutoff=0.4) or [
            each.name for each in known.values() if f".{key}" in each.suffixes
        ]
        hint = f"nearest: '{near[0]}'; " if near else ""
        raise BadArgument(f"no format is called '{name}'; {hint}known: {', '.join(known)}")
    found = known[key]
    ending = "".join(Path(file).suffixes[-1:]) if file is not None and str(file) != "-" else ""
    allowed = (*found.suffixes, ARCHIVE) if found.several else found.suffixes
    if ending and not str(file).casefold().endswith(allowed):
        others = [each.name for each in known.values() if ending.casefold() in each.suffixes]
        hint = f"'{ending}' is of {' and '.join(others)}" if others else f"'{ending}' is of no format"
        raise BadArgument(f"a file of {found.name} ends in {' or '.join(allowed)}, not as '{file}' does: {hint}")
    return found


def content_of(store: Store, name: str, part: Slice | None = None) -> Content:
    """Make the content of an export.

    Args:
        store: the graph.
        name: of the format.
        part: the slice, or None for the whole graph.

    Returns:
        Bytes, or, of a format that comes as several files, how their names go on to bytes.

    Raises:
        BadArgument: there is no such format.
        Unavailable: it needs a package that is not installed.
    """
    return find_format(name).write(store, part)


def export(
    store: Store,
    name: str,
    part: Part | None = None,
    file: str | Path | None = None,
    *,
    force: bool = False,
) -> bytes:
    """Export a graph; see ``kg.export``.

    Args:
        store: the graph.
        name: of the format.
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
    """Write all files or none: each to a temporary neighbour, and only then each to its name."""
    parts = {place: place.with_name(f".{place.name}.{os.getpid()}.part") for place in contents}
    try:
        for place, content in contents.items():
            parts[place].write_bytes(content)
        for place, part in parts.items():
            part.replace(place)
    except OSError as error:
        raise BadFile(f"the export cannot be written to '{next(iter(contents))}': {error.strerror}") from None
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
