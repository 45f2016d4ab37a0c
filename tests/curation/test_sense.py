"""The gate for curators: what no shape refuses and is told all the same, kind by kind, and what is not."""

from __future__ import annotations

import re
from contextlib import nullcontext
from functools import partial
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from calcigraph.cli import curation_commands, export_commands
from calcigraph.curation import importing, sense
from calcigraph.curation.importing import _contradictions, _triples, read_claims
from calcigraph.curation.label_readings import Terms, contradiction, read_label
from calcigraph.curation.report import Report
from calcigraph.curation.validation import joined
from calcigraph.namespaces import ASSERTED, CG, ID
from calcigraph.store.serialising import parse_turtle
from calcigraph.store.store import Store
from calcigraph.store.terms import NamedNode

from tests.conftest import SHARED

if TYPE_CHECKING:
    from pathlib import Path

    from calcigraph import KnowledgeGraph

HEAD = """
@prefix cg: <https://w3id.org/calcigraph/ontology#> .
@prefix id: <https://w3id.org/calcigraph/id/> .
@prefix claim: <https://w3id.org/calcigraph/claim/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
"""
OPPOSITE = "the graph stands by the opposite"
STARTS = "is a direct step that starts from the"
#: Name of a claim, what it says, and what is told of it; nothing where nothing is.
CLAIMS = {
    "opposite-verb": ("warfarin activates vkorc1", OPPOSITE),
    "opposite-of-other-strength": ("warfarin increases vkorc1", OPPOSITE),
    "opposite-by-denial": ("warfarin inhibits vkorc1 ; cg:negated true", OPPOSITE),
    "opposite-denied-in-other-words": ("warfarin decreases vkorc1 ; cg:negated true", OPPOSITE),
    "opposite-elsewhere": ("warfarin produces vkorc1 ; cg:inTissue id:liver", OPPOSITE),
    "opposite-of-kind": ("menaquinone-lack prevents vkorc1", ""),
    "opposite-for-a-form": ("mk-9 increases dp-ucmgp", f"of something wider or narrower {OPPOSITE}"),
    "opposite-of-the-wider": ("vitamin-k increases dp-ucmgp", OPPOSITE),
    "opposite-order": ("mk-4 exceeds mk-7 ; cg:dimension cg:halfLife", OPPOSITE),
    "opposite-in-another-respect": ("mk-4 exceeds mk-7 ; cg:dimension cg:carboxylation", ""),
    "same-in-other-words": ("warfarin decreases vkorc1", ""),
    "denies-the-opposite": ("warfarin activates vkorc1 ; cg:negated true", ""),
    "starts-from-outcome": ("fracture-risk increases serum-calcium", STARTS),
    "starts-without-sign": ("hip-fracture binds calcium", STARTS),
    "starts-from-illness": ("osteoporosis decreases pth", STARTS),
    "starts-from-surrogate": ("bone-mineral-density increases serum-calcium", STARTS),
    "goes-on-from-surrogate": ("coronary-calcification increases stroke", ""),
    "ends-in-outcome": ("serum-calcium increases kidney-stones", ""),
    "indirect-from-outcome": ("fracture-risk increases all-cause-mortality ; cg:directness cg:indirect", ""),
    "label-reversed": ('vkorc1 inhibits warfarin ; rdfs:label "warfarin inhibits VKORC1"@en', "its terms say the reverse"),
    "label-by-synonym": ('vkorc1 binds ggcx ; skos:prefLabel "GGCX targets VKOR"@en', ""),
    "label-in-unknown-words": ('vkorc1 inhibits warfarin ; rdfs:label "warfarin targets VKORC1"@en', "its terms say the reverse"),
    "label-passive": ('warfarin inhibits ggcx ; rdfs:label "GGCX is inhibited by warfarin"@en', ""),
    "label-passive-reversed": ('warfarin inhibits ggcx ; rdfs:label "Coumadin is blocked by GGCX"@en', "its terms say the reverse"),
    "label-of-another-subject": ('vitamin-d increases pth ; rdfs:label "vitamin K2 raises PTH"@en', "its subject is 'vitamin D'"),
    "label-of-another-object": ('vitamin-d increases pth ; skos:altLabel "vitamin D raises serum calcium"@en', "its object is"),
    "label-of-another-verb": ('vitamin-d decreases pth ; rdfs:label "vitamin D raises PTH"@en', "its predicate says the opposite"),
    "label-that-denies": ('vitamin-d decreases fgf23 ; rdfs:label "vitamin D does not lower FGF23"@en', "its terms assert it"),
    "label-with-conditions": ('vkorc1 inhibits warfarin ; rdfs:label "In rats, warfarin strongly inhibits VKORC1 in the liver"@en', "its terms say the reverse"),
    "label-that-hedges": ('pth decreases fgf23 ; rdfs:label "FGF23 may lower PTH (in kidney disease)"@en', "its terms say the reverse"),
    "label-that-fits-with-conditions": ('fgf23 decreases pth ; rdfs:label "FGF23 may lower PTH (in kidney disease)"@en', ""),
    "label-that-fits": ('vitamin-d decreases pth ; rdfs:label "Vitamin D lowers parathyroid hormone."@en', ""),
    "label-of-nothing-known": ('vitamin-d decreases pth ; rdfs:label "what the sun does to a gland"@en', ""),
    "note-of-other-things": ('vitamin-d decreases pth ; skos:note "vitamin K2 raises serum calcium"@en', ""),
    "note-reversed": ('pth decreases calcitriol ; skos:note "Calcitriol lowers PTH"@en', "its terms say the reverse"),
    "coumadin-inhibits-vkorc1": ("vkorc1 inhibits warfarin", "reads as 'coumadin inhibits vkorc1'"),
}  # fmt: skip
#: What else is labelled, and what is told of it.
NAMES = {
    'obo:CHEBI_16374 rdfs:label "warfarin"@en': "CHEBI:16374 is labelled 'warfarin', and it is 'vitamin K2' here",
    'obo:CHEBI_16374 rdfs:label "menaquinone"@en': "",
    'obo:CHEBI_16374 rdfs:label "a name of which nobody knows"@en': "",
    'obo:CHEBI_1 rdfs:label "warfarin"@en': "",
    'id:vkorc1 rdfs:label "warfarin"@en': "id:vkorc1 is labelled 'warfarin', and it is 'VKORC1' here",
    'id:vkorc1 skos:altLabel "VKOR one"@en': "",
    'id:mk7 a cg:Vitamer ; skos:prefLabel "aspirin nine"@en': "its IRI reads as id:mk-7 'MK-7'",
    'id:aspirin-nine a cg:Drug ; skos:prefLabel "aspirin nine"@en': "",
}


