"""Commands that are ended while they work, by every signal: what they were to replace is whole, old or new."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from pathlib import Path

#: Commands that write, with the name of what they write.
WRITERS = (
    (("export", "turtle", "-q", "--force", "-o"), "graph.ttl"),
    (("export", "kgx-tsv", "-q", "--force", "-o"), "k.tsv"),
    (("export", "graphml", "-q", "--mechanism", "--force", "-o"), "m.graphml"),
    (("draw", "neighbourhood", "natto", "--force", "-o"), "natto.svg"),
    (("questions", "--format", "turtle", "--force", "--output"), "q.ttl"),
    (("build", "--force", "-o"), "release"),
)
_SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def state(folder: Path) -> dict[str, str]:
    """Sum up what is in a folder, hidden parts apart.

    Args:
        folder: where.

    Returns:
        Name of each file to its digest.
    """
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not any(part.startswith(".calcigraph-") for part in path.relative_to(folder).parts)
    }


def run(arguments: tuple[str, ...], target: Path) -> subprocess.Popen[bytes]:
    """Start a command.

    Args:
        arguments: of it.
        target: what it writes.

    Returns:
        The process.
    """
    command = [sys.executable, "-m", "calcigraph", *arguments, str(target)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ))


def kill(folder: Path, draw: random.Random) -> list[str]:
    """Write, then write again and end that while it works, then look, and write once more.

    Args:
        folder: an empty one.
        draw: decides which command, which signal and when.

    Returns:
        What is wrong.
    """
    arguments, name = draw.choice(WRITERS)
    target = folder / name
    started = time.monotonic()
    code = run(arguments, target).wait()
    usual = time.monotonic() - started
    whole = state(folder)
    if code or not whole:
        return [f"{arguments}: ended with {code}"]
    # What is there is another content, so that old and new can be told apart.
    for path in (each for each in folder.rglob("*") if each.is_file()):
        path.write_bytes(b"old")
    old = state(folder)
    number = draw.choice(_SIGNALS)
    process = run(arguments, target)
    # Most of the time goes by before anything is written.
    time.sleep(usual * (draw.random() if draw.random() < 0.3 else draw.uniform(0.7, 1.1)))
    process.send_signal(number)
    sent = time.monotonic()
    process.wait()
    took = time.monotonic() - sent
    found = []
    now = state(folder)
    pair = len(old) == 2 and "k_nodes.tsv" in old
    if now not in (old, whole):
        mixed = pair and all(now.get(each) in (old[each], whole[each]) for each in old)
        found.append(f"{arguments} {number.name}: {'a pair of old and new' if mixed else 'a half-written file'}")
    if number == signal.SIGINT and took > 0.3 + 1:
        found.append(f"{arguments}: Ctrl-C took {took:.2f} s")
    if number != signal.SIGKILL and list(folder.glob(".calcigraph-*")):
        found.append(f"{arguments} {number.name}: a part is left")
    run(arguments, target).wait()
    if state(folder) != whole or list(folder.glob(".calcigraph-*")):
        found.append(f"{arguments} {number.name}: not put in order by the next run")
    return found
