"""What an export format is: its name, its suffixes, what it carries and what it cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from calcigraph.mechanism.slices import Slice
    from calcigraph.store.store import Store

    #: One file, or several by how their names go on after the name that the user gave.
    Content = bytes | Mapping[str, bytes]

#: What the formats that show relations and nothing else leave behind.
NO_EVIDENCE = "statements of articles, single results, amounts and the reasons of a verdict are left out"


@dataclass(frozen=True, slots=True)
class Format:
    """One format.

    Attributes:
        name: what the command line calls it.
        title: what people call it.
        suffixes: how the names of its files end; the first is the usual one.
        carries: what a file of it holds.
        losses: what of a slice it cannot hold, each half a sentence.
        write: makes the content of a slice; None is the whole graph.
        needs: package that has to be installed, beside those that calcigraph needs anyway.
        several: how the names of its files go on where it comes as several.
        write_raw: makes it with cells as they are, though a spreadsheet would run them; None where that is no other.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    carries: str
    losses: tuple[str, ...]
    write: Callable[[Store, Slice | None], Content]
    needs: str = ""
    several: tuple[str, ...] = ()
    write_raw: Callable[[Store, Slice | None], Content] | None = None
