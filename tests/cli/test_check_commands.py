"""``calcigraph check``: what it prints, and its exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Finished


def test_the_summary_stands_first_within_80_columns(run: Callable[..., Finished], tmp_path: Path) -> None:
    """A person reads the numbers, then each claim."""
    file = tmp_path / "a.md"
    file.write_text("Vitamin K2 is perfectly safe with warfarin. K2 activates osteocalcin.")
    done = run("check", str(file))
    lines = done.out.splitlines()
    assert lines[0] == "2 claims in 2 sentences, 1 unsafe, 1 fair"
    assert all(len(line) <= 80 or "https://" in line for line in lines)
    assert done.code == 0


def test_pipelines_fail_on_what_they_name(run: Callable[..., Finished], tmp_path: Path) -> None:
    """--fail-on gives exit code 1 where an outcome occurs; a wrong name is wrong use; the file is written whole."""
    file, page = tmp_path / "a.txt", tmp_path / "a.html"
    file.write_text("Vitamin K2 is perfectly safe with warfarin.")
    assert run("check", str(file), "--fail-on", "unsafe,contradicted", "--format", "html", "-o", str(page)).code == 1
    assert page.read_text().endswith("</html>\n")
    assert run("check", str(file), "--fail-on", "contradicted", "--format", "csv").code == 0
    wrong = run("check", str(file), "--fail-on", "bad")
    assert (wrong.code, "'bad' is no outcome" in wrong.err) == (2, True)


def test_standard_input_and_texts_without_claims(run: Callable[..., Finished]) -> None:
    """A dash reads what comes in; nothing to judge is an honest no."""
    done = run("check", "-", "--format", "json", stdin=b"K2 activates osteocalcin.")
    assert json.loads(done.out)["outcomes"] == {"fair": 1}
    assert run("check", "-", stdin=b"Hello there.").code == 1
    assert run("check", "-", stdin=b"").code == 2
