"""Statuses: what the ontology says of each is what every part does, of one that nobody has thought of too."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from calcigraph import KnowledgeGraph
from calcigraph.answers.references import marks
from calcigraph.cli import render
from calcigraph.diagrams.model import edges_of, of_slice
from calcigraph.diagrams.style import Style, read_style
from calcigraph.errors import BadArgument
from calcigraph.exports import records
from calcigraph.knowledge.statuses import certainties, statuses
from calcigraph.mechanism import slices
from calcigraph.namespaces import CG, CLAIM, ONTOLOGY
from calcigraph.pictures.legend import entries
from calcigraph.pictures.pagedata import page_data
from calcigraph.store import derivation
from calcigraph.store.memory import MemoryEngine, load_ontology_and_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calcigraph.knowledge.claims import Claim

ROOT = Path(__file__).parents[2]
STEP = f"{CLAIM}warfarin-inhibits-vkorc1"
END_TO_END = f"{CLAIM}vitamin-d-increases-intestinal-calcium-absorption"
# It is the contrary of a contested one in what is in force, so that no part can have taken it for another.
RUMOURED = b"""
@prefix cg: <https://w3id.org/calcigraph/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
cg:rumoured a owl:NamedIndividual, cg:Status ;
  rdfs:label "rumoured"@en ;
  skos:definition "A status that stands only in a test."@en ;
  cg:allowsHedge 0 ; cg:rank 3 ; cg:mark "~" ; cg:inForceIfDirect false ; cg:inForceIfIndirect true ; cg:sure false ;
  cg:results "absent" ; cg:terminalStyle "bold blue" ; cg:drawnAs "disputed" .
"""
RULE = f"""CONSTRUCT {{ ?verdict <{CG}status> <{CG}rumoured> }}
WHERE {{ VALUES ?claim {{ <{STEP}> <{END_TO_END}> }} ?claim <{CG}verdict> ?verdict }}"""


@pytest.fixture(scope="module")
def changed() -> KnowledgeGraph:
    """The graph with an eighth status, which two claims have."""
    engine = MemoryEngine()
    ontology, instances, rules = derivation.sources()
    load_ontology_and_data(engine, ontology, instances)
    engine.load(RUMOURED, ONTOLOGY)
    texts = {Path(name).name: text.decode() for name, text in rules} | {"79-rumoured.rq": RULE}
    engine.derive(text for _, text in sorted(texts.items()))
    return KnowledgeGraph(engine)


@pytest.fixture(scope="module")
def step(changed: KnowledgeGraph) -> Claim:
    return next(claim for claim in changed.claims(status="rumoured") if claim.iri == STEP)


def test_every_value_is_read_from_the_ontology(kg: KnowledgeGraph) -> None:
    known = statuses(kg.store)
    assert [status.rank for status in known.values()] == sorted((each.rank for each in known.values()), reverse=True)
    rows = kg.engine.values("SELECT ?l ?d { ?s a cg:Status ; rdfs:label ?l ; skos:definition ?d }")
    assert {(label, status.meaning) for label, status in known.items()} == set(rows)
    assert {status.label for status in known.values() if status.in_force("direct")} == {
        "established",
        "supported",
        "contested",
    }
    assert {status.label for status in known.values() if not status.studied} == {"untested", "asserted only"}
    assert [level.label for level in certainties(kg.store).values()] == ["high", "moderate", "low", "very low"]
    assert statuses(kg.store) is known, "read once"


def test_python_and_rules_agree_on_what_is_in_force(kg: KnowledgeGraph) -> None:
    by_rule = {iri for (iri,) in kg.engine.values("SELECT ?c { ?c cg:inForce true }")}
    assert {edge.iri for edge in records.read(kg.store, None).edges if edge.in_force} == by_rule


def test_claims_are_found_by_it(changed: KnowledgeGraph) -> None:
    assert {claim.iri for claim in changed.claims(status="rumoured")} == {STEP, END_TO_END}
    with pytest.raises(BadArgument, match=r"status is one of .*rumoured.*, not 'true'"):
        changed.claims(status="true")


def test_rules_follow_it(changed: KnowledgeGraph) -> None:
    ask = changed.engine.ask
    for claim, edge in ((STEP, False), (END_TO_END, True)):
        pattern = f"<{claim}> cg:subject ?s ; cg:predicate ?p ; cg:object ?o . ?s ?p ?o"
        assert ask(f"ASK {{ {pattern} }}") is edge
        assert ask(f"ASK {{ <{claim}> cg:inForce true }}") is edge
    bold = changed.engine.values(
        f"SELECT DISTINCT ?b {{ ?s cg:states <{END_TO_END}> ; cg:hedge cg:asserted ; cg:boldness/rdfs:label ?b }}"
    )
    assert bold == [("overstated",)]
    text = (ROOT / "queries" / "qc" / "edge-without-force.rq").read_text(encoding="utf-8")
    assert changed.engine.values(text) == []


def test_slices_and_exports_follow_it(changed: KnowledgeGraph) -> None:
    kept = slices.in_force(changed.store, slices.whole(changed.store)).claims
    assert (STEP in kept, END_TO_END in kept) == (False, True)
    edges = {edge.iri: edge for edge in records.read(changed.store, None).edges}
    assert (edges[STEP].stands, edges[END_TO_END].stands) == (False, True)
    assert b'Status AS LIST {"contested", "established", "rumoured", "supported"}' in changed.export("bel")
    kgx = changed.export("claims-csv", changed.claims(status="rumoured")).decode()
    assert re.findall(r",(true|false),\d+,\d+,\d+$", kgx, re.MULTILINE) == ["true", "false"]


def test_what_if_follows_it(changed: KnowledgeGraph, kg: KnowledgeGraph) -> None:
    answers = [graph.what_if({"warfarin": "high"}, ["VKORC1"], samples=50).responses[0] for graph in (kg, changed)]
    assert [each.answer for each in answers] == ["decrease", "no route"]
    assert [each.with_unsure for each in answers] == ["decrease", "decrease"]
    (seen,) = (
        each
        for each in changed.what_if({"vitamin D": "high"}, ["intestinal calcium absorption"], samples=50)
        .responses[0]
        .observed
        if each.claim.iri == END_TO_END
    )
    assert not seen.studied
    assert seen.text.startswith("nothing studied, rumoured")


def test_sentences_and_questions_follow_it(changed: KnowledgeGraph) -> None:
    assert changed.pathways("warfarin", "VKORC1", limit=1).paths[0].sentence == "Warfarin inhibits VKORC1 (rumoured)."
    downstream = changed.ask("everything-downstream", factor="warfarin")
    assert {row["weakest_step"] for row in downstream} >= {"contested or rumoured"}


def test_pictures_follow_it(changed: KnowledgeGraph, step: Claim) -> None:
    (edge,) = edges_of(changed.store, [step])
    assert edge.mark == "disputed"
    part = slices.of_claims(changed.store, [STEP], "one")
    model = of_slice(changed.store, part)
    assert "1 rumoured" in model.description
    assert "rumoured" in [entry.text for entry in entries([model], Style())]
    data = page_data(changed.draw(part))
    assert data["statuses"]["rumoured"] == {
        "rank": 3,
        "meaning": "A status that stands only in a test.",
        "sure": False,
        "drawn": "disputed",
    }


def test_terminal_and_marks_follow_it(changed: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render._Shown, "store", None)
    assert render.style("rumoured (low certainty)") == ""
    render.show_words_of(changed.store)
    assert render.style("rumoured (low certainty)") == "bold blue"
    assert marks(changed.store)["rumoured"] == "~"


def test_every_look_and_every_terminal_style_can_be_drawn(kg: KnowledgeGraph) -> None:
    from rich.style import Style as Rich

    css = (ROOT / "graph/calcigraph/pictures/explorer/explorer.css").read_text(encoding="utf-8")
    shapes = (ROOT / "ontology/shapes/ontology.ttl").read_text(encoding="utf-8")
    pattern = re.search(r'sh:path cg:drawnAs.*?sh:pattern "\^\((.*?)\)\$"', shapes, re.DOTALL)
    assert pattern is not None
    allowed = set(pattern[1].split("|"))
    assert {status.drawn for status in statuses(kg.store).values()} == allowed
    assert set(re.findall(r"\.badge\.drawn-(\w+)", css)) == allowed - {"open"}
    assert "disputed" in read_style()["marks"]
    for (style,) in kg.engine.values("SELECT ?s { ?v cg:terminalStyle ?s }"):
        assert Rich.parse(str(style)).color


# -------------------------------------------------------------------- nowhere else

# Where such a word is no status: what people type, in any sense.
OTHERWISE = {"text/words.py"}
# Rules that decide on a status, and questions that are about one of them by name.
ABOUT = re.compile(r"rules/8[0-8]|asserted-only|contested-claims|influences-both-ways")


def strings(tree: ast.AST) -> Iterator[str]:
    """Every string of a module that is no docstring."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


