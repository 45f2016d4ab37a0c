"""The ontology is OWL 2 DL, and the graph is consistent under a DL reasoner.

The profile is checked by the OWL API (tests/owl/ProfileCheck.java), consistency by HermiT, both on all triples: nothing
is left out to make them pass. Both need Java. Where a tool is absent the tests skip and say what is missing; with
CALCIGRAPH_OWL=required, as in CI, they fail instead.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pyoxigraph as ox
import pytest
from calcigraph.namespaces import ASSERTED, BASE, DERIVED, ONTOLOGY, PREFIXES, shorten
from calcigraph.store import derivation

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph.store.memory import MemoryEngine

CHECKER = Path(__file__).parents[1] / "owl" / "ProfileCheck.java"
JARS = [
    *("owlapi-distribution", "atinject-jsr330-api", "caffeine", "commons-codec", "commons-io", "commons-rdf-api"),
    *("guava", "hppcrt", "jcl-over-slf4j", "jsr305", "rdf4j-*", "slf4j-api", "slf4j-nop", "xz"),
]
SCOPES = {
    "ontology": (ONTOLOGY,),
    "asserted": (ONTOLOGY, ASSERTED),
    "asserted and derived": (ONTOLOGY, ASSERTED, DERIVED),
}
# Datatypes of OWL 2 (section 4 of its structural specification) that a graph like this may need; xsd:date is none.
OWL_DATATYPES = {
    *(f"xsd:{name}" for name in ("string", "boolean", "decimal", "integer", "anyURI", "double", "float", "dateTime")),
    "rdf:langString",
}
HEADER = BASE + "ontology"
OWL_CLASS = ox.NamedNode(PREFIXES["owl"] + "Class")
RDF_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")


def needs_java(test: Callable[..., None]) -> Callable[..., None]:
    """Mark a test that is left to ``make check`` and CI; those that need Java run one after the other."""
    marked: Callable[..., None] = pytest.mark.jvm(pytest.mark.xdist_group("java")(test))
    return marked


# -------------------------------------------------------------------- the graph


@cache
def engine() -> MemoryEngine:
    return derivation.open_engine()


@cache
def triples(scope: str) -> tuple[ox.Triple, ...]:
    store = engine().store
    graphs = [ox.NamedNode(name) for name in SCOPES[scope]]
    return tuple(quad.triple for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph))


def parsed(turtle: str) -> list[ox.Triple]:
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    return [quad.triple for quad in ox.parse((prefixes + turtle).encode(), format=ox.RdfFormat.TURTLE)]


def ntriples(given: list[ox.Triple] | tuple[ox.Triple, ...]) -> bytes:
    return "".join(sorted(f"{triple} .\n" for triple in given)).encode()


def one_of(kind: str) -> str:
    """Name the first node of a class in the graph."""
    rows = engine().select(f"SELECT ?x {{ ?x a {kind} }} ORDER BY ?x LIMIT 1")[1]
    return str(rows[0][0])


def absent(what: str) -> NoReturn:
    if os.environ.get("CALCIGRAPH_OWL") == "required":
        pytest.fail(f"not checked, although CALCIGRAPH_OWL=required: {what}")
    pytest.skip(what)


# -------------------------------------------------------------------- the profile


@cache
def classpath() -> str:
    folder = Path(os.environ.get("CALCIGRAPH_JARS", "/usr/share/java"))
    if not shutil.which("javac"):
        absent("no JDK (javac): on Debian, apt-get install default-jdk-headless")
    if not (folder / "owlapi-distribution.jar").is_file():
        absent(f"no OWL API in {folder} (CALCIGRAPH_JARS): on Debian, apt-get install libowlapi-java")
    found = {jar.resolve(): jar for name in JARS for jar in sorted(folder.glob(f"{name}.jar"))}
    return os.pathsep.join(str(jar) for jar in found.values())


def breaches(documents: dict[str, bytes], folder: Path) -> dict[str, list[str]]:
    """Check documents against OWL 2 DL in one run of Java; each answer begins with the count of axioms."""
    paths = {name: folder / f"{number}.nt" for number, name in enumerate(documents)}
    for name, path in paths.items():
        path.write_bytes(documents[name])
    command = ["java", "-Xmx1g", "-cp", classpath(), str(CHECKER), *map(str, paths.values())]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    answers = re.split(r"^(?=axioms )", run.stdout, flags=re.MULTILINE)[1:]
    return {name: answer.splitlines() for name, answer in zip(documents, answers, strict=True)}


@needs_java
def test_ontology_and_graph_are_in_the_profile(tmp_path: Path) -> None:
    found = breaches({scope: ntriples(triples(scope)) for scope in SCOPES}, tmp_path)
    for scope, lines in found.items():
        assert lines[1:] == [], scope
        # Nearly every triple is an axiom of its own: only lists, unions and the header are not.
        assert int(lines[0].split()[1]) > 0.9 * len(triples(scope))


FAULTS = {
    "undeclared class": ("id:x a cg:Substanse .", "Use of undeclared class: <.*Substanse>"),
    "undeclared property": ("id:x cg:increeses id:y .", "Use of undeclared annotation property: <.*increeses>"),
    "property of two kinds": ("cg:dose a owl:ObjectProperty .", "Cannot pun between properties: <.*dose>"),
    "words for a node": ('id:x a cg:Claim ; cg:subject "vitamin K2" .', "Cannot pun between properties: <.*subject>"),
    "year as xsd:gYear": ('id:x cg:year "2004"^^xsd:gYear .', "Use of undeclared datatype: xsd:gYear"),
    "RDF's own reification": ("id:x rdf:subject id:y .", "^unparsed .*rdf-syntax-ns#subject"),
    "class and datatype": ("cg:Claim a rdfs:Datatype .", "Datatype IRI also used as Class IRI: .*Claim"),
    "range of unknown classes": (
        "cg:x a owl:ObjectProperty ; rdfs:range [ a owl:Class ; owl:unionOf (cg:No cg:Not) ] .",
        "Use of undeclared class: <.*No>",
    ),
    "functional and transitive": (
        "cg:formOf a owl:TransitiveProperty, owl:FunctionalProperty .",
        "[Nn]on.?simple property",
    ),
}


@needs_java
def test_the_profile_check_finds_faults(tmp_path: Path) -> None:
    whole = triples("ontology")
    broken = {name: ntriples([*whole, *parsed(turtle)]) for name, (turtle, _) in FAULTS.items()}
    found = breaches(broken, tmp_path)
    for name, (_, wanted) in FAULTS.items():
        assert any(re.search(wanted, line) for line in found[name][1:]), (name, found[name])


def test_literals_have_datatypes_of_owl() -> None:
    # The profile check looks at the values of properties only; this looks at annotations too.
    literals = [t.object for t in triples("asserted and derived") if isinstance(t.object, ox.Literal)]
    used = {shorten(literal.datatype.value) for literal in literals}
    assert {"xsd:integer", "rdf:langString"} <= used
    assert used - OWL_DATATYPES == set()


# -------------------------------------------------------------------- consistency


def named_apart(given: list[ox.Triple]) -> list[ox.Triple]:
    """Give every node of ours a key, so that no two can be taken for one.

    OWL may take two names for the same thing, and would read two subjects of a claim as one entity of two names. Here
    every name is a thing of its own. A key that is functional says so in as many axioms as there are names;
    owl:AllDifferent would make the reasoner compare all pairs.
    """
    classes = {t.subject for t in given if t.object == OWL_CLASS}
    named = {t.subject for t in given if isinstance(t.subject, ox.NamedNode)} - classes
    ours = {node.value for node in named if node.value.startswith(BASE)} - {HEADER}
    key = ox.NamedNode("urn:calcigraph:key")
    keys = [ox.Triple(ox.NamedNode(iri), key, ox.Literal(iri)) for iri in sorted(ours)]
    return [*keys, *parsed(f"{key} a owl:DatatypeProperty, owl:FunctionalProperty .")]


def reason(given: list[ox.Triple] | tuple[ox.Triple, ...]) -> tuple[set[str], set[tuple[str, str]]] | None:
    """Run HermiT: None where it finds a contradiction, else the impossible classes and the types it infers."""
    if not shutil.which("java"):
        absent("no java, which HermiT needs: on Debian, apt-get install default-jre-headless")
    try:
        import owlready2
    except ImportError:
        absent('no owlready2, which brings HermiT: pip install -e ".[reasoner]"')
    content = ntriples([*given, *named_apart(list(given))])
    world = owlready2.World()
    try:
        world.get_ontology(HEADER).load(fileobj=io.BytesIO(content))
        try:
            owlready2.sync_reasoner(world, debug=0)
        except owlready2.OwlReadyInconsistentOntologyError:
            return None
        impossible = {shorten(each.iri) for each in world.inconsistent_classes()} - {"owl:Nothing"}
        pairs = world._get_obj_triples_spo_spo(None, owlready2.rdf_type, None)
        types = {(world._unabbreviate(s), world._unabbreviate(o)) for s, _, o in pairs if s > 0 and o > 0}
        return impossible, types
    finally:
        world.close()


@pytest.fixture(autouse=True)
def _scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # owlready2 leaves its exchange file behind where it finds a contradiction.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def of_instances(types: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Keep what is said of nodes of the graph, leaving out the ontology and its terms."""
    return {(shorten(node), shorten(kind)) for node, kind in types if node.startswith(BASE) and HEADER not in node}


