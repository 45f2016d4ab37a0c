"""Exports in the formats of other tools: what is in them, how they are written, and what they own up to leaving out."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from calcigraph import Unavailable
from calcigraph.cli.command_builder import help_text
from calcigraph.errors import BadArgument, BadFile
from calcigraph.exports import records
from calcigraph.exports.claim_tables import parquet_of
from calcigraph.exports.formats import find_format, formats
from calcigraph.exports.kgx import node_id
from calcigraph.exports.writing import archive, export
from calcigraph.mechanism import slices
from calcigraph.namespaces import CG, shorten
from calcigraph.operations import find

from tests.conftest import ROOT, other_hashes
from tests.opened import opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from calcigraph import KnowledgeGraph

    from tests.conftest import Finished

NEGATED = "claim:vitamin-k2-does-not-replace-bone-medication"
# Prints the name and the digest of every format.
EVERY = "from tests.exports.test_exports import digests; print(digests(), end='')"


def lines(content: bytes) -> list[str]:
    return content.decode().splitlines()


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def digests() -> str:
    found = ""
    for name in formats():
        try:
            found += f"{name} {hashlib.sha256(export(opened().store, name)).hexdigest()}\n"
        except Unavailable:
            found += f"{name} unavailable\n"
    return found


def test_two_processes_write_the_same_bytes() -> None:
    command = [sys.executable, "-c", EVERY]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=other_hashes())
    assert done.stdout == digests()
    assert len(done.stdout.splitlines()) == len(formats())


def test_every_format_says_what_it_carries_and_the_help_lists_it() -> None:
    for each in formats().values():
        assert each.carries.endswith(".")
        assert all(not loss.endswith(".") for loss in each.losses)
    listed = help_text(find("export")).partition("FORMAT is one of")[2].partition(".")[0]
    assert [name.strip() for name in listed.split(",")] == list(formats())


@pytest.mark.parametrize(("form", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_networkx_reads_the_network_with_its_attributes(
    kg: KnowledgeGraph, tmp_path: Path, form: str, read: Callable[..., nx.MultiDiGraph[str]]
) -> None:
    place = tmp_path / f"whole.{form}"
    kg.export(form, file=place)
    network = read(place, force_multigraph=True) if form == "graphml" else read(place)
    counted = kg.info()
    assert (len(network), network.number_of_edges()) == (counted["entities"], counted["claims"])
    assert network.is_directed()
    by_claim = {data["claim"]: data for *_, data in network.edges(data=True)}
    for claim in kg.claims():
        data = by_claim[claim.curie]
        assert data["sign"] == (claim.sign or 0)
        assert (data["negated"], data["status"]) == (claim.negated, claim.status)
        assert data["label"] == claim.label
    assert network.nodes["id:mk-7"]["label"] == "MK-7"
    assert "MESH:" in network.nodes["id:warfarin"]["exactMatch"]


def test_markup_in_names_stays_text() -> None:
    from calcigraph.exports.network_files import _data, _values

    assert _data("node", {"a": "x < y & z"}) == ['<data key="node-a">x &lt; y &amp; z</data>']
    assert (
        _values("edge", {"a": "\"x\" 'y' <z>"})[1] == '<attvalue for="edge-a" value="&quot;x&quot; \'y\' &lt;z&gt;"/>'
    )


def test_cytoscape_js_has_elements_with_their_ends(kg: KnowledgeGraph) -> None:
    elements = json.loads(kg.export("cyjs", slices.neighbourhood(kg.store, "warfarin", 1)))["elements"]
    assert [node["data"]["id"] for node in elements["nodes"]] == ["id:vkorc1", "id:warfarin"]
    (edge,) = elements["edges"]
    assert (edge["data"]["source"], edge["data"]["target"], edge["data"]["sign"]) == ("id:warfarin", "id:vkorc1", -1)


def test_cx2_declares_what_it_uses_and_draws_the_sign(kg: KnowledgeGraph) -> None:
    aspects = {name: value for part in json.loads(kg.export("cx2")) for name, value in part.items()}
    counted = {each["name"]: each["elementCount"] for each in aspects["metaData"]}
    assert counted["nodes"] == len(aspects["nodes"]) == kg.info()["entities"]
    (declared,) = aspects["attributeDeclarations"]
    for name in ("nodes", "edges"):
        assert {key for each in aspects[name] for key in each["v"]} <= set(declared[name])
    mapping = aspects["visualProperties"][0]["edgeMapping"]
    arrows = {each["v"]: each["vp"] for each in mapping["EDGE_TARGET_ARROW_SHAPE"]["definition"]["map"]}
    assert (arrows["positive"], arrows["negative"]) == ("triangle", "tee")
    assert {each["v"]["look"] for each in aspects["edges"]} <= set(arrows)
    levels = {each["v"] for each in mapping["EDGE_WIDTH"]["definition"]["map"]}
    assert {each["v"]["weight"] for each in aspects["edges"]} <= levels


def test_sif_has_a_line_per_claim_and_says_not(kg: KnowledgeGraph) -> None:
    found = [line.split("\t") for line in lines(kg.export("sif"))]
    claims = [line for line in found if len(line) == 3]
    assert len(claims) == kg.info()["claims"]
    assert (
        sum(relation.startswith("not ") for _, relation, _ in claims) == sum(each.negated for each in kg.claims()) > 5
    )
    assert ["warfarin", "inhibits", "VKORC1"] in claims
    assert ["vitamin K2", "not replaces", "bone medication"] in claims


@pytest.mark.parametrize(("name", "what"), [("edges", "claims"), ("claims", "claims"), ("results", "results")])
def test_tables_have_a_row_for_each(kg: KnowledgeGraph, name: str, what: str) -> None:
    rows = table(kg.export(f"{name}-csv"))
    assert len(rows) == kg.info()[what]
    assert len({row[what.removesuffix("s")] for row in rows}) == len(rows)


def test_the_table_of_bearings_has_a_row_for_each(kg: KnowledgeGraph) -> None:
    rows = table(kg.export("bearings-csv"))
    (bearings,) = kg.engine.values("SELECT (COUNT(?b) AS ?n) { ?b a cg:Bearing }")
    assert len({(row["result"], row["claim"]) for row in rows}) == len(rows) == int(bearings[0] or 0)


def test_values_of_tables_are_those_of_the_graph(kg: KnowledgeGraph) -> None:
    claims = {row["claim"]: row for row in table(kg.export("claims-csv"))}
    for claim in kg.claims():
        row = claims[claim.curie]
        assert (row["status"], row["certainty"]) == (claim.status, claim.certainty or "")
        assert row["sign"] == ("" if claim.sign is None else str(claim.sign))
        assert row["negated"] == str(claim.negated).lower()
    results = {row["result"]: row for row in table(kg.export("results-csv"))}
    seen = kg.engine.values("SELECT ?f ?e ?l ?h { ?f cg:effect ?e ; cg:ciLow ?l ; cg:ciHigh ?h }")
    assert len(seen) > 50
    for finding, *numbers in seen:
        row = results[f"result:{str(finding).rpartition('/')[2]}"]
        assert [row["effect"], row["ci_low"], row["ci_high"]] == numbers
    bearings = {(row["result"], row["claim"]): row for row in table(kg.export("bearings-csv"))}
    for finding, about, direction, relevance in kg.engine.values(
        "SELECT ?f ?c ?d ?r { ?b cg:ofResult ?f ; cg:about ?c ; cg:direction ?d ; cg:relevance ?r }"
    ):
        row = bearings[shorten(str(finding)), shorten(str(about))]
        assert [CG + row["direction"], CG + row["relevance"]] == [direction, relevance]


def test_results_of_a_slice_are_those_that_bear_on_its_claims(kg: KnowledgeGraph) -> None:
    part = slices.of_claims(
        kg.store, [claim.iri for claim in kg.claims("K2", "prevents", "arterial calcification")], "one"
    )
    rows = table(kg.export("bearings-csv", part))
    assert {row["claim"] for row in rows} == {"claim:vitamin-k2-prevents-arterial-calcification"}
    results = [row["result"] for row in table(kg.export("results-csv", part))]
    assert sorted(results) == sorted({row["result"] for row in rows})
    assert 0 < len(results) < kg.info()["results"]


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Unavailable, match="Parquet needs the package pyarrow: pip install"):
        parquet_of([{"a": 1}])


def test_an_empty_part_gives_empty_tables(kg: KnowledgeGraph) -> None:
    nothing = slices.Slice("nothing", (), ())
    assert kg.export("sif", nothing) == b""
    for name in (
        "claims-csv",
        "results-csv",
        "bearings-csv",
        "edges-csv",
    ):  # a table without a header is none that pandas reads
        assert kg.export(name, nothing) == kg.export(name).partition(b"\n")[0] + b"\n"


def test_kgx_in_terms_of_biolink(kg: KnowledgeGraph) -> None:
    parts = formats()["kgx-jsonl"].write(kg.store, None)
    assert not isinstance(parts, bytes)
    nodes = {each["name"]: each for each in map(json.loads, lines(parts["_nodes.jsonl"]))}
    edges = {each["id"].rpartition("/")[2]: each for each in map(json.loads, lines(parts["_edges.jsonl"]))}
    assert nodes["warfarin"]["id"] == "CHEBI:10033"
    assert nodes["natto"]["id"] == "calcigraph:natto"
    assert nodes["VKORC1"]["category"] == ["biolink:Protein"]
    assert nodes["undercarboxylated osteocalcin"]["category"] == ["biolink:Protein"]
    edge = edges["warfarin-inhibits-vkorc1"]
    assert edge["predicate"] == "biolink:affects"
    assert edge["qualified_predicate"] == "biolink:causes"
    assert edge["object_direction_qualifier"] == "decreased"
    assert edge["object_aspect_qualifier"] == "activity"
    assert edge["publications"] == ["PMID:14765194", "PMID:16102054"]
    assert edge["knowledge_level"] == "knowledge_assertion"
    assert edge["agent_type"] == "manual_agent"
    assert edges[NEGATED.removeprefix("claim:")]["negated"] is True
    assert sum(each["negated"] for each in edges.values()) == sum(each.negated for each in kg.claims()) > 5


def test_kgx_asserts_only_what_the_graph_stands_by(kg: KnowledgeGraph) -> None:
    parts = formats()["kgx-jsonl"].write(kg.store, None)
    assert not isinstance(parts, bytes)
    for edge in map(json.loads, lines(parts["_edges.jsonl"])):
        contested = edge["cg_status"] == "contested" and edge["cg_directness"] == "indirect"
        doubted = contested or edge["cg_status"] in ("refuted", "not shown", "untested", "asserted only")
        assert (edge["knowledge_level"] == "not_provided") == doubted, edge["id"]


def test_kgx_cites_nothing_that_speaks_against_a_claim(kg: KnowledgeGraph) -> None:
    found = records.read(kg.store, None)
    parts = formats()["kgx-jsonl"].write(kg.store, None)
    assert not isinstance(parts, bytes)
    cited = {each["id"]: set(each.get("publications", ())) for each in map(json.loads, lines(parts["_edges.jsonl"]))}
    for edge in found.edges:
        on_its_side = {*edge.cited, *edge.results.get("supports", ())}
        against = set(edge.results.get("refutes", ())) - on_its_side
        assert not {found.publications[each] for each in against} & cited[edge.iri]


def test_kgx_names_who_supports_a_claim_or_else_who_says_so(kg: KnowledgeGraph) -> None:
    found = records.read(kg.store, None)
    parts = formats()["kgx-jsonl"].write(kg.store, None)
    assert not isinstance(parts, bytes)
    edges = {each["id"]: each for each in map(json.loads, lines(parts["_edges.jsonl"]))}
    said = {str(claim) for (claim,) in kg.engine.values("SELECT DISTINCT ?c { ?s cg:states ?c }")}
    for edge in found.edges:
        support = {*edge.cited, *edge.results.get("supports", ())}
        cited = set(edges[edge.iri].get("publications", ()))
        mentioning = edge.mentioned_by if edge.stands else ()
        assert bool(cited) == bool(support or edge.iri in said or mentioning), edge.iri
        if support:
            assert cited == {found.publications[each] for each in support}
        elif edge.iri in said:
            assert all("/source/article-" in each for each in cited)
        else:
            assert cited == {found.publications[each] for each in mentioning}


def test_every_edge_of_kgx_names_a_publication_on_one_side_or_the_other(kg: KnowledgeGraph) -> None:
    """But for the one that was put together from sources none of which says it."""
    parts = formats()["kgx-jsonl"].write(kg.store, None)
    assert not isinstance(parts, bytes)
    edges = [json.loads(each) for each in lines(parts["_edges.jsonl"])]
    silent = [each for each in edges if not each.get("publications") and not each.get("cg_publications_against")]
    assert [(len(each["cg_taken_from"]), each["cg_status"]) for each in silent] == [(4, "untested")]
    assert all(each["cg_publications_against"] for each in edges if each.get("cg_refuting") or each.get("cg_no_effect"))


def test_kgx_names_its_source_as_biolink_does(kg: KnowledgeGraph) -> None:
    parts = formats()["kgx-jsonl"].write(kg.store, None)
    assert not isinstance(parts, bytes)
    assert {each["primary_knowledge_source"] for each in map(json.loads, lines(parts["_edges.jsonl"]))} == {
        "infores:calcigraph"
    }
    assert {tuple(each["provided_by"]) for each in map(json.loads, lines(parts["_nodes.jsonl"]))} == {
        ("infores:calcigraph",)
    }


def test_kgx_names_are_unique(kg: KnowledgeGraph) -> None:
    nodes = records.read(kg.store, None).nodes
    assert len({node_id(node) for node in nodes}) == len(nodes)


def test_in_tsv_what_is_not_negated_is_empty(kg: KnowledgeGraph) -> None:
    """Readers of KGX took the word False in a cell for true."""
    parts = formats()["kgx-tsv"].write(kg.store, None)
    assert not isinstance(parts, bytes)
    header, *rows = (line.split("\t") for line in lines(parts["_edges.tsv"]))
    column = header.index("negated")
    assert sorted({row[column] for row in rows}) == ["", "True"]
    assert {len(row) for row in rows} == {len(header)}


def test_no_list_holds_its_own_separator(kg: KnowledgeGraph) -> None:
    found = records.read(kg.store, None)
    texts = [text for node in found.nodes for text in (*node.synonyms, *node.classes, node.label)]
    texts += [text for edge in found.edges for text in (*edge.doubts, *edge.tissues, *edge.cited)]
    assert not [text for text in texts if "|" in text]


def test_nanopublications_assert_the_relation_only_where_it_is_in_force(kg: KnowledgeGraph) -> None:
    import pyoxigraph as ox

    quads = list(ox.parse(kg.export("nanopubs"), format=ox.RdfFormat.TRIG))
    names = {quad.graph_name.value.partition("#") for quad in quads}
    assert {part for *_, part in names} == {"Head", "assertion", "provenance", "pubinfo"}
    assert len(names) == 4 * kg.info()["claims"]
    asserted = {str(quad.triple) for quad in quads if quad.graph_name.value.endswith("#assertion")}
    for edge in records.read(kg.store, None).edges:
        relation = str(ox.Triple(*(ox.NamedNode(iri) for iri in (edge.subject, edge.predicate, edge.object))))
        if edge.in_force:
            assert relation in asserted
    assert (
        "<https://w3id.org/calcigraph/ontology#replaces> <https://w3id.org/calcigraph/id/bone-medication>"
        not in asserted
    )


def test_bel_states_claims_in_force_alone(kg: KnowledgeGraph) -> None:
    script = kg.export("bel").decode()
    in_force = {edge.curie for edge in records.read(kg.store, None).edges if edge.in_force}
    said = {line.split('"')[1] for line in script.splitlines() if line.startswith("SET Claim")}
    assert 200 < len(said) <= len(in_force)
    assert said <= in_force
    assert 'a(chebi:10033 ! "warfarin") decreases act(p(uniprot:Q9BQB6 ! "VKORC1"))' in script.splitlines()
    assert script.count("SET Citation") == script.count("SET Evidence")


def test_sssom_has_every_mapping(kg: KnowledgeGraph) -> None:
    rows = [line.split("\t") for line in lines(kg.export("sssom")) if not line.startswith("#")]
    count = "SELECT (COUNT(*) AS ?n) { ?s skos:exactMatch|skos:closeMatch|skos:broadMatch ?o . ?s skos:prefLabel|rdfs:label ?l }"
    assert len(rows) - 1 == int(kg.engine.values(count)[0][0] or 0)
    assert ["calcigraph:warfarin", "warfarin", "skos:exactMatch", "CHEBI:10033", "semapv:ManualMappingCuration"] in rows


def test_diagrams_have_every_claim(kg: KnowledgeGraph) -> None:
    part = slices.mechanism(kg.store)
    assert kg.export("dot", part).count(b" -> ") == len(part.claims)
    assert kg.export("mermaid", part).count(b"%% claim:") == len(part.claims)


def test_unknown_formats_and_suffixes_list_the_known_ones(kg: KnowledgeGraph) -> None:
    with pytest.raises(BadArgument, match=r"no format is called 'graphlm'; nearest: 'graphml'; known: turtle, trig"):
        find_format("graphlm")
    with pytest.raises(BadArgument, match=r"a file of sif ends in \.sif, not as 'a\.ttl' does: '\.ttl' is of turtle"):
        find_format("sif", "a.ttl")
    with pytest.raises(BadArgument, match=r"'\.docx' is of no format"):
        find_format("sif", "a.docx")
    assert find_format("TURTLE", "-").name == "turtle"
    assert find_format("kgx-tsv", "a.tar.gz").name == "kgx-tsv"
    with pytest.raises(BadArgument, match="nearest: 'graphml'"):
        export(kg.store, "xgraphml")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ttl", "turtle"),
        ("json-ld", "jsonld"),
        ("JSON", "jsonld"),
        ("owl", "rdfxml"),
        ("csv", "claims-csv"),
        ("kgx", "kgx-tsv"),
        ("parquet", "claims-parquet"),
        ("cytoscape", "cx2"),
        ("neo4j", "neo4j"),
        ("kgx_jsonl", "kgx-jsonl"),
    ],
)
def test_the_names_that_people_type_are_known(typed: str, name: str) -> None:
    assert find_format(typed).name == name


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("x.ttl", "turtle"),
        ("X.TTL", "turtle"),
        ("x.json", "jsonld"),
        ("x.csv", "claims-csv"),
        ("x.tsv", "kgx-tsv"),
        ("x.sssom.tsv", "sssom"),
        ("x.trig", "trig"),
        ("x.owl", "rdfxml"),
        ("x.parquet", "claims-parquet"),
        ("x.xlsx", "xlsx"),
    ],
)
def test_the_suffix_says_the_format(file: str, name: str) -> None:
    assert find_format(None, file).name == name


@pytest.mark.parametrize("file", [None, "-", "x", "x.docx"])
def test_without_name_and_suffix_the_formats_are_listed(file: str | None) -> None:
    with pytest.raises(BadArgument, match="name one, or a file that ends like it: turtle, trig"):
        find_format(None, file)


def test_every_format_is_found_by_each_of_its_suffixes() -> None:
    for each in formats().values():
        for suffix in each.suffixes:
            assert suffix in find_format(None, f"x{suffix}").suffixes


def test_neo4j_has_every_claim_and_entity(kg: KnowledgeGraph) -> None:
    packed = tarfile.open(fileobj=io.BytesIO(kg.export("neo4j")))  # noqa: SIM115 - in memory
    nodes, edges = (
        list(
            csv.DictReader(io.StringIO((packed.extractfile(f"calcigraph_{name}.csv") or io.BytesIO()).read().decode()))
        )
        for name in ("nodes", "relationships")
    )
    info = kg.info()
    assert (len(nodes), len(edges)) == (info["entities"], info["claims"])
    ids = {each["id:ID"] for each in nodes}
    assert {end for each in edges for end in (each[":START_ID"], each[":END_ID"])} <= ids
    warfarin = next(each for each in nodes if each["id:ID"] == "id:warfarin")
    assert "Drug" in warfarin[":LABEL"].split(";")
    step = next(each for each in edges if each["claim"] == "claim:warfarin-inhibits-vkorc1")
    assert (step[":TYPE"], step["sign:int"]) == ("INHIBITS", "-1")
    assert re.fullmatch("[A-Z_]+", next(each[":TYPE"] for each in edges if "_" in each[":TYPE"]))


def test_a_file_is_replaced_on_request_alone(kg: KnowledgeGraph, tmp_path: Path) -> None:
    place = tmp_path / "a.sif"
    place.write_text("mine")
    with pytest.raises(BadArgument, match="is there already; name another, or replace it with --force"):
        kg.export("sif", file=place)
    assert place.read_text() == "mine"
    kg.export("sif", file=place, force=True)
    assert place.read_text() != "mine"
    with pytest.raises(BadArgument, match="is a folder; expected the name of a file"):
        kg.export("sif", file=tmp_path)
    with pytest.raises(BadFile, match="cannot be written: there is no folder"):
        kg.export("sif", file=tmp_path / "no" / "a.sif")
    assert [each.name for each in tmp_path.iterdir()] == ["a.sif"]


def test_several_files_are_written_all_or_none(kg: KnowledgeGraph, tmp_path: Path) -> None:
    (tmp_path / "k_edges.tsv").mkdir()
    with pytest.raises(BadArgument, match=r"k_edges\.tsv' is a folder"):
        kg.export("kgx-tsv", file=tmp_path / "k")
    assert [each.name for each in tmp_path.iterdir()] == ["k_edges.tsv"]
    kg.export("kgx-tsv", file=tmp_path / "l.tsv")
    assert {each.name for each in tmp_path.iterdir()} == {"k_edges.tsv", "l_edges.tsv", "l_nodes.tsv"}
    content = kg.export("kgx-tsv", file=tmp_path / "m.tar.gz")
    assert (tmp_path / "m.tar.gz").read_bytes() == content
    assert content == archive({name: (tmp_path / f"l{name}").read_bytes() for name in ("_nodes.tsv", "_edges.tsv")})


def test_the_command_says_what_is_left_out(run: Callable[..., Finished], tmp_path: Path) -> None:
    done = run("export", "sif", "--claim", "warfarin-inhibits-vkorc1")
    assert (done.code, done.out) == (0, "warfarin\tinhibits\tVKORC1\n")
    assert done.err.startswith("SIF leaves something behind: verdicts, tissues and sources are left out")
    place = tmp_path / "m.trig"
    done = run("export", "trig", "--mechanism", "-o", str(place))
    assert (done.code, done.out, done.err) == (0, f"Wrote the mechanism network as TriG to {place}.\n", "")
    assert run("export", "sif", "-q", "--pathways", "warfarin", "VKORC1").err == ""


def test_the_command_when_there_is_nothing_or_too_much(run: Callable[..., Finished], tmp_path: Path) -> None:
    place = tmp_path / "a.sif"
    done = run("export", "sif", "--pathways", "vitamin K2", "natto", "-o", str(place))
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines()[-1] == "Pathways from vitamin K2 to natto: nothing to export."
    assert not place.exists()
    done = run("export", "sif", "--mechanism", "--neighbourhood", "K2")
    assert done.code == 2
    assert done.err == "calcigraph: --neighbourhood and --mechanism ask for different parts; give one of them\n"
    assert run("export", "turtel").err.startswith(
        "calcigraph: no format is called 'turtel'; nearest: 'turtle'; known: "
    )


def test_the_command_takes_what_other_commands_show(run: Callable[..., Finished], kg: KnowledgeGraph) -> None:
    done = run("export", "edges-csv", "-q", "--what-if", "warfarin=high")
    expected = slices.of_what_if(kg.store, kg.what_if({"warfarin": "high"}))
    assert len(table(done.out.encode())) == len(expected.claims)
    done = run("export", "edges-csv", "-q", "--compare", "warfarin=high", "--compare", "vitamin K2=high + warfarin=low")
    expected = slices.of(
        kg.store, kg.compare({"a": {"warfarin": "high"}, "b": {"vitamin K2": "high", "warfarin": "low"}})
    )
    assert {row["iri"] for row in table(done.out.encode())} == set(expected.claims)
    ends = ("vitamin K2", "arterial calcification")
    done = run("export", "edges-csv", "-q", "--pathways", *ends, "--avoid", "Gas6", "--min-certainty", "low")
    expected = slices.of(kg.store, kg.pathways(*ends, avoid=["Gas6"], min_certainty="low", limit=None))
    assert {row["iri"] for row in table(done.out.encode())} == set(expected.claims)
    done = run("export", "edges-csv", "-q", "--explain", "vitamin K2 prevents arterial calcification")
    expected = slices.of(kg.store, kg.explain("vitamin K2 prevents arterial calcification", limit=None))
    assert {row["iri"] for row in table(done.out.encode())} == set(expected.claims)
    done = run("export", "edges-csv", "-q", "--neighbourhood", "K2", "--steps", "2", "--in-force")
    expected = slices.in_force(kg.store, slices.neighbourhood(kg.store, "K2", 2))
    assert len(table(done.out.encode())) == len(expected.claims)


@pytest.mark.parametrize(
    ("option", "part"),
    [
        (("--steps", "2"), "--neighbourhood"),
        (("--indirect",), "--neighbourhood"),
        (("--limit", "3"), "--pathways or --explain"),
        (("--via", "Gas6"), "--pathways"),
    ],
)
def test_an_option_of_a_part_is_not_passed_over(
    run: Callable[..., Finished], option: tuple[str, ...], part: str
) -> None:
    """``export sif --steps 2`` without --neighbourhood wrote the whole graph."""
    done = run("export", "sif", "--mechanism", *option)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"calcigraph: {option[0]} goes with {part}; give that too\n"


def test_the_command_names_the_files_that_it_wrote(run: Callable[..., Finished], tmp_path: Path) -> None:
    """``-o kgx_edges.tsv`` wrote kgx_edges_edges.tsv, and said that it wrote kgx_edges.tsv."""
    for given in ("kgx", "kgx.tsv", "kgx_edges.tsv"):
        done = run("export", "kgx-tsv", "--claim", "warfarin-inhibits-vkorc1", "--force", "-o", str(tmp_path / given))
        assert done.out == f"Wrote 1 claim as KGX TSV to {tmp_path}/kgx_nodes.tsv and {tmp_path}/kgx_edges.tsv.\n"
    assert sorted(place.name for place in tmp_path.iterdir()) == ["kgx_edges.tsv", "kgx_nodes.tsv"]
