"""The commands that press the mechanism: what-if, and scenarios side by side."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from calcigraph.cli import render
from calcigraph.cli.entry import NO
from calcigraph.cli.shared import dump, format_option, open_graph, progress
from calcigraph.errors import BadArgument
from calcigraph.mechanism.whatif.words import STILL

if TYPE_CHECKING:
    from collections.abc import Iterable

NOTE = "Directions of mechanism only, at rest after a lasting change. This is no medical advice."


def assignments(texts: Iterable[str]) -> dict[str, str]:
    """Read interventions as they are typed.

    Args:
        texts: such as ``vitamin D=high``.

    Returns:
        Name to level.

    Raises:
        BadArgument: there is no ``=``, nothing beside it, or a name comes twice.

    Example:
        >>> assignments(["vitamin D=high", "K2 = low"])
        {'vitamin D': 'high', 'K2': 'low'}
    """
    found: dict[str, str] = {}
    for text in texts:
        name, equals, level = (part.strip() for part in text.rpartition("="))
        if not equals or not name or not level:
            raise BadArgument(f"'{text}' is no intervention; write a name and a level, such as 'vitamin D=high'")
        if "=" in name:
            raise BadArgument(f"'{text}' holds two levels; write ' + ', with blanks, between them")
        if found.get(name, level) != level:
            raise BadArgument(f"'{name}' cannot be both {found[name]} and {level}")
        found[name] = level
    return found


def strengths(texts: Iterable[str]) -> dict[str, str]:
    """Read assumed strengths as they are typed.

    Args:
        texts: such as ``VDR signalling increases RANKL=minor``.

    Returns:
        Claim to strength class.

    Raises:
        BadArgument: there is no ``=``, or nothing beside it.

    Example:
        >>> strengths(["VDR signalling increases RANKL=minor"])
        {'VDR signalling increases RANKL': 'minor'}
    """
    found = {}
    for text in texts:
        claim, equals, strength = (part.strip() for part in text.rpartition("="))
        if not equals or not claim or not strength:
            raise BadArgument(f"'{text}' is no strength; write a claim and a class, such as 'CLAIM=minor'")
        found[claim] = strength
    return found


_observe = click.option(
    "--observe", "-o", multiple=True, help="A factor to look at; repeat. Default: endpoints reached."
)
_samples = click.option("--samples", type=int, default=2000, show_default=True, help="Members of the ensemble.")
_seed = click.option("--seed", type=int, default=1, show_default=True, help="Seed of the draws.")

_state = click.option(
    "--from",
    "state",
    default="replete",
    show_default=True,
    metavar="STATE",
    help="What to start from: replete, or 'deficient in NAME'.",
)


@click.command("what-if")
@click.argument("interventions", nargs=-1, required=True, metavar="NAME=LEVEL...")
@_observe
@click.option(
    "--assume",
    multiple=True,
    metavar="CLAIM=STRENGTH",
    help="Take an influence as minor, ordinary, dominant or absent.",
)
@click.option("--why", is_flag=True, help="Show the routes behind every answer, not only behind undetermined ones.")
@_samples
@_seed
@_state
@format_option(("table", "json"))
def what_if(
    interventions: tuple[str, ...],
    *,
    observe: tuple[str, ...],
    assume: tuple[str, ...],
    why: bool,
    samples: int,
    seed: int,
    state: str,
    form: str,
) -> None:
    """Press factors of the mechanism: which way do the endpoints move, and what did the trials see?

    LEVEL is high, low or normal (kept as it is).

    \b
    Examples:
      calcigraph what-if "vitamin D=high" "vitamin K2=low"
      calcigraph what-if VKORC1=low --observe "arterial calcification" --why
      calcigraph what-if RANKL=low --format json
    """
    from calcigraph.cli.what_if_text import print_what_if

    pressed = assignments(interventions)
    assumed = strengths(assume)
    with progress("pressing the mechanism"):
        found = open_graph().what_if(
            pressed, observe or None, samples=samples, seed=seed, strengths=assumed, state=state
        )
    if form == "json":
        dump({**found.as_dict(), "note": NOTE})
    else:
        print_what_if(found, NOTE, why=why)
    if not any(each.answer not in STILL for each in found.responses):
        sys.exit(NO)


@click.command()
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO...")
@_observe
@click.option("--differing", is_flag=True, help="Only the rows in which the scenarios do not agree.")
@_samples
@_seed
@_state
@format_option(render.TABLE_FORMATS)
def compare(
    scenarios: tuple[str, ...],
    *,
    observe: tuple[str, ...],
    differing: bool,
    samples: int,
    seed: int,
    state: str,
    form: str,
) -> None:
    """Put what-if scenarios side by side, over the same ensemble.

    SCENARIO is interventions joined by " + ".

    \b
    Examples:
      calcigraph compare "vitamin D=high" "vitamin K2=high" "vitamin D=high + vitamin K2=high" "vitamin D=high + vitamin K2=low"
      calcigraph compare "warfarin=high" "warfarin=high + vitamin K=high" --differing
    """
    from calcigraph.cli.what_if_text import comparison_table, print_comparison

    named = {text.strip(): assignments(text.split(" + ")) for text in scenarios}
    with progress("pressing the mechanism"):
        found = open_graph().compare(named, observe or None, samples=samples, seed=seed, state=state)
    if form == "json":
        dump({**found.as_dict(), "note": NOTE})
    elif form == "table":
        print_comparison(found, NOTE, differing=differing)
    else:
        click.echo(render.table_text(comparison_table(found, differing=differing), form), nl=False)
    if not any(each.answer not in STILL for _, cells in found.rows for each in cells):
        sys.exit(NO)
