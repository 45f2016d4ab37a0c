"""What is written in a field of the file of a study, as terms of the graph: numbers, units, names and words."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from calcigraph.errors import UsageError, shown
from calcigraph.namespaces import CG, PREFIXES, expand
from calcigraph.store.judgements import values
from calcigraph.store.names import name_key
from calcigraph.store.terms import Literal, NamedNode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from calcigraph.curation.study_form import Field, Written
    from calcigraph.store.store import Store

Term = NamedNode | Literal
Said = list[tuple[str, Term]]

_XSD = PREFIXES["xsd"]
_WORDS = values("curation/study_words.yaml")
_NUMBER = r"[-+]?[0-9]{1,12}(?:\.[0-9]{1,12})?"
_EFFECT = re.compile(
    rf"(?P<measure>[A-Za-z][^\[\](){{}}]{{0,80}}?)\s+(?P<effect>{_NUMBER})"
    rf"(?:\s*[\[(]\s*(?:95\s?%\s*CI:?\s*)?(?P<low>{_NUMBER})\s*(?:,|;|\bto\b|-)\s*(?P<high>{_NUMBER})\s*[\])])?"
    r"(?:\s*(?P<unit>[^\s\[\]()0-9][^\[\]]{0,60}|%))?"
)
_QUANTITY = re.compile(rf"({_NUMBER})\s*(\S.*)")
_P = re.compile(r"(?:p\s*)?([<>=]?)\s*(0?\.[0-9]{1,12}|1\.0{1,6})", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<![0-9.])([0-9]{1,3})((?:,[0-9]{3})+)(?![0-9])")
_MINUS = str.maketrans("−–—", "---")  # noqa: RUF001 - the signs that reports print for a minus
_PER = re.compile(r"\s*(?:/|\bper\b|\ba\b|\beach\b)\s*(?=\w)")
_NOTHING = re.compile(r"(?!)")
_PMID = re.compile(r"^PMID:?\s*", re.IGNORECASE)
_DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
_CLOSED = """
SELECT ?class ?value ?label { ?class rdfs:subClassOf cg:ControlledValue . ?value a ?class ; rdfs:label ?label }
ORDER BY ?class ?value"""


class Misfit(UsageError):
    """A value is none that its field takes."""


def terms_of(store: Store, each: Field, written: Written) -> Said:
    """Turn what is written in a field into what is said in the graph.

    Args:
        store: the graph.
        each: the field; one of those that become a property of their own.
        written: what stands in it.

    Returns:
        CURIE of each property, with its value.

    Raises:
        UsageError: the value is none that the field takes; the nearest are offered.

    Example:
        >>> from calcigraph.curation.study_form import Written, fields
        >>> [term.value for _, term in terms_of(store, fields()["effect"], Written(("RR 0.85 [0.55-1.31]",), 1))]
        ['RR', '0.85', '0.55', '1.31', 'https://w3id.org/calcigraph/ontology#ratioScale']
    """
    if each.kind in ("entities", "values", "sources"):
        listed = [part for text in written.texts for part in _parts(store, each, text)]
        found = [(each.property, _single(store, each, text)) for text in listed]
        return [pair for place, pair in enumerate(found) if pair not in found[:place]]
    if len(written.texts) > 1:
        raise Misfit(f"'{each.name}' takes one value, not a list")
    if each.kind in _SEVERAL:
        return _SEVERAL[each.kind](written.text)
    return [(each.property, _single(store, each, written.text))]


def _parts(store: Store, each: Field, text: str) -> list[str]:
    """The names in a text; one that has a plus in it stays whole."""
    if " + " in text and each.kind == "entities":
        with contextlib.suppress(UsageError):
            store.entities.iri(text)
            return [text]
    return [part.strip() for part in text.split(" + ")]


def _single(store: Store, each: Field, text: str) -> Term:
    if each.kind in ("entity", "entities"):
        return NamedNode(store.entities.iri(text))
    if each.kind in ("value", "values", "moved", "seen"):
        return NamedNode(_word(store, each, text))
    if each.kind in ("cohort", "sources"):
        return NamedNode(_named(store, each, text))
    return _LITERALS[each.kind](each.name, text)


def _integer(name: str, text: str) -> Literal:
    plain = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    if not re.fullmatch("[0-9]{1,12}", plain):
        raise Misfit(f"'{name}' is a whole number, not '{shown(text)}'")
    return Literal(str(int(plain)), datatype=NamedNode(_XSD + "integer"))


def _true(name: str, text: str) -> Literal:
    if text.casefold() not in _WORDS["marks"]:
        raise Misfit(f"'{name}' is yes or left out, not '{shown(text)}'")
    return Literal(True)


def _address(name: str, text: str) -> Literal:
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text):
        raise Misfit(f"'{name}' is an address that begins with https://, not '{shown(text)}'")
    return Literal(text, datatype=NamedNode(_XSD + "anyURI"))


def _plain(name: str, text: str) -> Literal:
    return Literal({"pmid": _PMID, "doi": _DOI}.get(name, _NOTHING).sub("", text))


def _english(_name: str, text: str) -> Literal:
    return Literal(text, language="en")


_LITERALS: dict[str, Callable[[str, str], Literal]] = {
    "address": _address,
    "integer": _integer,
    "plain": _plain,
    "text": _english,
    "true": _true,
}


# Closed lists and names of others -------------------------------------------------------------------------------------


def closed(store: Store, kind: str) -> dict[str, str]:
    """List the values of a closed list.

    Args:
        store: the graph.
        kind: local name of its class.

    Returns:
        Label to IRI.

    Example:
        >>> closed(store, "Allocation")["assigned"]
        'https://w3id.org/calcigraph/ontology#assigned'
    """
    return {label: iri for of, iri, label in store.once(_closed) if of == CG + kind}


def _closed(store: Store) -> list[tuple[str, str, str]]:
    return [(str(of), str(value), str(label)) for of, value, label in store.engine.values(_CLOSED)]


def _word(store: Store, each: Field, text: str) -> str:
    if each.kind in ("moved", "seen"):
        lists = _WORDS["movements" if each.kind == "moved" else "seen"]
        known = {word: CG + local for local, words in lists.items() for word in words}
    else:
        known = closed(store, each.list)
        known |= {iri.removeprefix(CG): iri for iri in known.values()}
        known |= {"cg:" + iri.removeprefix(CG): iri for iri in known.values()}
        if each.list == "Design":
            known |= {word: known[label] for word, label in _WORDS["designs"].items()}
    folded = {name_key(word): iri for word, iri in known.items()}
    if found := folded.get(name_key(text)):
        return str(found)
    if each.kind in ("moved", "seen"):
        offered = [words[0] for words in lists.values()]
    else:
        offered = _near(text, list(closed(store, each.list)))
    raise Misfit(f"'{each.name}' has no value '{shown(text)}'; nearest: {', '.join(map(repr, offered))}")


def _near(text: str, known: Iterable[str], count: int = 3) -> list[str]:
    from difflib import get_close_matches

    by_key = {name_key(each): each for each in sorted(known)}
    near = get_close_matches(name_key(text), by_key, n=count, cutoff=0.4)
    return [by_key[key] for key in near] or sorted(known)[:8]


def _named(store: Store, each: Field, text: str) -> str:
    """A cohort by its name, a study by its name or identifiers; either by its CURIE."""
    if each.kind == "cohort":
        pattern = "?node a cg:Cohort ; skos:prefLabel ?name"
    else:
        pattern = "?node a cg:Source ; skos:prefLabel|bibo:pmid|bibo:doi ?name"
    names: dict[str, set[str]] = {}
    labels: dict[str, str] = {}
    for node, name in store.engine.values(f"SELECT ?node ?name {{ {pattern} }} ORDER BY ?node ?name"):
        names.setdefault(name_key(str(name)), set()).add(str(node))
        names.setdefault(name_key(str(node)), set()).add(str(node))
        labels[str(name)] = str(node)
    plain = _DOI.sub("", _PMID.sub("", text))
    found = names.get(name_key(expand(text) or plain), set())
    if len(found) == 1:
        return next(iter(found))
    what = "cohort" if each.kind == "cohort" else "study of the graph"
    if found:
        raise Misfit(f"'{shown(text)}' can be {' or '.join(sorted(found))}; say which")
    near = ", ".join(map(repr, _near(text, labels)))
    raise Misfit(f"no {what} is called '{shown(text)}'; nearest: {near}")


# Numbers --------------------------------------------------------------------------------------------------------------


def decimal(text: str) -> Literal:
    """Make a decimal number, each digit as it was written.

    Args:
        text: digits with a decimal point or without, and a sign.

    Returns:
        The number.

    Example:
        >>> decimal("360").value, decimal("-0.50").value
        ('360.0', '-0.50')
    """
    plain = text.removeprefix("+")
    return Literal(plain if "." in plain else f"{plain}.0", datatype=NamedNode(_XSD + "decimal"))


def _effect(text: str) -> Said:
    match = _EFFECT.fullmatch(text.translate(_MINUS).strip())
    if not match:
        raise Misfit(
            f"'effect' is a measure, a number with a decimal point, its interval and its unit, such as "
            f"'RR 0.85 [0.55, 1.31]' or 'MD 0.55 [-0.50, 1.60] m/s'; not '{shown(text)}'"
        )
    measure, scale = _measure(match["measure"].strip())
    found: Said = [("cg:measure", Literal(measure)), ("cg:effect", decimal(match["effect"]))]
    if match["low"]:
        found += [("cg:ciLow", decimal(match["low"])), ("cg:ciHigh", decimal(match["high"]))]
    if match["unit"]:
        found.append(("cg:effectUnit", Literal(match["unit"].strip())))
    return [*found, ("cg:scale", NamedNode(CG + scale))] if scale else found


def _measure(text: str) -> tuple[str, str]:
    for measure, known in _WORDS["measures"].items():
        if text.casefold() in (measure.casefold(), *(each.casefold() for each in known["also"])):
            return str(measure), str(known["scale"])
    return text, ""


def _p(text: str) -> Said:
    match = _P.fullmatch(text.strip())
    if not match:
        raise Misfit(f"'p' is a number below 1 with its sign, such as '<0.001' or '=0.03', not '{shown(text)}'")
    number = match[2] if match[2][0] != "." else f"0{match[2]}"
    return [("cg:pValue", Literal(f"{match[1] or '='}{number}"))]


def _quantity(name: str, units: Mapping[str, list[str]], example: str) -> Callable[[str], Said]:
    known = {word.casefold(): unit for unit, words in units.items() for word in (unit, *words)}

    def read(text: str) -> Said:
        plain = _THOUSANDS.sub(lambda match: match[0].replace(",", ""), text)
        match = _QUANTITY.fullmatch(plain)
        if not match:
            raise Misfit(f"'{name}' is a number and its unit, such as '{example}'; not '{shown(text)}'")
        unit = re.sub(r"\bdaily\b", "/d", match[2])
        mass, slash, time = _PER.sub("/", unit).replace(" /", "/").partition("/")
        times = {word.casefold(): time for time, words in _WORDS["times"].items() for word in (time, *words)}
        if mass.strip().casefold() not in known or (slash and (name != "dose" or time.casefold() not in times)):
            listed = ", ".join(f"'{each}'" for each in _near(mass, units, 6))
            raise Misfit(f"'{shown(match[2])}' is no unit of a {name}; write such as '{example}'; known: {listed}")
        written = known[mass.strip().casefold()] + (f"/{times[time.casefold()]}" if slash else "")
        return [(f"cg:{name}", decimal(match[1])), (f"cg:{name}Unit", Literal(written))]

    return read


_SEVERAL: dict[str, Callable[[str], Said]] = {
    "effect": _effect,
    "p": _p,
    "dose": _quantity("dose", _WORDS["masses"], "360 ug/d"),
    "duration": _quantity("duration", _WORDS["times"], "18 months"),
}