@needs_java
def test_the_whole_graph_is_consistent_and_its_types_are_complete() -> None:
    # What is consistent as a whole is so in every part, so the ontology and the asserted graph need no run of their own.
    whole = triples("asserted and derived")
    answer = reason(whole)
    assert answer is not None
    impossible, inferred = answer
    assert impossible == set()
    stated = {(t.subject, t.object) for t in whole if t.predicate == RDF_TYPE}
    told = {(s.value, o.value) for s, o in stated if isinstance(s, ox.NamedNode) and isinstance(o, ox.NamedNode)}
    assert of_instances(inferred) - of_instances(told) == set()


@needs_java
def test_a_class_without_possible_members_is_found() -> None:
    answer = reason([*triples("ontology"), *parsed("cg:Odd a owl:Class ; rdfs:subClassOf cg:Claim, cg:Entity .")])
    assert answer is not None
    assert answer[0] == {"cg:Odd"}


@needs_java
def test_the_reasoner_infers_types() -> None:
    facts = "claim:odd cg:subject id:odd . id:odd cg:lackOf id:thing ."
    answer = reason([*triples("ontology"), *parsed(facts)])
    assert answer is not None
    inferred = of_instances(answer[1])
    assert {("claim:odd", "cg:Claim"), ("id:odd", "cg:Condition"), ("id:thing", "cg:Substance")} <= inferred


