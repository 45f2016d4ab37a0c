"""The ontology: every term explained, every predicate signed, every mapping verified, nothing used undeclared."""

from __future__ import annotations

import csv
import os
import re
from functools import cache
from pathlib import Path

import calcigraph
import pyoxigraph as ox
import pytest
from calcigraph.namespaces import CG, PREFIXES, expand, shorten
from calcigraph.store import derivation, files
from calcigraph.store.memory import MemoryEngine, load_ontology_and_data

ROOT = Path(__file__).parents[2]
HEADER = "<https://w3id.org/calcigraph/ontology>"
KINDS = ("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty", "owl:NamedIndividual")
MATCHES = "skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch skos:relatedMatch"
ONTOLOGY, INSTANCES, RULES = derivation.sources()


@cache
def ontology() -> MemoryEngine:
    engine = MemoryEngine()
    load_ontology_and_data(engine, ONTOLOGY, [])
    return engine


@cache
def everything() -> MemoryEngine:
    engine = MemoryEngine()
    load_ontology_and_data(engine, ONTOLOGY, INSTANCES)
    return engine


def column(engine: MemoryEngine, pattern: str) -> list[str]:
    """List what ?x stands for, shortened."""
    rows = engine.select(f"PREFIX vann: <http://purl.org/vocab/vann/> SELECT DISTINCT ?x {{ {pattern} }} ORDER BY ?x")[
        1
    ]
    return [shorten(row[0].value) if isinstance(row[0], ox.NamedNode) else str(row[0]) for row in rows]


def ours(pattern: str) -> str:
    return f"{pattern} FILTER(ISIRI(?x) && STRSTARTS(STR(?x), STR(cg:)))"


@cache
def declared() -> frozenset[str]:
    return frozenset(column(ontology(), ours(f"VALUES ?kind {{ {' '.join(KINDS)} }} ?x a ?kind")))


# -------------------------------------------------------------------- terms


def test_there_are_terms_to_speak_of() -> None:
    assert {"cg:Claim", "cg:prevents", "cg:startsAt", "cg:notShown", "cg:sign"} <= declared()


@pytest.mark.parametrize("term", ["rdfs:label", "skos:definition"])
def test_every_term_is_explained_in_english(term: str) -> None:
    explained = f'?x {term} ?text FILTER(LANG(?text) = "en" && STRLEN(?text) > 1)'
    assert declared() - set(column(ontology(), explained)) == set()


@pytest.mark.parametrize("term", ["rdfs:label", "skos:definition"])
def test_every_term_has_one_of_each(term: str) -> None:
    assert column(ontology(), ours(f"?x {term} ?one, ?other FILTER(STR(?one) < STR(?other))")) == []


@pytest.mark.parametrize("kind", ["owl:Class", "owl:NamedIndividual"])
def test_no_two_classes_or_values_share_a_definition(kind: str) -> None:
    shared = f"?x a {kind} ; skos:definition ?text . ?other a {kind} ; skos:definition ?text FILTER(?x != ?other)"
    assert column(ontology(), ours(shared)) == []


def test_a_definition_is_a_sentence() -> None:
    odd = column(ontology(), ours(r'?x skos:definition ?text FILTER(!REGEX(?text, "^[A-Z0-9].*[.]$"))'))
    assert odd == []


@pytest.mark.parametrize("part", ["rdfs:domain", "rdfs:range"])
def test_every_property_says_from_what_to_what(part: str) -> None:
    lacking = (
        f"VALUES ?kind {{ owl:ObjectProperty owl:DatatypeProperty }} ?x a ?kind FILTER NOT EXISTS {{ ?x {part} ?y }}"
    )
    assert column(ontology(), ours(lacking)) == []


def test_domains_and_ranges_are_declared() -> None:
    used = column(
        ontology(),
        "{ ?p rdfs:domain|rdfs:range ?x } UNION { ?p rdfs:domain|rdfs:range ?c . ?c owl:unionOf/rdf:rest*/rdf:first ?x }"
        " FILTER(ISIRI(?x))",
    )
    known = (
        declared()
        | {"owl:Thing", "rdf:langString"}
        | {f"xsd:{name}" for name in ("string", "boolean", "decimal", "integer", "anyURI")}
    )
    assert set(used) - known == set()


