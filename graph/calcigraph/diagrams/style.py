"""The style of the pictures: one data file, read once, and what it says of an entity, a claim or an answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from calcigraph.ranges import choice
from calcigraph.store import files, yaml_text

THEMES = ("light", "dark")


@lru_cache(maxsize=1)
def read_style() -> dict[str, Any]:
    """Read the style file.

    Returns:
        Its content.

    Example:
        >>> read_style()["font"]["size"]
        12
    """
    content: dict[str, Any] = yaml_text.parse(files.beside("diagrams/style.yaml"))
    return content


@dataclass(frozen=True)
class Style:
    """The style in one theme.

    Attributes:
        theme: ``light`` or ``dark``.

    Raises:
        BadArgument: there is no such theme.

    Example:
        >>> Style("light").colour("ground")
        '#FFFFFF'
    """

    theme: str = "light"

    def __post_init__(self) -> None:
        choice("theme", self.theme, THEMES)

    @property
    def data(self) -> dict[str, Any]:
        """The content of the style file."""
        return read_style()

    @property
    def size(self) -> float:
        """Size of the text in points."""
        return float(self.data["font"]["size"])

    @property
    def leading(self) -> float:
        """Distance of lines in points."""
        return float(self.data["font"]["leading"])

    def pick(self, pair: list[str]) -> str:
        """Choose the colour of the theme.

        Args:
            pair: light and dark.

        Returns:
            The colour.

        Example:
            >>> Style("dark").pick(["#FFFFFF", "#000000"])
            '#000000'
        """
        return pair[THEMES.index(self.theme)]

    def colour(self, name: str) -> str:
        """Look up a colour.

        Args:
            name: one of ``colours``.

        Returns:
            It, as ``#RRGGBB``.

        Example:
            >>> Style("dark").colour("ground")
            '#14171C'
        """
        return self.pick(self.data["colours"][name])

    def kind(self, classes: frozenset[str]) -> dict[str, Any]:
        """Find the kind of an entity.

        Args:
            classes: local names of its classes.

        Returns:
            The first kind that fits.

        Example:
            >>> Style().kind(frozenset({"Entity", "Factor", "Protein"}))["name"]
            'protein'
        """
        kinds: list[dict[str, Any]] = self.data["kinds"]
        return next((each for each in kinds if classes & set(each["classes"])), kinds[-1])

    def relation(self, predicate: str, sign: int | None) -> dict[str, Any]:
        """Find how a claim is drawn.

        Args:
            predicate: local name.
            sign: 1, -1 or None.

        Returns:
            ``colour``, ``arrow`` and ``legend``; ``name`` says under which key it stands in the style.

        Example:
            >>> Style().relation("inhibits", -1)["arrow"]
            'tee'
        """
        name = {1: "positive", -1: "negative", None: "none"}[sign]
        if predicate in self.data["predicates"]:
            return {"name": predicate, **self.data["predicates"][predicate]}
        return {"name": name, **self.data["signs"][name]}

    def certainty(self, level: str | None) -> dict[str, Any]:
        """Find the line of a certainty.

        Args:
            level: ``high`` to ``very low``, or None.

        Returns:
            ``width``, ``dash`` and ``legend``.

        Example:
            >>> Style().certainty(None)["legend"]
            'not rated'
        """
        found: dict[str, Any] = self.data["certainty"][level or "none"]
        return found

    def response(self, answer: str) -> dict[str, Any]:
        """Find the look of an answer or of a level that was set.

        Args:
            answer: ``increase``, ``decrease``, ``no effect``, ``no route``, ``undetermined``, ``high``, ``low`` or ``normal``.

        Returns:
            ``text``, ``fill`` and ``legend``.

        Example:
            >>> Style().response("undetermined")["text"]
            '?'
        """
        found: dict[str, Any] = self.data["responses"][answer]
        return found
