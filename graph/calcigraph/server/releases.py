"""Which state of the graph answers: its version and its day, which stand in every answer."""

from __future__ import annotations

from calcigraph._version import RELEASED, __version__


def release() -> dict[str, str | None]:
    """Say which release answers.

    Returns:
        ``version``, and ``date`` as ``YYYY-MM-DD``; None between releases, where the graph is of no day yet.

    Example:
        >>> sorted(release())
        ['date', 'version']
    """
    return {"version": __version__, "date": RELEASED or None}
