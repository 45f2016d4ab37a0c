"""The words that the guard listens for."""

from __future__ import annotations

import pytest
from calcigraph.guard.lexica import Lexicon, words
from calcigraph.store import files, yaml_text
from calcigraph.store.judgements import values


@pytest.mark.parametrize(
    "file", ["drugs", "conditions", "groups", "alarms", "units", "nutrients", "languages", "lines"]
)
def test_every_entry_has_its_reason(file: str) -> None:
    for name, entry in yaml_text.parse(files.beside(f"guard/{file}.yaml")).items():
        assert entry["reason"].strip(), name


def test_every_word_of_every_drug_is_found() -> None:
    lexicon = Lexicon(words())
    for entry in values("guard/drugs.yaml").values():
        for name, brands in entry["members"].items():
            for word in (name, *brands):
                assert any(hit.named.kind == "drug" for hit in lexicon.find(f"may I take it with {word}?")), word


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("St. John's wort", "St John's wort"),
        ("my kidney stones", "kidney stones"),
        ("Blutverdünnern", "blood thinners"),
        ("while PREGNANT", "pregnancy"),
        ("vitamin-K antagonists", "vitamin K antagonists"),
    ],
)
def test_spellings_and_endings(text: str, name: str) -> None:
    assert [hit.named.name for hit in Lexicon(words()).find(text)] == [name]
