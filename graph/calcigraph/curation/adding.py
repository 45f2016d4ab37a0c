"""Adds one study with its results: what is checked, what would be written, and what changes by it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calcigraph.curation import validation
from calcigraph.curation.study_form import STUDY_SIZE, fields, read_study
from calcigraph.curation.study_record import record
from calcigraph.curation.study_turtle import blocks, document, places
from calcigraph.errors import BadArgument, UnknownName
from calcigraph.knowledge.claims import read_claims
from calcigraph.knowledge.verdict_words import sentence
from calcigraph.namespaces import expand, shorten
from calcigraph.ranges import names
from calcigraph.store import files
from calcigraph.store.outputs import check_places, write_files
from calcigraph.store.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from calcigraph.curation.report import Report
    from calcigraph.curation.study_form import StudyFile
    from calcigraph.curation.study_record import StudyRecord

_BEARINGS = """
SELECT ?claim ?label ?result ?direction ?relevance {
  VALUES ?result { %s }
  ?bearing cg:ofResult ?result ; cg:about ?claim ; cg:direction/rdfs:label ?direction ;
           cg:relevance/rdfs:label ?relevance .
  ?claim rdfs:label ?label .
} ORDER BY ?claim ?result"""
_RESULTS_OF = "SELECT ?r { ?r cg:study <%s> } ORDER BY ?r"


@dataclass(frozen=True, slots=True)
class NewBearing:
    """A result of the study on a claim.

    Attributes:
        claim: IRI of the claim.
        label: the claim as a sentence without full stop.
        result: IRI of the result.
        direction: ``supports``, ``refutes`` or ``null``.
        relevance: how closely it fits.
    """

    claim: str
    label: str
    result: str
    direction: str
    relevance: str


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A claim whose verdict or wording is another with the study.

    Attributes:
        claim: IRI of the claim.
        label: the claim as a sentence without full stop.
        verdict: status and certainty before and after.
        wording: the sentence that the evidence allows, before and after.
    """

    claim: str
    label: str
    verdict: tuple[str, str]
    wording: tuple[str, str]


@dataclass(frozen=True)
class Addition:
    """What a study with its results adds to the graph; nothing is written until ``write``.

    Attributes:
        study: IRI of the study.
        label: what it is called.
        results: IRIs of the results, sorted.
        report: what the shapes say of the graph with the study.
        bearings: which claims the results bear on, and how.
        changes: the claims whose verdict or wording is another.
        turtle: the study and its results as a document.
        files: repository path of each file of the instances it belongs in, to the new content.
    """

    study: str
    label: str
    results: tuple[str, ...]
    report: Report
    bearings: tuple[NewBearing, ...]
    changes: tuple[VerdictChange, ...]
    turtle: bytes = field(repr=False)
    files: Mapping[str, bytes] = field(repr=False)

    @property
    def conforms(self) -> bool:
        """Whether the graph with the study conforms to the shapes."""
        return self.report.conforms

    def as_dict(self) -> dict[str, Any]:
        """What changes as plain values, ready for JSON.

        Returns:
            CURIEs, verdicts and wordings; Turtle is left out.
        """
        return {
            "study": shorten(self.study),
            "label": self.label,
            "results": [shorten(each) for each in self.results],
            "conforms": self.conforms,
            "violations": self.report.lines(),
            "bearings": [
                {
                    "claim": shorten(each.claim),
                    "label": each.label,
                    "result": shorten(each.result),
                    "direction": each.direction,
                    "relevance": each.relevance,
                }
                for each in self.bearings
            ],
            "changes": [
                {
                    "claim": shorten(each.claim),
                    "label": each.label,
                    **{f"verdict_{when}": each.verdict[place] for place, when in enumerate(("before", "after"))},
                    **{f"wording_{when}": each.wording[place] for place, when in enumerate(("before", "after"))},
                }
                for each in self.changes
            ],
            "files": sorted(self.files),
        }

    def write(self, file: str | Path | None = None, *, force: bool = False) -> list[Path]:
        """Write the study, whole or not at all.

        Args:
            file: one file for all of it; None for the files of the instances of this checkout.
            force: replace the file where it is there already.

        Returns:
            The files that were written.

        Raises:
            BadArgument: the graph with the study does not conform, the file is there, or this is no checkout.
            BadFile: a file cannot be written.
            Unavailable: the disk is full or broken.
        """
        if not self.conforms:
            raise BadArgument(f"{self.label} does not conform, so nothing is written: {self.report.lines()[0]}")
        if file is not None:
            contents = {check_places([file], force=force)[0]: self.turtle}
        else:
            root = checkout()
            contents = {root / name: content for name, content in sorted(self.files.items())}
        write_files(contents)
        return list(contents)


