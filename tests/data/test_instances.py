"""The content, counted from the graph and compared with the tables of reference and the articles."""

from __future__ import annotations

import hashlib
import subprocess
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from calcigraph.knowledge.fragments import normalise, resolve, word_count

if TYPE_CHECKING:
    from collections.abc import Callable

    from calcigraph import KnowledgeGraph

    Tables = Callable[[str], list[dict[str, str]]]

ROOT = Path(__file__).parents[2]
#: What was seen of a source after the table was made: its identifiers, and how far it was read.
SEEN_LATER = {
    "apalset2011": ("21839190", "10.1016/j.bone.2011.07.035", "2011", "partial"),
    "cheung2008": ("18922041", "10.1371/journal.pmed.0050196", "2008", "verified"),
    "li2023": ("37252246", "10.3389/fnut.2023.1115069", "2023", "verified"),
    "mk_midage2024": (None, "10.1302/2046-3758.1312.BJR-2024-0053.R1", "2024", "partial"),
    "ronn2016": (None, "10.1530/EJE-16-0498", "2016", "partial"),
}
VERIFICATION = {"verified": "verified", "partial": "partial", "not_found": "notSeen"}
USED = "?x cg:study|cito:citesAsEvidence|cg:contextEvidence|dcterms:source ?s"
#: Steps of the reference that the second reading of the evidence mended, and how: their row stands there as it was.
MENDED = {
    "m-047": "decides urinary phosphate: two more sources, dominant",
    "m-072": "acts in excess only, minor: bone shows less RANKL with the doses that are given",
    "m-087": "decides density: dominant",
    "m-094": "depends on the pattern of exposure: minor",
    "m-096": "gone: the amount of bone that is laid down does not mineralize it",
    "m-097": "gone: mineral reaches osteoid by what is absorbed, m-301",
    "m-117": "rests on a source that tests it",
    "m-137": "rests on a source that tests it",
    "m-138": "rests on a source that tests it",
    "m-141": "decides undercarboxylated osteocalcin: one more source, dominant",
    "m-142": "rests on a source that tests it",
    "m-146": "minor: the trial saw it in a subgroup only",
    "m-167": "rests on a source that tests it",
    "m-168": "rests on a source that tests it",
    "m-169": "rests on a source that tests it",
    "m-170": "rests on a source that tests it",
    "m-171": "rests on a source that tests it",
    "m-172": "rests on a source that tests it",
    "m-174": "rests on a mention: the source does not test it",
    "m-175": "rests on a mention: the source does not test it",
    "m-176": "rests on a mention: the source does not test it",
    "m-177": "rests on a mention: the source does not test it",
    "m-185": "rests on a source on stones; the one before measured urinary calcium",
    "m-186": "limiting: without the enzyme of bone its activity in serum is low",
    "m-190": "rests on a mention: the source does not test it",
    "m-191": "rests on sources that test it",
}


def local(iri: str | None) -> str:
    return str(iri).rpartition("/")[2].rpartition("#")[2]


def test_the_graph_holds_at_least_what_was_promised(kg: KnowledgeGraph) -> None:
    found = kg.info()
    assert found["entities"] >= 80
    assert found["direct claims"] >= 192
    assert found["indirect claims"] >= 40
    assert found["results"] >= 40
    assert (found["statements"], found["articles"]) == (283, 3)
    assert found["amounts"] >= 152


def test_every_statement_has_a_claim_an_amount_or_a_reason(kg: KnowledgeGraph) -> None:
    rows = kg.engine.values(
        """SELECT ?s { ?s a cg:Statement
           FILTER NOT EXISTS { ?s cg:states ?c . ?c a cg:Claim }
           FILTER NOT EXISTS { ?s cg:statesAmount ?a . ?a a cg:Amount }
           FILTER NOT EXISTS { ?s cg:noClaimBecause ?r . ?r skos:definition ?d } }"""
    )
    assert rows == []
    both = kg.engine.values("SELECT ?s { ?s cg:noClaimBecause ?r ; cg:states|cg:statesAmount ?c }")
    assert both == []


def test_everything_has_a_label_and_every_entity_both(kg: KnowledgeGraph) -> None:
    """Tools ask for ``rdfs:label``: whatever has an IRI of ours has one, and an entity's is its preferred one."""
    ours = "FILTER(STRSTARTS(STR(?x), 'https://w3id.org/calcigraph/'))"
    assert (
        kg.engine.values(f"SELECT DISTINCT ?x {{ ?x a ?class {ours} FILTER NOT EXISTS {{ ?x rdfs:label ?l }} }}") == []
    )
    many = f"SELECT ?x {{ ?x rdfs:label ?l {ours} }} GROUP BY ?x HAVING (COUNT(DISTINCT ?l) > 1)"
    assert kg.engine.values(many) == []
    both = "SELECT ?e { ?e a cg:Entity FILTER NOT EXISTS { ?e skos:prefLabel ?l ; rdfs:label ?l } }"
    assert kg.engine.values(both) == []
    assert all(len(str(label)) < 300 for (label,) in kg.engine.values(f"SELECT ?l {{ ?x rdfs:label ?l {ours} }}"))


