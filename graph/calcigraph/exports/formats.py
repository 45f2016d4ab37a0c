"""The formats of the exports, listed once, and how one is found by its name."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from calcigraph.errors import BadArgument, shown
from calcigraph.ranges import a_name

if TYPE_CHECKING:
    from calcigraph.exports.one_format import Format

#: An archive for the formats that come as several files.
ARCHIVE = ".tar.gz"
#: The modules with the formats, in the order of the documentation.
_MODULES = ("rdf", "kgx", "network_files", "cx2", "dot_and_mermaid", "claim_tables", "nanopubs", "bel", "sssom")


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


def find_format(name: str, file: str | Path | None = None) -> Format:
    """Find a format by name, and see to it that the name of a file fits.

    Args:
        name: such as ``turtle``, in any case.
        file: where it shall be written, or None.

    Returns:
        The format.

    Raises:
        BadArgument: there is no such format, or the file ends like one of another; the known ones are listed.

    Example:
        >>> find_format("Turtle", "graph.ttl").title
        'Turtle'
    """
    known = formats()
    key = a_name("the name of a format", name).strip().casefold()
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
        raise BadArgument(f"a file of {found.name} ends in {' or '.join(allowed)}, not as '{shown(file)}' does: {hint}")
    return found
