"""The one writer of files: whole or not at all, whatever ends the process; modes and links kept, nothing left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from calcigraph.errors import BadArgument, BadFile, Unavailable
from calcigraph.store import outputs
from calcigraph.store.exchanging import exchange

posix = pytest.mark.skipif(os.name != "posix", reason="modes, links and signals of POSIX")


def fails_with(number: int, at: bytes) -> object:
    """Make a writer that fails where it shall write certain bytes, when it has written some of them."""
    fill = outputs._fill

    def failing(descriptor: int, content: bytes) -> None:
        if content == at:
            os.write(descriptor, content[:1])
            raise OSError(number, os.strerror(number))
        fill(descriptor, content)

    return failing


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    outputs.write_whole(place, b"first")
    outputs.write_whole(str(place), b"second" * 10**6)
    assert place.read_bytes() == b"second" * 10**6
    assert list(tmp_path.iterdir()) == [place]


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "a.txt"
    place.write_bytes(b"old")
    with pytest.raises(OSError, match="nowhere"):
        outputs.write_whole(tmp_path / "nowhere" / "a.txt", b"new")
    monkeypatch.setattr(outputs, "_fill", fails_with(28, b"new"))
    with pytest.raises(OSError, match="No space left"):
        outputs.write_whole(place, b"new")
    assert place.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("links", [True, False])
def test_several_files_are_written_all_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool) -> None:
    first, second, third = (tmp_path / name for name in "abc")
    outputs.write_all({first: b"1", second: b"2"})
    assert [path.read_bytes() for path in (first, second)] == [b"1", b"2"]
    replace = Path.replace

    def stuck(path: Path, target: Path) -> Path:
        if target.name == "c":
            raise OSError(16, "Device or resource busy")
        return replace(path, target)

    def unlinked(*_: object) -> None:
        raise OSError(95, "no links here")

    monkeypatch.setattr(Path, "replace", stuck)
    if not links:
        monkeypatch.setattr(os, "link", unlinked)
    with pytest.raises(OSError, match="resource busy"):
        outputs.write_all({first: b"new", tmp_path / "d": b"new", third: b"new"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
    assert first.read_bytes() == b"1"


@pytest.mark.parametrize("exchanges", [True, False])
def test_a_folder_is_written_whole_or_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, exchanges: bool
) -> None:
    if not exchanges:
        monkeypatch.setattr(outputs, "exchange", lambda *_: False)
    place = tmp_path / "out"
    outputs.write_folder(place, {"a": b"1", "b": b"2"})
    outputs.write_folder(str(place), {"a": b"3"})
    assert {path.name: path.read_bytes() for path in place.iterdir()} == {"a": b"3"}
    monkeypatch.setattr(outputs, "_fill", fails_with(28, b"5"))
    with pytest.raises(OSError, match="No space left"):
        outputs.write_folder(place, {"a": b"4", "b": b"5"})
    assert {path.name: path.read_bytes() for path in place.iterdir()} == {"a": b"3"}
    assert list(tmp_path.iterdir()) == [place]


def test_a_folder_that_cannot_be_renamed_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "out"
    outputs.write_folder(place, {"a": b"1"})
    rename = Path.rename

    def stuck(path: Path, target: Path) -> Path:
        if path.suffix == ".part":
            raise OSError(16, "Device or resource busy")
        return rename(path, target)

    monkeypatch.setattr(outputs, "exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", stuck)
    with pytest.raises(OSError, match="resource busy"):
        outputs.write_folder(place, {"a": b"2"})
    assert (place / "a").read_bytes() == b"1"
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.skipif(sys.platform != "linux", reason="Linux exchanges names")
def test_a_reader_of_a_folder_never_sees_none(tmp_path: Path) -> None:
    place = tmp_path / "out"
    outputs.write_folder(place, {"a": b"0" * 1000, "b": b"0" * 1000})
    assert exchange(place, place) in (True, False)
    seen: list[set[bytes]] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            folder = os.open(place, os.O_RDONLY)  # which fails where there is none
            found = set()
            for name in ("a", "b"):
                with contextlib.suppress(FileNotFoundError):  # of the one that was exchanged while this held it
                    descriptor = os.open(name, os.O_RDONLY, dir_fd=folder)
                    found.add(os.read(descriptor, 1000))
                    os.close(descriptor)
            seen.append(found)
            os.close(folder)

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(50):
        content = str(number % 10).encode() * 1000
        outputs.write_folder(place, {"a": content, "b": content})
    over.set()
    reader.join()
    assert seen
    assert max(map(len, seen)) == 1  # the two files are always of one writing


@posix
def test_mode_and_links_stay(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    real, link = tmp_path / "far" / "real.txt", tmp_path / "link.txt"
    real.write_bytes(b"old")
    real.chmod(0o640)
    link.symlink_to("far/real.txt")
    outputs.write_file(link, b"new", force=True)
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    made = tmp_path / "made.txt"
    before = os.umask(0o027)
    try:
        outputs.write_file(made, b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE(made.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["far", "link.txt", "made.txt"]


@posix
def test_what_must_not_be_replaced_is_refused(tmp_path: Path) -> None:
    lost, loop, pipe = (tmp_path / name for name in ("lost", "loop", "pipe"))
    lost.symlink_to("nowhere")
    loop.symlink_to("loop")
    os.mkfifo(pipe)
    for place, message in (
        (lost, "a link that leads nowhere"),
        (loop, "a link that leads nowhere"),
        (tmp_path / "no" / "a", "there is no folder '.*no'"),
        (tmp_path / ("x" * 300), "File name too long"),
    ):
        with pytest.raises(BadFile, match=f"cannot be written: .*{message}"):
            outputs.write_file(place, b"new", force=True)
    for place, message in (
        (pipe, "is no regular file"),
        (tmp_path, "is a folder"),
        (Path("/dev/null"), "no regular file"),
    ):
        with pytest.raises(BadArgument, match=message):
            outputs.write_file(place, b"new", force=True)
    for name in ("", "a\0b", 3, None, b"a"):
        with pytest.raises(BadArgument, match="is the name of a file"):
            outputs.write_file(name, b"new")  # type: ignore[arg-type]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["loop", "lost", "pipe"]


def test_a_full_disk_is_no_fault_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, kind in ((28, Unavailable), (5, Unavailable), (13, BadFile), (30, BadFile)):
        monkeypatch.setattr(outputs, "_fill", fails_with(number, b"new"))
        with pytest.raises(kind, match=f"'{tmp_path}/a' cannot be written: {os.strerror(number)}"):
            outputs.write_file(tmp_path / "a", b"new")
        monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


_SLOW = """
import os, sys, time
from calcigraph.store import outputs
fill = outputs._fill
def slow(descriptor, content):
    fill(descriptor, content[:1])
    print("writing", flush=True)
    while True:
        time.sleep(0.01)