def checkout() -> Path:
    """Find the checkout whose instances can be added to.

    Returns:
        Its folder.

    Raises:
        BadArgument: the package is installed without one.

    Example:
        >>> (checkout() / "graph" / "instances").is_dir()
        True
    """
    root = files.root()
    if not isinstance(root, Path) or root.name == "_files":
        raise BadArgument(
            "the graph of an installed package stays as it is; give a file with -o, or work in a checkout"
        )
    return root


def add(
    store: Store, path: str | Path | None, *, without: str | Iterable[str] = (), max_size: float | str = STUDY_SIZE
) -> Addition:
    """Say what a study with its results adds to a graph.

    Args:
        store: the graph; it stays as it is.
        path: the file of the study.
        without: sources to leave out first, with their results.
        max_size: how large the file may be, in bytes or such as ``10MB``; 0 for any size.

    Returns:
        The addition.

    Raises:
        BadArgument: no file is named.
        BadFile: the file is none, or something in it is not what it should be.
        UnknownName: a source of ``without`` is not in the graph.
    """
    if path is None:
        raise BadArgument("add needs the file of a study; 'calcigraph add --template rct' prints an empty one")
    found = read_study(path, max_size=max_size)
    gone = _gone(store, names("without", without))
    before = Store(validation.joined(store.engine, (), without=gone)) if gone else store
    made = record(before, found)
    content = document(blocks(made))
    after = Store(validation.joined(before.engine, [content]))
    report = validation.report(
        validation.check(after.engine, since=store.engine), [(found.path, _lines(made))], after.engine
    )
    return Addition(
        study=made.iri,
        label=made.label,
        results=tuple(each.iri for each in made.results),
        report=_explained(report, found),
        bearings=tuple(_bearings(after, made)),
        changes=tuple(_changes(before, after)),
        turtle=content,
        files=places(made),
    )


def _gone(store: Store, listed: list[str]) -> list[str]:
    """The sources that are left out, with their results."""
    known = {str(iri) for (iri,) in store.engine.values("SELECT ?s { ?s a cg:Source }")}
    gone: list[str] = []
    for name in listed:
        iri = expand(name) or name
        if iri not in known:
            from difflib import get_close_matches

            near = get_close_matches(iri, sorted(known), n=3)
            raise UnknownName(name, map(shorten, near), "source")
        gone += [iri, *(str(each) for (each,) in store.engine.values(_RESULTS_OF % iri))]
    return gone


def _lines(made: StudyRecord) -> bytes:
    """Each subject on the line on which it was written, as the report looks for it."""
    lines = {each.line: f"<{each.iri}> ." for each in made.results} | {made.line: f"<{made.iri}> ."}
    return "\n".join(lines.get(number, "") for number in range(1, max(lines) + 1)).encode()


def _explained(report: Report, found: StudyFile) -> Report:
    """Name the fields of the file beside the properties that a message speaks of."""
    from dataclasses import replace

    by_property = {each.property: name for name, each in fields().items() if each.property}
    by_property |= dict.fromkeys(("cg:measure", "cg:ciLow", "cg:ciHigh", "cg:effectUnit"), "effect")
    by_property |= {"cg:doseUnit": "dose", "cg:durationUnit": "duration"}
    explained = []
    for each in report.violations:
        said = dict.fromkeys(name for curie, name in by_property.items() if curie in each.message.split())
        said |= dict.fromkeys(name for curie, name in by_property.items() if expand(curie) == each.path)
        hint = f" In this file: {', '.join(map(repr, said))}." if said and each.file == found.path else ""
        explained.append(replace(each, message=each.message + hint))
    return replace(report, violations=tuple(explained))


def _bearings(after: Store, made: StudyRecord) -> Iterable[NewBearing]:
    chosen = " ".join(f"<{each.iri}>" for each in made.results)
    return (NewBearing(*map(str, row)) for row in after.engine.values(_BEARINGS % chosen))


def _changes(before: Store, after: Store) -> Iterable[VerdictChange]:
    then = {each.iri: each for each in read_claims(before, "")}
    for claim in read_claims(after, ""):
        if claim.iri not in then or then[claim.iri] == claim:
            continue
        wording = sentence(before, then[claim.iri]), sentence(after, claim)
        yield VerdictChange(claim.iri, claim.label, (then[claim.iri].verdict, claim.verdict), wording)