def test_every_value_belongs_to_a_closed_list() -> None:
    listed = column(ontology(), ours("?x a owl:NamedIndividual, ?list . ?list rdfs:subClassOf cg:ControlledValue"))
    assert set(listed) == set(column(ontology(), ours("?x a owl:NamedIndividual")))
    assert column(ontology(), "?x rdfs:subClassOf cg:ControlledValue FILTER NOT EXISTS { ?value a ?x }") == []


def test_every_class_but_the_tops_has_a_wider_one() -> None:
    tops = column(ontology(), ours("?x a owl:Class FILTER NOT EXISTS { ?x rdfs:subClassOf ?wider }"))
    wanted = "Amount Bearing Claim Cohort ControlledValue Entity Result Source Statement Verdict"
    assert tops == [f"cg:{name}" for name in wanted.split()]


# -------------------------------------------------------------------- predicates


def test_signed_predicates_are_the_influences() -> None:
    signed = column(ontology(), "?x cg:sign ?sign")
    assert signed == column(ontology(), "?x rdfs:subPropertyOf+ cg:influences")
    assert len(signed) >= 7


def test_signs_are_one_or_minus_one() -> None:
    rows = ontology().select("SELECT ?p ?sign { ?p cg:sign ?sign }")[1]
    signs = {shorten(p.value): int(sign.value) for p, sign in rows}  # type: ignore[union-attr]
    assert set(signs.values()) == {1, -1}
    assert signs["cg:increases"] == signs["cg:activates"] == signs["cg:contributesTo"] == 1
    assert signs["cg:decreases"] == signs["cg:inhibits"] == signs["cg:prevents"] == -1


def test_a_sign_stands_in_one_file_only() -> None:
    holding = [name for name, text in (*ONTOLOGY, *INSTANCES) if re.search(rb"^\s+cg:sign -?1", text, re.MULTILINE)]
    assert holding == ["ontology/predicates.ttl"]


@pytest.mark.parametrize("words", ["cg:verb", "cg:negatedVerb"])
def test_every_predicate_of_claims_can_be_read_aloud(words: str) -> None:
    lacking = (
        f"?x rdfs:subPropertyOf+ cg:relatesTo FILTER(?x != cg:influences) FILTER NOT EXISTS {{ ?x {words} ?text }}"
    )
    assert column(ontology(), lacking) == []


def test_claims_use_predicates_of_claims_only() -> None:
    odd = "?claim cg:predicate ?x FILTER NOT EXISTS { ?x rdfs:subPropertyOf+ cg:relatesTo ; cg:verb ?verb }"
    assert column(everything(), odd) == []


# -------------------------------------------------------------------- header


