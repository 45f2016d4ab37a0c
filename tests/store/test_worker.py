"""Queries in a process that can be killed: limits, crashes, answers without loss, and no process left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox
import pytest
from calcigraph import KnowledgeGraph, Table, Unavailable
from calcigraph.errors import BadFile, BadQuery
from calcigraph.namespaces import ASSERTED
from calcigraph.store import child
from calcigraph.store.limits import Limits
from calcigraph.store.memory import MemoryEngine
from calcigraph.store.worker import Solutions, Worker

from tests.attack.attack import attack
from tests.attack.hostile import DEEP, ENDLESS, OVERFLOWING, TURTLE, generate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Finished

LATEST = 1.0  # seconds after the limit
HOUR = Limits(3600)


@pytest.fixture(scope="module")
def small() -> Iterator[KnowledgeGraph]:
    """Make a graph of a thousand triples, whose worker is started at once."""
    engine = MemoryEngine()
    lines = (f"<http://a.example/{n}> <http://a.example/p> {n}, 'a'@en ." for n in range(500))
    engine.load("\n".join(lines).encode(), ASSERTED)
    graph = KnowledgeGraph(engine)
    yield graph
    graph.store.worker.close()


def pid(graph: KnowledgeGraph) -> int:
    """Number of the process that keeps the graph."""
    return graph.store.worker._process.pid


def alive(number: int) -> bool:
    """Whether a process runs; one that is dead and waits to be counted does not."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    return False


def gone(*numbers: int) -> bool:
    """Whether processes end within two seconds."""
    until = time.monotonic() + 2
    while any(map(alive, numbers)) and time.monotonic() < until:
        time.sleep(0.01)
    return not any(map(alive, numbers))


def children(number: int) -> list[int]:
    """Numbers of the processes that a process has started, and theirs."""
    try:
        found = Path(f"/proc/{number}/task/{number}/children").read_text(encoding="utf-8").split()
    except OSError:
        return []
    return [int(each) for each in found] + [more for each in found for more in children(int(each))]


@pytest.mark.parametrize("query", OVERFLOWING.values(), ids=OVERFLOWING)
def test_what_overflows_the_parser_gives_a_message(small: KnowledgeGraph, query: str) -> None:
    with pytest.raises(BadQuery, match=r"^the query is nested too deeply for the parser$") as caught:
        small.sparql(query, timeout=20)
    assert caught.value.exit_code == 2
    assert small.sparql("ASK { ?s ?p 1 }") is True


@pytest.mark.parametrize("query", DEEP.values(), ids=DEEP)
def test_what_is_nested_deeper_than_allowed_gives_a_message(small: KnowledgeGraph, query: str) -> None:
    with pytest.raises(BadQuery, match=r"^the query is nested more than 200 brackets deep$"):
        small.sparql(query, timeout=20)


@pytest.mark.parametrize("query", ENDLESS.values(), ids=ENDLESS)
def test_what_takes_too_long_is_dead_at_its_limit(kg: KnowledgeGraph, query: str) -> None:
    kg.sparql("ASK {}")
    started = time.monotonic()
    message = r"^the query took longer than 0\.5 s; allow more with --timeout \(0 for no limit\)$"
    with pytest.raises(Unavailable, match=message) as caught:
        kg.sparql(query, timeout=0.5, memory=0)
    assert time.monotonic() - started < 0.5 + LATEST
    assert caught.value.exit_code == 3
    assert kg.sparql("ASK { id:mk-7 a cg:Nutrient }") is True


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f",
        "SELECT (GROUP_CONCAT(STR(?a)) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
        "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",  # small there, and large here
    ],
)
def test_what_takes_too_much_memory_gives_a_message(small: KnowledgeGraph, query: str) -> None:
    message = r"^the query took more than 50 MB of memory; allow more with --memory \(0 for no limit\)$"
    with pytest.raises(Unavailable, match=message):
        small.sparql(query, memory="50MB")
    assert small.sparql("ASK { ?s ?p 1 }", memory="1MB") is True


