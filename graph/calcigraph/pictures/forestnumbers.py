"""The numbers of a forest plot: as many decimals as the report has, and every point below the one above it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from calcigraph.diagrams.lettering import MINUS, width

if TYPE_CHECKING:
    from calcigraph.knowledge.pooling import Pool
    from calcigraph.pictures.forest import Row, Scale

_GAP = 7.0
#: A prediction interval of few studies that differ much can end beyond every number there is.
_SMALLEST = 1e-12
_LONGEST = 1e6


def row_numbers(row: Row) -> tuple[str, str, str]:
    """Write the numbers of a result, with as many decimals as the one of the three that has most, as a paper prints them.

    Args:
        row: the result.

    Returns:
        Effect and the ends of its interval.

    Example:
        >>> from calcigraph.pictures.forest import Row
        >>> row_numbers(Row("f", "s", "", "null", True, False, None, "HR", 1, 0.55, 2, "e", "d", ""))
        ('1.00', '0.55', '2.00')
    """
    values = (row.effect or 0.0, row.low or 0.0, row.high or 0.0)
    places = max(len(f"{value:g}".partition(".")[2]) for value in values)
    effect, low, high = (f"{value:.{places}f}".replace("-", MINUS) for value in values)
    return effect, low, high


def pooled_number(value: float, *, log: bool) -> str:
    """Write a number of a pooled estimate, which has no decimals of its own.

    Args:
        value: the number.
        log: whether it is a ratio.

    Returns:
        A ratio with two decimals, where that says something; any other with three digits.

    Example:
        >>> pooled_number(0.8083, log=True), pooled_number(0.01234, log=False)
        ('0.81', '0.0123')
    """
    text = f"{value:.2f}" if log and 0.095 <= value < 1000 else f"{value:.3g}"
    return text.replace("-", MINUS)


def pooled_numbers(pool: Pool) -> tuple[str, str, str]:
    """Write a pooled estimate with its interval.

    Args:
        pool: the pool.

    Returns:
        Effect and the ends of its interval.
    """
    log, found = pool.contrast.log, pool.pooled
    return pooled_number(found.effect, log=log), pooled_number(found.low, log=log), pooled_number(found.high, log=log)


def within(pool: Pool) -> tuple[float, float]:
    """Give the prediction interval as it can be drawn.

    Args:
        pool: the pool.

    Returns:
        Its ends.
    """
    if not pool.contrast.log:
        return pool.pooled.from_, pool.pooled.to
    return max(pool.pooled.from_, _SMALLEST), min(pool.pooled.to, _LONGEST)


class Columns:
    """Where the numbers of an axis stand: measure, effect, and the ends of the interval, each with its point in one line.

    Args:
        scale: the axis.
        size: of the letters.
    """

    def __init__(self, scale: Scale, size: float) -> None:
        self._size = size
        rows = [row_numbers(row) for row in scale.rows] + [pooled_numbers(pool) for pool in scale.pools]
        measures = [row.measure for row in scale.rows] if scale.log else []
        x = max([width(text, size) + _GAP for text in measures], default=0.0)
        self._points = []
        for place, (before, after) in enumerate((("", ""), ("(", ""), ("to ", ")"))):
            texts = [f"{before}{numbers[place]}{after}" for numbers in rows]
            wide = max((width(text.partition(".")[0], size) for text in texts), default=0.0)
            self._points.append(x + wide)
            x += (
                wide + max((width(_fraction(text), size) for text in texts), default=0.0) + (_GAP if not place else 4.0)
            )

    def placed(self, measure: str, numbers: tuple[str, str, str]) -> list[tuple[float, str]]:
        """Place the numbers of a row.

        Args:
            measure: such as ``HR``, or nothing.
            numbers: effect and the ends of its interval, as they are written.

        Returns:
            Where each text begins, and the text.
        """
        effect, low, high = numbers
        found = [(0.0, measure)] if measure else []
        for point, text in zip(self._points, (effect, f"({low}", f"to {high})"), strict=True):
            found.append((point - width(text.partition(".")[0].removesuffix(")"), self._size), text))
        return found


def _fraction(text: str) -> str:
    whole, point, rest = text.partition(".")
    return point + rest if point else ")" if whole.endswith(")") else ""
