"""Scores of the checker, stage by stage: against the statements of the articles, our own sentences, and public pages."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from calcigraph.errors import CalcigraphError
from calcigraph.factcheck.checked import OUTCOMES
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from calcigraph import KnowledgeGraph
    from calcigraph.factcheck.checked import CheckedSentence, Finding

HERE = Path(__file__).parent
_ACCUSED = ("unsafe", "contradicted")
_NEAR = values("factcheck/matching.yaml")["near"]
_STANDS_FOR = values("answers/effects.yaml")["stands_for"]
_ANTAGONISTS = ("warfarin", "acenocoumarol", "phenprocoumon", "vitamin K antagonists")
_JUDGED = [each for each in OUTCOMES if each != "not covered here"]


@dataclass
class Marked:
    """A sentence with what a person marked.

    Attributes:
        name: its id or place.
        outcome: what is right.
        also: outcomes that a second marker could give.
        claims: its claims: subject, object and outcome.
        found: what the checker found.
    """

    name: str
    outcome: str
    also: tuple[str, ...]
    claims: list[dict[str, Any]]
    found: list[CheckedSentence] = field(default_factory=list)

    @property
    def findings(self) -> list[Finding]:
        """Everything that was found in it."""
        return [each for sentence in self.found for each in sentence.findings]

    @property
    def said(self) -> str:
        """The gravest outcome that the checker gave."""
        found = {each.outcome for each in self.findings}
        return next((name for name in OUTCOMES if name in found), "no claim")


@dataclass
class Scores:
    """Counts, from which the shares are made.

    Attributes:
        counts: of each thing that was counted.
        wrong: names of the sentences that went wrong, by how.
    """

    counts: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def miss(self, how: str, name: str) -> None:
        """Note a sentence that went wrong."""
        self.counts[how] += 1
        self.wrong.setdefault(how, []).append(name)

    def share(self, part: str, whole: str) -> float:
        """Divide one count by another."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else 0.0


