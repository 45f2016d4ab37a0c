"""Answers as plain values, ready for JSON: what ``--format json`` prints and what the JSON API says are made here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from calcigraph._version import __version__
from calcigraph.knowledge.counts import count
from calcigraph.namespaces import shorten

if TYPE_CHECKING:
    from calcigraph.knowledge.claims import Claim
    from calcigraph.mechanism.whatif.responses import Comparison, WhatIf
    from calcigraph.questions.headers import Question
    from calcigraph.store.store import Store
    from calcigraph.store.tables import Table

#: What every answer of what-if says of itself.
NOTE = "Directions of mechanism only, at rest after a lasting change. This is no medical advice."


def of_table(table: Table) -> dict[str, Any]:
    """Give a table, or an answer with what it has to say beside its rows.

    Args:
        table: the table.

    Returns:
        The SPARQL 1.1 Query Results JSON Format, with members of ours.

    Example:
        >>> of_table(kg.members("vitamers"))["head"]
        {'vars': ['name', 'definition', 'entity']}
    """
    found: dict[str, Any] = json.loads(table.json())
    return found


def of_question(question: Question) -> dict[str, Any]:
    """Describe a question of the collection.

    Args:
        question: the question.

    Returns:
        Id, title, the question in words, description, tags, and its parameters with type and default.

    Example:
        >>> of_question(kg.questions["foods-that-supply"])["parameters"]["nutrient"]["type"]
        'cg:Nutrient'
    """
    return {
        "id": question.id,
        "title": question.title,
        "question": question.question,
        "description": question.description,
        "tags": list(question.tags),
        "parameters": {each.name: {"type": each.type, "default": each.default} for each in question.parameters},
    }


def of_claim(claim: Claim) -> dict[str, Any]:
    """Give a claim with its verdict.

    Args:
        claim: the claim.

    Returns:
        Its CURIE, label, parts as CURIEs, directness, sign, status, certainty and verdict.

    Example:
        >>> of_claim(kg.claims("warfarin", "inhibits")[0])["object"]
        'id:vkorc1'
    """
    return {
        "claim": claim.curie,
        "label": claim.label,
        "subject": shorten(claim.subject),
        "predicate": shorten(claim.predicate),
        "object": shorten(claim.object),
        "negated": claim.negated,
        "directness": claim.directness,
        "sign": claim.sign,
        "status": claim.status,
        "certainty": claim.certainty,
        "verdict": claim.verdict,
    }


def of_what_if(found: WhatIf | Comparison) -> dict[str, Any]:
    """Give a what-if answer, or scenarios side by side, with the note that goes with them.

    Args:
        found: the answer.

    Returns:
        The answer, which begins with its warnings and its sentence, and ``note``.

    Example:
        >>> of_what_if(kg.what_if({"K2": "high"}, ["MK-7"], samples=20))["note"] == NOTE
        True
    """
    return {**found.as_dict(), "note": NOTE}


def of_counts(store: Store) -> dict[str, Any]:
    """Count what the graph holds, with its version.

    Args:
        store: the graph.

    Returns:
        Names to numbers, and ``version``.

    Example:
        >>> list(of_counts(store))[-1]
        'version'
    """
    return {**count(store), "version": __version__}
