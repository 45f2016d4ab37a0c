"""The formats of the exports, listed once, and how one is found by its name."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from calcigraph.errors import BadArgument, shown
from calcigraph.ranges import a_name
from calcigraph.store.inputs import named

if TYPE_CHECKING:
    from calcigraph.exports.one_format import Format

#: An archive for the formats that come as several files.
ARCHIVE = ".tar.gz"
# The names that people type, by the suffixes of files, standards and tools; where several formats share a suffix, the one
# that holds most of the graph and can be read back is meant.
_ALSO = {
    "cytoscape": "cx2",
    "csv": "claims-csv",
    "excel": "xlsx",
    "gml": "graphml",
    "graphviz": "dot",
    "gv": "dot",
    "json": "jsonld",
    "json-ld": "jsonld",
    "kgx": "kgx-tsv",
    "mmd": "mermaid",
    "n-quads": "nquads",
    "n-triples": "ntriples",
    "nanopub": "nanopubs",
    "nq": "nquads",
    "nt": "ntriples",
    "owl": "rdfxml",
    "parquet": "claims-parquet",
    "rdf": "rdfxml",
    "rdf-xml": "rdfxml",
    "tsv": "kgx-tsv",
    "ttl": "turtle",
    "xml": "rdfxml",
}
# The modules with the formats, in the order of the documentation.
_MODULES = (
    "rdf",
    "kgx",
    "network_files",
    "cx2",
    "neo4j",
    "dot_and_mermaid",
    "claim_tables",
    "catalogue_tables",
    "table_package",
    "workbook",
    "nanopubs",
    "bel",
    "sssom",
)


@cache
def formats() -> dict[str, Format]:
    """List the formats.

    Returns:
        Name to format, in the order of the documentation.

    Example:
        >>> list(formats())[:3]
        ['turtle', 'trig', 'ntriples']
    """
    from importlib import import_module

    modules = [import_module(f"calcigraph.exports.{name}") for name in _MODULES]
    return {each.name: each for module in modules for each in module.FORMATS}


def find_format(name: str | None, file: str | Path | None = None) -> Format:
    """Find a format by name or by the suffix of a file, and see to it that the name of the file fits.

    Args:
        name: such as ``turtle`` or ``ttl``, in any case; None for what the file says.
        file: where it shall be written, or None.

    Returns:
        The format.

    Raises:
        BadArgument: there is no such format, or the file ends like one of another; the known ones are listed. Neither
            the name nor the file says which is meant.

    Example:
        >>> find_format("Turtle", "graph.ttl").title
        'Turtle'
        >>> find_format(None, "mappings.sssom.tsv").name
        'sssom'
    """
    known = formats()
    if name is None or name == "":
        return _of_file(file)
    key = a_name("the name of a format", name).strip().casefold().replace("_", "-")
    key = _ALSO.get(key, key)
    if key not in known:
        near = get_close_matches(key, known, n=1, cutoff=0.4) or [
            each.name for each in known.values() if f".{key}" in each.suffixes
        ]
        hint = f"nearest: '{near[0]}'; " if near else ""
        raise BadArgument(f"no format is called '{shown(name)}'; {hint}known: {', '.join(known)}")
    found = known[key]
    ending = "".join(Path(file).suffixes[-1:]) if file is not None and str(file) != "-" else ""
    allowed = (*found.suffixes, ARCHIVE) if found.several else found.suffixes
    if ending and not str(file).casefold().endswith(allowed):
        others = [each.name for each in known.values() if ending.casefold() in each.suffixes]
        hint = f"'{ending}' is of {' and '.join(others)}" if others else f"'{ending}' is of no format"
        raise BadArgument(f"a file of {found.name} ends in {' or '.join(allowed)}, not as '{named(file)}' does: {hint}")
    return found


def _of_file(file: str | Path | None) -> Format:
    """Find the format that the suffix of a file stands for: the longest one, and of several formats the usual one."""
    ending = str(file or "").casefold()
    fitting = [each for each in formats().values() for suffix in each.suffixes if ending.endswith(suffix)]
    if not fitting:
        what = f"'{file}' ends like no format" if ending not in ("", "-") else "nothing says in which format"
        raise BadArgument(f"{what}; name one, or a file that ends like it: {', '.join(formats())}")
    longest = max(len(suffix) for each in fitting for suffix in each.suffixes if ending.endswith(suffix))
    fitting = [each for each in fitting if any(len(end) == longest and ending.endswith(end) for end in each.suffixes)]
    usual = _ALSO.get(Path(ending).suffix.removeprefix("."))
    return next((each for each in fitting if each.name == usual), fitting[0])
