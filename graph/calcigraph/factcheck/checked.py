"""What checking a text gives: findings, sentence by sentence, and their counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from calcigraph.factcheck.claimhood import REASONS
from calcigraph.factcheck.matching import RELATIONS

if TYPE_CHECKING:
    from calcigraph.knowledge.claims import Claim

#: Outcomes of a claim in a text, the gravest first, each with what it means.
OUTCOMES = {
    "unsafe": "it goes against a known risk",
    "contradicted": "the evidence says otherwise",
    "wrong unit or amount": "the unit, or the amount, is not so",
    "overstated": "it is bolder than the evidence allows",
    "understated": "the evidence allows more",
    "fair": "it says what the evidence allows",
    "not covered here": "the graph holds no claim on it, which says nothing of whether it is so",
}
#: Outcomes that are judgements on the evidence.
JUDGED = tuple(name for name in OUTCOMES if name != "not covered here")


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim that a sentence makes, judged.

    Attributes:
        outcome: a key of ``OUTCOMES``.
        words: the words that decided it, in the order of their weight.
        reason: why, in a sentence.
        claim: the claim of the graph; None where an amount or nothing decided.
        how: how the claim relates to what is said, a key of ``matching.RELATIONS``; empty without one.
        rewrite: how to say it fairly; empty where nothing has to change or nothing can be said.
        start: where the words stand in the original.
        end: where they end.
    """

    outcome: str
    words: tuple[str, ...]
    reason: str
    claim: Claim | None = None
    how: str = ""
    rewrite: str = ""
    start: int = 0
    end: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Give the finding as plain values, ready for JSON.

        Returns:
            The attributes by name, the claim as its IRI, sentence and verdict.

        Example:
            >>> Finding("fair", ("may",), "It says what the evidence allows.").as_dict()["outcome"]
            'fair'
        """
        claim = self.claim
        return {
            "outcome": self.outcome,
            "words": list(self.words),
            "reason": self.reason,
            "claim": claim and {"iri": claim.iri, "label": claim.label, "verdict": claim.verdict},
            "relation": RELATIONS.get(self.how, self.how),
            "rewrite": self.rewrite,
            "start": self.start,
            "end": self.end,
        }


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence with its findings.

    Attributes:
        text: its words.
        start: where it begins in the original.
        end: where it ends.
        findings: what it claims; empty where it claims nothing.
        no_claim: why it makes no claim, a key of ``claimhood.REASONS``; empty where it makes one.
        page: number of its page, 0 where there are none.
    """

    text: str
    start: int
    end: int
    findings: tuple[Finding, ...] = ()
    no_claim: str = ""
    page: int = 0

    @property
    def outcome(self) -> str:
        """The gravest outcome of its claims, or ``no claim``."""
        found = {each.outcome for each in self.findings}
        return next((name for name in OUTCOMES if name in found), "no claim")

    def as_dict(self) -> dict[str, Any]:
        """Give the sentence as plain values, ready for JSON.

        Returns:
            Text, place, outcome and findings.

        Example:
            >>> CheckedSentence("Why?", 0, 4, no_claim="question").as_dict()["outcome"]
            'no claim'
        """
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            **({"page": self.page} if self.page else {}),
            "outcome": self.outcome,
            "no_claim": REASONS.get(self.no_claim, self.no_claim),
            "findings": [each.as_dict() for each in self.findings],
        }


@dataclass
class Checked:
    """A text, checked.

    Attributes:
        name: of the text.
        sentences: the sentences that make a claim, in order; the others are counted only.
        read: how many sentences were read.
        no_claim: reason to number of the sentences that make no claim.
        language: of the text where that is not English, and nothing was judged.
    """

    name: str = ""
    sentences: list[CheckedSentence] = field(default_factory=list)
    read: int = 0
    no_claim: Counter[str] = field(default_factory=Counter)
    language: str = ""

    @property
    def findings(self) -> list[Finding]:
        """Every claim that was found, in order."""
        return [each for sentence in self.sentences for each in sentence.findings]

    @property
    def counts(self) -> dict[str, int]:
        """Outcome to number of claims, the gravest first; only what occurs."""
        found = Counter(each.outcome for each in self.findings)
        return {name: found[name] for name in OUTCOMES if found[name]}

    @property
    def summary(self) -> str:
        """The numbers in a line, such as ``23 claims, 9 overstated, 1 unsafe``."""
        if self.language:
            return f"Nothing judged: the text reads like {self.language}, and only English is understood."
        total = len(self.findings)
        parts = [f"{number} {name}" for name, number in self.counts.items()]
        return ", ".join(
            [f"{total} claim{'s' if total != 1 else ''} in {self.read} sentence{'s' if self.read != 1 else ''}", *parts]
        )

    def has(self, outcomes: object) -> bool:
        """Tell whether any claim has one of some outcomes.

        Args:
            outcomes: names of outcomes.

        Returns:
            Whether one has.

        Example:
            >>> Checked().has(["unsafe"])
            False
        """
        wanted = set(outcomes)  # type: ignore[call-overload]
        return any(each.outcome in wanted for each in self.findings)

    def as_dict(self) -> dict[str, Any]:
        """Give everything as plain values, ready for JSON.

        Returns:
            Counts, and every sentence that makes a claim.

        Example:
            >>> Checked("a.txt").as_dict()["claims"]
            0
        """
        return {
            "name": self.name,
            "summary": self.summary,
            "language": self.language or "English",
            "sentences_read": self.read,
            "claims": len(self.findings),
            "outcomes": self.counts,
            "no_claim": {REASONS.get(name, name): number for name, number in sorted(self.no_claim.items())},
            "sentences": [each.as_dict() for each in self.sentences],
        }
