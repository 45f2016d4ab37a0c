"""Build sdist and wheel, compare them with the tree, and try the wheel in a bare environment.

Not a pytest module, because it installs: ``make package`` runs it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
DATA = ("ontology", "graph/derived", "graph/instances", "queries")


def _run(*command: str, cwd: Path = ROOT) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COVERAGE"))}
    done = subprocess.run(command, cwd=cwd, env=environment, check=False, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def _expected() -> set[str]:
    names = {
        f"calcigraph/{path.relative_to(ROOT / 'graph/calcigraph').as_posix()}"
        for path in (ROOT / "graph/calcigraph").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    for folder in DATA:
        names |= {
            f"calcigraph/_files/{path.relative_to(ROOT).as_posix()}"
            for path in (ROOT / folder).rglob("*")
            if path.is_file()
        }
    return names


def _check_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        found = {name for name in archive.namelist() if ".dist-info/" not in name}
    if found != _expected():
        sys.exit(f"wheel differs from the tree: {sorted(found ^ _expected())}")


def _try(python: Path, folder: Path) -> None:
    """What a user of the bare wheel does, away from the checkout."""
    command = python.with_name("calcigraph")
    _run(str(command), "--help", cwd=folder)
    answer = _run(str(command), "ask", "foods-that-supply", "MK-7", "--format", "csv", cwd=folder)
    if not answer.splitlines()[1].startswith("natto,"):
        sys.exit(f"unexpected answer from the installed wheel:\n{answer}")
    # Plain words need the words and weights that stand beside the modules.
    if _run(str(command), "ask", "which foods supply MK-7?", "--format", "csv", cwd=folder) != answer:
        sys.exit("the installed wheel does not read plain words as the checkout does")


def main() -> None:
    """Build, compare and try."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _run(sys.executable, "-m", "build", "--outdir", scratch, str(ROOT))
        wheel = next(folder.glob("*.whl"))
        first = wheel.read_bytes()
        _check_wheel(wheel)
        wheel.unlink()
        _run(sys.executable, "-m", "build", "--wheel", "--outdir", scratch, str(ROOT))
        if wheel.read_bytes() != first:
            sys.exit("two builds of the wheel differ")
        venv.create(folder / "bare", with_pip=True)
        python = folder / "bare" / "bin" / "python"
        quiet = ("-q", "--disable-pip-version-check", "--no-input")
        _run(str(python), "-m", "pip", "install", *quiet, "-c", str(ROOT / "constraints.txt"), str(wheel))
        _try(python, folder)
        # A zipped wheel on the path finds its data too.
        ask = "ASK { id:mk-7 a cg:Nutrient }"  # in another process, which has to find the package too
        code = f"import calcigraph; kg = calcigraph.KnowledgeGraph.open(); print(kg.entity('MK7').label, kg.sparql({ask!r}))"
        zipped = f"import sys; sys.path.insert(0, {str(wheel)!r}); {code}"
        if _run(str(python), "-P", "-c", zipped, cwd=folder).strip() != "MK-7 True":
            sys.exit("the zipped wheel does not find its data")
    print("packaging: wheel matches the tree, builds are byte-equal, installed and zipped wheels answer")  # noqa: T201


if __name__ == "__main__":
    main()
