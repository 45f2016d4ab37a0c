"""What a drug, a condition or a group calls for, in sentences: the known risk, or that the graph does not know it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calcigraph.guard.wordings import capital, figure, listed, people_units, unit_for_people
from calcigraph.knowledge.evidence import evidence_pages
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from decimal import Decimal

    from calcigraph.guard.lexica import Hit
    from calcigraph.guard.risks import Least, Risks
    from calcigraph.knowledge.claims import Claim
    from calcigraph.store.store import Store

_LINES = values("guard/lines.yaml")
_MOST_CLAIMS = 2
# Groups that every second question names, and of which there is nothing to say where the graph has no warning.
_SOFT = frozenset({"older"})


@dataclass(frozen=True, slots=True)
class Caution:
    """What something in a question calls for.

    Attributes:
        state: a state of safety.
        sentence: what it means, with what to do.
        reasons: what the graph has behind it.
        advice: what to do, where the sentence does not say it all.
        claims: IRIs of the claims behind it.
        about: what the question names.
    """

    state: str
    sentence: str
    reasons: tuple[str, ...] = ()
    advice: str = ""
    claims: tuple[str, ...] = ()
    about: str = ""


class Adviser:
    """Says what hits call for, from the warnings of one graph.

    Args:
        store: the graph.
        risks: its warnings.
    """

    def __init__(self, store: Store, risks: Risks) -> None:
        self._store, self._risks = store, risks

    def caution(self, hit: Hit, nutrients: tuple[str, ...], told: str) -> Caution:
        """Say what a hit calls for.

        Args:
            hit: a drug, a condition or a group.
            nutrients: IRIs of what is taken; empty where the text names none that the graph knows.
            told: how to name what is taken.

        Returns:
            The caution; never one that calls something safe that no source looked at.
        """
        if not nutrients and not told:
            return self._alone(hit)
        claims = self._risks.known(nutrients, hit.named.graph)
        if claims:
            return self._known(hit, claims, nutrients, told)
        denied = self._risks.known(nutrients, hit.named.graph, denied=True)
        if denied:
            line = _LINES["denied"].format(nutrient=told, what=hit.told, claim=denied[0].label)
            because = self._because(denied)
            return Caution("no known problem", capital(line), because, claims=(denied[0].iri,), about=hit.told)
        return self._unknown(hit, nutrients, told)

    def _alone(self, hit: Hit) -> Caution:
        """What is named without a nutrient: what the graph warns of there all the same."""
        kind, what, named = hit.named.kind, hit.told, hit.named
        claims = self._risks.about(named.graph)
        if not claims:
            key = "drug_alone" if kind == "drug" else "condition_alone"
            return Caution("outside this graph", capital(_LINES[key].format(what=what)), about=what)
        line = _LINES["known_alone"].format(what=what, claim=claims[0].label)
        advice = _LINES["keep_drug"].format(drug=what) if kind == "drug" else _LINES["ask_condition"]
        return Caution("known risk", capital(line), (named.note,) if named.note else (), advice, about=what)

    def _unknown(self, hit: Hit, nutrients: tuple[str, ...], told: str) -> Caution:
        """What the graph has no warning of, which is never called safe; of a drug, what it does."""
        kind, what, named = hit.named.kind, hit.told, hit.named
        does = self._risks.does(named.graph) if kind == "drug" else []
        if does and nutrients:
            line = _LINES["does_drug"].format(nutrient=told, what=what)
            because = tuple(f"{capital(claim.label)} ({claim.verdict})." for claim in does[:_MOST_CLAIMS])
            return Caution("nothing studied", line, because, _LINES["keep_drug"].format(drug=what), about=what)
        if kind == "group" and named.key in _SOFT:
            return Caution("", "", about=what)
        line = _LINES[f"unknown_{kind}"].format(nutrient=told, what=what)
        state = "nothing studied" if kind == "group" else "outside this graph"
        advice = _LINES["ask_condition"] if kind == "condition" else ""
        advised = self._because(self._risks.advised(nutrients, named.graph)) if kind == "group" and nutrients else ()
        return Caution(state, capital(line), (*advised, *([named.note] if named.note else [])), advice, about=what)

    def _known(self, hit: Hit, claims: list[Claim], nutrients: tuple[str, ...], told: str) -> Caution:
        kind, what, named = hit.named.kind, hit.told, hit.named
        least = self._risks.least(nutrients, named.graph)
        reasons = [self._least(each) for each in least[:1] + [each for each in least if each.unit == "%"][:1]]
        reasons = (
            list(dict.fromkeys([*self._because(claims), *reasons]))
            if not least
            else [*reasons, *self._because(claims)[:1]]
        )
        if kind == "group":
            reasons += self._because(self._risks.advised(nutrients, named.graph))[:1]
        if named.note:
            reasons.insert(0, named.note)
        line = _LINES[f"known_{kind}"].format(nutrient=told, what=what)
        advice = _LINES["keep_drug"].format(drug=what) if kind == "drug" else _LINES["ask_condition"]
        return Caution("known risk", capital(line), tuple(reasons), advice, tuple(claim.iri for claim in claims), what)

    def _because(self, claims: list[Claim]) -> tuple[str, ...]:
        """The claims that warn, with what a source said of it."""
        chosen = claims[:_MOST_CLAIMS]
        pages = evidence_pages(self._store, [claim.iri for claim in chosen])
        found = []
        for claim in chosen:
            rows = pages.get(claim.iri, {}).get("results", [])
            first = next((row for row in rows if row["direction"] == "supports"), None)
            said = f": {people_units(str(first['description']).rstrip('.'))} ({first['source']})" if first else ""
            certainty = f" ({claim.certainty} certainty)" if claim.certainty else " (an article says so)"
            found.append(f"{capital(claim.label)}{certainty}{said}.")
        return tuple(found)

    def _least(self, least: Least) -> str:
        name = self._store.entities.label(least.nutrient)
        who = f", in {least.who}" if least.who else ""
        change = re.fullmatch(r"([\d.]+) ug/d ([^;]*); (?:group means of )?(.*?)(?:, about)?", least.basis)
        if least.unit == "%" and change:
            moved = "lowered" if least.value.startswith("-") else "raised"
            what = change[3].replace(" and of ", " and ")
            return f"{change[1]} µg a day of {change[2]} {moved} {what} by about {least.value.lstrip('-')} %{who} ({least.source})."
        return f"{figure(_number(least.value))} {unit_for_people(least.unit)} of {name} was the {people_units(least.basis)}{who} ({least.source})."


def _number(text: str) -> Decimal:
    from decimal import Decimal

    return Decimal(text)


def names(labels: list[str]) -> str:
    """Name what is taken.

    Args:
        labels: names of nutrients or foods.

    Returns:
        One string, such as ``vitamin D and vitamin K2``.

    Example:
        >>> names(["vitamin D", "vitamin K2"])
        'vitamin D and vitamin K2'
    """
    return listed(list(dict.fromkeys(labels)))
