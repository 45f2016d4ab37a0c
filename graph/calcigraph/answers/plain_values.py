"""Answers as plain values, ready for JSON: what ``--format json`` prints and what the JSON API says are made here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from calcigraph._version import __version__
from calcigraph.answers.page_leads import cautions
from calcigraph.knowledge.counts import count
from calcigraph.namespaces import shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calcigraph.knowledge.claims import Claim
    from calcigraph.mechanism.pathways.pathway import Pathways
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


def of_pathways(store: Store, found: Pathways, names: Iterable[str]) -> dict[str, Any]:
    """Give pathways, what their ends call for first.

    Args:
        store: the graph.
        found: the pathways.
        names: of their ends, as they were asked for.

    Returns:
        ``warnings``, then the pathways.

    Example:
        >>> of_pathways(store, kg.pathways("warfarin", "VKORC1"), ("warfarin", "VKORC1"))["warnings"][0]
        'Warfarin: a known risk, for vitamin K calls for caution in users of vitamin K antagonists.'
    """
    return {"warnings": cautions(store, names), **found.as_dict()}


def of_what_if(store: Store, found: WhatIf, names: Iterable[str]) -> dict[str, Any]:
    """Give a what-if answer, what the names in it call for first.

    Args:
        store: the graph.
        found: the answer.
        names: of what is pressed and observed, and the state, as they were asked for.

    Returns:
        ``warnings``, the answer, and ``note``.

    Example:
        >>> of_what_if(store, kg.what_if({"K2": "high"}, ["MK-7"], samples=20), ["K2", "MK-7"])["note"] == NOTE
        True
    """
    return {"warnings": cautions(store, names), **found.as_dict(), "note": NOTE}


def of_comparison(store: Store, found: Comparison, names: Iterable[str]) -> dict[str, Any]:
    """Give scenarios side by side, what the names in them call for first.

    Args:
        store: the graph.
        found: the comparison.
        names: of what is pressed and observed, and the state, as they were asked for.

    Returns:
        ``warnings``, each scenario by its name, and ``note``.

    Example:
        >>> list(of_comparison(store, kg.compare({"K2=low": {"K2": "low"}}, ["MK-7"], samples=20), ["K2", "MK-7"]))
        ['warnings', 'K2=low', 'note']
    """
    return {"warnings": cautions(store, names), **found.as_dict(), "note": NOTE}


def names_of(pressed: Iterable[Mapping[str, str]], observe: Iterable[str], state: str) -> list[str]:
    """List the names in what is asked of what-if, for which the answer may have to begin with a caution.

    Args:
        pressed: interventions, of one scenario or of several.
        observe: what is looked at.
        state: what is started from.

    Returns:
        The names.

    Example:
        >>> names_of([{"K2": "high"}], ["MK-7"], "replete")
        ['K2', 'MK-7', 'replete']
    """
    return [*(name for each in pressed for name in each), *observe, state]


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
