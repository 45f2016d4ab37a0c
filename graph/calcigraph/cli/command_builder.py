"""Makes click commands from the table of operations."""

from __future__ import annotations

from collections.abc import MutableMapping
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from calcigraph.cli.completing import NAMED, names_like
from calcigraph.cli.entry import HELP_NAMES, Group, Helpful
from calcigraph.operations import COMMAND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click.shell_completion import CompletionItem

    from calcigraph.operations import Operation, Parameter

    _Choice = click.Choice[Any]
else:
    _Choice = click.Choice

#: What every command shows its help for, also where another program makes the context.
SETTINGS: dict[str, Any] = {"help_option_names": list(HELP_NAMES), "max_content_width": 100}
_TYPES: dict[str, Any] = {"integer": int, "number": float}


class Commands(MutableMapping[str, click.Command]):
    """The commands of some operations, each made when somebody asks for it.

    Args:
        operations: what there is to do.
        runner: what runs an operation with what was given for its parameters.
    """

    def __init__(self, operations: tuple[Operation, ...], runner: Callable[..., None]) -> None:
        offered = [each for each in operations if COMMAND in each.ways]
        self._operations = {each.name.rpartition(" ")[2]: each for each in offered}
        self._runner = runner
        self._made: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._made:
            self._made[name] = build(self._operations[name], self._runner)
        return self._made[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._operations[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._operations)

    def __len__(self) -> int:
        return len(self._operations)


class Command(Helpful):
    """A command that takes each option once, but for those that can be repeated.

    Args:
        operation: what it does.
        options: as for ``click.Command``.
    """

    def __init__(self, operation: Operation, **options: Any) -> None:
        super().__init__(help=operation.summary, context_settings=dict(SETTINGS), **options)
        self._operation = operation

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the whole help, whose lists come from their homes; the summary is enough for the list of commands.

        Args:
            ctx: the context of click.
            formatter: what it goes to.
        """
        self.help = help_text(self._operation)
        super().format_help_text(ctx, formatter)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments.

        Args:
            ctx: the context of click.
            args: the arguments.

        Returns:
            Those that are left.

        Raises:
            UsageError: an option is given twice.
        """
        if not ctx.resilient_parsing:
            # The last value would win, silently: of two limits the user has to hear that one is lost.
            _, _, given = self.make_parser(ctx).parse_args(list(args))
            for each in given:
                if isinstance(each, click.Option) and not each.multiple and not each.is_eager and given.count(each) > 1:
                    raise click.UsageError(f"'{max(each.opts, key=len)}' is given twice; it takes one value", ctx)
        return super().parse_args(ctx, args)


class OneOf(_Choice):
    """One of the choices of a parameter, which are fetched from their home when they are needed.

    Args:
        parameter: the parameter.
    """

    def __init__(self, parameter: Parameter) -> None:
        self._parameter = parameter
        self.case_sensitive = True

    def __getattr__(self, name: str) -> Any:
        if name != "choices":
            raise AttributeError(name)
        self.choices = tuple(self._parameter.choices)
        return self.choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Turn what was written into the value it stands for.

        Args:
            value: what was written.
            param: the parameter of click.
            ctx: the context of click.

        Returns:
            The value.
        """
        return self._parameter.choices[super().convert(value, param, ctx)]


def build(operation: Operation, runner: Callable[..., None]) -> click.Command:
    """Make the command of an operation.

    Args:
        operation: what it does.
        runner: what runs an operation with what was given for its parameters.

    Returns:
        The command; a group where the operation has kinds.

    Example:
        >>> from calcigraph.operations import find
        >>> build(find("info"), print).name
        'info'
    """
    name = operation.name.rpartition(" ")[2]
    if operation.operations:
        commands = Commands(operation.operations, runner)
        return Group(name, commands=commands, help=help_text(operation), context_settings=dict(SETTINGS))
    parameters = [_parameter(each) for each in operation.taken(COMMAND)]
    return Command(operation, name=name, params=parameters, callback=partial(runner, operation))


def help_text(operation: Operation) -> str:
    r"""Write the help of a command, as click reads it.

    Args:
        operation: what it does.

    Returns:
        Paragraphs; ``\b`` keeps click from filling the examples.

    Example:
        >>> from calcigraph.operations import find
        >>> print(help_text(find("demo")))
        Answer the main question: where does the calcium go?
    """
    lists = {
        each.name: ", ".join(each.choices) for each in operation if f"{{{each.name}}}" in str(operation.description)
    }
    parts = [operation.summary, *(each.format(**lists) for each in operation.description)]
    if operation.examples:
        title = "Examples:" if len(operation.examples) > 1 else "Example:"
        parts.append("\n".join(["\b", title, *(f"  {each}" for each in operation.examples)]))
    if operation.no:
        parts.append(f"Exit code 1 when {operation.no}.")
    return "\n\n".join(parts)


def variable(parameter: Parameter) -> str:
    """Name what a command takes as Python may name it.

    Args:
        parameter: the parameter.

    Returns:
        Its name, or another where that is a name of Python's own.

    Example:
        >>> from calcigraph.operations import find
        >>> variable(find("info")["format"])
        'form'
    """
    return "form" if parameter.name == "format" else parameter.name


def _parameter(parameter: Parameter) -> click.Parameter:
    kind = OneOf(parameter) if parameter.kind == "choice" else _TYPES.get(parameter.kind, str)
    if parameter.positional:
        return click.Argument(
            [variable(parameter)],
            type=str if parameter.metavar else kind,
            nargs=-1 if parameter.many else 1,
            required=parameter.required,
            metavar=parameter.metavar or None,
            shell_complete=_completion(parameter),
        )
    names = [f"--{parameter.option}", *([f"-{parameter.short}"] if parameter.short else []), variable(parameter)]
    if parameter.kind == "flag":
        return click.Option(names, is_flag=True, help=parameter.help)
    default = None if parameter.many or parameter.required else parameter.command_default
    # To click a default of None is one too, and would do for an option that is required.
    given = {} if default is None else {"default": default, "show_default": True}
    return click.Option(
        names,
        type=kind,
        multiple=parameter.many,
        nargs=parameter.count,
        required=parameter.required,
        metavar=parameter.metavar or None,
        help=parameter.help,
        shell_complete=_completion(parameter),
        **given,
    )


def _completion(parameter: Parameter) -> Callable[..., list[CompletionItem]] | None:
    """What completes a value, where the graph knows the names it can have."""
    if parameter.kind == "question":
        return _complete_question
    if parameter.kind not in NAMED:
        return None

    def complete(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in names_like(parameter.kind, incomplete)]

    return complete


def _complete_question(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from calcigraph.store import files

    paths = (path for path in files.names("queries", ".rq") if not path.startswith("queries/qc/"))
    names = (path.rpartition("/")[2].removesuffix(".rq") for path in paths)
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]
