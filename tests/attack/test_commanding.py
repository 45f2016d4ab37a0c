"""Hostile command lines over every command, in a short run: an answer or one line, and no file of others touched."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
from hypothesis import strategies as st

from tests.attack.commanding import command_line, faults, fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Finished


@hypothesis.settings(max_examples=40, derandomize=True, database=None, deadline=None)
@hypothesis.given(seed=st.integers(0, 2**32))
@hypothesis.example(seed=15)
def test_every_command_stands(run: Callable[..., Finished], seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        fill(folder, draw)
        line = command_line(draw, folder, slow=False)
        done = run(*(each.encode("utf-8", "surrogateescape") for each in line))
        assert faults(line, done) == []
        assert not [each for each in folder.rglob("*") if each.name.endswith(".part")]
