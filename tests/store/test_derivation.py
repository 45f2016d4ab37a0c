"""What follows by rule: the kept file is what the rules give, and is not trusted when it is stale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from calcigraph.namespaces import ASSERTED, DERIVED, ONTOLOGY
from calcigraph.store import derivation, files

if TYPE_CHECKING:
    from pathlib import Path

    from calcigraph import KnowledgeGraph
    from calcigraph.store.memory import MemoryEngine


def triples(engine: MemoryEngine, graph: str = DERIVED) -> set[str]:
    return {str(quad.triple) for quad in engine.store.quads_for_pattern(None, None, None, ox.NamedNode(graph))}


def test_the_kept_file_is_what_the_rules_give() -> None:
    assert files.read(derivation.DERIVED_FILE) == derivation.derived_turtle(), (
        "graph/derived/derived.ttl is stale: run 'make derived' and commit it"
    )


def test_deriving_twice_gives_the_same_bytes() -> None:
    assert derivation.derived_turtle() == derivation.derived_turtle()


def keep(monkeypatch: pytest.MonkeyPatch, content: bytes | None) -> None:
    """Put other content in the place of the kept file; None for no file."""
    read = files.read

    def replaced(name: str) -> bytes:
        if name != derivation.DERIVED_FILE:
            return read(name)
        if content is None:
            raise FileNotFoundError(name)
        return content

    monkeypatch.setattr(files, "read", replaced)


@pytest.mark.parametrize("content", [b"# follows from something else\n", b"", None])
def test_rules_run_live_give_the_same_as_the_file(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch, content: bytes | None
) -> None:
    keep(monkeypatch, content)
    assert triples(derivation.open_engine()) == triples(kg.engine)


def test_the_file_is_trusted_when_its_mark_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    mark = derivation.derived_turtle().split(b"\n", 1)[0]
    keep(monkeypatch, mark + b"\n<http://a.example/s> <http://a.example/p> 1 .\n")
    assert len(triples(derivation.open_engine())) == 1


def test_a_change_anywhere_changes_the_checksum() -> None:
    one = [[("a", b"xy")], [("b", b"z")]]
    others = [
        [[("a", b"x")], [("b", b"z")]],
        [[("a", b"yx")], [("b", b"z")]],
        [[("c", b"xy")], [("b", b"z")]],
        [[("a", b"xy")]],
        [[("a", b"xyb 1")], [("b", b"z")]],
    ]
    sums = {derivation.checksum(parts) for parts in [one, *others]}
    assert len(sums) == len(others) + 1
    assert derivation.checksum([[("a", b"xy"), ("b", b"z")]]) == derivation.checksum(one)


def test_nothing_derived_is_asserted_too(kg: KnowledgeGraph) -> None:
    # The engine's union of graphs would give such a triple twice, and counts would be wrong.
    asserted, derived, ontology = (triples(kg.engine, graph) for graph in (ASSERTED, DERIVED, ONTOLOGY))
    assert derived
    assert derived.isdisjoint(asserted)
    assert derived.isdisjoint(ontology)
    assert asserted.isdisjoint(ontology)


def test_the_file_is_written_where_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = derivation.derived_turtle()
    (tmp_path / "graph" / "derived").mkdir(parents=True)
    monkeypatch.setattr(files, "root", lambda: tmp_path)
    monkeypatch.setattr(derivation, "derived_turtle", lambda: content)
    derivation.main()
    assert (tmp_path / "graph" / "derived" / "derived.ttl").read_bytes() == content
