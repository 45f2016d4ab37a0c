"""Which numbers a parameter takes: the one home of every bound, for the code that checks it and for those who ask."""

from __future__ import annotations

from calcigraph.errors import BadArgument


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
            raise BadArgument(f"{name} is {self}, not {value!r}")


LENGTH = Range(1, 12)  # steps of a path; no factors that a path joins are farther than 10 apart
STEPS = Range(1, 12)  # steps around an entity; no entities that claims join are farther than 10 apart
LIMIT = Range(1)  # how many paths to keep
SAMPLES = Range(10, 100_000)  # members of an ensemble
SEED = Range(0)  # of the draws: numpy takes none below 0
AGREEMENT = Range(0.5, 1, whole=False, above=True)  # up to one half, both directions could be the answer
DOTS = Range(36, 600)  # of a PNG: at 600 a page of A3 has 70 million dots
TIMEOUT = Range(0, 10**8, whole=False)  # seconds: three years; the timers of systems take no more than some hundred
