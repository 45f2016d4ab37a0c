"""Limits: what a user can give, and how messages say it."""

from __future__ import annotations

import inspect
import math

import pytest
from calcigraph import KnowledgeGraph
from calcigraph.errors import BadArgument
from calcigraph.store.limits import MEMORY, SECONDS, Limits


@pytest.mark.parametrize(
    ("memory", "bytes_", "words"),
    [
        ("2GB", 2 * 10**9, "2 GB"),
        ("500 mb", 500 * 10**6, "500 MB"),
        ("1.5GiB", 3 * 2**29, "1.611 GB"),
        (" 64KiB ", 2**16, "65.54 KB"),
        ("12", 12, "12 B"),
        ("3B", 3, "3 B"),
        (10**12, 10**12, "1 TB"),
        (0.5, 1, "1 B"),
        ("0", 0, "0 B"),
        (0, 0, "0 B"),
    ],
)
def test_memory_is_read(memory: object, bytes_: int, words: str) -> None:
    limits = Limits.of(memory=memory)
    assert limits.memory == bytes_
    assert limits.memory_in_words == words


@pytest.mark.parametrize(("timeout", "words"), [(60, "60 s"), (0.5, "0.5 s"), (0, "0 s"), (1e8, "1e+08 s")])
def test_time_is_read(timeout: float, words: str) -> None:
    limits = Limits.of(timeout)
    assert limits.seconds == timeout
    assert limits.time_in_words == words


@pytest.mark.parametrize("timeout", ["x", "60", None, -1, math.inf, math.nan, 10**9, [1], b"1"])
def test_no_time(kg: KnowledgeGraph, timeout: object) -> None:
    with pytest.raises(BadArgument, match=r"^timeout is a number from 0 to 100000000, not .+$"):
        kg.sparql("ASK {}", timeout=timeout)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "memory", ["lots", "", "GB", "2 GG", "-1", "1e9", None, False, -1, math.inf, math.nan, b"2GB", "2GB\n3"]
)
def test_no_memory(kg: KnowledgeGraph, memory: object) -> None:
    with pytest.raises(BadArgument, match=r"^memory is a number of bytes or such as '2GB', 0 for no limit; not .+$"):
        kg.sparql("ASK {}", memory=memory)  # type: ignore[arg-type]


def test_the_defaults_are_said_once() -> None:
    default = inspect.signature(KnowledgeGraph.sparql).parameters
    assert (default["timeout"].default, default["memory"].default) == (SECONDS, MEMORY)
    given, usual = Limits.of(SECONDS, MEMORY), Limits()
    assert (given.seconds, given.memory) == (usual.seconds, usual.memory)
