"""Checking a text, against marking the entities in it, which checking needs: 2,000 words, warm, and ever longer texts.

The text is our own marked sentences over and over, nearly all of which claim something; prose of other kinds costs less.
"""

from __future__ import annotations

import resource
import statistics
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from calcigraph import KnowledgeGraph

if TYPE_CHECKING:
    from collections.abc import Callable

_MARKED = Path(__file__).parents[1] / "tests" / "checking" / "own.yaml"
_MILLION = 1_000_000
_REPEATS = 5


def _seconds(run: Callable[[], object], repeats: int) -> float:
    found = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def main() -> None:
    """Measure, and print a row each."""
    kg = KnowledgeGraph.open()
    sentences = [each["text"] for each in yaml.safe_load(_MARKED.read_text())["sentences"]]
    paragraph = "\n\n".join(sentences)
    words = len(paragraph.split())
    kg.check(paragraph)
    two = (paragraph + "\n\n") * (2000 // words + 1)
    two = two[: int(len(two) * 2000 / len(two.split()))]
    ours, peer = _seconds(lambda: kg.check(two), _REPEATS), _seconds(lambda: kg.find_entities(two), _REPEATS)
    print(
        f"check of {len(two.split())} words, warm: {ours:.2f} s (target 1 s); find_entities: {peer:.2f} s; ratio {ours / peer:.1f}"
    )
    for size in (_MILLION // 8, _MILLION // 2, 2 * _MILLION):
        text = (paragraph + "\n\n") * (size // len(paragraph) + 1)
        took = _seconds(partial(kg.check, text[:size]), 1)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"check of {size / _MILLION:g} MB: {took:.1f} s, {took * _MILLION / size:.1f} s a MB; {most} MB of memory at most"
        )


if __name__ == "__main__":
    main()
