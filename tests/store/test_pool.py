"""A pool of processes that answer queries: they are reused, killed and replaced, and nobody takes all of them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest
from calcigraph.errors import BadQuery, Unavailable
from calcigraph.namespaces import ASSERTED
from calcigraph.store.limits import Limits
from calcigraph.store.memory import MemoryEngine
from calcigraph.store.pool import Pool
from calcigraph.store.pool_stream import Allowed, Asked, Full, Stopped, Unfit

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

JSON = "application/sparql-results+json"
MEDIA = {"bindings": JSON, "boolean": JSON, "graph": "application/n-triples"}
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{n} ?b{n} ?c{n} .' for n in range(20))} }}"
FLOOD = f"SELECT * {{ {' '.join(f'?a{n} ?b{n} ?c{n} .' for n in range(20))} }}"


def asked(query: str, media: dict[str, Any] = MEDIA, **more: Any) -> Asked:
    return Asked(query, media, "http://a.example/sparql", **more)


async def whole(pool: Pool, query: str, client: str = "a", **more: Any) -> tuple[str, bytes]:
    parts = []
    async with pool.asking(asked(query, **more), client) as stream:
        while (piece := await stream.piece()) is not None:
            parts.append(piece)
        return stream.kind, b"".join(parts)


def pids(pool: Pool) -> set[int]:
    return set(pool._hands)


def with_pool(work: Callable[[Pool], Coroutine[Any, Any, None]], **given: Any) -> None:
    """Do something with a pool over five triples, and end it."""
    engine = MemoryEngine()
    engine.load(b"<http://a.example/s> <http://a.example/p> 1, 2, 3, 4, 5 .", ASSERTED)
    limits = Allowed(Limits(given.pop("seconds", 20), 10**9), given.pop("rows", 0), given.pop("size", 0))
    pool = Pool(engine.dump, limits, **({"workers": 2, "queue": 2} | given))

    async def run() -> None:
        try:
            await pool.start()
            await work(pool)
        finally:
            pool.close()

    asyncio.run(run())


async def settled(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until
        await asyncio.sleep(0.005)


def test_workers_are_reused() -> None:
    async def work(pool: Pool) -> None:
        await whole(pool, "ASK {}")
        await settled(lambda: len(pids(pool)) == 2)
        before = pids(pool)
        for _ in range(10):
            assert await whole(pool, "ASK { ?s ?p 3 }") == ("boolean", b'{"head":{},"boolean":true}')
        with pytest.raises(BadQuery, match="malformed SPARQL"):
            await whole(pool, "ASK {")
        with pytest.raises(Unfit):
            await whole(pool, "ASK {}", media=MEDIA | {"boolean": None})
        kind, content = await whole(pool, "CONSTRUCT { <s> <p> ?o } WHERE { ?s ?p ?o FILTER(?o = 1) }")
        assert (kind, content.split()[0]) == ("graph", b"<http://a.example/s>")
        assert pids(pool) == before

    with_pool(work)


@pytest.mark.parametrize(
    ("query", "given", "what"),
    [
        (ENDLESS, {"seconds": 0.1}, "time"),
        (FLOOD, {"rows": 100}, "rows"),
        (FLOOD.replace("SELECT *", "CONSTRUCT { ?a0 ?b0 ?c0 . ?a19 ?b19 ?c19 } WHERE"), {"rows": 3}, "rows"),
        (FLOOD, {"size": 1000}, "size"),
    ],
)
def test_a_query_that_breaks_a_limit_is_ended_and_its_worker_replaced(
    query: str, given: dict[str, Any], what: str
) -> None:
    async def work(pool: Pool) -> None:
        await settled(lambda: len(pids(pool)) == 2)
        before = pids(pool)
        with pytest.raises(Stopped) as stopped:
            await whole(pool, query)
        assert stopped.value.what == what
        assert (await whole(pool, "ASK { ?s ?p 3 }"))[1] == b'{"head":{},"boolean":true}'
        await settled(lambda: len(pids(pool)) == 2 and pids(pool) != before)

    with_pool(work, **given)


def test_who_leaves_ends_the_query() -> None:
    async def work(pool: Pool) -> None:
        for query in (ENDLESS, FLOOD):
            await settled(lambda: len(pids(pool)) == 2)
            before = pids(pool)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(0.05):
                    await whole(pool, query)
            await settled(lambda before=before: len(pids(pool) & before) == 1 and len(pids(pool)) == 2)  # type: ignore[misc]
            assert pool.running == 0
        assert (await whole(pool, "ASK {}"))[0] == "boolean"

    with_pool(work)


def test_no_client_takes_all_workers() -> None:
    async def work(pool: Pool) -> None:
        greedy = [asyncio.create_task(whole(pool, ENDLESS, "greedy")) for _ in range(2)]
        await settled(lambda: pool.running == 1)
        assert (await whole(pool, "ASK {}", "other"))[0] == "boolean"
        assert pool.running == 1
        for task in greedy:
            task.cancel()
        await asyncio.gather(*greedy, return_exceptions=True)
        assert (await whole(pool, "ASK {}", "greedy"))[0] == "boolean"

    with_pool(work)


def test_a_full_queue_sends_away() -> None:
    async def work(pool: Pool) -> None:
        tasks = [asyncio.create_task(whole(pool, ENDLESS)) for _ in range(2)]
        await settled(lambda: len(pool._waiting) == 1)
        with pytest.raises(Full, match="too many queries wait already"):
            await whole(pool, "ASK {}")
        assert (await whole(pool, "ASK {}", "other"))[0] == "boolean"
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert (await whole(pool, "ASK {}"))[0] == "boolean"

    with_pool(work, queue=1)


def test_who_waits_too_long_is_sent_away() -> None:
    async def work(pool: Pool) -> None:
        tasks = [asyncio.create_task(whole(pool, ENDLESS)) for _ in range(4)]
        found = await asyncio.gather(*tasks, return_exceptions=True)
        assert {type(each) for each in found} == {Full, Stopped}
        assert (await whole(pool, "ASK {}"))[0] == "boolean"

    with_pool(work, seconds=0.1, queue=10)


def test_a_worker_that_dies_is_replaced() -> None:
    async def work(pool: Pool) -> None:
        await settled(lambda: len(pids(pool)) == 2)
        idle = pids(pool)
        for each in idle:
            os.kill(each, signal.SIGKILL)
        await settled(lambda: len(pids(pool)) == 2 and not pids(pool) & idle)
        task = asyncio.create_task(whole(pool, ENDLESS))
        await settled(lambda: pool.running == 1)
        killed = pids(pool)
        for each in killed:
            os.kill(each, signal.SIGKILL)
        with pytest.raises(Unavailable, match="the process that answered the query has ended; ask again"):
            await task
        await settled(lambda: len(pids(pool)) == 2 and not pids(pool) & killed)
        assert (await whole(pool, "ASK {}"))[0] == "boolean"

    with_pool(work)


def test_a_keeper_that_dies_is_replaced() -> None:
    async def work(pool: Pool) -> None:
        await whole(pool, "ASK {}")
        assert pool._open is not None
        os.kill(pool._open._process.pid, signal.SIGKILL)
        await settled(lambda: pool._control is None)
        assert (await whole(pool, "ASK { ?s ?p 3 }"))[1] == b'{"head":{},"boolean":true}'

    with_pool(work)


def test_who_leaves_at_once_gives_the_worker_back() -> None:
    async def work(pool: Pool) -> None:
        for _ in range(5):
            async with pool.asking(asked("ASK {}"), "a"):
                pass
        await settled(lambda: len(pool._idle) == 2 and pool.running == 0)

    with_pool(work)


def test_a_turn_that_comes_as_its_asker_leaves_is_given_to_another() -> None:
    async def work(pool: Pool) -> None:
        hands = [await pool._hand("a"), await pool._hand("b")]
        waiting = asyncio.create_task(pool._hand("c"))
        await settled(lambda: len(pool._waiting) == 1)
        pool._busy["a"] -= 1
        pool._release(hands[0], reusable=True)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert pool._busy["c"] == 0
        assert len(pool._idle) == 1

    with_pool(work)


def test_who_waits_hears_that_a_pool_was_closed() -> None:
    async def work(pool: Pool) -> None:
        task = asyncio.create_task(whole(pool, ENDLESS))
        await settled(lambda: pool.running == 1)
        pool.close()
        with pytest.raises(Unavailable, match="has ended; ask again"):
            await task
        assert (await whole(pool, "ASK {}"))[0] == "boolean"

    with_pool(work)


def test_nothing_is_left_when_a_pool_is_closed() -> None:
    left: set[int] = set()

    async def work(pool: Pool) -> None:
        await settled(lambda: len(pids(pool)) == 2)
        left.update(pids(pool))

    with_pool(work)
    until = time.monotonic() + 20
    while any(os.path.exists(f"/proc/{each}/cmdline") for each in left):  # noqa: PTH110 - processes, not files
        assert time.monotonic() < until
        time.sleep(0.005)


@pytest.mark.parametrize(
    ("lenient", "error"), [(True, ""), (False, "no named graph is called <http://a.example/none>")]
)
def test_a_graph_that_is_not_there(*, lenient: bool, error: str) -> None:
    async def work(pool: Pool) -> None:
        graphs: dict[str, Any] = {"default_graphs": ("http://a.example/none",), "lenient": lenient}
        if error:
            with pytest.raises(BadQuery, match=error):
                await whole(pool, "ASK { ?s ?p ?o }", **graphs)
        else:
            assert (await whole(pool, "ASK { ?s ?p ?o }", **graphs))[1] == b'{"head":{},"boolean":false}'

    with_pool(work)
