"""Which numbers and names a parameter takes: the one home of every bound, for the code that checks it and for those who ask."""

from __future__ import annotations

from calcigraph.errors import BadArgument, shown

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

# Characters. The longest sentence of a claim has about 200; looking for the nearest name takes time with its length.
LONGEST_NAME = 1000
LONGEST_QUESTION = 10_000


class Range:
    """The numbers from one bound to another.

    Args:
        least: the lower bound.
        most: the upper bound, itself allowed; None for no bound.
        whole: whole numbers alone.
        above: the lower bound itself is not allowed.

    Example:
        >>> print(Range(1, 12), Range(0), Range(0.5, 1, whole=False, above=True), sep="; ")
        a whole number from 1 to 12; a whole number from 0; a number above 0.5 and up to 1
    """

    __slots__ = ("above", "least", "most", "whole")

    def __init__(self, least: float, most: float | None = None, *, whole: bool = True, above: bool = False) -> None:
        self.least = least
        self.most = most
        self.whole = whole
        self.above = above

    def __str__(self) -> str:
        start = f"a {'whole ' if self.whole else ''}number {'above' if self.above else 'from'} {self.least}"
        if self.most is None:
            return start
        return f"{start} {'and up to' if self.above else 'to'} {self.most}"

    def __contains__(self, value: object) -> bool:
        # True and False are numbers to Python, and no whole numbers to anybody else.
        if type(value) is not int and (self.whole or not isinstance(value, int | float)):
            return False
        enough = value > self.least if self.above else value >= self.least
        return enough and (self.most is None or value <= self.most)

    def check(self, name: str, value: object) -> None:
        """Refuse what is outside.

        Args:
            name: of the parameter.
            value: what it was given.

        Raises:
            BadArgument: it is none of the numbers.

        Example:
            >>> LENGTH.check("max_length", 8)
        """
        if value not in self:
            raise BadArgument(f"{name} is {self}, not {said(value)}")


LENGTH = Range(1, 12)  # steps of a path; no factors that a path joins are farther than 10 apart
STEPS = Range(1, 12)  # steps around an entity; no entities that claims join are farther than 10 apart
LIMIT = Range(1)  # how many paths to keep
SAMPLES = Range(10, 100_000)  # members of an ensemble
SEED = Range(0)  # of the draws: numpy takes none below 0
AGREEMENT = Range(0.5, 1, whole=False, above=True)  # up to one half, both directions could be the answer
PORT = Range(0, 65_535)  # of TCP; 0 lets the system choose
AT_MOST = Range(0, 10**12)  # rows, or queries that wait; 0 for none
WORKERS = Range(1, 64)  # processes that answer queries
DOTS = Range(36, 600)  # of a PNG: at 600 a page of A3 has 70 million dots
TIMEOUT = Range(0, 10**8, whole=False)  # seconds: three years; the timers of systems take no more than some hundred


def a_name(what: str, value: object, *, longest: int | None = LONGEST_NAME) -> str:
    """Take a name from a user.

    Args:
        what: what it is the name of, for the message.
        value: what was given.
        longest: how many characters it may have; None for any number.

    Returns:
        The name.

    Raises:
        BadArgument: it is no text, or too long.

    Example:
        >>> a_name("name", None)
        Traceback (most recent call last):
        calcigraph.errors.BadArgument: name is text, not None
    """
    if not isinstance(value, str):
        raise BadArgument(f"{what} is text, not {said(value)}")
    if longest is not None and len(value) > longest:
        raise BadArgument(f"{what} has at most {longest:,} characters, not {len(value):,}")
    return value


def names(what: str, value: object) -> list[str]:
    """Take one name or several from a user.

    Args:
        what: what they are names of, for the message.
        value: a name, or names in a list, a tuple or anything else that can be gone through.

    Returns:
        The names.

    Raises:
        BadArgument: it is neither.

    Example:
        >>> names("observe", "MK-7"), names("observe", ("a", "b"))
        (['MK-7'], ['a', 'b'])
    """
    if isinstance(value, str):
        return [a_name(what, value)]
    given: Any = value
    if isinstance(value, bytes | bytearray) or not hasattr(type(value), "__iter__"):
        raise BadArgument(f"{what} is a name or several, not {said(value)}")
    return [a_name(what, each) for each in given]


def assigned(what: str, value: object, example: str) -> Mapping[str, Any]:
    """Take a mapping whose keys are names.

    Args:
        what: what it is, for the message.
        value: what was given.
        example: of one, as it is written in Python.

    Returns:
        The mapping.

    Raises:
        BadArgument: it is no mapping, or a key is no name.

    Example:
        >>> assigned("interventions", {"K2": "high"}, "{'K2': 'high'}")
        {'K2': 'high'}
    """
    from collections.abc import Mapping

    if not isinstance(value, Mapping):
        raise BadArgument(f"{what} is a mapping such as {example}, not {said(value)}")
    for key in value:
        a_name(what, key)
    return value


def choice(what: str, value: object, choices: Iterable[object]) -> None:
    """Refuse what is none of some values.

    Args:
        what: of what, for the message.
        value: what was given.
        choices: the values.

    Raises:
        BadArgument: it is none of them.

    Example:
        >>> choice("theme", "dark", ("light", "dark"))
    """
    known = list(choices)
    if not any(type(value) is type(each) and value == each for each in known):
        listed = (" or " if len(known) < 3 else ", ").join(repr(each) for each in known)
        raise BadArgument(f"{what} is {'one of ' if len(known) > 2 else ''}{listed}, not {said(value)}")


def said(value: object) -> str:
    """Put a value that does not fit into a message.

    Args:
        value: what was given.

    Returns:
        Text in quotes, numbers as they are, the type of anything else.

    Example:
        >>> said("lots"), said([])
        ("'lots'", 'a value of type list')
    """
    if isinstance(value, str):
        return f"'{shown(value)}'"
    if value is None or isinstance(value, bool | float):
        return str(value)
    if isinstance(value, int):
        return str(value) if abs(value) < 10**15 else "a number of more than 15 digits"
    return f"a value of type {type(value).__name__}"
