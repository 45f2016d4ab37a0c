"""Build the documentation site: ``make docsite`` writes it into ``dist/site``.

The pages are those of docs/, README, CONTRIBUTING, CHANGELOG and the notebooks, each once, in the order of
docs/site/contents.yaml. Links to other files of the checkout lead to copies of them beside the pages, so that the site needs
nothing else. Two builds are byte-equal; any warning of Sphinx, a page that the contents forget among them, ends the build.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml
from calcigraph.store.outputs import write_folder

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
#: Where pages of the checkout stand on the site, if not where they are in docs/.
MOVED = {
    "README.md": "readme.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "bench/README.md": "benchmarks.md",
}
#: The first page of the site.
INDEX = "docs/site/index.in"
#: Folder of the site that holds copies of other files of the checkout.
FILES = "files"
_FENCE = re.compile(r"^(```.*?^```)$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"(\]\()([^)#\s]+)((?:#[^)]*)?\))")
# What Markdown elsewhere leads to by a name of its own.
_ANCHOR = re.compile(r'^<a id="(.*?)"></a>$', re.MULTILINE)
_MERMAID = re.compile(r"^```mermaid$", re.MULTILINE)
# The day of the pages would otherwise be today's.
_EPOCH = "1767225600"
# A page that no contents list.
_ALONE = "---\norphan: true\n---\n\n"


def pages() -> dict[str, str]:
    """Say which file of the checkout is which page.

    Returns:
        Names in the checkout and on the site, both relative.

    Example:
        >>> pages()["README.md"]
        'readme.md'
    """
    found = dict(MOVED)
    for path in sorted((ROOT / "docs").rglob("*.md")):
        if HERE not in path.parents:
            found[path.relative_to(ROOT).as_posix()] = path.relative_to(ROOT / "docs").as_posix()
    for path in sorted((ROOT / "examples").glob("*.ipynb")):
        found[path.relative_to(ROOT).as_posix()] = f"tutorials/{path.name}"
    return found


class Stage:
    """A folder of sources for Sphinx.

    Args:
        folder: an empty folder.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.places = pages()

    def fill(self) -> None:
        """Put everything where Sphinx expects it."""
        shutil.copy(HERE / "conf.py", self.folder)
        shutil.copytree(ROOT / "docs/images", self.folder / "images")
        for name, place in self.places.items():
            text = (ROOT / name).read_text(encoding="utf-8")
            self._write(place, self._rewritten(text, name, place) if name.endswith(".md") else text)
        index = (ROOT / INDEX).read_text(encoding="utf-8")
        self._write("index.md", f"{index}\n{contents()}")

    def _rewritten(self, text: str, name: str, place: str) -> str:
        """Turn the links of a page to the places of the site; what stands in code is left alone."""
        parts = _FENCE.split(text)
        for number in range(0, len(parts), 2):
            parts[number] = _LINK.sub(
                lambda found: f"{found[1]}{self._target(found[2], name, place)}{found[3]}", parts[number]
            )
        return _MERMAID.sub("```text", _ANCHOR.sub(r"(\1)=", "".join(parts)))

    def _target(self, target: str, name: str, place: str) -> str:
        if "://" in target or target.startswith("mailto:"):
            return target
        path = Path(os.path.normpath(Path(name).parent / target))
        if path.parts[:2] == ("docs", "images"):
            there = path.relative_to("docs").as_posix()
        elif (ROOT / path).is_dir():
            there = self._listing(path)
        else:
            there = self.places.get(path.as_posix()) or self._copy(path)
        return os.path.relpath(there, Path(place).parent)

    def _listing(self, path: Path) -> str:
        """Make a page of what is in a folder."""
        found = [each.relative_to(ROOT) for each in sorted((ROOT / path).rglob("*")) if each.is_file()]
        rows = [f"- [{each.relative_to(path)}](/{each})" for each in found if "__pycache__" not in each.parts]
        place = f"{FILES}/{path.as_posix()}/contents.md"
        links = "\n".join(rows).replace("](/", f"]({os.path.relpath('.', path)}/")
        self._write(place, self._rewritten(f"{_ALONE}# {path}\n\n{links}\n", f"{path}/contents.md", place))
        return place

    def _copy(self, path: Path) -> str:
        """Copy another file of the checkout; Sphinx offers it for download, or shows it where it is Markdown."""
        place = f"{FILES}/{path.as_posix()}"
        text = (ROOT / path).read_text(encoding="utf-8")
        self._write(place, f"{_ALONE}{self._rewritten(text, path.as_posix(), place)}" if path.suffix == ".md" else text)
        return place

    def _write(self, place: str, text: str) -> None:
        path = self.folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def contents() -> str:
    """Write the contents as Sphinx reads them.

    Returns:
        A table of contents for each part.
    """
    parts = yaml.safe_load((HERE / "contents.yaml").read_text(encoding="utf-8"))
    blocks = []
    for part in parts:
        rows = "\n".join(part["pages"])
        blocks.append(f"```{{toctree}}\n:hidden:\n:caption: {part['title']}\n\n{rows}\n```\n")
    return "\n".join(blocks)


def built(folder: Path) -> Path:
    """Build the site.

    Args:
        folder: an empty folder for everything that it needs.

    Returns:
        The folder with the pages.

    Raises:
        SystemExit: Sphinx warned of something.
    """
    source, target = folder / "source", folder / "html"
    source.mkdir()
    Stage(source).fill()
    done = subprocess.run(  # noqa: S603 - Sphinx, on our own pages
        [
            sys.executable,
            "-m",
            "sphinx",
            "-b",
            "html",
            "-q",
            "-W",
            "--keep-going",
            "-d",
            str(folder / "kept"),
            source,
            target,
        ],
        env=os.environ | {"SOURCE_DATE_EPOCH": _EPOCH, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(done.stderr.strip() or done.stdout.strip())
    for name in (".buildinfo", "objects.inv"):
        (target / name).unlink(missing_ok=True)
    return target


def main() -> None:
    """Write the site, whole or not at all."""
    place = Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "dist/site")
    with tempfile.TemporaryDirectory() as name:
        made = built(Path(name))
        files = {each.relative_to(made).as_posix(): each.read_bytes() for each in made.rglob("*") if each.is_file()}
    place.parent.mkdir(parents=True, exist_ok=True)
    write_folder(place, dict(sorted(files.items())))
    sys.stdout.write(f"{place}\n")


if __name__ == "__main__":
    main()
