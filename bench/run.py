"""Run every benchmark and print ratios beside their targets: ``make bench``.

Each is measured side by side with a named peer in the same run, as medians of repeated runs.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

MODULES = (
    "startup",
    "questions",
    "validation",
    "opening",
    "pathways",
    "whatif",
    "exports",
    "pictures",
    "explorer",
)


def main() -> None:
    sys.path.insert(0, str(Path(__file__).parent))
    print(f"{'what':<58} {'ours':>10} {'peer':>10} {'ratio':>7}  target")
    for module in MODULES:
        for name, ours, peer, ratio, target in importlib.import_module(module).run():
            print(f"{name:<58} {ours:>10.4g} {peer:>10.4g} {ratio:>7.2f}  {target}")


if __name__ == "__main__":
    main()
