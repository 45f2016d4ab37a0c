"""A fresh process that answers one question, against a bare script that loads the same files with pyoxigraph."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from calcigraph.store import files
from measuring import Row, main, named

if TYPE_CHECKING:
    from collections.abc import Iterator

REPEATS = 11
QUESTION = "foods-that-supply"
BARE = """
import pyoxigraph as ox
store = ox.Store()
for path in {paths!r}:
    store.load(path=path, format=ox.RdfFormat.TURTLE)
with open({query!r}, encoding="utf-8") as file:
    print(len(list(store.query(file.read()))))
"""
API = """
from calcigraph import KnowledgeGraph
print(len(KnowledgeGraph.open().ask({question!r})))
"""


def _paths() -> list[str]:
    root = Path(str(files.root()))
    names = [name for name, _ in files.listing("ontology", ".ttl") if "/shapes/" not in name]
    names += [name for name, _ in files.listing("graph/instances", ".ttl")]
    return [str(root / name) for name in [*names, "graph/derived/derived.ttl"]]


def _query() -> str:
    root = Path(str(files.root()))
    return next(str(root / name) for name, _ in files.listing("queries", ".rq") if name.endswith(f"/{QUESTION}.rq"))


def _once(command: list[str]) -> tuple[float, float]:
    """Wall time in seconds and peak memory in MiB of one process."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command} failed")
    return elapsed, usage.ru_maxrss / (1024 if resource.RUSAGE_CHILDREN else 1)


def run() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        bare, api = Path(folder, "bare.py"), Path(folder, "api.py")
        bare.write_text(BARE.format(paths=_paths(), query=_query()), encoding="utf-8")
        api.write_text(API.format(question=QUESTION), encoding="utf-8")
        commands = {
            "bare": [sys.executable, str(bare)],
            "api": [sys.executable, str(api)],
            "cli": [str(Path(sys.executable).with_name("calcigraph")), "ask", QUESTION],
        }
        measured: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
        for _ in range(REPEATS):
            for name, command in commands.items():
                measured[name].append(_once(command))
    seconds = {name: statistics.median(time for time, _ in values) for name, values in measured.items()}
    memory = {name: statistics.median(peak for _, peak in values) for name, values in measured.items()}
    by = f"a script with {named('pyoxigraph')}"
    for name, what, limit in (("api", "Python API", 1.5), ("cli", "command line", 3)):
        yield Row(f"fresh process, one question, {what}", "s", seconds[name], by, seconds["bare"], limit)
    for name, what in (("api", "Python API"), ("cli", "command line")):
        yield Row(f"peak memory of ask, {what}", "MiB", memory[name], by, memory["bare"], 1.5)


if __name__ == "__main__":
    main(run)
