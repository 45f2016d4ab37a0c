"""The command line, made from the table of operations: which module runs what.

Exit codes: 0 yes, 1 the honest answer is no, 2 wrong use, 3 something is unavailable, 130 interrupted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from calcigraph._version import __version__
from calcigraph.cli.command_builder import SETTINGS, Commands, help_text
from calcigraph.cli.entry import Group, run
from calcigraph.operations import CALCIGRAPH, EXIT_CODES, STORE, SYNONYMS

if TYPE_CHECKING:
    from calcigraph.operations import Operation

#: The module of each command. It holds a function for each of its operations, and is imported when one of them is asked for.
_HOMES = {
    "add": "adding_commands",
    "ask": "question_commands",
    "build": "curation_commands",
    "check": "check_commands",
    "cite": "tool_commands",
    "compare": "what_if_commands",
    "completion": "tool_commands",
    "coverage": "curation_commands",
    "demo": "tool_commands",
    "draw": "draw_commands",
    "entities": "lookup_commands",
    "evidence": "lookup_commands",
    "explain": "pathway_commands",
    "export": "export_commands",
    "import": "export_commands",
    "info": "lookup_commands",
    "list": "lookup_commands",
    "mcp": "serve_commands",
    "operations": "tool_commands",
    "pathways": "pathway_commands",
    "pool": "pooling_commands",
    "probe": "probe_commands",
    "questions": "question_commands",
    "serve": "serve_commands",
    "show": "lookup_commands",
    "site": "site_commands",
    "sparql": "lookup_commands",
    "summary": "pooling_commands",
    "validate": "curation_commands",
    "what-if": "what_if_commands",
}

#: Names of commands that mean something else in Python: their functions end in an underscore.
PYTHON_WORDS = ("import", "list")


def _run(operation: Operation, /, **given: Any) -> None:
    """Run an operation by the function that is called like it."""
    from importlib import import_module

    first, _, kind = operation.name.partition(" ")
    name = (kind or first).replace("-", "_")
    module = import_module(f"calcigraph.cli.{_HOMES[first]}")
    run_it = getattr(module, f"{name}_" if name in PYTHON_WORDS else name)
    if STORE not in operation.parameters:
        run_it(**given)
        return
    from calcigraph.cli.opened_graph import opening

    with opening(given.pop(STORE.name)):
        run_it(**given)


def _exit_codes() -> str:
    return f"Exit codes: {', '.join(f'{code} {meaning}' for code, meaning in EXIT_CODES.items())}."


def _synonyms() -> str:
    return f"Also understood: {', '.join(f'{word} for {name}' for word, name in SYNONYMS.items())}; help COMMAND for its --help."


class _Calcigraph(Group):
    """The command line, which also takes the words that people type for its commands."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments, the words for a command in the place of its name.

        Args:
            ctx: the context of click.
            args: the arguments.

        Returns:
            Those that are left.
        """
        if args and args[0] == "help":
            args = [*args[1:], "--help"]
        if args and args[0] in SYNONYMS:
            args = [SYNONYMS[args[0]], *args[1:]]
        return super().parse_args(ctx, args)


cli = _Calcigraph(
    commands=Commands(CALCIGRAPH.operations, _run),
    help=f"{help_text(CALCIGRAPH)}\n\n{_synonyms()}\n\n{_exit_codes()}",
    context_settings=dict(SETTINGS),
)
click.version_option(__version__, "-V", "--version", message="calcigraph %(version)s")(cli)


def main() -> None:
    """Run the command line.

    Raises:
        SystemExit: always, with the exit code.
    """
    run(cli)
