"""Writing a store: whole or not at all, one at a time, and never over something else."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest
from calcigraph.errors import BadArgument, Unavailable
from calcigraph.namespaces import ASSERTED
from calcigraph.store.disk import MANIFEST, DiskEngine, manifest
from calcigraph.store.disk_writing import write_store
from calcigraph.store.memory import MemoryEngine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Finished


def engine_of(*texts: str) -> MemoryEngine:
    """Make a graph that says something."""
    engine = MemoryEngine()
    for text in texts:
        engine.load(f"<http://a.example/> <http://a.example/p> '{text}' .".encode(), ASSERTED)
    return engine


def said(folder: Path) -> list[str]:
    """What the store says."""
    return sorted(str(text) for (text,) in DiskEngine(str(folder)).values("SELECT ?t { ?s ?p ?t }"))


def test_what_is_written_is_what_there_was(tmp_path: Path) -> None:
    written = write_store(engine_of("a", "γ"), tmp_path / "graph")
    assert said(tmp_path / "graph") == ["a", "γ"]
    assert written.quads == 2
    assert manifest(str(tmp_path / "graph"))["digest"] == written.digest
    assert sum(each.stat().st_size for each in (tmp_path / "graph").rglob("*") if each.is_file()) >= written.size


def test_the_digest_is_that_of_the_quads_in_any_order(tmp_path: Path) -> None:
    one, same, other = (
        write_store(engine_of(*texts), tmp_path / str(number)).digest
        for number, texts in enumerate([("a", "b"), ("b", "a"), ("a", "c")])
    )
    assert one == same != other


def test_a_store_is_replaced_only_when_told_to(tmp_path: Path) -> None:
    write_store(engine_of("a"), tmp_path / "graph")
    with pytest.raises(BadArgument, match="holds a store already; replace it with --force"):
        write_store(engine_of("b"), tmp_path / "graph")
    assert said(tmp_path / "graph") == ["a"]
    write_store(engine_of("b"), tmp_path / "graph", force=True)
    assert said(tmp_path / "graph") == ["b"]


@pytest.mark.parametrize("force", [False, True])
def test_other_files_are_left_alone(tmp_path: Path, *, force: bool) -> None:
    (tmp_path / "thesis.txt").write_bytes(b"x")
    with pytest.raises(BadArgument, match=r"holds 'thesis\.txt', which is no part of a store"):
        write_store(engine_of("a"), tmp_path, force=force)
    with pytest.raises(BadArgument, match="is no folder"):
        write_store(engine_of("a"), tmp_path / "thesis.txt", force=force)
    with pytest.raises(BadArgument, match="there is no folder"):
        write_store(engine_of("a"), tmp_path / "a" / "b", force=force)
    assert [each.name for each in tmp_path.iterdir()] == ["thesis.txt"]


@contextlib.contextmanager
def building(folder: Path) -> Iterator[None]:
    """Let another process build there."""
    program = textwrap.dedent("""
        import fcntl, os, sys
        lock = os.open(sys.argv[1] + "/.building", os.O_RDWR | os.O_CREAT)
        fcntl.flock(lock, fcntl.LOCK_EX)
        print(flush=True)
        sys.stdin.read()
    """)
    other = subprocess.Popen(
        [sys.executable, "-S", "-c", program, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout
    other.stdout.readline()
    try:
        yield
    finally:
        other.communicate(b"")


@pytest.mark.skipif(os.name != "posix", reason="locks of Unix")
def test_two_builds_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    write_store(engine_of("a"), folder)
    with building(folder), pytest.raises(Unavailable, match="another build writes to"):
        write_store(engine_of("b"), folder, force=True)
    assert said(folder) == ["a"]
    write_store(engine_of("b"), folder, force=True)
    assert said(folder) == ["b"]


def test_a_build_that_was_killed_leaves_nothing_for_long(tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    write_store(engine_of("a"), folder)
    left = folder / ".calcigraph-999999-1.part"
    left.mkdir()
    (left / "000001.sst").write_bytes(b"x")
    assert said(folder) == ["a"]
    write_store(engine_of("b"), folder, force=True)
    assert said(folder) == ["b"]
    assert not left.exists()


@contextlib.contextmanager
def small_disk(size: int) -> Iterator[None]:
    """Let no file be larger, as on a disk that is full."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [100, 20_000, 200_000])
def test_a_disk_that_is_full(tmp_path: Path, size: int) -> None:
    folder = tmp_path / "graph"
    large = engine_of(*(os.urandom(500).hex() for _ in range(1000)))
    with small_disk(size), pytest.raises(Unavailable, match="cannot be written: File too large") as refused:
        write_store(large, folder)
    assert "\n" not in str(refused.value)
    assert not folder.exists()
    write_store(engine_of("a"), folder)
    there = sorted(each.name for each in folder.iterdir())
    with small_disk(size), pytest.raises(Unavailable, match="cannot be written"):
        write_store(large, folder, force=True)
    assert sorted(each.name for each in folder.iterdir()) == there
    assert said(folder) == ["a"]


def test_the_command(run: Callable[..., Finished], tmp_path: Path) -> None:
    done = run("build")
    assert (done.code, done.out) == (2, "")
    assert "say what to write" in done.err
    done = run("build", "--store", str(tmp_path / "graph"), CALCIGRAPH_STORE="/zzzz")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Wrote the store {tmp_path / 'graph'}: ")
    assert (tmp_path / "graph" / MANIFEST).exists()
    assert run("build", "--store", str(tmp_path / "graph")).code == 2