def documents() -> list[str]:
    found = [f"{HEAD}{said} ." for said in NAMES]
    if SHARED.exists():
        text = (SHARED / "reference" / "bug_inputs" / "opposite_sign.ttl").read_text(encoding="utf-8")
        found.append(re.sub(r" ;\s+cito:citesAsEvidence source:\w+", "", text))  # which would put it in force itself
    for name, (said, _) in CLAIMS.items():
        subject, predicate, rest = said.split(" ", 2)
        object_, _, more = rest.partition(" ")
        directness = "" if "cg:directness" in more else " ; cg:directness cg:direct"
        found.append(
            f"{HEAD}claim:{name} a cg:Claim ; cg:subject id:{subject} ; cg:predicate cg:{predicate} ; "
            f"cg:object id:{object_}{directness} {more} ."
        )
    return found


@pytest.fixture(scope="module")
def told(kg: KnowledgeGraph) -> list[str]:
    """Join all of them at once, and give what is told. None of them has a result, so none is in force."""
    contents = [each.encode() for each in documents()]
    triples = [triple for each in contents for triple in parse_turtle(each)]
    return list(sense.warnings(Store(joined(kg.engine, contents)), kg.store, triples))


@pytest.mark.parametrize("name", CLAIMS)
def test_what_is_told_of_a_claim(told: list[str], name: str) -> None:
    found = [each for each in told if re.match(rf"claim:{name}(?![\w-])", each)]
    expected = CLAIMS[name][1]
    if not expected:
        assert found == []
        return
    assert any(expected in each for each in found)
    for each in found:
        assert each.endswith(".")
        assert "Check" in each or "orrect" in each or "cg:negated" in each


@pytest.mark.parametrize("said", NAMES)
def test_what_is_told_of_a_name(told: list[str], said: str) -> None:
    expected = NAMES[said]
    label = re.search(r'"(.*)"', said)
    assert label
    subject = said.split(maxsplit=1)[0].replace("obo:CHEBI_", "CHEBI:")
    found = [each for each in told if each.startswith(f"{subject} is labelled '{label[1]}'")]
    assert len(found) == bool(expected)
    assert all(expected in each for each in found)


def test_what_the_graph_says_already_is_not_told(kg: KnowledgeGraph) -> None:
    asserted = [quad.triple for quad in kg.engine.quads(graph=ASSERTED)]
    assert sense.warnings(kg.store, kg.store, asserted) == ()


