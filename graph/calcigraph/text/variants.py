"""How the names of the vocabulary are spelled in texts: plurals, words for people, intake of a nutrient, case."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from calcigraph.namespaces import CG
from calcigraph.store.judgements import values
from calcigraph.store.names import name_key
from calcigraph.text.lexicon import plural, singular

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from calcigraph.store.store import Store

_CHOSEN = values("text/names_in_text.yaml")
_ALSO_WORDS = frozenset(_CHOSEN["also_words"].split())
_SHORT: int = _CHOSEN["short_acronym"]
_DESIGNATION = re.compile(r"[A-Z]?[0-9]+[A-Za-z]?|[A-Z]|[IVX]+")
_NOUN_END = re.compile(rf" (?:{'|'.join(_CHOSEN['noun_ends_before'].split())}) ")
_ARTICLE = re.compile(rf"(?:{'|'.join(_CHOSEN['articles'].split())}) ")
_PEOPLE, _PATIENTS = _CHOSEN["people"].split(), _CHOSEN["patients"].split()
_TAKERS = [f"{each} " for each in _CHOSEN["takers"]]
_EXPOSURES = _CHOSEN["exposures"].split()
_SPEAKS_OF_INTAKE = (*_EXPOSURES, *_CHOSEN["exposure_like"].split())
_LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"


@dataclass(frozen=True, slots=True)
class Sense:
    """What a name stands for.

    Attributes:
        iri: the entity.
        exact: how the name has to be spelled, where its case matters; else empty.
        qualified: whether the entity is called so only with a qualifier, such as "liver (as food)".
        kind: the class that is called so too, as in "protein"; else empty.
        charged: whether a sign of charge has to follow, as in "Ca2+".
    """

    iri: str
    exact: str = ""
    qualified: bool = False
    kind: str = ""
    charged: bool = False


def class_words(store: Store) -> dict[str, str]:
    """Find the words that name a class of the ontology.

    Args:
        store: the graph.

    Returns:
        Folded label to the IRI of the class.

    Example:
        >>> class_words(store)["protein"]
        'https://w3id.org/calcigraph/ontology#Protein'
    """
    rows = store.engine.values(f'SELECT ?c ?l {{ ?c a owl:Class ; rdfs:label ?l FILTER(STRSTARTS(STR(?c), "{CG}")) }}')
    return {name_key(str(label)): str(kind) for kind, label in rows}


def spellings(
    names: Iterable[tuple[str, str, str]], kinds: Mapping[str, frozenset[str]], classes: Mapping[str, str]
) -> Iterator[tuple[str, Sense]]:
    """Spell out the names of entities.

    Args:
        names: entity, name, and the predicate between them.
        kinds: the classes of every entity.
        classes: folded word to the class it names.

    Yields:
        Each spelling with its sense. What is derived gives way to what is a name of another entity.

    Example:
        >>> sorted(name for name, _ in spellings([("e", "people with steatorrhoea", "")], {}, {}))[:2]
        ['individual with steatorrhoea', 'individuals with steatorrhoea']
    """
    rows = list(names)
    own: dict[str, set[str]] = {}
    for iri, name, _ in rows:
        own.setdefault(name_key(name), set()).add(iri)
    for iri, name, predicate in rows:
        if iri in own.get(name_key(_ARTICLE.sub("", name)), ()) and _ARTICLE.match(name):
            continue  # "the calcium paradox" is the calcium paradox
        kind = classes.get(name_key(name), "")
        kind = "" if kind in kinds.get(iri, ()) else kind
        vitamin = iri in own.get(name_key(f"vitamin {name}"), ())
        bound = _case_matters(name) and not vitamin
        yield name, Sense(iri, name if bound else "", kind=kind, charged=name.rstrip(")").endswith("+"))
        if kind:
            continue  # the plural is that of the kind
        for each in _derived(name, nutrient=f"{CG}Nutrient" in kinds.get(iri, ()) or _is_combination(iri, kinds)):
            if own.get(name_key(each), {iri}) == {iri}:
                yield each, Sense(iri, each if bound else "")
        if predicate == _LABEL and (match := re.fullmatch(r"(\w[\w ]*) \([\w ]+\)", name)):
            for each in (match[1], *_derived(match[1], nutrient=False)):
                yield each, Sense(iri, qualified=True)


def in_questions(names: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Spell names out as people type them into a question: singular or plural, in any case.

    Args:
        names: entity and name.

    Yields:
        Each spelling with its entity; a plural gives way to what is a name of another entity.

    Example:
        >>> sorted(in_questions([("e", "egg yolk")]))
        [('egg yolk', 'e'), ('egg yolks', 'e')]
    """
    rows = list(names)
    own: dict[str, set[str]] = {}
    for iri, name in rows:
        own.setdefault(name_key(name), set()).add(iri)
    for iri, name in rows:
        yield name, iri
        before, space, last = name.rpartition(" ")
        for form in _other(last):
            if own.get(name_key(before + space + form), {iri}) == {iri}:
                yield before + space + form, iri


