"""Floor 7: the command line: ``calcigraph``, with the same verbs as the Python API."""

from __future__ import annotations

from calcigraph.cli.commands import main as main

__all__ = ["main"]
