"""Reads exports with the tools of others; run by ``check.py`` in an environment of its own, with the folder of exports.

Each check raises where a file is not what the tool wants, or where a number is not what the graph holds.
"""

from __future__ import annotations

import importlib
import importlib.resources
import io
import json
import os
import sys
import tempfile
import warnings
from collections import defaultdict
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

OWN = {"calcigraph": "https://w3id.org/calcigraph/id/"}


def kgx(folder: Path, expected: dict[str, int]) -> None:
    """Validate KGX against the Biolink model of the package, which the toolkit would download else."""
    model = importlib.resources.files("biolink_model")
    schema = str(model / "schema" / "biolink_model.yaml")
    load("bmt.toolkit").Toolkit.__init__.__defaults__ = (schema, {"predicate mappings": []})
    prefixes = json.loads((model / "prefixmaps" / "biolink_model_prefix_map.json").read_text())
    # Our own prefix is the one thing added: no entity of ours is in a vocabulary of Biolink.
    load("kgx.config").jsonld_context_map |= {"biolink": prefixes | OWN, "monarch_context": {}, "obo_context": {}}
    validate, transformer = load("kgx.cli.cli_utils").validate, load("kgx.transformer").Transformer
    node = load("kgx.utils.kgx_utils").GraphEntityType.NODE

    for form in ("tsv", "jsonl"):
        files = [str(folder / f"calcigraph_{part}.{form}") for part in ("nodes", "edges")]
        with redirect_stdout(io.StringIO()):
            errors = validate(files, form, None, None)
        same("errors of kgx validate", errors, {})
        nodes: list[dict[str, Any]] = []
        edges: list[dict[str, Any]] = []

        def collect(kind: Any, record: list[Any], nodes: Any = nodes, edges: Any = edges) -> None:
            (nodes if kind == node else edges).append(record[-1])

        # In stream: kgx's own graph in memory keeps one edge for each subject, predicate and object.
        transformer(stream=True).transform({"filename": files, "format": form}, {"format": "null"}, inspector=collect)
        same("nodes", len(nodes), expected["entities"])
        same("edges", len(edges), expected["claims"])
        same("negated", sum(data.get("negated") is True for data in edges), expected["negated"])
        for data in edges:
            assert data["knowledge_level"], data["id"]
            assert data["agent_type"], data["id"]
        _terms(edges, nodes)
        print(f"kgx-{form}: valid for kgx")  # noqa: T201


def _terms(edges: list[dict[str, Any]], nodes: list[dict[str, Any]]) -> None:
    """Every term of Biolink is one, qualifiers included, which kgx does not look at."""
    toolkit = load("kgx.utils.kgx_utils").get_toolkit()
    for name in {data[slot] for data in edges for slot in ("predicate", "qualified_predicate") if slot in data}:
        assert toolkit.is_predicate(name.removeprefix("biolink:").replace("_", " ")), name
    for name in {data["category"][0] for data in nodes}:
        assert toolkit.is_category(name), name
    for name in {data["category"][0] for data in edges}:
        assert "association" in toolkit.get_ancestors(name), name
    for slot, enum in (
        ("object_direction_qualifier", "DirectionQualifierEnum"),
        ("object_aspect_qualifier", "GeneOrGeneProductOrChemicalEntityAspectEnum"),
        ("knowledge_level", "KnowledgeLevelEnum"),
        ("agent_type", "AgentTypeEnum"),
    ):
        known = set(toolkit.view.get_enum(enum).permissible_values)
        assert {data[slot] for data in edges if slot in data} <= known, slot
    used = {name for data in [*edges, *nodes] for name in data if not name.startswith("cg_")}
    unknown = {name for name in used if not toolkit.get_element(name.replace("_", " "))}
    # kgx itself adds a key to edges, and 'name' and 'iri' are of every entity.
    same("properties that Biolink has not", unknown - {"key"}, set())


