"""What the shapes cannot refuse and a curator should look at again: warnings on what is joined to the graph."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calcigraph.curation.label_readings import Terms, contradiction, misnamed
from calcigraph.errors import shown
from calcigraph.namespaces import CG, CLAIM, DERIVED, ID, PREFIXES, expand, shorten
from calcigraph.store.judgements import values
from calcigraph.store.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from calcigraph.store.store import Store
    from calcigraph.store.terms import Triple

_WORDS = values("curation/sense_words.yaml")
_CLAIMS = f"""
SELECT ?claim ?subject ?predicate ?object ?negated ?sign ?direct ?dimension ?label ?status ?force {{
  ?claim cg:subject ?subject ; cg:predicate ?predicate ; cg:object ?object .
  GRAPH <{DERIVED}> {{ ?claim rdfs:label ?label }}
  OPTIONAL {{ ?claim cg:status/rdfs:label ?status }}
  OPTIONAL {{ ?predicate cg:sign|cg:expects ?sign }}
  OPTIONAL {{ ?claim cg:dimension ?dimension }}
  BIND(EXISTS {{ ?claim cg:negated true }} AS ?negated)
  BIND(EXISTS {{ ?claim cg:directness cg:direct }} AS ?direct)
  BIND(EXISTS {{ ?claim cg:inForce true }} AS ?force)
}} ORDER BY ?claim"""
_KINDS = "SELECT ?kind ?of { ?kind cg:kindOf+ ?of }"
_PROTEINS = "SELECT ?protein { ?protein a cg:Protein }"
_RANKS = """
SELECT ?entity ?rank ?kind { ?entity cg:kindOf*/cg:endpointKind ?k . ?k cg:rank ?rank ; rdfs:label ?kind }
ORDER BY ?entity ?rank"""
_OUTCOMES = "SELECT ?rank { cg:surrogateEndpoint cg:rank ?rank }"
_SKOS, _RDFS, _DCTERMS = PREFIXES["skos"], PREFIXES["rdfs"], PREFIXES["dcterms"]
#: Properties that say what something is called, and those that tell of it in free words.
_LABELS = {_RDFS + "label", _SKOS + "prefLabel", _SKOS + "altLabel", _SKOS + "hiddenLabel", _DCTERMS + "title"}
_NOTES = {_SKOS + "note", _SKOS + "definition", _RDFS + "comment", _DCTERMS + "description"}


@dataclass(frozen=True, slots=True)
class _Claim:
    iri: str
    terms: Terms
    direct: bool
    dimension: str
    label: str
    status: str
    in_force: bool


def warnings(after: Store, before: Store, triples: Iterable[Triple]) -> tuple[str, ...]:
    """Say what is odd about what is joined to a graph, although every shape holds.

    Args:
        after: the graph with it, and what follows.
        before: the graph without it.
        triples: what is joined. What the graph says already is not looked at.

    Returns:
        One sentence each: a claim of opposite sign beside one in force, a direct step that starts from an outcome, a
        label that contradicts the terms of its claim or the entity that it labels.

    Example:
        >>> warnings(store, store, [])
        ()
    """
    new = [triple for triple in triples if not _there(before, triple)]
    if not new:
        return ()
    changed = {triple.subject.value for triple in new if isinstance(triple.subject, NamedNode)}
    every = {each.iri: each for each in _claims(after)}
    stands = {each.iri for each in (*every.values(), *_claims(before)) if each.in_force}
    claims = [every[iri] for iri in sorted(changed & every.keys())]
    return tuple(
        dict.fromkeys(
            [
                *_opposites(after, claims, [every[iri] for iri in sorted(stands & every.keys())]),
                *_from_outcomes(after, claims),
                *_labels(after, before, new, every),
                *_names_of_claims(after, claims),
            ]
        )
    )


def _there(store: Store, triple: Triple) -> bool:
    if not isinstance(triple.subject, NamedNode):
        return False
    return any(
        quad.object == triple.object for quad in store.engine.quads(triple.subject.value, triple.predicate.value)
    )


def _claims(store: Store) -> list[_Claim]:
    return store.once(_read_claims)


def _read_claims(store: Store) -> list[_Claim]:
    found = []
    for cells in store.engine.values(_CLAIMS):
        claim, subject, predicate, object_, negated, sign, direct, dimension, label, status, force = cells
        terms = Terms(
            str(subject), str(predicate), str(object_), int(sign) if sign is not None else None, str(negated) == "true"
        )
        found.append(
            _Claim(
                str(claim),
                terms,
                str(direct) == "true",
                str(dimension or ""),
                str(label),
                str(status or "new"),
                str(force) == "true",
            )
        )
    return found


# Opposite signs -------------------------------------------------------------------------------------------------------


def _opposites(store: Store, claims: Iterable[_Claim], in_force: Iterable[_Claim]) -> Iterator[str]:
    wider: defaultdict[str, set[str]] = defaultdict(set)
    for kind, of in store.engine.values(_KINDS):
        wider[str(kind)].add(str(of))
    proteins = {str(protein) for (protein,) in store.engine.values(_PROTEINS)}
    standing = list(in_force)

    def kin(one: str, other: str) -> bool:
        return other in wider[one] or one in wider[other]

    for claim in claims:
        said, hinted = [], []
        for other in standing:
            mine, theirs = claim.terms, other.terms
            if claim.iri == other.iri:
                continue
            same_subject, same_object = mine.subject == theirs.subject, mine.object == theirs.object
            # A marker of a protein is a kind of it, and often falls as the protein's work rises.
            near_object = kin(mine.object, theirs.object) and not proteins & {mine.object, theirs.object}
            near = (same_subject and near_object) or (same_object and kin(mine.subject, theirs.subject))
            if (same_subject and same_object and _against(mine, theirs)) or _turned(claim, other):
                said.append(_opposite(claim, other, "the graph stands by the opposite"))
            elif near and _against(mine, theirs):
                hinted.append(
                    _opposite(claim, other, "of something wider or narrower the graph stands by the opposite")
                )
        yield from said or hinted


def _against(one: Terms, other: Terms) -> bool:
    if one.negated != other.negated:
        return one.predicate == other.predicate or bool(one.sign and one.sign == other.sign)
    if one.negated:
        return False
    names = {one.predicate.removeprefix(CG), other.predicate.removeprefix(CG)}
    return bool(one.sign and other.sign and one.sign != other.sign) or any(
        set(pair) == names for pair in _WORDS["against"]
    )


def _turned(one: _Claim, other: _Claim) -> bool:
    mine, theirs = one.terms, other.terms
    return (
        mine.predicate == theirs.predicate
        and mine.predicate.removeprefix(CG) in _WORDS["orders"]
        and (mine.subject, mine.object) == (theirs.object, theirs.subject)
        and one.dimension == other.dimension
        and not mine.negated
        and not theirs.negated
    )


def _opposite(claim: _Claim, other: _Claim, how: str) -> str:
    return (
        f"{shorten(claim.iri)} says '{claim.label}', and {how}: {shorten(other.iri)} '{other.label}' ({other.status}). "
        "Check subject, object and predicate against the source."
    )


# Outcomes that start a step -------------------------------------------------------------------------------------------


def _from_outcomes(store: Store, claims: Iterable[_Claim]) -> Iterator[str]:
    ranks: dict[str, tuple[int, str]] = {}
    for entity, rank, kind in store.engine.values(_RANKS):
        ranks[str(entity)] = (int(str(rank)), str(kind))
    surrogate = min((int(str(rank)) for (rank,) in store.engine.values(_OUTCOMES)), default=0)
    for claim in claims:
        start, kind = ranks.get(claim.terms.subject, (-1, ""))
        end, _ = ranks.get(claim.terms.object, (-1, ""))
        # From one outcome to the next there are steps; what is only measured for an outcome drives nothing before it.
        if claim.direct and (start > surrogate or start == surrogate > end):
            yield (
                f"{shorten(claim.iri)} '{claim.label}' is a direct step that starts from the {kind} "
                f"'{store.entities.label(claim.terms.subject)}'. Check whether subject and object are swapped, or make the "
                "claim cg:indirect."
            )


# Labels against terms -------------------------------------------------------------------------------------------------


def _labels(after: Store, before: Store, new: Iterable[Triple], every: dict[str, _Claim]) -> Iterator[str]:
    written = [
        (triple.subject.value, triple.predicate.value, triple.object.value)
        for triple in new
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, Literal)
    ]
    for iri, property_, text in sorted(written):
        if property_ not in _LABELS | _NOTES:
            continue
        if iri in every:
            fault = contradiction(after, text, every[iri].terms, whole=property_ in _LABELS)
        elif property_ in _LABELS:
            # By the names of before, since after it the label is a name of what bears it.
            fault = misnamed(before, iri, text) or _of_another_name(before, iri, text)
        else:
            fault = ""
        if fault:
            yield f"{shorten(iri)} is labelled '{shown(text)}', and {fault}"


def _of_another_name(before: Store, iri: str, text: str) -> str:
    """A new entity whose IRI reads as the name of one thing, and whose label is the name of another."""
    if not iri.startswith(ID) or before.entities.at(iri):
        return ""
    local = iri.removeprefix(ID).replace("-", " ")
    bearers, named = before.entities.bearers(text), before.entities.bearers(local)
    if not named or named & bearers:
        return ""
    other = min(named)
    return (
        f"its IRI reads as {shorten(other)} '{before.entities.label(other)}'. Use that entity, or give this one an IRI "
        "after its label."
    )


def _names_of_claims(store: Store, claims: Iterable[_Claim]) -> Iterator[str]:
    """The IRI of a claim is read like a label; what else it names is its own affair."""
    for claim in claims:
        text = claim.iri.removeprefix(CLAIM).replace("-", " ")
        if fault := contradiction(store, text, claim.terms, whole=False):
            yield f"{shorten(claim.iri)} reads as '{shown(text)}', and {fault.replace('the label', 'the IRI')}"


def told_otherwise(store: Store, name: str, terms: Terms, told: Mapping[str, str]) -> Iterator[str]:
    """Say in what a row of a table contradicts itself: what it tells for people against its terms.

    Args:
        store: the graph.
        name: what to call the claim.
        terms: of the claim.
        told: what stands in the columns ``subject_label``, ``object_label``, ``sentence`` and ``sign``, and which term of
            another vocabulary in ``subject_id`` and ``object_id``, where something does.

    Yields:
        One sentence each.

    Example:
        >>> terms = Terms(ID + "vkorc1", CG + "inhibits", ID + "warfarin", -1, False)
        >>> list(told_otherwise(store, "a", terms, {"subject_label": "warfarin"}))
        ["a: subject_label is 'warfarin', and it is 'VKORC1' here, while 'warfarin' is id:warfarin. Correct ... label."]
    """
    for part, iri in (("subject", terms.subject), ("object", terms.object)):
        text = told.get(f"{part}_label", "")
        if text and (fault := misnamed(store, iri, text)):
            yield f"{name}: {part}_label is '{shown(text)}', and {fault}"
        term = told.get(f"{part}_id", "")
        meant = store.entities.at(expand(term) or term)
        if meant and iri not in meant:
            yield (
                f"{name}: {part} is {shown(term)}, which is '{store.entities.label(min(meant))}' here, while its own name is "
                f"{shorten(iri)}. Correct one of them."
            )
    if fault := contradiction(store, told.get("sentence", ""), terms):
        yield f"{name}: the sentence is '{shown(told['sentence'])}', and {fault}"
    sign = told.get("sign", "")
    if sign and not terms.negated and sign not in (str(terms.sign), f"+{terms.sign}"):
        yield f"{name}: sign is '{shown(sign)}', and that of {shorten(terms.predicate)} is {terms.sign or 'none'}."