def test_the_header_is_complete() -> None:
    rows = ontology().select(
        "PREFIX vann: <http://purl.org/vocab/vann/> SELECT * {"
        f" {HEADER} a owl:Ontology ; owl:versionIRI ?iri ; owl:versionInfo ?version ; dcterms:title ?title ;"
        " dcterms:description ?description ; dcterms:creator ?creator ; dcterms:license ?license ;"
        " vann:preferredNamespacePrefix ?prefix ; vann:preferredNamespaceUri ?namespace }"
    )
    assert len(rows[1]) == 1
    header = dict(zip(rows[0], (term.value for term in rows[1][0]), strict=True))  # type: ignore[union-attr]
    assert header["version"] == calcigraph.__version__
    assert header["iri"] == f"https://w3id.org/calcigraph/ontology/{calcigraph.__version__}"
    assert header["creator"] == "The calcigraph developers"
    assert header["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert (header["prefix"], header["namespace"]) == ("cg", CG)
    assert header["title"] == "calcigraph ontology"
    assert len(header["description"]) > 80


# -------------------------------------------------------------------- nothing undeclared


@pytest.mark.parametrize("folder", ["ontology/rules", "ontology/shapes", "queries"])
def test_rules_shapes_and_queries_use_declared_terms(folder: str) -> None:
    if not files.root().joinpath(*folder.split("/")).is_dir():
        pytest.skip(f"{folder} is not there yet")
    unknown = {}
    for suffix in (".rq", ".ttl"):
        for name, content in files.listing(folder, suffix):
            bare = re.sub(r'"(?:\\.|[^"\\\n])*"', '""', content.decode())
            used = set(re.findall(r"\bcg:[A-Za-z]\w*", bare))
            if used - declared():
                unknown[name] = used - declared()
    # Shapes and their targets may live in the namespace too; they are declared where they stand.
    shapes = {term for name, text in _shapes() for term in re.findall(r"^(cg:\w+) a sh:", text, re.MULTILINE)}
    assert {name: terms - shapes for name, terms in unknown.items() if terms - shapes} == {}


def _shapes() -> list[tuple[str, str]]:
    place = files.root().joinpath("ontology", "shapes")
    return [(n, t.decode()) for n, t in files.listing("ontology/shapes", ".ttl")] if place.is_dir() else []


def test_instances_use_declared_terms() -> None:
    used = set(column(everything(), ours("{ ?s ?x ?o } UNION { ?s a ?x } UNION { ?s ?p ?x }")))
    assert used - declared() == set()


def test_terms_of_other_vocabularies_are_declared_too() -> None:
    used = set(column(everything(), "?s ?x ?o FILTER(!STRSTARTS(STR(?x), STR(cg:)))"))
    builtin = {each for each in used if each.split(":", 1)[0] in ("rdf", "rdfs", "owl")}
    known = {shorten(iri) for iri in column(everything(), f"VALUES ?k {{ {' '.join(KINDS)} }} ?x a ?k")}
    assert used - builtin - known == set()


def test_every_property_is_used() -> None:
    inner = ours("VALUES ?k { owl:ObjectProperty owl:DatatypeProperty } ?x a ?k")
    values = [entry for entry in ONTOLOGY if entry[0].endswith(("/values.ttl", "/statuses.ttl"))]
    text = b"".join(content for _, content in (*values, *INSTANCES, *RULES)).decode()
    text = re.sub(r"(?m)^cg:\w+ a owl:(Object|Datatype)Property", "", text)  # to be declared is no use
    unused = [term for term in column(ontology(), inner) if not re.search(rf"\b{term}\b", text)]
    # The top predicates are there to be inherited from and queried.
    assert set(unused) <= {"cg:relatesTo", "cg:influences"}


@pytest.mark.parametrize("name", sorted(PREFIXES))
def test_a_prefix_means_the_same_in_every_file(name: str) -> None:
    for path, content in (*ONTOLOGY, *INSTANCES, *RULES):
        for iri in re.findall(rf"(?im)^@?prefix {name}: <([^>]*)>", content.decode()):
            assert iri == PREFIXES[name], path


# -------------------------------------------------------------------- mappings


def verified() -> set[str]:
    folder = Path(os.environ.get("CALCIGRAPH_REFERENCE", ROOT.parent / "shared" / "reference"))
    table = folder / "identifiers.tsv"
    if not table.is_file():
        pytest.skip(f"no identifiers.tsv in {folder.name}/: set CALCIGRAPH_REFERENCE to check mappings against it")
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {iri for row in rows if row["status"] == "verified" and (iri := expand(row["curie"]))}


def mappings(engine: MemoryEngine) -> set[str]:
    rows = engine.select(f"SELECT DISTINCT ?target {{ VALUES ?how {{ {MATCHES} }} ?term ?how ?target }}")[1]
    return {row[0].value for row in rows}  # type: ignore[union-attr]


def test_every_mapping_of_the_ontology_was_verified() -> None:
    assert {shorten(iri) for iri in mappings(ontology()) - verified()} == set()


def test_every_mapping_of_the_instances_was_verified() -> None:
    assert {shorten(iri) for iri in mappings(everything()) - verified()} == set()


def test_a_mapping_leads_out_of_the_graph_to_a_known_vocabulary() -> None:
    odd = {
        iri for iri in mappings(everything()) if iri.startswith("https://w3id.org/calcigraph/") or shorten(iri) == iri
    }
    assert odd == set()


def test_no_term_is_mapped_to_one_target_in_two_ways() -> None:
    twice = f"VALUES ?one {{ {MATCHES} }} VALUES ?other {{ {MATCHES} }} ?x ?one ?t ; ?other ?t FILTER(STR(?one) < STR(?other))"
    assert column(everything(), twice) == []