def test_the_graph_is_handed_over_once_and_again_when_it_changed() -> None:
    engine = MemoryEngine()
    graph = KnowledgeGraph(engine)
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def counted() -> object:
        found = graph.sparql(count)
        assert isinstance(found, Table)
        return found.rows[0][0]

    assert counted() == 0
    engine.load(b"<http://a.example/> a <http://a.example/A> , <http://a.example/B> .", ASSERTED)
    assert counted() == 2
    first = pid(graph)
    assert counted() == 2
    with pytest.raises(BadQuery):
        graph.sparql(OVERFLOWING["a path"])
    assert counted() == 2
    assert pid(graph) == first
    engine.forget("http://a.example/B")
    assert counted() == 1
    assert pid(graph) != first
    assert gone(first)
    engine.extend(
        [ox.Quad(ox.BlankNode("b"), ox.NamedNode("http://a.example/p"), ox.Literal(1), ox.NamedNode(ASSERTED))]
    )
    blank = graph.sparql("SELECT ?s { ?s ?p 1 }")
    assert isinstance(blank, Table)
    assert blank.terms == [(ox.BlankNode("b"),)]
    engine.drop(ASSERTED)
    assert counted() == 0
    graph.store.worker.close()


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")  # rdflib calls what it deprecates
def test_a_change_through_rdflib_is_seen() -> None:
    import rdflib

    graph = KnowledgeGraph(MemoryEngine())
    node = rdflib.URIRef("http://a.example/")
    assert graph.sparql("ASK { ?s ?p ?o }") is False
    graph.dataset.graph(rdflib.URIRef(ASSERTED)).add((node, node, node))
    assert graph.sparql("ASK { ?s ?p ?o }") is True
    graph.dataset.remove((node, node, node, None))
    assert graph.sparql("ASK { ?s ?p ?o }") is False
    graph.dataset.addN([(node, node, node, graph.dataset.graph(rdflib.URIRef(ASSERTED)))])
    assert graph.sparql("ASK { ?s ?p ?o }") is True
    graph.dataset.remove_graph(rdflib.URIRef(ASSERTED))
    assert graph.sparql("ASK { ?s ?p ?o }") is False
    graph.store.worker.close()


ROWS = """SELECT * {
  VALUES (?a ?b) {
    ("x"@en--ltr 1) ("x"@EN-gb UNDEF) ("many"^^<http://a.example/t> 1.50) (<<( <x:a> <x:b> <<( <x:a> <x:b> "q"@de )>> )>> true)
    ("\\u0000\\t\\n\\\\\\"é\\U0001F600\\u2028" -1.0e-9) ("" "''") (UNDEF UNDEF)
  }
  BIND(BNODE(STR(?b)) AS ?c) BIND(IRI(CONCAT("http://a.example/", ENCODE_FOR_URI(STR(?b)), "?é#x")) AS ?d)
}"""


def test_rows_come_without_loss(small: KnowledgeGraph) -> None:
    names, rows = small.engine.select(ROWS)
    found = small.store.worker.answer(ROWS, Limits())
    assert isinstance(found, Solutions)
    assert found.names == names
    columns = [number for number, name in enumerate(names) if name != "c"]  # blank nodes are new each time
    assert [[row[number] for number in columns] for row in found.rows] == [[row[n] for n in columns] for row in rows]
    blank = [row[names.index("c")] for row in found.rows]
    assert [type(each) for each in blank] == [type(row[names.index("c")]) for row in rows]
    assert found.note == ""


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o",
        "SELECT ?s { ?s ?p ?o } LIMIT 0",
        "ASK { ?s ?p 1 }",
        "ASK { ?s ?p 'nothing' }",
        "CONSTRUCT { ?s ?p ?o , <<( ?s ?p ?o )>> } WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p 'nothing' ; ?p ?o }",
        "DESCRIBE <http://a.example/1>",
    ],
)
def test_the_answer_is_that_of_the_engine(small: KnowledgeGraph, query: str) -> None:
    found = small.store.worker.answer(query, Limits())
    if isinstance(found, Solutions):
        assert (found.names, found.rows) == small.engine.select(query)
    elif isinstance(found, bool):
        assert found is small.engine.ask(query)
    else:
        assert found == small.engine.construct(query)


