"""Make everything that a release has, into one folder: ``make release``. Nothing is sent anywhere.

It is no part of the package, since it builds the package.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from calcigraph import CalcigraphError, KnowledgeGraph
from calcigraph.exports.publishing import NOWHERE, complete, graph_files
from calcigraph.store.outputs import write_folder

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Build the software, make the files of the graph and the records, and write them in one step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write; an earlier release there is replaced")
    parser.add_argument(
        "--date", default="", help="the day of the release, such as 2026-01-31; else that of the last commit"
    )
    parser.add_argument("--host", default=NOWHERE, help="where the files will be, for the rules of w3id.org")
    given = parser.parse_args()
    folder: Path = given.folder.absolute()
    known = ("SHA256SUMS", "ro-crate-metadata.json")
    if folder.exists() and (
        not folder.is_dir() or (any(folder.iterdir()) and not all((folder / one).is_file() for one in known))
    ):
        sys.exit(f"release: '{folder}' holds something that is no release; name another folder")
    try:
        day = given.date or _run("git", "log", "-1", "--format=%cs").strip()
        contents = complete(software() | graph_files(KnowledgeGraph.open().store, day), day, given.host)
        folder.parent.mkdir(parents=True, exist_ok=True)
        write_folder(folder, contents)
    except CalcigraphError as error:
        sys.exit(f"release: {error}")
    print(f"Wrote the release of {day}, {len(contents)} files, to {folder}. Nothing was sent anywhere.")  # noqa: T201
    if given.host == NOWHERE:
        print("Left open: where the files will be (--host, in w3id.htaccess) and the contact in bioregistry.json.")  # noqa: T201


def software() -> dict[str, bytes]:
    """Build sdist and wheel.

    Returns:
        Name to content.
    """
    with tempfile.TemporaryDirectory() as scratch:
        _run(sys.executable, "-m", "build", "--outdir", scratch, str(ROOT))
        return {path.name: path.read_bytes() for path in sorted(Path(scratch).iterdir()) if path.is_file()}


def _run(*command: str) -> str:
    try:
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    except OSError as error:
        sys.exit(f"release: {command[0]}: {error.strerror}; give the day with --date")
    if done.returncode:
        sys.exit(f"release: {' '.join(command)} failed with {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
