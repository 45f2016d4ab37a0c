"""What is asked of the mechanism: which factors are pressed and observed, from which state, with which strengths."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from calcigraph.errors import BadArgument, shown
from calcigraph.knowledge.claims import claim_iri
from calcigraph.mechanism.naming import choose_factors, lacking
from calcigraph.mechanism.whatif.influence import STRENGTHS
from calcigraph.mechanism.whatif.said import DEFICIENT, LEVELS, REPLETE
from calcigraph.ranges import a_name, assigned, choice
from calcigraph.ranges import names as several

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calcigraph.store.store import Store

_KNOWN = "ASK { ?claim cg:subject|cg:object <%(factor)s> ; cg:directness cg:direct ; cg:predicate/cg:sign ?sign }"
_NEAR = """
SELECT DISTINCT ?label {
  { <%(entity)s> cg:supplies|cg:combines|cg:formOf|cg:kindOf|cg:partOf ?factor } UNION { <%(entity)s> cg:lackOf ?factor }
  ?claim cg:subject ?factor ; cg:directness cg:direct ; cg:predicate/cg:sign ?sign .
  ?factor skos:prefLabel ?label
} ORDER BY ?label
"""


_TURNED = {"high": "low", "low": "high", "normal": "normal"}


class Pressed(NamedTuple):
    """What is pressed: names in words, the entities named, and the factors of the network they stand for."""

    names: dict[str, str]
    entities: dict[str, int]
    factors: dict[str, int]


def pressed_factors(store: Store, interventions: Mapping[str, str]) -> Pressed:
    """Read what is pressed.

    Args:
        store: the graph.
        interventions: name to ``high``, ``low`` or ``normal``; the lack of something high is that something low.

    Returns:
        What is pressed.

    Raises:
        UnknownName: a name is not known.
        BadArgument: there is none, a level is none of the three, a name stands for nothing in the network, or two
            names stand for the same.

    Example:
        >>> pressed_factors(store, {"vitamin K2 deficiency": "high"}).names
        {'vitamin K2': 'low'}
    """
    assigned("interventions", interventions, "{'vitamin D': 'high'}")
    if not interventions:
        raise BadArgument("nothing is pressed; name a factor with its level, such as {'vitamin D': 'high'}")
    pressed = Pressed({}, {}, {})
    for given, level in interventions.items():
        name, key = _named(store, given, level)
        label, factors = choose_factors(store, name)
        entities = sorted(factors) if label.startswith("any ") else [store.entities.iri(name)]
        if not label.startswith("any "):
            _refuse_outsider(store, entities[0], factors)
        for known, iris in ((pressed.entities, entities), (pressed.factors, sorted(factors))):
            for iri in iris:
                if known.setdefault(iri, LEVELS[key]) != LEVELS[key]:
                    raise BadArgument(f"'{store.entities.label(iri)}' cannot be pressed both ways at once")
        if label in pressed.names:
            raise BadArgument(f"'{label}' is pressed twice, the second time as '{given}'")
        pressed.names[label] = key
    return pressed


def _named(store: Store, name: str, level: object) -> tuple[str, str]:
    """A factor and its level; the lack of something high is that something low."""
    key = level.strip().casefold() if isinstance(level, str) else ""
    if key not in LEVELS:
        near = get_close_matches(key, LEVELS, n=1, cutoff=0.3)
        hint = f"; nearest: '{near[0]}'" if near else ""
        raise BadArgument(f"the level of '{shown(name)}' is 'high', 'low' or 'normal', not '{shown(level)}'{hint}")
    named, turned = lacking(store, name)
    return named, key if turned > 0 else _TURNED[key]


def _refuse_outsider(store: Store, entity: str, factors: Iterable[str]) -> None:
    """Refuse what no step of mechanism knows, and offer what it stands in for."""
    if set(factors) != {entity} or store.engine.ask(_KNOWN % {"factor": entity}):
        return
    near = [str(label) for (label,) in store.engine.values(_NEAR % {"entity": entity})]
    hint = f"; press what it brings or belongs to: {', '.join(near)}" if near else ""
    raise BadArgument(f"no step of mechanism knows '{store.entities.label(entity)}'{hint}")


def observed_factors(store: Store, names: Iterable[str]) -> list[str]:
    """Read what is asked for.

    Args:
        store: the graph.
        names: of factors or sets, as for ``naming.choose_factors``.

    Returns:
        IRIs of factors, each once.

    Raises:
        UnknownName: a name is not known.
        BadArgument: there is none, or one is no name.

    Example:
        >>> len(observed_factors(store, ["serum calcium", "serum calcium"]))
        1
    """
    listed = several("observe", names)
    if not listed:
        raise BadArgument("nothing is observed; name a factor such as 'arterial calcification', or leave observe out")
    return list(dict.fromkeys(iri for name in listed for iri in sorted(choose_factors(store, name)[1])))


def strength_ranges(store: Store, strengths: Mapping[str, str]) -> dict[str, tuple[float, float]]:
    """Read assumed strengths.

    Args:
        store: the graph.
        strengths: claim to ``minor``, ``ordinary``, ``dominant`` or ``absent``.

    Returns:
        IRI of the claim to the range its strength is drawn from.

    Raises:
        UnknownName: no claim has the name.
        BadArgument: a strength is none of the four.

    Example:
        >>> list(strength_ranges(store, {"warfarin inhibits VKORC1": "absent"}).values())
        [(0.0, 0.0)]
    """
    assigned("strengths", strengths, "{'warfarin inhibits VKORC1': 'minor'}")
    for claim, strength in strengths.items():
        choice(f"the strength of '{shown(claim)}'", strength, STRENGTHS)
    return {claim_iri(store, claim): STRENGTHS[strength] for claim, strength in strengths.items()}


class Start(NamedTuple):
    """The state a scenario starts from: in words, and what is lacking in it."""

    name: str
    lacking: frozenset[str]


def starting_state(store: Store, state: str) -> Start:
    """Read the state a scenario starts from.

    Args:
        store: the graph.
        state: ``replete``, or ``deficient in`` and a name as for ``naming.choose_factors``; ``lack of X`` and
            ``X deficiency`` are the same as ``deficient in X``.

    Returns:
        The state.

    Raises:
        UnknownName: the name is not known.
        BadArgument: it is no state, or no step of mechanism knows what is lacking.

    Example:
        >>> starting_state(store, "deficient in vitamin D").name
        'deficient in vitamin D'
    """
    words = " ".join(a_name("a state to start from", state).split())
    if words.casefold() == REPLETE:
        return Start(REPLETE, frozenset())
    named, turn = (words[len(DEFICIENT) :], -1) if words.casefold().startswith(DEFICIENT) else lacking(store, words)
    if turn > 0 or lacking(store, named)[1] < 0:
        raise BadArgument(
            f"a state to start from is '{REPLETE}' or '{DEFICIENT}X', such as '{DEFICIENT}vitamin D', not '{words}'"
        )
    label, factors = choose_factors(store, named)
    if not label.startswith("any "):
        _refuse_outsider(store, store.entities.iri(named), factors)
    return Start(f"{DEFICIENT}{label}", factors)