class Alike:
    """Tells whether a claim of the graph is the one that a person marked."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph = graph
        self._risks = graph.checker._matcher.risks
        self._above: dict[str, set[str]] = {}
        for part, whole in graph.engine.values("SELECT ?a ?b { ?a cg:kindOf|cg:formOf ?b }"):
            self._above.setdefault(str(part), set()).add(str(whole))

    def iri(self, name: str) -> str:
        """Resolve a name, empty where it is unknown."""
        try:
            return str(self._graph.entities.iri(name))
        except CalcigraphError:
            return ""

    def alike(self, finding: Finding, mark: dict[str, Any]) -> bool:
        """Whether both ends are the same, or kinds of one another, or outcomes measured for each other."""
        if finding.claim is None:
            return mark["outcome"] in ("unsafe", "wrong unit or amount") and finding.outcome in (
                "unsafe",
                "wrong unit or amount",
            )
        if finding.outcome == "unsafe":
            return str(mark["outcome"]) == "unsafe"
        ends = (finding.claim.subject, finding.claim.object)
        names = (str(mark.get("subject")), re.sub(r" \(.*\)$", "", str(mark.get("object"))))
        return all(map(self._same, ends, names)) or all(map(self._same, ends, names[::-1]))

    def _same(self, iri: str, name: str) -> bool:
        label = self._graph.entities.label(iri)
        parts = re.split(r", | and ", name)
        if len(parts) > 1 and any(self._same(iri, part) for part in parts):
            return True
        if label == f"users of {name}s" or (label == "users of vitamin K antagonists" and name in _ANTAGONISTS):
            return True
        other = self.iri(name)
        if not other:
            return label.casefold() == name.casefold()
        spoken = self._graph.entities.label(other)
        kin = other in self._risks.family(iri) or bool(
            {iri, *self._above.get(iri, ())} & {other, *self._above.get(other, ())}
        )
        near = any(
            right in table.get(left, ())
            for table in (_NEAR, _STANDS_FOR)
            for left, right in ((label, spoken), (spoken, label))
        )
        return bool(kin or near)


def own(graph: KnowledgeGraph, file: str = "own.yaml") -> list[Marked]:
    """Check our own sentences, each alone."""
    read = yaml.safe_load((HERE / file).read_text())["sentences"]
    found = []
    for each in read:
        one = Marked(each["id"], each["outcome"], tuple(each.get("also", ())), each.get("claims") or [])
        one.found = list(graph.checker.check(each["text"]).sentences)
        found.append(one)
    return found


def pages(graph: KnowledgeGraph, folder: Path) -> list[Marked]:
    """Check the texts of a folder, and lay what was found on the marks of their sentences."""
    rows = [line.split("\t") for line in (HERE / "pages.tsv").read_text().splitlines()[1:]]
    by_file: dict[str, list[tuple[int, int, Marked]]] = {}
    for _, file, start, length, _, outcome, marks, *_ in rows:
        mark = json.loads(marks)
        one = Marked(f"{file}:{start}", outcome, tuple(mark.get("also", ())), mark["claims"])
        by_file.setdefault(file, []).append((int(start), int(start) + int(length), one))
    for file, marked in by_file.items():
        text = (folder / file.removeprefix("texts/")).read_bytes().decode()
        for sentence in graph.checker.check(text).sentences:
            best = max(marked, key=lambda each: min(each[1], sentence.end) - max(each[0], sentence.start))
            if min(best[1], sentence.end) > max(best[0], sentence.start):
                best[2].found.append(sentence)
    return [one for marked in by_file.values() for _, _, one in marked]


def score(graph: KnowledgeGraph, marked: Iterable[Marked]) -> Scores:
    """Score sentences, each stage apart."""
    alike = Alike(graph)
    scores = Scores()
    for one in marked:
        _stages(scores, one, alike)
    return scores


def _stages(scores: Scores, one: Marked, alike: Alike) -> None:  # noqa: C901 - one count after another
    counts = scores.counts
    counts["sentences"] += 1
    claims = one.outcome != "no claim"
    found = one.said != "no claim"
    counts["claims marked"] += claims
    counts["claims said"] += found
    counts["claims both"] += claims and found
    inside = [each for each in one.claims if each["outcome"] in _JUDGED]
    judged = [each for each in one.findings if each.outcome in _JUDGED]
    counts["inside"] += len(inside)
    counts["judged"] += len(judged)
    right = [each for each in judged if any(alike.alike(each, mark) for mark in one.claims)]
    counts["judged right"] += len(right)
    for each in judged:
        if each not in right:
            scores.miss("matched wrongly", f"{one.name}: {each.claim.label if each.claim else each.outcome}")
    hit = [mark for mark in inside if any(alike.alike(each, mark) for each in judged)]
    counts["inside found"] += len(hit)
    if inside and not hit:
        scores.miss("not found", one.name)
    if right:
        counts["matched"] += 1
        if one.said == one.outcome:
            counts["outcome right"] += 1
        elif one.said in one.also:
            counts["outcome also"] += 1
        else:
            scores.miss("outcome wrong", f"{one.name}: {one.said}, marked {one.outcome}")
    if one.outcome == "fair" and one.said in _ACCUSED:
        scores.miss("fair accused", f"{one.name}: {one.said}")
    if one.outcome == "no claim" and one.said in _ACCUSED:
        scores.miss("no claim accused", f"{one.name}: {one.said}")
    if one.outcome == "unsafe":
        counts["unsafe marked"] += 1
        counts["unsafe heard"] += one.said == "unsafe"
        if one.said == "fair":
            scores.miss("unsafe called fair", one.name)


def lines(name: str, scores: Scores) -> Iterator[str]:
    """Write the scores as rows of a table."""
    counts = scores.counts
    yield f"| {name} | {counts['sentences']} | {_pair(scores, 'claims both', 'claims said')} | {_pair(scores, 'claims both', 'claims marked')} | {_pair(scores, 'judged right', 'judged')} | {_pair(scores, 'inside found', 'inside')} | {_pair(scores, 'outcome right', 'matched')} | {(counts['outcome right'] + counts['outcome also']) / max(1, counts['matched']):.2f} | {counts['fair accused']} | {counts['no claim accused']} | {counts['unsafe called fair']} of {counts['unsafe marked']} | {counts['unsafe heard']} of {counts['unsafe marked']} |"


def _pair(scores: Scores, part: str, whole: str) -> str:
    return f"{scores.share(part, whole):.2f} ({scores.counts[part]} of {scores.counts[whole]})"