@pytest.fixture(scope="module")
def named(kg: KnowledgeGraph) -> re.Pattern[str]:
    """Any name of a status, as word or as local name."""
    words = {status.label for status in statuses(kg.store).values()}
    words |= {status.iri.removeprefix(CG) for status in statuses(kg.store).values()}
    return re.compile(rf"\b({'|'.join(sorted(words))})\b")


def test_no_module_names_a_status(named: re.Pattern[str]) -> None:
    package = ROOT / "graph" / "calcigraph"
    found = {
        f"{path.relative_to(package)}: {text!r}"
        for path in package.rglob("*.py")
        for text in strings(ast.parse(path.read_text(encoding="utf-8")))
        if named.search(text) and str(path.relative_to(package)) not in OTHERWISE
    }
    assert found == set()


def test_no_picture_names_a_status(named: re.Pattern[str]) -> None:
    package = ROOT / "graph" / "calcigraph"
    files = [package / "diagrams" / "style.yaml", *(package / "pictures" / "explorer").iterdir()]
    assert [path.name for path in files if named.search(path.read_text(encoding="utf-8"))] == []


def test_no_other_rule_and_no_other_question_names_a_status(named: re.Pattern[str]) -> None:
    term = re.compile(rf'(cg:|"){named.pattern}')
    files = [*(ROOT / "ontology" / "rules").iterdir(), *(ROOT / "queries").rglob("*.rq")]
    found = []
    for path in files:
        lines = path.read_text(encoding="utf-8").splitlines()
        body = "\n".join(line for line in lines if not line.startswith("#"))
        if term.search(body) and not ABOUT.search(str(path)):
            found.append(path.name)
    assert found == []
