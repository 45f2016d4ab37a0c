"""Exact conversions are an answer of their own."""

from __future__ import annotations

import pytest
from calcigraph.guard.conversions import conversion
from calcigraph.guard.guarding import Guard

from tests.opened import opened


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2000 iu vitamin d3 in mcg", "2000 IU of vitamin D3 are 50 µg."),
        ("how many IU is 25 micrograms of vitamin D", "25 µg of vitamin D are 1000 IU."),
        ("convert 30 ng/mL 25(OH)D to nmol/L", "30 ng/mL of 25-hydroxyvitamin D are 75 nmol/L."),
        ("75 nmol/l vitamin d in ng/ml", "75 nmol/L of 25-hydroxyvitamin D are 30 ng/mL."),
        ("100 mcg vitamin k2 to iu", "Vitamin K2 has no international unit: it is measured in µg and mg."),
        ("1.5 g of calcium in mg", "1.5 g of calcium are 1500 mg."),
        ("is 2000 IU = 50 mcg?", "Of vitamin D, 2000 IU are 50 µg; of other substances an IU is something else."),
    ],
)
def test_a_conversion_is_exact(text: str, said: str) -> None:
    found = conversion(Guard(opened().store).read(text))
    assert found is not None
    assert found[0] == said


@pytest.mark.parametrize(
    "text", ["is 2000 IU of vitamin D safe", "how much is too much vitamin D", "foods with 25 mcg vitamin D"]
)
def test_a_question_on_safety_is_no_conversion(text: str) -> None:
    assert conversion(Guard(opened().store).read(text)) is None
