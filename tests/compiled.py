"""The layout engine of pictures, compiled once for all processes of a run.

Compiling the WebAssembly of Graphviz takes over a second in each process that draws, and gives the same each time. What
is about a process that starts from nothing compiles it there.
"""

from __future__ import annotations

import fcntl
from typing import TYPE_CHECKING

import wasmtime

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def remember(folder: Path) -> Callable[[], None]:
    """Keep what is compiled from now on, in a folder that processes may share.

    Args:
        folder: where; it is there.

    Returns:
        What ends it.
    """
    compiled = wasmtime.Module.from_file

    def remembered(engine: wasmtime.Engine, path: str) -> wasmtime.Module:
        place = folder / "layout.compiled"
        with place.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # another process may be at it
            if not place.exists():
                place.write_bytes(compiled(engine, path).serialize())
        return wasmtime.Module.deserialize(engine, place.read_bytes())

    wasmtime.Module.from_file = remembered  # type: ignore[method-assign, assignment]

    def forget() -> None:
        wasmtime.Module.from_file = compiled  # type: ignore[method-assign]

    return forget
