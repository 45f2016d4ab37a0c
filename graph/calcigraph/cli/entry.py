"""How the command line starts and ends: unknown commands, one-line failures, exit codes, closed pipes."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

import click

from calcigraph.cli.interrupting import INTERRUPTED, MESSAGE, from_now
from calcigraph.errors import CalcigraphError, Unavailable

NO = 1
WRONG_USE = 2
UNAVAILABLE = 3
HELP_NAMES = ("-h", "--help")


class _ReaderGone(Exception):
    """Whoever read the output has seen enough."""


class Helpful(click.Command):
    """Something that ``-h`` asks for help."""

    def get_help_option_names(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click calls it
        """Name the options that ask for help, whatever the context says: click keeps what the first one said.

        Args:
            ctx: the context of click.

        Returns:
            The names.
        """
        return list(HELP_NAMES)


class Group(Helpful, click.Group):
    """A group that offers the nearest command for one it does not know."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments name.

        Args:
            ctx: the context of click.
            args: the arguments, the name of the command first.

        Returns:
            Name, command and the other arguments.

        Raises:
            UsageError: there is no such command; the nearest are offered.
        """
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], self.list_commands(ctx), n=2, cutoff=0.4) or self.list_commands(ctx)
            listed = ", ".join(f"'{name}'" for name in near)
            raise click.UsageError(f"no command is called '{args[0]}'; nearest: {listed}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, and see to it that all of its output went out.

        Args:
            ctx: the context of click.

        Returns:
            What the command returns.

        Raises:
            Unavailable: the output cannot be written.
        """
        # click would end with code 1 when a pipe closes, and let other failures of the system through.
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            raise _ReaderGone from None
        except OSError as error:
            raise Unavailable(f"the system refused: {error.strerror or error}") from None


def run(cli: Group) -> None:
    """Run a command line and turn every expected failure into one line and an exit code.

    Args:
        cli: the commands.

    Raises:
        SystemExit: always, with the exit code.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        # An output that cannot hold a Greek letter gets its code, not a traceback.
        sys.stdout.reconfigure(errors="backslashreplace")
    code, message = 0, ""
    try:
        from_now()
        cli.main(prog_name="calcigraph", standalone_mode=False)
    except _ReaderGone:
        _silence()
    except CalcigraphError as error:
        code, message = error.exit_code, str(error)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        code = WRONG_USE
    except click.ClickException as error:
        code, message = WRONG_USE, error.format_message()
    except (click.exceptions.Abort, KeyboardInterrupt):
        code, message = INTERRUPTED, MESSAGE
    if message:
        click.echo(f"calcigraph: {' '.join(message.split())}", err=True)
    if code in (UNAVAILABLE, INTERRUPTED):
        _silence()
    sys.exit(code)


def _silence() -> None:
    # What is still buffered would fail once more when Python flushes it at its end.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
