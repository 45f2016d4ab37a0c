"""Floor 7: the command line: ``calcigraph``, with the same verbs as the Python API."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the command line.

    Raises:
        SystemExit: always, with the exit code.
    """
    from calcigraph.cli.interrupting import at_start, ended_at_once

    at_start()
    with ended_at_once():
        from calcigraph.cli.commands import main as run

        run()
