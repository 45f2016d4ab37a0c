"""Computations in threads: bounded in number and in time, whatever comes."""

from __future__ import annotations

import asyncio
import threading

import pytest
from calcigraph.server.computing import Computing
from calcigraph.server.problems import Refused, kind_of


def test_no_more_wait_than_may() -> None:
    go = threading.Event()

    async def ask() -> list[str]:
        computing = Computing(1, 1, 5)
        waiting = [asyncio.ensure_future(computing.run(go.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        said = []
        with pytest.raises(Refused) as refused:
            await computing.run(go.wait)
        said.append(kind_of(refused.value))
        assert refused.value.headers == {"Retry-After": "5"}
        go.set()
        assert await asyncio.gather(*waiting) == [True, True]
        assert await computing.run(lambda: 1) == 1
        return said

    assert asyncio.run(ask()) == ["busy"]


def test_what_takes_too_long_is_told_and_holds_its_place() -> None:
    go = threading.Event()

    async def ask() -> None:
        computing = Computing(1, 0, 0.05)
        with pytest.raises(Refused, match="it was not done in") as late:
            await computing.run(go.wait)
        assert kind_of(late.value) == "too-long"
        with pytest.raises(Refused) as busy:
            await computing.run(go.wait)
        assert kind_of(busy.value) == "busy"
        go.set()

    asyncio.run(ask())


def test_an_error_frees_the_place() -> None:
    async def ask() -> None:
        computing = Computing(1, 0, 5)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await computing.run(lambda: 1 // 0)

    asyncio.run(ask())