#: What makes two results of one study two: what was contrasted, measured, in whom, how long, and in which analysis.
APART = (
    *("exposure", "comparator", "background", "allocation", "outcome", "site", "dimension", "condition"),
    *("population", "baseline", "analysis", "dose", "doseUnit", "duration", "durationUnit", "pValue"),
)


def test_no_result_is_recorded_twice(kg: KnowledgeGraph) -> None:
    """It is known in two ways: no two results of a study have all of ``APART`` in common, and no two show the same numbers.

    The shape cg:ResultTwiceShape asks the first of whatever is added; here both are counted without it.
    """
    said: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    studies: dict[str, str] = {}
    for result, property_, value in kg.engine.values("SELECT ?r ?p ?v { ?r a cg:Result ; ?p ?v }"):
        name = local(property_)
        if name == "study":
            studies[str(result)] = str(value)
        elif name in APART:
            said[str(result)].add((name, str(value)))
    assert len(studies) == kg.info()["results"]
    alike = Counter((studies[result], frozenset(parts)) for result, parts in said.items())
    assert [key for key, count in alike.items() if count > 1] == []
    numbers = """SELECT ?study ?outcome ?measure ?effect ?low ?high (COUNT(?r) AS ?n) {
        ?r cg:study ?study ; cg:outcome ?outcome ; cg:measure ?measure ; cg:effect ?effect ; cg:ciLow ?low ; cg:ciHigh ?high
        } GROUP BY ?study ?outcome ?measure ?effect ?low ?high HAVING (COUNT(?r) > 1)"""
    assert kg.engine.values(numbers) == []


def test_no_source_goes_by_its_key(kg: KnowledgeGraph) -> None:
    rows = kg.engine.values("SELECT ?s ?l { ?s a/rdfs:subClassOf* cg:Source ; skos:prefLabel ?l }")
    assert len(rows) > 300
    assert [str(label) for iri, label in rows if "_" in str(label) or local(iri) == str(label)] == []


def test_the_direct_network_is_one_whole(kg: KnowledgeGraph) -> None:
    network = kg.to_networkx()
    assert network.number_of_edges() == 255
    assert nx.is_weakly_connected(network)


def test_no_entity_is_isolated(kg: KnowledgeGraph) -> None:
    rows = kg.engine.values(
        """SELECT ?e { ?e a cg:Entity
           FILTER NOT EXISTS { ?x ?p ?e . FILTER(?x != ?e) }
           FILTER NOT EXISTS { ?e ?p ?y . ?y a cg:Entity } }"""
    )
    assert [local(row[0]) for row in rows] == []


def test_every_edge_of_the_mechanism_is_a_claim(kg: KnowledgeGraph, reference: Tables) -> None:
    rows = kg.engine.values(
        """SELECT ?id ?sign ?limiting ?strength ?source {
             ?c a cg:Claim ; dcterms:identifier ?id ; cg:directness cg:direct ; cg:predicate/cg:sign ?sign ;
                cg:strength ?strength ; cito:citesAsEvidence ?source .
             OPTIONAL { ?c cg:limiting ?limiting } }"""
    )
    found = {
        (key, int(sign or 0), limiting == "true", local(strength), local(source))
        for key, sign, limiting, strength, source in rows
    }
    wanted = {
        (row["id"], 1 if row["sign"] == "+" else -1, row["limiting"] == "yes", row["strength"], row["source_key"])
        for row in reference("mechanism.tsv")
    }
    assert len(wanted) == 192
    assert {row[0] for row in wanted - found} == set(MENDED)
    without_test = ("gone", "rests on a mention")
    assert {row[0] for row in found} >= {
        row[0] for row in wanted if not MENDED.get(row[0], "").startswith(without_test)
    }
    mentioned = kg.engine.values(
        "SELECT DISTINCT ?id { ?c dcterms:identifier ?id ; cito:citesForInformation ?s FILTER NOT EXISTS { ?c cito:citesAsEvidence ?t } }"
    )
    mentions = {key for key, why in MENDED.items() if why.startswith("rests on a mention")}
    assert {row[0] for row in mentioned} == mentions
    # What came later has a number of its own, and a source more does not change what a step says.
    as_said = {row[:4] for row in wanted}
    kept = {row for row in found if int(str(row[0]).removeprefix("m-")) < 300}
    assert {row[0] for row in kept if row[:4] not in as_said} <= set(MENDED)


