"""The release: the same bytes each time, the same graph in each file, described truly, written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from calcigraph import KnowledgeGraph, __version__
from calcigraph.cli.commands import cli
from calcigraph.cli.entry import run
from calcigraph.errors import BadArgument, BadFile, Unavailable
from calcigraph.exports import release
from calcigraph.namespaces import ASSERTED, DERIVED, EXTERNAL, ONTOLOGY, PREFIXES
from calcigraph.store import outputs
from calcigraph.store.memory import MemoryEngine
from rdflib.namespace import DCAT, DCTERMS, RDF, VOID

from tests.conftest import other_hashes
from tests.opened import opened

DATASET = rdflib.URIRef("https://w3id.org/calcigraph/dataset")
FORMATS = {
    "calcigraph.trig": ox.RdfFormat.TRIG,
    "calcigraph.nq": ox.RdfFormat.N_QUADS,
    "calcigraph.ttl": ox.RdfFormat.TURTLE,
    "calcigraph.jsonld": ox.RdfFormat.JSON_LD,
}


@cache
def contents() -> dict[str, bytes]:
    return release.release_files(opened().store)[0]


@cache
def void() -> rdflib.Graph:
    return rdflib.Graph().parse(data=contents()["void.ttl"], format="turtle")


def canonical(quads: object) -> ox.Dataset:
    dataset = ox.Dataset(quads)  # type: ignore[arg-type]
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return dataset


def union() -> ox.Dataset:
    return canonical(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in opened().engine.store)


def small() -> KnowledgeGraph:
    engine = MemoryEngine()
    engine.load(b"<http://a.example/s> <http://a.example/p> 1 , [] .", ASSERTED)
    return KnowledgeGraph(engine)


def command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.argv", ["calcigraph", *words])
    with pytest.raises(SystemExit) as stopped:
        run(cli)
    shown = capsys.readouterr()
    assert isinstance(stopped.value.code, int)
    return stopped.value.code, shown.out, shown.err


# -------------------------------------------------------------------- the same graph, the same bytes


def test_a_build_in_another_process_is_byte_equal(tmp_path: Path) -> None:
    code = "import sys; from calcigraph.cli import main; sys.argv[0] = 'calcigraph'; main()"
    words = [sys.executable, "-c", code, "build", "-o", str(tmp_path / "out")]
    subprocess.run(words, check=True, env=other_hashes(), capture_output=True)
    built = {path.name: hashlib.sha256(path.read_bytes()).digest() for path in (tmp_path / "out").iterdir()}
    assert built == {name: hashlib.sha256(content).digest() for name, content in contents().items()}
    assert sorted(built) == sorted(release.NAMES)


@pytest.mark.parametrize("name", ["calcigraph.trig", "calcigraph.nq"])
def test_quads_read_back_the_same(name: str) -> None:
    assert canonical(ox.parse(contents()[name], format=FORMATS[name])) == canonical(opened().engine.store)


@pytest.mark.parametrize("name", ["calcigraph.ttl", "calcigraph.jsonld"])
def test_union_reads_back_the_same(name: str) -> None:
    assert canonical(ox.parse(contents()[name], format=FORMATS[name])) == union()


# rdflib's own reader of JSON-LD uses a class that rdflib has deprecated.
@pytest.mark.data
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize(("name", "form"), [("calcigraph.ttl", "turtle"), ("calcigraph.jsonld", "json-ld")])
def test_rdflib_reads_them_too(name: str, form: str) -> None:
    assert len(rdflib.Graph().parse(data=contents()[name], format=form)) == len(union())


def test_named_graphs() -> None:
    found = {str(quad.graph_name)[1:-1] for quad in ox.parse(contents()["calcigraph.nq"], format=ox.RdfFormat.N_QUADS)}
    assert found == {ASSERTED, DERIVED, ONTOLOGY}


def test_json_ld_is_compact() -> None:
    document = json.loads(contents()["calcigraph.jsonld"])
    assert document["@context"]["cg"] == PREFIXES["cg"]
    nodes = {node["@id"]: node for node in document["@graph"]}
    assert list(nodes) == sorted(nodes)
    claim = nodes["claim:vitamin-k2-prevents-arterial-calcification"]
    assert claim["@type"] == ["cg:Claim"]
    assert claim["cg:subject"] == "id:vitamin-k2"
    assert claim["cg:object"] == "id:arterial-calcification"
    assert not any(key.startswith("http") for node in nodes.values() for key in node)


def test_json_ld_keeps_the_order_of_a_list() -> None:
    engine = MemoryEngine()
    engine.load(b"<http://a.example/s> <http://a.example/p> ( 'z' 'a' 'm' ), 'z', 'b' .", ASSERTED)
    files = release.release_files(KnowledgeGraph(engine).store)[0]
    dataset = canonical(ox.parse(files["calcigraph.jsonld"], format=ox.RdfFormat.JSON_LD))
    assert dataset == canonical(ox.parse(files["calcigraph.ttl"], format=ox.RdfFormat.TURTLE))
    assert re.findall(r'"([zam])"', files["calcigraph.jsonld"].decode().partition("@list")[2])[:3] == ["z", "a", "m"]


def test_release_validates() -> None:
    validation = pytest.importorskip("calcigraph.curation.validation")
    engine = MemoryEngine()
    engine.store.load(contents()["calcigraph.trig"], format=ox.RdfFormat.TRIG)
    assert validation.validate(KnowledgeGraph(engine).store).lines() == []


def test_release_answers_as_the_graph_does() -> None:
    engine = MemoryEngine()
    engine.store.load(contents()["calcigraph.nq"], format=ox.RdfFormat.N_QUADS)
    again = KnowledgeGraph(engine)
    assert again.info() == opened().info()
    assert (
        again.ask("foods-that-supply", nutrient="MK-7").csv()
        == opened().ask("foods-that-supply", nutrient="MK-7").csv()
    )


def test_there_is_no_date_in_it() -> None:
    assert not re.search(rb"dcterms:(issued|created|modified|date)|prov:\w+At|xsd:date", contents()["void.ttl"])


# -------------------------------------------------------------------- checksums and description


def test_checksums_fit() -> None:
    lines = contents()["SHA256SUMS"].decode().splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert listed == {
        name: hashlib.sha256(content).hexdigest() for name, content in contents().items() if name != "SHA256SUMS"
    }
    assert len(listed) == 5


def test_description_says_what_it_is() -> None:
    assert set(void().objects(DATASET, RDF.type)) == {VOID.Dataset, DCAT.Dataset}
    assert str(void().value(DATASET, DCTERMS.license)) == "https://creativecommons.org/licenses/by/4.0/"
    assert str(void().value(DATASET, rdflib.URIRef(f"{DCAT}version"))) == __version__
    for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.creator, DCTERMS.publisher, DCTERMS.language):
        assert void().value(DATASET, predicate)
    assert "not medical advice" in str(void().value(DATASET, DCTERMS.description))


def test_description_counts_truly() -> None:
    triples = union()
    types = [quad for quad in triples if quad.predicate.value == PREFIXES["rdf"] + "type"]
    counted = {
        VOID.triples: len(triples),
        VOID.properties: len({quad.predicate for quad in triples}),
        VOID.classes: len({quad.object for quad in types}),
        VOID.distinctSubjects: len({quad.subject for quad in triples}),
        VOID.distinctObjects: len({quad.object for quad in triples}),
    }
    assert {predicate: int(str(void().value(DATASET, predicate))) for predicate in counted} == counted
    partitions = {
        str(void().value(part, VOID["class"])): int(str(void().value(part, VOID.entities)))
        for part in void().objects(DATASET, VOID.classPartition)
    }
    info = opened().info()
    (bearings,) = opened().engine.values("SELECT (COUNT(?b) AS ?n) { ?b a cg:Bearing }")
    info["bearings"] = int(str(bearings[0]))
    for name in ("Claim", "Result", "Bearing", "Statement", "Source", "Amount", "Entity", "Article"):
        assert partitions[PREFIXES["cg"] + name] == info[{"Entity": "entities"}.get(name, f"{name.lower()}s")]
    for named in (ASSERTED, DERIVED, ONTOLOGY):
        size = sum(quad.graph_name == ox.NamedNode(named) for quad in opened().engine.store)
        assert int(str(void().value(rdflib.URIRef(named), VOID.triples))) == size


def test_entities_are_what_the_dataset_is_about() -> None:
    ours = opened().engine.values(
        """SELECT (COUNT(DISTINCT ?s) AS ?n) {
             ?s ?p ?o FILTER(STRSTARTS(STR(?s), "https://w3id.org/calcigraph/"))
             FILTER(!STRSTARTS(STR(?s), "https://w3id.org/calcigraph/ontology")) }"""
    )
    assert str(void().value(DATASET, VOID.entities)) == ours[0][0]


def test_linksets_hold_every_mapping() -> None:
    expected: Counter[tuple[str, str]] = Counter()
    for target, predicate in opened().engine.values(
        "SELECT ?target ?predicate { ?s ?predicate ?target FILTER(STRENDS(STR(?predicate), 'Match')) }"
    ):
        spaces = [space for space in EXTERNAL.values() if (target or "").startswith(space)]
        expected[max(spaces, key=len), predicate or ""] += 1
    found = {}
    for linkset in void().subjects(RDF.type, VOID.Linkset):
        assert void().value(linkset, VOID.subjectsTarget) == DATASET
        space = void().value(void().value(linkset, VOID.objectsTarget), VOID.uriSpace)
        found[str(space), str(void().value(linkset, VOID.linkPredicate))] = int(
            str(void().value(linkset, VOID.triples))
        )
    assert found == expected
    assert found[EXTERNAL["CHEBI"], PREFIXES["skos"] + "exactMatch"] >= 10


def test_distributions_fit_the_files() -> None:
    spdx = rdflib.Namespace("http://spdx.org/rdf/terms#")
    found = {}
    for node in void().objects(DATASET, DCAT.distribution):
        checksum = void().value(node, spdx.checksum)
        found[str(void().value(node, DCTERMS.title))] = (
            str(void().value(node, DCAT.mediaType)).removeprefix("https://www.iana.org/assignments/media-types/"),
            int(str(void().value(node, DCAT.byteSize))),
            str(void().value(checksum, spdx.checksumValue)).lower(),
        )
    assert found == {
        name: (media, len(contents()[name]), hashlib.sha256(contents()[name]).hexdigest())
        for name, (media, _) in release.DATA.items()
    }


# -------------------------------------------------------------------- whole or not at all


def test_a_folder_is_made_with_everything_in_it(tmp_path: Path) -> None:
    written = release.build(small().store, tmp_path / "out")
    assert written.folder == tmp_path / "out"
    assert written.triples == 2
    assert {path.name: path.stat().st_size for path in written.folder.iterdir()} == written.files
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_earlier_release_is_replaced_only_by_force(tmp_path: Path) -> None:
    target = tmp_path / "out"
    release.build(small().store, target)
    (target / "void.ttl").write_text("old", encoding="utf-8")
    with pytest.raises(BadArgument, match="is there already; name another, or replace it with --force"):
        release.build(small().store, target)
    assert (target / "void.ttl").read_text(encoding="utf-8") == "old"
    release.build(small().store, target, force=True)
    assert (target / "void.ttl").read_bytes().startswith(b"@prefix")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_with_other_files_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("years of work", encoding="utf-8")
    with pytest.raises(BadArgument, match=r"holds 'thesis\.txt', which is no file of a release"):
        release.build(small().store, tmp_path / "out", force=True)
    assert (tmp_path / "out" / "thesis.txt").read_text(encoding="utf-8") == "years of work"


def test_a_file_and_a_missing_parent_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(BadArgument, match="is no folder"):
        release.build(small().store, tmp_path / "file", force=True)
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(BadArgument, match="is no folder"):
        release.build(small().store, tmp_path / "link", force=True)
    with pytest.raises(BadArgument, match=r"there is no folder '.*nowhere' to hold it"):
        release.build(small().store, tmp_path / "nowhere" / "out")


@pytest.mark.parametrize("step", ["write", "rename"])
def test_a_failure_leaves_everything_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    target = tmp_path / "out"
    release.build(small().store, target)
    before = {path.name: path.read_bytes() for path in target.iterdir()}
    fill, rename = outputs._fill, Path.rename

    def full(descriptor: int, data: bytes) -> None:
        if data.startswith(b"@prefix"):
            raise OSError(28, "No space left on device")
        fill(descriptor, data)

    def stuck(self: Path, to: Path) -> Path:
        if self.suffix == ".part":
            raise OSError(16, "Device or resource busy")
        return rename(self, to)

    if step == "write":
        monkeypatch.setattr(outputs, "_fill", full)
    else:
        monkeypatch.setattr(outputs, "exchange", lambda *_: False)
        monkeypatch.setattr(Path, "rename", stuck)
    with pytest.raises(Unavailable if step == "write" else BadFile, match=r"out' cannot be written: (No space|Device)"):
        release.build(small().store, target, force=True)
    assert {path.name: path.read_bytes() for path in target.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_command(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(KnowledgeGraph, "open", lambda **_: small())
    target = str(tmp_path / "out")
    code, out, _ = command(capsys, monkeypatch, "build", "-o", target)
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()[:-1]] == sorted(release.NAMES)
    assert out.endswith(f"Wrote 2 triples to {target}.\n")
    code, out, err = command(capsys, monkeypatch, "build", "-o", target)
    assert (code, out) == (2, "")
    assert err == f"calcigraph: the folder '{target}' is there already; name another, or replace it with --force\n"
    assert command(capsys, monkeypatch, "build", "-o", target, "--force")[0] == 0
    assert command(capsys, monkeypatch, "build")[0] == 2
