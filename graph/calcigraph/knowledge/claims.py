"""Claims with their verdicts, and the results and statements behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from calcigraph.errors import AmbiguousName, BadArgument, UnknownName, shown
from calcigraph.knowledge.statuses import certainties, statuses
from calcigraph.namespaces import CG, CLAIM, PREFIXES, expand, shorten
from calcigraph.ranges import a_name, choice
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph.store.engine import Engine
    from calcigraph.store.store import Store

DIRECTNESS = ("direct", "indirect")


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim and what the evidence says of it.

    Attributes:
        iri: its IRI.
        label: the claim as a sentence without full stop.
        subject, predicate, object: IRIs.
        negated: whether it says that the relation does not hold.
        directness: ``direct`` or ``indirect``.
        sign: 1, -1, or None for a predicate without sign or a negated claim.
        status: status of its verdict.
        certainty: ``high``, ``moderate``, ``low``, ``very low``, or None where nothing counts.
        rank: certainty as a number, 3 to 0, and -1 for None.
        limiting: whether the subject is a limiting input of the object.
    """

    iri: str
    label: str
    subject: str
    predicate: str
    object: str
    negated: bool
    directness: str
    sign: int | None
    status: str
    certainty: str | None
    rank: int
    limiting: bool

    @property
    def curie(self) -> str:
        """The short form of the IRI."""
        return shorten(self.iri)

    @property
    def verdict(self) -> str:
        """Status and certainty in words, such as ``contested (low certainty)``."""
        return f"{self.status} ({self.certainty} certainty)" if self.certainty else self.status


SELECT_CLAIMS = """
SELECT ?claim ?label ?subject ?predicate ?object ?negated ?directness ?sign ?status ?level ?limiting
WHERE {
  %s
  ?claim cg:subject ?subject ; cg:predicate ?predicate ; cg:object ?object ; rdfs:label ?label ;
         cg:directness/rdfs:label ?directness ; cg:status/rdfs:label ?status .
  OPTIONAL { ?claim cg:negated ?negated }
  OPTIONAL { ?claim cg:limiting ?limiting }
  OPTIONAL { ?predicate cg:sign ?sign }
  OPTIONAL { ?claim cg:certainty ?level }
}
ORDER BY ?claim
"""


def read_claims(store: Store, pattern: str) -> list[Claim]:
    """Read the claims that match a pattern.

    Args:
        store: the graph.
        pattern: SPARQL that restricts ``?claim``, ``?subject``, ``?predicate`` or ``?object``.

    Returns:
        Claims sorted by IRI.

    Example:
        >>> found = read_claims(store, "?claim cg:subject id:warfarin ; cg:object id:vkorc1 .")
        >>> [claim.sign for claim in found]
        [-1]
    """
    found = []
    # Joined inside the OPTIONAL of the query above, the levels would make the engine read every claim there is.
    levels = {level.iri: (level.label, level.rank) for level in certainties(store).values()}
    for cells in store.engine.values(SELECT_CLAIMS % pattern):
        claim, label, subject, predicate, object_, negated, directness, sign, status, level, limiting = cells
        certainty, rank = levels.get(str(level), (None, -1))
        is_negated = negated == "true"
        found.append(
            Claim(
                iri=str(claim),
                label=str(label),
                subject=str(subject),
                predicate=str(predicate),
                object=str(object_),
                negated=is_negated,
                directness=str(directness),
                sign=int(sign) if sign is not None and not is_negated else None,
                status=str(status),
                certainty=certainty,
                rank=rank,
                limiting=limiting == "true",
            )
        )
    return found


