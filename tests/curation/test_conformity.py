"""The file that says for which data, rules and shapes the shipped graph conforms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.curation import conformity
from calcigraph.namespaces import ASSERTED
from calcigraph.store import files
from calcigraph.store.derivation import open_engine
from calcigraph.store.memory import MemoryEngine

if TYPE_CHECKING:
    import pytest


def test_the_file_is_of_what_is_shipped() -> None:
    """That it conforms is held by the validation of the whole, in test_validation.py."""
    assert files.read(conformity.CONFORMS_FILE) == conformity.mark(), "run 'make derived', and commit what it wrote"


def test_only_the_shipped_graph_as_it_was_opened_is_known_to_conform() -> None:
    engine = open_engine()
    assert conformity.conforms(engine)
    engine.load(b"<http://a.example/> a <http://a.example/b> .", ASSERTED)
    assert not conformity.conforms(engine)
    assert not conformity.conforms(MemoryEngine())
    without = open_engine(without=lambda _: ["https://w3id.org/calcigraph/claim/warfarin-inhibits-vkorc1"])
    assert not conformity.conforms(without)


def test_nothing_is_known_after_a_change(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = open_engine()
    monkeypatch.setattr(conformity, "mark", lambda: b"conforms: otherwise\n")
    assert not conformity.conforms(engine)

    def missing(name: str) -> bytes:
        raise FileNotFoundError(name)

    monkeypatch.undo()
    monkeypatch.setattr(files, "read", missing)
    assert not conformity.conforms(engine)
