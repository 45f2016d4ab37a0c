"""Diagrams as text, for other tools to lay out: DOT and Mermaid, in the style of the pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.exports.one_format import NO_EVIDENCE, Format
from calcigraph.mechanism.slices import whole

if TYPE_CHECKING:
    from calcigraph.mechanism.slices import Slice
    from calcigraph.store.store import Store


def _dot(store: Store, part: Slice | None) -> bytes:
    from calcigraph.diagrams.dot import plain
    from calcigraph.diagrams.model import of_slice
    from calcigraph.diagrams.style import Style

    text = plain(of_slice(store, part or whole(store)), Style())
    return f"{text.rstrip()}\n".encode()


def _mermaid(store: Store, part: Slice | None) -> bytes:
    from calcigraph.diagrams.mermaid import mermaid
    from calcigraph.diagrams.model import of_slice
    from calcigraph.diagrams.style import Style

    model = of_slice(store, part or whole(store))
    text = mermaid([model], model.title, Style())
    return f"{text.rstrip()}\n".encode()


_CARRIES = "Labels of entities and claims, drawn with sign, certainty and limiting inputs as the pictures are."
_LOSSES = (
    "definitions, synonyms, identifiers, tissues and sources are left out",
    "which verdict a line has can be told from its look alone",
    NO_EVIDENCE,
)
_SIZE = "Mermaid draws up to 500 lines unless maxEdges says otherwise; export a slice where there are more"
FORMATS = (
    Format("dot", "Graphviz DOT", (".dot", ".gv"), _CARRIES, _LOSSES, _dot),
    Format("mermaid", "Mermaid", (".mmd", ".mermaid"), _CARRIES, (*_LOSSES, _SIZE), _mermaid),
)
