"""Made-up minimal cases for the rules of evidence: written as data classes, judged by the rules of this checkout."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from calcigraph.namespaces import ASSERTED, PREFIXES, shorten
from calcigraph.store import derivation
from calcigraph.store.memory import MemoryEngine, load_ontology_and_data
from hypothesis import settings
from hypothesis import strategies as st

from tests.opened import opened

if TYPE_CHECKING:
    import pyoxigraph as ox

FIXTURES = Path(__file__).parents[1] / "fixtures" / "evidence"
HEADER = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
RANKS = ("very low", "low", "moderate", "high")
ONTOLOGY, INSTANCES, RULES = derivation.sources()
TEXTS = [content.decode() for _, content in RULES]


@dataclass(frozen=True)
class Seen:
    """One made-up result with its study; what is not said is the plainest case: a sound trial of 500 that supports."""

    direction: str = "supports"
    design: str = "randomisedTrial"
    n: int | None = 500
    study: str = ""
    cohort: str = ""
    relevance: str = "direct"
    endpoint: str = "outcome"
    pools: tuple[str, ...] = ()
    subgroup: bool = False
    flags: tuple[str, ...] = ()
    doubted: bool = False
    verification: str = "verified"
    interval: tuple[str, float, float] | None = None
    year: int | None = None

    def turtle(self, number: int) -> str:
        study = f"source:{self.study or f'study-{number}'}"
        about = [f"{study} a cg:Study ; cg:design cg:{self.design} ; cg:verification cg:{self.verification}"]
        about += [f"cg:sampleSize {self.n}"] if self.n is not None else []
        about += [f"cg:cohort cohort:{self.cohort}"] if self.cohort else []
        about += [f"cg:year {self.year}"] if self.year else []
        about += [f"cg:pools source:{each}" for each in self.pools]
        about += [f"cg:{flag} true" for flag in self.flags]
        about += ['cg:integrityWarning "made up"'] if self.doubted else []
        moved = {"supports": "lowered", "refutes": "raised", "null": "noDifference"}[self.direction]
        kind = "subgroup" if self.subgroup else "main"
        found = [
            f"result:f-{number} a cg:Result ; cg:study {study} ; cg:exposure id:exposure ; cg:allocation cg:assigned",
            f"cg:outcome id:{self.endpoint} ; cg:moved cg:{moved} ; cg:analysis cg:{kind}Analysis",
        ]
        found += ['cg:condition "made up"'] if self.relevance == "indirect" else []
        if self.interval:
            measure, low, high = self.interval
            scale = "difference" if measure == "MD" else "ratio"
            found += [f'cg:measure "{measure}" ; cg:scale cg:{scale}Scale ; cg:ciLow {low:.2f} ; cg:ciHigh {high:.2f}']
        return " ; ".join(about) + " .\n" + " ; ".join(found) + " .\n"


@dataclass(frozen=True)
class Verdict:
    """What the rules made of a case."""

    status: str
    certainty: str | None
    supporting: int = 0
    refuting: int = 0
    null: int = 0
    reasons: frozenset[str] = field(default_factory=frozenset)
    start: int | None = None

    @property
    def rank(self) -> int:
        return RANKS.index(self.certainty) if self.certainty else -1


# Two sound trials, the plainest support; and a null result in too few people to exclude an effect.
SOUND = (Seen(), Seen())
FEW = Seen("null", n=90)


def claim_turtle(
    object_: str = "outcome", directness: str = "indirect", cited: tuple[str, ...] = (), more: str = ""
) -> str:
    text = (
        f"claim:case a cg:Claim ; cg:subject id:exposure ; cg:predicate cg:decreases ; cg:object id:{object_} ;"
        f" cg:directness cg:{directness} {more} .\n"
    )
    for number, design in enumerate(cited):
        text += (
            f"claim:case cito:citesAsEvidence source:cited-{number} .\n"
            f"source:cited-{number} a cg:Study ; cg:design cg:{design} ; cg:verification cg:verified .\n"
        )
    return text


def step(object_: str, *cited: str, more: str = "") -> str:
    """Write one step of mechanism with the designs of the sources cited for it."""
    return claim_turtle(object_, "direct", cited, more)


def saying(hedge: str, number: int = 0) -> str:
    return f"statement:s-{number} a cg:Statement ; cg:hedge cg:{hedge} ; cg:states claim:case .\n"


def written(*results: Seen) -> str:
    return "".join(each.turtle(number) for number, each in enumerate(results))


def because(*reasons: str) -> frozenset[str]:
    return frozenset(reasons)


@cache
def base() -> list[ox.Quad]:
    """Parse ontology and made-up entities once, without what no rule reads, such as definitions."""
    engine = MemoryEngine()
    load_ontology_and_data(engine, ONTOLOGY, [("entities.ttl", (FIXTURES / "entities.ttl").read_bytes())])
    read = {"rdf:type", *re.findall(r"\b\w+:\w+", " ".join(TEXTS))}
    return [quad for quad in engine.store if shorten(quad.predicate.value) in read]


def world(turtle: str) -> MemoryEngine:
    engine = MemoryEngine()
    engine.store.extend(base())
    engine.load((HEADER + turtle).encode(), ASSERTED)
    engine.derive(TEXTS)
    return engine


@cache
def bundled() -> MemoryEngine:
    return opened().engine


def local(term: object) -> str:
    value = getattr(term, "value", "")
    return str(value).rsplit("#", 1)[-1].rsplit("/", 1)[-1]


def verdict(engine: MemoryEngine, kind: str | None = None, claim: str = "case") -> Verdict:
    """Read the verdict at the claim's own kind of endpoint, or at another."""
    which = f"?v cg:atEndpoint cg:{kind}Endpoint" if kind else f"claim:{claim} cg:verdict ?v"
    rows = engine.select(
        "SELECT ?status ?label ?for ?against ?nothing ?start ?v {"
        f" ?v cg:verdictOn claim:{claim} ; cg:status ?status . {which}"
        " OPTIONAL { ?v cg:certainty/rdfs:label ?label } OPTIONAL { ?v cg:startingRank ?start }"
        " OPTIONAL { ?v cg:supporting ?for } OPTIONAL { ?v cg:refuting ?against }"
        " OPTIONAL { ?v cg:nullResults ?nothing } }"
    )[1]
    assert len(rows) == 1, f"a verdict has one status and one certainty, got {rows}"
    status, label, *counts, start, node = rows[0]
    supporting, refuting, null = (int(each.value) if each else 0 for each in counts)  # type: ignore[union-attr]
    why = engine.select(f"SELECT ?r {{ {node} cg:loweredFor ?r }}")[1]
    return Verdict(
        local(status),
        str(label.value) if label else None,  # type: ignore[union-attr]
        supporting,
        refuting,
        null,
        frozenset(local(row[0]) for row in why),
        int(start.value) if start else None,  # type: ignore[union-attr]
    )