def test_terms_too_deep_for_whoever_asks_are_kept_back(small: KnowledgeGraph) -> None:
    def nested(depth: int) -> str:
        binds = "".join(f"BIND(TRIPLE(<x:a>, <x:b>, ?v{n}) AS ?v{n + 1}) " for n in range(depth))
        return f"BIND(1 AS ?v0) {binds}"

    assert isinstance(small.sparql(f"SELECT ?v150 {{ {nested(150)} }}"), Table)
    with pytest.raises(BadQuery, match="the answer holds triples nested more than 200 deep"):
        small.sparql(f"SELECT ?v300 {{ {nested(300)} }}")
    with pytest.raises(BadQuery, match="the answer holds triples nested more than 200 deep"):
        small.store.worker.answer(f"CONSTRUCT {{ <x:a> <x:b> ?v300 }} WHERE {{ {nested(300)} }}", Limits())
    assert small.sparql("ASK {}") is True


@pytest.mark.parametrize("query", [None, b"ASK {}", 1, ["ASK {}"], Path("a.rq")])
def test_what_is_no_text_is_no_query(small: KnowledgeGraph, query: Any) -> None:
    with pytest.raises(BadQuery, match=rf"^a query is text, not {type(query).__name__}$"):
        small.sparql(query)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", r"malformed SPARQL: line 1, column 1: expected SELECT, .*"),
        ("ASK { ?s ?p \x1b[31m }", r"malformed SPARQL: line 1, column 13: .*\\x1b.*"),
        ("ASK {} \ud800", r"the query is not valid Unicode text"),
        ("INSERT DATA {}", r"INSERT is an update, and the graph is read-only; .*"),
        ("SELECT * { BIND(1 AS ?x) FILTER(<http://a.example/f>(?x)) }", r"the query could not be evaluated: .*"),
    ],
)
def test_messages_are_those_of_the_engine(small: KnowledgeGraph, query: str, message: str) -> None:
    with pytest.raises(BadQuery, match=f"^{message}$") as caught:
        small.sparql(query)
    assert str(caught.value).isprintable()


def test_threads_ask_one_after_another(small: KnowledgeGraph) -> None:
    found: dict[int, object] = {}

    def ask(number: int) -> None:
        table = small.sparql(f"SELECT ?s {{ ?s ?p {number} }}")
        found[number] = table.rows if isinstance(table, Table) else table

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: [(f"http://a.example/{number}",)] for number in range(12)}


def test_an_interrupt_ends_the_query_and_not_the_caller(kg: KnowledgeGraph) -> None:
    kg.sparql("ASK {}")
    process, started = pid(kg), time.monotonic()
    timer = threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGINT])
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            kg.sparql(ENDLESS["a cross product"], timeout=0, memory=0)
    finally:
        timer.cancel()
        signal.signal(signal.SIGINT, before)
    assert time.monotonic() - started < 5
    assert gone(process)
    assert kg.sparql("ASK { id:mk-7 a cg:Nutrient }") is True


def test_a_process_ended_from_outside_is_replaced(small: KnowledgeGraph) -> None:
    assert small.sparql("ASK {}") is True
    os.killpg(pid(small), signal.SIGKILL)
    with pytest.raises(Unavailable, match=r"^the process that answers queries was ended from outside; ask again$"):
        small.sparql("ASK {}")
    assert small.sparql("ASK {}") is True


