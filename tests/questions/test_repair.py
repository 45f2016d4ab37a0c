"""Spelling is repaired, said, and left alone where the word is right."""

from __future__ import annotations

import pytest
from calcigraph.questions.repair import Repairer

from tests.opened import opened


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("vitmain K2 and warfrin", "vitamin K2 and warfarin"),
        ("calcuim and kidny stones", "calcium and kidney stones"),
        ("osteoprosis", "osteoporosis"),
        ("hypervitaminosis D", "too much vitamin D"),
        ("hypercalcemia", "hypercalcemia"),
        ("acenocumarol", "acenocumarol"),
        ("is it safe for my mother", "is it safe for my mother"),
        ("combine it with statins", "combine it with statins"),
    ],
)
def test_repair(text: str, better: str) -> None:
    assert Repairer(opened().store).repair(text)[0] == better
