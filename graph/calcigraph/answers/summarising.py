"""A summary of findings on an entity, after GRADE: for each outcome the people, the studies, the effect, how certain it is."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from calcigraph.guard.guarding import Guard
from calcigraph.knowledge.claims import Claim, read_claims
from calcigraph.knowledge.evidence import CAREFUL, NO_ADVICE, Row, read_rows
from calcigraph.knowledge.verdict_words import sentence
from calcigraph.namespaces import CG, shorten
from calcigraph.store.judgements import values
from calcigraph.store.tables import Table
from calcigraph.store.terms import Literal

if TYPE_CHECKING:
    from calcigraph.store.store import Store

_CHOSEN = "answers/summarising.yaml"
_COUNTED = """
SELECT DISTINCT ?claim ?kind ?result ?study ?people ?design ?sums ?n ?measure ?effect ?low ?high ?unit ?year ?direction ?outcome {
  VALUES ?claim { %s }
  ?claim cg:endpointKind ?kind . ?verdict cg:verdictOn ?claim ; cg:atEndpoint ?kind ; cg:counts ?bearing .
  ?bearing cg:ofResult ?result ; cg:direction/rdfs:label ?direction .
  ?result cg:study ?study ; cg:outcome/skos:prefLabel ?outcome .
  ?study cg:design ?d . ?d rdfs:label ?design .
  BIND(?d IN (cg:metaAnalysis, cg:systematicReview) AS ?sums)
  OPTIONAL { ?study cg:people ?people } OPTIONAL { ?study cg:year ?year }
  OPTIONAL { ?result cg:sampleSize ?some } OPTIONAL { ?study cg:sampleSize ?all } BIND(COALESCE(?some, ?all) AS ?n)
  OPTIONAL { ?result cg:measure ?measure } OPTIONAL { ?result cg:effect ?effect }
  OPTIONAL { ?result cg:ciLow ?low ; cg:ciHigh ?high } OPTIONAL { ?result cg:effectUnit ?unit }
} ORDER BY ?claim ?result"""
_KINDS = """
SELECT ?claim ?kind ?rank { VALUES ?claim { %s } ?claim cg:endpointKind ?k . ?k rdfs:label ?kind ; cg:rank ?rank }"""
COLUMNS = ("outcome", "endpoint", "people", "studies", "effect", "certainty", "status", "in plain words", "claim")


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One outcome.

    Attributes:
        outcome: what is said to change.
        endpoint: what kind of thing it is, such as ``clinical outcome``.
        people: how many people were studied, the same ones once; None where no number was displayed.
        more: whether there are people whose number was not displayed, so that ``people`` is the least.
        studies: the studies that count, by design.
        effect: what the weightiest of them saw, in numbers, and how many more there are.
        certainty: in GRADE's words; empty where nothing counts.
        status: of the verdict.
        words: the claim as boldly as its evidence allows.
        claim: CURIE.
    """

    outcome: str
    endpoint: str
    people: int | None
    more: bool
    studies: str
    effect: str
    certainty: str
    status: str
    words: str
    claim: str

    @property
    def counted(self) -> str:
        """The people in words: a number, with a plus where there are more; empty where none is known."""
        return "" if self.people is None else f"{self.people:,}{'+' if self.more else ''}"


@dataclass(frozen=True, slots=True)
class Summary:
    """A summary of findings.

    Attributes:
        name: of the entity.
        rows: the outcomes, those that matter most to people first, then by certainty.
        cautions: what calls for care, before anything else.
        note: what the columns are, and that it is no advice.
    """

    name: str
    rows: tuple[SummaryRow, ...]
    cautions: tuple[str, ...]
    note: str

    @property
    def title(self) -> str:
        """What it is a summary of."""
        return f"Summary of findings: {self.name}"

    @property
    def table(self) -> Table:
        """The rows as a table, with every column."""
        cells = [
            (
                row.outcome,
                row.endpoint,
                row.counted,
                row.studies,
                row.effect,
                row.certainty,
                row.status,
                row.words,
                row.claim,
            )
            for row in self.rows
        ]
        return Table(COLUMNS, [[Literal(cell) for cell in row] for row in cells], title=self.title, note=self.note)

    @property
    def for_people(self) -> Table:
        """The same with the columns that people read."""
        places = [COLUMNS.index(name) for name in values(_CHOSEN)["read_columns"]]
        table = self.table
        return table.with_rows(
            [COLUMNS[place] for place in places], [[row[place] for place in places] for row in table.terms]
        )

    def as_dict(self) -> dict[str, Any]:
        """It as plain values, ready for JSON.

        Returns:
            ``cautions``, ``name``, ``rows`` and ``note``.
        """
        return {
            "cautions": list(self.cautions),
            "name": self.name,
            "rows": [asdict(row) for row in self.rows],
            "note": self.note,
        }

    def json(self) -> str:
        """Write it as JSON.

        Returns:
            One document that ends in a line feed.
        """
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=2) + "\n"

    def csv(self, *, raw: bool = False) -> str:
        """Write the rows as CSV.

        Args:
            raw: leave what a spreadsheet would run as it is.

        Returns:
            Lines that end in a line feed, the header first.
        """
        return self.table.csv(raw=raw)

    def markdown(self) -> str:
        """Write it in Markdown.

        Returns:
            A heading, the cautions, a table, the note.
        """
        parts = [
            f"## {self.title}",
            *(f"**{line}**" for line in self.cautions),
            self.for_people.markdown().rstrip("\n"),
        ]
        return "\n\n".join([*parts, self.note]) + "\n"

    def html(self) -> str:
        """Write it as a part of a page.

        Returns:
            The cautions, a table and the note; everything is escaped.
        """
        from calcigraph.answers.display import html
        from calcigraph.store.markup import escape

        first = "".join(f"<p><strong>{escape(line)}</strong></p>" for line in self.cautions)
        return f"{first}{html(self.for_people, {})}\n"

    def _repr_html_(self) -> str:
        return self.html()