def _is_combination(iri: str, kinds: Mapping[str, frozenset[str]]) -> bool:
    return f"{CG}Combination" in kinds.get(iri, ())


def _case_matters(name: str) -> bool:
    if not re.fullmatch(r"[^\W_]+", name) or not any(map(str.isupper, name)):
        return False
    return name.casefold() in _ALSO_WORDS or len(name) <= _SHORT or bool(re.fullmatch(r"F[0-9]+", name))


def _derived(name: str, *, nutrient: bool) -> list[str]:
    found = {form for each in (name, *_people(name), *_hydroxyl(name)) for form in (each, *_numbers(each))}
    if nutrient and not _NOUN_END.search(name) and not name.endswith(_SPEAKS_OF_INTAKE):
        found |= {f"{name} {exposure}" for exposure in _EXPOSURES}
    return sorted(found - {name})


def _hydroxyl(name: str) -> list[str]:
    """The hydroxyl group without brackets, and the alpha that often stands before 25: 25OHD, 1α,25(OH)2D."""
    if "(OH)" not in name:
        return []
    both = [name, name.replace("1,25", "1alpha,25")] if name.startswith("1,25") else [name]
    return [*both, *(each.replace("(OH)", group) for each in both for group in ("OH", "-OH-"))]


def _people(name: str) -> list[str]:
    match = re.match(rf"people ({'|'.join(_TAKERS)})?(?=\w)", name)
    if not match:
        return []
    rest = name[match.end() :]
    # "On" says more than taking: "people on dialysis" take none.
    links = _TAKERS if match[1] in _TAKERS[:-1] else [match[1] or ""]
    who = ["people", *_PEOPLE, *(_PATIENTS if rest.startswith("with ") or match[1] else [])]
    return [f"{each} {link}{rest}" for each in who for link in links]


def _numbers(name: str) -> list[str]:
    """The plural and the singular of the noun that a name is built on."""
    head, between, tail = name, "", ""
    if match := _NOUN_END.search(name):
        head, between, tail = name[: match.start()], match[0], name[match.end() :]
    words = head.split(" ")
    place = len(words) - 1
    if place and _DESIGNATION.fullmatch(words[-1]):
        place -= 1  # "vitamins D", "factors VII"
    forms = []
    # A lone plural is a word of its own: "harms" are counted, "harm" is done.
    if not (name == words[0] and name.islower() and singular(name) != name):
        forms = [
            " ".join([*words[:place], each, *words[place + 1 :]]) + between + tail for each in _other(words[place])
        ]
    if tail and not _DESIGNATION.fullmatch(tail.split(" ")[-1]):
        before, space, last = tail.rpartition(" ")
        forms += [f"{head}{between}{before}{space}{form}" for form in _other(last)]
    return forms


def _other(word: str) -> list[str]:
    """The plural of a singular or the singular of a plural; nothing for what is no word, such as a number."""
    if len(word) < 2 or not word[-1].isalpha():
        return []
    one = singular(word)
    return [plural(word) if one == word else one]
