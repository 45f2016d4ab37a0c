"""For whom a nutrient is a known risk, whoever asks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from calcigraph.guard.wordings import listed
from calcigraph.knowledge.statuses import status_of
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calcigraph.answers.context import Context
    from calcigraph.guard.risks import Risks
    from calcigraph.questions.things import Thing
    from calcigraph.store.store import Store

_CHOSEN = values("answers/effects.yaml")
_STANDS_FOR: dict[str, list[str]] = _CHOSEN["stands_for"]
_GOOD = frozenset(values("knowledge/outcomes.yaml")["good_outcomes"])
_ASSOCIATED = re.compile(r"goes with (?:more|less)")
_MOST = 3


def careful_line(context: Context, subject: Thing) -> list[str]:
    """Say for whom a nutrient is a known risk, whoever asks.

    Args:
        context: the question.
        subject: the nutrient.

    Returns:
        A line, or none where the graph has no such warning.
    """
    if subject.letter not in "NF" or not subject.iris:
        return []
    iris = [iri for hit in [subject.hit] if hit for iri in hit.named.iris] or list(subject.iris)
    return careful(context.store, context.guard.risks, iris)


def careful(store: Store, risks: Risks, iris: Iterable[str]) -> list[str]:
    """Say for whom some entities are a known risk.

    Args:
        store: the graph.
        risks: what the guard knows of risks.
        iris: of the entities; what they are kinds of, and their kinds, count too.

    Returns:
        A line, or none where the graph has no such warning.
    """
    family = {each for iri in iris for each in risks.family(iri)}
    who = []
    for claim in risks.careful:
        other = claim.object if claim.subject in family else claim.subject if claim.object in family else ""
        if other and status_of(store, claim).sure and claim.rank >= 0:
            who.append((claim.rank, store.entities.label(other)))
    if not who:
        return []
    names = list(dict.fromkeys(name for _, name in sorted(who, key=lambda each: -each[0])))
    # "Users of X" is X again for a reader, and a class is best known by its commonest member.
    names = [name for name in names if not any(other != name and other in name for other in names)]
    names = [
        _known_as(store, name)
        for name in names
        if not any(name == member for other in names for member in _members(store, other))
    ]
    told = listed(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    return [f"Known risk with {told}: ask your doctor first."]


def _members(store: Store, name: str) -> list[str]:
    """The kinds of a class of drugs, by name."""
    rows = store.engine.values(
        f"SELECT ?l {{ ?c skos:prefLabel ?n . FILTER(STR(?n) = '{name.replace(chr(39), '')}') ?m cg:kindOf ?c ; skos:prefLabel ?l ; a cg:Drug }} ORDER BY ?l"
    )
    return [str(label) for (label,) in rows]


def _known_as(store: Store, name: str) -> str:
    members = _members(store, name)
    best = next((each for each in _CHOSEN["best_known"] if each in members), "")
    return f"{name} ({best} and its kin)" if best else name
