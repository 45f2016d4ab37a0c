"""Writes the release: the whole graph in the usual RDF formats, with checksums and a description of itself.

Two builds of the same graph are equal byte by byte: blank nodes get canonical labels, triples are sorted, and nothing
depends on when or where it was built.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calcigraph.errors import BadArgument, shown
from calcigraph.exports.description import VOCABULARIES, DatasetFile, describe
from calcigraph.exports.slice_quads import quads_of
from calcigraph.store import serialising
from calcigraph.store.inputs import a_path, named
from calcigraph.store.outputs import refused, write_folder

if TYPE_CHECKING:
    from pathlib import Path

    from calcigraph.store.store import Store

#: The files with the graph: format as the media type says it, and what each holds.
DATA = {
    "calcigraph.trig": ("application/trig", "All triples, in the named graphs asserted, derived and ontology."),
    "calcigraph.nq": ("application/n-quads", "All triples, in the named graphs asserted, derived and ontology."),
    "calcigraph.ttl": ("text/turtle", "The union of the named graphs."),
    "calcigraph.jsonld": ("application/ld+json", "The union of the named graphs, compacted with a context."),
}
DESCRIPTION = "void.ttl"
CHECKSUMS = "SHA256SUMS"
#: Every file of a release.
NAMES = (*DATA, DESCRIPTION, CHECKSUMS)


@dataclass(frozen=True)
class Release:
    """A release that was written.

    Attributes:
        folder: where it is.
        files: size in bytes of each file.
        triples: how many triples the union has.
    """

    folder: Path
    files: dict[str, int]
    triples: int


def build(store: Store, folder: str | Path, *, force: bool = False) -> Release:
    """Write the release into a new folder, whole or not at all.

    Args:
        store: the graph.
        folder: the folder to make.
        force: replace the folder where it holds an earlier release.

    Returns:
        What was written.

    Raises:
        BadArgument: the folder is there already and may not be replaced.
        BadFile: it cannot be written.
        Unavailable: the disk is full or broken.

    Example:
        >>> import tempfile
        >>> from pathlib import Path
        >>> with tempfile.TemporaryDirectory() as scratch:
        ...     sorted(build(store, Path(scratch, "release")).files)[:3]
        ['SHA256SUMS', 'calcigraph.jsonld', 'calcigraph.nq']
    """
    target = a_path("the folder", folder).absolute()
    _check(target, folder, force=force)
    contents, triples = release_files(store)
    try:
        write_folder(target, contents)
    except OSError as error:
        raise refused(error, folder) from None
    return Release(target, {name: len(content) for name, content in contents.items()}, triples)


def _check(target: Path, given: str | Path, *, force: bool) -> None:
    """Refuse a folder that must not be replaced: nobody loses other files by a mistyped name."""
    if not target.parent.is_dir():
        raise BadArgument(f"'{named(given)}' cannot be made: there is no folder '{named(target.parent)}' to hold it")
    if not (target.exists() or target.is_symlink()):
        return
    if target.is_symlink() or not target.is_dir():
        raise BadArgument(f"'{named(given)}' is no folder; expected the name of a folder to make")
    if not force:
        raise BadArgument(f"the folder '{named(given)}' is there already; name another, or replace it with --force")
    others = sorted(child.name for child in target.iterdir() if child.name not in NAMES)
    if others:
        raise BadArgument(
            f"'{named(given)}' holds '{shown(others[0])}', which is no file of a release; name another folder"
        )


def release_files(store: Store, issued: str = "") -> tuple[dict[str, bytes], int]:
    """Make the files of the release.

    Args:
        store: the graph.
        issued: the day of the release, such as ``2026-01-31``; without it nothing is dated.

    Returns:
        Content of each file by name, and the number of triples in the union.

    Example:
        >>> release_files(store)[0]["void.ttl"][:7]
        b'@prefix'
    """
    quads = serialising.ordered_quads(quads_of(store, None))
    triples = serialising.union(quads)
    contents = {
        "calcigraph.trig": serialising.trig(quads),
        "calcigraph.nq": serialising.n_quads(quads),
        "calcigraph.ttl": serialising.turtle(triples),
        "calcigraph.jsonld": serialising.json_ld(triples),
    }
    listed = [
        DatasetFile(name, media, about, len(contents[name]), hashlib.sha256(contents[name]).hexdigest())
        for name, (media, about) in DATA.items()
    ]
    contents[DESCRIPTION] = serialising.turtle(
        describe(quads, triples, listed, issued), serialising.BOUND | VOCABULARIES
    )
    lines = [f"{hashlib.sha256(contents[name]).hexdigest()}  {name}\n" for name in sorted(contents)]
    return contents | {CHECKSUMS: "".join(lines).encode()}, len(triples)
