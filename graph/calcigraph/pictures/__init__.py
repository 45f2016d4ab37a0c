"""Floor 4: pictures of the graph: one style file, one DOT source for every format, no system Graphviz."""

from __future__ import annotations

from calcigraph.pictures.draw import draw as draw
from calcigraph.pictures.picture import Picture as Picture

__all__ = ["Picture", "draw"]
