"""The outside scoreboard: what-if answers against what others published; ``make scoreboard`` writes the page."""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from calcigraph import KnowledgeGraph
from calcigraph.mechanism.whatif.answering import sure_influences
from calcigraph.mechanism.whatif.ensemble import solve
from calcigraph.mechanism.whatif.influence import starting_from
from calcigraph.mechanism.whatif.settling import answer
from calcigraph.namespaces import ID
from calcigraph.operations import find

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[2]))

from tests.mechanism.scoreboard import textbook  # noqa: E402 - found by the line above when run as a script
from tests.mechanism.scoreboard.sensitivity import VARIANTS, Trial  # noqa: E402 - found by the line above when run as a script
from tests.mechanism.solvability import network, shortest, solvable  # noqa: E402 - as above

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calcigraph.mechanism.whatif.ensemble import Ensemble

PAGE = HERE.parents[2] / "docs" / "scoreboard.md"
METHODS = ("what-if", "shortest path", "sign-solvability")
WORDS = {1: "increase", -1: "decrease", 0: "no route", None: "undetermined"}
SAME = ("no effect", "no route")  # both fit an outcome that nothing changed
PAIRS, DRUGS, PATHWAYS = "published outcomes", "DrugMechDB paths", "WikiPathways edges"


@dataclass(frozen=True)
class Pair:
    """One thing that others say: a change of one factor and how another one responds.

    Attributes:
        table: which table it is from.
        id: its name there.
        pressed, level, observed: factor, ``high`` or ``low``, factor.
        expected: ``increase``, ``decrease`` or ``unchanged``.
        grade: ``solid``, ``conditional`` (holds under a condition that the graph does not know), ``weak``, or
            ``dependent`` (its study stands behind an influence of the graph, so it is not counted).
        about: where it is from, in a few words.
    """

    table: str
    id: str
    pressed: str
    level: str
    observed: str
    expected: str
    grade: str
    about: str

    @property
    def short(self) -> bool:
        """Whether it is asked where its source is short: an edge of a pathway says what makes what."""
        return self.table == PATHWAYS


def read(name: str) -> list[dict[str, str]]:
    """Read one of the tables beside this file."""
    with (HERE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))


_CITED = """
SELECT ?pathway ?subject ?object {
  VALUES (?source ?pathway) { (source:wp1531 "WP1531") (source:wp5186 "WP5186") }
  ?claim cito:citesAsEvidence ?source ; cg:subject ?subject ; cg:object ?object .
}
"""


_EVIDENCE = """
SELECT DISTINCT ?mark {
  ?claim cg:directness cg:direct ; cg:predicate/cg:sign ?sign .
  { ?claim cito:citesAsEvidence|cito:citesForInformation ?source }
  UNION { ?bearing cg:about ?claim ; cg:ofResult/cg:study ?source }
  ?source bibo:pmid|bibo:doi ?mark .
}
"""
_NOTES = """
SELECT ?note { ?claim cg:directness cg:direct ; cg:predicate/cg:sign ?sign ; skos:note ?note }
"""
_MARKS = "SELECT ?source ?mark { ?source a cg:Study ; bibo:pmid|bibo:doi ?mark }"


def evidence(graph: KnowledgeGraph) -> set[str]:
    """Identify the studies behind the influences of the graph: cited, with a result on one, or named in a note."""
    found = {str(mark).casefold() for (mark,) in graph.engine.values(_EVIDENCE)}
    named = {word for (note,) in graph.engine.values(_NOTES) for word in re.findall(r"\w+", str(note))}
    found |= {
        str(mark).casefold() for source, mark in graph.engine.values(_MARKS) if str(source).rpartition("/")[2] in named
    }
    return found


