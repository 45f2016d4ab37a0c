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


#: Characters of a whole message at most; what a user gave is cut to fewer in it.
LONGEST_MESSAGE = 300
_LONGEST = 80
_ENDING = 100  # of a long message: there stands what helps


def one_line(text: str) -> str:
    """Put a message on one line of bounded length, with control characters as their codes.

    Args:
        text: any.

    Returns:
        At most ``LONGEST_MESSAGE`` printable characters; of a longer text the beginning and the end.

    Example:
        >>> one_line("two\\nlines"), len(one_line("x" * 1000))
        ('two lines', 300)
    """
    line = printable(text[: 2 * LONGEST_MESSAGE] + text[2 * LONGEST_MESSAGE :][-2 * LONGEST_MESSAGE :])
    if len(line) <= LONGEST_MESSAGE:
        return line
    return f"{line[: LONGEST_MESSAGE - _ENDING - 5]} ... {line[-_ENDING:]}"


def shown(text: object, longest: int = _LONGEST) -> str:
    """Put what a user gave into a message: on one line, and cut where it is long.

    Args:
        text: what came in.
        longest: how many characters it may have.

    Returns:
        At most so many printable characters.

    Example:
        >>> shown("two\\nlines")
        'two lines'
    """
    line = "".join(each if each.isprintable() else " " for each in " ".join(str(text).split()))
    return line if len(line) <= longest else f"{line[: longest - 3]}..."


def printable(text: str) -> str:
    """Put a text on one line, with control characters as their codes.

    Args:
        text: any.

    Returns:
        It without anything that a terminal would obey.

    Example:
        >>> printable("one\\ntwo\\x1b[31m")
        'one two\\\\x1b[31m'
    """
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in " ".join(text.split()))


# What a terminal obeys, what XML cannot hold, and what lets a text look like another: control characters but for tabs and
# line ends, halves of characters, and marks that turn the direction of writing.
_HIDDEN = (
    *(chr(number) for number in (*range(0x20), *range(0x7F, 0xA0)) if chr(number) not in "\t\n\r"),
    *map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF)),
)
_CODES = {ord(each): ascii(each)[1:-1] for each in _HIDDEN} | {
    number: f"\\u{number:04x}" for number in range(0xD800, 0xE000)
}


def visible(text: str) -> str:
    """Show what is hidden in a text as codes, and leave everything else, line ends too, as it is.

    Args:
        text: any.

    Returns:
        The text without control characters but tabs and line ends, without halves of characters, and without marks that
        turn the direction of writing.

    Example:
        >>> visible("a\\x1b[31mb\\nc")
        'a\\\\x1b[31mb\\nc'
    """
    return text if text.isprintable() else text.translate(_CODES)


def _nearest(choices: Iterable[str]) -> str:
    listed = [f"'{choice}'" for choice in choices]
    if not listed:
        return ""
    return "; nearest: " + ", ".join(listed)


def _quoted(text: str) -> str:
    """A user's text on one line: without control characters, and cut where it is endless."""
    shown = printable(text)
    return f"'{shown[:_LONGEST]}...'" if len(shown) > _LONGEST else f"'{shown}'"


class CalcigraphError(Exception):
    """Something calcigraph could not do; ``exit_code`` is what the command line returns."""

    exit_code = 3

    def __init__(self, message: str = "") -> None:
        super().__init__(one_line(message))


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
