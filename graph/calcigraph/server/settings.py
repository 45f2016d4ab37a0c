"""How the graph is served: where, to whom, and what each query may take. The defaults are those of the operation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from calcigraph.errors import BadArgument, shown
from calcigraph.operations import find
from calcigraph.ranges import AT_MOST, PORT, WORKERS
from calcigraph.store.limits import Limits, size_of

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Parameters of the operation that say what to serve, and not how.
_NOT_HERE = ("data", "max_size", "store")


@dataclass(frozen=True)
class Settings:
    """How the graph is served.

    Attributes:
        host: address to listen at.
        port: port to listen at, 0 for one that is free.
        root_path: path under which a proxy offers it, nothing where there is none.
        allow_host: names under which others may ask for it, beside those of this machine.
        limits: seconds and bytes of memory that a query may take.
        rows: how many an answer may have; 0 for no limit.
        size: bytes that an answer may have; 0 for no limit.
        workers: processes that answer queries at once.
        queue: queries that may wait for one.
        budget: seconds of query time that a client has in a minute; 0 for no limit.
    """

    host: str
    port: int
    root_path: str
    allow_host: tuple[str, ...]
    limits: Limits
    rows: int
    size: int
    workers: int
    queue: int
    budget: float

    @classmethod
    def of(cls, **given: Any) -> Settings:
        """Take settings from a user, the defaults of the operation for all others.

        Args:
            given: parameters of ``calcigraph serve`` but for ``data`` and ``max_size``.

        Returns:
            The settings.

        Raises:
            BadArgument: a value is none of those it can have.

        Example:
            >>> Settings.of(port=0).limits.seconds
            30.0
            >>> Settings.of(root_path="calcigraph")
            Traceback (most recent call last):
            calcigraph.errors.BadArgument: root_path is a path such as /calcigraph, not 'calcigraph'
        """
        taken = {each.name: each.default for each in find("serve") if each.name not in _NOT_HERE} | given
        PORT.check("port", taken["port"])
        WORKERS.check("workers", taken["workers"])
        for name in ("rows", "queue"):
            AT_MOST.check(name, taken[name])
        limits = Limits.of(taken.pop("timeout"), taken.pop("memory"))
        find_range = find("serve")["budget"].range
        if find_range:
            find_range.check("budget", taken["budget"])
        taken |= {"limits": limits, "size": size_of("size", taken["size"])}
        taken |= {"root_path": _path(taken["root_path"]), "allow_host": _hosts(taken["allow_host"])}
        return cls(**taken)


def _path(value: str) -> str:
    path = value.rstrip("/")
    if path and (not path.startswith("/") or not path.isascii() or any(each in path for each in ' ?#%\\"<>')):
        raise BadArgument(f"root_path is a path such as /calcigraph, not '{shown(value)}'")
    return path


def _hosts(values: Sequence[str]) -> tuple[str, ...]:
    for value in values:
        if not value or not value.isascii() or any(each in value for each in "/ @?#\\,"):
            raise BadArgument(f"allow_host is the name of a host such as graph.example.org, not '{shown(value)}'")
    return tuple(value.lower() for value in values)
