"""The pages as files: everything that has an address, in every form, for any place that serves files, or none at all."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calcigraph._version import RELEASED, __version__
from calcigraph.errors import BadArgument
from calcigraph.store.inputs import a_path, named
from calcigraph.store.outputs import refused, write_folder
from calcigraph.web import claim_table, drawings, explaining, indexes
from calcigraph.web.addresses import labels
from calcigraph.web.resources import ONTOLOGY, Resource, every_form
from calcigraph.web.routing import STATIC
from calcigraph.web.templating import Place, render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from calcigraph.store.store import Store

    #: Is told how far it is: how many things are written, of how many.
    Progress = Callable[[int, int], None]

#: By which a folder is known to hold pages that were written here.
MARK = "site.json"
_STEP = 50  # things, between which progress is told


@dataclass(frozen=True)
class Site:
    """Pages that were written.

    Attributes:
        folder: where they are.
        files: how many there are.
        size: bytes of all of them.
    """

    folder: Path
    files: int
    size: int


def write_site(store: Store, folder: str | Path, *, force: bool = False, progress: Progress = lambda *_: None) -> Site:
    """Write all pages into a new folder, whole or not at all.

    Args:
        store: the graph.
        folder: the folder to make.
        force: replace the folder where it holds pages that were written here before.
        progress: is told how far it is.

    Returns:
        What was written; the same graph gives the same bytes.

    Raises:
        BadArgument: the folder is there already and may not be replaced.
        BadFile: it cannot be written.
        Unavailable: the disk is full or broken, or a library is not installed.

    Example:
        >>> write_site(store, "/nowhere/at-all")
        Traceback (most recent call last):
        calcigraph.errors.BadArgument: '/nowhere/at-all' cannot be made: there is no folder '/nowhere' to hold it
    """
    target = a_path("the folder", folder).absolute()
    _check(target, folder, force=force)
    written = [0, 0]

    def counted() -> Iterator[tuple[str, bytes]]:
        for path, made in files(store, progress):
            written[0] += 1
            written[1] += len(made)
            yield path, made

    try:
        write_folder(target, counted())
    except OSError as error:
        raise refused(error, folder) from None
    return Site(target, *written)


def files(store: Store, progress: Progress = lambda *_: None) -> Iterator[tuple[str, bytes]]:
    """Make every file.

    Args:
        store: the graph.
        progress: is told how far it is.

    Yields:
        The path of each file below the folder, and its content.

    Example:
        >>> next(files(store))[0]
        'site.json'
    """
    mark = {"made by": "calcigraph site", "version": __version__, "released": RELEASED}
    yield MARK, (json.dumps(mark, indent=1) + "\n").encode()
    for asset in sorted(STATIC.iterdir(), key=lambda each: each.name):
        if asset.is_file():
            yield f"static/{asset.name}", asset.read_bytes()
    yield "static/colours.css", drawings.colours().encode()
    yield "static/search.json", indexes.search_index(store).encode()
    yield "static/claims.json", claim_table.claims_json(store).encode()
    yield "static/names.js", indexes.search_script(store).encode()
    for name, _ in explaining.FILES.values():
        yield f"download/{name}", explaining.download(store, name) or b""
    for name in explaining.PAGES:
        yield f"{name or 'index'}.html", explaining.page(store, name, Place(name, static=True)).encode()
    for name in indexes.LISTS:
        yield f"{name}.html", indexes.page(store, name, Place(name, static=True)).encode()
    yield "404.html", _missing().encode()
    everything = [Resource(ONTOLOGY)]
    everything += [Resource(kind, local) for kind, known in labels(store).items() for local in known]
    for number, each in enumerate(everything):
        if number % _STEP == 0:
            progress(number, len(everything))
        for form, made in every_form(store, each):
            yield f"{each.path}.{form}", made.encode()
    progress(len(everything), len(everything))


def _missing() -> str:
    return render(
        "missing.html",
        Place("404", static=True),
        title="Nothing is here",
        kicker="404",
        summary="There is no page at this address.",
        near=[],
    )


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
    if any(target.iterdir()) and not (target / MARK).is_file():
        raise BadArgument(f"'{named(given)}' holds files that 'calcigraph site' did not write; name another folder")
