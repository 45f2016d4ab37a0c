"""Names of factors: what a name, or a phrase for a set, stands for in the mechanism network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from calcigraph.errors import AmbiguousName, BadArgument, UnknownName
from calcigraph.mechanism.factors import held_factors
from calcigraph.namespaces import ID, expand
from calcigraph.ranges import a_name
from calcigraph.ranges import names as several
from calcigraph.store.judgements import values
from calcigraph.store.names import name_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calcigraph.store.store import Store

_STEP = "cg:directness cg:direct ; cg:predicate/cg:sign ?sign"
_LACK = re.compile(r"(?:lack|deficiency|shortage) of (.+)|(.+?)[ -](?:lack|deficiency|deficit)", re.IGNORECASE)
_ANY, _ANY_FORM = "any ", "any form of "


def network_factors(store: Store, name: str) -> list[str]:
    """Find the factors of the mechanism network that a name stands for.

    Args:
        store: the graph.
        name: a factor of the network; or an entity that acts through others (a protein through its synthesis or
            signalling, a transporter through the transport); or a group, which stands for its members.

    Returns:
        IRIs, sorted. An entity that no step of mechanism knows stands for itself.

    Raises:
        UnknownName: the name is not known.
        BadArgument: it is of something that is no factor and stands for none.

    Example:
        >>> [kg.entities.label(iri) for iri in network_factors(store, "MGP")]
        ['MGP synthesis']
        >>> len(network_factors(store, "coagulation factors"))
        4
    """
    iri, label = _resolve(store, name)
    if iri in (held_factors(store) or ()):
        return [iri]
    for member in (f"VALUES ?factor {{ <{iri}> }}", f"<{iri}> cg:actsThrough ?factor ."):
        if factors := _in_network(store, member):
            return factors
    if factors := _in_network(store, f"?factor cg:kindOf|cg:formOf <{iri}> ."):
        return factors
    if not store.engine.ask(f"ASK {{ <{iri}> a cg:Factor }}"):
        raise BadArgument(f"'{label}' is no factor: its amount or activity cannot go up or down, so no path has it")
    return [iri]


def lacking(store: Store, name: str) -> tuple[str, int]:
    """Tell the lack of something from the thing itself.

    Args:
        store: the graph.
        name: as for ``network_factors``; ``lack of X``, ``X lack`` and ``X deficiency`` are less of X.

    Returns:
        The name of what is lacking with -1, or the name as it is with 1.

    Example:
        >>> lacking(store, "vitamin D deficiency"), lacking(store, "vitamin D")
        (('vitamin D', -1), ('vitamin D', 1))
    """
    text = " ".join(name.split())
    try:
        iri = store.entities.iri(text)
    except (AmbiguousName, UnknownName):
        match = _LACK.fullmatch(text)
        return (match[1] or match[2], -1) if match else (text, 1)
    missing = store.latest(_lacks).get(iri)
    return (text, 1) if missing is None else (missing, -1)


def _lacks(store: Store) -> dict[str, str]:
    """What is the lack of something, to what is lacking: the first by label."""
    rows = store.engine.values("SELECT ?lack ?label { ?lack cg:lackOf/skos:prefLabel ?label } ORDER BY DESC(?label)")
    return {str(lack): str(label) for lack, label in rows}


def choose_factors(store: Store, names: str | Iterable[str]) -> tuple[str, frozenset[str]]:
    """Find the factors that a name, a phrase for a set, or several of them stand for.

    Args:
        store: the graph.
        names: a name as for ``network_factors``; ``any form of X`` for X with all its forms and kinds; ``any C`` for
            the members of a class or of a kind of endpoint, such as ``any nutrient`` or ``any clinical outcome``; or
            several of these.

    Returns:
        How to call them, and their IRIs. A set has those of its members that the mechanism network knows.

    Raises:
        UnknownName: a name is not known.
        BadArgument: a name is of something that is no factor, a set has no member in the network, or there is none.

    Example:
        >>> label, factors = choose_factors(store, "any form of vitamin K")
        >>> label, len(factors)
        ('any form of vitamin K', 6)
    """
    listed = several("a factor", names)
    if not listed:
        raise BadArgument("expected the name of a factor, got none")
    found = dict(_choose(store, name) for name in listed)
    return " or ".join(found), frozenset().union(*found.values())


def _choose(store: Store, name: str) -> tuple[str, frozenset[str]]:
    text = " ".join(name.split())
    if text.casefold().startswith(_ANY_FORM):
        iri = store.entities.iri(text[len(_ANY_FORM) :])
        label = f"{_ANY_FORM}{store.entities.label(iri)}"
        members = f"?factor (cg:kindOf|cg:formOf)* <{iri}> ."
        return label, frozenset(_in_network(store, members) or network_factors(store, iri))
    if text.casefold().startswith(_ANY):
        sets = _sets(store)
        key = name_key(text[len(_ANY) :])
        if key in sets:
            label, kinds = sets[key]
            either = [f"{{ ?factor {kind} }} UNION {{ ?m {kind} ; cg:actsThrough ?factor }}" for kind in kinds]
            factors = _in_network(store, f"{{ {' UNION '.join(either)} }}")
            if not factors:
                raise BadArgument(f"'{_ANY}{label}' has no member in the mechanism network, so no path has one")
            return f"{_ANY}{label}", frozenset(factors)
        try:
            iri = store.entities.iri(name)
        except UnknownName:
            from difflib import get_close_matches

            cutoff = values("store/nearness.yaml")["set_name"]
            near = [_ANY + sets[each][0] for each in get_close_matches(key, sorted(sets), n=3, cutoff=cutoff)]
            raise UnknownName(name, near, what="set of factors") from None
        return store.entities.label(iri), frozenset(network_factors(store, iri))
    return _resolve(store, name)[1], frozenset(network_factors(store, name))


def _resolve(store: Store, name: str) -> tuple[str, str]:
    """IRI and label of an entity; the IRI of one, or its CURIE, is not looked up in the whole vocabulary."""
    text = a_name("the name of a factor", name).strip()
    iri = expand(text) or text
    if re.fullmatch(rf"{re.escape(ID)}[\w-]+", iri, re.ASCII):
        if known := (held_factors(store) or {}).get(iri):
            return iri, known
        rows = store.engine.values(f"SELECT ?label {{ <{iri}> a cg:Entity ; skos:prefLabel ?label }}")
        if rows:
            return iri, str(rows[0][0])
    iri = store.entities.iri(name)
    return iri, store.entities.label(iri)


def _sets(store: Store) -> dict[str, tuple[str, list[str]]]:
    """Folded name of every class of entities and kind of endpoint, with its label and what its members have."""
    query = """SELECT ?label ?term ?link {
        { ?term rdfs:subClassOf+ cg:Entity BIND("a" AS ?link) }
        UNION { ?term a cg:EndpointKind BIND("cg:endpointKind" AS ?link) } ?term rdfs:label ?label } ORDER BY ?term"""
    found: dict[str, tuple[str, list[str]]] = {}
    for label, term, link in store.engine.values(query):
        found.setdefault(name_key(str(label)), (str(label), []))[1].append(f"{link} <{term}>")
    return found


def _in_network(store: Store, members: str) -> list[str]:
    """The factors that a pattern gives and that a step of mechanism starts from or ends in, sorted."""
    # The members stand in both branches: joined to a union, the engine would first read every step there is.
    either = " UNION ".join(f"{{ {members} ?claim cg:{end} ?factor ; {_STEP} }}" for end in ("subject", "object"))
    query = f"SELECT DISTINCT ?factor {{ {either} }} ORDER BY ?factor"
    return [str(factor) for (factor,) in store.engine.values(query)]
