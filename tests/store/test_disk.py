"""The store in a folder: whatever is wrong with it is one line, and nobody reads half of two."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from calcigraph import KnowledgeGraph
from calcigraph.errors import BadArgument, BadFile, Unavailable
from calcigraph.namespaces import ASSERTED
from calcigraph.store.disk import MANIFEST, DiskEngine, manifest
from calcigraph.store.disk_writing import write_store
from calcigraph.store.memory import MemoryEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Finished

COUNT = "SELECT (COUNT(*) AS ?n) { ?s <http://a.example/p> ?o }"


def engine_of(size: int) -> MemoryEngine:
    """Make a graph of so many triples."""
    engine = MemoryEngine()
    lines = (f"<http://a.example/{n}> <http://a.example/p> {n} ." for n in range(size))
    engine.load("\n".join(lines).encode(), ASSERTED)
    return engine


def count(engine: DiskEngine) -> int:
    """Ask how many there are."""
    return int(str(engine.values(COUNT)[0][0]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a small store."""
    place = tmp_path / "graph"
    write_store(engine_of(20), place)
    return place


def change(folder: Path, **changed: Any) -> None:
    """Change what a store says of itself."""
    about = json.loads((folder / MANIFEST).read_bytes()) | changed
    (folder / MANIFEST).write_text(json.dumps(about), encoding="utf-8")


def generation(folder: Path) -> Path:
    """Where the files in use are."""
    return folder / str(manifest(str(folder))["generation"])


def no_folder(folder: Path) -> None:
    shutil.rmtree(folder)


def no_store(folder: Path) -> None:
    no_folder(folder)
    folder.mkdir()


def a_file(folder: Path) -> None:
    no_folder(folder)
    folder.write_bytes(b"")


def not_ours(folder: Path) -> None:
    no_folder(folder)
    ox.Store(str(folder)).flush()


def other_release(folder: Path) -> None:
    change(folder, release="0.0.1")


def other_form(folder: Path) -> None:
    change(folder, form=99)


def no_json(folder: Path) -> None:
    (folder / MANIFEST).write_bytes(b'{"form": 1')


def deep_json(folder: Path) -> None:
    (folder / MANIFEST).write_bytes(b"[" * 100_000)


def elsewhere(folder: Path) -> None:
    change(folder, generation="../../etc")


def no_generation(folder: Path) -> None:
    shutil.rmtree(generation(folder))


def a_file_less(folder: Path) -> None:
    next(generation(folder).glob("*.sst")).unlink()


def half_a_file(folder: Path) -> None:
    place = next(generation(folder).glob("*.sst"))
    place.write_bytes(place.read_bytes()[:100])


WRONG: dict[str, tuple[Callable[[Path], None], type, str]] = {
    "no such folder": (no_folder, BadFile, "no folder is called"),
    "no store in it": (no_store, BadFile, "there is no store in the folder"),
    "a file": (a_file, BadFile, "is no folder"),
    "a store of another program": (not_ours, BadFile, "that calcigraph did not write"),
    "another release": (other_release, Unavailable, "is of release 0.0.1, and this is"),
    "another form": (other_form, Unavailable, "build it anew with: calcigraph build --store"),
    "half a manifest": (no_json, Unavailable, "is not whole: store.json is damaged"),
    "a hostile manifest": (deep_json, Unavailable, "is not whole: store.json is damaged"),
    "a manifest that leads elsewhere": (elsewhere, Unavailable, "is not whole: store.json is damaged"),
    "no generation": (no_generation, Unavailable, "is not whole: what store.json names is not there"),
    "a file less": (a_file_less, Unavailable, "is not whole"),
    "half a file": (half_a_file, Unavailable, "has 100 bytes, not"),
}


@pytest.mark.parametrize(("spoil", "error", "message"), WRONG.values(), ids=WRONG)
def test_a_folder_that_cannot_be_opened(
    folder: Path, spoil: Callable[[Path], None], error: type[Exception], message: str
) -> None:
    spoil(folder)
    with pytest.raises(error, match=message) as refused:
        KnowledgeGraph.open(store=folder)
    assert "\n" not in str(refused.value)