@pytest.mark.parametrize(
    ("which", "pattern"),
    [
        ("kinds of node", "?x a owl:Class FILTER NOT EXISTS { ?x rdfs:subClassOf ?wider }"),
        ("closed lists", "?x rdfs:subClassOf cg:ControlledValue"),
    ],
)
def test_a_new_class_is_told_apart_from_its_neighbours(which: str, pattern: str) -> None:
    query = f"SELECT ?x {{ {pattern} FILTER(ISIRI(?x)) }} ORDER BY ?x"
    names = [shorten(row[0].value) for row in engine().select(query)[1] if isinstance(row[0], ox.NamedNode)]
    assert len(names) > 8, which
    pairs = [(one, other) for one in names for other in names if one < other]
    open_ = [
        pair for pair in pairs if not engine().ask("ASK {{ {} owl:disjointWith|^owl:disjointWith {} }}".format(*pair))
    ]
    assert open_ == [], f"{which}: state owl:disjointWith in ontology/calcigraph.ttl"


CONTRADICTIONS = {
    "claim that is an entity": "id:x a cg:Claim, cg:Entity .",
    "bearing about a tissue": "bearing:x cg:about id:x . id:x a cg:Tissue .",
    "article that is evidence": "source:x a cg:Article, cg:Study .",
    "food that is a drug": "id:x a cg:Food, cg:Drug .",
    "place of a step that is a food": "claim:x cg:inTissue id:x . id:x a cg:Food .",
    "recommended for a substance": "id:x cg:recommendedFor id:y . id:y a cg:Nutrient .",
    "direction from another list": "bearing:x cg:direction cg:highCertainty .",
    "two directions": "bearing:x cg:direction cg:supports, cg:refutes .",
    "two subjects": "claim:x cg:subject id:x, id:y . id:x a cg:Food . id:y a cg:Food .",
    "negated and not": "claim:x cg:negated true, false .",
    "year in words": 'source:x cg:year "about 2004" .',
    "two kinds of endpoint": "id:x cg:endpointKind cg:clinicalEndpoint, cg:surrogateEndpoint .",
}


@needs_java
@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_the_reasoner_finds_contradictions(case: str) -> None:
    assert reason([*triples("ontology"), *parsed(CONTRADICTIONS[case])]) is None


@needs_java
@pytest.mark.parametrize(
    ("one", "fact"),
    [
        ("cg:Claim", "{one} a cg:Substance ."),
        ("cg:Bearing", "{one} cg:about id:ovary ."),
        ("cg:Verdict", "{one} cg:atEndpoint cg:clinicalEndpoint, cg:mechanismEndpoint ."),
    ],
)
def test_one_false_fact_is_found_in_the_whole_graph(one: str, fact: str) -> None:
    assert reason([*triples("asserted and derived"), *parsed(fact.format(one=one_of(one)))]) is None
