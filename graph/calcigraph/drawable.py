"""The part of ``KnowledgeGraph`` that draws."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, whose import would cost start-up time
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from calcigraph.graph import KnowledgeGraph
    from calcigraph.pictures.picture import Picture


class Drawable:
    """What ``KnowledgeGraph`` can be drawn as."""

    def draw(
        self,
        what: Any,
        *names: Any,
        theme: str = "light",
        file: str | Path | None = None,
        force: bool = False,
        **options: Any,
    ) -> Picture:
        """Draw a part of the graph; the picture shows itself in a notebook.

        Args:
            what: ``mechanism``; ``neighbourhood`` with a name (``steps``, 1 to 12); ``pathways`` with source and
                target, and the options of ``pathways``; ``what-if`` with interventions, and the options of
                ``what_if``; ``claim`` or ``forest`` with a claim by one name or three; ``compare`` with scenarios
                by name. Or a slice, pathways, the answer to a what-if question or a comparison.
            names: what it is about.
            theme: ``light`` or ``dark``.
            file: where to save it: .svg, .png, .html, .dot or .mmd; None for nowhere.
            force: replace the file where it is there already.
            options: of the picture.

        Returns:
            The picture: ``.svg()``, ``.png()``, ``.html()``, ``.dot()``, ``.mermaid()``, ``.save(file)``.

        Raises:
            BadArgument: there is no such picture, or names, options or file do not fit.
            UnknownName: a name is not known.
            Unavailable: a library is missing, or the file cannot be written.

        Example:
            >>> from calcigraph import KnowledgeGraph
            >>> KnowledgeGraph.open().draw("claim", "K2", "prevents", "arterial calcification")
            <calcigraph picture: Vitamin K2 prevents arterial calcification>
        """
        from typing import cast

        from calcigraph.pictures.draw import draw

        picture = draw(cast("KnowledgeGraph", self), what, *names, theme=theme, **options)
        if file is not None:
            picture.save(file, force=force)
        return picture
