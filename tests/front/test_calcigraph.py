"""What a user imports, and what importing and asking cost in modules."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import calcigraph
import pytest

HEAVY = ("rdflib", "pyshacl", "networkx", "numpy", "rich", "yaml", "pyoxigraph", "pandas", "oxrdflib", "wasmtime")
FOR_HELP = ("rdflib", "pyshacl", "networkx", "numpy", "rich", "pyoxigraph", "wasmtime")
FOR_ASKING = ("rdflib", "pyshacl", "networkx", "numpy", "rich", "pandas", "wasmtime")
COMMAND = """
import sys
from calcigraph.cli import main
try:
    main()
finally:
    print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)
"""


def test_all_is_sorted_and_equals_what_is_exported() -> None:
    assert calcigraph.__all__ == sorted(calcigraph.__all__)
    assert dir(calcigraph) == calcigraph.__all__
    exported = {name: getattr(calcigraph, name) for name in calcigraph.__all__}
    assert set(exported) == set(calcigraph._HOMES)
    for name, home in calcigraph._HOMES.items():
        if name == "__version__":
            continue
        assert exported[name].__name__ == name
        assert exported[name].__module__ == home


def test_a_name_that_is_not_exported() -> None:
    package: Any = calcigraph
    with pytest.raises(AttributeError, match="module 'calcigraph' has no attribute 'Graph'"):
        _ = package.Graph


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = f"import calcigraph, sys; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--help"], FOR_HELP),
        (["ask", "--help"], FOR_HELP),
        (["completion", "bash"], FOR_HELP),
        (["ask", "foods-that-supply", "MK-7"], FOR_ASKING),
        (["sparql", "ASK {}"], (*FOR_ASKING, "yaml")),
        (["pathways", "warfarin", "carboxylated MGP"], FOR_ASKING),
        (["show", "MK-7"], FOR_ASKING),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_the_command_imports_only_what_it_needs(arguments: list[str], unwanted: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0
    modules = set(done.stderr.split())
    assert "click" in modules
    assert modules.isdisjoint(unwanted)


def test_python_m_is_the_command(command: str) -> None:
    module, installed = (
        subprocess.run([*start, "--version"], capture_output=True, text=True, check=True).stdout
        for start in ([sys.executable, "-m", "calcigraph"], [command])
    )
    assert module == installed
