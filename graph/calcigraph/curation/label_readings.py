"""What a label says by itself, to be held against the terms of what it labels: names at both ends, and the verb between.

Nothing is looked up elsewhere: a name is one that an entity of the graph bears, a verb one of the predicates or of
``sense_words.yaml``. A label that names nothing known says nothing here, and so contradicts nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from calcigraph.errors import shown
from calcigraph.namespaces import CG, shorten
from calcigraph.store.judgements import values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph.store.store import Store

_WORDS = values("curation/sense_words.yaml")
_MOST_CUTS = 12  # a label of words that all could begin a condition would be read a thousand times
_VERBS = """
SELECT ?predicate ?sign ?verb ?negated {
  { ?predicate cg:verb|cg:pluralVerb|rdfs:label ?verb . BIND(false AS ?negated) }
  UNION { ?predicate cg:negatedVerb|cg:negatedPluralVerb ?verb . BIND(true AS ?negated) }
  ?predicate rdfs:subPropertyOf* cg:relatesTo .
  OPTIONAL { ?predicate cg:sign ?sign }
} ORDER BY ?predicate ?verb"""


@dataclass(frozen=True, slots=True)
class Verb:
    """What a verb says.

    Attributes:
        sign: 1, -1, or None for a verb without one.
        negated: whether it denies.
        turned: whether what stands before it is the object.
    """

    sign: int | None
    negated: bool = False
    turned: bool = False


@dataclass(frozen=True, slots=True)
class LabelReading:
    """A label read as a claim.

    Attributes:
        subject: the name that stands for the subject, as it is written.
        verb: what the verb says.
        object: the name that stands for the object, as it is written.
        subjects: IRIs of the entities that bear the first.
        objects: IRIs of those that bear the second.
    """

    subject: str
    verb: Verb
    object: str
    subjects: frozenset[str]
    objects: frozenset[str]


def read_label(store: Store, text: str) -> LabelReading | None:
    """Read a label as a claim.

    Args:
        store: the graph, with the names that count.
        text: a label.

    Returns:
        The reading with the longest names; None where no two names with a known verb between them make up the label.

    Example:
        >>> reading = read_label(store, "VKORC1 is inhibited by warfarin")
        >>> reading.subject, reading.verb.sign, reading.object
        ('warfarin', -1, 'VKORC1')
    """
    return next((found for words in islice(_cuts(text), _MOST_CUTS) if (found := _read(store, words))), None)


def _cuts(text: str) -> Iterator[list[str]]:
    """The words of a label: all, without those that say nothing, and without conditions before or behind."""
    words = text.strip().rstrip(".").split()
    if not 3 <= len(words) <= _WORDS["label_words"]:
        return
    yield words
    words = [word for word in words if word.casefold() not in _WORDS["fillers"]]
    yield words
    begins = [0, *(place + 1 for place, word in enumerate(words) if word.endswith((",", ":")))]
    stops = [place for place, word in enumerate(words) if word.casefold() in _WORDS["cuts"] or word.startswith("(")]
    for end in (len(words), *reversed(stops)):
        for begin in begins:
            yield [word.rstrip(",;") for word in words[begin:end]]


def _read(store: Store, words: list[str]) -> LabelReading | None:
    verbs = store.once(_verbs)
    # The label without its first words, by how many they are; the same of its last ones.
    starts = {end: found for end in range(1, len(words) - 1) if (found := _bearers(store, words[:end]))}
    ends = {start: found for start in range(2, len(words)) if (found := _bearers(store, words[start:]))}
    fits = [
        (end - start, end, start, verb)
        for end in starts
        for start in ends
        if end < start and (verb := verbs.get(" ".join(words[end:start]).casefold()))
    ]
    if not fits:
        return None
    _, end, start, verb = max(fits, key=lambda each: each[:3])
    first, last = (" ".join(words[:end]), starts[end]), (" ".join(words[start:]), ends[start])
    if verb.turned:
        first, last = last, first
    return LabelReading(first[0], verb, last[0], first[1], last[1])


def _bearers(store: Store, words: list[str]) -> frozenset[str]:
    name = " ".join(words)
    return store.entities.bearers(name) or store.entities.bearers(
        re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.IGNORECASE)
    )


def _verbs(store: Store) -> dict[str, Verb]:
    found: dict[str, Verb] = {}
    for _, sign, verb, negated in store.engine.values(_VERBS):
        found.setdefault(str(verb).casefold(), Verb(int(sign) if sign is not None else None, str(negated) == "true"))
    for sign, words in _WORDS["verbs"].items():
        for verb in words:
            found.setdefault(verb, Verb(sign))
    for sign, words in _WORDS["passives"].items():
        for word in words:
            for be in ("is", "are", "was", "were"):
                found.setdefault(f"{be} {word} by", Verb(sign, turned=True))
                found.setdefault(f"{be} not {word} by", Verb(sign, negated=True, turned=True))
    for verb, says in list(found.items()):
        if not says.negated and not says.turned:
            for no in _WORDS["negations"]:
                found.setdefault(f"{no} {verb}", Verb(says.sign, negated=True))
    return found


@dataclass(frozen=True, slots=True)
class Terms:
    """What a claim says by its terms.

    Attributes:
        subject, object: IRIs.
        predicate: IRI.
        sign: 1, -1 or None.
        negated: whether it denies.
    """

    subject: str
    predicate: str
    object: str
    sign: int | None
    negated: bool


def contradiction(store: Store, text: str, terms: Terms, *, whole: bool = True) -> str:
    """Say in what a label contradicts the terms of its claim.

    Args:
        store: the graph.
        text: the label.
        terms: of the claim.
        whole: whether the label stands for the claim, so that it may name nothing else.

    Returns:
        What is wrong, to be put behind ``is labelled '...', and``; empty where nothing is.

    Example:
        >>> terms = Terms(ID + "vkorc1", CG + "inhibits", ID + "warfarin", -1, False)
        >>> contradiction(store, "warfarin inhibits VKORC1", terms)
        "its terms say the reverse: from 'VKORC1' to 'warfarin'. Swap subject and object, or correct the label."
    """
    said = read_label(store, text) or _by_its_ends(store, text, terms)
    return next(_faults(store, said, terms, whole), "") if said else ""


def _by_its_ends(store: Store, text: str, terms: Terms) -> LabelReading | None:
    """A label with an unknown verb that begins with a name of the object and ends with one of the subject."""
    words = text.strip().rstrip(".").split()
    if not 3 <= len(words) <= _WORDS["label_words"] or "by" in words:
        return None
    first = next((end for end in range(len(words) - 2, 0, -1) if terms.object in _bearers(store, words[:end])), 0)
    last = next((at for at in range(first + 1, len(words)) if terms.subject in _bearers(store, words[at:])), 0)
    if not first or not last:
        return None
    names = " ".join(words[:first]), " ".join(words[last:])
    return LabelReading(names[0], Verb(None), names[1], frozenset({terms.object}), frozenset({terms.subject}))


def _faults(store: Store, said: LabelReading, terms: Terms, whole: bool) -> Iterator[str]:  # noqa: FBT001
    subject, object_ = store.entities.label(terms.subject), store.entities.label(terms.object)
    straight = terms.subject in said.subjects and terms.object in said.objects
    swapped = terms.subject in said.objects and terms.object in said.subjects
    if terms.predicate.removeprefix(CG) in _WORDS["both_ways"] and swapped:
        straight, swapped = True, False
    if swapped and not straight:
        yield (
            f"its terms say the reverse: from '{subject}' to '{object_}'. Swap subject and object, or correct the label."
        )
    elif not straight and whole:
        if terms.subject not in said.subjects:
            yield f"its subject is '{subject}', not '{shown(said.subject)}'. Correct the subject, or the label."
        yield f"its object is '{object_}', not '{shown(said.object)}'. Correct the object, or the label."
    if not straight:
        return
    if said.verb.sign and terms.sign and said.verb.sign != terms.sign:
        way = "more" if terms.sign > 0 else "less"
        yield f"its predicate says the opposite: {way} of '{object_}'. Correct the predicate, or the label."
    elif said.verb.negated != terms.negated:
        yield (
            f"its terms {'deny' if terms.negated else 'assert'} it. {'Remove' if terms.negated else 'Add'} cg:negated, or "
            "correct the label."
        )


def misnamed(store: Store, iri: str, text: str) -> str:
    """Say whose name something bears that is another entity.

    Args:
        store: the graph.
        iri: what is labelled: an entity, or a term of another vocabulary that an entity is mapped to.
        text: the label.

    Returns:
        What is wrong, to be put behind ``is labelled '...', and``; empty where nothing is.

    Example:
        >>> misnamed(store, "http://purl.obolibrary.org/obo/CHEBI_16374", "warfarin")
        "it is 'vitamin K2' here, while 'warfarin' is id:warfarin. Correct the identifier, or the label."
    """
    bearers = store.entities.bearers(text)
    own = store.entities.at(iri)
    if own and bearers and not own & bearers:
        here = store.entities.label(min(own))
        return f"it is '{here}' here, while '{shown(text)}' is {shorten(min(bearers))}. Correct the identifier, or the label."
    return ""