def pairs(graph: KnowledgeGraph) -> list[Pair]:
    """Read all pairs, published outcomes first; what the graph took from a source is no test against that source."""
    behind = evidence(graph)
    found = [
        Pair(
            PAIRS,
            row["id"],
            row["intervention_iri"],
            row["level"],
            row["observable_iri"],
            row["observed"],
            "dependent" if {row["pmid"], row["doi"].casefold()} & behind else row["grade"],
            f"{row['kind']}, {row['species']}; {_source(row)}",
        )
        for row in read("pairs.tsv")
    ]
    for row in read("drugmechdb_pairs.tsv"):
        grade = "solid" if row["standing"] == "stands" else "conditional"
        name = f"{row['path_id']}:{row['intervention']}>{row['observable']}".replace("id:", "")
        found.append(
            Pair(DRUGS, name, row["intervention"], row["level"], row["observable"], row["expected"], grade, row["drug"])
        )
    own = {tuple(str(cell).replace(ID, "id:") for cell in row) for row in graph.engine.values(_CITED)}
    drawn: dict[tuple[str, str, str], Pair] = {}
    for row in read("wikipathways.tsv"):
        ends = row["source_factor"], row["target_factor"]
        if not row["sign"] or not all(ends) or ends[0] == ends[1]:
            continue
        word = "increase" if int(row["sign"]) > 0 else "decrease"
        grade = "weak" if (row["pathway"], *ends) in own else "solid"
        pair = Pair(
            PATHWAYS,
            f"{row['pathway']}:{row['interaction']}:{ends[0]}>{ends[1]}".replace("id:", ""),
            ends[0],
            "high",
            ends[1],
            word,
            grade,
            row["type"],
        )
        drawn.setdefault((row["pathway"], *ends), pair)
    return [*found, *drawn.values()]


def _source(row: dict[str, str]) -> str:
    key = f"PMID {row['pmid']}" if row["pmid"] else f"doi:{row['doi']}" if row["doi"] else row["other_id"]
    return f"{key}, {row['year']}" if row["year"] else key


@cache
def _solved(graph: KnowledgeGraph, pressed: str, level: str, *, short: bool) -> tuple[object, ...]:
    clamps = {pressed: 1 if level == "high" else -1}
    influences = sure_influences(graph.store, clamps)
    if short:
        influences = starting_from(influences, clamps)
    asked = find("what-if")
    found = solve(influences, clamps, samples=asked["samples"].default, seed=asked["seed"].default)
    return clamps, found, network(influences, clamps), bool(found.acting)


def judge(graph: KnowledgeGraph, pair: Pair) -> dict[str, str]:
    """Answer a pair with each method: increase, decrease, no effect, no route or undetermined.

    An edge of a pathway says what makes what, not that a replete body would make more of it: it is asked where its
    source is short. Signs alone cannot decide where an influence acts one way or in some context only: such a system is not linear.
    """
    target = pair.observed.replace("id:", ID)
    clamps, found, drawn, bent = _solved(graph, pair.pressed.replace("id:", ID), pair.level, short=pair.short)
    return {
        "what-if": answer(found, target),  # type: ignore[arg-type]
        "shortest path": WORDS[shortest(drawn, clamps, target)],  # type: ignore[arg-type]
        "sign-solvability": "undetermined" if bent else WORDS[solvable(drawn, clamps, target)],  # type: ignore[arg-type]
    }


def mark(pair: Pair, word: str) -> str:
    """Judge an answer: right, wrong, undetermined, or no route."""
    if word == pair.expected or (word in SAME and pair.expected == "unchanged"):
        return "right"
    return word if word in ("undetermined", "no route") else "wrong"


