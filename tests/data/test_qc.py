"""The checks of the whole graph: each is well described, finds nothing, and would find the fault if it were there."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import yaml
from calcigraph import KnowledgeGraph
from calcigraph.namespaces import ASSERTED, ID, shorten
from calcigraph.store import derivation, files
from calcigraph.store.memory import MemoryEngine, load_ontology_and_data
from calcigraph.store.scanning import form

from tests.opened import opened

pytestmark = pytest.mark.data

FIXTURES = Path(__file__).parents[1] / "fixtures" / "qc"
CHECKS = {Path(name).stem: content.decode() for name, content in files.listing("queries/qc", ".rq")}
HEADER = {"title", "question", "description", "tags", "severity"}


def with_fixture(turtle: bytes) -> MemoryEngine:
    """The shipped graph with made-up data, and what follows from both."""
    ontology, instances, rules = derivation.sources()
    engine = MemoryEngine()
    load_ontology_and_data(engine, ontology, instances)
    engine.load(turtle, ASSERTED)
    engine.derive(text.decode() for _, text in rules)
    return engine


def header(text: str) -> dict[str, object]:
    lines = (line.removeprefix("#+").removeprefix(" ") for line in text.splitlines() if line.startswith("#+"))
    found = yaml.safe_load("\n".join(lines))
    assert isinstance(found, dict)
    return found


def test_there_are_checks() -> None:
    assert len(CHECKS) >= 20
    assert {"statement-without-outcome", "claim-without-origin", "cohort-counted-twice"} <= CHECKS.keys()


def test_each_check_has_its_fixture_and_each_fixture_its_check() -> None:
    assert sorted(path.stem for path in FIXTURES.glob("*.ttl")) == sorted(CHECKS)


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_check_is_described(name: str) -> None:
    found = header(CHECKS[name])
    assert found.keys() == HEADER
    assert all(found.values())
    assert found["severity"] == "violation"
    assert str(found["question"]).endswith("?")
    assert str(found["description"]).endswith(".")
    assert form(CHECKS[name]) == "select"
    assert "ORDER BY" in CHECKS[name]
    # It runs as it stands, in a client that knows no prefixes.
    ox.Store().query(CHECKS[name])


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_graph_passes(name: str) -> None:
    columns, rows = opened().engine.select(CHECKS[name])
    assert [dict(zip(columns, map(str, row), strict=True)) for row in rows] == []


@pytest.mark.parametrize("name", sorted(CHECKS))
def test_check_finds_the_fault(name: str) -> None:
    turtle = (FIXTURES / f"{name}.ttl").read_bytes()
    shipped = set(opened().engine.values(CHECKS[name]))
    found = set(with_fixture(turtle).values(CHECKS[name])) - shipped
    assert found
    # What is found is what was made up, and nothing else.
    assert [row for row in found if not any("/fixture" in (value or "") for value in row)] == []


def test_two_reports_of_one_cohort_are_one_source_as_long_as_nobody_tallies_by_hand() -> None:
    turtle = (FIXTURES / "cohort-counted-twice.ttl").read_text(encoding="utf-8")
    rules_only = "\n".join(line for line in turtle.splitlines() if not line.startswith("verdict:"))
    assert with_fixture(rules_only.encode()).values(CHECKS["cohort-counted-twice"]) == []


def test_scope_tells_contrary_influences_apart() -> None:
    turtle = (FIXTURES / "influences-both-ways.ttl").read_text(encoding="utf-8")
    scoped = turtle + 'claim:fixture-raises cg:qualifier "in excess" .\nclaim:fixture-lowers cg:qualifier "in lack" .\n'
    assert with_fixture(turtle.encode()).values(CHECKS["influences-both-ways"])
    assert with_fixture(scoped.encode()).values(CHECKS["influences-both-ways"]) == []


def cut_off(opened: KnowledgeGraph) -> list[str]:
    """Factors of direct claims from which serum calcium is not reached, whichever way the influences point.

    Not a query: a property path cannot ask the claims on its way whether they are direct, and one over plain edges
    runs over rdflib's recursion on long chains.
    """
    network = opened.to_networkx()
    whole = nx.node_connected_component(network.to_undirected(as_view=True), f"{ID}serum-calcium")
    return sorted(shorten(node) for node in set(network) - whole if network.degree(node))


def test_mechanism_is_one_connected_whole() -> None:
    assert cut_off(opened()) == []


def test_a_loose_piece_of_mechanism_would_be_seen() -> None:
    loose = b"""
    @prefix cg: <https://w3id.org/calcigraph/ontology#> .
    @prefix id: <https://w3id.org/calcigraph/id/> .
    @prefix claim: <https://w3id.org/calcigraph/claim/> .
    @prefix source: <https://w3id.org/calcigraph/source/> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix cito: <http://purl.org/spar/cito/> .
    id:fixture-a a cg:Nutrient, cg:Factor ; skos:prefLabel "fixture a"@en .
    id:fixture-b a cg:Process, cg:Factor ; skos:prefLabel "fixture b"@en .
    claim:fixture a cg:Claim ; cg:subject id:fixture-a ; cg:predicate cg:increases ; cg:object id:fixture-b ;
      cg:directness cg:direct ; cito:citesAsEvidence source:mladenka2021 .
    """
    assert cut_off(KnowledgeGraph(with_fixture(loose))) == ["id:fixture-a", "id:fixture-b"]


def test_checks_are_no_questions() -> None:
    assert not [name for name in opened().questions if opened().questions[name].path.startswith("queries/qc/")]
