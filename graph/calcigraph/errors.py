"""What can go wrong, each with a one-line message that names the input and the nearest valid choice.

::

    CalcigraphError
    ├── UsageError                 exit code 2
    │   ├── UnknownName
    │   ├── AmbiguousName
    │   ├── UnknownQuestion
    │   ├── UnclearQuestion
    │   ├── BadParameter
    │   ├── BadQuery
    │   ├── BadFile
    │   └── BadArgument
    └── Unavailable                exit code 3
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Protocol

    class Reading(Protocol):
        """A way to read plain words."""

        @property
        def question(self) -> str:
            """Id of the question."""

        @property
        def parameters(self) -> dict[str, str]:
            """What the text gave."""

        @property
        def asked(self) -> str:
            """What it would ask, as the command line takes it."""

        @property
        def command(self) -> str:
            """The command that asks it."""


_LONGEST = 80


def shown(text: object) -> str:
    """Put what a user gave into a message: on one line, and cut where it is long.

    Args:
        text: what came in.

    Returns:
        At most 80 printable characters.

    Example:
        >>> shown("two\\nlines")
        'two lines'
    """
    line = "".join(each if each.isprintable() else " " for each in " ".join(str(text).split()))
    return line if len(line) <= 80 else f"{line[:77]}..."


def _nearest(choices: Iterable[str]) -> str:
    listed = [f"'{choice}'" for choice in choices]
    if not listed:
        return ""
    return "; nearest: " + ", ".join(listed)


def _quoted(text: str) -> str:
    """A user's text on one line: without control characters, and cut where it is endless."""
    shown = " ".join(text.split())
    shown = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in shown)
    return f"'{shown[:_LONGEST]}...'" if len(shown) > _LONGEST else f"'{shown}'"


class CalcigraphError(Exception):
    """Something calcigraph could not do; ``exit_code`` is what the command line returns."""

    exit_code = 3


class UsageError(CalcigraphError):
    """A user asked for something that cannot be asked."""

    exit_code = 2


class UnknownName(UsageError):
    """A user gave a name that no entity or claim has."""

    def __init__(self, name: str, nearest: Iterable[str] = (), what: str = "entity") -> None:
        self.name = name
        self.nearest = tuple(nearest)
        super().__init__(f"no {what} is called {_quoted(name)}{_nearest(self.nearest)}")


class AmbiguousName(UsageError):
    """A user gave a name that several entities have."""

    def __init__(self, name: str, candidates: Iterable[str]) -> None:
        self.name = name
        self.candidates = tuple(candidates)
        super().__init__(f"{_quoted(name)} can be {' or '.join(self.candidates)}; say which")


class UnknownQuestion(UsageError):
    """A user asked a question that is not in the collection."""

    def __init__(self, name: str, nearest: Iterable[str] = ()) -> None:
        self.name = name
        self.nearest = tuple(nearest)
        super().__init__(
            f"no question is called {_quoted(name)}{_nearest(self.nearest)}; list them with 'calcigraph questions'"
        )


class UnclearQuestion(UsageError):
    """A user asked in plain words, and no question fits surely; ``choices`` are the readings, the best first.

    ``cautions`` are what the words call for all the same, and stand first; ``needs`` is what has to be said, where
    nothing is missing but that, and ``says`` are ways to say it.
    """

    def __init__(
        self,
        text: str,
        choices: Iterable[Reading] = (),
        cautions: Iterable[str] = (),
        needs: str = "",
        says: Iterable[str] = (),
    ) -> None:
        self.text = text
        self.choices = tuple(choices)
        self.cautions = tuple(cautions)
        self.needs = needs
        self.says = tuple(says)
        said = f"not sure what {_quoted(text)} asks; choose one: {' | '.join(each.asked for each in self.choices)}"
        if not self.choices:
            said = f"no question fits {_quoted(text)}; find one with: calcigraph questions WORDS"
        if needs:
            said = f"{needs} Say: {' | '.join(self.says)}" if self.says else needs
        super().__init__(" ".join([*self.cautions, said]))


class BadParameter(UsageError):
    """A user gave a question a parameter it does not have, or a value it cannot take."""


class BadQuery(UsageError):
    """A user sent SPARQL that is malformed, or that is not a query."""


class BadFile(UsageError):
    """A user named a file that is missing or that cannot be read as what it should be."""


class BadArgument(UsageError):
    """A user gave a value outside what is possible."""


class Unavailable(CalcigraphError):
    """Something that is not installed, not allowed or not reachable was needed."""
