"""Run every benchmark, each in a process of its own as it runs alone, and say what each took: ``make bench``.

Each measures ours beside named peers in the same run; the ratio is ours over the peer's.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

FILES = (
    "startup",
    "opening",
    "questions",
    "validation",
    "pathways",
    "whatif",
    "entities",
    "factcheck",
    "exports",
    "serving",
    "pictures",
    "explorer",
)


def _used() -> float:
    """Processor time of all benchmarks so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    start = time.perf_counter()
    failed = []
    for name in FILES:
        # Ratios drift where others use the machine: the load says how far to trust them.
        print(f"\n{name} (load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)", flush=True)
        before, used = time.perf_counter(), _used()
        done = subprocess.run([sys.executable, str(Path(__file__).with_name(f"{name}.py"))], check=False)
        print(f"took {time.perf_counter() - before:.0f} s, {_used() - used:.0f} s of processor time", flush=True)
        if done.returncode:
            failed.append(name)
    print(f"\nall took {(time.perf_counter() - start) / 60:.1f} minutes, {_used() / 60:.1f} of processor time")
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
