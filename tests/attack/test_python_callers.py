"""Wrong types, hostile names and numbers in every parameter of every method: an answer, or one clean line of ours."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from calcigraph.errors import BadArgument

from tests.attack.wrong_types import WRONG, calls, fault

if TYPE_CHECKING:
    from pathlib import Path

    from calcigraph import KnowledgeGraph

SEED = 15
SHARE = 0.1


def test_a_share_of_all_calls(kg: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    draw = random.Random(SEED)  # noqa: S311 - no secret
    found, made = {}, 0
    for name, method, given, options in calls(kg):
        if draw.random() > SHARE or name.startswith(("validate", "open")):
            continue
        made += 1
        if said := fault(method, given, options):
            found[name] = said
    assert made > 300
    assert found == {}


@pytest.mark.parametrize("method", ["entity", "page", "evidence", "explain"])
def test_what_is_no_name(kg: KnowledgeGraph, method: str) -> None:
    for value in WRONG:
        if not isinstance(value, str):
            with pytest.raises(BadArgument, match=r" is text, not "):
                getattr(kg, method)(value)


def test_what_is_no_factor(kg: KnowledgeGraph) -> None:
    for given in ((1, 2), ("K2", None), (None, "K2"), (b"K2", "MGP"), ([1], "MGP")):
        with pytest.raises(BadArgument, match=r"^(source|target) is (a name or several|text), not "):
            kg.pathways(*given)
    with pytest.raises(BadArgument, match=r"^interventions is a mapping such as \{'vitamin D': 'high'\}, not "):
        kg.what_if(["K2"])  # type: ignore[arg-type]
    with pytest.raises(BadArgument, match=r"^file is the name of a file, not a value of type int$"):
        kg.export("sif", file=3)  # type: ignore[arg-type]
    with pytest.raises(BadArgument, match=r"^paths are the names of files, not 3$"):
        kg.validate(3)  # type: ignore[arg-type]


def test_messages_are_one_line_of_at_most_300_characters(kg: KnowledgeGraph) -> None:
    for name in ("x" * 900, "\x1b[31m" * 100, "a\nb" * 200, "\u202e" * 500):
        with pytest.raises(Exception, match=r"no entity is called|can be") as caught:
            kg.entity(name)
        message = str(caught.value)
        assert len(message) <= 300
        assert message.isprintable()
