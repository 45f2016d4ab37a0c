"""What stands behind a claim: the studies that count, how they divide, and what an answer leaves out."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from calcigraph.guard.wordings import figure, listed, people_units
from calcigraph.knowledge.evidence import evidence_pages
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from calcigraph.answers.context import Context
    from calcigraph.knowledge.claims import Claim

_CHOSEN = values("answers/effects.yaml")
_STANDS_FOR: dict[str, list[str]] = _CHOSEN["stands_for"]
_GOOD = frozenset(values("knowledge/outcomes.yaml")["good_outcomes"])
_ASSOCIATED = re.compile(r"goes with (?:more|less)")
_MOST = 3


def not_taken(context: Context, claim: Claim | None = None) -> list[str]:
    """Say what of a question an answer takes no account of.

    Args:
        context: the question.
        claim: the claim that answers it.

    Returns:
        A line, or none.
    """
    label = claim.label.casefold() if claim else ""
    left = [each for each in context.frame.qualifiers if each not in label]
    left += [each.name for each in context.frame.of("G") if each.name.casefold() not in label]
    left += [each.said for each in context.frame.of("X")]
    if claim:  # of several nutrients, those that the claim is not about
        about = {each.casefold() for each in (context.label(claim.subject), context.label(claim.object))}
        others = context.nutrients()[1:]
        left += [each.name for each in others if each.name.casefold() not in f"{label} {' '.join(about)}"]
    left = [each for each in dict.fromkeys(left) if not any(each != other and each in other for other in left)]
    return [f"Not taken into account: {listed(left)}."] if left else []


def level_of(claim: Claim) -> str:
    """Give the level of a claim's verdict.

    Args:
        claim: the claim.

    Returns:
        Status and certainty in words.
    """
    return f"{claim.status}, {claim.certainty} certainty" if claim.certainty else claim.status


def behind(context: Context, claim: Claim) -> list[str]:
    """Tell the studies behind a claim: how they divide, and the weightiest of them, each once.

    Args:
        context: the question.
        claim: the claim.

    Returns:
        Up to four sentences.
    """
    page = evidence_pages(context.store, [claim.iri]).get(claim.iri, {})
    counted = [row for row in page.get("results", []) if row.get("counted")] or page.get("results", [])
    by_study: dict[str, dict[str, object]] = {}
    for row in counted:
        known = by_study.setdefault(str(row["source"]), row)
        if known["direction"] != row["direction"]:  # a study that disagrees with itself saw nothing it agrees on
            by_study[str(row["source"])] = {**known, "direction": "null"}
    rows = list(by_study.values())
    if not rows:
        sources = list(dict.fromkeys(str(row["source"]) for row in page.get("mechanism", [])))
        return [f"By {listed(sources[:_MOST])}."] if sources else []
    split = [f"{count} {word}" for word, count in _divided(rows)]
    found = [f"Studies that count: {listed(split)}."] if len(rows) > 1 else []
    shown: list[dict[str, object]] = []
    for direction in ("refutes", "null", "supports"):
        shown += sorted((row for row in rows if row["direction"] == direction), key=lambda row: -_size(row))[
            : 2 if len(rows) < 4 else 1
        ]
    return found + [told(row) for row in shown[:_MOST]]


def _divided(rows: list[dict[str, object]]) -> list[tuple[str, int]]:
    words = {"supports": "for it", "null": "saw no effect", "refutes": "against it"}
    return [(word, count) for key, word in words.items() if (count := sum(row["direction"] == key for row in rows))]


def _size(row: dict[str, object]) -> float:
    return float(str(row.get("n") or 0))


def told(row: dict[str, object]) -> str:
    """Tell one result with its study.

    Args:
        row: a result of ``evidence.evidence_pages``.

    Returns:
        A sentence: what was seen, by whom, in how many people.

    Example:
        >>> told({"description": "No difference.", "source": "Ma ML 2022", "design": "meta-analysis", "n": 6425})
        'No difference (Ma ML 2022, meta-analysis, 6425 people).'
    """
    people = f", {figure(_decimal(row['n']))} people" if row.get("n") else ""
    design = f", {row['design']}" if row.get("design") else ""
    return f"{people_units(str(row['description']).rstrip('.'))} ({row['source']}{design}{people})."


def _decimal(value: object) -> Decimal:
    return Decimal(str(value))
