"""The data files: found in a checkout and in a zip alike."""

from __future__ import annotations

import importlib.resources
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from calcigraph.store import files

ROOT = Path(__file__).parents[2]


def test_a_file_has_its_repository_path_as_name() -> None:
    assert files.read("ontology/calcigraph.ttl") == (ROOT / "ontology" / "calcigraph.ttl").read_bytes()
    with pytest.raises(FileNotFoundError):
        files.read("ontology/nothing.ttl")


@pytest.mark.parametrize(
    ("folder", "suffix"),
    [("ontology", ".ttl"), ("ontology/rules", ".rq"), ("graph/instances", ".ttl"), ("queries", ".rq")],
)
def test_a_listing_has_every_file_in_order(folder: str, suffix: str) -> None:
    found = list(files.listing(folder, suffix))
    names = [name for name, _ in found]
    assert set(names) == {str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob(f"*{suffix}")}
    assert len(set(names)) == len(names)
    assert all(content == (ROOT / name).read_bytes() for name, content in found)
    assert list(files.listing(folder, suffix)) == found


def zipped_package(folder: Path) -> Path:
    """Lay out a zip as the wheel is: the package, and the data below it in _files."""
    archive = folder / "calcigraph.zip"
    with zipfile.ZipFile(archive, "w") as zipped:
        for suffix in ("*.py", "*.yaml", "*.json"):
            for path in sorted((ROOT / "graph" / "calcigraph").rglob(suffix)):
                zipped.write(path, f"calcigraph/{path.relative_to(ROOT / 'graph' / 'calcigraph')}")
        for pattern in (
            "ontology/**/*.ttl",
            "ontology/**/*.rq",
            "graph/instances/**/*.ttl",
            "queries/**/*.rq",
            "graph/*.ttl",
        ):
            for path in sorted(ROOT.glob(pattern)):
                zipped.write(path, f"calcigraph/_files/{path.relative_to(ROOT)}")
    return archive


def test_the_zip_is_read_as_the_checkout_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = zipped_package(tmp_path)
    expected = {name: list(files.listing(name, ".rq")) for name in ("queries", "ontology/rules")}
    monkeypatch.setattr(files, "_folder", lambda: None)
    monkeypatch.setattr(importlib.resources, "files", lambda name: zipfile.Path(archive, f"{name}/"))
    for name, found in expected.items():
        assert list(files.listing(name, ".rq")) == found
    assert files.read("ontology/calcigraph.ttl") == (ROOT / "ontology" / "calcigraph.ttl").read_bytes()
    assert (files.root() / "graph").is_dir()


def test_a_zipped_package_answers(tmp_path: Path) -> None:
    archive = zipped_package(tmp_path)
    code = (
        f"import sys; sys.path.insert(0, {str(archive)!r})\n"
        "import calcigraph; assert 'calcigraph.zip' in calcigraph.__file__, calcigraph.__file__\n"
        "from calcigraph import KnowledgeGraph\n"
        "from calcigraph.store import files\n"
        "graph = KnowledgeGraph.open()\n"
        "print(graph.info()['triples'], len(graph.questions), files.read('ontology/calcigraph.ttl')[:7])\n"
        "print(graph.questions.understand('which foods supply menaquinone-7?').asked)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.stderr == ""
    from calcigraph import KnowledgeGraph

    graph = KnowledgeGraph.open()
    numbers, understood = done.stdout.splitlines()
    assert numbers.split() == [str(graph.info()["triples"]), str(len(graph.questions)), "b'@prefix'"]
    assert understood == "foods-that-supply nutrient=MK-7"  # words and weights are read from the zip too