def graphml(folder: Path, expected: dict[str, int]) -> None:
    """Read GraphML with igraph."""
    graph = load("igraph").Graph.Read_GraphML(str(folder / "calcigraph.graphml"))
    same("vertices", graph.vcount(), expected["entities"])
    same("edges", graph.ecount(), expected["claims"])
    assert graph.is_directed()
    same("raising", graph.es["sign"].count(1), expected["raising"])
    same("lowering", graph.es["sign"].count(-1), expected["lowering"])
    same("negated", graph.es["negated"].count(True), expected["negated"])
    edge = graph.es.find(claim="claim:warfarin-inhibits-vkorc1")
    same("ends", (graph.vs[edge.source]["label"], graph.vs[edge.target]["label"]), ("warfarin", "VKORC1"))
    print("graphml: read by igraph")  # noqa: T201


def cx2(folder: Path, expected: dict[str, int]) -> None:
    """Read CX2 with the client of NDEx."""
    network = load("ndex2.cx2").RawCX2NetworkFactory().get_cx2network(str(folder / "calcigraph.cx2"))
    same("nodes", len(network.get_nodes()), expected["entities"])
    edges = network.get_edges().values()
    same("edges", len(edges), expected["claims"])
    same("lowering", sum(edge["v"]["sign"] == -1 for edge in edges), expected["lowering"])
    look = network.get_visual_properties()["edgeMapping"]["EDGE_TARGET_ARROW_SHAPE"]["definition"]
    shapes = {each["v"]: each["vp"] for each in look["map"]}
    assert shapes["positive"] != shapes["negative"]
    same("looks without a shape", {edge["v"]["look"] for edge in edges} - set(shapes), set())
    for name, values in (("nodes", network.get_nodes().values()), ("edges", edges)):
        declared = set(network.get_attribute_declarations()[name])
        same("attributes not declared", {key for each in values for key in each["v"]} - declared, set())
    print("cx2: read by ndex2")  # noqa: T201


def parquet(folder: Path, _: dict[str, int]) -> None:
    """Read Parquet with pyarrow, and compare it with the CSV cell by cell."""
    import csv

    written = sorted(folder.glob("calcigraph-*.parquet"))
    same("tables as Parquet", len(written), 8)
    for name in (file.stem.removeprefix("calcigraph-") for file in written):
        rows = load("pyarrow.parquet").read_table(folder / f"calcigraph-{name}.parquet").to_pylist()
        with (folder / f"calcigraph-{name}.csv").open(encoding="utf-8", newline="") as file:
            texts = list(csv.DictReader(file))
        same(f"rows of {name}", len(rows), len(texts))
        for row, text in zip(rows, texts, strict=True):
            for key, value in row.items():
                assert _same_cell(value, text[key]), (name, key, value, text[key])
    print("parquet: the same cells as CSV for pyarrow")  # noqa: T201


def xlsx(folder: Path, _: dict[str, int]) -> None:
    """Read the workbook with openpyxl, and compare it with the CSV cell by cell; nothing is a formula or a link."""
    import csv

    book = load("openpyxl").load_workbook(folder / "calcigraph.xlsx")
    first, *names = book.sheetnames
    same("first sheet", first, "about")
    same("sheets", len(names), 7)
    for name in names:
        header, *rows = book[name].iter_rows()
        with (folder / f"calcigraph-{name}.csv").open(encoding="utf-8", newline="") as file:
            texts = list(csv.DictReader(file))
        same(f"rows of {name}", len(rows), len(texts))
        for row, text in zip(rows, texts, strict=True):
            for key, cell in zip(header, row, strict=True):
                assert cell.data_type != "f", (name, key.value, cell.value)
                assert not cell.hyperlink, (name, key.value, cell.value)
                same(f"'{key.value}' of {name}", _same_number(cell.value, text[key.value]), True)
    print("xlsx: the same cells as CSV for openpyxl")  # noqa: T201