def test_a_process_that_does_not_start_says_why(small: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = Worker(small.engine)
    monkeypatch.setattr("calcigraph.store.processes._BOOT", "raise SystemExit('no luck')")
    with pytest.raises(Unavailable, match=r"^no process for queries could be started: no luck$"):
        worker.answer("ASK {}", Limits())
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(Unavailable, match=r"^this program has no Python of its own to start the process"):
        worker.answer("ASK {}", Limits())


def test_a_system_without_fork_does_the_same(small: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "FORKS", False)
    worker = Worker(small.engine)
    assert worker.answer("ASK { ?s ?p 1 }", Limits()) is True
    with pytest.raises(BadQuery, match="nested too deeply for the parser"):
        worker.answer(OVERFLOWING["a path"], HOUR)
    with pytest.raises(Unavailable, match=r"the query took longer than 0\.5 s"):
        worker.answer(ENDLESS["CONSTRUCT"], Limits(0.5))
    with pytest.raises(Unavailable, match="the query took more than 50 MB of memory"):
        worker.answer("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c", Limits(60, 50_000_000))
    with pytest.raises(BadQuery, match="malformed"):
        worker.answer("ASK", Limits())
    assert worker.answer("ASK { ?s ?p 1 }", Limits()) is True
    worker.close()


SCRIPT = """
import os, sys, threading
from calcigraph import KnowledgeGraph
from calcigraph.store.memory import MemoryEngine
engine = MemoryEngine()
for number in range(500):
    engine.load(b"<http://a.example/%d> a <http://a.example/A> ." % number, "http://a.example/g")
graph = KnowledgeGraph(engine)
graph.store.forks = {forks}
thread = threading.Thread(target=threading.Event().wait, daemon=True)
{threads}
print(graph.sparql("ASK {{ ?s a ?o }}"), graph.store.worker._process.pid, flush=True)
{then}
"""


def script(then: str, *, forks: bool = False, threads: bool = False) -> subprocess.Popen[str]:
    """Run a script that asks once, prints the answer and the number of the process, and goes on."""
    text = SCRIPT.format(forks=forks, threads="thread.start()" if threads else "", then=then)
    return subprocess.Popen([sys.executable, "-c", text], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("forks", [False, True])
@pytest.mark.parametrize(
    "query", ["", f"graph.sparql({ENDLESS['CONSTRUCT']!r}, timeout=0)", "import time; time.sleep(60)"]
)
def test_the_process_ends_with_a_caller_that_is_killed(query: str, *, forks: bool) -> None:
    process = script(query or "pass", forks=forks)
    assert process.stdout
    answer, number = process.stdout.readline().split()
    assert answer == "True"
    started = [int(number), *children(int(number))]
    if query:
        process.kill()
    process.communicate(timeout=20)
    assert gone(*started)


def test_a_process_with_threads_is_not_forked() -> None:
    process = script("print(type(graph.store.worker._process.popen).__name__)", forks=True, threads=True)
    out, error = process.communicate(timeout=60)
    assert out.split()[-1] == "Popen"
    assert error == ""
    process = script("print(graph.store.worker._process.popen)", forks=True)
    assert process.communicate(timeout=60)[0].split()[-1] == "None"


def test_a_fork_of_the_caller_starts_its_own() -> None:
    then = """
other = os.fork()
print(graph.sparql("ASK { ?s a ?o }"), graph.store.worker._process.pid, flush=True)
if other:
    os.waitpid(other, 0)
    print(graph.sparql("ASK { ?s a ?o }"), graph.store.worker._process.pid)
"""
    out, error = script(then).communicate(timeout=60)
    assert error == ""
    answers, numbers = out.split()[::2], out.split()[1::2]
    assert answers == ["True"] * 4
    assert len(set(numbers)) == 2
    assert numbers[0] == numbers[-1]


def test_nothing_is_left_of_a_caller_that_ends() -> None:
    process = script("pass")
    out, error = process.communicate(timeout=60)
    assert error == ""
    assert gone(int(out.split()[1]))


@pytest.mark.parametrize("name", ["negations", "a path"])
def test_the_command_says_what_overflows(run: Callable[..., Finished], name: str) -> None:
    done = run("sparql", "-", stdin=OVERFLOWING[name].encode())
    assert (done.code, done.out) == (2, "")
    assert done.err == "calcigraph: the query is nested too deeply for the parser\n"


def test_the_command_keeps_to_its_limits(run: Callable[..., Finished]) -> None:
    done = run("sparql", ENDLESS["a cross product"], "--timeout", "0.5")
    assert (done.code, done.out) == (3, "")
    assert done.err == "calcigraph: the query took longer than 0.5 s; allow more with --timeout (0 for no limit)\n"
    done = run("sparql", "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?a", "--memory", "50MB")
    assert (done.code, done.out) == (3, "")
    assert (
        done.err == "calcigraph: the query took more than 50 MB of memory; allow more with --memory (0 for no limit)\n"
    )
    done = run("sparql", "ASK {}", "--memory", "lots")
    assert (done.code, done.out) == (2, "")


def test_turtle_that_overflows_the_parser(kg: KnowledgeGraph, run: Callable[..., Finished], tmp_path: Path) -> None:
    (tmp_path / "deep.ttl").write_text(TURTLE, encoding="utf-8")
    done = run("validate", str(tmp_path / "deep.ttl"))
    assert (done.code, done.out) == (2, "")
    assert done.err == f"calcigraph: '{tmp_path}/deep.ttl' cannot be read: it is nested more than 200 brackets deep\n"
    with pytest.raises(BadFile, match="cannot be read: it is nested more than 200 brackets deep"):
        kg.validate([tmp_path / "deep.ttl"])
    hidden = TURTLE.replace("<<( ", "<<(", 1).replace("<x:a> <x:b> 1", "<x:a> <x:b> '1'")
    assert kg.store.worker.turtle_fault(hidden.encode(), "", Limits())
    wide = "<x:a> <x:b> <<( <x:a> <x:b> 1 )>> ." * 1000
    assert kg.store.worker.turtle_fault(wide.encode(), "", Limits()) == ""


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        (f"<x:a> <x:b> {'[ <x:b> ' * 20_000}1{' ]' * 20_000} .", "it is nested more than 200 brackets deep"),
        (f"<x:a> <x:b> {'( ' * 20_000}1{' )' * 20_000} .", "it is nested more than 200 brackets deep"),
        (
            f"<x:a> <x:b> ({'1 ' * 20_000}) .",
            "it holds more than 200 nodes without a name; give each an IRI of its own",
        ),
        (
            "".join(f"_:b{number} <x:b> _:b{number + 1} .\n" for number in range(20_000)),
            "it holds more than 200 nodes without a name; give each an IRI of its own",
        ),
        ('<x:a> <x:b> "\\u001B[31m" .', "a text of <x:a> holds the control character U+001B; leave it out"),
        ('<x:a> <x:b> """one\n\ttwo""" .', ""),
        (f"<x:a> <x:b> {', '.join(['[]'] * 200)} .", ""),
    ],
    ids=["blank nodes", "lists", "one list", "a chain", "control character", "lines", "a few nameless"],
)
def test_turtle_that_would_take_for_ever(kg: KnowledgeGraph, document: str, fault: str) -> None:
    assert kg.store.worker.turtle_fault(document.encode(), "", Limits()) == fault


