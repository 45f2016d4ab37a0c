"""Names of the graph for completion, read from its files: a shell cannot wait until a graph is opened."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterator

#: Kinds of parameters whose values are names of the graph: folder of the files, prefix, and the class asked for.
NAMED = {
    "claim": ("claims", "claim", "Claim"),
    "entity": ("entities", "id", ""),
    "factor": ("entities", "id", "Factor"),
    "name=level": ("entities", "id", "Factor"),
}


def names_like(kind: str, begun: str) -> list[str]:
    """List the names that go on as a word was begun.

    Args:
        kind: of the parameter, one of ``NAMED``.
        begun: what was typed; capitals and spaces count as they do in names.

    Returns:
        The readable ends of IRIs, sorted: names without a space, which every command takes and no shell has to quote.
        Claims are asked for by three names too, so entities come with them.

    Example:
        >>> names_like("entity", "Vitamin K")[:3]
        ['vitamin-k', 'vitamin-k-antagonist-users', 'vitamin-k-antagonists']
    """
    start = "-".join(begun.casefold().split())
    found = {name for name in _names(kind) if name.startswith(start)}
    if kind == "claim":
        found |= {name for name in _names("entity") if name.startswith(start)}
    if kind == "name=level":
        from calcigraph.operations.homes import levels

        name, sign, level = begun.casefold().partition("=")
        levelled = (f"{each}={to}" for each in _names(kind) for to in levels() if not sign or each == name)
        found = {each for each in levelled if each.startswith(f"{name}{sign}{level}")}
    return sorted(found)


def _names(kind: str) -> Iterator[str]:
    import re

    from calcigraph.store import files

    folder, prefix, wanted = NAMED[kind]
    block = re.compile(rf"^{prefix}:([\w.-]+) a ([^;]*)", re.MULTILINE)
    for path in files.names(f"graph/instances/{folder}", ".ttl"):
        for name, classes in block.findall(files.read(path).decode()):
            if re.search(rf"cg:{wanted}\b" if wanted else ".", classes):
                yield name
