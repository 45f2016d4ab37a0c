"""Numbers and words that are judgements: each with its reason and measurement, each used, and each read once."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from calcigraph.store import judgements

PACKAGE = Path(judgements.__file__).parents[1]
#: Data files of the package that are no judgements: the look of pictures, the path that the picture of calcium goes
#: (``tests/pictures/test_story.py`` asks the reason of each of its places), and the fields of the file of a study.
OTHERS = {
    "curation/study_form.yaml",
    "diagrams/style.yaml",
    "pictures/mechanism_places.json",  # written by make places; tests/pictures/test_places.py holds what they are for
    "pictures/story.yaml",
    "server/api_answers.yaml",  # the form of answers, and examples of them
    "server/api_examples.yaml",
}
#: Words and limits of the ways in, which judge nothing: each with its reason, read by the modules beside them.
WAYS_IN = {"assistant/words.yaml", "server/api_limits.yaml", "web/boxes.yaml"}
#: What is said in words: each with its reason, and nothing to measure.
WORDINGS = {
    "answers/mechanism_leads.yaml",
    "answers/summarising.yaml",
    "curation/sense_words.yaml",
    "curation/study_words.yaml",
    "guard/lines.yaml",
    "knowledge/verdict_words.yaml",
    "questions/states.yaml",
}
FILES = sorted(
    {path.relative_to(PACKAGE).as_posix() for kind in ("*.yaml", "*.json") for path in PACKAGE.rglob(kind)}
    - OTHERS
    - WAYS_IN,
)


def entries(file: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load((PACKAGE / file).read_text(encoding="utf-8"))
    return found


@cache
def names_in_code() -> set[str]:
    """The names that modules which read judgements look up, and the weights that any module reads; patterns of them."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "WEIGHTS":
                found.add(node.attr)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "judgements" in text:
                found.add(re.escape(node.value))
            elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.JoinedStr):
                found.add("".join(written(part) for part in node.slice.values))
    return found


def written(part: ast.expr) -> str:
    """The pattern of a part of an f-string."""
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z]+"


@cache
def files_read_whole() -> set[str]:
    """The files of which a module goes through all entries."""
    found: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        # A file that a loop names is one of those that the module spells out.
        spelled = {str(each.value) for each in ast.walk(tree) if isinstance(each, ast.Constant)} & set(FILES)
        for node in ast.walk(tree):
            match node:
                case ast.Attribute(value=ast.Call(func=ast.Name("values"), args=[argument]), attr="items" | "values"):
                    found |= {str(argument.value)} if isinstance(argument, ast.Constant) else spelled
    return found


def test_there_are_judgements_in_every_room_that_judges() -> None:
    assert {file.split("/")[0] for file in FILES} == {
        "answers",
        "curation",
        "factcheck",
        "guard",
        "knowledge",
        "mechanism",
        "questions",
        "store",
        "text",
    }


@pytest.mark.parametrize("file", FILES)
def test_every_entry_has_a_reason_and_a_measurement(file: str) -> None:
    for name, entry in entries(file).items():
        assert entry.keys() == {"value", "reason", "measured"} - ({"measured"} if file in WORDINGS else set()), name
        assert entry["reason"].endswith("."), name
        if file in WORDINGS:
            continue
        assert len(entry["reason"].split()) >= 6, name
        # A figure, or that the change was tried and did nothing.
        assert any(map(str.isdigit, entry["measured"])) or "nothing changes" in entry["measured"], name


@pytest.mark.parametrize("file", sorted(WAYS_IN))
def test_every_entry_of_a_way_in_has_a_reason_and_is_used(file: str) -> None:
    beside = "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / file).parent.rglob("*.py"))
    for name, entry in entries(file).items():
        assert entry.keys() == {"value", "reason"}, name
        assert len(entry["reason"].split()) >= 6, name
        assert entry["reason"].endswith("."), name
        assert re.search(rf"[\"']{name}[\"']", beside), name


@pytest.mark.parametrize("file", FILES)
def test_every_entry_is_used(file: str) -> None:
    if file not in files_read_whole():
        # An entry may be part of another of its file, by its name in angle brackets.
        within = re.findall(r"<(\w+)>", (PACKAGE / file).read_text(encoding="utf-8"))
        used = re.compile("|".join([*names_in_code(), *within]))
        assert [name for name in entries(file) if not used.fullmatch(name)] == []


@pytest.mark.parametrize("file", FILES)
def test_values_are_what_the_file_says(file: str) -> None:
    assert judgements.values(file) == {name: entry["value"] for name, entry in entries(file).items()}
    assert judgements.values(file) is judgements.values(file)


def test_no_such_file() -> None:
    with pytest.raises(FileNotFoundError, match=r"nothing\.yaml"):
        judgements.values("store/nothing.yaml")