def test_files_of_the_right_size_that_are_damaged(folder: Path) -> None:
    place = generation(folder) / "CURRENT"
    place.write_bytes(b"x" * place.stat().st_size)
    with pytest.raises(Unavailable, match="cannot be opened"):
        DiskEngine(str(folder)).values(COUNT)


@contextlib.contextmanager
def without_rights(place: Path) -> Iterator[None]:
    """Be somebody who may not read it."""
    mode = place.stat().st_mode
    place.chmod(0)
    if os.geteuid() == 0:
        os.seteuid(65534)
        try:
            yield
        finally:
            os.seteuid(0)
            place.chmod(mode)
    else:
        try:
            yield
        finally:
            place.chmod(mode)


@pytest.mark.skipif(os.name != "posix", reason="rights of Unix")
def test_no_right_to_read(folder: Path) -> None:
    with without_rights(folder), pytest.raises(BadFile, match=r"cannot be read: Permission denied"):
        DiskEngine(str(folder))


@pytest.mark.parametrize("place", [7, "", "a\0b"])
def test_what_is_no_name_of_a_folder(place: Any) -> None:
    with pytest.raises(BadArgument, match="the folder of a store is the name of a file"):
        KnowledgeGraph.open(store=place)


def test_one_place_at_a_time() -> None:
    with pytest.raises(BadArgument, match="give one of the two"):
        KnowledgeGraph.open(store="a", endpoint="http://a.example/")
    with pytest.raises(BadArgument, match="left out of the bundled graph only"):
        KnowledgeGraph.open(store="a", without=["claim:x"])


def test_who_reads_a_store_that_is_replaced_reads_the_one_before(folder: Path) -> None:
    early, late = DiskEngine(str(folder)), DiskEngine(str(folder))
    assert count(early) == 20
    for size in (30, 40):
        write_store(engine_of(size), folder, force=True)
    assert (count(early), count(late), count(DiskEngine(str(folder)))) == (20, 20, 40)
    assert len(list(folder.glob("generation-*"))) == 2, "what nobody reads is gone"
    del early, late
    write_store(engine_of(5), folder, force=True)
    assert [place.name for place in folder.glob("generation-*")] == [generation(folder).name]


def test_many_processes_read_at_once(folder: Path) -> None:
    program = (
        "import sys; from calcigraph.store.disk import DiskEngine; engine = DiskEngine(sys.argv[1]); "
        f"print(engine.values({COUNT!r})[0][0], flush=True); sys.stdin.read()"
    )
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    try:
        assert [each.stdout and each.stdout.readline() for each in readers] == ["20\n"] * 3
        write_store(engine_of(7), folder, force=True)
        assert count(DiskEngine(str(folder))) == 7
    finally:
        assert [each.communicate("")[0] for each in readers] == [""] * 3
    assert [each.returncode for each in readers] == [0] * 3


def test_a_command_asks_the_store(run: Callable[..., Finished], store_folder: Path) -> None:
    bundled = run("show", "MK-7")
    assert run("show", "MK-7", "--store", str(store_folder)) == bundled
    assert run("show", "MK-7", CALCIGRAPH_STORE=str(store_folder)) == bundled
    query = ("sparql", "SELECT (COUNT(*) AS ?n) { ?s a cg:Claim }", "-f", "csv")
    assert run(*query, "--store", str(store_folder)) == run(*query)


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "message"),
    [
        (("--store", "/zzzz"), {}, 2, "no folder is called '/zzzz'; build it with: calcigraph build --store /zzzz"),
        ((), {"CALCIGRAPH_STORE": "/zzzz"}, 2, "no folder is called '/zzzz'"),
        (("--store", "http://127.0.0.1:1/"), {}, 3, "no SPARQL endpoint answers at http://127.0.0.1:1/"),
        (("--store", "http://"), {}, 2, "'http://' is no address of an endpoint"),
    ],
)
def test_a_store_that_is_not_there(
    run: Callable[..., Finished], arguments: tuple[str, ...], environment: dict[str, str], code: int, message: str
) -> None:
    done = run("info", *arguments, **environment)
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(f"calcigraph: {message}")
    assert done.err.count("\n") == 1
