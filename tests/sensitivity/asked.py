"""What the lists of words of ``guard``, ``answers`` and the frames of questions matter; ``make sensitivity`` writes it down.

Each entry is taken away alone (a number is moved by a fifth), the marked questions of ``tests/asking`` are asked again,
and what then reads otherwise or is graded otherwise is written as ``measured`` beside the entry. Of an entry that is a
list of names (a drug, a condition, a group) the questions that hold the first letters of one of them are asked again,
for no other can change. Each change is tried in a process of its own, since modules read their words once.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

# Nothing that reads these words may be imported here, or every child would have those of the files.
from calcigraph import KnowledgeGraph  # noqa: E402 - found by the line above when run as a script
from calcigraph.store import judgements  # noqa: E402 - as above

from tests.sensitivity.entries import Change, moved, write_all  # noqa: E402 - as above

FILES = (
    "answers/effects.yaml",
    "knowledge/outcomes.yaml",
    "answers/facts.yaml",
    "answers/intakes.yaml",
    "answers/scope.yaml",
    "guard/alarms.yaml",
    "guard/conditions.yaml",
    "guard/drugs.yaml",
    "guard/groups.yaml",
    "guard/languages.yaml",
    "guard/nutrients.yaml",
    "guard/units.yaml",
    "questions/frames.yaml",
    "questions/lay_words.yaml",
    "questions/repair.yaml",
)
#: Files whose entries are a list: one is taken out whole.
LISTS = ("guard/conditions.yaml", "guard/drugs.yaml", "guard/groups.yaml", "guard/languages.yaml")
LETTERS = 4  # by which a question is taken to hold a name, however it goes on or is misspelt
NOTHING = "zzzzzz"  # a pattern that matches nothing
GRAPH: list[KnowledgeGraph] = []


class Outcome(NamedTuple):
    """The outcome of each question, whether its caution was missing, and what the answer reads."""

    grades: dict[str, str]
    bare: dict[str, bool]
    read: dict[str, str]


def changes(file: str) -> list[Change]:
    """List the ways in which the entries of a file are changed."""
    found = []
    for name, value in judgements.values(file).items():
        if isinstance(value, int | float):
            found += [Change(file, name, how, other) for how, other in moved(value).items()]
        elif isinstance(value, dict) and value and all(isinstance(each, int | float) for each in value.values()):
            for how in ("a fifth less", "a fifth more"):
                found.append(Change(file, name, how, {key: moved(each)[how] for key, each in value.items()}))
        elif file in LISTS:
            found.append(Change(file, name, "without it", None))
        else:
            found.append(Change(file, name, "without it", NOTHING if isinstance(value, str) else type(value)()))
    return found


def outcome(change: Change | None) -> Outcome | None:
    """Try a change, or the files as they are; nothing where no question can be asked any more."""
    only: list[str] = []
    if change and change.value is None:
        only = first_letters(judgements.values(change.file)[change.name])
        del judgements.values(change.file)[change.name]
    elif change:
        judgements.values(change.file)[change.name] = change.value
    try:
        from tests.asking import grade
    except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError):
        return None
    made = Outcome({}, {}, {})
    for mark in (mark for name in grade.OWN for mark in grade.rows(name)):
        question = mark["q"]
        if only and not any(each in question.lower() for each in only):
            continue
        try:
            came_to = grade.answered(GRAPH[0], question)
            graded = grade.judged(mark, came_to)
        except (LookupError, ValueError, TypeError, AttributeError, ArithmeticError):
            made.grades[question], made.bare[question], made.read[question] = "cannot be asked", True, ""
        else:
            made.grades[question], made.bare[question] = graded.outcome, graded.caution_missing
            made.read[question] = came_to.text
    return made


def first_letters(entry: Any) -> list[str]:
    """The first letters of all names of an entry; none for a list of the words of a language, which holds for any text."""
    if not isinstance(entry, dict):
        return []
    members = entry.get("members", {})
    names = [entry["name"], *entry["words"], *members, *(each for listed in members.values() for each in listed)]
    return sorted({str(each).lower()[:LETTERS] for each in names})


def told(shipped: Outcome, now: Outcome | None) -> str:
    """Say what a change did: how many answers read otherwise, which grades there are more or fewer of, lost cautions."""
    if now is None:
        return f"0 of {len(shipped.grades)} questions can be asked"
    changed = sum(text != shipped.read[question] for question, text in now.read.items())
    if not changed:
        return "nothing changes"
    before, after = Counter(shipped.grades[each] for each in now.grades), Counter(now.grades.values())
    kinds = [f"{kind} {after[kind] - before[kind]:+}" for kind in sorted(before | after) if after[kind] != before[kind]]
    lost = sum(now.bare.values()) - sum(shipped.bare[each] for each in now.bare)
    kinds += [f"without their caution {lost:+}"] if lost else []
    graded = f" ({', '.join(kinds)})" if kinds else ""
    return f"{changed} of {len(shipped.read)} answers read otherwise{graded}"


def main() -> None:
    """Try every change, and write what it did."""
    GRAPH.append(KnowledgeGraph.open())
    tried = [change for file in FILES for change in changes(file)]
    with multiprocessing.get_context("fork").Pool(os.cpu_count(), maxtasksperchild=1) as pool:
        shipped, *outcomes = pool.map(outcome, [None, *tried], chunksize=1)
    assert shipped is not None
    write_all(tried, [told(shipped, made) for made in outcomes])
    print(f"as shipped: {dict(Counter(shipped.grades.values()))}, without their caution {sum(shipped.bare.values())}")  # noqa: T201


if __name__ == "__main__":
    main()
