"""What ten times the data cost: every question and operation on the shipped graph and on one grown by unrelated claims.

The question stays the same, and so does its answer, unless it is about the whole graph; the columns of rows tell which.
What looks up only what it needs grows by about 1; what reads everything grows with the data. Beside it stands one bare
look-up of a node with pyoxigraph on the same store, and every time as so many of those look-ups. ``--large`` adds a hundred
times the data. It reports; nothing here has a target.

Times are processor time, the least of a few runs, each operation in a child that shares the loaded graph and is ended at a
limit: so neither what else the machine does nor what an operation keeps falls on another.
"""

from __future__ import annotations

import argparse
import json
import resource
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from calcigraph.exports.formats import formats
from calcigraph.namespaces import ID
from calcigraph.store.store import Store
from calcigraph.text.annotation import Annotator
from grown import grown
from measuring import in_child

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from calcigraph import KnowledgeGraph

LOOK_UP = f"SELECT ?p ?o {{ <{ID}vitamin-k2> ?p ?o }}"
#: Runs of one operation: at most so many, and none begins after so many seconds of them.
RUNS, ENOUGH = 7, 0.3
#: Seconds of processor time after which an operation is ended.
LIMIT = 20
TEXT = "Vitamin K2 as MK-7 lowers dp-ucMGP and may slow arterial calcification; vitamin D raises serum calcium."
#: An operation gives how many rows, entries or bytes it found.
Operation = tuple[str, str, "Callable[[KnowledgeGraph], int]"]


class Cost(NamedTuple):
    """What an operation took: seconds, or None past the limit; and how much it gave."""

    seconds: float | None
    found: int


def _look_up(kg: KnowledgeGraph) -> int:
    return len(list(kg.engine.store.query(LOOK_UP, use_default_graph_as_union=True)))  # type: ignore[arg-type] # a SELECT gives solutions; the stub allows a truth value too


def _export(name: str, kg: KnowledgeGraph) -> int:
    return len(kg.export(name))


def _export_part(name: str, kg: KnowledgeGraph) -> int:
    return len(kg.export(name, kg.claims("warfarin")))


def _ask(name: str, kg: KnowledgeGraph) -> int:
    return len(kg.ask(name))


def _operations(kg: KnowledgeGraph) -> Iterator[Operation]:
    yield "", "bare look-up of one node with pyoxigraph", _look_up
    yield (
        "opening",
        "the vocabulary of a new store, one name",
        lambda kg: len(Store(kg.engine).entities.label(f"{ID}mk-7")),
    )
    yield "opening", "names made ready to be found in texts", lambda kg: bool(Annotator(kg.store).lexicon)
    yield "page", "entity page: vitamin K2", lambda kg: len(kg.page("vitamin K2"))
    yield (
        "page",
        "claim evidence: K2 prevents arterial calcification",
        lambda kg: len(kg.evidence("K2", "prevents", "arterial calcification")["results"]),
    )
    yield "page", "claims of warfarin", lambda kg: len(kg.claims("warfarin"))
    yield (
        "mechanism",
        "pathways: warfarin to arterial calcification",
        lambda kg: len(kg.pathways("warfarin", "arterial calcification")),
    )
    yield (
        "mechanism",
        "explain: K2 prevents arterial calcification",
        lambda kg: kg.explain("K2 prevents arterial calcification").same_total,
    )
    yield "mechanism", "what-if: vitamin D high", lambda kg: len(kg.what_if({"vitamin D": "high"}).responses)
    yield (
        "mechanism",
        "what-if: vitamin D high, and what would settle it",
        lambda kg: sum(each.settles is not None for each in kg.what_if({"vitamin D": "high"}).responses),
    )
    yield "text", "entity marks in one sentence, names ready", lambda kg: len(kg.find_entities(TEXT))
    for name, question in kg.questions.items():
        if "needs-network" not in question.tags:
            yield "question", name, partial(_ask, name)
    for name, form in formats().items():
        if ".parquet" not in form.suffixes:  # its library is an extra of its own
            yield "export", f"{form.name}, whole", partial(_export, name)
            yield "export", f"{form.name}, claims of warfarin", partial(_export_part, name)


def _measure(kg: KnowledgeGraph, action: Callable[[KnowledgeGraph], int]) -> Cost:
    """Run an operation in a child, which is ended at the limit: no query of the engine can be interrupted."""
    told = in_child(lambda: json.dumps(_times(kg, action)), LIMIT)
    return Cost(None, 0) if told is None else Cost(*json.loads(told))


def _times(kg: KnowledgeGraph, action: Callable[[KnowledgeGraph], int]) -> tuple[float, int]:
    times: list[float] = []
    found = 0
    while len(times) < RUNS and sum(times) < ENOUGH:
        start = _used()
        found = action(kg)
        times.append(_used() - start)
    return min(times), found


def _used() -> float:
    """Processor time of this process; ``time.process_time`` goes by ticks of 4 ms where a limit is set."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _all(size: int) -> tuple[dict[tuple[str, str], Cost], str]:
    start = _used()
    kg = grown(size)
    made = _used() - start
    # What every process does once is no part of an operation: vocabulary, headers, names, libraries.
    kg.find_entities(TEXT)
    kg.what_if({"vitamin D": "high"}, samples=10)
    kg.export("graphml", kg.claims("warfarin"))
    costs = {(group, name): _measure(kg, action) for group, name, action in _operations(kg)}
    return costs, f"{size}x: {len(kg.engine):,} triples, made and its rules run in {made:.1f} s"


def _line(name: str, costs: list[Cost], bare: list[Cost]) -> str:
    cells = [f"{name:<52}"]
    cells += [f"{cost.seconds * 1000:>9.3g}" if cost.seconds is not None else f"{'> limit':>9}" for cost in costs]
    first = costs[0].seconds
    cells += [f"{cost.seconds / first:>7.1f}" if cost.seconds and first else f"{'':>7}" for cost in costs[1:]]
    for cost, one in zip(costs, bare, strict=True):
        cells.append(f"{cost.seconds / one.seconds:>9.3g}" if cost.seconds and one.seconds else f"{'':>9}")
    cells += [f"{cost.found:>10,}" if cost.seconds is not None else f"{'':>10}" for cost in costs]
    return " ".join(cells)


def main() -> None:
    parser = argparse.ArgumentParser(description="What ten times the data cost.")
    parser.add_argument("--large", action="store_true", help="a hundred times the data too")
    sizes = (1, 10, 100) if parser.parse_args().large else (1, 10)
    columns = []
    for size in sizes:
        costs, made = _all(size)
        columns.append(costs)
        print(made, flush=True)
    print("\nms of processor time; growth over 1x; as bare look-ups on the same store; rows, entries or bytes given")
    heads = [f"{size}x" for size in sizes]
    head = [f"{'':<52}", *(f"{each + ' ms':>9}" for each in heads), *(f"{each + '/1x':>7}" for each in heads[1:])]
    print(
        " ".join([*head, *(f"{'looks ' + each:>9}" for each in heads), *(f"{'gives ' + each:>10}" for each in heads)])
    )
    bare = [column["", "bare look-up of one node with pyoxigraph"] for column in columns]
    last = ""
    for group, name in columns[0]:
        if group != last:
            print(f"-- {group}")
            last = group
        print(_line(name, [column[group, name] for column in columns], bare))


if __name__ == "__main__":
    main()