def _same_number(value: object, text: str) -> bool:
    """A number of Excel has no kind: 40 is 40.0."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(text) == value
    return _same_cell(value, text)


def _same_cell(value: object, text: str) -> bool:
    if value is None:
        return text == ""
    if isinstance(value, bool):
        return text == str(value).lower()
    if isinstance(value, float):
        return float(text) == value
    written = "|".join(value) if isinstance(value, list) else str(value)
    # CSV has an apostrophe before what a spreadsheet would take for a formula.
    return text == (f"'{written}" if text.startswith(("'=", "'+", "'-", "'@")) else written)


def nanopubs(folder: Path, expected: dict[str, int]) -> None:
    """Check each nanopublication with the nanopub library."""
    rdflib = load("rdflib")
    everything = rdflib.Dataset()
    everything.parse(folder / "calcigraph.trig", format="trig")
    graphs: dict[str, Any] = defaultdict(rdflib.ConjunctiveGraph)
    for subject, predicate, target, name in everything.quads():
        graphs[str(name).partition("#")[0]].get_context(name).add((subject, predicate, target))
    for name, graph in graphs.items():
        assert load("nanopub").Nanopub(rdf=graph).is_valid, name
    same("nanopublications", len(graphs), expected["claims"])
    print("nanopubs: well-formed for nanopub")  # noqa: T201


def bel(folder: Path, expected: dict[str, int]) -> None:
    """Parse BEL with PyBEL: every statement, without a warning."""
    manager = load("pybel.manager").Manager(connection="sqlite://")
    graph = load("pybel").from_bel_script(str(folder / "calcigraph.bel"), manager=manager)
    same("warnings of PyBEL", [str(each[1]) for each in graph.warnings], [])
    claims = {
        each["identifier"]
        for *_, data in graph.edges(data=True)
        for each in data.get("annotations", {}).get("Claim", ())
    }
    assert len(claims) > 200, len(claims)
    assert len(claims) <= expected["in_force"]
    print("bel: parsed by PyBEL")  # noqa: T201


def sssom(folder: Path, expected: dict[str, int]) -> None:
    """Validate the mapping table with sssom-py, and see to it that it can refuse one."""
    parse_sssom_table, validate = load("sssom.parsers").parse_sssom_table, load("sssom.validators").validate
    kinds = load("sssom.constants").DEFAULT_VALIDATION_TYPES
    table = parse_sssom_table(str(folder / "calcigraph.sssom.tsv"))
    for kind, report in validate(table, kinds, fail_on_error=True).items():
        same(f"findings of {kind}", [each.message for each in report.results], [])
    same("mappings", len(table.df), expected["mappings"])
    table.df.loc[0, "mapping_justification"] = "because"
    reports = validate(table, kinds, fail_on_error=False)
    assert any(report.results for report in reports.values()), "sssom accepts what it should refuse"
    print("sssom: valid for sssom-py")  # noqa: T201


def records(folder: Path, _: dict[str, int]) -> None:
    """Read the release with ro-crate-py, the record of its prefix with Bioregistry, and its sums with sha256sum."""
    import subprocess

    place = folder / "release"
    crate = load("rocrate.rocrate").ROCrate(place)
    files = {each.id for each in crate.data_entities} | {"ro-crate-metadata.json", "SHA256SUMS"}
    same("files of the crate", files, {each.name for each in place.iterdir()})
    same("day of the crate", str(crate.datePublished)[:10], "2026-01-31")
    same("who made it", crate.root_dataset["author"]["name"], "The calcigraph developers")
    record = json.loads((place / "bioregistry.json").read_text())["calcigraph"]
    resource = load("bioregistry").Resource(prefix="calcigraph", **record)
    same("name of the example", resource.get_default_uri(resource.get_example()), f"{OWN['calcigraph']}vitamin-k2")
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=place, check=True)
    print("release: read by ro-crate-py, Bioregistry and sha256sum")  # noqa: T201


def load(name: str) -> Any:
    """Import what is in this environment alone, which the type checker of the project has not."""
    return importlib.import_module(name)


def same(what: str, found: object, wanted: object) -> None:
    """Say what differs."""
    assert found == wanted, f"{what}: {found!r}, expected {wanted!r}"


def main() -> None:
    """Run all checks."""
    warnings.simplefilter("ignore")  # of code that is not ours
    os.environ["PYSTOW_HOME"] = tempfile.mkdtemp()  # bioregistry and PyBEL keep files in the home folder else
    folder = Path(sys.argv[1])
    expected = json.loads((folder / "expected.json").read_text())
    for check in (kgx, graphml, cx2, parquet, xlsx, nanopubs, bel, sssom, records):
        check(folder, expected)


if __name__ == "__main__":
    main()