def judge(*results: Seen, claim: str | None = None, said: str = "", kind: str | None = None) -> Verdict:
    return verdict(world((claim or claim_turtle()) + said + written(*results)), kind)


def edges(text: str) -> set[tuple[str, str, str]]:
    """List the plain edges from made-up entities."""
    rows = world(text).select(
        "SELECT ?s ?p ?o { ?p rdfs:subPropertyOf* cg:relatesTo . ?s ?p ?o . FILTER(STRSTARTS(STR(?s), STR(id:))) }"
    )[1]
    return {(local(s), local(p), local(o)) for s, p, o in rows}


# For properties that hold for any evidence.
DESIGNS = ("metaAnalysis", "randomisedTrial", "cohortStudy", "crossSectionalStudy", "animalStudy", "narrativeReview")
ANY = st.lists(
    st.builds(
        Seen,
        direction=st.sampled_from(("supports", "refutes", "null")),
        design=st.sampled_from(DESIGNS),
        n=st.sampled_from((None, 50, 300, 5000)),
        cohort=st.sampled_from(("", "one", "two")),
        relevance=st.sampled_from(("direct", "indirect")),
        endpoint=st.sampled_from(("outcome", "image")),
        subgroup=st.booleans(),
        doubted=st.booleans(),
        interval=st.sampled_from((None, ("HR", 0.9, 1.1), ("HR", 0.5, 1.6))),
    ),
    max_size=6,
)
CALM = settings(max_examples=40, derandomize=True, deadline=None, database=None)