@pytest.mark.parametrize("table", ["literature.tsv", "mechanism_sources.tsv"])
def test_every_source_is_there_with_its_identifiers(kg: KnowledgeGraph, reference: Tables, table: str) -> None:
    rows = kg.engine.values(
        """SELECT ?s ?pmid ?doi ?year ?verification { ?s a cg:Source ; cg:verification ?verification
             OPTIONAL { ?s bibo:pmid ?pmid } OPTIONAL { ?s bibo:doi ?doi } OPTIONAL { ?s cg:year ?year } }"""
    )
    found = {local(row[0]): (*row[1:4], local(row[4])) for row in rows}
    for row in reference(table):
        expected = (row["pmid"] or None, row["doi"] or None, row["year"] or None, VERIFICATION[row["status"]])
        assert found.get(row["key"]) == SEEN_LATER.get(row["key"], expected), row["key"]


def test_every_source_is_used_or_says_why_not(kg: KnowledgeGraph) -> None:
    unused = kg.engine.values(
        f"""SELECT ?s {{ ?s a cg:Source FILTER NOT EXISTS {{ ?s a cg:Article }}
            FILTER NOT EXISTS {{ {USED} }} FILTER NOT EXISTS {{ ?s cg:notUsedBecause ?why }} }}"""
    )
    assert unused == []
    assert kg.engine.values(f"SELECT ?s {{ ?s cg:notUsedBecause ?why FILTER EXISTS {{ {USED} }} }}") == []


def test_every_amount_of_the_table_is_there(kg: KnowledgeGraph, reference: Tables) -> None:
    def number(text: str | None) -> float | None:
        return float(text) if text else None

    rows = kg.engine.values(
        """SELECT ?low ?high ?unit ?v { ?a a cg:Amount ; cg:verification ?v
             OPTIONAL { ?a cg:lowValue ?low } OPTIONAL { ?a cg:highValue ?high } OPTIONAL { ?a cg:unit ?unit } }"""
    )
    found = Counter((number(low), number(high), unit, local(seen)) for low, high, unit, seen in rows)
    wanted: Counter[tuple[float | None, float | None, str | None, str]] = Counter()
    for row in reference("quantities.tsv"):
        # What nobody had seen when the table was made is a gap until somebody sees it.
        if row["status"] != "not_found":
            values = (number(row["value_low"]), number(row["value_high"]))
            wanted[(*values, row["unit"] or None, VERIFICATION[row["status"]])] += 1
    assert wanted - found == Counter()


def test_every_amount_beyond_the_table_can_be_looked_up(kg: KnowledgeGraph) -> None:
    """Where it was seen: an identifier, an address, or a note that says so, at its source."""
    rows = kg.engine.values(
        """SELECT DISTINCT ?a { ?a a cg:Amount ; dcterms:source?/skos:note ?note . FILTER(STRSTARTS(?note, "Seen: ")) }"""
    )
    assert len(rows) >= 70
    blind = kg.engine.values(
        """SELECT ?a { ?a a cg:Amount FILTER NOT EXISTS { ?a dcterms:source ?s } FILTER NOT EXISTS { ?a cg:verification cg:notSeen } }"""
    )
    assert blind == []


def test_every_statement_of_the_table_is_there(kg: KnowledgeGraph, reference: Tables) -> None:
    rows = kg.engine.values(
        """SELECT ?s ?section ?hedge ?digest { ?s a cg:Statement ; cg:section ?section ; cg:hedge ?hedge ; cg:digest ?digest }"""
    )
    found = {local(row[0]): (row[1], local(row[2]), row[3]) for row in rows}
    assert found == {
        row["id"]: (row["section"], row["hedge"], hashlib.sha256(normalise(row["verbatim"]).encode()).hexdigest())
        for row in reference("seed_statements.tsv")
    }


def test_every_anchor_leads_to_its_sentence(kg: KnowledgeGraph, articles: Path) -> None:
    rows = kg.engine.values(
        """SELECT ?s ?file ?anchor ?digest { ?s a cg:Statement ; dcterms:isPartOf/dcterms:identifier ?file ;
             cg:anchor ?anchor ; cg:digest ?digest }"""
    )
    assert len(rows) == 283
    texts = {str(file): normalise((articles / str(file)).read_text(encoding="utf-8")) for _, file, _, _ in rows}
    for statement, file, anchor, digest in rows:
        text = texts[str(file)]
        spans = resolve(text, str(anchor))
        assert len(spans) == 1, statement
        begin, stop = spans[0]
        assert hashlib.sha256(text[begin:stop].encode()).hexdigest() == digest, statement
        assert word_count(str(anchor)) <= 6, statement


def test_no_sentence_of_an_article_is_copied(reference: Tables) -> None:
    sentences = {normalise(row["verbatim"]).casefold() for row in reference("seed_statements.tsv")}
    sentences = {sentence for sentence in sentences if len(sentence) > 40}
    assert len(sentences) > 100
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("needs a git checkout to know the files of the project")
    paths = [ROOT / name for name in listed.stdout.splitlines()]
    copied = {
        (str(path.relative_to(ROOT)), sentence)
        for path in paths
        if path.is_file()
        for text in [normalise(path.read_text(encoding="utf-8", errors="replace")).casefold()]
        for sentence in sentences
        if sentence in text
    }
    assert copied == set()
