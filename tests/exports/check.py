"""Checks every export with the tools that people read it with: ``python tests/exports/check.py``.

Run with the environment of the project. The tools weigh too much for it and quarrel with each other's versions, so that
they live in one of their own, beside it in ``.venv/exports``, made when it is missing. CI runs this; the normal tests
read the same exports with what the project has anyway.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from calcigraph import KnowledgeGraph
from calcigraph.exports import claim_tables as tables
from calcigraph.exports.publishing import complete, graph_files
from calcigraph.exports.table_package import TABLES
from calcigraph.exports.writing import export

HERE = Path(__file__).parent
TOOLS = Path(sys.prefix) / "exports"
NAMES = {
    "kgx-tsv": "calcigraph.tsv",
    "kgx-jsonl": "calcigraph.jsonl",
    "graphml": "calcigraph.graphml",
    "cx2": "calcigraph.cx2",
    "cyjs": "calcigraph.cyjs",
    "dot": "calcigraph.dot",
    "mermaid": "calcigraph.mmd",
    "nanopubs": "calcigraph.trig",
    "bel": "calcigraph.bel",
    "sssom": "calcigraph.sssom.tsv",
    "edges-csv": "calcigraph-edges.csv",
    "claims-csv": "calcigraph-claims.csv",
    "results-csv": "calcigraph-results.csv",
    "bearings-csv": "calcigraph-bearings.csv",
    **{f"{name}-csv": f"calcigraph-{name}.csv" for name in ("entities", "amounts", "statements", "sources")},
    "xlsx": "calcigraph.xlsx",
}
PARQUET = """
import pickle, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from calcigraph.exports.claim_tables import parquet_of
for name, rows in pickle.loads(Path(sys.argv[2], "rows.pickle").read_bytes()).items():
    Path(sys.argv[2], f"calcigraph-{name}.parquet").write_bytes(parquet_of(rows))
"""


def main() -> None:
    """Write the exports and hand them to the checkers."""
    make_tools()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_exports(folder)
        write_release(folder / "release")
        run(TOOLS / "bin" / "python", HERE / "checkers.py", folder)
        run("node", HERE / "checkers.mjs", TOOLS, folder)
        in_browser(folder)
        # Graphviz warns of labels that its own fonts make wider than the font of the pictures; -q keeps it quiet.
        run("dot", "-q", "-Tsvg", folder / "calcigraph.dot", "-o", folder / "calcigraph.svg")
        drawn = (folder / "calcigraph.svg").read_text(encoding="utf-8").count('class="edge')
        wanted = json.loads((folder / "expected.json").read_text())["claims"]
        assert drawn == wanted, f"Graphviz drew {drawn} edges, expected {wanted}"
        print("dot: laid out by Graphviz")  # noqa: T201


def in_browser(folder: Path) -> None:
    """Load the network into Cytoscape.js in a real browser, and let it draw."""
    browser = shutil.which("chromium")
    if not browser:
        print("cyjs: not tried in a browser, there is no Chromium here")  # noqa: T201
        return
    elements = (folder / "calcigraph.cyjs").read_text(encoding="utf-8").replace("</", "<\\/")
    library = (TOOLS / "node_modules" / "cytoscape" / "dist" / "cytoscape.min.js").read_text(encoding="utf-8")
    page = f"""<!doctype html><meta charset="utf-8"><div id="n" style="width:900px;height:600px"></div><script>{library}</script>
<script>const n = cytoscape({{container: document.getElementById("n"), elements: ({elements}).elements, layout: {{name: "grid"}},
style: [{{selector: "node", style: {{label: "data(label)"}}}}]}});
document.title = [n.nodes().length, n.edges().length, n.edges("[sign = -1]").length, n.$id("id:mk-7").style("label")]</script>"""
    (folder / "page.html").write_text(page, encoding="utf-8")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
    more = ("--disable-component-update", "--disable-sync", f"--user-data-dir={folder / 'profile'}", "--dump-dom")
    command = [browser, *options, *more, (folder / "page.html").as_uri()]
    drawn = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout
    wanted = json.loads((folder / "expected.json").read_text())
    title = f"<title>{wanted['entities']},{wanted['claims']},{wanted['lowering']},MK-7</title>"
    assert title in drawn, drawn.partition("<title>")[2][:80]
    print("cyjs: drawn by Cytoscape.js in Chromium")  # noqa: T201


def make_tools() -> None:
    """Install the tools, unless the same ones are there."""
    wanted = (HERE / "requirements.txt").read_text() + (HERE / "package.json").read_text()
    stamp = TOOLS / "installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    shutil.rmtree(TOOLS, ignore_errors=True)
    venv.create(TOOLS, with_pip=True)
    quiet = ("-q", "--disable-pip-version-check", "--no-input")
    # The list is whole and pinned: resolving it anew would take minutes.
    run(TOOLS / "bin" / "pip", "install", *quiet, "--no-deps", "--no-compile", "-r", HERE / "requirements.txt")
    shutil.copy(HERE / "package.json", TOOLS)
    run("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", TOOLS)
    stamp.write_text(wanted)


def write_exports(folder: Path) -> None:
    """Write every export of the whole graph, and what the checkers have to find in them."""
    graph = KnowledgeGraph.open()
    for name, file in NAMES.items():
        export(graph.store, name, None, folder / file)
    _write_parquet(graph, folder)
    rows = list(csv.DictReader((folder / "calcigraph-edges.csv").open(encoding="utf-8", newline="")))
    mappings = (folder / "calcigraph.sssom.tsv").read_text(encoding="utf-8").splitlines()
    expected = {
        "entities": graph.info()["entities"],
        "claims": graph.info()["claims"],
        "raising": sum(row["sign"] == "1" for row in rows),
        "lowering": sum(row["sign"] == "-1" for row in rows),
        "negated": len(graph.engine.values("SELECT ?c { ?c cg:negated true }")),
        "in_force": sum(row["in_force"] == "true" for row in rows),
        "mappings": sum(not line.startswith("#") for line in mappings) - 1,
    }
    (folder / "expected.json").write_text(json.dumps(expected))


def write_release(folder: Path) -> None:
    """Write the files of a release but the software, which the packaging check builds."""
    folder.mkdir()
    day = "2026-01-31"
    for name, content in complete(graph_files(KnowledgeGraph.open().store, day), day).items():
        (folder / name).write_bytes(content)


def _write_parquet(graph: KnowledgeGraph, folder: Path) -> None:
    """pyarrow is in the other environment, and the rows are made in this one."""
    import pickle

    made = {"edges": tables.edge_rows, **TABLES}
    rows = {name: make(graph.store, None) for name, make in made.items()}
    (folder / "rows.pickle").write_bytes(pickle.dumps(rows))
    package = Path(tables.__file__).parents[2]
    run(TOOLS / "bin" / "python", "-c", PARQUET, package, folder)


def run(*command: str | Path) -> None:
    """Run a command; what it prints is shown."""
    subprocess.run([str(part) for part in command], check=True)


if __name__ == "__main__":
    main()
