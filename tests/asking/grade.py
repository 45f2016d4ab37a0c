"""Grades answers to questions in plain words against their marks, and writes docs/asking.md."""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from calcigraph import KnowledgeGraph
from calcigraph.answers.screen import screen
from calcigraph.errors import CalcigraphError, UnclearQuestion

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "reference" / "asked.tsv"
OWN = {
    "second set": Path(__file__).with_name("second_set.yaml"),
    "third set": Path(__file__).with_name("third_set.yaml"),
}
MARKS = Path(__file__).with_name("marks_asked.yaml")
CAUTION = re.compile(r"doctor|pharmacist|prescri|midwife|Arzt|poison|emergency", re.IGNORECASE)
FIRST = 10
# What the third set came to when it was graded for the first time, before anything was mended by it; it cannot be had again.
FIRST_GRADE = (
    "The sets have been tuned to since. The third set was graded once before anything was mended by it, which is the figure",
    "for questions that nobody tuned to: of 60 questions 55 right, 1 asked back rightly, 2 lacked a fact, 2 refused, 0 wrong,",
    "2 without their caution.",
)


@dataclass(frozen=True)
class Grade:
    """What became of one question: its outcome and, where it is not right, what is missing."""

    question: str
    outcome: str
    why: str
    caution_missing: bool


def rows(name: str) -> list[dict[str, Any]]:
    """Read a set: its questions with their marks."""
    if name in OWN:
        return list(yaml.safe_load(OWN[name].read_text(encoding="utf-8")))
    with SHARED.open(encoding="utf-8") as file:
        asked = list(csv.DictReader(file, delimiter="\t"))
    marks = yaml.safe_load(MARKS.read_text(encoding="utf-8"))
    return [{"q": asked[each["row"] - 1]["question"], **each} for each in marks]


class Answered(NamedTuple):
    """What a question came to: the text on the screen, answered or not, what it was read as, and its state."""

    text: str
    outcome: str
    meant: list[str]
    state: str = ""


def answered(graph: KnowledgeGraph, question: str) -> Answered:
    """Ask one question."""
    try:
        answer = graph.ask(question)
    except UnclearQuestion as error:
        text = "\n".join([*error.cautions, str(error)])
        return Answered(text, "ask back", [each.question for each in error.choices])
    except CalcigraphError as error:
        return Answered(str(error), "refused", [])
    outcome = "outside" if answer.frame == "outside" else "answer"
    meant = [answer.frame, answer.claim, answer.understood.split(" ")[0]]
    return Answered(screen(answer), outcome, meant, str(answer.state or answer.level))


def grade(graph: KnowledgeGraph, mark: dict[str, Any]) -> Grade:
    """Ask one question and hold the answer against its marks."""
    return judged(mark, answered(graph, mark["q"]))


def judged(mark: dict[str, Any], made: Answered) -> Grade:
    """Hold what a question came to against its marks."""
    question = mark["q"]
    wanted = mark.get("outcome", "answer")
    text, outcome, meant, state = made
    lines = text.splitlines()
    first = " ".join(lines[:FIRST])
    missing = [each for each in mark.get("says", []) if not re.search(each, first, re.IGNORECASE)]
    never = mark.get("never")
    wrong = bool(never and re.search(never, first, re.IGNORECASE))
    cautioned = not mark.get("caution") or bool(CAUTION.search(text))
    if mark.get("first") and not re.search(mark["first"], lines[0] if lines else "", re.IGNORECASE):
        missing.append(f"first line: {mark['first']}")
    level = mark.get("level", [])
    if level and state not in level:
        missing.append(f"level {level[0]}")
    why = "; ".join([*missing, *([f"says {never}"] if wrong else []), *([] if cautioned else ["caution"])])
    if outcome == wanted and not missing and not wrong and cautioned:
        return Grade(question, "right" if outcome != "ask back" else "asked back rightly", "", caution_missing=False)
    if outcome == "ask back":
        rightly = bool(set(meant) & set(mark["meant"])) and cautioned
        return Grade(question, "asked back rightly" if rightly else "refused", why, not cautioned)
    if outcome in ("refused", "outside"):
        return Grade(question, "refused", why, not cautioned)
    read = bool(set(meant) & set(mark["meant"]))
    return Grade(question, "lacks a fact" if read and not wrong else "wrong", f"{meant[0]}: {why}", not cautioned)


OUTCOMES = ("right", "asked back rightly", "lacks a fact", "refused", "wrong")


def graded(name: str, graph: KnowledgeGraph) -> list[Grade]:
    """Grade a whole set."""
    return [grade(graph, mark) for mark in rows(name)]


def main() -> None:
    """Grade both sets, print what is not right, and write the page."""
    graph = KnowledgeGraph.open()
    sets = [each for each in ("asked.tsv", *OWN) if each in OWN or SHARED.exists()]
    page = [
        "# How questions in plain words are answered",
        "",
        "Regenerated by `make asking`. *asked.tsv*: questions that people really asked, with what a right answer says;",
        "*second set*: collected and marked before the reader was made, in `tests/asking`. *Right*: answered at the first",
        "try with every fact of its marks in the first ten lines, or told to be outside where it is. *Lacks a fact*: read",
        "as meant and nothing wrong said. *Wrong*: read as something else, or said what must not be said.",
        "",
        *FIRST_GRADE,
        "",
        f"| set | questions | {' | '.join(OUTCOMES)} | without its caution |",
        f"|---|---|{'---|' * (len(OUTCOMES) + 1)}",
    ]
    below: list[str] = []
    for name in sets:
        found = graded(name, graph)
        counts = Counter(each.outcome for each in found)
        bare = sum(each.caution_missing for each in found)
        page.append(f"| {name} | {len(found)} | {' | '.join(str(counts[each]) for each in OUTCOMES)} | {bare} |")
        below += ["", f"## Not right yet: {name}", ""]
        below += [f'- {each.outcome}: "{each.question}" ({each.why})' for each in found if each.why]
    text = "\n".join([*page, *below]) + "\n"
    if "--print" not in sys.argv:
        (ROOT / "docs" / "asking.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
