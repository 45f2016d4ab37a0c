"""The one front door for input: regular files of a bounded size, text that is text, JSON of a bounded depth."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from calcigraph.errors import BadArgument, BadFile
from calcigraph.store import inputs

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Finished


def read(path: Any, **options: Any) -> bytes:
    return inputs.read_file(path, expected="a file of a test", **options)


def test_a_file_is_read_whole_and_links_are_followed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"all of it")
    (tmp_path / "link").symlink_to("a.txt")
    assert read(tmp_path / "a.txt") == read(str(tmp_path / "link")) == b"all of it"
    assert read(tmp_path / "a.txt", max_size=9) == read(tmp_path / "a.txt", max_size=0) == b"all of it"


def test_what_is_no_regular_file_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")
    (tmp_path / "link").symlink_to("pipe.ttl")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(tmp_path / "socket"))
        for place, message in (
            (tmp_path / "pipe.ttl", r"pipe\.ttl' is a pipe; expected a file of a test$"),
            (tmp_path / "link", "link' is a pipe"),
            (tmp_path / "socket", "socket' cannot be read: "),
            (Path("/dev/zero"), "'/dev/zero' is a device"),
            (Path("/dev/tty"), "'/dev/tty' (is a device|cannot be read)"),
            (tmp_path, r"' is a folder; expected a file of a test$"),
            (tmp_path / "pipe.tt", r"no file is called '.*pipe\.tt'; expected a file of a test$"),
            (tmp_path / ("x" * 300), "cannot be read: File name too long"),
        ):
            with pytest.raises(BadFile, match=message):
                read(place)


def test_the_nearest_name_is_offered(tmp_path: Path) -> None:
    (tmp_path / "claims.ttl").write_bytes(b"")
    with pytest.raises(BadFile, match=r"; nearest: '.*claims\.ttl'$"):
        read(tmp_path / "claim.ttl", suffix=".ttl")
    with pytest.raises(BadFile, match=r"is a folder; .*; nearest: '.*claims\.ttl'$"):
        read(tmp_path, suffix=".ttl")


def test_a_file_has_a_largest_size(tmp_path: Path) -> None:
    place = tmp_path / "a.txt"
    place.write_bytes(b"x" * 1001)
    for limit in (1000, "1KB", "1 kb"):
        with pytest.raises(
            BadFile, match=r"a\.txt' is larger than 1,000 bytes; allow more with --max-size \(0 for any"
        ):
            read(place, max_size=limit)
    with place.open("wb") as file:
        file.truncate(10**12)  # a hole, which takes no room
    with pytest.raises(BadFile, match="is larger than 100,000,000 bytes"):
        read(place)
    wrong: tuple[Any, ...] = ("much", -1, None, "1 XB", float("nan"), 10**400, True)
    for size in wrong:
        with pytest.raises(BadArgument, match=r"^max_size is a number of bytes or such as '2GB', 0 for no limit; not "):
            read(place, max_size=size)


def test_a_file_whose_size_the_system_makes_up_is_bounded_too() -> None:
    if not Path("/proc/kallsyms").exists():
        pytest.skip("needs the files of Linux")
    with pytest.raises(BadFile, match="'/proc/kallsyms' is larger than 1,000 bytes"):
        read("/proc/kallsyms", max_size=1000)


@pytest.mark.parametrize("path", [None, 3, b"a", "", "a\0b", "\ud800", object(), ["a"]])
def test_what_is_no_name_of_a_file(path: object) -> None:
    with pytest.raises(BadArgument, match=r"^path is (the name of a file|no valid name)"):
        read(path)


def test_text_is_utf_8_with_or_without_a_mark() -> None:
    assert inputs.text_of("γ".encode(), "a") == inputs.text_of(b"\xef\xbb\xbf\xce\xb3", "a") == "γ"
    with pytest.raises(BadFile, match=r"^cannot read 'a': it is not UTF-8 text$"):
        inputs.text_of(b"a\xff", "a")


def test_json_has_a_largest_depth() -> None:
    assert inputs.json_of("[" * 100 + "]" * 100)
    assert inputs.json_of('{"a": "' + "[{" * 500 + '"}') == {"a": "[{" * 500}
    assert inputs.json_of("[" + "[]," * 500 + "[]]") == [[] for _ in range(501)]
    for text in ("[" * 101 + "]" * 101, '{"a":' * 100_000, "[" * 10**6, '["\\"", ' + "[" * 200):
        with pytest.raises(ValueError, match="nested more than 100 deep"):
            inputs.json_of(text)


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (("sparql", "-"), b"ASK {}" + b" " * 100),
        (("entities", "-"), b"K2" * 100),
        (("sparql", "{place}.rq"), b""),
        (("entities", "{place}.txt"), b""),
        (("validate", "{place}.ttl"), b""),
        (("import", "{place}.csv"), b""),
    ],
)
def test_every_command_that_reads_has_the_limit(
    run: Callable[..., Finished], tmp_path: Path, arguments: tuple[str, str], stdin: bytes
) -> None:
    given = arguments[1].format(place=tmp_path / "a")
    if given != "-":
        Path(given).write_bytes(b"#" * 101)
    done = run(arguments[0], given, "--max-size", "100", stdin=stdin)
    what = "standard input" if given == "-" else f"'{given}'"
    message = f"calcigraph: {what} is larger than 100 bytes; allow more with --max-size (0 for any size)\n"
    assert (done.code, done.out, done.err) == (2, "", message)
