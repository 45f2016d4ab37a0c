"""How the command line starts and ends: unknown commands, one-line failures, exit codes, closed pipes."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys

import click

from calcigraph.cli.interrupting import INTERRUPTED, MESSAGE, from_now
from calcigraph.errors import CalcigraphError, one_line

NO = 1
WRONG_USE = 2
UNAVAILABLE = 3
HELP_NAMES = ("-h", "--help")


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


def run(cli: Group) -> None:
    """Run a command line and turn every expected failure into one line and an exit code.

    Args:
        cli: the commands.

    Raises:
        SystemExit: always, with the exit code.
    """
    _settle()
    if isinstance(sys.stdout, io.TextIOWrapper):
        # An output that cannot hold a Greek letter gets its code, not a traceback.
        sys.stdout.reconfigure(errors="backslashreplace")
    code, message = _outcome(cli)
    if message:
        with contextlib.suppress(OSError):  # who cannot be told gets the exit code
            click.echo(f"calcigraph: {one_line(message)}", err=True)
    _let_go()
    sys.exit(code)


def _outcome(cli: Group) -> tuple[int, str]:
    """Run the command line, see to it that all of its output went out, and say how that ended."""
    code, message = 0, ""
    try:
        from_now()
        try:
            cli.main(prog_name="calcigraph", standalone_mode=False)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message())
            code = WRONG_USE
        finally:
            sys.stdout.flush()
    except SystemExit as error:
        # Where a pipe closes, click ends with 1; whoever read the output has seen enough.
        code = 0 if type(sys.stdout).__name__.endswith("PacifyFlushWrapper") else int(error.code or 0)
    except CalcigraphError as error:
        code, message = error.exit_code, str(error)
    except click.ClickException as error:
        code, message = WRONG_USE, error.format_message()
    except (click.exceptions.Abort, KeyboardInterrupt):
        code, message = INTERRUPTED, MESSAGE
    except BrokenPipeError:
        _let_go()
    except OSError as error:
        reason = "standard output is closed" if error.errno == errno.EBADF else error.strerror or error
        code, message = UNAVAILABLE, f"the system refused: {reason}"
    except MemoryError:
        code, message = UNAVAILABLE, "there is not enough memory"
    return code, message


def _settle() -> None:
    """Put right what a shell may have left out or mistyped."""
    for number, name, mode in ((0, "stdin", "r"), (1, "stdout", "w"), (2, "stderr", "w")):
        try:
            os.fstat(number)
        except OSError:
            # Closed, as by '>&-': the next file that is opened would take its place, and get what is printed. Nothing can
            # be written to this one, and that is said; what stderr would say nobody hears anyway.
            os.dup2(os.open(os.devnull, os.O_WRONLY if number == 2 else os.O_RDONLY), number)
            if number:
                setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", errors="backslashreplace", closefd=False))
    for name in ("COLUMNS", "LINES"):
        # Digits of other scripts pass for digits where libraries read these, and are none.
        if name in os.environ and not (os.environ[name].isascii() and os.environ[name].isdecimal()):
            del os.environ[name]


def _let_go() -> None:
    # What is still buffered would fail once more when Python flushes it at its end.
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
