"""A study with its results as it will stand in the graph: names, identifiers against those that are there, and Turtle."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from calcigraph.curation.study_form import fields
from calcigraph.curation.study_values import Said, Term, closed, terms_of
from calcigraph.errors import UsageError, shown
from calcigraph.namespaces import CG, PREFIXES, expand, shorten
from calcigraph.store.judgements import values
from calcigraph.store.terms import Literal, NamedNode

if TYPE_CHECKING:
    from calcigraph.curation.study_form import Block, StudyFile, Written
    from calcigraph.store.store import Store

_SOURCE, _RESULT = PREFIXES["source"], PREFIXES["result"]
_LOCAL = re.compile(r"[a-z0-9][a-z0-9-]*")
_NAMED = re.compile(r"(?P<author>\S.*?),?\s+\(?(?P<year>[12][0-9]{3})\)?")
# What tells two results of one study and outcome apart, in the order in which it goes into their names.
_APART = (
    *("cg:exposure", "cg:comparator", "cg:background", "cg:site", "cg:population", "cg:dimension"),
    *("cg:condition", "cg:dose", "cg:duration", "cg:pValue"),
)
_THERE = """
SELECT ?source ?label ?property ?value {
  VALUES ?property { bibo:pmid bibo:doi dcterms:identifier bibo:uri cg:registration }
  ?source a cg:Source ; skos:prefLabel ?label ; ?property ?value .
} ORDER BY ?source ?property ?value"""
_MOVED = {"raised": "raised", "lowered": "lowered", "noDifference": "made no difference to", "unclear": ""}


@dataclass(slots=True)
class OneResult:
    """A result as it will stand in the graph.

    Attributes:
        said: CURIE of each property with its value, in the order of the fields.
        line: where it was written.
        name: what somebody called it, or empty.
        iri: its IRI.
    """

    said: Said
    line: int
    name: str = ""
    iri: str = ""

    def of(self, curie: str) -> list[Term]:
        """Give the values of a property.

        Args:
            curie: of the property.

        Returns:
            Its values.
        """
        return [term for name, term in self.said if name == curie]


@dataclass(slots=True)
class StudyRecord:
    """A study with its results as it will stand in the graph.

    Attributes:
        iri: of the study.
        label: what it is called.
        said: CURIE of each property of the study with its value; empty where it is in the graph already.
        line: where its name was written.
        results: sorted by IRI.
    """

    iri: str
    label: str
    said: Said
    line: int
    results: list[OneResult] = field(default_factory=list)


def record(store: Store, found: StudyFile) -> StudyRecord:
    """Make of a file what it says.

    Args:
        store: the graph that it is added to.
        found: the file as it was written.

    Returns:
        The study, with results in an order that does not depend on that of the file.

    Raises:
        BadFile: a name, number, unit or word is none, or the study is in the graph already.
    """
    made = _study(store, found)
    shared = {name: each for name, each in found.study.items() if fields()[name].where == "both"}
    made.results = [_result(store, found, shared | block, line) for line, block in found.results]
    design = _design(store, made)
    for each in made.results:
        _complete(store, found, made, each, design)
    _name(store, found, made)
    made.results.sort(key=lambda each: each.iri)
    return made


def _design(store: Store, made: StudyRecord) -> str:
    """Local name of the design, said in the file or in the graph."""
    said = [term.value for name, term in made.said if name == "cg:design"]
    there = store.engine.values(f"SELECT ?design {{ <{made.iri}> cg:design ?design }}")
    return str([*said, *(each for (each,) in there), ""][0]).removeprefix(CG)


# The study ------------------------------------------------------------------------------------------------------------


def _study(store: Store, found: StudyFile) -> StudyRecord:
    given = found.study["study"]
    own = {name: each for name, each in found.study.items() if fields()[name].where == "study"}
    if (iri := expand(given.text) or "").startswith(_SOURCE):
        return _there(store, found, iri, own)
    match = _NAMED.fullmatch(given.text)
    if not match:
        raise found.fault(given.line, f"'study' is first author and year, such as 'Aloia JF 2005', not '{given.text}'")
    author, year = match["author"].removesuffix(" et al.").removesuffix(" et al"), match["year"]
    said: Said = [("cg:firstAuthor", Literal(author))]
    label = f"{author} {year}"
    for name, each in fields().items():
        if name in own and each.property and each.kind != "study":
            said += _terms(store, found, name, own[name])
        if name == "title":
            said.append(("cg:year", Literal(year, datatype=NamedNode(PREFIXES["xsd"] + "integer"))))
            said += [] if name in own else [("cg:notDisplayed", Literal("title"))]
    local = _slug(own["id"].text).replace("-", "") if "id" in own else _surname(author) + year
    if not _LOCAL.fullmatch(local):
        raise found.fault(given.line, f"'{label}' has no letters for a name; give 'id', such as 'aloia2005'")
    made = StudyRecord(_SOURCE + local, label, said, given.line)
    _refuse_twice(store, found, made)
    return made


def _there(store: Store, found: StudyFile, iri: str, own: Block) -> StudyRecord:
    given = found.study["study"]
    rows = store.engine.values("SELECT ?s ?l { ?s a cg:Source ; skos:prefLabel ?l } ORDER BY ?s")
    known = {str(source): str(label) for source, label in rows}
    if iri not in known:
        from difflib import get_close_matches

        near = ", ".join(f"'{each}'" for each in get_close_matches(shorten(iri), map(shorten, known), n=3)) or "none"
        raise found.fault(given.line, f"no study is called '{shown(given.text)}'; nearest: {near}")
    if more := sorted(set(own) - {"study"}):
        raise found.fault(own[more[0]].line, f"{given.text} is in the graph; leave out '{more[0]}', or change it there")
    return StudyRecord(iri, known[iri], [], given.line)


def _refuse_twice(store: Store, found: StudyFile, made: StudyRecord) -> None:
    """Refuse a publication that is there, and another report of a trial that does not say so."""
    mine = {(name, _folded(term.value)): name for name, term in made.said}
    cohorts = {term.value for name, term in made.said if name == "cg:cohort"}
    lines = {each.property: found.study[name].line for name, each in fields().items() if name in found.study}
    for source, label, property_, value in store.engine.values(_THERE):
        name = shorten(str(property_))
        if (name, _folded(str(value))) not in mine:
            continue
        other, line = f"{shorten(str(source))} ({label})", lines[name]
        if name != "cg:registration":
            raise found.fault(
                line,
                f"{value} is {other}, which is in the graph; for results of it write 'study: {shorten(str(source))}'",
            )
        theirs = {str(each) for (each,) in store.engine.values(f"SELECT ?c {{ <{source}> cg:cohort ?c }}")}
        if not theirs & cohorts:
            mend = f"write 'cohort: {shorten(min(theirs))}'" if theirs else "give both one cohort"
            raise found.fault(line, f"{value} is registered for {other} too; its people count once: {mend}")
    if store.engine.values(f"SELECT ?p {{ <{made.iri}> ?p ?o }} LIMIT 1"):
        raise found.fault(
            made.line,
            f"{shorten(made.iri)} is in the graph; for results of it write 'study: {shorten(made.iri)}', for another paper "
            f"give 'id', such as '{shorten(made.iri).partition(':')[2]}b'",
        )


def _folded(value: str) -> str:
    return re.sub(r"\s+", "", value).casefold()


def _surname(author: str) -> str:
    """The author without initials at the end, folded as names of sources are."""
    words = author.split()
    while len(words) > 1 and re.fullmatch(r"[A-Z]{1,3}\.?(?:-?[A-Z]\.?)*", words[-1]):
        words.pop()
    return _slug(" ".join(words)).replace("-", "")


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold().replace("ß", "ss").replace("ø", "o").replace("æ", "ae")
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


# The results ----------------------------------------------------------------------------------------------------------


def _terms(store: Store, found: StudyFile, name: str, written: Written) -> Said:
    try:
        return terms_of(store, fields()[name], written)
    except UsageError as error:
        raise found.fault(written.line, error) from None


def _result(store: Store, found: StudyFile, block: Block, line: int) -> OneResult:
    for needed in ("outcome", "moved", "exposure"):
        if needed not in block:
            raise found.fault(line, f"the result has no '{needed}'; {fields()[needed].help}")
    said: Said = []
    for name, each in fields().items():
        if name in block and each.property and name not in ("scale", "of"):
            said += _terms(store, found, name, block[name])
    if "scale" in block:
        said = [pair for pair in said if pair[0] != "cg:scale"] + _terms(store, found, "scale", block["scale"])
    if "of" in block:
        said.append(("cg:analysisOf", Literal(block["of"].text)))  # becomes an IRI when all are named
    return OneResult(said, line, block["name"].text if "name" in block else "")


def _complete(store: Store, found: StudyFile, made: StudyRecord, result: OneResult, design: str) -> None:
    """Say what follows where nothing is said: the study, a main analysis, the usual allocation, a sentence."""
    result.said.insert(0, ("cg:study", NamedNode(made.iri)))
    if not result.of("cg:analysis"):
        result.said.append(("cg:analysis", NamedNode(CG + "mainAnalysis")))
    if not result.of("cg:allocation"):
        usual = values("curation/study_words.yaml")["allocations"].get(design)
        if not usual:
            listed = " or ".join(map(repr, closed(store, "Allocation")))
            message = f"the design does not say whether the exposure was assigned; give 'allocation': {listed}"
            raise found.fault(result.line, message)
        result.said.append(("cg:allocation", NamedNode(CG + usual)))
    if not result.of("dcterms:description"):
        result.said.append(("dcterms:description", Literal(_sentence(store, result), language="en")))


def _sentence(store: Store, result: OneResult) -> str:
    """What was seen in one sentence, no bolder than the fields."""
    exposure = " with ".join(sorted(store.entities.label(each.value) for each in result.of("cg:exposure")))
    outcome = store.entities.label(result.of("cg:outcome")[0].value)
    (moved,) = result.of("cg:moved")
    observed = result.of("cg:allocation")[0].value != CG + "assigned"
    verb = _MOVED[moved.value.removeprefix(CG)]
    if not verb:
        text = f"{exposure} and {outcome}: what was seen cannot be told"
    elif observed:
        went = {"raised": "higher", "lowered": "lower"}.get(verb, "no different")
        text = f"{outcome} was {went} with more {exposure}"
    else:
        text = f"{exposure} {verb} {outcome}"
    numbers = {name: next((term.value for term in result.of(f"cg:{name}")), "") for name in ("measure", "effect")}
    low, high, unit = (next((t.value for t in result.of(f"cg:{n}")), "") for n in ("ciLow", "ciHigh", "effectUnit"))
    if numbers["effect"]:
        between = f" [{low} to {high}]" if low else ""
        text += f": {numbers['measure']} {numbers['effect']}{between}{f' {unit}' if unit else ''}"
    elif result.of("cg:pValue"):
        text += f": P {result.of('cg:pValue')[0].value}"
    return f"{text[0].upper()}{text[1:]}."


# Names of results -----------------------------------------------------------------------------------------------------


def _name(store: Store, found: StudyFile, made: StudyRecord) -> None:
    """Name each result after its study and outcome, and after more where that is not enough."""
    there = {str(iri) for (iri,) in store.engine.values(f"SELECT ?r {{ ?r cg:study <{made.iri}> }}")}
    base = made.iri.removeprefix(_SOURCE)
    labels = {iri: label for label, iri in closed(store, "AnalysisKind").items()}
    groups: dict[str, list[OneResult]] = {}
    for result in made.results:
        kind = labels[result.of("cg:analysis")[0].value]
        part = "" if kind == "main" else f"-{kind}"
        local = _slug(result.name) or shorten(result.of("cg:outcome")[0].value).partition(":")[2] + part
        groups.setdefault(local, []).append(result)
    for local, group in groups.items():
        named = {id(each): local for each in group}
        for curie in _APART if len(group) > 1 else ():
            if len(set(named.values())) == len(group):
                break
            parts = {
                id(each): "-".join(sorted(_slug(shorten(t.value).rpartition(":")[2]) for t in each.of(curie)))
                for each in group
            }
            if len(set(parts.values())) > 1:
                named = {key: f"{name}-{parts[key]}".strip("-") for key, name in named.items()}
        for each in group:
            each.iri = f"{_RESULT}{base}-{named[id(each)]}"
    lines: dict[str, int] = {}
    for each in sorted(made.results, key=lambda one: one.line):
        if each.iri in lines:
            raise found.fault(
                each.line,
                f"the same result as on line {lines[each.iri]}: same contrast, outcome, people and analysis; keep one, or "
                "give 'name' and what tells them apart",
            )
        if each.iri in there:
            raise found.fault(each.line, f"{shorten(each.iri)} is in the graph already; give another 'name'")
        lines[each.iri] = each.line
    _link(found, made, there)


def _link(found: StudyFile, made: StudyRecord, there: set[str]) -> None:
    """Let a part or a test of a main result lead to it."""
    base = f"{_RESULT}{made.iri.removeprefix(_SOURCE)}-"
    mains = [each for each in made.results if each.of("cg:analysis")[0].value == CG + "mainAnalysis"]
    for each in made.results:
        written = each.of("cg:analysisOf")
        each.said = [pair for pair in each.said if pair[0] != "cg:analysisOf"]
        if written:
            wanted = base + _slug(written[0].value)
            if wanted not in there and wanted not in {one.iri for one in mains}:
                listed = ", ".join(f"'{one.iri.removeprefix(base)}'" for one in mains) or "none"
                raise found.fault(
                    each.line, f"no main result is called '{shown(written[0].value)}'; there are: {listed}"
                )
            each.said.append(("cg:analysisOf", NamedNode(wanted)))
        elif each not in mains:
            fits = [one for one in mains if one.of("cg:outcome") == each.of("cg:outcome")]
            if len(fits) == 1:
                each.said.append(("cg:analysisOf", NamedNode(fits[0].iri)))
