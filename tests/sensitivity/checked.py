"""Takes each list of words of the checker away, or moves each number, and writes what changes beside it.

Counted are sentences of ``tests/checking/own.yaml`` whose outcome or claims change, each change in a process of its own.
"""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "graph" / "calcigraph" / "factcheck"
_NEVER = "(?!)"


def moved(value: Any, file: str) -> Any:
    """Give a value that does nothing, and for numbers a fifth more."""
    if isinstance(value, int | float):
        return type(value)(value * 1.2)
    if isinstance(value, str):
        return _NEVER if file != "matching" else "arterial calcification"
    if isinstance(value, list):
        return [_NEVER] if file == "claimhood" else []
    if all(isinstance(each, int | float) for each in value.values()):
        return {name: each * 1.2 for name, each in value.items()}
    return {name: _NEVER if isinstance(each, str) else type(each)() for name, each in value.items()}


def outcomes(file: str, entry: str) -> list[str]:
    """Check the sentences with one entry moved, or none."""
    from calcigraph.store import judgements

    read = judgements.values

    def patched(name: str) -> dict[str, Any]:
        found = read(name)
        if entry and name == f"factcheck/{file}.yaml":
            return {**found, entry: moved(found[entry], file)}
        return found

    judgements.values = patched  # type: ignore[assignment]
    from calcigraph import KnowledgeGraph

    kg = KnowledgeGraph.open()
    sentences = yaml.safe_load((ROOT / "tests" / "checking" / "own.yaml").read_text())["sentences"]
    told = []
    for each in sentences:
        found = kg.check(each["text"]).findings
        told.append("; ".join(f"{one.outcome} {one.claim.iri if one.claim else ''}" for one in found))
    return told


def _run(file: str, entry: str) -> list[str] | None:
    done = subprocess.run(
        [sys.executable, __file__, file, entry], capture_output=True, text=True, check=False, cwd=ROOT
    )
    return done.stdout.splitlines() if done.returncode == 0 else None


def _told(before: list[str], after: list[str] | None, value: object) -> str:
    how = "a fifth more" if isinstance(value, int | float) else "without it"
    if isinstance(value, dict) and all(isinstance(each, int | float) for each in value.values()):
        how = "a fifth more"
    if after is None:
        return f"{how}: 0 of {len(before)} sentences can be checked"
    changed = sum(one != other for one, other in zip(before, after, strict=True))
    return f"{how}: {changed} of {len(before)} sentences read otherwise" if changed else f"{how}: nothing changes"


def main() -> None:
    """Measure every entry and write it into its file."""
    jobs = [
        (path, name, entry["value"])
        for path in sorted(FOLDER.glob("*.yaml"))
        for name, entry in yaml.safe_load(path.read_text()).items()
    ]
    before = _run("none", "")
    assert before is not None
    with ThreadPoolExecutor(2) as pool:
        after = list(pool.map(lambda job: _run(job[0].stem, job[1]), jobs))
    for (path, name, value), found in zip(jobs, after, strict=True):
        text = re.sub(rf"(?ms)(^{name}:\n(?:(?!^\S).)*?)^  measured: [^\n]*\n", r"\1", path.read_text())
        end = re.search(rf"(?ms)^{name}:\n(?:[ ][^\n]*\n|\n(?=[ ]))*", text)
        assert end is not None
        line = f'  measured: "{_told(before, found, value)}"\n'
        path.write_text(text[: end.end()] + line + text[end.end() :])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        pass
    else:
        main()
