"""What every benchmark shares: actions timed by turns, and rows printed as a table.

The ratio is ours over the peer's in every row: below 1 the package is faster or smaller than the peer.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import time
import traceback
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_COLUMNS = ("what", "ours", "peer", "unit", "ratio", "target", "", "peer is")
_LINE = "{:<76} {:>7} {:>7} {:<4} {:>7} {:>8} {:<6} {}"


class Row(NamedTuple):
    """One thing measured beside one peer.

    Attributes:
        what: what was done, on how much data.
        unit: of both numbers.
        ours: what it took here.
        by: who the peer is; empty where there is none.
        peer: what it took the peer.
        limit: the ratio ours / peer that was agreed on as the most, or None where nothing was.
    """

    what: str
    unit: str
    ours: float
    by: str = ""
    peer: float | None = None
    limit: float | None = None


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Run once.

    Args:
        action: what to run.

    Returns:
        Seconds, and what it gave.
    """
    start = time.perf_counter()
    found = action()
    return time.perf_counter() - start, found


def by_turns(actions: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Time several actions by turns, so that whatever else the machine does falls on all of them.

    Args:
        actions: name to what to run.
        repeats: how many turns, at least 1.

    Returns:
        Name to the median, in seconds.
    """
    times: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(repeats):
        for name, action in actions.items():
            times[name].append(timed(action)[0])
    return {name: statistics.median(values) for name, values in times.items()}


def in_child(action: Callable[[], str], limit: int) -> str | None:
    """Run an action in a child, which is ended at the limit: no query of the engine can be interrupted.

    Args:
        action: what to run; what it returns is handed over.
        limit: seconds of processor time.

    Returns:
        What the action returned, or None where it was stopped.
    """
    into, out = os.pipe()
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        status = 1
        try:
            os.write(out, action().encode())
            status = 0
        except BaseException:  # noqa: BLE001 - a child may only end by _exit, and has to say why
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(out)
    with os.fdopen(into, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return None
    if status:
        sys.exit("what was measured failed; what it said is above")
    return told.decode()


def named(distribution: str) -> str:
    """Name a library with its version.

    Args:
        distribution: as pip knows it.

    Returns:
        Such as ``networkx 3.6.1``.
    """
    return f"{distribution} {version(distribution)}"


def line(row: Row) -> str:
    """Lay a row out.

    Args:
        row: what was measured.

    Returns:
        One line of the table; ``missed`` stands behind a ratio above its target.
    """
    ours = f"{row.ours:.3g}"
    if row.peer is None:
        return _LINE.format(row.what, ours, "", row.unit, "", "", "", row.by).rstrip()
    ratio = row.ours / row.peer
    target = "" if row.limit is None else f"<= {row.limit:g}"
    missed = "missed" if row.limit is not None and ratio > row.limit else ""
    return _LINE.format(row.what, ours, f"{row.peer:.3g}", row.unit, f"{ratio:.2g}", target, missed, row.by).rstrip()


def main(run: Callable[[], Iterable[Row]]) -> None:
    """Run one benchmark and print each row as soon as it is measured.

    Args:
        run: the benchmark.
    """
    print(_LINE.format(*_COLUMNS))
    for row in run():
        print(line(row), flush=True)


def skip(what: str, why: str) -> None:
    """Say that something was not measured.

    Args:
        what: the benchmark or the peer.
        why: what is missing, and how to get it.
    """
    print(f"{what}: not measured, {why}", file=sys.stderr)
