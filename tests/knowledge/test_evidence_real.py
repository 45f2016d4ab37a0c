"""The rule files, the document that explains them, and well-known claims of the bundled graph."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from calcigraph.namespaces import DERIVED
from calcigraph.store.memory import MemoryEngine, load_ontology_and_data

from tests.knowledge.evidence_cases import (
    INSTANCES,
    ONTOLOGY,
    RANKS,
    RULES,
    TEXTS,
    Verdict,
    bundled,
    local,
    verdict,
    world,
)

DOCUMENT = Path(__file__).parents[2] / "docs" / "evidence.md"
FILES = [name.rsplit("/", 1)[-1] for name, _ in RULES]
# Data in doubt are the last resort; today other results bear on every claim that they bear on.
IDLE = {"43-doubted-bearings-counted.rq"}

# -------------------------------------------------------------------- the rule files


@pytest.mark.parametrize(("name", "content"), RULES, ids=FILES)
def test_a_rule_is_one_commented_construct(name: str, content: bytes) -> None:
    text = content.decode()
    comment = text.split("PREFIX", 1)[0].replace("\n# ", " ")
    assert re.match(r"# [A-Z].+\.\n", comment), f"{name} says first what follows"
    assert len(re.findall(r"^CONSTRUCT\b", text, re.MULTILINE)) == 1
    assert re.fullmatch(r"ontology/rules/\d\d-[a-z-]+\.rq", name)


@cache
def live() -> tuple[MemoryEngine, dict[str, int]]:
    """Run the rules on the files as they are, and count what each one adds."""
    engine, added = MemoryEngine(), {}
    load_ontology_and_data(engine, ONTOLOGY, INSTANCES)
    for name, text in zip(FILES, TEXTS, strict=True):
        before = len(engine.store)
        engine.derive([text])
        added[name] = len(engine.store) - before
    return engine, added


def test_every_rule_adds_something_in_the_bundled_graph() -> None:
    assert {name for name, triples in live()[1].items() if triples == 0} == IDLE


def test_rules_are_complete_in_one_run() -> None:
    engine = MemoryEngine()
    engine.store.extend(live()[0].store)
    before = len(engine.store)
    engine.derive(TEXTS)
    assert len(engine.store) == before


def test_the_opened_graph_has_what_the_rules_give() -> None:
    graph = ox.NamedNode(DERIVED)
    opened, derived = (
        {str(quad) for quad in engine.store.quads_for_pattern(None, None, None, graph)}
        for engine in (bundled(), live()[0])
    )
    assert opened == derived


# -------------------------------------------------------------------- the document


def tables() -> list[list[str]]:
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]


def test_the_document_gives_the_starting_ranks_of_the_ontology() -> None:
    rows = world("").select(
        "SELECT ?l ?cause ?together ?step ?human { ?d a cg:Design ; rdfs:label ?l ; cg:startsAt ?cause ;"
        " cg:startsAtForAssociation ?together ; cg:startsAtForMechanism ?step ; cg:human ?human }"
    )[1]
    wanted = {}
    for label, *ranks, human in rows:
        names = [RANKS[int(each.value)] for each in ranks]  # type: ignore[union-attr]
        wanted[label.value] = [*names, "yes" if human.value == "true" else "no"]  # type: ignore[union-attr]
    assert {row[0]: row[1:] for row in tables() if row[0] in wanted} == wanted


def test_the_document_explains_every_rule_in_the_order_in_which_they_run() -> None:
    assert [row[0].strip("`") for row in tables() if re.fullmatch(r"`\d\d-.*`", row[0])] == FILES
    assert set(re.findall(r"\b\d\d-[a-z-]+\.rq\b", DOCUMENT.read_text(encoding="utf-8"))) == set(FILES)


@pytest.mark.parametrize(("kind", "column"), [("Reason", 2), ("Status", 1)])
def test_the_document_names_every_reason_and_status(kind: str, column: int) -> None:
    labels = {row[0].value for row in world("").select(f"SELECT ?l {{ ?x a cg:{kind} ; rdfs:label ?l }}")[1]}  # type: ignore[union-attr]
    named = {row[0]: row[column] for row in tables() if row[0] in labels}
    assert set(named) == labels
    assert all(cell.startswith("`") for cell in named.values())


def test_the_examples_of_the_document_are_true() -> None:
    rows = world("").select("SELECT ?s ?l { ?s a cg:Status ; rdfs:label ?l }")[1]
    labels = {local(status): label.value for status, label in rows}  # type: ignore[union-attr]
    seen = set()
    for row in tables():
        match = re.fullmatch(r"`claim:([a-z0-9-]+)`", row[1]) if len(row) > 1 else None
        if match and row[0] in labels.values():
            assert labels[verdict(bundled(), claim=match[1]).status] == row[0], match[1]
            seen.add(row[0])
    assert seen == set(labels.values())


def test_verdicts_named_in_the_text_are_true() -> None:
    text = " ".join(DOCUMENT.read_text(encoding="utf-8").split())
    named = re.findall(r"`claim:([a-z0-9-]+)` is \*([a-z ]+), ([a-z ]+)\*", text)
    assert len(named) >= 4
    for claim, status, certainty in named:
        found = verdict(bundled(), claim=claim)
        words = re.sub(r"([A-Z])", r" \1", found.status).lower()
        assert (claim, words, found.certainty) == (claim, status, certainty)


def test_the_document_says_whether_the_trials_of_pooled_analyses_are_listed() -> None:
    listed = bundled().ask("ASK { ?pool cg:pools ?trial }")
    assert listed != ("`cg:pools` is empty" in DOCUMENT.read_text(encoding="utf-8"))


# -------------------------------------------------------------------- well-known claims of the bundled graph

KNOWN = {
    # Imaging trials of K2 alone are null; cohorts and mixed pools point the other way and contest no trial.
    "vitamin-k2-prevents-arterial-calcification": "notShown",
    "vitamin-k2-decreases-coronary-calcification": "notShown",
    "vitamin-k2-decreases-aortic-valve-calcification": "notShown",
    "mk-7-prevents-arterial-calcification": "notShown",
    "vitamin-d-with-vitamin-k2-decreases-coronary-calcification": "notShown",
    # Two cohorts see the association, whose measure of menaquinone intake is poor.
    "vitamin-k2-inversely-correlates-with-arterial-calcification": "supported",
    "vitamin-k2-inversely-correlates-with-coronary-heart-disease": "supported",
    # No trial seen shows regression; scores rose in both arms.
    "vitamin-k2-reverses-vascular-calcification": "notShown",
    # Inactive MGP and undercarboxylated osteocalcin fall in trial after trial.
    "vitamin-k2-lowers-dp-ucmgp": "established",
    "mk-7-lowers-dp-ucmgp": "established",
    "vitamin-k2-activates-osteocalcin": "established",
    "mk-7-lowers-undercarboxylated-osteocalcin": "established",
    # Bone: trials on both sides; the one cohort of hip fracture is null.
    "vitamin-k2-increases-bone-mineral-density": "contested",
    "mk-7-increases-bone-mineral-density": "contested",
    "vitamin-k2-decreases-fracture-risk": "contested",
    "vitamin-k2-decreases-hip-fracture": "notShown",
    # Pooled trials, and one of 25 871 people, saw nothing; of falls a review of care facilities saw fewer.
    "vitamin-d-decreases-fracture-risk": "refuted",
    "vitamin-d-decreases-falls": "contested",
    "vitamin-k-decreases-vertebral-fracture": "contested",
    # With calcium: fewer hip fractures in all older people, none fewer in those who live at home.
    "vitamin-d-with-calcium-decreases-hip-fracture": "contested",
    "vitamin-d-with-calcium-decreases-hip-fracture-at-home": "refuted",
    # Pooled trials of calcium; a cohort of diet and supplements contests no trial.
    "calcium-supplements-increase-cardiovascular-events": "established",
    # No study tested the two against each other.
    "vitamin-k2-stronger-vascular-association-than-vitamin-k1": "untested",
    # One open trial of 4 378 people saw more.
    "vitamin-k2-does-not-cause-adverse-events": "notShown",
    # Said, and nobody looked.
    "vitamin-k2-does-not-increase-serum-calcium": "assertedOnly",
    "vitamin-k2-strengthens-tooth-enamel": "assertedOnly",
    "vitamin-k2-resolves-calcium-paradox": "assertedOnly",
    # Animals only.
    "mgp-prevents-arterial-calcification": "untested",
    "hydroxyapatite-binding-decreases-fracture-risk": "untested",
    # Ecological only.
    "natto-inversely-correlates-with-hip-fracture": "untested",
    # A review cited for a step into an outcome.
    "arterial-calcification-increases-cardiovascular-events": "supported",
    "bone-mineralization-prevents-rickets": "supported",
    # Mentioned by a source that tests something else.
    "coagulation-factor-x-increases-clotting-and-thrombosis": "supported",
    # Human genetics for a step into an outcome.
    "carboxylated-mgp-inhibits-soft-tissue-calcification": "established",
}


@pytest.mark.parametrize(("claim", "status"), KNOWN.items())
def test_a_well_known_claim_has_the_status_that_its_studies_give_it(claim: str, status: str) -> None:
    assert verdict(bundled(), claim=claim).status == status


def test_mgp_is_untested_in_people_although_animals_speak_strongly() -> None:
    rows = bundled().select(
        "SELECT ?f { ?b cg:about claim:mgp-prevents-arterial-calcification ; cg:direction cg:supports ; cg:ofResult ?f ."
        " ?f cg:outcome/cg:endpointKind cg:surrogateEndpoint ; cg:study/cg:design cg:animalStudy }"
    )[1]
    assert rows
    assert verdict(bundled(), claim="mgp-prevents-arterial-calcification") == Verdict("untested", None)


def test_the_two_reports_of_one_trial_count_once_in_the_bundled_graph() -> None:
    rows = bundled().select(
        "SELECT (COUNT(DISTINCT ?s) AS ?reports) { claim:vitamin-k2-prevents-arterial-calcification cg:verdict ?v ."
        " ?v cg:counts ?b . ?b cg:direction cg:null ; cg:ofResult/cg:study ?s }"
    )[1]
    found = verdict(bundled(), claim="vitamin-k2-prevents-arterial-calcification")
    assert int(rows[0][0].value) == found.null + 1  # type: ignore[union-attr]


# -------------------------------------------------------------------- what holds for every verdict


def test_no_verdict_at_a_human_endpoint_counts_what_is_not_from_people() -> None:
    assert not bundled().ask(
        "ASK { ?v cg:counts ?f ; cg:atEndpoint ?kind . FILTER(?kind != cg:mechanismEndpoint)"
        " ?f cg:ofResult/cg:study/cg:design/cg:human false }"
    )


@pytest.mark.parametrize("kind", ["Verdict", "Claim"])
def test_each_has_exactly_one_status(kind: str) -> None:
    rows = bundled().select(
        f"SELECT ?x {{ ?x a cg:{kind} OPTIONAL {{ ?x cg:status ?s }} }} GROUP BY ?x HAVING(COUNT(?s) != 1)"
    )[1]
    assert rows == []
    assert bundled().ask(f"ASK {{ ?x a cg:{kind} }}")


def test_there_is_a_certainty_exactly_where_something_counts() -> None:
    rows = bundled().select(
        "SELECT ?v { ?v a cg:Verdict ; cg:status ?status"
        " FILTER(EXISTS { ?v cg:certainty ?any } = (?status IN (cg:untested, cg:assertedOnly))) }"
    )[1]
    assert rows == []


def test_no_review_or_table_alone_establishes_a_step_into_an_outcome() -> None:
    rows = bundled().select(
        "SELECT ?c { ?c cg:endpointKind ?kind ; cg:status cg:established ; cito:citesAsEvidence ?any"
        " FILTER(?kind IN (cg:surrogateEndpoint, cg:clinicalEndpoint))"
        " FILTER NOT EXISTS { ?c cito:citesAsEvidence/cg:design/cg:human true }"
        " FILTER NOT EXISTS { ?c cg:verdict/cg:counts ?finding } }"
    )[1]
    assert rows == []


def test_only_claims_in_force_give_edges_of_requirement() -> None:
    rows = bundled().select(
        "SELECT ?object ?subject { ?object cg:requires ?subject . FILTER NOT EXISTS {"
        " ?c cg:subject ?subject ; cg:object ?object ; cg:limiting true ; cg:status ?s"
        " FILTER(?s IN (cg:established, cg:supported, cg:contested)) }"
        " FILTER NOT EXISTS { ?c cg:subject ?object ; cg:predicate cg:requires ; cg:object ?subject } }"
    )[1]
    assert rows == []
    assert bundled().ask("ASK { ?object cg:requires ?subject }")


def test_no_result_is_recorded_twice() -> None:
    """One record per study, contrast, outcome, site, people, analysis, condition, dose, time and P value."""
    rows = bundled().select(
        "SELECT ?r ?key { ?r a cg:Result ; cg:study ?study ; cg:outcome ?outcome ; cg:analysis ?analysis ."
        " { SELECT ?r (GROUP_CONCAT(?x; SEPARATOR=' ') AS ?arms) { { SELECT ?r ?x {"
        " { ?r cg:exposure ?e . BIND(CONCAT('e', STR(?e)) AS ?x) } UNION { ?r cg:comparator ?e . BIND(CONCAT('c', STR(?e)) AS ?x) }"
        " UNION { ?r cg:background ?e . BIND(CONCAT('b', STR(?e)) AS ?x) } } ORDER BY ?r ?x } } GROUP BY ?r }"
        " OPTIONAL { ?r cg:site ?site } OPTIONAL { ?r cg:population ?people } OPTIONAL { ?r cg:condition ?condition }"
        " OPTIONAL { ?r cg:dose ?dose } OPTIONAL { ?r cg:duration ?time } OPTIONAL { ?r cg:pValue ?p }"
        " OPTIONAL { ?r cg:dimension ?respect }"
        " BIND(CONCAT(STR(?study), STR(?outcome), STR(?analysis), ?arms, COALESCE(?site, ''),"
        " COALESCE(STR(?people), ''), COALESCE(?condition, ''), COALESCE(STR(?dose), ''), COALESCE(STR(?time), ''),"
        " COALESCE(?p, ''), COALESCE(STR(?respect), '')) AS ?key) }"
    )[1]
    keys = [row[1].value for row in rows]  # type: ignore[union-attr]
    assert 250 <= len(keys) == len(set(keys))


def test_a_reason_agrees_with_the_side_it_speaks_of() -> None:
    """Imprecision and single study are said exactly where the side that the verdict rests on is small or alone."""
    few = bundled().select(
        "SELECT ?v { { SELECT ?v (SUM(?size) AS ?all) { { SELECT ?v ?people (MAX(COALESCE(?own, ?n, ?unknown)) AS ?size) {"
        " ?v cg:restsOn/cg:ofResult ?r ; cg:verdictOn/cg:directness cg:indirect ; cg:atEndpoint ?k ."
        " FILTER(?k != cg:mechanismEndpoint) ?r cg:study ?s . ?s cg:people ?people ; cg:design/cg:pooled ?pooled ."
        " OPTIONAL { ?r cg:sampleSize ?own } OPTIONAL { ?s cg:sampleSize ?n } BIND(IF(?pooled, 400, 0) AS ?unknown)"
        " } GROUP BY ?v ?people } } GROUP BY ?v } FILTER((?all < 400) != EXISTS { ?v cg:loweredFor cg:imprecision }) }"
    )[1]
    assert few == []
    assert not bundled().ask(
        "ASK { ?v cg:restsOn ?b ; cg:supporting ?n . ?b cg:direction ?d . FILTER(?d != cg:supports) }"
    )
    assert not bundled().ask("ASK { ?v cg:restsOn ?b . FILTER NOT EXISTS { ?v cg:counts ?b } }")