def find_claims(
    store: Store,
    subject: str | None,
    predicate: str | None,
    object_: str | None,
    *,
    directness: str | None = None,
    status: str | None = None,
) -> list[Claim]:
    """Find claims by their parts; see ``kg.claims``.

    Args:
        store: the graph.
        subject: name of an entity, or None for any.
        predicate: local name or CURIE of a predicate, or None for any.
        object_: name of an entity, or None for any.
        directness: ``direct``, ``indirect`` or None.
        status: label of a status or None.

    Returns:
        Claims sorted by IRI.

    Raises:
        UnknownName: a name is not known.
        BadArgument: a value is none of the possible ones.

    Example:
        >>> len(find_claims(store, None, None, None, status="established")) > 10
        True
    """
    if directness is not None:
        choice("directness", directness, DIRECTNESS)
    if status is not None:
        choice("status", status, statuses(store))
    pattern = []
    if subject is not None:
        pattern.append(f"VALUES ?subject {{ <{store.entities.iri(subject)}> }}")
    if predicate is not None:
        pattern.append(f"VALUES ?predicate {{ <{predicate_iri(store, predicate)}> }}")
    if object_ is not None:
        pattern.append(f"VALUES ?object {{ <{store.entities.iri(object_)}> }}")
    found = read_claims(store, " ".join(pattern))
    return [claim for claim in found if directness in (None, claim.directness) and status in (None, claim.status)]


def predicate_iri(store: Store, name: str) -> str:
    """Resolve the name of a predicate.

    Args:
        store: the graph.
        name: local name, CURIE, IRI or label, such as ``contributesTo`` or ``contributes to``.

    Returns:
        Its IRI.

    Raises:
        BadArgument: no predicate has the name; the nearest are offered.

    Example:
        >>> shorten(predicate_iri(store, "contributes to"))
        'cg:contributesTo'
    """
    known, spelt = {}, {}
    for row in store.engine.values("SELECT ?p ?l { ?p rdfs:subPropertyOf+ cg:relatesTo ; rdfs:label ?l }"):
        iri, label = map(str, row)
        local = iri.removeprefix(CG)
        for key in (local, f"cg:{local}", iri, label):
            known[key.casefold()] = iri
            spelt[key.casefold()] = key
    key = a_name("the name of a predicate", name).casefold()
    if key in known:
        return known[key]
    from difflib import get_close_matches

    cutoff = values("store/nearness.yaml")["predicate_name"]
    near = [f"'{spelt[each]}'" for each in get_close_matches(key, sorted(known), n=3, cutoff=cutoff)]
    raise BadArgument(f"no predicate is called '{shown(name)}'" + (f"; nearest: {', '.join(near)}" if near else ""))


def one_claim(store: Store, *names: str) -> str:
    """Resolve a claim by one name or by three.

    Args:
        store: the graph.
        names: IRI, CURIE, local name or sentence; or subject, predicate and object.

    Returns:
        Its IRI.

    Raises:
        UnknownName: nothing has the name.
        AmbiguousName: several claims have the three parts.
        BadArgument: neither one name nor three.

    Example:
        >>> shorten(one_claim(store, "MK7", "prevents", "vascular calcification"))
        'claim:mk-7-prevents-arterial-calcification'
    """
    if len(names) == 1:
        return claim_iri(store, names[0])
    if len(names) != 3:
        raise BadArgument(f"a claim is named by its IRI or sentence, or by three names, not by {len(names)}")
    found = find_claims(store, *names)
    if not found:
        others = [claim.label for claim in find_claims(store, names[0], None, names[2])]
        raise UnknownName(" ".join(names), others[:3], what="claim")
    if len(found) > 1:
        raise AmbiguousName(" ".join(names), [claim.curie for claim in found])
    return found[0].iri


def claim_iri(store: Store, name: str) -> str:
    """Resolve a claim by its IRI, CURIE, local name or sentence.

    Args:
        store: the graph.
        name: such as ``claim:vitamin-k2-prevents-arterial-calcification`` or ``vitamin K2 prevents arterial
            calcification``, each thing by any of its names.

    Returns:
        Its IRI.

    Raises:
        UnknownName: no claim has the name; the nearest are offered.
        AmbiguousName: several claims have the sentence.

    Example:
        >>> shorten(claim_iri(store, "K2 prevents vascular calcification"))
        'claim:vitamin-k2-prevents-arterial-calcification'
    """

    def known() -> dict[str, set[str]]:
        return store.latest(_claim_keys_of)

    if address := _address(store.engine, name, known):
        return address
    found = _in_other_words(store, name)
    if len(found) > 1:
        raise AmbiguousName(name, [shorten(iri) for iri in found])
    # What is nearest takes as long as all the rest, and is looked for where nothing else is left.
    return found[0] if found else _nearest(name, known())


