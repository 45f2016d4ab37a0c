"""Probing an engine: what it gets wrong is named, and what it does not answer too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from calcigraph.curation import probing
from calcigraph.curation.probing import NONE, OTHER, SAME, Probed, probe
from calcigraph.errors import Unavailable
from calcigraph.store import files
from calcigraph.store.terms import Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Finished

Answered = tuple[tuple[str, ...], list[Any]]
RIGHT: Answered = (("n", "m"), [(Literal("1"), None), (Literal("2"), Literal("3"))])


class Engine:
    """Gives one answer to everything."""

    def __init__(self, answer: Answered | Unavailable) -> None:
        self.answer = answer

    def select(self, query: str) -> Answered:
        """Answer."""
        assert query
        if isinstance(self.answer, Unavailable):
            raise self.answer
        return self.answer


@pytest.fixture(autouse=True)
def _one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "FORMS", {"names": "SELECT * {} ORDER BY ?n"})
    monkeypatch.setattr(files, "listing", lambda *_: [("queries/a.rq", b"SELECT * { SERVICE <x:y> {} }")])


@pytest.mark.parametrize(
    ("answer", "outcome", "why"),
    [
        (RIGHT, SAME, ""),
        ((("n", "m"), RIGHT[1][:1]), OTHER, "1 rows, not 2"),
        ((("m", "n"), RIGHT[1]), OTHER, "columns m, n, not n, m"),
        ((("n", "m"), RIGHT[1][::-1]), OTHER, "the rows in another order"),
        ((("n", "m"), [RIGHT[1][0], (Literal("2"), None)]), OTHER, '1 of 2 rows differ, first in m: nothing, not "3"'),
        (Unavailable("http://a.example/ took longer than 6 s"), NONE, "http://a.example/ took longer than 6 s"),
    ],
)
def test_an_outcome_says_why(answer: Any, outcome: str, why: str) -> None:
    engine, reference = Engine(answer), Engine(RIGHT)
    assert probe(engine, reference) == [Probed("names", outcome, why)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("place", "code", "message"),
    [
        ("/zzzz", 2, "no folder is called '/zzzz'"),
        ("http://127.0.0.1:1/", 3, "no SPARQL endpoint answers at http://127.0.0.1:1/"),
    ],
)
def test_a_place_that_cannot_be_probed(run: Callable[..., Finished], place: str, code: int, message: str) -> None:
    done = run("probe", place)
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(f"calcigraph: {message}")
