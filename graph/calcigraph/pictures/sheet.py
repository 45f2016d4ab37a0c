"""What is drawn on one sheet: models, a forest plot or a funnel, in a style, and as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from calcigraph.diagrams.model import Model
    from calcigraph.diagrams.style import Style
    from calcigraph.pictures.forest import Forest
    from calcigraph.pictures.funnel import Funnel
    from calcigraph.pictures.story import Story
    from calcigraph.store.store import Store


@dataclass(frozen=True)
class Sheet:
    """Something drawn, or ready to be drawn.

    Attributes:
        kind: ``story``, ``mechanism``, ``neighbourhood``, ``pathways``, ``what-if``, ``claim``, ``compare``, ``forest`` or
            ``funnel``.
        models: what it shows: one model, several for ``compare``, none for ``forest`` and ``funnel``.
        style: how.
        title: of the whole.
        note: a line below.
        forest: the data of a forest plot.
        funnel: the data of a funnel.
        story: what the story of the calcium says; its model has the claims behind it.
        store: the graph it shows a part of, for the evidence behind it.

    Example:
        >>> kg.draw("neighbourhood", "MGP synthesis", steps=1).title
        'Up to 1 step around MGP synthesis'
    """

    kind: str
    models: tuple[Model, ...]
    style: Style
    title: str
    note: str = ""
    forest: Forest | None = None
    story: Story | None = None
    store: Store | None = None
    funnel: Funnel | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing on it: no claim, or no result."""
        if self.forest:
            return not self.forest.scales and not self.forest.without
        if self.funnel:
            return self.funnel.pool is None
        return not any(model.edges for model in self.models)

    @cached_property
    def _svg(self) -> str:
        if self.forest:
            from calcigraph.pictures.forestplot import forest_plot

            return forest_plot(self.forest, self.style)
        if self.funnel:
            from calcigraph.pictures.funnel import funnel_plot

            return funnel_plot(self.funnel, self.style)
        if self.story:
            from calcigraph.pictures.storydrawing import story_picture

            return story_picture(self.story, self.style)
        if self.kind == "compare":
            from calcigraph.pictures.panels import panels

            return panels(self.models, self.title, self.note, self.style)
        from calcigraph.pictures.svg import picture

        return picture(self.models[0], self.style)

    def svg(self) -> str:
        """Draw it as SVG.

        Returns:
            A whole file; text is text, and every box and line a group with id, title and data about it.

        Raises:
            Unavailable: the layout library is not installed.
        """
        return self._svg