def _in_other_words(store: Store, sentence: str) -> list[str]:
    """Find the claims that a sentence is about, whose subject and object go by other names of theirs."""
    words = sentence.split()
    folded = [word.casefold() for word in words]
    found: set[str] = set()
    for _, label in store.engine.values("SELECT ?p ?l { ?p rdfs:subPropertyOf+ cg:relatesTo ; rdfs:label ?l }"):
        parts = str(label).casefold().split()
        for start in range(1, len(words) - len(parts)):
            if folded[start : start + len(parts)] != parts:
                continue
            subject, object_ = " ".join(words[:start]), " ".join(words[start + len(parts) :])
            try:
                claims = find_claims(store, subject, str(label), object_)
            except (UnknownName, AmbiguousName):
                continue
            found |= {claim.iri for claim in claims if not claim.negated}
    return sorted(found)


def _claim_keys_of(store: Store) -> dict[str, set[str]]:
    return _claim_keys(store.engine)


def _claim_keys(engine: Engine) -> dict[str, set[str]]:
    """Folded local name, or sentence, of every claim to the claims that have it."""
    from calcigraph.store.names import name_key

    rows = engine.values("SELECT ?c ?l { ?c a cg:Claim . OPTIONAL { ?c rdfs:label ?l } } ORDER BY ?c")
    keys: dict[str, set[str]] = {}
    for claim, label in rows:
        for each in filter(None, (str(claim).removeprefix(CLAIM), label)):
            keys.setdefault(name_key(each), set()).add(str(claim))
    return keys


def claim_address(engine: Engine, name: str) -> str:
    """Resolve a claim on a bare engine; see ``claim_iri``.

    Args:
        engine: a loaded engine, with or without the derived graph.
        name: IRI, CURIE or local name, or the sentence where the rules have run.

    Returns:
        Its IRI.

    Raises:
        UnknownName: no claim has the name; the nearest are offered.
        AmbiguousName: several claims have the sentence.
    """
    return _address(engine, name, lambda: _claim_keys(engine)) or _nearest(name, _claim_keys(engine))


def _address(engine: Engine, name: str, known: Callable[[], dict[str, set[str]]]) -> str | None:
    """Resolve a claim by its address or by its sentence as it stands; ``known`` gives the folded names of all claims."""
    text = a_name("the name of a claim", name).strip()
    for iri in (text, expand(text), CLAIM + text):
        if iri and _is_claim(engine, iri):
            return iri
    found = sorted(known().get(_key(text), ()))
    if len(found) > 1:
        raise AmbiguousName(name, [shorten(iri) for iri in found])
    return found[0] if found else None


def _key(text: str) -> str:
    from calcigraph.store.names import name_key

    return name_key(text.removeprefix("claim:"))


def _nearest(name: str, keys: dict[str, set[str]]) -> NoReturn:
    """Refuse a name that no claim has, with those that look most like it."""
    from difflib import get_close_matches

    close = get_close_matches(_key(name.strip()), sorted(keys), n=6, cutoff=values("store/nearness.yaml")["claim_name"])
    near = dict.fromkeys(shorten(iri) for each in close for iri in sorted(keys[each]))
    raise UnknownName(name, list(near)[:3], what="claim")


def _is_claim(engine: Engine, iri: str) -> bool:
    """Look one node up, which is quicker than to read the names of all claims."""
    try:
        return any(True for _ in engine.quads(iri, PREFIXES["rdf"] + "type", CG + "Claim"))
    except ValueError:  # no IRI at all, as most sentences
        return False