@dataclass(frozen=True)
class Score:
    """How often a method was right, wrong, undetermined, or had no route."""

    right: int
    wrong: int
    undetermined: int
    no_route: int

    @property
    def correct(self) -> float:
        """Share of the determinate answers that are right, where there is a route; 0 to 1."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def determined(self) -> float:
        """Share of the pairs with a route that are determined; 0 to 1."""
        reached = self.right + self.wrong + self.undetermined
        return (self.right + self.wrong) / reached if reached else 0.0

    @property
    def strict(self) -> float:
        """Share of the determinate answers that are right when "no route, so unchanged" counts as an answer; 0 to 1."""
        answered = self.right + self.wrong + self.no_route
        return self.right / answered if answered else 0.0


def score(judged: Iterable[tuple[Pair, dict[str, str]]], method: str) -> Score:
    """Count the marks of a method."""
    counted = Counter(mark(pair, words[method]) for pair, words in judged)
    return Score(*(counted[each] for each in ("right", "wrong", "undetermined", "no route")))


def groups(judged: list[tuple[Pair, dict[str, str]]]) -> dict[str, list[tuple[Pair, dict[str, str]]]]:
    """Split the pairs into the rows of the board."""
    directed = [(pair, words) for pair, words in judged if pair.expected != "unchanged"]

    def some(table: str, *grades: str) -> list[tuple[Pair, dict[str, str]]]:
        return [
            (pair, words) for pair, words in directed if pair.table == table and (not grades or pair.grade in grades)
        ]

    return {
        "Published outcomes, solid": some(PAIRS, "solid"),
        "Published outcomes, all": some(PAIRS, "solid", "conditional", "weak"),
        "DrugMechDB paths that stand": some(DRUGS, "solid"),
        "DrugMechDB paths, all": some(DRUGS),
        "WikiPathways edges, none cited": some(PATHWAYS, "solid"),
        "WikiPathways edges, all": some(PATHWAYS),
    }


def render(graph: KnowledgeGraph) -> str:
    """Write the page."""
    judged = [(pair, judge(graph, pair)) for pair in pairs(graph)]
    comments = {row["id"]: row["comment"] for row in read("comments.tsv")}
    lines = [(HERE / "head.md").read_text(encoding="utf-8").rstrip(), "", "## The board", ""]
    lines += ["| pairs | method | right | wrong | undetermined | no route | right of determinate | determined |"]
    lines += ["|---|---|--:|--:|--:|--:|--:|--:|"]
    for title, those in groups(judged).items():
        for method in METHODS:
            made = score(those, method)
            cells = [f"{title} ({len(those)})" if method == METHODS[0] else "", method]
            cells += [str(each) for each in (made.right, made.wrong, made.undetermined, made.no_route)]
            cells += [f"{made.correct:.1%}", f"{made.determined:.1%}"]
            lines.append(f"| {' | '.join(cells)} |")
    whole = score(groups(judged)["Published outcomes, all"], "what-if")
    own = [(pair, words) for pair, words in judged if pair.table == PAIRS]
    counted = [(pair, words) for pair, words in own if pair.grade != "dependent"]
    nulls = [(pair, words) for pair, words in counted if pair.expected == "unchanged"]
    right = sum(mark(pair, words["what-if"]) == "right" for pair, words in counted)
    told = Counter(words["what-if"] for _, words in nulls)
    lines += [
        "",
        f'If "no route, so unchanged" counts as an answer, {whole.strict:.1%} of the answers on all published',
    ]
    lines += ["outcomes are right.", ""]
    lines += [
        f"{len(own) - len(counted)} pairs are not counted: their study also stands behind an influence of the graph."
    ]
    lines += [f"Of the {len(counted)} others, with null results and gaps of the graph, {right / len(counted):.1%} are"]
    lines += ["answered as published."]
    lines += ["", "## Where studies saw no change", ""]
    lines += [
        f"{len(nulls)} published outcomes are that nothing changed. The method says so only where there is no route, or where none acts:"
    ]
    lines += [
        f"no route {told['no route']}, no effect {told['no effect']}, undetermined {told['undetermined']}, a direction"
    ]
    lines += [
        f"{told['increase'] + told['decrease']}. Directions of mechanism have no size, so that a null result is beyond them.",
        "",
    ]
    lines += [*_sensitivity(graph, groups(judged)["Published outcomes, all"]), ""]
    lines += ["## Every disagreement", ""]
    lines += ["| pair | press | observe | published | what-if | our comment |", "|---|---|---|---|---|---|"]
    for pair, words in judged:
        if mark(pair, words["what-if"]) != "right":
            cells = [
                f"{pair.id} ({pair.about})",
                f"{_name(pair.pressed)} {pair.level}",
                _name(pair.observed),
                pair.expected,
            ]
            cells += [words["what-if"], comments.get(pair.id, "")]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _sensitivity(graph: KnowledgeGraph, those: list[tuple[Pair, dict[str, str]]]) -> list[str]:
    """The section on what the choices of the method matter."""
    lines = [
        "## What the choices of the method matter",
        "",
        "All published outcomes with a direction, one choice changed:",
        "",
    ]
    lines += [
        "| choice | right | wrong | undetermined | right of determinate | determined |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    solved: dict[tuple[str, ...], Ensemble] = {}
    for variant in VARIANTS:
        trial = Trial(graph, variant, solved)
        made = score([(pair, {"what-if": trial.word(pair)}) for pair, _ in those], "what-if")
        cells = [variant.name, *(str(each) for each in (made.right, made.wrong, made.undetermined))]
        lines.append(f"| {' | '.join([*cells, f'{made.correct:.1%}', f'{made.determined:.1%}'])} |")
    return lines


def _name(curie: str) -> str:
    return curie.removeprefix("id:")


if __name__ == "__main__":
    opened = KnowledgeGraph.open()
    PAGE.write_text(render(opened) + textbook.section(opened), encoding="utf-8")
