"""The gate of textbook directions: what-if answers against what textbooks and guidelines teach.

The table is kept beside the product, not in it; ``make scoreboard`` writes what it found to docs/scoreboard.md.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from calcigraph.errors import UnknownName
from calcigraph.mechanism.naming import network_factors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calcigraph import KnowledgeGraph

COMMENTS = Path(__file__).parent / "textbook_comments.tsv"
TABLE = Path(__file__).parents[4] / "shared" / "reference" / "textbook_whatif.tsv"
APART = "older people"  # asked of another state than any that the method knows
MARKS = ("right", "wrong", "undetermined", "no route")
SAME = {"no effect": "unchanged", "no route": "unchanged"}  # no route says nothing, which fits what does not change


@dataclass(frozen=True)
class Row:
    """One direction that a textbook teaches.

    Attributes:
        id: its name in the table.
        interventions: name of a factor to ``high``, ``low`` or ``normal``.
        observable: name of what is looked at.
        expected: ``increase``, ``decrease`` or ``unchanged``.
        state: what it starts from.
        seen: whether the page that teaches it was read.
    """

    id: str
    interventions: Mapping[str, str]
    observable: str
    expected: str
    state: str
    seen: bool

    @property
    def text(self) -> str:
        """The interventions in words."""
        return ", ".join(f"{name} {level}" for name, level in self.interventions.items())

    @property
    def apart(self) -> bool:
        """Whether it is reported apart, because it speaks of a state that cannot be asked."""
        return self.state.startswith(APART)


def rows(table: Path = TABLE) -> list[Row]:
    """Read the table."""
    with table.open(encoding="utf-8", newline="") as handle:
        read = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    found = []
    for each in read:
        pressed = [part.strip().rpartition("=") for part in each["intervention"].split(";")]
        found.append(
            Row(
                each["id"],
                {name.strip(): level.strip() for name, _, level in pressed},
                each["observable"],
                each["expected"],
                each["from"],
                each["source"].startswith("page seen"),
            )
        )
    return found


def answers(graph: KnowledgeGraph, asked: Iterable[Row]) -> dict[str, str]:
    """Answer each row as ``kg.what_if`` does; a name that the graph does not know has no route."""
    together: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for each in asked:
        together[each.text, each.state].append(each)
    found: dict[str, str] = {}
    for group in together.values():
        state = "replete" if group[0].apart else group[0].state
        known = {each.id: each.observable for each in group if _known(graph, each.observable)}
        found |= {each.id: "no route" for each in group}
        if not known or not all(_known(graph, name) for name in group[0].interventions):
            continue
        result = graph.what_if(group[0].interventions, list(dict.fromkeys(known.values())), state=state)
        by_factor = {each.factor: each.answer for each in result.responses}
        for name, observable in known.items():
            said = {by_factor[iri] for iri in network_factors(graph.store, observable) if iri in by_factor}
            found[name] = said.pop() if len(said) == 1 else "undetermined"
    return found


def _known(graph: KnowledgeGraph, name: str) -> bool:
    try:
        return bool(network_factors(graph.store, name))
    except UnknownName:
        return False


def mark(row: Row, answer: str) -> str:
    """Judge an answer: one of ``MARKS``."""
    if SAME.get(answer, answer) == row.expected:
        return "right"
    return answer if answer in ("undetermined", "no route") else "wrong"


def count(asked: Iterable[Row], found: Mapping[str, str]) -> Counter[str]:
    """Count the marks of some rows."""
    return Counter(mark(each, found[each.id]) for each in asked)


_STEP = """
SELECT ?subject ?object ?claim {
  ?claim cg:subject ?subject ; cg:object ?object ; cg:directness cg:direct ; cg:predicate/cg:sign ?sign .
  FILTER NOT EXISTS { ?claim cg:negated true }
}
"""


def joined(graph: KnowledgeGraph, asked: Iterable[Row]) -> dict[str, str]:
    """Find the rows that one step of mechanism answers: its source has to test that very step."""
    steps = {(str(subject), str(object_)): str(claim) for subject, object_, claim in graph.engine.values(_STEP)}
    found: dict[str, str] = {}
    for each in asked:
        if not _known(graph, each.observable):
            continue
        ends = network_factors(graph.store, each.observable)
        for name in each.interventions:
            starts = network_factors(graph.store, name) if _known(graph, name) else ()
            direct = [steps[start, end] for start in starts for end in ends if (start, end) in steps]
            if direct:
                found[each.id] = direct[0]
    return found


def wrong_steps(graph: KnowledgeGraph, asked: Iterable[Row]) -> list[str]:
    """List the claims of ``joined`` that no source is evidence on."""
    query = "SELECT ?claim { VALUES ?claim { %s } FILTER NOT EXISTS { ?claim cito:citesAsEvidence ?source } }"
    claims = sorted(set(joined(graph, asked).values()))
    return [str(claim) for (claim,) in graph.engine.values(query % " ".join(f"<{each}>" for each in claims))]


# The same table asked of the graph before one-sided influences: what it answered, and how many rows one step joined.
BEFORE = {"right": 216, "wrong": 35, "undetermined": 20, "no route": 60}
JOINED_BEFORE = 29


def section(graph: KnowledgeGraph) -> str:
    """Write what the gate found, for the page of the scoreboard."""
    asked = rows()
    found = answers(graph, asked)
    main = [each for each in asked if not each.apart]
    lines = ["", "## What textbooks teach", ""]
    lines += [
        f"{len(main)} directions of textbooks and guidelines, each asked in the state that its page speaks of. They"
    ]
    lines += ["were no source of the graph: a step entered only where a study of that very step was seen.", ""]
    lines += [f"| | {' | '.join(MARKS)} |", f"|---|{'--:|' * len(MARKS)}"]
    groups = {"before": BEFORE, "all": count(main, found)}
    groups |= {
        title: count([each for each in main if each.seen is seen], found)
        for title, seen in (("page seen", True), ("page not seen", False))
    }
    groups |= {title: count(those, found) for title, those in _by_intervention(main).items()}
    lines += [f"| {title} | {' | '.join(str(made.get(name, 0)) for name in MARKS)} |" for title, made in groups.items()]
    told = "; ".join(
        f"{each.text}, {each.observable}: {found[each.id]}, expected {each.expected}" for each in asked if each.apart
    )
    lines += ["", f"Reported apart, because they speak of older people: {told}.", ""]
    now = len(joined(graph, main))
    lines += [
        f"One step of the graph joins intervention and observable in {now} of these rows, {JOINED_BEFORE} before;"
    ]
    lines += ["each such step has a source that tests it.", "", "What is not right:", ""]
    lines += ["| row | press | observe | taught | what-if | reason |", "|---|---|---|---|---|---|"]
    why = comments()
    for each in main:
        if mark(each, found[each.id]) != "right":
            cells = [each.id, each.text, each.observable, each.expected, found[each.id], why.get(each.id, "")]
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def comments() -> dict[str, str]:
    """Read why rows are not right."""
    with COMMENTS.open(encoding="utf-8", newline="") as handle:
        return {row["id"]: row["comment"] for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)}


def _by_intervention(asked: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for each in asked:
        found[each.text].append(each)
    return found