def summarise(store: Store, name: str) -> Summary:
    """Summarise the findings on an entity; see ``kg.summary``.

    Args:
        store: the graph.
        name: any of its names.

    Returns:
        One row for each outcome that the entity itself, and no form of it, is claimed to change.

    Raises:
        UnknownName: nothing has the name.
        AmbiguousName: several entities have it.

    Example:
        >>> row, = [row for row in summarise(store, "vitamin K2").rows if row.outcome == "fracture risk"]
        >>> row.words
        'Studies disagree whether vitamin K2 decreases fracture risk.'
    """
    entity = store.entities.find(name)
    no_outcome = values(_CHOSEN)["no_outcome"]
    claims = [
        claim
        for claim in read_claims(store, f"VALUES ?subject {{ <{entity.iri}> }}")
        if claim.directness == "indirect" and claim.predicate.removeprefix(CG) not in {*CAREFUL, *no_outcome}
    ]
    listed = " ".join(f"<{claim.iri}>" for claim in claims)
    kinds = {row["claim"]: (row["kind"], row["rank"]) for row in read_rows(store, _KINDS % listed)} if claims else {}
    counted: defaultdict[str, list[Row]] = defaultdict(list)
    for row in read_rows(store, _COUNTED % listed) if claims else []:
        counted[row["claim"]].append(row)
    ordered = sorted(
        (claim for claim in claims if kinds.get(claim.iri, ("", 0))[0] in values(_CHOSEN)["endpoints"]),
        key=lambda claim: (-kinds[claim.iri][1], -claim.rank, store.entities.label(claim.object), claim.iri),
    )
    guard = Guard(store)
    return Summary(
        name=entity.label,
        rows=tuple(_row(store, claim, kinds[claim.iri][0], counted[claim.iri]) for claim in ordered),
        cautions=tuple(
            dict.fromkeys([*guard.read(entity.label).lines, *_careful(store, guard, entity.iri), NO_ADVICE])
        ),
        note=values(_CHOSEN)["note"],
    )


def _row(store: Store, claim: Claim, kind: str, counted: list[Row]) -> SummaryRow:
    most: dict[str, int] = {}
    unknown = set()
    for row in counted:
        people = row["people"] or row["study"]
        if row["n"]:
            most[people] = max(most.get(people, 0), int(row["n"]))
        else:
            unknown.add(people)
    designs = Counter({row["study"]: row["design"] for row in counted}.values())
    several = values(_CHOSEN)["plurals"]
    return SummaryRow(
        outcome=store.entities.label(claim.object),
        endpoint=kind,
        people=sum(most.values()) if most else None,
        more=bool(most) and bool(unknown - most.keys()),
        studies=", ".join(
            f"{count} {several.get(design, design + 's') if count > 1 else design}"
            for design, count in sorted(designs.items(), key=lambda item: (-item[1], item[0]))
        ),
        effect=_effect(counted, store.entities.label(claim.object)),
        certainty=claim.certainty or "",
        status=claim.status,
        words=sentence(store, claim),
        claim=shorten(claim.iri),
    )


def _effect(counted: list[Row], outcome: str) -> str:
    """What the weightiest result with an interval saw: one that sums up others, then the newest, then the largest."""
    found = [row for row in counted if row["effect"] is not None and row["low"] is not None and row["high"] is not None]
    if not found:
        return "no interval displayed" if counted else ""
    # That of the outcome itself says more than that of a kind of it.
    best = min(
        found,
        key=lambda row: (
            row["outcome"] != outcome,
            not row["sums"],
            -(row["year"] or 0),
            -(row["n"] or 0),
            row["result"],
        ),
    )
    unit = "" if best["unit"] in (None, "1") else f" {best['unit']}"
    measure = f"{best['measure']} " if best["measure"] else ""
    of = "" if best["outcome"] == outcome else f" for {best['outcome']}"
    words = values(_CHOSEN)["directions"]
    sides = Counter(row["direction"] for row in counted if row is not best)
    more = f"; {sum(sides.values())} more: {', '.join(f'{sides[side]} {words[side]}' for side in words if sides[side])}"
    more = more if sides else ""
    numbers = [float(best[name]) for name in ("effect", "low", "high")]
    places = max(len(f"{number:g}".partition(".")[2]) for number in numbers)
    effect, low, high = (f"{number:.{places}f}" for number in numbers)
    return f"{measure}{effect}{unit} ({low} to {high}){of}{more}"


def _careful(store: Store, guard: Guard, iri: str) -> list[str]:
    """For whom the graph warns of it, whoever asks."""
    family = guard.risks.family(iri)
    others = {
        claim.object if claim.subject in family else claim.subject
        for claim in guard.risks.careful
        if claim.subject in family or claim.object in family
    }
    names = sorted(store.entities.label(each) for each in others)
    return [f"Cautions are recorded with: {', '.join(names)}. Ask your doctor first."] if names else []
