"""The language of a question."""

from __future__ import annotations

import pytest
from calcigraph.guard.languages import language


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Darf man Vitamin K2 mit Blutverdünnern einnehmen?", "German"),
        ("Puis-je prendre de la vitamine D ?", "French"),
        ("¿Puedo tomar vitamina D?", "Spanish"),
        ("posso prendere la vitamina K2?", "Italian"),
        ("Hoeveel vitamine D per dag?", "Dutch"),
        ("is K1 as good as K2", ""),
        ("vitamin k2 for dialysis patients", ""),
        ("how much vitamin D per day", ""),
        ("K2", ""),
    ],
)
def test_language(text: str, name: str) -> None:
    assert language(text) == name