def test_turtle_is_parsed_within_limits(small: KnowledgeGraph) -> None:
    large = b"<x:a> <x:b> 1 .\n" * 500_000
    with pytest.raises(Unavailable, match=r"^the file took longer than 0\.05 s; allow more with --timeout"):
        small.store.worker.turtle_fault(large, "", Limits(0.05))
    assert small.store.worker.turtle_fault(b"<a> <b> 1 .", "http://a.example/", Limits()) == ""
    assert small.store.worker.turtle_fault(b"<x:a> <b> 1 .", "", Limits()).startswith("line 1, column 7: ")


@pytest.mark.parametrize("wait", [0.1, 0.5, 2])
def test_ctrl_c_ends_a_query(command: str, wait: float) -> None:
    unmeasured = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    query = [command, "sparql", ENDLESS["a cross product"], "--timeout", "0"]
    process = subprocess.Popen(query, stderr=subprocess.PIPE, env=unmeasured, start_new_session=True, text=True)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(wait)
    started = children(process.pid)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=20)
    if process.returncode != -signal.SIGINT:  # Python itself was not there yet
        assert process.returncode == 130
        assert error.strip() == "calcigraph: interrupted"
    assert gone(*started)


def test_an_attack_in_short(kg: KnowledgeGraph) -> None:
    queries = [query for seed in range(3) for query in generate(seed, 20)]
    assert list(generate(0, 20)) == queries[:20]
    kg.sparql("ASK {}")
    ends, faults = attack(kg, queries, 0.5)
    assert faults == []
    assert ends.total() == len(queries)
