"""What the words and numbers of ``calcigraph/questions`` and ``calcigraph/text`` matter; ``make sensitivity`` writes it down.

Each entry of the data files is changed alone: a number is moved down and up by a fifth (a whole one by one at least), a
list is taken away. Then all wordings are read again, searched for again, and the two marked samples are marked again.
What changes is written as ``measured`` beside the entry. Each change is tried in a process of its own, since modules
read their words once.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

# Nothing that reads words or weights may be imported here, or every child would have those of the files.
from calcigraph import KnowledgeGraph  # noqa: E402 - found by the line above when run as a script
from calcigraph.store import judgements  # noqa: E402 - as above

from tests.conftest import SHARED  # noqa: E402 - as above
from tests.questions.test_understanding_wordings import WORDINGS, served  # noqa: E402 - as above
from tests.sensitivity.entries import Change, moved, write_all  # noqa: E402 - as above
from tests.text.annotation_cases import of_articles, own_words, score  # noqa: E402 - as above

FILES = ("questions/weights.yaml", "questions/phrases.yaml", "text/words.yaml", "text/names_in_text.yaml")
#: How many questions a reader looks at after a search.
LOOKED_AT = 3
NOTHING = "zzzzzz"  # stands for a list without words
GRAPH: list[KnowledgeGraph] = []


class Outcome(NamedTuple):
    """How the wordings were read and searched for, and how the samples were marked: all, found, right."""

    read: list[str]
    found: list[bool]
    marks: tuple[int, int, int]


def changes(file: str) -> list[Change]:
    """List the ways in which the entries of a file are changed."""
    found = []
    for name, value in judgements.values(file).items():
        if isinstance(value, int | float):
            found += [Change(file, name, how, other) for how, other in moved(value).items()]
        elif name == "unit_words":  # there is always one unit
            found.append(Change(file, name, "without it", {"ug": "ug"}))
        else:
            found.append(Change(file, name, "without it", NOTHING if isinstance(value, str) else type(value)()))
    return found


def outcome(change: Change | None) -> Outcome:
    """Try a change, or the files as they are."""
    if change:
        judgements.values(change.file)[change.name] = change.value
    graph = GRAPH[0]
    folder = Path(os.environ.get("CALCIGRAPH_ARTICLES", SHARED / "seeds"))
    made = score(graph, [*own_words(), *of_articles(graph, folder)])
    hits = [[each.id for each in graph.questions.search(wording["text"])[:LOOKED_AT]] for wording in WORDINGS]
    return Outcome(
        [served(graph, wording) for wording in WORDINGS],
        [not set(hit).isdisjoint(wording["ids"]) for hit, wording in zip(hits, WORDINGS, strict=True)],
        (made.marked, made.found, made.right),
    )


def told(shipped: Outcome, now: Outcome) -> str:
    """Say what a change did: how many outcomes differ, and which kinds of them there are more or fewer of."""
    parts = []
    if changed := sum(one != two for one, two in zip(shipped.read, now.read, strict=True)):
        before, after = Counter(shipped.read), Counter(now.read)
        kinds = [f"{kind} {after[kind] - before[kind]:+}" for kind in sorted(before | after)]
        parts.append(
            f"{changed} of {len(now.read)} readings ({', '.join(each for each in kinds if each[-2:] != '+0')})"
        )
    if changed := sum(one != two for one, two in zip(shipped.found, now.found, strict=True)):
        balance = sum(now.found) - sum(shipped.found)
        parts.append(f"{changed} of {len(now.found)} searches (found {balance:+})")
    if shipped.marks != now.marks:
        marked, found, right = now.marks
        _, once, once_right = shipped.marks
        wrong = (found - right) - (once - once_right)
        parts.append(f"marks in {marked} places (right {right - once_right:+}, wrong {wrong:+})")
    return "; ".join(parts) or "nothing changes"


def main() -> None:
    """Try every change, and write what it did."""
    GRAPH.append(KnowledgeGraph.open())
    tried = [change for file in FILES for change in changes(file)]
    with multiprocessing.get_context("fork").Pool(os.cpu_count(), maxtasksperchild=1) as pool:
        shipped, *outcomes = pool.map(outcome, [None, *tried], chunksize=1)
    write_all(tried, [told(shipped, made) for made in outcomes])
    print(f"as shipped: {dict(Counter(shipped.read))}, found {sum(shipped.found)}, marks {shipped.marks}")  # noqa: T201


if __name__ == "__main__":
    main()