def test_of_all_claims_of_the_graph_few_would_be_told(kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """A gate that cries wolf is not heard: as if all were new, eight steps from outcome to outcome and two near ones."""
    monkeypatch.setattr(sense, "_there", lambda *_: False)
    found = sense.warnings(kg.store, kg.store, [quad.triple for quad in kg.engine.quads(graph=ASSERTED)])
    assert len(found) <= 10
    assert sum(STARTS in each for each in found) == 8
    assert all("wider or narrower" in each for each in found if STARTS not in each)
    assert not any("labelled" in each or "reads as" in each for each in found)


def test_labels_that_the_graph_makes_are_read_as_their_claims(kg: KnowledgeGraph) -> None:
    read = 0
    for claim in kg.claims():
        said = read_label(kg.store, claim.label)
        read += said is not None
        terms = Terms(claim.subject, claim.predicate, claim.object, claim.sign, claim.negated)
        assert contradiction(kg.store, claim.label, terms) == ""
    assert read > len(kg.claims()) * 0.6


def test_an_endless_label_is_not_read(kg: KnowledgeGraph) -> None:
    assert read_label(kg.store, "warfarin inhibits VKORC1 and " * 20) is None
    assert read_label(kg.store, "") is None


@pytest.mark.skipif(not SHARED.exists(), reason="the folder of reference is not here")
def test_the_inputs_that_were_found(kg: KnowledgeGraph, told: list[str]) -> None:
    assert any(
        "warfarin-activates-vkorc1 says 'warfarin activates VKORC1', and the graph stands by" in each for each in told
    )
    (row,) = read_claims(SHARED / "reference" / "bug_inputs" / "import_row_contradicts_itself.csv")
    found = _contradictions(kg.store, row, list(_triples(kg.store, row)), "x")
    assert len(found) == 3
    assert all(each.startswith("x: claim:vkorc1-inhibits-warfarin: ") for each in found)


def test_a_row_that_fits_is_not_told(kg: KnowledgeGraph, tmp_path: Path) -> None:
    """Every row that is exported tells the same in all of its columns."""
    for name, file in (("claims-csv", "a.csv"), ("kgx-tsv", "a_edges.tsv")):
        kg.export(name, None, tmp_path / ("a.csv" if name == "claims-csv" else "a"))
        for row in read_claims(tmp_path / file):
            assert _contradictions(kg.store, row, list(_triples(kg.store, row)), "x") == []


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("subject_label", "VKORC1", "subject_label is 'VKORC1', and it is 'warfarin' here"),
        ("object_label", "warfarin", "object_label is 'warfarin', and it is 'VKORC1' here"),
        ("sentence", "warfarin activates VKORC1", "its predicate says the opposite"),
        ("sign", "1", "sign is '1', and that of cg:inhibits is -1"),
        ("sign", "-1", ""),
        ("subject_label", "Coumadin", ""),
        ("subject_label", "a name of which nobody knows", ""),
    ],
)
def test_each_column_is_held_against_the_terms(kg: KnowledgeGraph, column: str, value: str, message: str) -> None:
    terms = Terms(f"{ID}warfarin", f"{CG}inhibits", f"{ID}vkorc1", -1, negated=False)
    found = list(sense.told_otherwise(kg.store, "a", terms, {column: value}))
    assert len(found) == bool(message)
    assert all(message in each for each in found)


def test_a_term_of_another_vocabulary_is_held_against_the_name(kg: KnowledgeGraph) -> None:
    terms = Terms(f"{ID}warfarin", f"{CG}inhibits", f"{ID}vkorc1", -1, negated=False)
    (found,) = sense.told_otherwise(kg.store, "a", terms, {"subject_id": "CHEBI:16374"})
    assert "subject is CHEBI:16374, which is 'vitamin K2' here, while its own name is id:warfarin" in found


@pytest.mark.parametrize("strict", [False, True])
def test_the_commands_warn_and_with_strict_say_no(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, *, strict: bool
) -> None:
    """What they print, whatever is told; the shapes are not run for it."""
    report = Report((), 1, ("One thing is odd.",))
    monkeypatch.setattr(curation_commands, "open_graph", lambda: SimpleNamespace(validate=lambda *_, **__: report))
    monkeypatch.setattr(export_commands, "open_graph", lambda: SimpleNamespace(store=None))
    monkeypatch.setattr(importing, "turtle_of_claims", lambda *_: (b"# Turtle\n", report))
    monkeypatch.setattr(importing, "read_claims", lambda *_, **__: [None])
    place = tmp_path / "a.ttl"
    for command in (
        partial(curation_commands.validate, ("a.ttl",), "table", max_size="1MB", strict=strict),
        partial(export_commands.import_, "a.csv", str(place), force=False, max_size="1MB", strict=strict),
    ):
        with pytest.raises(SystemExit) if strict else nullcontext() as ended:
            command()
        assert not ended or ended.value.code == 1
    assert place.exists() != strict
    printed = capsys.readouterr()
    assert printed.out.startswith("Warning: One thing is odd.\nThe graph conforms.\n")
    assert printed.err.startswith("Warning: One thing is odd.\n")
    assert ("Nothing was written: 1 warning in 'a.csv'." in printed.err) == strict


def test_a_new_name_is_read_by_what_was_there(kg: KnowledgeGraph) -> None:
    assert NamedNode(f"{ID}warfarin") in {NamedNode(each) for each in kg.store.entities.at(f"{ID}warfarin")}
    assert kg.store.entities.bearers("no such name") == frozenset()