outputs._fill = slow
if sys.argv[2] == "file":
    outputs.write_file(sys.argv[1], b"new", force=True)
else:
    outputs.write_folder(sys.argv[1], {"a": b"new"})
"""


@posix
@pytest.mark.parametrize("what", ["file", "folder"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_parts_go_when_the_process_is_ended(tmp_path: Path, what: str, number: signal.Signals) -> None:
    place = tmp_path / "a"
    outputs.write_file(place, b"old") if what == "file" else outputs.write_folder(place, {"a": b"old"})
    with subprocess.Popen([sys.executable, "-c", _SLOW, place, what], stdout=-1, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        assert process.stdout.readline() == b"writing\n"
        assert len(list(tmp_path.iterdir())) == 2
        # What another process is writing at the moment is left alone.
        outputs.write_file(tmp_path / "other", b"new")
        assert len(list(tmp_path.iterdir())) == 3
        process.send_signal(number)
        assert process.wait(10) != 0
    if number == signal.SIGKILL:
        assert len(list(tmp_path.iterdir())) == 3
        outputs.write_file(tmp_path / "other", b"newer", force=True)  # the next one clears up
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "other"]
    assert (place if what == "file" else place / "a").read_bytes() == b"old"


@posix
def test_pairs_are_renamed_while_nothing_is_heard(tmp_path: Path) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    outputs.write_all({first: b"1", second: b"1"})
    heard: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: heard.append(number))
    replace = Path.replace
    try:

        def interrupted(path: Path, target: Path) -> Path:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(0.01)
            assert heard == []
            return replace(path, target)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "replace", interrupted)
            outputs.write_all({first: b"2", second: b"2"})
    finally:
        signal.signal(signal.SIGTERM, before)
    assert heard == [signal.SIGTERM]
    assert (first.read_bytes(), second.read_bytes()) == (b"2", b"2")
