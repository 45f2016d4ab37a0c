"""What the commands share: opening the graph, the option for the format, JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from calcigraph.graph import KnowledgeGraph

_Command = TypeVar("_Command", bound="Callable[..., Any]")


def open_graph(**options: Any) -> KnowledgeGraph:
    """Open the graph; the import waits until a command needs it.

    Args:
        options: as for ``KnowledgeGraph.open``.

    Returns:
        The graph.

    Example:
        >>> open_graph().entity("MK7").label
        'MK-7'
    """
    from calcigraph.graph import KnowledgeGraph

    return KnowledgeGraph.open(**options)


def format_option(choices: Sequence[str], default: str | None = None) -> Callable[[_Command], _Command]:
    """Make the option ``--format`` that every reader takes.

    Args:
        choices: the formats.
        default: the one that is used when none is given; the first if None.

    Returns:
        A decorator for a click command.
    """
    return click.option(
        "--format",
        "-f",
        "form",
        type=click.Choice(choices),
        default=default or choices[0],
        show_default=True,
        help="How to write the answer.",
    )


def dump(value: object) -> None:
    """Print a value as JSON.

    Args:
        value: plain values only.

    Example:
        >>> dump({"n": 1})
        {
          "n": 1
        }
    """
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
