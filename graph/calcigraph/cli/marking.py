"""The command that marks entities in text."""

from __future__ import annotations

import sys

import click

from calcigraph.cli import render
from calcigraph.cli.entry import NO
from calcigraph.cli.shared import dump, format_option, open_graph
from calcigraph.errors import BadFile

_ENDINGS = (".txt", ".md")


@click.command()
@click.argument("text")
@format_option(render.TABLE_FORMATS)
def entities(text: str, form: str) -> None:
    """Mark the entities that a TEXT names: the text, the name of a .txt or .md file, or - for standard input.

    \b
    Examples:
      calcigraph entities "K2 guides calcium to the bones"
      calcigraph entities article.txt --format csv
      echo "25(OH)D3 in serum" | calcigraph entities - --format json
    """
    from calcigraph.text.annotation import as_table

    found = open_graph().find_entities(_text(text))
    if form == "json":
        dump([each.as_dict() for each in found])
    elif form != "table":
        click.echo(render.table_text(as_table(found), form), nl=False)
    elif found:
        render.show_table(as_table(found))
    if not found:
        click.echo("The text names no entity of the graph.", err=True)
        sys.exit(NO)


def _text(text: str) -> str:
    if text != "-" and not text.endswith(_ENDINGS):
        return text
    from pathlib import Path

    what = "standard input" if text == "-" else f"'{text}'"
    try:
        content = sys.stdin.buffer.read() if text == "-" else Path(text).read_bytes()
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise BadFile(f"cannot read {what}: it is not UTF-8 text") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise BadFile(f"cannot read {what}: {reason}; expected the text itself, a text file, or -") from None
